//! The promise: `start: spss` runs QUICK CLUSTER as SPSS does, from the initial centres in slot order to every table.
//!
//! Compared with `reference/kmeans.json` to nine digits: the figures of the QRIS paper, and random whole numbers with
//! ties, with duplicates, and with too few iterations to converge. Keys run against the order of the file, since the
//! procedure goes by the file and the findings by the keys.

use crate::support::reference::{Comparison, by_name, kmeans, rows_by_name, segmentation, values, words};
use crate::support::{Desk, QRIS};
use serde_json::{Value, json};

#[test]
fn the_qris_paper_is_computed_as_spss_does() {
    let reference = &kmeans()["spss"]["qris"];
    let names: Vec<String> = words(&reference["variables"]).iter().map(|name| lower(name)).collect();
    let found = segmentation(&Desk::shipped(), QRIS);
    let mut comparison = Comparison::default();
    comparison.same("keys", &values(&found["members"], "key"), &reference["keys"]);
    run_agrees(&mut comparison, &found, reference, &names, &[0, 1, 2, 3, 4, 5, 6]);
    comparison.assert(140);
}

fn lower(name: &str) -> String {
    name.to_lowercase()
}

#[test]
fn random_cases_are_computed_as_spss_does() {
    for name in ["small", "wide", "pair", "ties", "duplicates", "slow"] {
        let reference = &kmeans()["spss"][name];
        let (found, names) = quick_cluster(reference);
        let n = reference["n"].as_u64().expect("a number") as usize;
        let from_the_end: Vec<usize> = (0..n).rev().collect();
        let mut comparison = Comparison::default();
        run_agrees(&mut comparison, &found, reference, &names, &from_the_end);
        comparison.assert(35);
    }
}

#[test]
fn what_has_not_converged_says_so() {
    let (found, _) = quick_cluster(&kmeans()["spss"]["slow"]);
    assert_eq!((&found["converged"], &found["iterations"]), (&json!(false), &json!(10)));
    let last = found["iteration_history"][9]["changes"].as_array().expect("changes");
    assert!(last.iter().any(|change| change.as_f64() != Some(0.0)));
}

/// Runs a case of the reference as a study of its own; its keys fall while its rows go on.
fn quick_cluster(reference: &Value) -> (Value, Vec<String>) {
    let rows = reference["data"].as_array().expect("rows");
    let names: Vec<String> =
        (1..=rows[0].as_array().expect("a row").len()).map(|j| format!("v{j}")).collect();
    let columns: Vec<String> = names.iter().map(|name| format!("      {name}: {{type: number}}\n")).collect();
    let desk = Desk::empty();
    desk.write(
        "studies/case.yaml",
        format!(
            "study: case\nlanguage: en\ndate: 2024-01-01\ntitle: A case\nauthors: [{{name: A}}]\n\
             datasets:\n  cases:\n    file: case.csv\n    origin: simulated\n    source: kmeans.py\n    key: id\n    \
             columns:\n      id: {{type: code}}\n{}\
             segmentation: {{data: cases, variables: [{}], scaling: none, k: {}, start: spss, order: as-found}}\n",
            columns.concat(),
            names.join(", "),
            reference["k"]
        ),
    );
    let mut csv = format!("id;{}\n", names.join(";"));
    for (i, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.as_array().expect("a row").iter().map(Value::to_string).collect();
        csv += &format!("{:04};{}\n", rows.len() - i, cells.join(";"));
    }
    desk.write("studies/case.csv", csv);
    (segmentation(&desk, "case"), names)
}

/// Everything SPSS prints; `order` says where each member stands in the file.
fn run_agrees(of: &mut Comparison, found: &Value, reference: &Value, names: &[String], order: &[usize]) {
    for name in ["n", "k", "converged", "iterations", "smallest_initial_distance"] {
        of.same(name, &found[name], &reference[name]);
    }
    let initial = rows_by_name(names, &reference["initial_centers"]);
    of.same("initial_centers", &found["initial_centers"], &initial);
    of.same("iteration_history", &found["iteration_history"], &reference["iteration_history"]);
    let centers = rows_by_name(names, &reference["final_centers"]);
    of.same("center", &values(&found["clusters"], "center"), &centers);
    if reference["converged"] != json!(true) {
        return;
    }
    for name in ["distances_between_centers", "within_ss", "total_ss", "silhouette"] {
        of.same(name, &found[name], &reference[name]);
    }
    for name in ["initial_cluster", "initial_distances", "cluster", "distance", "distances"] {
        let of_members: Value = order.iter().map(|&i| reference[name][i].clone()).collect();
        of.same(name, &values(&found["members"], name), &of_members);
    }
    let silhouettes: Value = order.iter().map(|&i| reference["silhouettes"][i].clone()).collect();
    of.same("silhouettes", &values(&found["members"], "silhouette"), &silhouettes);
    let clusters = &found["clusters"];
    of.same("sizes", &values(clusters, "size"), &reference["sizes"]);
    of.same("within_ss", &values(clusters, "within_ss"), &reference["within_ss_by_cluster"]);
    of.same("silhouette", &values(clusters, "silhouette"), &reference["silhouette_by_cluster"]);
    of.same("anova", &found["anova"], &by_name(names, &reference["anova"]));
}
