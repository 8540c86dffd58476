//! Distributions by rank: the value below which a share of all values lies (the quantile function), and back.
//!
//! What is correlated or drawn between limits goes this way; all else is drawn by `samplers`.

use super::gamma::{beta_below, gamma_below};
use super::random::Random;
use super::samplers::standard_normal;
use crate::study::Distribution;
use libm::{ceil, erfc, exp, floor, log, pow, sqrt};
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Less than this share of the values between two limits is nothing to draw from.
const NOTHING: f64 = 1e-9;

/// A distribution with its parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Law {
    /// Between two limits.
    Uniform { from: f64, to: f64 },
    /// Normal.
    Normal { mean: f64, sd: f64 },
    /// With a normal logarithm.
    LogNormal { median: f64, sigma: f64 },
    /// Gamma.
    Gamma { shape: f64, scale: f64 },
    /// Pareto.
    Pareto { minimum: f64, shape: f64 },
    /// Counts with a variance equal to their mean.
    Poisson { mean: f64 },
    /// Counts of variance mean + dispersion × mean².
    NegativeBinomial { mean: f64, dispersion: f64 },
    /// Successes among trials.
    Binomial { trials: f64, probability: f64 },
}

impl Law {
    /// A distribution of the study, with the parameters in the order of [`Distribution::parameters`]; none for those that
    /// have no quantile function.
    pub fn of(distribution: &Distribution, p: &[f64]) -> Option<Self> {
        Some(match (distribution, p) {
            (Distribution::Uniform(_), &[a, b]) => Self::Uniform { from: a.min(b), to: a.max(b) },
            (Distribution::Normal(_), &[mean, sd]) => Self::Normal { mean, sd },
            (Distribution::LogNormal(_), &[median, sigma]) => Self::LogNormal { median, sigma },
            (Distribution::Gamma(_), &[shape, scale]) => Self::Gamma { shape, scale },
            (Distribution::Pareto(_), &[minimum, shape]) => Self::Pareto { minimum, shape },
            (Distribution::Poisson(_), &[mean]) => Self::Poisson { mean },
            (Distribution::NegativeBinomial(_), &[mean, dispersion]) if dispersion > 0.0 => {
                Self::NegativeBinomial { mean, dispersion }
            }
            (Distribution::NegativeBinomial(_), &[mean, _]) => Self::Poisson { mean },
            (Distribution::Binomial(_), &[trials, probability]) => {
                Self::Binomial { trials: libm::round(trials), probability }
            }
            _ => return None,
        })
    }

    /// A normal value by its sampler; others by rank.
    pub fn drawn(&self, random: &mut Random) -> f64 {
        match self {
            Self::Normal { mean, sd } => mean + sd * standard_normal(random),
            _ => self.quantile(random.open_uniform()),
        }
    }

    fn is_count(&self) -> bool {
        matches!(self, Self::Poisson { .. } | Self::NegativeBinomial { .. } | Self::Binomial { .. })
    }

    /// The share of all values up to `x`.
    pub fn up_to(&self, x: f64) -> f64 {
        match *self {
            Self::Uniform { from, to } if to > from => ((x - from) / (to - from)).clamp(0.0, 1.0),
            Self::Normal { mean, sd } if sd > 0.0 => normal_below((x - mean) / sd),
            Self::LogNormal { median, sigma } if sigma > 0.0 && x > 0.0 => {
                normal_below(log(x / median) / sigma)
            }
            Self::Gamma { shape, scale } => gamma_below(shape, x / scale),
            Self::Pareto { minimum, shape } if x > minimum => 1.0 - pow(minimum / x, shape),
            Self::Pareto { .. } => 0.0,
            Self::Uniform { from: only, .. }
            | Self::Normal { mean: only, .. }
            | Self::LogNormal { median: only, .. } => f64::from(x >= only),
            _ if x < 0.0 => 0.0,
            Self::Poisson { mean } => 1.0 - gamma_below(floor(x) + 1.0, mean),
            Self::NegativeBinomial { mean, dispersion } => {
                beta_below(1.0 / dispersion, floor(x) + 1.0, 1.0 / (1.0 + dispersion * mean))
            }
            Self::Binomial { trials, .. } if x >= trials => 1.0,
            Self::Binomial { trials, probability } => {
                beta_below(trials - floor(x), floor(x) + 1.0, 1.0 - probability)
            }
        }
    }

    /// The share of all values below `x`, without `x` itself.
    fn below(&self, x: f64) -> f64 {
        if self.is_count() { self.up_to(ceil(x) - 1.0) } else { self.up_to(x) }
    }

    /// The smallest value up to which a share of all values lies; the share is above 0 and below 1.
    pub fn quantile(&self, share: f64) -> f64 {
        match *self {
            Self::Uniform { from, to } => from + (to - from) * share,
            Self::Normal { mean, sd } => mean + sd * normal_quantile(share),
            Self::LogNormal { median, sigma } => median * exp(sigma * normal_quantile(share)),
            Self::Pareto { minimum, shape } => minimum * pow(1.0 - share, -1.0 / shape),
            Self::Gamma { shape, scale } => self.solved(share, shape * scale),
            Self::Poisson { mean } => self.counted(share, mean, sqrt(mean)),
            Self::NegativeBinomial { mean, dispersion } => {
                self.counted(share, mean, sqrt(mean + dispersion * mean * mean))
            }
            Self::Binomial { trials, probability } => {
                let mean = trials * probability;
                self.counted(share, mean, sqrt(mean * (1.0 - probability))).min(trials)
            }
        }
    }

    /// A value between two limits, by its share among those; none when practically no value lies there.
    pub fn between(&self, least: f64, most: f64, share: f64) -> Option<f64> {
        let low = if least.is_finite() { self.below(least) } else { 0.0 };
        let high = if most.is_finite() { self.up_to(most) } else { 1.0 };
        if high - low < NOTHING {
            // A distribution of one value only may have it between the limits.
            let only = self.quantile(0.5);
            let is_only = self.quantile(1e-6).to_bits() == self.quantile(1.0 - 1e-6).to_bits();
            return Some(only).filter(|only| is_only && (least..=most).contains(only));
        }
        Some(self.quantile(low + share * (high - low)).clamp(least, most))
    }

    /// The quantile of a positive continuous distribution, by halving.
    fn solved(&self, share: f64, mean: f64) -> f64 {
        let (mut low, mut high) = (0.0, mean);
        while self.up_to(high) < share && high < 1e300 {
            (low, high) = (high, high * 2.0);
        }
        // A value so small that its share cannot be told from 0 ends the search by the number of steps.
        for _ in 0..600 {
            let middle = low + (high - low) / 2.0;
            if self.up_to(middle) < share {
                low = middle
            } else {
                high = middle
            }
            if high - low <= 1e-14 * high {
                break;
            }
        }
        high
    }

    /// The quantile of a count: from where a normal variable would be, in growing steps, then by halving.
    fn counted(&self, share: f64, mean: f64, sd: f64) -> f64 {
        let start = floor(mean + sd * normal_quantile(share)).max(0.0);
        let mut step = 1.0_f64.max(floor(sd / 8.0));
        let (mut low, mut high) = (-1.0, start);
        if self.up_to(start) < share {
            while self.up_to(high) < share && high < 1e15 {
                (low, high, step) = (high, high + step, step * 2.0);
            }
        } else {
            let mut tried = (start - step).max(-1.0);
            while tried >= 0.0 && self.up_to(tried) >= share {
                step *= 2.0;
                (high, tried) = (tried, (tried - step).max(-1.0));
            }
            low = tried;
        }
        while high - low > 1.0 {
            let middle = floor((low + high) / 2.0);
            if self.up_to(middle) < share { low = middle } else { high = middle }
        }
        high
    }
}

/// The share of a standard normal variable below `z`, kept above 0 and below 1.
pub fn normal_below(z: f64) -> f64 {
    (0.5 * erfc(-z * FRAC_1_SQRT_2)).clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0)
}

/// The standard normal variable below which a share lies: the rational approximation of Acklam 2003, then a step of
/// Halley's method, which leaves an error of a few last digits.
pub fn normal_quantile(share: f64) -> f64 {
    const LOW: f64 = 0.02425;
    let polynomial = |coefficients: &[f64], x: f64| coefficients.iter().fold(0.0, |sum, c| sum * x + c);
    let tail = |share: f64| {
        let q = sqrt(-2.0 * log(share));
        polynomial(&TAIL_ABOVE, q) / polynomial(&TAIL_BELOW, q)
    };
    let x = if share < LOW {
        tail(share)
    } else if share > 1.0 - LOW {
        -tail(1.0 - share)
    } else {
        let q = share - 0.5;
        q * polynomial(&MIDDLE_ABOVE, q * q) / polynomial(&MIDDLE_BELOW, q * q)
    };
    let error = 0.5 * erfc(-x * FRAC_1_SQRT_2) - share;
    let step = error * sqrt(2.0 * PI) * exp(x * x / 2.0);
    x - step / (1.0 + x * step / 2.0)
}

const MIDDLE_ABOVE: [f64; 6] = [
    -3.969_683_028_665_376e1,
    2.209_460_984_245_205e2,
    -2.759_285_104_469_687e2,
    1.383_577_518_672_69e2,
    -3.066_479_806_614_716e1,
    2.506_628_277_459_239,
];
const MIDDLE_BELOW: [f64; 6] = [
    -5.447_609_879_822_406e1,
    1.615_858_368_580_409e2,
    -1.556_989_798_598_866e2,
    6.680_131_188_771_972e1,
    -1.328_068_155_288_572e1,
    1.0,
];
const TAIL_ABOVE: [f64; 6] = [
    -7.784_894_002_430_293e-3,
    -3.223_964_580_411_365e-1,
    -2.400_758_277_161_838,
    -2.549_732_539_343_734,
    4.374_664_141_464_968,
    2.938_163_982_698_783,
];
const TAIL_BELOW: [f64; 5] =
    [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1, 2.445_134_137_142_996, 3.754_408_661_907_416, 1.0];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_quantile_is_scipys() {
        // scipy 1.17.1: scipy.stats.norm.ppf
        let expected = [
            (1e-12, -7.034_483_825_301_131),
            (0.001, -3.090_232_306_167_813),
            (0.02, -2.053_748_910_631_823),
            (0.3, -0.524_400_512_708_041),
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (0.999_999, 4.753_424_308_817_087),
        ];
        for (share, z) in expected {
            assert!((normal_quantile(share) - z).abs() < 1e-9, "{share}: {}", normal_quantile(share));
        }
    }

    #[test]
    fn a_quantile_is_where_its_share_is_reached() {
        let laws = [
            Law::Gamma { shape: 0.3, scale: 9.0 },
            Law::Gamma { shape: 40.0, scale: 0.5 },
            Law::Pareto { minimum: 2.0, shape: 3.0 },
            Law::LogNormal { median: 100.0, sigma: 0.5 },
            Law::Poisson { mean: 3.5 },
            Law::Poisson { mean: 4e6 },
            Law::NegativeBinomial { mean: 0.5, dispersion: 2.5 },
            Law::NegativeBinomial { mean: 9000.0, dispersion: 0.1 },
            Law::Binomial { trials: 20.0, probability: 0.3 },
            Law::Binomial { trials: 1e6, probability: 0.999 },
        ];
        for law in laws {
            for share in [1e-6, 0.01, 0.3, 0.5, 0.9, 0.999, 1.0 - 1e-9] {
                let x = law.quantile(share);
                if law.is_count() {
                    let (up_to, below) = (law.up_to(x), law.below(x));
                    assert!(up_to >= share && below < share, "{law:?}, {share}: {x}, {below} to {up_to}");
                } else {
                    assert!((law.up_to(x) - share).abs() < 1e-9, "{law:?}, {share}: {x}, {}", law.up_to(x));
                }
            }
        }
    }

    #[test]
    fn nothing_is_drawn_from_beyond_the_limits() {
        let law = Law::Normal { mean: -3.0, sd: 5.0 };
        for share in [1e-9, 0.2, 0.5, 0.999_999] {
            assert!((0.0..=4.0).contains(&law.between(0.0, 4.0, share).expect("some")));
        }
        // scipy 1.17.1: truncnorm(0.6, inf, -3, 5).median()
        let median = law.between(0.0, f64::INFINITY, 0.5).expect("some");
        assert!((median - 2.466_602_356_962).abs() < 1e-6, "{median}");
        assert_eq!(law.between(60.0, 70.0, 0.5), None);
        let counts = Law::Poisson { mean: 3.0 };
        assert_eq!(counts.between(2.0, 2.0, 0.5), Some(2.0));
        assert_eq!(counts.between(1.0, 9.0, 1e-9), Some(1.0));
        let only = Law::Normal { mean: 4.0, sd: 0.0 };
        assert_eq!((only.between(4.0, 9.0, 0.5), only.between(5.0, 9.0, 0.5)), (Some(4.0), None));
    }
}
