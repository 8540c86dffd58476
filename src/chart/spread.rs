//! How the values of each segment are spread: a box plot per variable with every unit as a dot (Tukey 1977).

use super::legend::{self, Sample};
use super::scene::{Scene, greatest, least};
use super::sheet::{Anchor, Area, Label, Sheet};
use super::style::{
    BODY, GRID, INK, MARGIN, PAPER, QUIET, SMALL, STRONG, SegmentStyle, WIDTH, mix, segment, visible,
};
use super::text::{DROP, LEADING, RISE};
use super::{Chart, ChartError, axis, keys};
use crate::locale::{Language, MAGNITUDES};
use crate::segmentation::{Cluster, Member, Spread, VariableFindings};
use crate::statistics::summary::skewness;

/// The height that all panels share at most.
const BUDGET: f64 = 2284.0;
/// The heights that the row of a segment may have.
const ROW: (f64, f64) = (18.0, 92.0);
/// Room above a panel for its title, and below it for the ticks.
const HEAD: f64 = 62.0;
const FOOT: f64 = 62.0;
/// Room between the plots of two panels, for the ticks of both.
const BETWEEN: f64 = 84.0;
/// How far a tick label may reach beyond its plot.
const BEYOND: f64 = 34.0;
/// With more units than these, only those beyond the whiskers are dots.
const MOST_DOTS: usize = 500;
/// With fewer units than these, a segment has dots and a median, but no box.
const LEAST_BOX: usize = 5;
/// Where log(1 + x) may be shown: from so many units on, when values are so skewed, and when it halves that.
const LOG_UNITS: usize = 10;
const LOG_SKEWNESS: f64 = 1.5;
/// So many units of a segment at 0 look like one, and are counted in words.
const BLOT: usize = 10;

/// A variable with its place on the sheet.
struct Panel<'a> {
    variable: &'a VariableFindings,
    title: String,
    plot: Area,
    row: f64,
    log: bool,
    x: axis::Scale,
    ticks: Vec<(f64, String)>,
    /// What stands below the ticks: the magnitude, and that the scale is logarithmic.
    note: String,
}

impl Panel<'_> {
    /// A value on the scale that is shown.
    fn shown(&self, value: f64) -> f64 {
        if self.log { libm::log1p(value) } else { value }
    }

    /// The pixel of a value.
    fn at(&self, value: f64) -> f64 {
        self.x.at(self.shown(value))
    }

    /// The middle of the row of a segment, by its place.
    fn middle(&self, i: usize) -> f64 {
        self.plot.top + self.row * (i as f64 + 0.5)
    }
}

/// Draws the chart.
pub fn draw(scene: &Scene) -> Result<Chart, ChartError> {
    let mut sheet = Sheet::new(scene.ruler);
    let top = legend::draw(&mut sheet, scene, Sample::Marker, None) + 20.0;
    let panels = panels(scene, top);
    let lefts = panels.iter().map(|panel| panel.plot.left);
    let first = lefts.fold(f64::INFINITY, f64::min);
    for panel in &panels {
        frame(&mut sheet, scene, panel);
        if panel.plot.left <= first {
            keys::draw(&mut sheet, scene, panel.plot, panel.row);
        }
        for (i, cluster) in scene.findings.clusters.iter().enumerate() {
            segment_row(&mut sheet, scene, panel, cluster, panel.middle(i));
        }
    }
    let end = panels.iter().map(|panel| panel.plot.bottom + FOOT + line_below(panel)).fold(top, f64::max);
    let height = notes(&mut sheet, scene, &panels, end);
    Chart::new("spread", sheet, height, alt(scene, &panels))
}

fn line_below(panel: &Panel) -> f64 {
    if panel.note.is_empty() { 0.0 } else { LEADING * SMALL.px }
}

/// How many panels stand side by side.
fn side_by_side(variables: usize) -> usize {
    match variables {
        0..=3 => 1,
        4..=8 => 2,
        _ => 3,
    }
}

/// The panels with their places; as many variables as have room, in the order of the study.
fn panels<'a>(scene: &Scene<'a>, top: f64) -> Vec<Panel<'a>> {
    let variables = &scene.findings.variables;
    let k = scene.findings.clusters.len().max(1) as f64;
    let columns = side_by_side(variables.len());
    let around = HEAD + FOOT + LEADING * SMALL.px;
    let most = (BUDGET / (around + k * ROW.0)).floor().max(1.0) as usize;
    let rows = variables.len().div_ceil(columns).clamp(1, most);
    let row = ((BUDGET / rows as f64 - around) / k).clamp(ROW.0, ROW.1).floor();
    let keys = keys::width(scene, row, columns);
    let space = f64::from(WIDTH) - 2.0 * MARGIN - keys - BEYOND - BETWEEN * (columns as f64 - 1.0);
    let width = space / columns as f64;
    let place = |(i, variable): (usize, &'a VariableFindings)| {
        let left = MARGIN + keys + (i % columns) as f64 * (width + BETWEEN);
        let upper = top + (i / columns) as f64 * (around + k * row) + HEAD;
        let plot = Area { left, top: upper, right: left + width, bottom: upper + k * row };
        panel(scene, variable, plot, row)
    };
    let mut panels: Vec<Panel> = variables.iter().take(rows * columns).enumerate().map(place).collect();
    let titles: Vec<String> = panels.iter().map(|panel| title(scene, panel.variable)).collect();
    let titles = scene.ruler.fit_apart(&titles, STRONG, width + BEYOND);
    panels.iter_mut().zip(titles).for_each(|(panel, title)| panel.title = title);
    panels
}

/// A variable with its unit.
fn title(scene: &Scene, variable: &VariableFindings) -> String {
    let (name, unit) = (scene.variable(variable), scene.unit(variable));
    if unit.is_empty() { name } else { format!("{name} ({unit})") }
}

fn panel<'a>(scene: &Scene<'a>, variable: &'a VariableFindings, plot: Area, row: f64) -> Panel<'a> {
    let log = is_log(scene, variable);
    let ends = (variable.min, variable.max);
    let count = ((plot.right - plot.left) / 190.0).clamp(3.0, 8.0);
    if log {
        let (low, high) = (libm::log1p(ends.0), libm::log1p(ends.1));
        let room = (high - low) * 0.02;
        let x = axis::Scale::new((low - room, high + room), (plot.left, plot.right));
        let ticks = log_ticks(scene, ends, count);
        let note = noted(scene, variable, log_words(scene), plot);
        return Panel { variable, title: String::new(), plot, row, log, x, ticks, note };
    }
    let ticks = axis::Ticks::around(ends.0, ends.1, count);
    let x = axis::Scale::new(ticks.ends(), (plot.left, plot.right));
    let magnitude = ticks.magnitude(scene.locale).map(|(_, word)| word).unwrap_or_default();
    let note = noted(scene, variable, magnitude, plot);
    let labels = ticks.labels(scene.locale);
    Panel {
        variable,
        title: String::new(),
        plot,
        row,
        log,
        x,
        ticks: ticks.values.into_iter().zip(labels).collect(),
        note,
    }
}

/// Words on a scale, with how many units of each segment are 0, where so many are that their dots are one blot.
fn noted(scene: &Scene, variable: &VariableFindings, words: &str, plot: Area) -> String {
    let zeros = |cluster: &Cluster| cluster.spread.get(&variable.name).map_or(0, |spread| spread.zeros);
    let clusters = &scene.findings.clusters;
    if clusters.iter().all(|cluster| zeros(cluster) < BLOT) {
        return words.to_owned();
    }
    let counted = clusters.iter().filter(|cluster| zeros(cluster) > 0);
    let counted = counted
        .map(|cluster| format!("{} {}", scene.segment(cluster), scene.locale.count(zeros(cluster))))
        .collect::<Vec<_>>()
        .join(", ");
    let all = scene.locale.count(clusters.iter().map(zeros).sum());
    let lead = if words.is_empty() { String::new() } else { format!("{words}; ") };
    let said = |zeros: &str| match scene.locale.language {
        Language::Id => format!("{lead}bernilai 0: {zeros} unit"),
        Language::En => format!("{lead}units at 0: {zeros}"),
    };
    let full = said(&counted);
    if scene.width(&full, SMALL) <= plot.right - plot.left { full } else { said(&all) }
}

fn log_words<'a>(scene: &Scene<'a>) -> &'a str {
    scene.say("skala log(1 + x)", "log(1 + x) scale")
}

/// Whether a variable is shown on a logarithmic scale: its values lean far to the right, and the logarithm mends it.
fn is_log(scene: &Scene, variable: &VariableFindings) -> bool {
    let values = values_of(scene, variable, |_| true);
    if values.len() < LOG_UNITS || variable.min < 0.0 {
        return false;
    }
    let logs: Vec<f64> = values.iter().map(|value| libm::log1p(*value)).collect();
    let (plain, logged) = (skewness(&values), skewness(&logs));
    plain > LOG_SKEWNESS && logged.abs() < plain / 2.0
}

/// Zero and powers of ten, or also twice and five times them where there are few.
fn log_ticks(scene: &Scene, (low, high): (f64, f64), count: f64) -> Vec<(f64, String)> {
    let powers: Vec<f64> = std::iter::successors(Some(1.0), |power| Some(power * 10.0))
        .take_while(|power| *power <= high)
        .collect();
    let inside = |values: Vec<f64>| -> Vec<f64> {
        values.into_iter().filter(|value| (low..=high).contains(value)).collect()
    };
    let mut values = inside(powers.clone());
    if values.len() < 3 {
        let lower = powers.first().map(|power| power / 10.0);
        let all = lower.into_iter().chain(powers).flat_map(|power| [power, 2.0 * power, 5.0 * power]);
        values = inside(all.collect());
    }
    let every = (values.len() as f64 / count).ceil().max(1.0) as usize;
    let zero = (low <= 0.0).then_some(0.0);
    let kept = zero.into_iter().chain(values.into_iter().step_by(every));
    kept.map(|value| (value, in_short(scene, value))).collect()
}

/// `500`, `2 juta`.
fn in_short(scene: &Scene, value: f64) -> String {
    let magnitude = MAGNITUDES.iter().find(|(scale, _)| value >= *scale);
    match magnitude.and_then(|(scale, words)| Some((scale, words.get(scene.locale.language as usize)?))) {
        Some((scale, word)) => format!("{} {word}", scene.locale.short(value / scale, 2)),
        None => scene.locale.short(value, 3),
    }
}

/// Draws what a panel stands on: title, grid and ticks.
fn frame(sheet: &mut Sheet, scene: &Scene, panel: &Panel) {
    let plot = panel.plot;
    sheet.write(Label::new(&panel.title, plot.left, plot.top - 20.0).kind(STRONG));
    let baseline = plot.bottom + 14.0 + RISE * SMALL.px;
    let mut free = plot.left - BEYOND;
    for (value, label) in &panel.ticks {
        let x = panel.at(*value);
        sheet.line(&[(x, plot.top), (x, plot.bottom)], GRID, 2);
        sheet.line(&[(x, plot.bottom), (x, plot.bottom + 8.0)], INK, 2);
        let half = scene.width(label, SMALL) / 2.0;
        let middle = x.min(plot.right + BEYOND - half).max(plot.left - BEYOND + half);
        if middle - half >= free {
            sheet.write(Label::new(label, middle, baseline).anchor(Anchor::Middle).color(QUIET));
            free = middle + half + 14.0;
        }
    }
    // The upright line ends what is a key: only what lies right of it is a value.
    sheet.line(&[(plot.left, plot.top), (plot.left, plot.bottom), (plot.right, plot.bottom)], INK, 2);
    let note = Label::new(&panel.note, f64::midpoint(plot.left, plot.right), baseline + LEADING * SMALL.px);
    sheet.write(note.anchor(Anchor::Middle).color(QUIET));
}

/// Draws the units of a segment, then its box over them.
fn segment_row(sheet: &mut Sheet, scene: &Scene, panel: &Panel, cluster: &Cluster, y: f64) {
    let style = segment(cluster.number);
    let reach = legend::REACH.min(panel.row * 0.45);
    let Some(spread) = cluster.spread.get(&panel.variable.name) else { return };
    let values = values_of(scene, panel.variable, |member| member.cluster == cluster.number);
    if let &[value] = values.as_slice() {
        // A unit alone in its segment is its median, and no crowd hides it.
        return sheet.marker((panel.at(value), y), style, reach);
    }
    let whiskers = whiskers(panel, spread, &values);
    let spots = spots(panel, &values, whiskers.filter(|_| scene.findings.members.len() > MOST_DOTS), y);
    let reach = if panel.row < 40.0 || spots.len() > 150 { 3.0 } else { 5.0 };
    let color = visible(mix(PAPER, style.color, 0.7));
    for (x, y) in spots {
        sheet.marker((x as f64, y as f64), SegmentStyle { color, ..style }, reach);
    }
    // Lines are darker than dots, so that they are told apart.
    draw_box(sheet, panel, spread, whiskers, y, mix(style.color, INK, 0.45));
}

/// The values of some units on a variable, in the order of their keys.
fn values_of(scene: &Scene, variable: &VariableFindings, which: impl Fn(&Member) -> bool) -> Vec<f64> {
    let members = scene.findings.members.iter().filter(|member| which(member));
    members.filter_map(|member| member.values.get(&variable.name)).copied().collect()
}

/// Where the dots of a row lie, one of those on the same pixel; with `between`, only values that are not.
fn spots(panel: &Panel, values: &[f64], between: Option<(f64, f64)>, y: f64) -> Vec<(i64, i64)> {
    let beyond = |value: f64| between.is_none_or(|(low, high)| value < low || value > high);
    let spot = |(i, value): (usize, &f64)| {
        (panel.at(*value).round() as i64, (y + jitter(i) * panel.row * 0.74).round() as i64)
    };
    let mut spots: Vec<(i64, i64)> =
        values.iter().enumerate().filter(|(_, value)| beyond(**value)).map(spot).collect();
    spots.sort_unstable();
    spots.dedup();
    spots
}

/// Where a dot lies in its row, from −0.5 to 0.5: multiples of the golden ratio spread evenly and are always the same.
fn jitter(i: usize) -> f64 {
    let turn = (i as f64 + 0.5) * 0.618_033_988_749_894_9;
    turn - turn.floor() - 0.5
}

/// The most extreme values within one and a half boxes of the box, on the scale that is shown; none without a box.
fn whiskers(panel: &Panel, spread: &Spread, values: &[f64]) -> Option<(f64, f64)> {
    let (q1, q3) = (spread.q1?, spread.q3?);
    if spread.n < LEAST_BOX {
        return None;
    }
    let reach = 1.5 * (panel.shown(q3) - panel.shown(q1));
    let (low, high) = (panel.shown(q1) - reach, panel.shown(q3) + reach);
    let within = || values.iter().copied().filter(|value| (low..=high).contains(&panel.shown(*value)));
    Some((within().fold(q1, f64::min), within().fold(q3, f64::max)))
}

/// Draws quartiles, whiskers and median; without a box the median alone.
fn draw_box(
    sheet: &mut Sheet,
    panel: &Panel,
    spread: &Spread,
    whiskers: Option<(f64, f64)>,
    y: f64,
    color: plotters::style::RGBColor,
) {
    let half = panel.row * 0.27;
    if let (Some((low, high)), Some(q1), Some(q3)) = (whiskers, spread.q1, spread.q3) {
        let (left, right) = (panel.at(q1), panel.at(q3));
        for (from, to) in [(left, panel.at(low)), (right, panel.at(high))] {
            sheet.line(&[(from, y), (to, y)], color, 4);
            sheet.line(&[(to, y - half * 0.6), (to, y + half * 0.6)], color, 4);
        }
        let (top, bottom) = (y - half, y + half);
        sheet.line(&[(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], color, 4);
    }
    if let Some(median) = spread.median {
        let x = panel.at(median);
        sheet.line(&[(x, y - half), (x, y + half)], INK, 6);
    }
}

/// Says what boxes and dots are, and what is not drawn; returns the lower end.
fn notes(sheet: &mut Sheet, scene: &Scene, panels: &[Panel], top: f64) -> f64 {
    let mut lines = vec![how(scene).to_owned()];
    let any_log = panels.iter().any(|panel| panel.log);
    if any_log && scene.findings.clusters.iter().any(|cluster| cluster.size >= LEAST_BOX) {
        let words = scene.say(
            "Pada skala logaritma, panjang kotak diukur pada skala itu.",
            "On a logarithmic scale, the length of a box is measured on that scale.",
        );
        lines.push(words.to_owned());
    }
    lines.extend(boxless(scene).map(str::to_owned));
    if panels.iter().any(|panel| !keys::are_named(panel.row)) {
        let keys = "Penanda di kiri sumbu tegak: segmen tiap baris.";
        lines.push(scene.say(keys, "Markers left of the upright axis: the segment of each row.").to_owned());
    }
    lines.extend(left_out(scene, panels));
    let room = f64::from(WIDTH) - 2.0 * MARGIN;
    let lines: Vec<String> = lines.iter().flat_map(|line| scene.ruler.wrap(line, SMALL, room, 3)).collect();
    let first = top + 8.0 + RISE * SMALL.px;
    for (i, line) in lines.iter().enumerate() {
        let baseline = first + i as f64 * LEADING * SMALL.px;
        sheet.write(Label::new(line, MARGIN, baseline).color(QUIET));
    }
    first + lines.len().saturating_sub(1) as f64 * LEADING * SMALL.px + DROP * BODY.px + MARGIN
}

fn how<'a>(scene: &Scene<'a>) -> &'a str {
    let sizes = || scene.findings.clusters.iter().map(|cluster| cluster.size);
    if sizes().all(|size| size < LEAST_BOX) {
        return scene
            .say("Titik: setiap unit; garis tegak: median.", "Dots: every unit; upright lines: medians.");
    }
    match scene.findings.members.len() <= MOST_DOTS {
        true => scene.say(
            "Kotak: kuartil dan median; garis: sampai nilai terjauh dalam 1,5 kali panjang kotak; titik: setiap unit.",
            "Box: quartiles and median; lines: to the farthest value within 1.5 box lengths; dots: every unit.",
        ),
        false => scene.say(
            "Kotak: kuartil dan median; garis: sampai nilai terjauh dalam 1,5 kali panjang kotak; titik: unit di luarnya.",
            "Box: quartiles and median; lines: to the farthest value within 1.5 box lengths; dots: units beyond.",
        ),
    }
}

/// That small segments have no box, where some have one.
fn boxless<'a>(scene: &Scene<'a>) -> Option<&'a str> {
    let small = |size: usize| (1..LEAST_BOX).contains(&size);
    let sizes = || scene.findings.clusters.iter().map(|cluster| cluster.size);
    (sizes().any(small) && sizes().any(|size| size >= LEAST_BOX)).then(|| {
        scene.say(
            "Segmen dengan kurang dari lima unit tidak diberi kotak.",
            "Segments of fewer than five units have no box.",
        )
    })
}

/// How many variables have no panel.
fn left_out(scene: &Scene, panels: &[Panel]) -> Option<String> {
    let all = scene.findings.variables.len();
    let (shown, all_said) = (scene.locale.count(panels.len()), scene.locale.count(all));
    (panels.len() < all).then(|| match scene.locale.language {
        Language::Id => format!("Digambar {shown} variabel pertama dari {all_said}."),
        Language::En => format!("The first {shown} of {all_said} variables are drawn."),
    })
}

/// What is seen, in words.
fn alt(scene: &Scene, panels: &[Panel]) -> String {
    let sentences = scene.some(panels.iter().filter_map(|panel| sentence(scene, panel)).collect(), 8);
    let n = scene.units(scene.findings.members.len());
    let out = left_out(scene, panels).map(|words| format!(" {words}")).unwrap_or_default();
    let k = scene.findings.k;
    match scene.locale.language {
        Language::Id => format!(
            "Diagram kotak {n} dalam {k} segmen, satu bidang per variabel. Median menurut segmen: {sentences}.{out}"
        ),
        Language::En => format!(
            "Box plots of {n} in {k} segments, a panel per variable. Medians by segment: {sentences}.{out}"
        ),
    }
}

/// The highest and the lowest median of a variable.
fn sentence(scene: &Scene, panel: &Panel) -> Option<String> {
    let v = panel.variable;
    let median = |cluster: &&Cluster| cluster.spread.get(&v.name).and_then(|spread| spread.median);
    let with = || scene.findings.clusters.iter().filter(|cluster| median(cluster).is_some());
    let high = greatest(with(), |cluster| median(cluster).unwrap_or(0.0))?;
    let low = least(with(), |cluster| median(cluster).unwrap_or(0.0))?;
    let said = |cluster: &Cluster| {
        format!("{} ({})", scene.segment(cluster), scene.mean(v, median(&cluster).unwrap_or(0.0)))
    };
    let (name, high, low) = (scene.variable(v), said(high), said(low));
    let log = if panel.log { format!(", {}", log_words(scene)) } else { String::new() };
    Some(match scene.locale.language {
        Language::Id => format!("{name} tertinggi {high}, terendah {low}{log}"),
        Language::En => format!("{name} highest {high}, lowest {low}{log}"),
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::super::text::Ruler;
    use super::*;
    use crate::locale::Locale;

    /// Runs over the panel of the first variable of some findings.
    fn with_panel<T>(
        findings: &crate::segmentation::SegmentationFindings,
        see: impl Fn(&Scene, &Panel) -> T,
    ) -> T {
        let ruler = Ruler::new(Vec::new()).expect("fonts");
        let locale = Locale { language: Language::En, currency: "IDR".into() };
        let scene = Scene { findings, locale: &locale, ruler: &ruler };
        see(&scene, &panels(&scene, 0.0)[0])
    }

    #[test]
    fn whiskers_end_at_values_within_one_and_a_half_boxes() {
        with_panel(&fixtures::qris(), |_, panel| {
            let spread = Spread { n: 7, q1: Some(10.0), q3: Some(20.0), ..Spread::default() };
            let values = [-6.0, -5.0, 12.0, 15.0, 18.0, 35.0, 35.5];
            assert_eq!(whiskers(panel, &spread, &values), Some((-5.0, 35.0)));
            assert_eq!(whiskers(panel, &Spread { n: 4, ..spread }, &values), None, "too few for a box");
        });
    }

    #[test]
    fn every_unit_is_a_dot_where_they_are_not_too_many() {
        let dots = |findings: &crate::segmentation::SegmentationFindings| {
            let locale = Locale { language: Language::En, currency: "IDR".into() };
            let charts = super::super::draw(findings, &locale, &Ruler::new(Vec::new()).expect("fonts"))
                .expect("charts");
            let chart = charts.iter().find(|chart| chart.name == "spread").expect("the chart").svg.clone();
            chart.matches("<circle").count() + chart.matches("<polygon").count()
        };
        assert!(dots(&fixtures::hard(400, 2, 1)) > 100);
        assert!(dots(&fixtures::hard(900, 2, 1)) < 50, "only what lies beyond the whiskers");
    }

    #[test]
    fn dots_spread_over_their_row_and_stay_in_it() {
        let places: Vec<f64> = (0..100).map(jitter).collect();
        assert!(places.iter().all(|place| (-0.5..0.5).contains(place)));
        assert!(places.windows(2).all(|pair| (pair[0] - pair[1]).abs() > 0.2), "neighbours lie apart");
    }

    #[test]
    fn logarithmic_ticks_are_round_and_inside() {
        with_panel(&fixtures::qris(), |scene, _| {
            let written = |low: f64, high: f64| -> Vec<String> {
                log_ticks(scene, (low, high), 8.0).into_iter().map(|(_, label)| label).collect()
            };
            assert_eq!(written(0.0, 5_000.0), ["0", "1", "10", "100", "1,000"]);
            assert_eq!(written(30.0, 700.0), ["50", "100", "200", "500"]);
            assert_eq!(written(2e6, 3e9), ["10 million", "100 million", "1 billion"]);
        });
    }
}
