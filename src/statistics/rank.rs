//! Ranks with ties, on which the tests without a distribution rest.

/// The ranks of a sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranks {
    /// The rank of every value, from 1; equal values share the mean of their places.
    pub ranks: Vec<f64>,
    /// The sum of t³ − t over every group of t equal values; 0 without ties.
    pub ties: f64,
}

/// Ranks values, the smallest first.
pub fn ranks(values: &[f64]) -> Ranks {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut found = Ranks { ranks: vec![0.0; values.len()], ties: 0.0 };
    // Zero and minus zero are equal, whatever `total_cmp` says of them.
    for equal in order.chunk_by(|&a, &b| values[a] == values[b]).scan(0, places) {
        let (first, tied) = equal;
        let size = tied.len() as f64;
        let shared = first as f64 + (size + 1.0) / 2.0;
        tied.iter().for_each(|&i| found.ranks[i] = shared);
        found.ties += size * size * size - size;
    }
    found
}

/// Where a group of equal values begins, with the group.
fn places<'a>(next: &mut usize, tied: &'a [usize]) -> Option<(usize, &'a [usize])> {
    let first = *next;
    *next += tied.len();
    Some((first, tied))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy 1.17.1: `scipy.stats.rankdata`.
    #[test]
    fn equal_values_share_the_mean_of_their_places() {
        let found = ranks(&[3.0, 1.0, 3.0, 2.0, 3.0, -0.0, 0.0]);
        assert_eq!(found.ranks, [6.0, 3.0, 6.0, 4.0, 6.0, 1.5, 1.5]);
        assert_eq!(found.ties, 24.0 + 6.0);
        assert_eq!(ranks(&[]).ranks, Vec::<f64>::new());
    }
}
