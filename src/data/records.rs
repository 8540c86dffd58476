//! Small tables of text beside the data, such as claims: every field with its place.

use super::read::{field_place, find_separator, structure};
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome, Place, Source, did_you_mean};
use std::sync::Arc;

/// A table of text fields with known columns.
#[derive(Debug)]
pub struct Records {
    source: Arc<Source>,
    separator: u8,
    starts: Vec<usize>,
    positions: Vec<Option<usize>>,
    rows: Vec<Vec<String>>,
}

impl Records {
    /// Reads a table whose header has every required column, and no others than the optional ones.
    ///
    /// # Errors
    /// A missing or unknown column, ragged rows, an empty table.
    pub fn read(source: Arc<Source>, required: &[&str], optional: &[&str]) -> Outcome<Self> {
        let separator = find_separator(&source)?;
        let (headings, starts) = structure(&source, separator)?;
        let known: Vec<&str> = [required, optional].concat();
        let mut problems = Diagnostics::default();
        for (i, heading) in headings.iter().enumerate() {
            if !known.contains(&heading.as_str()) {
                let hint = did_you_mean(heading, known.iter().copied());
                let problem =
                    Diagnostic::error("table::unknown-column", format!("unknown column `{heading}`"))
                        .at(field_place(&source, starts[0], separator, i))
                        .hint(hint.unwrap_or_else(|| format!("the columns are `{}`", known.join("`, `"))));
                problems.push(problem);
            }
        }
        let find = |name: &&str| headings.iter().position(|heading| heading == name);
        let missing: Vec<&str> = required.iter().filter(|name| find(name).is_none()).copied().collect();
        if !missing.is_empty() {
            let problem = Diagnostic::error(
                "table::missing-column",
                format!("there is no column `{}`", missing.join("`, `")),
            )
            .at(Place::line_of(&source, 1))
            .because(format!("the columns are `{}`", known.join("`, `")));
            problems.push(problem);
        }
        let positions = known.iter().map(find).collect();
        let rows = fields(&source, separator)?;
        problems.into_outcome(Self { source, separator, starts, positions, rows })
    }

    /// The number of rows, without the header.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A field by the column's position among the required and optional names; empty when the column is not there.
    pub fn get(&self, row: usize, column: usize) -> &str {
        let field = self.positions[column].and_then(|field| self.rows[row].get(field));
        field.map_or("", |text| text.trim())
    }

    /// The place of a field.
    pub fn place(&self, row: usize, column: usize) -> Place {
        field_place(&self.source, self.starts[row + 1], self.separator, self.positions[column].unwrap_or(0))
    }
}

fn fields(source: &Arc<Source>, separator: u8) -> Outcome<Vec<Vec<String>>> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(source.text.as_bytes());
    let rows: Result<Vec<_>, _> = reader
        .records()
        .map(|record| record.map(|record| record.iter().map(str::to_owned).collect()))
        .collect();
    rows.map_err(|error| {
        Diagnostic::error("data::csv", "the file cannot be read as a table")
            .at(Place::line_of(source, 1))
            .cause(error)
            .into()
    })
}
