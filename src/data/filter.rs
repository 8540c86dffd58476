//! Rows that a study leaves out by a condition on their own columns.

use super::columns::as_far_as_readable;
use super::findings::Reason;
use super::query::Query;
use super::sheet::{Sheet, shortened};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::study::{Dataset, Expression};

/// How many values of a column are listed in a hint.
const LISTED: usize = 5;

/// Leaves out the rows that do not meet the dataset's condition; what stands in them is not checked.
///
/// A row of which the condition cannot tell, since a value is missing, is left out. One of which it cannot tell since a
/// cell cannot be read is kept: that cell is an error, not a reason.
///
/// # Errors
/// A condition that is wrong, at its place, and one that no row meets.
pub fn apply(dataset: &Dataset, sheet: &mut Sheet) -> Outcome<Option<Reason>> {
    let Some(condition) = &dataset.only else { return Ok(None) };
    let query = Query::truth(condition, dataset)?;
    let before = sheet.rows();
    let (columns, unread) = as_far_as_readable(dataset, sheet, &query.columns);
    let answers = query.answers(&columns, before)?;
    let is_kept = |row: &usize| answers[*row].unwrap_or(unread[*row]);
    let kept: Vec<usize> = (0..before).filter(is_kept).collect();
    if kept.is_empty() {
        return Err(none_left(dataset, condition, &query, sheet).into());
    }
    let rows = before - kept.len();
    sheet.keep(&kept);
    let condition = condition.text.clone();
    let reason = Reason { column: String::new(), label: condition.clone(), condition: Some(condition), rows };
    Ok((rows > 0).then_some(reason))
}

fn none_left(dataset: &Dataset, condition: &Expression, query: &Query, sheet: &Sheet) -> Diagnostic {
    let problem = Diagnostic::error("data::none-left", format!("no row meets `{}`", condition.text))
        .maybe_at(condition.place.clone())
        .because(format!("all {} rows of `{}` would be left out", sheet.rows(), dataset.file.shown));
    let first = query.columns.first().and_then(|name| Some((name, sheet.position(name)?)));
    problem.maybe_hint(first.map(|(name, position)| {
        let mut values: Vec<String> = Vec::new();
        for row in 0..sheet.rows() {
            let value = format!("`{}`", shortened(sheet.cell(row, position)));
            if values.len() < LISTED && value != "``" && !values.contains(&value) {
                values.push(value);
            }
        }
        format!("the values of `{name}` begin with {}", values.join(", "))
    }))
}

/// The hint how a row that is no unit is left out, given its key.
pub fn leave_out(dataset: &Dataset, key: &str) -> String {
    let name = &dataset.key;
    let is_text = dataset.column(name).is_none_or(|column| !column.kind.is_numeric());
    let unlike = match key {
        "" => format!("{name} IS NOT NULL"),
        key if is_text => format!("{name} <> '{}'", key.replace('\'', "''")),
        key => format!("{name} <> {key}"),
    };
    let condition = match &dataset.only {
        Some(condition) => format!("({}) AND {unlike}", condition.text),
        None => unlike,
    };
    let dataset = &dataset.name;
    format!(
        "delete the row in the file, or leave it out: `where: \"{condition}\"` in the dataset `{dataset}`"
    )
}
