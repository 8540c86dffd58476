//! The indices by number of segments, and what each votes for.

use super::words::{decimals_for, say};
use super::{Cell, Column, Table};
use crate::locale::Locale;
use crate::segmentation::{ChoiceFindings, GapOfK, IndicesOfK, SegmentationFindings};

/// A row per number of segments, one and the one beyond the range for the gap statistic alone; the votes below.
pub fn of_k(found: &SegmentationFindings, choice: &ChoiceFindings, locale: &Locale) -> Table {
    let decimals = Decimals::of(found);
    let rows = choice.gap.curve.iter().map(|gap| {
        let indices = found.choice_of_k.iter().find(|one| one.k == gap.k);
        row(gap, indices, &decimals)
    });
    Table::new("choice_of_k", columns(locale), rows.collect())
        .totalled(votes(found, locale))
        .noted([note(choice, locale)])
}

fn columns(locale: &Locale) -> Vec<Column> {
    vec![
        Column::text(say(locale, "Banyaknya segmen", "Segments")),
        Column::numeric(say(locale, "JK dalam segmen", "Within SS")),
        Column::numeric("Silhouette"),
        Column::numeric("Caliński–Harabasz"),
        Column::numeric("Davies–Bouldin"),
        Column::numeric(say(locale, "Gap", "Gap")),
        Column::numeric("s"),
        Column::numeric(say(locale, "Suara", "Votes")),
        Column::numeric(say(locale, "Permulaan", "Starts")),
        Column::numeric("≤\u{a0}0,1%".replace(',', say(locale, ",", "."))),
    ]
}

/// Decimals of the columns whose numbers have no fixed size.
struct Decimals {
    within_ss: u32,
    calinski_harabasz: u32,
}

impl Decimals {
    fn of(found: &SegmentationFindings) -> Self {
        Self {
            within_ss: decimals_for(found.choice_of_k.iter().map(|one| one.within_ss)),
            calinski_harabasz: decimals_for(found.choice_of_k.iter().map(|one| one.calinski_harabasz)),
        }
    }
}

fn row(gap: &GapOfK, indices: Option<&IndicesOfK>, decimals: &Decimals) -> Vec<Cell> {
    let cell = |value: fn(&IndicesOfK) -> f64, decimals: u32| Cell::optional(indices.map(value), decimals);
    vec![
        Cell::Count(gap.k),
        cell(|one| one.within_ss, decimals.within_ss),
        cell(|one| one.silhouette, 3),
        cell(|one| one.calinski_harabasz, decimals.calinski_harabasz),
        cell(|one| one.davies_bouldin, 3),
        Cell::number(gap.gap, 3),
        Cell::number(gap.se, 3),
        indices.map_or(Cell::Missing, |one| Cell::Count(one.votes)),
        indices.map_or(Cell::Missing, |one| Cell::Count(one.starts_at_best)),
        indices.map_or(Cell::Missing, |one| Cell::Count(one.starts_near_best)),
    ]
}

/// The number of segments that each index votes for.
fn votes(found: &SegmentationFindings, locale: &Locale) -> Vec<Cell> {
    let of = |criterion: &str| {
        let vote = found.votes.iter().find(|vote| vote.criterion == criterion);
        vote.and_then(|vote| vote.k).map_or(Cell::Missing, Cell::Count)
    };
    vec![
        Cell::Text(say(locale, "Pilihan indeks", "Vote of the index").to_owned()),
        Cell::Missing,
        of("silhouette"),
        of("calinski-harabasz"),
        of("davies-bouldin"),
        of("gap"),
        Cell::Missing,
        Cell::Missing,
        Cell::Missing,
        Cell::Missing,
    ]
}

fn note(choice: &ChoiceFindings, locale: &Locale) -> String {
    let (references, beyond) = (locale.count(choice.gap.references), locale.count(choice.to + 1));
    let (starts, of_each) = (locale.count(choice.starts), locale.count(choice.gap.starts));
    match locale.language {
        crate::locale::Language::Id => format!(
            "JK: jumlah kuadrat jarak ke pusat segmen; tidak ikut memilih. s: galat baku gap dari {references} data acuan, masing-masing yang terbaik dari {of_each} permulaan. Baris 1 dan {beyond} hanya untuk statistik gap. Permulaan: berapa dari {starts} permulaan yang berakhir pada penyelesaian itu; ≤ 0,1%: berapa, termasuk yang itu, yang jumlah kuadratnya paling banyak 0,1% lebih besar."
        ),
        crate::locale::Language::En => format!(
            "Within SS: sum of squared distances to the segment centres; it has no vote. s: standard error of the gap from {references} reference data sets, each the best of {of_each} starts. Rows 1 and {beyond} are for the gap statistic alone. Starts: how many of {starts} ended in that solution; ≤ 0.1%: how many, these included, ended with a sum of squares at most 0.1% larger."
        ),
    }
}
