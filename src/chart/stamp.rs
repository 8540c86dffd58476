//! The mark of simulated data, which a chart keeps when it is taken out of its report.

use super::sheet::{Anchor, Label, Sheet};
use super::style::{MARGIN, PT_PER_PX, SMALL, WIDTH};
use super::text::{DROP, RISE, Ruler};
use super::{Chart, ChartError};
use crate::locale::{Language, Locale};
use plotters::style::RGBColor;

/// The red of warnings, dark enough to be read.
const WARNING: RGBColor = RGBColor(0x9B, 0x1C, 0x1C);
/// Room above the mark.
const ABOVE: f64 = 8.0;
/// Where the corner begins that the mark takes, on the x axis.
pub const CORNER: f64 = WIDTH as f64 - 250.0;

/// A chart whose corner at the lower right says that its data are simulated: below all that is drawn there.
///
/// # Errors
/// When plotters refuses.
pub fn simulated(chart: Chart, locale: &Locale, ruler: &Ruler) -> Result<Chart, ChartError> {
    let words = match locale.language {
        Language::Id => "Data simulasi",
        Language::En => "Simulated data",
    };
    let before = (chart.height_pt / PT_PER_PX).round();
    let below = DROP * SMALL.px + MARGIN;
    let baseline = (chart.foot + ABOVE + RISE * SMALL.px).max(before - below).floor();
    let after = (baseline + below).ceil().max(before);
    let mut line = Sheet::new(ruler);
    let label = Label::new(words, f64::from(WIDTH) - MARGIN, baseline);
    line.write(label.anchor(Anchor::End).color(WARNING));
    let line = line.into_svg(after as u32)?;
    // The head of the one drawing, what was drawn, then the body of the other.
    let (head, mark) = halves(&line);
    let (_, drawn) = halves(&chart.svg);
    let drawn = drawn.trim_end().strip_suffix("</svg>").unwrap_or(drawn);
    Ok(Chart { svg: format!("{head}{drawn}{}", mark.trim_start()), height_pt: after * PT_PER_PX, ..chart })
}

/// The opening tag of an SVG, and all that follows it.
fn halves(svg: &str) -> (&str, &str) {
    svg.split_at(svg.find('>').map_or(0, |end| end + 1))
}

#[cfg(test)]
mod tests {
    use super::super::style::WIDTH_PT;
    use super::*;

    #[test]
    fn the_mark_stands_below_what_was_drawn_in_its_corner() {
        let ruler = Ruler::new(Vec::new()).expect("fonts");
        let locale = Locale { language: Language::En, currency: "USD".into() };
        let marked = |x: f64| {
            let mut sheet = Sheet::new(&ruler);
            sheet.write(Label::new("Drawn", x, 90.0));
            let chart = Chart::new("x", sheet, 100.0, String::new()).expect("a chart");
            simulated(chart, &locale, &ruler).expect("a chart")
        };
        assert!(marked(8.0).svg.contains("height=\"100\""), "the corner is free");
        let marked = marked(1700.0);
        assert!(
            marked.svg.starts_with("<svg width=\"1800\" height=\"143\" viewBox=\"0 0 1800 143\""),
            "{}",
            marked.svg
        );
        assert_eq!(marked.svg.matches("</svg>").count(), 1);
        let (drawn, mark) = (marked.svg.find("Drawn"), marked.svg.find("Simulated data"));
        assert!(drawn.is_some() && drawn < mark);
        assert!(marked.height_pt > 100.0 * PT_PER_PX && (marked.width_pt - WIDTH_PT).abs() < 1e-9);
    }
}
