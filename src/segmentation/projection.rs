//! The first two principal components of the clustering space, for the separation plot.

use super::findings::{PerVariable, Projection};
use crate::statistics::summary;
use linfa_linalg::eigh::{EigSort, Eigh};
use ndarray::Array2;

/// How many components a plot shows.
const SHOWN: usize = 2;

/// The projection, and the scores of every unit.
///
/// Components are eigenvectors of the covariance matrix (n − 1), the largest eigenvalue first; each is turned so
/// that its largest loading is positive.
pub fn project(
    points: &Array2<f64>,
    centers: &Array2<f64>,
    names: &[String],
) -> Result<(Projection, Vec<Vec<f64>>), String> {
    let means: Vec<f64> =
        points.columns().into_iter().map(|column| summary::mean(&column.to_vec())).collect();
    let covariance = covariance(points, &means);
    let (values, vectors) = covariance.eigh().map_err(|error| error.to_string())?.sort_eig_desc();
    let total: f64 = (0..covariance.nrows()).map(|j| covariance[(j, j)]).sum();
    let components: Vec<Vec<f64>> =
        (0..SHOWN.min(names.len())).map(|c| turned(vectors.column(c).to_vec())).collect();
    let scores = |matrix: &Array2<f64>| -> Vec<Vec<f64>> {
        matrix
            .rows()
            .into_iter()
            .map(|point| components.iter().map(|loadings| score(&point.to_vec(), &means, loadings)).collect())
            .collect()
    };
    let loadings = |j: usize| components.iter().map(|component| component[j]).collect();
    let projection = Projection {
        explained: (0..components.len()).map(|c| values[c].max(0.0) / total).collect(),
        loadings: names
            .iter()
            .enumerate()
            .map(|(j, name)| (name.clone(), loadings(j)))
            .collect::<PerVariable<_>>(),
        centers: scores(centers),
    };
    let units = scores(points);
    Ok((projection, units))
}

fn covariance(points: &Array2<f64>, means: &[f64]) -> Array2<f64> {
    let divisor = points.nrows().saturating_sub(1).max(1) as f64;
    let product = |a: usize, b: usize| {
        points.rows().into_iter().map(|point| (point[a] - means[a]) * (point[b] - means[b])).sum::<f64>()
            / divisor
    };
    Array2::from_shape_fn((means.len(), means.len()), |(a, b)| product(a.min(b), a.max(b)))
}

fn turned(loadings: Vec<f64>) -> Vec<f64> {
    let largest =
        loadings.iter().copied().fold(0.0_f64, |best, x| if x.abs() > best.abs() + 1e-9 { x } else { best });
    if largest < 0.0 { loadings.into_iter().map(|x| -x).collect() } else { loadings }
}

fn score(point: &[f64], means: &[f64], loadings: &[f64]) -> f64 {
    point.iter().zip(means).zip(loadings).map(|((x, mean), loading)| (x - mean) * loading).sum()
}
