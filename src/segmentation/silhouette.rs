//! Silhouette widths (Rousseeuw 1987), exact, with Euclidean distances.

use super::kmeans::{distance, row};
use ndarray::Array2;
use rayon::prelude::*;

/// The silhouette width of every unit: (b − a) / max(a, b), where a is the mean distance to the unit's own cluster
/// and b the smallest mean distance to another; 0 for a unit alone in its cluster.
///
/// Memory grows with the number of clusters, not with the square of the number of units.
pub fn widths(points: &Array2<f64>, labels: &[usize], k: usize) -> Vec<f64> {
    let mut sizes = vec![0_usize; k];
    labels.iter().for_each(|&label| sizes[label] += 1);
    (0..points.nrows()).into_par_iter().map(|i| width(points, labels, &sizes, i)).collect()
}

fn width(points: &Array2<f64>, labels: &[usize], sizes: &[usize], i: usize) -> f64 {
    let own = labels[i];
    if sizes[own] == 1 {
        return 0.0;
    }
    let mut sums = vec![0.0; sizes.len()];
    for (j, &label) in labels.iter().enumerate() {
        sums[label] += distance(row(points, i), row(points, j));
    }
    let a = sums[own] / (sizes[own] - 1) as f64;
    let others = (0..sizes.len()).filter(|&c| c != own && sizes[c] > 0);
    let b = others.map(|c| sums[c] / sizes[c] as f64).fold(f64::INFINITY, f64::min);
    let larger = a.max(b);
    if larger > 0.0 { (b - a) / larger } else { 0.0 }
}
