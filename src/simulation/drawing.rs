//! A dataset while it is drawn: the columns that are there already, and what a parameter stands for in a row.

use super::column::Column;
use super::law::normal_quantile;
use super::random::Random;
use crate::diagnostic::Diagnostic;
use crate::locale::NumberStyle;
use crate::study::place::spoken;
use crate::study::schema::{ColumnType, Name, Parameter};
use crate::study::{Dataset, DrawnColumn, Given};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::str::FromStr;

/// The values of a column by row; none where there is no value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Numbers, rounded as they are written.
    Numbers(Vec<Option<f64>>),
    /// Labels, identifiers, names and days.
    Texts(Vec<Option<String>>),
}

impl Cells {
    /// Takes the value of a row away.
    pub fn remove(&mut self, row: usize) {
        match self {
            Self::Numbers(values) => values[row] = None,
            Self::Texts(values) => values[row] = None,
        }
    }
}

/// A dataset while it is drawn.
#[derive(Debug)]
pub struct Drawing<'a> {
    /// The dataset.
    pub dataset: &'a Dataset,
    /// Where the random numbers start.
    pub seed: u64,
    /// The number of rows.
    pub rows: usize,
    groups: Vec<usize>,
    columns: BTreeMap<String, Cells>,
    sampled: Option<Sampled<'a>>,
}

/// The dataset that is sampled.
#[derive(Debug)]
struct Sampled<'a> {
    drawing: Box<Drawing<'a>>,
    /// Its row that every row is of.
    rows: Vec<usize>,
}

impl<'a> Drawing<'a> {
    /// A dataset of which nothing is drawn yet; `groups` is the latent group of every row, empty when there are none.
    pub fn new(dataset: &'a Dataset, seed: u64, rows: usize, groups: Vec<usize>) -> Self {
        Self { dataset, seed, rows, groups, columns: BTreeMap::new(), sampled: None }
    }

    /// A dataset of which nothing is drawn yet; `rows` is the row of the sampled dataset that every row is of.
    pub fn of_sample(dataset: &'a Dataset, seed: u64, source: Drawing<'a>, rows: Vec<usize>) -> Self {
        let groups = rows.iter().filter_map(|row| source.group(*row)).collect();
        let (count, drawing) = (rows.len(), Box::new(source));
        let sampled = Some(Sampled { drawing, rows });
        Self { sampled, ..Self::new(dataset, seed, count, groups) }
    }

    /// Draws a column, after those that it depends on.
    ///
    /// # Errors
    /// A parameter that another column takes out of its range, and what a distribution cannot give.
    pub fn draw(&mut self, column: &'a DrawnColumn) -> Result<(), Diagnostic> {
        let drawn = Column::new(self, column).cells()?;
        self.columns.insert(column.name.clone(), drawn);
        Ok(())
    }

    /// Adds columns that were drawn elsewhere.
    pub fn add(&mut self, columns: Vec<(String, Cells)>) {
        self.columns.extend(columns);
    }

    /// The latent group of a row; none without groups.
    pub fn group(&self, row: usize) -> Option<usize> {
        self.groups.get(row).copied()
    }

    /// A column of the sampled dataset, by the rows of this one.
    pub fn copied(&self, name: &str) -> Option<Cells> {
        let sampled = self.sampled.as_ref()?;
        let rows = &sampled.rows;
        Some(match sampled.drawing.columns.get(name)? {
            Cells::Numbers(values) => Cells::Numbers(rows.iter().map(|row| values[*row]).collect()),
            Cells::Texts(values) => Cells::Texts(rows.iter().map(|row| values[*row].clone()).collect()),
        })
    }

    /// The number that a parameter stands for in a row; none when a column that it names has no value there.
    ///
    /// # Errors
    /// What must hold, when a column gives a number out of range.
    pub fn parameter(&self, given: &Given, row: usize, group: Option<usize>) -> Result<Option<f64>, String> {
        let value = match given.parameter {
            Parameter::Number(value) => return Ok(Some(*value)),
            Parameter::PerGroup(values) => {
                let simulation = self.dataset.simulation.as_ref();
                let name = group.zip(simulation).and_then(|(group, simulation)| simulation.groups.get(group));
                return Ok(name.and_then(|name| values.get(name.as_str()).copied()));
            }
            Parameter::Column(Name(column)) => self.number(column, row),
        };
        match value {
            Some(value) if !given.bounds.allow(value) => {
                let (key, words) = (spoken(&given.at), given.bounds.words());
                Err(format!("`{key}` must be {words}, but one row gives it {value}"))
            }
            value => Ok(value),
        }
    }

    /// The normal scores of a column that is correlated with others, by row; none for other columns.
    ///
    /// Every column has an error of its own, from its own stream, and the scores are the sums of errors that the Cholesky
    /// factor says: a column that is added at the end of the correlations leaves the earlier ones as they were.
    pub fn scores(&self, name: &str) -> Option<Vec<f64>> {
        let correlations = self.dataset.simulation.as_ref()?.correlations.as_ref()?;
        let place = correlations.columns.iter().position(|column| column == name)?;
        let mut scores = vec![0.0; self.rows];
        for (column, weight) in correlations.columns.iter().zip(&correlations.factor[place]) {
            let mut random = Random::new(self.seed, &self.dataset.name, column, "value");
            for (row, score) in scores.iter_mut().enumerate() {
                *score += weight * normal_quantile(random.row(row).open_uniform());
            }
        }
        Some(scores)
    }

    /// The cells of a column as they are written; empty where there is no value.
    pub fn cells(&self, name: &str) -> Vec<String> {
        let style = self.style(name);
        match self.columns.get(name) {
            Some(Cells::Numbers(values)) => {
                let step = self.step(name).unwrap_or(0.01);
                let cell = |value: &Option<f64>| value.and_then(|value| rounded(value, step));
                values
                    .iter()
                    .map(|value| cell(value).map_or(String::new(), |number| in_style(number, style)))
                    .collect()
            }
            Some(Cells::Texts(values)) => {
                values.iter().map(|value| value.clone().unwrap_or_default()).collect()
            }
            None => vec![String::new(); self.rows],
        }
    }

    fn style(&self, name: &str) -> Option<NumberStyle> {
        self.dataset.column(name).and_then(|column| column.numbers).or(self.dataset.numbers)
    }

    /// What the values of a column are multiples of; latent columns are not rounded unless the study says so.
    pub fn step(&self, name: &str) -> Option<f64> {
        let columns = self.dataset.simulation.iter().flat_map(|simulation| &simulation.columns);
        let said = columns.filter(|column| column.name == name).find_map(|column| column.draw.round_to);
        let usual = |kind| match kind {
            ColumnType::Count | ColumnType::Money => 1.0,
            _ => 0.01,
        };
        said.or_else(|| self.dataset.column(name).map(|column| usual(column.kind)))
    }

    /// The value of a column in a row as a number; labels are read.
    pub fn number(&self, name: &str, row: usize) -> Option<f64> {
        match self.columns.get(name)? {
            Cells::Numbers(values) => values[row],
            Cells::Texts(values) => values[row].as_ref()?.parse().ok(),
        }
    }

    /// The value of a column in a row as a text.
    pub fn text(&self, name: &str, row: usize) -> Option<String> {
        match self.columns.get(name)? {
            Cells::Numbers(values) => values[row].map(|value| value.to_string()),
            Cells::Texts(values) => values[row].clone(),
        }
    }
}

/// A number rounded to a multiple of a step, half away from zero, exact in decimals.
pub fn rounded(value: f64, step: f64) -> Option<Decimal> {
    let exact = |value: f64| Decimal::from_str(&value.to_string()).ok();
    Some(exact(libm::round(value / step))?.checked_mul(exact(step)?)?.normalize())
}

fn in_style(number: Decimal, style: Option<NumberStyle>) -> String {
    let text = number.to_string();
    if style == Some(NumberStyle::Indonesian) { text.replace('.', ",") } else { text }
}
