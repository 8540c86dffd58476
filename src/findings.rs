//! The tree of everything a study computed; `results.json` is its serialised form.

mod finite;

use crate::claims::ClaimsFindings;
use crate::data::DatasetFindings;
use crate::locale::significant;
use crate::positioning::PositioningFindings;
use crate::segmentation::SegmentationFindings;
use crate::targeting::TargetingFindings;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of the layout of `results.json`; a changed or removed name raises it.
pub const RESULTS_VERSION: u32 = 1;

/// Every computed value of a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// The version of this layout.
    pub results_version: u32,
    /// The study's name.
    pub study: String,
    /// What was read, in the order of the study.
    pub datasets: Vec<DatasetFindings>,
    /// The segments, when the study asks for them.
    pub segmentation: Option<SegmentationFindings>,
    /// Whom to target, when the study asks for it.
    #[serde(default)]
    pub targeting: Option<TargetingFindings>,
    /// What a survey says, when the study brings one.
    #[serde(default)]
    pub positioning: Option<PositioningFindings>,
    /// Published numbers against computed ones, when the study brings them.
    pub claims: Option<ClaimsFindings>,
}

impl Findings {
    /// The findings as a JSON tree with every number rounded to 12 significant digits.
    ///
    /// # Errors
    /// When a number is not finite, which JSON cannot hold.
    pub fn to_tree(&self) -> Result<Value, serde_json::Error> {
        rounded_tree(self)
    }
}

/// A value as a JSON tree with every number rounded to 12 significant digits.
///
/// # Errors
/// When a number is not finite, which JSON cannot hold.
pub fn rounded_tree(value: &impl Serialize) -> Result<Value, serde_json::Error> {
    value.serialize(finite::Finite)?;
    let mut tree = serde_json::to_value(value)?;
    round_numbers(&mut tree);
    Ok(tree)
}

fn round_numbers(tree: &mut Value) {
    match tree {
        Value::Number(number) if number.is_f64() => {
            let rounded = number.as_f64().map(significant).and_then(serde_json::Number::from_f64);
            *tree = rounded.map_or(Value::Null, Value::Number);
        }
        Value::Array(items) => items.iter_mut().for_each(round_numbers),
        Value::Object(items) => items.values_mut().for_each(round_numbers),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// JSON would say `null` for it, which means that there is no such value.
    #[test]
    fn a_number_that_is_not_finite_is_an_error_that_names_it() {
        #[derive(Serialize)]
        struct Found {
            share: Option<f64>,
            by_segment: Vec<std::collections::BTreeMap<String, f64>>,
        }
        let found = |share, x| Found { share, by_segment: vec![[("a".to_owned(), x)].into()] };
        assert!(rounded_tree(&found(None, 1.0)).is_ok());
        let said = |found: &Found| rounded_tree(found).expect_err("not finite").to_string();
        assert_eq!(said(&found(Some(f64::NAN), 1.0)), "share is not a finite number");
        assert_eq!(said(&found(None, f64::INFINITY)), "by_segment.0.a is not a finite number");
    }
}
