//! telaah turns one YAML study into one finished, reproducible research report.
//!
//! The modules follow the pipeline, from what the user types down to what everything uses; `ARCHITECTURE.md` has them in that
//! order. A module uses only those below it there; a test reads the sources and sees to it.

// A test spells out the findings of a survey in one `json!`.
#![cfg_attr(test, recursion_limit = "256")]

pub mod chart;
pub mod claims;
pub mod cli;
pub mod data;
pub mod diagnostic;
pub mod difference;
pub mod expression;
pub mod findings;
pub mod locale;
pub mod lock;
pub mod pdf;
pub mod pipeline;
pub mod positioning;
pub mod report;
pub mod rocrate;
pub mod segmentation;
pub mod simulation;
pub mod statistics;
pub mod study;
pub mod targeting;
pub mod twin;
