//! Which marker is which segment.

use super::scene::Scene;
use super::sheet::{Area, Label, Sheet};
use super::style::{BODY, INK, MARGIN, PAPER, QUIET, STRONG, WIDTH, segment};
use super::text::MIDDLE;
use crate::segmentation::Cluster;

/// The height of a line.
const LINE: f64 = 52.0;
/// The room between two entries.
const BETWEEN: f64 = 52.0;
/// The room between a marker and its name.
const AFTER_SAMPLE: f64 = 14.0;
/// The reach of a marker in a legend or beside a segment's name.
pub const REACH: f64 = 12.0;

/// What stands before a segment's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sample {
    /// Its marker.
    Marker,
    /// Its marker on its line.
    Line,
}

impl Sample {
    /// The width it takes.
    fn width(self) -> f64 {
        match self {
            Self::Marker => 2.0 * REACH,
            Self::Line => 110.0,
        }
    }
}

/// The reach of the outlines that stand for centres, and the most shapes of them.
const OUTLINE: f64 = 13.0;
const OUTLINES: usize = 3;

/// Writes the legend in as many lines as it takes, with outlines for the centres that `centers` names; returns its lower end.
pub fn draw(sheet: &mut Sheet, scene: &Scene, sample: Sample, centers: Option<&str>) -> f64 {
    let (mut x, mut y) = (MARGIN + 8.0, MARGIN + LINE / 2.0);
    let entries = scene.findings.clusters.iter().map(|cluster| (Some(cluster), entry(scene, cluster)));
    let outlined = scene.findings.clusters.len().min(OUTLINES);
    for (cluster, text) in entries.chain(centers.map(|text| (None, text.to_owned()))) {
        let text = scene.ruler.fit(&text, BODY, 760.0);
        let sampled = match cluster {
            Some(_) => sample.width(),
            None => outlined as f64 * 3.0 * OUTLINE,
        };
        let width = sampled + AFTER_SAMPLE + scene.width(&text, BODY);
        if x + width > f64::from(WIDTH) - MARGIN {
            (x, y) = (MARGIN + 8.0, y + LINE);
        }
        match cluster {
            Some(cluster) => draw_sample(sheet, sample, x, y, cluster.number),
            // Each in the shape of its segment.
            None => {
                for (i, cluster) in scene.findings.clusters.iter().take(outlined).enumerate() {
                    let at = (x + OUTLINE * (1.0 + 3.0 * i as f64), y);
                    sheet.outline(at, segment(cluster.number).shape, OUTLINE, INK, 5);
                }
            }
        }
        let start = x + sampled + AFTER_SAMPLE;
        sheet.write(Label::new(text, start, y + MIDDLE * BODY.px).kind(BODY));
        x += width + BETWEEN;
    }
    y + LINE / 2.0
}

/// A segment's name and size.
fn entry(scene: &Scene, cluster: &Cluster) -> String {
    format!(
        "{} (n = {})",
        scene.ruler.fit(&scene.segment(cluster), BODY, 600.0),
        scene.locale.count(cluster.size)
    )
}

/// Draws what stands before a name.
fn draw_sample(sheet: &mut Sheet, sample: Sample, x: f64, y: f64, number: usize) {
    let style = segment(number);
    if sample == Sample::Line {
        sheet.dashed(&[(x, y), (x + sample.width(), y)], style.dash, style.color, 5);
    }
    sheet.marker((x + sample.width() / 2.0, y), style, REACH);
}

/// Writes a segment's name above its rows: marker, name in bold, and what else is to be said; on paper, so that no line
/// of the plot runs through it.
pub fn segment_line(sheet: &mut Sheet, scene: &Scene, cluster: &Cluster, y: f64, said: &str) {
    let room = f64::from(WIDTH) - 2.0 * MARGIN - 48.0;
    let said = format!("n = {}{said}", scene.locale.count(cluster.size));
    let name = scene.ruler.fit(&scene.segment(cluster), STRONG, room - 28.0 - scene.width(&said, BODY));
    let (start, baseline) = (MARGIN + 48.0, y + MIDDLE * STRONG.px);
    let after = start + scene.width(&name, STRONG) + 24.0;
    let said = Label::new(said, after, baseline).kind(BODY).color(QUIET);
    // Up to the row above, so that no stub of an axis is left there.
    sheet.rectangle(Area { left: 0.0, top: y - 36.0, ..said.area(scene.ruler).grown(10.0) }, PAPER);
    sheet.marker((MARGIN + 8.0 + REACH, y), segment(cluster.number), REACH);
    sheet.write(Label::new(name, start, baseline).kind(STRONG));
    sheet.write(said);
}
