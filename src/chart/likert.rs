//! How every item was answered: stacked bars that part at the middle of the scale (Heiberger & Robbins 2014).

use super::likert_rows::{self, BLANK, CONSTRUCT_LINE, Columns, Row};
use super::sheet::{Anchor, Area, Label, Sheet};
use super::stage::{Entry, legend};
use super::style::{
    BODY, GRID, INK, MARGIN, PAPER, QUIET, SMALL, STRONG, SegmentStyle, Shape, WIDTH, answer, text_on,
};
use super::survey_stage::SurveyStage;
use super::text::{LEADING, MIDDLE, RISE, clean};
use super::{Chart, ChartError, axis};
use crate::locale::Language;
use crate::positioning::{ItemFindings, ObjectFindings};

/// The names of the charts when one page does not hold all items.
const NAMES: [&str; 24] = [
    "likert_1",
    "likert_2",
    "likert_3",
    "likert_4",
    "likert_5",
    "likert_6",
    "likert_7",
    "likert_8",
    "likert_9",
    "likert_10",
    "likert_11",
    "likert_12",
    "likert_13",
    "likert_14",
    "likert_15",
    "likert_16",
    "likert_17",
    "likert_18",
    "likert_19",
    "likert_20",
    "likert_21",
    "likert_22",
    "likert_23",
    "likert_24",
];
/// So many objects stand side by side.
const SIDE_BY_SIDE: usize = 5;
/// The widest column of codes, and the width of the words by the number of objects.
const CODES: f64 = 130.0;
const WORDS: [f64; 5] = [640.0, 600.0, 520.0, 460.0, 420.0];
/// The room between panels.
const BETWEEN: f64 = 34.0;
/// The tallest bar, and what a bar leaves free of its row.
const TALLEST_BAR: f64 = 46.0;
const FREE: f64 = 12.0;

/// Where the parts of a page are.
struct Layout<'a> {
    objects: Vec<&'a ObjectFindings>,
    /// The column of codes, then of words.
    columns: Columns,
    /// The left ends of the panels, and their width.
    lefts: Vec<f64>,
    width: f64,
    /// The room right of each panel for the number of answers, where it differs.
    counts: f64,
    /// The farthest that bars reach to either side of the middle.
    reach: (f64, f64),
}

/// Draws the charts: one where all items have room on a page, none without answers.
pub fn draw(stage: &SurveyStage) -> Result<Vec<Chart>, ChartError> {
    if stage.found.items.iter().all(|item| item.n == 0) {
        return Ok(Vec::new());
    }
    let objects: Vec<&ObjectFindings> = stage.found.objects.iter().collect();
    let parts = objects.len().div_ceil(SIDE_BY_SIDE).max(1);
    let mut pages = Vec::new();
    for part in objects.chunks(objects.len().div_ceil(parts).max(1)) {
        let columns = columns(stage, part.len());
        let all = likert_rows::pages(stage, part, columns);
        pages.extend(all.into_iter().map(|rows| (Layout::new(stage, part.to_vec(), columns, &rows), rows)));
    }
    if let [(layout, rows)] = &pages[..] {
        return Ok(vec![page(stage, "likert", layout, rows)?]);
    }
    NAMES.iter().zip(&pages).map(|(name, (layout, rows))| page(stage, name, layout, rows)).collect()
}

/// How wide codes and words are.
fn columns(stage: &SurveyStage, objects: usize) -> Columns {
    let codes = stage.ruler.widest(stage.found.items.iter().map(|item| item.item.as_str()), SMALL).min(CODES);
    let words = WORDS.get(objects.saturating_sub(1)).copied().unwrap_or(420.0);
    Columns { codes, words }
}

impl<'a> Layout<'a> {
    fn new(stage: &SurveyStage, objects: Vec<&'a ObjectFindings>, columns: Columns, rows: &[Row]) -> Self {
        let alone = |i: usize| {
            let mut counts = rows.iter().filter_map(|row| Some(row.answers.get(i).copied()??.n));
            let first = counts.next();
            counts.all(|n| Some(n) == first)
        };
        let most = rows.iter().flat_map(|row| row.answers.iter().flatten()).map(|item| item.n).max();
        let counts = match (0..objects.len()).all(alone) {
            true => 0.0,
            false => stage.ruler.width(&stage.locale.count(most.unwrap_or(0)), SMALL) + 14.0,
        };
        let left = MARGIN + columns.codes + 20.0 + columns.words + 30.0;
        let count = objects.len().max(1) as f64;
        let share = (f64::from(WIDTH) - MARGIN - left - (count - 1.0) * BETWEEN) / count;
        let lefts = (0..objects.len()).map(|i| left + i as f64 * (share + BETWEEN)).collect();
        Self { objects, columns, lefts, width: share - counts, counts, reach: reach(stage) }
    }

    /// The scale of a panel, from shares of one to pixels.
    fn scale(&self, left: f64) -> axis::Scale {
        axis::Scale::new((-self.reach.0, self.reach.1), (left, left + self.width))
    }
}

/// The farthest that bars of any item reach to either side, in whole tenths.
fn reach(stage: &SurveyStage) -> (f64, f64) {
    let tenths = |x: f64| ((x * 10.0 - 1e-9).ceil() / 10.0).clamp(0.1, 1.0);
    let ends = stage.found.items.iter().map(ends);
    let (low, high) = ends.fold((0.0, 0.0), |(low, high): (f64, f64), (a, b)| (low.max(a), high.max(b)));
    (tenths(low), tenths(high))
}

/// How far the bars of an item reach to either side: half of the answers in the middle belong to each.
fn ends(item: &ItemFindings) -> (f64, f64) {
    let points = item.frequencies.len();
    let total = |counts: &[usize]| counts.iter().sum::<usize>() as f64;
    let (below, from) = (&item.frequencies[..points / 2], &item.frequencies[points.div_ceil(2)..]);
    let (below, above) = (total(below), total(from));
    let all = total(&item.frequencies);
    if all == 0.0 {
        return (0.0, 0.0);
    }
    let half = (all - below - above) / 2.0;
    ((below + half) / all, (above + half) / all)
}

/// The share of answers above the middle of the scale.
fn above(item: &ItemFindings) -> Option<f64> {
    let points = item.frequencies.len();
    let all: usize = item.frequencies.iter().sum();
    let above: usize = item.frequencies.iter().skip(points.div_ceil(2)).sum();
    (all > 0).then(|| above as f64 / all as f64)
}

fn page(stage: &SurveyStage, name: &'static str, layout: &Layout, rows: &[Row]) -> Result<Chart, ChartError> {
    let mut sheet = Sheet::new(stage.ruler);
    let top = legend(&mut sheet, &answers(stage)) + 14.0;
    let top = headings(&mut sheet, stage, layout, rows, top);
    let bottom = top + likert_rows::height(rows) + 8.0;
    let end = axes(&mut sheet, stage, layout, (top, bottom));
    let mut y = top;
    for (i, row) in rows.iter().enumerate() {
        if likert_rows::begins(rows, i) {
            construct(&mut sheet, stage, row.construct, y);
            y += CONSTRUCT_LINE;
        }
        item(&mut sheet, stage, layout, row, y);
        y += row.height;
    }
    let height = stage.notes(&mut sheet, &notes(stage, rows), end) + 6.0;
    Chart::new(name, sheet, height, alt(stage, layout, rows))
}

/// What the colours mean: the answers of the scale.
fn answers(stage: &SurveyStage) -> Vec<Entry> {
    let labels = &stage.found.scale.labels;
    let entry = |(i, label): (usize, &String)| {
        let style = SegmentStyle { color: answer(i, labels.len()), shape: Shape::Square, dash: &[] };
        Entry::new(Some(style), clean(label))
    };
    labels.iter().enumerate().map(entry).collect()
}

/// Names the objects above their panels, with the number of answers; returns where the panels begin.
fn headings(sheet: &mut Sheet, stage: &SurveyStage, layout: &Layout, rows: &[Row], top: f64) -> f64 {
    let mut titles = Vec::new();
    for (i, object) in layout.objects.iter().enumerate() {
        let mut lines = match stage.object(&object.name) {
            name if name.is_empty() => Vec::new(),
            name => stage.ruler.wrap(&name, BODY, layout.width + layout.counts, 2),
        };
        let counts = rows.iter().filter_map(|row| Some(row.answers.get(i).copied()??.n));
        lines.push(stage.ruler.fit(&stage.n(counts), BODY, layout.width + layout.counts));
        titles.push(lines);
    }
    let most = titles.iter().map(Vec::len).max().unwrap_or(0) as f64;
    let height = LEADING * BODY.px;
    for (lines, left) in titles.iter().zip(&layout.lefts) {
        let y = top + (most - lines.len() as f64) * height;
        stage.centred(sheet, lines, left + (layout.width + layout.counts) / 2.0, y);
    }
    top + most * height + 8.0
}

/// Names a construct above its items.
fn construct(sheet: &mut Sheet, stage: &SurveyStage, name: &str, y: f64) {
    let room = f64::from(WIDTH) - 2.0 * MARGIN;
    let text = stage.ruler.fit(&stage.construct(name), STRONG, room);
    let label = Label::new(text, MARGIN, y + CONSTRUCT_LINE - 18.0).kind(STRONG);
    // So that no line runs through the words.
    sheet.rectangle(label.area(stage.ruler).grown(4.0), PAPER);
    sheet.write(label);
}

/// Draws a row: code, words and a bar for each object.
fn item(sheet: &mut Sheet, stage: &SurveyStage, layout: &Layout, row: &Row, y: f64) {
    let middle = y + row.height / 2.0;
    let step = LEADING * SMALL.px;
    let words = MARGIN + layout.columns.codes + 20.0;
    let first = middle - step * (row.lines.len().saturating_sub(1)) as f64 / 2.0;
    sheet.write(
        Label::beside(&row.code, MARGIN, if row.lines.is_empty() { middle } else { first }).color(QUIET),
    );
    for (i, line) in row.lines.iter().enumerate() {
        sheet.write(Label::beside(line, words, first + step * i as f64));
    }
    let half = (row.height - FREE).min(TALLEST_BAR) / 2.0;
    for (item, left) in row.answers.iter().zip(&layout.lefts) {
        let plot =
            Area { left: *left, top: middle - half, right: left + layout.width, bottom: middle + half };
        match item {
            Some(item) if item.n > 0 => bar(sheet, stage, layout, item, plot),
            _ => nothing(sheet, stage, layout, plot),
        }
        if let (Some(item), true) = (item, layout.counts > 0.0) {
            let x = plot.right + layout.counts - 4.0;
            sheet
                .write(Label::beside(stage.locale.count(item.n), x, middle).anchor(Anchor::End).color(QUIET));
        }
    }
}

/// Draws the bar of an item, with the shares that fit into it, in per cent.
fn bar(sheet: &mut Sheet, stage: &SurveyStage, layout: &Layout, item: &ItemFindings, plot: Area) {
    let scale = layout.scale(plot.left);
    let all = item.frequencies.iter().sum::<usize>().max(1) as f64;
    let mut from = -ends(item).0;
    for (i, count) in item.frequencies.iter().enumerate() {
        let share = *count as f64 / all;
        let (left, right) = (scale.at(from), scale.at(from + share));
        from += share;
        if *count == 0 {
            continue;
        }
        let color = answer(i, item.frequencies.len());
        sheet.rectangle(Area { left, right: right.max(left + 1.0), ..plot }, color);
        let text = stage.locale.number(100.0 * share, 0);
        if stage.ruler.width(&text, SMALL) + 10.0 <= right - left {
            let (x, y) = (f64::midpoint(left, right), f64::midpoint(plot.top, plot.bottom));
            sheet.write(Label::beside(text, x, y).anchor(Anchor::Middle).color(text_on(color)));
        }
    }
}

/// Says that an item has no answers.
fn nothing(sheet: &mut Sheet, stage: &SurveyStage, layout: &Layout, plot: Area) {
    let words = stage.say("tidak ada jawaban", "no answers");
    let zero = layout.scale(plot.left).at(0.0);
    let fits = stage.ruler.width(words, SMALL) + 12.0 <= plot.right - zero;
    let text = if fits { words } else { "–" };
    sheet.write(Label::beside(text, zero + 10.0, f64::midpoint(plot.top, plot.bottom)).color(QUIET));
}

/// Draws grid and ticks of every panel, and what they count; returns the lower end.
fn axes(sheet: &mut Sheet, stage: &SurveyStage, layout: &Layout, (top, bottom): (f64, f64)) -> f64 {
    let per_share = layout.width / (layout.reach.0 + layout.reach.1);
    let step = [0.1, 0.25, 0.5].into_iter().find(|step| step * per_share >= 74.0).unwrap_or(1.0);
    let baseline = bottom + 14.0 + RISE * SMALL.px;
    let mut free = 0.0;
    for left in &layout.lefts {
        let scale = layout.scale(*left);
        let (first, last) = ((-layout.reach.0 / step).ceil() as i32, (layout.reach.1 / step).floor() as i32);
        for value in (first..=last).map(|i| f64::from(i) * step) {
            let x = scale.at(value);
            sheet.line(&[(x, top), (x, bottom + 8.0)], GRID, 2);
            let text = stage.locale.number(100.0 * value.abs(), 0);
            let half = stage.ruler.width(&text, SMALL) / 2.0;
            let middle = x.min(f64::from(WIDTH) - MARGIN - half);
            if middle - half >= free {
                sheet.write(Label::new(text, middle, baseline).anchor(Anchor::Middle).color(QUIET));
                free = middle + half + 12.0;
            }
        }
        // Behind the bars, so that no number in the middle is struck through.
        sheet.line(&[(scale.at(0.0), top), (scale.at(0.0), bottom)], INK, 2);
        sheet.line(&[(*left, bottom), (left + layout.width, bottom)], INK, 2);
    }
    let title = stage.say("Bagian jawaban (%)", "Share of answers (%)");
    let ends = layout.lefts.first().zip(layout.lefts.last());
    let middle = ends.map_or(0.0, |(first, last)| f64::midpoint(*first, last + layout.width));
    let below = baseline + 20.0 + RISE * BODY.px;
    sheet.write(Label::new(title, middle, below).anchor(Anchor::Middle).kind(BODY));
    below + (1.0 - MIDDLE) * 24.0
}

/// What signs stand for.
fn notes(stage: &SurveyStage, rows: &[Row]) -> Vec<String> {
    let mut notes = Vec::new();
    let labels = &stage.found.scale.labels;
    if let Some(middle) = labels.get(labels.len() / 2).filter(|_| !labels.len().is_multiple_of(2)) {
        let middle = clean(middle);
        notes.push(match stage.locale.language {
            Language::Id => format!("Jawaban “{middle}” terbagi sama ke kiri dan ke kanan garis tengah."),
            Language::En => format!("Answers “{middle}” lie half on either side of the middle line."),
        });
    }
    if rows.iter().flat_map(|row| &row.lines).any(|line| line.contains(BLANK)) {
        let meaning = stage.say("nama di atas kolom.", "the name above the column.");
        notes.push(format!("{BLANK}: {meaning}"));
    }
    if rows.iter().any(Row::reversed) {
        let meaning = stage.say(
            "jawaban dibalik, sehingga searah dengan konstruknya.",
            "answers are turned around, to point the way of the construct.",
        );
        notes.push(format!("(R): {meaning}"));
    }
    notes
}

/// What is seen, in words.
fn alt(stage: &SurveyStage, layout: &Layout, rows: &[Row]) -> String {
    let objects = layout.objects.iter().enumerate().map(|(i, object)| {
        let items: Vec<&ItemFindings> =
            rows.iter().filter_map(|row| row.answers.get(i).copied().flatten()).collect();
        let name = stage.object(&object.name);
        let said = extremes(stage, &items);
        if name.is_empty() { said } else { format!("{name} – {said}") }
    });
    let objects = objects.collect::<Vec<_>>().join(". ");
    let (items, constructs) = (rows.len(), (0..rows.len()).filter(|i| likert_rows::begins(rows, *i)).count());
    match stage.locale.language {
        Language::Id => format!(
            "Diagram batang bertumpuk yang terbelah di tengah skala; butir: {items}, konstruk: {constructs}. {objects}."
        ),
        Language::En => format!(
            "Stacked bars that part at the middle of the scale; items: {items}, constructs: {constructs}. {objects}."
        ),
    }
}

/// The items with the largest and the smallest share of answers above the middle, in words.
fn extremes(stage: &SurveyStage, items: &[&ItemFindings]) -> String {
    let shares: Vec<(&ItemFindings, f64)> =
        items.iter().filter_map(|item| Some((*item, above(item)?))).collect();
    let said = |(item, share): &(&ItemFindings, f64)| {
        format!("{} ({})", clean(&item.item), stage.locale.percent(*share, 0))
    };
    let high = shares.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1));
    let low = shares.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let Some((most, fewest)) = high.zip(low) else {
        return stage.say("Tidak ada jawaban", "No answers").to_owned();
    };
    let (high, low) = (said(most), said(fewest));
    let alike = most.1 == fewest.1;
    match (stage.locale.language, shares.len()) {
        (Language::Id, 1) => format!("Jawaban di atas tengah skala pada {high}"),
        (Language::En, 1) => format!("Answers above the middle on {high}"),
        (Language::Id, _) if alike => {
            format!("Jawaban di atas tengah skala sama banyak pada semua butir, seperti {high}")
        }
        (Language::En, _) if alike => format!("As many answers above the middle on every item as on {high}"),
        (Language::Id, _) => {
            format!("Jawaban di atas tengah skala terbanyak pada {high}, tersedikit pada {low}")
        }
        (Language::En, _) => format!("Most answers above the middle on {high}, fewest on {low}"),
    }
}
