//! Correlation of two measures of the same units.

use super::distribution::normal_within;
use super::rank::ranks;
use super::student::f_tail;
use super::summary::{mean, sum_of_squares};

/// Pearson's product-moment correlation; none when either sample is constant or the two are not of one length.
pub fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    let (mean_x, mean_y) = (mean(x), mean(y));
    let product: f64 = x.iter().zip(y).map(|(a, b)| (a - mean_x) * (b - mean_y)).sum();
    // The root of each, since the product of two sums of squares may be too large for a number.
    let spread = sum_of_squares(x).sqrt() * sum_of_squares(y).sqrt();
    (x.len() == y.len() && varies(x) && varies(y) && spread > 0.0)
        .then(|| (product / spread).clamp(-1.0, 1.0))
}

/// Spearman's rank correlation: Pearson's, of ranks in which equal values share a rank.
pub fn spearman(x: &[f64], y: &[f64]) -> Option<f64> {
    pearson(&ranks(x).ranks, &ranks(y).ranks)
}

/// The two-sided p value of a correlation of `n` units, from t = r √((n − 2) / (1 − r²)) with n − 2 degrees of freedom.
///
/// Exact for Pearson's under normality, an approximation for Spearman's. None with fewer than three units.
pub fn p_value(r: f64, n: usize) -> Option<f64> {
    let df = n.checked_sub(2).filter(|df| *df > 0)?;
    // Two factors, since near 1 the square would lose the digits of what is left.
    let rest = (1.0 - r) * (1.0 + r);
    if rest <= 0.0 { Some(0.0) } else { f_tail(r * r * df as f64 / rest, 1.0, df as f64) }
}

/// The smallest correlation of `n` units that is significant at a two-sided level: what tables call *r table*.
///
/// Found by halving, until no double lies between. None with fewer than three units.
pub fn critical(n: usize, level: f64) -> Option<f64> {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if p_value(middle, n)? > level { low = middle } else { high = middle }
    }
    Some(high)
}

fn varies(values: &[f64]) -> bool {
    values.iter().any(|value| *value != values[0])
}

/// The interval of Pearson's correlation of `n` units at a confidence, by Fisher's z: tanh(artanh r ± z / √(n − 3)).
///
/// Fisher (1921). None with fewer than four units or a correlation of ±1, whose interval has no width.
pub fn interval(r: f64, n: usize, confidence: f64) -> Option<(f64, f64)> {
    let df = n.checked_sub(3).filter(|df| *df > 0)?;
    if r.abs() >= 1.0 {
        return None;
    }
    let half = normal_within(confidence) / (df as f64).sqrt();
    let z = libm::atanh(r);
    Some((libm::tanh(z - half), libm::tanh(z + half)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy 1.17.1: `pearsonr(x, y).confidence_interval(0.95)`, which has this formula.
    #[test]
    fn the_interval_is_that_of_fishers_z() {
        let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
        let y = [2.0, 1.0, 4.0, 3.0, 7.0, 8.0, 5.0];
        let r = pearson(&x, &y).expect("a correlation");
        let (low, high) = interval(r, 7, 0.95).expect("an interval");
        assert!(
            (low - 0.07170215123667797).abs() < 1e-12 && (high - 0.9662060327092991).abs() < 1e-12,
            "{low} {high}"
        );
        assert_eq!(interval(0.5, 3, 0.95), None);
        assert_eq!(interval(-1.0, 9, 0.95), None);
    }

    /// scipy 1.17.1: `pearsonr` and `spearmanr`.
    #[test]
    fn correlations_agree_with_scipy() {
        let (x, y) = ([1.0, 2.0, 2.0, 4.0, 9.0], [2.0, 1.0, 3.0, 3.0, 8.0]);
        let r = pearson(&x, &y).expect("a correlation");
        assert!((r - 0.945_657_366_474_729_6).abs() < 1e-12, "{r}");
        assert_eq!(pearson(&x, &[1.0; 5]), None, "a constant has no correlation");
        assert_eq!(spearman(&[0.1, 0.1, 0.1], &[1.0, 2.0, 3.0]), None);
        assert_eq!(pearson(&[], &[]), None);
        assert_eq!(pearson(&x, &x), Some(1.0));
    }

    /// The two-sided 5 % limits that textbooks print.
    #[test]
    fn the_smallest_significant_correlation_is_that_of_the_tables() {
        for (n, printed) in [(30, 0.3610), (68, 0.2387), (100, 0.1966), (128, 0.1736), (200, 0.1388)] {
            let limit = critical(n, 0.05).expect("a limit");
            assert!((limit - printed).abs() < 0.000_05, "{n}: {limit} is not {printed}");
        }
        assert_eq!(critical(2, 0.05), None);
        assert_eq!(p_value(1.0, 5), Some(0.0));
        assert_eq!(p_value(0.5, 2), None);
    }
}
