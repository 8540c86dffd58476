//! A study without the data that are not there, and without the analyses that need them.

use crate::study::{Study, from_yaml, to_yaml};
use serde_json::Value;

/// The analyses of a study, each with the datasets that it needs.
pub fn analyses(study: &Study) -> Vec<(&'static str, Vec<&str>)> {
    let segmented: Vec<&str> = study.segmentation.iter().map(|plan| plan.data.as_str()).collect();
    let segmentation = study.segmentation.iter().map(|_| ("segmentation", segmented.clone()));
    // The units of a targeting and of a survey have segments where there is a segmentation.
    let targeting = study
        .targeting
        .iter()
        .map(|plan| ("targeting", [vec![plan.data.as_str()], segmented.clone()].concat()));
    let positioning = study.positioning.iter().map(|plan| {
        let units: Vec<&str> = plan.units.iter().map(String::as_str).collect();
        ("positioning", [vec![plan.data.as_str()], units, segmented.clone()].concat())
    });
    segmentation.chain(targeting).chain(positioning).collect()
}

/// The text of a study without some datasets and analyses, its claims and its prose.
///
/// # Errors
/// When the text is no YAML.
pub fn without(study: &str, datasets: &[&str], analyses: &[&str]) -> Result<String, String> {
    let mut tree: Value = from_yaml(study)?;
    let sections = tree.as_object_mut().ok_or_else(|| "it is no group of keys".to_owned())?;
    sections
        .retain(|name, _| !analyses.contains(&name.as_str()) && !["claims", "text"].contains(&name.as_str()));
    if let Some(Value::Object(of)) = sections.get_mut("datasets") {
        of.retain(|name, _| !datasets.contains(&name.as_str()));
        // How data are drawn may refer to data that are not there; whether these are so drawn, nobody asks here.
        for kept in of.values_mut().filter_map(Value::as_object_mut) {
            kept.shift_remove("simulation");
        }
    }
    to_yaml(&tree)
}
