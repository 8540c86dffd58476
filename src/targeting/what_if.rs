//! What would change if the units of one segment that are below the median unit of another were at it.

use super::assess::Assessment;
use super::criteria::{difference_unit, is_money, unit};
use super::findings::{UnitFindings, WhatIfFindings, WhatIfMeasure};
use super::groups::Groups;
use super::sum::exact_sum;
use crate::data::Table;
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome};
use crate::locale::{Locale, significant};
use crate::segmentation::{Grouping, VariableFindings};
use crate::statistics::summary::{mean, median};
use crate::study::schema::{Better, ColumnType, Order};
use crate::study::{Bound, Dataset, Targeting};
use std::collections::BTreeSet;

/// The answer to every question: those of the study, or each segment raised to the next better one.
///
/// # Errors
/// A segment that does not exist, at its place.
pub fn answers(
    plan: &Targeting,
    assessments: &[Assessment],
    (dataset, table): (&Dataset, &Table),
    units: &[UnitFindings],
    groups: &Groups,
    locale: &Locale,
) -> Outcome<Vec<WhatIfFindings>> {
    let Some(segmentation) = groups.segmentation else { return Ok(Vec::new()) };
    let pairs = pairs(plan, segmentation)?;
    let answer = |(segment, like): (usize, usize)| {
        let side = |number| units.iter().filter(move |unit| unit.segment == Some(number));
        let criteria = assessments.iter().map(|one| {
            let found = change_of_criterion(one, side(segment).collect(), side(like).collect());
            WhatIfMeasure {
                unit: difference_unit(&unit(one, dataset, locale), locale),
                additional: found.additional.filter(|_| one.adds_up(dataset)),
                label: one.criterion.label.get(locale.language).to_owned(),
                ..found
            }
        });
        let measured = |name: &str| {
            assessments
                .iter()
                .any(|one| one.criterion.of.is_none() && one.criterion.measure.text.trim() == name)
        };
        let variables = segmentation.variables.iter().filter(|variable| !measured(&variable.name));
        let variables = variables.map(|variable| {
            let missing = missing(&variable.name, segmentation, table);
            let of = |number: usize| {
                let members = segmentation.members.iter().filter(|member| member.segment == number);
                let known = members.filter(|member| !missing.contains(member.key.as_str()));
                known.filter_map(|member| member.values.get(&variable.name).copied()).collect()
            };
            let found = change_of_variable(variable, of(segment), of(like));
            let percent =
                dataset.column(&variable.name).is_some_and(|column| column.kind == ColumnType::Percent);
            WhatIfMeasure {
                unit: difference_unit(&found.unit, locale),
                additional: found.additional.filter(|_| !percent),
                ..found
            }
        });
        WhatIfFindings {
            segment,
            label: groups.label(segment).unwrap_or_default(),
            like,
            like_label: groups.label(like).unwrap_or_default(),
            measures: criteria.chain(variables).collect(),
        }
    };
    Ok(pairs.into_iter().map(answer).collect())
}

/// Which segment is raised to which. Where numbers say no order, there is no next better segment.
fn pairs(plan: &Targeting, segmentation: &Grouping) -> Outcome<Vec<(usize, usize)>> {
    let Some(declared) = &plan.what_if else {
        let ordered = segmentation.order == Order::BestFirst;
        return Ok((2..=segmentation.segments.len())
            .filter(|_| ordered)
            .map(|number| (number, number - 1))
            .collect());
    };
    let mut problems = Diagnostics::default();
    for (question, place) in declared {
        for number in [question.segment, question.like]
            .into_iter()
            .filter(|number| *number > segmentation.segments.len())
        {
            let problem = Diagnostic::error("targeting::segment", format!("there is no segment {number}"));
            let reason = format!("there are {} segments", segmentation.segments.len());
            problems.push(problem.maybe_at(place.clone()).because(reason));
        }
    }
    problems.into_outcome(declared.iter().map(|(question, _)| (question.segment, question.like)).collect())
}

/// The median of some values; none of none.
fn middle(values: impl Iterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values.collect();
    (!values.is_empty()).then(|| significant(median(&values)))
}

/// What would change in the measure of a criterion, what it is divided by staying the same.
fn change_of_criterion(
    one: &Assessment,
    from: Vec<&UnitFindings>,
    like: Vec<&UnitFindings>,
) -> WhatIfMeasure {
    let lower = one.criterion.bound == Bound::AtMost;
    let here = |units: &[&UnitFindings]| {
        let found = units.iter().filter_map(|unit| unit.criteria.get(&one.criterion.name));
        found.filter(|found| found.assessed).cloned().collect::<Vec<_>>()
    };
    let (from, like) = (here(&from), here(&like));
    let to = middle(like.iter().filter_map(|found| found.value));
    let mut changes = Vec::new();
    let mut met_after = 0;
    for found in &from {
        let raised = to.zip(found.measure).and_then(|(to, measure)| {
            let goal = significant(to * found.of.unwrap_or(1.0));
            change(measure, goal, lower, one.is_whole())
        });
        let measure = found.measure.map(|measure| measure + raised.unwrap_or(0.0));
        met_after += usize::from(one.unit(true, measure, found.of.map(Some)).met);
        changes.extend(raised);
    }
    let before = middle(from.iter().filter_map(|found| found.value));
    let reaches = |value: f64| {
        if lower { value <= one.criterion.threshold } else { value >= one.criterion.threshold }
    };
    WhatIfMeasure {
        name: one.criterion.name.clone(),
        criterion: true,
        label: String::new(),
        unit: String::new(),
        money: is_money(one),
        whole: one.is_whole(),
        percent: one.criterion.percent,
        lower,
        from: before,
        to,
        better: is_better(before, to, lower),
        rounded: one.is_whole() && (one.criterion.of.is_some() || to.is_some_and(|to| to.fract() != 0.0)),
        n: from.len(),
        raised: changes.len(),
        additional: Some(exact_sum(&changes)),
        additional_mean: (!changes.is_empty()).then(|| significant(mean(&changes))),
        met_before: Some(from.iter().filter(|found| found.met).count()),
        met_after: Some(met_after),
        like_share: (!like.is_empty())
            .then(|| like.iter().filter(|found| found.met).count() as f64 / like.len() as f64),
        like_meets: to.map(reaches),
    }
}

/// The units whose value of a variable is missing, and was perhaps counted as zero: they are asked nothing.
fn missing<'a>(name: &str, segmentation: &Grouping, table: &'a Table) -> BTreeSet<&'a str> {
    if segmentation.data != table.name {
        return BTreeSet::new();
    }
    let rows = table.keys.iter().zip(super::numbers(table, name));
    rows.filter(|(_, value)| value.is_none()).map(|(key, _)| key.as_str()).collect()
}

/// What would change in a variable of the segmentation.
fn change_of_variable(variable: &VariableFindings, from: Vec<f64>, like: Vec<f64>) -> WhatIfMeasure {
    let lower = variable.better == Better::Lower;
    let whole = variable.decimals == 0 && !variable.money;
    let to = middle(like.into_iter());
    let before = middle(from.iter().copied());
    let changes: Vec<f64> = from.iter().filter_map(|value| change(*value, to?, lower, whole)).collect();
    WhatIfMeasure {
        name: variable.name.clone(),
        criterion: false,
        label: variable.label.clone(),
        unit: variable.unit.clone(),
        money: variable.money,
        whole,
        percent: false,
        lower,
        from: before,
        to,
        better: is_better(before, to, lower),
        rounded: whole && to.is_some_and(|to| to.fract() != 0.0),
        n: from.len(),
        raised: changes.len(),
        additional: Some(exact_sum(&changes)),
        additional_mean: (!changes.is_empty()).then(|| significant(mean(&changes))),
        met_before: None,
        met_after: None,
        like_share: None,
        like_meets: None,
    }
}

/// Whether the other median is the better one.
fn is_better(from: Option<f64>, to: Option<f64>, lower: bool) -> bool {
    from.zip(to).is_some_and(|(from, to)| if lower { to < from } else { to > from })
}

/// What must be added to a value on the wrong side of a goal; whole things go to the next whole one beyond it.
fn change(value: f64, goal: f64, lower: bool, whole: bool) -> Option<f64> {
    let goal = match (whole, lower) {
        (true, false) => goal.ceil(),
        (true, true) => goal.floor(),
        (false, _) => goal,
    };
    let wrong = if lower { value > goal } else { value < goal };
    wrong.then(|| significant(goal - value))
}
