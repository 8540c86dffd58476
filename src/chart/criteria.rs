//! How many units meet each criterion, by segment: met, not met, not assessed and not eligible.

use super::sheet::{Anchor, Area, Label, Sheet};
use super::stage::{Entry, Stage};
use super::style::{BODY, INK, MARGIN, PAPER, QUIET, SMALL, STRONG, SegmentStyle, Shape, WIDTH, text_on};
use super::text::{MIDDLE, clean};
use super::{Chart, ChartError, stage};
use crate::locale::Language;
use crate::targeting::CriterionFindings;
use plotters::style::RGBColor;

/// The height that all rows may take, so that the chart fits on a page.
const BUDGET: f64 = 2100.0;
/// The heights of a row.
const ROW: (f64, f64) = (38.0, 50.0);
/// The widest column of segment names.
const NAMES: f64 = 430.0;

/// Met, not met, not assessed, not eligible: from strong to faint.
const COLORS: [RGBColor; 4] = [
    RGBColor(0x1F, 0x5A, 0x96),
    RGBColor(0xE6, 0x9F, 0x00),
    RGBColor(0xB9, 0xB9, 0xB9),
    RGBColor(0xEC, 0xEC, 0xEC),
];

/// A bar: what it is called, its pieces in the order of the colours, and the share that is met.
struct Bar {
    name: String,
    pieces: [usize; 4],
    share: Option<f64>,
}

/// Draws the chart.
pub fn draw(stage: &Stage) -> Result<Chart, ChartError> {
    let mut sheet = Sheet::new(stage.ruler);
    let top = stage::legend(&mut sheet, &legend(stage)) + 24.0;
    let groups: Vec<(String, Vec<Bar>)> =
        stage.found.criteria.iter().map(|one| (clean(&one.label), bars(stage, one))).collect();
    let rows = groups.iter().map(|(_, bars)| bars.len() + 1).sum::<usize>().max(1);
    let pitch = ((BUDGET - top) / rows as f64).clamp(ROW.0, ROW.1);
    let names = groups.iter().flat_map(|(_, bars)| bars).map(|bar| bar.name.as_str());
    let left = MARGIN + 24.0 + stage.ruler.widest(names, SMALL).min(NAMES) + 18.0;
    let counts = groups.iter().flat_map(|(_, bars)| bars).map(|bar| bar.pieces.iter().sum::<usize>());
    let widest = stage.locale.count(counts.max().unwrap_or(0));
    let said = 16.0
        + stage.ruler.width("100\u{a0}%", BODY)
        + stage.ruler.width(&format!("{widest}/{widest}"), SMALL)
        + 24.0;
    let area = Area { left, top, right: f64::from(WIDTH) - MARGIN - said, bottom: top + pitch * rows as f64 };
    let mut y = top;
    for (title, bars) in &groups {
        let title = stage.ruler.fit(title, STRONG, f64::from(WIDTH) - 3.0 * MARGIN);
        sheet.write(Label::new(title, MARGIN, y + pitch * 0.72).kind(STRONG));
        y += pitch;
        for bar in bars {
            draw_bar(&mut sheet, stage, bar, Area { top: y, bottom: y + pitch, ..area });
            y += pitch;
        }
    }
    Chart::new("criteria", sheet, y + MARGIN, alt(stage))
}

/// The bars of a criterion: a segment each where they fit on a page, then all units.
fn bars(stage: &Stage, one: &CriterionFindings) -> Vec<Bar> {
    let rows = stage.found.criteria.iter().map(|one| one.by_segment.len() + 2).sum::<usize>();
    let mut bars = Vec::new();
    if rows as f64 * ROW.0 <= BUDGET - 120.0 {
        bars.extend(one.by_segment.iter().map(|part| Bar {
            name: clean(&part.segment.label),
            pieces: [part.met, part.unmet, part.not_assessed, part.n - part.eligible],
            share: part.share,
        }));
    }
    bars.push(Bar {
        name: stage.say("Semua unit", "All units").to_owned(),
        pieces: [one.met, one.unmet, one.not_assessed, one.n - one.eligible],
        share: one.share,
    });
    bars
}

fn draw_bar(sheet: &mut Sheet, stage: &Stage, bar: &Bar, row: Area) {
    let middle = f64::midpoint(row.top, row.bottom);
    let name = stage.ruler.fit(&bar.name, SMALL, row.left - 18.0 - MARGIN - 24.0);
    sheet.write(Label::beside(name, row.left - 18.0, middle).anchor(Anchor::End));
    let total = bar.pieces.iter().sum::<usize>();
    let scale = (row.right - row.left) / total.max(1) as f64;
    let mut x = row.left;
    for (n, color) in bar.pieces.iter().zip(COLORS) {
        let piece =
            Area { left: x, right: x + *n as f64 * scale, top: row.top + 5.0, bottom: row.bottom - 5.0 };
        x = piece.right;
        if *n == 0 {
            continue;
        }
        sheet.rectangle(piece, color);
        // A rim of paper parts the pieces, in black and white too.
        sheet.line(&[(piece.right, piece.top), (piece.right, piece.bottom)], PAPER, 3);
        let count = stage.locale.count(*n);
        if stage.ruler.width(&count, SMALL) + 4.0 < piece.right - piece.left {
            let at = f64::midpoint(piece.left, piece.right);
            sheet.write(Label::beside(count, at, middle).anchor(Anchor::Middle).color(text_on(color)));
        }
    }
    let said = bar.share.map_or("–".to_owned(), |share| stage.locale.percent(share, 0));
    let said = Label::new(said, row.right + 16.0, middle + MIDDLE * BODY.px).kind(BODY).color(INK);
    let after = said.area(stage.ruler).right.max(row.right + 16.0 + stage.ruler.width("100%", BODY)) + 12.0;
    sheet.write(said);
    // What is too small for a number in its piece is told here.
    let [met, unmet, ..] = bar.pieces;
    let of = format!("{}/{}", stage.locale.count(met), stage.locale.count(met + unmet));
    sheet.write(Label::beside(of, after, middle).color(QUIET));
}

/// What the colours mean.
fn legend(stage: &Stage) -> Vec<Entry> {
    let words = [
        ("terpenuhi", "met"),
        ("belum terpenuhi", "not met"),
        ("belum dinilai", "not assessed"),
        ("tidak berlaku", "not eligible"),
    ];
    let some = |i: usize| {
        let here =
            |one: &CriterionFindings| [one.met, one.unmet, one.not_assessed, one.n - one.eligible][i] > 0;
        stage.found.criteria.iter().any(here)
    };
    let entry = |(i, (id, en)): (usize, (&'static str, &'static str))| {
        let style = SegmentStyle { color: COLORS[i], shape: Shape::Square, dash: &[] };
        Entry::new(Some(style), stage.say(id, en))
    };
    let mut entries: Vec<Entry> =
        words.into_iter().enumerate().filter(|(i, _)| some(*i)).map(entry).collect();
    let share = stage.say("di kanan: terpenuhi dari yang dinilai", "at the right: met of those assessed");
    entries.push(Entry::new(None, share));
    entries
}

/// What is seen, in words.
fn alt(stage: &Stage) -> String {
    let share = |share: Option<f64>| share.map_or("–".to_owned(), |share| stage.locale.percent(share, 1));
    let one = |one: &CriterionFindings| {
        let parts = one.by_segment.iter().take(8);
        let parts: Vec<String> =
            parts.map(|part| format!("{} {}", part.segment.label, share(part.share))).collect();
        let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
        match stage.locale.language {
            Language::Id => format!(
                "{}: {} terpenuhi, {} belum, {} belum dinilai, {} tidak berlaku; {} dari yang dinilai{parts}",
                one.label,
                one.met,
                one.unmet,
                one.not_assessed,
                one.n - one.eligible,
                share(one.share)
            ),
            Language::En => format!(
                "{}: {} met, {} not met, {} not assessed, {} not eligible; {} of those assessed{parts}",
                one.label,
                one.met,
                one.unmet,
                one.not_assessed,
                one.n - one.eligible,
                share(one.share)
            ),
        }
    };
    let said: Vec<String> = stage.found.criteria.iter().map(one).collect();
    let lead = stage.say("Batang bertumpuk unit menurut kriteria.", "Stacked bars of units by criterion.");
    format!("{lead} {}.", said.join(". "))
}
