//! How far points lie from their mean when the directions in which they are spread are counted.

use super::summary::mean;
use super::table::{columns, product};

/// A share of a variance that is no more than rounding: what is left of a variable beside those before it.
const NOTHING: f64 = 1e-10;

/// The squared distance of every row from the mean of all, by the inverse of their covariance matrix (n − 1)
/// (Mahalanobis 1936).
///
/// None where that matrix has no inverse: a column does not vary or follows from others, there are not more rows than
/// columns, or the rows are no table of finite numbers.
pub fn squared_distances(rows: &[Vec<f64>]) -> Option<Vec<f64>> {
    let centered: Vec<Vec<f64>> = columns(rows)?
        .into_iter()
        .map(|column| {
            let center = mean(&column);
            column.into_iter().map(|x| x - center).collect()
        })
        .collect();
    let degrees = rows.len().checked_sub(1).filter(|degrees| *degrees > 0)? as f64;
    let covariance: Vec<Vec<f64>> =
        centered.iter().map(|a| centered.iter().map(|b| product(a, b) / degrees).collect()).collect();
    let root = triangle(&covariance)?;
    let row = |i: usize| centered.iter().map(|column| column[i]).collect::<Vec<f64>>();
    let squared = |i: usize| solved(&root, &row(i)).iter().map(|x| x * x).sum();
    Some((0..rows.len()).map(squared).collect())
}

/// The lower triangle whose product with its mirror image is a matrix (Cholesky); none where it has no inverse.
fn triangle(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let mut root = vec![vec![0.0; matrix.len()]; matrix.len()];
    for i in 0..matrix.len() {
        for j in 0..=i {
            let rest = matrix[i][j] - product(&root[i][..j], &root[j][..j]);
            if i == j {
                root[i][i] = (rest > NOTHING * matrix[i][i]).then(|| rest.sqrt())?;
            } else {
                root[i][j] = rest / root[j][j];
            }
        }
    }
    Some(root)
}

/// The point that a triangle turns into another one.
fn solved(root: &[Vec<f64>], point: &[f64]) -> Vec<f64> {
    let mut found: Vec<f64> = Vec::with_capacity(point.len());
    for (row, x) in root.iter().zip(point) {
        let next = (x - product(row, &found)) / row[found.len()];
        found.push(next);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_column_is_squared_standard_deviations_and_the_sum_is_known() {
        let rows: Vec<Vec<f64>> = [1.0, 2.0, 3.0, 6.0].map(|x| vec![x]).into();
        let found = squared_distances(&rows).expect("distances");
        let variance = crate::statistics::summary::sum_of_squares(&[1.0, 2.0, 3.0, 6.0]) / 3.0;
        assert!((found[3] - 9.0 / variance).abs() < 1e-14, "{found:?}");
        // (n − 1) × the number of columns, whatever the data.
        let rows: Vec<Vec<f64>> =
            (0..20).map(|i| vec![f64::from(i), f64::from(i * i % 7), f64::from(i * 5 % 11) + 1e6]).collect();
        let sum: f64 = squared_distances(&rows).expect("distances").iter().sum();
        assert!((sum - 57.0).abs() < 1e-9, "{sum}");
    }

    #[test]
    fn what_has_no_inverse_has_no_distances() {
        let line: Vec<Vec<f64>> = (0..9).map(|i| vec![f64::from(i), 3.0 * f64::from(i) + 1.0]).collect();
        assert_eq!(squared_distances(&line), None);
        assert_eq!(squared_distances(&[vec![1.0, 2.0], vec![2.0, 1.0]]), None);
        assert_eq!(squared_distances(&[vec![1.0], vec![1.0]]), None);
        assert_eq!(squared_distances(&[]), None);
    }
}
