//! Two reports compared: what went in, the numbers that came out, claims, members of segments, files.

mod change;
mod claims;
mod compare;
mod locks;
mod members;
mod names;
mod path;
mod side;
mod tree;

pub use change::Change;
pub use claims::{Answer, ClaimChange, claims};
pub use compare::{Compared, Difference, Lacking, NotCompared, What, compare};
pub use locks::{Fate, Locks, Named, StudyNames, hashes, locks};
pub use members::{Members, Move, Segment, SegmentChange, members};
pub use side::{Kind, Results, Side};
pub use tree::findings;
