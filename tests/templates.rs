//! The promise: a template of the user's own is read once, with all that a report can use of its folder and nothing else.

use crate::support::Desk;
use serde_json::json;

const STUDY: &str = "studies/clinics.yaml";

/// The study with a template of its own that uses files at several depths.
fn own() -> Desk {
    let desk = Desk::fixtures();
    desk.edit(STUDY, "language: en", "language: en\ntemplate: own/");
    desk.write(
        "studies/own/report.typ.j2",
        "{% include \"parts/deep/words.j2\" %}\n#import \"lib/inks/red.typ\": red\n{% include \"parts/inputs.j2\" %}\n",
    );
    desk.write(
        "studies/own/parts/deep/words.j2",
        "#set document(title: {{ title | code }})\n#set text(lang: \"en\")\n= {{ title }}\n",
    );
    desk.write(
        "studies/own/parts/inputs.j2",
        "{% for i in provenance.inputs %}\n// {{ i.role }} {{ i.file }}\n{% endfor %}\n",
    );
    desk.write("studies/own/lib/inks/red.typ", "#let red = rgb(\"#990000\")\n");
    desk
}

/// The only problem of the study: its code and message, at the place where it names the template.
#[track_caller]
fn problem(desk: &Desk) -> (String, String) {
    let (problems, status) = desk.check("clinics");
    assert_eq!((problems.len(), status), (1, 1), "{problems:?}");
    assert_eq!((&problems[0]["file"], &problems[0]["line"]), (&json!(STUDY), &json!(6)), "{problems:?}");
    let text = |key: &str| problems[0][key].as_str().expect("a text").to_owned();
    (text("code"), text("message"))
}

#[test]
fn files_at_every_depth_are_used_and_count_as_inputs() {
    let desk = own();
    for left in [
        "notes.txt",
        "parts/units.csv",
        ".DS_Store",
        "lib/Thumbs.db",
        "lib/~$red.typ",
        "parts/.words.j2",
        "lib/red.typ~",
    ] {
        desk.write(&format!("studies/own/{left}"), "left behind");
    }
    let report = desk.report("clinics");
    assert_eq!(report.text("lib/inks/red.typ"), "#let red = rgb(\"#990000\")\n");
    assert!(report.files.contains_key("lib/theme.typ"), "the built-in library is there too");
    assert!(
        !report.files.keys().any(|name| name.contains("Thumbs") || name.contains('~')),
        "{:?}",
        report.files.keys()
    );
    let typst = report.text("report.typ");
    let inputs: Vec<String> = typst
        .lines()
        .filter_map(|line| line.strip_prefix("// #\"template\"; #\"")?.strip_suffix("\";"))
        .map(str::to_owned)
        .collect();
    let expected =
        ["own/lib/inks/red.typ", "own/parts/deep/words.j2", "own/parts/inputs.j2", "own/report.typ.j2"];
    assert_eq!(inputs, expected, "{typst}");
}

#[test]
fn a_template_that_is_not_text_is_named() {
    let desk = own();
    desk.write("studies/own/parts/deep/words.j2", b"caf\xe9");
    let (problems, status) = desk.check("clinics");
    assert_eq!((problems.len(), status), (1, 1), "{problems:?}");
    assert_eq!(problems[0]["code"], "file::encoding");
    assert_eq!(problems[0]["file"], "studies/own/parts/deep/words.j2");
}

#[test]
fn too_many_files_are_refused() {
    let desk = own();
    for i in 0..500 {
        desk.write(&format!("studies/own/lib/{i}.typ"), "");
    }
    let (code, message) = problem(&desk);
    assert_eq!((&*code, &*message), ("study::template", "`own` is too large for a template"));
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_link_to_another_file_of_the_study_is_followed() {
        let desk = own();
        desk.write("studies/shared/blue.typ", "#let blue = rgb(\"#000099\")\n");
        symlink("../../shared/blue.typ", desk.path("studies/own/lib/blue.typ")).expect("a link");
        symlink("../../shared", desk.path("studies/own/lib/shared")).expect("a link");
        let report = desk.report("clinics");
        for name in ["lib/blue.typ", "lib/shared/blue.typ"] {
            assert_eq!(report.text(name), "#let blue = rgb(\"#000099\")\n");
        }
    }

    #[test]
    fn a_link_out_of_the_folder_of_the_study_is_refused() {
        for (target, link) in
            [("secret.typ", "lib/secret.typ"), ("secrets", "lib/secrets"), ("secrets", "parts/secrets")]
        {
            let desk = own();
            desk.write("secret.typ", "#let secret = 1\n");
            desk.write("secrets/x.j2", "secret\n");
            symlink(desk.path(target), desk.path("studies/own").join(link)).expect("a link");
            let (code, message) = problem(&desk);
            assert_eq!(code, "file::outside", "{message}");
            assert!(message.contains(&format!("own/{link}")), "{message}");
        }
    }

    #[test]
    fn a_link_that_leads_back_up_ends() {
        let desk = own();
        symlink("..", desk.path("studies/own/lib/up")).expect("a link");
        assert_eq!(problem(&desk).0, "study::template");
    }
}
