//! One common factor of the items of a construct, by maximum likelihood, with the two measures that rest on it.
//!
//! The correlations R of p items are fitted by λ λ′ + ψ: a loading λ per item, and its uniqueness ψ. For given uniquenesses the
//! best loadings follow from the largest eigenvalue e₁ of ψ^(−1/2) R ψ^(−1/2); what is left to minimise is
//! Σ (eₘ − ln eₘ − 1) over the other eigenvalues (Lawley & Maxwell 1971, chapter 4; Jöreskog 1967). Newton's steps in ln ψ, with
//! the derivatives of Clarke (1970), end at the last digits, where a quasi-Newton method stops at the sixth.

use super::eigen::{Eigen, eigen};
use super::table::{columns, deviations, product, symmetric};

/// A factor fitted to correlations.
#[derive(Debug, Clone, PartialEq)]
pub struct OneFactor {
    /// The correlation of every item with the factor; turned so that their sum is above 0.
    pub loadings: Vec<f64>,
    /// The share of every item's variance that the factor does not explain: 1 − λ², but not below 0.005.
    pub uniquenesses: Vec<f64>,
    /// (Σλ)² / ((Σλ)² + Σψ), from 0 to 1 (Jöreskog 1971; Fornell & Larcker 1981).
    pub composite_reliability: f64,
    /// Σλ² / (Σλ² + Σψ), which is the mean of λ² where no uniqueness reached its bound (Fornell & Larcker 1981).
    pub average_variance_extracted: f64,
    /// Whether a uniqueness reached its lower bound of 0.005: a Heywood case, whose loadings are not to be trusted.
    pub heywood: bool,
    /// The number of Newton's steps taken.
    pub iterations: usize,
    /// Whether the steps ended because nothing could be gained, and not because there were too many.
    pub converged: bool,
}

/// The least uniqueness, as R's `factanal` and `psych::fa` have it.
const LOWEST: f64 = 0.005;

/// More steps than any case seen took, by a factor of ten.
const STEPS: usize = 500;

/// The smallest eigenvalue of correlations that are not singular.
const SINGULAR: f64 = 1e-10;

/// Correlations of every two items, from complete respondents × items.
///
/// None with fewer than two rows, when an item does not vary, or with rows that are no table.
pub fn correlations(rows: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let centered: Vec<Vec<f64>> = columns(rows)?.iter().map(|column| deviations(column)).collect();
    let lengths: Vec<f64> = centered.iter().map(|column| product(column, column).sqrt()).collect();
    let between = |i: usize, j: usize| {
        let shared = || product(&centered[i], &centered[j]) / lengths[i] / lengths[j];
        if i == j { 1.0 } else { shared().clamp(-1.0, 1.0) }
    };
    let row = |i: usize| (0..centered.len()).map(|j| between(i, j)).collect();
    lengths.iter().all(|length| *length > 0.0).then(|| (0..centered.len()).map(row).collect())
}

/// Fits one factor to the correlations of three or more items by maximum likelihood.
///
/// It starts where `factanal` does, so that it ends in the same minimum where there are several. None with fewer than three items: the
/// factor of two is not identified, since any two loadings with the same product fit. For the same reason none when
/// fewer than three items load at all. None too when the correlations are singular, as two identical items or an item that is a sum of others make them, or
/// no correlations: not square, not symmetric, not 1 with itself.
pub fn one_factor(correlations: &[Vec<f64>]) -> Option<OneFactor> {
    let items = symmetric(correlations).filter(|items| *items > 2)?;
    let of_itself = |i: usize| (correlations[i][i] - 1.0).abs() <= 1e-9;
    let parts = (0..items).all(of_itself).then(|| eigen(correlations))??;
    let regular = parts.values.last().is_some_and(|least| *least > SINGULAR);
    let mut fit = regular.then(|| Fit::of(correlations, start(&parts)))??;
    let (mut iterations, mut converged) = (0, false);
    while iterations < STEPS && !converged {
        iterations += 1;
        match fit.better(correlations) {
            Some(better) => fit = better,
            None => converged = true,
        }
    }
    let loadings = fit.loadings();
    let identified = loadings.iter().filter(|loading| loading.abs() > 1e-6).count() > 2;
    identified.then(|| described(loadings, &fit, iterations, converged))
}

/// Half of what the other items leave of each, for p items times (1 − 1 / 2p): the start of Jöreskog (1967).
fn start(parts: &Eigen) -> Vec<f64> {
    let items = parts.values.len();
    let inverse =
        |i: usize| parts.values.iter().zip(&parts.vectors).map(|(e, v)| v[i] * v[i] / e).sum::<f64>();
    let share = 1.0 - 0.5 / items as f64;
    (0..items).map(|i| libm::log((share / inverse(i)).clamp(LOWEST, 1.0))).collect()
}

fn described(loadings: Vec<f64>, fit: &Fit, iterations: usize, converged: bool) -> OneFactor {
    let uniquenesses: Vec<f64> = fit.logs.iter().map(|log| libm::exp(*log).max(LOWEST)).collect();
    let sum: f64 = loadings.iter().sum();
    let unique: f64 = uniquenesses.iter().sum();
    let explained = product(&loadings, &loadings);
    OneFactor {
        composite_reliability: sum * sum / (sum * sum + unique),
        average_variance_extracted: explained / (explained + unique),
        heywood: fit.logs.iter().any(|log| *log <= floor()),
        loadings,
        uniquenesses,
        iterations,
        converged,
    }
}

/// The least logarithm of a uniqueness.
fn floor() -> f64 {
    libm::log(LOWEST)
}

/// Uniquenesses and what follows from them.
struct Fit {
    /// The logarithm of every uniqueness.
    logs: Vec<f64>,
    /// The decomposition of ψ^(−1/2) R ψ^(−1/2).
    parts: Eigen,
    /// What is minimised: Σ (e − ln e − 1) over all eigenvalues but the first.
    loss: f64,
}

impl Fit {
    /// None where an eigenvalue is not above 0.
    fn of(correlations: &[Vec<f64>], logs: Vec<f64>) -> Option<Self> {
        let scales: Vec<f64> = logs.iter().map(|log| libm::exp(-log / 2.0)).collect();
        let row = |(own, scale): (&Vec<f64>, &f64)| {
            own.iter().zip(&scales).map(|(r, other)| r * scale * other).collect()
        };
        let parts = eigen(&correlations.iter().zip(&scales).map(row).collect::<Vec<_>>())?;
        let possible = parts.values.iter().all(|e| *e > 0.0);
        let loss = || parts.values.iter().skip(1).map(|e| e - libm::log(*e) - 1.0).sum();
        possible.then(loss).map(|loss| Self { logs, parts, loss })
    }

    /// The loadings √ψ ω √(e₁ − 1), turned so that their sum is above 0.
    fn loadings(&self) -> Vec<f64> {
        let size = (self.parts.values[0] - 1.0).max(0.0).sqrt();
        let of = |(log, x): (&f64, &f64)| libm::exp(log / 2.0) * x * size;
        let loadings: Vec<f64> = self.logs.iter().zip(&self.parts.vectors[0]).map(of).collect();
        if loadings.iter().sum::<f64>() < 0.0 { loadings.into_iter().map(|x| -x).collect() } else { loadings }
    }

    /// The eigenvalues but the first, with their vectors.
    fn rest(&self) -> impl Iterator<Item = (f64, &Vec<f64>)> {
        self.parts.values.iter().copied().zip(&self.parts.vectors).skip(1)
    }

    /// The slope of the loss along every logarithm: Σ (1 − e) ω².
    fn slopes(&self) -> Vec<f64> {
        (0..self.logs.len()).map(|i| self.rest().map(|(e, v)| (1.0 - e) * v[i] * v[i]).sum()).collect()
    }

    /// The second derivative along two logarithms (Clarke 1970, in ln ψ), ω being the first vector:
    /// (Σ e v v)(Σ v v) + ω ω Σ (1 − e)(e₁ + e) / (e₁ − e) v v.
    fn curvature(&self, i: usize, j: usize) -> f64 {
        let (first, own) = (self.parts.values[0], &self.parts.vectors[0]);
        let (mut weighted, mut plain, mut mixed) = (0.0, 0.0, 0.0);
        for (e, v) in self.rest() {
            let both = v[i] * v[j];
            weighted += e * both;
            plain += both;
            // Equal to the first, it has no direction of its own to turn into.
            if first - e > 1e-9 * first {
                mixed += (1.0 - e) * (first + e) / (first - e) * both;
            }
        }
        weighted * plain + own[i] * own[j] * mixed
    }

    /// The next fit, with a smaller loss or flatter slopes; none where nothing is to be gained.
    fn better(&self, correlations: &[Vec<f64>]) -> Option<Self> {
        let slopes = self.slopes();
        // At a bound, only what leads away from it is free.
        let free: Vec<usize> = (0..slopes.len())
            .filter(|&i| if slopes[i] > 0.0 { self.logs[i] > floor() } else { self.logs[i] < 0.0 })
            .collect();
        let step = self.step(&free, &slopes)?;
        let mut share = 1.0;
        for _ in 0..40 {
            let logs =
                (0..slopes.len()).map(|i| (self.logs[i] + share * step[i]).clamp(floor(), 0.0)).collect();
            let moved = Self::of(correlations, logs);
            if let Some(moved) = moved.filter(|moved| self.gains(moved, &free, &slopes)) {
                return Some(moved);
            }
            share /= 2.0;
        }
        None
    }

    /// Whether a move pays: the loss falls, or, where its digits are used up, the greatest free slope does.
    fn gains(&self, moved: &Self, free: &[usize], slopes: &[f64]) -> bool {
        let greatest = |of: &[f64]| free.iter().map(|&i| of[i].abs()).fold(0.0_f64, f64::max);
        let noise = 1e-13 * self.loss.max(1.0);
        moved.loss < self.loss - noise
            || (moved.loss <= self.loss + noise && greatest(&moved.slopes()) < 0.5 * greatest(slopes))
    }

    /// Newton's step in the free logarithms, at most 2 in any; none where all of them are flat.
    fn step(&self, free: &[usize], slopes: &[f64]) -> Option<Vec<f64>> {
        let target: Vec<f64> = free.iter().map(|&i| -slopes[i]).collect();
        if target.iter().all(|slope| slope.abs() < 1e-15) {
            return None;
        }
        let matrix: Vec<Vec<f64>> = free
            .iter()
            .map(|&i| free.iter().map(|&j| self.curvature(i.min(j), i.max(j))).collect())
            .collect();
        let found = downhill(&matrix, &target)?;
        let longest = found.iter().map(|x| x.abs()).fold(0.0_f64, f64::max);
        let shorter = if longest > 2.0 { 2.0 / longest } else { 1.0 };
        let mut step = vec![0.0; slopes.len()];
        free.iter().zip(found).for_each(|(&i, x)| step[i] = x * shorter);
        Some(step)
    }
}

/// Solves for a step along the eigenvectors of the curvatures; where they bend downwards, the size of the bend counts, so that every
/// step descends.
fn downhill(curvatures: &[Vec<f64>], target: &[f64]) -> Option<Vec<f64>> {
    let parts = eigen(curvatures)?;
    let greatest = parts.values.iter().map(|e| e.abs()).fold(0.0_f64, f64::max);
    let mut step = vec![0.0; target.len()];
    for (value, vector) in parts.values.iter().zip(&parts.vectors) {
        let along = product(target, vector) / value.abs().max(1e-10 * greatest).max(f64::MIN_POSITIVE);
        step.iter_mut().zip(vector).for_each(|(x, part)| *x += along * part);
    }
    Some(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The correlations that loadings imply.
    fn implied(loadings: &[f64]) -> Vec<Vec<f64>> {
        let of = |i: usize, j: usize| if i == j { 1.0 } else { loadings[i] * loadings[j] };
        (0..loadings.len()).map(|i| (0..loadings.len()).map(|j| of(i, j)).collect()).collect()
    }

    #[test]
    fn loadings_that_fit_exactly_are_found() {
        for loadings in [vec![0.8, 0.7, 0.6], vec![0.9, -0.2, 0.5, 0.4, 0.75], vec![0.99, 0.3, 0.2, 0.1]] {
            let found = one_factor(&implied(&loadings)).expect("a factor");
            assert!(found.converged && !found.heywood, "{found:?}");
            for (own, expected) in found.loadings.iter().zip(&loadings) {
                assert!((own - expected).abs() < 1e-9, "{:?} are not {loadings:?}", found.loadings);
            }
        }
        let found = one_factor(&implied(&[0.8, 0.7, 0.6])).expect("a factor");
        assert!((found.average_variance_extracted - 1.49 / 3.0).abs() < 1e-9, "{found:?}");
        assert!((found.composite_reliability - 4.41 / (4.41 + 1.51)).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn what_is_not_identified_has_no_factor() {
        assert_eq!(one_factor(&implied(&[0.8, 0.7])), None, "two items");
        assert_eq!(one_factor(&implied(&[0.8, 0.7, 0.0])), None, "two items that load");
        assert_eq!(one_factor(&implied(&[0.0; 4])), None, "no two items share anything");
        assert_eq!(one_factor(&[]), None);
    }

    #[test]
    fn singular_or_impossible_correlations_have_no_factor() {
        let twins = [vec![1.0, 1.0, 0.5], vec![1.0, 1.0, 0.5], vec![0.5, 0.5, 1.0]];
        assert_eq!(one_factor(&twins), None);
        let impossible = [vec![1.0, 0.9, -0.9], vec![0.9, 1.0, 0.9], vec![-0.9, 0.9, 1.0]];
        assert_eq!(one_factor(&impossible), None);
        assert_eq!(one_factor(&[vec![2.0, 0.5, 0.5], vec![0.5, 1.0, 0.5], vec![0.5, 0.5, 1.0]]), None);
    }

    #[test]
    fn an_item_that_does_not_vary_has_no_correlations() {
        assert_eq!(correlations(&[vec![1.0, 3.0], vec![2.0, 3.0]]), None);
        assert_eq!(correlations(&[vec![1.0, 3.0]]), None);
        let found = correlations(&[vec![1.0, 6.0], vec![2.0, 4.0], vec![3.0, 2.0]]).expect("correlations");
        assert!(
            (found[0][1] + 1.0).abs() < 1e-15 && found[0][1] == found[1][0] && found[1][1] == 1.0,
            "{found:?}"
        );
    }
}
