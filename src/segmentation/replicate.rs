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
    let sample = Sample::<D>::of(points);
    best(starts, || {
        let first = first_centers(sample.n, k, rng, |i, j| squared(&sample.point(i), &sample.point(j)));
        sample.lloyd(first.into_iter().map(|i| sample.point(i)).collect())
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

/// Points by variable, so that the processor takes several at once.
struct Sample<const D: usize> {
    columns: [Vec<f64>; D],
    n: usize,
}

/// The clusters of all points with the sums that their means are made of.
struct Clusters<const D: usize> {
    labels: Vec<u64>,
    sums: Vec<[f64; D]>,
    sizes: Vec<usize>,
}

impl<const D: usize> Sample<D> {
    fn of(points: &Array2<f64>) -> Self {
        Self { columns: std::array::from_fn(|j| points.column(j).to_vec()), n: points.nrows() }
    }

    fn point(&self, i: usize) -> [f64; D] {
        std::array::from_fn(|j| self.columns[j][i])
    }

    /// Lloyd's algorithm to the fixed point; `None` when a cluster becomes empty.
    fn lloyd(&self, mut centers: Vec<[f64; D]>) -> Option<Best> {
        let k = centers.len();
        let mut clusters =
            Clusters { labels: vec![u64::MAX; self.n], sums: vec![[0.0; D]; k], sizes: vec![0; k] };
        let (mut nearest, mut labels) = (vec![0.0; self.n], vec![0; self.n]);
        loop {
            self.assign(&centers, &mut nearest, &mut labels);
            if !clusters.moved_to(self, &labels) {
                return self.finished(labels, k);
            }
            centers = clusters.means()?;
        }
    }

    /// Finds the nearest centre of every point, the lowest of equals. There are no branches to guess wrong.
    fn assign(&self, centers: &[[f64; D]], nearest: &mut [f64], labels: &mut [u64]) {
        let columns: [&[f64]; D] = std::array::from_fn(|j| &self.columns[j][..self.n]);
        let (nearest, labels) = (&mut nearest[..self.n], &mut labels[..self.n]);
        nearest.fill(f64::INFINITY);
        labels.fill(0);
        for (c, center) in (0_u64..).zip(centers) {
            for i in 0..self.n {
                let mut distance = 0.0;
                for j in 0..D {
                    distance += (columns[j][i] - center[j]) * (columns[j][i] - center[j]);
                }
                let closer = distance < nearest[i];
                nearest[i] = if closer { distance } else { nearest[i] };
                labels[i] = if closer { c } else { labels[i] };
            }
        }
    }

    /// The solution with its sum of squares around the exact means.
    fn finished(&self, labels: Vec<u64>, k: usize) -> Option<Best> {
        let mut clusters =
            Clusters { labels: vec![u64::MAX; self.n], sums: vec![[0.0; D]; k], sizes: vec![0; k] };
        clusters.moved_to(self, &labels);
        let means = clusters.means()?;
        let labels: Vec<usize> = labels.into_iter().map(|label| label as usize).collect();
        let within_ss = (0..self.n).map(|i| squared(&self.point(i), &means[labels[i]])).sum();
        Some(Best { within_ss, labels })
    }
}

impl<const D: usize> Clusters<D> {
    /// Moves the points whose label is another one, and their shares of the sums; whether there were any.
    fn moved_to(&mut self, sample: &Sample<D>, labels: &[u64]) -> bool {
        let mut moved = false;
        for (i, (&new, old)) in labels.iter().zip(&mut self.labels).enumerate() {
            if new == *old {
                continue;
            }
            let point = sample.point(i);
            if let Some(sum) = self.sums.get_mut(*old as usize) {
                (0..D).for_each(|j| sum[j] -= point[j]);
                self.sizes[*old as usize] -= 1;
            }
            (0..D).for_each(|j| self.sums[new as usize][j] += point[j]);
            self.sizes[new as usize] += 1;
            *old = new;
            moved = true;
        }
        moved
    }

    /// The mean of every cluster; none when one is empty. Samples are centred, so one pass is exact enough.
    fn means(&self) -> Option<Vec<[f64; D]>> {
        let mean = |(sum, &size): (&[f64; D], &usize)| (size > 0).then(|| sum.map(|x| x / size as f64));
        self.sums.iter().zip(&self.sizes).map(mean).collect()
    }
}

fn squared<const D: usize>(a: &[f64; D], b: &[f64; D]) -> f64 {
    let mut sum = 0.0;
    for j in 0..D {
        sum += (a[j] - b[j]) * (a[j] - b[j]);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::rand_core::SeedableRng;

    #[test]
    fn a_sample_ends_where_plain_means_end() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let points = Array2::from_shape_simple_fn((80, 3), || uniform(&mut rng));
        for k in [2, 5, 9] {
            let first: Vec<usize> = (0..k).map(|c| c * 7).collect();
            let plain =
                kmeans::lloyd(&points, points.select(ndarray::Axis(0), &first), None).expect("clusters");
            let sample = Sample::<3>::of(&points);
            let found = sample.lloyd(first.iter().map(|&i| sample.point(i)).collect()).expect("clusters");
            assert_eq!(found.labels, plain.labels);
            assert!((found.within_ss - plain.within_ss).abs() < 1e-12 * plain.within_ss);
        }
    }

    #[test]
    fn first_centers_are_drawn_far_from_each_other_and_never_twice() {
        let mut rng = ChaCha8Rng::seed_from_u64(4);
        let points = [0.0, 0.0, 0.0, 0.0, 1.0, 5.0];
        for _ in 0..200 {
            let mut first = first_centers(6, 3, &mut rng, |i, j| squared(&[points[i]], &[points[j]]));
            first.sort_by(|&a, &b| points[a].total_cmp(&points[b]));
            let values: Vec<f64> = first.iter().map(|&i| points[i]).collect();
            assert_eq!(values, [0.0, 1.0, 5.0]);
        }
    }
}
