//! Principal components of a small table, for maps of objects and their attributes.

use super::eigen::eigen;
use super::table::{columns, deviations, product};

/// The components of a table, the largest first: as many as columns vary, at most the number of rows less one.
#[derive(Debug, Clone, PartialEq)]
pub struct Principal {
    /// Rows × components: each row's deviation from the means, along every component.
    pub scores: Vec<Vec<f64>>,
    /// Columns × components: vectors times the root of the eigenvalue; correlations with the component where columns were scaled.
    pub loadings: Vec<Vec<f64>>,
    /// Columns × components: the directions, each of length 1.
    pub vectors: Vec<Vec<f64>>,
    /// The variance (n − 1) along every component.
    pub eigenvalues: Vec<f64>,
    /// Each as a share of the variance of all columns.
    pub shares: Vec<f64>,
}

/// The principal components of rows × columns (Pearson 1901; Hotelling 1933).
///
/// Columns are centred and, with `scale`, divided by their standard deviation (n − 1). A column that does not vary takes no part: its
/// loadings are 0. Of every component the number of greatest size in its vector is positive, the first of those that are
/// equal within 1e-9. None with fewer than two rows, when no column varies, or with rows that are no table.
pub fn principal_components(rows: &[Vec<f64>], scale: bool) -> Option<Principal> {
    let degrees = rows.len().checked_sub(1).filter(|degrees| *degrees > 0)?;
    let centered: Vec<Vec<f64>> = columns(rows)?.iter().map(|column| deviations(column)).collect();
    let prepared: Vec<Vec<f64>> =
        centered.into_iter().map(|column| if scale { scaled(column, degrees) } else { column }).collect();
    let covariance = |a: &Vec<f64>, b: &Vec<f64>| product(a, b) / degrees as f64;
    let matrix: Vec<Vec<f64>> =
        prepared.iter().map(|a| prepared.iter().map(|b| covariance(a, b)).collect()).collect();
    let total: f64 = matrix.iter().enumerate().map(|(j, row)| row[j]).sum();
    let varying = matrix.iter().enumerate().filter(|(j, row)| row[*j] > 0.0).count();
    let found = (total > 0.0).then(|| eigen(&matrix))??;
    let kept = varying.min(degrees);
    let directions: Vec<Vec<f64>> = found.vectors.into_iter().take(kept).map(turned).collect();
    let eigenvalues: Vec<f64> = found.values.iter().take(kept).map(|value| value.max(0.0)).collect();
    let row = |i: usize| prepared.iter().map(|column| column[i]).collect::<Vec<f64>>();
    let along = |point: Vec<f64>| directions.iter().map(|direction| product(&point, direction)).collect();
    let vectors: Vec<Vec<f64>> =
        (0..prepared.len()).map(|j| directions.iter().map(|direction| direction[j]).collect()).collect();
    let loaded = |own: &Vec<f64>| own.iter().zip(&eigenvalues).map(|(x, value)| x * value.sqrt()).collect();
    Some(Principal {
        scores: (0..rows.len()).map(|i| along(row(i))).collect(),
        loadings: vectors.iter().map(loaded).collect(),
        vectors,
        shares: eigenvalues.iter().map(|value| value / total).collect(),
        eigenvalues,
    })
}

/// Deviations in standard deviations; zeros stay zeros.
fn scaled(column: Vec<f64>, degrees: usize) -> Vec<f64> {
    let sd = (product(&column, &column) / degrees as f64).sqrt();
    column.into_iter().map(|x| if sd > 0.0 { x / sd } else { 0.0 }).collect()
}

/// The same direction with its number of greatest size above 0, the first of those that are equal within 1e-9.
pub fn turned(direction: Vec<f64>) -> Vec<f64> {
    let greatest =
        direction.iter().fold(0.0_f64, |best, &x| if x.abs() > best.abs() + 1e-9 { x } else { best });
    if greatest < 0.0 { direction.into_iter().map(|x| -x).collect() } else { direction }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_and_vectors_give_the_table_back() {
        let rows = [vec![3.0, 4.2, 1.0], vec![4.5, 3.9, 2.0], vec![2.2, 2.0, 5.0], vec![3.3, 3.1, 4.4]];
        let found = principal_components(&rows, false).expect("components");
        for (row, scores) in rows.iter().zip(&found.scores) {
            for (j, vector) in found.vectors.iter().enumerate() {
                let mean = rows.iter().map(|row| row[j]).sum::<f64>() / 4.0;
                assert!((product(scores, vector) + mean - row[j]).abs() < 1e-12);
            }
        }
        assert!((found.shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_column_that_does_not_vary_takes_no_part() {
        let rows = [vec![1.0, 7.0, 2.0], vec![2.0, 7.0, 1.0], vec![4.0, 7.0, 3.0], vec![5.0, 7.0, 5.0]];
        for scale in [true, false] {
            let found = principal_components(&rows, scale).expect("components");
            assert_eq!((found.eigenvalues.len(), &found.loadings[1]), (2, &vec![0.0, 0.0]), "{scale}");
            let greatest = |c: usize| (0..3).map(|j| found.vectors[j][c]).fold(0.0_f64, f64::max);
            assert!(greatest(0) > 0.7 && greatest(1) > 0.7, "{:?}", found.vectors);
        }
    }

    #[test]
    fn three_rows_span_two_components_however_many_columns() {
        let rows = [vec![1.0, 2.0, 3.0, 4.0], vec![2.0, 2.5, 1.0, 0.0], vec![0.0, 4.0, 3.0, 1.0]];
        let found = principal_components(&rows, true).expect("components");
        assert_eq!((found.eigenvalues.len(), found.scores[0].len(), found.loadings.len()), (2, 2, 4));
        assert_eq!(principal_components(&rows[..1], true), None);
        assert_eq!(principal_components(&[vec![1.0], vec![1.0]], true), None);
        assert_eq!(principal_components(&[], false), None);
    }
}
