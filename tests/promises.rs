//! What telaah promises, a file per promise.
#![cfg(test)]

mod support;

mod bench;
mod charts;
mod diagnostics;
mod faults;
mod files;
mod identity;
mod inputs;
mod kmeans;
mod layering;
mod output;
mod quick_cluster;
mod reproduction;
mod schema;
mod sentences;
mod text_is_text;
mod typst_errors;
