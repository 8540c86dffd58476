//! The promise: choosing the number of segments, stability and sensitivity rest on the numbers that numpy, scipy and
//! scikit-learn give, and R's cluster and fpc, and on nothing else: not on threads, and not on being asked twice.
//!
//! Compared with `reference/choice.json`, `segmentation_r.json` and `kmeans.json` to nine digits.

use crate::support::reference::{Comparison, choice, kmeans, reference, segmentation, words};
use crate::support::{Desk, repository};
use ndarray::Array2;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::{Value, json};
use telaah::segmentation::{agreement, gap, stability, ward};

/// With the starts that telaah takes by itself: ten find what scikit-learn finds in 300, and R in 1000.
#[test]
fn the_gap_of_the_same_references_is_that_of_scikit_learn_and_of_r() {
    let (given, of_r) = (&choice()["gap"], &reference("segmentation_r.json")["gap"]);
    let points = matrix(&given["points"]);
    let most = given["gap"].as_array().expect("a list").len();
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let logs: Vec<Vec<f64>> = list(&given["fractions"])
        .iter()
        .map(|fractions| gap::reference(matrix(fractions), &points).expect("components"))
        .map(|drawn| gap::log_sums(&drawn, most, gap::STARTS, &mut rng).expect("clusters"))
        .collect();
    let of_data = gap::log_sums(&points, most, gap::STARTS, &mut rng).expect("clusters");
    let curve = gap::curve(&of_data.iter().map(|log| libm::exp(*log)).collect::<Vec<_>>(), &logs);
    let mut comparison = Comparison::default();
    for (by, expected) in [("scikit-learn", given), ("R", of_r)] {
        comparison.same(&format!("{by} references"), &json!(logs), &expected["references"]);
        for (name, found) in [
            ("log_within_ss", curve.iter().map(|at| at.log_within_ss).collect::<Vec<_>>()),
            ("gap", curve.iter().map(|at| at.gap).collect()),
            ("se", curve.iter().map(|at| at.se).collect()),
        ] {
            comparison.same(&format!("{by} {name}"), &json!(found), &expected[name]);
        }
        comparison.same(&format!("{by} k"), &json!(gap::chosen(&curve)), &expected["k"]);
    }
    comparison.assert(110);
}

/// Single units are moved after Lloyd's algorithm, so the few starts of a study find what R finds in a thousand.
#[test]
fn every_reference_of_the_gap_is_solved_as_well_from_any_seed() {
    let given = &choice()["gap"];
    let points = matrix(&given["points"]);
    let best = list(&given["log_within_ss"])[4].as_f64().expect("a number");
    let found = |seed: u64| kmeans_of(&points, 5, 10, seed);
    let hits = (0..20).filter(|&seed| (libm::log(found(seed)) - best).abs() < 1e-9).count();
    assert!(hits >= 19, "{hits} of 20 seeds");
}

fn kmeans_of(points: &Array2<f64>, k: usize, starts: usize, seed: u64) -> f64 {
    telaah::segmentation::kmeans::best_of_starts(points, k, starts, seed, None).expect("clusters").0.within_ss
}

#[test]
fn groupings_are_compared_as_scikit_learn_and_scipy_do() {
    let mut comparison = Comparison::default();
    for (i, case) in list(&choice()["agreement"]).iter().enumerate() {
        let (one, other) = (numbers(&case["one"]), numbers(&case["other"]));
        let rand = agreement::adjusted_rand(&one, &other);
        comparison.same(&format!("adjusted Rand {i}"), &json!(rand), &case["adjusted_rand"]);
        comparison.same(&format!("matched {i}"), &json!(agreement::matched(&one, &other)), &case["matched"]);
    }
    comparison.assert(10);
}

#[test]
fn the_stability_of_the_same_resamples_is_that_of_clusterboot() {
    let expected = &choice()["bootstrap"];
    let labels = numbers(&expected["labels"]);
    let k = expected["k"].as_u64().expect("a count") as usize;
    let mut comparison = Comparison::default();
    let mut resamples = Vec::new();
    let of_r = &reference("segmentation_r.json")["jaccard"];
    for (case, of_r) in list(&expected["resamples"]).iter().zip(list(of_r)) {
        let found = stability::compare(&labels, &numbers(&case["drawn"]), &numbers(&case["found"]), k);
        comparison.same("jaccards", &json!(found.jaccards), &case["jaccards"]);
        comparison.same("jaccards by fpc", &json!(found.jaccards), of_r);
        comparison.same("adjusted Rand", &json!(found.adjusted_rand), &case["adjusted_rand"]);
        resamples.push(found);
    }
    let found = json!(stability::summarise(&resamples, k, resamples.len()));
    comparison.same("summary", &found["adjusted_rand"], &expected["adjusted_rand"]);
    for name in ["jaccard", "dissolved", "recovered"] {
        let by_segment: Value = list(&found["segments"]).iter().map(|one| one[name].clone()).collect();
        comparison.same(name, &by_segment, &expected[name]);
    }
    comparison.assert(185);
}

#[test]
fn ward_groups_are_those_of_scipy() {
    let expected = &choice()["ward"];
    let points = matrix(&expected["points"]);
    let mut comparison = Comparison::default();
    for (k, groups) in expected["groups"].as_object().expect("groups") {
        let found = ward::groups(&points, k.parse().expect("a count"));
        comparison.same(&format!("k = {k}"), &json!(found), groups);
    }
    comparison.assert(360);
}

#[test]
fn other_ways_to_segment_agree_as_scikit_learn_and_scipy_find() {
    let expected = &choice()["sensitivity"];
    let desk = Desk::empty();
    let cell = |cell: &Value| if cell.is_null() { String::new() } else { cell.to_string() };
    let row = |(i, row): (usize, &Value)| {
        let cells: Vec<String> = list(row).iter().map(cell).collect();
        format!("{i:03};{}\n", cells.join(";"))
    };
    let rows: String = list(&expected["points"]).iter().enumerate().map(row).collect();
    desk.write("studies/case.csv", format!("id;a;b;c\n{rows}"));
    let columns = ["a", "b", "c"].map(|name| format!("      {name}: {{type: number}}\n")).concat();
    let plan = "segmentation: {data: cases, variables: [a, b, {column: c, missing: zero}], k: 3, starts: 300, sensitivity: true}\n";
    desk.write("studies/case.yaml", study("cases", "case", &columns, plan));
    let found = segmentation(&desk, "case")["sensitivity"].take();
    let mut comparison = Comparison::default();
    assert_eq!(list(&found).len(), list(&expected["rows"]).len(), "{found:#}");
    comparison.same("rows", &found, &expected["rows"]);
    comparison.assert(72);
    // R's mad, mahalanobis and qchisq leave out as many units.
    let of_r = reference("segmentation_r.json");
    let left_out = |kind: &str| {
        let row = list(&found).iter().find(|row| row["kind"] == kind).expect("a row");
        row["left_out"].as_u64().expect("a count") as usize
    };
    let far: std::collections::BTreeSet<u64> =
        list(&of_r["far"]).iter().flat_map(list).filter_map(Value::as_u64).collect();
    assert_eq!(left_out("outliers"), far.len());
    assert_eq!(left_out("distant"), list(&of_r["distant"]).len());
    // Two ways set single units apart: units of rupiah beside units of one make segments of two and one.
    let degenerate: Vec<&Value> = list(&found).iter().filter(|row| row["degenerate"] == true).collect();
    assert!(
        degenerate
            .iter()
            .all(|row| row["setting"] == "none" || row["setting"] == "robust" || row["setting"] == "min-max")
    );
    assert!(!degenerate.is_empty());
}

#[test]
fn every_number_of_segments_of_iris_has_the_indices_of_scikit_learn() {
    let reference = kmeans();
    for scaling in ["none", "z-score"] {
        let found = segmentation(
            &iris(&format!("scaling: {scaling}, k: {{choose: 3, from: 2, to: 4}}, starts: 1000")),
            "iris",
        );
        let mut comparison = Comparison::default();
        for (i, k) in ["2", "3", "4"].iter().enumerate() {
            let expected = &reference["iris"]["scalings"][scaling][k];
            for name in ["k", "within_ss", "silhouette", "calinski_harabasz", "davies_bouldin"] {
                comparison.same(
                    &format!("{scaling} {k} {name}"),
                    &found["choice_of_k"][i][name],
                    &expected[name],
                );
            }
        }
        comparison.assert(15);
        votes_follow_the_indices(&found);
    }
}

/// Every vote is what its rule says of the indices, and the votes are counted right.
fn votes_follow_the_indices(found: &Value) {
    let of_k = list(&found["choice_of_k"]);
    let best = |name: &str, sign: f64| {
        let value = |one: &Value| sign * one[name].as_f64().expect("a number");
        let best = of_k.iter().max_by(|a, b| value(a).total_cmp(&value(b))).expect("a number of segments");
        best["k"].clone()
    };
    let curve = list(&found["choice"]["gap"]["curve"]);
    let number = |at: usize, name: &str| curve[at][name].as_f64().expect("a number");
    let gap = (0..curve.len() - 1).find(|&i| number(i, "gap") >= number(i + 1, "gap") - number(i + 1, "se"));
    let expected = [
        best("silhouette", 1.0),
        best("calinski_harabasz", 1.0),
        best("davies_bouldin", -1.0),
        gap.map_or(Value::Null, |i| curve[i]["k"].clone()),
    ];
    let votes: Vec<Value> = list(&found["votes"]).iter().map(|vote| vote["k"].clone()).collect();
    assert_eq!(votes, expected);
    let for_k = votes.iter().filter(|k| **k == found["k"]).count();
    assert_eq!(found["choice"]["votes_for_k"], json!(for_k));
}

#[test]
fn a_rule_chooses_what_its_index_votes_for() {
    for rule in ["silhouette", "calinski-harabasz", "davies-bouldin", "votes"] {
        let found = segmentation(&iris(&format!("scaling: none, k: {{choose: {rule}, to: 5}}")), "iris");
        let vote = list(&found["votes"]).iter().find(|vote| vote["criterion"] == rule);
        let most = list(&found["choice_of_k"])
            .iter()
            .rev()
            .max_by_key(|one| one["votes"].as_u64())
            .map(|one| one["k"].clone());
        let expected = vote.map(|vote| vote["k"].clone()).or(most).expect("a number");
        assert_eq!(found["k"], expected, "{rule}");
        assert_eq!(found["choice"]["chosen_by"], rule);
        assert_eq!(list(&found["clusters"]).len() as u64, expected.as_u64().expect("a count"));
    }
}

#[test]
fn what_is_not_asked_for_is_not_there() {
    let found = segmentation(&iris("scaling: none, k: 3"), "iris");
    for name in ["choice", "choice_of_k", "votes", "stability", "sensitivity"] {
        assert!(found.get(name).is_none(), "{name}");
    }
}

#[test]
fn the_reported_solution_is_the_one_that_was_compared() {
    let plain = segmentation(&iris("scaling: none, k: 3"), "iris");
    let compared = segmentation(&iris("scaling: none, k: {choose: 3, to: 5}"), "iris");
    for name in ["members", "clusters", "within_ss", "silhouette", "starts_at_best"] {
        assert_eq!(plain[name], compared[name], "{name}");
    }
    assert_eq!(compared["choice_of_k"][1]["within_ss"], compared["within_ss"]);
}

#[test]
fn segments_that_lie_apart_are_stable_and_one_that_does_not_is_not() {
    let found = segmentation(&iris("scaling: none, k: 3, stability: {bootstrap: 100}"), "iris");
    let segments = list(&found["stability"]["segments"]);
    let setosa = list(&found["clusters"]).iter().position(|cluster| cluster["size"] == 50).expect("setosa");
    assert_eq!(segments[setosa]["recovered"], 100);
    assert!(segments[setosa]["jaccard"].as_f64().expect("a number") > 0.99, "{segments:?}");
    // Nine segments of three species: some are cut differently each time.
    let found = segmentation(&iris("scaling: none, k: 9, stability: {bootstrap: 100}"), "iris");
    let segments = list(&found["stability"]["segments"]);
    assert!(segments.iter().any(|one| one["judgement"] == "unstable" || one["judgement"] == "doubtful"));
}

#[test]
fn threads_change_no_digit() {
    let plan = "k: {choose: 3, to: 5, references: 20}, stability: {bootstrap: 20}, sensitivity: true";
    let results = |threads: &str| {
        let desk = iris(plan);
        let mut telaah = desk.telaah();
        telaah.env("RAYON_NUM_THREADS", threads).args(["report", "studies/iris.yaml"]);
        let run = crate::support::Run::of(&mut telaah);
        assert_eq!(run.status, 0, "{}", run.stderr);
        desk.output("iris", run).files
    };
    let (one, many) = (results("1"), results("5"));
    assert_eq!(crate::support::differing(&one, &many), Vec::<&str>::new());
}

/// The reference data with a study that segments them as `plan` says.
fn iris(plan: &str) -> Desk {
    let desk = Desk::empty();
    let names = words(&kmeans()["iris"]["variables"]);
    let csv = std::fs::read(repository().join("tests/reference/iris.csv")).expect("the data");
    desk.write("studies/iris.csv", csv);
    let columns: Vec<String> = names.iter().map(|name| format!("      {name}: {{type: number}}\n")).collect();
    let plan = format!("segmentation: {{data: iris, variables: [{}], {plan}}}\n", names.join(", "));
    desk.write("studies/iris.yaml", study("iris", "iris", &columns.concat(), &plan));
    desk
}

fn study(dataset: &str, name: &str, columns: &str, plan: &str) -> String {
    format!(
        "study: {name}\nlanguage: en\nseed: 2023\ndate: 2024-01-01\ntitle: A case\nauthors: [{{name: A}}]\n\
         datasets:\n  {dataset}:\n    file: {name}.csv\n    origin: published\n    source: reference\n    key: id\n    \
         numbers: english\n    columns:\n      id: {{type: code}}\n{columns}{plan}"
    )
}

fn matrix(rows: &Value) -> Array2<f64> {
    let rows: Vec<Vec<f64>> = list(rows)
        .iter()
        .map(|row| list(row).iter().map(|x| x.as_f64().expect("a number")).collect())
        .collect();
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, j)| rows[i][j])
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn numbers(value: &Value) -> Vec<usize> {
    list(value).iter().map(|number| number.as_u64().expect("a count") as usize).collect()
}
