//! How far apart the segments lie: units and centres along the first two principal components.

use super::legend::{self, Sample};
use super::scene::{Scene, greatest, least};
use super::sheet::{Anchor, Area, Label, Point, Sheet};
use super::style::{GRID, INK, MARGIN, PAPER, QUIET, SMALL, SegmentStyle, WIDTH, segment};
use super::text::{LEADING, RISE, clean};
use super::{Chart, ChartError, axis};
use crate::locale::Language;
use crate::segmentation::{Cluster, Member};

/// The reach of a unit's marker, where there are few.
const REACH: f64 = 10.0;
/// The paper between two names on one line.
const APART: f64 = 12.0;
/// The reach of a centre's marker.
const CENTER: f64 = 20.0;
/// Up to so many units, all are named where there is room.
const ALL_NAMED: usize = 40;
/// With more units, so many are named at most.
const MOST_NAMED: usize = 25;
/// The longest name that is written.
const LONGEST: f64 = 430.0;
/// The heights that a plot may have.
const HEIGHTS: (f64, f64) = (560.0, 900.0);
/// Room above the plot for the title of the y axis.
const TITLE: f64 = 84.0;

/// A plot on which one unit of distance is as long to the right as it is upward.
struct Frame {
    plot: Area,
    x: axis::Scale,
    y: axis::Scale,
    ticks: (axis::Ticks, Option<axis::Ticks>),
}

impl Frame {
    /// The pixels of a place on the components.
    fn at(&self, (x, y): Point) -> Point {
        (self.x.at(x), self.y.at(y))
    }
}

/// Draws the chart.
pub fn draw(scene: &Scene) -> Result<Chart, ChartError> {
    let mut sheet = Sheet::new(scene.ruler);
    let center = scene.say("pusat segmen", "segment centre");
    let top = legend::draw(&mut sheet, scene, Sample::Marker, Some(center))
        + if flat(scene) { 24.0 } else { TITLE };
    let frame = frame(scene, &sheet, top);
    if let Some(ticks) = &frame.ticks.1 {
        axis::left(&mut sheet, frame.plot, frame.y, ticks, &axis_title(scene, 1), scene.locale);
        sheet.line(&[(frame.plot.left, frame.plot.top), (frame.plot.left, frame.plot.bottom)], INK, 2);
    }
    let height =
        axis::bottom(&mut sheet, frame.plot, frame.x, &frame.ticks.0, &axis_title(scene, 0), scene.locale);
    sheet.line(&[(frame.plot.left, frame.plot.top), (frame.plot.right, frame.plot.top)], GRID, 2);
    let marks = marks(&mut sheet, scene, &frame);
    let named = names(&mut sheet, scene, &frame, marks);
    let height = match note(scene, named) {
        Some(note) => {
            let baseline = height + 12.0 + RISE * SMALL.px;
            sheet.write(Label::new(note, MARGIN, baseline).color(QUIET));
            baseline + (LEADING - RISE) * SMALL.px
        }
        None => height,
    };
    Chart::new("separation", sheet, height, alt(scene, named))
}

/// Whether there is one component only, so that segments lie one below the other.
fn flat(scene: &Scene) -> bool {
    scene.findings.projection.explained.len() < 2
}

/// Where a unit or centre of a segment lies.
fn position(scene: &Scene, scores: &[f64], segment: usize) -> Point {
    let first = scores.first().copied().unwrap_or(0.0);
    let second = scores.get(1).copied().unwrap_or(0.0);
    (first, if flat(scene) { -(segment as f64) } else { second })
}

/// The places of all units and centres, on the components.
fn positions(scene: &Scene) -> Vec<Point> {
    let members = scene.findings.members.iter().map(|member| position(scene, &member.scores, member.cluster));
    members.chain(centers(scene).map(|(_, place)| place)).collect()
}

/// The segments with the places of their centres.
fn centers<'a>(scene: &'a Scene) -> impl Iterator<Item = (&'a Cluster, Point)> {
    let centers = scene.findings.clusters.iter().zip(&scene.findings.projection.centers);
    centers.map(|(cluster, scores)| (cluster, position(scene, scores, cluster.number)))
}

/// The least and greatest of some numbers, with room around them.
fn range(numbers: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let (lo, hi) = (numbers.clone().fold(f64::INFINITY, f64::min), numbers.fold(f64::NEG_INFINITY, f64::max));
    let room = if hi > lo { (hi - lo) * 0.07 } else { 0.0 };
    if lo.is_finite() && hi.is_finite() { (lo - room, hi + room) } else { (0.0, 0.0) }
}

/// Widens a range around its middle.
fn widened((lo, hi): (f64, f64), span: f64) -> (f64, f64) {
    let middle = f64::midpoint(lo, hi);
    if hi - lo >= span { (lo, hi) } else { (middle - span / 2.0, middle + span / 2.0) }
}

/// The plot that all units and centres fit in.
fn frame(scene: &Scene, sheet: &Sheet, top: f64) -> Frame {
    let places = positions(scene);
    let (xs, ys) = (range(places.iter().map(|p| p.0)), range(places.iter().map(|p| p.1)));
    if flat(scene) {
        return flat_frame(scene, top, xs);
    }
    let draft = equal_frame((xs, ys), top, 220.0);
    let labels = draft.ticks.1.as_ref().map_or(0.0, |ticks| axis::tick_width(sheet, ticks, scene.locale));
    // Half a label of the x axis may reach beyond the plot's left edge.
    equal_frame((xs, ys), top, (MARGIN + labels + 16.0).max(70.0))
}

/// A plot of both components; the lesser range is widened until one unit is as long on both axes.
fn equal_frame((xs, ys): ((f64, f64), (f64, f64)), top: f64, left: f64) -> Frame {
    let right = f64::from(WIDTH) - MARGIN - 60.0;
    let width = right - left;
    // Nothing to see on either axis: any length will do.
    let longest = (xs.1 - xs.0).max(ys.1 - ys.0);
    let xs = widened(xs, if longest > 0.0 { longest * 1e-9 } else { 1.0 });
    let unit = (width / (xs.1 - xs.0)).min(HEIGHTS.1 / (ys.1 - ys.0));
    let (xs, ys) = (widened(xs, width / unit), widened(ys, HEIGHTS.0 / unit));
    let plot = Area { left, right, top, bottom: top + (ys.1 - ys.0) * unit };
    let count = 9.0;
    let x_ticks = axis::Ticks::around(xs.0, xs.1, count).within(xs.0, xs.1);
    let y_ticks = axis::Ticks::around(ys.0, ys.1, count * (ys.1 - ys.0) / (xs.1 - xs.0)).within(ys.0, ys.1);
    let (x_ticks, y_ticks) = (x_ticks.clone().written_like(&y_ticks), y_ticks.written_like(&x_ticks));
    let (x, y) =
        (axis::Scale::new(xs, (plot.left, plot.right)), axis::Scale::new(ys, (plot.bottom, plot.top)));
    Frame { plot, x, y, ticks: (x_ticks, Some(y_ticks)) }
}

/// A plot of the only component, with a band per segment.
fn flat_frame(scene: &Scene, top: f64, xs: (f64, f64)) -> Frame {
    let (left, right) = (MARGIN + 60.0, f64::from(WIDTH) - MARGIN - 60.0);
    let xs = widened(xs, if xs.1 > xs.0 { 0.0 } else { 1.0 });
    let k = scene.findings.clusters.len().max(1) as f64;
    let plot = Area { left, right, top, bottom: top + 150.0 * k };
    let y = axis::Scale::new((-k - 0.5, -0.5), (plot.bottom, plot.top));
    let ticks = axis::Ticks::around(xs.0, xs.1, 7.0).within(xs.0, xs.1);
    Frame { plot, x: axis::Scale::new(xs, (left, right)), y, ticks: (ticks, None) }
}

/// `Komponen utama 1 (62,3%)`.
fn axis_title(scene: &Scene, component: usize) -> String {
    let words = scene.say("Komponen utama", "Principal component");
    match scene.findings.projection.explained.get(component) {
        Some(share) => format!("{words} {} ({})", component + 1, scene.locale.percent(*share, 1)),
        None => format!("{words} {}", component + 1),
    }
}

/// Draws units and, over them, the outlines of centres; returns the room they take. Of units on the same spot one is drawn.
fn marks(sheet: &mut Sheet, scene: &Scene, frame: &Frame) -> Vec<Area> {
    let mut taken = Vec::new();
    let spot = |member: &Member| {
        let (x, y) = frame.at(position(scene, &member.scores, member.cluster));
        (member.cluster, x.round() as i64, y.round() as i64)
    };
    let mut spots: Vec<_> = scene.findings.members.iter().map(spot).collect();
    spots.sort_unstable();
    spots.dedup();
    let reach = reach(spots.len());
    for (number, x, y) in spots {
        let (at, style) = ((x as f64, y as f64), segment(number));
        // A rim of paper parts markers that overlap.
        sheet.marker(
            at,
            SegmentStyle { color: PAPER, ..style },
            reach + if reach < REACH { 1.0 } else { 2.0 },
        );
        sheet.marker(at, style, reach);
        taken.push(Area::around(at, reach + 2.0));
    }
    for (cluster, place) in centers(scene) {
        let (at, shape) = (frame.at(place), segment(cluster.number).shape);
        sheet.outline(at, shape, CENTER, PAPER, 11);
        sheet.outline(at, shape, CENTER, INK, 5);
        taken.push(Area::around(at, CENTER * 1.2));
    }
    taken
}

/// The reach of a unit's marker: smaller, the more there are.
fn reach(units: usize) -> f64 {
    match units {
        0..=150 => REACH,
        151..=600 => 8.0,
        _ => 6.0,
    }
}

/// Names units where a name covers nothing, the farthest from the mean of all first; returns how many it named.
fn names(sheet: &mut Sheet, scene: &Scene, frame: &Frame, mut taken: Vec<Area>) -> usize {
    let mut members: Vec<_> = scene.findings.members.iter().collect();
    let far = |member: &Member| member.scores.iter().map(|score| score * score).sum::<f64>();
    members.sort_by(|a, b| far(b).total_cmp(&far(a)).then_with(|| a.key.cmp(&b.key)));
    members.truncate(if members.len() <= ALL_NAMED { ALL_NAMED } else { MOST_NAMED });
    let page = Area { left: MARGIN, right: f64::from(WIDTH) - MARGIN, ..frame.plot };
    let mut named = 0;
    for member in members {
        let at = frame.at(position(scene, &member.scores, member.cluster));
        let name = scene.name(member, LONGEST);
        let free = |label: &Label| {
            let area = label.area(scene.ruler);
            page.holds(&area)
                && area.left >= frame.plot.left
                && !taken.iter().any(|mark| mark.overlaps(&area.grown(3.0)))
        };
        if let Some(label) =
            around(&name, at, REACH).into_iter().chain(around(&name, at, CENTER * 1.2)).find(free)
        {
            let area = label.area(scene.ruler);
            taken.push(Area { left: area.left - APART, right: area.right + APART, ..area });
            sheet.write(label);
            named += 1;
        }
    }
    named
}

/// The places for a name around a marker of some reach, the best first; a lone unit lies in its centre's marker.
fn around(name: &str, (x, y): Point, reach: f64) -> [Label; 8] {
    let (side, up, down) = (reach + 9.0, reach + 12.0, reach + 10.0 + RISE * SMALL.px);
    let level = |x: f64, anchor| Label::beside(name, x, y).anchor(anchor);
    let above = |x: f64, anchor| Label::new(name, x, y - up).anchor(anchor);
    let below = |x: f64, anchor| Label::new(name, x, y + down).anchor(anchor);
    [
        level(x + side, Anchor::Start),
        level(x - side, Anchor::End),
        above(x, Anchor::Middle),
        below(x, Anchor::Middle),
        above(x + 4.0, Anchor::Start),
        below(x + 4.0, Anchor::Start),
        above(x - 4.0, Anchor::End),
        below(x - 4.0, Anchor::End),
    ]
}

/// Which units are named, where not all are.
fn note(scene: &Scene, named: usize) -> Option<String> {
    let n = scene.findings.members.len();
    let (count, all) = (scene.locale.count(named), scene.locale.count(n));
    // What is written is the key, which may be a code.
    let key = scene.ruler.fit(&clean(&scene.findings.key_label), SMALL, LONGEST);
    (named < n).then(|| match scene.locale.language {
        Language::Id => {
            format!("{key} ditulis untuk {count} dari {all} unit, didahulukan yang terjauh dari rata-rata semua unit.")
        }
        Language::En => {
            format!("{key} is written for {count} of {all} units, those farthest from the mean of all units first.")
        }
    })
}

/// What is seen, in words.
fn alt(scene: &Scene, named: usize) -> String {
    let projection = &scene.findings.projection;
    let share = projection.explained.iter().take(2).sum::<f64>();
    let (n, share) = (scene.units(scene.findings.members.len()), scene.locale.percent(share, 1));
    let titles = if flat(scene) {
        axis_title(scene, 0)
    } else {
        format!("{}; {}", axis_title(scene, 0), axis_title(scene, 1))
    };
    let (pairs, outer) = (pairs(scene), outermost(scene));
    let note = note(scene, named).map(|note| format!(" {note}")).unwrap_or_default();
    match scene.locale.language {
        Language::Id => format!(
            "Diagram pencar {n} dan pusat {} segmen: {titles}; bersama {share} keragaman. {pairs} {outer}{note}",
            scene.findings.k
        ),
        Language::En => format!(
            "Scatter plot of {n} and the centres of {} segments: {titles}; together {share} of the variance. {pairs} {outer}{note}",
            scene.findings.k
        ),
    }
}

/// Which centres are farthest apart and which are nearest, in words; in the clustering space, not on the plot.
fn pairs(scene: &Scene) -> String {
    let clusters = &scene.findings.clusters;
    let rows = clusters.iter().zip(&scene.findings.distances_between_centers).enumerate();
    let pairs: Vec<_> = rows
        .flat_map(|(i, (a, row))| {
            clusters.iter().zip(row).skip(i + 1).map(move |(b, distance)| (a, b, *distance))
        })
        .collect();
    let said = |(a, b, distance): &(&Cluster, &Cluster, f64)| {
        let and = scene.say("dan", "and");
        format!("{} {and} {} ({})", scene.segment(a), scene.segment(b), scene.beside(*distance, *distance))
    };
    let far = greatest(&pairs, |pair| pair.2).map(said).unwrap_or_default();
    let near = least(&pairs, |pair| pair.2).map(said).unwrap_or_default();
    match (scene.locale.language, pairs.len()) {
        (_, 0) => String::new(),
        (Language::Id, 1) => format!("Jarak antarpusat: {far}."),
        (Language::En, 1) => format!("Distance between the centres: {far}."),
        (Language::Id, _) => format!("Pusat yang paling berjauhan: {far}; yang paling berdekatan: {near}."),
        (Language::En, _) => format!("Centres farthest apart: {far}; nearest: {near}."),
    }
}

/// The unit farthest from the mean of all on the plot, with its segment.
fn outermost(scene: &Scene) -> String {
    let far = |member: &&Member| member.scores.iter().map(|score| score * score).sum::<f64>();
    let Some(member) = greatest(&scene.findings.members, far) else { return String::new() };
    let segment = scene.segment_name(member.cluster);
    match scene.locale.language {
        Language::Id => format!("Unit terluar: {} ({segment}).", member.key),
        Language::En => format!("Outermost unit: {} ({segment}).", member.key),
    }
}
