//! The units to target, with the reasons why, and every gap as a row of its own.

use super::targeting::{amount_cell, gap_cell, gap_columns, gap_unit, threshold_cell, value_cell, with_unit};
use super::words::{currency, say};
use super::{Cell, Column, Group, Table};
use crate::locale::Locale;
use crate::study::Bound;
use crate::targeting::{CriterionFindings, TargetingFindings, UnitCriterion, UnitFindings, Why};

/// The first units with the reasons why they can be targeted, in words.
pub fn leading(found: &TargetingFindings, units: &[&UnitFindings], locale: &Locale) -> Table {
    // Name and key share a column, since the reasons need the room.
    let mut columns = vec![Column::numeric(say(locale, "No.", "Rank"))];
    columns.push(match &found.name_label {
        Some(name) => Column::prose(name),
        None => Column::text(&found.key_label),
    });
    columns.extend(place_columns(found, locale));
    columns.push(Column::prose(say(locale, "Alasan", "Reasons")));
    let row = |unit: &&UnitFindings| {
        let named = match &found.name_label {
            Some(_) => format!("{} ({})", unit.name, unit.key),
            None => unit.key.clone(),
        };
        let mut cells = vec![Cell::Count(unit.rank), Cell::Text(named)];
        cells.extend(place_cells(found, unit));
        cells.push(Cell::Text(reasons(found, unit, locale)));
        cells
    };
    Table::new("targeting_first", columns, units.iter().map(row).collect())
}

/// All units that can be targeted, with what each lacks of every criterion; `gaps` has the values too.
pub fn listing(found: &TargetingFindings, units: &[&UnitFindings], locale: &Locale) -> Table {
    let mut columns = vec![Column::numeric(say(locale, "No.", "Rank")), Column::text(&found.key_label)];
    columns.extend(found.name_label.as_ref().map(Column::prose));
    columns.extend(place_columns(found, locale));
    columns.push(Column::numeric(say(locale, "Belum", "Unmet")));
    let lead = columns.len();
    columns.extend(found.criteria.iter().map(|one| lacking_column(one, locale)));
    let row = |unit: &&UnitFindings| {
        let mut cells = vec![Cell::Count(unit.rank), Cell::Text(unit.key.clone())];
        cells.extend(found.name_label.as_ref().map(|_| Cell::Text(unit.name.clone())));
        cells.extend(place_cells(found, unit));
        cells.push(Cell::Count(unit.unmet));
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
    let all = |bound| found.criteria.iter().all(|one| one.bound == bound);
    match (all(Bound::AtLeast), all(Bound::AtMost)) {
        (true, _) => say(locale, "Kekurangan", "Short of the target by"),
        (_, true) => say(locale, "Kelebihan", "Above the target by"),
        _ => say(locale, "Selisih dari sasaran", "Off the target by"),
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
    Column::numeric(&one.label).in_unit(if one.money { currency(locale) } else { one.unit.clone() })
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
    let lead = say(
        locale,
        "Belum: banyaknya kriteria yang belum terpenuhi.",
        "Unmet: the number of criteria not met.",
    );
    if said.is_empty() { lead.to_owned() } else { format!("{lead} {}.", said.join("; ")) }
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
    let threshold = threshold_cell(one).format(locale);
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
    let mut columns = vec![
        Column::prose(say(locale, "Kriteria", "Criterion")),
        Column::numeric(say(locale, "No.", "Rank")),
        Column::text(&found.key_label),
        Column::prose(found.name_label.as_deref().unwrap_or(say(locale, "Nama", "Name"))),
        Column::text(say(locale, "Segmen", "Segment")),
        Column::text(say(locale, "Keadaan", "State")),
        Column::numeric(say(locale, "Nilai", "Value")),
        Column::numeric(say(locale, "Sasaran", "Target")),
    ];
    columns.extend(gap_columns(locale));
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
        threshold_cell(one),
        reached.gap.map_or(Cell::Missing, |gap| gap_cell(one, gap)),
        gap_unit(one),
    ]
}
