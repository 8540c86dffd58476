//! How many units can be targeted, by segment and by category, and sums of columns by segment.

use super::targeting::amount_cell;
use super::words::{currency, say};
use super::{Cell, Column, Table};
use crate::locale::Locale;
use crate::targeting::{BreakdownCategory, TargetingFindings, TargetsSegment, Total};

/// How many units can be targeted and why, and by how many criteria unmet: a row per segment, and all.
pub fn targets(found: &TargetingFindings, locale: &Locale) -> [Table; 2] {
    let all = TargetsSegment {
        n: found.targets.n,
        targeted: found.targets.targeted,
        share: Some(found.targets.share),
        by_unmet: found.targets.by_unmet.clone(),
        all_met: found.targets.all_met,
        not_eligible: found.targets.not_eligible,
        with_unmet: found.targets.with_unmet,
        only_not_assessed: found.targets.only_not_assessed,
        ..TargetsSegment::default()
    };
    let total = say(locale, "Semua", "All");
    let rows = |row: &dyn Fn(&str, &TargetsSegment) -> Vec<Cell>| {
        let parts = found.targets.by_segment.iter();
        (parts.map(|part| row(&part.segment.label, part)).collect::<Vec<_>>(), row(total, &all))
    };
    let table = |name, columns, (parts, all): (Vec<_>, Vec<_>)| match parts.is_empty() {
        true => Table::new(name, columns, vec![all]),
        false => Table::new(name, columns, parts).totalled(all),
    };
    let unmet = table("targeting_unmet", unmet_columns(found, locale), rows(&unmet_row));
    let note = say(
        locale,
        "Setiap unit dihitung sekali, menurut banyaknya kriteria yang berlaku, dinilai, dan belum terpenuhi.",
        "Every unit is counted once, by how many criteria apply to it, are assessed, and are not met.",
    );
    [table("targeting_targets", target_columns(locale), rows(&target_row)), unmet.noted([note.to_owned()])]
}

fn target_columns(locale: &Locale) -> Vec<Column> {
    let heads = [
        ("Unit", "Units"),
        ("Ada yang belum terpenuhi", "Some unmet"),
        ("Hanya ada yang belum dinilai", "Only not assessed"),
        ("Dapat disasar", "Can be targeted"),
        ("Bagian", "Share"),
        ("Semua terpenuhi", "All met"),
        ("Tanpa kriteria yang berlaku", "Eligible for none"),
    ];
    let first = Column::text(say(locale, "Segmen", "Segment"));
    [first].into_iter().chain(heads.map(|(id, en)| Column::numeric(say(locale, id, en)))).collect()
}

fn target_row(label: &str, part: &TargetsSegment) -> Vec<Cell> {
    vec![
        Cell::Text(label.to_owned()),
        Cell::Count(part.n),
        Cell::Count(part.with_unmet),
        Cell::Count(part.only_not_assessed),
        Cell::Count(part.targeted),
        part.share.map_or(Cell::Missing, |share| Cell::Percent { share, decimals: 1 }),
        Cell::Count(part.all_met),
        Cell::Count(part.not_eligible),
    ]
}

fn unmet_columns(found: &TargetingFindings, locale: &Locale) -> Vec<Column> {
    // A figure alone would be set as the name of a variable.
    let head = |unmet: usize| Column::numeric(format!("{unmet} {}", say(locale, "belum", "unmet")));
    let first = Column::text(say(locale, "Segmen", "Segment"));
    [first].into_iter().chain((0..found.targets.by_unmet.len()).map(head)).collect()
}

fn unmet_row(label: &str, part: &TargetsSegment) -> Vec<Cell> {
    let counts = part.by_unmet.iter().map(|n| Cell::Count(*n));
    [Cell::Text(label.to_owned())].into_iter().chain(counts).collect()
}

/// Units, potential and targets by the categories of the columns that the study names.
pub fn by(found: &TargetingFindings, locale: &Locale) -> Option<Table> {
    let several = found.by.len() > 1;
    let head = match found.by.as_slice() {
        [] => return None,
        [one] => one.label.clone(),
        _ => say(locale, "Kategori", "Category").to_owned(),
    };
    let mut columns: Vec<Column> =
        several.then(|| Column::text(say(locale, "Menurut", "By"))).into_iter().collect();
    columns.push(Column::prose(head));
    for (id, en) in [("Unit", "Units"), ("Dapat disasar", "Can be targeted"), ("Bagian", "Share")] {
        columns.push(Column::numeric(say(locale, id, en)));
    }
    columns.push(Column::numeric(say(locale, "Kriteria belum terpenuhi", "Criteria unmet")));
    if let Some(potential) = &found.potential {
        let unit = if potential.money { currency(locale) } else { potential.unit.clone() };
        columns.push(Column::numeric(&potential.label).in_unit(unit));
        columns.push(Column::numeric(say(locale, "Bagian potensi", "Share of potential")));
    }
    let rows = found.by.iter().flat_map(|one| {
        one.categories.iter().map(move |category| {
            let by = several.then(|| Cell::Text(one.label.clone()));
            by.into_iter().chain(category_row(found, category, locale)).collect()
        })
    });
    let note = say(
        locale,
        "Kriteria belum terpenuhi: dijumlahkan atas unit-unitnya.",
        "Criteria unmet: counted over the units.",
    );
    Some(Table::new("targeting_by", columns, rows.collect()).noted([note.to_owned()]))
}

fn category_row(found: &TargetingFindings, one: &BreakdownCategory, locale: &Locale) -> Vec<Cell> {
    let name = one.category.clone().unwrap_or_else(|| say(locale, "(kosong)", "(missing)").to_owned());
    let percent =
        |share: Option<f64>| share.map_or(Cell::Missing, |share| Cell::Percent { share, decimals: 1 });
    let mut cells = vec![
        Cell::Text(name),
        Cell::Count(one.n),
        Cell::Count(one.targeted),
        percent(Some(one.share)),
        Cell::Count(one.unmet),
    ];
    if let Some(potential) = &found.potential {
        cells.push(amount_cell(one.potential, potential, potential.decimals));
        cells.push(percent(one.potential_share));
    }
    cells
}

/// Sums of the columns that the study names: a row per column, never a sum over rows.
pub fn totals(found: &TargetingFindings, locale: &Locale) -> Option<Table> {
    let first = found.totals.first()?;
    let mut columns = vec![Column::prose(say(locale, "Jumlah", "Total of"))];
    columns.extend(first.by_segment.iter().map(|part| Column::numeric(&part.segment.label)));
    columns.push(Column::numeric(say(locale, "Semua", "All")));
    let row = |one: &Total| {
        let unit = if one.money { currency(locale) } else { one.unit.clone() };
        let label = if unit.is_empty() { one.label.clone() } else { format!("{} ({unit})", one.label) };
        let decimals = one.by_segment.iter().map(|part| locale.cents(part.total)).max();
        let decimals = decimals.unwrap_or(0).max(locale.cents(one.total));
        let sums = one.by_segment.iter().map(|part| part.total).chain([one.total]);
        [Cell::Text(label)].into_iter().chain(sums.map(|sum| Cell::number(sum, decimals))).collect()
    };
    let note = say(
        locale,
        "Setiap baris berdiri sendiri; jumlah antarbaris tidak dijumlahkan, karena dapat menyangkut uang atau kegiatan yang sama.",
        "Every row stands for itself; rows are not added, since they may concern the same money or activity.",
    );
    Some(
        Table::new("targeting_totals", columns, found.totals.iter().map(row).collect())
            .noted([note.to_owned()]),
    )
}
