//! Rank correlations of columns that are drawn, as what drawing needs.

use libm::{sin, sqrt};
use std::f64::consts::PI;

/// Less than this of a column's variance left, and it follows from the others.
const NOTHING: f64 = 1e-9;

/// The Cholesky factor of the correlations of normal scores that have these rank correlations (Spearman's): r = 2 sin(π ρ / 6)
/// (Pearson 1907). Both are rows up to the diagonal, the correlations without it.
///
/// None when no data can have them all, or one column would follow wholly from the others.
pub fn correlation_factor(spearman: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for ranks in spearman {
        let mut row: Vec<f64> = Vec::new();
        for (rho, other) in ranks.iter().zip(&rows) {
            let sum = row.iter().zip(other).fold(0.0, |sum, (a, b)| sum + a * b);
            let diagonal = other.last().copied()?;
            row.push((2.0 * sin(PI * rho / 6.0) - sum) / diagonal);
        }
        let rest = 1.0 - row.iter().fold(0.0, |sum, value| sum + value * value);
        if rest < NOTHING {
            return None;
        }
        row.push(sqrt(rest));
        rows.push(row);
    }
    Some(rows)
}

/// The largest share, in percent, of these correlations that data can have: 100 when they can have them all.
pub fn possible_percent(spearman: &[Vec<f64>]) -> u32 {
    let scaled = |percent: u32| -> Vec<Vec<f64>> {
        let scale = f64::from(percent) / 100.0;
        spearman.iter().map(|row| row.iter().map(|value| value * scale).collect()).collect()
    };
    (1..=100).rev().find(|percent| correlation_factor(&scaled(*percent)).is_some()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factor_gives_back_the_correlations() {
        let spearman = vec![vec![], vec![0.6], vec![-0.3, 0.2]];
        let factor = correlation_factor(&spearman).expect("possible");
        for (i, row) in spearman.iter().enumerate() {
            for (j, rho) in row.iter().enumerate() {
                let found: f64 = factor[i].iter().zip(&factor[j]).map(|(a, b)| a * b).sum();
                assert!((found - 2.0 * sin(PI * rho / 6.0)).abs() < 1e-12, "{i}, {j}: {found}");
            }
            assert!((factor[i].iter().map(|value| value * value).sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn what_nothing_can_have_is_refused() {
        let impossible = [vec![], vec![0.9], vec![0.9, -0.9]];
        assert!(correlation_factor(&impossible).is_none());
        assert!(correlation_factor(&[vec![], vec![0.9], vec![0.9, 0.9]]).is_some());
        // With three correlations of r, r and −r the limit is r = 1/2 of normal scores, ρ = 6 asin(1/4) / π = 0.4826.
        assert_eq!(possible_percent(&impossible), 53);
        assert_eq!(possible_percent(&[vec![], vec![0.9]]), 100);
    }
}
