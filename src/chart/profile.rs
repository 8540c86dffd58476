//! What the segments are like: their centres over the variables.

use super::columns::{Headings, Side};
use super::legend::{self, Sample};
use super::scene::{Scene, greatest, least};
use super::sheet::{Area, Label, Sheet};
use super::style::{INK, MARGIN, QUIET, SMALL, WIDTH, segment};
use super::text::{DROP, RISE};
use super::{Chart, ChartError, axis};
use crate::locale::Language;
use crate::segmentation::{Cluster, VariableFindings};

/// The height of the plot.
const PLOT_HEIGHT: f64 = 760.0;
/// Room above the plot for the title of the y axis.
const TITLE: f64 = 84.0;

/// How many times the mean of one variable may be that of another on an axis that both share.
const ALIKE: f64 = 10.0;

/// In what the centres are drawn: the unit that all variables share, or none and standard deviations.
struct Measure(Option<String>);

impl Measure {
    /// The shared unit, where the data are clustered untransformed and no variable would be flat beside another.
    fn of(scene: &Scene) -> Self {
        let means = || scene.findings.variables.iter().map(|variable| variable.mean.abs());
        let (least, greatest) = (means().fold(f64::INFINITY, f64::min), means().fold(0.0, f64::max));
        let raw = !scene.is_transformed() && greatest <= ALIKE * least;
        Self(scene.shared_unit().filter(|_| raw))
    }

    /// The centre of a segment on a variable.
    fn center(&self, cluster: &Cluster, variable: &VariableFindings) -> f64 {
        let centers = if self.0.is_some() { &cluster.center } else { &cluster.center_z };
        centers.get(&variable.name).copied().unwrap_or(0.0)
    }

    /// The title of the y axis.
    fn title(&self, scene: &Scene) -> String {
        match &self.0 {
            Some(unit) if unit.is_empty() => scene.say("Rata-rata segmen", "Segment mean").to_owned(),
            Some(unit) => format!("{}, {unit}", scene.say("Rata-rata segmen", "Segment mean")),
            None if scene.is_transformed() => scene
                .say(
                    "Rata-rata segmen, simpangan baku dari rata-rata semua unit, nilai tertransformasi",
                    "Segment mean, standard deviations from the mean of all units, transformed values",
                )
                .to_owned(),
            None => scene
                .say(
                    "Rata-rata segmen, simpangan baku dari rata-rata semua unit",
                    "Segment mean, standard deviations from the mean of all units",
                )
                .to_owned(),
        }
    }

    /// A centre, in words.
    fn in_words(&self, scene: &Scene, variable: &VariableFindings, x: f64) -> String {
        if self.0.is_some() { scene.mean(variable, x) } else { scene.locale.number(x, 2) }
    }
}

/// Draws the chart.
pub fn draw(scene: &Scene) -> Result<Chart, ChartError> {
    let measure = Measure::of(scene);
    let mut sheet = Sheet::new(scene.ruler);
    let top = legend::draw(&mut sheet, scene, Sample::Line, None) + TITLE;
    let ticks = value_ticks(scene, &measure);
    let left = MARGIN + axis::tick_width(&sheet, &ticks, scene.locale) + 14.0;
    let plot = Area { left, top, right: f64::from(WIDTH) - MARGIN, bottom: top + PLOT_HEIGHT };
    let y = axis::Scale::new(ticks.ends(), (plot.bottom, plot.top));
    axis::left(&mut sheet, plot, y, &ticks, &measure.title(scene), scene.locale);
    let zero = if measure.0.is_some() { plot.bottom } else { y.at(0.0) };
    sheet.line(&[(plot.left, zero), (plot.right, zero)], INK, 2);
    let count = scene.findings.variables.len().max(1) as f64;
    let column = (plot.right - plot.left) / count;
    let xs: Vec<f64> =
        (0..scene.findings.variables.len()).map(|i| plot.left + column * (i as f64 + 0.5)).collect();
    for x in &xs {
        sheet.line(&[(*x, plot.bottom), (*x, plot.bottom + 8.0)], INK, 2);
    }
    for cluster in &scene.findings.clusters {
        line(&mut sheet, scene, &measure, cluster, &xs, y);
    }
    let headings = Headings::fit(scene.ruler, &scene.variable_titles(), column);
    headings.draw(&mut sheet, &xs, plot.bottom + 20.0, Side::Below);
    let height = numbered_note(&mut sheet, scene, &headings, plot.bottom + 20.0 + headings.height);
    Chart::new("profile", sheet, height, alt(scene, &measure))
}

/// Says what numbers stand for, where columns are too narrow for words; returns the lower end.
pub fn numbered_note(sheet: &mut Sheet, scene: &Scene, headings: &Headings, y: f64) -> f64 {
    if headings.numbered.is_none() {
        return y + MARGIN;
    }
    let note = scene.say(
        "Angka di kolom: nomor urut variabel seperti dalam tabel.",
        "Numbers at columns: the variables in the order of the tables.",
    );
    let baseline = y + 12.0 + RISE * SMALL.px;
    sheet.write(Label::new(note, MARGIN, baseline).color(QUIET));
    baseline + DROP * SMALL.px + MARGIN
}

/// Round values around all centres; amounts that are never negative start at zero.
fn value_ticks(scene: &Scene, measure: &Measure) -> axis::Ticks {
    let centers = || {
        let clusters = scene.findings.clusters.iter();
        clusters.flat_map(|cluster| scene.findings.variables.iter().map(|v| measure.center(cluster, v)))
    };
    let (lo, hi) = (centers().fold(f64::INFINITY, f64::min), centers().fold(f64::NEG_INFINITY, f64::max));
    let lo = if measure.0.is_some() && lo >= 0.0 { 0.0 } else { lo.min(0.0) };
    axis::Ticks::around(lo, hi.max(0.0), 6.0)
}

/// Draws a segment's line and markers.
fn line(sheet: &mut Sheet, scene: &Scene, measure: &Measure, cluster: &Cluster, xs: &[f64], y: axis::Scale) {
    let style = segment(cluster.number);
    let centers = scene.findings.variables.iter().map(|variable| y.at(measure.center(cluster, variable)));
    let points: Vec<_> = xs.iter().copied().zip(centers).collect();
    sheet.dashed(&points, style.dash, style.color, 5);
    for point in points {
        sheet.marker(point, style, legend::REACH);
    }
}

/// What is seen, in words.
fn alt(scene: &Scene, measure: &Measure) -> String {
    let variables = &scene.findings.variables;
    let said = |cluster: &Cluster, v: &VariableFindings| {
        format!("{} ({})", scene.variable(v), measure.in_words(scene, v, measure.center(cluster, v)))
    };
    let sentence = |cluster: &Cluster| {
        let high =
            greatest(variables, |v| measure.center(cluster, v)).map(|v| said(cluster, v)).unwrap_or_default();
        let low =
            least(variables, |v| measure.center(cluster, v)).map(|v| said(cluster, v)).unwrap_or_default();
        let (name, n) = (scene.segment(cluster), scene.units(cluster.size));
        match scene.locale.language {
            Language::Id => format!("{name} ({n}) tertinggi pada {high}, terendah pada {low}"),
            Language::En => format!("{name} ({n}) is highest on {high}, lowest on {low}"),
        }
    };
    let segments = scene.some(scene.findings.clusters.iter().map(sentence).collect(), 8);
    let (title, gap) = (measure.title(scene), widest_gap(scene, measure));
    match scene.locale.language {
        Language::Id => format!("Diagram garis {} variabel: {title}. {segments}. {gap}", variables.len()),
        Language::En => format!("Line chart of {} variables: {title}. {segments}. {gap}", variables.len()),
    }
}

/// The variable on which the centres lie farthest apart, in words.
fn widest_gap(scene: &Scene, measure: &Measure) -> String {
    let clusters = &scene.findings.clusters;
    let ends = |v: &VariableFindings| {
        let high = greatest(clusters, |cluster| measure.center(cluster, v))?;
        Some((least(clusters, |cluster| measure.center(cluster, v))?, high))
    };
    let gap = |v: &VariableFindings| {
        ends(v).map_or(0.0, |(low, high)| measure.center(high, v) - measure.center(low, v))
    };
    let Some(variable) = greatest(&scene.findings.variables, |v| gap(v)) else { return String::new() };
    let Some((low, high)) = ends(variable) else { return String::new() };
    let side = |cluster: &Cluster| {
        format!(
            "{} ({})",
            measure.in_words(scene, variable, measure.center(cluster, variable)),
            scene.segment(cluster)
        )
    };
    let (name, low, high) = (scene.variable(variable), side(low), side(high));
    match scene.locale.language {
        Language::Id => format!("Segmen paling berbeda pada {name}: dari {low} sampai {high}."),
        Language::En => format!("Segments differ most on {name}: from {low} to {high}."),
    }
}
