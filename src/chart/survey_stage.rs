//! What the charts of a survey ask of the findings.

use super::axis::Ticks;
use super::sheet::{Anchor, Area, Label, Point, Sheet};
use super::stage::{Entry, Sample, look};
use super::style::{BODY, INK, MARGIN, PAPER, QUIET, SMALL, SegmentStyle, WIDTH, segment};
use super::text::{LEADING, RISE, Ruler, clean};
use crate::locale::{Language, Locale};
use crate::positioning::{ObjectFindings, PositioningFindings, Score};
use plotters::style::RGBColor;

/// The most that the rows of a chart may fill, so that legend, axes, notes and the caption fit on the same page.
pub const SURVEY_ROWS: f64 = 2060.0;

/// The widest name of a construct in a note.
pub const NAME_IN_NOTE: f64 = 760.0;

/// The findings with the language and the font that they are shown in.
#[derive(Clone, Copy)]
pub struct SurveyStage<'a> {
    /// What is shown.
    pub found: &'a PositioningFindings,
    /// How words and numbers are written.
    pub locale: &'a Locale,
    /// What measures text.
    pub ruler: &'a Ruler<'a>,
}

impl<'a> SurveyStage<'a> {
    /// The one of two texts that is in the report's language.
    pub fn say(&self, id: &'a str, en: &'a str) -> &'a str {
        match self.locale.language {
            Language::Id => id,
            Language::En => en,
        }
    }

    /// What the report calls an object; nothing when there is only one, without a name.
    pub fn object(&self, name: &str) -> String {
        let object = self.found.objects.iter().find(|object| object.name == name);
        object.map(|object| clean(&object.label)).unwrap_or_default()
    }

    /// What the report calls a construct.
    pub fn construct(&self, name: &str) -> String {
        let construct = self.found.constructs.iter().find(|construct| construct.name == name);
        construct.map_or_else(|| name.to_owned(), |construct| clean(&construct.label))
    }

    /// What the report calls a segment, or all of them together.
    pub fn segment(&self, number: Option<usize>) -> String {
        let label = number.and_then(|number| self.found.segments.iter().find(|s| s.segment == number));
        match (label, number) {
            (Some(label), _) => clean(&label.label),
            (None, Some(number)) => number.to_string(),
            (None, None) => self.say("Semua", "All").to_owned(),
        }
    }

    /// Every segment in its order, then all of them together.
    pub fn groups(&self) -> Vec<Option<usize>> {
        self.found.segments.iter().map(|segment| Some(segment.segment)).chain([None]).collect()
    }

    /// The score of a segment, or of all together, on a construct of an object.
    pub fn score(&self, segment: Option<usize>, object: &str, construct: &str) -> Option<&'a Score> {
        let is = |score: &&Score| {
            score.segment == segment && score.object == object && score.construct == construct
        };
        self.found.scores.iter().find(is)
    }

    /// The scale of the answers, in words.
    pub fn scale(&self) -> String {
        let (from, to) = (self.found.scale.from, self.found.scale.to);
        format!("{} {from}–{to}", self.say("skala", "scale"))
    }

    /// A mean of answers, as the tables write it.
    pub fn mean(&self, x: f64) -> String {
        self.locale.number(x, 2)
    }

    /// `Usefulness, Shop, segment Often`: what a score is of, in words.
    pub fn place(&self, construct: &str, object: &str, segment: Option<usize>) -> String {
        let view = self.view(object, segment);
        let construct = self.construct(construct);
        if view.is_empty() { construct } else { format!("{construct}, {view}") }
    }

    /// `Shop, segment Often`: which object is seen by whom, in words.
    pub fn view(&self, object: &str, segment: Option<usize>) -> String {
        let mut parts = vec![self.object(object)];
        match segment {
            Some(_) => parts.push(format!("{} {}", self.say("segmen", "segment"), self.segment(segment))),
            None if self.found.has_segments => {
                parts.push(self.say("semua segmen", "all segments").to_owned())
            }
            None => {}
        }
        parts.retain(|part| !part.is_empty());
        parts.join(", ")
    }

    /// The first of some parts, and how many are left out.
    pub fn some(&self, parts: &[String], most: usize) -> String {
        let mut said: Vec<String> = parts.iter().take(most).cloned().collect();
        if parts.len() > most {
            let unsaid = self.locale.count(parts.len() - most);
            said.push(format!("{unsaid} {}", self.say("lainnya tidak disebut", "more not named here")));
        }
        said.join("; ")
    }

    /// `n = 12`, or `n = 10–12` where it differs; a dash without any.
    pub fn n(&self, counts: impl IntoIterator<Item = usize>) -> String {
        let ends = counts.into_iter().fold(None, |ends: Option<(usize, usize)>, n| {
            Some(ends.map_or((n, n), |(low, high)| (low.min(n), high.max(n))))
        });
        match ends {
            Some((low, high)) if low == high => format!("n = {}", self.locale.count(low)),
            Some((low, high)) => format!("n = {}–{}", self.locale.count(low), self.locale.count(high)),
            None => "–".to_owned(),
        }
    }

    /// Writes notes below a chart, each on lines of its own; returns the lower end.
    pub fn notes(&self, sheet: &mut Sheet, notes: &[String], y: f64) -> f64 {
        let room = f64::from(WIDTH) - 2.0 * MARGIN;
        let lines = notes.iter().flat_map(|note| self.ruler.wrap(note, SMALL, room, 8));
        let mut end = y;
        for line in lines {
            sheet.write(Label::new(line, MARGIN, end + 6.0 + RISE * SMALL.px).color(QUIET));
            end += LEADING * SMALL.px + 6.0;
        }
        end
    }

    /// Writes centred lines, the first one's top at `y`.
    pub fn centred(&self, sheet: &mut Sheet, lines: &[String], x: f64, y: f64) {
        for (i, line) in lines.iter().enumerate() {
            let baseline = y + RISE * BODY.px + LEADING * BODY.px * i as f64;
            sheet.write(Label::new(line, x, baseline).anchor(Anchor::Middle).kind(BODY));
        }
    }

    /// How a segment's view of an object is marked: the colour says which segment, the shape which object.
    pub fn mark(&self, sheet: &mut Sheet, at: Point, segment: Option<usize>, object: usize, reach: f64) {
        let own = color_of(segment);
        match self.found.has_objects {
            true => shaped(sheet, at, SegmentStyle { color: own, ..shape_of(object) }, object, reach),
            false => shaped(sheet, at, SegmentStyle { color: own, ..look(segment) }, 0, reach),
        }
    }

    /// Draws what tells a segment in a column of names: its marker, or its colour where shapes stand for objects.
    pub fn sample(&self, sheet: &mut Sheet, (x, y): Point, segment: Option<usize>) {
        let color = color_of(segment);
        match (self.found.has_objects, segment) {
            (true, _) => sheet
                .rectangle(Area { left: x - 5.0, top: y - 15.0, right: x + 5.0, bottom: y + 15.0 }, color),
            (false, Some(_)) => sheet.marker((x, y), look(segment), 11.0),
            (false, None) => {}
        }
    }

    /// Which shape is which object, where there are several.
    pub fn shapes(&self) -> Vec<Entry> {
        let entry = |(i, object): (usize, &ObjectFindings)| {
            let sample = if is_hollow(i) { Sample::Hollow(shape_of(i)) } else { Sample::Marker(shape_of(i)) };
            Entry { sample, text: self.object(&object.name) }
        };
        let objects = if self.found.has_objects { &self.found.objects[..] } else { &[] };
        objects.iter().enumerate().map(entry).collect()
    }
}

/// An axis: its ticks and its ends.
pub struct Range {
    /// Round values on it.
    pub ticks: Ticks,
    /// Its ends, the lower one first.
    pub ends: (f64, f64),
}

impl Range {
    /// Round ends around values, where values can be.
    pub fn around(values: impl Iterator<Item = f64>, least: f64, greatest: f64, count: f64) -> Self {
        let (low, high) = values
            .map(|x| x.clamp(least, greatest))
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
        // A single value has some room on either side.
        let room = if high > low { 0.0 } else { (greatest - least) / 8.0 };
        let ticks = Ticks::around(low - room, high + room, count);
        let ends = (ticks.ends().0.max(least), ticks.ends().1.min(greatest));
        Self { ticks: ticks.within(ends.0, ends.1), ends }
    }
}

/// The colour of a segment, or of all together.
pub fn color_of(segment: Option<usize>) -> RGBColor {
    if segment.is_none() { INK } else { look(segment).color }
}

/// How an object is marked where no segment is meant.
fn shape_of(object: usize) -> SegmentStyle {
    SegmentStyle { color: QUIET, ..segment(object + 1) }
}

/// Whether an object has the shape of an earlier one, and is told from it by being hollow.
fn is_hollow(object: usize) -> bool {
    !(object / 5).is_multiple_of(2)
}

/// Draws a marker with a rim of paper, which parts markers that lie on each other.
fn shaped(sheet: &mut Sheet, at: Point, style: SegmentStyle, object: usize, reach: f64) {
    sheet.marker(at, SegmentStyle { color: PAPER, ..style }, reach + 1.5);
    match is_hollow(object) {
        true => sheet.hollow(at, style, reach.max(7.5), PAPER),
        false => sheet.marker(at, style, reach),
    }
}
