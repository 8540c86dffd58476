//! RO-Crate metadata of an output folder: what the report is, what it was made from, and by which run.
