//! Whom to target: criteria, eligibility, gaps and the concentration of potential.
//!
//! Every row of the dataset is a unit, also those that the segmentation left out. Amounts of one criterion are never
//! added to those of another: they may be the same money, seen through two channels.

mod answer;
mod assess;
mod breakdown;
pub mod concentration;
mod criteria;
mod findings;
mod groups;
mod overlap;
mod potential;
mod quadrants;
mod ranking;
pub mod sum;
mod targets;
mod unit;
mod what_if;
mod words;

pub use findings::*;
pub use words::with_unit;

use crate::data::{Table, Values};
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome, Severity};
use crate::locale::{Locale, significant};
use crate::segmentation::Grouping;
use crate::study::{Dataset, Targeting};
use assess::Assessment;
use groups::Groups;
use indexmap::IndexMap;

/// What can be said of the expressions of a targeting before anything is computed, and of its potential.
///
/// Errors of expressions are at their places in the study; a potential below zero is a warning.
///
/// `zeros` are the columns of the dataset of which the segmentation counts an empty cell as zero.
pub fn check(plan: &Targeting, dataset: &Dataset, table: Option<&Table>, zeros: &[String]) -> Diagnostics {
    let mut problems = Diagnostics::default();
    for criterion in &plan.criteria {
        let checked = problems.keep(Assessment::of(criterion, dataset));
        if let Some((one, table)) = checked.as_ref().zip(table).filter(|_| criterion.missing.is_none()) {
            problems.extend(Diagnostics(counted_otherwise(one, table, zeros).into_iter().collect()));
        }
    }
    if let Some((name, table)) = plan.potential.as_ref().zip(table) {
        let values = numbers(table, name);
        let negative = values.iter().flatten().filter(|value| **value < 0.0).count();
        if negative > 0 {
            let units = if negative == 1 { "unit" } else { "units" };
            let mut problem = Diagnostic::error(
                "targeting::negative",
                format!("`{name}` is below zero for {negative} {units}"),
            );
            problem.severity = Severity::Warning;
            let hint = "the Lorenz curve and the Gini coefficient are left out; set `at_least: 0` on the column to refuse such values";
            problems.push(
                problem
                    .maybe_at(plan.potential_place.clone())
                    .because("potential is what can be won")
                    .hint(hint),
            );
        }
    }
    problems
}

/// A warning where the segmentation counts as zero what a criterion would not assess.
fn counted_otherwise(one: &Assessment, table: &Table, zeros: &[String]) -> Option<Diagnostic> {
    let empty = one.empty(table, zeros).ok()?.into_iter().filter(|empty| *empty).count();
    let name = one.measure.columns.iter().find(|name| zeros.contains(name)).filter(|_| empty > 0)?;
    let units = if empty == 1 { "1 unit".to_owned() } else { format!("{empty} units") };
    let mut problem = Diagnostic::error(
        "targeting::missing",
        format!("`{name}` is empty for {units}, which `{}` does not assess", one.criterion.name),
    );
    problem.severity = Severity::Warning;
    let hint = "add `missing: zero` to the criterion where an empty cell means that nothing happened, else `missing: not-assessed`";
    let place = one.criterion.measure.place.clone();
    Some(problem.maybe_at(place).because("the segmentation counts these cells as zero").hint(hint))
}

/// Finds whom to target.
///
/// # Errors
/// Expressions that are wrong, at their places; a segment of `what_if` that does not exist.
pub fn run(
    plan: &Targeting,
    dataset: &Dataset,
    table: &Table,
    segmentation: Option<&Grouping>,
    locale: &Locale,
) -> Outcome<TargetingFindings> {
    let groups = Groups::new(segmentation, locale);
    let mut problems = Diagnostics::default();
    let assessments = plan.criteria.iter().map(|criterion| problems.keep(Assessment::of(criterion, dataset)));
    let assessments: Vec<Assessment> = assessments.collect::<Vec<_>>().into_iter().flatten().collect();
    problems.into_outcome(())?;
    let mut units = units(plan, table, &assessments, &groups)?;
    ranking::rank(plan, &mut units);
    let (quadrants, no_quadrants) = match quadrants::divide(plan, &mut units) {
        Ok(found) => (Some(found), None),
        Err(why) => (None, why),
    };
    let mut zeroed = Vec::new();
    for one in &assessments {
        zeroed.push(one.zeroed(table)?);
    }
    let what_if = what_if::answers(plan, &assessments, (dataset, table), &units, &groups, locale)?;
    let label = |name: &str| dataset.label(name).get(locale.language).to_owned();
    Ok(TargetingFindings {
        data: plan.data.clone(),
        key_label: dataset
            .key_label()
            .map_or_else(|| dataset.key.clone(), |label| label.get(locale.language).to_owned()),
        name_label: plan.name.as_deref().map(label),
        n: units.len(),
        without_segment: segmentation.map(|_| units.iter().filter(|unit| unit.segment.is_none()).count()),
        criteria: assessments
            .iter()
            .zip(&zeroed)
            .map(|(one, zeroed)| criteria::summary(one, dataset, &units, zeroed, &groups, locale))
            .collect(),
        potential: plan
            .potential
            .as_ref()
            .map(|name| potential::summary(name, dataset, &units, &groups, locale)),
        targets: targets::targets(plan, &units, &groups),
        adoption: plan.adoption,
        ranked_by: plan.rank,
        quadrants,
        no_quadrants,
        inactive: targets::inactive(plan, &units),
        by: breakdown::by(plan, (dataset, table), &units, locale),
        totals: breakdown::totals(plan, (dataset, table), &units, &groups, locale),
        what_if,
        units,
    })
}

/// The numbers of a column, by row.
fn numbers(table: &Table, name: &str) -> Vec<Option<f64>> {
    table.column(name).and_then(Values::numbers).unwrap_or_default()
}

/// The units in the order of the table, without ranks.
fn units(
    plan: &Targeting,
    table: &Table,
    assessments: &[Assessment],
    groups: &Groups,
) -> Result<Vec<UnitFindings>, Diagnostic> {
    let reached: Vec<Vec<UnitCriterion>> =
        assessments.iter().map(|one| one.units(table)).collect::<Result<_, _>>()?;
    let potential = plan.potential.as_ref().map(|name| numbers(table, name)).unwrap_or_default();
    let names = match plan.name.as_ref().and_then(|name| table.column(name)) {
        Some(Values::Text(names)) => names.as_slice(),
        _ => &[],
    };
    let unit = |(row, key): (usize, &String)| {
        let criteria = plan.criteria.iter().zip(&reached);
        let criteria: IndexMap<String, UnitCriterion> =
            criteria.map(|(criterion, units)| (criterion.name.clone(), units[row].clone())).collect();
        let segment = groups.segment(key);
        UnitFindings {
            rank: 0,
            key: key.clone(),
            name: names.get(row).cloned().flatten().unwrap_or_else(|| key.clone()),
            segment,
            segment_label: segment.and_then(|number| groups.label(number)),
            potential: potential.get(row).copied().flatten(),
            eligible: criteria.values().filter(|one| one.eligible).count(),
            assessed: criteria.values().filter(|one| one.assessed).count(),
            met: criteria.values().filter(|one| one.met).count(),
            unmet: criteria.values().filter(|one| one.assessed && !one.met).count(),
            target: criteria.values().any(|one| one.eligible && !one.met),
            adoption: adoption(plan, &criteria),
            quadrant: None,
            reasons: reasons(&criteria),
            criteria,
        }
    };
    Ok(table.keys.iter().enumerate().map(unit).collect())
}

/// A share per unit, over the criteria it is assessed on; amounts of different criteria are not added.
fn adoption(plan: &Targeting, criteria: &IndexMap<String, UnitCriterion>) -> Option<f64> {
    use crate::study::schema::Adoption;
    let of = |one: &UnitCriterion| match plan.adoption {
        Adoption::Attainment => one.attainment,
        Adoption::Met => one.assessed.then_some(if one.met { 1.0 } else { 0.0 }),
    };
    let reached: Vec<f64> = criteria.values().filter_map(of).collect();
    let n = reached.len();
    (n > 0).then(|| significant(reached.iter().sum::<f64>() / n as f64))
}

fn reasons(criteria: &IndexMap<String, UnitCriterion>) -> Vec<Reason> {
    let open = criteria.iter().filter(|(_, one)| one.eligible && !one.met);
    let why = |one: &UnitCriterion| if one.assessed { Why::Unmet } else { Why::NotAssessed };
    open.map(|(name, one)| Reason { criterion: name.clone(), why: why(one) }).collect()
}
