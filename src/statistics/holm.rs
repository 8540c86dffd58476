//! Several tests at once.

/// The p values of a family of tests, adjusted so that the chance of any false finding is kept (Holm 1979).
///
/// The i-th smallest of m is multiplied by m − i + 1, then no value may be below one that was smaller; at most 1.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let m = p_values.len();
    let mut order: Vec<usize> = (0..m).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = vec![0.0; m];
    let mut largest = 0.0_f64;
    for (i, &test) in order.iter().enumerate() {
        largest = largest.max((m - i) as f64 * p_values[test]).min(1.0);
        adjusted[test] = largest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4.2.2: `p.adjust(c(0.01, 0.04, 0.03, 0.6), "holm")`.
    #[test]
    fn adjusted_values_are_those_of_r() {
        let found = holm(&[0.01, 0.04, 0.03, 0.6]);
        for (found, expected) in found.iter().zip([0.04, 0.09, 0.09, 0.6]) {
            assert!((found - expected).abs() < 1e-15, "{found} is not {expected}");
        }
        assert!(holm(&[]).is_empty());
        assert_eq!(holm(&[0.7, 0.8]), [1.0, 1.0]);
    }
}
