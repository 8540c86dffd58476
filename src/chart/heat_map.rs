//! The units' values, a row per unit and a column per variable, coloured so that variables can be compared.

use super::columns::{Headings, Side};
use super::profile::numbered_note;
use super::rows::{MEANS_HALF, Row, Rows};
use super::scene::{LONG, Scene, Standard, greatest, least, mean_decimals};
use super::sheet::{Anchor, Area, Label, Sheet};
use super::style::{INK, MARGIN, QUIET, SCALE_END, SMALL, WIDTH, diverging, text_on};
use super::text::{LEADING, RISE};
use super::{Chart, ChartError};
use crate::locale::Language;
use crate::segmentation::{Member, VariableFindings};

/// Paper left between cells.
const BETWEEN: f64 = 2.0;

/// The columns: where they are and how their values are written.
struct Columns<'a> {
    variables: Vec<Column<'a>>,
    left: f64,
    width: f64,
    /// Whether only rows of means carry numbers.
    means: bool,
}

/// A variable, what standardises its values, and how these are written.
struct Column<'a> {
    variable: &'a VariableFindings,
    standard: Standard,
    writing: Writing,
}

/// How a column's values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    Full,
    Short,
    None,
}

/// Draws the chart.
pub fn draw(scene: &Scene) -> Result<Chart, ChartError> {
    let rows = rows(scene);
    let mut sheet = Sheet::new(scene.ruler);
    let mean = scene.say("rata-rata", "mean");
    let names = if rows.means { scene.width(mean, SMALL) } else { rows.names };
    let columns = columns(scene, MARGIN + names + 18.0, rows.means);
    let headings = Headings::fit(scene.ruler, &scene.variable_titles(), columns.width);
    let top = MARGIN + headings.height + 10.0;
    headings.draw(&mut sheet, &columns.middles(), top - 6.0, Side::Above);
    let plot = rows.plot(top, 0.0, 0.0);
    rows.draw(
        &mut sheet,
        scene,
        plot,
        |_| String::new(),
        |sheet, row, y| {
            let half = if matches!(row, Row::Means(_)) { MEANS_HALF } else { row_half(&rows) };
            if let Row::Means(_) = row {
                sheet.write(Label::beside(mean, columns.left - 18.0, y).anchor(Anchor::End).color(QUIET));
            }
            columns.cells(sheet, scene, row, (y - half, y + half));
        },
    );
    let height = legend(&mut sheet, scene, &columns, plot.bottom + 24.0);
    let height = numbered_note(&mut sheet, scene, &headings, height);
    let height = match rows.note(scene) {
        Some(note) => line(&mut sheet, scene, &note, height),
        None => height,
    };
    Chart::new("heat_map", sheet, height, alt(scene, &rows))
}

/// Named units are in the order of their keys, to be found; the many unnamed from high to low, to be seen.
fn rows<'a>(scene: &Scene<'a>) -> Rows<'a> {
    let named = Rows::new(scene, scene.groups(|_| 0.0), true);
    if named.named {
        return named;
    }
    let standards = scene.standards();
    let level = |member: &Member| {
        standards.iter().map(|(v, s)| s.z(member.values.get(&v.name).copied().unwrap_or(0.0))).sum()
    };
    Rows::new(scene, scene.groups(level), true)
}

/// Half the height of a unit's cell.
fn row_half(rows: &Rows) -> f64 {
    rows.pitch / 2.0 - if rows.pitch >= 12.0 { BETWEEN / 2.0 } else { 0.0 }
}

/// Divides the width among the variables.
fn columns<'a>(scene: &Scene<'a>, left: f64, means: bool) -> Columns<'a> {
    let count = scene.findings.variables.len().max(1) as f64;
    let width = (f64::from(WIDTH) - MARGIN - left) / count;
    let room = width - 14.0;
    let writing = |variable: &VariableFindings| {
        let values = values(scene, variable, means);
        let fits = |text: String| scene.width(&text, SMALL) <= room;
        match () {
            () if values.iter().all(|x| x.abs() < LONG && fits(full(scene, variable, *x, means))) => {
                Writing::Full
            }
            () if values.iter().all(|x| fits(short(scene, *x).0)) => Writing::Short,
            () => Writing::None,
        }
    };
    let column = |(variable, standard)| Column { variable, standard, writing: writing(variable) };
    let mut variables: Vec<_> = scene.standards().into_iter().map(column).collect();
    // Numbers in some columns only would look as if the others had none.
    if variables.iter().any(|column| column.writing == Writing::None) {
        variables.iter_mut().for_each(|column| column.writing = Writing::None);
    }
    Columns { variables, left, width, means }
}

/// Every number that stands in a column: the segments' means, or the units' values.
fn values(scene: &Scene, variable: &VariableFindings, means: bool) -> Vec<f64> {
    let (clusters, members) = (&scene.findings.clusters, &scene.findings.members);
    match means {
        true => clusters.iter().filter_map(|cluster| cluster.center.get(&variable.name)).copied().collect(),
        false => members.iter().filter_map(|member| member.values.get(&variable.name)).copied().collect(),
    }
}

/// A mean or a value with the decimals of the tables.
fn full(scene: &Scene, variable: &VariableFindings, x: f64, mean: bool) -> String {
    scene.locale.number(x, if mean { mean_decimals(variable) } else { variable.decimals })
}

impl Columns<'_> {
    /// The middles of the columns, on the x axis.
    fn middles(&self) -> Vec<f64> {
        (0..self.variables.len()).map(|i| self.left + self.width * (i as f64 + 0.5)).collect()
    }

    /// Draws the cells of a row; where rows of means are drawn, only these carry numbers.
    fn cells(&self, sheet: &mut Sheet, scene: &Scene, row: Row, (top, bottom): (f64, f64)) {
        let (values, numbers) = match row {
            Row::Unit(member) => (&member.values, !self.means),
            Row::Means(cluster) => (&cluster.center, true),
        };
        for (column, middle) in self.variables.iter().zip(self.middles()) {
            let Some(value) = values.get(&column.variable.name).copied() else { continue };
            let fill = diverging(column.z(row, value));
            let half = self.width / 2.0 - BETWEEN / 2.0;
            sheet.rectangle(Area { left: middle - half, right: middle + half, top, bottom }, fill);
            let text = match column.writing {
                Writing::Full => full(scene, column.variable, value, self.means),
                Writing::Short => short(scene, value).0,
                Writing::None => String::new(),
            };
            if numbers {
                let label = Label::beside(text, middle, f64::midpoint(top, bottom)).anchor(Anchor::Middle);
                sheet.write(label.color(text_on(fill)));
            }
        }
    }
}

impl Column<'_> {
    /// How far a row lies from the mean: a segment as the tables say it, for the mean of logarithms is not that of the mean.
    fn z(&self, row: Row, value: f64) -> f64 {
        match row {
            Row::Unit(_) => self.standard.z(value),
            Row::Means(cluster) => cluster.center_z.get(&self.variable.name).copied().unwrap_or(0.0),
        }
    }
}

/// Thousands and more in short, with what the sign stands for: `96,2 rb`.
fn short(scene: &Scene, x: f64) -> (String, Option<&'static str>) {
    const SIGNS: [(f64, [(&str, &str); 2]); 4] = [
        (1e12, [(" T", "T = triliun"), ("T", "T = trillion")]),
        (1e9, [(" M", "M = miliar"), ("B", "B = billion")]),
        (1e6, [(" jt", "jt = juta"), ("M", "M = million")]),
        (1e3, [(" rb", "rb = ribu"), ("k", "k = thousand")]),
    ];
    let Some((scale, signs)) = SIGNS.iter().find(|(scale, _)| x.abs() >= *scale) else {
        return (scene.locale.short(x, u32::from(x.abs() < 100.0)), None);
    };
    let (sign, meaning) = signs.get(scene.locale.language as usize).copied().unwrap_or_default();
    let scaled = x / scale;
    (format!("{}{sign}", scene.locale.short(scaled, u32::from(scaled.abs() < 99.95))), Some(meaning))
}

/// Draws the colour scale and says what colours and signs stand for; returns the lower end.
fn legend(sheet: &mut Sheet, scene: &Scene, columns: &Columns, top: f64) -> f64 {
    let title = match scene.is_transformed() {
        true => scene.say(
            "Warna: simpangan baku dari rata-rata, nilai tertransformasi",
            "Colour: standard deviations from the mean, transformed values",
        ),
        false => scene.say(
            "Warna: simpangan baku dari rata-rata variabel",
            "Colour: standard deviations from the variable's mean",
        ),
    };
    let (left, width, height) = (MARGIN + scene.width(title, SMALL) + 50.0, 640.0, 26.0);
    let middle = top + height / 2.0;
    sheet.write(Label::beside(title, MARGIN, middle));
    let steps = 32;
    for i in 0..steps {
        let at = |i: i32| left + width * f64::from(i) / f64::from(steps);
        let z = SCALE_END * (2.0 * (f64::from(i) + 0.5) / f64::from(steps) - 1.0);
        sheet.rectangle(Area { left: at(i), right: at(i + 1), top, bottom: top + height }, diverging(z));
    }
    let below = top + height + 12.0 + RISE * SMALL.px;
    for (share, text) in [(0.0, "≤ −2"), (0.25, "−1"), (0.5, "0"), (0.75, "+1"), (1.0, "≥ +2")] {
        let x = left + width * share;
        sheet.line(&[(x, top + height), (x, top + height + 6.0)], INK, 2);
        sheet.write(Label::new(text, x, below).anchor(Anchor::Middle).color(QUIET));
    }
    let end = below + (LEADING - RISE) * SMALL.px;
    match meanings(scene, columns) {
        notes if notes.is_empty() => end,
        notes => line(sheet, scene, &notes, end),
    }
}

/// What the numbers are measured in, and what their signs stand for.
fn meanings(scene: &Scene, columns: &Columns) -> String {
    let mut notes = Vec::new();
    if let Some(unit) = scene.shared_unit().filter(|unit| !unit.is_empty()) {
        notes.push(format!("{} {unit}", scene.say("Nilai dalam", "Values in")));
    }
    for column in columns.variables.iter().filter(|column| column.writing == Writing::Short) {
        let values = values(scene, column.variable, columns.means);
        for meaning in values.into_iter().filter_map(|x| short(scene, x).1) {
            if !notes.iter().any(|note| note == meaning) {
                notes.push(meaning.to_owned());
            }
        }
    }
    notes.join("; ")
}

/// Writes a line of notes; returns the lower end.
fn line(sheet: &mut Sheet, scene: &Scene, text: &str, y: f64) -> f64 {
    let baseline = y + 4.0 + RISE * SMALL.px;
    let text = scene.ruler.fit(text, SMALL, f64::from(WIDTH) - 2.0 * MARGIN);
    sheet.write(Label::new(text, MARGIN, baseline).color(QUIET));
    baseline + (LEADING - RISE) * SMALL.px
}

/// What is seen, in words.
fn alt(scene: &Scene, rows: &Rows) -> String {
    let (variables, members) = (&scene.findings.variables, &scene.findings.members);
    let value = |v: &VariableFindings, m: &Member| m.values.get(&v.name).copied().unwrap_or(0.0);
    let unit = |v: &VariableFindings, m: &Member| format!("{} ({})", m.key, scene.value(v, value(v, m)));
    let ends = |v: &VariableFindings| {
        let (low, high) = (least(members, |m| value(v, m))?, greatest(members, |m| value(v, m))?);
        let (name, low, high) = (scene.variable(v), unit(v, low), unit(v, high));
        Some(match scene.locale.language {
            Language::Id => format!("{name} terendah {low}, tertinggi {high}"),
            Language::En => format!("{name} lowest {low}, highest {high}"),
        })
    };
    let ends = scene.some(variables.iter().filter_map(ends).collect(), 8);
    let segments = scene.findings.clusters.iter();
    let segments: Vec<_> =
        segments.map(|c| format!("{} ({})", scene.segment(c), scene.units(c.size))).collect();
    let (n, segments, names) =
        (scene.units(members.len()), scene.some(segments, 8), rows.names_in_words(scene));
    let extreme = extreme(scene);
    match scene.locale.language {
        Language::Id => format!(
            "Peta panas {n} dan {} variabel menurut segmen: {segments}. {ends}. {extreme}{names}",
            variables.len()
        ),
        Language::En => format!(
            "Heat map of {n} and {} variables by segment: {segments}. {ends}. {extreme}{names}",
            variables.len()
        ),
    }
}

/// The value that lies farthest from its variable's mean, in words.
fn extreme(scene: &Scene) -> String {
    let standards = scene.standards();
    let cells = scene.findings.members.iter().flat_map(|member| {
        standards.iter().filter_map(move |(v, s)| Some((member, *v, s.z(*member.values.get(&v.name)?))))
    });
    let Some((member, variable, z)) = greatest(cells, |(_, _, z)| z.abs()) else { return String::new() };
    let (variable, z, key) = (scene.variable(variable), scene.locale.number(z, 1), &member.key);
    let of = if scene.is_transformed() {
        scene.say(", nilai tertransformasi", ", transformed values")
    } else {
        ""
    };
    match scene.locale.language {
        Language::Id => {
            format!("Yang paling menyimpang: {variable} {key} ({z} simpangan baku dari rata-rata{of}).")
        }
        Language::En => {
            format!("Most unusual: {variable} of {key} ({z} standard deviations from the mean{of}).")
        }
    }
}
