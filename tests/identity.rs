//! The promise: the same study, data, telaah and Typst give the same bytes, wherever, however and whenever they run.
//!
//! Every report is made by a new process in an empty folder of its own.

use crate::support::{Desk, MATARAM, QRIS, Report, Run, Tree, differing, tree};
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

/// Choosing k, resamples, targeting: whatever draws at random or adds up in parallel.
#[test]
fn the_large_study_is_the_same_everywhere_and_in_any_order_of_rows_in_both_languages() {
    for language in ["id", "en"] {
        let studies = Desk::shipped();
        studies.edit("studies/mataram-2023.yaml", "language: id", &format!("language: {language}"));
        let as_given = assert_identical(&studies, MATARAM);
        let file = "studies/mataram-2023/satker.csv";
        let text = studies.read(file);
        let mut lines: Vec<&str> = text.lines().collect();
        dealt(&mut lines[1..]);
        studies.write(file, lines.join("\n") + "\n");
        let ordered = made_on(&THERE, &studies, MATARAM);
        // The file itself, and what says its hash, or the hash of what does.
        let expected = [
            "inputs.lock",
            "inputs/mataram-2023/satker.csv",
            "report.pdf",
            "report.typ",
            "results.json",
            "ro-crate-metadata.json",
            "tables.xlsx",
        ];
        assert_eq!(differing(&as_given, &ordered), expected, "{language}");
        let lines = |files: &Tree| {
            let text = String::from_utf8_lossy(&files["report.typ"]).into_owned();
            text.lines().filter(|line| !line.contains("satker.csv")).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(lines(&as_given), lines(&ordered), "{language}");
    }
}

#[test]
fn a_study_with_random_starts_is_the_same_everywhere() {
    assert_identical(&Desk::fixtures(), "clinics");
}

/// Twenty machines, among which every value of everything that may differ meets many of the others.
fn twenty() -> impl Iterator<Item = Machine> {
    const THREADS: [&str; 3] = ["1", "2", "8"];
    const PLACES: [(&str, &str, &str); 4] = [
        ("studies", ".", "studies/"),
        ("studies", "elsewhere/deeper", "../../studies/"),
        ("another checkout/ä/studies", ".", "another checkout/ä/studies/"),
        ("another checkout/ä/studies", "elsewhere/deeper", "{}/another checkout/ä/studies/"),
    ];
    (0..20).map(|i| {
        let (checkout, working_folder, study) = PLACES[i % 4];
        let locale = ["C", "id_ID.UTF-8"][i / 2 % 2];
        let environment = [
            ("RAYON_NUM_THREADS", THREADS[i % 3]),
            ("POLARS_MAX_THREADS", THREADS[i / 3 % 3]),
            ("TZ", ["UTC", "Asia/Jakarta"][i / 4 % 2]),
            ("LC_ALL", locale),
            ("LANG", locale),
            ("USER", "one"),
        ];
        Machine { checkout, working_folder, study, environment }
    })
}

#[test]
fn twenty_runs_on_twenty_machines_give_the_same_bytes() {
    let studies = Desk::fixtures();
    let mut machines = twenty();
    let first = made_on(&machines.next().expect("a machine"), &studies, "clinics");
    for wanted in ["report.pdf", "report.typ", "results.json", "tables.xlsx"] {
        assert!(first.contains_key(wanted), "{:?}", first.keys());
    }
    assert!(first.keys().filter(|name| name.ends_with(".svg")).count() >= 3, "{:?}", first.keys());
    let mut runs = 1;
    for machine in machines {
        let other = made_on(&machine, &studies, "clinics");
        let at = (machine.study, machine.environment);
        assert_eq!(differing(&first, &other), Vec::<&str>::new(), "on {at:?}");
        runs += 1;
    }
    assert_eq!(runs, 20);
}

/// The data of the clinics with its rows in another order.
fn with_rows(order: impl Fn(&mut [&str])) -> Desk {
    let studies = Desk::fixtures();
    let file = "studies/clinics/clinics.csv";
    let text = studies.read(file);
    let mut lines: Vec<&str> = text.lines().collect();
    order(&mut lines[1..]);
    let ordered = lines.join("\n") + "\n";
    assert_ne!(ordered, text);
    studies.write(file, ordered);
    studies
}

/// Every third row, then every third of the rest: no two neighbours stay neighbours.
fn dealt(rows: &mut [&str]) {
    let given = rows.to_vec();
    let deal = (0..3).flat_map(|first| given.iter().skip(first).step_by(3));
    rows.iter_mut().zip(deal).for_each(|(place, row)| *place = row);
}

#[test]
fn the_order_of_the_rows_does_not_matter_where_the_study_says_so() {
    let as_given = made_on(&HERE, &Desk::fixtures(), "clinics");
    // The hash of the data file is another, and it is printed; nothing else may be.
    let hash = |files: &Tree| {
        let results = crate::support::json(std::str::from_utf8(&files["results.json"]).expect("text"));
        results["datasets"][0]["sha256"].as_str().expect("a hash").to_owned()
    };
    let orders: [fn(&mut [&str]); 4] =
        [|rows| rows.reverse(), |rows| rows.rotate_left(7), |rows| rows.swap(0, 29), dealt];
    for (i, order) in orders.into_iter().enumerate() {
        let studies = with_rows(order);
        let ordered = made_on(&HERE, &studies, "clinics");
        let (old, new) = (hash(&as_given), hash(&ordered));
        assert_ne!(old, new);
        let renamed = |(name, bytes): (&String, &Vec<u8>)| match std::str::from_utf8(bytes) {
            Ok(text) => (name.clone(), text.replace(&old, &new).into_bytes()),
            Err(_) => (name.clone(), bytes.clone()),
        };
        let renamed: Tree = as_given.iter().map(renamed).collect();
        let packed = ["inputs/clinics/clinics.csv", "report.pdf", "ro-crate-metadata.json", "tables.xlsx"];
        assert_eq!(
            differing(&renamed, &ordered),
            packed,
            "order {i}: the file itself, two that print its hash and hold no text as such, and the hashes of these"
        );
        assert_eq!(
            differing(&ordered, &made_on(&THERE, &studies, "clinics")),
            Vec::<&str>::new(),
            "order {i}"
        );
    }
}

#[test]
fn where_the_order_of_the_rows_matters_the_report_says_so() {
    let says = "The result of this start depends on the order of the rows";
    let by_spss = |studies: Desk| {
        studies.edit("studies/clinics.yaml", "  starts: 20", "  start: spss");
        studies.report("clinics")
    };
    assert!(!Desk::fixtures().report("clinics").sentences().contains(says));
    let (given, turned) = (by_spss(Desk::fixtures()), by_spss(with_rows(|rows| rows.rotate_left(7))));
    for report in [&given, &turned] {
        assert!(report.sentences().contains(says), "{}", report.sentences());
    }
    let centers = |report: &Report| report.results()["segmentation"]["initial_centers"].clone();
    assert!(centers(&given).is_array());
    assert_ne!(centers(&given), centers(&turned), "and it does matter");

    let shipped = Desk::shipped();
    let said = "Hasil cara ini bergantung pada urutan baris";
    assert!(shipped.report(QRIS).sentences().contains(said), "the paper's own start is that of SPSS");
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
