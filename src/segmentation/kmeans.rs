//! k-means: linfa finds starts, every start is polished to the exact fixed point by plain means, and then by moves of
//! single units.

use super::transfer;
use linfa::DatasetBase;
use linfa::prelude::Fit;
use linfa_clustering::{KMeans, KMeansInit};
use ndarray::Array2;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rayon::prelude::*;

/// The most iterations of polishing when the study sets no limit; Lloyd's algorithm ends long before.
const ENDLESS: usize = 100_000;
/// The iterations and the tolerance of linfa, on data scaled to a root mean square of 1. It gives the start; polishing,
/// which is exact and faster, goes on from there.
const LINFA_ITERATIONS: u64 = 1;
const LINFA_TOLERANCE: f64 = 1e-4;
/// Sums of squares closer than this, relatively, are the same solution.
const SAME: f64 = 1e-9;
/// Up to so many units, single ones are moved after Lloyd's algorithm. Of more, one unit moves a centre too little for
/// that to be worth its time.
const TRANSFERRED: usize = 50_000;
/// Sums of squares at most this much larger, relatively, are nearly as good.
const NEAR: f64 = 1e-3;
/// Units are assigned in pieces of this many rows.
const CHUNK: usize = 4096;

/// A k-means solution in the clustering space.
#[derive(Debug, Clone)]
pub struct Solution {
    /// The first centres, a row per cluster.
    pub initial: Array2<f64>,
    /// The final centres.
    pub centers: Array2<f64>,
    /// The cluster of every unit: the nearest final centre.
    pub labels: Vec<usize>,
    /// The clusters whose means the final centres are; equal to `labels` when converged.
    pub averaged: Vec<usize>,
    /// How far each centre moved, per iteration; all moves of single units together are one.
    pub history: Vec<Vec<f64>>,
    /// Whether no centre moved in the last iteration.
    pub converged: bool,
    /// The sum of squared distances to the units' own centres.
    pub within_ss: f64,
}

/// Where the starts ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// How many starts ended in the best solution.
    pub at_best: usize,
    /// How many ended, these included, with a sum of squares at most 0.1 % larger.
    pub near_best: usize,
}

impl Ends {
    /// Those of a single start.
    pub const ONE: Self = Self { at_best: 1, near_best: 1 };
}

/// Why there is no solution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No unit is nearest to this centre, from 0.
    Empty(usize),
    /// No random start led to a solution without empty clusters.
    NoStart(String),
}

/// Lloyd's algorithm (Lloyd 1982) with centres recomputed after all units are assigned, until no unit moves.
///
/// # Errors
/// When a cluster becomes empty, also by the last assignment after a limit of iterations.
pub fn lloyd(
    points: &Array2<f64>,
    initial: Array2<f64>,
    max_iterations: Option<usize>,
) -> Result<Solution, Failure> {
    let k = initial.nrows();
    let mut centers = initial.clone();
    let mut labels = vec![k; points.nrows()];
    let mut averaged = Vec::new();
    let mut history = Vec::new();
    let mut converged = false;
    while !converged && history.len() < max_iterations.unwrap_or(ENDLESS) {
        let pass = Pass::over(points, &centers, &mut labels);
        pass.refuse_empty()?;
        converged = pass.moved == 0;
        let next = if converged { centers.clone() } else { pass.means(&centers) };
        history.push((0..k).map(|c| distance(row(&centers, c), row(&next, c))).collect());
        averaged.clone_from(&labels);
        centers = next;
    }
    let centers = exact_means(points, &averaged, k);
    if !converged {
        Pass::over(points, &centers, &mut labels).refuse_empty()?;
    }
    let within_ss =
        labels.iter().enumerate().map(|(i, &label)| squared(row(points, i), row(&centers, label))).sum();
    Ok(Solution { initial, centers, labels, averaged, history, converged, within_ss })
}

/// Lloyd's algorithm, then single units moved to where they make the sum of squares smaller (Hartigan & Wong 1979), then
/// Lloyd's algorithm once more, which finds nothing left to do. A solution that has not converged stays as it is.
///
/// # Errors
/// When a cluster becomes empty.
pub fn polished(
    points: &Array2<f64>,
    initial: Array2<f64>,
    max_iterations: Option<usize>,
) -> Result<Solution, Failure> {
    let first = lloyd(points, initial, max_iterations)?;
    let (mut labels, k) = (first.labels.clone(), first.centers.nrows());
    let few = points.nrows() <= TRANSFERRED;
    if !(first.converged && few && transfer::improve(points, &mut labels, k)) {
        return Ok(first);
    }
    let settled = lloyd(points, exact_means(points, &labels, k), None)?;
    let moves = (0..k).map(|c| distance(row(&first.centers, c), row(&settled.initial, c))).collect();
    let mut history = first.history;
    history.push(moves);
    // Its first iteration only takes up the means that it was given.
    history.extend(settled.history.into_iter().skip(1));
    Ok(Solution { initial: first.initial, history, ..settled })
}

/// The best of many k-means++ starts, and where the starts ended. Start `i` draws from stream `i` of the seed.
///
/// # Errors
/// When no start gave a solution without empty clusters.
pub fn best_of_starts(
    points: &Array2<f64>,
    k: usize,
    starts: usize,
    seed: u64,
    max_iterations: Option<usize>,
) -> Result<(Solution, Ends), Failure> {
    let standard = Standard::of(points);
    let solve = |start: usize| {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(start as u64);
        polished(points, standard.start(k, rng)?, max_iterations)
    };
    let solutions: Vec<Result<Solution, Failure>> = (0..starts).into_par_iter().map(solve).collect();
    let sums: Vec<f64> = solutions.iter().flatten().map(|solution| solution.within_ss).collect();
    let best = sums.iter().copied().fold(f64::INFINITY, f64::min);
    let within = |ss: f64, share: f64| ss - best <= share * best;
    let count = |share: f64| sums.iter().filter(|ss| within(**ss, share)).count();
    let ends = Ends { at_best: count(SAME), near_best: count(NEAR) };
    let mut failure = Failure::NoStart("no start was tried".into());
    for solution in solutions {
        match solution {
            Ok(solution) if within(solution.within_ss, SAME) => return Ok((solution, ends)),
            Ok(_) => {}
            Err(problem) => failure = problem,
        }
    }
    Err(failure)
}

/// The points moved to their mean and divided by their root mean square, since linfa's tolerance is absolute.
struct Standard {
    data: DatasetBase<Array2<f64>, ndarray::Array1<()>>,
    mean: Vec<f64>,
    unit: f64,
}

impl Standard {
    fn of(points: &Array2<f64>) -> Self {
        let mean: Vec<f64> = points
            .columns()
            .into_iter()
            .map(|column| crate::statistics::summary::mean(&column.to_vec()))
            .collect();
        let squares: f64 = points.rows().into_iter().map(|point| squared(&point.to_vec(), &mean)).sum();
        let unit = (squares / points.len() as f64).sqrt();
        let unit = if unit > 0.0 { unit } else { 1.0 };
        let scaled = Array2::from_shape_fn(points.dim(), |(i, j)| (points[(i, j)] - mean[j]) / unit);
        Self { data: DatasetBase::from(scaled), mean, unit }
    }

    /// The centres of one linfa run, in the units of the points.
    fn start(&self, k: usize, rng: ChaCha8Rng) -> Result<Array2<f64>, Failure> {
        let model = KMeans::params_with_rng(k, rng)
            .n_runs(1)
            .init_method(KMeansInit::KMeansPlusPlus)
            .max_n_iterations(LINFA_ITERATIONS)
            .tolerance(LINFA_TOLERANCE)
            .fit(&self.data)
            .map_err(|error| Failure::NoStart(error.to_string()))?;
        let centers = model.centroids();
        Ok(Array2::from_shape_fn(centers.dim(), |(c, j)| centers[(c, j)] * self.unit + self.mean[j]))
    }
}

/// One assignment of all units: how many moved, and the sums that the next centres are made of.
///
/// Units are taken in pieces of fixed size whose sums are added in order, so that the result does not depend on the
/// number of threads.
struct Pass {
    moved: usize,
    sizes: Vec<usize>,
    /// Sums of the deviations of the units from the centre they are nearest to.
    deviations: Array2<f64>,
}

impl Pass {
    /// Assigns every unit to its nearest centre; ties go to the lowest cluster.
    fn over(points: &Array2<f64>, centers: &Array2<f64>, labels: &mut [usize]) -> Self {
        match points.ncols() {
            1 => Self::fixed::<1>(points, centers, labels),
            2 => Self::fixed::<2>(points, centers, labels),
            3 => Self::fixed::<3>(points, centers, labels),
            4 => Self::fixed::<4>(points, centers, labels),
            5 => Self::fixed::<5>(points, centers, labels),
            6 => Self::fixed::<6>(points, centers, labels),
            _ => Self::pieces(points, centers, labels, |point| nearest(point, centers)),
        }
    }

    /// The same for a number of variables that the compiler knows, which is several times faster.
    fn fixed<const D: usize>(points: &Array2<f64>, centers: &Array2<f64>, labels: &mut [usize]) -> Self {
        let known: Vec<[f64; D]> =
            (0..centers.nrows()).map(|c| std::array::from_fn(|j| centers[(c, j)])).collect();
        Self::pieces(points, centers, labels, |point| {
            let point: [f64; D] = std::array::from_fn(|j| point[j]);
            let mut best = (0, f64::INFINITY);
            for (c, center) in known.iter().enumerate() {
                let mut squares = 0.0;
                for j in 0..D {
                    squares += (point[j] - center[j]) * (point[j] - center[j]);
                }
                if squares < best.1 {
                    best = (c, squares);
                }
            }
            best.0
        })
    }

    fn pieces(
        points: &Array2<f64>,
        centers: &Array2<f64>,
        labels: &mut [usize],
        nearest: impl Fn(&[f64]) -> usize + Sync,
    ) -> Self {
        let width = points.ncols();
        let all = points.as_slice().unwrap_or(&[]);
        let piece = |(labels, points): (&mut [usize], &[f64])| {
            let mut piece = Self::empty(centers);
            for (label, point) in labels.iter_mut().zip(points.chunks_exact(width)) {
                let new = nearest(point);
                piece.moved += usize::from(*label != new);
                *label = new;
                piece.add(new, point, centers);
            }
            piece
        };
        let pieces: Vec<Self> =
            labels.par_chunks_mut(CHUNK).zip(all.par_chunks(CHUNK * width)).map(piece).collect();
        let mut whole = Self::empty(centers);
        for piece in pieces {
            whole.moved += piece.moved;
            whole.deviations += &piece.deviations;
            whole.sizes.iter_mut().zip(piece.sizes).for_each(|(size, more)| *size += more);
        }
        whole
    }

    fn empty(centers: &Array2<f64>) -> Self {
        Self { moved: 0, sizes: vec![0; centers.nrows()], deviations: Array2::zeros(centers.dim()) }
    }

    fn add(&mut self, label: usize, point: &[f64], centers: &Array2<f64>) {
        self.sizes[label] += 1;
        for (j, x) in point.iter().enumerate() {
            self.deviations[(label, j)] += x - centers[(label, j)];
        }
    }

    fn refuse_empty(&self) -> Result<(), Failure> {
        self.sizes.iter().position(|&size| size == 0).map_or(Ok(()), |empty| Err(Failure::Empty(empty)))
    }

    /// The next centres: the old ones moved by the mean deviation, so that far offsets cost no digits.
    fn means(&self, centers: &Array2<f64>) -> Array2<f64> {
        Array2::from_shape_fn(centers.dim(), |(c, j)| {
            centers[(c, j)] + self.deviations[(c, j)] / self.sizes[c] as f64
        })
    }
}

/// The nearest centre of a point; ties go to the lowest cluster.
pub fn nearest(point: &[f64], centers: &Array2<f64>) -> usize {
    let mut best = (0, f64::INFINITY);
    for c in 0..centers.nrows() {
        let distance = squared(point, row(centers, c));
        if distance < best.1 {
            best = (c, distance);
        }
    }
    best.0
}

/// The mean of every cluster, by two passes as [`crate::statistics::summary::mean`], whatever came before.
fn exact_means(points: &Array2<f64>, labels: &[usize], k: usize) -> Array2<f64> {
    let mut sizes = vec![0_usize; k];
    labels.iter().for_each(|&label| sizes[label] += 1);
    let mut means = Array2::zeros((k, points.ncols()));
    for _ in 0..2 {
        let mut sums = Array2::<f64>::zeros(means.dim());
        for (i, &label) in labels.iter().enumerate() {
            for (j, x) in row(points, i).iter().enumerate() {
                sums[(label, j)] += x - means[(label, j)];
            }
        }
        means = Array2::from_shape_fn(means.dim(), |(c, j)| means[(c, j)] + sums[(c, j)] / sizes[c] as f64);
    }
    means
}

/// A row of a matrix in standard layout.
pub fn row(matrix: &Array2<f64>, i: usize) -> &[f64] {
    let columns = matrix.ncols();
    matrix.as_slice().map_or(&[], |all| &all[i * columns..(i + 1) * columns])
}

/// The squared Euclidean distance.
pub fn squared(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}

/// The Euclidean distance.
pub fn distance(a: &[f64], b: &[f64]) -> f64 {
    squared(a, b).sqrt()
}
