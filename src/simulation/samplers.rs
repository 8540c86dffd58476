//! Samplers of distributions, written on `libm`.
//!
//! The platform's logarithm and the crate `rand_distr` (which calls it) are not used: their last bits differ between
//! platforms, and a bit may decide whether a draw is accepted, and so change a whole file.

use super::random::Random;
use libm::{exp, lgamma, log, pow, sqrt};

/// Below this mean a Poisson variable is drawn by counting, above it by rejection.
const SMALL_MEAN: f64 = 10.0;
/// Up to this number of trials a binomial variable is drawn by counting.
const FEW_TRIALS: u64 = 40;

/// A standard normal variable, by the polar method (Marsaglia & Bray 1964); of the pair one is used.
pub fn standard_normal(random: &mut Random) -> f64 {
    loop {
        let (x, y) = (2.0 * random.uniform() - 1.0, 2.0 * random.uniform() - 1.0);
        let s = x * x + y * y;
        if s > 0.0 && s < 1.0 {
            return x * sqrt(-2.0 * log(s) / s);
        }
    }
}

/// A log-normal variable: median × exp(sigma × normal).
pub fn log_normal(random: &mut Random, median: f64, sigma: f64) -> f64 {
    median * exp(sigma * standard_normal(random))
}

/// A gamma variable of scale 1 (Marsaglia & Tsang 2000); a shape below 1 by their section 6.
pub fn gamma(random: &mut Random, shape: f64) -> f64 {
    if shape < 1.0 {
        let boost = pow(random.open_uniform(), 1.0 / shape);
        return gamma(random, shape + 1.0) * boost;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / sqrt(9.0 * d);
    loop {
        let x = standard_normal(random);
        let v = 1.0 + c * x;
        if v <= 0.0 {
            continue;
        }
        let v = v * v * v;
        if log(random.open_uniform()) < 0.5 * x * x + d - d * v + d * log(v) {
            return d * v;
        }
    }
}

/// A beta variable, as a share of two gamma variables.
fn beta(random: &mut Random, a: f64, b: f64) -> f64 {
    let x = gamma(random, a);
    x / (x + gamma(random, b))
}

/// A Pareto variable by inversion: minimum × U^(−1/shape).
pub fn pareto(random: &mut Random, minimum: f64, shape: f64) -> f64 {
    minimum * pow(random.open_uniform(), -1.0 / shape)
}

/// A Poisson variable: by products of uniforms (Knuth 1969) for a small mean, else by PTRS (Hörmann 1993).
pub fn poisson(random: &mut Random, mean: f64) -> f64 {
    if mean < SMALL_MEAN { poisson_by_products(random, mean) } else { poisson_by_rejection(random, mean) }
}

fn poisson_by_products(random: &mut Random, mean: f64) -> f64 {
    let limit = exp(-mean);
    let (mut count, mut product) = (0.0, random.open_uniform());
    while product > limit {
        product *= random.open_uniform();
        count += 1.0;
    }
    count
}

/// Transformed rejection with squeeze; the constants are those of Hörmann 1993, algorithm PTRS.
fn poisson_by_rejection(random: &mut Random, mean: f64) -> f64 {
    let log_mean = log(mean);
    let b = 0.931 + 2.53 * sqrt(mean);
    let a = -0.059 + 0.02483 * b;
    let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    let squeeze = 0.9277 - 3.6224 / (b - 2.0);
    loop {
        let u = random.uniform() - 0.5;
        let v = random.open_uniform();
        let us = 0.5 - u.abs();
        let k = libm::floor((2.0 * a / us + b) * u + mean + 0.43);
        if us >= 0.07 && v <= squeeze {
            return k;
        }
        if k < 0.0 || (us < 0.013 && v > us) {
            continue;
        }
        if log(v * inverse_alpha / (a / (us * us) + b)) <= k * log_mean - mean - lgamma(k + 1.0) {
            return k;
        }
    }
}

/// A negative binomial variable of variance mean + dispersion × mean²: Poisson with a gamma mean.
pub fn negative_binomial(random: &mut Random, mean: f64, dispersion: f64) -> f64 {
    if dispersion == 0.0 || mean == 0.0 {
        return poisson(random, mean);
    }
    let rate = gamma(random, 1.0 / dispersion) * mean * dispersion;
    poisson(random, rate)
}

/// A binomial variable. Many trials are halved at the median of their uniforms, a beta variable (Relles 1972), until
/// few are left to count.
pub fn binomial(random: &mut Random, trials: u64, probability: f64) -> f64 {
    let (mut left, mut p, mut successes) = (trials, probability, 0_u64);
    while left > FEW_TRIALS {
        let middle = left / 2 + 1;
        let at = beta(random, middle as f64, (left + 1 - middle) as f64);
        if at <= p {
            // The middle uniform and all below it are successes; go on among those above.
            successes += middle;
            left -= middle;
            p = if at < 1.0 { ((p - at) / (1.0 - at)).clamp(0.0, 1.0) } else { 0.0 };
        } else {
            left = middle - 1;
            p = (p / at).clamp(0.0, 1.0);
        }
    }
    let counted = (0..left).filter(|_| random.happens(p)).count() as u64;
    (successes + counted) as f64
}

/// How many of `cells` equally likely cells are hit by `balls` balls.
pub fn occupancy(random: &mut Random, balls: u64, cells: u64) -> f64 {
    let mut hit = 0_u64;
    for _ in 0..balls {
        if hit == cells {
            break;
        }
        // The next ball falls into one of the empty cells, or not.
        hit += u64::from(random.below(cells) >= hit);
    }
    hit as f64
}

/// The sum of independent log-normal terms. More than `most` are not drawn one by one: their sum is drawn from the
/// log-normal distribution of the same mean and variance (Fenton 1960).
pub fn log_normal_sum(random: &mut Random, terms: f64, most: f64, (median, sigma): (f64, f64)) -> f64 {
    if terms <= most {
        return (0..terms as u64).fold(0.0, |sum, _| sum + log_normal(random, median, sigma));
    }
    let mean = terms * median * exp(sigma * sigma / 2.0);
    let squared = libm::log1p(libm::expm1(sigma * sigma) / terms);
    log_normal(random, mean * exp(-squared / 2.0), sqrt(squared))
}

/// The position of a category drawn by its weight; none when all weights are 0.
pub fn categorical(random: &mut Random, weights: &[f64]) -> Option<usize> {
    category(random.uniform(), weights)
}

/// The position of the category up to which the weights add up to a share; none when all weights are 0.
pub fn category(share: f64, weights: &[f64]) -> Option<usize> {
    let total = weights.iter().fold(0.0, |sum, weight| sum + weight);
    let target = share * total;
    let mut passed = 0.0;
    let found = weights.iter().position(|weight| {
        passed += weight;
        target < passed
    });
    // Rounding may leave the target beyond the last sum.
    found.or_else(|| weights.iter().rposition(|weight| *weight > 0.0))
}
