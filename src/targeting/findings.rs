//! What a targeting found, under the names that `results.json` keeps fixed.

pub use super::unit::{Quadrant, Reason, UnitCriterion, UnitFindings, Why};

use crate::locale::Text;
use crate::study::Bound;
use crate::study::schema::Adoption;
use serde::{Deserialize, Serialize};

/// Whom to target. Amounts of one criterion are never added to those of another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetingFindings {
    /// The dataset whose rows are the units.
    pub data: String,
    /// What the report calls the key of a unit, in the report's language.
    pub key_label: String,
    /// What the report calls the names of units; none where the study names no such column.
    pub name_label: Option<String>,
    /// The number of units: all rows of the dataset.
    pub n: usize,
    /// How many of them have no segment; none without a segmentation.
    pub without_segment: Option<usize>,
    /// The criteria, in the order of the study.
    pub criteria: Vec<CriterionFindings>,
    /// The potential; none where the study names no such column.
    pub potential: Option<PotentialFindings>,
    /// How many units can be targeted.
    pub targets: Targets,
    /// What the adoption of a unit is.
    pub adoption: Adoption,
    /// Potential against adoption; none where there is no potential, or no unit with both.
    pub quadrants: Option<Quadrants>,
    /// What would change if one segment did as another.
    pub what_if: Vec<WhatIfFindings>,
    /// The units, by rank.
    pub units: Vec<UnitFindings>,
}

/// A segment as a row of a table by segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Its number; none for units without a segment.
    pub segment: Option<usize>,
    /// What the report calls it, in the report's language.
    pub label: String,
}

/// A criterion over all units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CriterionFindings {
    /// Its name in the study.
    pub name: String,
    /// What the report calls it, in the report's language.
    pub label: String,
    /// What the report calls it, in both languages.
    pub labels: Text,
    /// How the measure, what it is divided by, and who is asked are computed, as SQL and in words.
    pub definition: Definition,
    /// Which side of the threshold meets it.
    pub bound: Bound,
    /// The threshold, a share of one where `percent`.
    pub threshold: f64,
    /// Whether values and threshold are percentages.
    pub percent: bool,
    /// The unit of measurement of the measure, in the report's language; empty when there is none.
    pub unit: String,
    /// Whether the measure is an amount of money.
    pub money: bool,
    /// Whether the measure counts whole things.
    pub whole: bool,
    /// Units.
    pub n: usize,
    /// Units that are asked to meet it.
    pub eligible: usize,
    /// Eligible units of which it can be said whether they meet it.
    pub assessed: usize,
    /// Assessed units that meet it.
    pub met: usize,
    /// Assessed units that do not meet it.
    pub unmet: usize,
    /// Eligible units with a missing value, or nothing to divide by.
    pub not_assessed: usize,
    /// `met` / `assessed`; none where no unit is assessed.
    pub share: Option<f64>,
    /// What all unmet units together lack to the target, in the measure's own unit.
    pub gap: f64,
    /// The median of what unmet units lack, in the measure's own unit.
    pub gap_median: Option<f64>,
    /// The most that a unit lacks, in the measure's own unit.
    pub gap_max: Option<f64>,
    /// The median value of the assessed units.
    pub median: Option<f64>,
    /// The same by segment, in their order; empty without a segmentation.
    pub by_segment: Vec<CriterionSegment>,
}

/// How a criterion is computed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// The measure.
    pub measure: Formula,
    /// What it is divided by.
    pub of: Option<Formula>,
    /// Who is asked.
    pub eligible: Option<Formula>,
}

/// An expression as it was written and as it is read aloud.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Formula {
    /// The SQL of the study.
    pub sql: String,
    /// The same with the labels of the columns, in the report's language.
    pub words: String,
}

/// A criterion over the units of a segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CriterionSegment {
    /// The segment.
    #[serde(flatten)]
    pub segment: Segment,
    /// Units.
    pub n: usize,
    /// Units that are asked to meet it.
    pub eligible: usize,
    /// Eligible units of which it can be said whether they meet it.
    pub assessed: usize,
    /// Assessed units that meet it.
    pub met: usize,
    /// Assessed units that do not meet it.
    pub unmet: usize,
    /// Eligible units with a missing value, or nothing to divide by.
    pub not_assessed: usize,
    /// `met` / `assessed`; none where no unit is assessed.
    pub share: Option<f64>,
    /// What its unmet units together lack, in the measure's own unit.
    pub gap: f64,
    /// The median value of its assessed units.
    pub median: Option<f64>,
}

/// How much there is to be won.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PotentialFindings {
    /// The column.
    pub column: String,
    /// What the report calls it, in the report's language.
    pub label: String,
    /// The unit of measurement in the report's language; empty when there is none.
    pub unit: String,
    /// Whether it is an amount of money.
    pub money: bool,
    /// Decimals with which values are printed.
    pub decimals: u32,
    /// Over all units.
    pub all: PotentialSummary,
    /// By segment, in their order; empty without a segmentation.
    pub by_segment: Vec<PotentialSegment>,
    /// How it is concentrated; none where a value is negative or all are zero.
    pub concentration: Option<Concentration>,
    /// Units whose value is zero.
    pub zero: usize,
    /// Units whose value is below zero.
    pub negative: usize,
}

/// A summary of the potential of some units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PotentialSummary {
    /// Units with a value.
    pub n: usize,
    /// Units without one.
    pub missing: usize,
    /// The sum.
    pub total: f64,
    /// The share of the total of all; none where that is zero.
    pub share: Option<f64>,
    /// The mean.
    pub mean: Option<f64>,
    /// The median.
    pub median: Option<f64>,
    /// The smallest value.
    pub min: Option<f64>,
    /// The largest value.
    pub max: Option<f64>,
}

/// The potential of a segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PotentialSegment {
    /// The segment.
    #[serde(flatten)]
    pub segment: Segment,
    /// Its units.
    #[serde(flatten)]
    pub summary: PotentialSummary,
}

/// How unequally something is spread over units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Concentration {
    /// The Gini coefficient, from 0 to (n − 1) / n: Σ (2i − n − 1) x(i) / (n Σ x), not corrected for small n.
    pub gini: f64,
    /// The Lorenz curve, from the smallest value up: n + 1 points from (0, 0) to (1, 1).
    pub lorenz: Vec<LorenzPoint>,
    /// What the first units hold together, the largest first.
    pub top: Vec<Top>,
    /// The fewest units that hold a share together.
    pub reaching: Vec<Reaching>,
}

/// A point of a Lorenz curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LorenzPoint {
    /// The share of the units.
    pub units: f64,
    /// The share of the total that they hold.
    pub share: f64,
}

/// What the first units hold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Top {
    /// So many units.
    pub units: usize,
    /// Hold this share of the total.
    pub share: f64,
}

/// The fewest units that hold a share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Reaching {
    /// This share of the total.
    pub share: f64,
    /// Is held by so many units.
    pub units: usize,
}

/// How many units can be targeted: eligible for a criterion that they do not meet, or are not assessed on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Targets {
    /// Units.
    pub n: usize,
    /// Units that can be targeted.
    pub targeted: usize,
    /// The share of all units.
    pub share: f64,
    /// Units that meet every criterion they are eligible for.
    pub all_met: usize,
    /// Units that are eligible for none.
    pub not_eligible: usize,
    /// Units by the number of criteria that they do not meet, from 0.
    pub by_unmet: Vec<usize>,
    /// The same by segment, in their order; empty without a segmentation.
    pub by_segment: Vec<TargetsSegment>,
}

/// How many units of a segment can be targeted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetsSegment {
    /// The segment.
    #[serde(flatten)]
    pub segment: Segment,
    /// Units.
    pub n: usize,
    /// Units that can be targeted.
    pub targeted: usize,
    /// The share of its units; none where it has none.
    pub share: Option<f64>,
    /// Units that meet every criterion they are eligible for.
    pub all_met: usize,
    /// Units that are eligible for none.
    pub not_eligible: usize,
}

/// Potential against adoption.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quadrants {
    /// The line between low and high potential.
    pub potential: Line,
    /// The line between low and high adoption.
    pub adoption: Line,
    /// Units with both.
    pub n: usize,
    /// Units without potential or without adoption.
    pub without: usize,
    /// Units of high potential and low adoption.
    pub priority: usize,
    /// Units of high potential and high adoption.
    pub keep: usize,
    /// Units of low potential and low adoption.
    pub later: usize,
    /// Units of low potential and high adoption.
    pub ahead: usize,
}

/// A line between low and high.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Where it lies.
    pub at: f64,
    /// Whether the study declares it; otherwise it is the median.
    pub declared: bool,
    /// Whether a value on the line is low, which is so where the line is the smallest value.
    pub above_only: bool,
}

impl Line {
    /// Whether a value is high.
    pub fn is_high(&self, value: f64) -> bool {
        if self.above_only { value > self.at } else { value >= self.at }
    }
}

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
    /// Units of the segment with a value.
    pub n: usize,
    /// Units that would change.
    pub raised: usize,
    /// What they would add together, in the measure's own unit, what it is divided by being the same.
    pub additional: f64,
    /// Units of the segment that meet the criterion now; none for a variable.
    pub met_before: Option<usize>,
    /// Units of the segment that would meet it; none for a variable.
    pub met_after: Option<usize>,
}
