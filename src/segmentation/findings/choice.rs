//! How the number of segments was chosen, under the names that `results.json` keeps fixed.

use serde::{Deserialize, Serialize};

/// Who chose the number of segments, and how far the indices support it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChoiceFindings {
    /// `researcher`, or the rule that chose: `silhouette`, `calinski-harabasz`, `davies-bouldin`, `gap` or `votes`.
    pub chosen_by: String,
    /// The fewest segments compared.
    pub from: usize,
    /// The most segments compared.
    pub to: usize,
    /// The k-means++ starts of each solution compared.
    pub starts: usize,
    /// The indices that vote for some number of segments; the gap statistic may abstain.
    pub votes_cast: usize,
    /// How many of them vote for the number that was chosen.
    pub votes_for_k: usize,
    /// `unanimous`; `majority`: more than half; `plurality`: no other number has more; `minority`; `none`.
    pub support: String,
    /// The numbers of segments with the most votes, from the smallest.
    pub favoured: Vec<usize>,
    /// The gap statistic from one segment to one more than were compared.
    pub gap: GapFindings,
}

/// The gap statistic (Tibshirani, Walther & Hastie 2001).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GapFindings {
    /// The number of reference data sets.
    pub references: usize,
    /// The starts of each solution of a reference data set.
    pub starts: usize,
    /// The statistic by number of segments, from one.
    pub curve: Vec<GapOfK>,
    /// The smallest number of segments that satisfies the rule; none when none does.
    pub k: Option<usize>,
}

/// The gap statistic at one number of segments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GapOfK {
    /// The number of segments.
    pub k: usize,
    /// The natural logarithm of the sum of squares within segments.
    pub log_within_ss: f64,
    /// Its mean over the reference data sets.
    pub expected: f64,
    /// The difference of the two.
    pub gap: f64,
    /// s: the standard deviation over the references (divisor B) times √(1 + 1/B).
    pub se: f64,
}

/// What the indices say of one number of segments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndicesOfK {
    /// The number of segments.
    pub k: usize,
    /// The sum of squares within segments.
    pub within_ss: f64,
    /// The mean silhouette width.
    pub silhouette: f64,
    /// The index of Caliński and Harabasz.
    pub calinski_harabasz: f64,
    /// The index of Davies and Bouldin.
    pub davies_bouldin: f64,
    /// The gap statistic.
    pub gap: f64,
    /// Its s.
    pub gap_se: f64,
    /// How many of the starts ended in the best solution.
    pub starts_at_best: usize,
    /// How many of the starts, these included, ended with a sum of squares at most 0.1 % larger.
    pub starts_near_best: usize,
    /// How many indices vote for this number.
    pub votes: usize,
}

/// The vote of an index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vote {
    /// `silhouette`, `calinski-harabasz`, `davies-bouldin` or `gap`.
    pub criterion: String,
    /// The number of segments it votes for; none when it abstains.
    pub k: Option<usize>,
    /// Whether that is the number that was chosen.
    pub supports: bool,
    /// The index at that number; none when it abstains.
    pub value: Option<f64>,
    /// The number that came next: that of the next best index; of the gap statistic, the number below its vote that comes
    /// nearest to satisfying its rule. None when there is none.
    pub runner_up: Option<usize>,
    /// The index at that number.
    pub runner_up_value: Option<f64>,
    /// How far the two are apart: |difference| / |value|; of the gap statistic, what the next number lacks to satisfy the
    /// rule, in units of its s.
    pub margin: Option<f64>,
    /// Whether the vote is narrow: the margin is below 0.02; of the gap statistic, below 1.
    pub narrow: bool,
}
