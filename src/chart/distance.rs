//! How far each unit lies from the centre of its own segment.

use super::rows::{Row, Rows};
use super::scene::{Scene, greatest, least};
use super::sheet::{Label, Sheet};
use super::style::{INK, MARGIN, PAPER, SMALL, mix, segment};
use super::{Chart, ChartError, axis};
use crate::locale::Language;
use crate::segmentation::{Cluster, Member};
use crate::study::schema::{Scaling, Transform};

/// Draws the chart.
pub fn draw(scene: &Scene) -> Result<Chart, ChartError> {
    let rows = Rows::new(scene, scene.groups(|member| member.distance), false);
    let farthest = scene.findings.members.iter().map(|member| member.distance).fold(0.0, f64::max);
    let ticks = axis::Ticks::around(0.0, if farthest > 0.0 { farthest } else { 1.0 }, 6.0);
    let value = scene.width(&scene.distance(farthest), SMALL) + 28.0;
    let plot = rows.plot(MARGIN, 0.0, if rows.named { value.max(60.0) } else { 60.0 });
    let x = axis::Scale::new(ticks.ends(), (plot.left, plot.right));
    let mut sheet = Sheet::new(scene.ruler);
    let height = rows.axis(&mut sheet, scene, plot, x, &ticks, &title(scene));
    sheet.line(&[(plot.left, plot.top), (plot.left, plot.bottom)], INK, 2);
    let said = |cluster: &Cluster| match farthest_of(scene, cluster) {
        Some(member) => {
            format!(" · {} {}", scene.say("terjauh", "farthest"), scene.distance(member.distance))
        }
        None => String::new(),
    };
    rows.draw(&mut sheet, scene, plot, said, |sheet, row, y| {
        if let Row::Unit(member) = row {
            point(sheet, scene, &rows, x, member, y);
        }
    });
    Chart::new("distance", sheet, height, alt(scene, &rows))
}

/// Draws a unit: a stem from zero, its segment's marker and, where there is room, the number.
fn point(sheet: &mut Sheet, scene: &Scene, rows: &Rows, x: axis::Scale, member: &Member, y: f64) {
    let (style, end) = (segment(member.cluster), x.at(member.distance));
    let reach = (rows.pitch * 0.5).clamp(3.0, 11.0);
    let stem = if rows.named { 4 } else { 2 };
    if rows.pitch >= 4.0 {
        sheet.line(&[(x.at(0.0), y), (end, y)], mix(PAPER, style.color, 0.45), stem);
    }
    sheet.marker((end, y), style, reach);
    if rows.named {
        let label = Label::beside(scene.distance(member.distance), end + 22.0, y);
        sheet.rectangle(label.area(scene.ruler).grown(3.0), PAPER);
        sheet.write(label);
    }
}

/// The axis title says in what the distances are measured.
fn title(scene: &Scene) -> String {
    let words = scene.say("Jarak ke pusat segmennya sendiri", "Distance to the centre of its own segment");
    let unit = match (scene.findings.transform, scene.findings.scaling, scene.shared_unit()) {
        (Transform::None, Scaling::ZScore, _) => {
            scene.say("simpangan baku", "standard deviations").to_owned()
        }
        (Transform::None, Scaling::None, Some(unit)) if !unit.is_empty() => unit,
        (Transform::None, Scaling::None, _) => return words.to_owned(),
        _ => scene.say("setelah penskalaan", "after scaling").to_owned(),
    };
    format!("{words}, {unit}")
}

/// The unit of a segment that lies farthest from its centre.
fn farthest_of<'a>(scene: &Scene<'a>, cluster: &Cluster) -> Option<&'a Member> {
    let members = scene.findings.members.iter().filter(|member| member.cluster == cluster.number);
    greatest(members, |member| member.distance)
}

/// What is seen, in words.
fn alt(scene: &Scene, rows: &Rows) -> String {
    let unit = |member: &Member| format!("{} ({})", member.key, scene.distance(member.distance));
    let members = &scene.findings.members;
    let far = greatest(members, |member| member.distance).map(unit).unwrap_or_default();
    let near = least(members, |member| member.distance).map(unit).unwrap_or_default();
    let segments = scene.findings.clusters.iter();
    let segments: Vec<_> = segments
        .filter_map(|cluster| {
            Some(format!("{} {}", scene.segment(cluster), unit(farthest_of(scene, cluster)?)))
        })
        .collect();
    let (n, title, names) = (scene.units(members.len()), title(scene), rows.names_in_words(scene));
    let segments = scene.some(segments, 8);
    match scene.locale.language {
        Language::Id => format!(
            "Diagram titik untuk {n}: {title}. Terjauh {far}, terdekat {near}. Yang terjauh di tiap segmen: {segments}.{names}"
        ),
        Language::En => format!(
            "Dot plot of {n}: {title}. Farthest {far}, nearest {near}. The farthest of each segment: {segments}.{names}"
        ),
    }
}
