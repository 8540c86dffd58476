//! How the variables of a segmentation go together.

use super::findings::Correlation;
use crate::statistics::correlation::{p_value, pearson, spearman};
use ndarray::Array2;
use rayon::prelude::*;

/// The most variables whose pairs are listed: the pairs of a thousand would fill half a million rows.
const MOST: usize = 50;

/// The correlations of every two variables; a row per unit, a column per variable, named in their order.
pub fn pairs(points: &Array2<f64>, names: &[String]) -> Vec<Correlation> {
    if names.len() > MOST {
        return Vec::new();
    }
    let columns: Vec<Vec<f64>> = points.columns().into_iter().map(|column| column.to_vec()).collect();
    let places: Vec<(usize, usize)> =
        (0..names.len()).flat_map(|a| (a + 1..names.len()).map(move |b| (a, b))).collect();
    places.into_par_iter().map(|(a, b)| pair((&names[a], &columns[a]), (&names[b], &columns[b]))).collect()
}

/// The correlation of two named columns of the same units.
pub fn pair((a, x): (&String, &Vec<f64>), (b, y): (&String, &Vec<f64>)) -> Correlation {
    let finite = |r: &f64| r.is_finite();
    let (pearson, spearman) = (pearson(x, y).filter(finite), spearman(x, y).filter(finite));
    let p = |r: Option<f64>| r.and_then(|r| p_value(r, x.len()));
    Correlation {
        a: a.clone(),
        b: b.clone(),
        n: x.len(),
        pearson,
        pearson_p: p(pearson),
        spearman,
        spearman_p: p(spearman),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_stand_in_the_order_of_the_study_and_too_many_are_left_out() {
        let names: Vec<String> = (0..MOST + 1).map(|i| format!("v{i}")).collect();
        let points = Array2::from_shape_fn((5, MOST + 1), |(i, j)| ((i * 7 + j * 3) % 5) as f64);
        assert!(pairs(&points, &names).is_empty());
        let three = points.select(ndarray::Axis(1), &[0, 1, 2]);
        let found = pairs(&three, &names[..3]);
        let named: Vec<_> = found.iter().map(|pair| (pair.a.as_str(), pair.b.as_str())).collect();
        assert_eq!(named, [("v0", "v1"), ("v0", "v2"), ("v1", "v2")]);
        assert!(pairs(&three.select(ndarray::Axis(1), &[0]), &names[..1]).is_empty());
    }
}
