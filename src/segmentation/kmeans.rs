//! k-means: linfa finds starts, every start is polished to the exact fixed point by plain means.

use linfa::DatasetBase;
use linfa::prelude::Fit;
use linfa_clustering::{KMeans, KMeansInit};
use ndarray::Array2;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rayon::prelude::*;

/// The most iterations of polishing when the study sets no limit; Lloyd's algorithm ends long before.
const ENDLESS: usize = 100_000;
/// The iterations and the tolerance of linfa, on data scaled to a root mean square of 1.
const LINFA_ITERATIONS: u64 = 300;
const LINFA_TOLERANCE: f64 = 1e-4;
/// Sums of squares closer than this, relatively, are the same solution.
const SAME: f64 = 1e-9;
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
    /// How far each centre moved, per iteration.
    pub history: Vec<Vec<f64>>,
    /// Whether no centre moved in the last iteration.
    pub converged: bool,
    /// The sum of squared distances to the units' own centres.
    pub within_ss: f64,
}

/// Why there is no solution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No unit is nearest to this centre, from 0.
    Empty(usize),
    /// No random start led to a solution without empty clusters.
    NoStart(String),
}

/// Lloyd's algorithm (Lloyd 1982) with centres recomputed after all units are assigned, until no centre moves.
///
/// # Errors
/// When a cluster becomes empty.
pub fn lloyd(
    points: &Array2<f64>,
    initial: Array2<f64>,
    max_iterations: Option<usize>,
) -> Result<Solution, Failure> {
    let mut centers = initial.clone();
    let mut history = Vec::new();
    let mut averaged = Vec::new();
    let mut converged = false;
    while !converged && history.len() < max_iterations.unwrap_or(ENDLESS) {
        averaged = assign(points, &centers);
        let next = means(points, &averaged, centers.nrows())?;
        let changes: Vec<f64> =
            (0..centers.nrows()).map(|c| distance(row(&centers, c), row(&next, c))).collect();
        converged = changes.iter().all(|change| *change == 0.0);
        history.push(changes);
        centers = next;
    }
    let labels = if converged { averaged.clone() } else { assign(points, &centers) };
    let within_ss =
        labels.iter().enumerate().map(|(i, &label)| squared(row(points, i), row(&centers, label))).sum();
    Ok(Solution { initial, centers, labels, averaged, history, converged, within_ss })
}

/// The best of many k-means++ starts, and how many starts ended in it. Start `i` draws from stream `i` of the seed.
///
/// # Errors
/// When no start gave a solution without empty clusters.
pub fn best_of_starts(
    points: &Array2<f64>,
    k: usize,
    starts: usize,
    seed: u64,
    max_iterations: Option<usize>,
) -> Result<(Solution, usize), Failure> {
    let standard = Standard::of(points);
    let solve = |start: usize| {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(start as u64);
        lloyd(points, standard.start(k, rng)?, max_iterations)
    };
    let solutions: Vec<Result<Solution, Failure>> = (0..starts).into_par_iter().map(solve).collect();
    let sums: Vec<f64> = solutions.iter().flatten().map(|solution| solution.within_ss).collect();
    let best = sums.iter().copied().fold(f64::INFINITY, f64::min);
    let same = |ss: f64| ss - best <= SAME * best;
    let at_best = sums.iter().filter(|ss| same(**ss)).count();
    let mut failure = Failure::NoStart("no start was tried".into());
    for solution in solutions {
        match solution {
            Ok(solution) if same(solution.within_ss) => return Ok((solution, at_best)),
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

/// The nearest centre of every unit; ties go to the lowest cluster.
pub fn assign(points: &Array2<f64>, centers: &Array2<f64>) -> Vec<usize> {
    let mut labels = vec![0; points.nrows()];
    labels.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, labels)| {
        for (i, label) in labels.iter_mut().enumerate() {
            *label = nearest(row(points, chunk * CHUNK + i), centers);
        }
    });
    labels
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

/// The mean of every cluster, by two passes as [`crate::statistics::summary::mean`].
fn means(points: &Array2<f64>, labels: &[usize], k: usize) -> Result<Array2<f64>, Failure> {
    let mut sizes = vec![0_usize; k];
    labels.iter().for_each(|&label| sizes[label] += 1);
    if let Some(empty) = sizes.iter().position(|&size| size == 0) {
        return Err(Failure::Empty(empty));
    }
    let first = average(points, labels, &sizes, None);
    let rest = average(points, labels, &sizes, Some(&first));
    Ok(first + rest)
}

/// The mean of every cluster, or of the deviations from given centres.
fn average(
    points: &Array2<f64>,
    labels: &[usize],
    sizes: &[usize],
    from: Option<&Array2<f64>>,
) -> Array2<f64> {
    let mut sums = Array2::<f64>::zeros((sizes.len(), points.ncols()));
    for (i, &label) in labels.iter().enumerate() {
        for (j, x) in row(points, i).iter().enumerate() {
            sums[(label, j)] += x - from.map_or(0.0, |centers| centers[(label, j)]);
        }
    }
    Array2::from_shape_fn(sums.dim(), |(c, j)| sums[(c, j)] / sizes[c] as f64)
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
