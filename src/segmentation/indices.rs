//! Indices of how well a grouping fits its points.

use super::kmeans::{distance, row, squared};
use super::profile;
use ndarray::Array2;

/// The centre of every group, as plain means: a row per group.
fn centers(points: &Array2<f64>, labels: &[usize], k: usize) -> Vec<Vec<f64>> {
    (0..k).map(|c| profile::center(points, labels, c)).collect()
}

fn sizes(labels: &[usize], k: usize) -> Vec<usize> {
    let mut sizes = vec![0; k];
    labels.iter().for_each(|&label| sizes[label] += 1);
    sizes
}

/// The index of Caliński and Harabasz (1974): the sum of squares between groups over k − 1, divided by that within
/// groups over n − k. Larger is better. No group may be empty; infinite when nothing varies within groups.
pub fn calinski_harabasz(points: &Array2<f64>, labels: &[usize], k: usize) -> f64 {
    let n = points.nrows();
    let (centers, sizes) = (centers(points, labels, k), sizes(labels, k));
    let all = profile::center(points, &vec![0; n], 0);
    let between: f64 =
        centers.iter().zip(sizes).map(|(center, size)| size as f64 * squared(center, &all)).sum();
    let within: f64 = (0..n).map(|i| squared(row(points, i), &centers[labels[i]])).sum();
    (between / (k as f64 - 1.0)) / (within / (n as f64 - k as f64))
}

/// The index of Davies and Bouldin (1979) with Euclidean distances and mean distances to centres: the mean over the
/// groups of (Sᵢ + Sⱼ) / Mᵢⱼ for the group j most like group i. Smaller is better. No group may be empty.
pub fn davies_bouldin(points: &Array2<f64>, labels: &[usize], k: usize) -> f64 {
    let (centers, sizes) = (centers(points, labels, k), sizes(labels, k));
    let mut spreads = vec![0.0; k];
    for (i, &label) in labels.iter().enumerate() {
        spreads[label] += distance(row(points, i), &centers[label]);
    }
    spreads.iter_mut().zip(sizes).for_each(|(spread, size)| *spread /= size as f64);
    let likeness = |a: usize, b: usize| (spreads[a] + spreads[b]) / distance(&centers[a], &centers[b]);
    let most = |a: usize| (0..k).filter(|&b| b != a).map(|b| likeness(a, b)).fold(0.0, f64::max);
    (0..k).map(most).sum::<f64>() / k as f64
}
