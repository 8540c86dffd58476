//! Comparing two related measures by the ranks of their differences.

use super::distribution::normal_two_sided;
use super::rank::ranks;

/// The signed-rank test that differences lie around 0 (Wilcoxon 1945).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wilcoxon {
    /// The number of pairs given, those without a difference included.
    pub n: usize,
    /// How many of them show no difference, and are left out.
    pub zeros: usize,
    /// The sum of the ranks of differences above 0, the first being greater.
    pub w_plus: f64,
    /// The sum of the ranks of differences below 0.
    pub w_minus: f64,
    /// (W+ − its mean) / its standard deviation, with ties and without continuity correction; none when the test is exact.
    pub z: Option<f64>,
    /// The two-sided p value: of z, or of the exact distribution.
    pub p: f64,
    /// (W+ − W−) / (W+ + W−), the matched-pairs rank-biserial correlation (Kerby 2014), from −1 to 1.
    pub rank_biserial: f64,
    /// Whether the p value is exact.
    pub exact: bool,
}

/// The most pairs that are tested exactly.
const EXACT: usize = 25;

/// The share of the two values below which their difference is the rounding of averages, and none.
const ROUNDING: f64 = 1e-12;

/// The share of a difference within which another has the same size.
const SAME: f64 = 1e-9;

/// Tests the differences first − second, pair by pair.
///
/// Pairs without a difference are dropped, as Wilcoxon did, and counted; differences of one size share the mean of their ranks.
/// Averages of items differ in their last bits where they should not at all: two values within 1e-12 of their size are
/// equal, and differences within 1e-9 of theirs are of one size. The test is exact when no pair was dropped, no two differences are of one
/// size and there are at most 25 pairs; else z is normal, its variance n (n + 1)(2n + 1) / 24 − Σ(t³ − t) / 48 of the n pairs that are
/// left, without continuity correction. None when there is no difference at all, when the two lists are not of one length,
/// or with a number that is not finite.
pub fn wilcoxon(first: &[f64], second: &[f64]) -> Option<Wilcoxon> {
    let finite = first.iter().chain(second).all(|value| value.is_finite());
    let differences = (finite && first.len() == second.len()).then(|| differences(first, second))?;
    let ranked = ranks(&sizes(&differences));
    let of_sign = |above: bool| -> f64 {
        let own = |(difference, _): &(&f64, &f64)| (**difference > 0.0) == above;
        differences.iter().zip(&ranked.ranks).filter(own).map(|(_, rank)| rank).sum()
    };
    let (w_plus, w_minus) = (of_sign(true), of_sign(false));
    let left = differences.len();
    let zeros = first.len() - left;
    let exact = zeros == 0 && ranked.ties == 0.0 && left <= EXACT;
    let z = (w_plus - w_minus) / 2.0 / variance(left, ranked.ties).sqrt();
    (left > 0).then(|| Wilcoxon {
        n: first.len(),
        zeros,
        w_plus,
        w_minus,
        z: (!exact).then_some(z),
        p: if exact { exact_p(w_plus.min(w_minus), left) } else { normal_two_sided(z) },
        rank_biserial: (w_plus - w_minus) / (w_plus + w_minus),
        exact,
    })
}

/// The differences of the pairs that have one.
fn differences(first: &[f64], second: &[f64]) -> Vec<f64> {
    let differ = |(a, b): &(&f64, &f64)| (**a - **b).abs() > ROUNDING * a.abs().max(b.abs());
    first.iter().zip(second).filter(differ).map(|(a, b)| a - b).collect()
}

/// The size of every difference; those that differ by rounding from the smallest of their kind get its size.
fn sizes(differences: &[f64]) -> Vec<f64> {
    let mut sizes: Vec<f64> = differences.iter().map(|difference| difference.abs()).collect();
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|&a, &b| sizes[a].total_cmp(&sizes[b]));
    let mut kind = 0.0;
    for i in order {
        if sizes[i] - kind > SAME * sizes[i] {
            kind = sizes[i];
        }
        sizes[i] = kind;
    }
    sizes
}

/// The variance of W+ under no difference.
fn variance(n: usize, ties: f64) -> f64 {
    let n = n as f64;
    n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ties / 48.0
}

/// Twice the chance of a sum of ranks as small as this, from the number of sets of 1…n with every sum.
fn exact_p(smaller: f64, n: usize) -> f64 {
    let mut ways = vec![0.0; n * (n + 1) / 2 + 1];
    ways[0] = 1.0;
    let mut all = 1.0;
    for rank in 1..=n {
        for sum in (rank..ways.len()).rev() {
            ways[sum] += ways[sum - rank];
        }
        all *= 2.0;
    }
    let up_to: f64 = ways.iter().take(smaller as usize + 1).sum();
    (2.0 * up_to / all).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_pairs_without_ties_are_tested_exactly() {
        // Of the 32 signs of five differences, one has no rank above 0 and one has all.
        let found = wilcoxon(&[2.0, 4.0, 6.0, 8.0, 10.0], &[1.0, 2.0, 3.0, 4.0, 5.0]).expect("a test");
        assert_eq!((found.p, found.exact, found.z), (0.0625, true, None));
        assert_eq!((found.w_plus, found.w_minus, found.rank_biserial), (15.0, 0.0, 1.0));
        let one = wilcoxon(&[1.0], &[2.0]).expect("a test");
        assert_eq!((one.p, one.rank_biserial), (1.0, -1.0));
    }

    #[test]
    fn the_last_bits_of_averages_make_no_difference() {
        // 3.4 − 3.2 and 2.4 − 2.2 are not the same double, and 0.1 + 0.2 is not 0.3.
        let found = wilcoxon(&[3.4, 2.4, 0.1 + 0.2, 5.0], &[3.2, 2.2, 0.3, 1.0]).expect("a test");
        assert_eq!((found.n, found.zeros, found.exact), (4, 1, false));
        assert_eq!((found.w_plus, found.w_minus), (6.0, 0.0));
        let exact = wilcoxon(&[34.0, 24.0, 3.0, 50.0], &[32.0, 22.0, 3.0, 10.0]).expect("a test");
        assert_eq!((found.z, found.p), (exact.z, exact.p));
    }

    #[test]
    fn turning_the_pairs_turns_the_sign_only() {
        let (a, b) = ([1.0, 5.0, 3.0, 4.0, 2.0], [2.0, 3.0, 3.0, 1.0, 1.0]);
        let (there, back) = (wilcoxon(&a, &b).expect("a test"), wilcoxon(&b, &a).expect("a test"));
        assert_eq!((there.w_plus, there.p, there.z), (back.w_minus, back.p, back.z.map(|z| -z)));
        assert!(there.z.is_some_and(|z| z > 0.0) && there.rank_biserial == -back.rank_biserial);
    }

    #[test]
    fn without_a_difference_there_is_no_test() {
        assert_eq!(wilcoxon(&[1.0, 2.0], &[1.0, 2.0]), None);
        assert_eq!(wilcoxon(&[], &[]), None);
        assert_eq!(wilcoxon(&[1.0], &[1.0, 2.0]), None);
        assert_eq!(wilcoxon(&[f64::NAN], &[1.0]), None);
    }
}
