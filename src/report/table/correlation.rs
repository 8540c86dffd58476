//! How the variables go together.

use super::words::say;
use super::{Cell, Column, Table};
use crate::locale::Locale;
use crate::segmentation::{Correlation, SegmentationFindings};
use crate::study::schema::Transform;

/// The fewest units whose correlations are printed: with three, almost any line fits.
const FEWEST_UNITS: usize = 4;
/// The fewest variables that make a table; of two, a sentence says everything.
const FEWEST_VARIABLES: usize = 3;
/// The most variables that are printed as a matrix.
const WIDEST: usize = 12;
/// With more variables, so many pairs are listed.
const LISTED: usize = 20;

/// Pearson below the diagonal and Spearman above it, or the strongest pairs where there are many variables.
///
/// None with fewer than three variables, with more than fifty, or with too few units.
pub fn correlations(found: &SegmentationFindings, locale: &Locale) -> Option<Table> {
    let some = found.correlations.iter().any(|pair| pair.pearson.is_some());
    if !some || found.n < FEWEST_UNITS || found.variables.len() < FEWEST_VARIABLES {
        return None;
    }
    let table =
        if found.variables.len() <= WIDEST { matrix(found, locale) } else { strongest(found, locale) };
    Some(table.noted([critical(found, locale), transformed(found, locale)]))
}

fn matrix(found: &SegmentationFindings, locale: &Locale) -> Table {
    let mut columns = vec![Column::prose(say(locale, "Variabel", "Variable"))];
    columns.extend((1..=found.variables.len()).map(|number| Column::numeric(number.to_string())));
    let row = |i: usize| {
        let head = format!("{}. {}", i + 1, found.variables[i].labels.get(locale.language));
        let cells = (0..found.variables.len()).map(|j| cell(found, i, j));
        std::iter::once(Cell::Text(head)).chain(cells).collect()
    };
    let legend = say(
        locale,
        "Di bawah diagonal: korelasi Pearson; di atasnya: korelasi peringkat Spearman.",
        "Below the diagonal: Pearson's correlation; above it: Spearman's rank correlation.",
    );
    Table::new("correlations", columns, (0..found.variables.len()).map(row).collect())
        .noted([legend.to_owned()])
}

fn cell(found: &SegmentationFindings, i: usize, j: usize) -> Cell {
    let [a, b] = [i.min(j), i.max(j)].map(|place| &found.variables[place].name);
    let pair = found.correlations.iter().find(|pair| pair.a == *a && pair.b == *b);
    Cell::optional(pair.and_then(|pair| if i > j { pair.pearson } else { pair.spearman }), 2)
}

fn strongest(found: &SegmentationFindings, locale: &Locale) -> Table {
    let variable = say(locale, "Variabel", "Variable");
    let columns = vec![
        Column::prose(variable),
        Column::prose(variable),
        Column::numeric("Pearson"),
        Column::numeric("p"),
        Column::numeric("Spearman"),
        Column::numeric("p"),
    ];
    let strength = |pair: &Correlation| pair.pearson.unwrap_or(0.0).abs();
    let mut pairs: Vec<&Correlation> = found.correlations.iter().collect();
    pairs.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
    let label = |name: &str| {
        let variable = found.variables.iter().find(|variable| variable.name == name);
        Cell::Text(variable.map_or(name, |v| v.labels.get(locale.language)).to_owned())
    };
    let p = |p: Option<f64>| p.map_or(Cell::Missing, Cell::P);
    let row = |pair: &&Correlation| {
        vec![
            label(&pair.a),
            label(&pair.b),
            Cell::optional(pair.pearson, 2),
            p(pair.pearson_p),
            Cell::optional(pair.spearman, 2),
            p(pair.spearman_p),
        ]
    };
    let legend = match locale.language {
        crate::locale::Language::Id => {
            format!("{LISTED} pasangan dengan korelasi Pearson terkuat dari {} pasangan.", pairs.len())
        }
        crate::locale::Language::En => {
            format!("The {LISTED} pairs of {} with the strongest Pearson correlation.", pairs.len())
        }
    };
    Table::new("correlations", columns, pairs.iter().take(LISTED).map(row).collect()).noted([legend])
}

/// From which correlation on one is significant.
fn critical(found: &SegmentationFindings, locale: &Locale) -> String {
    let Some(limit) = found.critical_correlation else { return String::new() };
    let (n, limit) = (locale.count(found.n), locale.number(limit, 3));
    match locale.language {
        crate::locale::Language::Id => format!(
            "n = {n}. Korelasi yang besarnya {limit} atau lebih berbeda nyata dari nol pada taraf 5% dua sisi (untuk Spearman kira-kira)."
        ),
        crate::locale::Language::En => format!(
            "n = {n}. A correlation of {limit} or more in size differs from zero at the two-sided 5% level (for Spearman's, approximately)."
        ),
    }
}

fn transformed(found: &SegmentationFindings, locale: &Locale) -> String {
    let words = say(
        locale,
        "Dihitung dari nilai setelah transformasi.",
        "Computed from the values after the transform.",
    );
    if found.transform == Transform::None { String::new() } else { words.to_owned() }
}
