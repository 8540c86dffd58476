//! The promise: the same study, data, telaah and Typst give the same bytes, wherever, however and whenever they run.
//!
//! Every report is made by a new process in an empty folder of its own.

use crate::support::{Desk, QRIS, Run, Tree, differing, tree};
use std::fs;

/// What may differ between two machines and must not show: folders, threads, time zone, language.
struct Machine {
    /// Where the studies are, below a temporary folder.
    checkout: &'static str,
    /// Where telaah is started, below the same folder.
    working_folder: &'static str,
    /// The study as it is named there; with `{}` for the temporary folder.
    study: &'static str,
    environment: [(&'static str, &'static str); 6],
}

const HERE: Machine = Machine {
    checkout: "studies",
    working_folder: ".",
    study: "studies/",
    environment: [
        ("RAYON_NUM_THREADS", "1"),
        ("POLARS_MAX_THREADS", "1"),
        ("TZ", "UTC"),
        ("LC_ALL", "C"),
        ("LANG", "C"),
        ("USER", "one"),
    ],
};

const THERE: Machine = Machine {
    checkout: "another checkout/ä/studies",
    working_folder: "elsewhere",
    study: "../another checkout/ä/studies/",
    environment: [
        ("RAYON_NUM_THREADS", "8"),
        ("POLARS_MAX_THREADS", "8"),
        ("TZ", "Asia/Jakarta"),
        ("LC_ALL", "id_ID.UTF-8"),
        ("LANG", "tr_TR.UTF-8"),
        ("USER", "another"),
    ],
};

/// As a script would name it: by its whole path.
const ABSOLUTE: Machine = Machine { study: "{}/another checkout/ä/studies/", ..THERE };

/// Makes a report as on that machine, from a copy of the studies on a desk.
fn made_on(machine: &Machine, studies: &Desk, study: &str) -> Tree {
    let desk = Desk::empty();
    crate::support::copy(&studies.path("studies"), &desk.path(machine.checkout));
    let working_folder = desk.path(machine.working_folder);
    fs::create_dir_all(&working_folder).expect("the folder is made");
    let folder = machine.study.replace("{}", &desk.path("").to_string_lossy().replace('\\', "/"));
    let mut telaah = desk.telaah();
    telaah.envs(machine.environment).current_dir(&working_folder);
    let run = Run::of(telaah.args(["report", &format!("{folder}{study}.yaml")]));
    assert_eq!(run.status, 0, "{}", run.stderr);
    tree(&working_folder.join("output").join(study))
}

fn assert_identical(studies: &Desk, study: &str) -> Tree {
    let here = made_on(&HERE, studies, study);
    assert!(here.contains_key("report.pdf") && here.contains_key("results.json"), "{:?}", here.keys());
    for machine in [&THERE, &ABSOLUTE] {
        let there = made_on(machine, studies, study);
        assert_eq!(differing(&here, &there), Vec::<&str>::new(), "made from {}", machine.study);
    }
    here
}

#[test]
fn the_shipped_study_is_the_same_everywhere_in_both_languages() {
    let studies = Desk::shipped();
    let indonesian = assert_identical(&studies, QRIS);
    studies.edit("studies/pekalongan-qris-2023.yaml", "language: id", "language: en");
    let english = assert_identical(&studies, QRIS);
    assert_eq!(indonesian.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
    assert!(differing(&indonesian, &english).contains(&"report.pdf"), "the language makes another report");
}

#[test]
fn a_study_with_random_starts_is_the_same_everywhere() {
    assert_identical(&Desk::fixtures(), "clinics");
}

#[test]
fn the_order_of_the_rows_does_not_matter_where_the_study_says_so() {
    let studies = Desk::fixtures();
    let file = "studies/clinics/clinics.csv";
    let as_given = made_on(&HERE, &studies, "clinics");
    let text = studies.read(file);
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    studies.write(file, lines.join("\n") + "\n");
    let reversed = made_on(&HERE, &studies, "clinics");

    // The hash of the data file is another, and it is printed; nothing else may be.
    let hash = |files: &Tree| {
        let results = crate::support::json(std::str::from_utf8(&files["results.json"]).expect("text"));
        results["datasets"][0]["sha256"].as_str().expect("a hash").to_owned()
    };
    let (old, new) = (hash(&as_given), hash(&reversed));
    assert_ne!(old, new);
    let renamed: Tree = as_given
        .into_iter()
        .map(|(name, bytes)| match String::from_utf8(bytes) {
            Ok(text) => (name, text.replace(&old, &new).into_bytes()),
            Err(binary) => (name, binary.into_bytes()),
        })
        .collect();
    assert_eq!(
        differing(&renamed, &reversed),
        ["report.pdf"],
        "the PDF prints the hash, and holds no text as such"
    );
}

#[test]
fn another_seed_or_another_value_is_another_report() {
    let studies = Desk::fixtures();
    let given = made_on(&HERE, &studies, "clinics");
    studies.edit("studies/clinics.yaml", "seed: 7", "seed: 8");
    let seeded = made_on(&HERE, &studies, "clinics");
    let other = differing(&given, &seeded);
    assert!(other.contains(&"results.json") && other.contains(&"report.typ"), "only {other:?} differ");
    studies.edit("studies/clinics/clinics.csv", "C-002,871", "C-002,872");
    assert!(differing(&seeded, &made_on(&HERE, &studies, "clinics")).contains(&"results.json"));
}
