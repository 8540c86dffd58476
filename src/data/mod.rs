//! Reads the datasets a study declares and checks every cell against its declaration.

mod columns;
mod findings;
mod matrix;
pub mod number;
mod query;
mod read;
mod records;

pub use findings::{DatasetFindings, Reason};
pub use matrix::Matrix;
pub use query::{Measure, Query};
pub use records::Records;

use crate::diagnostic::{Outcome, Place};
use crate::study::Dataset;
use read::Sheet;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

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
        let columns = columns::parse(dataset, &sheet)?;
        let keys = columns::keys(dataset, &sheet)?;
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by(|&a, &b| keys[a].cmp(&keys[b]));
        Ok(Self {
            name: dataset.name.clone(),
            keys: order.iter().map(|&row| keys[row].clone()).collect(),
            columns: columns.into_iter().map(|(name, values)| (name, values.reorder(&order))).collect(),
            file_order: order,
            findings: describe(dataset, &sheet),
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

fn describe(dataset: &Dataset, sheet: &Sheet) -> DatasetFindings {
    DatasetFindings {
        name: dataset.name.clone(),
        file: dataset.file.name.clone(),
        sha256: dataset.file.sha256(),
        bytes: dataset.file.bytes.len(),
        origin: dataset.origin,
        source: dataset.source.clone(),
        rows_read: sheet.rows(),
        rows_dropped: 0,
        rows_analysed: sheet.rows(),
        reasons: Vec::new(),
        columns_ignored: sheet.ignored.clone(),
    }
}
