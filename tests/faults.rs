//! The promise: whatever fails on the machine, the message says what it was, the exit status is 3, the previous output
//! stays as it was or the new one is whole, and the next run is clean.
#![cfg(unix)]

use crate::support::{Desk, Run, Tree, differing, tree, typst};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const STUDY: &str = "studies/clinics.yaml";
const DATA: &str = "studies/clinics/clinics.csv";

#[expect(clippy::disallowed_methods, reason = "these tests are about what takes too long")]
fn now() -> Instant {
    Instant::now()
}

/// A desk with a finished report, of whose study something has changed since.
fn with_a_report() -> (Desk, Tree) {
    let desk = Desk::fixtures();
    let before = desk.report("clinics").files;
    desk.edit(STUDY, "seed: 7", "seed: 8");
    (desk, before)
}

/// A stand-in that says it is Typst and compiles as a script says, with `$typst` for the real one.
fn stand_in(desk: &Desk, script: &str) {
    let real = typst().display();
    let version = "if [ \"$1\" = --version ]; then exec \"$typst\" --version; fi";
    desk.write("typst", format!("#!/bin/sh\nPATH=/usr/bin:/bin\ntypst='{real}'\n{version}\n{script}\n"));
    fs::set_permissions(desk.path("typst"), fs::Permissions::from_mode(0o755)).expect("it can be run");
}

/// Makes the report with the stand-in; Typst may take as long as it does on a busy machine.
fn report(desk: &Desk) -> Run {
    report_within(desk, "60")
}

/// Makes the report with the stand-in, which may take so many seconds.
fn report_within(desk: &Desk, seconds: &str) -> Run {
    let mut telaah = desk.telaah();
    telaah.env("TYPST", desk.path("typst")).env("TELAAH_TYPST_TIMEOUT", seconds);
    Run::of(telaah.args(["report", "--no-cache", STUDY]))
}

/// Starts a report with the stand-in, or with the real Typst where there is none.
fn begin(desk: &Desk) -> Child {
    let stand_in = desk.path("typst");
    let mut telaah = Command::new(env!("CARGO_BIN_EXE_telaah"));
    telaah.env_clear().env("TYPST", if stand_in.exists() { &stand_in } else { typst() });
    telaah
        .args(["report", "--no-cache", STUDY])
        .current_dir(desk.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    telaah.spawn().expect("telaah runs")
}

/// A failure of the machine, told with this code and these words; the output is as before, and nothing is beside it.
#[track_caller]
fn assert_failed(desk: &Desk, run: &Run, before: &Tree, words: &[&str]) {
    assert_eq!((run.status, &*run.stdout), (3, ""), "{}", run.stderr);
    for word in words {
        assert!(run.stderr.contains(word), "no `{word}` in: {}", run.stderr);
    }
    assert_eq!(differing(&tree(&desk.path("output/clinics")), before), Vec::<&str>::new());
    assert_eq!(beside(desk), [".cache", ".clinics.running", "clinics"]);
}

/// What is in the output folder.
fn beside(desk: &Desk) -> Vec<String> {
    let entries = fs::read_dir(desk.path("output")).expect("the output folder");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<String> = entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Runs telaah by a shell that lets no file grow beyond so many blocks of 512 bytes, as on a disk that fills up.
fn report_on_a_full_disk(desk: &Desk, blocks: u32, study: &str) -> Run {
    // An ignored signal stays ignored in the programs that are run: writing then fails, as on a full disk.
    // `bash` counts in blocks of 1024 bytes unless it plays `sh`.
    let script = format!("trap '' XFSZ; ulimit -f {blocks} || exit 99; exec \"$TELAAH\" report {study}");
    let mut shell = Command::new("/bin/sh");
    shell.env_clear().env("TYPST", typst()).env("TELAAH", env!("CARGO_BIN_EXE_telaah"));
    let output = shell.arg("-c").arg(script).current_dir(desk.path("")).output().expect("`/bin/sh` runs");
    assert_ne!(output.status.code(), Some(99), "this test needs a shell with `ulimit -f`");
    Run::from(output)
}

#[test]
fn a_disk_that_fills_up_is_told_wherever_it_happens() {
    let (desk, before) = with_a_report();
    let size = |file: &str| before[file].len();
    assert!(
        size("results.json") > 8 * 1024 && size("report.pdf") > size("report.typ"),
        "the limits below fit"
    );
    // Nothing at all can be written; then `report.typ`; then all but the PDF, which Typst writes.
    let run = report_on_a_full_disk(&desk, 0, STUDY);
    assert_failed(
        &desk,
        &run,
        &before,
        &["error[output::unwritable]", "`report.typ` of the report", "os error 27"],
    );
    let run = report_on_a_full_disk(&desk, 8, STUDY);
    assert_failed(&desk, &run, &before, &["error[output::unwritable]", "of the report cannot be written"]);
    let all_but_pdf =
        before.iter().filter(|(name, _)| *name != "report.pdf").map(|(_, bytes)| bytes.len()).max();
    let blocks = all_but_pdf.expect("files").div_ceil(512) + 8;
    assert!(blocks * 512 < size("report.pdf"), "the PDF is the largest file");
    let run = report_on_a_full_disk(&desk, u32::try_from(blocks).expect("blocks"), STUDY);
    assert_failed(&desk, &run, &before, &["error[typst::failed]", "os error 27"]);

    desk.edit(STUDY, "seed: 8", "seed: 7");
    assert_eq!(desk.report("clinics").files, before);
}

#[test]
fn an_output_folder_that_cannot_be_written_is_told() {
    // Permissions do not bind root, and a path below a file binds everyone.
    let desk = Desk::fixtures();
    desk.write("taken", "a file");
    for folder in ["taken", "taken/below", "taken/below/deeper", "/dev/null/output"] {
        let run = desk.run(&["report", "--output", folder, STUDY]);
        assert_eq!((run.status, &*run.stdout), (3, ""), "{}", run.stderr);
        assert!(run.stderr.contains("error[output::unwritable]"), "{}", run.stderr);
        assert!(run.stderr.contains(&format!("`{folder}` cannot be written")), "{}", run.stderr);
    }
    assert_eq!(desk.read("taken"), "a file");

    // A folder without permission is refused too, or written by root.
    let locked = desk.path("locked");
    fs::create_dir(&locked).expect("a folder");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).expect("it is locked");
    let binds = fs::write(locked.join("probe"), "").is_err();
    let run = desk.run(&["report", "--output", "locked", STUDY]);
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).expect("it is unlocked");
    assert_eq!(run.status, if binds { 3 } else { 0 }, "{}", run.stderr);
}

#[test]
fn an_input_that_changes_or_vanishes_during_the_run_changes_nothing() {
    let desk = Desk::fixtures();
    let whole = desk.report("clinics").files;
    let (data, study) = (desk.bytes(DATA), desk.bytes(STUDY));
    let (data_path, study_path) = (desk.path(DATA), desk.path(STUDY));
    for change in [
        format!("echo changed > '{}'; echo changed > '{}'", data_path.display(), study_path.display()),
        format!("rm '{}' '{}'", data_path.display(), study_path.display()),
    ] {
        // Both are read before Typst is asked for its version, which is before anything is written.
        stand_in(&desk, "exec \"$typst\" \"$@\"");
        desk.edit("typst", "if [", &format!("{change}\nif ["));
        let run = report(&desk);
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert_ne!(fs::read(&data_path).ok(), Some(data.clone()), "the stand-in has done its part");
        assert_eq!(differing(&tree(&desk.path("output/clinics")), &whole), Vec::<&str>::new());
        desk.write(DATA, &data);
        desk.write(STUDY, &study);
    }
}

#[test]
fn an_input_that_is_not_there_is_told() {
    let (desk, before) = with_a_report();
    fs::remove_file(desk.path(DATA)).expect("it is removed");
    let run = desk.run(&["report", STUDY]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("error[file::missing]") && run.stderr.contains("clinics.yaml:16:11"),
        "{}",
        run.stderr
    );
    assert_eq!(tree(&desk.path("output/clinics")), before);
}

#[test]
fn a_typst_that_is_killed_is_told() {
    let (desk, before) = with_a_report();
    for (signal, number) in [("KILL", 9), ("SEGV", 11), ("TERM", 15)] {
        stand_in(&desk, &format!("kill -{signal} $$"));
        assert_failed(
            &desk,
            &report(&desk),
            &before,
            &["error[typst::failed]", &format!("signal: {number}")],
        );
    }
}

#[test]
fn a_typst_that_hangs_is_stopped_also_when_it_has_begun_the_pdf() {
    let (desk, before) = with_a_report();
    stand_in(&desk, "printf %PDF-1.7 > report.pdf; while :; do :; done");
    let begun = now();
    assert_failed(&desk, &report_within(&desk, "2"), &before, &["error[typst::timeout]", "within 2 seconds"]);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn success_without_a_pdf_is_no_success() {
    let (desk, before) = with_a_report();
    for script in [
        "exit 0",
        ": > report.pdf",
        "echo nonsense > report.pdf",
        "mkdir report.pdf",
        "echo nonsense; echo 'warning: nonsense' >&2",
        "printf '\\377\\376\\033[31m nonsense\\n' >&2",
        "head -c 3000000 /dev/zero >&2; head -c 3000000 /dev/zero",
    ] {
        stand_in(&desk, script);
        let run = report(&desk);
        assert_failed(&desk, &run, &before, &["error[typst::no-pdf]"]);
        assert!(
            !run.stderr.contains(['\u{1b}', '\0']) && run.stderr.len() < 100_000,
            "{script}: {}",
            run.stderr
        );
        assert_eq!(
            run.stderr.contains("nonsense"),
            script.contains(">&2") && script.contains("nonsense"),
            "{script}"
        );
    }
}

#[test]
fn a_typst_that_fails_with_nonsense_is_told_with_its_words() {
    let (desk, before) = with_a_report();
    stand_in(&desk, "printf '\\377\\000 nonsense: error: \\033[31m\\n:::: error\\n' >&2; exit 7");
    let run = report(&desk);
    assert!(matches!(run.status, 1 | 3) && run.stdout.is_empty(), "{}", run.stderr);
    assert!(run.stderr.contains("error[typst::") && !run.stderr.contains(['\u{1b}', '\0']), "{}", run.stderr);
    assert_eq!(tree(&desk.path("output/clinics")), before);
    assert_eq!(beside(&desk), [".cache", ".clinics.running", "clinics"]);
}

#[test]
fn of_two_runs_at_once_one_makes_the_report_and_the_other_says_so() {
    let desk = Desk::fixtures();
    let whole = desk.report("clinics").files;
    for _ in 0..3 {
        let mut runs = [begin(&desk), begin(&desk)];
        let statuses: Vec<_> = runs.iter_mut().map(|run| run.wait().expect("it ends").code()).collect();
        assert!(statuses.contains(&Some(0)), "{statuses:?}");
        assert!(statuses.iter().all(|status| matches!(status, Some(0 | 3))), "{statuses:?}");
        assert_eq!(differing(&tree(&desk.path("output/clinics")), &whole), Vec::<&str>::new());
        assert_eq!(beside(&desk), [".cache", ".clinics.running", "clinics"]);
    }
    // Two studies do not wait for each other.
    stand_in(
        &desk,
        &format!("while [ ! -e '{}' ]; do :; done; exec \"$typst\" \"$@\"", desk.path("go").display()),
    );
    let mut held = begin(&desk);
    wait_for(|| desk.path("output/.clinics.new/report.typ").exists());
    assert_eq!(desk.run(&["report", "studies/hostile.yaml"]).status, 0);
    desk.write("go", "");
    assert!(held.wait().expect("it ends").success());
    assert_eq!(tree(&desk.path("output/clinics")), whole);
}

#[track_caller]
fn wait_for(done: impl Fn() -> bool) {
    let begun = now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it does not come about");
        sleep(Duration::from_millis(2));
    }
}

/// After a run was killed there is the old output or the new one, whole: in its place, or where the next run takes
/// it from when the kill fell between the two moves of the exchange.
#[track_caller]
fn assert_whole(desk: &Desk, old: &Tree, new: &Tree, when: &str) {
    let place = desk.path("output/clinics");
    let found = if place.exists() { tree(&place) } else { tree(&desk.path("output/.clinics.old")) };
    assert!(found == *old || found == *new, "killed {when}: {:?} differ", differing(&found, old));
}

#[test]
fn a_run_that_is_killed_at_any_moment_leaves_a_whole_output_and_the_next_is_clean() {
    let desk = Desk::fixtures();
    let begun = now();
    let seven = desk.report("clinics").files;
    let takes = begun.elapsed();
    desk.edit(STUDY, "seed: 7", "seed: 8");
    let eight = desk.report("clinics").files;
    assert!(differing(&seven, &eight).contains(&"report.pdf"));
    let mut killed = 0;
    let runs = 16;
    // From seed 8 to 7: each run would replace the output of the other seed.
    for i in 0..runs {
        desk.edit(STUDY, "seed: 8", "seed: 7");
        let mut run = begin(&desk);
        let when = takes * i / runs;
        sleep(when);
        run.kill().expect("it is killed");
        killed += usize::from(run.wait().expect("it ends").signal() == Some(9));
        assert_whole(&desk, &eight, &seven, &format!("after {when:?}"));
        desk.edit(STUDY, "seed: 7", "seed: 8");
        let next = desk.report("clinics").files;
        assert_eq!(differing(&next, &eight), Vec::<&str>::new(), "after a run killed at {when:?}");
        assert_eq!(
            beside(&desk),
            [".cache", ".clinics.running", "clinics"],
            "after a run killed at {when:?}"
        );
    }
    assert!(killed >= 8, "only {killed} of {runs} runs were killed before they were done");
}

#[test]
fn a_run_that_is_killed_by_its_own_typst_leaves_a_whole_output() {
    let (desk, before) = with_a_report();
    // When it asks for the version, before it typesets, with half a PDF, and with a whole one.
    for (at_version, script) in [
        (true, "kill -9 $PPID"),
        (false, "kill -9 $PPID"),
        (false, "printf %PDF-1.7 > report.pdf; kill -9 $PPID"),
        (false, "\"$typst\" \"$@\"; kill -9 $PPID"),
    ] {
        stand_in(&desk, script);
        if at_version {
            desk.edit("typst", "exec \"$typst\" --version", script);
        }
        let status = begin(&desk).wait().expect("it ends");
        assert_eq!(status.signal(), Some(9), "{script}");
        assert_eq!(differing(&tree(&desk.path("output/clinics")), &before), Vec::<&str>::new(), "{script}");
        assert_eq!(desk.path("output/.clinics.new").exists(), !at_version, "{script}");
        desk.edit(STUDY, "seed: 8", "seed: 7");
        assert_eq!(differing(&desk.report("clinics").files, &before), Vec::<&str>::new(), "{script}");
        assert_eq!(beside(&desk), [".cache", ".clinics.running", "clinics"]);
        desk.edit(STUDY, "seed: 7", "seed: 8");
    }
}
