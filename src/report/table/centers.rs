//! First and final centres, the way between them, and how far apart they end.

use super::words::{decimals_for, mean, raw, say, segments, unit_note, variable};
use super::{Cell, Column, Table};
use crate::locale::Locale;
use crate::segmentation::{PerVariable, SegmentationFindings, VariableFindings};

/// The first centres: a row per variable, a column per segment.
pub fn initial(found: &SegmentationFindings, locale: &Locale) -> Table {
    let observed = matches!(found.start.as_str(), "spss" | "cases");
    let row = |v: &VariableFindings| {
        let write = |value| if observed { raw(v, value) } else { mean(v, value) };
        per_segment(found, v, locale, &found.initial_centers, write)
    };
    by_variable("initial_centers", found, locale, row).noted([unit_note(found, locale)])
}

/// The final centres: a row per variable, a column per segment, and the mean of all units.
pub fn last(found: &SegmentationFindings, locale: &Locale) -> Table {
    let centers: Vec<_> = found.clusters.iter().map(|cluster| cluster.center.clone()).collect();
    let row = |v: &VariableFindings| {
        let mut row = per_segment(found, v, locale, &centers, |value| mean(v, value));
        row.push(mean(v, v.mean));
        row
    };
    let mut table = by_variable("final_centers", found, locale, row);
    table.columns.push(Column::numeric(say(locale, "Semua unit", "All units")));
    table.noted([unit_note(found, locale)])
}

/// The final centres in standard deviations from the mean of all units.
pub fn standardised(found: &SegmentationFindings, locale: &Locale) -> Table {
    let centers: Vec<_> = found.clusters.iter().map(|cluster| cluster.center_z.clone()).collect();
    let row = |v: &VariableFindings| {
        let mut row = per_segment(found, v, locale, &centers, |value| Cell::number(value, 2));
        if let Some(head) = row.first_mut() {
            *head = Cell::Text(v.labels.get(locale.language).to_owned());
        }
        row
    };
    by_variable("final_centers_z", found, locale, row)
}

/// How far each centre moved in each iteration.
pub fn history(found: &SegmentationFindings, locale: &Locale) -> Table {
    let decimals = decimals_for(found.iteration_history.iter().flat_map(|step| step.changes.iter().copied()));
    let mut columns = vec![Column::text(say(locale, "Iterasi", "Iteration"))];
    columns.extend(segments(found, locale).into_iter().map(Column::numeric));
    let rows = found.iteration_history.iter().enumerate().map(|(i, step)| {
        let changes = step.changes.iter().map(|change| Cell::number(*change, decimals));
        std::iter::once(Cell::Count(i + 1)).chain(changes).collect()
    });
    Table::new("iteration_history", columns, rows.collect())
}

/// The distances between the final centres.
pub fn between(found: &SegmentationFindings, locale: &Locale) -> Table {
    let labels = segments(found, locale);
    let decimals = decimals_for(found.distances_between_centers.iter().flatten().copied());
    let mut columns = vec![Column::text(say(locale, "Segmen", "Segment"))];
    columns.extend(labels.iter().map(Column::numeric));
    let rows =
        labels.iter().zip(&found.distances_between_centers).enumerate().map(|(i, (label, distances))| {
            let cell = |(j, distance): (usize, &f64)| {
                if i == j { Cell::Missing } else { Cell::number(*distance, decimals) }
            };
            let cells = distances.iter().enumerate().map(cell);
            std::iter::once(Cell::Text(label.clone())).chain(cells).collect()
        });
    Table::new("distances_between_centers", columns, rows.collect())
}

fn by_variable(
    name: &'static str,
    found: &SegmentationFindings,
    locale: &Locale,
    row: impl Fn(&VariableFindings) -> Vec<Cell>,
) -> Table {
    let mut columns = vec![Column::prose(say(locale, "Variabel", "Variable"))];
    columns.extend(segments(found, locale).into_iter().map(Column::numeric));
    Table::new(name, columns, found.variables.iter().map(row).collect())
}

fn per_segment(
    found: &SegmentationFindings,
    v: &VariableFindings,
    locale: &Locale,
    centers: &[PerVariable<f64>],
    write: impl Fn(f64) -> Cell,
) -> Vec<Cell> {
    let cells = centers.iter().map(|center| center.get(&v.name).map_or(Cell::Missing, |value| write(*value)));
    std::iter::once(Cell::Text(variable(found, v, locale))).chain(cells).collect()
}
