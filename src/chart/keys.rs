//! Which row of a plot is which segment.

use super::legend;
use super::scene::Scene;
use super::sheet::{Area, Label, Sheet};
use super::style::{MARGIN, SMALL, segment};
use super::text::LEADING;
use crate::segmentation::Cluster;

/// Room left of the panels for the markers of the segments, and between these or the names and the plots.
const MARKERS: f64 = 38.0;
/// The widest column of segment names, by how many panels stand side by side.
const NAMES: [f64; 3] = [400.0, 300.0, 230.0];

/// Whether rows of a height have room for names.
pub fn are_named(row: f64) -> bool {
    row >= SMALL.px
}

/// The room left of the first plots for the segments' markers and, where rows are high enough, names.
pub fn width(scene: &Scene, row: f64, columns: usize) -> f64 {
    let most = NAMES.get(columns - 1).copied().unwrap_or(0.0);
    let lines = scene.findings.clusters.iter().flat_map(|cluster| key(scene, cluster, row, most));
    let names = lines.map(|line| scene.width(&line, SMALL)).fold(0.0, f64::max);
    2.0 * MARKERS + names
}

/// The name of a segment in lines that its row has room for; none in a low row.
fn key(scene: &Scene, cluster: &Cluster, row: f64, room: f64) -> Vec<String> {
    if !are_named(row) {
        return Vec::new();
    }
    let lines = if row < SMALL.px * (1.0 + LEADING) { 1 } else { 2 };
    scene.ruler.wrap(&scene.segment(cluster), SMALL, room, lines)
}

/// Says which row is which segment, left of a plot with rows of a height: a name, so that no marker there is taken for a value.
pub fn draw(sheet: &mut Sheet, scene: &Scene, plot: Area, height: f64) {
    let room = plot.left - MARGIN - 2.0 * MARKERS;
    for (i, cluster) in scene.findings.clusters.iter().enumerate() {
        let y = plot.top + height * (i as f64 + 0.5);
        let reach = legend::REACH.min(height * 0.45);
        sheet.marker((MARGIN + legend::REACH, y), segment(cluster.number), reach);
        let lines = key(scene, cluster, height, room + 1.0);
        let first = y - (lines.len().saturating_sub(1) as f64) / 2.0 * LEADING * SMALL.px;
        for (j, line) in lines.into_iter().enumerate() {
            sheet.write(Label::beside(line, MARGIN + MARKERS, first + j as f64 * LEADING * SMALL.px));
        }
    }
}
