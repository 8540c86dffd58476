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
        let Some((fault, at)) = Fault::of(&columns, row, &mut first) else { continue };
        if problems.len() == TOLD {
            more += 1;
            continue;
        }
        let problem = fault.told(&columns, at, sheet, row);
        problems.push(problem.maybe_at(sheet.cell_place(row, at.position)));
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

/// What is wrong with the key of a row.
enum Fault {
    /// One of its columns has no value.
    Missing,
    /// An earlier row has it.
    Twice(usize),
    /// One of its columns has too long a value.
    Long,
}

impl Fault {
    /// The fault of a row, with the column that it is told at.
    fn of<'a, 'b>(
        columns: &'b [KeyColumn<'a>],
        row: usize,
        first: &mut BTreeMap<Vec<&'b str>, usize>,
    ) -> Option<(Self, &'b KeyColumn<'a>)> {
        if let Some(column) = columns.iter().find(|column| column.values[row].is_empty()) {
            return Some((Self::Missing, column));
        }
        let key = columns.iter().map(|column| &*column.values[row]).collect();
        if let Some(earlier) = first.insert(key, row) {
            return Some((Self::Twice(earlier), columns.first()?));
        }
        let long = |column: &&KeyColumn| column.values[row].chars().nth(LONGEST_KEY).is_some();
        columns.iter().find(long).map(|column| (Self::Long, column))
    }

    /// The problem that is told; its lines are counted from the top of the file, which takes time.
    fn told(&self, columns: &[KeyColumn], at: &KeyColumn, sheet: &Sheet, row: usize) -> Diagnostic {
        let key = columns.iter().map(|column| &*column.values[row]).collect::<Vec<_>>().join(BETWEEN);
        let (shown, line) = (shortened(&key), sheet.line(row));
        match self {
            Self::Missing => Diagnostic::error("data::key-missing", format!("this row has no `{}`", at.name))
                .because(format!("row {line}: every row needs a key"))
                .hint(format!(
                    "fill it in; a row that is no unit, such as a note below the table, is deleted or left out: `where: \"{} IS NOT NULL\"`",
                    at.name
                )),
            Self::Twice(earlier) => {
                Diagnostic::error("data::key-twice", format!("the key `{shown}` stands twice"))
                    .because(format!("row {} has it already", sheet.line(*earlier)))
                    .hint("telaah wants one row for each unit: add up the rows of a unit first, as a pivot table does, leave other years out with `where:`, or use a key whose values are unique")
            }
            Self::Long => Diagnostic::error("data::key-long", format!("`{shown}` is too long for a key"))
                .because(format!("row {line}: a key has at most {LONGEST_KEY} letters"))
                .hint("use another column as the key; the report prints it as the name of the row"),
        }
    }
}
