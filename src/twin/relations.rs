//! What columns have to do with each other.

use super::Source;
use super::units::{LEAST_CELL, Units, number, two_digits};
use crate::data::{Table, Values};
use crate::statistics::correlation::spearman;
use crate::study::possible_percent;
use crate::study::schema::ColumnType;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Weaker rank correlations than this are not described.
const WEAKEST: f64 = 0.15;
/// The strongest rank correlation that is described; what follows wholly from another column is not drawn by rank.
const STRONGEST: f64 = 0.95;

/// In fewer rows a relation of two columns may be chance.
const FEWEST: usize = 10;

/// How a column follows from an earlier one.
#[derive(Debug, Clone, PartialEq)]
pub enum Relation {
    /// It does not.
    None,
    /// It is this many times the other one in every row.
    Times(String, Value),
    /// It is 0 where the other one is, and nowhere else.
    ZeroWith(String),
    /// It is a name for the values of the other one.
    Named(String),
    /// It is a day that is never before the other one.
    After(String),
}

/// How a column follows from one of those that are described already, or a code from any category.
pub fn of(source: &Source, name: &str, values: &Values, earlier: &Map<String, Value>) -> Relation {
    for (other, declared) in source.dataset.columns.iter().filter(|(other, _)| other != name) {
        let Some(before) = source.table.column(other) else { continue };
        let found = match (before, values) {
            (Values::Text(a), Values::Text(b)) if declared.kind == ColumnType::Category => {
                let is_code =
                    source.dataset.column(name).is_some_and(|column| column.kind == ColumnType::Code);
                (is_code && is_named(a, b)).then(|| Relation::Named(other.clone()))
            }
            _ if !earlier.contains_key(other) => None,
            (Values::Date(a), Values::Date(b)) => is_after(a, b).then(|| Relation::After(other.clone())),
            _ => before.numbers().zip(values.numbers()).and_then(|(a, b)| numeric(other, &a, &b)),
        };
        if let Some(found) = found {
            return found;
        }
    }
    Relation::None
}

fn numeric(other: &str, a: &[Option<f64>], b: &[Option<f64>]) -> Option<Relation> {
    let both: Vec<(f64, f64)> = a.iter().zip(b).filter_map(|(a, b)| a.zip(*b)).collect();
    let ratios: Vec<f64> = both.iter().filter(|(a, _)| *a != 0.0).map(|(a, b)| b / a).collect();
    let factor = two_digits(*ratios.first()?);
    let same = |ratio: &f64| (ratio - factor).abs() < 1e-9 * factor.abs();
    if both.len() < FEWEST {
        return None;
    }
    if factor != 0.0 && ratios.iter().all(same) && both.iter().all(|(a, b)| (*a == 0.0) == (*b == 0.0)) {
        return Some(Relation::Times(other.to_owned(), number(factor)));
    }
    let zeros = both.iter().filter(|(a, _)| *a == 0.0).count();
    let together = both.iter().all(|(a, b)| *a >= 0.0 && (*a == 0.0) == (*b == 0.0));
    (together && zeros >= LEAST_CELL && both.len() - zeros >= FEWEST)
        .then(|| Relation::ZeroWith(other.to_owned()))
}

/// Whether each value of a column stands for one value of the other, and the other way round.
fn is_named(a: &[Option<String>], b: &[Option<String>]) -> bool {
    let (mut there, mut back) = (BTreeMap::new(), BTreeMap::new());
    let mut same = true;
    for (a, b) in a.iter().zip(b) {
        same &= a.is_some() == b.is_some();
        same &= *there.entry(a).or_insert(b) == b && *back.entry(b).or_insert(a) == a;
    }
    same && there.len() * 2 <= a.len()
}

fn is_after(a: &[Option<NaiveDate>], b: &[Option<NaiveDate>]) -> bool {
    let both: Vec<_> = a.iter().zip(b).filter_map(|(a, b)| a.zip(*b)).collect();
    both.len() >= FEWEST && both.iter().all(|(a, b)| a <= b)
}

/// The days from another column to this one.
pub fn days_between(table: &Table, other: &str, days: &[Option<NaiveDate>]) -> Vec<Option<f64>> {
    let Some(Values::Date(others)) = table.column(other) else { return vec![None; days.len()] };
    let between = |(from, to): (&Option<NaiveDate>, &Option<NaiveDate>)| {
        from.zip(*to).map(|(from, to)| (to - from).num_days() as f64)
    };
    others.iter().zip(days).map(between).collect()
}

/// Which rows have no value.
pub fn missing(values: &Values) -> Vec<bool> {
    match values {
        Values::Text(values) => values.iter().map(Option::is_none).collect(),
        Values::Number(values) => values.iter().map(Option::is_none).collect(),
        Values::Money(values) => values.iter().map(Option::is_none).collect(),
        Values::Date(values) => values.iter().map(Option::is_none).collect(),
    }
}

/// The condition under which a column has no value, where an earlier one tells it: it has none either, in enough rows, or it
/// is one of the few values that many rows share, or less.
pub fn missing_when(
    source: &Source,
    name: &str,
    is_missing: &[bool],
    earlier: &Map<String, Value>,
) -> Option<Value> {
    let some = is_missing.iter().filter(|missing| **missing).count();
    let others = source.dataset.columns.iter().map(|(other, _)| other).filter(|other| *other != name);
    let mut others =
        others.filter_map(|other| Some((other, earlier.get(other)?, source.table.column(other)?)));
    let condition = |(other, draw, values): (&String, &Value, &Values)| {
        let sometimes = ["missing", "missing_when"].iter().any(|key| draw.get(key).is_some());
        if sometimes && missing(values) == is_missing {
            return Some(json!({ "column": other }));
        }
        let limit = draw.get("categorical").and_then(|_| threshold(&values.numbers()?, is_missing))?;
        Some(json!({ "column": other, "at_most": number(limit) }))
    };
    (some >= LEAST_CELL).then(|| others.find_map(condition)).flatten()
}

/// The value up to which, and only up to which, another column has none; both sides are shared by enough rows.
fn threshold(values: &[Option<f64>], is_missing: &[bool]) -> Option<f64> {
    let of = |wanted: bool| {
        let rows = values.iter().zip(is_missing).filter(|(_, missing)| **missing == wanted);
        rows.filter_map(|(value, _)| *value).collect::<Vec<f64>>()
    };
    let (none, some) = (of(true), of(false));
    let limit = none.iter().copied().max_by(f64::total_cmp)?;
    let shared = none.iter().filter(|value| **value == limit).count() >= LEAST_CELL;
    // Where the other column has no value either, this one has none by itself.
    let unknown = values.iter().zip(is_missing).all(|(value, missing)| value.is_some() || *missing);
    (shared && unknown && some.iter().all(|value| *value > limit)).then_some(limit)
}

/// The rank correlations of columns within the groups, each pair once, rounded to a twentieth.
pub fn correlations(table: &Table, units: &Units, ranked: &[(String, bool)]) -> Map<String, Value> {
    let values: Vec<Vec<Option<f64>>> = ranked
        .iter()
        .map(|(name, without_zeros)| {
            let all = table.column(name).and_then(Values::numbers).unwrap_or_default();
            all.into_iter().map(|value| value.filter(|value| !without_zeros || *value != 0.0)).collect()
        })
        .collect();
    let mut lower: Vec<Vec<f64>> = (0..values.len())
        .map(|i| (0..i).map(|j| within(units, &values[j], &values[i]).unwrap_or(0.0)).collect())
        .collect();
    weakened(&mut lower);
    let mut all = Map::new();
    for (j, (first, _)) in ranked.iter().enumerate() {
        let others = (j + 1..ranked.len()).filter(|i| lower[*i][j] != 0.0);
        let row: Map<String, Value> = others.map(|i| (ranked[i].0.clone(), number(lower[i][j]))).collect();
        if !row.is_empty() {
            all.insert(first.clone(), Value::Object(row));
        }
    }
    all
}

/// The mean of the groups' rank correlations, weighted by their rows; none where it is weak or few rows have both values.
fn within(units: &Units, a: &[Option<f64>], b: &[Option<f64>]) -> Option<f64> {
    let (mut sum, mut rows) = (0.0, 0.0);
    for (_, group) in &units.groups {
        let (x, y): (Vec<f64>, Vec<f64>) = group.iter().filter_map(|row| a[*row].zip(b[*row])).unzip();
        if x.len() < units.least {
            continue;
        }
        let Some(rho) = spearman(&x, &y) else { continue };
        sum += rho * x.len() as f64;
        rows += x.len() as f64;
    }
    let rho = (rows > 0.0).then(|| twentieth(sum / rows).clamp(-STRONGEST, STRONGEST))?;
    (rho.abs() >= WEAKEST).then_some(rho)
}

fn twentieth(value: f64) -> f64 {
    (value * 20.0).round() / 20.0
}

/// Correlations that rounding or missing values made impossible together are made weaker until they are not.
fn weakened(lower: &mut [Vec<f64>]) {
    let percent = possible_percent(lower);
    if percent < 100 {
        let scale = f64::from(percent) / 100.0;
        // Down to a hundredth, so that what is written is no stronger.
        lower.iter_mut().flatten().for_each(|value| *value = (*value * scale * 100.0).trunc() / 100.0);
    }
}
