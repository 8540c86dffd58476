//! Tail probabilities of the distributions that tests refer to.

use statrs::function::gamma::gamma_ur;

/// The probability that a χ² variable with `df` degrees of freedom exceeds `x`: the upper incomplete gamma function.
///
/// `None` when `x` is not finite or there is no degree of freedom.
pub fn chi_square_upper_tail(x: f64, df: usize) -> Option<f64> {
    let possible = x.is_finite() && df > 0;
    possible.then(|| if x > 0.0 { gamma_ur(df as f64 / 2.0, x / 2.0).clamp(0.0, 1.0) } else { 1.0 })
}

/// The probability that a standard normal variable lies farther from 0 than `z`, on either side.
pub fn normal_two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// The distance from 0 within which a standard normal variable lies with this probability, such as 1.96 for 95 %.
///
/// Found by halving, until no double lies between; 0 for a probability of 0 or less, 40 for one of 1 or more.
pub fn normal_within(probability: f64) -> f64 {
    let (mut low, mut high) = (0.0, 40.0);
    for _ in 0..70 {
        let middle = f64::midpoint(low, high);
        if normal_two_sided(middle) > 1.0 - probability { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy 1.17.1: `scipy.stats.chi2.sf(x, df)` and `2 * scipy.stats.norm.sf(z)`.
    #[test]
    fn tails_of_chi_square_and_of_the_normal_agree_with_scipy() {
        let p = chi_square_upper_tail(63.571_146_104_2, 2).expect("a probability");
        assert!((p / 1.569_282_094_003e-14 - 1.0).abs() < 1e-9, "{p}");
        assert_eq!(chi_square_upper_tail(0.0, 3), Some(1.0));
        assert_eq!(chi_square_upper_tail(1.0, 0), None);
        assert_eq!(chi_square_upper_tail(f64::INFINITY, 1), None);
        assert!((normal_two_sided(-1.96) - 0.049_995_790_296_440_87).abs() < 1e-15);
        assert_eq!(normal_two_sided(0.0), 1.0);
        // scipy 1.17.1: `scipy.stats.norm.ppf(0.975)` and `ppf(0.95)`.
        assert!((normal_within(0.95) - 1.959_963_984_540_054).abs() < 1e-12);
        assert!((normal_within(0.9) - 1.644_853_626_951_472_2).abs() < 1e-12);
    }
}
