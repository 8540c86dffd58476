//! Criteria over all units and by segment, and how many units can be targeted.

use super::assess::Assessment;
use super::findings::*;
use super::groups::Groups;
use super::sum::exact_sum;
use super::words::formula;
use crate::data::Measure;
use crate::locale::Locale;
use crate::statistics::summary::median;
use crate::study::{Dataset, Targeting};

/// A criterion over all units and by segment.
pub fn summary(
    one: &Assessment,
    dataset: &Dataset,
    units: &[UnitFindings],
    groups: &Groups,
    locale: &Locale,
) -> CriterionFindings {
    let criterion = one.criterion;
    let name = criterion.name.as_str();
    let words = |expression| formula(expression, dataset, locale);
    let all = count(name, Segment { segment: None, label: String::new() }, &units.iter().collect::<Vec<_>>());
    let gaps = gaps(name, units.iter());
    CriterionFindings {
        name: criterion.name.clone(),
        label: criterion.label.get(locale.language).to_owned(),
        labels: criterion.label.clone(),
        definition: Definition {
            measure: words(&criterion.measure),
            of: criterion.of.as_ref().map(words),
            eligible: criterion.eligible.as_ref().map(words),
        },
        bound: criterion.bound,
        threshold: criterion.threshold,
        percent: criterion.percent,
        unit: unit(one, dataset, locale),
        money: is_money(one),
        whole: one.is_whole(),
        n: all.n,
        eligible: all.eligible,
        assessed: all.assessed,
        met: all.met,
        unmet: all.unmet,
        not_assessed: all.not_assessed,
        share: all.share,
        gap: all.gap,
        gap_median: (!gaps.is_empty()).then(|| median(&gaps)),
        gap_max: gaps.iter().copied().reduce(f64::max),
        median: all.median,
        by_segment: groups.map(units, |segment, units| count(name, segment, units)),
    }
}

/// Whether the measure is an amount of money; a unit of its own says that it is not.
pub fn is_money(one: &Assessment) -> bool {
    one.measure.measure == Measure::Money && one.criterion.unit.is_none()
}

/// The unit of the measure: the study's, or the one that all its columns share.
pub fn unit(one: &Assessment, dataset: &Dataset, locale: &Locale) -> String {
    if let Some(unit) = &one.criterion.unit {
        return unit.get(locale.language).to_owned();
    }
    let mut units = one.measure.columns.iter().map(|name| {
        let unit = dataset.column(name).and_then(|column| column.unit.as_ref());
        unit.map(|unit| unit.resolve().get(locale.language).to_owned()).unwrap_or_default()
    });
    let first = units.next().unwrap_or_default();
    let simple =
        one.measure.columns.len() == 1 && one.criterion.measure.text.trim() == one.measure.columns[0];
    let shared = simple || one.is_whole() && units.all(|unit| unit == first);
    if shared && !is_money(one) { first } else { String::new() }
}

fn count(name: &str, segment: Segment, units: &[&UnitFindings]) -> CriterionSegment {
    let here: Vec<&UnitCriterion> = units.iter().filter_map(|unit| unit.criteria.get(name)).collect();
    let number = |is: fn(&UnitCriterion) -> bool| here.iter().filter(|one| is(one)).count();
    let (eligible, assessed, met) =
        (number(|one| one.eligible), number(|one| one.assessed), number(|one| one.met));
    let values: Vec<f64> = here.iter().filter_map(|one| one.value).collect();
    CriterionSegment {
        segment,
        n: units.len(),
        eligible,
        assessed,
        met,
        unmet: assessed - met,
        not_assessed: eligible - assessed,
        share: (assessed > 0).then(|| met as f64 / assessed as f64),
        gap: exact_sum(&gaps(name, units.iter().copied())),
        median: (!values.is_empty()).then(|| median(&values)),
    }
}

/// What the units that do not meet a criterion lack, in the measure's own unit.
fn gaps<'a>(name: &str, units: impl Iterator<Item = &'a UnitFindings>) -> Vec<f64> {
    let open = units.filter_map(|unit| unit.criteria.get(name)).filter(|one| one.assessed && !one.met);
    open.filter_map(|one| one.gap).collect()
}

/// How many units can be targeted.
pub fn targets(plan: &Targeting, units: &[UnitFindings], groups: &Groups) -> Targets {
    let number = |is: fn(&UnitFindings) -> bool| units.iter().filter(|unit| is(unit)).count();
    let by_unmet =
        (0..=plan.criteria.len()).map(|unmet| units.iter().filter(|unit| unit.unmet == unmet).count());
    let targeted = number(|unit| unit.target);
    Targets {
        n: units.len(),
        targeted,
        share: if units.is_empty() { 0.0 } else { targeted as f64 / units.len() as f64 },
        all_met: number(meets_all),
        not_eligible: number(|unit| unit.eligible == 0),
        by_unmet: by_unmet.collect(),
        by_segment: groups.map(units, |segment, units| {
            let number = |is: fn(&UnitFindings) -> bool| units.iter().filter(|unit| is(unit)).count();
            let targeted = number(|unit| unit.target);
            TargetsSegment {
                segment,
                n: units.len(),
                targeted,
                share: (!units.is_empty()).then(|| targeted as f64 / units.len() as f64),
                all_met: number(meets_all),
                not_eligible: number(|unit| unit.eligible == 0),
            }
        }),
    }
}

fn meets_all(unit: &UnitFindings) -> bool {
    unit.eligible > 0 && unit.met == unit.eligible
}
