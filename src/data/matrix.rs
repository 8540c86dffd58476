//! Columns of a table as one matrix without missing values, as computations need it.

use super::{Reason, Table};
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome};
use crate::study::schema::Missing;
use crate::study::{Dataset, Variable};
use ndarray::{Array2, Axis};

/// The analysed rows of some columns: no value is missing, rows are sorted by key.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// The key of every row.
    pub keys: Vec<String>,
    /// A row per unit, a column per variable, in the data's own units.
    pub values: Array2<f64>,
    /// The rows in the order of the file.
    pub in_file_order: Vec<usize>,
    /// How many missing values of each variable were set to zero.
    pub set_to_zero: Vec<usize>,
    /// Whether a missing value of the row was set to zero, by row.
    pub zeroed: Vec<bool>,
    /// Why rows were left out.
    pub dropped: Vec<Reason>,
}

impl Matrix {
    /// Takes variables out of a table as each says what a missing value means.
    ///
    /// # Errors
    /// A missing value of a variable that says `missing: error`, at its cell.
    pub fn take(
        table: &Table,
        dataset: &Dataset,
        variables: &[Variable],
        language: crate::locale::Language,
    ) -> Outcome<Self> {
        let mut problems = Diagnostics::default();
        let mut keep: Vec<bool> = vec![true; table.keys.len()];
        let mut dropped = Vec::new();
        let mut columns: Vec<Vec<Option<f64>>> = Vec::new();
        for variable in variables {
            let values =
                table.column(&variable.column).and_then(|values| values.numbers()).unwrap_or_default();
            match variable.missing {
                Missing::Error => refuse_missing(table, variable, &values, &mut problems),
                Missing::Exclude => dropped.extend(exclude(dataset, variable, &values, &mut keep, language)),
                Missing::Zero => {}
            }
            columns.push(values);
        }
        problems.into_outcome(())?;
        let rows: Vec<usize> = (0..keep.len()).filter(|&row| keep[row]).collect();
        let zero = |(column, variable): (&Vec<Option<f64>>, &Variable)| match variable.missing {
            Missing::Zero => rows.iter().filter(|&&row| column[row].is_none()).count(),
            _ => 0,
        };
        let counts_as_zero = |row: usize| {
            let missing = |(column, variable): (&Vec<Option<f64>>, &Variable)| {
                variable.missing == Missing::Zero && column[row].is_none()
            };
            columns.iter().zip(variables).any(missing)
        };
        let mut in_file_order: Vec<usize> = (0..rows.len()).collect();
        in_file_order.sort_by_key(|&i| table.file_order[rows[i]]);
        Ok(Self {
            keys: rows.iter().map(|&row| table.keys[row].clone()).collect(),
            values: Array2::from_shape_fn((rows.len(), columns.len()), |(i, j)| {
                columns[j][rows[i]].unwrap_or(0.0)
            }),
            in_file_order,
            set_to_zero: columns.iter().zip(variables).map(zero).collect(),
            zeroed: rows.iter().map(|&row| counts_as_zero(row)).collect(),
            dropped,
        })
    }
}

impl Matrix {
    /// The same matrix with only these rows, which are in its own order.
    pub fn of_rows(&self, rows: &[usize]) -> Self {
        let mut in_file_order: Vec<usize> = (0..rows.len()).collect();
        let mut place = vec![0; self.keys.len()];
        self.in_file_order.iter().enumerate().for_each(|(at, &row)| place[row] = at);
        in_file_order.sort_by_key(|&i| place[rows[i]]);
        Self {
            keys: rows.iter().map(|&row| self.keys[row].clone()).collect(),
            values: self.values.select(Axis(0), rows),
            in_file_order,
            set_to_zero: self.set_to_zero.clone(),
            zeroed: rows.iter().map(|&row| self.zeroed[row]).collect(),
            dropped: self.dropped.clone(),
        }
    }
}

fn refuse_missing(table: &Table, variable: &Variable, values: &[Option<f64>], problems: &mut Diagnostics) {
    let rows: Vec<usize> = (0..values.len()).filter(|&row| values[row].is_none()).collect();
    let Some(&first) = rows.first() else { return };
    let name = &variable.column;
    let problem = Diagnostic::error("segmentation::missing", format!("`{}` has no value of `{name}`", table.keys[first]))
        .maybe_at(table.place(first, name).or(variable.place.clone()))
        .because(format!("{} of {} rows have none", rows.len(), values.len()))
        .hint(format!("say what a missing value means: `{{column: {name}, missing: exclude}}` leaves such units out, `missing: zero` counts them as 0"));
    problems.push(problem);
}

/// Marks rows without a value; each row is counted under its first reason only.
fn exclude(
    dataset: &Dataset,
    variable: &Variable,
    values: &[Option<f64>],
    keep: &mut [bool],
    language: crate::locale::Language,
) -> Option<Reason> {
    let mut rows = 0;
    for (kept, value) in keep.iter_mut().zip(values) {
        rows += usize::from(*kept && value.is_none());
        *kept &= value.is_some();
    }
    let label = dataset.label(&variable.column).get(language).to_owned();
    (rows > 0).then(|| Reason { column: variable.column.clone(), label, condition: None, rows })
}
