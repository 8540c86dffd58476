//! A column as it was observed on some units, with its missing values.

use super::{Table, Values};

/// A value per unit, none where it is missing.
#[derive(Debug, Clone, PartialEq)]
pub enum Observed {
    /// Counts, numbers, money and percentages.
    Numbers(Vec<Option<f64>>),
    /// Codes, text and categories.
    Words(Vec<Option<String>>),
}

impl Table {
    /// The values of a column for the rows with these keys, in their order; none for dates and for a column that is not
    /// there. A key that is not in the table has no value.
    pub fn observed(&self, column: &str, keys: &[String]) -> Option<Observed> {
        let rows: Vec<Option<usize>> = keys.iter().map(|key| self.keys.binary_search(key).ok()).collect();
        let values = self.column(column)?;
        match values {
            Values::Text(words) => Some(Observed::Words(pick(words, &rows))),
            _ => values.numbers().map(|numbers| Observed::Numbers(pick(&numbers, &rows))),
        }
    }
}

fn pick<T: Clone>(values: &[Option<T>], rows: &[Option<usize>]) -> Vec<Option<T>> {
    rows.iter().map(|row| row.and_then(|row| values.get(row).cloned().flatten())).collect()
}
