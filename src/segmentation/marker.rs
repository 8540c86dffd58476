//! Which variables mark a segment.

use super::findings::Marker;

/// The distance from the mean of all, in standard deviations, from which a variable marks a segment.
const LEAST: f64 = 0.5;

/// The variables that mark a segment, the farthest from the mean of all first; of equals the first in the study.
///
/// `z` is the segment's centre in standard deviations from the mean of all, `apart` the same in the clustering space.
pub fn markers(names: &[String], z: &[f64], apart: &[f64]) -> Vec<Marker> {
    let total: f64 = apart.iter().map(|off| off * off).sum();
    let marker = |(j, name): (usize, &String)| Marker {
        variable: name.clone(),
        z: z[j],
        share: if total > 0.0 { apart[j] * apart[j] / total } else { 0.0 },
    };
    // A variable that does not vary has no standard deviation to be measured in.
    let telling = |marker: &Marker| marker.z.is_finite() && marker.z.abs() >= LEAST;
    let mut found: Vec<Marker> = names.iter().enumerate().map(marker).filter(telling).collect();
    found.sort_by(|a, b| b.z.abs().total_cmp(&a.z.abs()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_farthest_comes_first_and_what_is_near_the_mean_is_left_out() {
        let names = ["a", "b", "c", "d"].map(String::from);
        let found = markers(&names, &[0.5, -2.0, 0.4, 2.0], &[1.0, -4.0, 0.8, 4.0]);
        let order: Vec<&str> = found.iter().map(|marker| marker.variable.as_str()).collect();
        assert_eq!(order, ["b", "d", "a"]);
        assert!((found.iter().map(|marker| marker.share).sum::<f64>() - (1.0 - 0.64 / 33.64)).abs() < 1e-15);
        assert!(markers(&names[..1], &[f64::NAN], &[0.0]).is_empty());
    }
}
