//! How potential is concentrated: the Lorenz curve, with the Gini coefficient in it.

use super::sheet::{Area, Label, Sheet};
use super::stage::Stage;
use super::style::{BODY, INK, MARGIN, PAPER, QUIET, STRONG, WIDTH, mix, segment};
use super::text::RISE;
use super::{Chart, ChartError, axis};
use crate::locale::Language;
use crate::targeting::Concentration;

/// The side of the square plot.
const SIDE: f64 = 700.0;
/// Room above the plot for the title of the y axis.
const TITLE: f64 = 84.0;

/// Draws the chart, where potential can be shared out.
pub fn draw(stage: &Stage) -> Result<Option<Chart>, ChartError> {
    let concentration = stage.found.potential.as_ref().and_then(|potential| potential.concentration.as_ref());
    concentration.map(|concentration| curve(stage, concentration)).transpose()
}

fn curve(stage: &Stage, found: &Concentration) -> Result<Chart, ChartError> {
    let mut sheet = Sheet::new(stage.ruler);
    let ticks = axis::Ticks::around(0.0, 100.0, 5.0);
    let left = MARGIN + axis::tick_width(&sheet, &ticks, stage.locale) + 30.0;
    let plot = Area { left, top: TITLE, right: left + SIDE, bottom: TITLE + SIDE };
    let x = axis::Scale::new((0.0, 100.0), (plot.left, plot.right));
    let y = axis::Scale::new((0.0, 100.0), (plot.bottom, plot.top));
    let (down, up) = titles(stage);
    axis::left(&mut sheet, plot, y, &ticks, &up, stage.locale);
    let height = axis::bottom(&mut sheet, plot, x, &ticks, &down, stage.locale);
    let style = segment(1);
    let points: Vec<_> =
        found.lorenz.iter().map(|point| (x.at(100.0 * point.units), y.at(100.0 * point.share))).collect();
    sheet.polygon(&points, mix(PAPER, style.color, 0.18));
    sheet.dashed(&[(plot.left, plot.bottom), (plot.right, plot.top)], &[14.0, 10.0], QUIET, 3);
    sheet.line(&points, style.color, 6);
    sheet.line(&[(plot.left, plot.top), (plot.left, plot.bottom)], INK, 2);
    beside(&mut sheet, stage, found, plot);
    Chart::new("lorenz", sheet, height, alt(stage, found))
}

/// What the axes are.
fn titles(stage: &Stage) -> (String, String) {
    let units = stage
        .say("Bagian unit, dari potensi terkecil (%)", "Share of units, from the smallest potential up (%)");
    let held = match stage.locale.language {
        Language::Id => format!("Bagian dari jumlah {} (%)", stage.potential_label()),
        Language::En => format!("Share of all {} (%)", stage.potential_label()),
    };
    (units.to_owned(), held)
}

/// Writes the Gini coefficient and the first units beside the plot.
fn beside(sheet: &mut Sheet, stage: &Stage, found: &Concentration, plot: Area) {
    let left = plot.right + 60.0;
    let room = f64::from(WIDTH) - MARGIN - left;
    let mut baseline = plot.top + RISE * STRONG.px + 20.0;
    let gini = format!("Gini = {}", stage.locale.number(found.gini, 3));
    sheet.write(Label::new(gini, left, baseline).kind(STRONG));
    baseline += 24.0;
    for said in lines(stage, found) {
        baseline += 26.0;
        for line in stage.ruler.wrap(&said, BODY, room, 4) {
            baseline += 42.0;
            sheet.write(Label::new(line, left, baseline).kind(BODY));
        }
    }
}

/// The first units and the fewest that hold a share, in words.
fn lines(stage: &Stage, found: &Concentration) -> Vec<String> {
    let share = |share| stage.locale.percent(share, 1);
    let top = found.top.iter().map(|top| match stage.locale.language {
        Language::Id => format!("{} terbesar: {}", stage.units(top.units), share(top.share)),
        Language::En => format!("Largest {}: {}", stage.units(top.units), share(top.share)),
    });
    let reaching = found.reaching.iter().map(|held| {
        let part = stage.locale.percent(held.share, 0);
        match stage.locale.language {
            Language::Id => format!("{part} pada {}", stage.units(held.units)),
            Language::En => format!("{part} with {}", stage.units(held.units)),
        }
    });
    let even = stage.say("Garis putus-putus: bila terbagi rata", "Dashed line: if spread evenly");
    top.chain(reaching).chain([even.to_owned()]).collect()
}

/// What is seen, in words.
fn alt(stage: &Stage, found: &Concentration) -> String {
    let n = stage.units(found.lorenz.len().saturating_sub(1));
    let (gini, label) = (stage.locale.number(found.gini, 3), stage.potential_label());
    let mut said = lines(stage, found);
    said.pop();
    match stage.locale.language {
        Language::Id => {
            format!("Kurva Lorenz {label} pada {n}; koefisien Gini {gini}. {}.", said.join("; "))
        }
        Language::En => {
            format!("Lorenz curve of {label} over {n}; Gini coefficient {gini}. {}.", said.join("; "))
        }
    }
}
