//! Every unit as a row, and every unit and criterion as a row: what a workbook can filter, sort and add up.

use super::targeting::{amount_cell, gap_cell, gap_columns, gap_unit, value_cell};
use super::words::{currency, say};
use super::{Cell, Column, Table};
use crate::locale::Locale;
use crate::targeting::{CriterionFindings, TargetingFindings, UnitCriterion, UnitFindings};

/// All units, with what each reaches of every criterion.
pub fn all(found: &TargetingFindings, locale: &Locale) -> Table {
    let mut columns = vec![Column::numeric(say(locale, "No.", "Rank"))];
    columns.extend(unit_columns(found, locale));
    if let Some(potential) = &found.potential {
        let unit = if potential.money { currency(locale) } else { potential.unit.clone() };
        columns.push(Column::numeric(&potential.label).in_unit(unit));
        columns.push(Column::text(say(locale, "Kuadran", "Quadrant")));
    }
    columns.push(Column::numeric(say(locale, "Adopsi", "Adoption")));
    columns.push(Column::text(say(locale, "Sasaran", "Target unit")));
    let counts = [
        ("Kriteria berlaku", "Criteria that apply"),
        ("Terpenuhi", "Met"),
        ("Belum terpenuhi", "Not met"),
        ("Belum dinilai", "Not assessed"),
    ];
    columns.extend(counts.map(|(id, en)| Column::numeric(say(locale, id, en))));
    for one in &found.criteria {
        let head = |what: &str| format!("{}: {what}", one.label);
        columns.push(Column::text(head(say(locale, "keadaan", "state"))));
        columns.push(Column::numeric(head(say(locale, "nilai", "value"))));
        columns.push(Column::numeric(head(say(locale, "sasaran", "target"))));
        let unit = if one.money { currency(locale) } else { one.gap_unit.clone() };
        columns.push(Column::numeric(head(say(locale, "selisih", "gap"))).in_unit(unit));
    }
    let rows = found.units.iter().map(|unit| all_row(found, unit, locale)).collect();
    Table::new("targeting_all", columns, rows)
}

fn all_row(found: &TargetingFindings, unit: &UnitFindings, locale: &Locale) -> Vec<Cell> {
    let mut cells = vec![Cell::Count(unit.rank)];
    cells.extend(unit_cells(found, unit));
    if let Some(potential) = &found.potential {
        cells.push(amount_cell(unit.potential, potential, potential.decimals));
        let words = unit.quadrant.map(|quadrant| quadrant.words(locale.language).to_owned());
        cells.push(words.map_or(Cell::Missing, Cell::Text));
    }
    cells.push(unit.adoption.map_or(Cell::Missing, |share| Cell::Percent { share, decimals: 1 }));
    let target = if unit.target { say(locale, "ya", "yes") } else { say(locale, "tidak", "no") };
    cells.push(Cell::Text(target.to_owned()));
    cells.extend([unit.eligible, unit.met, unit.unmet, unit.eligible - unit.assessed].map(Cell::Count));
    for one in &found.criteria {
        match unit.criteria.get(&one.name) {
            Some(reached) => cells.extend(reached_cells(one, reached, locale)),
            None => cells.extend([Cell::Missing, Cell::Missing, Cell::Missing, Cell::Missing]),
        }
    }
    cells
}

/// State, value, target and gap.
fn reached_cells(one: &CriterionFindings, reached: &UnitCriterion, locale: &Locale) -> [Cell; 4] {
    let target = if reached.assessed { threshold_cell(one) } else { Cell::Missing };
    [
        Cell::Text(state(reached, locale).to_owned()),
        reached.value.map_or(Cell::Missing, |value| value_cell(one, value)),
        target,
        reached.gap.map_or(Cell::Missing, |gap| gap_cell(one, gap)),
    ]
}

/// The threshold as a number that a workbook can compute with.
fn threshold_cell(one: &CriterionFindings) -> Cell {
    let scale = |x: f64| crate::locale::exact(x).map_or(0, |exact| exact.normalize().scale());
    let decimals = scale(one.threshold);
    match one.percent {
        true => Cell::Percent { share: one.threshold, decimals: decimals.saturating_sub(2) },
        false if one.value_money || (one.money && one.definition.of.is_none()) => {
            Cell::Money { amount: one.threshold, decimals: if decimals == 0 { 0 } else { decimals.max(2) } }
        }
        false => Cell::number(one.threshold, decimals),
    }
}

/// Where a unit stands with a criterion, in words.
fn state<'a>(reached: &UnitCriterion, locale: &'a Locale) -> &'a str {
    match (reached.eligible, reached.assessed, reached.met) {
        (false, ..) => say(locale, "tidak berlaku", "does not apply"),
        (_, false, _) => say(locale, "belum dinilai", "not assessed"),
        (.., true) => say(locale, "terpenuhi", "met"),
        (.., false) => say(locale, "belum terpenuhi", "not met"),
    }
}

/// Key, name and segment, each in a column of its own.
fn unit_columns(found: &TargetingFindings, locale: &Locale) -> Vec<Column> {
    let mut columns = vec![Column::text(&found.key_label)];
    columns.extend(found.name_label.as_ref().map(Column::prose));
    columns.extend(found.without_segment.map(|_| Column::text(say(locale, "Segmen", "Segment"))));
    columns
}

fn unit_cells(found: &TargetingFindings, unit: &UnitFindings) -> Vec<Cell> {
    let mut cells = vec![Cell::Text(unit.key.clone())];
    cells.extend(found.name_label.as_ref().map(|_| Cell::Text(unit.name.clone())));
    let segment = unit.segment_label.clone().map_or(Cell::Missing, Cell::Text);
    cells.extend(found.without_segment.map(|_| segment));
    cells
}

/// Every unit and criterion as a row, by criterion and rank.
pub fn gaps(found: &TargetingFindings, locale: &Locale) -> Option<Table> {
    let mut columns = vec![
        Column::prose(say(locale, "Kriteria", "Criterion")),
        Column::numeric(say(locale, "No. menurut kriteria", "Rank by criterion")),
    ];
    columns.extend(unit_columns(found, locale));
    columns.extend([
        Column::text(say(locale, "Keadaan", "State")),
        Column::numeric(say(locale, "Nilai", "Value")),
        Column::numeric(say(locale, "Sasaran", "Target")),
    ]);
    columns.extend(gap_columns(found, locale));
    let mut rows = Vec::new();
    for one in &found.criteria {
        let mut here: Vec<(&UnitFindings, &UnitCriterion)> = found
            .units
            .iter()
            .filter_map(|unit| unit.criteria.get(&one.name).map(|reached| (unit, reached)))
            .collect();
        here.sort_by_key(|(unit, reached)| (reached.rank.unwrap_or(usize::MAX), unit.rank));
        rows.extend(here.into_iter().map(|(unit, reached)| gap_row(found, one, (unit, reached), locale)));
    }
    let note = say(
        locale,
        "No. menurut kriteria: urutan unit yang belum memenuhi, dari yang nilainya paling jauh dari sasaran; unit yang sama jauhnya bernomor sama.",
        "Rank by criterion: of the units that do not meet it, the value farthest from the target first; equal ones share a rank.",
    );
    (!rows.is_empty()).then(|| Table::new("targeting_gaps", columns, rows).noted([note.to_owned()]))
}

fn gap_row(
    found: &TargetingFindings,
    one: &CriterionFindings,
    (unit, reached): (&UnitFindings, &UnitCriterion),
    locale: &Locale,
) -> Vec<Cell> {
    let mut cells = vec![Cell::Text(one.label.clone()), reached.rank.map_or(Cell::Missing, Cell::Count)];
    cells.extend(unit_cells(found, unit));
    cells.extend(reached_cells(one, reached, locale));
    cells.push(gap_unit(one));
    cells
}
