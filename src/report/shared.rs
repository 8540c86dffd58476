//! The findings that may be given away: without what is about single units of data that are not shared.

use crate::expression::Evaluator;
use crate::study::Study;
use serde_json::Value;

/// The key under which the findings that are given away say what was left out.
pub const LEFT_OUT: &str = "left_out";
/// What was computed for claims about single units.
const CLAIMS: [&str; 2] = ["claims.items.computed", "claims.items.computed_as_printed"];

/// A part of the findings that is about single units.
struct UnitLevel {
    /// The analysis it belongs to, and the path below it.
    analysis: &'static str,
    path: &'static [&'static str],
    /// Other analyses of whose data it tells.
    tells_of: &'static [&'static str],
}

/// Every part with a row per unit, or with the values of single ones. The first centres of a segmentation are units,
/// unless the study gives them; the Lorenz curve gives back every unit's share.
const UNIT_LEVEL: [UnitLevel; 5] = [
    UnitLevel { analysis: "segmentation", path: &["members"], tells_of: &[] },
    UnitLevel { analysis: "segmentation", path: &["initial_centers"], tells_of: &[] },
    UnitLevel { analysis: "targeting", path: &["units"], tells_of: &["segmentation"] },
    UnitLevel { analysis: "targeting", path: &["inactive"], tells_of: &[] },
    UnitLevel { analysis: "targeting", path: &["potential", "concentration", "lorenz"], tells_of: &[] },
];

/// The findings without what is about single units of data that are not shared, and the paths of what was left out.
///
/// The tree says so itself, under [`LEFT_OUT`]. Without anything to leave out it is the whole tree.
pub fn shared(study: &Study, tree: &Value) -> (Value, Vec<String>) {
    let mut given = tree.clone();
    let mut left_out = Vec::new();
    for part in &UNIT_LEVEL {
        let analyses = std::iter::once(part.analysis).chain(part.tells_of.iter().copied());
        let is_closed =
            analyses.filter_map(|name| tree[name]["data"].as_str()).any(|name| !is_shared(study, name));
        if is_closed && !is_declared(tree, part) && remove(&mut given[part.analysis], part.path) {
            left_out.push(format!("{}.{}", part.analysis, part.path.join(".")));
        }
    }
    if !left_out.is_empty() && hide_claims(study, &mut given) {
        left_out.extend(CLAIMS.map(str::to_owned));
    }
    if let (false, Value::Object(parts)) = (left_out.is_empty(), &mut given) {
        parts.insert(LEFT_OUT.to_owned(), Value::from(left_out.clone()));
    }
    (given, left_out)
}

fn is_shared(study: &Study, dataset: &str) -> bool {
    study.datasets.iter().any(|data| data.name == dataset && data.shared())
}

/// First centres that the study itself gives are no findings about units.
fn is_declared(tree: &Value, part: &UnitLevel) -> bool {
    part.path == ["initial_centers"] && tree["segmentation"]["start"] == "centers"
}

/// Takes a part out of a tree; whether it was there.
fn remove(tree: &mut Value, path: &[&str]) -> bool {
    let Some((last, groups)) = path.split_last() else { return false };
    let group = groups.iter().try_fold(tree, |tree, key| tree.get_mut(*key));
    let removed = group.and_then(Value::as_object_mut).and_then(|group| group.shift_remove(*last));
    removed.is_some_and(|part| !part.is_null())
}

/// Takes out what was computed for claims that need what was left out; what was published of them is in the claims' file.
fn hide_claims(study: &Study, given: &mut Value) -> bool {
    let evaluator = Evaluator::new(given, &study.locale);
    let mut hidden = false;
    let items = given.pointer_mut("/claims/items").and_then(Value::as_array_mut);
    for claim in items.into_iter().flatten() {
        if claim["value"].as_str().is_some_and(|value| evaluator.evaluate(value).is_err()) {
            claim["computed"] = Value::Null;
            claim["computed_as_printed"] = Value::from("");
            hidden = true;
        }
    }
    hidden
}
