//! Potential, criteria, the units to target with their reasons, and what would change if segments did as others.

use super::words::{currency, decimals_for, say};
use super::{Cell, Column, Table, targets};
use crate::locale::Locale;
use crate::study::Bound;
use crate::targeting::{
    CriterionFindings, PotentialFindings, PotentialSummary, TargetingFindings, UnitFindings, WhatIfMeasure,
};

/// So many units stand in the body of the report.
const FIRST: usize = 10;

/// Every table of a targeting, in the order of the report.
pub fn tables(found: &TargetingFindings, locale: &Locale) -> Vec<Table> {
    let mut tables = Vec::new();
    tables.extend(found.potential.as_ref().map(|potential| by_potential(potential, locale)));
    tables.push(criteria(found, locale));
    if found.without_segment.is_some() {
        tables.push(criteria_by_segment(found, locale));
        tables.push(by_target(found, locale));
    }
    let targeted: Vec<&UnitFindings> = found.units.iter().filter(|unit| unit.target).collect();
    if !targeted.is_empty() {
        let first = targeted.iter().take(FIRST).copied().collect::<Vec<_>>();
        tables.push(targets::leading(found, &first, locale));
        tables.push(targets::listing(found, &targeted, locale));
    }
    tables.extend(targets::gaps(found, locale));
    if !found.what_if.is_empty() {
        tables.push(what_if(found, locale));
    }
    tables
}

/// The potential by segment, with all units as the total.
fn by_potential(potential: &PotentialFindings, locale: &Locale) -> Table {
    let unit = if potential.money { currency(locale) } else { potential.unit.clone() };
    let amount = |id, en| Column::numeric(say(locale, id, en)).in_unit(unit.clone());
    let missing = potential.all.missing > 0;
    let mut columns = vec![Column::text(say(locale, "Segmen", "Segment")), Column::numeric("n")];
    columns.extend(missing.then(|| Column::numeric(say(locale, "Tanpa nilai", "Missing"))));
    columns.extend([amount("Jumlah", "Total"), Column::numeric(say(locale, "Bagian", "Share"))]);
    columns.extend([amount("Rata-rata", "Mean"), amount("Median", "Median"), amount("Minimum", "Minimum")]);
    columns.push(amount("Maksimum", "Maximum"));
    let (mean, median) = (decimals_of(potential, |of| of.mean), decimals_of(potential, |of| of.median));
    let row = |label: &str, of: &PotentialSummary| {
        let mut cells = vec![Cell::Text(label.to_owned()), Cell::Count(of.n)];
        cells.extend(missing.then_some(Cell::Count(of.missing)));
        cells.push(amount_cell(Some(of.total), potential, potential.decimals));
        cells.push(of.share.map_or(Cell::Missing, |share| Cell::Percent { share, decimals: 1 }));
        cells.push(amount_cell(of.mean, potential, mean));
        cells.push(amount_cell(of.median, potential, median));
        cells.extend([of.min, of.max].map(|value| amount_cell(value, potential, potential.decimals)));
        cells
    };
    let rows = potential.by_segment.iter().map(|one| row(&one.segment.label, &one.summary)).collect();
    let table = Table::new("targeting_potential", columns, rows);
    table.totalled(row(say(locale, "Semua", "All"), &potential.all))
}

/// A value of the potential with so many decimals.
pub fn amount_cell(value: Option<f64>, potential: &PotentialFindings, decimals: u32) -> Cell {
    match value {
        None => Cell::Missing,
        Some(amount) if potential.money => Cell::Money { amount, decimals },
        Some(value) => Cell::number(value, decimals),
    }
}

/// The decimals of a column of means or medians: those of money, else as many as show three digits of the largest.
fn decimals_of(potential: &PotentialFindings, value: fn(&PotentialSummary) -> Option<f64>) -> u32 {
    let summaries = potential.by_segment.iter().map(|one| &one.summary).chain([&potential.all]);
    let values: Vec<f64> = summaries.filter_map(value).collect();
    if potential.money || values.iter().all(|value| value.fract() == 0.0) {
        return potential.decimals;
    }
    potential.decimals.max(decimals_for(values).min(2))
}

/// The criteria over all units.
fn criteria(found: &TargetingFindings, locale: &Locale) -> Table {
    let mut columns = vec![
        Column::prose(say(locale, "Kriteria", "Criterion")),
        Column::text(say(locale, "Sasaran", "Target")),
    ];
    columns.extend(counts(locale));
    columns.extend(gap_columns(locale));
    let row = |one: &CriterionFindings| {
        let mut cells = vec![Cell::Text(one.label.clone()), Cell::Text(bound(one, locale))];
        cells.extend(counted([one.n, one.eligible, one.not_assessed, one.assessed, one.met], one.share));
        cells.extend([gap_cell(one, one.gap), gap_unit(one)]);
        cells
    };
    Table::new("targeting_criteria", columns, found.criteria.iter().map(row).collect())
        .noted([gap_note(locale), assessed_note(found, locale)])
}

/// The criteria by segment.
fn criteria_by_segment(found: &TargetingFindings, locale: &Locale) -> Table {
    let mut columns = vec![
        Column::prose(say(locale, "Kriteria", "Criterion")),
        Column::text(say(locale, "Segmen", "Segment")),
    ];
    columns.extend(counts(locale));
    columns.push(Column::numeric(say(locale, "Median nilai", "Median value")));
    columns.extend(gap_columns(locale));
    let mut rows = Vec::new();
    for one in &found.criteria {
        for part in &one.by_segment {
            let mut cells = vec![Cell::Text(one.label.clone()), Cell::Text(part.segment.label.clone())];
            let numbers = [part.n, part.eligible, part.not_assessed, part.assessed, part.met];
            cells.extend(counted(numbers, part.share));
            cells.push(part.median.map_or(Cell::Missing, |value| value_cell(one, value)));
            cells.extend([gap_cell(one, part.gap), gap_unit(one)]);
            rows.push(cells);
        }
    }
    Table::new("targeting_criteria_by_segment", columns, rows).noted([gap_note(locale)])
}

/// An amount that is missing, and its unit; shared by every table that tells gaps.
pub fn gap_columns(locale: &Locale) -> [Column; 2] {
    [Column::numeric(say(locale, "Kekurangan", "Gap")), Column::text(say(locale, "Satuan", "Unit of gap"))]
}

fn counts(locale: &Locale) -> [Column; 6] {
    [
        ("Unit", "Units"),
        ("Berlaku", "Eligible"),
        ("Belum dinilai", "Not assessed"),
        ("Dinilai", "Assessed"),
        ("Terpenuhi", "Met"),
        ("Bagian", "Share met"),
    ]
    .map(|(id, en)| Column::numeric(say(locale, id, en)))
}

fn counted(numbers: [usize; 5], share: Option<f64>) -> Vec<Cell> {
    let share = share.map_or(Cell::Missing, |share| Cell::Percent { share, decimals: 1 });
    numbers.map(Cell::Count).into_iter().chain([share]).collect()
}

fn gap_note(locale: &Locale) -> String {
    say(
        locale,
        "Kekurangan: jumlah kekurangan unit yang belum memenuhi, dalam satuan kriterianya sendiri; kekurangan antarkriteria tidak dijumlahkan. Bagian: dari unit yang dinilai.",
        "Gap: what the units that do not meet the criterion lack together, in its own unit; gaps of different criteria are not added. Share met: of the units assessed.",
    )
    .to_owned()
}

fn assessed_note(found: &TargetingFindings, locale: &Locale) -> String {
    if found.criteria.iter().all(|one| one.not_assessed == 0) {
        return String::new();
    }
    say(
        locale,
        "Belum dinilai: kriteria berlaku, tetapi nilainya tidak ada atau pembaginya nol.",
        "Not assessed: the criterion applies, but a value is missing or there is nothing to divide by.",
    )
    .to_owned()
}

/// How many units of every segment can be targeted.
fn by_target(found: &TargetingFindings, locale: &Locale) -> Table {
    let columns = vec![
        Column::text(say(locale, "Segmen", "Segment")),
        Column::numeric(say(locale, "Unit", "Units")),
        Column::numeric(say(locale, "Dapat disasar", "Can be targeted")),
        Column::numeric(say(locale, "Bagian", "Share")),
        Column::numeric(say(locale, "Semua terpenuhi", "All met")),
        Column::numeric(say(locale, "Tanpa kriteria yang berlaku", "Eligible for none")),
    ];
    let row = |label: &str, [n, targeted, all_met, not_eligible]: [usize; 4], share: Option<f64>| {
        let share = share.map_or(Cell::Missing, |share| Cell::Percent { share, decimals: 1 });
        let label = Cell::Text(label.to_owned());
        vec![
            label,
            Cell::Count(n),
            Cell::Count(targeted),
            share,
            Cell::Count(all_met),
            Cell::Count(not_eligible),
        ]
    };
    let all = &found.targets;
    let rows = all.by_segment.iter().map(|part| {
        row(&part.segment.label, [part.n, part.targeted, part.all_met, part.not_eligible], part.share)
    });
    let total = [all.n, all.targeted, all.all_met, all.not_eligible];
    Table::new("targeting_targets", columns, rows.collect()).totalled(row(
        say(locale, "Semua", "All"),
        total,
        Some(all.share),
    ))
}

/// A number with the unit of a measure.
pub fn with_unit(one: &CriterionFindings, number: String) -> String {
    match one.unit.as_str() {
        "" => number,
        unit @ ("%" | "°") => format!("{number}{unit}"),
        unit => format!("{number} {unit}"),
    }
}

/// The target of a criterion in short: `≥ 70%`.
fn bound(one: &CriterionFindings, locale: &Locale) -> String {
    let sign = if one.bound == Bound::AtLeast { "≥" } else { "≤" };
    let threshold = threshold_cell(one).format(locale);
    let bare = one.percent || one.definition.of.is_some();
    format!("{sign} {}", if bare { threshold } else { with_unit(one, threshold) })
}

/// A value as it is compared with the threshold.
pub fn value_cell(one: &CriterionFindings, value: f64) -> Cell {
    match (one.percent, one.definition.of.is_some()) {
        (true, _) => Cell::Percent { share: value, decimals: 1 },
        (false, true) => Cell::number(value, if value.fract() == 0.0 { 0 } else { decimals_for([value]) }),
        (false, false) => gap_cell(one, value),
    }
}

/// The threshold of a criterion, with the decimals that it has.
pub fn threshold_cell(one: &CriterionFindings) -> Cell {
    match one.percent {
        true => Cell::Percent { share: one.threshold, decimals: percent_decimals(one.threshold) },
        false => value_cell(one, one.threshold),
    }
}

/// Whole percentages without decimals.
fn percent_decimals(share: f64) -> u32 {
    let percentage = crate::locale::significant(share * 100.0);
    u32::from(percentage.fract() != 0.0)
}

/// An amount in the measure's own unit.
pub fn gap_cell(one: &CriterionFindings, amount: f64) -> Cell {
    match () {
        () if one.money => Cell::Money { amount, decimals: 0 },
        () if amount.fract() == 0.0 => Cell::number(amount, 0),
        () => Cell::number(amount, if one.whole { 1 } else { decimals_for([amount]).min(2) }),
    }
}

/// The unit of a gap; that of money is said by the amount on a page.
pub fn gap_unit(one: &CriterionFindings) -> Cell {
    unit_cell(one.money, &one.unit)
}

fn unit_cell(money: bool, unit: &str) -> Cell {
    match (money, unit) {
        (true, _) => Cell::Currency,
        (false, "") => Cell::Missing,
        (false, unit) => Cell::Text(unit.to_owned()),
    }
}

/// What would change if segments did as others.
fn what_if(found: &TargetingFindings, locale: &Locale) -> Table {
    let columns = vec![
        Column::text(say(locale, "Segmen", "Segment")),
        Column::text(say(locale, "Seperti", "Like")),
        Column::prose(say(locale, "Ukuran", "Measure")),
        Column::numeric(say(locale, "Median kini", "Median now")),
        Column::numeric(say(locale, "Median acuan", "Median of the other")),
        Column::numeric(say(locale, "Unit", "Units")),
        Column::numeric(say(locale, "Berubah", "Changing")),
        Column::numeric(say(locale, "Tambahan", "Additional")),
        Column::text(say(locale, "Satuan", "Unit")),
        Column::numeric(say(locale, "Terpenuhi kini", "Met now")),
        Column::numeric(say(locale, "Menjadi", "Then")),
    ];
    let mut rows = Vec::new();
    for answer in &found.what_if {
        for one in &answer.measures {
            let count = |n: Option<usize>| n.map_or(Cell::Missing, Cell::Count);
            rows.push(vec![
                Cell::Text(answer.label.clone()),
                Cell::Text(answer.like_label.clone()),
                Cell::Text(one.label.clone()),
                median_cell(found, one, one.from),
                median_cell(found, one, one.to),
                Cell::Count(one.n),
                Cell::Count(one.raised),
                additional_cell(one, one.additional),
                unit_cell(one.money, &one.unit),
                count(one.met_before),
                count(one.met_after),
            ]);
        }
    }
    let note = say(
        locale,
        "Tambahan: seandainya setiap unit yang belum sebaik median segmen acuan mencapai median itu, dengan pembagi yang tetap; cacah dinaikkan ke bilangan bulat berikutnya.",
        "Additional: if every unit that falls short of the median of the other segment reached it, with the denominator held fixed; counts are raised to the next whole number.",
    );
    Table::new("targeting_what_if", columns, rows).noted([note.to_owned()])
}

/// A median: of a criterion as it is compared with the threshold, which for a quotient is no amount.
fn median_cell(found: &TargetingFindings, one: &WhatIfMeasure, value: Option<f64>) -> Cell {
    let criterion = found.criteria.iter().find(|criterion| one.criterion && criterion.name == one.name);
    match (value, criterion) {
        (None, _) => Cell::Missing,
        (Some(value), Some(criterion)) => value_cell(criterion, value),
        (Some(value), None) => additional_cell(one, value),
    }
}

fn additional_cell(one: &WhatIfMeasure, value: f64) -> Cell {
    match () {
        () if one.money => Cell::Money { amount: value, decimals: 0 },
        () if value.fract() == 0.0 => Cell::number(value, 0),
        () => Cell::number(value, if one.whole { 1 } else { decimals_for([value]).min(2) }),
    }
}
