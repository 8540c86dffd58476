//! How a study declares what is compared with its segmentation: other numbers of segments, resamples, other ways.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The number of segments, given or chosen among several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "a number of segments, or {choose: …, from: …, to: …}"))]
pub enum NumberOfSegments {
    /// The number.
    Given(#[schemars(range(min = 2))] usize),
    /// Several numbers are compared and one of them is chosen.
    Compared(ComparedNumbers),
}

/// Numbers of segments that are compared, and which of them is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ComparedNumbers {
    /// The number that is chosen, or the index whose vote chooses it.
    pub choose: Choose,
    /// The fewest segments compared.
    #[serde(default = "two")]
    #[schemars(range(min = 2))]
    pub from: usize,
    /// The most segments compared.
    #[schemars(range(min = 3, max = 30))]
    pub to: usize,
    /// How many reference data sets the gap statistic draws.
    #[serde(default = "hundred")]
    #[schemars(range(min = 10, max = 10_000))]
    pub references: usize,
}

/// The number that is chosen, or the index whose vote chooses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "a number of segments, `silhouette`, `calinski-harabasz`, `davies-bouldin`, `gap` or `votes`"))]
pub enum Choose {
    /// The researcher's number.
    Number(#[schemars(range(min = 2))] usize),
    /// The number that an index votes for.
    Rule(ChoiceRule),
}

/// What chooses the number of segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChoiceRule {
    /// The largest mean silhouette width (Rousseeuw 1987).
    Silhouette,
    /// The largest ratio of spread between segments to spread within (Caliński & Harabasz 1974).
    CalinskiHarabasz,
    /// The smallest mean likeness of each segment to the one most like it (Davies & Bouldin 1979).
    DaviesBouldin,
    /// The gap statistic with its one-standard-error rule (Tibshirani, Walther & Hastie 2001).
    Gap,
    /// The most votes of these four; among equals the fewest segments.
    Votes,
}

impl ChoiceRule {
    /// The rule as the study writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Silhouette => "silhouette",
            Self::CalinskiHarabasz => "calinski-harabasz",
            Self::DaviesBouldin => "davies-bouldin",
            Self::Gap => "gap",
            Self::Votes => "votes",
        }
    }
}

/// How it is found out whether segments come back when units are drawn anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stability {
    /// How many times units are drawn anew, with replacement, and segmented (Hennig 2007).
    #[schemars(range(min = 10, max = 100_000))]
    pub bootstrap: usize,
}

/// All other ways to segment, none, or some of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "`true`, `false`, or a list of `scaling`, `transform`, `outliers`, `zeros` and `ward`"))]
pub enum Sensitivity {
    /// All of them, or none.
    All(bool),
    /// These.
    Some(#[schemars(length(min = 1))] Vec<OtherWay>),
}

impl Sensitivity {
    /// The ways that are tried, in the order of the report, each once.
    pub fn ways(&self) -> Vec<OtherWay> {
        let asked = |way: &OtherWay| match self {
            Self::All(all) => *all,
            Self::Some(ways) => ways.contains(way),
        };
        OtherWay::ALL.into_iter().filter(asked).collect()
    }
}

/// Another way to segment the same units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OtherWay {
    /// Each other `scaling`.
    Scaling,
    /// The other `transform`.
    Transform,
    /// Without units that lie far from the others on some variable.
    Outliers,
    /// Without units of which a missing value was set to zero.
    Zeros,
    /// Ward's hierarchical method (Ward 1963) instead of k-means.
    Ward,
}

impl OtherWay {
    /// All of them, in the order of the report.
    pub const ALL: [Self; 5] = [Self::Scaling, Self::Transform, Self::Outliers, Self::Zeros, Self::Ward];
}

fn two() -> usize {
    2
}

fn hundred() -> usize {
    100
}
