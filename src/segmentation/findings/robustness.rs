//! How far a solution can be relied on, under the names that `results.json` keeps fixed.

use serde::{Deserialize, Serialize};

/// Whether the segments come back when the units are drawn anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StabilityFindings {
    /// The resamples that were drawn.
    pub resamples: usize,
    /// Those that could not be divided into as many segments; they count nowhere.
    pub failed: usize,
    /// The starts of each resample's solution.
    pub starts: usize,
    /// The segments, in their order.
    pub segments: Vec<SegmentStability>,
    /// Adjusted Rand index of the resamples' solutions with the reported one, on the units drawn.
    pub adjusted_rand: Agreement,
}

/// How well a segment is found again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SegmentStability {
    /// The number of the segment.
    pub number: usize,
    /// The mean over the resamples of its best Jaccard coefficient with a segment of the resample.
    pub jaccard: f64,
    /// Resamples in which it is dissolved: the coefficient is at most 0.5.
    pub dissolved: usize,
    /// Resamples in which it is recovered: the coefficient is more than 0.75.
    pub recovered: usize,
    /// `highly-stable` (0.85 or more), `stable` (0.75), `doubtful` (0.60) or `unstable`.
    pub judgement: String,
}

/// The distribution of a number over resamples.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// The mean.
    pub mean: f64,
    /// The 5 % quantile.
    pub quantile_05: f64,
    /// The median.
    pub median: f64,
    /// The 95 % quantile.
    pub quantile_95: f64,
}

/// The solution compared with that of another way to segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// What is done otherwise: `scaling`, `transform`, `outliers` (far on a variable), `distant` (far in all variables
    /// together), `zeros` or `ward`.
    pub kind: String,
    /// The other scaling or transform, as in the study; empty for the other kinds.
    pub setting: String,
    /// The units that both solutions have; none when there is no other solution.
    pub n: Option<usize>,
    /// The units left out, where that is what is done otherwise and it is known.
    pub left_out: Option<usize>,
    /// Variables on which outliers cannot be judged, since their median absolute deviation is 0.
    pub not_judged: Vec<String>,
    /// The adjusted Rand index of the two solutions.
    pub adjusted_rand: Option<f64>,
    /// Units in another segment, after the segments were matched so that these are fewest.
    pub changed: Option<usize>,
    /// Their share of the units that both solutions have.
    pub changed_share: Option<f64>,
    /// `excellent` (above 0.90), `good` (above 0.80), `moderate` (above 0.65) or `poor`.
    pub agreement: Option<String>,
    /// The sizes of its segments, each in the place of the segment it is matched with; empty without a solution.
    pub sizes: Vec<usize>,
    /// Whether one of them has only one or two units, where the reported segments of the same units all have more.
    pub degenerate: bool,
    /// Why there is no other solution: `negative`, `constant`, `no-spread`, `none-found`, `none-set`, `not-judged`,
    /// `too-few-units`, `too-many-units` or `no-solution`.
    pub reason: Option<String>,
}
