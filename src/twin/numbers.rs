//! Columns of numbers: a distribution whose moments are those of the data, by group.

use super::units::{LEAST_CELL, Units, base_five, number, to_the_spread, two_digits};
use crate::statistics::summary::{mean, sd, skewness};
use crate::study::schema::{Column, ColumnType};
use libm::{exp, log, pow};
use serde_json::{Map, Value, json};

/// The most values of a column that are drawn as categories.
const FEW_VALUES: usize = 15;
/// The share of rows that the values named must cover.
const MOST_ROWS: f64 = 0.9;
/// From this share of values on a limit, values beyond it are set to it.
const PILE: f64 = 0.05;
/// Below this ratio of variance to mean a count is drawn as successes among trials.
const UNDER_DISPERSED: f64 = 0.8;

/// How a column of numbers is drawn.
#[derive(Debug, Default)]
pub struct Fit {
    /// Its distribution, and what is done to its values.
    pub draw: Map<String, Value>,
    /// Whether it can be correlated with others.
    pub has_ranks: bool,
    /// Whether zeros are drawn apart from its distribution.
    pub without_zeros: bool,
    /// Whether there are too few values to say anything of them.
    pub is_invented: bool,
}

/// A column of days between two dates.
pub fn days_column() -> Column {
    Column {
        kind: ColumnType::Number,
        header: None,
        label: None,
        unit: None,
        numbers: None,
        digits: None,
        at_least: Some(0.0),
        at_most: None,
        required: false,
        missing_values: Vec::new(),
        categories: None,
    }
}

/// A distribution for a column; with `tied` another column says where it is 0, and only other values are described.
pub fn fitted(units: &Units, column: &Column, values: &[Option<f64>], tied: bool) -> Fit {
    let some: Vec<f64> = values.iter().flatten().copied().filter(|value| !tied || *value != 0.0).collect();
    if some.len() < units.least {
        return Fit { draw: too_few(column), is_invented: true, ..Fit::default() };
    }
    if !tied && let Some(draw) = few_values(units, values) {
        return Fit { draw, has_ranks: true, ..Fit::default() };
    }
    let fit = match column.kind {
        ColumnType::Count => counts(units, values, tied),
        _ => amounts(units, values, tied),
    };
    limited(fit, column, &some, tied)
}

/// Stands for a column of which too few values are known to say anything.
fn too_few(column: &Column) -> Map<String, Value> {
    let of = |limit: Option<f64>, usual| number(limit.unwrap_or(usual));
    let from = column.at_least.unwrap_or(0.0);
    let limits = json!({ "from": of(column.at_least, 0.0), "to": of(column.at_most, from + 1.0) });
    Map::from_iter([("uniform".to_owned(), limits)])
}

/// Adds limits and what values are multiples of. Values beyond a limit are not drawn, unless many of the data lie on it: then
/// they are set to it.
fn limited(mut fit: Fit, column: &Column, some: &[f64], tied: bool) -> Fit {
    let is_count = column.kind == ColumnType::Count;
    let above_zero = (tied && is_count).then_some(1.0);
    // A count or a log-normal amount is never below 0 by itself.
    let is_normal = fit.draw.contains_key("normal");
    let zero = (is_normal && some.iter().all(|value| *value >= 0.0)).then_some(0.0);
    let declared = column.at_least.filter(|least| is_normal || *least > 0.0);
    let limits = [("at_least", above_zero.or(declared).or(zero)), ("at_most", column.at_most)];
    let on_it = |limit: f64| some.iter().filter(|value| **value == limit).count() as f64;
    let is_pile =
        limits.iter().any(|(_, limit)| limit.is_some_and(|limit| on_it(limit) > PILE * some.len() as f64));
    for (key, limit) in limits.into_iter().filter_map(|(key, limit)| Some((key, limit?))) {
        fit.draw.insert(key.to_owned(), number(limit));
        if !is_pile {
            fit.draw.insert("truncate".to_owned(), json!(true));
        }
    }
    if let Some(step) = step(some).filter(|_| !is_count) {
        fit.draw.insert("round_to".to_owned(), number(step));
    }
    fit
}

/// A few values that many rows share, such as months of a year or ceilings by tier, with their weights by group.
fn few_values(units: &Units, values: &[Option<f64>]) -> Option<Map<String, Value>> {
    let mut distinct: Vec<f64> = values.iter().flatten().copied().collect();
    let known = distinct.len();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    let rows = |value: f64| values.iter().filter(|other| **other == Some(value)).count();
    let named: Vec<f64> = distinct.iter().copied().filter(|value| rows(*value) >= LEAST_CELL).collect();
    let covered: usize = named.iter().map(|value| rows(*value)).sum();
    if distinct.len() > FEW_VALUES || (covered as f64) < MOST_ROWS * known as f64 {
        return None;
    }
    let label = |value: f64| number(value).to_string();
    let weights = named.iter().map(|value| {
        let holds: Vec<bool> = values.iter().map(|other| *other == Some(*value)).collect();
        (label(*value), weight(units, &holds))
    });
    Some(Map::from_iter([("categorical".to_owned(), Value::Object(weights.collect()))]))
}

/// How many rows of each group hold a value, rounded to base 5.
pub fn weight(units: &Units, holds: &[bool]) -> Value {
    let count = |rows: &[usize]| base_five(rows.iter().filter(|row| holds[**row]).count()) as f64;
    units.parameter(|rows| Some(count(rows))).unwrap_or(json!(1))
}

/// The values of some rows, without 0 if these are drawn apart; none when they are too few to say anything.
fn sample(units: &Units, values: &[Option<f64>], rows: &[usize], without_zeros: bool) -> Option<Vec<f64>> {
    let some = rows.iter().filter_map(|row| values[*row]);
    let some: Vec<f64> = some.filter(|value| !without_zeros || *value != 0.0).collect();
    (some.len() >= units.least).then_some(some)
}

/// Counts: negative binomial with extra zeros, or binomial where they vary less than chance would have it.
fn counts(units: &Units, values: &[Option<f64>], tied: bool) -> Fit {
    let of = |part: fn(&Inflated) -> f64| {
        units.parameter(|rows| Some(part(&Inflated::of(&sample(units, values, rows, tied)?, !tied))))
    };
    let within = units.groups.iter().filter_map(|(_, rows)| sample(units, values, rows, tied));
    let (mut spread, mut sum) = (0.0, 0.0);
    for some in within {
        spread += sd(&some) * sd(&some) * some.len() as f64;
        sum += mean(&some) * some.len() as f64;
    }
    let mut draw = Map::new();
    if spread < UNDER_DISPERSED * sum {
        let trials = |rows: &[usize]| Some(Trials::of(&sample(units, values, rows, tied)?).trials);
        let chance = |rows: &[usize]| Some(Trials::of(&sample(units, values, rows, tied)?).probability);
        let (trials, probability) = (units.parameter(trials), units.parameter(chance));
        draw.insert("binomial".to_owned(), json!({ "trials": trials, "probability": probability }));
    } else {
        let (mean, dispersion) = (of(|it| two_digits(it.mean)), of(|it| two_digits(it.dispersion)));
        draw.insert("negative_binomial".to_owned(), json!({ "mean": mean, "dispersion": dispersion }));
    }
    let zeros = of(|it| (it.zeros * 20.0).round() / 20.0).filter(|zeros| !tied && *zeros != json!(0));
    let zeros = zeros.filter(|_| draw.contains_key("negative_binomial"));
    let without_zeros = tied || zeros.is_some();
    zeros.into_iter().for_each(|zeros| {
        draw.insert("zeros".to_owned(), zeros);
    });
    Fit { draw, has_ranks: true, without_zeros, is_invented: false }
}

/// A binomial distribution of the mean and the variance of a sample.
struct Trials {
    trials: f64,
    probability: f64,
}

impl Trials {
    fn of(some: &[f64]) -> Self {
        let (mean, sd) = (mean(some), sd(some));
        let probability = if mean > 0.0 { (1.0 - sd * sd / mean).clamp(0.05, 0.99) } else { 0.0 };
        let trials = if mean > 0.0 { (mean / probability).round().max(1.0) } else { 0.0 };
        // The mean is kept where the number of trials is rounded.
        let probability = if trials > 0.0 { two_digits((mean / trials).min(1.0)) } else { 0.0 };
        Self { trials, probability }
    }
}

/// A negative binomial distribution with extra zeros.
struct Inflated {
    mean: f64,
    dispersion: f64,
    zeros: f64,
}

impl Inflated {
    /// The one with the mean, the variance and the share of zeros of a sample; without extra zeros where the distribution
    /// has enough of its own.
    fn of(some: &[f64], may_inflate: bool) -> Self {
        let n = some.len() as f64;
        let (first, sd) = (mean(some), sd(some));
        let second = sd * sd * (n - 1.0) / n + first * first;
        let none = some.iter().filter(|value| **value == 0.0).count() as f64 / n;
        if first <= 0.0 {
            return Self { mean: 0.0, dispersion: 0.0, zeros: 0.0 };
        }
        let with = |zeros: f64| {
            let mean = first / (1.0 - zeros);
            // The second moment without the extra zeros is mean + mean² (1 + dispersion).
            let dispersion = ((second / (1.0 - zeros) - mean) / (mean * mean) - 1.0).max(0.0);
            Self { mean, dispersion, zeros }
        };
        let (mut low, mut high) = (0.0, none.min(0.99));
        if !may_inflate || with(0.0).no_count() >= none {
            return with(0.0);
        }
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if middle + (1.0 - middle) * with(middle).no_count() < none {
                low = middle
            } else {
                high = middle
            }
        }
        with(high)
    }

    /// The share of zeros that the negative binomial distribution has by itself.
    fn no_count(&self) -> f64 {
        match self.dispersion > 1e-9 {
            true => pow(1.0 + self.dispersion * self.mean, -1.0 / self.dispersion),
            false => exp(-self.mean),
        }
    }
}

/// Amounts and other numbers: log-normal where that is less skewed, else normal.
fn amounts(units: &Units, values: &[Option<f64>], tied: bool) -> Fit {
    let is_zero: Vec<bool> = values.iter().map(|value| *value == Some(0.0)).collect();
    let never_negative = values.iter().flatten().all(|value| *value >= 0.0);
    let zeros = units.share(&is_zero).filter(|_| never_negative && !tied);
    let apart = tied || zeros.is_some();
    // A few zeros that are not drawn apart are no reason against a log-normal distribution.
    let of = |rows: &[usize]| sample(units, values, rows, apart || never_negative);
    let logarithms = |rows: &[usize]| Some(of(rows)?.iter().map(|value| log(*value)).collect::<Vec<f64>>());
    let is_skewed = never_negative && skew(units, logarithms) < skew(units, of);
    let mut draw = Map::new();
    if is_skewed {
        let median = units.parameter(|rows| Some(two_digits(exp(mean(&logarithms(rows)?)))));
        let sigma = units.parameter(|rows| Some(two_digits(sd(&logarithms(rows)?))));
        draw.insert("log_normal".to_owned(), json!({ "median": median, "sigma": sigma }));
    } else {
        let of = |rows: &[usize]| sample(units, values, rows, apart);
        let center = units.parameter(|rows| of(rows).map(|some| to_the_spread(mean(&some), sd(&some))));
        let spread = units.parameter(|rows| Some(two_digits(sd(&of(rows)?))));
        draw.insert("normal".to_owned(), json!({ "mean": center, "sd": spread }));
    }
    let (without_zeros, zeros) = (apart || is_skewed, zeros.into_iter());
    zeros.for_each(|zeros| {
        draw.insert("zeros".to_owned(), zeros);
    });
    Fit { draw, has_ranks: true, without_zeros, is_invented: false }
}

/// How skewed values are within their groups, whatever their centres and spreads.
fn skew(units: &Units, of: impl Fn(&[usize]) -> Option<Vec<f64>>) -> f64 {
    let mut all = Vec::new();
    for (_, rows) in &units.groups {
        let Some(some) = of(rows) else { continue };
        let (center, spread) = (mean(&some), sd(&some));
        if spread > 0.0 {
            all.extend(some.iter().map(|value| (value - center) / spread));
        }
    }
    if all.is_empty() { 0.0 } else { skewness(&all).abs() }
}

/// The largest power of ten from a millionth to a million of which all values are multiples.
fn step(some: &[f64]) -> Option<f64> {
    let steps =
        ["1e6", "1e5", "1e4", "1e3", "1e2", "1e1", "1", "1e-1", "1e-2", "1e-3", "1e-4", "1e-5", "1e-6"];
    let fits = |step: f64| {
        some.iter().all(|value| {
            let times = value / step;
            (times - times.round()).abs() <= 1e-9 * times.abs().max(1.0)
        })
    };
    steps.iter().filter_map(|step| step.parse().ok()).find(|step| fits(*step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extra_zeros_are_told_from_those_of_the_distribution() {
        // 40 zeros and a Poisson-like rest: mean 4 without them.
        let mut some = vec![0.0; 40];
        some.extend([1.0, 2.0, 3.0, 3.0, 4.0, 4.0, 4.0, 5.0, 6.0, 8.0].repeat(6));
        let found = Inflated::of(&some, true);
        assert!((found.mean * (1.0 - found.zeros) - 2.4).abs() < 1e-9, "the mean is kept");
        assert!(
            (0.36..0.4).contains(&found.zeros) && found.dispersion < 0.1,
            "{} {}",
            found.zeros,
            found.dispersion
        );
        assert!(Inflated::of(&some, false).zeros == 0.0);
    }

    #[test]
    fn values_are_multiples_of_the_largest_step() {
        assert_eq!(step(&[50_000.0, 2_000.0]), Some(1000.0));
        assert_eq!(step(&[0.25, 12.5]), Some(0.01));
        assert_eq!(step(&[1.0 / 3.0]), None);
    }
}
