//! How much nearer each unit is to its own segment than to the next: silhouette widths (Rousseeuw 1987).

use super::rows::{Row, Rows};
use super::scene::{Scene, greatest, least};
use super::sheet::{Anchor, Area, Label, Sheet};
use super::style::{INK, MARGIN, PAPER, SMALL, WIDTH, segment};
use super::{Chart, ChartError, axis};
use crate::locale::Language;

/// Room for a value beside a bar.
const VALUE: f64 = 100.0;
/// Room above the rows for the label of the mean line.
const MEAN_LINE: f64 = 48.0;

/// Draws the chart.
pub fn draw(scene: &Scene) -> Result<Chart, ChartError> {
    let rows = Rows::new(scene, scene.groups(|member| member.silhouette), false);
    let lowest = scene.findings.members.iter().map(|member| member.silhouette).fold(0.0, f64::min);
    let lo = if lowest < 0.0 { lowest - 0.12 } else { 0.0 };
    let ticks = axis::Ticks::around(lo, 1.0, 8.0);
    let plot = rows.plot(MARGIN + MEAN_LINE, 0.0, if rows.named { VALUE } else { 40.0 });
    let x = axis::Scale::new(ticks.ends(), (plot.left, plot.right));
    let mut sheet = Sheet::new(scene.ruler);
    let title = scene.say("Lebar silhouette", "Silhouette width");
    let height = rows.axis(&mut sheet, scene, plot, x, &ticks, title);
    let (zero, mean) = (x.at(0.0), x.at(scene.findings.silhouette));
    sheet.line(&[(zero, plot.top), (zero, plot.bottom)], INK, 2);
    mean_line(&mut sheet, scene, plot, mean);
    let said = |cluster: &crate::segmentation::Cluster| {
        let mean = scene.locale.number(cluster.silhouette, 2);
        format!(" · {} {mean}", scene.say("rata-rata", "mean"))
    };
    rows.draw(&mut sheet, scene, plot, said, |sheet, row, y| {
        let Row::Unit(member) = row else { return };
        let end = x.at(member.silhouette);
        sheet.rectangle(rows.bar(y, zero, end), segment(member.cluster).color);
        // Again, over the bar.
        sheet.line(&[(mean, y - rows.pitch / 2.0), (mean, y + rows.pitch / 2.0)], INK, 3);
        if rows.named {
            value(sheet, scene, member.silhouette, end, y);
        }
    });
    Chart::new("silhouette", sheet, height, alt(scene, &rows))
}

/// Draws the mean of all units, with its number above.
fn mean_line(sheet: &mut Sheet, scene: &Scene, plot: Area, mean: f64) {
    sheet.line(&[(mean, plot.top), (mean, plot.bottom)], INK, 3);
    let words = scene.say("rata-rata semua unit", "mean of all units");
    let text = format!("{words} {}", scene.locale.number(scene.findings.silhouette, 2));
    let half = scene.width(&text, SMALL) / 2.0;
    let middle = mean.clamp(MARGIN + half, f64::from(WIDTH) - MARGIN - half);
    sheet.write(Label::new(text, middle, plot.top - 10.0).anchor(Anchor::Middle));
}

/// Writes a value at the end of its bar, on paper so that lines do not cross it.
fn value(sheet: &mut Sheet, scene: &Scene, value: f64, end: f64, y: f64) {
    let text = scene.locale.number(value, 2);
    let label = match value < 0.0 {
        true => Label::beside(text, end - 12.0, y).anchor(Anchor::End),
        false => Label::beside(text, end + 12.0, y),
    };
    sheet.rectangle(label.area(scene.ruler).grown(3.0), PAPER);
    sheet.write(label);
}

/// What is seen, in words.
fn alt(scene: &Scene, rows: &Rows) -> String {
    let (locale, members) = (scene.locale, &scene.findings.members);
    let width = |x: f64| locale.number(x, 2);
    let unit = |member: Option<&crate::segmentation::Member>| {
        member.map(|m| format!("{} ({})", m.key, width(m.silhouette))).unwrap_or_default()
    };
    let high = unit(greatest(members, |member| member.silhouette));
    let low = unit(least(members, |member| member.silhouette));
    let negative = members.iter().filter(|member| member.silhouette < 0.0).count();
    let segments = scene.findings.clusters.iter();
    let segments: Vec<_> = segments
        .map(|c| format!("{} {} ({})", scene.segment(c), width(c.silhouette), scene.units(c.size)))
        .collect();
    let (n, negative) = (scene.units(members.len()), negative_in_words(scene, negative));
    let (mean, segments) = (width(scene.findings.silhouette), scene.some(segments, 8));
    let names = rows.names_in_words(scene);
    match locale.language {
        Language::Id => format!(
            "Diagram batang lebar silhouette {n}, rata-rata {mean}. Rata-rata per segmen: {segments}. Tertinggi {high}, \
             terendah {low}. {negative}{names}"
        ),
        Language::En => format!(
            "Bar chart of the silhouette widths of {n}, mean {mean}. Means by segment: {segments}. Highest {high}, \
             lowest {low}. {negative}{names}"
        ),
    }
}

/// How many units lie nearer to another segment than to their own.
fn negative_in_words(scene: &Scene, negative: usize) -> String {
    let units = scene.units(negative);
    match (scene.locale.language, negative) {
        (Language::Id, 0) => "Tidak ada yang negatif.".to_owned(),
        (Language::En, 0) => "None is negative.".to_owned(),
        (Language::Id, _) => {
            format!("Negatif, yakni lebih dekat ke segmen lain daripada ke segmennya sendiri: {units}.")
        }
        (Language::En, _) => {
            format!("Negative, that is, nearer to another segment than to its own: {units}.")
        }
    }
}
