//! The promise: telaah is for any field. No source and no template knows the words of one.

use crate::support::Desk;
use std::fs;
use std::path::{Path, PathBuf};

/// Words of the treasury and of the shipped studies.
const WORDS: [&str; 17] = [
    "digipay",
    "kkp",
    "cms",
    "satker",
    "kppn",
    "mataram",
    "pagu",
    "dipa",
    "omspan",
    "spm",
    "treasury",
    "perbendaharaan",
    "kementerian",
    "qris",
    "pekalongan",
    "ceiling",
    "rekening",
];

/// Templates made for one field have a folder of their own here.
const OF_ONE_FIELD: [&str; 1] = ["templates/evaluation"];

#[test]
fn no_source_and_no_template_knows_the_words_of_one_field() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut read = 0;
    for file in ["src", "templates"].iter().flat_map(|folder| files(&root.join(folder))) {
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if OF_ONE_FIELD.iter().any(|folder| name.starts_with(folder)) || is_test(&name) {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        read += 1;
        let known =
            |(i, line): (usize, &str)| word_of_a_field(line).map(|word| format!("{name}:{}: {word}", i + 1));
        found.extend(without_tests(&text).lines().enumerate().filter_map(known));
    }
    assert!(read > 60, "only {read} files were read");
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

const STUDY: &str = "studies/libraries.yaml";

/// Words of the templates that a reader of an English report does not know, and another currency.
const OTHER_LANGUAGE: [&str; 8] =
    ["Tabel ", "Gambar ", "Segmen ", "segmen ", "Sumber:", "unit sasaran", "Rp", "diolah"];

#[test]
fn a_study_of_another_field_is_complete() {
    let report = Desk::fixtures().report("libraries");
    let text = report.text("report.typ");
    let shown = || report.charts().into_iter().map(|(_, svg)| svg).chain([text]);
    for part in shown() {
        let foreign = part.lines().find_map(word_of_a_field);
        assert_eq!(foreign, None, "a word of another field");
        let unknown = OTHER_LANGUAGE.iter().find(|word| part.contains(**word));
        assert_eq!(unknown, None, "a word of another language");
    }
    for label in
        ["Hubs", "Lively", "Steady", "Sleepy", "Visits", "Loans", "Digital loans", "Events", "Opening hours"]
    {
        assert!(text.matches(label).count() > 10, "`{label}` is hardly said");
    }
    assert!(text.contains("EUR"), "amounts have the study's currency");
    OPTIONAL.iter().for_each(|part| assert!(text.contains(part.gone), "no `{}`", part.gone));
    assert_eq!(
        report.charts().len(),
        15,
        "{:?}",
        report.charts().iter().map(|(name, _)| *name).collect::<Vec<_>>()
    );
    assert!(text.matches("#data-table(").count() >= 30);
    assert!(report.files.contains_key("tables.xlsx") && report.files.contains_key("report.pdf"));
}

/// A part of the study that may be absent: what is changed, and a section or table that goes with it.
struct Optional {
    edit: fn(&Desk),
    gone: &'static str,
}

const OPTIONAL: [Optional; 12] = [
    Optional { edit: |desk| cut(desk, "  validation: ", "  stability"), gone: "tab-validation-tests" },
    Optional { edit: |desk| cut(desk, "  stability: ", "  sensitivity"), gone: "tab-stability" },
    Optional { edit: |desk| cut(desk, "  sensitivity: ", "targeting:"), gone: "tab-sensitivity" },
    Optional {
        edit: |desk| desk.edit(STUDY, "k: {choose: 4, from: 2, to: 7, references: 50}", "k: 4"),
        gone: "tab-choice-of-k",
    },
    Optional {
        edit: |desk| {
            cut(desk, "text:\n", "datasets:");
            cut(desk, "targeting:", "positioning:\n");
        },
        gone: "tab-targeting-criteria",
    },
    Optional { edit: |desk| cut(desk, "  potential: ", "  name: "), gone: "fig-lorenz" },
    Optional { edit: |desk| cut(desk, "  name: name", "  criteria:"), gone: "Thornby" },
    Optional {
        edit: |desk| {
            cut(desk, "text:\n", "datasets:");
            cut(desk, "segmentation:\n", "targeting:");
            desk.edit(STUDY, "targeting:\n", "targeting:\n  data: branches\n");
            desk.edit(STUDY, "  unit: branch\n", "");
        },
        gone: "tab-cluster-sizes",
    },
    Optional {
        edit: |desk| {
            cut(desk, "  staff:\n", "segmentation:\n");
            cut(desk, "positioning:\n", "");
        },
        gone: "tab-survey-reliability",
    },
    Optional { edit: |desk| desk.edit(STUDY, "  outcome: intent\n", ""), gone: "fig-importance" },
    Optional { edit: |desk| cut(desk, "  guidance:\n", ""), gone: "tab-survey-guidance" },
    Optional {
        edit: |desk| desk.edit(STUDY, "  unit: branch\n", ""),
        gone: "tab-survey-segment-comparisons",
    },
];

/// Takes the text of the study from one mark up to another away; up to the end for an empty mark.
fn cut(desk: &Desk, from: &str, to: &str) {
    let study = desk.read(STUDY);
    let begin = study.find(from).unwrap_or_else(|| panic!("no `{from}`"));
    let end = if to.is_empty() { study.len() } else { begin + study[begin..].find(to).expect("the end") };
    desk.write(STUDY, format!("{}{}", &study[..begin], &study[end..]));
}

#[test]
fn every_part_of_a_study_may_be_absent() {
    for optional in &OPTIONAL {
        let desk = Desk::fixtures();
        (optional.edit)(&desk);
        let report = desk.report("libraries");
        let text = report.text("report.typ");
        assert!(!text.contains(optional.gone), "`{}` is still there", optional.gone);
        for nothing in ["NaN", "undefined", "{{", "(none)", "  ."] {
            assert!(!text.contains(nothing), "without `{}` the report says `{nothing}`", optional.gone);
        }
    }
}

#[test]
fn a_word_of_one_field_is_noticed() {
    assert_eq!(word_of_a_field("let kkp_value = 1;").as_deref(), Some("kkp"));
    assert_eq!(word_of_a_field("{{ s.KPPN }} pays").as_deref(), Some("kppn"));
    assert_eq!(word_of_a_field("transform: scms, `setup`"), None);
}

fn word_of_a_field(line: &str) -> Option<String> {
    let words = line.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase);
    words.into_iter().find(|word| WORDS.contains(&word.as_str()))
}

/// Unit tests may show real data.
fn is_test(name: &str) -> bool {
    name.starts_with("src/") && ["tests.rs", "fixtures.rs"].iter().any(|file| name.ends_with(file))
}

fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())).flatten()
    {
        match entry.path() {
            path if path.is_dir() => all.extend(files(&path)),
            path => all.push(path),
        }
    }
    all
}
