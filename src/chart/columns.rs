//! Headings of columns: on several lines, read upward, or numbered, as their width allows.

use super::sheet::{Anchor, Label, Sheet};
use super::style::SMALL;
use super::text::{DROP, LEADING, MIDDLE, RISE, Ruler};

/// The narrowest column whose heading is written level.
const LEVEL: f64 = 125.0;
/// The narrowest column whose heading is read upward.
const UPWARD: f64 = 34.0;
/// The longest heading that is read upward.
const LONGEST: f64 = 380.0;

/// On which side of the columns the headings are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// They end above the columns.
    Above,
    /// They begin below the columns.
    Below,
}

/// Headings that fit their columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Headings {
    lines: Vec<Vec<String>>,
    upward: bool,
    /// The height they take.
    pub height: f64,
    /// Whether columns are too narrow for words, and every so many carries its number.
    pub numbered: Option<usize>,
}

impl Headings {
    /// Fits titles to columns of one width.
    pub fn fit(ruler: &Ruler, titles: &[String], width: f64) -> Self {
        if width >= LEVEL {
            let lines: Vec<_> =
                titles.iter().map(|title| ruler.wrap(title, SMALL, width - 16.0, 4)).collect();
            let most = lines.iter().map(Vec::len).max().unwrap_or(0);
            Self { lines, upward: false, height: most as f64 * LEADING * SMALL.px, numbered: None }
        } else if width >= UPWARD {
            let fitted = ruler.fit_apart(titles, SMALL, LONGEST);
            let lines: Vec<_> = fitted.into_iter().map(|title| vec![title]).collect();
            let height = ruler.widest(lines.iter().flatten().map(String::as_str), SMALL);
            Self { lines, upward: true, height, numbered: None }
        } else {
            let every = (90.0 / width).ceil() as usize;
            let number = |i: usize| if i.is_multiple_of(every) { vec![(i + 1).to_string()] } else { vec![] };
            let lines = (0..titles.len()).map(number).collect();
            Self { lines, upward: false, height: LEADING * SMALL.px, numbered: Some(every) }
        }
    }

    /// Writes the headings at the middles of their columns, on one side of the height `y`.
    pub fn draw(&self, sheet: &mut Sheet, middles: &[f64], y: f64, side: Side) {
        for (lines, x) in self.lines.iter().zip(middles) {
            if self.upward {
                let anchor = if side == Side::Above { Anchor::Start } else { Anchor::End };
                let text = lines.first().map(String::as_str).unwrap_or("");
                sheet.write(Label::new(text, y, x + MIDDLE * SMALL.px).anchor(anchor).upward());
                continue;
            }
            let step = LEADING * SMALL.px;
            let first = match side {
                Side::Above => y - DROP * SMALL.px - step * lines.len().saturating_sub(1) as f64,
                Side::Below => y + RISE * SMALL.px,
            };
            for (i, line) in lines.iter().enumerate() {
                sheet.write(Label::new(line, *x, first + step * i as f64).anchor(Anchor::Middle));
            }
        }
    }
}
