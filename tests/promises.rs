//! What telaah promises, a file per promise.
#![cfg(test)]

mod support;

mod bench;
mod charts;
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
mod schema;
mod sentences;
mod statistics;
mod targeting;
mod targeting_sentences;
mod text_is_text;
mod typst_errors;
