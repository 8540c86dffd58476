//! Units, potential and targets by the categories of a column, and sums of columns by segment.

use super::findings::{Segment, UnitFindings};
use super::groups::Groups;
use super::sum::exact_sum;
use crate::data::{Table, Values};
use crate::locale::Locale;
use crate::study::schema::ColumnType;
use crate::study::{Dataset, Targeting};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Units by the categories of a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Breakdown {
    /// The column.
    pub column: String,
    /// What the report calls it, in the report's language.
    pub label: String,
    /// Its categories: most target units first, then the most units, then by name; units without one last.
    pub categories: Vec<BreakdownCategory>,
}

/// The units of a category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BreakdownCategory {
    /// The category; none for units without one.
    pub category: Option<String>,
    /// Units.
    pub n: usize,
    /// Units that can be targeted.
    pub targeted: usize,
    /// `targeted` / `n`.
    pub share: f64,
    /// Units with a criterion that is not met.
    pub with_unmet: usize,
    /// Criteria that are not met, counted over its units.
    pub unmet: usize,
    /// The sum of its units' potential; none without potential.
    pub potential: Option<f64>,
    /// Its share of the potential of all; none where that means nothing.
    pub potential_share: Option<f64>,
}

/// The sum of a column over all units and by segment. Sums of different columns are not added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Total {
    /// The column.
    pub column: String,
    /// What the report calls it, in the report's language.
    pub label: String,
    /// Its unit of measurement in the report's language; empty where there is none.
    pub unit: String,
    /// Whether it is an amount of money.
    pub money: bool,
    /// Units with a value.
    pub n: usize,
    /// The sum.
    pub total: f64,
    /// By segment, in their order; empty without a segmentation.
    pub by_segment: Vec<TotalSegment>,
}

/// The sum of a column over the units of a segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TotalSegment {
    /// The segment.
    #[serde(flatten)]
    pub segment: Segment,
    /// Units with a value.
    pub n: usize,
    /// The sum.
    pub total: f64,
}

/// The units by every column that the study names.
pub fn by(
    plan: &Targeting,
    (dataset, table): (&Dataset, &Table),
    units: &[UnitFindings],
    locale: &Locale,
) -> Vec<Breakdown> {
    let one = |name: &String| {
        let Some(Values::Text(values)) = table.column(name) else { return None };
        let of: BTreeMap<&str, Option<&str>> =
            table.keys.iter().map(String::as_str).zip(values.iter().map(Option::as_deref)).collect();
        let mut inside: BTreeMap<Option<&str>, Vec<&UnitFindings>> = BTreeMap::new();
        for unit in units {
            inside.entry(of.get(unit.key.as_str()).copied().flatten()).or_default().push(unit);
        }
        let all = all_potential(units);
        let mut categories: Vec<BreakdownCategory> =
            inside.iter().map(|(category, units)| counted(*category, units, all)).collect();
        categories.sort_by(|a, b| {
            let without = a.category.is_none().cmp(&b.category.is_none());
            without.then(b.targeted.cmp(&a.targeted)).then(b.n.cmp(&a.n)).then(a.category.cmp(&b.category))
        });
        let label = dataset.label(name).get(locale.language).to_owned();
        Some(Breakdown { column: name.clone(), label, categories })
    };
    plan.by.iter().filter_map(one).collect()
}

/// What the shares of potential are taken of; none where a value is below zero or all are zero.
fn all_potential(units: &[UnitFindings]) -> Option<f64> {
    let values: Vec<f64> = units.iter().filter_map(|unit| unit.potential).collect();
    Some(exact_sum(&values)).filter(|total| *total > 0.0 && values.iter().all(|value| *value >= 0.0))
}

fn counted(category: Option<&str>, units: &[&UnitFindings], all: Option<f64>) -> BreakdownCategory {
    let values: Vec<f64> = units.iter().filter_map(|unit| unit.potential).collect();
    let potential = (!values.is_empty()).then(|| exact_sum(&values));
    let targeted = units.iter().filter(|unit| unit.target).count();
    BreakdownCategory {
        category: category.map(str::to_owned),
        n: units.len(),
        targeted,
        share: targeted as f64 / units.len().max(1) as f64,
        with_unmet: units.iter().filter(|unit| unit.unmet > 0).count(),
        unmet: units.iter().map(|unit| unit.unmet).sum(),
        potential,
        potential_share: potential.zip(all).map(|(here, all)| here / all),
    }
}

/// The sums of the columns that the study names.
pub fn totals(
    plan: &Targeting,
    (dataset, table): (&Dataset, &Table),
    units: &[UnitFindings],
    groups: &Groups,
    locale: &Locale,
) -> Vec<Total> {
    let one = |name: &String| {
        let values = super::numbers(table, name);
        let of: BTreeMap<&str, f64> = table
            .keys
            .iter()
            .zip(&values)
            .filter_map(|(key, value)| Some((key.as_str(), (*value)?)))
            .collect();
        let sum = |units: &[&UnitFindings]| {
            let here: Vec<f64> = units.iter().filter_map(|unit| of.get(unit.key.as_str()).copied()).collect();
            (here.len(), exact_sum(&here))
        };
        let (n, total) = sum(&units.iter().collect::<Vec<_>>());
        Total {
            column: name.clone(),
            label: dataset.label(name).get(locale.language).to_owned(),
            unit: dataset.unit(name).get(locale.language).to_owned(),
            money: dataset.column(name).is_some_and(|column| column.kind == ColumnType::Money),
            n,
            total,
            by_segment: groups.map(units, |segment, units| {
                let (n, total) = sum(units);
                TotalSegment { segment, n, total }
            }),
        }
    };
    plan.totals.iter().map(one).collect()
}
