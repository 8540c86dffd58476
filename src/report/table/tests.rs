use super::*;
use crate::locale::Language;

fn locale(language: Language) -> Locale {
    Locale { language, currency: "IDR".into() }
}

/// Three units, a count and an amount of money, two segments, and three claims.
pub fn findings() -> Findings {
    let spread = |n: usize| {
        serde_json::json!({
            "n": n, "mean": 2.5, "sd": if n > 1 { Some(1.25) } else { None }, "median": 2.0, "q1": 1.5, "q3": 3.25,
            "min": 1.0, "max": 9.0, "zeros": 0,
        })
    };
    let variable = |name: &str, money: bool, max: f64| {
        serde_json::json!({
            "name": name, "label": name, "labels": {"id": format!("{name} id"), "en": format!("{name} en")},
            "unit": if money { "" } else { "kali" }, "money": money, "decimals": 0, "missing": "error",
            "better": "higher", "set_to_zero": 0, "mean": 2.5, "sd": 1.25, "min": 1.0, "median": 2.0, "max": max,
            "spread": spread(3),
        })
    };
    let cluster = |number: usize, size: usize| {
        serde_json::json!({
            "number": number, "label": number.to_string(),
            "labels": {"id": number.to_string(), "en": number.to_string()}, "size": size,
            "share": size as f64 / 3.0, "within_ss": 0.5, "silhouette": 0.25, "center": {"a": 1.5, "b": 2e6},
            "center_scaled": {"a": 1.5, "b": 2e6}, "center_z": {"a": -0.5, "b": 0.5},
            "spread": {"a": spread(size), "b": spread(size)}, "markers": [],
        })
    };
    let member = |key: &str, cluster: usize| {
        serde_json::json!({
            "key": key, "cluster": cluster, "distance": 0.5, "distances": [0.5, 1234.5], "initial_cluster": 1,
            "initial_distances": [0.0, 1.0], "silhouette": 0.25, "values": {"a": 1.0, "b": 2e6}, "scores": [0.0, 0.0],
        })
    };
    let claim = |place: &str, kind: &str, computed: serde_json::Value, verdict: &str, why: &str| {
        serde_json::json!({
            "where": place, "note": "n", "kind": kind, "value": "v", "published": "1", "computed": computed,
            "computed_as_printed": "2", "agrees": verdict == "reproduced", "verdict": verdict, "acknowledged": why,
        })
    };
    let anova = serde_json::json!({
        "cluster_mean_square": 1.0, "error_mean_square": null, "f": null, "df1": 1, "df2": 0, "p": 0.0001,
        "eta_squared": 0.5,
    });
    let tally = serde_json::json!({"total": 0, "reproduced": 0, "not_reproduced": 0, "acknowledged": 0});
    let tree = serde_json::json!({
        "results_version": 1, "study": "s", "datasets": [],
        "segmentation": {
            "data": "d", "key_label": "Unit", "n": 3, "k": 2, "variables": [variable("a", false, 9.0), variable("b", true, 3e6)],
            "transform": "none", "scaling": "none", "start": "spss", "starts": 1, "starts_at_best": 1, "starts_near_best": 1,
            "max_iterations": 10, "order": "as-found", "depends_on_row_order": true, "converged": true,
            "iterations": 1, "iteration_history": [{"changes": [0.0, 0.0]}],
            "initial_centers": [{"a": 1.0, "b": 1e6}, {"a": 2.0, "b": 2e6}], "smallest_initial_distance": 1.0,
            "within_ss": 1.0, "total_ss": 2.0, "between_share": 0.5, "silhouette": 0.2,
            "clusters": [cluster(1, 2), cluster(2, 1)],
            "members": [member("x", 1), member("y", 1), member("z", 2)],
            "distances_between_centers": [[0.0, 1.0], [1.0, 0.0]], "anova": {"a": anova, "b": anova},
            "correlations": [], "critical_correlation": 0.9, "validation": [], "validation_correlations": [],
            "order_exceptions": [], "projection": {"explained": [1.0], "loadings": {}, "centers": []},
        },
        "claims": {
            "file": "c.csv", "numbers_style": "indonesian", "total": 3, "reproduced": 1, "differs": 1,
            "contradicted": 1, "on_simulated_data": 0, "numbers": tally, "statements": tally,
            "items": [
                claim("T 2", "number", serde_json::json!(2.0), "differs", "a slip"),
                claim("T 1", "number", serde_json::json!(1.0), "reproduced", "kept"),
                claim("T 2", "statement", serde_json::json!(false), "contradicted", "a slip"),
            ],
        },
    });
    serde_json::from_value(tree).expect("findings")
}

fn view(name: &str, language: Language) -> TableView {
    let locale = locale(language);
    let all = tables(&findings(), &locale);
    all.iter().find(|table| table.name == name).expect("a table").view(&locale)
}

#[test]
fn every_row_has_a_cell_per_column_and_groups_span_them_all() {
    let locale = locale(Language::Id);
    let claims = claim_tables(&findings(), &locale).into_iter().map(|entry| entry.table);
    for table in tables(&findings(), &locale).into_iter().chain(claims) {
        assert!(!table.rows.is_empty(), "{}", table.name);
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{}", table.name);
        let spans: usize = table.groups.iter().map(|group| group.span).sum();
        assert!(table.groups.is_empty() || spans == table.columns.len(), "{}", table.name);
    }
}

#[test]
fn a_column_of_money_names_the_currency_once() {
    let data = view("data", Language::Id);
    let heads: Vec<_> = data.columns.iter().map(|column| column.label.as_str()).collect();
    assert_eq!(heads, ["Unit", "a id (kali)", "b id (Rp)"]);
    assert_eq!(data.rows[0], ["x", "1", "2.000.000"]);
}

#[test]
fn a_row_of_money_names_the_currency_in_each_cell() {
    let centers = view("final_centers", Language::En);
    assert_eq!(centers.rows[0], ["a en (kali)", "1.50", "1.50", "2.50"]);
    assert_eq!(centers.rows[1], ["b en", "Rp2,000,000", "Rp2,000,000", "Rp3"]);
}

#[test]
fn what_cannot_be_computed_is_a_dash() {
    let anova = view("anova", Language::En);
    assert_eq!(anova.rows[0], ["a en", "1.000", "1", "–", "0", "–", "< 0.001"]);
    assert_eq!(view("distances_between_centers", Language::En).rows[0], ["Segment 1", "–", "1.000"]);
}

#[test]
fn sizes_end_in_a_total() {
    let sizes = view("cluster_sizes", Language::Id);
    assert!(sizes.has_total);
    assert_eq!(sizes.rows[0], ["Segmen 1", "2", "66,7%", "0,500", "0,250"]);
    assert_eq!(sizes.rows[2], ["Semua", "3", "100,0%", "1,000", "0,200"]);
}

#[test]
fn claims_stand_by_place_with_a_mark_and_their_reason() {
    let found = claim_tables(&findings(), &locale(Language::En));
    let places: Vec<_> = found.iter().map(|entry| entry.place.as_str()).collect();
    assert_eq!(places, ["T 2", "T 1"]);
    let first = found[0].table.view(&locale(Language::En));
    assert_eq!(first.rows[0], ["n", "1", "2", "≠ differs (a)"]);
    assert_eq!(first.rows[1], ["n", "1", "false", "✘ contradicted (a)"]);
    assert_eq!(first.notes, ["(a) a slip"]);
    let second = found[1].table.view(&locale(Language::En));
    assert_eq!(second.rows[0][3], "✔ reproduced");
    assert!(second.notes.is_empty());
    assert_eq!(view("claims_summary", Language::En).rows[2], ["All", "3", "1", "1", "1"]);
}
