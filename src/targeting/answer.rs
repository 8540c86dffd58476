//! What would change if one segment did as another, under the names that `results.json` keeps fixed.

use serde::{Deserialize, Serialize};

/// What would change if the units of a segment that are below the median of another were at it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WhatIfFindings {
    /// The number of the segment that is raised.
    pub segment: usize,
    /// What the report calls it.
    pub label: String,
    /// The number of the segment whose median it is raised to.
    pub like: usize,
    /// What the report calls that.
    pub like_label: String,
    /// A row per criterion, and per variable of the segmentation that is not itself the measure of one.
    pub measures: Vec<WhatIfMeasure>,
}

/// What would change in one measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WhatIfMeasure {
    /// The criterion or variable.
    pub name: String,
    /// Whether it is a criterion.
    pub criterion: bool,
    /// What the report calls it, in the report's language.
    pub label: String,
    /// The unit of measurement of `additional`; empty when there is none.
    pub unit: String,
    /// Whether `additional` is an amount of money.
    pub money: bool,
    /// Whether `additional` counts whole things.
    pub whole: bool,
    /// Whether `from` and `to` are shares of one.
    pub percent: bool,
    /// Whether less is better, so that units are lowered and `additional` is negative.
    pub lower: bool,
    /// The median of the segment now.
    pub from: Option<f64>,
    /// The median of the other segment.
    pub to: Option<f64>,
    /// Whether the median of the other segment is the better one.
    pub better: bool,
    /// Whether units are raised beyond that median, to the next whole thing.
    pub rounded: bool,
    /// Units of the segment with a value.
    pub n: usize,
    /// Units that would change.
    pub raised: usize,
    /// What they would add together, in the measure's own unit, what it is divided by being the same; none where amounts
    /// cannot be added.
    pub additional: Option<f64>,
    /// The mean of what they would add, in the measure's own unit.
    pub additional_mean: Option<f64>,
    /// Units of the segment that meet the criterion now; none for a variable.
    pub met_before: Option<usize>,
    /// Units of the segment that would meet it; none for a variable.
    pub met_after: Option<usize>,
    /// The share of the other segment's units that meet the criterion; none for a variable.
    pub like_share: Option<f64>,
    /// Whether the median of the other segment meets the criterion; none for a variable.
    pub like_meets: Option<bool>,
}
