//! The promise: an output folder appears whole or not at all, holds nothing of the machine it was made on, and nothing
//! that is not telaah's is ever replaced.

use crate::support::{Desk, QRIS, Run, tree};
use std::fs::{self, File};

const STUDY: &str = "studies/clinics.yaml";

#[test]
fn a_folder_is_replaced_whole_but_never_with_something_of_the_users_in_it() {
    let desk = Desk::fixtures();
    let first = desk.report("clinics").files;
    desk.write("output/clinics/charts/mine.svg", "drawn by hand");
    desk.write("output/clinics/Thumbs.db", "left behind by a system");
    assert_eq!(desk.run(&["report", STUDY]).status, 0, "nothing has changed, so nothing is replaced");
    desk.edit(STUDY, "title: How Thirty Clinics Differ", "title: Another Title");
    let lock = desk.read("studies/clinics.lock");
    let run = desk.run(&["report", STUDY]);
    assert_eq!((run.status, &*run.stdout), (3, ""), "{}", run.stderr);
    assert!(run.stderr.contains("`output/clinics/charts/mine.svg` was not made by telaah"), "{}", run.stderr);
    assert_eq!(run.stderr.matches("error[output::foreign]").count(), 1, "{}", run.stderr);
    assert_eq!(
        (desk.read("output/clinics/charts/mine.svg").as_str(), desk.read("studies/clinics.lock")),
        ("drawn by hand", lock)
    );
    fs::rename(desk.path("output/clinics/charts/mine.svg"), desk.path("mine.svg")).expect("it is moved");
    let second = desk.report("clinics").files;
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    assert_ne!(first["report.pdf"], second["report.pdf"]);
}

#[test]
fn an_empty_folder_may_be_filled_and_another_output_folder_named() {
    let desk = Desk::fixtures();
    fs::create_dir_all(desk.path("elsewhere/clinics")).expect("the folder is made");
    let run = desk.run(&["report", "--output", "elsewhere", STUDY]);
    assert_eq!(
        (run.status, run.stdout.replace('\\', "/")),
        (0, "elsewhere/clinics/report.pdf\n".into()),
        "{}",
        run.stderr
    );
    assert!(desk.path("elsewhere/clinics/report.pdf").is_file() && !desk.path("output").exists());
}

#[test]
fn a_folder_that_is_not_telaahs_is_refused() {
    let desk = Desk::fixtures();
    desk.write("output/clinics/thesis.docx", "years of work");
    let run = desk.run(&["report", STUDY]);
    assert_eq!((run.status, &*run.stdout), (3, ""), "{}", run.stderr);
    crate::support::assert_snapshot("output-foreign", &desk.redacted(&run.stderr));
    assert_eq!(desk.read("output/clinics/thesis.docx"), "years of work");
    assert_eq!(tree(&desk.path("output")).len(), 2, "the file and the lock, nothing else");
}

#[test]
fn a_file_in_the_place_of_the_folder_is_refused() {
    let desk = Desk::fixtures();
    desk.write("output/clinics", "a file");
    let run = desk.run(&["report", STUDY]);
    assert_eq!(run.status, 3, "{}", run.stderr);
    assert_eq!(desk.read("output/clinics"), "a file");
}

#[test]
fn what_an_interrupted_run_left_is_cleared() {
    let desk = Desk::fixtures();
    let whole = desk.report("clinics");
    desk.write("output/.clinics.new/report.typ", "half a report");
    desk.write("output/.clinics.old/results.json", "{}");
    assert_eq!(desk.report("clinics").files, whole.files);
    assert_eq!(beside(&desk), [".cache", ".clinics.running", "clinics"]);
}

#[test]
fn an_output_that_was_being_exchanged_is_put_back() {
    let desk = Desk::fixtures();
    let whole = desk.report("clinics");
    fs::rename(desk.path("output/clinics"), desk.path("output/.clinics.old")).expect("it is moved");
    desk.write("output/.clinics.new/report.typ", "the next report");
    // Even a run that fails puts the previous output back: here the template is wrong, which only Typst notices.
    desk.edit(STUDY, "language: en", "language: en\ntemplate: own");
    desk.write("studies/own/report.typ.j2", "#no-such-function()\n");
    assert_eq!(desk.run(&["report", STUDY]).status, 1);
    assert_eq!(tree(&desk.path("output/clinics")), whole.files);
    assert_eq!(beside(&desk), [".cache", ".clinics.running", "clinics"]);
}

/// What is in the output folder.
fn beside(desk: &Desk) -> Vec<String> {
    let entries = fs::read_dir(desk.path("output")).expect("the output folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn while_one_run_is_at_it_another_says_so() {
    let desk = Desk::fixtures();
    let whole = desk.report("clinics");
    let running = File::options().write(true).open(desk.path("output/.clinics.running")).expect("the lock");
    running.lock().expect("the lock is ours");
    let run = desk.run(&["report", "--no-cache", STUDY]);
    assert_eq!((run.status, &*run.stdout), (3, ""));
    crate::support::assert_snapshot("output-busy", &desk.redacted(&run.stderr));
    running.unlock().expect("the lock is given back");
    assert_eq!(desk.report("clinics").files, whole.files);
}

/// Two runs of which the first is held up in the middle, by a Typst that waits for a file.
#[cfg(unix)]
mod held_up {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use std::process::{Child, Command, Stdio};
    use std::thread::sleep;
    use std::time::Duration;

    /// Starts a report that waits inside Typst until there is a file `go`.
    fn begin(desk: &Desk) -> Child {
        let typst = crate::support::typst().display();
        let script = format!(
            "#!/bin/sh\ncase \"$1\" in compile) while [ ! -e '{}' ]; do :; done;; esac\nexec '{typst}' \"$@\"\n",
            desk.path("go").display()
        );
        desk.write("typst", script);
        let executable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(desk.path("typst"), executable).expect("it can be run");
        let mut telaah = Command::new(env!("CARGO_BIN_EXE_telaah"));
        telaah.env_clear().env("TYPST", desk.path("typst")).current_dir(desk.path(""));
        telaah.args(["report", "--no-cache", STUDY]).stdout(Stdio::null()).stderr(Stdio::null());
        let child = telaah.spawn().expect("telaah runs");
        while !desk.path("output/.clinics.new/report.typ").exists() {
            sleep(Duration::from_millis(5));
        }
        child
    }

    #[test]
    fn two_runs_at_once_do_not_get_into_each_others_way() {
        let desk = Desk::fixtures();
        let mut first = begin(&desk);
        let second = desk.run(&["report", "--no-cache", STUDY]);
        assert_eq!(second.status, 3);
        assert!(second.stderr.contains("error[output::busy]"), "{}", second.stderr);
        assert!(desk.path("output/.clinics.new").exists(), "the first run goes on");
        desk.write("go", "");
        assert!(first.wait().expect("it ends").success());
        let made = tree(&desk.path("output/clinics"));
        assert_eq!(made, desk.report("clinics").files);
    }

    #[test]
    fn a_run_that_is_killed_leaves_the_previous_output() {
        let desk = Desk::fixtures();
        let whole = desk.report("clinics");
        desk.edit(STUDY, "seed: 7", "seed: 8");
        let mut killed = begin(&desk);
        killed.kill().expect("it is killed");
        killed.wait().expect("it has ended");
        assert_eq!(tree(&desk.path("output/clinics")), whole.files);
        desk.write("go", "");
        desk.edit(STUDY, "seed: 8", "seed: 7");
        assert_eq!(desk.report("clinics").files, whole.files);
        assert_eq!(beside(&desk), [".cache", ".clinics.running", "clinics"]);
    }
}

#[test]
fn no_folder_user_host_or_clock_is_in_an_output() {
    for (desk, study) in [(Desk::shipped(), QRIS), (Desk::fixtures(), "clinics")] {
        let mut telaah = desk.telaah();
        telaah.envs([("USER", "pemakai-uji"), ("LOGNAME", "pemakai-uji"), ("USERNAME", "pemakai-uji")]);
        telaah.envs([
            ("HOME", "/rumah/pemakai-uji"),
            ("HOSTNAME", "mesin-uji"),
            ("COMPUTERNAME", "mesin-uji"),
        ]);
        let path = desk.path(&format!("studies/{study}.yaml"));
        let run = Run::of(telaah.args(["report", "--timings"]).arg(path));
        assert_eq!(run.status, 0, "{}", run.stderr);
        let report = desk.output(study, run);
        let folder = desk.path("").to_string_lossy().trim_end_matches(['/', '\\']).to_owned();
        let mut private = vec![folder, "pemakai-uji".to_owned(), "mesin-uji".to_owned()];
        private.push(crate::support::typst().display().to_string());
        private.push(crate::support::repository().display().to_string());
        private.extend(host());
        for (file, bytes) in &report.files {
            for word in &private {
                assert!(!holds(bytes, word.as_bytes()), "{file} holds `{word}`");
            }
        }
        let date = crate::support::json(&format!("\"{}\"", day_of(&desk, study)));
        let stamps = stamps(&report.files["report.pdf"]);
        assert!(stamps.len() >= 4, "the PDF bears its date: {stamps:?}");
        assert!(stamps.iter().all(|stamp| Some(&**stamp) == date.as_str()), "{stamps:?}");
    }
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// The name of this machine, where it is long enough not to be an ordinary word.
fn host() -> Option<String> {
    let name = fs::read_to_string("/etc/hostname").ok().or_else(|| std::env::var("COMPUTERNAME").ok())?;
    let name = name.trim().to_owned();
    (name.len() > 5 && name != "localhost").then_some(name)
}

/// The date of a study as its digits.
fn day_of(desk: &Desk, study: &str) -> String {
    let text = desk.read(&format!("studies/{study}.yaml"));
    let date = text.lines().find_map(|line| line.strip_prefix("date: ")).expect("a date");
    date.replace('-', "")
}

/// Every day written in a PDF where it is not compressed: `D:20231231…`, and `2023-12-31T…` in its metadata.
fn stamps(pdf: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(pdf);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).take(8).collect::<String>();
    let dates = text.split("(D:").skip(1).map(digits);
    let metadata = text
        .match_indices("Date>")
        .chain(text.match_indices("when>"))
        .map(|(at, word)| &text[at + word.len()..]);
    let metadata: Vec<String> = metadata.filter(|rest| rest.starts_with("20")).map(digits).collect();
    dates.chain(metadata).collect()
}

#[test]
fn files_of_the_study_are_never_written_over() {
    // An output folder in which the study's data lie.
    let desk = Desk::fixtures();
    let data = desk.bytes("studies/clinics/clinics.csv");
    let run = Run::of(desk.telaah().current_dir(desk.path("studies")).args([
        "report",
        "--output",
        ".",
        "clinics.yaml",
    ]));
    assert_eq!(run.status, 3, "{}", run.stderr);
    assert!(run.stderr.contains("error[output::foreign]"), "{}", run.stderr);
    assert_eq!(desk.bytes("studies/clinics/clinics.csv"), data);
    // A study or a data file in the place of the lock.
    desk.write("studies/s.lock", desk.bytes(STUDY));
    let run = desk.run(&["report", "studies/s.lock"]);
    assert!(run.status == 1 && run.stderr.contains("error[lock::taken]"), "{}", run.stderr);
    assert_eq!(desk.bytes("studies/s.lock"), desk.bytes(STUDY));
    desk.write("studies/clinics.lock", &data);
    desk.edit(STUDY, "file: clinics/clinics.csv", "file: clinics.lock");
    let run = desk.run(&["report", STUDY]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert_eq!(desk.bytes("studies/clinics.lock"), data);
}
