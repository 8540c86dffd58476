//! The data and their description.

use super::words::{
    currency, decimals_for, mean, middle, raw, say, segment_at, segments, shared_unit, unit_note, variable,
    zeros_note,
};
use super::{Cell, Column, Group, Table};
use crate::locale::Locale;
use crate::segmentation::{SegmentationFindings, VariableFindings};

/// The data as read: a row per unit, a column per variable.
pub fn data(found: &SegmentationFindings, locale: &Locale) -> Table {
    let mut columns = vec![Column::prose(&found.key_label)];
    columns.extend(found.variables.iter().map(|v| column(found, v, locale)));
    let row = |member: &crate::segmentation::Member| {
        let values = found.variables.iter();
        let cells = values.map(|v| member.values.get(&v.name).map_or(Cell::Missing, |value| raw(v, *value)));
        std::iter::once(Cell::Text(member.key.clone())).chain(cells).collect()
    };
    Table::new("data", columns, found.members.iter().map(row).collect()).noted([unit_note(found, locale)])
}

/// All that is known of each of many units in one row: segment, values, distances to the final centres, silhouette.
pub fn listing(found: &SegmentationFindings, locale: &Locale) -> Table {
    let decimals =
        decimals_for(found.members.iter().flat_map(|member| member.distances.iter().copied())).min(2);
    let mut columns = vec![Column::text(&found.key_label), Column::text(say(locale, "Segmen", "Segment"))];
    columns.extend(found.variables.iter().map(|v| column(found, v, locale)));
    columns.extend(segments(found, locale).into_iter().map(Column::numeric));
    columns.push(Column::numeric("Silhouette"));
    let row = |member: &crate::segmentation::Member| {
        let values = found.variables.iter();
        let values = values.map(|v| member.values.get(&v.name).map_or(Cell::Missing, |value| raw(v, *value)));
        let distances = member.distances.iter().map(|distance| Cell::number(*distance, decimals));
        [Cell::Text(member.key.clone()), Cell::Text(segment_at(found, member.cluster, locale))]
            .into_iter()
            .chain(values)
            .chain(distances)
            .chain([Cell::number(member.silhouette, 2)])
            .collect()
    };
    let group = |label: &str, span: usize| Group { label: label.to_owned(), span };
    let mut table = Table::new("units", columns, found.members.iter().map(row).collect());
    table.groups = vec![
        group("", 2),
        group(say(locale, "Nilai", "Values"), found.variables.len()),
        group(say(locale, "Jarak ke pusat akhir", "Distance to final centre"), found.k),
        group("", 1),
    ];
    let space = say(
        locale,
        "Jarak dihitung setelah transformasi dan penskalaan.",
        "Distances are those after transform and scaling.",
    );
    table.noted([unit_note(found, locale), space.to_owned()])
}

/// The description of every variable: n, mean, standard deviation, smallest, median and largest value.
pub fn descriptives(found: &SegmentationFindings, locale: &Locale) -> Table {
    let heads = [
        ("n", "n"),
        ("Rata-rata", "Mean"),
        ("Simpangan baku", "SD"),
        ("Minimum", "Minimum"),
        ("Median", "Median"),
        ("Maksimum", "Maximum"),
    ];
    let mut columns = vec![Column::prose(say(locale, "Variabel", "Variable"))];
    columns.extend(heads.map(|(id, en)| Column::numeric(say(locale, id, en))));
    let row = |v: &VariableFindings| {
        vec![
            Cell::Text(variable(found, v, locale)),
            Cell::Count(found.n),
            mean(v, v.mean),
            mean(v, v.sd),
            raw(v, v.min),
            middle(v, v.median),
            raw(v, v.max),
        ]
    };
    let sd = say(
        locale,
        "Simpangan baku dihitung dengan pembagi n − 1.",
        "SD: standard deviation with divisor n − 1.",
    );
    Table::new("descriptives", columns, found.variables.iter().map(row).collect()).noted([
        unit_note(found, locale),
        zeros_note(found, locale),
        sd.to_owned(),
    ])
}

fn column(found: &SegmentationFindings, v: &VariableFindings, locale: &Locale) -> Column {
    let column = Column::numeric(v.labels.get(locale.language));
    if v.money {
        column.in_unit(currency(locale))
    } else if shared_unit(found).is_some() {
        column
    } else {
        column.in_unit(v.unit.clone())
    }
}
