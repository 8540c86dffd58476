//! k-means of the many small samples that the gap statistic and the bootstrap draw.
//!
//! The reported solutions start from linfa. Here thousands of samples of a few hundred units are solved, and what linfa
//! does around a start would take most of the time; so the draw of first centres is made here too, by the same rule.

use super::kmeans::{self, row};
use super::transfer::{self, Clusters};
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
/// polished by Lloyd's algorithm and moves of single units as the reported solutions are; the first of equals. `None` when every start lost a cluster.
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
            let solution = kmeans::polished(points, centers, None).ok()?;
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
    let points = &sample.points;
    best(starts, || {
        let first = first_centers(points.len(), k, rng, |i, j| squared(&points[i], &points[j]));
        sample.polished(first.into_iter().map(|i| points[i]).collect())
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
        let mut left = uniform(rng) * total(&nearest);
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

/// The sum of some values, several at once.
fn total(values: &[f64]) -> f64 {
    let mut lanes = [0.0; WIDTH];
    for some in values.chunks(WIDTH) {
        lanes.iter_mut().zip(some).for_each(|(lane, x)| *lane += x);
    }
    lanes.iter().sum()
}

/// A number from 0 up to, but not including, 1, of 53 random bits.
pub fn uniform(rng: &mut ChaCha8Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A number from 0 up to, but not including, `n`; the same on every machine.
pub fn below(n: usize, rng: &mut ChaCha8Rng) -> usize {
    ((u128::from(rng.next_u64()) * n as u128) >> 64) as usize
}

/// The most iterations of Lloyd's algorithm; it ends long before, unless rounding moves a unit to and fro.
const ENDLESS: usize = 10_000;
/// How many points the processor is offered at once.
const WIDTH: usize = 8;
/// The label of a point that has none yet.
const NONE: f64 = -1.0;

/// Some points by variable, or a number for each of them. Labels are written as floats too, so that choosing the nearest
/// centre is the same operation for distances and labels, without a branch that could be guessed wrong.
type Lanes = [f64; WIDTH];

/// Points, also in blocks; the last block is filled up with zeros, which never count.
struct Sample<const D: usize> {
    points: Vec<[f64; D]>,
    blocks: Vec<[Lanes; D]>,
}

/// A cluster: the sum of its points and their number.
type Sum<const D: usize> = ([f64; D], f64);

impl<const D: usize> Sample<D> {
    fn of(points: &Array2<f64>) -> Self {
        let points: Vec<[f64; D]> =
            (0..points.nrows()).map(|i| std::array::from_fn(|j| points[(i, j)])).collect();
        let lanes = |block: &[[f64; D]], j: usize| {
            std::array::from_fn(|lane| block.get(lane).map_or(0.0, |point| point[j]))
        };
        let blocks = points.chunks(WIDTH).map(|block| std::array::from_fn(|j| lanes(block, j))).collect();
        Self { points, blocks }
    }

    /// Lloyd's algorithm and then moves of single units; `None` when a cluster becomes empty.
    fn polished(&self, centers: Vec<[f64; D]>) -> Option<Best> {
        let k = centers.len();
        let mut labels = self.lloyd(centers)?;
        self.transfer(&mut labels, k);
        self.finished(labels, k)
    }

    /// Moves single points as `transfer` does, in the same order; blocks in which none wants to move are passed over.
    fn transfer(&self, labels: &mut [usize], k: usize) {
        let mut clusters = Clusters::of(&self.points, labels, &[0.0; D], k);
        for _ in 0..transfer::PASSES {
            let mut moved = false;
            let pieces = self.points.chunks(WIDTH).zip(labels.chunks_mut(WIDTH));
            for ((points, labels), block) in pieces.zip(&self.blocks) {
                if any_moves(block, labels, &clusters) {
                    let each = points.iter().zip(labels);
                    moved |= each.fold(false, |moved, (point, label)| clusters.moves(point, label) || moved);
                }
            }
            if !moved {
                break;
            }
        }
    }

    /// Lloyd's algorithm to the fixed point; `None` when a cluster becomes empty.
    fn lloyd(&self, mut centers: Vec<[f64; D]>) -> Option<Vec<usize>> {
        let mut labels = vec![[NONE; WIDTH]; self.blocks.len()];
        let mut sums = vec![([0.0; D], 0.0); centers.len()];
        for _ in 0..ENDLESS {
            if !self.pass(&centers, &mut labels, &mut sums) {
                break;
            }
            centers = means(&sums)?;
        }
        Some(labels.iter().flatten().map(|label| *label as usize).take(self.points.len()).collect())
    }

    /// Gives every point to its nearest centre, the lowest of equals, and moves its share of the sums along; whether any
    /// point has moved.
    fn pass(&self, centers: &[[f64; D]], labels: &mut [Lanes], sums: &mut [Sum<D>]) -> bool {
        let mut moved = false;
        for ((points, block), old) in self.points.chunks(WIDTH).zip(&self.blocks).zip(labels) {
            let new = nearest(block, centers);
            if new == *old {
                continue;
            }
            for ((point, new), old) in points.iter().zip(new).zip(*old) {
                if new != old {
                    moved = true;
                    move_point(point, old, new, sums);
                }
            }
            *old = new;
        }
        moved
    }

    /// The solution with its sum of squares around the exact means.
    fn finished(&self, labels: Vec<usize>, k: usize) -> Option<Best> {
        let mut sums = vec![([0.0; D], 0.0); k];
        for (point, &label) in self.points.iter().zip(&labels) {
            move_point(point, NONE, label as f64, &mut sums);
        }
        let means = means(&sums)?;
        let own = |(point, &label): (&[f64; D], &usize)| squared(point, &means[label]);
        let within_ss = self.points.iter().zip(&labels).map(own).sum();
        Some(Best { within_ss, labels })
    }
}

/// The labels of the nearest centres of some points. The differences are squared, not multiplied out: far from the origin
/// |c|²/2 − x·c would lose all that tells two centres apart.
fn nearest<const D: usize>(block: &[Lanes; D], centers: &[[f64; D]]) -> Lanes {
    let (mut least, mut labels, mut label) = ([f64::INFINITY; WIDTH], [0.0; WIDTH], 0.0);
    for center in centers {
        let distances = distances(block, center);
        for lane in 0..WIDTH {
            let closer = distances[lane] < least[lane];
            least[lane] = if closer { distances[lane] } else { least[lane] };
            labels[lane] = if closer { label } else { labels[lane] };
        }
        label += 1.0;
    }
    labels
}

/// Whether a point of a block is better off in another cluster, by the same operations as for a single one.
fn any_moves<const D: usize>(block: &[Lanes; D], labels: &[usize], clusters: &Clusters<[f64; D]>) -> bool {
    let mut own = [NONE; WIDTH];
    own.iter_mut().zip(labels).for_each(|(own, label)| *own = *label as f64);
    let (mut leaving, mut joining, mut label) = ([0.0; WIDTH], [f64::INFINITY; WIDTH], 0.0);
    for (c, mean) in clusters.means.iter().enumerate() {
        let distances = distances(block, mean);
        let (leave, join) = (clusters.leaving[c], clusters.joining[c]);
        for lane in 0..WIDTH {
            let mine = own[lane] == label;
            let cost = if mine { f64::INFINITY } else { join * distances[lane] };
            leaving[lane] = if mine { leave * distances[lane] } else { leaving[lane] };
            joining[lane] = if cost < joining[lane] { cost } else { joining[lane] };
        }
        label += 1.0;
    }
    (0..WIDTH).any(|lane| joining[lane] < leaving[lane] * (1.0 - transfer::GAIN))
}

/// The squared distances of some points from a centre.
fn distances<const D: usize>(block: &[Lanes; D], center: &[f64; D]) -> Lanes {
    let mut distances = [0.0; WIDTH];
    for (lanes, c) in block.iter().zip(center) {
        for (distance, x) in distances.iter_mut().zip(lanes) {
            *distance += (x - c) * (x - c);
        }
    }
    distances
}

/// Takes a point out of the sum of one cluster, if it is in one, and adds it to that of another.
fn move_point<const D: usize>(point: &[f64; D], from: f64, to: f64, sums: &mut [Sum<D>]) {
    if from != NONE {
        let (sum, size) = &mut sums[from as usize];
        sum.iter_mut().zip(point).for_each(|(sum, x)| *sum -= x);
        *size -= 1.0;
    }
    let (sum, size) = &mut sums[to as usize];
    sum.iter_mut().zip(point).for_each(|(sum, x)| *sum += x);
    *size += 1.0;
}

/// The mean of every cluster; none when one is empty. Samples are centred, so one pass is exact enough.
fn means<const D: usize>(sums: &[Sum<D>]) -> Option<Vec<[f64; D]>> {
    let mean = |(sum, size): &Sum<D>| (*size > 0.0).then(|| sum.map(|x| x / size));
    sums.iter().map(mean).collect()
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
            let centers: Vec<[f64; 3]> = first.iter().map(|&i| sample.points[i]).collect();
            assert_eq!(sample.lloyd(centers.clone()).expect("clusters"), plain.labels);
            let plain = kmeans::polished(&points, plain.initial, None).expect("clusters");
            let found = sample.polished(centers).expect("clusters");
            assert_eq!(found.labels, plain.labels);
            assert!((found.within_ss - plain.within_ss).abs() < 1e-12 * plain.within_ss);
        }
    }

    /// |c|²/2 − x·c would tell no centres apart so far from the origin, and Lloyd's algorithm would go on for ever.
    #[test]
    fn a_sample_far_from_the_origin_ends_too() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let mut points =
            Array2::from_shape_simple_fn((60, 1), || (uniform(&mut rng) * 40.0).floor() - 1.35e9);
        points[(7, 0)] = 8.1e10;
        let found = best_of(&points, 3, 20, &mut rng).expect("clusters");
        let rest: Vec<f64> = points.iter().copied().filter(|x| *x < 0.0).collect();
        assert!(found.within_ss < crate::statistics::summary::sum_of_squares(&rest) / 3.0, "{found:?}");
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
