//! The initial centres of SPSS QUICK CLUSTER, by the rule that GNU PSPP implements too.

use super::kmeans::{distance, row};
use ndarray::{Array2, Axis};

/// Chooses `k` rows as first centres, passing once through the rows in the order of the file.
///
/// The first k cases are the centres. A later case c, with q its nearest and p its second-nearest centre, replaces
/// (a) the nearer to c of the two closest centres, when c is farther from q than these two are from each other;
/// (b) q otherwise, when c is farther from p than q is from its nearest other centre.
/// Comparisons are strict; among equal distances the lowest index counts.
pub fn initial_centers(points: &Array2<f64>, file_order: &[usize], k: usize) -> Array2<f64> {
    let mut centers: Vec<usize> = file_order[..k].to_vec();
    for &case in &file_order[k..] {
        if let Some(slot) = replaced(points, &centers, case) {
            centers[slot] = case;
        }
    }
    points.select(Axis(0), &centers)
}

/// The slot that a case takes, if any.
fn replaced(points: &Array2<f64>, centers: &[usize], case: usize) -> Option<usize> {
    let between = |a: usize, b: usize| distance(row(points, a), row(points, b));
    let to_case: Vec<f64> = centers.iter().map(|&center| between(center, case)).collect();
    let nearest = lowest(&to_case, None)?;
    let second = lowest(&to_case, Some(nearest))?;
    let (m, n, smallest) = closest_pair(points, centers)?;
    if to_case[nearest] > smallest {
        return Some(if to_case[n] < to_case[m] { n } else { m });
    }
    let from_nearest: Vec<f64> = centers.iter().map(|&center| between(centers[nearest], center)).collect();
    let neighbour = lowest(&from_nearest, Some(nearest))?;
    (to_case[second] > from_nearest[neighbour]).then_some(nearest)
}

/// The index of the smallest value, one index left out.
fn lowest(values: &[f64], without: Option<usize>) -> Option<usize> {
    let indices = (0..values.len()).filter(|i| Some(*i) != without);
    indices.fold(None, |best, i| match best {
        Some(b) if values[b] <= values[i] => Some(b),
        _ => Some(i),
    })
}

/// The two closest centres and their distance.
fn closest_pair(points: &Array2<f64>, centers: &[usize]) -> Option<(usize, usize, f64)> {
    let mut best: Option<(usize, usize, f64)> = None;
    for m in 0..centers.len() {
        for n in m + 1..centers.len() {
            let d = distance(row(points, centers[m]), row(points, centers[n]));
            if best.is_none_or(|(_, _, smallest)| d < smallest) {
                best = Some((m, n, d));
            }
        }
    }
    best
}
