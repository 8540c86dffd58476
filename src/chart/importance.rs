//! Importance against performance: what matters and is done well, a panel per object (Martilla & James 1977).

use super::axis::Scale;
use super::places::{self, Places};
use super::sheet::{Anchor, Area, Label, Point, Sheet};
use super::stage::{frame, plain};
use super::style::{BODY, GRID, INK, MARGIN, PAPER, QUIET, SMALL, STRONG, WIDTH, segment};
use super::survey_stage::{NAME_IN_NOTE, Range, SURVEY_ROWS, SurveyStage};
use super::text::RISE;
use super::{Chart, ChartError, axis};
use crate::locale::Language;
use crate::positioning::{Importance, ImportanceQuadrant, ObjectFindings};

/// The heights of a plot.
const PLOT: (f64, f64) = (330.0, 760.0);
/// The most of it where plots stand side by side.
const SIDE_PLOT: f64 = 560.0;
/// Room in a plot, above and below, for the names of the quadrants.
const BAND: f64 = 58.0;
/// Room above a plot for the object's name, and below it for ticks.
const HEAD: f64 = 62.0;
const FOOT: f64 = 64.0;
/// The reach of a point.
const REACH: f64 = 11.0;
/// The most of a name that stands in a plot.
const NAME: f64 = 520.0;

/// A construct where it is drawn.
struct Spot<'a> {
    found: &'a Importance,
    at: Point,
    /// Its number among the constructs.
    number: usize,
}

/// Where panels are, and their common scales.
struct Grid<'a> {
    objects: Vec<&'a ObjectFindings>,
    abreast: usize,
    left: f64,
    width: f64,
    height: f64,
    x: Range,
    y: Range,
}

/// Draws the chart, where importance was derived from an outcome.
pub fn draw(stage: &SurveyStage) -> Result<Option<Chart>, ChartError> {
    stage.found.importance.iter().any(|found| found.quadrant.is_some()).then(|| panels(stage)).transpose()
}

fn panels(stage: &SurveyStage) -> Result<Chart, ChartError> {
    let mut sheet = Sheet::new(stage.ruler);
    let grid = Grid::new(stage, &sheet);
    let title = importance_title(stage);
    let title = stage.ruler.fit(&title, BODY, f64::from(WIDTH) - 2.0 * MARGIN);
    let top = MARGIN + RISE * BODY.px;
    sheet.write(Label::new(title, MARGIN, top).kind(BODY));
    let areas: Vec<Area> = (0..grid.objects.len()).map(|i| grid.plot(i, top + 12.0)).collect();
    let spots: Vec<Vec<Spot>> =
        areas.iter().zip(&grid.objects).map(|(area, o)| grid.spots(stage, *area, o)).collect();
    for ((area, object), spots) in areas.iter().zip(&grid.objects).zip(&spots) {
        grid.ground(&mut sheet, stage, *area, object);
        lines(&mut sheet, stage, *area, spots);
    }
    let numbered = name_points(&mut sheet, stage, &areas, &spots);
    let bottom = areas.last().map_or(top, |area| area.bottom) + FOOT;
    let words = match stage.locale.language {
        Language::Id => format!("Kinerja (rata-rata skor, {})", stage.scale()),
        Language::En => format!("Performance (mean score, {})", stage.scale()),
    };
    let middle = f64::midpoint(grid.left, f64::from(WIDTH) - MARGIN);
    let baseline = bottom + RISE * BODY.px;
    sheet.write(Label::new(words, middle, baseline).anchor(Anchor::Middle).kind(BODY));
    let height = stage.notes(&mut sheet, &notes(stage, &grid, numbered), baseline + 18.0) + 4.0;
    Chart::new("importance", sheet, height, alt(stage))
}

/// What importance is: the correlation with the outcome.
fn importance_title(stage: &SurveyStage) -> String {
    let outcome = stage.found.constructs.iter().find(|construct| construct.outcome);
    let outcome = outcome.map(|construct| stage.construct(&construct.name)).unwrap_or_default();
    match stage.locale.language {
        Language::Id => format!("Kepentingan (korelasi dengan {outcome})"),
        Language::En => format!("Importance (correlation with {outcome})"),
    }
}

impl<'a> Grid<'a> {
    fn new(stage: &SurveyStage<'a>, sheet: &Sheet) -> Self {
        let placed = || stage.found.importance.iter().filter_map(values);
        let some = |object: &&ObjectFindings| {
            stage.found.importance.iter().any(|found| found.object == object.name && found.quadrant.is_some())
        };
        let mut objects: Vec<&ObjectFindings> = stage.found.objects.iter().filter(some).collect();
        let abreast = match objects.len() {
            1 => 1,
            0..=8 => 2,
            _ => 3,
        };
        let most = (SURVEY_ROWS / (HEAD + FOOT + PLOT.0)).floor() as usize * abreast;
        objects.truncate(most);
        let rows = objects.len().div_ceil(abreast).max(1) as f64;
        let height =
            (SURVEY_ROWS / rows - HEAD - FOOT).clamp(PLOT.0, if abreast == 1 { PLOT.1 } else { SIDE_PLOT });
        let scale = &stage.found.scale;
        let x = Range::around(placed().map(|(x, _)| x), f64::from(scale.from), f64::from(scale.to), 5.0);
        let y = Range::around(placed().map(|(_, y)| y), -1.0, 1.0, 5.0);
        let left = MARGIN + axis::tick_width(sheet, &y.ticks, stage.locale) + 18.0;
        let width = (f64::from(WIDTH) - MARGIN - 24.0) / abreast as f64 - left;
        let width = if abreast == 1 { width.min(1300.0) } else { width };
        Self { objects, abreast, left, width, height, x, y }
    }

    /// The plot of an object, by its place.
    fn plot(&self, i: usize, top: f64) -> Area {
        let left = self.left + (i % self.abreast) as f64 * (self.left + self.width + 12.0);
        let top = top + (i / self.abreast) as f64 * (HEAD + self.height + FOOT) + HEAD;
        Area { left, top, right: left + self.width, bottom: top + self.height }
    }

    /// The scales of a plot; points stay clear of the names of the quadrants.
    fn scales(&self, plot: Area) -> (Scale, Scale) {
        let x = Scale::new(self.x.ends, (plot.left + 24.0, plot.right - 24.0));
        (x, Scale::new(self.y.ends, (plot.bottom - BAND, plot.top + BAND)))
    }

    /// Where the constructs of an object are drawn.
    fn spots(&self, stage: &SurveyStage<'a>, plot: Area, object: &ObjectFindings) -> Vec<Spot<'a>> {
        let (x, y) = self.scales(plot);
        let here = stage.found.importance.iter().filter(|found| found.object == object.name);
        let spot = |found: &'a Importance| {
            let (performance, importance) = values(found)?;
            let number = stage.found.constructs.iter().position(|c| c.name == found.construct)? + 1;
            Some(Spot { found, at: (x.at(performance), y.at(importance)), number })
        };
        here.filter_map(spot).collect()
    }

    /// Draws what the points of an object stand on.
    fn ground(&self, sheet: &mut Sheet, stage: &SurveyStage, plot: Area, object: &ObjectFindings) {
        let (x, y) = self.scales(plot);
        let baseline = plot.bottom + 14.0 + RISE * SMALL.px;
        for (value, label) in self.x.ticks.values.iter().zip(self.x.ticks.labels(stage.locale)) {
            sheet.line(&[(x.at(*value), plot.top), (x.at(*value), plot.bottom)], GRID, 2);
            sheet.write(Label::new(label, x.at(*value), baseline).anchor(Anchor::Middle).color(QUIET));
        }
        for (value, label) in self.y.ticks.values.iter().zip(self.y.ticks.labels(stage.locale)) {
            sheet.line(&[(plot.left, y.at(*value)), (plot.right, y.at(*value))], GRID, 2);
            let label = Label::beside(label, plot.left - 12.0, y.at(*value));
            sheet.write(label.anchor(Anchor::End).color(QUIET));
        }
        frame(sheet, plot);
        let name = stage.ruler.fit(&stage.object(&object.name), STRONG, plot.right - plot.left);
        sheet.write(Label::new(name, plot.left, plot.top - 16.0).kind(STRONG));
    }
}

/// Performance and importance, where both are there.
fn values(found: &Importance) -> Option<(f64, f64)> {
    found.quadrant.and(found.performance.zip(found.importance))
}

/// Where the two lines of an object cross: at the means of its constructs.
fn crossing(spots: &[Spot]) -> Point {
    let mean = |pick: fn(Point) -> f64| {
        spots.iter().map(|spot| pick(spot.at)).sum::<f64>() / spots.len().max(1) as f64
    };
    (mean(|at| at.0), mean(|at| at.1))
}

/// Draws the lines and names the quadrants in the corners.
fn lines(sheet: &mut Sheet, stage: &SurveyStage, plot: Area, spots: &[Spot]) {
    let (x, y) = crossing(spots);
    sheet.dashed(&[(x, plot.top), (x, plot.bottom)], &[18.0, 10.0], QUIET, 3);
    sheet.dashed(&[(plot.left, y), (plot.right, y)], &[18.0, 10.0], QUIET, 3);
    let (top, bottom) = (plot.top + BAND / 2.0 - 4.0, plot.bottom - BAND / 2.0 + 4.0);
    let room = (plot.right - plot.left) / 2.0 - 22.0;
    for (quadrant, x, y, anchor) in [
        (ImportanceQuadrant::Concentrate, plot.left + 10.0, top, Anchor::Start),
        (ImportanceQuadrant::KeepUp, plot.right - 10.0, top, Anchor::End),
        (ImportanceQuadrant::LowPriority, plot.left + 10.0, bottom, Anchor::Start),
        (ImportanceQuadrant::Overkill, plot.right - 10.0, bottom, Anchor::End),
    ] {
        let first = quadrant == ImportanceQuadrant::Concentrate;
        let kind = super::style::Type { bold: first, ..SMALL };
        let text = stage.ruler.fit(name(stage, quadrant), kind, room);
        let label = Label::beside(text, x, y).kind(kind).anchor(anchor);
        // So that no line runs through the words.
        sheet.rectangle(label.area(stage.ruler).grown(2.0), PAPER);
        sheet.write(label.color(if first { INK } else { QUIET }));
    }
}

/// What a quadrant is called.
fn name<'a>(stage: &SurveyStage<'a>, quadrant: ImportanceQuadrant) -> &'a str {
    match quadrant {
        ImportanceQuadrant::Concentrate => stage.say("Prioritas Utama", "Concentrate here"),
        ImportanceQuadrant::KeepUp => stage.say("Pertahankan Prestasi", "Keep up the good work"),
        ImportanceQuadrant::LowPriority => stage.say("Prioritas Rendah", "Low priority"),
        ImportanceQuadrant::Overkill => stage.say("Berlebihan", "Possible overkill"),
    }
}

/// Draws the points with their names; with numbers where the names of any panel do not fit. Returns whether with numbers.
fn name_points(sheet: &mut Sheet, stage: &SurveyStage, areas: &[Area], spots: &[Vec<Spot>]) -> bool {
    let style = plain(segment(1).color);
    for spot in spots.iter().flatten() {
        sheet.marker(spot.at, style, REACH);
    }
    let at = |text: &dyn Fn(&Spot) -> String, spots: &[Spot]| -> Vec<(String, Point)> {
        spots.iter().map(|spot| (text(spot), spot.at)).collect()
    };
    let whole = |spot: &Spot| stage.construct(&spot.found.construct);
    let panels = || areas.iter().zip(spots);
    let named = spots.iter().flatten().all(|spot| stage.ruler.width(&whole(spot), SMALL) <= NAME);
    let names = panels().map(|(area, spots)| room(*area, spots).find_all(sheet, &at(&whole, spots), REACH));
    let names: Option<Vec<Vec<Label>>> = if named { names.collect() } else { None };
    let numbered = names.is_none();
    let number = |spot: &Spot| spot.number.to_string();
    let numbers =
        |(area, spots): (&Area, &Vec<Spot>)| room(*area, spots).find_some(sheet, &at(&number, spots), REACH);
    let labels: Vec<Option<Label>> = match names {
        Some(names) => names.into_iter().flatten().map(Some).collect(),
        None => panels().flat_map(numbers).collect(),
    };
    for (spot, label) in spots.iter().flatten().zip(labels) {
        if let Some(label) = label {
            places::write(sheet, label, spot.at, REACH);
        }
    }
    numbered
}

/// Where names may stand in a panel: clear of points, and of lines if possible.
fn room(plot: Area, spots: &[Spot]) -> Places {
    let (x, y) = crossing(spots);
    Places {
        inside: Area { top: plot.top + BAND - 10.0, bottom: plot.bottom - BAND + 10.0, ..plot }.grown(-4.0),
        taken: spots.iter().map(|spot| Area::around(spot.at, REACH + 2.0)).collect(),
        avoided: vec![Area { left: x, right: x, ..plot }, Area { top: y, bottom: y, ..plot }],
    }
}

/// What lines and numbers are, and what is not drawn.
fn notes(stage: &SurveyStage, grid: &Grid, numbered: bool) -> Vec<String> {
    let lines =
        stage.say("Garis putus-putus: rata-rata semua konstruk.", "Dashed lines: means over the constructs.");
    let mut notes = vec![lines.to_owned()];
    if numbered {
        let constructs = stage.found.constructs.iter().enumerate().filter(|(_, c)| !c.outcome);
        let named = |(i, c): (usize, &crate::positioning::ConstructFindings)| {
            format!("{}\u{a0}{}", i + 1, stage.ruler.fit(&stage.construct(&c.name), SMALL, NAME_IN_NOTE))
        };
        notes.push(constructs.map(named).collect::<Vec<_>>().join("; "));
    }
    let missing = stage.found.importance.iter().filter(|found| found.quadrant.is_none()).count();
    notes.extend((missing > 0).then(|| match stage.locale.language {
        Language::Id => format!("Tanpa nilai, jadi tidak digambar: {missing}."),
        Language::En => format!("Without a value and not drawn: {missing}."),
    }));
    let some = |object: &&ObjectFindings| {
        stage.found.importance.iter().any(|found| found.object == object.name && found.quadrant.is_some())
    };
    let left_out = stage.found.objects.iter().filter(some).count() - grid.objects.len();
    notes.extend((left_out > 0).then(|| match stage.locale.language {
        Language::Id => format!("{left_out} objek lain tidak digambar; nilainya ada dalam tabel."),
        Language::En => format!("Other objects ({left_out}) are not drawn; the table has their values."),
    }));
    notes
}

/// What is seen, in words.
fn alt(stage: &SurveyStage) -> String {
    let objects = stage.found.objects.iter().filter_map(|object| quadrants(stage, object));
    let objects = stage.some(&objects.collect::<Vec<_>>(), 8);
    match stage.locale.language {
        Language::Id => format!("Peta kepentingan dan kinerja; {}. {objects}.", importance_title(stage)),
        Language::En => format!("Importance–performance map; {}. {objects}.", importance_title(stage)),
    }
}

/// The quadrants of an object with their constructs, performance and importance, in words.
fn quadrants(stage: &SurveyStage, object: &ObjectFindings) -> Option<String> {
    use ImportanceQuadrant::{Concentrate, KeepUp, LowPriority, Overkill};
    let said = |quadrant: ImportanceQuadrant| {
        let here = stage.found.importance.iter();
        let here = here.filter(|found| found.object == object.name && found.quadrant == Some(quadrant));
        let one = |found: &Importance| {
            let (x, y) = values(found)?;
            Some(format!("{} ({}; {})", stage.construct(&found.construct), stage.mean(x), stage.mean(y)))
        };
        let constructs: Vec<String> = here.filter_map(one).collect();
        (!constructs.is_empty()).then(|| format!("{}: {}", name(stage, quadrant), constructs.join(", ")))
    };
    let parts: Vec<String> =
        [Concentrate, KeepUp, LowPriority, Overkill].into_iter().filter_map(said).collect();
    let label = stage.object(&object.name);
    let head = if label.is_empty() { label } else { format!("{label} – ") };
    (!parts.is_empty()).then(|| format!("{head}{}", parts.join("; ")))
}
