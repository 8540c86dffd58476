//! Every table of a targeting; here those of potential and of the criteria.

use super::words::{currency, decimals_for, say};
use super::{Cell, Column, Table, targeting_groups, targeting_units, targeting_what_if, targets};
use crate::locale::Locale;
use crate::study::Bound;
use crate::targeting::{
    CriterionFindings, PotentialFindings, PotentialSummary, TargetingFindings, UnitFindings,
};

/// So many units stand in the body of the report.
const FIRST: usize = 10;

/// Every table of a targeting, in the order of the report.
pub fn tables(found: &TargetingFindings, locale: &Locale) -> Vec<Table> {
    let mut tables = Vec::new();
    tables.extend(found.potential.as_ref().map(|potential| by_potential(potential, locale)));
    tables.extend(targeting_groups::totals(found, locale));
    tables.push(criteria(found, locale));
    if found.without_segment.is_some() {
        tables.push(criteria_by_segment(found, locale));
    }
    tables.extend(targeting_groups::targets(found, locale));
    tables.extend(targeting_groups::by(found, locale));
    let targeted: Vec<&UnitFindings> = found.units.iter().filter(|unit| unit.target).collect();
    if !targeted.is_empty() {
        let first = targeted.iter().take(FIRST).copied().collect::<Vec<_>>();
        tables.push(targets::leading(found, &first, locale));
        tables.push(targets::listing(found, &targeted, locale));
    }
    tables.extend(targeting_what_if::table(found, locale));
    tables.push(targeting_units::all(found, locale));
    tables.extend(targeting_units::gaps(found, locale));
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
    columns.push(Column::numeric(say(locale, "Hampir", "Nearly")));
    columns.extend(gap_columns(found, locale));
    let row = |one: &CriterionFindings| {
        let mut cells = vec![Cell::Text(one.label.clone()), Cell::Text(bound(one))];
        cells.extend(counted([one.n, one.eligible, one.not_assessed, one.assessed, one.met], one.share));
        cells.push(Cell::Count(one.close));
        cells.extend([total_cell(one, one.gap, one.gap_mean), total_unit(one, locale)]);
        cells
    };
    Table::new("targeting_criteria", columns, found.criteria.iter().map(row).collect()).noted([
        gap_note(found, locale),
        close_note(locale),
        assessed_note(found, locale),
    ])
}

/// The criteria by segment.
fn criteria_by_segment(found: &TargetingFindings, locale: &Locale) -> Table {
    let mut columns = vec![
        Column::prose(say(locale, "Kriteria", "Criterion")),
        Column::text(say(locale, "Segmen", "Segment")),
    ];
    columns.extend(counts(locale));
    columns.push(Column::numeric(say(locale, "Median nilai", "Median value")));
    columns.extend(gap_columns(found, locale));
    let mut rows = Vec::new();
    for one in &found.criteria {
        for part in &one.by_segment {
            let mut cells = vec![Cell::Text(one.label.clone()), Cell::Text(part.segment.label.clone())];
            let numbers = [part.n, part.eligible, part.not_assessed, part.assessed, part.met];
            cells.extend(counted(numbers, part.share));
            cells.push(part.median.map_or(Cell::Missing, |value| value_cell(one, value)));
            cells.extend([total_cell(one, part.gap, part.gap_mean), total_unit(one, locale)]);
            rows.push(cells);
        }
    }
    Table::new("targeting_criteria_by_segment", columns, rows).noted([gap_note(found, locale)])
}

/// An amount that is missing or too much, and its unit; shared by every table that tells gaps.
pub fn gap_columns(found: &TargetingFindings, locale: &Locale) -> [Column; 2] {
    let gap = match sides(found) {
        (true, false) => say(locale, "Kekurangan", "Gap"),
        (false, _) => say(locale, "Kelebihan", "Excess"),
        (true, true) => say(locale, "Selisih", "Gap"),
    };
    [Column::numeric(gap), Column::text(say(locale, "Satuan", "Unit of gap"))]
}

/// Whether there are criteria with a smallest value, and with a largest.
pub fn sides(found: &TargetingFindings) -> (bool, bool) {
    let any = |bound| found.criteria.iter().any(|one| one.bound == bound);
    (any(Bound::AtLeast), any(Bound::AtMost))
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

fn gap_note(found: &TargetingFindings, locale: &Locale) -> String {
    let lead = match sides(found) {
        (true, false) => say(
            locale,
            "Kekurangan: jumlah yang masih kurang pada unit yang belum memenuhi, dalam satuan kriterianya sendiri",
            "Gap: what the units that do not meet the criterion lack together, in its own unit",
        ),
        (false, _) => say(
            locale,
            "Kelebihan: jumlah yang melampaui batas pada unit yang belum memenuhi, dalam satuan kriterianya sendiri",
            "Excess: by how much the units that do not meet the criterion exceed it together, in its own unit",
        ),
        (true, true) => say(
            locale,
            "Selisih: jumlah kekurangan dari batas bawah, atau kelebihan dari batas atas, pada unit yang belum memenuhi, dalam satuan kriterianya sendiri",
            "Gap: what the units that do not meet the criterion together lack to a lower bound, or exceed an upper bound by, in its own unit",
        ),
    };
    let fixed = found.criteria.iter().any(|one| one.definition.of.is_some());
    let fixed = if fixed {
        say(locale, ", dengan pembagi yang tetap", ", with the denominator unchanged")
    } else {
        ""
    };
    let rest = say(
        locale,
        "tidak dijumlahkan antarkriteria. Bagian: dari unit yang dinilai.",
        "gaps of different criteria are not added. Share met: of the units assessed.",
    );
    let mean = if found.criteria.iter().all(|one| one.adds_up) {
        ""
    } else {
        say(
            locale,
            " (rata-rata per unit bila tidak dapat dijumlahkan)",
            " (the mean per unit where amounts cannot be added)",
        )
    };
    format!("{lead}{mean}{fixed}; {rest}")
}

fn close_note(locale: &Locale) -> String {
    say(
        locale,
        "Hampir: belum memenuhi, tetapi terpaut paling banyak sepersepuluh sasaran atau satu satuan.",
        "Nearly: does not meet it, but is off by a tenth of the target or less, or by one thing.",
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

/// The target of a criterion in short: `≥ 70%`.
fn bound(one: &CriterionFindings) -> String {
    let sign = if one.bound == Bound::AtLeast { "≥" } else { "≤" };
    format!("{sign} {}", one.definition.threshold)
}

/// A value as it is compared with the threshold.
pub fn value_cell(one: &CriterionFindings, value: f64) -> Cell {
    match (one.percent, one.definition.of.is_some()) {
        (true, _) => Cell::Percent { share: value, decimals: 1 },
        (false, true) if one.value_money => Cell::Money { amount: value, decimals: quotient_decimals(value) },
        (false, true) => Cell::number(value, if value.fract() == 0.0 { 0 } else { decimals_for([value]) }),
        (false, false) => gap_cell(one, value),
    }
}

/// A quotient of money is seldom round: two decimals, and none where it is large.
fn quotient_decimals(value: f64) -> u32 {
    if value.abs() >= 10_000.0 { 0 } else { 2 }
}

/// An amount in the measure's own unit.
pub fn gap_cell(one: &CriterionFindings, amount: f64) -> Cell {
    match () {
        () if one.money => Cell::Money { amount, decimals: one.decimals },
        () if amount.fract() == 0.0 => Cell::number(amount, 0),
        () => Cell::number(amount, if one.whole { 1 } else { short_decimals(amount) }),
    }
}

/// At most two decimals, and none that are zero.
pub fn short_decimals(amount: f64) -> u32 {
    let most = decimals_for([amount]).min(2);
    crate::locale::round(amount, most).map_or(most, |rounded| rounded.normalize().scale())
}

/// The unit of a gap; that of money is said by the amount on a page.
pub fn gap_unit(one: &CriterionFindings) -> Cell {
    unit_cell(one.money, &one.gap_unit)
}

/// A unit, or the currency of money.
pub fn unit_cell(money: bool, unit: &str) -> Cell {
    match (money, unit) {
        (true, _) => Cell::Currency,
        (false, "") => Cell::Missing,
        (false, unit) => Cell::Text(unit.to_owned()),
    }
}

/// What units lack together; their mean where amounts cannot be added.
fn total_cell(one: &CriterionFindings, gap: Option<f64>, mean: Option<f64>) -> Cell {
    let mean = mean.filter(|_| !one.adds_up);
    gap.or(mean).map_or(Cell::Missing, |amount| gap_cell(one, amount))
}

/// The unit of what units lack together, which says where it is a mean.
fn total_unit(one: &CriterionFindings, locale: &Locale) -> Cell {
    if one.adds_up {
        return gap_unit(one);
    }
    let mean = say(locale, "rata-rata per unit", "mean per unit");
    Cell::Text(if one.gap_unit.is_empty() { mean.to_owned() } else { format!("{}, {mean}", one.gap_unit) })
}
