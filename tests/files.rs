//! The promise: a study uses the files of its own folder and no others, however they are named or linked.

use crate::support::{Desk, differing};
use serde_json::json;

const STUDY: &str = "studies/clinics.yaml";
const DATA: &str = "studies/clinics/clinics.csv";

/// Names the data file in another way.
fn naming(file: &str) -> Desk {
    let desk = Desk::fixtures();
    desk.edit(STUDY, "file: clinics/clinics.csv", &format!("file: {}", json!(file)));
    desk
}

/// The only problem of the study stands where it names the file, and has one of these codes.
#[track_caller]
fn assert_refused(desk: &Desk, codes: &[&str]) {
    let (problems, status) = desk.check("clinics");
    assert_eq!((problems.len(), status), (1, 1), "{problems:?}");
    let code = problems[0]["code"].as_str().expect("a code");
    assert!(codes.contains(&code), "{problems:?}");
    let place = (&problems[0]["file"], &problems[0]["line"], &problems[0]["column"]);
    assert_eq!(place, (&json!(STUDY), &json!(16), &json!(11)), "{problems:?}");
}

#[test]
fn a_path_that_leaves_the_folder_is_refused_at_its_place() {
    let outside = ["file::outside"];
    for file in
        ["../clinics.csv", "clinics/../../clinics.csv", "clinics/../clinics/clinics.csv", "/etc/passwd"]
    {
        let desk = naming(file);
        desk.write("clinics.csv", desk.read(DATA));
        assert_refused(&desk, &outside);
    }
    let desk = Desk::fixtures();
    let absolute = desk.path(DATA).to_string_lossy().into_owned();
    desk.edit(STUDY, "file: clinics/clinics.csv", &format!("file: {}", json!(absolute)));
    assert_refused(&desk, &outside);
}

#[test]
fn a_path_of_windows_is_refused_on_every_system() {
    // Elsewhere than on Windows these are names, of files that are not there.
    let codes: &[&str] = if cfg!(windows) { &["file::outside"] } else { &["file::outside", "file::missing"] };
    for file in [
        r"C:\data\clinics.csv",
        "C:clinics.csv",
        "c:/clinics.csv",
        r"\\server\share\clinics.csv",
        r"..\clinics.csv",
    ] {
        assert_refused(&naming(file), codes);
    }
}

#[test]
fn what_is_no_file_is_refused() {
    assert_refused(&naming("clinics"), &["file::folder"]);
    let desk = Desk::fixtures();
    let run = desk.run(&["check", "studies"]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert!(run.stderr.contains("error[file::folder]"), "{}", run.stderr);
}

#[cfg(unix)]
mod linked {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_link_out_of_the_folder_is_refused_at_its_place() {
        let desk = Desk::fixtures();
        fs::rename(desk.path(DATA), desk.path("clinics.csv")).expect("it is moved");
        symlink(desk.path("clinics.csv"), desk.path(DATA)).expect("a link");
        assert_refused(&desk, &["file::outside"]);
        fs::remove_file(desk.path(DATA)).expect("the link is removed");
        symlink("../../clinics.csv", desk.path(DATA)).expect("a link");
        assert_refused(&desk, &["file::outside"]);

        // Nor through a folder that is a link.
        let desk = Desk::fixtures();
        fs::rename(desk.path("studies/clinics"), desk.path("elsewhere")).expect("it is moved");
        symlink(desk.path("elsewhere"), desk.path("studies/clinics")).expect("a link");
        assert_refused(&desk, &["file::outside"]);
    }

    #[test]
    fn links_that_lead_nowhere_or_to_themselves_are_refused() {
        for target in ["nothing.csv", "clinics.csv"] {
            let desk = Desk::fixtures();
            fs::remove_file(desk.path(DATA)).expect("it is removed");
            symlink(target, desk.path(DATA)).expect("a link");
            let (problems, status) = desk.check("clinics");
            assert!(problems.len() == 1 && matches!(status, 1 | 3), "{problems:?}");
        }
    }

    #[test]
    fn a_pipe_is_refused_and_not_waited_for() {
        let desk = Desk::fixtures();
        fs::remove_file(desk.path(DATA)).expect("it is removed");
        let made = std::process::Command::new("mkfifo").arg(desk.path(DATA)).status();
        assert!(made.is_ok_and(|made| made.success()), "this test needs `mkfifo`");
        let (problems, status) = desk.check("clinics");
        assert_eq!((problems.len(), status), (1, 3), "{problems:?}");
        assert_eq!(problems[0]["code"], "file::unreadable");
    }

    #[test]
    fn links_inside_the_folder_and_to_the_folder_give_the_same_report() {
        let desk = Desk::fixtures();
        let whole = desk.report("clinics");
        fs::rename(desk.path(DATA), desk.path("studies/clinics/2024.csv")).expect("it is moved");
        symlink("2024.csv", desk.path(DATA)).expect("a link");
        assert_eq!(differing(&whole.files, &desk.report("clinics").files), Vec::<&str>::new());

        symlink("studies", desk.path("linked")).expect("a link");
        let run = desk.run(&["report", "linked/clinics.yaml"]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert_eq!(differing(&whole.files, &desk.output("clinics", run).files), Vec::<&str>::new());
    }
}
