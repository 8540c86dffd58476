//! What a segmentation found, under the names that `results.json` keeps fixed.

mod choice;
mod robustness;

pub use choice::{ChoiceFindings, GapFindings, GapOfK, IndicesOfK, Vote};
pub use robustness::{Agreement, Alternative, SegmentStability, StabilityFindings};

use crate::locale::{Language, Text};
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
    /// How many of the starts, these included, ended with a sum of squares at most 0.1 % larger.
    pub starts_near_best: usize,
    /// The most iterations allowed, where there was a limit.
    pub max_iterations: Option<usize>,
    /// How segments are numbered.
    pub order: Order,
    /// Whether the first centres depend on the order of the file's rows.
    pub depends_on_row_order: bool,
    /// Whether nothing changed any more at the end.
    pub converged: bool,
    /// The number of iterations, the last one included. With random starts all moves of single units together, where there
    /// are any, count as one.
    pub iterations: usize,
    /// How far each centre moved in each iteration.
    pub iteration_history: Vec<Iteration>,
    /// The first centres, in the data's own units, by segment. With random starts those from which the start that was
    /// kept set out: drawn by k-means++ and moved once.
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
    /// How the variables go together, a pair each; empty with one variable or more than fifty.
    pub correlations: Vec<Correlation>,
    /// The smallest Pearson correlation of as many units that is significant at 5 %, two-sided; none below three units.
    pub critical_correlation: Option<f64>,
    /// How the segments differ on what they were not made from, in the order of the study.
    pub validation: Vec<Validation>,
    /// How every two numeric validation columns go together, over the units that have both values.
    pub validation_correlations: Vec<Correlation>,
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
    /// How the values of all units are spread.
    pub spread: Spread,
}

/// How the values of some units on one variable are spread, in the data's own units. Without units only `n` and `zeros`
/// are there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// The number of values.
    pub n: usize,
    /// The mean.
    pub mean: Option<f64>,
    /// The standard deviation (n − 1); none for a single value.
    pub sd: Option<f64>,
    /// The median.
    pub median: Option<f64>,
    /// The lower quartile (Hyndman & Fan 1996, type 7).
    pub q1: Option<f64>,
    /// The upper quartile.
    pub q3: Option<f64>,
    /// The smallest value.
    pub min: Option<f64>,
    /// The largest value.
    pub max: Option<f64>,
    /// How many values are zero.
    pub zeros: usize,
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
    /// How the values of its units are spread.
    pub spread: PerVariable<Spread>,
    /// The variables that mark it, the most telling first: those on which its mean lies half a standard deviation or more
    /// from the mean of all.
    pub markers: Vec<Marker>,
}

impl Cluster {
    /// What a sentence calls it: its label, with the word for a segment before one that is only a number.
    pub fn called(&self, language: Language) -> String {
        let label = self.labels.get(language);
        let plain = label.chars().all(|c| c.is_ascii_digit());
        let word = match language {
            Language::Id => "Segmen",
            Language::En => "Segment",
        };
        if plain { format!("{word} {}", self.number) } else { label.to_owned() }
    }
}

/// A variable that marks a segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    /// The name of the variable.
    pub variable: String,
    /// The segment's mean in standard deviations from the mean of all, of the values after the transform.
    pub z: f64,
    /// The share of the segment's squared distance from the mean of all, in the clustering space, that lies on it.
    pub share: f64,
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
    /// η²: the share of the sum of squares that lies between segments; none when nothing varies.
    pub eta_squared: Option<f64>,
}

/// How two variables go together, over the values after the transform.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correlation {
    /// The name of the variable that stands first in the study.
    pub a: String,
    /// The name of the other variable.
    pub b: String,
    /// The number of units.
    pub n: usize,
    /// Pearson's r; none when a variable is constant.
    pub pearson: Option<f64>,
    /// Its two-sided p value; none with fewer than three units.
    pub pearson_p: Option<f64>,
    /// Spearman's ρ; equal values share a rank.
    pub spearman: Option<f64>,
    /// Its two-sided p value, from the t distribution.
    pub spearman_p: Option<f64>,
}

/// What a validation column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValidationKind {
    /// Numbers, compared by ranks.
    Numeric,
    /// Categories, counted.
    Category,
}

/// How the segments differ on a column that took no part in making them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Validation {
    /// The name of the column.
    pub name: String,
    /// What the report calls it, in the report's language.
    pub label: String,
    /// What the report calls it, in both languages.
    pub labels: Text,
    /// The unit of measurement in the report's language; empty when there is none.
    pub unit: String,
    /// Whether the column is an amount of money.
    pub money: bool,
    /// Decimals with which values are printed.
    pub decimals: u32,
    /// What it holds.
    pub kind: ValidationKind,
    /// How many units have a value.
    pub n: usize,
    /// How many units have none and were left out here.
    pub missing: usize,
    /// Kruskal and Wallis's H with its correction for ties; only for numbers, none when there is nothing to compare.
    pub h: Option<f64>,
    /// H / (n − 1), the share of the variance of the ranks that lies between segments; only for numbers.
    pub epsilon_squared: Option<f64>,
    /// Pearson's χ² of segments by categories; only for categories, none when there is nothing to compare.
    pub chi_square: Option<f64>,
    /// Cramér's V; only for categories.
    pub cramers_v: Option<f64>,
    /// Cramér's V without its upward bias in small samples (Bergsma 2013); only for categories.
    pub cramers_v_corrected: Option<f64>,
    /// The share of cells whose expected count is below 5; only for categories.
    pub expected_below_5: Option<f64>,
    /// The degrees of freedom of the test.
    pub df: Option<usize>,
    /// The p value of the test by itself.
    pub p: Option<f64>,
    /// The same, adjusted by Holm over all validation columns.
    pub p_holm: Option<f64>,
    /// The values by segment; only for numbers.
    pub by_segment: Vec<Spread>,
    /// The mean rank of the values of each segment, equal values sharing a rank; none without values; only for numbers.
    pub mean_ranks: Vec<Option<f64>>,
    /// Every two segments compared, where the test over all is significant at 5 % after adjustment and there are more than
    /// two; only for numbers.
    pub pairs: Vec<Pair>,
    /// The categories that occur, the most frequent first; only for categories.
    pub categories: Vec<String>,
    /// Units by segment, and in it by category; only for categories.
    pub counts: Vec<Vec<usize>>,
}

/// Two segments compared by their mean ranks (Dunn 1964).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// The number of the first segment.
    pub a: usize,
    /// The number of the second segment.
    pub b: usize,
    /// The difference of mean ranks (a less b) in standard errors.
    pub z: f64,
    /// Its two-sided p value by itself.
    pub p: f64,
    /// The same, adjusted by Holm over the pairs of this column.
    pub p_holm: f64,
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
