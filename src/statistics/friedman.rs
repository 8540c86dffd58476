//! Comparing related measures by ranks: the same raters judge every object.

use super::distribution::chi_square_upper_tail;
use super::rank::ranks;
use super::table::columns;

/// The test that raters do not prefer any of the objects (Friedman 1937), with the raters' agreement.
#[derive(Debug, Clone, PartialEq)]
pub struct Friedman {
    /// χ², corrected for ties within raters.
    pub chi_square: f64,
    /// The number of objects, less one.
    pub df: usize,
    /// The upper tail of χ² with that many degrees of freedom.
    pub p: f64,
    /// Kendall's W = χ² / (n (k − 1)), with the correction for ties: from 0, no agreement, to 1, all rank alike.
    pub w: f64,
    /// The number of raters.
    pub n: usize,
    /// The mean rank of every object, the highest value having the highest rank.
    pub mean_ranks: Vec<f64>,
}

/// Friedman's test of complete raters × objects; equal values of a rater share the mean of their ranks.
///
/// χ² = (k − 1) × squares between the objects' rank sums over n, divided by the squares of all ranks within raters, which is
/// the usual formula with its correction for ties in one. With two objects it is what the formula gives, the sign test's
/// normal approximation. Values are equal when they are the same number, last bits included. None with fewer than two raters
/// or objects, when no rater tells two objects apart, or with rows that are no table.
pub fn friedman(rows: &[Vec<f64>]) -> Option<Friedman> {
    let objects = columns(rows)?.len();
    let (n, df) = (rows.len(), objects.checked_sub(1).filter(|df| *df > 0 && rows.len() > 1)?);
    let middle = (objects as f64 + 1.0) / 2.0;
    let (mut sums, mut within) = (vec![0.0; objects], 0.0);
    for row in rows {
        for (sum, rank) in sums.iter_mut().zip(ranks(row).ranks) {
            *sum += rank;
            within += (rank - middle) * (rank - middle);
        }
    }
    let mean_ranks: Vec<f64> = sums.iter().map(|sum| sum / n as f64).collect();
    // The sums of ranks are exact; so is what is left of them.
    let apart = |sum: &f64| (sum - n as f64 * middle) * (sum - n as f64 * middle);
    let between = sums.iter().map(apart).sum::<f64>() / n as f64;
    let w = (within > 0.0).then(|| between / within)?;
    let chi_square = w * (n * df) as f64;
    Some(Friedman { chi_square, df, p: chi_square_upper_tail(chi_square, df)?, w, n, mean_ranks })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raters_who_agree_have_a_w_of_one_and_raters_who_oppose_of_zero() {
        let same = friedman(&[vec![1.0, 2.0, 3.0], vec![0.0, 5.0, 9.0]]).expect("a test");
        assert_eq!((same.w, same.chi_square, same.df, same.n), (1.0, 4.0, 2, 2));
        assert_eq!(same.mean_ranks, [1.0, 2.0, 3.0]);
        let opposed = friedman(&[vec![1.0, 2.0, 3.0], vec![3.0, 2.0, 1.0]]).expect("a test");
        assert_eq!((opposed.w, opposed.p), (0.0, 1.0));
    }

    #[test]
    fn with_two_objects_it_is_the_sign_test() {
        // Four prefer the second, one the first, one neither: (4 − 1)² / 5.
        let rows: Vec<Vec<f64>> = [[1, 2], [1, 3], [2, 4], [4, 5], [5, 1], [3, 3]]
            .iter()
            .map(|row| row.iter().map(|&value| f64::from(value)).collect())
            .collect();
        assert!((friedman(&rows).expect("a test").chi_square - 1.8).abs() < 1e-12);
    }

    #[test]
    fn without_raters_objects_or_differences_there_is_no_test() {
        assert_eq!(friedman(&[]), None);
        assert_eq!(friedman(&[vec![1.0, 2.0]]), None);
        assert_eq!(friedman(&[vec![1.0], vec![2.0]]), None);
        assert_eq!(friedman(&[vec![2.0, 2.0], vec![5.0, 5.0]]), None);
        assert_eq!(friedman(&[vec![1.0, 2.0], vec![1.0]]), None);
        assert_eq!(friedman(&[vec![1.0, f64::NAN], vec![1.0, 2.0]]), None);
    }
}
