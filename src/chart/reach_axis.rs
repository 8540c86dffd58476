//! A horizontal axis for potential: straight, or in steps of ten where a few values lie far above most.

use super::axis::{self, Scale, Ticks};
use super::sheet::{Anchor, Area, Label, Sheet};
use super::stage::Stage;
use super::style::{BODY, GRID, INK, QUIET, SMALL};
use super::text::RISE;

/// From so many times the median and so many times the least positive value on, a straight axis would crowd most units.
const HEAVY: (f64, f64) = (4.0, 20.0);
/// The width at the left that values of zero or less take on an axis in steps of ten.
const ZERO: f64 = 90.0;

/// A horizontal axis for potential.
pub enum ReachAxis {
    /// As far as it is.
    Straight(Scale, Ticks),
    /// By logarithm; values of zero or less lie at the place given.
    Tens {
        /// From logarithms to pixels.
        scale: Scale,
        /// The least and the greatest positive value.
        ends: (f64, f64),
        /// Where values of zero or less lie, if there are such.
        zero: Option<f64>,
    },
}

impl ReachAxis {
    /// The axis for some values, from one pixel to another.
    pub fn around(values: impl Iterator<Item = f64>, (left, right): (f64, f64)) -> Self {
        let mut values: Vec<f64> = values.collect();
        values.sort_by(f64::total_cmp);
        let least = values.first().copied().unwrap_or(0.0);
        let most = values.last().copied().unwrap_or(1.0);
        let middle = values.get(values.len() / 2).copied().unwrap_or(0.0);
        let positive = values.iter().copied().find(|value| *value > 0.0);
        match positive {
            Some(start) if most > HEAVY.1 * start && most > HEAVY.0 * middle.max(0.0) => {
                let zero = (least <= 0.0).then_some(left);
                let from = left + if zero.is_some() { ZERO } else { 0.0 };
                let scale = Scale::new((libm::log10(start), libm::log10(most)), (from, right));
                Self::Tens { scale, ends: (start, most), zero }
            }
            _ => {
                let (lo, hi) = if most > least { (least, most) } else { (least - 1.0, most + 1.0) };
                let ticks = Ticks::around(lo, hi, 6.0).within(lo, hi);
                Self::Straight(Scale::new((lo, hi), (left, right)), ticks)
            }
        }
    }

    /// The pixel of a value.
    pub fn at(&self, value: f64) -> f64 {
        match self {
            Self::Straight(scale, _) => scale.at(value),
            Self::Tens { scale, ends, .. } if value > 0.0 => scale.at(libm::log10(value.max(ends.0))),
            Self::Tens { scale, ends, zero } => zero.unwrap_or_else(|| scale.at(libm::log10(ends.0))),
        }
    }

    /// Draws it along the bottom of a plot; returns where the axis ends.
    pub fn draw(&self, sheet: &mut Sheet, stage: &Stage, plot: Area) -> f64 {
        let title = stage.potential_label();
        let unit = stage.found.potential.as_ref().map(|potential| match potential.money {
            true if stage.locale.currency == "IDR" => "Rp".to_owned(),
            true => stage.locale.currency.clone(),
            false => potential.unit.clone(),
        });
        let unit = unit.filter(|unit| !unit.is_empty());
        match self {
            Self::Straight(scale, ticks) => {
                let title = unit.map_or(title.clone(), |unit| format!("{title}, {unit}"));
                axis::bottom(sheet, plot, *scale, ticks, &title, stage.locale)
            }
            Self::Tens { ends, zero, .. } => self.tens(sheet, stage, plot, *ends, zero.is_some(), &title),
        }
    }

    fn tens(
        &self,
        sheet: &mut Sheet,
        stage: &Stage,
        plot: Area,
        ends: (f64, f64),
        zero: bool,
        title: &str,
    ) -> f64 {
        let mut values = round_values(ends);
        if zero {
            values.insert(0, 0.0);
        }
        let mut free = f64::NEG_INFINITY;
        for value in values {
            let x = self.at(value);
            let text = if value > 0.0 { stage.potential(value) } else { "≤ 0".to_owned() };
            let label = Label::new(text, x, plot.bottom + 16.0 + RISE * SMALL.px).anchor(Anchor::Middle);
            let area = label.area(stage.ruler);
            if area.left < free || area.left < 0.0 || area.right > f64::from(super::style::WIDTH) {
                continue;
            }
            free = area.right + 24.0;
            sheet.line(&[(x, plot.top), (x, plot.bottom)], GRID, 2);
            sheet.line(&[(x, plot.bottom), (x, plot.bottom + 8.0)], INK, 2);
            sheet.write(label.color(QUIET));
        }
        let baseline = plot.bottom + 34.0 + SMALL.px + RISE * BODY.px;
        let title = format!("{title} ({})", stage.say("skala logaritmik", "logarithmic scale"));
        let title = stage.ruler.fit(&title, BODY, plot.right - plot.left);
        let middle = f64::midpoint(plot.left, plot.right);
        sheet.write(Label::new(title, middle, baseline).anchor(Anchor::Middle).kind(BODY));
        baseline + 16.0
    }
}

/// 1, 2 and 5 times powers of ten between two positive values, or powers of ten alone where there are many; the ends
/// themselves where no round value lies between them.
fn round_values((least, most): (f64, f64)) -> Vec<f64> {
    let decades = libm::log10(most / least);
    let factors: &[f64] = if decades > 4.0 { &[1.0] } else { &[1.0, 2.0, 5.0] };
    let first = libm::floor(libm::log10(least)) as i32;
    let last = libm::ceil(libm::log10(most)) as i32;
    let all = (first..=last).flat_map(|power| {
        let ten = libm::pow(10.0, f64::from(power));
        factors.iter().map(move |factor| factor * ten)
    });
    let inside: Vec<f64> = all.filter(|value| (least * 0.999..=most * 1.001).contains(value)).collect();
    if inside.is_empty() { vec![least, most] } else { inside }
}
