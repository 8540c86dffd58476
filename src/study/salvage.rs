//! What can still be checked of a study that has structural mistakes.

use super::place::{Path, Step, spoken};
use super::schema::StudyFile;
use serde_json::{Map, Value};

/// Removes what is wrong, so that the rest can still be checked.
fn prune(tree: &mut Value, mut wrong: Vec<Path>) {
    wrong.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| spoken(b).cmp(&spoken(a))));
    for path in wrong {
        let Some((last, parents)) = path.split_last() else { continue };
        let parent = parents.iter().try_fold(&mut *tree, |here, step| match step {
            Step::Key(key) => here.get_mut(key),
            Step::Index(index) => here.get_mut(index),
        });
        match (parent, last) {
            (Some(Value::Object(items)), Step::Key(key)) => drop(items.shift_remove(key)),
            (Some(Value::Array(items)), Step::Index(index)) if *index < items.len() => {
                drop(items.remove(*index))
            }
            _ => {}
        }
    }
}

/// Puts something in place of what is missing, where no other part of the study depends on what it is.
fn fill(tree: &mut Value) {
    let author = serde_json::json!([{ "name": "-" }]);
    let study = [
        ("study", "study".into()),
        ("language", "id".into()),
        ("date", "2000-01-01".into()),
        ("title", "-".into()),
        ("authors", author),
    ];
    let dataset = [("origin", Value::from("published")), ("source", "-".into())];
    let fill_in = |items: &mut Map<String, Value>, defaults: &[(&str, Value)]| {
        for (key, value) in defaults {
            items.entry((*key).to_owned()).or_insert_with(|| value.clone());
        }
    };
    if let Some(items) = tree.as_object_mut() {
        fill_in(items, &study);
    }
    let datasets = tree.get_mut("datasets").and_then(Value::as_object_mut);
    for items in datasets.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
        fill_in(items, &dataset);
    }
}

/// Leaves out how data are drawn: what is drawn wrongly says nothing against the data.
fn without_simulations(tree: &mut Value) {
    let datasets = tree.get_mut("datasets").and_then(Value::as_object_mut);
    for items in datasets.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
        items.shift_remove("simulation");
    }
}

/// As much of a study with mistakes as can be understood, so that the rest of it is checked too.
pub fn usable(mut tree: Value, wrong: Vec<Path>) -> Option<StudyFile> {
    prune(&mut tree, wrong);
    fill(&mut tree);
    if let Ok(file) = serde_json::from_value(tree.clone()) {
        return Some(file);
    }
    without_simulations(&mut tree);
    for part in ["", "positioning", "targeting", "segmentation", "claims", "text"] {
        if let Some(items) = tree.as_object_mut() {
            items.shift_remove(part);
        }
        if let Ok(file) = serde_json::from_value(tree.clone()) {
            return Some(file);
        }
    }
    None
}
