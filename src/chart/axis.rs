//! Scales, round ticks and the lines of an axis.

use super::sheet::{Anchor, Area, Label, Sheet};
use super::style::{BODY, GRID, INK, QUIET, SMALL};
use super::text::RISE;
use crate::locale::{Locale, MAGNITUDES};

/// A straight way from values to pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    from: (f64, f64),
    to: (f64, f64),
}

impl Scale {
    /// The scale that takes two values to two pixels.
    pub fn new(from: (f64, f64), to: (f64, f64)) -> Self {
        Self { from, to }
    }

    /// The pixel of a value.
    pub fn at(&self, value: f64) -> f64 {
        let span = self.from.1 - self.from.0;
        let share = if span == 0.0 { 0.5 } else { (value - self.from.0) / span };
        self.to.0 + share * (self.to.1 - self.to.0)
    }
}

/// Round values along an axis, with how they are written.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticks {
    /// The values, from the least to the greatest.
    pub values: Vec<f64>,
    exponent: i32,
    reach: f64,
}

impl Ticks {
    /// About `count` round values that enclose `lo` and `hi`.
    pub fn around(lo: f64, hi: f64, count: f64) -> Self {
        let (lo, hi) = if hi > lo { (lo, hi) } else { (lo - spread(lo), hi + spread(hi)) };
        let (factor, exponent) = round_step((hi - lo) / count);
        let step = scaled(factor, exponent);
        // A hair's breadth is forgiven, so that 0.6 / 0.2 counts as 3.
        let first = (lo / step + 1e-9).floor() as i64;
        let last = (hi / step - 1e-9).ceil() as i64;
        let values: Vec<f64> =
            (first..=last.max(first + 1)).map(|i| scaled(i as f64 * factor, exponent)).collect();
        let reach = values.iter().fold(0.0, |reach: f64, value| reach.max(value.abs()));
        Self { values, exponent, reach }
    }

    /// Only the values from `lo` to `hi`.
    pub fn within(mut self, lo: f64, hi: f64) -> Self {
        self.values.retain(|value| (lo..=hi).contains(value));
        self.reach = self.values.iter().fold(0.0, |reach: f64, value| reach.max(value.abs()));
        self
    }

    /// The least and the greatest value.
    pub fn ends(&self) -> (f64, f64) {
        let first = self.values.first().copied().unwrap_or(0.0);
        (first, self.values.last().copied().unwrap_or(first))
    }

    /// The same values, written in a magnitude that also suits another axis.
    pub fn written_like(self, other: &Self) -> Self {
        Self { reach: self.reach.max(other.reach), ..self }
    }

    /// The magnitude that all values are divided by, with its name: numbers of millions are long.
    pub fn magnitude(&self, locale: &Locale) -> Option<(f64, &'static str)> {
        let (scale, words) = MAGNITUDES.iter().find(|(scale, _)| self.reach >= *scale)?;
        words.get(locale.language as usize).map(|word| (*scale, *word))
    }

    /// The values as written.
    pub fn labels(&self, locale: &Locale) -> Vec<String> {
        let scale = self.magnitude(locale).map_or(1.0, |(scale, _)| scale);
        let mut exponent = self.exponent;
        let mut left = scale;
        while left >= 10.0 {
            left /= 10.0;
            exponent -= 1;
        }
        let decimals = (-exponent).clamp(0, 20).unsigned_abs();
        self.values.iter().map(|value| locale.number(value / scale, decimals)).collect()
    }
}

/// Room around a single value.
fn spread(value: f64) -> f64 {
    if value == 0.0 { 1.0 } else { value.abs() / 2.0 }
}

/// 1, 2 or 5 and a power of ten, together at least `raw`. Logarithms differ between machines; this does not.
fn round_step(raw: f64) -> (f64, i32) {
    let mut rest = if raw.is_finite() && raw > 1e-300 { raw } else { 1.0 };
    let mut exponent = 0;
    while rest >= 10.0 {
        rest /= 10.0;
        exponent += 1;
    }
    while rest < 1.0 {
        rest *= 10.0;
        exponent -= 1;
    }
    match rest {
        r if r <= 1.0 => (1.0, exponent),
        r if r <= 2.0 => (2.0, exponent),
        r if r <= 5.0 => (5.0, exponent),
        _ => (1.0, exponent + 1),
    }
}

/// A number times a power of ten.
fn scaled(x: f64, exponent: i32) -> f64 {
    let power = (0..exponent.unsigned_abs()).fold(1.0, |power, _| power * 10.0);
    if exponent < 0 { x / power } else { x * power }
}

/// Draws a horizontal axis along the bottom of a plot: grid, ticks and a title. The chart then ends at the height returned.
pub fn bottom(
    sheet: &mut Sheet,
    plot: Area,
    scale: Scale,
    ticks: &Ticks,
    title: &str,
    locale: &Locale,
) -> f64 {
    for (value, label) in ticks.values.iter().zip(ticks.labels(locale)) {
        let x = scale.at(*value);
        sheet.line(&[(x, plot.top), (x, plot.bottom)], GRID, 2);
        sheet.line(&[(x, plot.bottom), (x, plot.bottom + 8.0)], INK, 2);
        let below = plot.bottom + 16.0 + RISE * SMALL.px;
        sheet.write(Label::new(label, x, below).anchor(Anchor::Middle).color(QUIET));
    }
    sheet.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], INK, 2);
    let baseline = plot.bottom + 34.0 + SMALL.px + RISE * BODY.px;
    let middle = f64::midpoint(plot.left, plot.right);
    let title = with_magnitude(title, ticks, locale);
    let room = 2.0 * (middle - 8.0).min(f64::from(super::style::WIDTH) - 8.0 - middle);
    let title = sheet.ruler.fit(&title, BODY, room);
    sheet.write(Label::new(title, middle, baseline).anchor(Anchor::Middle).kind(BODY));
    baseline + 16.0
}

/// Draws a vertical axis along the left of a plot: grid, ticks, and a title that lies above it.
pub fn left(sheet: &mut Sheet, plot: Area, scale: Scale, ticks: &Ticks, title: &str, locale: &Locale) {
    for (value, label) in ticks.values.iter().zip(ticks.labels(locale)) {
        let y = scale.at(*value);
        sheet.line(&[(plot.left, y), (plot.right, y)], GRID, 2);
        sheet.write(Label::beside(label, plot.left - 14.0, y).anchor(Anchor::End).color(QUIET));
    }
    let title = with_magnitude(title, ticks, locale);
    let title = sheet.ruler.fit(&title, BODY, plot.right - 8.0);
    sheet.write(Label::new(title, 8.0, plot.top - 30.0).kind(BODY));
}

/// The widest tick label of an axis.
pub fn tick_width(sheet: &Sheet, ticks: &Ticks, locale: &Locale) -> f64 {
    let labels = ticks.labels(locale);
    sheet.ruler.widest(labels.iter().map(String::as_str), SMALL)
}

/// A title that also says what its numbers are divided by: `Jarak (juta)`.
pub fn with_magnitude(title: &str, ticks: &Ticks, locale: &Locale) -> String {
    match ticks.magnitude(locale) {
        Some((_, word)) => format!("{title} ({word})"),
        None => title.to_owned(),
    }
}
