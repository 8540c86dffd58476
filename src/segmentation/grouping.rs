//! What other analyses take from a segmentation.

use super::findings::{SegmentationFindings, VariableFindings};
use crate::locale::Language;
use crate::study::schema::Order;
use indexmap::IndexMap;
use serde::Serialize;

/// Which unit is in which segment, and what else of a segmentation other analyses may see.
///
/// They get this and not the whole findings, so that what does not change here, such as how stable segments are, is
/// no reason for them to run again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Grouping {
    /// The dataset whose rows are the units.
    pub data: String,
    /// How segments are numbered.
    pub order: Order,
    /// The variables.
    pub variables: Vec<VariableFindings>,
    /// The segments in their order.
    pub segments: Vec<Group>,
    /// The units in the order of their keys.
    pub members: Vec<Grouped>,
}

/// A segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Its number, from 1.
    pub number: usize,
    /// What it is called in the language of the report.
    pub label: String,
    /// How many units it has.
    pub size: usize,
}

/// A unit with its segment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Grouped {
    /// The key of the unit.
    pub key: String,
    /// The number of its segment.
    pub segment: usize,
    /// The values of the variables, in the data's own units.
    pub values: IndexMap<String, f64>,
}

impl SegmentationFindings {
    /// What other analyses take from it.
    pub fn grouping(&self, language: Language) -> Grouping {
        let segment = |cluster: &super::Cluster| Group {
            number: cluster.number,
            label: cluster.called(language),
            size: cluster.size,
        };
        let member = |member: &super::Member| Grouped {
            key: member.key.clone(),
            segment: member.cluster,
            values: member.values.clone(),
        };
        Grouping {
            data: self.data.clone(),
            order: self.order,
            variables: self.variables.clone(),
            segments: self.clusters.iter().map(segment).collect(),
            members: self.members.iter().map(member).collect(),
        }
    }
}
