//! How unequally potential is spread over units: Lorenz curve, Gini coefficient, the first units.

use super::findings::{Concentration, LorenzPoint, Reaching, Top};
use super::sum::{ExactSum, exact_sum};

/// So many of the largest units are looked at, where there are more.
const FIRST: [usize; 4] = [5, 10, 20, 50];
/// The shares whose fewest holders are counted.
const SHARES: [f64; 2] = [0.5, 0.8];

/// The concentration of some values.
///
/// Gini: Σ (2i − n − 1) x(i) / (n Σ x) over the values in ascending order (Gini 1912, in the form of Damgaard & Weiner
/// 2000, equation 2; `Gini` of R's ineq 0.2-13, not corrected for small n). `None` without values, with one below zero,
/// where a share of the total means nothing, and where all are zero.
pub fn of(values: &[f64]) -> Option<Concentration> {
    let mut ascending = values.to_vec();
    ascending.sort_by(f64::total_cmp);
    let total = exact_sum(&ascending);
    let positive = ascending.first().is_some_and(|least| *least >= 0.0) && total > 0.0;
    positive.then(|| Concentration {
        gini: gini(&ascending, total),
        lorenz: lorenz(&ascending, total),
        top: FIRST
            .iter()
            .filter(|units| **units < ascending.len())
            .map(|units| top(&ascending, *units, total))
            .collect(),
        reaching: SHARES.iter().map(|share| reaching(&ascending, *share, total)).collect(),
    })
}

fn gini(ascending: &[f64], total: f64) -> f64 {
    let n = ascending.len() as f64;
    let weighted = ascending.iter().enumerate().map(|(i, x)| (2.0 * (i as f64 + 1.0) - n - 1.0) * x);
    weighted.sum::<f64>() / (n * total)
}

fn lorenz(ascending: &[f64], total: f64) -> Vec<LorenzPoint> {
    let n = ascending.len() as f64;
    let mut held = ExactSum::default();
    let point = |(i, x): (usize, &f64)| {
        held.add(*x);
        LorenzPoint { units: (i as f64 + 1.0) / n, share: held.value() / total }
    };
    let first = LorenzPoint { units: 0.0, share: 0.0 };
    std::iter::once(first).chain(ascending.iter().enumerate().map(point)).collect()
}

fn top(ascending: &[f64], units: usize, total: f64) -> Top {
    Top { units, share: exact_sum(&ascending[ascending.len() - units..]) / total }
}

fn reaching(ascending: &[f64], share: f64, total: f64) -> Reaching {
    let mut held = ExactSum::default();
    let enough = |x: &f64| {
        held.add(*x);
        // A hair's breadth is forgiven where the sum is not exact.
        held.value() >= share * total * (1.0 - 1e-12)
    };
    let units = ascending.iter().rev().position(enough).map_or(ascending.len(), |at| at + 1);
    Reaching { share, units }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4.2.2, ineq 0.2-13: `Gini(c(541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261))` is 0.4620911.
    #[test]
    fn gini_is_that_of_ineq() {
        let incomes = [541., 1463., 2445., 3438., 4437., 5401., 6392., 8304., 11904., 22261.];
        let found = of(&incomes).expect("a concentration");
        assert!((found.gini - 0.462_091_1).abs() < 5e-8, "{}", found.gini);
        assert_eq!(found.lorenz.len(), 11);
        assert_eq!(found.lorenz[10].share, 1.0);
        assert_eq!(found.top.iter().map(|top| top.units).collect::<Vec<_>>(), [5]);
    }

    #[test]
    fn equal_values_are_not_concentrated_and_one_holder_is() {
        let equal = of(&[0.1; 10]).expect("a concentration");
        assert!(equal.gini.abs() < 1e-12);
        assert_eq!(equal.reaching.iter().map(|held| held.units).collect::<Vec<_>>(), [5, 8]);
        let one = of(&[0.0, 0.0, 0.0, 5.0]).expect("a concentration");
        assert_eq!(one.gini, 0.75);
        assert_eq!(one.reaching[0].units, 1);
    }

    #[test]
    fn shares_of_nothing_or_of_debts_are_not_computed() {
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[0.0, 0.0]), None);
        assert_eq!(of(&[-1.0, 5.0]), None);
    }
}
