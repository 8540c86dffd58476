//! Segments compared on a survey's scores, and objects compared by the same respondents.

use super::survey::{ByObject, Head, construct, count, object, p, segment};
use super::words::say;
use super::{Cell, Column, Group, Table};
use crate::locale::Locale;
use crate::positioning::{ObjectComparison, ObjectPair, PositioningFindings, SegmentComparison, SegmentPair};

/// Comparisons over all segments and objects, then of every two.
pub fn tables(found: &PositioningFindings, locale: &Locale) -> Vec<Table> {
    vec![
        segment_comparisons(found, locale),
        segment_pairs(found, locale),
        object_comparisons(found, locale),
        object_pairs(found, locale),
    ]
}

fn numeric(heads: &[(&str, &str)], locale: &Locale) -> Vec<Column> {
    heads.iter().map(|(id, en)| Column::numeric(say(locale, id, en))).collect()
}

/// A row per object and construct: the test over all segments.
fn segment_comparisons(found: &PositioningFindings, locale: &Locale) -> Table {
    let mut blocks = ByObject::of(found);
    let mut columns = vec![Column::prose(say(locale, "Konstruk", "Construct"))];
    let heads = [("n", "n"), ("H", "H"), ("db", "df"), ("p", "p"), ("p (Holm)", "p (Holm)"), ("ε²", "ε²")];
    columns.extend(numeric(&heads, locale));
    let row = |one: &SegmentComparison| {
        let cells = vec![
            Cell::Text(construct(found, &one.construct)),
            Cell::Count(one.n),
            Cell::optional(one.h, 2),
            count(one.df),
            p(one.p),
            p(one.p_holm),
            Cell::optional(one.epsilon_squared, 3),
        ];
        blocks.row(&one.object, cells)
    };
    let rows = found.segment_comparisons.iter().map(row).collect();
    let note = say(
        locale,
        "Uji Kruskal–Wallis, dikoreksi untuk nilai sama; ε² = H/(n − 1). db: derajat bebas. p (Holm): disesuaikan untuk semua uji dalam tabel ini.",
        "Kruskal–Wallis tests, corrected for ties; ε² = H/(n − 1). df: degrees of freedom. p (Holm): adjusted over all tests of this table.",
    );
    let table = Table::new("survey_segment_comparisons", ByObject::of(found).columns(columns, locale), rows);
    let table = if found.has_objects { table.in_blocks() } else { table };
    table.noted([note.to_owned()])
}

/// The most pairs of segments that stand side by side.
const MOST_PAIRS: usize = 6;

/// Every two segments, where the test over all is significant: side by side, or a row each where they are many.
fn segment_pairs(found: &PositioningFindings, locale: &Locale) -> Table {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for pair in found.segment_comparisons.iter().flat_map(|one| &one.pairs) {
        if !pairs.contains(&(pair.a, pair.b)) {
            pairs.push((pair.a, pair.b));
        }
    }
    pairs.sort_unstable();
    let table = match pairs.len() {
        n if n <= MOST_PAIRS => pairs_side_by_side(found, &pairs, locale),
        _ => pairs_in_rows(found, locale),
    };
    let note = say(
        locale,
        "z menurut Dunn dari selisih rata-rata peringkat; positif bila segmen yang disebut lebih dahulu lebih tinggi. p (Holm): disesuaikan untuk semua pasangan satu uji.",
        "z is Dunn's, of the difference of mean ranks; positive where the segment named first is higher. p (Holm): adjusted over all pairs of one test.",
    );
    let table = if found.has_objects { table.in_blocks() } else { table };
    table.noted([note.to_owned()])
}

/// A row per object and construct, with two columns for every pair.
fn pairs_side_by_side(found: &PositioningFindings, pairs: &[(usize, usize)], locale: &Locale) -> Table {
    let mut blocks = ByObject::of(found);
    let mut columns = vec![Column::prose(say(locale, "Konstruk", "Construct"))];
    let mut groups = vec![Group { label: String::new(), span: 1 + usize::from(found.has_objects) }];
    for (a, b) in pairs {
        columns.extend(numeric(&[("z", "z"), ("p (Holm)", "p (Holm)")], locale));
        let [a, b] = [a, b].map(|number| segment(found, Some(*number), locale));
        groups.push(Group { label: format!("{a} – {b}"), span: 2 });
    }
    let compared = found.segment_comparisons.iter().filter(|one| !one.pairs.is_empty());
    let rows = compared.map(|one| {
        let mut row = vec![Cell::Text(construct(found, &one.construct))];
        for (a, b) in pairs {
            let pair = one.pairs.iter().find(|pair| (pair.a, pair.b) == (*a, *b));
            row.push(Cell::optional(pair.map(|pair| pair.z), 2));
            row.push(p(pair.map(|pair| pair.p_holm)));
        }
        blocks.row(&one.object, row)
    });
    let rows = rows.collect();
    let table = Table::new("survey_segment_pairs", blocks.columns(columns, locale), rows);
    Table { groups, ..table }
}

/// A row per object, construct and pair.
fn pairs_in_rows(found: &PositioningFindings, locale: &Locale) -> Table {
    let mut blocks = ByObject::of(found);
    let mut columns = vec![
        Column::prose(say(locale, "Konstruk", "Construct")),
        Column::prose(say(locale, "Segmen pertama", "First segment")),
        Column::prose(say(locale, "Segmen kedua", "Second segment")),
    ];
    columns.extend(numeric(&[("z", "z"), ("p", "p"), ("p (Holm)", "p (Holm)")], locale));
    let mut rows = Vec::new();
    for one in &found.segment_comparisons {
        let row = |pair: &SegmentPair| {
            vec![
                Cell::Text(construct(found, &one.construct)),
                Cell::Text(segment(found, Some(pair.a), locale)),
                Cell::Text(segment(found, Some(pair.b), locale)),
                Cell::number(pair.z, 2),
                Cell::P(pair.p),
                Cell::P(pair.p_holm),
            ]
        };
        rows.extend(one.pairs.iter().map(|pair| blocks.row(&one.object, row(pair))));
    }
    Table::new("survey_segment_pairs", blocks.columns(columns, locale), rows)
}

/// A row per construct: the test over all objects.
fn object_comparisons(found: &PositioningFindings, locale: &Locale) -> Table {
    let mut columns = vec![Column::prose(say(locale, "Konstruk", "Construct"))];
    let heads = [
        ("n", "n"),
        ("Tidak lengkap", "Incomplete"),
        ("χ²", "χ²"),
        ("db", "df"),
        ("p", "p"),
        ("p (Holm)", "p (Holm)"),
        ("W", "W"),
    ];
    columns.extend(numeric(&heads, locale));
    let before = columns.len();
    columns.extend(found.objects.iter().map(|object| Column::numeric(object.label.as_str())));
    let row = |one: &ObjectComparison| {
        let mut cells = vec![
            Cell::Text(construct(found, &one.construct)),
            Cell::Count(one.n),
            Cell::Count(one.dropped),
            Cell::optional(one.chi_square, 2),
            count(one.df),
            p(one.p),
            p(one.p_holm),
            Cell::optional(one.w, 3),
        ];
        let rank = |i: usize| Cell::optional(one.mean_ranks.get(i).copied(), 2);
        cells.extend((0..found.objects.len()).map(rank));
        cells
    };
    let note = say(
        locale,
        "Uji Friedman atas responden yang memiliki skor pada semua objek, dikoreksi untuk nilai sama; tidak lengkap: responden yang hanya memiliki skor pada sebagian objek. W: Kendall. db: derajat bebas. p (Holm): disesuaikan untuk semua uji dalam tabel ini. Peringkat rata-rata tertinggi: dinilai paling baik.",
        "Friedman tests over respondents with a score on every object, corrected for ties; incomplete: respondents with a score on some objects only. W: Kendall's. df: degrees of freedom. p (Holm): adjusted over all tests of this table. The highest mean rank is rated best.",
    );
    let ranks = say(locale, "Peringkat rata-rata", "Mean rank").to_owned();
    let groups =
        vec![Group { label: String::new(), span: before }, Group { label: ranks, span: found.objects.len() }];
    let rows = found.object_comparisons.iter().map(row).collect();
    let table = Table::new("survey_object_comparisons", columns, rows);
    Table { groups, ..table }.noted([note.to_owned()])
}

/// A row per two objects, where the test over all is significant.
fn object_pairs(found: &PositioningFindings, locale: &Locale) -> Table {
    let mut columns = vec![
        Column::prose(say(locale, "Konstruk", "Construct")),
        Column::prose(say(locale, "Objek pertama", "First object")),
        Column::prose(say(locale, "Objek kedua", "Second object")),
    ];
    let heads = [
        ("n", "n"),
        ("Sama", "Equal"),
        ("W+", "W+"),
        ("W−", "W−"),
        ("z", "z"),
        ("p", "p"),
        ("p (Holm)", "p (Holm)"),
        ("r", "r"),
    ];
    columns.extend(numeric(&heads, locale));
    let mut head = Head::default();
    let mut rows = Vec::new();
    for one in &found.object_comparisons {
        for pair in &one.pairs {
            let mut row = vec![head.cell(construct(found, &one.construct))];
            row.extend(pair_cells(found, pair));
            rows.push(row);
        }
    }
    let note = say(
        locale,
        "Uji peringkat bertanda Wilcoxon atas responden yang memiliki skor pada kedua objek; skor yang sama tidak ikut diperingkat; tanpa z: p eksak. W+ dan W−: jumlah peringkat selisih yang mengunggulkan objek pertama dan kedua. r: korelasi peringkat-biserial, positif bila objek yang disebut lebih dahulu dinilai lebih tinggi. p (Holm): disesuaikan untuk semua pasangan satu konstruk.",
        "Wilcoxon signed-rank tests over the respondents with a score on both objects; equal scores are not ranked; without z, p is exact. W+ and W−: sums of the ranks of differences in favour of the first and the second object. r: matched rank-biserial correlation, positive where the object named first is rated higher. p (Holm): adjusted over all pairs of a construct.",
    );
    Table::new("survey_object_pairs", columns, rows).in_blocks().noted([note.to_owned()])
}

fn pair_cells(found: &PositioningFindings, pair: &ObjectPair) -> Vec<Cell> {
    vec![
        Cell::Text(object(found, &pair.a)),
        Cell::Text(object(found, &pair.b)),
        Cell::Count(pair.n),
        Cell::Count(pair.zeros),
        Cell::number(pair.w_plus, 1),
        Cell::number(pair.w_minus, 1),
        Cell::optional(pair.z, 2),
        Cell::P(pair.p),
        Cell::P(pair.p_holm),
        Cell::number(pair.rank_biserial, 2),
    ]
}
