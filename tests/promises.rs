//! What telaah promises, a file per promise.
#![cfg(test)]

mod support;

mod bench;
mod charts;
mod diagnostics;
mod identity;
mod kmeans;
mod layering;
mod output;
mod quick_cluster;
mod reproduction;
mod schema;
mod sentences;
mod text_is_text;
mod typst_errors;
