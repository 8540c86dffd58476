//! The promise: no text makes telaah break, whether it is a number, a study or Markdown.
//!
//! A short look with every run of the tests, and a long one with `just fuzz`: random text, and shipped texts with random
//! edits, into the functions that `fuzz/` gives to `cargo fuzz`, which cannot run on stable Rust.

use crate::support::{Desk, QRIS};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use serde_json::json;
use std::time::{Duration, Instant};
use telaah::data::number::Readings;
use telaah::diagnostic::{Place, Severity, Source};
use telaah::expression::Evaluator;
use telaah::locale::{Language, Locale};
use telaah::report::markdown_to_typst;
use telaah::study::{self, Prose, ProseOrigin};

/// Pieces that parsers take notice of.
const PIECES: [&str; 48] = [
    "{{",
    "}}",
    "{{ n }}",
    "[@a; @b, p. 3]",
    "@a",
    "]",
    "[",
    "(",
    ")",
    "*",
    "**",
    "_",
    "#",
    "## ",
    "`",
    "```\n",
    "- ",
    "1. ",
    "> ",
    "|",
    "|-|\n",
    "<b>",
    "&amp;",
    "\\",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    " ",
    ": ",
    "&x",
    "*x",
    "!t ",
    "? ",
    "--- ",
    "%",
    "\"",
    "'",
    "Rp ",
    "1.000,5",
    "1e3",
    "-",
    "−",
    "\u{a0}",
    "\u{feff}",
    "\u{f0000}",
    "\u{1}",
    "é",
];

fn below(rng: &mut ChaCha8Rng, limit: usize) -> usize {
    rng.next_u32() as usize % limit.max(1)
}

/// A text with some pieces put in and some stretches taken out.
fn edited(rng: &mut ChaCha8Rng, text: &str, edits: usize) -> String {
    let mut text = text.to_owned();
    for _ in 0..=below(rng, edits) {
        let at = text.floor_char_boundary(below(rng, text.len() + 1));
        if rng.next_u32().is_multiple_of(3) {
            let end = text.floor_char_boundary((at + below(rng, 20)).min(text.len())).max(at);
            text.replace_range(at..end, "");
        } else if rng.next_u32().is_multiple_of(4) {
            text.insert(at, char::from_u32(rng.next_u32() % 0x3000).unwrap_or('x'));
        } else {
            text.insert_str(at, PIECES[below(rng, PIECES.len())]);
        }
    }
    text
}

fn read_number(text: &str) {
    let readings = Readings::of(text);
    for written in [readings.indonesian, readings.english].into_iter().flatten() {
        let value = written.to_f64().unwrap_or_default();
        assert!(value.is_finite(), "{text:?} gives {value}");
        let _ = (written.to_decimal(), written.decimals());
    }
}

fn read_study(text: &str) {
    for problem in study::check_text(text).0 {
        assert!(problem.severity != Severity::Error || problem.place.is_some(), "{problem:?} of {text:?}");
    }
}

fn read_markdown(text: &str) {
    let locale = Locale { language: Language::Id, currency: "IDR".into() };
    let evaluator = Evaluator::new(&json!({"n": 1234}), &locale);
    let origin = ProseOrigin::Study(Place::new(&Source::new("prose.md", text), 0..0));
    let prose = Prose { part: "introduction", language: None, markdown: text.to_owned(), origin };
    let _ = markdown_to_typst(&prose, &evaluator, None, &locale);
}

/// Reads texts until the time is up, and says how many.
#[expect(clippy::disallowed_methods, reason = "it ends with the time, which is in no output")]
fn read_for(time: Duration, seed: u64) -> usize {
    let desk = Desk::shipped();
    let study = desk.read(&format!("studies/{QRIS}.yaml"));
    let prose = desk.read(&format!("studies/{QRIS}/pembahasan.md"));
    let (mut rng, start, mut texts) = (ChaCha8Rng::seed_from_u64(seed), Instant::now(), 0);
    while start.elapsed() < time {
        (0..200).for_each(|_| read_number(&edited(&mut rng, "", 6)));
        (0..20).for_each(|_| read_markdown(&edited(&mut rng, "", 30)));
        (0..4).for_each(|_| read_markdown(&edited(&mut rng, &prose, 8)));
        (0..4).for_each(|_| read_study(&edited(&mut rng, "", 30)));
        (0..2).for_each(|_| read_study(&edited(&mut rng, &study, 5)));
        texts += 230;
    }
    texts
}

#[test]
fn two_seconds_of_random_text_break_nothing() {
    assert!(read_for(Duration::from_secs(2), 1) >= 230);
}

#[test]
#[ignore = "run by just fuzz"]
fn random_text_breaks_nothing_for_long() {
    let number = |name: &str, other: u64| -> u64 {
        std::env::var(name).map_or(other, |value| value.parse().expect("a whole number"))
    };
    let (seconds, seed) = (number("FUZZ_SECONDS", 60), number("FUZZ_SEED", 2));
    println!("{} texts read in {seconds} s from seed {seed}", read_for(Duration::from_secs(seconds), seed));
}
