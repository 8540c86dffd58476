//! How values are spread: the summary that tables and box plots show.

use super::findings::Spread;
use crate::statistics::summary;

/// The summary of some values; without values only their number.
pub fn of(values: &[f64]) -> Spread {
    if values.is_empty() {
        return Spread::default();
    }
    let quantile = |probability: f64| Some(summary::quantile(values, probability));
    Spread {
        n: values.len(),
        mean: Some(summary::mean(values)),
        sd: (values.len() > 1).then(|| summary::sd(values)),
        median: quantile(0.5),
        q1: quantile(0.25),
        q3: quantile(0.75),
        min: quantile(0.0),
        max: quantile(1.0),
        zeros: values.iter().filter(|value| **value == 0.0).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_has_no_deviation_and_none_has_nothing() {
        let one = of(&[0.0]);
        assert_eq!((one.n, one.sd, one.q1, one.q3, one.zeros), (1, None, Some(0.0), Some(0.0), 1));
        assert_eq!(of(&[]), Spread::default());
        let four = of(&[1.0, 4.0, 9.0, 16.0]);
        assert_eq!((four.q1, four.median, four.max, four.zeros), (Some(3.25), Some(6.5), Some(16.0), 0));
    }
}
