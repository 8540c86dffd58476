//! The promise: when Typst is missing, of another version, fails or hangs, the message says which of these it is, and
//! the previous output stays as it was.

use crate::support::{Desk, Run, Tree, assert_snapshot, tree};

const STUDY: &str = "studies/clinics.yaml";

/// A desk on which a report was made, and that output.
fn with_a_report() -> (Desk, Tree) {
    let desk = Desk::fixtures();
    let report = desk.report("clinics");
    // What is made next would be another report.
    desk.edit(STUDY, "title: How Thirty Clinics Differ", "title: Another Title");
    (desk, report.files)
}

/// A failed run leaves its output as it was, and beside it only what it need not compute again.
fn assert_untouched(desk: &Desk, before: &Tree) {
    let mut output = tree(&desk.path("output"));
    output.retain(|name, _| !name.starts_with(".cache/"));
    let expected: Tree = before
        .iter()
        .map(|(name, bytes)| (format!("clinics/{name}"), bytes.clone()))
        .chain([(".clinics.running".to_owned(), Vec::new())])
        .collect();
    assert_eq!(crate::support::differing(&output, &expected), Vec::<&str>::new());
}

/// A run that must fail with this status and this message.
#[track_caller]
fn assert_told(desk: &Desk, run: &Run, status: i32, snapshot: &str) {
    assert_eq!((run.status, &*run.stdout), (status, ""), "{}", run.stderr);
    assert_snapshot(snapshot, &desk.redacted(&run.stderr));
}

#[test]
fn a_missing_typst_is_named_with_the_way_to_install_it() {
    let (desk, before) = with_a_report();
    let mut telaah = desk.telaah();
    telaah.env_remove("TYPST").env("PATH", "").args(["report", STUDY]);
    assert_told(&desk, &Run::of(&mut telaah), 3, "typst-missing");
    assert_untouched(&desk, &before);
}

#[test]
fn a_typst_that_was_named_and_is_not_there_is_not_replaced_by_another() {
    let (desk, before) = with_a_report();
    let mut telaah = desk.telaah();
    telaah.env("TYPST", "no/such/typst").args(["report", STUDY]);
    assert_told(&desk, &Run::of(&mut telaah), 3, "typst-not-there");
    assert_untouched(&desk, &before);
}

#[test]
fn a_mistake_in_the_template_of_the_user_is_theirs_and_is_placed() {
    let (desk, before) = with_a_report();
    desk.edit(STUDY, "language: en", "language: en\ntemplate: own");
    desk.write("studies/own/report.typ.j2", "= {{ title }}\n\n#no-such-function()\n");
    assert_told(&desk, &desk.run(&["report", STUDY]), 1, "typst-compile-template");
    assert_untouched(&desk, &before);

    desk.write("studies/own/report.typ.j2", "#import \"lib/report.typ\": *\n= {{ titel }}\n");
    assert_told(&desk, &desk.run(&["report", STUDY]), 1, "template-undefined");
    assert_untouched(&desk, &before);

    desk.write(
        "studies/own/report.typ.j2",
        "#set document(title: {{ title | code }})\n#set text(lang: \"en\")\n= {{ title }}\n\nDone.\n",
    );
    assert_eq!(desk.run(&["report", STUDY]).status, 0, "the mended template is used");
}

/// Programs that stand in for Typst are shell scripts.
#[cfg(unix)]
mod stand_ins {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// A stand-in that says this version and then runs a script.
    fn stand_in(desk: &Desk, version: &str, script: &str) {
        let says = "if [ \"$1\" = --version ]; then echo \"typst VERSION (unknown)\"; exit 0; fi";
        desk.write("typst", format!("#!/bin/sh\n{}\n{script}\n", says.replace("VERSION", version)));
        let path = desk.path("typst");
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("it can be run");
    }

    fn report(desk: &Desk) -> Run {
        let mut telaah = desk.telaah();
        telaah.env("TYPST", desk.path("typst")).env("TELAAH_TYPST_TIMEOUT", "1");
        Run::of(telaah.args(["report", STUDY]))
    }

    #[test]
    fn another_version_is_refused() {
        let (desk, before) = with_a_report();
        stand_in(&desk, "0.14.0", "exit 0");
        assert_told(&desk, &report(&desk), 3, "typst-version");
        assert_untouched(&desk, &before);
    }

    #[test]
    fn another_version_on_the_path_is_told_rather_than_a_missing_one() {
        let (desk, before) = with_a_report();
        stand_in(&desk, "0.14.0", "exit 0");
        let mut telaah = desk.telaah();
        telaah.env_remove("TYPST").env("PATH", desk.path("")).args(["report", STUDY]);
        let run = Run::of(&mut telaah);
        assert_eq!(run.status, 3);
        assert!(
            run.stderr.contains("error[typst::version]") && run.stderr.contains("Typst 0.14.0"),
            "{}",
            run.stderr
        );
        assert_untouched(&desk, &before);
    }

    #[test]
    fn something_that_is_no_typst_is_told_as_such() {
        let (desk, before) = with_a_report();
        stand_in(&desk, "", "exit 0");
        desk.edit("typst", "typst  (unknown)", "something else");
        let run = report(&desk);
        assert_eq!(run.status, 3);
        assert!(run.stderr.contains("error[typst::not-typst]"), "{}", run.stderr);
        assert_untouched(&desk, &before);
    }

    #[test]
    fn an_error_in_what_the_template_wrote_leads_to_the_template() {
        let (desk, before) = with_a_report();
        stand_in(&desk, "0.15.1", "echo 'report.typ:3:4: error: unexpected argument' >&2; exit 1");
        assert_told(&desk, &report(&desk), 1, "typst-compile-generated");
        assert_untouched(&desk, &before);
    }

    #[test]
    fn an_error_in_prose_leads_to_the_line_of_its_author() {
        let (desk, before) = with_a_report();
        let abstract_at = "text:\n  introduction: {file: clinics/intro.md}\n  abstract:";
        desk.edit(STUDY, "text:\n  abstract:", abstract_at);
        desk.write("studies/clinics/intro.md", "First.\n\nOf a word that cannot be set.\n");
        // The stand-in finds the line that holds the word, as Typst would.
        let script = "line=$(grep -n 'cannot be set' report.typ | cut -d: -f1)\n\
                      echo \"report.typ:$line:1: error: missing glyph\" >&2; exit 1";
        stand_in(&desk, "0.15.1", &format!("PATH=/usr/bin:/bin\n{script}"));
        assert_told(&desk, &report(&desk), 1, "typst-compile-prose");
        assert_untouched(&desk, &before);
    }

    #[test]
    fn a_failure_without_a_place_is_the_machines() {
        let (desk, before) = with_a_report();
        stand_in(&desk, "0.15.1", "echo 'error: out of memory' >&2; exit 101");
        assert_told(&desk, &report(&desk), 3, "typst-failed");
        assert_untouched(&desk, &before);
    }

    #[test]
    fn a_typst_that_does_not_end_is_stopped() {
        let (desk, before) = with_a_report();
        stand_in(&desk, "0.15.1", "while :; do :; done");
        assert_told(&desk, &report(&desk), 3, "typst-timeout");
        assert_untouched(&desk, &before);
    }
}
