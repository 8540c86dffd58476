//! The promise: drawn answers follow the measurement model that the study declares, of those who respond as it declares.

use crate::support::Desk;
use crate::support::reference::reference;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How many respondents are compared with what the model implies.
const RESPONDENTS: usize = 40_000;

/// The columns of a drawn table by heading.
type Columns = BTreeMap<String, Vec<String>>;

fn table(desk: &Desk, file: &str) -> Columns {
    let text = desk.read(file);
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let headings = rows.headers().expect("a header").clone();
    let mut columns = Columns::new();
    for row in rows.records() {
        for (heading, cell) in headings.iter().zip(row.expect("a row").iter()) {
            columns.entry(heading.to_owned()).or_default().push(cell.to_owned());
        }
    }
    columns
}

/// The instrument of the reference, as a study declares it.
fn instrument(reference: &Value) -> Value {
    let item =
        |(name, reversed): (&String, &Value)| (name.clone(), json!({"text": name, "reversed": reversed}));
    let construct = |(name, items): (&String, &Value)| {
        let items: serde_json::Map<String, Value> =
            items.as_object().expect("items").iter().map(item).collect();
        json!({"name": name, "items": items})
    };
    let constructs: Vec<Value> =
        reference["instrument"].as_object().expect("constructs").iter().map(construct).collect();
    json!({"scale": {"from": reference["scale"][0], "to": reference["scale"][1]}, "constructs": constructs})
}

/// A study whose respondents answer by this model. JSON is YAML.
fn survey(reference: &Value, rows: usize, model: &Value) -> Value {
    let objects = reference["objects"].as_array().expect("objects").iter();
    let objects: serde_json::Map<String, Value> =
        objects.map(|name| (name.as_str().expect("a name").to_owned(), name.clone())).collect();
    json!({
        "study": "drawn", "language": "en", "seed": 5, "date": "2024-01-01", "title": "Drawn",
        "authors": [{"name": "A"}],
        "datasets": {"answers": {
            "file": "drawn/answers.csv", "origin": "simulated", "source": "Invented", "key": "id",
            "columns": {"id": {"type": "code"}},
            "simulation": {"rows": rows, "columns": {"id": {"codes": {"digits": 9}}}, "answers": model},
        }},
        "positioning": {"data": "answers", "objects": objects, "instrument": instrument(reference)},
    })
}

/// The answers that a study draws.
fn drawn(study: &Value) -> Columns {
    let desk = Desk::empty();
    desk.write("studies/drawn.yaml", study.to_string());
    let run = desk.run(&["simulate", "studies/drawn.yaml"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    table(&desk, "studies/drawn/answers.csv")
}

/// The answers to an item, turned back where it is reversed; of respondents who answered.
fn scores(columns: &Columns, item: &Value, turned_at: f64) -> Vec<f64> {
    let cells = columns[item["column"].as_str().expect("a column")].iter();
    let answers = cells.map(|cell| cell.parse::<f64>().expect("an answer"));
    answers.map(|answer| if item["reversed"] == true { turned_at - answer } else { answer }).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn covariance(a: &[f64], b: &[f64]) -> f64 {
    let (of_a, of_b) = (mean(a), mean(b));
    a.iter().zip(b).map(|(x, y)| (x - of_a) * (y - of_b)).sum::<f64>() / (a.len() - 1) as f64
}

/// Found against implied values.
#[derive(Default)]
struct Compared {
    number: usize,
    wrong: Vec<String>,
}

impl Compared {
    fn compare(&mut self, what: &str, found: f64, implied: f64, allowed: f64) {
        self.number += 1;
        if (found - implied).abs() > allowed {
            self.wrong.push(format!("{what} is {found}, the model implies {implied} ± {allowed}"));
        }
    }
}

#[test]
fn a_large_draw_has_the_shares_the_alphas_and_the_correlations_that_the_model_implies() {
    let reference = reference("answers.json");
    let columns = drawn(&survey(&reference, RESPONDENTS, &reference["model"]));
    let n = RESPONDENTS as f64;
    let (from, to) =
        (reference["scale"][0].as_f64().expect("from"), reference["scale"][1].as_f64().expect("to"));
    let mut compared = Compared::default();
    let items = reference["items"].as_array().expect("items");
    let mut by_column: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for item in items {
        let name = item["column"].as_str().expect("a column");
        let written: Vec<f64> = scores(&columns, &json!({"column": name}), 0.0);
        let sd = item["sd"].as_f64().expect("sd");
        compared.compare(name, mean(&written), item["mean"].as_f64().expect("mean"), 4.0 * sd / n.sqrt());
        for (i, share) in item["shares"].as_array().expect("shares").iter().enumerate() {
            let implied = share.as_f64().expect("a share");
            let found = written.iter().filter(|answer| **answer == from + i as f64).count() as f64 / n;
            let error = (implied * (1.0 - implied) / n).sqrt();
            compared.compare(&format!("{name} = {}", from + i as f64), found, implied, 4.0 * error);
        }
        by_column.insert(name, scores(&columns, item, from + to));
    }
    for case in reference["correlations"].as_array().expect("correlations") {
        let (a, b) = (case["a"].as_str().expect("a"), case["b"].as_str().expect("b"));
        let (x, y) = (&by_column[a], &by_column[b]);
        let found = covariance(x, y) / (covariance(x, x) * covariance(y, y)).sqrt();
        let implied = case["r"].as_f64().expect("r");
        compared.compare(
            &format!("r of {a} and {b}"),
            found,
            implied,
            4.0 * (1.0 - implied * implied) / n.sqrt(),
        );
    }
    for case in reference["alpha"].as_array().expect("alphas") {
        let (object, construct) =
            (case["object"].as_str().expect("o"), case["construct"].as_str().expect("c"));
        let items = reference["instrument"][construct].as_object().expect("items").keys();
        let scores: Vec<&Vec<f64>> =
            items.map(|item| &by_column[format!("{object}_{item}").as_str()]).collect();
        let k = scores.len() as f64;
        let total: Vec<f64> = (0..RESPONDENTS).map(|row| scores.iter().map(|item| item[row]).sum()).collect();
        let own: f64 = scores.iter().map(|item| covariance(item, item)).sum();
        let found = k / (k - 1.0) * (1.0 - own / covariance(&total, &total));
        let implied = case["alpha"].as_f64().expect("alpha");
        // Van Zyl, Neudecker and Nel 2000, for parallel items; twice as much is allowed, since these are not.
        let error = (1.0 - implied) * (2.0 * k / ((k - 1.0) * n)).sqrt();
        compared.compare(&format!("alpha of {construct} about {object}"), found, implied, 8.0 * error);
    }
    assert!(compared.wrong.is_empty(), "{}", compared.wrong.join("\n"));
    assert!(compared.number > 130, "only {} values were compared", compared.number);
}

#[test]
fn what_is_left_out_changes_no_other_answer() {
    let reference = reference("answers.json");
    let rows = 3_000;
    let whole = drawn(&survey(&reference, rows, &reference["model"]));
    let mut model = reference["model"].clone();
    model["missing"] = json!(0.1);
    model["object_missing"] = json!({"north": 0.3, "south": 0.05});
    let lacking = drawn(&survey(&reference, rows, &model));
    let (mut north, mut left_out) = (BTreeSet::new(), 0);
    for (column, cells) in &lacking {
        let empty: Vec<usize> = (0..rows).filter(|row| cells[*row].is_empty()).collect();
        let changed = (0..rows).filter(|row| cells[*row] != whole[column][*row] && !cells[*row].is_empty());
        assert_eq!(changed.count(), 0, "{column}: an answer that was given is another one now");
        let share = empty.len() as f64 / rows as f64;
        match column.split_once('_') {
            Some(("north", _)) => assert!((share - 0.37).abs() < 0.036, "{column}: {share}"),
            Some(("south", _)) => assert!((share - 0.145).abs() < 0.026, "{column}: {share}"),
            _ => assert_eq!(share, 0.0, "{column}"),
        }
        left_out += empty.len();
        if column == "north_u1" {
            north.extend(empty);
        } else if column.starts_with("north") {
            north.retain(|row| empty.contains(row));
        }
    }
    let unrated = north.len() as f64 / rows as f64;
    assert!((unrated - 0.3).abs() < 0.034, "{unrated} do not rate north at all");
    assert!(left_out > 0);
}

#[test]
fn means_may_differ_by_group_and_by_column() {
    let reference = reference("answers.json");
    let mut model = reference["model"].clone();
    model["means"]["use"] = json!({"north": {"low": 2.0, "high": 6.0}, "south": "size"});
    model["means"]["ease"] = json!({"low": 2.0, "high": 6.0});
    let mut study = survey(&reference, 4_000, &model);
    let simulation = &mut study["datasets"]["answers"]["simulation"];
    simulation["groups"] = json!({"low": 1_000, "high": 3_000});
    simulation["latent"] = json!({"size": {"uniform": {"from": 6, "to": 7}}});
    simulation["columns"]["id"] = json!({"codes": {"digits": 9}});
    simulation["columns"]["group"] =
        json!({"categorical": {"low": {"low": 1, "high": 0}, "high": {"low": 0, "high": 1}}});
    study["datasets"]["answers"]["columns"]["group"] = json!({"type": "category"});
    let columns = drawn(&study);
    let of_group = |column: &str, group: &str| {
        let rows = columns[column].iter().zip(&columns["group"]).filter(|(_, of)| *of == group);
        mean(&rows.map(|(cell, _)| cell.parse().expect("an answer")).collect::<Vec<f64>>())
    };
    for column in ["north_u2", "north_e1", "south_e1"] {
        assert!(of_group(column, "low") < 2.8 && of_group(column, "high") > 5.2, "{column}");
    }
    for group in ["low", "high"] {
        assert!(of_group("south_u2", group) > 5.5, "{group}");
    }
}

/// A study of units, of whom a share responds, with several rows each.
fn offices(response: &Value, each: &Value) -> Value {
    json!({
        "study": "drawn", "language": "en", "seed": 5, "date": "2024-01-01", "title": "Drawn",
        "authors": [{"name": "A"}],
        "datasets": {
            "answers": {
                "file": "drawn/answers.csv", "origin": "simulated", "source": "Invented", "key": "id",
                "columns": {"id": {"type": "code"}, "unit": {"type": "code"}, "size": {"type": "number"}, "kind": {"type": "text"}},
                "simulation": {
                    "sample": {"of": "units", "response": response, "each": each},
                    "columns": {
                        "id": {"codes": {"digits": 9}}, "unit": {"sampled": "unit"}, "size": {"sampled": "size"},
                        "kind": {"categorical": {"a": {"few": 1, "many": 0}, "b": {"few": 0, "many": 1}}},
                    },
                },
            },
            "units": {
                "file": "drawn/units.csv", "origin": "simulated", "source": "Invented", "key": "unit",
                "columns": {"unit": {"type": "code"}, "size": {"type": "number"}, "kind": {"type": "text"}},
                "simulation": {
                    "rows": 2_000, "groups": {"few": 1_500, "many": 500},
                    "columns": {
                        "unit": {"codes": {"digits": 6}}, "size": {"normal": {"mean": 5, "sd": 2}},
                        "kind": {"categorical": {"a": {"few": 1, "many": 0}, "b": {"few": 0, "many": 1}}},
                    },
                },
            },
        },
    })
}

/// Its units, and those who respond.
fn sampled(response: &Value, each: &Value) -> (Columns, Columns) {
    let desk = Desk::empty();
    desk.write("studies/drawn.yaml", offices(response, each).to_string());
    let run = desk.run(&["simulate", "studies/drawn.yaml"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    (table(&desk, "studies/drawn/units.csv"), table(&desk, "studies/drawn/answers.csv"))
}

/// How many rows every unit gave.
fn rows_of(answers: &Columns) -> BTreeMap<&str, usize> {
    let mut rows = BTreeMap::new();
    answers["unit"].iter().for_each(|unit| *rows.entry(unit.as_str()).or_default() += 1);
    rows
}

#[test]
fn those_respond_whom_the_study_lets_respond() {
    let (units, answers) = sampled(&json!({"few": 0.3, "many": 0.8}), &json!({"1": 60, "2": 30, "4": 10}));
    let rows = rows_of(&answers);
    let kind: BTreeMap<&str, (&str, &str)> = (0..units["unit"].len())
        .map(|i| (units["unit"][i].as_str(), (units["kind"][i].as_str(), units["size"][i].as_str())))
        .collect();
    let responding = |of: &str| rows.keys().filter(|unit| kind[*unit].0 == of).count() as f64;
    assert!((responding("a") / 1_500.0 - 0.3).abs() < 0.048, "{} of the first group", responding("a"));
    assert!((responding("b") / 500.0 - 0.8).abs() < 0.072, "{} of the second group", responding("b"));
    let giving =
        |count: usize| rows.values().filter(|rows| **rows == count).count() as f64 / rows.len() as f64;
    for (count, share) in [(1, 0.6), (2, 0.3), (3, 0.0), (4, 0.1)] {
        assert!((giving(count) - share).abs() < 0.066, "{} of units give {count} rows", giving(count));
    }
    for i in 0..answers["unit"].len() {
        let copied = (answers["kind"][i].as_str(), answers["size"][i].as_str());
        assert_eq!(
            copied,
            kind[answers["unit"][i].as_str()],
            "a row is of the group of its unit, and has its size"
        );
    }
}

#[test]
fn another_share_leaves_those_in_who_responded_before() {
    let (_, few) = sampled(&json!(0.2), &json!({"1": 1, "2": 1}));
    let (_, many) = sampled(&json!(0.6), &json!({"1": 1, "2": 1}));
    let (few, many) = (rows_of(&few), rows_of(&many));
    assert!(
        (330..470).contains(&few.len()) && (1_100..1_300).contains(&many.len()),
        "{} {}",
        few.len(),
        many.len()
    );
    assert!(
        few.iter().all(|(unit, rows)| many.get(unit) == Some(rows)),
        "some no longer respond, or with other rows"
    );
}

#[test]
fn what_cannot_be_drawn_is_told_once_also_where_it_is_sampled() {
    let mut study = offices(&json!(0.5), &json!({}));
    study["datasets"]["units"]["simulation"]["columns"]["kind"] =
        json!({"recode": {"of": "unit", "values": {"000000": "a"}}});
    let desk = Desk::empty();
    desk.write("studies/drawn.yaml", study.to_string());
    let run = desk.run(&["simulate", "studies/drawn.yaml"]);
    assert_eq!(run.status, 1, "{}", run.stdout);
    assert_eq!(run.stderr.matches("error[").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("`recode` does not say"), "{}", run.stderr);
}
