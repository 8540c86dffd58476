//! What telaah promises, a file per promise.
#![cfg(test)]

mod support;

mod bench;
mod diagnostics;
mod identity;
mod kmeans;
mod layering;
mod quick_cluster;
mod reproduction;
