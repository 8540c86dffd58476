//! What a chart is made of, and how plotters writes it as SVG.

use super::ChartError;
use super::scripts;
use super::style::{FONT_FAMILY, INK, SMALL, SegmentStyle, Shape, Type, WIDTH};
use super::text::{DROP, MIDDLE, RISE, Ruler};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// A point, in SVG pixels from the upper left.
pub type Point = (f64, f64);

/// A line of text with its place.
#[derive(Debug, Clone)]
pub struct Label {
    /// What is written.
    pub text: String,
    /// Its place on the x axis; on the y axis where it is read upward.
    pub x: f64,
    /// Its place on the other axis.
    pub baseline: f64,
    /// Which of its points stands there.
    pub anchor: Anchor,
    /// Its size and weight.
    pub kind: Type,
    /// Its colour.
    pub color: RGBColor,
    /// Whether it is read upward.
    pub upward: bool,
}

/// Which point of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

impl Label {
    /// A text that starts at `x`, on a baseline.
    pub fn new(text: impl Into<String>, x: f64, baseline: f64) -> Self {
        Self { text: text.into(), x, baseline, anchor: Anchor::Start, kind: SMALL, color: INK, upward: false }
    }

    /// A text whose digits and capitals have their middle at height `y`.
    pub fn beside(text: impl Into<String>, x: f64, y: f64) -> Self {
        Self::new(text, x, y + MIDDLE * SMALL.px)
    }

    /// With another point of the text at its place.
    pub fn anchor(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// In another size or weight.
    pub fn kind(self, kind: Type) -> Self {
        Self { kind, ..self }
    }

    /// In another colour.
    pub fn color(self, color: RGBColor) -> Self {
        Self { color, ..self }
    }

    /// Read upward; the baseline is then a place on the x axis, and `x` one on the y axis.
    pub fn upward(self) -> Self {
        Self { upward: true, ..self }
    }

    /// The box of a text that is not read upward.
    pub fn area(&self, ruler: &Ruler) -> Area {
        let width = ruler.width(&self.text, self.kind);
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        let (top, bottom) = (self.baseline - RISE * self.kind.px, self.baseline + DROP * self.kind.px);
        Area { left, top, right: left + width, bottom }
    }
}

/// A rectangle, in SVG pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Its least x.
    pub left: f64,
    /// Its least y.
    pub top: f64,
    /// Its greatest x.
    pub right: f64,
    /// Its greatest y.
    pub bottom: f64,
}

impl Area {
    /// A square around a point.
    pub fn around((x, y): Point, reach: f64) -> Self {
        Self { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach }
    }

    /// The rectangle with room on every side.
    pub fn grown(self, by: f64) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    /// Whether the two share an inner point.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether the other lies wholly inside.
    pub fn holds(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && other.right <= self.right
            && other.bottom <= self.bottom
    }
}

/// What plotters is asked to draw.
enum Mark {
    Line(Vec<(i32, i32)>, RGBColor, u32),
    Polygon(Vec<(i32, i32)>, RGBColor),
    Rectangle([(i32, i32); 2], RGBColor),
    Disc((i32, i32), u32, RGBColor),
    Text(Label),
}

/// A chart in the making: marks, in the order in which they are drawn.
pub struct Sheet<'a> {
    /// What measures the text.
    pub ruler: &'a Ruler<'a>,
    marks: Vec<Mark>,
}

impl<'a> Sheet<'a> {
    /// An empty sheet.
    pub fn new(ruler: &'a Ruler<'a>) -> Self {
        Self { ruler, marks: Vec::new() }
    }

    /// A line through points.
    pub fn line(&mut self, points: &[Point], color: RGBColor, width: u32) {
        self.marks.push(Mark::Line(points.iter().copied().map(whole).collect(), color, width));
    }

    /// A line through points, with lengths of line and gap in turn; an empty list is a solid line.
    pub fn dashed(&mut self, points: &[Point], dash: &[f64], color: RGBColor, width: u32) {
        if dash.is_empty() {
            return self.line(points, color, width);
        }
        for piece in dashes(points, dash) {
            self.line(&piece, color, width);
        }
    }

    /// A filled polygon.
    pub fn polygon(&mut self, points: &[Point], color: RGBColor) {
        self.marks.push(Mark::Polygon(points.iter().copied().map(whole).collect(), color));
    }

    /// A filled rectangle.
    pub fn rectangle(&mut self, area: Area, color: RGBColor) {
        let corners = [whole((area.left, area.top)), whole((area.right, area.bottom))];
        self.marks.push(Mark::Rectangle(corners, color));
    }

    /// A text.
    pub fn write(&mut self, label: Label) {
        if !label.text.is_empty() {
            self.marks.push(Mark::Text(label));
        }
    }

    /// A segment's marker, filled, of a given reach.
    pub fn marker(&mut self, at: Point, style: SegmentStyle, reach: f64) {
        self.shape(at, style.shape, reach, style.color);
    }

    /// A segment's marker, hollow.
    pub fn hollow(&mut self, at: Point, style: SegmentStyle, reach: f64, inside: RGBColor) {
        self.shape(at, style.shape, reach, style.color);
        self.shape(at, style.shape, reach - 5.0, inside);
    }

    /// A filled shape.
    fn shape(&mut self, at: Point, shape: Shape, reach: f64, color: RGBColor) {
        let (x, y) = at;
        let r = reach;
        match shape {
            Shape::Circle => self.marks.push(Mark::Disc(whole(at), r.round() as u32, color)),
            Shape::Square => {
                self.polygon(&[(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)], color)
            }
            Shape::Triangle => self.polygon(&triangle(at, r * 1.2, -1.0), color),
            Shape::Diamond => self.polygon(&diamond(at, r * 1.3), color),
            Shape::Inverted => self.polygon(&triangle(at, r * 1.2, 1.0), color),
        }
    }

    /// The line around a shape, with nothing inside, so that what lies below it is seen.
    pub fn outline(&mut self, (x, y): Point, shape: Shape, reach: f64, color: RGBColor, width: u32) {
        let r = reach;
        let mut corners = match shape {
            Shape::Circle => ring((x, y), r),
            Shape::Square => vec![(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)],
            Shape::Triangle => triangle((x, y), r * 1.2, -1.0).to_vec(),
            Shape::Diamond => diamond((x, y), r * 1.3).to_vec(),
            Shape::Inverted => triangle((x, y), r * 1.2, 1.0).to_vec(),
        };
        // Half a side more, so that the corner where it begins is closed.
        corners.extend_from_within(..2.min(corners.len()));
        self.line(&corners, color, width);
    }

    /// The labels in letters of the study's fonts, as the layout sets them.
    pub fn foreign_labels(&self) -> Vec<[String; 8]> {
        let labels = self.marks.iter().filter_map(|mark| match mark {
            Mark::Text(label) if self.ruler.is_foreign(&label.text) => Some(scripts::placed(label)),
            _ => None,
        });
        labels.collect()
    }

    /// The lowest part of any mark that reaches to the right of `left`.
    pub fn lowest(&self, left: f64) -> f64 {
        let low = |mark: &Mark| match mark {
            Mark::Line(points, ..) | Mark::Polygon(points, _) => lowest(points, left),
            Mark::Rectangle(corners, _) => lowest(corners, left),
            Mark::Disc((x, y), radius, _) => lowest(&[(x + *radius as i32, y + *radius as i32)], left),
            Mark::Text(label) if label.upward => lowest(&[whole((label.baseline, label.x))], left),
            Mark::Text(label) => {
                let area = label.area(self.ruler);
                lowest(&[whole((area.right, area.bottom))], left)
            }
        };
        self.marks.iter().map(low).fold(0.0, f64::max)
    }

    /// The sheet as SVG, of a given height.
    pub fn into_svg(self, height: u32) -> Result<String, ChartError> {
        let mut svg = String::new();
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        for mark in &self.marks {
            draw(&area, mark).map_err(|error| ChartError::Drawing(error.to_string()))?;
        }
        area.present().map_err(|error| ChartError::Drawing(error.to_string()))?;
        drop(area);
        Ok(self.ruler.with_foreign_marked(svg))
    }
}

/// What plotters answers.
type Drawn<'a> = Result<(), DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>>;

/// Hands a mark to plotters.
fn draw<'a>(area: &DrawingArea<SVGBackend<'a>, Shift>, mark: &Mark) -> Drawn<'a> {
    match mark {
        Mark::Line(points, color, width) => {
            area.draw(&PathElement::new(points.clone(), color.stroke_width(*width)))
        }
        Mark::Polygon(points, color) => area.draw(&Polygon::new(points.clone(), color.filled())),
        Mark::Rectangle(corners, color) => area.draw(&Rectangle::new(*corners, color.filled())),
        Mark::Disc(at, radius, color) => area.draw(&Circle::new(*at, *radius, color.filled())),
        Mark::Text(label) => write(area, label),
    }
}

/// Writes a text. Plotters puts the baseline of a text with `VPos::Top` 0.76 em below its place.
fn write<'a>(area: &DrawingArea<SVGBackend<'a>, Shift>, label: &Label) -> Drawn<'a> {
    let anchor = match label.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let weight = if label.kind.bold { FontStyle::Bold } else { FontStyle::Normal };
    let turn = if label.upward { FontTransform::Rotate270 } else { FontTransform::None };
    let top = label.baseline - 0.76 * label.kind.px;
    let place = if label.upward { whole((top, label.x)) } else { whole((label.x, top)) };
    // Plotters writes the size divided by 1.24.
    let font = (FONT_FAMILY, label.kind.px * 1.24).into_font().style(weight).transform(turn);
    let style = TextStyle::from(font).color(&label.color).pos(Pos::new(anchor, VPos::Top));
    area.draw_text(&label.text, &style, place)
}

/// The lowest of some corners, where any of them lies to the right of `left`; else 0.
fn lowest(corners: &[(i32, i32)], left: f64) -> f64 {
    let reaches = corners.iter().any(|(x, _)| f64::from(*x) > left);
    let low = corners.iter().map(|(_, y)| f64::from(*y)).fold(0.0, f64::max);
    if reaches { low } else { 0.0 }
}

/// The nearest whole pixels.
fn whole((x, y): Point) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}

/// The corners of a triangle that points down, or up when `down` is −1.
fn triangle((x, y): Point, r: f64, down: f64) -> [Point; 3] {
    [(x, y + down * r), (x + r, y - down * r * 0.75), (x - r, y - down * r * 0.75)]
}

/// Points on a circle, near enough to look like one.
fn ring((x, y): Point, r: f64) -> Vec<Point> {
    let turn = |i: u32| f64::from(i) / 32.0 * std::f64::consts::TAU;
    (0..32).map(|i| (x + r * libm::cos(turn(i)), y + r * libm::sin(turn(i)))).collect()
}

/// The corners of a square on its corner.
fn diamond((x, y): Point, r: f64) -> [Point; 4] {
    [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
}

/// Cuts a line through points into pieces; the pattern runs on across the points.
fn dashes(points: &[Point], dash: &[f64]) -> Vec<Vec<Point>> {
    let mut pieces = Vec::new();
    let mut turn = 0;
    let mut left = dash.first().copied().unwrap_or(1.0);
    let mut piece: Vec<Point> = points.first().copied().into_iter().collect();
    for ends in points.windows(2) {
        let [from, to] = [ends[0], ends[1]];
        let length = ((to.0 - from.0) * (to.0 - from.0) + (to.1 - from.1) * (to.1 - from.1)).sqrt();
        let at =
            |done: f64| (from.0 + (to.0 - from.0) * done / length, from.1 + (to.1 - from.1) * done / length);
        let mut done = 0.0;
        while length - done > left {
            done += left;
            if usize::is_multiple_of(turn, 2) {
                piece.push(at(done));
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![at(done)];
            }
            turn += 1;
            left = dash[turn % dash.len()];
        }
        left -= length - done;
        if usize::is_multiple_of(turn, 2) {
            piece.push(to);
        }
    }
    pieces.extend((piece.len() > 1).then_some(piece));
    pieces
}
