//! Expected numbers made by other software, and findings compared with them.

use super::{Desk, json, repository};
use serde_json::{Map, Value};
use telaah::pipeline;

/// Two numbers are the same when they share nine significant digits.
const TOLERANCE: f64 = 1e-9;
/// What still counts as zero, where zero is expected.
const NIL: f64 = 1e-12;

/// `tests/reference/kmeans.json`.
pub fn kmeans() -> Value {
    reference("kmeans.json")
}

/// `tests/reference/measures.json`.
pub fn statistics() -> Value {
    reference("measures.json")
}

/// `tests/reference/choice.json`.
pub fn choice() -> Value {
    reference("choice.json")
}

/// `tests/reference/targeting.json`.
pub fn targeting() -> Value {
    reference("targeting.json")
}

/// A file of expected numbers in `tests/reference/`.
pub fn reference(file: &str) -> Value {
    let path = repository().join("tests/reference").join(file);
    json(&std::fs::read_to_string(path).expect("the reference"))
}

/// The `segmentation` of a study's results, computed without Typst.
pub fn segmentation(desk: &Desk, study: &str) -> Value {
    let findings = pipeline::findings(&desk.path(&format!("studies/{study}.yaml")));
    let findings = findings.unwrap_or_else(|problems| panic!("{problems:?}"));
    findings.to_tree().expect("finite numbers")["segmentation"].take()
}

/// Collects every number in which findings and a reference do not agree.
#[derive(Default)]
pub struct Comparison {
    wrong: Vec<String>,
    compared: usize,
}

impl Comparison {
    /// Compares numbers, words and truths, also within lists and groups; a group may hold more than is expected.
    pub fn same(&mut self, name: &str, found: &Value, expected: &Value) {
        match (found, expected) {
            (Value::Array(found_items), Value::Array(items)) if found_items.len() == items.len() => {
                for (i, (found, expected)) in found_items.iter().zip(items).enumerate() {
                    self.same(&format!("{name}[{i}]"), found, expected);
                }
            }
            (Value::Object(found), Value::Object(items)) => {
                for (key, expected) in items {
                    self.same(&format!("{name}.{key}"), found.get(key).unwrap_or(&Value::Null), expected);
                }
            }
            _ => {
                self.compared += 1;
                if !agree(found, expected) {
                    self.wrong.push(format!("{name} is {found}, expected {expected}"));
                }
            }
        }
    }

    /// Fails when anything was wrong, or fewer values were compared than there should have been.
    pub fn assert(self, at_least: usize) {
        assert!(self.wrong.is_empty(), "{} wrong:\n{}", self.wrong.len(), self.wrong.join("\n"));
        assert!(self.compared >= at_least, "only {} values were compared", self.compared);
    }
}

fn agree(found: &Value, expected: &Value) -> bool {
    match (found.as_f64(), expected.as_f64()) {
        (Some(found), Some(0.0)) => found.abs() <= NIL,
        (Some(found), Some(expected)) => (found - expected).abs() <= TOLERANCE * expected.abs(),
        _ => found == expected,
    }
}

/// Something of every item of a list: `values(&findings["clusters"], "size")`.
pub fn values(list: &Value, name: &str) -> Value {
    list.as_array().expect("a list").iter().map(|item| item[name].clone()).collect()
}

/// A list per variable as a group by the variables' names.
pub fn by_name(names: &[String], list: &Value) -> Value {
    let items = list.as_array().expect("a list");
    assert_eq!(names.len(), items.len());
    Value::Object(names.iter().cloned().zip(items.iter().cloned()).collect::<Map<_, _>>())
}

/// A list of rows as a list of groups by the variables' names.
pub fn rows_by_name(names: &[String], rows: &Value) -> Value {
    rows.as_array().expect("rows").iter().map(|row| by_name(names, row)).collect()
}

/// A list of words.
pub fn words(list: &Value) -> Vec<String> {
    list.as_array().expect("a list").iter().map(|word| word.as_str().expect("a word").to_owned()).collect()
}

#[test]
fn nine_digits_are_asked_for_and_a_difference_is_named() {
    let of = |found: Value, expected: Value| {
        let mut comparison = Comparison::default();
        comparison.same("x", &found, &expected);
        comparison.wrong
    };
    assert!(of(json("[1.0000000001, 0.0, 3]"), json("[1.0, 0.0, 3.0]")).is_empty());
    assert_eq!(of(json("[1.00000001]"), json("[1.0]")), ["x[0] is 1.00000001, expected 1.0"]);
    assert_eq!(of(json("{\"a\": 1e-90}"), json("{\"a\": 2e-90}")).len(), 1, "small numbers count too");
    assert_eq!(of(json("{}"), json("{\"a\": 1}")).len(), 1);
    assert_eq!(of(json("[1]"), json("[1, 2]")).len(), 1);
}
