//! The gap statistic (Tibshirani, Walther & Hastie 2001).

use super::findings::{GapFindings, GapOfK};
use super::replicate::{self, uniform};
use crate::statistics::summary;
use ndarray::{Array2, ArrayView1};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rayon::prelude::*;

/// The k-means++ starts of each reference data set and number of segments.
pub const STARTS: usize = 10;
/// Reference `b` draws from stream `STREAM + b` of the seed; smaller streams belong to the starts of k-means.
const STREAM: u64 = 1 << 32;

/// The gap statistic of sums of squares for 1, 2, … clusters against uniform reference data; `None` when the numbers of
/// clusters cannot be made of a reference.
///
/// `scores` are the points along their principal components: references are drawn from the box that these fill (the
/// paper's choice b), and turning them back would change no distance. Logarithms are natural, distances squared.
pub fn of(within_ss: &[f64], scores: &Array2<f64>, references: usize, seed: u64) -> Option<GapFindings> {
    let box_of = |column: ArrayView1<f64>| {
        let fold = |start: f64, pick: fn(f64, f64) -> f64| column.iter().copied().fold(start, pick);
        (fold(f64::INFINITY, f64::min), fold(f64::NEG_INFINITY, f64::max))
    };
    let sides: Vec<(f64, f64)> = scores.columns().into_iter().map(box_of).collect();
    let reference = |b: usize| {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(STREAM + b as u64);
        let drawn = draw(scores.nrows(), &sides, &mut rng);
        log_sums(&drawn, within_ss.len(), &mut rng)
    };
    let logs: Vec<Option<Vec<f64>>> = (0..references).into_par_iter().map(reference).collect();
    let logs: Vec<Vec<f64>> = logs.into_iter().collect::<Option<_>>()?;
    let curve = curve(within_ss, &logs);
    Some(GapFindings { references, starts: STARTS, k: chosen(&curve), curve })
}

/// A reference data set: every value drawn evenly from its side of the box, row by row.
fn draw(n: usize, sides: &[(f64, f64)], rng: &mut ChaCha8Rng) -> Array2<f64> {
    let mut drawn = Array2::zeros((n, sides.len()));
    for (x, (least, most)) in drawn.iter_mut().zip(sides.iter().cycle()) {
        *x = least + uniform(rng) * (most - least);
    }
    drawn
}

/// The logarithms of the smallest sums of squares within 1, 2, …, `most` clusters.
pub fn log_sums(points: &Array2<f64>, most: usize, rng: &mut ChaCha8Rng) -> Option<Vec<f64>> {
    let total = points.columns().into_iter().map(|column| summary::sum_of_squares(&column.to_vec())).sum();
    let of = |k: usize| match k {
        1 => Some(libm::log(total)),
        _ => Some(libm::log(replicate::best_of(points, k, STARTS, rng)?.within_ss)),
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
