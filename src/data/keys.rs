//! The keys of the rows: each is there, names one row, and is short enough to be printed.

use super::Values;
use super::columns::{Parsed, TOLD, counted};
use super::sheet::{Sheet, shortened};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::study::Dataset;

/// The longest key that still names a row, in letters.
const LONGEST_KEY: usize = 1_000;

/// The key of every row, in the order of the file's rows.
pub fn read(dataset: &Dataset, sheet: &Sheet, parsed: &Parsed) -> Outcome<Vec<String>> {
    let mut problems = Vec::new();
    let mut more = 0;
    let position = sheet.position(&dataset.key).unwrap_or(0);
    let keys: Vec<String> = match parsed.columns.get(position) {
        Some((_, Values::Text(values))) => values.iter().map(|key| key.clone().unwrap_or_default()).collect(),
        _ => (0..sheet.rows()).map(|row| sheet.cell(row, position).to_owned()).collect(),
    };
    let mut first: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for (row, key) in keys.iter().enumerate() {
        let earlier = if key.is_empty() { None } else { first.insert(key, row) };
        let long = key.chars().nth(LONGEST_KEY).is_some();
        if !key.is_empty() && earlier.is_none() && !long {
            continue;
        }
        if problems.len() == TOLD {
            more += 1;
            continue;
        }
        let line = sheet.line(row);
        let problem = match earlier {
            Some(earlier) => {
                Diagnostic::error("data::key-twice", format!("the key `{}` stands twice", shortened(key)))
                    .because(format!("row {} has it already", sheet.line(earlier)))
                    .hint("a key names one row; use a column whose values are unique")
            }
            None if long => {
                Diagnostic::error("data::key-long", format!("`{}` is too long for a key", shortened(key)))
                    .because(format!("row {line}: a key has at most {LONGEST_KEY} letters"))
                    .hint("use another column as the key; the report prints it as the name of the row")
            }
            None => Diagnostic::error("data::key-missing", format!("this row has no `{}`", dataset.key))
                .because(format!("row {line}: every row needs a key")),
        };
        problems.push(problem.maybe_at(sheet.cell_place(row, position)));
    }
    let problems = counted(problems, (more > 0).then(|| format!("{more} more rows have such a key")));
    problems.into_outcome(keys)
}
