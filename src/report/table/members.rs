//! The units in their segments, and how far they are from every centre.

use super::words::{decimals_for, say, segment, segment_at, segments};
use super::{Cell, Column, Listing, Table};
use crate::locale::Locale;
use crate::segmentation::{Cluster, Member, SegmentationFindings};
use crate::targeting::TargetingFindings;
use indexmap::IndexMap;

/// Every unit with its segment, its distance to the centre and its silhouette width.
pub fn membership(found: &SegmentationFindings, locale: &Locale) -> Table {
    let decimals = decimals_for(found.members.iter().map(|member| member.distance));
    let columns = vec![
        Column::prose(&found.key_label),
        Column::text(say(locale, "Segmen", "Segment")),
        Column::numeric(say(locale, "Jarak ke pusat", "Distance to centre")),
        Column::numeric("Silhouette"),
    ];
    let row = |member: &Member| {
        vec![
            Cell::Text(member.key.clone()),
            Cell::Text(segment_at(found, member.cluster, locale)),
            Cell::number(member.distance, decimals),
            Cell::number(member.silhouette, 3),
        ]
    };
    Table::new("membership", columns, found.members.iter().map(row).collect())
}

/// The keys of every segment's units in one cell, where the units have no row of their own on a page.
///
/// A workbook has a row per unit, with the name that a targeting knows it by.
pub fn keys(found: &SegmentationFindings, targeting: Option<&TargetingFindings>, locale: &Locale) -> Table {
    let columns = vec![
        Column::text(say(locale, "Segmen", "Segment")),
        Column::numeric("n"),
        Column::prose(&found.key_label),
    ];
    let row = |cluster: &Cluster| {
        let own = found.members.iter().filter(|member| member.cluster == cluster.number);
        let keys: Vec<&str> = own.map(|member| member.key.as_str()).collect();
        vec![Cell::Text(segment(cluster, locale)), Cell::Count(cluster.size), Cell::Text(keys.join(", "))]
    };
    let listing = Some(listing(found, targeting, locale));
    Table { listing, ..Table::new("members", columns, found.clusters.iter().map(row).collect()) }
}

/// A row per unit, by segment.
fn listing(found: &SegmentationFindings, targeting: Option<&TargetingFindings>, locale: &Locale) -> Listing {
    let named = targeting.and_then(|targeting| Some((targeting, targeting.name_label.as_ref()?)));
    let mut columns = vec![Column::text(say(locale, "Segmen", "Segment")), Column::text(&found.key_label)];
    columns.extend(named.map(|(_, label)| Column::text(label)));
    let names: IndexMap<&str, &str> = named
        .iter()
        .flat_map(|(targeting, _)| &targeting.units)
        .map(|unit| (unit.key.as_str(), unit.name.as_str()))
        .collect();
    let row = |(cluster, member): (&Cluster, &Member)| {
        let name =
            names.get(member.key.as_str()).map_or(Cell::Missing, |name| Cell::Text((*name).to_owned()));
        let mut row = vec![Cell::Text(segment(cluster, locale)), Cell::Text(member.key.clone())];
        row.extend(named.map(|_| name));
        row
    };
    let of = |cluster| found.members.iter().filter(move |member| member.cluster == cluster);
    let rows = found.clusters.iter().flat_map(|one| of(one.number).map(move |member| (one, member)));
    Listing { columns, rows: rows.map(row).collect() }
}

/// How large and how dense every segment is, with all of them as the total.
pub fn sizes(found: &SegmentationFindings, locale: &Locale) -> Table {
    let decimals = decimals_for([found.within_ss]);
    let columns = vec![
        Column::text(say(locale, "Segmen", "Segment")),
        Column::numeric("n"),
        Column::numeric(say(locale, "Bagian", "Share")),
        Column::numeric(say(locale, "JK dalam segmen", "Within SS")),
        Column::numeric(say(locale, "Rata-rata silhouette", "Mean silhouette")),
    ];
    let row = |cluster: &Cluster| {
        vec![
            Cell::Text(segment(cluster, locale)),
            Cell::Count(cluster.size),
            Cell::Percent { share: cluster.share, decimals: 1 },
            Cell::number(cluster.within_ss, decimals),
            Cell::number(cluster.silhouette, 3),
        ]
    };
    let all = vec![
        Cell::Text(say(locale, "Semua", "All").to_owned()),
        Cell::Count(found.n),
        Cell::Percent { share: 1.0, decimals: 1 },
        Cell::number(found.within_ss, decimals),
        Cell::number(found.silhouette, 3),
    ];
    let note = say(
        locale,
        "JK: jumlah kuadrat jarak unit ke pusat segmennya.",
        "Within SS: sum of the squared distances of the units to the centre of their segment.",
    );
    Table::new("cluster_sizes", columns, found.clusters.iter().map(row).collect())
        .totalled(all)
        .noted([note.to_owned()])
}

/// The distance of every unit to every first centre, and the nearest.
pub fn distances_initial(found: &SegmentationFindings, locale: &Locale) -> Table {
    let rows = found.members.iter().map(|m| (m, m.initial_distances.as_slice(), m.initial_cluster));
    distances("distances_initial", found, locale, rows.collect())
}

/// The distance of every unit to every final centre, and its segment.
pub fn distances_final(found: &SegmentationFindings, locale: &Locale) -> Table {
    let rows = found.members.iter().map(|m| (m, m.distances.as_slice(), m.cluster));
    distances("distances_final", found, locale, rows.collect())
}

fn distances(
    name: &'static str,
    found: &SegmentationFindings,
    locale: &Locale,
    units: Vec<(&Member, &[f64], usize)>,
) -> Table {
    let decimals = decimals_for(units.iter().flat_map(|(_, distances, _)| distances.iter().copied()));
    let mut columns = vec![Column::prose(&found.key_label)];
    columns.extend(segments(found, locale).into_iter().map(Column::numeric));
    columns.push(Column::text(say(locale, "Terdekat", "Nearest")));
    let row = |(member, distances, nearest): &(&Member, &[f64], usize)| {
        let cells = distances.iter().map(|distance| Cell::number(*distance, decimals));
        std::iter::once(Cell::Text(member.key.clone()))
            .chain(cells)
            .chain([Cell::Text(segment_at(found, *nearest, locale))])
            .collect()
    };
    Table::new(name, columns, units.iter().map(row).collect())
}
