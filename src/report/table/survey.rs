//! Who answered a survey, and whether they stand for the others.

use super::words::{currency, say};
use super::{Cell, Column, Table, survey_items, survey_scores, survey_tests};
use crate::locale::{Language, Locale};
use crate::positioning::{
    PositioningFindings, ProfileColumn, Representative, Respondents, RespondentsOfSegment,
};

/// Every table of a survey, in the order of the report.
pub fn tables(found: &PositioningFindings, locale: &Locale) -> Vec<Table> {
    let mut tables = vec![
        respondents(found, locale),
        response(found, locale),
        sample(found, locale),
        representative(found, locale),
    ];
    tables.extend(survey_items::tables(found, locale));
    tables.extend(survey_scores::tables(found, locale));
    tables.extend(survey_tests::tables(found, locale));
    tables.retain(|table| !table.rows.is_empty());
    tables
}

/// What an object is called.
pub fn object(found: &PositioningFindings, name: &str) -> String {
    let object = found.objects.iter().find(|object| object.name == name);
    object.map_or_else(|| name.to_owned(), |object| object.label.clone())
}

/// What a construct is called.
pub fn construct(found: &PositioningFindings, name: &str) -> String {
    let construct = found.constructs.iter().find(|construct| construct.name == name);
    construct.map_or_else(|| name.to_owned(), |construct| construct.label.clone())
}

/// What a segment is called, in words where its label is only a number; all of them together without a number.
pub fn segment(found: &PositioningFindings, number: Option<usize>, locale: &Locale) -> String {
    let Some(number) = number else { return say(locale, "Semua", "All").to_owned() };
    let segment = found.segments.iter().find(|segment| segment.segment == number);
    in_words(segment.map_or("", |segment| segment.label.as_str()), number, locale)
}

fn in_words(label: &str, number: usize, locale: &Locale) -> String {
    if label.chars().all(|c| c.is_ascii_digit()) {
        format!("{} {number}", say(locale, "Segmen", "Segment"))
    } else {
        label.to_owned()
    }
}

/// A number of things, where it is known.
pub fn count(n: Option<usize>) -> Cell {
    n.map_or(Cell::Missing, Cell::Count)
}

/// A p value, where there is one.
pub fn p(p: Option<f64>) -> Cell {
    p.map_or(Cell::Missing, Cell::P)
}

/// A share with one decimal of its percentage, where it is known.
pub fn percent(share: Option<f64>) -> Cell {
    share.map_or(Cell::Missing, |share| Cell::Percent { share, decimals: 1 })
}

/// What the interval of an estimate is called, with its confidence.
pub fn interval(found: &PositioningFindings, locale: &Locale) -> String {
    let confidence = locale.percent(found.rules.confidence, 0);
    match locale.language {
        Language::Id => format!("Interval {confidence}"),
        Language::En => format!("{confidence} interval"),
    }
}

/// The head of a block of rows: a label that is written only in the first of the rows it belongs to.
#[derive(Default)]
pub struct Head(Option<String>);

impl Head {
    /// The label, or an empty cell where the row before had the same.
    pub fn cell(&mut self, label: String) -> Cell {
        if self.0.as_ref() == Some(&label) {
            return Cell::Text(String::new());
        }
        self.0 = Some(label.clone());
        Cell::Text(label)
    }
}

/// The block of rows per object, where respondents told several objects apart.
pub struct ByObject<'a> {
    found: &'a PositioningFindings,
    head: Head,
}

impl<'a> ByObject<'a> {
    /// The blocks of a survey.
    pub fn of(found: &'a PositioningFindings) -> Self {
        Self { found, head: Head::default() }
    }

    /// The columns of a table, after one for the object.
    pub fn columns(&self, columns: Vec<Column>, locale: &Locale) -> Vec<Column> {
        let object = self.found.has_objects.then(|| Column::prose(say(locale, "Objek", "Object")));
        object.into_iter().chain(columns).collect()
    }

    /// A row about an object, after a cell for the object.
    pub fn row(&mut self, name: &str, cells: Vec<Cell>) -> Vec<Cell> {
        let object = self.found.has_objects.then(|| self.head.cell(object(self.found, name)));
        object.into_iter().chain(cells).collect()
    }
}

/// A block of rows per column that describes the respondents.
fn respondents(found: &PositioningFindings, locale: &Locale) -> Table {
    let columns = vec![
        Column::prose(say(locale, "Karakteristik", "Characteristic")),
        Column::prose(say(locale, "Nilai", "Value")),
        Column::numeric("n"),
        Column::numeric(say(locale, "Bagian", "Share")),
    ];
    let profile = &found.respondents.profile;
    let note = say(
        locale,
        "Persentase dari responden yang bernilai pada karakteristik itu.",
        "Percentages are of the respondents with a value of the characteristic.",
    );
    let missing = profile.iter().any(|column| column.missing > 0);
    Table::new(
        "survey_respondents",
        columns,
        profile.iter().flat_map(|one| profile_block(one, locale)).collect(),
    )
    .in_blocks()
    .noted([if missing { note.to_owned() } else { String::new() }])
}

fn profile_block(column: &ProfileColumn, locale: &Locale) -> Vec<Vec<Cell>> {
    let mut head = Head::default();
    let mut row = |value: &str, n: usize, share: Option<f64>| {
        vec![head.cell(with_unit(column)), Cell::Text(value.to_owned()), Cell::Count(n), percent(share)]
    };
    let mut rows: Vec<_> =
        column.values.iter().map(|value| row(&value.value, value.n, Some(value.share))).collect();
    if column.missing > 0 {
        rows.push(row(say(locale, "Tidak diketahui", "Not known"), column.missing, None));
    }
    rows
}

/// What a column is called, with the unit of its numbers.
fn with_unit(column: &ProfileColumn) -> String {
    match column.unit.as_str() {
        "" => column.label.clone(),
        unit => format!("{} ({unit})", column.label),
    }
}

/// A row per segment, with all of them as the total.
fn response(found: &PositioningFindings, locale: &Locale) -> Table {
    let who = &found.respondents;
    let columns = vec![
        Column::prose(say(locale, "Segmen", "Segment")),
        Column::numeric(say(locale, "Unit", "Units")),
        Column::numeric(say(locale, "Unit yang menjawab", "Units that answered")),
        Column::numeric(say(locale, "Tingkat respons", "Response rate")),
        Column::numeric(say(locale, "Responden", "Respondents")),
    ];
    let row = |one: &RespondentsOfSegment| {
        vec![
            Cell::Text(segment(found, Some(one.segment), locale)),
            Cell::Count(one.population),
            Cell::Count(one.units),
            percent(Some(one.rate)),
            Cell::Count(one.respondents),
        ]
    };
    let mut rows: Vec<_> = who.by_segment.iter().map(row).collect();
    if rows.is_empty() {
        return Table::new("survey_response", columns, rows);
    }
    rows.extend(without_segment(who, locale));
    Table::new("survey_response", columns, rows).totalled(vec![
        Cell::Text(segment(found, None, locale)),
        count(who.population),
        count(who.units),
        percent(who.rate),
        Cell::Count(who.answered),
    ])
}

/// The units that belong to no segment, so that the rows add up to the total; none where there are none.
fn without_segment(who: &Respondents, locale: &Locale) -> Option<Vec<Cell>> {
    let rest = |all: Option<usize>, of: fn(&RespondentsOfSegment) -> usize| {
        all.map(|all| all.saturating_sub(who.by_segment.iter().map(of).sum()))
    };
    let population = rest(who.population, |one| one.population).filter(|n| *n > 0);
    if who.without_segment == 0 && population.is_none() {
        return None;
    }
    let units = rest(who.units, |one| one.units).filter(|_| population.is_some());
    let rate = population.zip(units).map(|(all, units)| units as f64 / all as f64);
    let none = say(locale, "Tanpa segmen", "Without segment").to_owned();
    Some(vec![
        Cell::Text(none),
        count(population),
        count(units),
        percent(rate),
        Cell::Count(who.without_segment),
    ])
}

/// What formulas ask of the size of the sample, and what was reached.
fn sample(found: &PositioningFindings, locale: &Locale) -> Table {
    let columns = vec![
        Column::prose(say(locale, "Ukuran", "Measure")),
        Column::numeric(say(locale, "Nilai", "Value")),
        Column::text(say(locale, "Keterangan", "Verdict")),
    ];
    let who = &found.respondents;
    let reached = who.units.unwrap_or(who.answered);
    let verdict = |met: bool| match met {
        true => say(locale, "✔ terpenuhi", "✔ met"),
        false => say(locale, "✘ belum terpenuhi", "✘ not met"),
    };
    let rows = who.sample_size.iter().flat_map(|size| {
        let row = |label: &str, value: Cell, verdict: &str| {
            let verdict = if verdict.is_empty() { Cell::Missing } else { Cell::Text(verdict.to_owned()) };
            vec![Cell::Text(label.to_owned()), value, verdict]
        };
        let slovin = say(locale, "Ukuran sampel menurut Slovin", "Sample size by Slovin's formula");
        let cochran = say(locale, "Ukuran sampel menurut Cochran", "Sample size by Cochran's formula");
        let margin = say(locale, "Batas galat yang diminta", "Margin of error asked for");
        let margin_reached = say(locale, "Batas galat yang dicapai", "Margin of error reached");
        [
            row(say(locale, "Populasi", "Population"), count(who.population), ""),
            row(margin, percent(Some(size.margin)), ""),
            row(slovin, Cell::Count(size.slovin), verdict(size.meets_slovin)),
            row(cochran, Cell::Count(size.cochran), verdict(size.meets_cochran)),
            row(say(locale, "Ukuran sampel yang dicapai", "Sample size reached"), Cell::Count(reached), ""),
            row(margin_reached, percent(Some(size.margin_reached)), ""),
        ]
    });
    Table::new("survey_sample", columns, rows.collect())
}

/// A row per column on which units with an answer are compared with the rest.
fn representative(found: &PositioningFindings, locale: &Locale) -> Table {
    let group = |id, en| Column::numeric(say(locale, id, en));
    let columns = vec![
        Column::prose(say(locale, "Kolom", "Column")),
        Column::prose(say(locale, "Uji", "Test")),
        group("n menjawab", "n answered"),
        group("n lainnya", "n others"),
        group("Median menjawab", "Median answered"),
        group("Median lainnya", "Median others"),
        Column::numeric(say(locale, "Statistik", "Statistic")),
        Column::numeric("p"),
        Column::numeric("p (Holm)"),
    ];
    let decimals = halves(&found.respondents.representative);
    let row = |one: &Representative| {
        let test = if one.category { "Pearson: χ²" } else { "Kruskal–Wallis: H" };
        vec![
            Cell::Text(titled(one, locale)),
            Cell::Text(test.to_owned()),
            Cell::Count(one.n_answered),
            Cell::Count(one.n_rest),
            median(one, one.median_answered, decimals),
            median(one, one.median_rest, decimals),
            Cell::optional(one.statistic, 2),
            p(one.p),
            p(one.p_holm),
        ]
    };
    let note = say(
        locale,
        "Menjawab: unit dengan sekurang-kurangnya satu jawaban; lainnya: unit tanpa jawaban. p (Holm): disesuaikan untuk semua kolom dalam tabel ini.",
        "Answered: units with at least one answer; others: units without. p (Holm): adjusted over all columns of this table.",
    );
    Table::new("survey_representative", columns, found.respondents.representative.iter().map(row).collect())
        .noted([note.to_owned()])
}

fn titled(one: &Representative, locale: &Locale) -> String {
    match (one.money, one.unit.as_str()) {
        (true, _) => format!("{} ({})", one.label, currency(locale)),
        (false, "") => one.label.clone(),
        (false, unit) => format!("{} ({unit})", one.label),
    }
}

/// One number of decimals for all medians that are no amounts of money: none, one for halves, or two.
fn halves(rows: &[Representative]) -> u32 {
    let all = rows.iter().filter(|one| !one.money).flat_map(|one| [one.median_answered, one.median_rest]);
    let needed = |value: f64| match value {
        value if value.fract() == 0.0 => 0,
        value if (value * 2.0).fract() == 0.0 => 1,
        _ => 2,
    };
    all.flatten().map(needed).max().unwrap_or(0)
}

fn median(one: &Representative, value: Option<f64>, decimals: u32) -> Cell {
    Cell::optional(value, if one.money { 0 } else { decimals })
}
