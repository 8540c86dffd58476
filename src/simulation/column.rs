//! One column after the other: parameters by row, a draw from the distribution, then what is done to the values.

use super::drawing::{Cells, Drawing, rounded};
use super::law::{Law, normal_below};
use super::random::Random;
use super::{days, samplers, texts};
use crate::diagnostic::Diagnostic;
use crate::study::schema::{Draw, Limit, MissingWhen, Parameter, Recode, Sum};
use crate::study::{Bounds, Distribution, DrawnColumn, Given, Kind};
use rust_decimal::prelude::ToPrimitive;

/// The most terms or balls of a column that are drawn one by one; more would take too long.
const MOST_DRAWN: f64 = 2e8;
/// The most terms of one row that are drawn one by one, in files of few rows and of many.
const MOST_TERMS: (f64, f64) = (10_000.0, 1_000.0);
/// So many times the number of cells hit all of them, but for a chance of 10⁻⁷ or less.
const BALLS_PER_CELL: f64 = 30.0;
/// The most trials of one row, which are not drawn one by one: whole numbers above are no longer exact.
const MOST_TRIALS: f64 = 1e15;
/// The most trials of one row that are drawn by rank.
const MOST_RANKED: f64 = 1e7;

/// A column while it is drawn.
pub struct Column<'a, 'b> {
    drawing: &'b Drawing<'a>,
    column: &'a DrawnColumn,
    /// The normal score of every row, where the column is correlated with others.
    scores: Option<Vec<f64>>,
}

impl<'a, 'b> Column<'a, 'b> {
    /// A column of a dataset, after those that it depends on.
    pub fn new(drawing: &'b Drawing<'a>, column: &'a DrawnColumn) -> Self {
        Self { drawing, column, scores: drawing.scores(&column.name) }
    }

    /// Its values by row.
    ///
    /// # Errors
    /// A parameter that another column takes out of its range, and what a distribution cannot give.
    pub fn cells(&self) -> Result<Cells, Diagnostic> {
        let draw = &self.column.draw;
        let distributions = draw.distributions();
        let Some(distribution) = distributions.first() else { return Ok(Cells::Numbers(Vec::new())) };
        let mut cells = match distribution.kind() {
            Kind::Numbers => Cells::Numbers(self.numbers(draw, distribution)?),
            Kind::Labels => Cells::Texts(self.labels(distribution)?),
            Kind::Sampled => self.sampled(distribution),
            Kind::Days => Cells::Texts(self.days(distribution)?),
            Kind::Texts => Cells::Texts(self.texts(distribution).map_err(|reason| self.failed(reason))?),
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
            _ => Ok(Vec::new()),
        }
    }

    fn days(&self, distribution: &Distribution) -> Result<Vec<Option<String>>, Diagnostic> {
        let Distribution::Dates(dates) = distribution else { return Ok(Vec::new()) };
        let mut random = self.random("value");
        let parameters = distribution.parameters();
        self.each(|row| {
            if let Some(column) = &dates.after {
                let from = self.drawing.text(&column.0, row);
                let Some(later) = self.values(&parameters, row)? else { return Ok(None) };
                return Ok(from.zip(later.first()).and_then(|(from, later)| days::later(&from, *later)));
            }
            let share = self.scores.as_ref().map(|scores| normal_below(scores[row]));
            Ok(days::between(dates, self.group_name(row), random.row(row), share))
        })
    }

    /// The name of the latent group of a row.
    fn group_name(&self, row: usize) -> Option<&str> {
        let simulation = self.drawing.dataset.simulation.as_ref()?;
        simulation.groups.get(self.drawing.group(row)?).map(String::as_str)
    }

    fn labels(&self, distribution: &Distribution) -> Result<Vec<Option<String>>, Diagnostic> {
        if let Distribution::Recode(recode) = distribution {
            return self.each(|row| self.recoded(recode, row));
        }
        let (labels, weights) = (distribution.labels(), distribution.parameters());
        let mut random = self.random("value");
        self.each(|row| {
            let Some(weights) = self.values(&weights, row)? else { return Ok(None) };
            let share = match &self.scores {
                Some(scores) => normal_below(scores[row]),
                None => random.row(row).uniform(),
            };
            let drawn = samplers::category(share, &weights);
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
            let Some(mut value) = self.value_of(distribution, &values, random.row(row), row)? else {
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

    /// A value as the distribution gives it, by rank where the column is correlated or drawn between limits.
    fn value_of(
        &self,
        distribution: &Distribution,
        p: &[f64],
        random: &mut Random,
        row: usize,
    ) -> Result<Option<f64>, Diagnostic> {
        let truncate = self.column.draw.truncate;
        let is_sum = matches!(distribution, Distribution::Sum(_));
        if !truncate && self.scores.is_none() && !is_sum {
            return self.sample(distribution, p, random, row);
        }
        let Some(law) = self.law(distribution, p, row)? else { return Ok(None) };
        let share = match &self.scores {
            Some(scores) => normal_below(scores[row]),
            None if !truncate => return Ok(Some(law.drawn(random))),
            None => random.open_uniform(),
        };
        if !truncate {
            return Ok(Some(law.quantile(share)));
        }
        let draw = &self.column.draw;
        let (least, most) =
            (draw.at_least.unwrap_or(f64::NEG_INFINITY), draw.at_most.unwrap_or(f64::INFINITY));
        let reason = || {
            let limits = [
                draw.at_least.map(|least| format!("at least {least}")),
                draw.at_most.map(|most| format!("at most {most}")),
            ];
            let limits = limits.into_iter().flatten().collect::<Vec<_>>().join(" and ");
            format!("less than a billionth of the values of one row are {limits}, as `truncate` asks for")
        };
        law.between(least, most, share).map(Some).ok_or_else(|| self.failed(reason()))
    }

    /// The distribution of a row as a function of ranks.
    fn law(&self, distribution: &Distribution, p: &[f64], row: usize) -> Result<Option<Law>, Diagnostic> {
        if let Distribution::Sum(sum) = distribution {
            return Ok(self.regression(sum, p, row));
        }
        if let (Distribution::Binomial(_), [trials, _]) = (distribution, p) {
            self.whole(*trials, MOST_RANKED)?;
        }
        Ok(Law::of(distribution, p))
    }

    /// The normal distribution around what the terms of a sum give; none where a column has no value.
    fn regression(&self, sum: &Sum, p: &[f64], row: usize) -> Option<Law> {
        let [constant, sd, coefficients @ ..] = p else { return None };
        let mut mean = *constant;
        for (column, coefficient) in sum.terms.keys().zip(coefficients) {
            mean += coefficient * self.drawing.number(&column.0, row)?;
        }
        Some(Law::Normal { mean, sd: *sd })
    }

    fn sample(
        &self,
        distribution: &Distribution,
        p: &[f64],
        random: &mut Random,
        row: usize,
    ) -> Result<Option<f64>, Diagnostic> {
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
                let cells = self.whole(*cells, MOST_TRIALS)?;
                samplers::occupancy(random, self.balls(*balls, cells)?, cells)
            }
            (Distribution::LogNormalSum(_), [number, median, sigma]) => {
                samplers::log_normal_sum(random, libm::round(*number), self.terms(), (*median, *sigma))
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

    /// The most terms of a row that are drawn one by one.
    fn terms(&self) -> f64 {
        let (few_rows, many_rows) = MOST_TERMS;
        libm::floor(MOST_DRAWN / self.drawing.rows as f64).clamp(many_rows, few_rows)
    }

    /// A number of balls; beyond the most that can be drawn, only where all cells are surely hit long before.
    fn balls(&self, balls: f64, cells: u64) -> Result<u64, Diagnostic> {
        let enough = (BALLS_PER_CELL * cells as f64).max(1.0);
        let most = libm::floor(MOST_DRAWN / self.drawing.rows as f64);
        if balls.min(enough) > most {
            return Err(self.failed(format!("{balls} balls are too many for one row, which may have {most}")));
        }
        self.whole(balls, MOST_TRIALS)
    }

    /// A number of trials or balls, rounded to a whole one.
    fn whole(&self, value: f64, most: f64) -> Result<u64, Diagnostic> {
        if value > most {
            return Err(self.failed(format!("{value} are too many for one row, which may have {most}")));
        }
        Ok(libm::round(value) as u64)
    }

    /// The group that an outlier is drawn from; every other row's own.
    fn outlying_group(&self, row: usize, random: &mut Random) -> Result<Option<usize>, Diagnostic> {
        let own = self.drawing.group(row);
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
        let value = self.value(&given, row, self.drawing.group(row))?;
        Ok(value.is_some_and(|share| random.happens(share)))
    }

    fn values(&self, parameters: &[Given], row: usize) -> Result<Option<Vec<f64>>, Diagnostic> {
        self.values_in(parameters, row, self.drawing.group(row))
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
        let compared = |limit: &Option<Limit>| match limit {
            None => None,
            Some(Limit::Number(limit)) => number?.partial_cmp(limit),
            // Days as they are written, year first, are in the order of the calendar.
            Some(Limit::Day(limit)) => Some(text.as_str().cmp(limit)),
        };
        when.one_of.contains(&text)
            || compared(&when.at_least).is_some_and(std::cmp::Ordering::is_ge)
            || compared(&when.at_most).is_some_and(std::cmp::Ordering::is_le)
    }
}
