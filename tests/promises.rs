//! What telaah promises, a file per promise.
#![cfg(test)]

mod support;

mod bench;
mod charts;
mod choice;
mod degenerate;
mod diagnostics;
mod faults;
mod files;
mod fuzz;
mod identity;
mod inputs;
mod kmeans;
mod layering;
mod mutations;
mod output;
mod quick_cluster;
mod reproduction;
mod robustness;
mod schema;
mod sentences;
mod statistics;
mod text_is_text;
mod typst_errors;
