//! Units that lie far from the others: on some variable, or in all of them together.

use crate::statistics::distribution::chi_square_upper_tail;
use crate::statistics::{mahalanobis, summary};
use ndarray::Array2;

/// How many scaled deviations are far (Iglewicz & Hoaglin 1993).
const FAR: f64 = 3.5;
/// Makes the median absolute deviation estimate the standard deviation of normal values.
const SCALE: f64 = 1.4826;
/// Of normal points this share lies farther from their mean than what counts as far.
const TAIL: f64 = 0.025;

/// The units that are far on a variable, or `None` when that cannot be judged.
///
/// A value is far when it lies more than 3.5 × 1.4826 × MAD from the median, where MAD is the median absolute deviation.
/// Values that are never negative are compared as ln(1 + x), since counts and amounts are skewed, and zeros among them
/// take no part: many zeros would make MAD so large that nothing is far, and a unit that does nothing is not far from
/// the others. When MAD is 0, nothing can be said.
pub fn far(values: &[f64]) -> Option<Vec<bool>> {
    let skewed = values.iter().all(|x| *x >= 0.0);
    let compared: Vec<f64> = values.iter().map(|x| if skewed { libm::log1p(*x) } else { *x }).collect();
    let counts = |x: &f64| !skewed || *x != 0.0;
    let (median, limit) = limit(&compared.iter().copied().filter(counts).collect::<Vec<f64>>())?;
    Some(compared.iter().map(|x| counts(x) && (x - median).abs() > limit).collect())
}

/// The points that are far from the mean of all in all variables together, or `None` when that cannot be judged.
///
/// A point is far when its squared Mahalanobis distance exceeds the 97.5 % quantile of χ² with as many degrees of freedom
/// as there are variables (Rousseeuw & van Zomeren 1990, with plain means and covariances). One variable is no matter
/// for it, and variables that follow from each other have no such distance.
pub fn distant(points: &Array2<f64>) -> Option<Vec<bool>> {
    let variables = points.ncols();
    let rows: Vec<Vec<f64>> = points.rows().into_iter().map(|point| point.to_vec()).collect();
    let squared = (variables > 1).then(|| mahalanobis::squared_distances(&rows))??;
    let far = |squared: &f64| chi_square_upper_tail(*squared, variables).is_some_and(|share| share < TAIL);
    Some(squared.iter().map(far).collect())
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
        // With the zeros, the median of ln(1 + x) is 0.35 and MAD as large: 500 would not be far.
        let half = [0.0, 0.0, 0.0, 0.0, 0.4, 4.0, 5.0, 6.0, 500.0];
        assert_eq!(far_of(&half), Some(vec![4, 8]), "zeros widen nothing and are never far");
        assert_eq!(far_of(&[0.0, 0.0, 0.0, 7.0, 7.0]), None);
        assert_eq!(far_of(&[0.0, 0.0]), None);
    }

    #[test]
    fn a_point_beside_the_line_that_others_follow_is_distant() {
        let mut points =
            Array2::from_shape_fn((40, 2), |(i, j)| i as f64 + if j == 1 { (i % 3) as f64 } else { 0.0 });
        points[(20, 1)] = 5.0;
        let far = distant(&points).expect("a judgement");
        assert_eq!((0..40).filter(|&i| far[i]).collect::<Vec<_>>(), [20]);
        assert_eq!(distant(&points.select(ndarray::Axis(1), &[0])), None);
        assert_eq!(distant(&points.select(ndarray::Axis(1), &[0, 0])), None);
    }
}
