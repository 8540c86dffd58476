//! The mean score of every segment on every construct, by object, coloured from the middle of the scale.

use super::columns::{Headings, Side};
use super::sheet::{Anchor, Area, Label, Sheet};
use super::stage::look;
use super::style::{INK, MARGIN, QUIET, SCALE_END, SMALL, STRONG, WIDTH, diverging, text_on};
use super::survey_stage::{SURVEY_ROWS, SurveyStage};
use super::text::{LEADING, RISE};
use super::{Chart, ChartError};
use crate::locale::Language;
use crate::positioning::{ObjectFindings, Score};

/// The heights of a row.
const ROW: (f64, f64) = (34.0, 50.0);
/// The height of the line that names an object above its rows.
const OBJECT_LINE: f64 = 54.0;
/// The widest column of segment names.
const NAMES: f64 = 520.0;
/// Room for a segment's marker before its name.
const MARKER: f64 = 42.0;
/// Headings up to this height take nothing from the rows.
const HEADINGS: f64 = 160.0;
/// Paper left between cells.
const BETWEEN: f64 = 2.0;

/// Where rows and columns are.
struct Grid<'a> {
    /// The objects whose rows have room on the page.
    objects: Vec<&'a ObjectFindings>,
    groups: Vec<Option<usize>>,
    headings: Headings,
    row: f64,
    /// The widest name, and where the number of units ends.
    names: f64,
    counts: f64,
    /// The first column's left end, and a column's width.
    left: f64,
    width: f64,
    /// How far from the middle of the scale the colours end.
    end: f64,
}

/// Draws the chart, where respondents belong to segments and there is a score.
pub fn draw(stage: &SurveyStage) -> Result<Option<Chart>, ChartError> {
    let some = stage.found.scores.iter().any(|score| score.segment.is_some() && score.mean.is_some());
    (stage.found.has_segments && some).then(|| cells(stage)).transpose()
}

fn cells(stage: &SurveyStage) -> Result<Chart, ChartError> {
    let grid = Grid::new(stage);
    let mut sheet = Sheet::new(stage.ruler);
    let mut y = MARGIN + grid.headings.height + 10.0;
    grid.headings.draw(&mut sheet, &grid.middles(stage.found.constructs.len()), y - 6.0, Side::Above);
    for object in &grid.objects {
        if stage.found.has_objects {
            let name = stage.ruler.fit(&stage.object(&object.name), STRONG, f64::from(WIDTH) - 2.0 * MARGIN);
            sheet.write(Label::new(name, MARGIN, y + OBJECT_LINE - 14.0).kind(STRONG));
            y += OBJECT_LINE;
        }
        for segment in &grid.groups {
            grid.row(&mut sheet, stage, &object.name, *segment, y);
            y += grid.row;
        }
        y += 6.0;
    }
    let end = scale(&mut sheet, stage, grid.end, y + 18.0);
    let height = stage.notes(&mut sheet, &notes(stage, &grid), end) + 4.0;
    Chart::new("scores", sheet, height, alt(stage))
}

impl<'a> Grid<'a> {
    fn new(stage: &SurveyStage<'a>) -> Self {
        let groups = stage.groups();
        let names: Vec<String> = groups.iter().map(|segment| stage.segment(*segment)).collect();
        let names = stage.ruler.widest(names.iter().map(String::as_str), SMALL).min(NAMES);
        let objects = &stage.found.objects;
        let all = groups.iter().flat_map(|segment| objects.iter().map(|o| counts(stage, &o.name, *segment)));
        let all: Vec<String> = all.collect();
        let counts =
            MARGIN + MARKER + names + 24.0 + stage.ruler.widest(all.iter().map(String::as_str), SMALL);
        let left = counts + 20.0;
        let width = (f64::from(WIDTH) - MARGIN - left) / stage.found.constructs.len().max(1) as f64;
        let titles: Vec<String> = stage.found.constructs.iter().map(|c| stage.construct(&c.name)).collect();
        let headings = Headings::fit(stage.ruler, &titles, width);
        let budget = SURVEY_ROWS + HEADINGS - headings.height.max(HEADINGS);
        let head = if stage.found.has_objects { OBJECT_LINE } else { 0.0 } + 6.0;
        let most = (budget / (head + ROW.0 * groups.len() as f64)).floor().max(1.0) as usize;
        let objects: Vec<&ObjectFindings> = objects.iter().take(most).collect();
        let share = budget / objects.len().max(1) as f64 - head;
        let row = (share / groups.len() as f64).clamp(ROW.0, ROW.1).floor();
        Self { objects, groups, headings, row, names, counts, left, width, end: end(stage) }
    }

    /// The middles of the columns, on the x axis.
    fn middles(&self, columns: usize) -> Vec<f64> {
        (0..columns).map(|i| self.left + self.width * (i as f64 + 0.5)).collect()
    }

    /// Draws the row of a segment, or of all together.
    fn row(&self, sheet: &mut Sheet, stage: &SurveyStage, object: &str, segment: Option<usize>, y: f64) {
        let middle = y + self.row / 2.0;
        let name = stage.ruler.fit(&stage.segment(segment), SMALL, self.names);
        if segment.is_some() {
            sheet.marker((MARGIN + 16.0, middle), look(segment), 11.0);
        }
        sheet.write(Label::beside(name, MARGIN + MARKER, middle));
        let n = counts(stage, object, segment);
        sheet.write(Label::beside(n, self.counts, middle).anchor(Anchor::End).color(QUIET));
        let columns = &stage.found.constructs;
        for (construct, x) in columns.iter().zip(self.middles(columns.len())) {
            let score = stage.score(segment, object, &construct.name);
            let Some(mean) = score.and_then(|score| score.mean) else { continue };
            let fill = diverging(SCALE_END * (mean - stage.found.scale.middle) / self.end);
            let (half, high) = (self.width / 2.0 - BETWEEN / 2.0, self.row / 2.0 - BETWEEN / 2.0);
            let cell = Area { left: x - half, right: x + half, top: middle - high, bottom: middle + high };
            sheet.rectangle(cell, fill);
            let text = [2, 1].map(|decimals| stage.locale.number(mean, decimals));
            let fits = text.into_iter().find(|text| stage.ruler.width(text, SMALL) + 8.0 <= 2.0 * half);
            let label = Label::beside(fits.unwrap_or_default(), x, middle).anchor(Anchor::Middle);
            sheet.write(label.color(text_on(fill)));
        }
    }
}

/// How many units or respondents the scores of a row are of.
fn counts(stage: &SurveyStage, object: &str, segment: Option<usize>) -> String {
    let scores = stage.found.constructs.iter().map(|c| stage.score(segment, object, &c.name));
    stage.n(scores.map(|score| score.map_or(0, |score| score.n)))
}

/// The distance from the middle of the scale at which colours end, in halves; no farther than the scale does.
fn end(stage: &SurveyStage) -> f64 {
    let scale = &stage.found.scale;
    let away = stage.found.scores.iter().filter_map(|score| Some((score.mean? - scale.middle).abs()));
    let halves = (2.0 * away.fold(0.0, f64::max) - 1e-9).ceil() / 2.0;
    halves.clamp(0.5, (f64::from(scale.to) - scale.middle).max(0.5))
}

/// Draws the colour scale; returns the lower end.
fn scale(sheet: &mut Sheet, stage: &SurveyStage, end: f64, top: f64) -> f64 {
    let title = stage
        .say("Warna: rata-rata skor, dari tengah skala", "Colour: mean score, from the middle of the scale");
    let left = MARGIN + stage.ruler.width(title, SMALL) + 60.0;
    let (width, height, steps) = (620.0, 26.0, 32);
    sheet.write(Label::beside(title, MARGIN, top + height / 2.0));
    for i in 0..steps {
        let at = |i: i32| left + width * f64::from(i) / f64::from(steps);
        let z = SCALE_END * (2.0 * (f64::from(i) + 0.5) / f64::from(steps) - 1.0);
        sheet.rectangle(Area { left: at(i), right: at(i + 1), top, bottom: top + height }, diverging(z));
    }
    let below = top + height + 12.0 + RISE * SMALL.px;
    let middle = stage.found.scale.middle;
    for score in whole_steps(middle - end, middle + end) {
        let x = left + width * ((score - middle) / end + 1.0) / 2.0;
        let text = stage.locale.short(score, 1);
        sheet.line(&[(x, top + height), (x, top + height + 6.0)], INK, 2);
        sheet.write(Label::new(text, x, below).anchor(Anchor::Middle).color(QUIET));
    }
    below + (LEADING - RISE) * SMALL.px + 4.0
}

/// The whole scores from one to another; halves too where there are few.
fn whole_steps(low: f64, high: f64) -> Vec<f64> {
    let step = if high - low < 2.0 { 0.5 } else { 1.0 };
    let first = (low / step - 1e-9).ceil();
    std::iter::successors(Some(first * step), |score| Some(score + step))
        .take_while(|score| *score <= high + 1e-9)
        .collect()
}

/// What is not to be seen in the cells.
fn notes(stage: &SurveyStage, grid: &Grid) -> Vec<String> {
    let mut notes = Vec::new();
    let empty = |object: &&ObjectFindings| {
        let segments = grid.groups.iter();
        let mut all = segments.flat_map(|s| stage.found.constructs.iter().map(move |c| (s, c)));
        all.any(|(s, c)| stage.score(*s, &object.name, &c.name).is_none_or(|score| score.mean.is_none()))
    };
    if grid.objects.iter().any(empty) {
        notes.push(stage.say("Sel kosong: tidak ada skor.", "Empty cells: no score.").to_owned());
    }
    if grid.headings.numbered.is_some() {
        let said = stage.say(
            "Kolom bernomor menurut urutan konstruk dalam tabel skor.",
            "Columns are numbered in the order of the constructs in the table of scores.",
        );
        notes.push(said.to_owned());
    }
    let left_out = stage.found.objects.len() - grid.objects.len();
    notes.extend((left_out > 0).then(|| match stage.locale.language {
        Language::Id => format!("{left_out} objek lain tidak digambar; skornya ada dalam tabel."),
        Language::En => format!("Other objects ({left_out}) are not drawn; the table has their scores."),
    }));
    notes
}

/// What is seen, in words.
fn alt(stage: &SurveyStage) -> String {
    let of_segments = stage.found.scores.iter().filter(|score| score.segment.is_some());
    let all: Vec<(&Score, f64)> =
        of_segments.clone().filter_map(|score| Some((score, score.mean?))).collect();
    let (objects, segments) = (stage.found.objects.len(), stage.found.segments.len());
    let (cells, constructs) = (all.len(), stage.found.constructs.len());
    let said = |found: Option<&(&Score, f64)>| {
        found.map_or_else(String::new, |(score, mean)| {
            format!("{} ({})", stage.place(&score.construct, &score.object, score.segment), stage.mean(*mean))
        })
    };
    let high = said(all.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1)));
    let low = said(all.iter().min_by(|a, b| a.1.total_cmp(&b.1)));
    let middle = stage.found.scale.middle;
    let below = all.iter().filter(|(_, mean)| *mean < middle).count();
    let middle = stage.locale.short(middle, 1);
    let empty = segments * objects * constructs - cells.min(segments * objects * constructs);
    match stage.locale.language {
        Language::Id => format!(
            "Peta panas rata-rata skor: {segments} segmen, {objects} objek, {constructs} konstruk. Tertinggi: {high}; \
             terendah: {low}. Di bawah tengah skala ({middle}): {below} dari {cells} skor; tanpa skor: {empty}."
        ),
        Language::En => format!(
            "Heat map of mean scores: segments {segments}, objects {objects}, constructs {constructs}. Highest: {high}; \
             lowest: {low}. Below the middle of the scale ({middle}): {below} of {cells} scores; without a score: {empty}."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_of_colours_is_marked_at_answers_that_can_be_given() {
        assert_eq!(whole_steps(1.5, 4.5), [2.0, 3.0, 4.0]);
        assert_eq!(whole_steps(1.0, 5.0), [1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(whole_steps(2.5, 3.5), [2.5, 3.0, 3.5]);
    }
}
