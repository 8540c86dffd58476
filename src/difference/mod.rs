//! Two reports compared: what went in, the numbers that came out, claims, members of segments, files.

mod change;
mod names;
mod path;
mod tree;

pub use change::Change;
pub use tree::findings;
