//! What a targeting found, under the names that `results.json` keeps fixed.

pub use super::answer::{WhatIfFindings, WhatIfMeasure};
pub use super::breakdown::{Breakdown, BreakdownCategory, Total, TotalSegment};
pub use super::unit::{Quadrant, Reason, UnitCriterion, UnitFindings, Why};

use crate::locale::Text;
use crate::study::Bound;
use crate::study::schema::{Adoption, RankBy};
use serde::{Deserialize, Serialize};

/// Whom to target. Amounts of one criterion are never added to those of another.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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
    /// What puts the units in their order.
    pub ranked_by: RankBy,
    /// Potential against adoption; none where there is no potential, no unit with both, or nothing to divide.
    pub quadrants: Option<Quadrants>,
    /// Why there are no quadrants although there is a potential.
    pub no_quadrants: Option<NoQuadrants>,
    /// The keys of units that do nothing of what is asked: every measure of a criterion that applies is zero or missing.
    pub inactive: Vec<String>,
    /// Units, potential and targets by the columns that the study names.
    pub by: Vec<Breakdown>,
    /// Sums of the columns that the study names.
    pub totals: Vec<Total>,
    /// What would change if one segment did as another.
    pub what_if: Vec<WhatIfFindings>,
    /// The units, by rank.
    pub units: Vec<UnitFindings>,
}

/// A segment as a row of a table by segment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Its number; none for units without a segment.
    pub segment: Option<usize>,
    /// What the report calls it, in the report's language.
    pub label: String,
}

/// A criterion over all units.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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
    /// The unit of what is missing: percentage points where the measure is a percentage.
    pub gap_unit: String,
    /// Whether the measure is an amount of money.
    pub money: bool,
    /// Decimals with which amounts of money are printed.
    pub decimals: u32,
    /// Whether the measure counts whole things.
    pub whole: bool,
    /// Whether amounts can be added over units; those of percentages and quotients cannot.
    pub adds_up: bool,
    /// Whether a value is an amount of money for one of what the measure is divided by.
    pub value_money: bool,
    /// One of what the measure is divided by, in the report's language; empty where the study does not say.
    pub per: String,
    /// Eligible units of which an empty cell was counted as zero.
    pub zeroed: usize,
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
    /// Of those, units where what it is divided by is there, but not above zero.
    pub without_base: usize,
    /// `met` / `assessed`; none where no unit is assessed.
    pub share: Option<f64>,
    /// What all unmet units together lack to the target, or have too much, in the measure's own unit; none where amounts
    /// cannot be added.
    pub gap: Option<f64>,
    /// The mean of what unmet units lack, in the measure's own unit.
    pub gap_mean: Option<f64>,
    /// The median of what unmet units lack, in the measure's own unit.
    pub gap_median: Option<f64>,
    /// The most that a unit lacks, in the measure's own unit.
    pub gap_max: Option<f64>,
    /// Unmet units that lack a tenth of the threshold or less, or one whole thing.
    pub close: usize,
    /// The median value of the assessed units.
    pub median: Option<f64>,
    /// The variable of the segmentation that it uses or follows, so that segments differ on it by construction.
    pub overlap: Option<Overlap>,
    /// The same by segment, in their order; empty without a segmentation.
    pub by_segment: Vec<CriterionSegment>,
}

/// How a criterion is computed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// The measure.
    pub measure: Formula,
    /// What it is divided by.
    pub of: Option<Formula>,
    /// Who is asked.
    pub eligible: Option<Formula>,
    /// The threshold with its unit, in the report's language and with all decimals that it has.
    pub threshold: String,
    /// Whether the measure is one of the terms that it is divided by.
    pub part_of_base: bool,
}

/// A criterion and a variable of the segmentation that say much the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overlap {
    /// The variable.
    pub variable: String,
    /// What the report calls it, in the report's language.
    pub label: String,
    /// Whether the criterion is computed from it.
    pub direct: bool,
    /// Spearman's correlation of the criterion's values with it; none where one is constant.
    pub rho: Option<f64>,
}

/// Why there are no quadrants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoQuadrants {
    /// No unit has both potential and adoption.
    NoUnit,
    /// All units have the same potential.
    SamePotential,
    /// All units have the same adoption.
    SameAdoption,
}

/// An expression as it was written and as it is read aloud.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Formula {
    /// The SQL of the study.
    pub sql: String,
    /// The same with the labels of the columns, in the report's language.
    pub words: String,
    /// Whether the words say it all: no name of a function is left in them.
    pub plain: bool,
}

/// A criterion over the units of a segment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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
    /// What its unmet units together lack, in the measure's own unit; none where amounts cannot be added.
    pub gap: Option<f64>,
    /// The mean of what its unmet units lack, in the measure's own unit.
    pub gap_mean: Option<f64>,
    /// The median value of its assessed units.
    pub median: Option<f64>,
}

/// How much there is to be won.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PotentialSummary {
    /// Units with a value.
    pub n: usize,
    /// Units without one.
    pub missing: usize,
    /// The sum.
    pub total: f64,
    /// The share of the total of all; none where that is zero or a value is below zero.
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
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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
    /// Units that do not meet a criterion.
    pub with_unmet: usize,
    /// Target units without an unmet criterion: they are not assessed on one or more.
    pub only_not_assessed: usize,
    /// Eligible units that are assessed on no criterion.
    pub none_assessed: usize,
    /// Units by the number of criteria that they do not meet, from 0.
    pub by_unmet: Vec<usize>,
    /// Units to which some criteria apply, but not all.
    pub fewer_apply: usize,
    /// The same by segment, in their order; empty without a segmentation.
    pub by_segment: Vec<TargetsSegment>,
}

/// How many units of a segment can be targeted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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
    /// Its units by the number of criteria that they do not meet, from 0.
    pub by_unmet: Vec<usize>,
    /// Units that meet every criterion they are eligible for.
    pub all_met: usize,
    /// Units that are eligible for none.
    pub not_eligible: usize,
    /// Units that do not meet a criterion.
    pub with_unmet: usize,
    /// Target units without an unmet criterion: they are not assessed on one or more.
    pub only_not_assessed: usize,
    /// Eligible units that are assessed on no criterion.
    pub none_assessed: usize,
}

/// Potential against adoption.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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
    /// What the units of high potential and low adoption hold together.
    pub priority_potential: f64,
    /// Their share of the potential of all; none where a value is below zero or all are zero.
    pub priority_share: Option<f64>,
    /// So many target units stand first in rank, at most 20.
    pub first: usize,
    /// How many of these have high potential and low adoption.
    pub first_priority: usize,
}

/// A line between low and high.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Where it lies.
    pub at: f64,
    /// Whether the study declares it; otherwise it is the median.
    pub declared: bool,
    /// Whether a value on the line is low, which is so where the line is the smallest value.
    pub above_only: bool,
    /// Units on the line.
    pub on: usize,
    /// Units that count as high.
    pub high: usize,
}

impl Line {
    /// Whether a value is high.
    pub fn is_high(&self, value: f64) -> bool {
        if self.above_only { value > self.at } else { value >= self.at }
    }
}
