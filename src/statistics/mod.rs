//! Statistics that several analyses share.

pub mod contingency;
pub mod correlation;
pub mod distribution;
pub mod eigen;
pub mod factor;
pub mod friedman;
pub mod holm;
pub mod kruskal;
pub mod mahalanobis;
pub mod principal;
pub mod rank;
pub mod reliability;
pub mod sample_size;
pub mod student;
pub mod studentized_range;
pub mod summary;
pub mod table;
pub mod variance;
pub mod welch;
pub mod wilcoxon;
