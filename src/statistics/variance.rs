//! How much of a measure's variation lies between groups.

use super::summary::{mean, sum_of_squares};

/// η²: the share of the sum of squares that lies between groups, from 0 to 1; groups without values do not count.
///
/// None when all values are equal.
pub fn eta_squared(groups: &[Vec<f64>]) -> Option<f64> {
    let total = mean(&groups.concat());
    let filled = || groups.iter().filter(|group| !group.is_empty());
    let apart = |group: &Vec<f64>| {
        let off = mean(group) - total;
        group.len() as f64 * off * off
    };
    let between: f64 = filled().map(apart).sum();
    let within: f64 = filled().map(|group| sum_of_squares(group)).sum();
    (between + within > 0.0).then(|| between / (between + within))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_nothing_and_part_of_the_variation() {
        assert_eq!(eta_squared(&[vec![1.0, 1.0], vec![3.0]]), Some(1.0));
        assert_eq!(eta_squared(&[vec![1.0, 3.0], vec![], vec![2.0]]), Some(0.0));
        assert_eq!(eta_squared(&[vec![0.0, 2.0], vec![4.0, 6.0]]), Some(0.8));
        assert_eq!(eta_squared(&[vec![2.0], vec![2.0]]), None);
    }
}
