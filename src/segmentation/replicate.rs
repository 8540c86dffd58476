//! k-means of the many small samples that the gap statistic and the bootstrap draw.
//!
//! The reported solutions start from linfa. Here thousands of samples of a few hundred units are solved, and what linfa
//! does around a start would take most of the time; so the draw of first centres is made here too, by the same rule.

use super::kmeans::{self, row};
use ndarray::Array2;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::RngCore;

/// The best solution of a sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Best {
    /// The sum of squared distances to the units' own centres.
    pub within_ss: f64,
    /// The cluster of every unit.
    pub labels: Vec<usize>,
}

/// The solution with the smallest sum of squares of several starts by k-means++ (Arthur & Vassilvitskii 2007), each
/// polished to the fixed point by Lloyd's algorithm; the first of equals. `None` when every start lost a cluster.
pub fn best_of(points: &Array2<f64>, k: usize, starts: usize, rng: &mut ChaCha8Rng) -> Option<Best> {
    match points.ncols() {
        1 => best_fixed::<1>(points, k, starts, rng),
        2 => best_fixed::<2>(points, k, starts, rng),
        3 => best_fixed::<3>(points, k, starts, rng),
        4 => best_fixed::<4>(points, k, starts, rng),
        5 => best_fixed::<5>(points, k, starts, rng),
        6 => best_fixed::<6>(points, k, starts, rng),
        _ => best(starts, || {
            let first =
                first_centers(points.nrows(), k, rng, |i, j| kmeans::squared(row(points, i), row(points, j)));
            let centers = points.select(ndarray::Axis(0), &first);
            let solution = kmeans::lloyd(points, centers, None).ok()?;
            Some(Best { within_ss: solution.within_ss, labels: solution.labels })
        }),
    }
}

/// The same for a number of variables that the compiler knows.
fn best_fixed<const D: usize>(
    points: &Array2<f64>,
    k: usize,
    starts: usize,
    rng: &mut ChaCha8Rng,
) -> Option<Best> {
    let points: Vec<[f64; D]> =
        (0..points.nrows()).map(|i| std::array::from_fn(|j| points[(i, j)])).collect();
    best(starts, || {
        let first = first_centers(points.len(), k, rng, |i, j| squared(&points[i], &points[j]));
        lloyd(&points, first.into_iter().map(|i| points[i]).collect())
    })
}

fn best(starts: usize, mut start: impl FnMut() -> Option<Best>) -> Option<Best> {
    let mut best: Option<Best> = None;
    for found in (0..starts).filter_map(|_| start()) {
        if best.as_ref().is_none_or(|best| found.within_ss < best.within_ss) {
            best = Some(found);
        }
    }
    best
}

/// The units that are first centres: one drawn evenly, each next one with a probability in proportion to its squared
/// distance from the nearest before it.
fn first_centers(
    n: usize,
    k: usize,
    rng: &mut ChaCha8Rng,
    squared: impl Fn(usize, usize) -> f64,
) -> Vec<usize> {
    let mut chosen = vec![below(n, rng)];
    let mut nearest: Vec<f64> = (0..n).map(|i| squared(i, chosen[0])).collect();
    while chosen.len() < k {
        let mut left = uniform(rng) * nearest.iter().sum::<f64>();
        let reached = |distance: &f64| {
            left -= distance;
            left < 0.0
        };
        // Where rounding leaves a little, the last unit that is no centre yet.
        let last = || nearest.iter().rposition(|distance| *distance > 0.0).unwrap_or(0);
        let next = nearest.iter().position(reached).unwrap_or_else(last);
        for (i, distance) in nearest.iter_mut().enumerate() {
            *distance = distance.min(squared(i, next));
        }
        chosen.push(next);
    }
    chosen
}

/// A number from 0 up to, but not including, 1, of 53 random bits.
pub fn uniform(rng: &mut ChaCha8Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A number from 0 up to, but not including, `n`; the same on every machine.
pub fn below(n: usize, rng: &mut ChaCha8Rng) -> usize {
    ((u128::from(rng.next_u64()) * n as u128) >> 64) as usize
}

/// Lloyd's algorithm to the fixed point; `None` when a cluster becomes empty.
fn lloyd<const D: usize>(points: &[[f64; D]], mut centers: Vec<[f64; D]>) -> Option<Best> {
    let mut labels = vec![usize::MAX; points.len()];
    loop {
        let moved = assign(points, &centers, &mut labels);
        if !moved {
            let own = |(point, &label): (&[f64; D], &usize)| squared(point, &centers[label]);
            let within_ss = points.iter().zip(&labels).map(own).sum();
            return Some(Best { within_ss, labels });
        }
        centers = means(points, &labels, centers.len())?;
    }
}

/// Gives every point to its nearest centre, the lowest of equals; whether one has moved.
fn assign<const D: usize>(points: &[[f64; D]], centers: &[[f64; D]], labels: &mut [usize]) -> bool {
    let mut moved = false;
    for (point, label) in points.iter().zip(labels) {
        let mut best = (0, f64::INFINITY);
        for (c, center) in centers.iter().enumerate() {
            let distance = squared(point, center);
            if distance < best.1 {
                best = (c, distance);
            }
        }
        moved |= *label != best.0;
        *label = best.0;
    }
    moved
}

/// The mean of every cluster; none when one is empty. Samples are centred, so one pass is exact enough.
fn means<const D: usize>(points: &[[f64; D]], labels: &[usize], k: usize) -> Option<Vec<[f64; D]>> {
    let mut sums = vec![([0.0; D], 0_usize); k];
    for (point, &label) in points.iter().zip(labels) {
        let (sum, size) = &mut sums[label];
        *size += 1;
        for j in 0..D {
            sum[j] += point[j];
        }
    }
    let mean = |(sum, size): ([f64; D], usize)| (size > 0).then(|| sum.map(|x| x / size as f64));
    sums.into_iter().map(mean).collect()
}

fn squared<const D: usize>(a: &[f64; D], b: &[f64; D]) -> f64 {
    let mut sum = 0.0;
    for j in 0..D {
        sum += (a[j] - b[j]) * (a[j] - b[j]);
    }
    sum
}
