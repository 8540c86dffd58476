//! Reads the datasets a study declares and checks every cell against its declaration.

mod codes;
mod columns;
mod findings;
mod keys;
mod matrix;
pub mod number;
mod observed;
mod query;
mod read;
mod records;
mod sheet;
mod write;
mod xlsx;

pub use findings::{DatasetFindings, Padded, Reason};
pub use matrix::Matrix;
pub use observed::Observed;
pub use query::{Measure, Query};
pub use records::Records;
pub use write::write_table;

use crate::diagnostic::{Outcome, Place};
use crate::study::Dataset;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use sheet::Sheet;

/// A dataset as read: one entry per row in every column, rows sorted by key.
#[derive(Debug)]
pub struct Table {
    /// The dataset's name.
    pub name: String,
    /// The key of every row, sorted and unique.
    pub keys: Vec<String>,
    /// The position in the file of every row, from 0.
    pub file_order: Vec<usize>,
    /// The declared columns, in the order of the study.
    pub columns: Vec<(String, Values)>,
    findings: DatasetFindings,
    sheet: Sheet,
}

/// The values of a column, by type; a missing value is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Codes, text and categories.
    Text(Vec<Option<String>>),
    /// Counts, numbers and percentages.
    Number(Vec<Option<f64>>),
    /// Amounts of money, exact.
    Money(Vec<Option<Decimal>>),
    /// Dates.
    Date(Vec<Option<chrono::NaiveDate>>),
}

impl Values {
    /// The values as floating-point numbers, if they are numbers.
    pub fn numbers(&self) -> Option<Vec<Option<f64>>> {
        match self {
            Self::Number(values) => Some(values.clone()),
            Self::Money(values) => {
                Some(values.iter().map(|value| value.and_then(|money| money.to_f64())).collect())
            }
            Self::Text(_) | Self::Date(_) => None,
        }
    }

    fn reorder(&self, order: &[usize]) -> Self {
        fn pick<T: Clone>(values: &[T], order: &[usize]) -> Vec<T> {
            order.iter().map(|&row| values[row].clone()).collect()
        }
        match self {
            Self::Text(values) => Self::Text(pick(values, order)),
            Self::Number(values) => Self::Number(pick(values, order)),
            Self::Money(values) => Self::Money(pick(values, order)),
            Self::Date(values) => Self::Date(pick(values, order)),
        }
    }
}

impl Table {
    /// Reads a dataset and checks every cell.
    ///
    /// # Errors
    /// Every problem of the file, each at its line and column.
    pub fn read(dataset: &Dataset) -> Outcome<Self> {
        let sheet = Sheet::read(dataset)?;
        let parsed = columns::parse(dataset, &sheet)?;
        let keys = keys::read(dataset, &sheet, &parsed)?;
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by(|&a, &b| keys[a].cmp(&keys[b]));
        Ok(Self {
            name: dataset.name.clone(),
            keys: order.iter().map(|&row| keys[row].clone()).collect(),
            findings: describe(dataset, &sheet, parsed.padded),
            columns: parsed
                .columns
                .into_iter()
                .map(|(name, values)| (name, values.reorder(&order)))
                .collect(),
            file_order: order,
            sheet,
        })
    }

    /// The values of a column.
    pub fn column(&self, name: &str) -> Option<&Values> {
        self.columns.iter().find(|(column, _)| column == name).map(|(_, values)| values)
    }

    /// The place of a cell in the data file, by the row's position in this table.
    pub fn place(&self, row: usize, column: &str) -> Option<Place> {
        self.sheet.cell_place(*self.file_order.get(row)?, self.sheet.position(column)?)
    }

    /// What was read, and what of it was analysed.
    pub fn findings(&self, analysed: Option<&Matrix>) -> DatasetFindings {
        let mut findings = self.findings.clone();
        if let Some(matrix) = analysed {
            findings.rows_analysed = matrix.keys.len();
            findings.rows_dropped = findings.rows_read - findings.rows_analysed;
            findings.reasons = matrix.dropped.clone();
        }
        findings
    }
}

fn describe(dataset: &Dataset, sheet: &Sheet, codes_padded: Vec<Padded>) -> DatasetFindings {
    let in_workbook = sheet.in_workbook();
    DatasetFindings {
        name: dataset.name.clone(),
        file: dataset.file.name.clone(),
        sha256: dataset.file.sha256(),
        bytes: dataset.file.bytes.len(),
        sheet: in_workbook.map(|(sheet, _)| sheet.to_owned()),
        header_row: in_workbook.map(|(_, row)| row),
        origin: dataset.origin,
        source: dataset.source.clone(),
        rows_read: sheet.rows(),
        rows_dropped: 0,
        rows_analysed: sheet.rows(),
        reasons: Vec::new(),
        codes_padded,
        columns_ignored: sheet.ignored().to_vec(),
    }
}
