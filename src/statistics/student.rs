//! Student's t and Fisher's F with their quantiles, for intervals.

use statrs::function::beta::checked_beta_reg;

/// The two-sided p value of a t statistic with `df` degrees of freedom, which need not be whole.
///
/// The regularised incomplete beta function I(df / 2, 1/2) at df / (df + t²) (Abramowitz & Stegun 1964, 26.7.1). None when `t`
/// is not a number or `df` is not above 0.
pub fn t_two_sided(t: f64, df: f64) -> Option<f64> {
    if t.is_nan() || !is_df(df) {
        return None;
    }
    // Infinite, or with a square too large for a number: no chance is left.
    let square = t * t;
    if square.is_finite() { above(square, 1.0, df) } else { Some(0.0) }
}

/// The value that a t variable with `df` degrees of freedom stays below with probability `p`.
///
/// Its square is a quantile of F with 1 and `df`; exact to about 1e-12. None when `p` is not strictly between 0 and 1 or
/// `df` is not above 0.
pub fn t_quantile(p: f64, df: f64) -> Option<f64> {
    if !inside(p) {
        return None;
    }
    let outside = 2.0 * p.min(1.0 - p);
    let size = point(1.0 - outside, outside, 1.0, df)?.sqrt();
    Some(if p < 0.5 { -size } else { size })
}

/// The value that an F variable with `df1` and `df2` degrees of freedom stays below with probability `p`.
///
/// Found by halving on its tails; exact to about 1e-12. None when `p` is not strictly between 0 and 1 or a degree of
/// freedom is not above 0.
pub fn f_quantile(p: f64, df1: f64, df2: f64) -> Option<f64> {
    inside(p).then(|| point(p, 1.0 - p, df1, df2))?
}

/// The chance that an F variable, whose degrees of freedom need not be whole, exceeds `f`.
///
/// The regularised incomplete beta function at df2 / (df2 + df1 f), which keeps its digits however small it is; one minus
/// its complement, as statrs 0.19 takes it, does not. None when `f` is not finite or a degree of freedom is not above 0.
pub fn f_tail(f: f64, df1: f64, df2: f64) -> Option<f64> {
    f.is_finite().then(|| above(f.max(0.0), df1, df2))?
}

fn inside(p: f64) -> bool {
    p > 0.0 && p < 1.0
}

/// Whether a number can be degrees of freedom: above 0 and finite.
pub fn is_df(df: f64) -> bool {
    df > 0.0 && df.is_finite()
}

/// The chance that an F variable is below a value; by a function of its own, so that small chances keep their digits.
fn below(f: f64, df1: f64, df2: f64) -> Option<f64> {
    let possible = is_df(df1) && is_df(df2);
    possible.then(|| checked_beta_reg(df1 / 2.0, df2 / 2.0, df1 * f / (df2 + df1 * f)).ok())?
}

/// The chance that it is above.
fn above(f: f64, df1: f64, df2: f64) -> Option<f64> {
    let possible = is_df(df1) && is_df(df2);
    possible.then(|| checked_beta_reg(df2 / 2.0, df1 / 2.0, df2 / (df2 + df1 * f)).ok())?
}

/// Where an F variable has `lower` below it and `upper` above; the smaller of the two is what is looked for.
fn point(lower: f64, upper: f64, df1: f64, df2: f64) -> Option<f64> {
    let short = |f: f64| {
        let from_below = lower <= upper;
        if from_below { Some(below(f, df1, df2)? < lower) } else { Some(above(f, df1, df2)? > upper) }
    };
    if lower <= 0.0 {
        return Some(0.0);
    }
    let (mut low, mut high) = (0.0, 1.0);
    while short(high)? {
        (low, high) = (high, 2.0 * high);
    }
    // Ends when no double lies between, which takes longer the nearer the point is to 0.
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high || high - low <= 1e-15 * high {
            break;
        }
        if short(middle)? { low = middle } else { high = middle }
    }
    Some(f64::midpoint(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The factors that tables of Student's distribution print for 95 %.
    #[test]
    fn quantiles_are_those_of_the_tables() {
        for (df, printed) in [(1.0, 12.706), (4.0, 2.776), (30.0, 2.042), (120.0, 1.980)] {
            let t = t_quantile(0.975, df).expect("a quantile");
            assert!((t - printed).abs() < 0.0005, "{df}: {t} is not {printed}");
            let back = t_two_sided(t, df).expect("a probability");
            assert!((back - 0.05).abs() < 1e-12, "{back}");
        }
        assert_eq!(t_quantile(0.5, 7.0), Some(0.0));
        assert_eq!(t_two_sided(f64::INFINITY, 3.0), Some(0.0));
        assert_eq!(t_two_sided(0.0, 3.0), Some(1.0));
    }

    /// scipy 1.17.1: `scipy.stats.f.sf(f, df1, df2)`.
    #[test]
    fn upper_tails_of_f_agree_with_scipy() {
        let cases = [
            (66.994, 1.0, 5.0, 0.000_442_741_918_079_924_1),
            (0.0063, 1.0, 5.0, 0.939_815_120_005_129_6),
            (3.5, 2.0, 147.0, 0.032_737_922_976_709_68),
        ];
        for (f, df1, df2, expected) in cases {
            let p = f_tail(f, df1, df2).expect("a probability");
            assert!((p - expected).abs() < 1e-8 * expected.max(1e-3), "{f}: {p} is not {expected}");
        }
        assert_eq!((f_tail(f64::NAN, 1.0, 5.0), f_tail(1.0, 1.0, 0.0)), (None, None));
    }

    #[test]
    fn what_is_no_probability_has_no_quantile() {
        for p in [0.0, 1.0, -0.5, 1.5, f64::NAN] {
            assert_eq!((t_quantile(p, 3.0), f_quantile(p, 2.0, 3.0)), (None, None), "{p}");
        }
        for df in [0.0, -1.0, f64::NAN] {
            assert_eq!((t_quantile(0.9, df), f_quantile(0.9, df, 3.0)), (None, None), "{df}");
            assert_eq!((t_two_sided(1.0, df), f_tail(1.0, 3.0, df)), (None, None), "{df}");
        }
        assert_eq!(t_two_sided(f64::NAN, 3.0), None);
    }
}
