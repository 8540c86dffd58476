//! Summaries of one sample: mean, standard deviation, quantiles. Sums run in the order of the values.

/// The mean by two passes: the second corrects the rounding of the first, so far offsets cost no digits.
///
/// Not a number for an empty sample.
pub fn mean(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let first = values.iter().sum::<f64>() / n;
    first + values.iter().map(|value| value - first).sum::<f64>() / n
}

/// The sum of squared deviations from the mean.
pub fn sum_of_squares(values: &[f64]) -> f64 {
    let center = mean(values);
    values.iter().map(|value| (value - center) * (value - center)).sum()
}

/// The standard deviation with n − 1; 0 for a sample of one.
pub fn sd(values: &[f64]) -> f64 {
    match values.len() {
        0 | 1 => 0.0,
        n => (sum_of_squares(values) / (n - 1) as f64).sqrt(),
    }
}

/// A quantile by linear interpolation between order statistics (Hyndman & Fan 1996, type 7, the default of R and numpy).
///
/// Not a number for an empty sample.
pub fn quantile(values: &[f64], probability: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let position = probability.clamp(0.0, 1.0) * last as f64;
    let below = position.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (position - below as f64) * (sorted[above] - sorted[below])
}

/// The median.
pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The skewness m₃ / m₂^(3/2) of the central moments: above 0 when values lean to the right; 0 when nothing varies.
pub fn skewness(values: &[f64]) -> f64 {
    let (center, n) = (mean(values), values.len() as f64);
    let third: f64 = values.iter().map(|value| (value - center) * (value - center) * (value - center)).sum();
    let second = sum_of_squares(values) / n;
    if second > 0.0 { third / n / (second * second.sqrt()) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy 1.17.1: `scipy.stats.skew`.
    #[test]
    fn skewness_agrees_with_scipy() {
        assert!((skewness(&[1.0, 2.0, 3.0, 10.0]) - 1.0182337649086284).abs() < 1e-12);
        assert_eq!(skewness(&[2.0, 2.0]), 0.0);
        assert_eq!(skewness(&[]), 0.0);
    }

    #[test]
    fn summaries_agree_with_numpy() {
        let values = [1.0, 4.0, 9.0, 16.0];
        assert_eq!(mean(&values), 7.5);
        assert!((sd(&values) - 6.557_438_524_302).abs() < 1e-12);
        assert_eq!(median(&values), 6.5);
        assert_eq!(quantile(&values, 0.25), 3.25);
        assert_eq!(sd(&[3.0]), 0.0);
    }

    #[test]
    fn a_far_offset_costs_no_digits() {
        let values = [1e12 + 1.0, 1e12 + 2.0, 1e12 + 3.0];
        assert_eq!(mean(&values), 1e12 + 2.0);
        assert_eq!(sd(&values), 1.0);
    }
}
