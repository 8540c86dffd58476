//! Reads the datasets a study declares and checks every cell against its declaration.

mod codes;
mod columns;
mod doubts;
mod filter;
mod findings;
mod keys;
mod matrix;
pub mod number;
mod observed;
mod query;
mod read;
mod records;
mod sheet;
mod totals;
mod write;
mod xlsx;

pub use findings::{DatasetFindings, Padded, Reason};
pub use matrix::Matrix;
pub use observed::Observed;
pub use query::{Measure, Query};
pub use records::Records;
pub use write::write_table;

use crate::diagnostic::{Diagnostics, Outcome, Place};
use crate::study::Dataset;
use chrono::Datelike;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use sha2::{Digest, Sha256};
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
    /// What the user should know of the data, although they can be used.
    pub warnings: Diagnostics,
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

    /// Adds every value to a hash, such that no two columns of different values are told alike.
    fn add_to(&self, hasher: &mut Sha256) {
        fn add<T>(hasher: &mut Sha256, kind: u8, values: &[Option<T>], bytes: impl Fn(&T) -> [u8; 16]) {
            hasher.update([kind]);
            hasher.update(values.len().to_le_bytes());
            for value in values {
                hasher.update([u8::from(value.is_some())]);
                hasher.update(value.as_ref().map_or([0; 16], &bytes));
            }
        }
        let wide = |low: [u8; 8]| {
            let mut all = [0; 16];
            all[..8].copy_from_slice(&low);
            all
        };
        match self {
            Self::Text(values) => add_texts(hasher, values.iter().map(Option::as_deref)),
            Self::Number(values) => add(hasher, 1, values, |value| wide(value.to_bits().to_le_bytes())),
            Self::Money(values) => add(hasher, 2, values, |value| value.normalize().serialize()),
            Self::Date(values) => {
                add(hasher, 3, values, |value| wide(i64::from(value.num_days_from_ce()).to_le_bytes()));
            }
        }
    }

    /// Whether a row has no value.
    fn is_missing(&self, row: usize) -> bool {
        match self {
            Self::Text(values) => values.get(row).is_none_or(Option::is_none),
            Self::Number(values) => values.get(row).is_none_or(Option::is_none),
            Self::Money(values) => values.get(row).is_none_or(Option::is_none),
            Self::Date(values) => values.get(row).is_none_or(Option::is_none),
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

/// Adds texts to a hash, each with its length.
fn add_texts<'a>(hasher: &mut Sha256, texts: impl ExactSizeIterator<Item = Option<&'a str>>) {
    hasher.update([0]);
    hasher.update(texts.len().to_le_bytes());
    for text in texts {
        hasher.update(text.map_or(usize::MAX, str::len).to_le_bytes());
        hasher.update(text.unwrap_or_default());
    }
}

impl Table {
    /// Reads a dataset, leaves out the rows that do not meet its condition, and checks every cell of the others.
    ///
    /// # Errors
    /// Every problem of the file, each at its line and column.
    pub fn read(dataset: &Dataset) -> Outcome<Self> {
        let mut sheet = Sheet::read(dataset)?;
        let left_out = filter::apply(dataset, &mut sheet)?;
        let mut problems = totals::leave_out_named(dataset, &mut sheet);
        problems.keep(sheet.refuse_merged());
        let mut parsed = problems.keep(columns::parse(dataset, &sheet));
        if let Some(columns) = &parsed
            && let Some(total) = totals::without_key(dataset, &mut sheet, columns)
        {
            problems.push(total);
            parsed = problems.keep(columns::parse(dataset, &sheet));
        }
        let Some(parsed) = parsed else { return Err(problems) };
        let Some(keys) = problems.keep(keys::read(dataset, &sheet, &parsed)) else { return Err(problems) };
        problems.into_outcome(())?;
        let warnings = doubts::of(dataset, &sheet, &parsed);
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by(|&a, &b| keys[a].cmp(&keys[b]));
        Ok(Self {
            name: dataset.name.clone(),
            keys: order.iter().map(|&row| keys[row].clone()).collect(),
            warnings,
            findings: describe(dataset, &sheet, parsed.padded, left_out),
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

    /// SHA-256 of the keys and of some columns, in the order of the table: the same for the same values, however a file
    /// writes them and in whichever order its rows stand.
    pub fn content_hash(&self, columns: impl Fn(&str) -> bool) -> String {
        let mut hasher = Sha256::new();
        add_texts(&mut hasher, self.keys.iter().map(|key| Some(key.as_str())));
        for (name, values) in self.columns.iter().filter(|(name, _)| columns(name)) {
            add_texts(&mut hasher, [Some(name.as_str())].into_iter());
            values.add_to(&mut hasher);
        }
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The place of a cell in the data file, by the row's position in this table.
    pub fn place(&self, row: usize, column: &str) -> Option<Place> {
        self.sheet.cell_place(*self.file_order.get(row)?, self.sheet.position(column)?)
    }

    /// Whether a condition of the study left rows out.
    pub fn leaves_rows_out(&self) -> bool {
        !self.findings.reasons.is_empty()
    }

    /// What was read, and what of it was analysed.
    pub fn findings(&self, analysed: Option<&Matrix>) -> DatasetFindings {
        let mut findings = self.findings.clone();
        if let Some(matrix) = analysed {
            findings.rows_analysed = matrix.keys.len();
            findings.rows_dropped = findings.rows_read - findings.rows_analysed;
            findings.reasons.extend(matrix.dropped.iter().cloned());
        }
        findings
    }
}

fn describe(
    dataset: &Dataset,
    sheet: &Sheet,
    codes_padded: Vec<Padded>,
    left_out: Option<Reason>,
) -> DatasetFindings {
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
        rows_read: sheet.all_rows(),
        rows_dropped: sheet.all_rows() - sheet.rows(),
        rows_analysed: sheet.rows(),
        reasons: left_out.into_iter().collect(),
        codes_padded,
        columns_ignored: sheet.ignored().to_vec(),
    }
}
