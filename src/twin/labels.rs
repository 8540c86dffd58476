//! Columns of texts and days: categories that enough rows share, identifiers and names by their pattern alone.

use super::numbers::weight;
use super::units::{LEAST_CELL, Units};
use crate::data::{Table, Values};
use crate::study::schema::{Column, ColumnType};
use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The most values of an identifier that rows share which are drawn as invented ones.
const MOST_CODES: usize = 60;
/// The most digits of an identifier.
const MOST_DIGITS: usize = 15;

/// Categories with their weights by group; those of fewer than five rows are left out.
pub fn categories(units: &Units, column: &Column, texts: &[Option<String>]) -> Map<String, Value> {
    let mut weights: Map<String, Value> = counted(texts)
        .into_iter()
        .filter(|(_, rows)| *rows >= LEAST_CELL)
        .map(|(text, _)| (text.to_owned(), weight_of(units, texts, text)))
        .collect();
    if weights.is_empty() {
        let allowed = column.categories.iter().flatten().map(|category| (category.clone(), json!(1)));
        weights.extend(allowed);
    }
    if weights.is_empty() {
        weights.insert("A".to_owned(), json!(1));
    }
    Map::from_iter([("categorical".to_owned(), Value::Object(weights))])
}

fn weight_of(units: &Units, texts: &[Option<String>], text: &str) -> Value {
    weight(units, &texts.iter().map(|other| other.as_deref() == Some(text)).collect::<Vec<bool>>())
}

/// How many rows have each text, in the order of the texts.
fn counted(texts: &[Option<String>]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for text in texts.iter().flatten() {
        *counts.entry(text.as_str()).or_insert(0) += 1;
    }
    counts
}

/// Identifiers and names: invented ones, each once, or as many as the data have where rows share them.
pub fn texts(
    units: &Units,
    column: &Column,
    texts: &[Option<String>],
    called: &str,
    is_key: bool,
) -> Map<String, Value> {
    let counts = counted(texts);
    let some = texts.iter().flatten().count();
    let shared = !is_key && column.kind == ColumnType::Code && counts.len() * 2 <= some;
    if shared && counts.len() <= MOST_CODES {
        let digits = width(column, texts).max(counts.len().to_string().len());
        let weights = counts
            .keys()
            .enumerate()
            .map(|(i, text)| (format!("{:0digits$}", i + 1), weight_of(units, texts, text)));
        let mut weights: Map<String, Value> = weights.filter(|(_, weight)| *weight != json!(0)).collect();
        if weights.is_empty() {
            weights.insert("1".to_owned(), json!(1));
        }
        return Map::from_iter([("categorical".to_owned(), Value::Object(weights))]);
    }
    let needed = (units.rows * 10).to_string().len();
    let (prefix, digits) = match column.kind {
        ColumnType::Code => (prefix(texts), width(column, texts).max(needed - 1)),
        _ => (format!("{called} "), needed),
    };
    let mut codes = Map::from_iter([("digits".to_owned(), json!(digits.min(MOST_DIGITS)))]);
    if !prefix.is_empty() {
        codes.insert("prefix".to_owned(), json!(prefix));
    }
    Map::from_iter([("codes".to_owned(), Value::Object(codes))])
}

/// Invented codes that stand for another column's values, as these codes do in the data.
pub fn recoded(table: &Table, other: &str, texts: &[Option<String>]) -> Map<String, Value> {
    let Some(Values::Text(others)) = table.column(other) else { return Map::new() };
    let counts: Vec<&str> =
        counted(others).into_iter().filter(|(_, rows)| *rows >= LEAST_CELL).map(|(text, _)| text).collect();
    let digits = texts.iter().flatten().map(|text| text.chars().count()).max().unwrap_or(1).min(MOST_DIGITS);
    let code = |i: usize| format!("{:0digits$}", i + 1);
    let values: Map<String, Value> =
        counts.iter().enumerate().map(|(i, text)| ((*text).to_owned(), json!(code(i)))).collect();
    Map::from_iter([("recode".to_owned(), json!({ "of": other, "values": values }))])
}

/// The letters that all identifiers begin with.
fn prefix(texts: &[Option<String>]) -> String {
    let mut all = texts.iter().flatten();
    let Some(first) = all.next() else { return String::new() };
    let letters: String = first.chars().take_while(|letter| letter.is_alphabetic()).collect();
    let is_shared = all.all(|text| text.starts_with(&letters));
    if is_shared && letters.chars().count() <= 4 { letters } else { String::new() }
}

/// How many digits most identifiers have, besides the letters that all begin with.
fn width(column: &Column, texts: &[Option<String>]) -> usize {
    let begin = prefix(texts).chars().count();
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for text in texts.iter().flatten() {
        *widths.entry(text.chars().count().saturating_sub(begin)).or_insert(0) += 1;
    }
    let usual = widths.into_iter().max_by_key(|(_, rows)| *rows).map_or(4, |(width, _)| width);
    column.digits.map_or(usual, usize::from).clamp(1, MOST_DIGITS)
}

/// Days between the first and the last year of each group, or month where all lie within a year.
pub fn days(units: &Units, days: &[Option<NaiveDate>]) -> Map<String, Value> {
    let (from, to) = (bounds(units, days, false), bounds(units, days, true));
    let limits = match from.zip(to) {
        Some((from, to)) => json!({ "from": from, "to": to }),
        None => json!({ "from": "2000-01-01", "to": "2000-12-31" }),
    };
    Map::from_iter([("dates".to_owned(), limits)])
}

fn bounds(units: &Units, days: &[Option<NaiveDate>], last: bool) -> Option<Value> {
    let of = |rows: &[usize]| {
        let some: Vec<NaiveDate> = rows.iter().filter_map(|row| days[*row]).collect();
        let day = if last { some.iter().max() } else { some.iter().min() };
        day.copied().filter(|_| some.len() >= units.least)
    };
    let everyone: Vec<usize> = (0..units.rows).collect();
    let overall = of(&everyone)?;
    let some = || days.iter().flatten();
    let months = (*some().max()? - *some().min()?).num_days() < 366;
    let round = |day: NaiveDate| rounded(day, months, last).map(|day| day.to_string());
    let each: Option<Vec<(&String, String)>> =
        units.groups.iter().map(|(name, rows)| Some((name, round(of(rows).unwrap_or(overall))?))).collect();
    let each = each?;
    Some(match each.iter().all(|(_, day)| *day == each[0].1) {
        true => json!(each[0].1),
        false => Value::Object(each.into_iter().map(|(name, day)| (name.clone(), json!(day))).collect()),
    })
}

/// The first or the last day of the month or the year.
fn rounded(day: NaiveDate, to_months: bool, last: bool) -> Option<NaiveDate> {
    let (year, month) = match (to_months, last) {
        (true, false) => (day.year(), day.month()),
        (true, true) if day.month() < 12 => (day.year(), day.month() + 1),
        (false, false) => (day.year(), 1),
        (_, true) => (day.year() + 1, 1),
    };
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    if last { first.pred_opt() } else { Some(first) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_rounded_outwards() {
        let day = NaiveDate::from_ymd_opt(2023, 5, 17).expect("a day");
        let all = [(true, false), (true, true), (false, false), (false, true)]
            .map(|(months, last)| rounded(day, months, last).expect("a day").to_string());
        assert_eq!(all, ["2023-05-01", "2023-05-31", "2023-01-01", "2023-12-31"]);
    }
}
