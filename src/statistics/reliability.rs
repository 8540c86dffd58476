//! How well the items of a scale hold together: Cronbach's alpha, and every item against the others.
//!
//! Rows are complete respondents, columns the items of one construct, all scored in one direction.

use super::correlation::pearson;
use super::student::f_quantile;
use super::table::{columns, deviations, product, symmetric, varies};

/// Cronbach's alpha of a scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alpha {
    /// From covariances: k / (k − 1) × (1 − Σ item variances / variance of the total) (Cronbach 1951); at most 1, below 0 where
    /// items oppose each other.
    pub raw: f64,
    /// The same from correlations; none with an item that does not vary.
    pub standardised: Option<f64>,
    /// The lower end of Feldt's interval of the raw alpha; none with an item that does not vary.
    pub lower: Option<f64>,
    /// Its upper end.
    pub upper: Option<f64>,
    /// The number of respondents.
    pub n: usize,
    /// The number of items, those that do not vary included.
    pub items: usize,
}

/// Alpha of complete respondents × items, with Feldt's interval at a confidence `level` such as 0.95.
///
/// An item that does not vary counts among the items and adds no variance: the raw alpha is what the formula gives; the
/// standardised one and the interval are none. None at all with fewer than two items or three respondents, when the total
/// does not vary, with rows of several lengths, or with a number that is not finite.
pub fn alpha(rows: &[Vec<f64>], level: f64) -> Option<Alpha> {
    let covariances = covariances(&columns(rows).filter(|_| rows.len() > 2)?);
    let (raw, standardised) = alpha_of_covariances(&covariances)?;
    let (n, items) = (rows.len(), covariances.len());
    let interval = standardised.and_then(|_| feldt(raw, n, items, level));
    Some(Alpha {
        raw,
        standardised,
        lower: interval.map(|(lower, _)| lower),
        upper: interval.map(|(_, upper)| upper),
        n,
        items,
    })
}

/// Raw and standardised alpha of an items × items matrix of covariances, which may have been computed pair by pair.
///
/// The standardised alpha is none with an item that does not vary, or where the correlations do not add up to more than 0.
/// None at all with fewer than two items, when the variance of the total is not above 0 (a share of 1e-12 of the items'
/// own counts as 0), or when the matrix is not square and symmetric.
pub fn alpha_of_covariances(covariances: &[Vec<f64>]) -> Option<(f64, Option<f64>)> {
    let items = symmetric(covariances).filter(|items| *items > 1)?;
    let raw = from_matrix(covariances)?;
    let scales: Vec<f64> = (0..items).map(|i| covariances[i][i].max(0.0).sqrt()).collect();
    let correlation = |i: usize, j: usize| {
        if i == j { 1.0 } else { covariances[i][j] / (scales[i] * scales[j]) }
    };
    let matrix: Vec<Vec<f64>> = (0..items).map(|i| (0..items).map(|j| correlation(i, j)).collect()).collect();
    let standardised = scales.iter().all(|scale| *scale > 0.0).then(|| from_matrix(&matrix)).flatten();
    Some((raw, standardised))
}

/// Feldt's interval of an alpha of `n` respondents and `items` items at a confidence level.
///
/// 1 − (1 − α) F, F being the (1 ± level) / 2 quantiles with n − 1 and (n − 1)(k − 1) degrees of freedom (Feldt, Woodruff & Salih
/// 1987). None with fewer than two respondents or items, or a level that is not strictly between 0 and 1.
pub fn feldt(alpha: f64, n: usize, items: usize, level: f64) -> Option<(f64, f64)> {
    let df1 = n.checked_sub(1).filter(|df| *df > 0)? as f64;
    let df2 = df1 * items.checked_sub(1).filter(|rest| *rest > 0)? as f64;
    let end = |p: f64| Some(1.0 - (1.0 - alpha) * f_quantile(p, df1, df2)?);
    alpha.is_finite().then(|| Some((end(f64::midpoint(1.0, level))?, end((1.0 - level) / 2.0)?)))?
}

/// Raw alpha of the items without the one at this place; none where [`alpha`] of the others is none, as it is of one item.
pub fn alpha_if_deleted(rows: &[Vec<f64>], item: usize) -> Option<f64> {
    let mut others = columns(rows).filter(|columns| item < columns.len() && rows.len() > 2)?;
    others.remove(item);
    alpha_of_covariances(&covariances(&others)).map(|(raw, _)| raw)
}

/// Pearson's correlation of an item with the total of all items, its own part included: the usual test of an item's
/// validity.
///
/// None when the item or the total does not vary, or with rows that are no table.
pub fn item_total(rows: &[Vec<f64>], item: usize) -> Option<f64> {
    with_sum(rows, item, |_| true)
}

/// Pearson's correlation of an item with the total of the other items: the corrected item–total correlation.
///
/// None when the item or that total does not vary, as that of no other item does not, or with rows that are no table.
pub fn item_rest(rows: &[Vec<f64>], item: usize) -> Option<f64> {
    with_sum(rows, item, |j| j != item)
}

/// The correlation of an item with the sum of some items.
fn with_sum(rows: &[Vec<f64>], item: usize, takes_part: impl Fn(usize) -> bool) -> Option<f64> {
    let columns = columns(rows)?;
    let own = columns.get(item)?;
    let sum = |row: &Vec<f64>| {
        row.iter().enumerate().filter(|(j, _)| takes_part(*j)).map(|(_, value)| value).sum::<f64>()
    };
    let sums: Vec<f64> = rows.iter().map(sum).collect();
    (varies(own) && varies(&sums)).then(|| pearson(own, &sums))?
}

/// Covariances with n − 1; those of a column that does not vary are exactly 0.
fn covariances(columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let centered: Vec<Vec<f64>> = columns.iter().map(|column| deviations(column)).collect();
    let divisor = columns.first().map_or(1, |column| column.len().saturating_sub(1).max(1)) as f64;
    let row = |a: &Vec<f64>| centered.iter().map(|b| product(a, b) / divisor).collect();
    centered.iter().map(row).collect()
}

/// k / (k − 1) × (1 − trace / sum of all); none where the sum is not above 0.
fn from_matrix(matrix: &[Vec<f64>]) -> Option<f64> {
    let items = matrix.len() as f64;
    let own: f64 = matrix.iter().enumerate().map(|(i, row)| row[i]).sum();
    let total: f64 = matrix.iter().flatten().sum();
    (own > 0.0 && total > 1e-12 * own).then(|| items / (items - 1.0) * (1.0 - own / total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_items_are_wholly_reliable_and_opposite_ones_have_no_total() {
        let rows = |second: fn(f64) -> f64| -> Vec<Vec<f64>> {
            [1.0, 2.0, 4.0, 5.0].iter().map(|&first| vec![first, second(first)]).collect()
        };
        let same = alpha(&rows(|x| x), 0.95).expect("an alpha");
        assert!((same.raw - 1.0).abs() < 1e-12 && (same.n, same.items) == (4, 2), "{same:?}");
        assert_eq!(alpha(&rows(|x| 6.0 - x), 0.95), None);
        assert_eq!(item_rest(&rows(|x| x), 2), None, "there is no third item");
    }

    #[test]
    fn an_item_that_does_not_vary_leaves_the_raw_alpha_only() {
        let rows = [vec![1.0, 2.0, 3.0], vec![2.0, 2.0, 3.0], vec![4.0, 5.0, 3.0], vec![5.0, 4.0, 3.0]];
        let found = alpha(&rows, 0.95).expect("an alpha");
        let two = alpha_if_deleted(&rows, 2).expect("an alpha of two");
        // Three halves and two: the same variances, another number of items.
        assert!((found.raw / 1.5 - two / 2.0).abs() < 1e-12, "{found:?} {two}");
        assert_eq!((found.standardised, found.lower, found.upper, found.items), (None, None, None, 3));
        assert_eq!((item_total(&rows, 2), item_rest(&rows, 2)), (None, None));
    }

    #[test]
    fn too_few_items_or_respondents_have_no_alpha() {
        let two = [vec![1.0, 2.0], vec![2.0, 1.5]];
        assert_eq!(alpha(&two, 0.95), None);
        assert_eq!(alpha(&[vec![1.0], vec![2.0], vec![4.0]], 0.95), None);
        assert_eq!(alpha(&[], 0.95), None);
        let three = [vec![1.0, 2.0], vec![2.0, 1.5], vec![3.0, 4.0]];
        assert!(alpha(&three, 0.95).is_some());
        assert_eq!(alpha_if_deleted(&three, 0), None, "one item alone");
        assert_eq!(
            (feldt(0.8, 1, 3, 0.95), feldt(0.8, 9, 1, 0.95), feldt(0.8, 9, 3, 1.0)),
            (None, None, None)
        );
        assert_eq!(alpha_of_covariances(&[vec![1.0, 0.5], vec![0.4, 1.0]]), None, "not symmetric");
    }
}
