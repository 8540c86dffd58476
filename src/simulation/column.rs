//! One column after the other: parameters by row, a draw from the distribution, then what is done to the values.

use super::random::Random;
use super::{samplers, texts};
use crate::diagnostic::Diagnostic;
use crate::locale::NumberStyle;
use crate::study::place::spoken;
use crate::study::schema::{ColumnType, Draw, MissingWhen, Name, Parameter, Recode};
use crate::study::{Bounds, Dataset, Distribution, DrawnColumn, Given, Kind};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;
use std::str::FromStr;

/// The most terms or balls of a column; more would take too long to draw.
const MOST_TERMS: f64 = 2e8;
/// The most trials of one row, which are not drawn one by one: whole numbers above are no longer exact.
const MOST_TRIALS: f64 = 1e15;

/// The values of a column by row; none where there is no value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Numbers, rounded as they are written.
    Numbers(Vec<Option<f64>>),
    /// Labels, identifiers, names and days.
    Texts(Vec<Option<String>>),
}

impl Cells {
    fn remove(&mut self, row: usize) {
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
        let drawn = Column { drawing: self, column }.cells()?;
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
    fn copied(&self, name: &str) -> Option<Cells> {
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
    fn step(&self, name: &str) -> Option<f64> {
        let columns = self.dataset.simulation.iter().flat_map(|simulation| &simulation.columns);
        let said = columns.filter(|column| column.name == name).find_map(|column| column.draw.round_to);
        let usual = |kind| match kind {
            ColumnType::Count | ColumnType::Money => 1.0,
            _ => 0.01,
        };
        said.or_else(|| self.dataset.column(name).map(|column| usual(column.kind)))
    }

    /// The value of a column in a row as a number; labels are read.
    fn number(&self, name: &str, row: usize) -> Option<f64> {
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

/// A column while it is drawn.
struct Column<'a, 'b> {
    drawing: &'b Drawing<'a>,
    column: &'a DrawnColumn,
}

impl<'a> Column<'a, '_> {
    fn cells(&self) -> Result<Cells, Diagnostic> {
        let draw = &self.column.draw;
        let distributions = draw.distributions();
        let Some(distribution) = distributions.first() else { return Ok(Cells::Numbers(Vec::new())) };
        let mut cells = match distribution.kind() {
            Kind::Numbers => Cells::Numbers(self.numbers(draw, distribution)?),
            Kind::Labels => Cells::Texts(self.labels(distribution)?),
            Kind::Sampled => self.sampled(distribution),
            Kind::Texts | Kind::Days => {
                Cells::Texts(self.texts(distribution).map_err(|reason| self.failed(reason))?)
            }
        };
        self.remove_missing(&mut cells)?;
        Ok(cells)
    }

    /// The values of the sampled dataset's column.
    fn sampled(&self, distribution: &Distribution) -> Cells {
        let copied = match distribution {
            Distribution::Sampled(name) => self.drawing.copied(&name.0),
            _ => None,
        };
        copied.unwrap_or_else(|| Cells::Texts(vec![None; self.drawing.rows]))
    }

    fn texts(&self, distribution: &Distribution) -> Result<Vec<Option<String>>, String> {
        let (random, rows) = (self.random("value"), self.drawing.rows);
        match distribution {
            Distribution::Codes(codes) => texts::codes(random, rows, codes),
            Distribution::Names(names) => {
                texts::names(random, rows, names, &|column, row| self.drawing.text(column, row))
            }
            Distribution::Dates(dates) => Ok(texts::dates(random, rows, dates)),
            _ => Ok(Vec::new()),
        }
    }

    fn labels(&self, distribution: &Distribution) -> Result<Vec<Option<String>>, Diagnostic> {
        if let Distribution::Recode(recode) = distribution {
            return self.each(|row| self.recoded(recode, row));
        }
        let (labels, weights) = (distribution.labels(), distribution.parameters());
        let mut random = self.random("value");
        self.each(|row| {
            let Some(weights) = self.values(&weights, row)? else { return Ok(None) };
            let drawn = samplers::categorical(random.row(row), &weights);
            Ok(drawn.map(|position| labels[position].to_owned()))
        })
    }

    fn random(&self, purpose: &str) -> Random {
        Random::new(self.drawing.seed, &self.drawing.dataset.name, &self.column.name, purpose)
    }

    fn each<T>(
        &self,
        mut of: impl FnMut(usize) -> Result<Option<T>, Diagnostic>,
    ) -> Result<Vec<Option<T>>, Diagnostic> {
        (0..self.drawing.rows).map(&mut of).collect()
    }

    fn failed(&self, reason: String) -> Diagnostic {
        let message = format!("`{}` cannot be drawn", self.column.name);
        Diagnostic::error("simulation::failed", message).maybe_at(self.column.place.clone()).because(reason)
    }

    fn recoded(&self, recode: &Recode, row: usize) -> Result<Option<String>, Diagnostic> {
        let Some(value) = self.drawing.text(&recode.of.0, row) else { return Ok(None) };
        let found = recode.values.get(&value).cloned();
        found.map(Some).ok_or_else(|| self.failed(format!("`recode` does not say what stands for `{value}`")))
    }

    /// The numbers of the column: drawn, then outliers, limits, zeros and rounding, in this order.
    fn numbers(&self, draw: &Draw, distribution: &Distribution) -> Result<Vec<Option<f64>>, Diagnostic> {
        let (mut random, mut outliers, mut zeros) =
            (self.random("value"), self.random("outliers"), self.random("zeros"));
        let parameters = distribution.parameters();
        let step = self.drawing.step(&self.column.name);
        self.each(|row| {
            let group = self.outlying_group(row, outliers.row(row))?;
            let Some(values) = self.values_in(&parameters, row, group)? else { return Ok(None) };
            let Some(mut value) = self.sample(distribution, &values, random.row(row), row)? else {
                return Ok(None);
            };
            value *= self.outlying_factor(row, outliers.row(row))?;
            value = value.max(draw.at_least.unwrap_or(f64::MIN)).min(draw.at_most.unwrap_or(f64::MAX));
            if self.share(draw.zeros.as_ref(), "zeros", row, zeros.row(row))? {
                value = 0.0;
            }
            let kept = match step {
                Some(step) => rounded(value, step).and_then(|number| number.to_f64()),
                None => Some(value).filter(|value| value.is_finite()),
            };
            kept.map(Some).ok_or_else(|| self.failed(format!("{value} is too large to be written")))
        })
    }

    fn sample(
        &self,
        distribution: &Distribution,
        p: &[f64],
        random: &mut Random,
        row: usize,
    ) -> Result<Option<f64>, Diagnostic> {
        let terms = |value: f64| self.whole(value, libm::floor(MOST_TERMS / self.drawing.rows as f64));
        let value = match (distribution, p) {
            (Distribution::Uniform(_), [from, to]) => from + (to - from) * random.uniform(),
            (Distribution::Normal(_), [mean, sd]) => mean + sd * samplers::standard_normal(random),
            (Distribution::LogNormal(_), [median, sigma]) => samplers::log_normal(random, *median, *sigma),
            (Distribution::Gamma(_), [shape, scale]) => samplers::gamma(random, *shape) * scale,
            (Distribution::Pareto(_), [minimum, shape]) => samplers::pareto(random, *minimum, *shape),
            (Distribution::Poisson(_), [mean]) => samplers::poisson(random, *mean),
            (Distribution::NegativeBinomial(_), [mean, dispersion]) => {
                samplers::negative_binomial(random, *mean, *dispersion)
            }
            (Distribution::Binomial(_), [trials, p]) => {
                samplers::binomial(random, self.whole(*trials, MOST_TRIALS)?, *p)
            }
            (Distribution::Occupancy(_), [balls, cells]) => {
                samplers::occupancy(random, terms(*balls)?, self.whole(*cells, MOST_TRIALS)?)
            }
            (Distribution::LogNormalSum(_), [number, median, sigma]) => {
                samplers::log_normal_sum(random, terms(*number)?, *median, *sigma)
            }
            (Distribution::Product(_), factors) => {
                factors.iter().fold(1.0, |product, factor| product * factor)
            }
            (Distribution::Tiers(tiers), _) => {
                let Some(value) = self.drawing.number(&tiers.of.0, row) else { return Ok(None) };
                let step = tiers.steps.iter().find(|step| step.up_to.is_none_or(|limit| value <= limit));
                return Ok(step.map(|step| step.value));
            }
            _ => return Ok(None),
        };
        Ok(Some(value))
    }

    /// A number of terms, trials or balls, rounded to a whole one.
    fn whole(&self, value: f64, most: f64) -> Result<u64, Diagnostic> {
        if value > most {
            return Err(self.failed(format!("{value} are too many for one row, which may have {most}")));
        }
        Ok(libm::round(value) as u64)
    }

    /// The group that an outlier is drawn from; every other row's own.
    fn outlying_group(&self, row: usize, random: &mut Random) -> Result<Option<usize>, Diagnostic> {
        let own = self.drawing.groups.get(row).copied();
        let Some(outliers) = &self.column.draw.outliers else { return Ok(own) };
        let Some(group) = &outliers.group else { return Ok(own) };
        let simulation = self.drawing.dataset.simulation.as_ref();
        let position = simulation.and_then(|it| it.groups.iter().position(|name| *name == group.0));
        Ok(if self.share(Some(&outliers.share), "outliers", row, random)? { position } else { own })
    }

    fn outlying_factor(&self, row: usize, random: &mut Random) -> Result<f64, Diagnostic> {
        let Some(outliers) = &self.column.draw.outliers else { return Ok(1.0) };
        let Some(times) = outliers.times else { return Ok(1.0) };
        Ok(if self.share(Some(&outliers.share), "outliers", row, random)? { times } else { 1.0 })
    }

    /// Whether a row is among a share of the rows.
    fn share(
        &self,
        share: Option<&Parameter>,
        key: &str,
        row: usize,
        random: &mut Random,
    ) -> Result<bool, Diagnostic> {
        let Some(parameter) = share else { return Ok(false) };
        let given = Given { at: vec![key.into()], parameter, bounds: Bounds::Share };
        let value = self.value(&given, row, self.drawing.groups.get(row).copied())?;
        Ok(value.is_some_and(|share| random.happens(share)))
    }

    fn values(&self, parameters: &[Given], row: usize) -> Result<Option<Vec<f64>>, Diagnostic> {
        self.values_in(parameters, row, self.drawing.groups.get(row).copied())
    }

    /// The numbers that parameters stand for in a row; none when a column that they name has no value there.
    fn values_in(
        &self,
        parameters: &[Given],
        row: usize,
        group: Option<usize>,
    ) -> Result<Option<Vec<f64>>, Diagnostic> {
        parameters.iter().map(|given| self.value(given, row, group)).collect()
    }

    fn value(&self, given: &Given, row: usize, group: Option<usize>) -> Result<Option<f64>, Diagnostic> {
        self.drawing.parameter(given, row, group).map_err(|reason| self.failed(reason))
    }

    /// Takes values away: at random, and where another column says so.
    fn remove_missing(&self, cells: &mut Cells) -> Result<(), Diagnostic> {
        let draw = &self.column.draw;
        let mut random = self.random("missing");
        for row in 0..self.drawing.rows {
            let at_random = self.share(draw.missing.as_ref(), "missing", row, random.row(row))?;
            if at_random || draw.missing_when.as_ref().is_some_and(|when| self.is_missing_when(when, row)) {
                cells.remove(row);
            }
        }
        Ok(())
    }

    fn is_missing_when(&self, when: &MissingWhen, row: usize) -> bool {
        let Some(text) = self.drawing.text(&when.column.0, row) else { return true };
        let number = self.drawing.number(&when.column.0, row);
        when.one_of.contains(&text)
            || number.is_some_and(|number| {
                when.at_least.is_some_and(|least| number >= least)
                    || when.at_most.is_some_and(|most| number <= most)
            })
    }
}

/// A number rounded to a multiple of a step, half away from zero, exact in decimals.
fn rounded(value: f64, step: f64) -> Option<Decimal> {
    let exact = |value: f64| Decimal::from_str(&value.to_string()).ok();
    Some(exact(libm::round(value / step))?.checked_mul(exact(step)?)?.normalize())
}

fn in_style(number: Decimal, style: Option<NumberStyle>) -> String {
    let text = number.to_string();
    if style == Some(NumberStyle::Indonesian) { text.replace('.', ",") } else { text }
}
