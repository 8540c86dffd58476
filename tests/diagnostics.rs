//! The promise: every mistake in a study is told at its own line and column, all of them in one run.
//!
//! A study in `fixtures/invalid/` says in its first lines what is expected: `# expects <code> at <file>:<line>:<column>`,
//! in the order in which the problems are told. What the user reads is in `snapshots/`, under the name of the fixture.

use crate::support::{Desk, Run, assert_snapshot, json, repository, tree};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Every study in `fixtures/invalid/`, by name.
fn fixtures() -> Vec<String> {
    let files = tree(&repository().join("tests/fixtures/invalid"));
    files.keys().filter_map(|file| file.strip_suffix(".yaml")).map(str::to_owned).collect()
}

/// What a fixture expects: codes with their places.
fn expected(desk: &Desk, fixture: &str) -> Vec<String> {
    let text = desk.read(&format!("studies/{fixture}.yaml"));
    text.lines().map_while(|line| line.strip_prefix("# expects ")).map(str::to_owned).collect()
}

/// A problem in JSON as a fixture writes it.
fn placed(problem: &Value) -> String {
    let file = problem["file"].as_str().expect("a file").trim_start_matches("studies/");
    let code = problem["code"].as_str().expect("a code");
    format!("{code} at {file}:{}:{}", problem["line"], problem["column"])
}

#[test]
fn every_mistake_is_told_at_its_own_place() {
    let desk = Desk::invalid();
    let fixtures = fixtures();
    let mut wrong = Vec::new();
    for fixture in &fixtures {
        let expected = expected(&desk, fixture);
        assert!(!expected.is_empty(), "{fixture}.yaml does not begin with `# expects`");
        let (problems, status) = desk.check(fixture);
        let found: Vec<String> = problems.iter().map(placed).collect();
        if found != expected || status != 1 {
            wrong.push(format!("{fixture}: {found:#?} and exit status {status}, expected {expected:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(fixtures.len() >= 50, "only {} fixtures were found", fixtures.len());
}

#[test]
fn every_message_reads_as_it_was_approved() {
    let desk = Desk::invalid();
    let reads_otherwise = |fixture: &String| {
        let run = desk.run(&["check", &format!("studies/{fixture}.yaml")]);
        let said = desk.redacted(&run.stderr);
        // All of them are compared, so that all can be read and accepted together.
        std::panic::catch_unwind(|| assert_snapshot(fixture, &said)).is_err() || run.status != 1
    };
    let changed: Vec<String> = fixtures().into_iter().filter(reads_otherwise).collect();
    assert_eq!(changed, Vec::<String>::new(), "these messages have changed");
}

#[test]
fn six_mistakes_of_six_kinds_are_told_in_one_run() {
    let desk = Desk::invalid();
    let (problems, status) = desk.check("six");
    let kinds: BTreeSet<&str> = problems.iter().filter_map(|problem| problem["code"].as_str()).collect();
    let lines: BTreeSet<u64> = problems.iter().filter_map(|problem| problem["line"].as_u64()).collect();
    assert_eq!((problems.len(), kinds.len(), lines.len(), status), (6, 6, 6, 1), "{problems:#?}");
    let run = desk.run(&["check", "studies/six.yaml"]);
    assert!(run.stderr.ends_with("studies/six.yaml: 6 errors\n"), "{}", run.stderr);
}

#[test]
fn problems_of_the_study_and_of_its_data_are_told_together() {
    let desk = Desk::fixtures();
    desk.edit("studies/clinics.yaml", "seed: 7", "sead: 7");
    desk.edit("studies/clinics/clinics.csv", "C-002,871", "C-002,many");
    desk.edit("studies/clinics/clinics.csv", "58.7 %", "58.7 percent");
    let (problems, _) = desk.check("clinics");
    let found: Vec<String> = problems.iter().map(placed).collect();
    let expected = [
        "study::unknown-key at clinics.yaml:6:1",
        "data::not-a-number at clinics/clinics.csv:3:7",
        "data::not-a-number at clinics/clinics.csv:6:24",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_place_is_right_whatever_the_line_ends_and_the_first_bytes() {
    let desk = Desk::invalid();
    let fixtures = ["unknown-variable", "ragged", "header-twice"];
    for file in fixtures
        .map(|name| format!("{name}.yaml"))
        .iter()
        .chain(&["ragged.csv".into(), "header-twice.csv".into()])
    {
        let file = format!("studies/{file}");
        let text = desk.read(&file);
        desk.write(&file, format!("\u{feff}{}", text.replace('\n', "\r\n")));
    }
    for fixture in fixtures {
        let found: Vec<String> = desk.check(fixture).0.iter().map(placed).collect();
        let text = desk.read(&format!("studies/{fixture}.yaml"));
        let first = text.lines().next().expect("a line").trim_start_matches('\u{feff}');
        assert_eq!(found, [first.strip_prefix("# expects ").expect("an expectation")]);
    }
}

#[test]
fn json_gives_machines_the_same_in_fixed_fields() {
    let (problems, _) = Desk::invalid().check("unknown-key");
    let expected = json!({
        "code": "study::unknown-key",
        "severity": "error",
        "message": "unknown key `segmentation.scalling`",
        "reason": "telaah does not know this key",
        "file": "studies/unknown-key.yaml",
        "line": 17,
        "column": 48,
        "end_line": 17,
        "end_column": 56,
        "sheet": null,
        "cell": null,
        "hints": ["did you mean `scaling`?"],
        "cause": null,
    });
    assert_eq!(problems, [expected]);
}

#[test]
fn the_exit_status_says_whose_hands_the_remedy_is_in() {
    let desk = Desk::fixtures();
    crate::support::copy(&repository().join("tests/fixtures/invalid"), &desk.path("studies"));
    desk.write("taken", "a file where the output folder should be");
    for (arguments, status) in [
        (&["check", "studies/clinics.yaml"][..], 0),
        (&["report", "studies/clinics.yaml"], 0),
        (&["schema"], 0),
        (&["check", "studies/ragged.yaml"], 1),
        (&["report", "studies/ragged.yaml"], 1),
        (&["check", "studies/no-such-study.yaml"], 1),
        (&["check"], 2),
        (&["chekc", "studies/clinics.yaml"], 2),
        (&["report", "--format", "xml", "studies/clinics.yaml"], 2),
        (&["report", "--output", "taken", "studies/clinics.yaml"], 3),
        (&["report", "--no-cache", "--typst", "no-such-typst", "studies/clinics.yaml"], 3),
    ] {
        assert_eq!(desk.run(arguments).status, status, "{arguments:?}");
    }
}

#[test]
fn many_studies_are_all_told_of_and_the_worst_status_counts() {
    let desk = Desk::invalid();
    let run = desk.run(&["check", "studies/ragged.yaml", "studies/unknown-key.yaml"]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("data::ragged") && run.stderr.contains("study::unknown-key"));
    crate::support::copy(&repository().join("tests/fixtures/studies"), &desk.path("studies"));
    let run = desk.run(&["check", "studies/ragged.yaml", "studies/clinics.yaml"]);
    assert_eq!(run.status, 1, "a sound study does not make up for another");
    assert!(run.stderr.ends_with("studies/clinics.yaml: no errors\n"), "{}", run.stderr);
}

#[test]
fn colours_are_for_terminals_alone() {
    let desk = Desk::invalid();
    let mut telaah = desk.telaah();
    telaah.env("CLICOLOR_FORCE", "1").env("TERM", "xterm-256color");
    let run = Run::of(telaah.args(["check", "studies/ragged.yaml"]));
    assert!(!run.stderr.contains('\u{1b}'), "{}", run.stderr);
    let json_lines = desk.run(&["check", "--format", "json", "studies/ragged.yaml"]).stdout;
    assert!(json_lines.lines().map(json).all(|problem| problem.is_object()));
}
