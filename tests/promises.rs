//! What telaah promises, a file per promise.
#![cfg(test)]

mod support;

mod any_field;
mod bench;
mod charts;
mod choice;
mod crates;
mod degenerate;
mod diagnostics;
mod difference;
mod drawn_answers;
mod faults;
mod files;
mod follow;
mod fonts;
mod fuzz;
mod identity;
mod inputs;
mod kmeans;
mod layering;
mod mutations;
mod output;
mod plan;
mod positioning;
mod positioning_sentences;
mod profile;
mod quick_cluster;
mod reproduction;
mod robustness;
mod schema;
mod sentences;
mod simulation;
mod spreadsheets;
mod statistics;
mod survey;
mod survey_statistics;
mod targeting;
mod targeting_sentences;
mod templates;
mod text_is_text;
mod trust;
mod typst_errors;
mod validation;
mod verify_pdf;
mod workbook;
