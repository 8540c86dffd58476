//! Single units moved from cluster to cluster where that makes the sum of squares smaller (Hartigan & Wong 1979).
//!
//! Lloyd's algorithm ends where every unit is nearest to its own centre. Moving one unit also moves two centres, and
//! with that counted there is often a better place for it: many of the ends of Lloyd's algorithm are none here, and
//! far more starts reach the best solution. Where no unit can be moved, every unit is nearest to its own centre too.

use ndarray::Array2;

/// A move must make the unit's part of the sum of squares smaller by more than this, relatively, so that rounding never
/// moves a unit to and fro.
pub const GAIN: f64 = 1e-9;
/// The most times that all units are looked at; a few are enough.
pub const PASSES: usize = 1_000;

/// Clusters that units are moved between: of each its mean and what a unit's squared distance from it counts for, when
/// the unit leaves, n/(n − 1), and when it joins, n/(n + 1).
pub struct Clusters<P> {
    /// The mean of each.
    pub means: Vec<P>,
    sizes: Vec<f64>,
    /// n/(n − 1).
    pub leaving: Vec<f64>,
    /// n/(n + 1).
    pub joining: Vec<f64>,
}

/// Moves units of a matrix until no single move makes the sum of squares smaller; whether any was moved.
pub fn improve(points: &Array2<f64>, labels: &mut [usize], k: usize) -> bool {
    match points.ncols() {
        1 => fixed::<1>(points, labels, k),
        2 => fixed::<2>(points, labels, k),
        3 => fixed::<3>(points, labels, k),
        4 => fixed::<4>(points, labels, k),
        5 => fixed::<5>(points, labels, k),
        6 => fixed::<6>(points, labels, k),
        _ => {
            let rows: Vec<Vec<f64>> = points.rows().into_iter().map(|point| point.to_vec()).collect();
            settle(&rows, labels, &vec![0.0; points.ncols()], k)
        }
    }
}

/// The same for a number of variables that the compiler knows.
fn fixed<const D: usize>(points: &Array2<f64>, labels: &mut [usize], k: usize) -> bool {
    let rows: Vec<[f64; D]> = (0..points.nrows()).map(|i| std::array::from_fn(|j| points[(i, j)])).collect();
    settle(&rows, labels, &[0.0; D], k)
}

/// Moves points, in their order and over and over, until none of them can be moved to advantage; whether any was moved.
fn settle<P: AsRef<[f64]> + AsMut<[f64]> + Clone>(
    points: &[P],
    labels: &mut [usize],
    origin: &P,
    k: usize,
) -> bool {
    let mut clusters = Clusters::of(points, labels, origin, k);
    let mut pass = || {
        let all = points.iter().zip(labels.iter_mut());
        all.fold(false, |moved, (point, label)| clusters.moves(point, label) || moved)
    };
    (0..PASSES).take_while(|_| pass()).count() > 0
}

impl<P: AsRef<[f64]> + AsMut<[f64]> + Clone> Clusters<P> {
    /// The clusters of some labels, whose means are found in two passes so that far offsets cost no digits.
    pub fn of(points: &[P], labels: &[usize], origin: &P, k: usize) -> Self {
        let mut sizes = vec![0.0; k];
        labels.iter().for_each(|&label| sizes[label] += 1.0);
        let mut means = vec![origin.clone(); k];
        for _ in 0..2 {
            let mut sums = vec![origin.clone(); k];
            for (point, &label) in points.iter().zip(labels) {
                let terms = point.as_ref().iter().zip(means[label].as_ref());
                sums[label].as_mut().iter_mut().zip(terms).for_each(|(sum, (x, mean))| *sum += x - mean);
            }
            for ((mean, sum), size) in means.iter_mut().zip(&sums).zip(&sizes) {
                mean.as_mut().iter_mut().zip(sum.as_ref()).for_each(|(mean, sum)| *mean += sum / size);
            }
        }
        let mut clusters = Self { means, leaving: vec![0.0; k], joining: vec![0.0; k], sizes };
        (0..k).for_each(|c| clusters.weigh(c));
        clusters
    }

    /// What distances from a cluster count for; the last unit of one never leaves it.
    fn weigh(&mut self, c: usize) {
        let size = self.sizes[c];
        self.leaving[c] = if size > 1.0 { size / (size - 1.0) } else { 0.0 };
        self.joining[c] = size / (size + 1.0);
    }

    /// Moves a point to where it is better off, if there is such a place; whether it was moved.
    pub fn moves(&mut self, point: &P, label: &mut usize) -> bool {
        let Some(to) = self.better(point.as_ref(), *label) else { return false };
        self.shift(point.as_ref(), *label, to);
        *label = to;
        true
    }

    /// The cluster that a point should move to, if any; the lowest of equals.
    fn better(&self, point: &[f64], from: usize) -> Option<usize> {
        let mut least = self.leaving[from] * squared(point, self.means[from].as_ref()) * (1.0 - GAIN);
        let mut best = None;
        for (to, (mean, joining)) in self.means.iter().zip(&self.joining).enumerate() {
            let cost = joining * squared(point, mean.as_ref());
            if cost < least && to != from {
                (least, best) = (cost, Some(to));
            }
        }
        best
    }

    /// Moves a point, and with it the means of both clusters.
    fn shift(&mut self, point: &[f64], from: usize, to: usize) {
        for (cluster, sign) in [(from, -1.0), (to, 1.0)] {
            self.sizes[cluster] += sign;
            let size = sign * self.sizes[cluster];
            let mean = self.means[cluster].as_mut();
            mean.iter_mut().zip(point).for_each(|(mean, x)| *mean += (x - *mean) / size);
            self.weigh(cluster);
        }
    }
}

fn squared(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(points: &[[f64; 1]], labels: &[usize], k: usize) -> f64 {
        let group = |c: usize| -> Vec<f64> {
            points.iter().zip(labels).filter(|(_, l)| **l == c).map(|(x, _)| x[0]).collect()
        };
        (0..k).map(|c| crate::statistics::summary::sum_of_squares(&group(c))).sum()
    }

    #[test]
    fn what_lloyd_leaves_is_improved_and_the_best_is_left_alone() {
        // Nearest to its own centre is every point, but 4 is better off with 6 and 7: 0, 2 and 4 have mean 2.
        let points = [[0.0], [2.0], [4.0], [6.05], [6.1]];
        let mut labels = [0, 0, 0, 1, 1];
        assert!(settle(&points, &mut labels, &[0.0], 2));
        assert_eq!(labels, [0, 0, 1, 1, 1]);
        assert!(within(&points, &labels, 2) < within(&points, &[0, 0, 0, 1, 1], 2));
        assert!(!settle(&points, &mut labels, &[0.0], 2));
    }

    #[test]
    fn a_cluster_of_one_stays_and_equal_points_end() {
        let mut labels = [0, 1, 1];
        assert!(!settle(&[[0.0], [9.0], [9.0]], &mut labels, &[0.0], 2));
        let mut labels = [0, 1, 0, 1];
        assert!(!settle(&[[5.0]; 4], &mut labels, &[0.0], 2));
        // Far from the origin nothing is moved to and fro either.
        let points: Vec<[f64; 1]> = (0..60).map(|i| [8e10 + f64::from(i % 7)]).collect();
        let mut labels: Vec<usize> = (0..60).map(|i| i % 3).collect();
        settle(&points, &mut labels, &[0.0], 3);
        assert!(!settle(&points, &mut labels, &[0.0], 3));
    }
}
