//! Whether two classifications of the same units go together.

use super::distribution::chi_square_upper_tail;

/// Pearson's test of independence with the strength of the association.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquare {
    /// χ², without a correction for continuity (Pearson 1900).
    pub chi_square: f64,
    /// (rows − 1) (columns − 1), of those that are not empty.
    pub df: usize,
    /// The upper tail of χ² with that many degrees of freedom.
    pub p: f64,
    /// The number of units.
    pub n: usize,
    /// √(χ² / (n (m − 1))), where m is the lesser of rows and columns (Cramér 1946); too large on average in small samples.
    pub cramers_v: f64,
    /// The same without that bias (Bergsma 2013); none when the sample is too small for it.
    pub cramers_v_corrected: Option<f64>,
    /// The share of cells whose expected count is below 5; above a fifth, p is not to be trusted (Cochran 1954).
    pub expected_below_5: f64,
}

/// Tests a table of counts, rows of equal length; rows and columns without units do not count.
///
/// None with fewer than two rows or columns that have units.
pub fn chi_square(counts: &[Vec<usize>]) -> Option<ChiSquare> {
    let rows = filled(counts.iter().map(|row| row.iter().sum()));
    let width = counts.iter().map(Vec::len).max().unwrap_or(0);
    let column = |j: usize| counts.iter().map(|row| row.get(j).copied().unwrap_or(0)).sum();
    let columns = filled((0..width).map(column));
    let (r, c) = (rows.len(), columns.len());
    if r < 2 || c < 2 {
        return None;
    }
    let n: usize = rows.iter().map(|(_, total)| total).sum();
    let cells = rows.iter().flat_map(|&(i, row)| columns.iter().map(move |&(j, column)| (i, j, row, column)));
    let (mut statistic, mut small) = (0.0, 0);
    for (i, j, row, column) in cells {
        let expected = row as f64 * column as f64 / n as f64;
        let off = counts[i].get(j).copied().unwrap_or(0) as f64 - expected;
        statistic += off * off / expected;
        small += usize::from(expected < 5.0);
    }
    let df = (r - 1) * (c - 1);
    Some(ChiSquare {
        chi_square: statistic,
        df,
        p: chi_square_upper_tail(statistic, df)?,
        n,
        cramers_v: (statistic / n as f64 / (r.min(c) - 1) as f64).sqrt().min(1.0),
        cramers_v_corrected: corrected(statistic, n, r, c),
        expected_below_5: small as f64 / (r * c) as f64,
    })
}

/// The places and totals that are not zero.
fn filled(totals: impl Iterator<Item = usize>) -> Vec<(usize, usize)> {
    totals.enumerate().filter(|(_, total)| *total > 0).collect()
}

/// Bergsma's V: φ² less what chance gives it, over tables made smaller likewise.
fn corrected(statistic: f64, n: usize, r: usize, c: usize) -> Option<f64> {
    let (n, r, c) = (n as f64, r as f64, c as f64);
    let phi = (statistic / n - (r - 1.0) * (c - 1.0) / (n - 1.0)).max(0.0);
    let smaller = |k: f64| k - (k - 1.0) * (k - 1.0) / (n - 1.0);
    let least = smaller(r).min(smaller(c)) - 1.0;
    (n > 1.0 && least > 0.0).then(|| (phi / least).sqrt().min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy 1.17.1: `chi2_contingency([[10, 20], [30, 5]], correction=False)` and `contingency.association`.
    #[test]
    fn a_table_of_four_agrees_with_scipy() {
        let found = chi_square(&[vec![10, 20], vec![30, 5]]).expect("a test");
        assert!((found.chi_square - 18.726_190_476_190_474).abs() < 1e-12, "{found:?}");
        assert!((found.cramers_v - 0.536_745_040_121_693_2).abs() < 1e-12, "{found:?}");
        assert_eq!((found.df, found.n, found.expected_below_5), (1, 65, 0.0));
    }

    #[test]
    fn what_is_empty_does_not_count() {
        let full = chi_square(&[vec![3, 1], vec![1, 4]]);
        assert_eq!(full, chi_square(&[vec![3, 0, 1], vec![0, 0, 0], vec![1, 0, 4]]));
        assert_eq!(full.map(|found| found.expected_below_5), Some(1.0));
        assert_eq!(chi_square(&[vec![3, 0], vec![4, 0]]), None);
        assert_eq!(chi_square(&[]), None);
        let two = chi_square(&[vec![1, 0], vec![0, 1]]).expect("a test");
        assert_eq!((two.cramers_v, two.cramers_v_corrected), (1.0, None));
    }
}
