//! Units that lie far from the others on some variable.

use crate::statistics::summary;

/// How many scaled deviations are far (Iglewicz & Hoaglin 1993).
const FAR: f64 = 3.5;
/// Makes the median absolute deviation estimate the standard deviation of normal values.
const SCALE: f64 = 1.4826;

/// The units that are far on a variable, or `None` when that cannot be judged.
///
/// A value is far when it lies more than 3.5 × 1.4826 × MAD from the median, where MAD is the median absolute deviation.
/// Values that are never negative are compared as ln(1 + x), since counts and amounts are skewed. When more than half of
/// them are equal, MAD is 0 and the values other than zero are compared among themselves; when it still is 0, nothing
/// can be said.
pub fn far(values: &[f64]) -> Option<Vec<bool>> {
    let skewed = values.iter().all(|x| *x >= 0.0);
    let compared: Vec<f64> = values.iter().map(|x| if skewed { libm::log1p(*x) } else { *x }).collect();
    let nonzero: Vec<f64> = compared.iter().copied().filter(|x| *x != 0.0).collect();
    let (median, limit, zeros) = match (limit(&compared), limit(&nonzero)) {
        (Some((median, limit)), _) => (median, limit, true),
        (None, Some((median, limit))) => (median, limit, false),
        (None, None) => return None,
    };
    let is_far = |x: &f64| (zeros || *x != 0.0) && (x - median).abs() > limit;
    Some(compared.iter().map(is_far).collect())
}

/// The median and the greatest distance from it that is not far; none when half of the values are equal to it.
fn limit(values: &[f64]) -> Option<(f64, f64)> {
    if values.is_empty() {
        return None;
    }
    let median = summary::median(values);
    let deviations: Vec<f64> = values.iter().map(|x| (x - median).abs()).collect();
    let deviation = summary::median(&deviations);
    (deviation > 0.0).then_some((median, FAR * SCALE * deviation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_values_are_found_on_the_logarithm_or_among_those_not_zero() {
        let far_of =
            |values: &[f64]| far(values).map(|far| (0..far.len()).filter(|&i| far[i]).collect::<Vec<_>>());
        assert_eq!(far_of(&[1.0, 2.0, 3.0, 4.0, 5.0, 1e6]), Some(vec![5]));
        assert_eq!(far_of(&[-1.0, 0.0, 1.0, 2.0, -40.0]), Some(vec![4]), "negative values as they are");
        let counts = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 8.0, 9.0, 10.0, 11.0, 5000.0];
        assert_eq!(far_of(&counts), Some(vec![10]), "more zeros than others");
        assert_eq!(far_of(&[0.0, 0.0, 0.0, 7.0, 7.0]), None);
        assert_eq!(far_of(&[0.0, 0.0]), None);
    }
}
