//! The units to target, with the reasons why.

use super::targeting::{amount_cell, gap_cell, sides, value_cell};
use super::words::{currency, say};
use super::{Cell, Column, Group, Table};
use crate::locale::{Language, Locale};
use crate::study::Bound;
use crate::targeting::{self, CriterionFindings, TargetingFindings, UnitCriterion, UnitFindings, Why};

/// The first units with the reasons why they can be targeted, in words.
pub fn leading(found: &TargetingFindings, units: &[&UnitFindings], locale: &Locale) -> Table {
    // Name and key share a column, since the reasons need the room.
    let mut columns = vec![Column::numeric(say(locale, "No.", "Rank"))];
    columns.push(match &found.name_label {
        Some(name) => Column::prose(name),
        None => Column::text(&found.key_label),
    });
    columns.extend(place_columns(found, locale));
    columns.extend(state_columns(locale));
    columns.push(Column::prose(say(locale, "Alasan", "Reasons")));
    let row = |unit: &&UnitFindings| {
        let named = match &found.name_label {
            Some(_) => format!("{} ({})", unit.name, unit.key),
            None => unit.key.clone(),
        };
        let mut cells = vec![Cell::Count(unit.rank), Cell::Text(named)];
        cells.extend(place_cells(found, unit));
        cells.extend(state_cells(unit));
        cells.push(Cell::Text(reasons(found, unit, locale)));
        cells
    };
    Table::new("targeting_first", columns, units.iter().map(row).collect()).noted([state_note(locale)])
}

/// How many criteria are unmet, of how many that apply, and how much is reached.
fn state_columns(locale: &Locale) -> [Column; 2] {
    [Column::numeric(say(locale, "Belum", "Unmet")), Column::numeric(say(locale, "Adopsi", "Adoption"))]
}

fn state_cells(unit: &UnitFindings) -> [Cell; 2] {
    let adoption = unit.adoption.map_or(Cell::Missing, |share| Cell::Percent { share, decimals: 0 });
    [Cell::Text(format!("{}/{}", unit.unmet, unit.eligible)), adoption]
}

fn state_note(locale: &Locale) -> String {
    say(
        locale,
        "Belum: kriteria yang belum terpenuhi dari kriteria yang berlaku.",
        "Unmet: criteria not met, of those that apply.",
    )
    .to_owned()
}

/// All units that can be targeted, with what each lacks of every criterion; `gaps` has the values too.
pub fn listing(found: &TargetingFindings, units: &[&UnitFindings], locale: &Locale) -> Table {
    let mut columns = vec![Column::numeric(say(locale, "No.", "Rank")), Column::text(&found.key_label)];
    columns.extend(found.name_label.as_ref().map(Column::prose));
    columns.extend(place_columns(found, locale));
    columns.extend(state_columns(locale));
    let lead = columns.len();
    columns.extend(found.criteria.iter().map(|one| lacking_column(one, locale)));
    let row = |unit: &&UnitFindings| {
        let mut cells = vec![Cell::Count(unit.rank), Cell::Text(unit.key.clone())];
        cells.extend(found.name_label.as_ref().map(|_| Cell::Text(unit.name.clone())));
        cells.extend(place_cells(found, unit));
        cells.extend(state_cells(unit));
        cells.extend(found.criteria.iter().map(|one| lacking_cell(one, unit, locale)));
        cells
    };
    let mut table = Table::new("targeting_units", columns, units.iter().map(row).collect());
    table.groups = vec![
        Group { label: String::new(), span: lead },
        Group { label: gap_heading(found, locale).to_owned(), span: found.criteria.len() },
    ];
    table.noted([listing_note(found, units, locale)])
}

/// What the distances to the targets are called together.
fn gap_heading<'a>(found: &TargetingFindings, locale: &Locale) -> &'a str {
    match sides(found) {
        (true, false) => say(locale, "Kekurangan", "Short of the target by"),
        (false, _) => say(locale, "Kelebihan", "Above the target by"),
        (true, true) => say(locale, "Selisih dari sasaran", "Off the target by"),
    }
}

/// Segment and potential, where there are any.
fn place_columns(found: &TargetingFindings, locale: &Locale) -> Vec<Column> {
    let segment = found.without_segment.map(|_| Column::text(say(locale, "Segmen", "Segment")));
    let potential = found.potential.as_ref().map(|potential| {
        let unit = if potential.money { currency(locale) } else { potential.unit.clone() };
        Column::numeric(&potential.label).in_unit(unit)
    });
    segment.into_iter().chain(potential).collect()
}

fn place_cells(found: &TargetingFindings, unit: &UnitFindings) -> Vec<Cell> {
    let segment = found.without_segment.map(|_| segment_cell(unit));
    let potential =
        found.potential.as_ref().map(|potential| amount_cell(unit.potential, potential, potential.decimals));
    segment.into_iter().chain(potential).collect()
}

/// What is missing to the target of a criterion, or too much.
fn lacking_column(one: &CriterionFindings, locale: &Locale) -> Column {
    Column::numeric(&one.label).in_unit(if one.money { currency(locale) } else { one.gap_unit.clone() })
}

fn lacking_cell(one: &CriterionFindings, unit: &UnitFindings, locale: &Locale) -> Cell {
    let Some(reached) = unit.criteria.get(&one.name) else { return Cell::Missing };
    match (reached.eligible, reached.assessed) {
        (false, _) => Cell::Text(say(locale, "tb", "ne").to_owned()),
        (true, false) => Cell::Text(say(locale, "bd", "na").to_owned()),
        (true, true) => {
            let gap = reached.gap.filter(|_| !reached.met);
            gap.map_or_else(|| Cell::Text("✓".to_owned()), |gap| gap_cell(one, gap))
        }
    }
}

/// What the short marks of the listing mean; only those that stand in it.
fn listing_note(found: &TargetingFindings, units: &[&UnitFindings], locale: &Locale) -> String {
    let any = |test: fn(&UnitCriterion) -> bool| {
        units
            .iter()
            .any(|unit| found.criteria.iter().filter_map(|one| unit.criteria.get(&one.name)).any(test))
    };
    let marks = [
        (any(|reached| reached.met), "✓: terpenuhi", "✓: met"),
        (any(|reached| !reached.eligible), "tb: tidak berlaku bagi unit itu", "ne: the unit is not eligible"),
        (any(|reached| reached.eligible && !reached.assessed), "bd: belum dapat dinilai", "na: not assessed"),
    ];
    let said: Vec<&str> =
        marks.iter().filter(|mark| mark.0).map(|mark| say(locale, mark.1, mark.2)).collect();
    let lead = state_note(locale);
    if said.is_empty() { lead } else { format!("{lead} {}.", said.join("; ")) }
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

/// `3 of 12 months`, `45% of 70% (17 payments short)`: where both are in the unit of the gap, they say it.
fn lacking(one: &CriterionFindings, reached: &UnitCriterion, locale: &Locale) -> Option<String> {
    let value = value_cell(one, reached.value?).format(locale);
    let threshold = &one.definition.threshold;
    let said = match one.bound {
        Bound::AtLeast => format!("{value} {} {threshold}", say(locale, "dari", "of")),
        Bound::AtMost => format!("{value}, {} {threshold}", say(locale, "paling banyak", "at most")),
    };
    if one.definition.of.is_none() {
        return Some(said);
    }
    let gap = match one.money {
        true => locale.money_in_words(reached.gap?, 1),
        false => targeting::with_unit(gap_cell(one, reached.gap?).format(locale), &one.gap_unit),
    };
    Some(match (one.bound, locale.language) {
        (Bound::AtLeast, Language::Id) => format!("{said} (kurang {gap})"),
        (Bound::AtLeast, Language::En) => format!("{said} ({gap} short)"),
        (Bound::AtMost, Language::Id) => format!("{said} (lebih {gap})"),
        (Bound::AtMost, Language::En) => format!("{said} ({gap} too much)"),
    })
}
