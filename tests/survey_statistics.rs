//! The promise: the statistics of a survey are the numbers that psych, factanal, prcomp, scipy, scikit-learn, scikit-posthocs
//! and pingouin give.
//!
//! Compared with `reference/survey.json` and `reference/survey_r.json` to nine digits; with optimisers that stop earlier to as
//! many digits as they reach.

use crate::support::reference::{Comparison, reference};
use serde_json::{Value, json};
use telaah::statistics::factor::{OneFactor, correlations, one_factor};
use telaah::statistics::friedman::friedman;
use telaah::statistics::kruskal::{dunn, kruskal_wallis};
use telaah::statistics::principal::{Principal, principal_components};
use telaah::statistics::reliability::{
    alpha, alpha_if_deleted, alpha_of_covariances, feldt, item_rest, item_total,
};
use telaah::statistics::student::{f_quantile, t_quantile, t_two_sided};
use telaah::statistics::studentized_range::upper_tail;
use telaah::statistics::welch::{games_howell, welch};
use telaah::statistics::wilcoxon::wilcoxon;

fn python() -> Value {
    reference("survey.json")
}

fn r() -> Value {
    reference("survey_r.json")
}

#[test]
fn the_agreeableness_items_of_bfi_are_as_reliable_as_psych_says() {
    let bfi = &r()["bfi"];
    let covariances = rows(&bfi["covariances"]);
    let (raw, standardised) = alpha_of_covariances(&covariances).expect("an alpha");
    let n = bfi["n"].as_u64().expect("a count") as usize;
    let (lower, upper) = feldt(raw, n, covariances.len(), 0.95).expect("an interval");
    let (_, of_correlations) = alpha_of_covariances(&rows(&bfi["correlations"])).expect("an alpha");
    let deleted: Value = (0..covariances.len())
        .map(|item| alpha_of_covariances(&without(&covariances, item)).map(|(raw, _)| raw))
        .collect();
    let mut of = Comparison::default();
    of.same("raw", &json!(raw), &bfi["raw"]);
    of.same("standardised", &json!(standardised), &bfi["standardised"]);
    of.same("standardised of correlations", &json!(of_correlations), &bfi["standardised_of_correlations"]);
    of.same("interval", &json!([lower, upper]), &json!([bfi["lower"], bfi["upper"]]));
    of.same("if deleted", &deleted, &bfi["if_deleted"]);
    of.assert(10);
    // As psych and the literature print them.
    let printed = [(raw, 0.703_018_45), (of_correlations.expect("an alpha"), 0.712_659_44)];
    assert!(printed.iter().all(|(found, known)| (found - known).abs() < 5e-9), "{printed:?}");
    assert!((lower - 0.685_26).abs() < 5e-6 && (upper - 0.720_06).abs() < 5e-6, "{lower} {upper}");
}

#[test]
fn scales_and_their_items_are_those_of_psych() {
    let mut of = Comparison::default();
    for (c, case) in list(&r()["scales"]).iter().enumerate() {
        let rows = rows(&case["rows"]);
        let items = 0..rows[0].len();
        let found = alpha(&rows, 0.95).expect("an alpha");
        assert_eq!((found.n, found.items), (rows.len(), items.len()));
        let whole = json!([found.raw, found.standardised, found.lower, found.upper]);
        let expected = json!([case["raw"], case["standardised"], case["lower"], case["upper"]]);
        of.same(&format!("alpha {c}"), &whole, &expected);
        let deleted: Vec<f64> = items.clone().filter_map(|item| alpha_if_deleted(&rows, item)).collect();
        of.same(&format!("if deleted {c}"), &json!(deleted), &case["if_deleted"]);
        let total: Value = items.clone().map(|item| item_total(&rows, item)).collect();
        of.same(&format!("item and total {c}"), &total, &case["item_total"]);
        let rest: Value = items.map(|item| item_rest(&rows, item)).collect();
        of.same(&format!("item and rest {c}"), &rest, &case["item_rest"]);
        of.same(&format!("correlations {c}"), &json!(correlations(&rows)), &case["correlations"]);
    }
    of.assert(140);
}

#[test]
fn alphas_are_those_of_pingouin() {
    let mut of = Comparison::default();
    for (c, case) in list(&python()["alpha"]).iter().enumerate() {
        let found = alpha(&rows(&case["rows"]), 0.95).expect("an alpha");
        of.same(&format!("alpha {c}"), &json!(found.raw), &case["raw"]);
        let ends = [found.lower, found.upper].map(|end| end.expect("an end"));
        let rounded = ends.map(|end| (end * 1000.0).round() / 1000.0);
        of.same(&format!("interval {c}"), &json!(rounded), &case["interval"]);
    }
    of.assert(9);
}

#[test]
fn one_factor_is_that_of_factanal_and_of_psych() {
    let mut of = Comparison::default();
    let (mut bounded, cases) = (0, r()["factors"].take());
    for (c, case) in list(&cases).iter().enumerate() {
        let found = one_factor(&rows(&case["correlations"])).expect("a factor");
        of.same(&format!("loadings {c}"), &json!(found.loadings), &case["loadings"]);
        of.same(&format!("uniquenesses {c}"), &json!(found.uniquenesses), &case["uniquenesses"]);
        of.same(&format!("bound {c}"), &json!(found.heywood), &case["heywood"]);
        // Newton takes six to nine steps; with wrong derivatives it arrives too, but later.
        assert!(found.converged && found.iterations < 12, "{c}: {found:?}");
        assert!(apart(&found, &case["factanal_loadings"]) < 1e-8, "{c}: {found:?}");
        assert!(apart(&found, &case["psych_loadings"]) < 1e-5, "{c}: {found:?}");
        measures_follow(&found);
        bounded += usize::from(found.heywood);
    }
    of.assert(80);
    assert_eq!(bounded, 2, "Heywood cases among {}", list(&cases).len());
}

/// Composite reliability and average variance extracted by their definitions.
fn measures_follow(found: &OneFactor) {
    let (sum, squares) =
        (found.loadings.iter().sum::<f64>(), found.loadings.iter().map(|x| x * x).sum::<f64>());
    let items = found.loadings.len() as f64;
    let reliability = sum * sum / (sum * sum + items - squares);
    // Where a uniqueness is at its bound, the two ways to write them differ by as much as the bound moved it.
    let near = if found.heywood { 1e-4 } else { 1e-12 };
    assert!((found.composite_reliability - reliability).abs() < near, "{found:?}");
    assert!((found.average_variance_extracted - squares / items).abs() < near, "{found:?}");
}

fn apart(found: &OneFactor, expected: &Value) -> f64 {
    let expected = numbers(expected);
    assert_eq!(found.loadings.len(), expected.len());
    found.loadings.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

#[test]
fn friedman_and_kendall_are_those_of_scipy_and_pingouin() {
    let mut of = Comparison::default();
    for (c, case) in list(&python()["friedman"]).iter().enumerate() {
        let rows = rows(&case["rows"]);
        let found = friedman(&rows).expect("a test");
        assert_eq!((found.n, found.df), (rows.len(), rows[0].len() - 1));
        let test = json!([found.chi_square, found.p, found.w]);
        of.same(&format!("test {c}"), &test, &json!([case["chi_square"], case["p"], case["w"]]));
        of.same(&format!("mean ranks {c}"), &json!(found.mean_ranks), &case["mean_ranks"]);
    }
    of.assert(45);
}

#[test]
fn signed_ranks_are_those_of_scipy_and_pingouin() {
    let mut of = Comparison::default();
    let names = ["zeros", "w_plus", "w_minus", "z", "p", "rank_biserial", "exact"];
    let (mut exact, mut dropped) = (0, 0);
    for (c, case) in list(&python()["wilcoxon"]).iter().enumerate() {
        let (first, second) = (numbers(&case["first"]), numbers(&case["second"]));
        let found = wilcoxon(&first, &second).expect("a test");
        assert_eq!(found.n, first.len());
        let values = json!([
            found.zeros,
            found.w_plus,
            found.w_minus,
            found.z,
            found.p,
            found.rank_biserial,
            found.exact
        ]);
        of.same(&format!("pairs {c}"), &values, &names.map(|name| case[name].clone()).into_iter().collect());
        of.same(&format!("statistic {c}"), &json!(found.w_plus.min(found.w_minus)), &case["statistic"]);
        (exact, dropped) = (exact + usize::from(found.exact), dropped + found.zeros);
    }
    of.assert(110);
    assert!(exact > 3 && dropped > 20, "{exact} exact, {dropped} pairs dropped");
}

#[test]
fn components_are_those_of_prcomp_and_of_scikit_learn() {
    let mut of = Comparison::default();
    for (c, case) in list(&r()["components"]).iter().enumerate() {
        let scale = case["scale"].as_bool().expect("a truth");
        let found = principal_components(&rows(&case["rows"]), scale).expect("components");
        same_components(&mut of, &format!("prcomp {c}"), &found, case);
        of.same(&format!("loadings {c}"), &json!(found.loadings), &case["loadings"]);
    }
    for (c, case) in list(&python()["components"]).iter().enumerate() {
        let found = principal_components(&rows(&case["rows"]), false).expect("components");
        same_components(&mut of, &format!("scikit-learn {c}"), &found, case);
    }
    of.assert(890);
}

fn same_components(of: &mut Comparison, at: &str, found: &Principal, case: &Value) {
    of.same(&format!("{at} vectors"), &json!(found.vectors), &case["vectors"]);
    of.same(&format!("{at} eigenvalues"), &json!(found.eigenvalues), &case["eigenvalues"]);
    of.same(&format!("{at} shares"), &json!(found.shares), &case["shares"]);
    of.same(&format!("{at} scores"), &json!(found.scores), &case["scores"]);
}

#[test]
fn groups_of_answers_with_many_ties_are_those_of_scipy_and_scikit_posthocs() {
    let mut of = Comparison::default();
    for (c, case) in list(&python()["dunn"]).iter().enumerate() {
        let groups = rows(&case["groups"]);
        let test = kruskal_wallis(&groups).expect("a test");
        of.same(&format!("test {c}"), &json!([test.h, test.p]), &json!([case["h"], case["p"]]));
        let pairs = dunn(&groups);
        let plain: Value = pairs.iter().map(|pair| pair.p).collect();
        of.same(&format!("pairs {c}"), &plain, &case["pairs"]);
        let holm: Value = pairs.iter().map(|pair| pair.p_holm).collect();
        of.same(&format!("Holm {c}"), &holm, &case["holm"]);
    }
    of.assert(22);
}

#[test]
fn means_of_groups_with_other_variances_are_those_of_pingouin() {
    let mut of = Comparison::default();
    for (c, case) in list(&python()["welch"]).iter().enumerate() {
        let groups = rows(&case["groups"]);
        let test = welch(&groups).expect("a test");
        assert_eq!(test.df1, groups.len() - 1);
        of.same(&format!("test {c}"), &json!([test.f, test.df2, test.p]), &case["test"]);
        let pairs = games_howell(&groups);
        for (pair, expected) in pairs.iter().zip(list(&case["pairs"])) {
            let [difference, t, df, p] = numbers(expected)[..] else { panic!("four numbers: {expected}") };
            of.same(
                &format!("pair {c}"),
                &json!([pair.difference, pair.t, pair.df]),
                &json!([difference, t, df]),
            );
            assert!(same_tail(pair.p, p), "{c}: {pair:?} is not {p}");
        }
        assert_eq!(pairs.len(), list(&case["pairs"]).len());
    }
    of.assert(45);
}

#[test]
fn the_studentized_range_is_that_of_scipy() {
    for row in list(&python()["studentized_range"]) {
        let number = |name: &str| row[name].as_f64().expect("a number");
        let found = upper_tail(number("q"), number("k") as usize, number("df")).expect("a probability");
        assert!(same_tail(found, number("p")), "{row}: {found}");
    }
    assert_eq!(list(&python()["studentized_range"]).len(), 100);
}

/// Nine digits, but not of what scipy loses: its upper tail is one less the lower, exact to about 1e-12.
fn same_tail(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected + 1e-12
}

#[test]
fn quantiles_of_t_and_f_are_those_of_r_and_scipy() {
    let mut of = Comparison::default();
    let number = |row: &Value, name: &str| row[name].as_f64().expect("a number");
    for source in [r(), python()] {
        for row in list(&source["quantiles"]["t"]) {
            let found = t_quantile(number(row, "p"), number(row, "df"));
            of.same(&format!("t {row}"), &json!(found), &row["x"]);
        }
        for row in list(&source["quantiles"]["f"]) {
            let found = f_quantile(number(row, "p"), number(row, "df1"), number(row, "df2"));
            of.same(&format!("F {row}"), &json!(found), &row["x"]);
        }
    }
    for row in list(&r()["quantiles"]["two_sided"]) {
        let found = t_two_sided(number(row, "t"), number(row, "df"));
        of.same(&format!("tails {row}"), &json!(found), &row["p"]);
    }
    of.assert(320);
}

/// A matrix without a row and its column.
fn without(matrix: &[Vec<f64>], item: usize) -> Vec<Vec<f64>> {
    let others = || (0..matrix.len()).filter(|i| *i != item);
    others().map(|i| others().map(|j| matrix[i][j]).collect()).collect()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(|number| number.as_f64().expect("a number")).collect()
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    list(value).iter().map(numbers).collect()
}
