//! What would change if segments did as others.

use super::targeting::{short_decimals, unit_cell, value_cell};
use super::words::say;
use super::{Cell, Column, Table};
use crate::locale::Locale;
use crate::targeting::{TargetingFindings, WhatIfFindings, WhatIfMeasure};

/// A row per measure on which the other segment is better; none where there is no such measure.
pub fn table(found: &TargetingFindings, locale: &Locale) -> Option<Table> {
    let columns = vec![
        Column::text(say(locale, "Segmen", "Segment")),
        Column::text(say(locale, "Seperti", "Like")),
        Column::prose(say(locale, "Ukuran", "Measure")),
        Column::numeric(say(locale, "Median kini", "Median now")),
        Column::numeric(say(locale, "Median acuan", "Median of the other")),
        Column::numeric(say(locale, "Unit", "Units")),
        Column::numeric(say(locale, "Berubah", "Changing")),
        Column::numeric(say(locale, "Perubahan", "Change")),
        Column::text(say(locale, "Satuan", "Unit")),
        Column::numeric(say(locale, "Terpenuhi kini", "Met now")),
        Column::numeric(say(locale, "Menjadi", "Then")),
    ];
    let mut rows = Vec::new();
    for answer in &found.what_if {
        rows.extend(
            answer.measures.iter().filter(|one| one.better).map(|one| row(found, answer, one, locale)),
        );
    }
    let fixed = found.criteria.iter().any(|one| one.definition.of.is_some());
    let fixed = if fixed {
        say(locale, ", dengan pembagi yang tetap", ", with the denominator unchanged")
    } else {
        ""
    };
    let note = [
        say(
            locale,
            "Perubahan: seandainya setiap unit yang belum sebaik median segmen acuan mencapai median itu",
            "Change: if every unit that falls short of the median of the other segment reached it",
        ),
        fixed,
        say(
            locale,
            "; median yang tidak bulat dibulatkan ke satuan utuh yang lebih baik. Setiap baris adalah pengandaian tersendiri dan tidak dijumlahkan dengan baris lain. Ukuran yang mediannya tidak lebih baik pada segmen acuan tidak dimuat.",
            "; a median between two whole numbers is rounded to the better one. Every row is a scenario of its own and is not added to another. Measures on which the median of the other segment is not better are left out.",
        ),
    ];
    (!rows.is_empty()).then(|| Table::new("targeting_what_if", columns, rows).noted([note.concat()]))
}

fn row(
    found: &TargetingFindings,
    answer: &WhatIfFindings,
    one: &WhatIfMeasure,
    locale: &Locale,
) -> Vec<Cell> {
    let count = |n: Option<usize>| n.map_or(Cell::Missing, Cell::Count);
    vec![
        Cell::Text(answer.label.clone()),
        Cell::Text(answer.like_label.clone()),
        Cell::Text(one.label.clone()),
        median_cell(found, one, one.from, locale),
        median_cell(found, one, one.to, locale),
        Cell::Count(one.n),
        Cell::Count(one.raised),
        one.additional.or(one.additional_mean).map_or(Cell::Missing, |value| change_cell(one, value, locale)),
        change_unit(one, locale),
        count(one.met_before),
        count(one.met_after),
    ]
}

/// The unit of a change, which says where it is a mean.
fn change_unit(one: &WhatIfMeasure, locale: &Locale) -> Cell {
    let unit = if one.money { "" } else { one.unit.as_str() };
    let mean = say(locale, "rata-rata per unit", "mean per unit");
    match (one.additional.is_some(), unit) {
        (true, unit) => unit_cell(one.money, unit),
        (false, "") => Cell::Text(mean.to_owned()),
        (false, unit) => Cell::Text(format!("{unit}, {mean}")),
    }
}

/// A median: of a criterion as it is compared with the threshold, which for a quotient is no amount.
fn median_cell(found: &TargetingFindings, one: &WhatIfMeasure, value: Option<f64>, locale: &Locale) -> Cell {
    let criterion = found.criteria.iter().find(|criterion| one.criterion && criterion.name == one.name);
    match (value, criterion) {
        (None, _) => Cell::Missing,
        (Some(value), Some(criterion)) => value_cell(criterion, value),
        (Some(value), None) => change_cell(one, value, locale),
    }
}

fn change_cell(one: &WhatIfMeasure, value: f64, locale: &Locale) -> Cell {
    match () {
        () if one.money => Cell::Money { amount: value, decimals: locale.cents(value) },
        () if value.fract() == 0.0 => Cell::number(value, 0),
        () => Cell::number(value, if one.whole { 1 } else { short_decimals(value) }),
    }
}
