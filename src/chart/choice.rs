//! What each index says of each number of segments, and which it votes for: a panel per index.

use super::axis::{Scale, Ticks, with_magnitude};
use super::scene::Scene;
use super::sheet::{Anchor, Area, Label, Point, Sheet};
use super::style::{BODY, GRID, INK, MARGIN, QUIET, SMALL, STRONG, WIDTH, segment};
use super::text::{LEADING, MIDDLE, RISE};
use super::{Chart, ChartError};
use crate::locale::Language;
use crate::segmentation::{ChoiceFindings, IndicesOfK};

/// How many panels stand side by side; the last place explains the marks.
const ACROSS: usize = 3;
/// The height of a plot.
const PLOT_HEIGHT: f64 = 300.0;
/// Room above a plot for two lines of words, and below it for the numbers of segments.
const ABOVE: f64 = 110.0;
const BELOW: f64 = 78.0;
/// The room between two panels.
const BETWEEN: f64 = 44.0;
/// The least room for the number of a tick on the x axis.
const TICK_ROOM: f64 = 52.0;
/// The reach of the mark of a vote, and of the other points.
const VOTE: f64 = 15.0;
const POINT: f64 = 7.0;
/// The line of the number that was chosen.
const CHOSEN: [f64; 2] = [12.0, 9.0];

/// An index over the numbers of segments.
struct Panel {
    title: String,
    /// What it votes for, in words.
    said: String,
    /// The number of segments, the index and how uncertain it is.
    values: Vec<(usize, f64, f64)>,
    vote: Option<usize>,
}

/// Draws the chart.
pub fn draw(scene: &Scene, choice: &ChoiceFindings) -> Result<Chart, ChartError> {
    let mut sheet = Sheet::new(scene.ruler);
    let panels = panels(scene, choice);
    let width = (f64::from(WIDTH) - 2.0 * MARGIN - (ACROSS - 1) as f64 * BETWEEN) / ACROSS as f64;
    let pitch = ABOVE + PLOT_HEIGHT + BELOW;
    let place = |i: usize| {
        let left = MARGIN + (i % ACROSS) as f64 * (width + BETWEEN);
        let top = MARGIN + (i / ACROSS) as f64 * pitch;
        Area { left, top, right: left + width, bottom: top + pitch }
    };
    for (i, panel) in panels.iter().enumerate() {
        draw_panel(&mut sheet, scene, choice, panel, place(i));
    }
    explain(&mut sheet, scene, place(panels.len()));
    let rows = (panels.len() + 1).div_ceil(ACROSS);
    Chart::new("choice_of_k", sheet, MARGIN + rows as f64 * pitch, alt(scene, choice, &panels))
}

/// The panels in the order of the table.
fn panels(scene: &Scene, choice: &ChoiceFindings) -> Vec<Panel> {
    let found = scene.findings;
    let over = |value: fn(&IndicesOfK) -> f64| {
        found.choice_of_k.iter().map(|one| (one.k, value(one), 0.0)).collect()
    };
    let total = found.total_ss;
    let shares = found.choice_of_k.iter().map(|one| (one.k, 100.0 * one.within_ss / total, 0.0));
    let (largest, smallest) = (scene.say("terbesar", "largest"), scene.say("terkecil", "smallest"));
    let rule = scene.say("aturan satu galat baku", "one-standard-error rule");
    let within = Panel {
        title: scene.say("JK dalam segmen, % dari total", "Within SS, % of the total").to_owned(),
        said: scene.say("tidak ikut memilih", "has no vote").to_owned(),
        values: shares.collect(),
        vote: None,
    };
    let voting = |title: &str, criterion: &str, how: &str, values| {
        let vote = found.votes.iter().find(|vote| vote.criterion == criterion).and_then(|vote| vote.k);
        let said = vote.map_or_else(|| scene.say("tidak ada", "none").to_owned(), |k| format!("k = {k}"));
        Panel { title: title.to_owned(), said: format!("{how}: {said}"), values, vote }
    };
    let gaps = choice.gap.curve.iter().map(|gap| (gap.k, gap.gap, gap.se)).collect();
    vec![
        within,
        voting("Silhouette", "silhouette", largest, over(|one| one.silhouette)),
        voting("Caliński–Harabasz", "calinski-harabasz", largest, over(|one| one.calinski_harabasz)),
        voting("Davies–Bouldin", "davies-bouldin", smallest, over(|one| one.davies_bouldin)),
        voting(scene.say("Gap ± s", "Gap ± s"), "gap", rule, gaps),
    ]
}

/// Draws a panel: words, axes, the line of the chosen number, the index with its vote.
fn draw_panel(sheet: &mut Sheet, scene: &Scene, choice: &ChoiceFindings, panel: &Panel, area: Area) {
    let ends = |pick: fn(f64, f64) -> f64, start: f64, side: f64| {
        panel.values.iter().map(|(_, x, se)| x + side * se).fold(start, pick)
    };
    let ticks =
        Ticks::around(ends(f64::min, f64::INFINITY, -1.0), ends(f64::max, f64::NEG_INFINITY, 1.0), 4.0);
    let labels = ticks.labels(scene.locale);
    let left = area.left + scene.ruler.widest(labels.iter().map(String::as_str), SMALL) + 14.0;
    let top = area.top + ABOVE;
    let plot = Area { left, top, right: area.right - VOTE, bottom: top + PLOT_HEIGHT };
    let y = Scale::new(ticks.ends(), (plot.bottom, plot.top));
    for (value, label) in ticks.values.iter().zip(labels) {
        let y = y.at(*value);
        sheet.line(&[(plot.left, y), (plot.right, y)], GRID, 2);
        sheet.write(Label::beside(label, plot.left - 12.0, y).anchor(Anchor::End).color(QUIET));
    }
    let x = Scale::new((1.0, (choice.to + 1) as f64), (plot.left + VOTE, plot.right - VOTE));
    numbers(sheet, plot, x, choice.to + 1);
    let chosen = x.at(scene.findings.k as f64);
    sheet.dashed(&[(chosen, plot.top), (chosen, plot.bottom)], &CHOSEN, QUIET, 4);
    curve(sheet, panel, x, y);
    let title =
        scene.ruler.fit(&with_magnitude(&panel.title, &ticks, scene.locale), STRONG, area.right - area.left);
    sheet.write(Label::new(title, area.left, area.top + RISE * STRONG.px).kind(STRONG));
    let said = scene.ruler.fit(&panel.said, BODY, area.right - area.left);
    let below = area.top + RISE * STRONG.px + LEADING * BODY.px;
    sheet.write(Label::new(said, area.left, below).kind(BODY).color(QUIET));
}

/// The numbers of segments along the x axis, as many as there is room for.
fn numbers(sheet: &mut Sheet, plot: Area, x: Scale, most: usize) {
    let every = (TICK_ROOM / (x.at(2.0) - x.at(1.0))).ceil().max(1.0) as usize;
    sheet.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], INK, 2);
    for k in (1..=most).filter(|k| (k - 1).is_multiple_of(every)) {
        let at = x.at(k as f64);
        sheet.line(&[(at, plot.bottom), (at, plot.bottom + 8.0)], INK, 2);
        let below = plot.bottom + 16.0 + RISE * SMALL.px;
        sheet.write(Label::new(k.to_string(), at, below).anchor(Anchor::Middle).color(QUIET));
    }
}

/// The index as a line with a point for each number, and bars for how uncertain it is.
fn curve(sheet: &mut Sheet, panel: &Panel, x: Scale, y: Scale) {
    let points: Vec<Point> =
        panel.values.iter().map(|(k, value, _)| (x.at(*k as f64), y.at(*value))).collect();
    for ((_, value, se), (at, _)) in panel.values.iter().zip(&points).filter(|((_, _, se), _)| *se > 0.0) {
        sheet.line(&[(*at, y.at(value - se)), (*at, y.at(value + se))], INK, 3);
    }
    sheet.line(&points, INK, 4);
    let plain = super::style::SegmentStyle { color: INK, ..segment(1) };
    for ((k, ..), point) in panel.values.iter().zip(points) {
        if panel.vote == Some(*k) {
            sheet.marker(point, vote_style(), VOTE);
        } else {
            sheet.marker(point, plain, POINT);
        }
    }
}

/// The mark of a vote: a diamond, in a colour of its own.
fn vote_style() -> super::style::SegmentStyle {
    super::style::SegmentStyle { shape: super::style::Shape::Diamond, ..segment(2) }
}

/// What the marks mean, in the place after the last panel.
fn explain(sheet: &mut Sheet, scene: &Scene, area: Area) {
    let (sample, start, room) = (area.left + 30.0, area.left + 84.0, area.right - area.left - 84.0);
    let mut y = area.top + ABOVE + 30.0;
    let chosen = format!("{} k = {}", scene.say("segmentasi ini:", "this segmentation:"), scene.findings.k);
    let lines = [
        scene.say("pilihan indeks", "vote of the index").to_owned(),
        chosen,
        scene.say("sumbu datar: banyak segmen, k", "horizontal axis: number of segments, k").to_owned(),
    ];
    for (i, text) in lines.iter().enumerate() {
        match i {
            0 => sheet.marker((sample, y), vote_style(), VOTE),
            1 => sheet.dashed(&[(sample, y - 26.0), (sample, y + 26.0)], &CHOSEN, QUIET, 4),
            _ => {}
        }
        for line in scene.ruler.wrap(text, BODY, room, 3) {
            sheet.write(Label::new(line, start, y + MIDDLE * BODY.px).kind(BODY));
            y += LEADING * BODY.px;
        }
        y += 30.0;
    }
}

/// What is seen, in words.
fn alt(scene: &Scene, choice: &ChoiceFindings, panels: &[Panel]) -> String {
    let voting = panels.iter().skip(1).map(|panel| format!("{} {}", panel.title, panel.said)).collect();
    let votes = scene.some(voting, 8);
    let (from, to, k) = (choice.from, choice.to, scene.findings.k);
    let (cast, own) = (choice.votes_cast, choice.votes_for_k);
    match scene.locale.language {
        Language::Id => format!(
            "Lima diagram garis indeks untuk {from} sampai {to} segmen. {votes}. Segmentasi ini memakai {k} segmen, yang didukung {own} dari {cast} indeks yang memilih."
        ),
        Language::En => format!(
            "Five line charts of indices for {from} to {to} segments. {votes}. This segmentation has {k} segments, which {own} of the {cast} indices that vote support."
        ),
    }
}
