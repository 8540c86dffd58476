//! The gap statistic (Tibshirani, Walther & Hastie 2001).

use super::findings::{GapFindings, GapOfK};
use super::projection;
use super::replicate::{self, uniform};
use crate::statistics::summary;
use ndarray::Array2;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rayon::prelude::*;

/// The k-means++ starts of each reference data set and number of segments.
pub const STARTS: usize = 10;
/// Reference `b` draws from stream `STREAM + b` of the seed; smaller streams belong to the starts of k-means.
const STREAM: u64 = 1 << 32;

/// The gap statistic of points whose sums of squares within 1, 2, … clusters are given, against uniform references;
/// `None` when a reference cannot be divided into so many clusters. Logarithms are natural, distances squared.
///
/// # Errors
/// When the principal components cannot be computed.
pub fn of(
    points: &Array2<f64>,
    within_ss: &[f64],
    references: usize,
    seed: u64,
) -> Result<Option<GapFindings>, String> {
    let scores = projection::all_scores(points)?;
    let reference = |b: usize| {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(STREAM + b as u64);
        let drawn = stretched(Array2::from_shape_simple_fn(scores.dim(), || uniform(&mut rng)), &scores);
        log_sums(&drawn, within_ss.len(), STARTS, &mut rng)
    };
    let logs: Vec<Option<Vec<f64>>> = (0..references).into_par_iter().map(reference).collect();
    let logs: Option<Vec<Vec<f64>>> = logs.into_iter().collect();
    Ok(logs.map(|logs| {
        let curve = curve(within_ss, &logs);
        GapFindings { references, starts: STARTS, k: chosen(&curve), curve }
    }))
}

/// A reference data set: fractions of the sides of the box that points fill along their principal components (choice b
/// of the paper). It is not turned back, which would change no distance.
///
/// # Errors
/// When the principal components cannot be computed.
pub fn reference(fractions: Array2<f64>, points: &Array2<f64>) -> Result<Array2<f64>, String> {
    Ok(stretched(fractions, &projection::all_scores(points)?))
}

/// Fractions of the sides of the box that scores fill.
fn stretched(fractions: Array2<f64>, scores: &Array2<f64>) -> Array2<f64> {
    let mut drawn = fractions;
    for (mut column, scores) in drawn.columns_mut().into_iter().zip(scores.columns()) {
        let fold = |start: f64, pick: fn(f64, f64) -> f64| scores.iter().copied().fold(start, pick);
        let (least, most) = (fold(f64::INFINITY, f64::min), fold(f64::NEG_INFINITY, f64::max));
        column.mapv_inplace(|fraction| least + fraction * (most - least));
    }
    drawn
}

/// The logarithms of the smallest sums of squares within 1, 2, …, `most` clusters, the best of so many starts.
pub fn log_sums(points: &Array2<f64>, most: usize, starts: usize, rng: &mut ChaCha8Rng) -> Option<Vec<f64>> {
    let total = points.columns().into_iter().map(|column| summary::sum_of_squares(&column.to_vec())).sum();
    let of = |k: usize| match k {
        1 => Some(libm::log(total)),
        _ => Some(libm::log(replicate::best_of(points, k, starts, rng)?.within_ss)),
    };
    (1..=most).map(of).collect()
}

/// The statistic by number of clusters, from the sums of squares of the data and the logarithms of the references'.
pub fn curve(within_ss: &[f64], references: &[Vec<f64>]) -> Vec<GapOfK> {
    let at = |(i, ss): (usize, &f64)| {
        let logs: Vec<f64> = references.iter().map(|logs| logs[i]).collect();
        let count = logs.len() as f64;
        let expected = summary::mean(&logs);
        let sd = (summary::sum_of_squares(&logs) / count).sqrt();
        let log_within_ss = libm::log(*ss);
        GapOfK {
            k: i + 1,
            log_within_ss,
            expected,
            gap: expected - log_within_ss,
            se: sd * (1.0 + 1.0 / count).sqrt(),
        }
    };
    within_ss.iter().enumerate().map(at).collect()
}

/// The smallest number of clusters whose gap is at least that of one more less its s; none when there is none.
pub fn chosen(curve: &[GapOfK]) -> Option<usize> {
    curve.windows(2).find(|pair| pair[0].gap >= pair[1].gap - pair[1].se).map(|pair| pair[0].k)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve_of(gaps: &[(f64, f64)]) -> Vec<GapOfK> {
        let at = |(i, &(gap, se)): (usize, &(f64, f64))| GapOfK {
            k: i + 1,
            log_within_ss: 0.0,
            expected: gap,
            gap,
            se,
        };
        gaps.iter().enumerate().map(at).collect()
    }

    #[test]
    fn the_smallest_number_within_one_standard_error_of_the_next_is_chosen() {
        assert_eq!(chosen(&curve_of(&[(0.1, 0.0), (0.5, 0.05), (0.54, 0.05), (0.7, 0.05)])), Some(2));
        assert_eq!(chosen(&curve_of(&[(0.1, 0.0), (0.05, 0.0), (0.5, 0.0)])), Some(1), "no clusters");
        assert_eq!(chosen(&curve_of(&[(0.1, 0.0), (0.2, 0.05), (0.3, 0.05)])), None);
    }
}
