//! Scores by segment, object and construct, and what follows from them.

use super::survey::{ByObject, Head, construct, interval, percent, segment};
use super::words::say;
use super::{Cell, Column, Group, Table};
use crate::locale::{Language, Locale};
use crate::positioning::{
    ElementFindings, ElementScore, GuidanceFindings, Importance, ImportanceQuadrant, PositioningFindings,
    Score,
};
use crate::study::schema::Classed;

/// The most objects whose classes stand beside their means in one row.
const MOST_CLASSED: usize = 4;

/// The scores in short and in full, importance, and guidance.
pub fn tables(found: &PositioningFindings, locale: &Locale) -> Vec<Table> {
    let mut tables = vec![matrix(found, locale), scores(found, locale), importance(found, locale)];
    tables.extend(found.guidance.as_ref().map(|needs| guidance(found, needs, locale)));
    tables
}

/// The segments that rows are about: each, then all together; all together alone where there are none.
fn parts(found: &PositioningFindings) -> Vec<Option<usize>> {
    found.segments.iter().map(|segment| Some(segment.segment)).chain([None]).collect()
}

/// Columns per object under its name.
fn groups_of(found: &PositioningFindings, before: usize, span: usize) -> Vec<Group> {
    if !found.has_objects {
        return Vec::new();
    }
    let objects = found.objects.iter().map(|object| Group { label: object.label.clone(), span });
    [Group { label: String::new(), span: before }].into_iter().chain(objects).collect()
}

/// A block of rows per construct: the mean of every object in every segment, with its class.
fn matrix(found: &PositioningFindings, locale: &Locale) -> Table {
    let classed = found.objects.len() <= MOST_CLASSED;
    let by_segment = !found.segments.is_empty();
    let mut columns = vec![Column::prose(say(locale, "Konstruk", "Construct"))];
    columns.extend(by_segment.then(|| Column::prose(say(locale, "Segmen", "Segment"))));
    let before = columns.len();
    for object in &found.objects {
        let mean = say(locale, "Rata-rata", "Mean");
        let alone = !classed && found.has_objects;
        columns.push(Column::numeric(if alone { object.label.as_str() } else { mean }));
        columns.extend(classed.then(|| Column::prose(say(locale, "Kategori", "Class"))));
    }
    let mut rows = Vec::new();
    for one in &found.constructs {
        let mut head = Head::default();
        for part in parts(found) {
            let mut row = vec![head.cell(one.label.clone())];
            row.extend(by_segment.then(|| Cell::Text(segment(found, part, locale))));
            for object in &found.objects {
                row.extend(mean_and_class(score(found, part, &object.name, &one.name), classed));
            }
            rows.push(row);
        }
    }
    let groups = if classed { groups_of(found, before, 2) } else { Vec::new() };
    let table = Table::new("survey_scores_matrix", columns, rows).noted([classes_note(found, locale)]);
    let table = if by_segment { table.in_blocks() } else { table };
    Table { groups, ..table }
}

fn score<'a>(
    found: &'a PositioningFindings,
    segment: Option<usize>,
    object: &str,
    construct: &str,
) -> Option<&'a Score> {
    let here = |one: &&Score| one.segment == segment && one.object == object && one.construct == construct;
    found.scores.iter().find(here)
}

fn mean_and_class(score: Option<&Score>, classed: bool) -> Vec<Cell> {
    let mean = score.and_then(|score| score.mean);
    let class = score.map_or("", |score| score.class_label.as_str());
    let mut cells = vec![Cell::optional(mean, 2)];
    cells.extend(
        classed.then(|| Cell::Text(if class.is_empty() { "–".to_owned() } else { class.to_owned() })),
    );
    cells
}

/// The classes with their bounds.
fn classes_note(found: &PositioningFindings, locale: &Locale) -> String {
    let rules = &found.rules;
    let decimals = if rules.cuts.iter().all(|cut| cut.fract() == 0.0) { 0 } else { 2 };
    let sign = if rules.classed == Classed::Tcr { "%" } else { "" };
    let cut = |i: usize| rules.cuts.get(i).map(|cut| format!("{}{sign}", locale.number(*cut, decimals)));
    let class = |(i, label): (usize, &String)| match (i.checked_sub(1).and_then(cut), cut(i)) {
        (None, Some(to)) => format!("{label} (< {to})"),
        (Some(from), None) => format!("{label} (≥ {from})"),
        (Some(from), Some(_)) => format!("{label} (≥ {from})"),
        (None, None) => label.clone(),
    };
    let classes: Vec<String> = rules.classes.iter().enumerate().map(class).collect();
    let lead = match rules.classed {
        Classed::Mean => say(locale, "Kategori menurut rata-rata", "Classes by the mean"),
        Classed::Tcr => say(locale, "Kategori menurut TCR", "Classes by the level of achievement"),
    };
    format!("{lead}: {}.", classes.join("; "))
}

/// A row per object, construct and segment, with everything that is known of a score.
fn scores(found: &PositioningFindings, locale: &Locale) -> Table {
    let mut blocks = ByObject::of(found);
    let by_segment = !found.segments.is_empty();
    let mut columns = vec![Column::prose(say(locale, "Konstruk", "Construct"))];
    columns.extend(by_segment.then(|| Column::prose(say(locale, "Segmen", "Segment"))));
    let heads = [
        ("Responden", "Respondents"),
        ("n", "n"),
        ("Rata-rata", "Mean"),
        ("SB", "SD"),
        ("dari", "from"),
        ("sampai", "to"),
        ("TCR", "TCR"),
    ];
    columns.extend(heads.map(|(id, en)| Column::numeric(say(locale, id, en))));
    columns.push(Column::prose(say(locale, "Kategori", "Class")));
    let mut rows = Vec::new();
    for object in &found.objects {
        let mut head = Head::default();
        for one in &found.constructs {
            for score in
                parts(found).into_iter().filter_map(|part| score(found, part, &object.name, &one.name))
            {
                let mut cells = vec![head.cell(one.label.clone())];
                cells.extend(by_segment.then(|| Cell::Text(segment(found, score.segment, locale))));
                cells.extend(score_cells(score));
                rows.push(blocks.row(&object.name, cells));
            }
        }
    }
    let empty = |span| Group { label: String::new(), span };
    let before = 5 + usize::from(by_segment) + usize::from(found.has_objects);
    let interval = interval(found, locale);
    let groups = vec![empty(before), Group { label: interval, span: 2 }, empty(2)];
    let table = Table::new("survey_scores", blocks.columns(columns, locale), rows);
    let table = if found.has_objects { table.in_blocks() } else { table };
    Table { groups, ..table }.noted([scores_note(found, locale), classes_note(found, locale)])
}

fn score_cells(score: &Score) -> Vec<Cell> {
    let class = if score.class_label.is_empty() { "–" } else { &score.class_label };
    vec![
        Cell::Count(score.respondents),
        Cell::Count(score.n),
        Cell::optional(score.mean, 2),
        Cell::optional(score.sd, 2),
        Cell::optional(score.lower, 2),
        Cell::optional(score.upper, 2),
        percent(score.tcr),
        Cell::Text(class.to_owned()),
    ]
}

fn scores_note(found: &PositioningFindings, locale: &Locale) -> String {
    let units = found.units.is_some();
    let n = match (units, locale.language) {
        (true, Language::Id) => "n: unit yang memiliki skor; responden satu unit dirata-ratakan.",
        (true, Language::En) => "n: units with a score; respondents of a unit are averaged.",
        (false, Language::Id) => "n: responden yang memiliki skor.",
        (false, Language::En) => "n: respondents with a score.",
    };
    let sd = say(locale, "SB: simpangan baku.", "SD: standard deviation.");
    let tcr = say(
        locale,
        "TCR: tingkat capaian responden, yaitu rata-rata dibagi nilai tertinggi skala.",
        "TCR: level of achievement, the mean divided by the highest answer of the scale.",
    );
    let finite = found.scores.iter().any(|score| score.population.is_some());
    let finite = if finite {
        say(
            locale,
            " Interval dikoreksi untuk populasi terhingga.",
            " Intervals are corrected for a finite population.",
        )
    } else {
        ""
    };
    format!("{n} {sd} {tcr}{finite}")
}

/// A row per object and construct.
fn importance(found: &PositioningFindings, locale: &Locale) -> Table {
    let mut blocks = ByObject::of(found);
    let columns = vec![
        Column::prose(say(locale, "Konstruk", "Construct")),
        Column::numeric("n"),
        Column::numeric(say(locale, "Kinerja (rata-rata)", "Performance (mean)")),
        Column::numeric(say(locale, "Kepentingan (r)", "Importance (r)")),
        Column::numeric(say(locale, "dari", "from")),
        Column::numeric(say(locale, "sampai", "to")),
        Column::prose(say(locale, "Kuadran", "Quadrant")),
    ];
    let row = |one: &Importance| {
        let quadrant = one.quadrant.map_or("–", |quadrant| quadrant_name(quadrant, locale));
        let cells = vec![
            Cell::Text(construct(found, &one.construct)),
            Cell::Count(one.n),
            Cell::optional(one.performance, 2),
            Cell::optional(one.importance, 2),
            Cell::optional(one.importance_lower, 2),
            Cell::optional(one.importance_upper, 2),
            Cell::Text(quadrant.to_owned()),
        ];
        blocks.row(&one.object, cells)
    };
    let rows = found.importance.iter().map(row).collect();
    let columns = ByObject::of(found).columns(columns, locale);
    let empty = |span| Group { label: String::new(), span };
    let before = 4 + usize::from(found.has_objects);
    let groups = vec![empty(before), Group { label: interval(found, locale), span: 2 }, empty(1)];
    let table = Table { groups, ..Table::new("survey_importance", columns, rows) };
    if found.has_objects { table.in_blocks() } else { table }
}

/// What a quadrant is called, after Martilla and James.
fn quadrant_name<'a>(quadrant: ImportanceQuadrant, locale: &Locale) -> &'a str {
    match quadrant {
        ImportanceQuadrant::Concentrate => say(locale, "Prioritas utama", "Concentrate here"),
        ImportanceQuadrant::KeepUp => say(locale, "Pertahankan prestasi", "Keep up the good work"),
        ImportanceQuadrant::LowPriority => say(locale, "Prioritas rendah", "Low priority"),
        ImportanceQuadrant::Overkill => say(locale, "Berlebihan", "Possible overkill"),
    }
}

/// A block of rows per element: the score of every segment on every object, and whether guidance is recommended.
fn guidance(found: &PositioningFindings, needs: &GuidanceFindings, locale: &Locale) -> Table {
    let by_segment = !found.segments.is_empty();
    let mut columns = vec![
        Column::prose(say(locale, "Unsur", "Element")),
        Column::numeric(say(locale, "Ambang", "Threshold")),
    ];
    columns.extend(by_segment.then(|| Column::prose(say(locale, "Segmen", "Segment"))));
    let before = columns.len();
    for _ in &found.objects {
        columns.push(Column::numeric("n"));
        columns.push(Column::numeric(say(locale, "Skor", "Score")));
        columns.push(Column::text(say(locale, "Pembinaan", "Guidance")));
    }
    let rows = needs.elements.iter().flat_map(|element| element_block(found, element, locale)).collect();
    let table = Table::new("survey_guidance", columns, rows);
    let table = if by_segment { table.in_blocks() } else { table };
    let units = match (found.units.is_some(), locale.language) {
        (true, Language::Id) => "n: unit yang memiliki skor.",
        (true, Language::En) => "n: units with a score.",
        (false, Language::Id) => "n: responden yang memiliki skor.",
        (false, Language::En) => "n: respondents with a score.",
    };
    let note = say(
        locale,
        "Perlu: skor di bawah ambang, sehingga pembinaan disarankan. Skor: rata-rata konstruk unsur itu.",
        "Needed: the score lies below the threshold, so guidance is recommended. Score: the mean over the element's constructs.",
    );
    Table { groups: groups_of(found, before, 3), ..table }.noted([format!("{note} {units}")])
}

fn element_block(found: &PositioningFindings, element: &ElementFindings, locale: &Locale) -> Vec<Vec<Cell>> {
    let mut head = Head::default();
    let by_segment = !found.segments.is_empty();
    let every = parts(found).into_iter().filter(|part| part.is_some() || !by_segment);
    let row = |part: Option<usize>| {
        let name = head.cell(element.label.clone());
        let first = name != Cell::Text(String::new());
        let below = if first { Cell::number(element.below, 2) } else { Cell::Text(String::new()) };
        let mut row = vec![name, below];
        row.extend(by_segment.then(|| Cell::Text(segment(found, part, locale))));
        for object in &found.objects {
            let here = |one: &&ElementScore| one.segment == part && one.object == object.name;
            row.extend(need(element.scores.iter().find(here), locale));
        }
        row
    };
    every.map(row).collect()
}

fn need(score: Option<&ElementScore>, locale: &Locale) -> [Cell; 3] {
    let mean = score.and_then(|score| score.mean);
    let mark = match (mean, score.is_some_and(|score| score.recommended)) {
        (None, _) => "–",
        (Some(_), true) => say(locale, "perlu", "needed"),
        (Some(_), false) => say(locale, "tidak perlu", "not needed"),
    };
    let n = score.map_or(Cell::Missing, |score| Cell::Count(score.n));
    [n, Cell::optional(mean, 2), Cell::Text(mark.to_owned())]
}
