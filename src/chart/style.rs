//! How every chart looks: sizes in SVG pixels, colours, markers and dashes.

use plotters::style::RGBColor;

/// The width of every chart, in SVG pixels. Plotters knows whole pixels only, so charts are drawn large.
pub const WIDTH: u32 = 1800;
/// The width at which charts are meant to be placed, in points: 16 cm.
pub const WIDTH_PT: f64 = 453.543_307;
/// Points per SVG pixel at that width.
pub const PT_PER_PX: f64 = WIDTH_PT / WIDTH as f64;
/// The family named in every text; Typst embeds it, and it is measured here.
pub const FONT_FAMILY: &str = "Libertinus Serif";

/// The most that rows of units may fill, so that a chart and its caption fit on a page of A4.
pub const ROWS_BUDGET: f64 = 2150.0;
/// The height of a row that carries a name, at least.
pub const NAMED_ROW: f64 = 37.0;
/// The height of a row that carries a name, at most.
pub const TALLEST_ROW: f64 = 46.0;
/// The height that unnamed units share.
pub const UNNAMED_ROWS: f64 = 760.0;
/// The height of the line that names a segment above its rows.
pub const SEGMENT_LINE: f64 = 62.0;
/// The widest column of unit names.
pub const WIDEST_NAMES: f64 = 560.0;
/// The room between a chart's drawing and its edge.
pub const MARGIN: f64 = 8.0;

/// A size and weight of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    /// The font size, in SVG pixels.
    pub px: f64,
    /// Whether it is bold.
    pub bold: bool,
}

/// Axis titles, legends and segment names: 8.6 pt in the report.
pub const BODY: Type = Type { px: 34.0, bold: false };
/// The same in bold.
pub const STRONG: Type = Type { px: 34.0, bold: true };
/// Unit names, ticks and values: 7.8 pt in the report.
pub const SMALL: Type = Type { px: 31.0, bold: false };

/// Text and axes.
pub const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);
/// Ticks, notes and everything that should step back.
pub const QUIET: RGBColor = RGBColor(0x55, 0x55, 0x55);
/// Grid lines.
pub const GRID: RGBColor = RGBColor(0xDD, 0xDD, 0xDD);
/// The page.
pub const PAPER: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);

/// Okabe & Ito (2008), safe for colour-blind readers; yellow is left out, being too light for thin lines.
const SEGMENTS: [RGBColor; 7] = [
    RGBColor(0x00, 0x72, 0xB2),
    RGBColor(0xD5, 0x5E, 0x00),
    RGBColor(0x00, 0x9E, 0x73),
    RGBColor(0xCC, 0x79, 0xA7),
    RGBColor(0xE6, 0x9F, 0x00),
    RGBColor(0x56, 0xB4, 0xE9),
    RGBColor(0x44, 0x44, 0x44),
];

/// The shape of a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A circle.
    Circle,
    /// A square.
    Square,
    /// A triangle that points up.
    Triangle,
    /// A square on its corner.
    Diamond,
    /// A triangle that points down.
    Inverted,
}

/// The shapes, in the order in which segments take them.
const SHAPES: [Shape; 5] = [Shape::Circle, Shape::Square, Shape::Triangle, Shape::Diamond, Shape::Inverted];

/// Lengths of line and gap in turn; an empty list is a solid line.
const DASHES: [&[f64]; 5] = [&[], &[26.0, 12.0], &[6.0, 10.0], &[34.0, 10.0, 6.0, 10.0], &[14.0, 8.0]];

/// How a segment is told from the others, in black and white too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SegmentStyle {
    /// Its colour.
    pub color: RGBColor,
    /// Its marker.
    pub shape: Shape,
    /// Its line.
    pub dash: &'static [f64],
}

/// The style of a segment, by its number from 1. Seven colours and five shapes repeat only after 35 segments.
pub fn segment(number: usize) -> SegmentStyle {
    let i = number.saturating_sub(1);
    SegmentStyle {
        color: SEGMENTS[i % SEGMENTS.len()],
        shape: SHAPES[i % SHAPES.len()],
        dash: DASHES[i % DASHES.len()],
    }
}

/// Blue, for low: one end of a diverging scale.
const LOW: RGBColor = RGBColor(0x1F, 0x5A, 0x96);
/// White, a little off the page's.
const MEAN: RGBColor = RGBColor(0xF7, 0xF6, 0xF3);
/// Orange-brown, for high.
const HIGH: RGBColor = RGBColor(0xB8, 0x4A, 0x0C);
/// The standard deviations at which the diverging scale ends.
pub const SCALE_END: f64 = 2.0;

/// The colour of a value that lies `z` standard deviations from its mean.
pub fn diverging(z: f64) -> RGBColor {
    let t = (z / SCALE_END).clamp(-1.0, 1.0);
    if t < 0.0 { mix(MEAN, LOW, -t) } else { mix(MEAN, HIGH, t) }
}

/// Grey, for an answer in the middle of a scale.
const NEUTRAL: RGBColor = RGBColor(0xDA, 0xD8, 0xD4);
/// How strongly the answers next to the middle are coloured.
const FAINTEST: f64 = 0.32;

/// The colour of an answer, by its place from 0 on a scale of so many: from blue for the lowest to orange-brown.
pub fn answer(place: usize, points: usize) -> RGBColor {
    let side = (points / 2).max(1);
    let from_middle = |steps: usize| FAINTEST + (1.0 - FAINTEST) * steps as f64 / side as f64;
    match place {
        place if place < points / 2 => mix(MEAN, LOW, from_middle(side - place)),
        place if place >= points.div_ceil(2) => mix(MEAN, HIGH, from_middle(place + 1 + side - points)),
        _ => NEUTRAL,
    }
}

/// A colour on the way from one to another.
pub fn mix(from: RGBColor, to: RGBColor, t: f64) -> RGBColor {
    let channel = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * t).round() as u8;
    RGBColor(channel(from.0, to.0), channel(from.1, to.1), channel(from.2, to.2))
}

/// The contrast with the page that marks need to be seen (WCAG 2.1, 1.4.11).
const CONTRAST: f64 = 3.0;

/// The colour, as much darker as a mark of it needs to stand out from the page.
pub fn visible(color: RGBColor) -> RGBColor {
    let shades = (0..20).map(|i| mix(color, INK, f64::from(i) / 20.0));
    shades.into_iter().find(|shade| contrast(*shade) >= CONTRAST).unwrap_or(INK)
}

/// The contrast of a colour with white (WCAG 2.1, from relative luminance).
pub fn contrast(color: RGBColor) -> f64 {
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { libm::pow((share + 0.055) / 1.055, 2.4) }
    };
    let luminance = 0.2126 * linear(color.0) + 0.7152 * linear(color.1) + 0.0722 * linear(color.2);
    1.05 / (luminance + 0.05)
}

/// The colour of text that can be read on a filled cell.
pub fn text_on(fill: RGBColor) -> RGBColor {
    let light = 0.299 * f64::from(fill.0) + 0.587 * f64::from(fill.1) + 0.114 * f64::from(fill.2);
    if light < 140.0 { PAPER } else { INK }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_every_segment_stand_out_from_the_page() {
        for number in 1..=7 {
            let faint = mix(PAPER, segment(number).color, 0.7);
            assert!(contrast(visible(faint)) >= CONTRAST, "segment {number}");
        }
        assert!(contrast(mix(PAPER, segment(3).color, 0.55)) < 2.0, "what it mends");
        assert!((contrast(PAPER) - 1.0).abs() < 1e-9 && (contrast(RGBColor(0, 0, 0)) - 21.0).abs() < 1e-9);
        assert_eq!(visible(segment(1).color), segment(1).color, "what stands out stays");
    }
}
