//! How much there is to be won, over all units and by segment.

use super::concentration;
use super::findings::{PotentialFindings, PotentialSegment, PotentialSummary, UnitFindings};
use super::groups::Groups;
use super::sum::exact_sum;
use crate::locale::{Locale, places};
use crate::statistics::summary::median;
use crate::study::Dataset;
use crate::study::schema::ColumnType;

/// The potential in a column.
pub fn summary(
    name: &str,
    dataset: &Dataset,
    units: &[UnitFindings],
    groups: &Groups,
    locale: &Locale,
) -> PotentialFindings {
    let column = dataset.column(name);
    let unit = column.and_then(|column| column.unit.as_ref()).map(|unit| unit.resolve());
    let all: Vec<&UnitFindings> = units.iter().collect();
    let values = values(&all);
    // A share of a total means nothing where something is taken off it.
    let all_above = values.iter().all(|value| *value >= 0.0);
    let total = Some(exact_sum(&values)).filter(|total| all_above && *total != 0.0);
    PotentialFindings {
        column: name.to_owned(),
        label: dataset.label(name).get(locale.language).to_owned(),
        unit: unit.map(|unit| unit.get(locale.language).to_owned()).unwrap_or_default(),
        money: column.is_some_and(|column| column.kind == ColumnType::Money),
        decimals: places(&values, 6),
        all: of(&all, total),
        by_segment: groups
            .map(units, |segment, units| PotentialSegment { segment, summary: of(units, total) }),
        concentration: concentration::of(&values),
        zero: values.iter().filter(|value| **value == 0.0).count(),
        negative: values.iter().filter(|value| **value < 0.0).count(),
    }
}

fn values(units: &[&UnitFindings]) -> Vec<f64> {
    units.iter().filter_map(|unit| unit.potential).collect()
}

fn of(units: &[&UnitFindings], all: Option<f64>) -> PotentialSummary {
    let values = values(units);
    let total = exact_sum(&values);
    let some = |value: f64| (!values.is_empty()).then_some(value);
    PotentialSummary {
        n: values.len(),
        missing: units.len() - values.len(),
        total,
        share: all.map(|all| total / all),
        mean: some(total / values.len() as f64),
        median: some(median(&values)),
        min: values.iter().copied().reduce(f64::min),
        max: values.iter().copied().reduce(f64::max),
    }
}
