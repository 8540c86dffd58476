//! Statistics that several analyses share.

pub mod distribution;
pub mod summary;
