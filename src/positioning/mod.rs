//! What a survey says of segments and of the objects they rated: quality of measurement, scores, comparisons, guidance.

pub mod answers;
mod findings;

pub use findings::*;
