//! Whether segments come back when units are drawn anew (Hennig 2007).

use super::agreement::{adjusted_rand, best_jaccards};
use super::findings::{Agreement, SegmentStability, StabilityFindings};
use super::replicate::{self, below};
use crate::statistics::summary;
use ndarray::{Array2, Axis};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rayon::prelude::*;

/// The k-means++ starts of each resample.
pub const STARTS: usize = 20;
/// Resample `b` draws from stream `STREAM + b` of the seed, beyond those of the gap statistic.
const STREAM: u64 = 1 << 33;
/// A segment is dissolved at this coefficient or less, and recovered above the other (fpc::clusterboot).
const DISSOLVED: f64 = 0.5;
const RECOVERED: f64 = 0.75;

/// What a resample shows: the best Jaccard coefficient of every segment, and the agreement of the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Resample {
    /// By segment.
    pub jaccards: Vec<f64>,
    /// The adjusted Rand index.
    pub adjusted_rand: f64,
}

/// Draws units with replacement, segments each resample, and compares it with the solution on the units drawn.
///
/// As fpc::clusterboot does by default, a unit drawn several times counts once, and a segment of which no unit is drawn
/// has coefficient 0. The units keep their places in the clustering space: nothing is scaled anew. `None` when no
/// resample can be divided into `k` segments.
pub fn bootstrap(
    points: &Array2<f64>,
    labels: &[usize],
    k: usize,
    resamples: usize,
    seed: u64,
) -> Option<StabilityFindings> {
    let resample = |b: usize| {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(STREAM + b as u64);
        let drawn = draw(labels.len(), &mut rng);
        let found = replicate::best_of(&points.select(Axis(0), &drawn), k, STARTS, &mut rng)?;
        Some(compare(labels, &drawn, &found.labels, k))
    };
    let all: Vec<Option<Resample>> = (0..resamples).into_par_iter().map(resample).collect();
    let found: Vec<Resample> = all.into_iter().flatten().collect();
    (!found.is_empty()).then(|| summarise(&found, k, resamples))
}

/// The units of one resample, each once, in their order.
fn draw(n: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let mut drawn = vec![false; n];
    (0..n).for_each(|_| drawn[below(n, rng)] = true);
    (0..n).filter(|&unit| drawn[unit]).collect()
}

/// A resample's solution beside the original one, on the units drawn.
pub fn compare(labels: &[usize], drawn: &[usize], found: &[usize], k: usize) -> Resample {
    let original: Vec<usize> = drawn.iter().map(|&unit| labels[unit]).collect();
    Resample { jaccards: best_jaccards(&original, found, k), adjusted_rand: adjusted_rand(&original, found) }
}

/// The findings from what every resample shows; `asked` resamples were drawn.
pub fn summarise(found: &[Resample], k: usize, asked: usize) -> StabilityFindings {
    let segment = |c: usize| {
        let jaccards: Vec<f64> = found.iter().map(|resample| resample.jaccards[c]).collect();
        let jaccard = summary::mean(&jaccards);
        SegmentStability {
            number: c + 1,
            jaccard,
            dissolved: jaccards.iter().filter(|x| **x <= DISSOLVED).count(),
            recovered: jaccards.iter().filter(|x| **x > RECOVERED).count(),
            judgement: judgement(jaccard).to_owned(),
        }
    };
    let rands: Vec<f64> = found.iter().map(|resample| resample.adjusted_rand).collect();
    StabilityFindings {
        resamples: asked,
        failed: asked - found.len(),
        starts: STARTS,
        segments: (0..k).map(segment).collect(),
        adjusted_rand: Agreement {
            mean: summary::mean(&rands),
            quantile_05: summary::quantile(&rands, 0.05),
            median: summary::median(&rands),
            quantile_95: summary::quantile(&rands, 0.95),
        },
    }
}

/// The word for a mean coefficient, by the thresholds of fpc's documentation (Hennig).
fn judgement(jaccard: f64) -> &'static str {
    match jaccard {
        x if x >= 0.85 => "highly-stable",
        x if x >= 0.75 => "stable",
        x if x >= 0.60 => "doubtful",
        _ => "unstable",
    }
}
