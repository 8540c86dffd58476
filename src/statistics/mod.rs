//! Statistics that several analyses share.

pub mod contingency;
pub mod correlation;
pub mod distribution;
pub mod holm;
pub mod kruskal;
pub mod rank;
pub mod summary;
pub mod variance;
