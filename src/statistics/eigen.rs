//! Eigenvalues and eigenvectors of small symmetric matrices, by + − × ÷ √ alone: the same bits on every machine.

use super::table::symmetric;

/// The decomposition of a symmetric matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct Eigen {
    /// The eigenvalues, the largest first; equal ones in the order in which the rotations left them.
    pub values: Vec<f64>,
    /// The eigenvectors in the same order, each of length 1; their signs are as they came.
    pub vectors: Vec<Vec<f64>>,
}

/// More sweeps than any matrix needs: convergence is quadratic, and ten are rarely reached.
const SWEEPS: usize = 60;

/// Decomposes a symmetric matrix by Jacobi's rotations, row by row (Golub & Van Loan 1996, section 8.4).
///
/// None when it is not square and symmetric, or holds a number that is not finite.
pub fn eigen(matrix: &[Vec<f64>]) -> Option<Eigen> {
    let size = symmetric(matrix)?;
    let mut rest = matrix.to_vec();
    // Rows, since a rotation then moves along two lists.
    let mut vectors: Vec<Vec<f64>> =
        (0..size).map(|i| (0..size).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for _ in 0..SWEEPS {
        if !sweep(&mut rest, &mut vectors) {
            break;
        }
    }
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by(|&a, &b| rest[b][b].total_cmp(&rest[a][a]));
    Some(Eigen {
        values: order.iter().map(|&i| rest[i][i]).collect(),
        vectors: order.iter().map(|&i| vectors[i].clone()).collect(),
    })
}

/// One rotation for every pair that is still joined; whether there was any.
fn sweep(matrix: &mut [Vec<f64>], vectors: &mut [Vec<f64>]) -> bool {
    let mut rotated = false;
    for p in 0..matrix.len() {
        for q in p + 1..matrix.len() {
            if negligible(matrix[p][q], matrix[p][p], matrix[q][q]) {
                (matrix[p][q], matrix[q][p]) = (0.0, 0.0);
            } else {
                rotate(matrix, vectors, p, q);
                rotated = true;
            }
        }
    }
    rotated
}

/// Whether a number outside the diagonal no longer moves the two numbers of the diagonal that it joins.
fn negligible(joint: f64, first: f64, second: f64) -> bool {
    joint.abs() <= f64::MIN_POSITIVE || joint.abs() <= 1e-17 * first.abs().max(second.abs())
}

/// Turns rows and columns p and q so that nothing joins them.
fn rotate(matrix: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    let joint = matrix[p][q];
    let half = (matrix[q][q] - matrix[p][p]) / (2.0 * joint);
    // The smaller of the two angles. A square too large for a number makes it 0, as it should.
    let tangent = half.signum() / (half.abs() + (half * half + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    for k in (0..matrix.len()).filter(|k| *k != p && *k != q) {
        let (a, b) = (matrix[p][k], matrix[q][k]);
        (matrix[p][k], matrix[q][k]) = (cosine * a - sine * b, sine * a + cosine * b);
        (matrix[k][p], matrix[k][q]) = (matrix[p][k], matrix[q][k]);
    }
    matrix[p][p] -= tangent * joint;
    matrix[q][q] += tangent * joint;
    (matrix[p][q], matrix[q][p]) = (0.0, 0.0);
    let (before, after) = vectors.split_at_mut(q);
    for (a, b) in before[p].iter_mut().zip(after[0].iter_mut()) {
        (*a, *b) = (cosine * *a - sine * *b, sine * *a + cosine * *b);
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::product;
    use super::*;

    #[test]
    fn vectors_are_turned_into_themselves() {
        let matrix: Vec<Vec<f64>> = (0..7)
            .map(|i| (0..7).map(|j| ((i * j + i + j) % 5) as f64 + 1.0 / (1 + i + j) as f64).collect())
            .collect();
        let found = eigen(&matrix).expect("a decomposition");
        for (value, vector) in found.values.iter().zip(&found.vectors) {
            for (row, own) in matrix.iter().zip(vector) {
                assert!((product(row, vector) - value * own).abs() < 1e-12, "{value}: {vector:?}");
            }
            assert!((product(vector, vector) - 1.0).abs() < 1e-13);
        }
        assert!(found.values.windows(2).all(|pair| pair[0] >= pair[1]), "{:?}", found.values);
    }

    #[test]
    fn diagonals_equal_values_and_zeros_are_no_trouble() {
        let one = eigen(&[vec![1.0, 0.0], vec![0.0, 3.0]]).expect("a decomposition");
        assert_eq!((one.values, one.vectors), (vec![3.0, 1.0], vec![vec![0.0, 1.0], vec![1.0, 0.0]]));
        assert_eq!(eigen(&[vec![0.0; 2], vec![0.0; 2]]).expect("zeros").values, [0.0, 0.0]);
        let twins = eigen(&[vec![1.0, 1.0], vec![1.0, 1.0]]).expect("twins").values;
        assert!((twins[0] - 2.0).abs() < 1e-15 && twins[1].abs() < 1e-15, "{twins:?}");
        assert_eq!(eigen(&[vec![1.0, f64::NAN], vec![f64::NAN, 1.0]]), None);
        assert_eq!(eigen(&[]), None);
    }
}
