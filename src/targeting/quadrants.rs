//! Potential against adoption, divided at two lines.

use super::findings::{Line, NoQuadrants, Quadrant, Quadrants, UnitFindings};
use super::sum::exact_sum;
use crate::statistics::summary::median;
use crate::study::Targeting;

/// So many units at the head of the list are compared with the quadrants.
const FIRST: usize = 20;

/// Gives every unit its quadrant, or says why there are none.
///
/// A value on a line is high; where the line is the smallest value of all, nothing would be low, and only what is above it
/// is high. Where all values are equal, none is high or low. What is reached in full is never low.
///
/// # Errors
/// No potential, no unit with both, or a measure without a line on which all units are equal.
pub fn divide(plan: &Targeting, units: &mut [UnitFindings]) -> Result<Quadrants, Option<NoQuadrants>> {
    plan.potential.as_ref().ok_or(None)?;
    let both = |unit: &UnitFindings| unit.potential.zip(unit.adoption);
    let places: Vec<(f64, f64)> = units.iter().filter_map(both).collect();
    if places.is_empty() {
        return Err(Some(NoQuadrants::NoUnit));
    }
    let potentials: Vec<f64> = places.iter().map(|place| place.0).collect();
    let adoptions: Vec<f64> = places.iter().map(|place| place.1).collect();
    let potential = line(plan.potential_line, &potentials).ok_or(NoQuadrants::SamePotential)?;
    let adoption = line(plan.adoption_line, &adoptions).ok_or(NoQuadrants::SameAdoption)?;
    for unit in units.iter_mut() {
        unit.quadrant = both(unit).map(|(x, y)| match (potential.is_high(x), adoption.is_high(y)) {
            (true, false) => Quadrant::Priority,
            (true, true) => Quadrant::Keep,
            (false, false) => Quadrant::Later,
            (false, true) => Quadrant::Ahead,
        });
    }
    Ok(counted(units, potential, adoption, &potentials))
}

fn counted(units: &[UnitFindings], potential: Line, adoption: Line, potentials: &[f64]) -> Quadrants {
    let number = |quadrant| units.iter().filter(|unit| unit.quadrant == Some(quadrant)).count();
    let first = units.iter().filter(|unit| unit.target).take(FIRST);
    let first: Vec<bool> = first.map(|unit| unit.quadrant == Some(Quadrant::Priority)).collect();
    let urgent = units.iter().filter(|unit| unit.quadrant == Some(Quadrant::Priority));
    let total = exact_sum(&urgent.filter_map(|unit| unit.potential).collect::<Vec<_>>());
    let all = exact_sum(&potential_of(units));
    let shares = all > 0.0 && potential_of(units).iter().all(|value| *value >= 0.0);
    Quadrants {
        potential,
        adoption,
        n: potentials.len(),
        without: units.len() - potentials.len(),
        priority: number(Quadrant::Priority),
        keep: number(Quadrant::Keep),
        later: number(Quadrant::Later),
        ahead: number(Quadrant::Ahead),
        priority_potential: total,
        priority_share: shares.then(|| total / all),
        first: first.len(),
        first_priority: first.iter().filter(|priority| **priority).count(),
    }
}

fn potential_of(units: &[UnitFindings]) -> Vec<f64> {
    units.iter().filter_map(|unit| unit.potential).collect()
}

/// Where a measure is divided; none where it has no line of its own and all its values are equal.
fn line(declared: Option<f64>, values: &[f64]) -> Option<Line> {
    let least = values.iter().copied().reduce(f64::min)?;
    let most = values.iter().copied().reduce(f64::max)?;
    if declared.is_none() && least == most {
        return None;
    }
    let at = declared.unwrap_or_else(|| median(values));
    let mut line = Line {
        at,
        declared: declared.is_some(),
        above_only: declared.is_none() && at <= least,
        on: 0,
        high: 0,
    };
    line.on = values.iter().filter(|value| **value == at).count();
    line.high = values.iter().filter(|value| line.is_high(**value)).count();
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_on_the_line_are_high_and_counted() {
        let found = line(None, &[1.0, 3.0, 3.0, 5.0]).expect("a line");
        assert_eq!((found.at, found.on, found.high, found.above_only), (3.0, 2, 3, false));
    }

    #[test]
    fn where_the_line_is_the_smallest_value_only_what_is_above_is_high() {
        let found = line(None, &[0.0, 0.0, 0.0, 0.4, 1.0]).expect("a line");
        assert_eq!((found.on, found.high, found.above_only), (3, 2, true));
        assert!(!found.is_high(0.0));
    }

    #[test]
    fn where_all_are_equal_there_is_no_line_but_a_declared_one() {
        assert_eq!(line(None, &[1.0, 1.0]), None);
        assert_eq!(line(Some(0.8), &[1.0, 1.0]).map(|line| line.high), Some(2));
        assert_eq!(line(Some(0.8), &[0.5]).map(|line| line.high), Some(0));
    }
}
