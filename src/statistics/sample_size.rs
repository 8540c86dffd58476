//! How many of a population a sample needs, and what a large sample of a small population saves.
//!
//! Errors are shares, 0.05 being five percentage points.

/// Slovin's formula: N / (1 + N e²), rounded up. As Indonesian papers state it; it is Cochran's with a proportion of one half,
/// z = 2 and no further term, and has no other source than textbooks (Tejada & Punzalan 2012).
///
/// The whole population when the error is not above 0.
pub fn slovin(population: usize, error: f64) -> usize {
    let size = population as f64;
    rounded_up(size / (1.0 + size * error * error), population, error)
}

/// Cochran's sample size for a proportion: n₀ = z² p (1 − p) / e², with the finite-population correction
/// n₀ / (1 + (n₀ − 1) / N), rounded up (Cochran 1977, section 4.4).
///
/// `confidence_z` is the normal quantile of the confidence, 1.96 for 95 %; `proportion` the share expected, 0.5 where nothing is known.
/// The whole population when the error is not above 0.
pub fn cochran(population: usize, error: f64, confidence_z: f64, proportion: f64) -> usize {
    let first = confidence_z * confidence_z * proportion * (1.0 - proportion) / (error * error);
    rounded_up(first / (1.0 + (first - 1.0) / population as f64), population, error)
}

/// What a standard error is multiplied by when `n` are drawn from `population` without replacement: √((N − n) / (N − 1)).
///
/// 0 for a census, and when more were drawn than there are.
pub fn finite_population(n: usize, population: usize) -> f64 {
    let left = population.saturating_sub(n) as f64;
    let others = population.saturating_sub(1).max(1) as f64;
    (left / others).sqrt().min(1.0)
}

/// The next whole number, within the population; what lies above one by rounding alone is that one.
fn rounded_up(size: f64, population: usize, error: f64) -> usize {
    let whole = (size * (1.0 - 1e-12)).ceil();
    if error > 0.0 { (whole.max(0.0) as usize).min(population) } else { population }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_textbooks() {
        assert_eq!(slovin(238, 0.05), 150, "149.2");
        assert_eq!(slovin(1000, 0.05), 286, "285.7");
        assert_eq!(slovin(400, 0.05), 200, "exactly");
        assert_eq!(slovin(10_000, 0.1), 100, "99.0");
        assert_eq!(
            cochran(10_000, 0.05, 1.96, 0.5),
            370,
            "384.16 of an endless population, 369.98 of this one"
        );
        assert_eq!(cochran(60, 0.05, 1.96, 0.5), 53, "52.012; without the one that is taken off, 51.895");
        assert_eq!(cochran(usize::MAX, 0.05, 1.96, 0.5), 385);
    }

    #[test]
    fn no_error_allowed_asks_for_all_and_nobody_for_nobody() {
        for error in [0.0, -0.1, f64::NAN] {
            assert_eq!((slovin(50, error), cochran(50, error, 1.96, 0.5)), (50, 50), "{error}");
        }
        assert_eq!((slovin(0, 0.05), cochran(0, 0.05, 1.96, 0.5)), (0, 0));
        assert_eq!((slovin(1, 0.05), cochran(1, 0.05, 1.96, 0.5)), (1, 1));
    }

    #[test]
    fn a_census_has_no_error_of_drawing() {
        assert_eq!((finite_population(238, 238), finite_population(240, 238)), (0.0, 0.0));
        assert_eq!(
            (finite_population(1, 5), finite_population(1, 1), finite_population(0, 0)),
            (1.0, 0.0, 0.0)
        );
        assert!((finite_population(60, 241) - (181.0_f64 / 240.0).sqrt()).abs() < 1e-15);
    }
}
