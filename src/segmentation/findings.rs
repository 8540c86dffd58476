//! What a segmentation found, under the names that `results.json` keeps fixed.

mod choice;
mod robustness;

pub use choice::{ChoiceFindings, GapFindings, GapOfK, IndicesOfK, Vote};
pub use robustness::{Alternative, SegmentStability, Spread, StabilityFindings};

use crate::locale::Text;
use crate::study::schema::{Better, Missing, Order, Scaling, Transform};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// A value per variable, in the order of the study.
pub type PerVariable<T> = IndexMap<String, T>;

/// What a segmentation found. Distances, sums of squares and silhouettes are in the clustering space,
/// after transform and scaling; centres are plain means in the data's own units unless they say scaled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SegmentationFindings {
    /// The dataset whose rows are the units.
    pub data: String,
    /// What the report calls the key of a unit, in the report's language.
    pub key_label: String,
    /// The number of units analysed.
    pub n: usize,
    /// The number of segments.
    pub k: usize,
    /// The variables, in the order of the study.
    pub variables: Vec<VariableFindings>,
    /// The change of shape that was made.
    pub transform: Transform,
    /// The change of units that was made.
    pub scaling: Scaling,
    /// How the first centres were found: `k-means++`, `spss`, `cases` or `centers`.
    pub start: String,
    /// The number of starts that were tried.
    pub starts: usize,
    /// How many of the starts ended in the solution that was kept.
    pub starts_at_best: usize,
    /// The most iterations allowed, where there was a limit.
    pub max_iterations: Option<usize>,
    /// How segments are numbered.
    pub order: Order,
    /// Whether the first centres depend on the order of the file's rows.
    pub depends_on_row_order: bool,
    /// Whether nothing changed any more at the end.
    pub converged: bool,
    /// The number of iterations, the last one included.
    pub iterations: usize,
    /// How far each centre moved in each iteration.
    pub iteration_history: Vec<Iteration>,
    /// The first centres, in the data's own units, by segment.
    pub initial_centers: Vec<PerVariable<f64>>,
    /// The smallest distance between two first centres.
    pub smallest_initial_distance: f64,
    /// The sum of squared distances of the units to their own centres.
    pub within_ss: f64,
    /// The sum of squared distances of the units to the mean of all.
    pub total_ss: f64,
    /// The share of the total sum of squares that lies between segments.
    pub between_share: f64,
    /// The mean silhouette width of the units; a segment of one unit counts 0.
    pub silhouette: f64,
    /// The segments, in their order.
    pub clusters: Vec<Cluster>,
    /// The units, sorted by key.
    pub members: Vec<Member>,
    /// Distances between the final centres, a row and a column per segment.
    pub distances_between_centers: Vec<Vec<f64>>,
    /// One-way analysis of variance per variable; descriptive only, since segments were chosen to differ.
    pub anova: PerVariable<Anova>,
    /// The variables on which the segments are not in the order that their numbers say.
    pub order_exceptions: Vec<String>,
    /// The first two principal components of the clustering space, for the separation plot.
    pub projection: Projection,
    /// How the number of segments was chosen, where several were compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<ChoiceFindings>,
    /// What the indices say of each number of segments compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choice_of_k: Vec<IndicesOfK>,
    /// What each index votes for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<Vote>,
    /// Whether the segments come back when units are drawn anew, where the study asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stability: Option<StabilityFindings>,
    /// The solution compared with those of other ways to segment, where the study asks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sensitivity: Vec<Alternative>,
}

/// A variable as it was analysed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VariableFindings {
    /// The name of the column.
    pub name: String,
    /// What the report calls it, in the report's language.
    pub label: String,
    /// What the report calls it, in both languages.
    pub labels: Text,
    /// The unit of measurement in the report's language; empty when there is none.
    pub unit: String,
    /// Whether the variable is an amount of money.
    pub money: bool,
    /// Decimals with which values are printed.
    pub decimals: u32,
    /// What a missing value meant.
    pub missing: Missing,
    /// Which direction is better.
    pub better: Better,
    /// How many missing values were set to zero.
    pub set_to_zero: usize,
    /// The mean, in the data's own units.
    pub mean: f64,
    /// The standard deviation (n − 1), in the data's own units.
    pub sd: f64,
    /// The smallest value.
    pub min: f64,
    /// The median.
    pub median: f64,
    /// The largest value.
    pub max: f64,
}

/// How far each centre moved in one iteration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Iteration {
    /// A distance per segment.
    pub changes: Vec<f64>,
}

/// A labelled, ordered segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cluster {
    /// From 1, in the order of the segments.
    pub number: usize,
    /// What the report calls it, in the report's language.
    pub label: String,
    /// What the report calls it, in both languages.
    pub labels: Text,
    /// The number of units.
    pub size: usize,
    /// The share of all units.
    pub share: f64,
    /// The sum of squared distances to the centre.
    pub within_ss: f64,
    /// The mean silhouette width of its units.
    pub silhouette: f64,
    /// Plain means in the data's own units.
    pub center: PerVariable<f64>,
    /// Means in the clustering space.
    pub center_scaled: PerVariable<f64>,
    /// Means in standard deviations from the mean of all, of the values after the transform.
    pub center_z: PerVariable<f64>,
}

/// A unit with its place in the solution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The unit's key.
    pub key: String,
    /// The number of its segment.
    pub cluster: usize,
    /// The distance to its own centre.
    pub distance: f64,
    /// The distance to every final centre.
    pub distances: Vec<f64>,
    /// The segment whose first centre was nearest.
    pub initial_cluster: usize,
    /// The distance to every first centre.
    pub initial_distances: Vec<f64>,
    /// The silhouette width.
    pub silhouette: f64,
    /// Its values, in the data's own units.
    pub values: PerVariable<f64>,
    /// Its scores on the first two principal components.
    pub scores: Vec<f64>,
}

/// One-way analysis of variance of a variable over the segments, in the clustering space.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Anova {
    /// The mean square between segments.
    pub cluster_mean_square: f64,
    /// The mean square within segments; none when there are as many segments as units.
    pub error_mean_square: Option<f64>,
    /// Their ratio; none when nothing varies within segments.
    pub f: Option<f64>,
    /// k − 1.
    pub df1: usize,
    /// n − k.
    pub df2: usize,
    /// The upper tail of the F distribution.
    pub p: Option<f64>,
}

/// The clustering space seen along its first two principal components.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Projection {
    /// The share of the total variance on each component.
    pub explained: Vec<f64>,
    /// The loadings of every variable on each component.
    pub loadings: PerVariable<Vec<f64>>,
    /// The centres' scores on each component, by segment.
    pub centers: Vec<Vec<f64>>,
}
