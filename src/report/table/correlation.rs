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

#[cfg(test)]
mod tests {
    use super::super::tests::findings;
    use super::*;
    use crate::locale::Language;

    fn found(variables: usize) -> SegmentationFindings {
        let segmentation = findings().segmentation.expect("a segmentation");
        let name = |i: usize| format!("v{i}");
        let variable = |i: usize| crate::segmentation::VariableFindings {
            name: name(i),
            ..segmentation.variables[0].clone()
        };
        let pair = |a: usize, b: usize| Correlation {
            a: name(a),
            b: name(b),
            n: 9,
            pearson: Some((a * 10 + b) as f64 / -1000.0),
            pearson_p: Some(0.5),
            spearman: Some((a * 10 + b) as f64 / 100.0),
            spearman_p: None,
        };
        let pairs = (0..variables).flat_map(|a| (a + 1..variables).map(move |b| (a, b)));
        SegmentationFindings {
            n: 9,
            variables: (0..variables).map(variable).collect(),
            correlations: pairs.map(|(a, b)| pair(a, b)).collect(),
            ..segmentation
        }
    }

    fn view(found: &SegmentationFindings) -> Option<super::super::TableView> {
        let locale = Locale { language: Language::En, currency: "USD".into() };
        correlations(found, &locale).map(|table| table.view(&locale))
    }

    #[test]
    fn pearson_stands_below_the_diagonal_and_spearman_above() {
        let table = view(&found(3)).expect("a table");
        assert_eq!(table.rows[0], ["1. a en", "–", "0.01", "0.02"]);
        assert_eq!(table.rows[2], ["3. a en", "0.00", "−0.01", "–"]);
        assert!(table.notes[1].contains("0.900"), "{:?}", table.notes);
    }

    #[test]
    fn many_variables_are_listed_by_strength_and_few_units_or_variables_make_no_table() {
        let table = view(&found(WIDEST + 1)).expect("a table");
        assert_eq!((table.rows.len(), table.columns.len()), (LISTED, 6));
        assert_eq!(table.rows[0][2..], ["−0.12", "0.500", "1.22", "–"]);
        assert!(view(&found(2)).is_none());
        assert!(view(&SegmentationFindings { n: 3, ..found(3) }).is_none());
    }
}
