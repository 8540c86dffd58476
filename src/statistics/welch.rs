//! Comparing the means of independent groups whose variances may differ: Welch's analysis of variance, and Games and Howell's test of
//! every two groups.

use super::student::f_tail;
use super::studentized_range::upper_tail;
use super::summary::{mean, sum_of_squares};
use super::table::varies;

/// The test that groups have one mean (Welch 1951).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Welch {
    /// The weighted squares between groups, over what they are where the means are equal.
    pub f: f64,
    /// The number of groups with values, less one.
    pub df1: usize,
    /// The degrees of freedom of the variances, not whole in general.
    pub df2: f64,
    /// The upper tail of F.
    pub p: f64,
    /// The number of values.
    pub n: usize,
}

/// Two groups compared by their means (Games & Howell 1976).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GamesHowell {
    /// The first group, by its place among the groups given.
    pub a: usize,
    /// The second group.
    pub b: usize,
    /// The mean of a less that of b.
    pub difference: f64,
    /// The difference in standard errors, of both variances.
    pub t: f64,
    /// Its degrees of freedom (Welch 1938; Satterthwaite 1946).
    pub df: f64,
    /// The upper tail of the studentized range of all groups at |t| √2, which is adjusted for the number of pairs.
    pub p: f64,
}

/// A group with values.
struct Group {
    place: usize,
    size: f64,
    mean: f64,
    /// The variance of the mean: s² / n.
    error: f64,
}

/// The groups that have values; none with fewer than two of them, or where one has no variance.
fn described(groups: &[Vec<f64>]) -> Option<Vec<Group>> {
    let filled: Vec<(usize, &Vec<f64>)> =
        groups.iter().enumerate().filter(|(_, values)| !values.is_empty()).collect();
    let finite = filled.iter().all(|(_, values)| values.iter().all(|value| value.is_finite()));
    let spread = filled.iter().all(|(_, values)| varies(values));
    let group = |(place, values): (usize, &Vec<f64>)| {
        let size = values.len() as f64;
        Group { place, size, mean: mean(values), error: sum_of_squares(values) / (size - 1.0) / size }
    };
    (filled.len() > 1 && finite && spread).then(|| filled.into_iter().map(group).collect())
}

/// Welch's analysis of variance; groups without values do not count.
///
/// None with fewer than two groups that have values, when one of them has a single value or does not vary, or with a number that is not
/// finite.
pub fn welch(groups: &[Vec<f64>]) -> Option<Welch> {
    let described = described(groups)?;
    let count = described.len() as f64;
    let whole: f64 = described.iter().map(|group| 1.0 / group.error).sum();
    let center = described.iter().map(|group| group.mean / group.error).sum::<f64>() / whole;
    let squares = |group: &Group| (group.mean - center) * (group.mean - center) / group.error / (count - 1.0);
    let share = |group: &Group| {
        let others = 1.0 - 1.0 / group.error / whole;
        others * others / (group.size - 1.0)
    };
    let shares: f64 = described.iter().map(share).sum();
    let expected = 1.0 + 2.0 * (count - 2.0) / (count * count - 1.0) * shares;
    let f = described.iter().map(squares).sum::<f64>() / expected;
    let df2 = (count * count - 1.0) / (3.0 * shares);
    let n = groups.iter().map(Vec::len).sum();
    Some(Welch { f, df1: described.len() - 1, df2, p: f_tail(f, count - 1.0, df2)?, n })
}

/// Games and Howell's comparison of every two groups that have values, of the first with all others first.
///
/// Empty where [`welch`] is none.
pub fn games_howell(groups: &[Vec<f64>]) -> Vec<GamesHowell> {
    let described = described(groups).unwrap_or_default();
    let rest = |i: usize| described.iter().skip(i + 1);
    let pairs = described.iter().enumerate().flat_map(|(i, a)| rest(i).map(move |b| (a, b)));
    pairs.filter_map(|(a, b)| compared(a, b, described.len())).collect()
}

/// Two of so many groups.
fn compared(a: &Group, b: &Group, groups: usize) -> Option<GamesHowell> {
    let error = a.error + b.error;
    let own = |group: &Group| group.error * group.error / (group.size - 1.0);
    let df = error * error / (own(a) + own(b));
    let difference = a.mean - b.mean;
    let t = difference / error.sqrt();
    let p = upper_tail(t.abs() * std::f64::consts::SQRT_2, groups, df)?;
    Some(GamesHowell { a: a.place, b: b.place, difference, t, df, p })
}

#[cfg(test)]
mod tests {
    use super::super::student::t_two_sided;
    use super::*;

    #[test]
    fn two_groups_are_welchs_t_test() {
        let groups = [vec![1.0, 2.0, 4.0, 7.0], vec![], vec![5.0, 9.0, 6.0, 8.0, 8.5]];
        let (test, pairs) = (welch(&groups).expect("a test"), games_howell(&groups));
        assert_eq!((pairs.len(), pairs[0].a, pairs[0].b, test.n, test.df1), (1, 0, 2, 9, 1));
        let t = t_two_sided(pairs[0].t, pairs[0].df).expect("a probability");
        assert!((test.f - pairs[0].t * pairs[0].t).abs() < 1e-12, "{test:?} {pairs:?}");
        assert!((test.df2 - pairs[0].df).abs() < 1e-12 && (test.p - t).abs() < 1e-12, "{test:?} {pairs:?}");
        assert!((pairs[0].p - t).abs() < 1e-10 && pairs[0].difference < 0.0, "{pairs:?}");
    }

    #[test]
    fn a_group_without_a_variance_has_no_test() {
        for group in [vec![1.0], vec![2.0, 2.0], vec![1.0, f64::NAN]] {
            let groups = [vec![1.0, 2.0, 3.0], group];
            assert_eq!((welch(&groups), games_howell(&groups).len()), (None, 0), "{groups:?}");
        }
        assert_eq!(welch(&[vec![1.0, 2.0], vec![]]), None);
        assert_eq!(welch(&[]), None);
    }
}
