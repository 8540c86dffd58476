//! The promise: what only looks different is the same, and data at the edge of what can be analysed are analysed right.
//!
//! Known values, worked out by hand, for one dimension and a thousand, far offsets, ties, duplicates and segments of
//! one. Then properties of random data: another origin, another unit, other keys and other rows change no more than they
//! should.

use crate::support::Desk;
use crate::support::reference::segmentation;
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::{Value, json};

/// Units by their keys, each with its values.
type Units = Vec<(String, Vec<f64>)>;

/// Segments units; `settings` go into the study's segmentation.
fn segmented(units: &Units, settings: &str) -> Value {
    segmentation(&laid(units, settings), "case")
}

/// A study of units, which `settings` segment.
fn laid(units: &Units, settings: &str) -> Desk {
    let names: Vec<String> = (1..=units[0].1.len()).map(|j| format!("v{j}")).collect();
    let columns: Vec<String> = names.iter().map(|name| format!("      {name}: {{type: number}}\n")).collect();
    let desk = Desk::empty();
    desk.write(
        "studies/case.yaml",
        format!(
            "study: case\nlanguage: en\nseed: 5\ndate: 2024-01-01\ntitle: A case\nauthors: [{{name: A}}]\n\
             datasets:\n  cases:\n    file: case.csv\n    origin: simulated\n    source: invented\n    key: id\n    \
             numbers: english\n    separator: \";\"\n    columns:\n      id: {{type: code}}\n{}\
             segmentation: {{data: cases, variables: [{}], {settings}}}\n",
            columns.concat(),
            names.join(", "),
        ),
    );
    let mut csv = format!("id;{}\n", names.join(";"));
    for (key, values) in units {
        let cells: Vec<String> = values.iter().map(f64::to_string).collect();
        csv += &format!("{key};{}\n", cells.join(";"));
    }
    desk.write("studies/case.csv", csv);
    desk
}

fn keyed(rows: impl IntoIterator<Item = Vec<f64>>) -> Units {
    rows.into_iter().enumerate().map(|(i, row)| (format!("u{i:03}"), row)).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is not a number"))
}

fn of_each<'a>(found: &'a Value, list: &str, name: &str) -> Vec<&'a Value> {
    found[list].as_array().expect("a list").iter().map(|item| &item[name]).collect()
}

fn numbers(found: &Value, list: &str, name: &str) -> Vec<f64> {
    of_each(found, list, name).into_iter().map(number).collect()
}

/// Findings carry 12 digits.
#[track_caller]
fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-10 * expected.abs().max(1e-3), "{found} is not {expected}");
}

#[track_caller]
fn assert_all_near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    found.iter().zip(expected).for_each(|(found, expected)| assert_near(*found, *expected));
}

#[test]
fn one_dimension_near_zero_and_far_from_it() {
    for offset in [0.0, -7.0, 1e12] {
        let units = keyed([1.0, 2.0, 3.0, 11.0, 12.0, 13.0].map(|x| vec![x + offset]));
        let found = segmented(&units, "scaling: none, k: 2, starts: 20");
        assert_near(number(&found["within_ss"]), 4.0);
        assert_near(number(&found["total_ss"]), 154.0);
        let widths = [9.5 / 11.0, 0.9, 7.5 / 9.0];
        let both: Vec<f64> = widths.iter().chain(widths.iter().rev()).copied().collect();
        assert_all_near(&numbers(&found, "members", "silhouette"), &both);
        assert_eq!(of_each(&found, "members", "cluster"), [2, 2, 2, 1, 1, 1].map(|c| json!(c)).each_ref());
        assert_near(number(&found["anova"]["v1"]["f"]), 150.0);
        assert_eq!(found["projection"]["explained"], json!([1.0]));
        assert_eq!(found["distances_between_centers"][0][1], json!(10.0));
    }
}

/// What multiplied distances out, |c|²/2 − x·c, went on for ever on these.
#[test]
fn one_cell_and_one_group_very_far_away_end() {
    let settings = "scaling: none, k: {choose: 3, to: 5, references: 20}, stability: {bootstrap: 200}";
    let mut rows: Vec<Vec<f64>> = (0..60).map(|i| vec![f64::from(i * i % 41)]).collect();
    rows[17][0] = 81_234_567_890.0;
    let found = segmented(&keyed(rows), settings);
    let mut sizes = numbers(&found, "clusters", "size");
    sizes.sort_by(f64::total_cmp);
    assert_near(sizes[0], 1.0);
    let far = |i: u32| vec![f64::from(i * i % 41) + if i < 30 { 1e9 } else { 0.0 }, f64::from(i % 7)];
    let found = segmented(&keyed((0..60).map(far)), settings);
    assert_eq!(found["converged"], json!(true));
}

/// The first centres leave one segment without units only after the last iteration that is allowed.
#[test]
fn a_segment_that_the_last_assignment_empties_is_refused() {
    let units = keyed([-4.0, -3.0, -1.0, 0.0, 3.0, 4.0, 15.0, 17.0, 18.0, 23.0].map(|x| vec![x]));
    let settings = "scaling: none, k: 3, max_iterations: 1, start: {centers: [[-3], [9.9], [23]]}";
    let desk = laid(&units, settings);
    let problems = telaah::pipeline::findings(&desk.path("studies/case.yaml")).expect_err("an empty segment");
    let codes: Vec<&str> = problems.0.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["segmentation::empty"]);
}

#[test]
fn duplicates_leave_nothing_within() {
    let units = keyed((0..20).map(|i| if i % 2 == 0 { vec![0.0, 0.0] } else { vec![3.0, 4.0] }));
    let found = segmented(&units, "scaling: none, k: 2, starts: 20");
    assert_eq!((&found["within_ss"], &found["total_ss"]), (&json!(0.0), &json!(125.0)));
    assert_eq!(found["silhouette"], json!(1.0));
    assert_eq!(found["distances_between_centers"], json!([[0.0, 5.0], [5.0, 0.0]]));
    let anova = &found["anova"]["v2"];
    assert_eq!(
        (&anova["f"], &anova["p"], &anova["error_mean_square"]),
        (&json!(null), &json!(null), &json!(0.0))
    );
    assert_all_near(&[number(&found["projection"]["explained"][0])], &[1.0]);
    assert_all_near(&[number(&found["projection"]["loadings"]["v2"][0])], &[0.8]);
}

#[test]
fn a_segment_of_one_counts_zero() {
    let units = keyed([0.0, 1.0, 2.0, 100.0].map(|x| vec![x, -x]));
    let found = segmented(&units, "scaling: none, k: 2, starts: 20, order: as-found");
    let members = numbers(&found, "members", "cluster");
    let alone = members[3] as usize - 1;
    assert_eq!(found["clusters"][alone]["size"], json!(1));
    assert_eq!(found["clusters"][alone]["silhouette"], json!(0.0));
    assert_eq!(found["clusters"][alone]["within_ss"], json!(0.0));
    assert_near(number(&found["within_ss"]), 4.0);
}

#[test]
fn a_square_has_two_best_solutions_of_the_same_value() {
    let units = keyed([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]].map(Vec::from));
    let found = segmented(&units, "scaling: none, k: 2, starts: 50");
    assert_eq!((&found["within_ss"], &found["total_ss"]), (&json!(1.0), &json!(2.0)));
    let width = 1.0 - 2.0 / (1.0 + 2.0_f64.sqrt());
    assert_all_near(&numbers(&found, "members", "silhouette"), &[width; 4]);
    let again = segmented(&units, "scaling: none, k: 2, starts: 50");
    assert_eq!(found, again);
}

#[test]
fn three_hundred_dimensions() {
    many_dimensions(300);
}

#[test]
fn a_thousand_dimensions() {
    many_dimensions(1000);
}

/// Two groups of four, as far apart in squares as there are dimensions; within a group every two units are √2 apart.
fn many_dimensions(d: u32) {
    let between = 2.0 * f64::from(d) + 1.0;
    let unit = |i: usize| (0..d as usize).map(|j| f64::from(u8::from(j == i)) + (i / 4) as f64).collect();
    let found = segmented(&keyed((0..8).map(unit)), "scaling: none, k: 2, starts: 20");
    assert_near(number(&found["within_ss"]), 6.0);
    assert_near(number(&found["total_ss"]), between + 6.0);
    let width = 1.0 - (2.0 / f64::from(d + 2)).sqrt();
    assert_all_near(&numbers(&found, "members", "silhouette"), &[width; 8]);
    assert_eq!(of_each(&found, "clusters", "size"), [&json!(4), &json!(4)]);
    assert_near(number(&found["projection"]["explained"][0]), between / (between + 6.0));
}

/// Random data, the number of segments, and an order in which to take the units.
fn cases() -> impl Strategy<Value = (Vec<Vec<f64>>, usize, Vec<usize>)> {
    (7_usize..14, 1_usize..4, 2_usize..4).prop_flat_map(|(n, variables, k)| {
        let row = prop::collection::vec((0_i32..1_000_000).prop_map(f64::from), variables);
        (prop::collection::vec(row, n), Just(k), Just((0..n).collect::<Vec<usize>>()).prop_shuffle())
    })
}

/// What must not change when units are only written otherwise.
#[derive(Debug)]
struct Partition {
    sizes: Vec<f64>,
    clusters: Vec<f64>,
    widths: Vec<f64>,
    within: f64,
    total: f64,
}

impl Partition {
    /// Of findings, with the units in the order in which their keys were given.
    fn of(units: &Units, settings: &str) -> Self {
        let found = segmented(units, settings);
        let keys = of_each(&found, "members", "key");
        let position = |key: &String| keys.iter().position(|known| *known == key).expect("the unit");
        let positions: Vec<usize> = units.iter().map(|(key, _)| position(key)).collect();
        let taken = |name: &str| {
            let all = numbers(&found, "members", name);
            positions.iter().map(|&i| all[i]).collect()
        };
        Self {
            sizes: numbers(&found, "clusters", "size"),
            clusters: taken("cluster"),
            widths: taken("silhouette"),
            within: number(&found["within_ss"]),
            total: number(&found["total_ss"]),
        }
    }

    /// Whether another partition has the same segments under the same numbers, sums being `squares` times as large.
    fn is_with(&self, other: &Self, squares: f64) -> bool {
        self.sizes == other.sizes && self.clusters == other.clusters && self.measures_as(other, squares)
    }

    /// The same, whatever the numbers of the segments.
    fn groups_with(&self, other: &Self, squares: f64) -> bool {
        let n = self.clusters.len();
        let together = |of: &Self, i: usize, j: usize| of.clusters[i] == of.clusters[j];
        let mut pairs = (0..n).flat_map(|i| (0..i).map(move |j| (i, j)));
        pairs.all(|(i, j)| together(self, i, j) == together(other, i, j)) && self.measures_as(other, squares)
    }

    fn measures_as(&self, other: &Self, squares: f64) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(1e-3);
        near(self.within * squares, other.within)
            && near(self.total * squares, other.total)
            && self.widths.iter().zip(&other.widths).all(|(a, b)| near(*a, *b))
    }
}

fn few(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// Enough random starts for the best solution of a dozen units.
fn plain(k: usize, scaling: &str) -> String {
    format!("scaling: {scaling}, k: {k}, starts: 200")
}

proptest! {
    #![proptest_config(few(16))]

    #[test]
    fn another_origin_and_another_unit_change_nothing_else((rows, k, _) in cases(), power in -10_i32..20, by in -1e9..1e9) {
        let first = Partition::of(&keyed(rows.clone()), &plain(k, "none"));
        let by: f64 = f64::floor(by);
        let shifted = keyed(rows.iter().map(|row| row.iter().map(|x| x + by).collect()));
        prop_assert!(first.is_with(&Partition::of(&shifted, &plain(k, "none")), 1.0), "shifted by {by}");
        let unit = libm::pow(2.0, f64::from(power));
        let scaled = keyed(rows.iter().map(|row| row.iter().map(|x| x * unit).collect()));
        prop_assert!(first.is_with(&Partition::of(&scaled, &plain(k, "none")), unit * unit), "scaled by {unit}");
    }

    #[test]
    fn the_order_of_rows_changes_nothing_at_all((rows, k, order) in cases()) {
        let units = keyed(rows);
        let permuted: Units = order.iter().map(|&i| units[i].clone()).collect();
        let [found, again] = [&units, &permuted].map(|units| segmented(units, &plain(k, "z-score")));
        prop_assert_eq!(found, again);
    }

    #[test]
    fn other_keys_change_no_segment_and_no_number((rows, k, order) in cases()) {
        let units = keyed(rows);
        let renamed: Units = order.iter().zip(&units).map(|(i, (_, row))| (format!("x{i:03}"), row.clone())).collect();
        let [first, second] = [&units, &renamed].map(|units| Partition::of(units, &plain(k, "z-score")));
        prop_assert!(first.is_with(&second, 1.0), "{first:?} {second:?}");
    }

    #[test]
    fn z_scores_know_no_units((rows, k, _) in cases(), maps in prop::collection::vec((1_i32..1000, any::<bool>(), -1000_i32..1000), 3)) {
        let first = Partition::of(&keyed(rows.clone()), &plain(k, "z-score"));
        let mapped = |turn: bool| keyed(rows.iter().map(|row| row.iter().zip(&maps).map(|(x, (factor, turned, by))| {
            let sign = if turn && *turned { -1.0 } else { 1.0 };
            sign * x * f64::from(*factor) + f64::from(*by)
        }).collect()));
        prop_assert!(first.is_with(&Partition::of(&mapped(false), &plain(k, "z-score")), 1.0));
        prop_assert!(first.groups_with(&Partition::of(&mapped(true), &plain(k, "z-score")), 1.0));
    }

    #[test]
    fn analysis_of_variance_divides_the_total((rows, k, _) in cases()) {
        let found = segmented(&keyed(rows), &plain(k, "none"));
        let anova = found["anova"].as_object().expect("variables");
        let squares = |name: &str, df: &str| -> f64 { anova.values().map(|of| number(&of[name]) * number(&of[df])).sum() };
        let (between, within) = (squares("cluster_mean_square", "df1"), squares("error_mean_square", "df2"));
        assert_near(within, number(&found["within_ss"]));
        assert_near(between + within, number(&found["total_ss"]));
    }
}
