//! What the charts of a targeting ask of the findings.

use super::sheet::{Area, Label, Sheet};
use super::style::{BODY, INK, MARGIN, PAPER, QUIET, SegmentStyle, Shape, WIDTH, segment};
use super::text::{MIDDLE, Ruler, clean};
use crate::locale::{Language, Locale};
use crate::targeting::TargetingFindings;
use plotters::style::RGBColor;

/// The height of a line of a legend.
const LINE: f64 = 52.0;

/// The findings with the language and the font that they are shown in.
#[derive(Clone, Copy)]
pub struct Stage<'a> {
    /// What is shown.
    pub found: &'a TargetingFindings,
    /// How words and numbers are written.
    pub locale: &'a Locale,
    /// What measures text.
    pub ruler: &'a Ruler<'a>,
}

/// An entry of a legend: how it is drawn, and what it says.
pub struct Entry {
    /// What stands before its words.
    pub sample: Sample,
    /// What it stands for.
    pub text: String,
}

/// What stands before the words of an entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sample {
    /// Nothing: the words explain no marker.
    None,
    /// A marker.
    Marker(SegmentStyle),
    /// A hollow marker.
    Hollow(SegmentStyle),
    /// A bar of a colour, where shapes stand for something else.
    Color(RGBColor),
}

impl Entry {
    /// An entry with a filled marker, or without one.
    pub fn new(style: Option<SegmentStyle>, text: impl Into<String>) -> Self {
        Self { sample: style.map_or(Sample::None, Sample::Marker), text: text.into() }
    }
}

impl Sample {
    /// Draws it with its middle at a point.
    fn draw(self, sheet: &mut Sheet, (x, y): (f64, f64)) {
        match self {
            Self::None => {}
            Self::Marker(style) => sheet.marker((x, y), style, 12.0),
            Self::Hollow(style) => sheet.hollow((x, y), style, 12.0, PAPER),
            Self::Color(color) => sheet
                .rectangle(Area { left: x - 14.0, top: y - 6.0, right: x + 14.0, bottom: y + 6.0 }, color),
        }
    }
}

impl<'a> Stage<'a> {
    /// The one of two texts that is in the report's language.
    pub fn say(&self, id: &'a str, en: &'a str) -> &'a str {
        match self.locale.language {
            Language::Id => id,
            Language::En => en,
        }
    }

    /// `1 unit`, `7 units`.
    pub fn units(&self, n: usize) -> String {
        let word = if n == 1 { "unit" } else { self.say("unit", "units") };
        format!("{} {word}", self.locale.count(n))
    }

    /// An amount of the potential, in words from a million up.
    pub fn potential(&self, x: f64) -> String {
        let Some(potential) = &self.found.potential else { return String::new() };
        let unit = clean(&potential.unit);
        match (potential.money, unit.is_empty()) {
            (true, _) => self.locale.money_in_words(x, 1),
            (false, true) => self.locale.short(x, 2),
            (false, false) => format!("{} {unit}", self.locale.short(x, 2)),
        }
    }

    /// What the potential is called.
    pub fn potential_label(&self) -> String {
        self.found.potential.as_ref().map(|potential| clean(&potential.label)).unwrap_or_default()
    }
}

/// Writes a legend in as many lines as it takes; returns its lower end.
pub fn legend(sheet: &mut Sheet, entries: &[Entry]) -> f64 {
    let (mut x, mut y) = (MARGIN + 8.0, MARGIN + LINE / 2.0);
    for entry in entries {
        let text = sheet.ruler.fit(&entry.text, BODY, f64::from(WIDTH) - 6.0 * MARGIN - 38.0);
        let marker = if entry.sample == Sample::None { 0.0 } else { 38.0 };
        let width = marker + sheet.ruler.width(&text, BODY);
        if x + width > f64::from(WIDTH) - MARGIN && x > 2.0 * MARGIN {
            (x, y) = (MARGIN + 8.0, y + LINE);
        }
        entry.sample.draw(sheet, (x + 12.0, y));
        sheet.write(Label::new(text, x + marker, y + MIDDLE * BODY.px).kind(BODY));
        x += width + 52.0;
    }
    if entries.is_empty() { MARGIN } else { y + LINE / 2.0 }
}

/// The look of a unit of a segment; grey for one without a segment.
pub fn look(number: Option<usize>) -> SegmentStyle {
    match number {
        Some(number) => segment(number),
        None => plain(QUIET),
    }
}

/// A filled circle of a colour.
pub fn plain(color: RGBColor) -> SegmentStyle {
    SegmentStyle { color, shape: Shape::Circle, dash: &[] }
}

/// Frames a plot.
pub fn frame(sheet: &mut Sheet, plot: Area) {
    let corners =
        [(plot.left, plot.top), (plot.right, plot.top), (plot.right, plot.bottom), (plot.left, plot.bottom)];
    sheet.line(&[corners[0], corners[1], corners[2], corners[3], corners[0]], INK, 2);
}
