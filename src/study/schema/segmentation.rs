//! How a study declares a segmentation.

use super::{LocalList, Name, NumberOfSegments, Sensitivity, Stability};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Groups units into segments by k-means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Segmentation {
    /// The dataset whose rows are the units.
    pub data: Name,
    /// The columns that units are grouped by.
    #[schemars(length(min = 1))]
    pub variables: Vec<Variable>,
    /// A change of shape before scaling.
    #[serde(default)]
    pub transform: Transform,
    /// A change of units, so that variables weigh alike.
    #[serde(default)]
    pub scaling: Scaling,
    /// The number of segments, or `{choose: 3, from: 2, to: 8}` to compare several.
    pub k: NumberOfSegments,
    /// How the first centres are found.
    #[serde(default)]
    pub start: Start,
    /// How many random starts are tried; only for `start: k-means++`.
    #[schemars(range(min = 1, max = 100_000))]
    pub starts: Option<usize>,
    /// The most iterations; 10 for `start: spss` as in SPSS, otherwise until nothing changes.
    #[schemars(range(min = 1))]
    pub max_iterations: Option<usize>,
    /// Whether segments are numbered from the highest centres to the lowest, or as the algorithm found them.
    #[serde(default)]
    pub order: Order,
    /// What the segments are called, in their order; as many as `k`.
    pub segments: Option<LocalList>,
    /// Columns of the same dataset, numeric or of type `category`, that take no part in the grouping: the report tests
    /// whether the segments differ on them too.
    #[serde(default)]
    pub validation: Vec<Name>,
    /// Whether segments come back when units are drawn anew.
    pub stability: Option<Stability>,
    /// How the segments compare with those of other ways: `true` for all, or a list of `scaling`, `transform`,
    /// `outliers`, `zeros` and `ward`.
    pub sensitivity: Option<Sensitivity>,
}

/// A variable: the name of a column, or the name with settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "the name of a column, or {column: …, missing: …, better: …}"))]
pub enum Variable {
    /// The name of a column.
    Column(Name),
    /// The name with settings.
    Settings(VariableSettings),
}

impl Variable {
    /// The variable's settings, with defaults filled in.
    pub fn settings(&self) -> VariableSettings {
        match self {
            Self::Column(column) => {
                VariableSettings { column: column.clone(), missing: Missing::Error, better: Better::Higher }
            }
            Self::Settings(settings) => settings.clone(),
        }
    }
}

/// A variable with settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VariableSettings {
    /// The name of a column.
    pub column: Name,
    /// What a missing value means.
    #[serde(default)]
    pub missing: Missing,
    /// Whether higher or lower values are better, for `order: best-first`.
    #[serde(default)]
    pub better: Better,
}

/// What a missing value means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Missing {
    /// A mistake in the data.
    #[default]
    Error,
    /// The unit is left out.
    Exclude,
    /// Nothing happened: the value is zero.
    Zero,
}

/// Which direction of a variable is better.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// Higher values are better.
    #[default]
    Higher,
    /// Lower values are better.
    Lower,
}

/// A change of shape before scaling.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Transform {
    /// None.
    #[default]
    None,
    /// The natural logarithm of one plus the value.
    Log1p,
}

/// A change of units, so that variables weigh alike.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scaling {
    /// None: variables with large numbers weigh more.
    None,
    /// Mean 0, standard deviation (n − 1) 1.
    #[default]
    ZScore,
    /// From 0 to 1.
    MinMax,
    /// Median 0, interquartile range 1.
    Robust,
}

/// How the first centres are found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "`k-means++`, `spss`, {cases: […]}, or {centers: [[…], …]}"))]
pub enum Start {
    /// A named way.
    Named(NamedStart),
    /// The units whose values are the first centres.
    Cases(StartCases),
    /// The first centres themselves.
    Centers(StartCenters),
}

impl Default for Start {
    fn default() -> Self {
        Self::Named(NamedStart::KMeansPlusPlus)
    }
}

/// A named way to find the first centres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum NamedStart {
    /// Many random starts by k-means++ (Arthur & Vassilvitskii 2007); the best is kept.
    #[serde(rename = "k-means++")]
    KMeansPlusPlus,
    /// The initial centres of SPSS QUICK CLUSTER; they depend on the order of the file's rows.
    #[serde(rename = "spss")]
    Spss,
}

/// The units whose values are the first centres.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartCases {
    /// Keys of units, as many as `k`.
    pub cases: Vec<String>,
}

/// The first centres themselves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartCenters {
    /// As many centres as `k`, each with a number per variable in the data's own units.
    pub centers: Vec<Vec<f64>>,
}

/// How segments are numbered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// By the mean of the scaled centre over the variables, best first.
    #[default]
    BestFirst,
    /// As the algorithm found them.
    AsFound,
}
