//! Any text, read as a study: every error has a place.
#![no_main]

use libfuzzer_sys::fuzz_target;
use telaah::diagnostic::Severity;

fuzz_target!(|text: &str| {
    for problem in telaah::study::check_text(text).0 {
        assert!(problem.severity != Severity::Error || problem.place.is_some());
    }
});
