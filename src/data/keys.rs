//! The keys of the rows: each is there, names one row, and is short enough to be printed.

use super::Values;
use super::columns::{Parsed, TOLD, counted};
use super::sheet::{Sheet, shortened};
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome};
use crate::study::Dataset;
use std::collections::BTreeMap;

/// The longest key that still names a row, in letters.
const LONGEST_KEY: usize = 1_000;
/// What stands between the parts of a key that several columns make together.
const BETWEEN: &str = " · ";

/// The key of every row, in the order of the file's rows.
///
/// # Errors
/// Every row without a key, or with that of another; nothing is told where the study declares no such column.
pub fn read(dataset: &Dataset, sheet: &Sheet, parsed: &Parsed) -> Outcome<Vec<String>> {
    if dataset.keys().any(|name| sheet.position(name).is_none()) {
        // The study's check has told it.
        return Err(Diagnostics::default());
    }
    let columns: Vec<KeyColumn> = dataset.keys().map(|name| KeyColumn::of(name, sheet, parsed)).collect();
    let mut problems = Vec::new();
    let mut more = 0;
    let mut first: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for row in 0..sheet.rows() {
        let Some((problem, position)) = problem(&columns, sheet, row, &mut first) else { continue };
        if problems.len() == TOLD {
            more += 1;
            continue;
        }
        problems.push(problem.maybe_at(sheet.cell_place(row, position)));
    }
    let key =
        |row: usize| columns.iter().map(|column| &*column.values[row]).collect::<Vec<_>>().join(BETWEEN);
    let keys = (0..sheet.rows()).map(key).collect();
    let problems = counted(problems, (more > 0).then(|| format!("{more} more rows have such a key")));
    problems.into_outcome(keys)
}

/// A column that names rows, alone or together with others.
struct KeyColumn<'a> {
    name: &'a str,
    position: usize,
    values: Vec<String>,
}

impl<'a> KeyColumn<'a> {
    fn of(name: &'a str, sheet: &Sheet, parsed: &Parsed) -> Self {
        let position = sheet.position(name).unwrap_or(0);
        let values = match parsed.columns.get(position) {
            Some((_, Values::Text(values))) => {
                values.iter().map(|key| key.clone().unwrap_or_default()).collect()
            }
            _ => (0..sheet.rows()).map(|row| sheet.cell(row, position).to_owned()).collect(),
        };
        Self { name, position, values }
    }
}

/// What is wrong with the key of a row, with the position of the column that it is told at.
fn problem<'a>(
    columns: &'a [KeyColumn],
    sheet: &Sheet,
    row: usize,
    first: &mut BTreeMap<Vec<&'a str>, usize>,
) -> Option<(Diagnostic, usize)> {
    // The line of a row is counted from the top of the file: only where it is told.
    if let Some(column) = columns.iter().find(|column| column.values[row].is_empty()) {
        let problem = Diagnostic::error("data::key-missing", format!("this row has no `{}`", column.name))
            .because(format!("row {}: every row needs a key", sheet.line(row)));
        return Some((problem, column.position));
    }
    let key: Vec<&str> = columns.iter().map(|column| &*column.values[row]).collect();
    let shown = shortened(&key.join(BETWEEN));
    if let Some(earlier) = first.insert(key, row) {
        let problem = Diagnostic::error("data::key-twice", format!("the key `{shown}` stands twice"))
            .because(format!("row {} has it already", sheet.line(earlier)))
            .hint("a key names one row; use a column whose values are unique");
        return Some((problem, columns.first()?.position));
    }
    let long = columns.iter().find(|column| column.values[row].chars().nth(LONGEST_KEY).is_some())?;
    let problem = Diagnostic::error("data::key-long", format!("`{shown}` is too long for a key"))
        .because(format!("row {}: a key has at most {LONGEST_KEY} letters", sheet.line(row)))
        .hint("use another column as the key; the report prints it as the name of the row");
    Some((problem, long.position))
}
