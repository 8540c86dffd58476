//! Criteria over all units and by segment, and how many units can be targeted.

use super::assess::Assessment;
use super::findings::*;
use super::groups::Groups;
use super::overlap;
use super::sum::exact_sum;
use super::words::{formula, with_unit};
use crate::data::Measure;
use crate::locale::{Locale, Text, significant};
use crate::statistics::summary::{mean, median};
use crate::study::Dataset;

/// A criterion over all units and by segment.
pub fn summary(
    one: &Assessment,
    dataset: &Dataset,
    units: &[UnitFindings],
    zeroed: &[bool],
    groups: &Groups,
    locale: &Locale,
) -> CriterionFindings {
    let criterion = one.criterion;
    let name = criterion.name.as_str();
    let words = |expression| formula(expression, dataset, locale);
    let all = count(name, Segment { segment: None, label: String::new() }, &units.iter().collect::<Vec<_>>());
    let gaps = gaps(name, units.iter());
    let here = || units.iter().filter_map(|unit| unit.criteria.get(name));
    let number = |is: fn(&UnitCriterion) -> bool| here().filter(|one| is(one)).count();
    let adds_up = one.adds_up(dataset);
    let close = here().filter(|unit| is_close(one, unit));
    CriterionFindings {
        name: criterion.name.clone(),
        label: criterion.label.get(locale.language).to_owned(),
        labels: criterion.label.clone(),
        definition: Definition {
            measure: words(&criterion.measure),
            of: criterion.of.as_ref().map(words),
            eligible: criterion.eligible.as_ref().map(words),
            threshold: threshold(one, dataset, locale),
            part_of_base: one.is_part_of_base(),
        },
        bound: criterion.bound,
        threshold: criterion.threshold,
        percent: criterion.percent,
        gap_unit: difference_unit(&unit(one, dataset, locale), locale),
        unit: unit(one, dataset, locale),
        money: is_money(one),
        decimals: here().filter_map(|unit| unit.gap).map(|gap| locale.cents(gap)).max().unwrap_or(0),
        whole: one.is_whole(),
        adds_up,
        value_money: value_is_money(one),
        per: per(one, locale),
        zeroed: zeroed.iter().filter(|zero| **zero).count(),
        n: all.n,
        eligible: all.eligible,
        assessed: all.assessed,
        met: all.met,
        unmet: all.unmet,
        not_assessed: all.not_assessed,
        without_base: number(|one| one.without_base),
        share: all.share,
        gap: all.gap.filter(|_| adds_up),
        gap_mean: all.gap_mean,
        gap_median: (!gaps.is_empty()).then(|| median(&gaps)),
        gap_max: gaps.iter().copied().reduce(f64::max),
        close: close.count(),
        median: all.median,
        overlap: overlap::of(one, &dataset.name, units, groups.segmentation),
        by_segment: groups.map(units, |segment, units| {
            let found = count(name, segment, units);
            CriterionSegment { gap: found.gap.filter(|_| adds_up), ..found }
        }),
    }
}

/// Whether a unit lacks a tenth of the threshold or less, or one whole thing.
fn is_close(one: &Assessment, unit: &UnitCriterion) -> bool {
    let tenth = significant(one.criterion.threshold.abs() / 10.0);
    let near = unit.gap_value.is_some_and(|gap| gap <= tenth);
    let one_thing = one.is_whole() && unit.gap.is_some_and(|gap| gap <= 1.0);
    unit.assessed && !unit.met && (near || one_thing)
}

/// The threshold with its unit and all its decimals: `70%`, `12 months`, `EUR 5 per visit`.
fn threshold(one: &Assessment, dataset: &Dataset, locale: &Locale) -> String {
    let at = one.criterion.threshold;
    if one.criterion.percent {
        return locale.whole_percent(at);
    }
    let money = if one.criterion.of.is_some() { value_is_money(one) } else { is_money(one) };
    let number = if money { locale.whole_money(at) } else { locale.whole_number(at) };
    let own = if one.criterion.of.is_none() { unit(one, dataset, locale) } else { String::new() };
    value_with_unit(number, &own, &per(one, locale))
}

/// A value that is compared with a threshold, with what it is counted in and for one of what.
pub fn value_with_unit(number: String, unit: &str, per: &str) -> String {
    let number = with_unit(number, unit);
    // Both languages say `per`.
    if per.is_empty() { number } else { format!("{number} per {per}") }
}

/// Whether a quotient is money for each of something else.
fn value_is_money(one: &Assessment) -> bool {
    let other = one.of.as_ref().is_some_and(|of| of.measure != Measure::Money);
    other && !one.criterion.percent && is_money(one)
}

fn per(one: &Assessment, locale: &Locale) -> String {
    let per = one.criterion.per.as_ref().filter(|_| !one.criterion.percent);
    per.map(|per| per.get(locale.language).to_owned()).unwrap_or_default()
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
    let mut units = one.measure.columns.iter().map(|name| dataset.unit(name).get(locale.language).to_owned());
    let first = units.next().unwrap_or_default();
    let simple =
        one.measure.columns.len() == 1 && one.criterion.measure.text.trim() == one.measure.columns[0];
    let shared = simple || one.is_whole() && units.all(|unit| unit == first);
    if shared && !is_money(one) { first } else { String::new() }
}

/// The unit of a difference: percentages differ by percentage points.
pub fn difference_unit(unit: &str, locale: &Locale) -> String {
    let points = Text { id: "poin persentase".into(), en: "percentage points".into() };
    if unit == "%" { points.get(locale.language).to_owned() } else { unit.to_owned() }
}

fn count(name: &str, segment: Segment, units: &[&UnitFindings]) -> CriterionSegment {
    let here: Vec<&UnitCriterion> = units.iter().filter_map(|unit| unit.criteria.get(name)).collect();
    let number = |is: fn(&UnitCriterion) -> bool| here.iter().filter(|one| is(one)).count();
    let (eligible, assessed, met) =
        (number(|one| one.eligible), number(|one| one.assessed), number(|one| one.met));
    let values: Vec<f64> = here.iter().filter_map(|one| one.value).collect();
    let gaps = gaps(name, units.iter().copied());
    CriterionSegment {
        segment,
        n: units.len(),
        eligible,
        assessed,
        met,
        unmet: assessed - met,
        not_assessed: eligible - assessed,
        share: (assessed > 0).then(|| met as f64 / assessed as f64),
        gap: Some(exact_sum(&gaps)),
        gap_mean: (!gaps.is_empty()).then(|| significant(mean(&gaps))),
        median: (!values.is_empty()).then(|| median(&values)),
    }
}

/// What the units that do not meet a criterion lack, in the measure's own unit.
fn gaps<'a>(name: &str, units: impl Iterator<Item = &'a UnitFindings>) -> Vec<f64> {
    let open = units.filter_map(|unit| unit.criteria.get(name)).filter(|one| one.assessed && !one.met);
    open.filter_map(|one| one.gap).collect()
}
