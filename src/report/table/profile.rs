//! The segments on every variable: centre, spread and median, in the data's own units and in standard deviations.

use super::words::{Measure, say, segment, shared_unit, unit_note, zeros_note};
use super::{Cell, Column, Table};
use crate::locale::Locale;
use crate::segmentation::{Cluster, Marker, SegmentationFindings, Spread, VariableFindings};
use crate::study::schema::Transform;

/// What a row is of, its spread, and its centre in standard deviations.
type Line<'a> = (String, &'a Spread, Option<f64>);

/// A block of rows per variable: the segments, then all units. A column of zeros stands only where there are any.
pub fn spread(found: &SegmentationFindings, locale: &Locale) -> Table {
    let zeros = found.variables.iter().any(|v| v.spread.zeros > 0);
    let heads = [
        ("n", "n"),
        ("Rata-rata", "Mean"),
        ("z", "z"),
        ("SB", "SD"),
        ("Q1", "Q1"),
        ("Median", "Median"),
        ("Q3", "Q3"),
    ];
    let mut columns = vec![
        Column::prose(say(locale, "Variabel", "Variable")),
        Column::prose(say(locale, "Segmen", "Segment")),
    ];
    columns.extend(heads.map(|(id, en)| Column::numeric(say(locale, id, en))));
    columns.extend(zeros.then(|| Column::numeric(say(locale, "Bernilai nol", "Zero"))));
    let rows = found.variables.iter().flat_map(|v| block(found, v, zeros, locale));
    Table::new("spread", columns, rows.collect()).in_blocks().noted([
        unit_note(found, locale),
        zeros_note(found, locale),
        note(found, locale),
    ])
}

/// A row per segment and variable that marks it, for the workbook.
pub fn markers(found: &SegmentationFindings, locale: &Locale) -> Option<Table> {
    let columns = vec![
        Column::prose(say(locale, "Segmen", "Segment")),
        Column::prose(say(locale, "Variabel", "Variable")),
        Column::numeric("z"),
        Column::numeric(say(locale, "Bagian jarak", "Share of distance")),
    ];
    let row = |(cluster, marker): (&Cluster, &Marker)| {
        let variable = found.variables.iter().find(|v| v.name == marker.variable);
        vec![
            Cell::Text(segment(cluster, locale)),
            Cell::Text(variable.map_or(String::new(), |v| v.labels.get(locale.language).to_owned())),
            Cell::number(marker.z, 2),
            Cell::Percent { share: marker.share, decimals: 1 },
        ]
    };
    let all = found.clusters.iter().flat_map(|cluster| cluster.markers.iter().map(move |one| (cluster, one)));
    let rows: Vec<Vec<Cell>> = all.map(row).collect();
    let note = say(
        locale,
        "Variabel yang rata-ratanya setengah simpangan baku atau lebih dari rata-rata semua unit. Bagian jarak: bagian kuadrat jarak pusat segmen dari rata-rata semua unit.",
        "Variables whose mean lies half a standard deviation or more from the mean of all units. Share of distance: of the squared distance of the segment's centre from the mean of all units.",
    );
    (!rows.is_empty()).then(|| Table::new("markers", columns, rows).noted([note.to_owned()]))
}

/// The rows of one variable; its name stands in the first.
fn block(found: &SegmentationFindings, v: &VariableFindings, zeros: bool, locale: &Locale) -> Vec<Vec<Cell>> {
    let own = found.clusters.iter().filter_map(|cluster| cluster.spread.get(&v.name));
    let measure = Measure::of(v, own.chain([&v.spread]));
    let all = (say(locale, "Semua unit", "All units").to_owned(), &v.spread, None);
    let lines = found.clusters.iter().filter_map(|cluster| line(cluster, v, locale)).chain([all]);
    let unit = if shared_unit(found).is_some() { "" } else { v.unit.as_str() };
    let mut name = Some(measure.title(v.labels.get(locale.language), unit, locale));
    lines.map(|line| cells(name.take().unwrap_or_default(), line, &measure, zeros)).collect()
}

/// A segment's name, spread and centre in standard deviations.
fn line<'a>(cluster: &'a Cluster, v: &VariableFindings, locale: &Locale) -> Option<Line<'a>> {
    let spread = cluster.spread.get(&v.name)?;
    let z = cluster.center_z.get(&v.name).copied().filter(|_| spread.n > 0);
    Some((segment(cluster, locale), spread, z))
}

fn cells(name: String, (of, spread, z): Line, measure: &Measure, zeros: bool) -> Vec<Cell> {
    let mut row = vec![
        Cell::Text(name),
        Cell::Text(of),
        Cell::Count(spread.n),
        measure.mean(spread.mean),
        Cell::optional(z, 2),
        measure.mean(spread.sd),
        measure.middle(spread.q1),
        measure.middle(spread.median),
        measure.middle(spread.q3),
    ];
    let share = spread.zeros as f64 / spread.n.max(1) as f64;
    let none = spread.n == 0;
    row.extend(zeros.then_some(if none { Cell::Missing } else { Cell::Percent { share, decimals: 1 } }));
    row
}

fn note(found: &SegmentationFindings, locale: &Locale) -> String {
    let z = match found.transform {
        Transform::None => say(
            locale,
            "z: selisih rata-rata segmen dari rata-rata semua unit dalam simpangan baku semua unit.",
            "z: the segment's mean less the mean of all units, in standard deviations of all units.",
        ),
        Transform::Log1p => say(
            locale,
            "z: selisih rata-rata segmen dari rata-rata semua unit dalam simpangan baku semua unit, setelah transformasi.",
            "z: the segment's mean less the mean of all units, in standard deviations of all units, after the transform.",
        ),
    };
    let others = say(
        locale,
        "SB: simpangan baku dengan pembagi n − 1; untuk satu unit tidak ada. Q1 dan Q3: kuartil pertama dan ketiga.",
        "SD: standard deviation with divisor n − 1; there is none for a single unit. Q1 and Q3: first and third quartile.",
    );
    format!("{z} {others}")
}
