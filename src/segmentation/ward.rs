//! Ward's hierarchical method (Ward 1963) on Euclidean distances, by kodama.

use super::kmeans::{distance, row};
use kodama::{Method, linkage};
use ndarray::Array2;

/// The most units that are joined: the distances of all pairs are kept in memory, here 100 million bytes.
pub const MOST: usize = 5000;

/// The groups that are left when merging stops at `k`; group numbers are in the order of their first units.
///
/// The distance of two merged groups is that of Ward's criterion, as in R's `ward.D2` and scipy's `ward`. `k` is from 1
/// to the number of units.
pub fn groups(points: &Array2<f64>, k: usize) -> Vec<usize> {
    let n = points.nrows();
    let pairs = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
    let mut distances: Vec<f64> = pairs.map(|(i, j)| distance(row(points, i), row(points, j))).collect();
    let dendrogram = linkage(&mut distances, n, Method::Ward);
    // A merge makes the group whose number is that of the merge, after those of the units.
    let mut parent: Vec<usize> = (0..n + dendrogram.len()).collect();
    for (i, step) in dendrogram.steps().iter().take(n.saturating_sub(k)).enumerate() {
        parent[step.cluster1] = n + i;
        parent[step.cluster2] = n + i;
    }
    numbered((0..n).map(|unit| root(&parent, unit)))
}

fn root(parent: &[usize], mut group: usize) -> usize {
    while parent[group] != group {
        group = parent[group];
    }
    group
}

/// Groups renumbered from 0 in the order in which they first appear.
fn numbered(groups: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut known: Vec<usize> = Vec::new();
    let mut numbers = Vec::new();
    for group in groups {
        let number = known.iter().position(|other| *other == group).unwrap_or(known.len());
        if number == known.len() {
            known.push(group);
        }
        numbers.push(number);
    }
    numbers
}
