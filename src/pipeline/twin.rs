//! Describes a study's data by how a twin of them is drawn.

use super::computed;
use crate::diagnostic::{Diagnostics, Outcome};
use crate::segmentation::SegmentationFindings;
use crate::study::Dataset;
use crate::twin::{self, Setting, Source};
use std::collections::BTreeMap;
use std::path::Path;

/// The `datasets:` of a simulated twin of a study's data, by segments where it has a segmentation; as YAML.
/// Nothing is estimated from fewer rows than `least`.
///
/// # Errors
/// Every problem of the study and its data; warnings alone are no error.
pub fn twin(path: &Path, least: usize) -> Outcome<(String, Diagnostics)> {
    let (read, analysis) = computed(path)?;
    let segmentation = analysis.findings.segmentation.as_ref();
    let sources: Vec<Source> = read
        .study
        .datasets
        .iter()
        .zip(&read.tables)
        .map(|(dataset, table)| {
            let segments = segments(dataset, &table.keys, segmentation);
            let survey = read.study.positioning.as_ref().filter(|plan| plan.data == dataset.name);
            Source { dataset, table, segments, survey }
        })
        .collect();
    let (study, language) = (read.study.name.as_str(), read.study.locale.language);
    let text = twin::datasets(Setting { study, language, least }, &sources);
    Ok((text, read.problems))
}

/// The segment of every row of a dataset; none outside of all, and everywhere in a dataset that was not segmented.
fn segments(
    dataset: &Dataset,
    keys: &[String],
    segmentation: Option<&SegmentationFindings>,
) -> Vec<Option<usize>> {
    let found = segmentation.filter(|found| found.data == dataset.name);
    let members = found.iter().flat_map(|found| &found.members);
    let by_key: BTreeMap<&str, usize> = members.map(|member| (member.key.as_str(), member.cluster)).collect();
    keys.iter().map(|key| by_key.get(key.as_str()).copied()).collect()
}
