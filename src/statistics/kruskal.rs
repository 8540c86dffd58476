//! Comparing independent groups by ranks: Kruskal–Wallis, and Dunn's test of every two groups.

use super::distribution::{chi_square_upper_tail, normal_two_sided};
use super::holm::holm;
use super::rank::ranks;

/// The test that groups come from one distribution (Kruskal & Wallis 1952).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KruskalWallis {
    /// H, divided by the correction for ties.
    pub h: f64,
    /// The number of groups with values, less one.
    pub df: usize,
    /// The upper tail of χ² with that many degrees of freedom.
    pub p: f64,
    /// H / (n − 1), the share of the variance of the ranks that lies between groups, from 0 to 1.
    pub epsilon_squared: f64,
    /// The number of values.
    pub n: usize,
}

/// Two groups compared by their mean ranks (Dunn 1964).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dunn {
    /// The first group, by its place among the groups given.
    pub a: usize,
    /// The second group.
    pub b: usize,
    /// The difference of mean ranks (a less b) in standard errors, corrected for ties.
    pub z: f64,
    /// Its two-sided p value, by itself.
    pub p: f64,
    /// The same, adjusted by Holm over all pairs.
    pub p_holm: f64,
}

/// What both tests need: the mean rank of every group that has values, and the variance of a rank.
struct Ranked {
    n: usize,
    /// The place among the groups given, the size and the mean rank of each group with values.
    groups: Vec<(usize, f64, f64)>,
    /// Σ(t³ − t).
    ties: f64,
}

impl Ranked {
    fn of(groups: &[Vec<f64>]) -> Self {
        let found = ranks(&groups.concat());
        let mut rest = found.ranks.as_slice();
        let mut ranked = Vec::new();
        for (i, group) in groups.iter().enumerate().filter(|(_, group)| !group.is_empty()) {
            let (own, others) = rest.split_at(group.len());
            ranked.push((i, own.len() as f64, own.iter().sum::<f64>() / own.len() as f64));
            rest = others;
        }
        Self { n: found.ranks.len(), groups: ranked, ties: found.ties }
    }

    /// The variance of a rank, n − 1 below, with ties: n (n + 1) / 12 − Σ(t³ − t) / (12 (n − 1)).
    fn variance(&self) -> f64 {
        let n = self.n as f64;
        n * (n + 1.0) / 12.0 - self.ties / (12.0 * (n - 1.0))
    }
}

/// Kruskal and Wallis's H with its correction for ties; groups without values do not count.
///
/// None with fewer than two groups that have values, or when all values are equal.
pub fn kruskal_wallis(groups: &[Vec<f64>]) -> Option<KruskalWallis> {
    let ranked = Ranked::of(groups);
    let df = ranked.groups.len().checked_sub(1).filter(|df| *df > 0)?;
    let variance = ranked.variance();
    let middle = (ranked.n as f64 + 1.0) / 2.0;
    let between: f64 =
        ranked.groups.iter().map(|(_, size, rank)| size * (rank - middle) * (rank - middle)).sum();
    // With mean ranks, H and its correction are one division: the squares between groups over the variance of a rank.
    let h = (variance > 0.0).then(|| between / variance)?;
    let p = chi_square_upper_tail(h, df)?;
    Some(KruskalWallis { h, df, p, epsilon_squared: h / (ranked.n as f64 - 1.0), n: ranked.n })
}

/// The mean rank of every group among all values, where equal values share a rank; none for a group without values.
pub fn mean_ranks(groups: &[Vec<f64>]) -> Vec<Option<f64>> {
    let ranked = Ranked::of(groups).groups;
    let of = |i: usize| ranked.iter().find(|(at, ..)| *at == i).map(|(_, _, rank)| *rank);
    (0..groups.len()).map(of).collect()
}

/// Dunn's comparison of every two groups that have values, with Holm's adjustment over all of them.
///
/// Empty when all values are equal.
pub fn dunn(groups: &[Vec<f64>]) -> Vec<Dunn> {
    let ranked = Ranked::of(groups);
    let variance = ranked.variance();
    if ranked.groups.len() < 2 || variance <= 0.0 {
        return Vec::new();
    }
    let compare = |&(a, size_a, rank_a): &(usize, f64, f64), &(b, size_b, rank_b): &(usize, f64, f64)| {
        let z = (rank_a - rank_b) / (variance * (1.0 / size_a + 1.0 / size_b)).sqrt();
        Dunn { a, b, z, p: normal_two_sided(z), p_holm: 1.0 }
    };
    let rest = |i: usize| ranked.groups.iter().skip(i + 1);
    let mut pairs: Vec<Dunn> =
        ranked.groups.iter().enumerate().flat_map(|(i, a)| rest(i).map(move |b| compare(a, b))).collect();
    let adjusted = holm(&pairs.iter().map(|pair| pair.p).collect::<Vec<_>>());
    pairs.iter_mut().zip(adjusted).for_each(|(pair, p)| pair.p_holm = p);
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_two_groups_or_two_values_there_is_no_test() {
        assert_eq!(kruskal_wallis(&[]), None);
        assert_eq!(kruskal_wallis(&[vec![1.0, 2.0], vec![]]), None);
        assert_eq!(kruskal_wallis(&[vec![1.0, 1.0], vec![1.0]]), None);
        assert!(dunn(&[vec![1.0, 1.0], vec![1.0]]).is_empty());
        assert!(dunn(&[vec![], vec![1.0]]).is_empty());
    }

    #[test]
    fn groups_without_values_keep_the_places_of_the_others() {
        let groups = [vec![1.0, 2.0], vec![], vec![3.0, 4.0]];
        let pairs = dunn(&groups);
        assert_eq!((pairs.len(), pairs[0].a, pairs[0].b), (1, 0, 2));
        assert_eq!(mean_ranks(&groups), [Some(1.5), None, Some(3.5)]);
        // scipy 1.17.1: `kruskal([1, 2], [3, 4])` gives H 2.4 and p 0.12133525035848367.
        let test = kruskal_wallis(&groups).expect("a test");
        assert!((test.h - 2.4).abs() < 1e-12 && test.df == 1, "{test:?}");
        assert!((test.p - 0.121_335_250_358_483_67).abs() < 1e-12);
        assert!((test.epsilon_squared - 0.8).abs() < 1e-12);
        assert!((pairs[0].z * pairs[0].z - test.h).abs() < 1e-12, "with two groups, z² is H");
    }
}
