//! What answers lack, told before the report says it.

use super::{Answers, words};
use crate::data::Table;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::study::{Dataset, Positioning};

/// Respondents without a unit, and objects and items that nobody has answered.
pub fn warnings(plan: &Positioning, dataset: &Dataset, table: &Table, answers: &Answers) -> Diagnostics {
    let mut problems = Diagnostics::default();
    without_unit(plan, dataset, table, answers).into_iter().for_each(|problem| problems.push(problem));
    if !answers.respondents.iter().any(super::Respondent::answered) {
        let problem = Diagnostic::warning("positioning::no-answers", "nobody has answered anything")
            .maybe_at(plan.place.clone())
            .because(format!("the dataset `{}` has {} respondents", plan.data, answers.respondents.len()))
            .hint("see whether the columns of the answers are the right ones; the report says that there are none");
        problems.push(problem);
        return problems;
    }
    for object in 0..plan.objects.len() {
        unanswered(plan, answers, object).into_iter().for_each(|problem| problems.push(problem));
    }
    problems
}

/// Respondents whose unit is not known.
fn without_unit(
    plan: &Positioning,
    dataset: &Dataset,
    table: &Table,
    answers: &Answers,
) -> Option<Diagnostic> {
    let column = plan.unit.as_ref().filter(|_| plan.units.is_some())?;
    let lacking = answers.respondents.iter().filter(|respondent| respondent.unit.is_none()).count();
    let cells = words::cells(table, dataset, column)?;
    let row = (lacking > 0).then(|| cells.iter().position(Option::is_none)).flatten()?;
    let all = answers.respondents.len();
    Some(
        Diagnostic::warning(
            "positioning::no-unit",
            format!("{lacking} of {all} respondents have no `{column}`"),
        )
        .maybe_at(table.place(row, column))
        .because("their answers belong to no segment; they count only for all together"),
    )
}

/// An object that nobody rated, or the items that nobody answered about it.
fn unanswered(plan: &Positioning, answers: &Answers, object: usize) -> Vec<Diagnostic> {
    let answered = |item: usize| answers.respondents.iter().any(|one| one.answers[object][item].is_some());
    let items = plan.instrument.items().count();
    let name = &plan.objects[object].name;
    if !(0..items).any(answered) {
        let problem = Diagnostic::warning("positioning::no-answers", format!("nobody has rated `{name}`"));
        let problem = problem.maybe_at(plan.object_place(object)).because("no row holds an answer about it");
        return vec![
            problem.hint("the report says that there are none; remove the object if it was not asked about"),
        ];
    }
    let about = if name.is_empty() { String::new() } else { format!(" about `{name}`") };
    let problem = |(i, (_, item)): (usize, (usize, &crate::study::Item))| {
        let message = format!("nobody has answered `{}`{about}", item.name);
        Diagnostic::warning("positioning::no-answers", message).maybe_at(plan.item_place(i))
    };
    plan.instrument.items().enumerate().filter(|(i, _)| !answered(*i)).map(problem).collect()
}
