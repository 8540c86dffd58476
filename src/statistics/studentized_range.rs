//! The studentized range, to which comparisons of every two means refer.

use super::distribution::normal_two_sided;
use super::student::is_df;

/// The step along the normal variable, at which the sum has all the digits of the integral.
const STEP: f64 = 0.125;

/// How far from the peak of the normal variable is summed, in standard deviations.
const REACH: f64 = 9.0;

/// The chance that the range of `groups` standard normal variables, over an independent standard deviation with `df` degrees of
/// freedom, exceeds `q`.
///
/// The double integral of Tukey's distribution (Copenhaver & Holland 1988) of the upper tail itself, so that small chances keep their
/// digits. Both integrands are smooth and vanish at both ends, where sums at equal steps converge faster than any power of the step;
/// the outer one runs along the logarithm of the standard deviation. Exact to about 1e-10. None with fewer than two groups,
/// a `df` below 1, or a `q` that is not a finite number; 1 where `q` is not above 0.
pub fn upper_tail(q: f64, groups: usize, df: f64) -> Option<f64> {
    if groups < 2 || !is_df(df) || df < 1.0 || !q.is_finite() {
        return None;
    }
    if q <= 0.0 {
        return Some(1.0);
    }
    // The peak where q is large, and the width of it; the slope to the left of it is that of exp(df × u).
    let peak = -0.5 * libm::log1p(q * q / (2.0 * df));
    let width = 1.0 / (2.0 * df).sqrt();
    let (from, to) = (peak - REACH * width - 40.0 / df, REACH * width.min(0.3));
    let step = (width / 3.0).min(0.1);
    let steps = ((to - from) / step) as usize;
    let constant = libm::log(2.0) + df / 2.0 * libm::log(df / 2.0) - libm::lgamma(df / 2.0);
    let density = |u: f64| libm::exp(constant + df * u - df / 2.0 * libm::exp(2.0 * u));
    let at = |u: f64| density(u) * range_tail(q * libm::exp(u), groups);
    let sum: f64 = (0..=steps).map(|i| at(from + i as f64 * step)).sum();
    Some((sum * step).clamp(0.0, 1.0))
}

/// The chance that the range of some standard normal variables exceeds `w`: k ∫ φ(z) (Φ(z)^(k−1) − (Φ(z) − Φ(z − w))^(k−1)) dz.
fn range_tail(w: f64, groups: usize) -> f64 {
    let steps = (2.0 * REACH / STEP) as usize;
    let at = |z: f64| {
        let (below, far) = (normal_below(z), normal_below(z - w));
        density(z) * far * powers(below, below - far, groups - 1)
    };
    let sum: f64 = (0..=steps).map(|i| at(w / 2.0 - REACH + i as f64 * STEP)).sum();
    (groups as f64 * sum * STEP).clamp(0.0, 1.0)
}

/// (a^m − b^m) / (a − b), without the difference.
fn powers(a: f64, b: f64, m: usize) -> f64 {
    // Horner: a^(m−1) + a^(m−2) b + … + b^(m−1).
    (1..m).fold((1.0, 1.0), |(sum, power), _| (sum * a + power * b, power * b)).0
}

/// The normal density.
fn density(z: f64) -> f64 {
    libm::exp(-z * z / 2.0) / (2.0 * std::f64::consts::PI).sqrt()
}

/// The chance that a standard normal variable is below `z`.
fn normal_below(z: f64) -> f64 {
    let outside = normal_two_sided(z) / 2.0;
    if z < 0.0 { outside } else { 1.0 - outside }
}

#[cfg(test)]
mod tests {
    use super::super::student::t_two_sided;
    use super::*;

    #[test]
    fn the_range_of_two_is_students_t() {
        for df in [1.0, 2.0, 3.7, 10.0, 97.4, 2000.0] {
            for q in [0.01, 0.5, 2.0, 5.0, 12.0, 40.0] {
                let t = t_two_sided(q / std::f64::consts::SQRT_2, df).expect("a probability");
                let found = upper_tail(q, 2, df).expect("a probability");
                assert!((found - t).abs() < 1e-10 * t + 1e-300, "q {q}, df {df}: {found} is not {t}");
            }
        }
    }

    /// The double integral of the upper tail by `scipy.integrate.quad`, scipy 1.17.1; `studentized_range.sf` loses these digits.
    #[test]
    fn small_chances_keep_their_digits() {
        let cases = [
            (9.454975848128886 * std::f64::consts::SQRT_2, 3, 94.697773661237, 7.451667110035218e-15),
            (7.0, 5, 237.0, 1.389297430286985e-5),
            (12.0, 4, 30.0, 1.0645461978712307e-8),
        ];
        for (q, groups, df, expected) in cases {
            let found = upper_tail(q, groups, df).expect("a probability");
            assert!((found / expected - 1.0).abs() < 1e-10, "q {q}: {found} is not {expected}");
        }
    }

    #[test]
    fn powers_are_those_of_a_difference() {
        let (a, b) = (0.75_f64, 0.5_f64);
        assert_eq!(powers(a, b, 1), 1.0);
        assert!((powers(a, b, 4) - (a * a * a * a - b * b * b * b) / (a - b)).abs() < 1e-15);
        assert_eq!(
            (upper_tail(1.0, 1, 5.0), upper_tail(1.0, 3, 0.0), upper_tail(f64::NAN, 3, 5.0)),
            (None, None, None)
        );
        assert_eq!(upper_tail(0.0, 3, 5.0), Some(1.0));
    }
}
