//! The promise: summaries, tails, silhouettes, scalings and components are the numbers that numpy, scipy and
//! scikit-learn give.
//!
//! Compared with `reference/measures.json` to nine digits, tails of 1e-200 included.

use crate::support::Desk;
use crate::support::reference::{Comparison, by_name, rows_by_name, segmentation, statistics, values};
use ndarray::Array2;
use serde_json::{Value, json};
use telaah::segmentation::silhouette;
use telaah::statistics::student::f_tail;
use telaah::statistics::summary::{mean, median, quantile, sd};

#[test]
fn summaries_are_those_of_numpy() {
    let mut comparison = Comparison::default();
    for (i, sample) in list(&statistics()["summaries"]).iter().enumerate() {
        let data = numbers(&sample["values"]);
        comparison.same(&format!("mean {i}"), &json!(mean(&data)), &sample["mean"]);
        comparison.same(&format!("sd {i}"), &json!(sd(&data)), &sample["sd"]);
        let probabilities = numbers(&sample["probabilities"]);
        let found: Value = probabilities.iter().map(|&p| quantile(&data, p)).collect();
        comparison.same(&format!("quantiles {i}"), &found, &sample["quantiles"]);
        let half = probabilities.iter().position(|&p| p == 0.5).expect("the median");
        comparison.same(&format!("median {i}"), &json!(median(&data)), &sample["quantiles"][half]);
    }
    comparison.assert(140);
}

#[test]
fn upper_tails_are_those_of_scipy() {
    let mut comparison = Comparison::default();
    for row in list(&statistics()["f_tails"]) {
        let f = row["f"].as_f64().expect("a number");
        let [df1, df2] = ["df1", "df2"].map(|name| row[name].as_f64().expect("a count"));
        let p = f_tail(f, df1, df2).expect("a probability");
        comparison.same(&format!("F({df1}, {df2}) > {f}"), &json!(p), &row["p"]);
    }
    comparison.assert(280);
}

#[test]
fn silhouettes_with_ties_and_clusters_of_one_are_those_of_scikit_learn() {
    let mut comparison = Comparison::default();
    for case in list(&statistics()["silhouettes"]) {
        let rows: Vec<Vec<f64>> = list(&case["points"]).iter().map(numbers).collect();
        let points = Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, j)| rows[i][j]);
        let labels: Vec<usize> = numbers(&case["labels"]).iter().map(|label| *label as usize).collect();
        let k = case["k"].as_u64().expect("a count") as usize;
        let widths: Value = silhouette::widths(&points, &labels, k).into_iter().collect();
        comparison.same(&format!("silhouettes of seed {}", case["seed"]), &widths, &case["silhouettes"]);
    }
    comparison.assert(100);
}

#[test]
fn every_scaling_is_segmented_as_scikit_learn_does() {
    let reference = &statistics()["scalings"];
    let names: Vec<String> = (1..=4).map(|j| format!("v{j}")).collect();
    let csv = table(&reference["data"], &names);
    for case in list(&reference["cases"]) {
        let desk = Desk::empty();
        desk.write("studies/case.csv", &csv);
        desk.write("studies/case.yaml", study(case, &names));
        let found = segmentation(&desk, "case");
        let mut comparison = Comparison::default();
        agrees(&mut comparison, &found, case, &names);
        comparison.assert(280);
    }
}

fn agrees(of: &mut Comparison, found: &Value, case: &Value, names: &[String]) {
    let at = format!("{} {}", case["transform"], case["scaling"]);
    for name in ["within_ss", "total_ss"] {
        of.same(&format!("{at} {name}"), &found[name], &case[name]);
    }
    let (clusters, members) = (&found["clusters"], &found["members"]);
    of.same(&format!("{at} sizes"), &values(clusters, "size"), &case["sizes"]);
    for (name, rows) in [("center", "centers"), ("center_scaled", "centers_scaled")] {
        of.same(&format!("{at} {name}"), &values(clusters, name), &rows_by_name(names, &case[rows]));
    }
    for (name, list) in [("cluster", "cluster"), ("silhouette", "silhouettes"), ("scores", "scores")] {
        of.same(&format!("{at} {name}"), &values(members, name), &case[list]);
    }
    let projection = &found["projection"];
    of.same(&format!("{at} explained"), &projection["explained"], &case["explained"]);
    of.same(&format!("{at} loadings"), &projection["loadings"], &by_name(names, &case["loadings"]));
    for (j, name) in names.iter().enumerate() {
        let anova = &found["anova"][name];
        of.same(&format!("{at} F of {name}"), &anova["f"], &case["f"][j]);
        of.same(&format!("{at} p of {name}"), &anova["p"], &case["p"][j]);
    }
}

fn study(case: &Value, names: &[String]) -> String {
    let columns: Vec<String> = names.iter().map(|name| format!("      {name}: {{type: number}}\n")).collect();
    let word = |name: &str| case[name].as_str().expect("a word").to_owned();
    format!(
        "study: case\nlanguage: en\nseed: 1\ndate: 2024-01-01\ntitle: A case\nauthors: [{{name: A}}]\n\
         datasets:\n  cases:\n    file: case.csv\n    origin: simulated\n    source: measures.py\n    key: id\n    \
         numbers: english\n    columns:\n      id: {{type: code}}\n{}\
         segmentation: {{data: cases, variables: [{}], transform: {}, scaling: {}, k: {}, starts: 300}}\n",
        columns.concat(),
        names.join(", "),
        word("transform"),
        word("scaling"),
        case["k"]
    )
}

fn table(rows: &Value, names: &[String]) -> String {
    let mut csv = format!("id;{}\n", names.join(";"));
    for (i, row) in list(rows).iter().enumerate() {
        let cells: Vec<String> = list(row).iter().map(Value::to_string).collect();
        csv += &format!("{i:03};{}\n", cells.join(";"));
    }
    csv
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(|number| number.as_f64().expect("a number")).collect()
}
