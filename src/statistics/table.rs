//! Rectangular tables of numbers: respondents by items, raters by objects, units by measures.

/// The columns of a table given by its rows; none without a column, with rows of several lengths, or with a number that
/// is not finite.
pub fn columns(rows: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let width = rows.first()?.len();
    let whole = |row: &Vec<f64>| row.len() == width && row.iter().all(|value| value.is_finite());
    let column = |j: usize| rows.iter().map(|row| row[j]).collect();
    (width > 0 && rows.iter().all(whole)).then(|| (0..width).map(column).collect())
}

/// Whether values differ by more than the rounding of a sum: a share of 1e-12 of the greatest of them.
///
/// Sums of averages differ in their last bits where the exact sums are equal.
pub fn varies(values: &[f64]) -> bool {
    let (low, high) = values
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &value| (low.min(value), high.max(value)));
    high - low > 1e-12 * high.abs().max(low.abs())
}

/// The deviations of values from their mean; all zero where they do not vary.
pub fn deviations(values: &[f64]) -> Vec<f64> {
    let center = super::summary::mean(values);
    let moves = varies(values);
    values.iter().map(|value| if moves { value - center } else { 0.0 }).collect()
}

/// The sum of the products of two lists, in their order.
pub fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// The size of a square symmetric matrix of finite numbers; none where it is not one.
pub fn symmetric(matrix: &[Vec<f64>]) -> Option<usize> {
    let size = matrix.len();
    let finite = |row: &Vec<f64>| row.len() == size && row.iter().all(|value| value.is_finite());
    if size == 0 || !matrix.iter().all(finite) {
        return None;
    }
    let mirrored = |i: usize, j: usize| {
        let (above, below) = (matrix[i][j], matrix[j][i]);
        (above - below).abs() <= 1e-9 * above.abs().max(below.abs())
    };
    (0..size).all(|i| (0..i).all(|j| mirrored(i, j))).then_some(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_rows_of_finite_numbers_are_a_table() {
        assert_eq!(columns(&[vec![1.0, 2.0], vec![3.0, 4.0]]), Some(vec![vec![1.0, 3.0], vec![2.0, 4.0]]));
        assert_eq!(columns(&[]), None);
        assert_eq!(columns(&[vec![]]), None);
        assert_eq!(columns(&[vec![1.0, 2.0], vec![3.0]]), None);
        assert_eq!(columns(&[vec![1.0], vec![f64::NAN]]), None);
    }

    #[test]
    fn the_last_bits_of_a_sum_are_no_variation() {
        assert!(!varies(&[0.1 + 0.2, 0.3]));
        assert!(varies(&[0.3, 0.3001]));
        assert!(!varies(&[]) && !varies(&[7.0]) && !varies(&[0.0, -0.0]));
        assert_eq!(deviations(&[0.1 + 0.2, 0.3]), [0.0, 0.0]);
        assert_eq!(deviations(&[1.0, 3.0]), [-1.0, 1.0]);
    }

    #[test]
    fn a_matrix_must_be_square_and_symmetric() {
        assert_eq!(symmetric(&[vec![1.0, 0.5], vec![0.5, 1.0]]), Some(2));
        assert_eq!(symmetric(&[vec![1.0, 0.5], vec![0.4, 1.0]]), None);
        assert_eq!(symmetric(&[vec![1.0, 0.5]]), None);
        assert_eq!(symmetric(&[]), None);
    }
}
