//! The promise: correlations, tests of groups, and the validation of segments on columns that took no part in making them
//! are the numbers that scipy, statsmodels, scikit-posthocs and packages of R give; whoever has no value is left out and
//! counted.
//!
//! Compared with `reference/validation.json` and `segmentation_r.json` to nine digits.

use crate::support::reference::{Comparison, reference, segmentation, values};
use crate::support::{Desk, repository};
use serde_json::{Value, json};
use telaah::statistics::contingency::chi_square;
use telaah::statistics::correlation::{p_value, pearson, spearman};
use telaah::statistics::distribution::{chi_square_upper_tail, normal_two_sided};
use telaah::statistics::holm::holm;
use telaah::statistics::kruskal::{dunn, kruskal_wallis};
use telaah::statistics::summary::skewness;
use telaah::statistics::variance::eta_squared;

fn expected() -> Value {
    reference("validation.json")
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(|number| number.as_f64().expect("a number")).collect()
}

#[test]
fn correlations_are_those_of_scipy() {
    let mut comparison = Comparison::default();
    for (i, case) in list(&expected()["correlations"]).iter().enumerate() {
        let (x, y) = (numbers(&case["x"]), numbers(&case["y"]));
        for (name, r) in [("pearson", pearson(&x, &y)), ("spearman", spearman(&x, &y))] {
            let p = r.and_then(|r| p_value(r, x.len()));
            comparison.same(&format!("{name} {i}"), &json!(r), &case[name]);
            comparison.same(&format!("{name} p {i}"), &json!(p), &case[format!("{name}_p")]);
        }
    }
    comparison.assert(36);
}

#[test]
fn tests_of_groups_are_those_of_scipy_and_scikit_posthocs() {
    let mut comparison = Comparison::default();
    for (i, case) in list(&expected()["kruskal"]).iter().enumerate() {
        let groups: Vec<Vec<f64>> = list(&case["groups"]).iter().map(numbers).collect();
        let test = kruskal_wallis(&groups).expect("a test");
        for (name, found) in [("h", test.h), ("p", test.p), ("epsilon_squared", test.epsilon_squared)] {
            comparison.same(&format!("{name} {i}"), &json!(found), &case[name]);
        }
        comparison.same(&format!("df {i}"), &json!(test.df), &case["df"]);
        comparison.same(&format!("eta {i}"), &json!(eta_squared(&groups)), &case["eta_squared"]);
        let pairs = dunn(&groups);
        let pairs: Value = pairs
            .iter()
            .map(|pair| json!({"a": pair.a, "b": pair.b, "p": pair.p, "p_holm": pair.p_holm}))
            .collect();
        comparison.same(&format!("pairs {i}"), &pairs, &case["pairs"]);
    }
    comparison.assert(80);
}

#[test]
fn signs_of_dunn_effects_and_corrected_v_are_those_of_rstatix_and_effectsize() {
    let (given, of_r) = (expected(), reference("segmentation_r.json"));
    let mut comparison = Comparison::default();
    for (i, case) in list(&given["kruskal"]).iter().enumerate() {
        let groups: Vec<Vec<f64>> = list(&case["groups"]).iter().map(numbers).collect();
        let pair = |pair: telaah::statistics::kruskal::Dunn| json!({"a": pair.a, "b": pair.b, "second_less_first": -pair.z, "p": pair.p});
        let pairs: Value = dunn(&groups).into_iter().map(pair).collect();
        comparison.same(&format!("Dunn {i}"), &pairs, &of_r["dunn"][i]);
        let effect = kruskal_wallis(&groups).expect("a test").epsilon_squared;
        comparison.same(&format!("epsilon {i}"), &json!(effect), &of_r["epsilon_squared"][i]);
    }
    for (i, case) in list(&of_r["contingency"]).iter().enumerate() {
        let counts: Vec<Vec<usize>> = list(&case["counts"])
            .iter()
            .map(|row| numbers(row).iter().map(|count| *count as usize).collect())
            .collect();
        let found = chi_square(&counts).expect("a test");
        comparison.same(&format!("V {i}"), &json!(found.cramers_v), &case["cramers_v"]);
        let corrected = json!(found.cramers_v_corrected);
        comparison.same(&format!("corrected V {i}"), &corrected, &case["cramers_v_corrected"]);
    }
    comparison.assert(60);
}

#[test]
fn families_are_adjusted_as_statsmodels_does() {
    let mut comparison = Comparison::default();
    for (i, family) in list(&expected()["holm"]).iter().enumerate() {
        comparison.same(&format!("family {i}"), &json!(holm(&numbers(&family["p"]))), &family["adjusted"]);
    }
    comparison.assert(32);
}

#[test]
fn tables_of_counts_are_tested_as_scipy_does() {
    let mut comparison = Comparison::default();
    for (i, case) in list(&expected()["contingency"]).iter().enumerate() {
        let counts: Vec<Vec<usize>> = list(&case["counts"])
            .iter()
            .map(|row| numbers(row).iter().map(|count| *count as usize).collect())
            .collect();
        let test = chi_square(&counts).expect("a test");
        let found = json!({
            "chi_square": test.chi_square, "df": test.df, "p": test.p, "cramers_v": test.cramers_v,
            "cramers_v_corrected": test.cramers_v_corrected, "expected_below_5": test.expected_below_5,
        });
        for name in ["chi_square", "df", "p", "cramers_v", "cramers_v_corrected", "expected_below_5"] {
            comparison.same(&format!("{name} {i}"), &found[name], &case[name]);
        }
    }
    comparison.assert(30);
}

#[test]
fn tails_and_skewness_are_those_of_scipy() {
    let mut comparison = Comparison::default();
    let expected = expected();
    for row in list(&expected["tails"]["chi_square"]) {
        let (x, df) = (row["chi_square"].as_f64().expect("a number"), row["df"].as_u64().expect("a count"));
        let found = json!(chi_square_upper_tail(x, df as usize));
        comparison.same(&format!("chi-square({df}) > {x}"), &found, &row["p"]);
    }
    for row in list(&expected["tails"]["normal"]) {
        let z = row["z"].as_f64().expect("a number");
        comparison.same(&format!("|z| > {z}"), &json!(normal_two_sided(z)), &row["p"]);
    }
    for (i, sample) in list(&expected["skewness"]).iter().enumerate() {
        let found = json!(skewness(&numbers(&sample["values"])));
        comparison.same(&format!("skewness {i}"), &found, &sample["skewness"]);
    }
    comparison.assert(38);
}

/// Fisher's iris, grouped by its petals; every tenth sepal width and every seventeenth species is missing.
fn iris(validation: &str) -> Desk {
    let desk = Desk::empty();
    let text = std::fs::read_to_string(repository().join("tests/reference/iris.csv")).expect("iris");
    let mut csv = String::new();
    for (i, line) in text.lines().enumerate() {
        let mut cells: Vec<&str> = line.split(',').collect();
        if i > 0 && (i - 1) % 10 == 9 {
            cells[2] = "";
        }
        if i > 0 && (i - 1) % 17 == 16 {
            cells[5] = "";
        }
        csv += &(cells.join(",") + "\n");
    }
    desk.write("studies/iris.csv", csv);
    desk.write(
        "studies/iris.yaml",
        format!(
            "study: iris\nlanguage: en\nseed: 1\ndate: 2024-01-01\ntitle: Iris\nauthors: [{{name: A}}]\ndatasets:\n  \
             iris:\n    file: iris.csv\n    origin: published\n    source: Fisher 1936\n    key: id\n    numbers: english\n    \
             separator: \",\"\n    columns:\n      id: {{type: code}}\n      sepal_length: {{type: number}}\n      \
             sepal_width: {{type: number}}\n      petal_length: {{type: number}}\n      petal_width: {{type: number}}\n      \
             species: {{type: category}}\nsegmentation:\n  {{data: iris, variables: [petal_length, petal_width], k: 3, \
             starts: 200, validation: [{validation}]}}\n"
        ),
    );
    desk
}

#[test]
fn segments_are_described_and_validated_as_by_hand() {
    let expected = &expected()["iris"];
    let found = segmentation(&iris("sepal_width, sepal_length, species"), "iris");
    let mut comparison = Comparison::default();
    comparison.same("cluster", &values(&found["members"], "cluster"), &expected["cluster"]);
    comparison.same("spread", &values(&found["clusters"], "spread"), &expected["spread"]);
    comparison.same("markers", &values(&found["clusters"], "markers"), &expected["markers"]);
    comparison.same("correlation", &found["correlations"][0], &expected["correlation"]);
    for name in ["petal_length", "petal_width"] {
        comparison.same(name, &found["anova"][name]["eta_squared"], &expected["eta_squared"][name]);
    }
    for one in list(&found["validation"]) {
        let name = one["name"].as_str().expect("a name");
        let test = &expected["validation"][name];
        validation_agrees(&mut comparison, one, test, name);
        comparison.same(&format!("{name} missing"), &one["missing"], &expected["missing"][name]);
    }
    comparison.same("categories", &found["validation"][2]["categories"], &expected["categories"]);
    comparison.assert(270);
}

fn validation_agrees(of: &mut Comparison, found: &Value, test: &Value, name: &str) {
    for field in ["df", "p", "p_holm"] {
        of.same(&format!("{name} {field}"), &found[field], &test[field]);
    }
    if test["counts"].is_array() {
        for field in ["chi_square", "cramers_v", "cramers_v_corrected", "expected_below_5", "counts"] {
            of.same(&format!("{name} {field}"), &found[field], &test[field]);
        }
        return;
    }
    for field in ["h", "epsilon_squared"] {
        of.same(&format!("{name} {field}"), &found[field], &test[field]);
    }
    for field in ["p", "p_holm"] {
        of.same(&format!("{name} {field}"), &values(&found["pairs"], field), &values(&test["pairs"], field));
    }
    let sizes: Value = list(&test["groups"]).iter().map(|group| json!(list(group).len())).collect();
    of.same(&format!("{name} sizes"), &values(&found["by_segment"], "n"), &sizes);
}

#[test]
fn segments_do_not_depend_on_what_validates_them() {
    let without = segmentation(&iris(""), "iris");
    let mut with = segmentation(&iris("species, sepal_width"), "iris");
    assert_eq!(with["validation"].as_array().map(Vec::len), Some(2));
    with["validation"] = json!([]);
    assert_eq!(with, without);
}

#[test]
fn what_cannot_be_tested_has_no_numbers_and_belongs_to_no_family() {
    let desk = iris("species, sepal_width");
    let csv = desk.read("studies/iris.csv");
    let blank: String = csv
        .lines()
        .enumerate()
        .map(|(i, line)| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if i > 0 {
                cells[5] = "one kind";
            }
            cells.join(",") + "\n"
        })
        .collect();
    desk.write("studies/iris.csv", blank);
    let found = segmentation(&desk, "iris");
    let [kind, width] = [&found["validation"][0], &found["validation"][1]];
    for name in ["chi_square", "cramers_v", "df", "p", "p_holm"] {
        assert_eq!(kind[name], Value::Null, "{name}");
    }
    assert_eq!(kind["categories"], json!(["one kind"]));
    assert_eq!(width["p"], width["p_holm"], "a family of one");
}
