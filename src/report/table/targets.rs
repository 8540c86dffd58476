//! The units to target, with the reasons why, and every gap as a row of its own.

use super::targeting::{amount_cell, gap_cell, gap_unit, value_cell, with_unit};
use super::words::{currency, say};
use super::{Cell, Column, Table};
use crate::locale::Locale;
use crate::study::Bound;
use crate::targeting::{CriterionFindings, TargetingFindings, UnitCriterion, UnitFindings, Why};

/// Units with the reasons why they can be targeted.
pub fn units(
    name: &'static str,
    found: &TargetingFindings,
    units: &[&UnitFindings],
    locale: &Locale,
) -> Table {
    // In the body of the report, name and key share a column, and the reasons say how many they are: they need the room.
    let narrow = name == "targeting_first" && found.name_label.is_some();
    let mut columns = vec![Column::numeric(say(locale, "No.", "Rank"))];
    columns.extend((!narrow).then(|| Column::text(&found.key_label)));
    columns.extend(found.name_label.as_ref().map(Column::prose));
    columns.extend(found.without_segment.map(|_| Column::text(say(locale, "Segmen", "Segment"))));
    columns.extend(found.potential.as_ref().map(|potential| {
        let unit = if potential.money { currency(locale) } else { potential.unit.clone() };
        Column::numeric(&potential.label).in_unit(unit)
    }));
    columns.extend((!narrow).then(|| Column::numeric(say(locale, "Belum terpenuhi", "Unmet"))));
    columns.push(Column::prose(say(locale, "Alasan", "Reasons")));
    let row = |unit: &&UnitFindings| {
        let mut cells = vec![Cell::Count(unit.rank)];
        if narrow {
            cells.push(Cell::Text(format!("{} ({})", unit.name, unit.key)));
        } else {
            cells.push(Cell::Text(unit.key.clone()));
            cells.extend(found.name_label.as_ref().map(|_| Cell::Text(unit.name.clone())));
        }
        cells.extend(found.without_segment.map(|_| segment_cell(unit)));
        cells.extend(found.potential.as_ref().map(|potential| amount_cell(unit.potential, potential)));
        cells.extend((!narrow).then_some(Cell::Count(unit.unmet)));
        cells.push(Cell::Text(reasons(found, unit, locale)));
        cells
    };
    Table::new(name, columns, units.iter().map(row).collect())
}

fn segment_cell(unit: &UnitFindings) -> Cell {
    unit.segment_label.clone().map_or(Cell::Missing, Cell::Text)
}

/// Why a unit can be targeted, in words: what it reaches, what it should, and what is missing.
fn reasons(found: &TargetingFindings, unit: &UnitFindings, locale: &Locale) -> String {
    let one = |reason: &crate::targeting::Reason| {
        let criterion = found.criteria.iter().find(|one| one.name == reason.criterion)?;
        let reached = unit.criteria.get(&reason.criterion)?;
        let said = match reason.why {
            Why::NotAssessed => say(locale, "belum dapat dinilai", "cannot be assessed yet").to_owned(),
            Why::Unmet => lacking(criterion, reached, locale)?,
        };
        Some(format!("{}: {said}", criterion.label))
    };
    unit.reasons.iter().filter_map(one).collect::<Vec<_>>().join("; ")
}

/// `3 of 12 months (9 short)`, `45% of 70% (17 payments short)`.
fn lacking(one: &CriterionFindings, reached: &UnitCriterion, locale: &Locale) -> Option<String> {
    let value = value_cell(one, reached.value?).format(locale);
    let threshold = value_cell(one, one.threshold).format(locale);
    let gap = match one.money {
        true => locale.money_in_words(reached.gap?, 1),
        false => gap_cell(one, reached.gap?).format(locale),
    };
    let bare = one.percent || one.definition.of.is_some();
    // The unit is said once.
    let (threshold, gap) =
        if bare { (threshold, with_unit(one, gap)) } else { (with_unit(one, threshold), gap) };
    Some(match one.bound {
        Bound::AtLeast => {
            let of = say(locale, "dari", "of");
            let (before, after) = (say(locale, "kurang ", ""), say(locale, "", " short"));
            format!("{value} {of} {threshold} ({before}{gap}{after})")
        }
        Bound::AtMost => {
            let most = say(locale, "paling banyak", "at most");
            let (before, after) = (say(locale, "lebih ", ""), say(locale, "", " too much"));
            format!("{value}, {most} {threshold} ({before}{gap}{after})")
        }
    })
}

/// Every gap as a row of its own, by criterion and rank: what the workbook can sort and add up.
pub fn gaps(found: &TargetingFindings, locale: &Locale) -> Option<Table> {
    let columns = vec![
        Column::prose(say(locale, "Kriteria", "Criterion")),
        Column::numeric(say(locale, "No.", "Rank")),
        Column::text(&found.key_label),
        Column::prose(found.name_label.as_deref().unwrap_or(say(locale, "Nama", "Name"))),
        Column::text(say(locale, "Segmen", "Segment")),
        Column::text(say(locale, "Keadaan", "State")),
        Column::numeric(say(locale, "Nilai", "Value")),
        Column::numeric(say(locale, "Sasaran", "Target")),
        Column::numeric(say(locale, "Kekurangan", "Gap")),
        Column::text(say(locale, "Satuan", "Unit of gap")),
    ];
    let mut rows = Vec::new();
    for one in &found.criteria {
        let mut open: Vec<(&UnitFindings, &UnitCriterion)> = found
            .units
            .iter()
            .filter_map(|unit| unit.criteria.get(&one.name).map(|reached| (unit, reached)))
            .filter(|(_, reached)| reached.eligible && !reached.met)
            .collect();
        open.sort_by_key(|(unit, reached)| (reached.rank.unwrap_or(usize::MAX), unit.rank));
        rows.extend(open.into_iter().map(|(unit, reached)| gap_row(one, unit, reached, locale)));
    }
    (!rows.is_empty()).then(|| Table::new("targeting_gaps", columns, rows))
}

fn gap_row(
    one: &CriterionFindings,
    unit: &UnitFindings,
    reached: &UnitCriterion,
    locale: &Locale,
) -> Vec<Cell> {
    let state = match reached.assessed {
        true => say(locale, "belum terpenuhi", "not met"),
        false => say(locale, "belum dinilai", "not assessed"),
    };
    vec![
        Cell::Text(one.label.clone()),
        reached.rank.map_or(Cell::Missing, Cell::Count),
        Cell::Text(unit.key.clone()),
        Cell::Text(unit.name.clone()),
        segment_cell(unit),
        Cell::Text(state.to_owned()),
        reached.value.map_or(Cell::Missing, |value| value_cell(one, value)),
        value_cell(one, one.threshold),
        reached.gap.map_or(Cell::Missing, |gap| gap_cell(one, gap)),
        gap_unit(one),
    ]
}
