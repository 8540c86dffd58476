//! Potential against adoption, divided at two lines.

use super::findings::{Line, Quadrant, Quadrants, UnitFindings};
use crate::statistics::summary::median;
use crate::study::Targeting;

/// Gives every unit its quadrant; none without potential, or where no unit has both.
///
/// A value on a line is high; where the line is the smallest value of all, nothing would be low, and only what is above it
/// is high.
pub fn divide(plan: &Targeting, units: &mut [UnitFindings]) -> Option<Quadrants> {
    let both = |unit: &UnitFindings| unit.potential.zip(unit.adoption);
    let places: Vec<(f64, f64)> = units.iter().filter_map(both).collect();
    let potential = line(plan.potential_line, places.iter().map(|place| place.0).collect())?;
    let adoption = line(plan.adoption_line, places.iter().map(|place| place.1).collect())?;
    for unit in units.iter_mut() {
        unit.quadrant = both(unit).map(|(x, y)| match (potential.is_high(x), adoption.is_high(y)) {
            (true, false) => Quadrant::Priority,
            (true, true) => Quadrant::Keep,
            (false, false) => Quadrant::Later,
            (false, true) => Quadrant::Ahead,
        });
    }
    let number = |quadrant| units.iter().filter(|unit| unit.quadrant == Some(quadrant)).count();
    Some(Quadrants {
        potential,
        adoption,
        n: places.len(),
        without: units.len() - places.len(),
        priority: number(Quadrant::Priority),
        keep: number(Quadrant::Keep),
        later: number(Quadrant::Later),
        ahead: number(Quadrant::Ahead),
    })
}

fn line(declared: Option<f64>, values: Vec<f64>) -> Option<Line> {
    let least = values.iter().copied().reduce(f64::min)?;
    let at = declared.unwrap_or_else(|| median(&values));
    Some(Line { at, declared: declared.is_some(), above_only: declared.is_none() && at <= least })
}
