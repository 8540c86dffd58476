//! The first two principal components of the clustering space, for the separation plot.

use super::findings::{PerVariable, Projection};
use super::kmeans::row;
use crate::statistics::eigen::eigen;
use crate::statistics::principal::turned;
use crate::statistics::summary;
use ndarray::Array2;

/// How many components a plot shows.
const SHOWN: usize = 2;

/// The projection, and the scores of every unit.
///
/// Components are eigenvectors of the covariance matrix (n − 1), the largest eigenvalue first; each is turned so
/// that its largest loading is positive. With more variables than units they come from the smaller matrix of the
/// units' products, which has the same eigenvalues.
pub fn project(
    points: &Array2<f64>,
    centers: &Array2<f64>,
    names: &[String],
) -> Result<(Projection, Vec<Vec<f64>>), String> {
    let means: Vec<f64> =
        points.columns().into_iter().map(|column| summary::mean(&column.to_vec())).collect();
    let centered = Array2::from_shape_fn(points.dim(), |(i, j)| points[(i, j)] - means[j]);
    let divisor = points.nrows().saturating_sub(1).max(1) as f64;
    let total = centered.iter().map(|x| x * x).sum::<f64>() / divisor;
    let by_units = points.ncols() > points.nrows();
    let components = components(&centered, divisor, by_units, SHOWN)?;
    let scores = |matrix: &Array2<f64>| -> Vec<Vec<f64>> {
        let of =
            |point: &[f64]| components.iter().map(|(_, loadings)| score(point, &means, loadings)).collect();
        matrix.rows().into_iter().map(|point| of(&point.to_vec())).collect()
    };
    let loadings = |j: usize| components.iter().map(|(_, loadings)| loadings[j]).collect();
    let projection = Projection {
        explained: components.iter().map(|(value, _)| value.max(0.0) / total).collect(),
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

/// The scores of every unit on all principal components: the points turned around their mean.
pub fn all_scores(points: &Array2<f64>) -> Result<Array2<f64>, String> {
    let centered = centered(points);
    let by_units = points.ncols() > points.nrows();
    let components = components(&centered, 1.0, by_units, points.ncols())?;
    let origin = vec![0.0; points.ncols()];
    Ok(Array2::from_shape_fn((points.nrows(), components.len()), |(i, c)| {
        score(row(&centered, i), &origin, &components[c].1)
    }))
}

/// The points moved so that every variable has mean 0.
pub fn centered(points: &Array2<f64>) -> Array2<f64> {
    let means: Vec<f64> =
        points.columns().into_iter().map(|column| summary::mean(&column.to_vec())).collect();
    Array2::from_shape_fn(points.dim(), |(i, j)| points[(i, j)] - means[j])
}

/// The `most` largest eigenvalues of the covariance with their loadings, from the products of the units or of the
/// variables.
fn components(
    centered: &Array2<f64>,
    divisor: f64,
    by_units: bool,
    most: usize,
) -> Result<Vec<(f64, Vec<f64>)>, String> {
    let (n, variables) = centered.dim();
    let matrix =
        if by_units { products(centered, divisor) } else { products(&transposed(centered), divisor) };
    let found = eigen(&matrix).ok_or("its products are too large to be computed with")?;
    let component = |c: usize| {
        let vector = found.vectors[c].clone();
        let loadings = if by_units { unit_length(&combined(centered, &vector)) } else { vector };
        (found.values[c], turned(loadings))
    };
    Ok((0..most.min(variables).min(n)).map(component).collect())
}

/// The products of every two rows, over a divisor.
fn products(rows: &Array2<f64>, divisor: f64) -> Vec<Vec<f64>> {
    let product =
        |a: usize, b: usize| row(rows, a).iter().zip(row(rows, b)).map(|(x, y)| x * y).sum::<f64>() / divisor;
    (0..rows.nrows()).map(|a| (0..rows.nrows()).map(|b| product(a.min(b), a.max(b))).collect()).collect()
}

fn transposed(matrix: &Array2<f64>) -> Array2<f64> {
    Array2::from_shape_fn((matrix.ncols(), matrix.nrows()), |(i, j)| matrix[(j, i)])
}

/// The sum of the rows, each times its weight.
fn combined(rows: &Array2<f64>, weights: &[f64]) -> Vec<f64> {
    (0..rows.ncols())
        .map(|j| weights.iter().enumerate().map(|(i, weight)| weight * rows[(i, j)]).sum())
        .collect()
}

/// A direction of length 1; none where there is no variance left.
fn unit_length(direction: &[f64]) -> Vec<f64> {
    let length = direction.iter().map(|x| x * x).sum::<f64>().sqrt();
    direction.iter().map(|x| if length > 0.0 { x / length } else { 0.0 }).collect()
}

fn score(point: &[f64], means: &[f64], loadings: &[f64]) -> f64 {
    point.iter().zip(means).zip(loadings).map(|((x, mean), loading)| (x - mean) * loading).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_the_components_agree() {
        let points = Array2::from_shape_fn((5, 8), |(i, j)| ((i * 7 + j * j * 3 + i * j * 5) % 11) as f64);
        let centered = centered(&points);
        let by_units = components(&centered, 4.0, true, SHOWN).expect("components");
        let by_variables = components(&centered, 4.0, false, SHOWN).expect("components");
        for ((value, loadings), (other, others)) in by_units.iter().zip(&by_variables) {
            assert!((value - other).abs() < 1e-9, "{value} is not {other}");
            assert!(
                loadings.iter().zip(others).all(|(a, b)| (a - b).abs() < 1e-9),
                "{loadings:?} {others:?}"
            );
        }
        assert_eq!(by_units.len(), 2);
    }
}
