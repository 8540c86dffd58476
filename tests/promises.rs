//! What telaah promises, a file per promise.
#![cfg(test)]

mod bench;
mod layering;
