//! Mean scores with their intervals: a panel per construct, in it a line per segment and object.

use super::axis::Scale;
use super::sheet::{Anchor, Area, Label, Sheet};
use super::stage::legend;
use super::style::{BODY, GRID, INK, MARGIN, QUIET, SMALL, STRONG, WIDTH};
use super::survey_stage::{Range, SURVEY_ROWS, SurveyStage, color_of};
use super::text::{LEADING, RISE};
use super::{Chart, ChartError};
use crate::locale::Language;
use crate::positioning::{ObjectFindings, Score};

/// The heights of the line of an object within the rows of a segment.
const LINE: (f64, f64) = (14.0, 34.0);
/// The room between the rows of two segments, and their least height, so that a name fits.
const BETWEEN_ROWS: f64 = 24.0;
const LEAST_ROW: f64 = 40.0;
/// Room above panels for the construct's name, and below them for the ticks.
const HEAD: f64 = 92.0;
const FOOT: f64 = 60.0;
/// Room between two panels, and how far a tick label may reach beyond its plot.
const BETWEEN: f64 = 72.0;
const BEYOND: f64 = 22.0;
/// The fewest and the most panels side by side.
const ABREAST: (usize, usize) = (4, 6);
/// Pixels between two ticks, about.
const TICK: f64 = 62.0;
/// The widest column of names.
const NAMES: f64 = 330.0;
/// Room for a segment's marker before its name.
const MARKER: f64 = 42.0;

/// Where rows and panels are.
struct Grid<'a> {
    /// The objects that have room.
    objects: Vec<&'a ObjectFindings>,
    /// The segments, all together last.
    groups: Vec<Option<usize>>,
    /// The constructs that have room, in bands.
    bands: Vec<Vec<&'a str>>,
    /// The height of an object's line, and of a segment's row.
    line: f64,
    row: f64,
    /// The left end of the first panel, and the width of one.
    left: f64,
    width: f64,
    /// The part of the scale that is shown.
    x: Range,
}

/// Draws the chart, where there are several means to compare.
pub fn draw(stage: &SurveyStage) -> Result<Option<Chart>, ChartError> {
    let several = stage.found.has_segments || stage.found.objects.len() > 1;
    let some = stage.found.scores.iter().any(|score| score.mean.is_some());
    (several && some).then(|| panels(stage)).transpose()
}

fn panels(stage: &SurveyStage) -> Result<Chart, ChartError> {
    let grid = Grid::new(stage);
    let mut sheet = Sheet::new(stage.ruler);
    let mut y = legend(&mut sheet, &stage.shapes()) + 4.0;
    for band in &grid.bands {
        let (top, bottom) = (y + HEAD, y + HEAD + grid.row * grid.groups.len() as f64);
        for (i, segment) in grid.groups.iter().enumerate() {
            grid.name(&mut sheet, stage, *segment, top + grid.row * (i as f64 + 0.5));
        }
        for (i, construct) in band.iter().enumerate() {
            let left = grid.left + i as f64 * (grid.width + BETWEEN);
            let plot = Area { left, top, right: left + grid.width, bottom };
            grid.panel(&mut sheet, stage, construct, plot);
        }
        y = bottom + FOOT;
    }
    let title = format!("{} ({})", stage.say("Rata-rata skor", "Mean score"), stage.scale());
    let middle = f64::midpoint(grid.left, f64::from(WIDTH) - MARGIN);
    let baseline = y + RISE * BODY.px;
    sheet.write(Label::new(title, middle, baseline).anchor(Anchor::Middle).kind(BODY));
    let height = stage.notes(&mut sheet, &notes(stage, &grid), baseline + 16.0) + 4.0;
    Chart::new("score_intervals", sheet, height, alt(stage))
}

impl<'a> Grid<'a> {
    fn new(stage: &SurveyStage<'a>) -> Self {
        let groups = if stage.found.has_segments { stage.groups() } else { vec![None] };
        let constructs: Vec<&str> = stage.found.constructs.iter().map(|c| c.name.as_str()).collect();
        let row = |line: f64, objects: usize| (line * objects as f64 + BETWEEN_ROWS).max(LEAST_ROW);
        let band = |line: f64, objects: usize| HEAD + FOOT + row(line, objects) * groups.len() as f64;
        let count = stage.found.objects.len();
        let objects = (1..=count).rev().find(|n| band(LINE.0, *n) <= SURVEY_ROWS).unwrap_or(1);
        let fits = |abreast: &usize| {
            constructs.len().div_ceil(*abreast) as f64 * band(LINE.0, objects) <= SURVEY_ROWS
        };
        let abreast = (ABREAST.0..=ABREAST.1).find(fits).unwrap_or(ABREAST.1);
        let most = (SURVEY_ROWS / band(LINE.0, objects)).floor().max(1.0) as usize;
        let bands = constructs.len().div_ceil(abreast).clamp(1, most);
        let shown = &constructs[..constructs.len().min(bands * abreast)];
        let abreast = shown.len().div_ceil(bands).max(1);
        let share = (SURVEY_ROWS / bands as f64 - HEAD - FOOT) / groups.len() as f64 - BETWEEN_ROWS;
        let line = (share / objects as f64).clamp(LINE.0, LINE.1).floor();
        let names: Vec<String> = groups.iter().map(|segment| stage.segment(*segment)).collect();
        let names = stage.ruler.widest(names.iter().map(String::as_str), SMALL).min(NAMES);
        let left = if stage.found.has_segments { MARGIN + MARKER + names + 24.0 } else { MARGIN + BEYOND };
        let space = f64::from(WIDTH) - MARGIN - BEYOND - left - (abreast as f64 - 1.0) * BETWEEN;
        Self {
            objects: stage.found.objects.iter().take(objects).collect(),
            bands: shown.chunks(abreast).map(<[&str]>::to_vec).collect(),
            line,
            row: row(line, objects),
            left,
            width: space / abreast as f64,
            x: range(stage, space / abreast as f64),
            groups,
        }
    }

    /// Names a segment left of its row.
    fn name(&self, sheet: &mut Sheet, stage: &SurveyStage, segment: Option<usize>, y: f64) {
        if !stage.found.has_segments {
            return;
        }
        stage.sample(sheet, (MARGIN + 16.0, y), segment);
        let room = self.left - MARGIN - MARKER - 20.0;
        let most = (self.row / (LEADING * SMALL.px)).floor().clamp(1.0, 3.0) as usize;
        let lines = stage.ruler.wrap(&stage.segment(segment), SMALL, room, most);
        let step = LEADING * SMALL.px;
        let first = y - step * (lines.len() as f64 - 1.0) / 2.0;
        for (i, line) in lines.iter().enumerate() {
            sheet.write(Label::beside(line, MARGIN + MARKER, first + step * i as f64));
        }
    }

    /// Draws the panel of a construct.
    fn panel(&self, sheet: &mut Sheet, stage: &SurveyStage, construct: &str, plot: Area) {
        let x = Scale::new(self.x.ends, (plot.left, plot.right));
        let lines = stage.ruler.wrap(&stage.construct(construct), STRONG, plot.right - plot.left, 2);
        for (i, line) in lines.iter().rev().enumerate() {
            let baseline = plot.top - 18.0 - LEADING * STRONG.px * i as f64;
            sheet.write(Label::new(line, plot.left, baseline).kind(STRONG));
        }
        self.ground(sheet, stage, plot, x);
        for (i, segment) in self.groups.iter().enumerate() {
            let first =
                plot.top + self.row * (i as f64 + 0.5) - self.line * (self.objects.len() as f64 - 1.0) / 2.0;
            for (o, object) in self.objects.iter().enumerate() {
                if let Some(score) = stage.score(*segment, &object.name, construct) {
                    self.score(sheet, stage, score, o, (x, plot, first + self.line * o as f64));
                }
            }
        }
    }

    /// Draws what a panel stands on: grid, ticks, and lines between segments.
    fn ground(&self, sheet: &mut Sheet, stage: &SurveyStage, plot: Area, x: Scale) {
        let baseline = plot.bottom + 14.0 + RISE * SMALL.px;
        for (value, label) in self.x.ticks.values.iter().zip(self.x.ticks.labels(stage.locale)) {
            let at = x.at(*value);
            sheet.line(&[(at, plot.top), (at, plot.bottom)], GRID, 2);
            sheet.line(&[(at, plot.bottom), (at, plot.bottom + 8.0)], INK, 2);
            sheet.write(Label::new(label, at, baseline).anchor(Anchor::Middle).color(QUIET));
        }
        for i in 1..self.groups.len() {
            let y = plot.top + self.row * i as f64;
            sheet.line(&[(plot.left, y), (plot.right, y)], GRID, 1);
        }
        sheet.line(&[(plot.left, plot.top), (plot.left, plot.bottom), (plot.right, plot.bottom)], INK, 2);
    }

    /// Draws a mean with its interval, as far as the scale goes.
    fn score(
        &self,
        sheet: &mut Sheet,
        stage: &SurveyStage,
        score: &Score,
        object: usize,
        (x, plot, y): (Scale, Area, f64),
    ) {
        let Some(mean) = score.mean else { return };
        if let (Some(lower), Some(upper)) = (score.lower, score.upper) {
            let ends = [lower, upper].map(|end| (x.at(end).clamp(plot.left, plot.right), y));
            sheet.line(&ends, color_of(score.segment), 4);
        }
        stage.mark(sheet, (x.at(mean), y), score.segment, object, (self.line * 0.36).min(9.0));
    }
}

/// The part of the scale that holds every interval; the whole of it would hide how narrow they are.
fn range(stage: &SurveyStage, width: f64) -> Range {
    let scale = &stage.found.scale;
    let (from, to) = (f64::from(scale.from), f64::from(scale.to));
    let values = stage.found.scores.iter().flat_map(|score| [score.mean, score.lower, score.upper]);
    Range::around(values.flatten(), from, to, (width / TICK).max(1.0))
}

/// What the lines are, and what is not drawn.
fn notes(stage: &SurveyStage, grid: &Grid) -> Vec<String> {
    let confidence = stage.locale.percent(stage.found.rules.confidence, 0);
    let mut first = match stage.locale.language {
        Language::Id => format!("Garis: interval kepercayaan {confidence}"),
        Language::En => format!("Lines: {confidence} confidence intervals"),
    };
    if stage.found.scores.iter().any(|score| score.mean.is_some() && score.lower.is_none()) {
        let alone = stage
            .say("; tanpa garis: interval tidak dapat dihitung", "; no line: no interval can be computed");
        first.push_str(alone);
    }
    let shown: usize = grid.bands.iter().map(Vec::len).sum();
    let constructs = stage.found.constructs.len() - shown;
    let objects = stage.found.objects.len() - grid.objects.len();
    let mut notes = vec![format!("{first}.")];
    let (some, more) = match stage.locale.language {
        Language::Id => (["konstruk", "objek"], "lain tidak digambar; skornya ada dalam tabel."),
        Language::En => (["constructs", "objects"], "are not drawn; the table has their scores."),
    };
    let left_out = [constructs, objects].into_iter().zip(some).filter(|(n, _)| *n > 0);
    notes.extend(left_out.map(|(n, what)| match stage.locale.language {
        Language::Id => format!("{n} {what} {more}"),
        Language::En => format!("Other {what} ({n}) {more}"),
    }));
    notes
}

/// What is seen, in words.
fn alt(stage: &SurveyStage) -> String {
    let constructs = stage.found.constructs.iter().filter_map(|construct| ends(stage, &construct.name));
    let constructs = stage.some(&constructs.collect::<Vec<_>>(), 8);
    let confidence = stage.locale.percent(stage.found.rules.confidence, 0);
    match stage.locale.language {
        Language::Id => format!("Rata-rata skor dengan interval kepercayaan {confidence}. {constructs}."),
        Language::En => format!("Mean scores with {confidence} confidence intervals. {constructs}."),
    }
}

/// The highest and the lowest mean on a construct, in words.
fn ends(stage: &SurveyStage, construct: &str) -> Option<String> {
    let here = stage.found.scores.iter().filter(|score| score.construct == construct);
    let of = |score: &&Score| score.segment.is_some() == stage.found.has_segments;
    let scores: Vec<(&Score, f64)> = here.filter(of).filter_map(|score| Some((score, score.mean?))).collect();
    let said = |(score, mean): &(&Score, f64)| {
        let interval = score.lower.zip(score.upper).map_or_else(String::new, |(lower, upper)| {
            format!("; {}–{}", stage.mean(lower), stage.mean(upper))
        });
        let place = stage.view(&score.object, score.segment);
        format!("{place} ({}{interval})", stage.mean(*mean))
    };
    let high = scores.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1)).map(said)?;
    let low = scores.iter().min_by(|a, b| a.1.total_cmp(&b.1)).map(said)?;
    let construct = stage.construct(construct);
    Some(match (stage.locale.language, scores.len()) {
        (_, 1) => format!("{construct}: {high}"),
        (Language::Id, _) => format!("{construct}: tertinggi {high}, terendah {low}"),
        (Language::En, _) => format!("{construct}: highest {high}, lowest {low}"),
    })
}
