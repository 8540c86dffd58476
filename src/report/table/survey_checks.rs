//! The tables of a survey, checked on hand-made findings.

use super::{TableView, survey};
use crate::locale::{Language, Locale};
use crate::positioning::PositioningFindings;
use serde_json::{Value, json};

fn text(name: &str) -> Value {
    json!({ "id": name, "en": name })
}

fn score(segment: Option<usize>, object: &str, construct: &str, mean: Option<f64>) -> Value {
    json!({
        "segment": segment, "label": segment.map_or(String::new(), |n| n.to_string()), "object": object,
        "construct": construct, "n": 4, "respondents": 5, "population": 9, "mean": mean, "sd": mean.map(|_| 0.5),
        "lower": mean.map(|m| m - 0.25), "upper": mean.map(|m| m + 0.25), "tcr": mean.map(|m| m / 5.0),
        "class": mean.map(|_| 1), "class_label": if mean.is_some() { "High" } else { "" },
    })
}

fn item(object: &str, construct: &str, name: &str, valid: Option<bool>) -> Value {
    json!({
        "object": object, "construct": construct, "item": name, "text": format!("I like {object}"),
        "reversed": name == "e2", "n": 4, "missing": 1, "frequencies": [0, 1, 1, 1, 1], "mean": 3.5, "sd": 1.29,
        "n_complete": 4, "r": valid.map(|_| 0.8), "r_critical": 0.95, "p": valid.map(|_| 0.2), "valid": valid,
        "r_corrected": null, "alpha_if_deleted": null, "loading": null,
    })
}

fn reliability(object: &str, construct: &str, alpha: Option<f64>, heywood: bool) -> Value {
    json!({
        "object": object, "construct": construct, "items": 2, "n": 4, "alpha": alpha, "alpha_lower": null,
        "alpha_upper": null, "alpha_standardized": alpha, "composite_reliability": null,
        "average_variance_extracted": null, "heywood": heywood, "reliable": alpha.map(|alpha| alpha >= 0.7),
        "constant_items": [], "invalid_items": [],
    })
}

fn respondents() -> Value {
    json!({
        "n": 10, "answered": 9, "without_segment": 1, "units": 8, "most_per_unit": 2, "units_with_several": 1,
        "population": 18, "rate": 8.0 / 18.0,
        "by_segment": [{"segment": 1, "label": "Busy", "population": 9, "units": 4, "respondents": 4, "rate": 4.0 / 9.0},
            {"segment": 2, "label": "2", "population": 9, "units": 4, "respondents": 4, "rate": 4.0 / 9.0}],
        "sample_size": {"margin": 0.05, "slovin": 18, "cochran": 8, "meets_slovin": false, "meets_cochran": true,
            "margin_reached": 0.265},
        "profile": [{"name": "role", "label": "Role", "missing": 1,
            "values": [{"value": "clerk", "n": 6, "share": 0.75}, {"value": "head", "n": 2, "share": 0.25}]}],
        "representative": [
            {"name": "a", "label": "Sales", "unit": "", "money": true, "category": false, "n_answered": 8, "n_rest": 10,
                "median_answered": 1500.0, "median_rest": 1000.0, "statistic": 3.0, "p": 0.08, "p_holm": 0.16},
            {"name": "b", "label": "Kind", "unit": "", "money": false, "category": true, "n_answered": 8, "n_rest": 10,
                "median_answered": null, "median_rest": null, "statistic": null, "p": null, "p_holm": null}],
        "ratings_asked": 18, "ratings_missing": 2, "answers_asked": 80, "answers_missing": 8,
    })
}

/// Two objects, two constructs of which the second has no score in the second segment, two segments.
pub fn found() -> PositioningFindings {
    let objects = ["tea", "milk"];
    let each = |one: &dyn Fn(&str, &str) -> Vec<Value>| -> Vec<Value> {
        objects
            .iter()
            .flat_map(|o| ["ease", "use"].iter().flat_map(|c| one(o, c)).collect::<Vec<_>>())
            .collect()
    };
    let missing = |c: &str| if c == "use" { None } else { Some(2.5) };
    let items_of = |o: &&str| {
        [item(o, "ease", "e1", Some(true)), item(o, "ease", "e2", Some(false)), item(o, "use", "u1", None)]
    };
    let items: Vec<Value> = objects.iter().flat_map(items_of).collect();
    let scores_of = |o: &str, c: &str| {
        vec![score(None, o, c, Some(3.25)), score(Some(1), o, c, Some(4.0)), score(Some(2), o, c, missing(c))]
    };
    let scores = each(&scores_of);
    let first = json!({
        "data": "d", "units": "u", "scale": {"from": 1, "to": 5, "labels": ["1", "2", "3", "4", "5"], "middle": 3.0},
        "instrument": "", "has_objects": true, "has_segments": true,
        "objects": [{"name": "tea", "label": "Tea", "labels": text("Tea"), "n": 9},
            {"name": "milk", "label": "Milk", "labels": text("Milk"), "n": 8}],
        "constructs": [
            {"name": "ease", "label": "Ease", "labels": text("Ease"), "definition": "", "outcome": false, "items": ["e1", "e2"]},
            {"name": "use", "label": "Use", "labels": text("Use"), "definition": "", "outcome": true, "items": ["u1"]}],
        "segments": [{"segment": 1, "label": "Busy"}, {"segment": 2, "label": "2"}],
    });
    // In two parts, since the macro takes a step per word and may take 128.
    let rest = json!({
        "respondents": respondents(),
        "rules": {"total": "construct", "level": 0.05, "reliable_from": 0.7, "answered": 0.5, "classed": "mean",
            "cuts": [2.6], "classes": ["Low", "High"], "confidence": 0.95, "significance": 0.05},
        "reliability": each(&|o, c| vec![reliability(o, c, (c == "ease").then_some(0.65), o == "milk")]),
        "items": items,
        "scores": scores,
        "segment_comparisons": [{"object": "tea", "construct": "ease", "n": 8, "h": 5.3, "df": 1, "p": 0.02, "p_holm": 0.04,
            "epsilon_squared": 0.757, "significant": true, "segments": [1, 2],
            "pairs": [{"a": 1, "b": 2, "z": 2.3, "p": 0.02, "p_holm": 0.02, "significant": true}]}],
        "object_comparisons": [{"construct": "ease", "n": 7, "dropped": 2, "chi_square": null, "df": null, "p": null,
            "p_holm": null, "w": null, "significant": false, "mean_ranks": [1.5, 1.5],
            "pairs": [{"a": "tea", "b": "milk", "n": 7, "zeros": 1, "w_plus": 20.0, "w_minus": 1.0, "z": null, "exact": true,
                "p": 0.06, "p_holm": 0.06, "rank_biserial": 0.905, "significant": false}]}],
        "importance": [{"object": "tea", "construct": "ease", "performance": 3.25, "importance": 0.5, "n": 7,
            "quadrant": "concentrate"}],
        "map": null,
        "guidance": {"elements": [{"name": "skill", "label": "Skill", "labels": text("Skill"), "constructs": ["ease"],
            "below": 3.0, "recommended": 1, "scores": [
                {"segment": 1, "label": "Busy", "object": "tea", "n": 4, "mean": 4.0, "gap": null, "recommended": false, "lowest": null},
                {"segment": 1, "label": "Busy", "object": "milk", "n": 0, "mean": null, "gap": null, "recommended": false, "lowest": null},
                {"segment": 2, "label": "2", "object": "tea", "n": 4, "mean": 2.5, "gap": 0.5, "recommended": true, "lowest": null}]}]},
    });
    let parts = [first, rest].into_iter().filter_map(|part| part.as_object().cloned());
    let tree: serde_json::Map<String, Value> = parts.flatten().collect();
    serde_json::from_value(Value::Object(tree)).expect("findings")
}

/// The same survey where nothing is told apart: one nameless object, no segments.
fn bare() -> PositioningFindings {
    let mut found = found();
    let only = |object: &str| object == "tea";
    found.items.retain(|one| only(&one.object));
    found.reliability.retain(|one| only(&one.object));
    found.scores.retain(|one| only(&one.object) && one.segment.is_none());
    found.objects.truncate(1);
    (found.has_objects, found.has_segments) = (false, false);
    found.segments.clear();
    found.respondents.by_segment.clear();
    found.segment_comparisons.clear();
    found.object_comparisons.clear();
    found.guidance = None;
    found
}

fn views(found: &PositioningFindings, language: Language) -> Vec<TableView> {
    let locale = Locale { language, currency: "USD".into() };
    survey::tables(found, &locale).iter().map(|table| table.view(&locale)).collect()
}

fn view(name: &str, language: Language) -> TableView {
    let views = views(&found(), language);
    views.into_iter().find(|view| view.name == name).unwrap_or_else(|| panic!("no table {name}"))
}

#[test]
fn every_row_has_a_cell_per_column_and_groups_span_them_all() {
    for found in [found(), bare()] {
        for view in views(&found, Language::Id) {
            assert!(view.rows.iter().all(|row| row.len() == view.columns.len()), "{}", view.name);
            let spans: usize = view.groups.iter().map(|group| group.span).sum();
            assert!(view.groups.is_empty() || spans == view.columns.len(), "{}", view.name);
        }
    }
}

#[test]
fn what_a_survey_does_not_tell_apart_has_no_column_and_no_table() {
    let names: Vec<&str> = views(&bare(), Language::En).iter().map(|view| view.name).collect();
    let gone = ["survey_response", "survey_segment_pairs", "survey_object_comparisons", "survey_guidance"];
    assert!(gone.iter().all(|name| !names.contains(name)), "{names:?}");
    for view in views(&bare(), Language::En) {
        let heads: Vec<&str> = view.columns.iter().map(|column| column.label.as_str()).collect();
        assert!(!heads.contains(&"Object") && !heads.contains(&"Segment"), "{}: {heads:?}", view.name);
    }
}

#[test]
fn an_object_heads_its_block_once_and_a_number_for_a_segment_is_put_in_words() {
    let scores = view("survey_scores", Language::En);
    let heads: Vec<&str> = scores.rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(heads, ["Tea", "", "", "", "", "", "Milk", "", "", "", "", ""]);
    assert_eq!(scores.rows[1][2], "Segment 2");
    assert_eq!(scores.rows[4], ["", "", "Segment 2", "5", "4", "–", "–", "–", "–", "–", "–"]);
    assert_eq!(scores.rows[5][..4], ["", "", "All", "5"]);
}

#[test]
fn verdicts_carry_their_mark_and_what_was_not_judged_is_a_dash() {
    let items = view("survey_items", Language::Id);
    let verdicts: Vec<&str> = items.rows.iter().take(3).map(|row| row[8].as_str()).collect();
    assert_eq!(verdicts, ["✔ valid", "✘ tidak valid", "–"]);
    let alphas = view("survey_reliability", Language::Id);
    assert_eq!(
        alphas.rows[0],
        ["Tea", "Ease", "2", "4", "0,650", "–", "–", "0,650", "–", "–", "✘ belum reliabel"]
    );
    assert_eq!(alphas.rows[2][1], "Ease *");
    assert!(alphas.notes[0].contains("kasus Heywood"));
}

#[test]
fn the_matrix_sets_objects_side_by_side_and_says_where_classes_begin() {
    let matrix = view("survey_scores_matrix", Language::En);
    assert_eq!(matrix.rows[1], ["", "Segment 2", "2.50", "High", "2.50", "High"]);
    assert_eq!(matrix.rows[4], ["", "Segment 2", "–", "–", "–", "–"]);
    assert_eq!(matrix.notes, ["Classes by the mean: Low (< 2.60); High (≥ 2.60)."]);
}

#[test]
fn guidance_is_marked_where_it_is_recommended() {
    let guidance = view("survey_guidance", Language::En);
    assert_eq!(guidance.rows[0], ["Skill", "3.00", "Busy", "4", "4.00", "not needed", "0", "–", "–"]);
    assert_eq!(guidance.rows[1], ["", "", "Segment 2", "4", "2.50", "needed", "–", "–", "–"]);
}

#[test]
fn the_response_ends_in_a_total_that_has_respondents_without_a_segment() {
    let response = view("survey_response", Language::En);
    assert!(response.has_total);
    assert_eq!(response.rows[2], ["Without segment", "–", "–", "–", "1"]);
    assert_eq!(response.rows[3], ["All", "18", "8", "44.4%", "9"]);
    let mut found = found();
    found.respondents.population = Some(20);
    found.respondents.units = Some(9);
    let wider = views(&found, Language::En);
    let response = wider.iter().find(|view| view.name == "survey_response").expect("the response");
    assert_eq!(response.rows[2], ["Without segment", "2", "1", "50.0%", "1"]);
    assert_eq!(view("survey_sample", Language::En).rows[2][2], "✘ not met");
    assert_eq!(view("survey_sample", Language::En).rows[3][2], "✔ met");
}

#[test]
fn a_comparison_without_numbers_is_dashes_and_money_names_its_currency() {
    let objects = view("survey_object_comparisons", Language::En);
    assert_eq!(objects.rows[0], ["Ease", "7", "2", "–", "–", "–", "–", "–", "1.50", "1.50"]);
    let pairs = view("survey_object_pairs", Language::En);
    assert_eq!(pairs.rows[0][1..8], ["Tea", "Milk", "7", "1", "20.0", "1.0", "–"]);
    let others = view("survey_representative", Language::En);
    assert_eq!(others.rows[0][..6], ["Sales (USD)", "Kruskal–Wallis: H", "8", "10", "1,500", "1,000"]);
    assert_eq!(others.rows[1][4..], ["–", "–", "–", "–", "–"]);
}

#[test]
fn shares_of_answers_give_way_to_counts_on_a_long_scale() {
    assert_eq!(view("survey_frequencies", Language::En).rows[0][..6], ["Tea", "e1", "4", "0", "0.0%", "1"]);
    let mut long = found();
    long.scale.labels = (1..=7).map(|n| format!("w{n}")).collect();
    long.items.iter_mut().for_each(|item| item.frequencies = vec![0, 1, 0, 1, 1, 0, 1]);
    let views = views(&long, Language::En);
    let counts = views.iter().find(|view| view.name == "survey_frequencies").expect("the counts");
    assert_eq!(counts.rows[0], ["Tea", "e1", "4", "0", "1", "0", "1", "1", "0", "1"]);
    assert!(counts.notes[0].starts_with("1: w1; 2: w2"));
}

#[test]
fn pairs_of_segments_stand_side_by_side_until_they_are_many() {
    let few = view("survey_segment_pairs", Language::En);
    assert_eq!(few.rows, [["Tea", "Ease", "2.30", "0.020"]]);
    assert_eq!(few.groups[1].label, "Busy – Segment 2");
    let mut many = found();
    let pair = many.segment_comparisons[0].pairs[0].clone();
    many.segment_comparisons[0].pairs =
        (2..10).map(|b| crate::positioning::SegmentPair { b, ..pair.clone() }).collect();
    let views = views(&many, Language::En);
    let pairs = views.iter().find(|view| view.name == "survey_segment_pairs").expect("the pairs");
    assert_eq!(pairs.rows.len(), 8);
    assert_eq!(pairs.rows[7], ["", "Ease", "Busy", "Segment 9", "2.30", "0.020", "0.020"]);
}
