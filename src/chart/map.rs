//! The map of perceptions: a biplot of objects as segments see them, with arrows for constructs (Gabriel 1971).

use super::axis::{Scale, Ticks};
use super::places::{self, Places};
use super::sheet::{Area, Label, Point, Sheet};
use super::stage::{Entry, Sample, frame, legend};
use super::style::{INK, MARGIN, QUIET, SMALL, WIDTH};
use super::survey_stage::{NAME_IN_NOTE, SurveyStage, color_of};
use super::{Chart, ChartError, axis};
use crate::locale::Language;
use crate::positioning::{Map, MapArrow, MapPoint};

/// The heights of the plot.
const PLOT: (f64, f64) = (620.0, 1250.0);
/// Room above the plot for the title of the y axis, and inside it around everything that is drawn.
const TITLE: f64 = 84.0;
const INSIDE: f64 = 90.0;
/// The reach of a point.
const REACH: f64 = 12.0;
/// How far the longest arrow reaches, as a share of the way to the farthest point.
const LONGEST: f64 = 0.9;
/// The most of a name that stands in the plot.
const NAME: f64 = 520.0;
/// Pixels between two ticks, about.
const TICK: f64 = 190.0;
/// The length of the head of an arrow.
const HEAD: f64 = 24.0;

/// The plot, with both axes on one scale.
struct Plot {
    area: Area,
    x: Scale,
    y: Scale,
    ticks: (Ticks, Ticks),
    /// What the lengths of arrows are multiplied by.
    longer: f64,
}

/// Draws the chart, where there is a map.
pub fn draw(stage: &SurveyStage) -> Result<Option<Chart>, ChartError> {
    stage.found.map.as_ref().map(|map| biplot(stage, map)).transpose()
}

fn biplot(stage: &SurveyStage, map: &Map) -> Result<Chart, ChartError> {
    let mut sheet = Sheet::new(stage.ruler);
    let top = legend(&mut sheet, &entries(stage)) + TITLE;
    let plot = Plot::new(stage, map, top);
    let height = plot.ground(&mut sheet, stage, map);
    let tips: Vec<Point> = map.arrows.iter().map(|arrow| plot.tip(arrow)).collect();
    tips.iter().for_each(|tip| self::arrow(&mut sheet, plot.at(0.0, 0.0), *tip));
    let points: Vec<Point> = map.points.iter().map(|point| plot.at(point.x, point.y)).collect();
    for (point, at) in map.points.iter().zip(&points) {
        stage.mark(&mut sheet, *at, point.segment, object(stage, point), REACH);
    }
    let mut places = plot.places(&points, &tips);
    let numbered = name_arrows(&mut sheet, stage, map, &tips, &mut places);
    let texts: Vec<(String, Point)> =
        map.points.iter().zip(&points).map(|(point, at)| (point_name(stage, point), *at)).collect();
    let labels = places.find_some(&sheet, &texts, REACH);
    for (label, at) in labels.into_iter().zip(&points) {
        if let Some(label) = label {
            places::write(&mut sheet, label.color(QUIET), *at, REACH);
        }
    }
    let height = stage.notes(&mut sheet, &notes(stage, map, plot.longer, numbered), height + 8.0) + 4.0;
    Chart::new("map", sheet, height, alt(stage, map))
}

/// Shapes of objects and colours of segments, where both vary; otherwise points carry their names.
fn entries(stage: &SurveyStage) -> Vec<Entry> {
    if !(stage.found.has_objects && stage.found.has_segments) {
        return Vec::new();
    }
    let segments = stage.found.segments.iter().map(|segment| Entry {
        sample: Sample::Color(color_of(Some(segment.segment))),
        text: format!("{}: {}", segment.segment, stage.segment(Some(segment.segment))),
    });
    stage.shapes().into_iter().chain(segments).collect()
}

/// The place of a point's object among the objects.
fn object(stage: &SurveyStage, point: &MapPoint) -> usize {
    stage.found.objects.iter().position(|object| object.name == point.object).unwrap_or(0)
}

/// What stands beside a point: the number of its segment where shapes say the object, otherwise its name.
fn point_name(stage: &SurveyStage, point: &MapPoint) -> String {
    let name = match (stage.found.has_objects, point.segment) {
        (true, Some(number)) => number.to_string(),
        (true, None) => stage.object(&point.object),
        (false, segment) => stage.segment(segment),
    };
    stage.ruler.fit(&name, SMALL, NAME)
}

impl Plot {
    fn new(stage: &SurveyStage, map: &Map, top: f64) -> Self {
        let length = |x: f64, y: f64| (x * x + y * y).sqrt();
        let farthest = map.points.iter().map(|point| length(point.x, point.y)).fold(0.0, f64::max);
        let longest = map.arrows.iter().map(|arrow| length(arrow.x, arrow.y)).fold(0.0, f64::max);
        let longer = if farthest > 0.0 && longest > 0.0 { LONGEST * farthest / longest } else { 1.0 };
        let tips = map.arrows.iter().map(|arrow| (arrow.x * longer, arrow.y * longer));
        let drawn = map.points.iter().map(|point| (point.x, point.y)).chain(tips);
        let mut ends = ((0.0, 0.0), (0.0, 0.0));
        for (x, y) in drawn {
            ends = (
                (f64::min(ends.0.0, x), f64::max(ends.0.1, x)),
                (f64::min(ends.1.0, y), f64::max(ends.1.1, y)),
            );
        }
        let ((left_end, right_end), (low, high)) = ends;
        let (wide, tall) = ((right_end - left_end).max(1e-9), (high - low).max(1e-9));
        let left = MARGIN + stage.ruler.width(&stage.locale.number(-10.5, 1), SMALL) + 24.0;
        let right = f64::from(WIDTH) - MARGIN - 24.0;
        let unit = ((right - left - 2.0 * INSIDE) / wide).min((PLOT.1 - 2.0 * INSIDE) / tall);
        let height = (tall * unit + 2.0 * INSIDE).clamp(PLOT.0, PLOT.1);
        let area = Area { left, top, right, bottom: top + height };
        let half = ((right - left) / 2.0 / unit, height / 2.0 / unit);
        let (x_mid, y_mid) = (f64::midpoint(left_end, right_end), f64::midpoint(low, high));
        let (x, y) = ((x_mid - half.0, x_mid + half.0), (y_mid - half.1, y_mid + half.1));
        // So many pixels a tick on both axes, which therefore have the same steps.
        let ticks =
            |(low, high): (f64, f64)| Ticks::around(low, high, (high - low) * unit / TICK).within(low, high);
        let scales = (Scale::new(x, (left, right)), Scale::new(y, (area.bottom, area.top)));
        Self { area, x: scales.0, y: scales.1, ticks: (ticks(x), ticks(y)), longer }
    }

    fn at(&self, x: f64, y: f64) -> Point {
        (self.x.at(x), self.y.at(y))
    }

    /// Where the arrow of a construct ends.
    fn tip(&self, arrow: &MapArrow) -> Point {
        self.at(arrow.x * self.longer, arrow.y * self.longer)
    }

    /// Draws axes, origin lines and frame; returns the lower end.
    fn ground(&self, sheet: &mut Sheet, stage: &SurveyStage, map: &Map) -> f64 {
        let title = |i: usize| {
            let share = stage.locale.percent(map.shares[i], 1);
            match stage.locale.language {
                Language::Id => format!("Komponen {} ({share} ragam)", i + 1),
                Language::En => format!("Component {} ({share} of variance)", i + 1),
            }
        };
        axis::left(sheet, self.area, self.y, &self.ticks.1, &title(1), stage.locale);
        let end = axis::bottom(sheet, self.area, self.x, &self.ticks.0, &title(0), stage.locale);
        let (x, y) = self.at(0.0, 0.0);
        sheet.dashed(&[(x, self.area.top), (x, self.area.bottom)], &[14.0, 10.0], QUIET, 2);
        sheet.dashed(&[(self.area.left, y), (self.area.right, y)], &[14.0, 10.0], QUIET, 2);
        frame(sheet, self.area);
        end
    }

    /// Where names may stand: clear of points and tips, and of arrows and origin lines if possible.
    fn places(&self, points: &[Point], tips: &[Point]) -> Places {
        let (x, y) = self.at(0.0, 0.0);
        let along = |tip: &Point| {
            let step = move |i: u8, tip: Point| {
                let share = f64::from(i) / 24.0;
                Area::around((x + (tip.0 - x) * share, y + (tip.1 - y) * share), 5.0)
            };
            let tip = *tip;
            (0..=24).map(move |i| step(i, tip))
        };
        let around = points.iter().map(|at| Area::around(*at, REACH + 3.0));
        let heads = tips.iter().map(|at| Area::around(*at, 4.0));
        let origin = [Area { left: x, right: x, ..self.area }, Area { top: y, bottom: y, ..self.area }];
        Places {
            inside: self.area.grown(-6.0),
            taken: around.chain(heads).collect(),
            avoided: tips.iter().flat_map(along).chain(origin).collect(),
        }
    }
}

/// Draws an arrow.
fn arrow(sheet: &mut Sheet, from: Point, to: Point) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).sqrt();
    if length < 1.0 {
        return;
    }
    let (dx, dy) = (dx / length, dy / length);
    let head = HEAD.min(length);
    let neck = (to.0 - dx * head, to.1 - dy * head);
    sheet.line(&[from, neck], INK, 4);
    let side = |by: f64| (neck.0 - dy * by, neck.1 + dx * by);
    sheet.polygon(&[to, side(head * 0.38), side(-head * 0.38)], INK);
}

/// Names the arrows at their tips; with numbers where the names do not fit. Returns whether with numbers.
fn name_arrows(
    sheet: &mut Sheet,
    stage: &SurveyStage,
    map: &Map,
    tips: &[Point],
    places: &mut Places,
) -> bool {
    let names: Vec<(String, Point)> =
        map.arrows.iter().zip(tips).map(|(arrow, tip)| (stage.construct(&arrow.construct), *tip)).collect();
    let fit = names.iter().all(|(name, _)| stage.ruler.width(name, SMALL) <= NAME);
    let found = if fit { places.find_all(sheet, &names, 4.0) } else { None };
    let numbered = found.is_none();
    let labels: Vec<Option<Label>> = match found {
        Some(labels) => labels.into_iter().map(Some).collect(),
        None => {
            // Letters, since numbers are segments.
            let letters: Vec<(String, Point)> =
                tips.iter().enumerate().map(|(i, tip)| (letter(i), *tip)).collect();
            places.find_some(sheet, &letters, 4.0)
        }
    };
    for (label, tip) in labels.into_iter().zip(tips) {
        if let Some(label) = label {
            places::write(sheet, label, *tip, 4.0);
        }
    }
    numbered
}

/// `A` for the first, `B`, … `Z`, `AA`.
fn letter(i: usize) -> String {
    let last = char::from(b'A' + (i % 26) as u8);
    if i < 26 { last.to_string() } else { format!("{}{last}", letter(i / 26 - 1)) }
}

/// What arrows, letters and numbers are.
fn notes(stage: &SurveyStage, map: &Map, longer: f64, lettered: bool) -> Vec<String> {
    let times = stage.locale.number(longer, 2);
    let mut notes = vec![match stage.locale.language {
        Language::Id => format!("Panah: muatan konstruk, panjangnya dikalikan {times}."),
        Language::En => format!("Arrows: loadings of the constructs, their lengths multiplied by {times}."),
    }];
    if lettered {
        let named = |(i, arrow): (usize, &MapArrow)| {
            let name = stage.ruler.fit(&stage.construct(&arrow.construct), SMALL, NAME_IN_NOTE);
            format!("{}\u{a0}{name}", letter(i))
        };
        notes.push(map.arrows.iter().enumerate().map(named).collect::<Vec<_>>().join("; "));
    }
    if stage.found.has_objects && stage.found.has_segments {
        let said = stage.say("Angka pada titik: nomor segmen.", "Numbers beside points: segments.");
        notes.push(said.to_owned());
    }
    notes
}

/// What is seen, in words.
fn alt(stage: &SurveyStage, map: &Map) -> String {
    let named = |point: &MapPoint| stage.view(&point.object, point.segment);
    let [first, second] = map.shares.map(|share| stage.locale.percent(share, 1));
    let ends = |i: usize, of: fn(&MapPoint) -> f64| {
        let high = map.points.iter().rev().max_by(|a, b| of(a).total_cmp(&of(b)));
        let low = map.points.iter().min_by(|a, b| of(a).total_cmp(&of(b)));
        let said = |point: Option<&MapPoint>| {
            point.map_or_else(String::new, |p| format!("{} ({})", named(p), stage.mean(of(p))))
        };
        match stage.locale.language {
            Language::Id => format!("Komponen {i}: dari {} sampai {}", said(low), said(high)),
            Language::En => format!("Component {i}: from {} to {}", said(low), said(high)),
        }
    };
    let arrow = |arrow: &MapArrow| {
        let [x, y] = [arrow.x, arrow.y].map(|x| stage.mean(x));
        format!("{} ({x}; {y})", stage.construct(&arrow.construct))
    };
    let arrows = stage.some(&map.arrows.iter().map(arrow).collect::<Vec<_>>(), 12);
    let (one, two, n) = (ends(1, |p| p.x), ends(2, |p| p.y), map.points.len());
    match stage.locale.language {
        Language::Id => {
            format!(
                "Biplot {n} titik; dua komponen memuat {first} dan {second} ragam. {one}. {two}. Panah: {arrows}."
            )
        }
        Language::En => format!(
            "Biplot of {n} points; the two components hold {first} and {second} of the variance. {one}. {two}. \
             Arrows: {arrows}."
        ),
    }
}
