//! Potential against adoption: which units have much to win and do little yet.

use super::places::{self, Places};
use super::reach_axis::ReachAxis;
use super::sheet::{Anchor, Area, Label, Point, Sheet};
use super::stage::{Entry, Stage, frame, look};
use super::style::{BODY, GRID, INK, MARGIN, PAPER, QUIET, SMALL, STRONG, SegmentStyle, WIDTH};
use super::swarm::{self, Spot};
use super::text::{DROP, LEADING, MIDDLE, RISE, clean};
use super::{Chart, ChartError, axis, stage};
use crate::locale::Language;
use crate::targeting::{Quadrant, Quadrants, UnitFindings};
use std::collections::BTreeMap;

/// The height of the part of the plot that holds units.
const PLOT: f64 = 900.0;
/// Room inside the plot, above and below, for the names of the quadrants.
const BAND: f64 = 124.0;
/// Room above the plot for the title of the y axis.
const TITLE: f64 = 84.0;
/// The reach of a unit's marker.
const REACH: f64 = 9.0;
/// So many units carry their rank, and are named below.
const NAMED: usize = 12;
/// From one line of the list of names to the next, and the most lines of a name.
const LINE: f64 = 40.0;
const LINES: usize = 3;
/// The least room that the name of a quadrant needs beside the line that ends it.
const TITLE_ROOM: f64 = 300.0;

/// Draws the chart, where units have both potential and adoption.
pub fn draw(stage: &Stage) -> Result<Option<Chart>, ChartError> {
    stage.found.quadrants.as_ref().map(|lines| plot(stage, lines)).transpose()
}

fn plot(stage: &Stage, lines: &Quadrants) -> Result<Chart, ChartError> {
    let mut sheet = Sheet::new(stage.ruler);
    let shown: Vec<&UnitFindings> = stage.found.units.iter().filter(|unit| unit.quadrant.is_some()).collect();
    let top = stage::legend(&mut sheet, &legend(stage, &shown)) + TITLE;
    let ticks = axis::Ticks::around(0.0, 100.0, 5.0);
    let left = MARGIN + axis::tick_width(&sheet, &ticks, stage.locale) + 60.0;
    let area = Area { left, top, right: f64::from(WIDTH) - MARGIN - 90.0, bottom: top + PLOT + 2.0 * BAND };
    let y = axis::Scale::new((0.0, 100.0), (area.bottom - BAND, area.top + BAND));
    let values = shown.iter().filter_map(|unit| unit.potential);
    let x = ReachAxis::around(values.chain([lines.potential.at]), (area.left + 60.0, area.right - 60.0));
    axis::left(&mut sheet, area, y, &ticks, stage.say("Adopsi (%)", "Adoption (%)"), stage.locale);
    let bottom = x.draw(&mut sheet, stage, area);
    frame(&mut sheet, area);
    divide(&mut sheet, stage, lines, area, (x.at(lines.potential.at), y.at(100.0 * lines.adoption.at)));
    let place = |unit: &UnitFindings| {
        (x.at(unit.potential.unwrap_or(0.0)), y.at(100.0 * unit.adoption.unwrap_or(0.0)))
    };
    let spots = swarm::spots(&shown, place, REACH, area);
    let mut taken = marks(&mut sheet, &spots);
    taken.extend(swarm::counts(&mut sheet, stage, &spots, REACH, area));
    let crossing = (x.at(lines.potential.at), y.at(100.0 * lines.adoption.at));
    let named = numbers(&mut sheet, stage, &spots, room(area, crossing, taken));
    let rule = rule(stage, &named, &shown);
    let height = list(&mut sheet, stage, &named, &rule, bottom);
    Chart::new("quadrants", sheet, height, alt(stage, lines, &named))
}

/// The segments that have units, and whether some have none.
fn legend(stage: &Stage, shown: &[&UnitFindings]) -> Vec<Entry> {
    let mut seen: BTreeMap<usize, &str> = BTreeMap::new();
    for unit in shown {
        seen.extend(unit.segment.zip(unit.segment_label.as_deref()));
    }
    let mut entries: Vec<Entry> =
        seen.iter().map(|(number, label)| Entry::new(Some(look(Some(*number))), clean(label))).collect();
    if !entries.is_empty() && shown.iter().any(|unit| unit.segment.is_none()) {
        let text = stage.say("tanpa segmen", "no segment");
        entries.push(Entry::new(Some(look(None)), text));
    }
    entries
}

/// Draws the two lines and names the four quadrants.
fn divide(sheet: &mut Sheet, stage: &Stage, lines: &Quadrants, area: Area, (x, y): Point) {
    sheet.dashed(&[(x, area.top), (x, area.bottom)], &[18.0, 10.0], QUIET, 3);
    sheet.dashed(&[(area.left, y), (area.right, y)], &[18.0, 10.0], QUIET, 3);
    let corners = [
        (Quadrant::Ahead, lines.ahead, area.left, area.top),
        (Quadrant::Keep, lines.keep, area.right, area.top),
        (Quadrant::Later, lines.later, area.left, area.bottom - BAND),
        (Quadrant::Priority, lines.priority, area.right, area.bottom - BAND),
    ];
    for (quadrant, n, side, top) in corners {
        let text = format!("{} (n = {})", quadrant.words(stage.locale.language), stage.locale.count(n));
        title(sheet, stage, quadrant, &text, Corner { side, line: x, top });
    }
}

/// Where the name of a quadrant stands: from the side of the plot up to the line between two quadrants.
struct Corner {
    side: f64,
    line: f64,
    top: f64,
}

/// Writes the name of a quadrant, in as many lines as fit beside the line.
fn title(sheet: &mut Sheet, stage: &Stage, quadrant: Quadrant, text: &str, at: Corner) {
    let kind = if quadrant == Quadrant::Priority { STRONG } else { BODY };
    let (anchor, inward) = if at.side < at.line { (Anchor::Start, 1.0) } else { (Anchor::End, -1.0) };
    let room = (at.side - at.line).abs() - 32.0;
    // Beside a line at the edge there is no room: the name goes on over it.
    let room = if room < TITLE_ROOM { 3.0 * TITLE_ROOM } else { room };
    let lines = stage.ruler.wrap(text, kind, room, 3);
    let middle = at.top + BAND / 2.0 - LEADING * BODY.px * (lines.len() as f64 - 1.0) / 2.0;
    for (i, line) in lines.iter().enumerate() {
        let y = middle + LEADING * BODY.px * i as f64 + MIDDLE * BODY.px;
        let label = Label::new(line, at.side + 16.0 * inward, y).anchor(anchor).kind(kind);
        // So that no line runs through the words.
        sheet.rectangle(label.area(stage.ruler).grown(2.0), PAPER);
        sheet.write(label.color(if quadrant == Quadrant::Priority { INK } else { QUIET }));
    }
}

/// Draws the units; returns the room they take.
fn marks(sheet: &mut Sheet, spots: &[Spot]) -> Vec<Area> {
    // The first in rank lie on top.
    for spot in spots.iter().rev() {
        let style = look(spot.unit.segment);
        sheet.marker(spot.at, SegmentStyle { color: PAPER, ..style }, REACH + 1.0);
        sheet.marker(spot.at, style, REACH);
    }
    spots.iter().map(|spot| Area::around(spot.at, REACH + 2.0)).collect()
}

/// Writes the ranks of the units that matter where they cover nothing; returns the units.
fn numbers<'a>(
    sheet: &mut Sheet,
    stage: &Stage,
    spots: &[Spot<'a>],
    mut room: Places,
) -> Vec<&'a UnitFindings> {
    let mut named = Vec::new();
    for spot in matter(spots) {
        let number = stage.locale.count(spot.unit.rank);
        let Some(label) = room.find(sheet, &number, spot.at, REACH) else { continue };
        room.taken.push(label.area(stage.ruler).grown(2.0));
        places::write(sheet, label, spot.at, REACH);
        named.push(spot.unit);
    }
    named.sort_by_key(|unit| unit.rank);
    named
}

/// Where numbers may stand: clear of units, and of the lines if possible.
fn room(area: Area, (x, y): Point, taken: Vec<Area>) -> Places {
    Places {
        inside: Area { top: area.top + BAND, bottom: area.bottom - BAND, ..area }.grown(-3.0),
        taken,
        avoided: vec![Area { left: x, right: x, ..area }, Area { top: y, bottom: y, ..area }],
    }
}

/// The units that matter most: the first in rank of high potential and low adoption; else the first of the targets.
fn matter<'b, 'a>(spots: &'b [Spot<'a>]) -> Vec<&'b Spot<'a>> {
    let mut first: Vec<&Spot> = spots
        .iter()
        .filter(|spot| spot.unit.target && spot.unit.quadrant == Some(Quadrant::Priority))
        .collect();
    if first.is_empty() {
        first = spots.iter().filter(|spot| spot.unit.target).collect();
    }
    first.sort_by_key(|spot| spot.unit.rank);
    first.truncate(NAMED);
    first
}

/// Names the numbered units below the plot; returns the lower end.
fn list(sheet: &mut Sheet, stage: &Stage, named: &[&UnitFindings], rule: &str, top: f64) -> f64 {
    if named.is_empty() {
        return top + MARGIN;
    }
    let width = f64::from(WIDTH) - 2.0 * MARGIN;
    let baseline = top + 14.0 + RISE * SMALL.px;
    sheet.line(&[(MARGIN, top + 2.0), (MARGIN + width, top + 2.0)], GRID, 2);
    sheet.write(Label::new(rule, MARGIN, baseline).color(QUIET));
    let entries: Vec<String> = named.iter().map(|unit| entry(stage, unit)).collect();
    // Two columns where every name is whole in them, else lines as wide as the chart.
    let half = width / 2.0 - 20.0;
    let columns = if stage.ruler.widest(entries.iter().map(String::as_str), SMALL) <= half { 2 } else { 1 };
    let room = if columns == 2 { half } else { width };
    let entries: Vec<Vec<String>> =
        entries.iter().map(|text| stage.ruler.wrap(text, SMALL, room, LINES)).collect();
    let mut end = baseline;
    for (i, column) in entries.chunks(entries.len().div_ceil(columns)).enumerate() {
        let left = MARGIN + i as f64 * (width / 2.0 + 10.0);
        for (j, line) in column.iter().flatten().enumerate() {
            let line = Label::new(line, left, baseline + LINE * (j as f64 + 1.0));
            end = end.max(baseline + LINE * (j as f64 + 1.0));
            sheet.write(line);
        }
    }
    end + DROP * SMALL.px + MARGIN
}

/// `7. Kendari (Rp1,2 miliar)`.
fn entry(stage: &Stage, unit: &UnitFindings) -> String {
    let potential = stage.potential(unit.potential.unwrap_or(0.0));
    format!("{}. {} ({potential})", stage.locale.count(unit.rank), clean(&unit.label))
}

/// Which units are numbered, how many of them, and where their numbers are from.
fn rule(stage: &Stage, named: &[&UnitFindings], shown: &[&UnitFindings]) -> String {
    let is_first = |unit: &&&UnitFindings| unit.target && unit.quadrant == Some(Quadrant::Priority);
    let urgent = shown.iter().filter(is_first).count();
    let all = if urgent > 0 { urgent } else { shown.iter().filter(|unit| unit.target).count() };
    let [count, of] = [named.len(), all].map(|n| stage.locale.count(n));
    let (id, en) = match urgent > 0 {
        true => ("unit sasaran dalam kuadran prioritas", "target units of the priority quadrant"),
        false => ("unit sasaran", "target units"),
    };
    match (stage.locale.language, named.len() < all) {
        (Language::Id, true) => {
            format!("Bernomor: {count} dari {of} {id}, dari yang terdepan; nomor menurut daftar unit sasaran")
        }
        (Language::Id, false) => format!("Bernomor: {id}; nomor menurut daftar unit sasaran"),
        (Language::En, true) => {
            format!(
                "Numbered: {count} of {of} {en}, the first by rank; numbers as in the list of target units"
            )
        }
        (Language::En, false) => format!("Numbered: {en}; numbers as in the list of target units"),
    }
}

/// What is seen, in words.
fn alt(stage: &Stage, lines: &Quadrants, named: &[&UnitFindings]) -> String {
    let counts = [
        (Quadrant::Priority, lines.priority),
        (Quadrant::Keep, lines.keep),
        (Quadrant::Later, lines.later),
        (Quadrant::Ahead, lines.ahead),
    ];
    let counts =
        counts.map(|(quadrant, n)| format!("{}: {n}", quadrant.words(stage.locale.language))).join("; ");
    let names: Vec<&str> = named.iter().map(|unit| unit.label.as_str()).collect();
    let (n, label) = (stage.units(lines.n), stage.potential_label());
    let (x, y) = (stage.potential(lines.potential.at), stage.locale.percent(lines.adoption.at, 1));
    match stage.locale.language {
        Language::Id => format!(
            "Diagram kuadran {n}: {label} mendatar, adopsi tegak; garis pada {x} dan {y}. {counts}. Bernomor: {}.",
            names.join(", ")
        ),
        Language::En => format!(
            "Quadrant chart of {n}: {label} across, adoption upward; lines at {x} and {y}. {counts}. Numbered: {}.",
            names.join(", ")
        ),
    }
}
