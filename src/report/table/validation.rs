//! The segments on columns that took no part in making them.

use super::words::{Measure, say, segment_at, segments};
use super::{Cell, Column, Table};
use crate::locale::Locale;
use crate::segmentation::{SegmentationFindings, Validation, ValidationKind};

/// The most categories of a column that are printed by name; the rest is pooled, in the table only.
const MOST_CATEGORIES: usize = 10;

/// The tables of the validation that have something to show.
pub fn tables(found: &SegmentationFindings, locale: &Locale) -> Vec<Table> {
    let all = [tests(found, locale), numeric(found, locale), pairs(found, locale), categories(found, locale)];
    all.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

fn column(locale: &Locale) -> Column {
    Column::prose(say(locale, "Kolom", "Column"))
}

fn p(p: Option<f64>) -> Cell {
    p.map_or(Cell::Missing, Cell::P)
}

fn label(one: &Validation, locale: &Locale) -> Cell {
    Cell::Text(one.labels.get(locale.language).to_owned())
}

/// A row per column: the test, its p value and the size of the effect.
fn tests(found: &SegmentationFindings, locale: &Locale) -> Table {
    let heads = [
        ("n", "n"),
        ("Tanpa nilai", "Missing"),
        ("Statistik", "Statistic"),
        ("db", "df"),
        ("p", "p"),
        ("p (Holm)", "p (Holm)"),
        ("Ukuran efek", "Effect size"),
    ];
    let mut columns = vec![column(locale), Column::prose(say(locale, "Uji", "Test"))];
    columns.extend(heads.map(|(id, en)| Column::numeric(say(locale, id, en))));
    let corrected = found.validation.iter().any(|one| one.cramers_v_corrected.is_some());
    columns.extend(corrected.then(|| Column::numeric(say(locale, "Terkoreksi", "Corrected"))));
    let row = |one: &Validation| {
        let (test, statistic, effect) = match one.kind {
            ValidationKind::Numeric => ("Kruskal–Wallis: H, ε²", one.h, one.epsilon_squared),
            ValidationKind::Category => ("Pearson: χ², V", one.chi_square, one.cramers_v),
        };
        let mut row = vec![
            label(one, locale),
            Cell::Text(test.to_owned()),
            Cell::Count(one.n),
            Cell::Count(one.missing),
            Cell::optional(statistic, 2),
            one.df.map_or(Cell::Missing, Cell::Count),
            p(one.p),
            p(one.p_holm),
            Cell::optional(effect, 3),
        ];
        row.extend(corrected.then(|| Cell::optional(one.cramers_v_corrected, 3)));
        row
    };
    let note = say(
        locale,
        "H dikoreksi untuk nilai sama; ε² = H/(n − 1); V: Cramér. db: derajat bebas. p (Holm): disesuaikan untuk semua kolom dalam tabel ini.",
        "H is corrected for ties; ε² = H/(n − 1); V: Cramér's. df: degrees of freedom. p (Holm): adjusted over all columns of this table.",
    );
    let without_bias = say(
        locale,
        "Terkoreksi: V tanpa bias sampel kecil.",
        "Corrected: V without its bias in small samples.",
    );
    Table::new("validation_tests", columns, found.validation.iter().map(row).collect())
        .noted([note.to_owned(), if corrected { without_bias.to_owned() } else { String::new() }])
}

/// A block of rows per numeric column: quartiles by segment.
fn numeric(found: &SegmentationFindings, locale: &Locale) -> Table {
    let heads = [
        ("n", "n"),
        ("Q1", "Q1"),
        ("Median", "Median"),
        ("Q3", "Q3"),
        ("Minimum", "Minimum"),
        ("Maksimum", "Maximum"),
        ("Peringkat", "Rank"),
    ];
    let mut columns = vec![column(locale), Column::prose(say(locale, "Segmen", "Segment"))];
    columns.extend(heads.map(|(id, en)| Column::numeric(say(locale, id, en))));
    let names = segments(found, locale);
    let block = |one: &Validation| -> Vec<Vec<Cell>> {
        let measure = Measure::of_validation(one);
        let ranks = one.mean_ranks.iter().copied().chain(std::iter::repeat(None));
        let mut name = Some(measure.title(one.labels.get(locale.language), &one.unit, locale));
        let rows = one.by_segment.iter().zip(&names).zip(ranks).map(|((spread, segment), rank)| {
            let values = [spread.q1, spread.median, spread.q3, spread.min, spread.max];
            let mut row = vec![
                Cell::Text(name.take().unwrap_or_default()),
                Cell::Text(segment.clone()),
                Cell::Count(spread.n),
            ];
            row.extend(values.map(|value| measure.middle(value)));
            row.push(Cell::optional(rank, 1));
            row
        });
        rows.collect()
    };
    let numeric = found.validation.iter().filter(|one| one.kind == ValidationKind::Numeric);
    let note = say(
        locale,
        "Q1 dan Q3: kuartil pertama dan ketiga. Peringkat: rata-rata peringkat di antara semua nilai.",
        "Q1 and Q3: first and third quartile. Rank: the mean rank among all values.",
    );
    Table::new("validation_numeric", columns, numeric.flat_map(block).collect())
        .in_blocks()
        .noted([note.to_owned()])
}

/// A row per two segments of every numeric column on which the segments differ.
fn pairs(found: &SegmentationFindings, locale: &Locale) -> Table {
    let columns = vec![
        column(locale),
        Column::prose(say(locale, "Segmen pertama", "First segment")),
        Column::prose(say(locale, "Segmen kedua", "Second segment")),
        Column::numeric("z"),
        Column::numeric("p"),
        Column::numeric("p (Holm)"),
    ];
    let block = |one: &Validation| -> Vec<Vec<Cell>> {
        let mut name = Some(one.labels.get(locale.language).to_owned());
        let row = |pair: &crate::segmentation::Pair| {
            vec![
                Cell::Text(name.take().unwrap_or_default()),
                Cell::Text(segment_at(found, pair.a, locale)),
                Cell::Text(segment_at(found, pair.b, locale)),
                Cell::number(pair.z, 2),
                Cell::P(pair.p),
                Cell::P(pair.p_holm),
            ]
        };
        one.pairs.iter().map(row).collect()
    };
    let note = say(
        locale,
        "z menurut Dunn dari selisih rata-rata peringkat; positif bila segmen yang disebut lebih dahulu lebih tinggi. p (Holm): disesuaikan untuk semua pasangan satu kolom.",
        "z is Dunn's, of the difference of mean ranks; positive where the segment named first is higher. p (Holm): adjusted over all pairs of a column.",
    );
    Table::new("validation_pairs", columns, found.validation.iter().flat_map(block).collect())
        .in_blocks()
        .noted([note.to_owned()])
}

/// A block of rows per column of categories: units by segment, and their share of the segment.
fn categories(found: &SegmentationFindings, locale: &Locale) -> Table {
    let mut columns = vec![column(locale), Column::prose(say(locale, "Kategori", "Category"))];
    for segment in segments(found, locale) {
        columns.push(Column::numeric(format!("{segment}, n")));
        columns.push(Column::numeric(format!("{segment}, %")));
    }
    columns.push(Column::numeric(say(locale, "Semua, n", "All, n")));
    let categories = || found.validation.iter().filter(|one| one.kind == ValidationKind::Category);
    let note = say(
        locale,
        "Persentase dari unit segmen yang bernilai pada kolom itu.",
        "Percentages are of the segment's units that have a value in the column.",
    );
    let pooled = say(
        locale,
        "Kategori yang jarang digabungkan dalam tabel ini saja; ujinya memakai semua kategori.",
        "Rare categories are pooled in this table alone; the test uses all of them.",
    );
    let any = categories().any(|one| one.categories.len() > MOST_CATEGORIES);
    let rows = categories().flat_map(|one| category_block(one, locale));
    Table::new("validation_categories", columns, rows.collect())
        .in_blocks()
        .noted([note.to_owned(), if any { pooled.to_owned() } else { String::new() }])
}

fn category_block(one: &Validation, locale: &Locale) -> Vec<Vec<Cell>> {
    let (shown, rest) = match one.categories.len() {
        n if n > MOST_CATEGORIES => one.categories.split_at(MOST_CATEGORIES),
        n => one.categories.split_at(n),
    };
    let totals: Vec<usize> = one.counts.iter().map(|row| row.iter().sum()).collect();
    let mut name = Some(one.labels.get(locale.language).to_owned());
    let mut line = |category: String, counts: Vec<usize>| {
        let mut row = vec![Cell::Text(name.take().unwrap_or_default()), Cell::Text(category)];
        for (count, total) in counts.iter().zip(&totals) {
            let share = *count as f64 / (*total).max(1) as f64;
            row.push(Cell::Count(*count));
            row.push(if *total == 0 { Cell::Missing } else { Cell::Percent { share, decimals: 1 } });
        }
        row.push(Cell::Count(counts.iter().sum()));
        row
    };
    let counts = |j: usize| one.counts.iter().map(|row| row.get(j).copied().unwrap_or(0)).collect();
    let mut rows: Vec<_> =
        shown.iter().enumerate().map(|(j, category)| line(category.clone(), counts(j))).collect();
    if !rest.is_empty() {
        let pooled = one.counts.iter().map(|row| row.iter().skip(MOST_CATEGORIES).sum()).collect();
        let words = say(locale, "Lainnya", "Other");
        rows.push(line(format!("{words} ({})", locale.count(rest.len())), pooled));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::tests::findings;
    use super::*;
    use crate::locale::Language;

    /// Findings of two segments with a numeric column and one of twelve categories, the last two of one unit each.
    fn found() -> SegmentationFindings {
        let column = |name: &str, kind: &str| {
            serde_json::json!({
                "name": name, "label": name, "labels": {"id": name, "en": name}, "unit": "km", "money": false,
                "decimals": 0, "kind": kind, "n": 3, "missing": 1, "h": null, "epsilon_squared": null,
                "chi_square": null, "cramers_v": null, "cramers_v_corrected": null, "expected_below_5": null,
                "df": null, "p": null, "p_holm": null, "by_segment": [], "mean_ranks": [], "pairs": [], "categories": [], "counts": [],
            })
        };
        let spread = |median: f64| {
            serde_json::json!({
                "n": 2, "mean": median, "sd": 1.0, "median": median, "q1": 1.0, "q3": 4.0, "min": 1.0, "max": 4.0, "zeros": 0,
            })
        };
        let mut far = column("far", "numeric");
        far["by_segment"] = serde_json::json!([spread(2.0), spread(2.5)]);
        far["mean_ranks"] = serde_json::json!([1.5, null]);
        let mut kind = column("kind", "category");
        kind["categories"] = (0..12).map(|i| format!("c{i}")).collect();
        kind["counts"] =
            serde_json::json!([[8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0], [3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]]);
        let columns = [far, kind].map(|column| serde_json::from_value(column).expect("a column"));
        let segmentation = findings().segmentation.expect("a segmentation");
        SegmentationFindings { validation: columns.into(), ..segmentation }
    }

    fn views() -> Vec<super::super::TableView> {
        let locale = Locale { language: Language::En, currency: "USD".into() };
        tables(&found(), &locale).iter().map(|table| table.view(&locale)).collect()
    }

    #[test]
    fn only_tables_with_rows_are_there_and_what_was_not_tested_is_a_dash() {
        let views = views();
        let names: Vec<&str> = views.iter().map(|view| view.name).collect();
        assert_eq!(names, ["validation_tests", "validation_numeric", "validation_categories"]);
        assert_eq!(views[0].rows[0], ["far", "Kruskal–Wallis: H, ε²", "3", "1", "–", "–", "–", "–", "–"]);
    }

    #[test]
    fn a_block_names_its_column_and_its_unit_once() {
        let numeric = &views()[1];
        assert!(numeric.blocks);
        assert_eq!(
            numeric.rows[0],
            ["far (km)", "Segment 1", "2", "1.00", "2.00", "4.00", "1.00", "4.00", "1.5"]
        );
        assert_eq!(numeric.rows[1], ["", "Segment 2", "2", "1.00", "2.50", "4.00", "1.00", "4.00", "–"]);
    }

    #[test]
    fn rare_categories_are_pooled_and_shares_are_of_the_segment() {
        let categories = &views()[2];
        assert_eq!(categories.rows.len(), MOST_CATEGORIES + 1);
        assert_eq!(categories.rows[0], ["kind", "c0", "8", "44.4%", "3", "75.0%", "11"]);
        assert_eq!(categories.rows[MOST_CATEGORIES], ["", "Other (2)", "1", "5.6%", "1", "25.0%", "2"]);
        assert_eq!(categories.notes.len(), 2);
    }
}
