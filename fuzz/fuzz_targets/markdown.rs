//! Any text, turned from Markdown into Typst.
#![no_main]

use libfuzzer_sys::fuzz_target;
use telaah::diagnostic::{Place, Source};
use telaah::expression::Evaluator;
use telaah::locale::{Language, Locale};
use telaah::report::markdown_to_typst;
use telaah::study::{Prose, ProseOrigin};

fuzz_target!(|text: &str| {
    let locale = Locale { language: Language::Id, currency: "IDR".into() };
    let evaluator = Evaluator::new(&serde_json::json!({"n": 1234}), &locale);
    let origin = ProseOrigin::Study(Place::new(&Source::new("prose.md", text), 0..0));
    let prose = Prose { part: "introduction", language: None, markdown: text.to_owned(), origin };
    let _ = markdown_to_typst(&prose, &evaluator, None, &locale);
});
