//! How a study declares whom to target.

use super::{LocalText, Name};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Says which units to target: what they could do, against what they do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Targeting {
    /// The dataset whose rows are the units; that of the segmentation when not given.
    pub data: Option<Name>,
    /// A column with the name of each unit, for lists and charts, where the key is only a code.
    pub name: Option<Name>,
    /// A numeric column that says how much there is to be won at each unit.
    pub potential: Option<Name>,
    /// The yearly targets or other conditions that a unit should meet.
    #[schemars(length(min = 1))]
    pub criteria: Vec<Criterion>,
    /// What the adoption of a unit is, from 0 to 1, over the criteria it is assessed on.
    #[serde(default)]
    pub adoption: Adoption,
    /// What puts units in their order: the number of criteria unmet, or their share of those that apply.
    #[serde(default)]
    pub rank: RankBy,
    /// Columns of type `category` by which units, potential and targets are counted too.
    #[serde(default)]
    pub by: Vec<Name>,
    /// Numeric columns whose sums are told by segment, each for itself.
    #[serde(default)]
    pub totals: Vec<Name>,
    /// The lines between low and high potential and adoption; the medians when not given.
    pub quadrants: Option<Quadrants>,
    /// Which segment is raised to the median of which; each to the next better one when not given.
    pub what_if: Option<Vec<WhatIf>>,
}

/// A condition that a unit should meet. Expressions are SQL over the columns of the unit's own row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// The name under which the findings keep it.
    pub name: Name,
    /// What the report calls it.
    pub label: Option<LocalText>,
    /// What is measured: a column, or an SQL expression over columns.
    pub measure: String,
    /// What the measure is divided by; a unit where this is missing, zero or less is not assessed.
    pub of: Option<String>,
    /// The unit of measurement of the measure, where its columns do not say.
    pub unit: Option<LocalText>,
    /// One of what `of` counts, said after a value that is no percentage: `visit` for "EUR 5 per visit".
    pub per: Option<LocalText>,
    /// What an empty cell of the measure means: zero, in `of` too, or that the unit is not assessed.
    pub missing: Option<MissingMeasure>,
    /// The smallest value that meets the criterion: a number, or a percentage of `of`.
    pub at_least: Option<Threshold>,
    /// The largest value that meets the criterion: a number, or a percentage of `of`.
    pub at_most: Option<Threshold>,
    /// The condition under which the criterion is asked of a unit at all; without a value it is not.
    pub eligible: Option<String>,
}

/// What an empty cell of a measure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MissingMeasure {
    /// Nothing happened: the value is zero.
    Zero,
    /// It is not known, so the unit is not assessed.
    NotAssessed,
}

/// What puts units in their order; ties go to the greater potential.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RankBy {
    /// The number of criteria that they do not meet.
    #[default]
    Unmet,
    /// The share of the criteria that apply to them which they do not meet.
    Share,
}

/// A bound: a number, or a percentage such as `70 %`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "a number, or a percentage such as `70 %`"))]
pub enum Threshold {
    /// A number.
    Number(f64),
    /// A percentage such as `70 %`; a number stands without quotation marks.
    Percent(#[schemars(regex(pattern = r"^[0-9]+([.,][0-9]+)? ?%$"))] String),
}

/// What the adoption of a unit is, over the criteria it is assessed on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Adoption {
    /// The mean of how much of each target is reached, at most all of it.
    #[default]
    Attainment,
    /// The share of the criteria that are met.
    Met,
}

/// The lines between low and high.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quadrants {
    /// From here on the potential is high, in the column's own unit.
    pub potential: Option<f64>,
    /// From here on the adoption is high: a share of one, or a percentage.
    pub adoption: Option<Threshold>,
}

/// A question: what if one segment did as another's median unit does?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WhatIf {
    /// The number of the segment that is raised.
    #[schemars(range(min = 1))]
    pub segment: usize,
    /// The number of the segment whose median it is raised to.
    #[schemars(range(min = 1))]
    pub like: usize,
}
