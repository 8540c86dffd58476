//! The promise: `telaah diff` names everything that differs between two reports, and nothing that does not.

use crate::support::{Desk, Run, json};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::sync::OnceLock;
use telaah::difference::{Change, findings};

/// Fixtures that between them have every kind of findings.
const STUDIES: [&str; 4] = ["clinics", "shops", "bakeries", "libraries"];
/// As many values of each study are changed, evenly spread over its findings.
const CHANGED: usize = 250;

/// The findings of all fixtures.
fn reported() -> &'static [Value; 4] {
    static REPORTED: OnceLock<[Value; 4]> = OnceLock::new();
    REPORTED.get_or_init(|| {
        let desk = Desk::fixtures();
        STUDIES.map(|study| json(desk.report(study).text("results.json")))
    })
}

/// Every place of a tree, as JSON pointers, with whether it holds a list.
fn places(tree: &Value, at: &str, leaves: &mut Vec<String>, lists: &mut Vec<String>) {
    let below: Vec<(String, &Value)> = match tree {
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => {
            lists.push(at.to_owned());
            items.iter().enumerate().map(|(i, value)| (i.to_string(), value)).collect()
        }
        _ => return leaves.push(at.to_owned()),
    };
    below.into_iter().for_each(|(step, value)| places(value, &format!("{at}/{step}"), leaves, lists));
}

/// The first place of every shape: members have the same lists, one as the other.
fn one_of_each_shape(places: &[String]) -> Vec<&String> {
    let shape =
        |place: &str| place.split('/').filter(|step| step.parse::<usize>().is_err()).collect::<String>();
    let mut seen = BTreeSet::new();
    places.iter().filter(|place| seen.insert(shape(place))).collect()
}

/// Another value of the same type.
fn another(value: &Value) -> Value {
    match value {
        Value::Null => Value::from(0.5),
        Value::Bool(is) => Value::from(!is),
        Value::Number(number) if number.is_f64() => {
            Value::from(number.as_f64().expect("a float") * 2.0 + 0.125)
        }
        Value::Number(number) => Value::from(number.as_u64().expect("a whole number") + 1_000),
        Value::String(text) => Value::from(format!("{text} otherwise")),
        other => panic!("{other} is no leaf"),
    }
}

/// The path without what names the entries of lists: `segmentation.clusters[].size`.
fn shape(path: &str) -> String {
    let mut quoted = false;
    let mut shape = String::new();
    let mut inside = 0;
    for letter in path.chars() {
        match letter {
            '"' => quoted = !quoted,
            '[' if !quoted => inside += 1,
            ']' if !quoted => inside -= 1,
            _ => {}
        }
        if inside == 0 || letter == '[' && !quoted {
            shape.push(letter);
        }
    }
    shape
}

#[test]
fn a_changed_value_is_named_and_no_other() {
    for tree in reported() {
        let (mut leaves, mut lists) = (Vec::new(), Vec::new());
        places(tree, "", &mut leaves, &mut lists);
        for place in leaves.iter().step_by(leaves.len() / CHANGED + 1) {
            let mut changed = tree.clone();
            let leaf = changed.pointer_mut(place).expect("a leaf");
            let (old, new) = (leaf.clone(), another(leaf));
            *leaf = new.clone();
            let found = findings(tree, &changed);
            assert_eq!(found.len(), 1, "{place}: {found:?}");
            assert_eq!((&found[0].old, &found[0].new), (&Some(old), &Some(new)), "{place}");
            let steps = place.split('/').skip(1).map(|step| match step.parse::<usize>() {
                Ok(_) => "[]".to_owned(),
                Err(_) => format!(".{step}"),
            });
            assert_eq!(format!(".{}", shape(&found[0].path)), steps.collect::<String>(), "{place}");
        }
    }
}

#[test]
fn an_entry_that_is_gone_doubled_or_moved_is_noticed() {
    for tree in reported() {
        let (mut leaves, mut lists) = (Vec::new(), Vec::new());
        places(tree, "", &mut leaves, &mut lists);
        for place in one_of_each_shape(&lists) {
            let spoilt = |spoil: &dyn Fn(&mut Vec<Value>)| {
                let mut spoilt = tree.clone();
                spoil(spoilt.pointer_mut(place).and_then(Value::as_array_mut).expect("a list"));
                let found = findings(tree, &spoilt);
                assert_eq!(found.is_empty(), spoilt == *tree, "{place}: {found:?}");
                found
            };
            spoilt(&|list| list.reverse());
            spoilt(&|list| list.extend(list.first().cloned()));
            let first = tree.pointer(place).and_then(|list| list.get(0));
            let gone = spoilt(&|list| drop((!list.is_empty()).then(|| list.remove(0))));
            let is_named = first.is_some_and(|first| first.get("key").or(first.get("name")).is_some());
            let whole = |change: &Change| change.old.as_ref() == first && change.new.is_none();
            assert!(!is_named || gone.len() == 1 && whole(&gone[0]), "{place}: {gone:?}");
        }
    }
}

/// Makes the report of a study, edits it, and makes it again; the reports are in `a` and `b`, and so are their locks.
fn edited(study: &str, before: impl Fn(&Desk), edit: impl Fn(&Desk)) -> Desk {
    let desk = Desk::fixtures();
    before(&desk);
    for (side, edit) in [("a", &(|_: &Desk| {}) as &dyn Fn(&Desk)), ("b", &edit)] {
        edit(&desk);
        let run = desk.run(&["report", "--output", side, &format!("studies/{study}.yaml")]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        desk.write(&format!("{side}/{study}.lock"), desk.bytes(&format!("studies/{study}.lock")));
    }
    desk
}

/// What differs between the two reports, as JSON; `of` is an ending: of folders, locks or PDFs.
fn difference(desk: &Desk, of: &str) -> Value {
    let run = desk.run(&["diff", "--format", "json", &format!("a/{of}"), &format!("b/{of}")]);
    let found = json(&run.stdout);
    assert_eq!((run.status, &*run.stderr), (i32::from(found["equal"] == false), ""));
    found
}

fn said(desk: &Desk, arguments: &[&str]) -> Run {
    desk.run(&[&["diff"], arguments].concat())
}

/// The inputs that differ, each as its reason with what it names.
fn inputs(found: &Value) -> Vec<String> {
    let reason = |input: &Value| {
        let named = [&input["reason"], &input["role"], &input["name"], &input["path"]];
        named.into_iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
    };
    found["inputs"].as_array().expect("inputs").iter().map(reason).collect()
}

fn is_empty(list: &Value) -> bool {
    list.as_array().expect("a list").is_empty()
}

const CLINICS: &str = "studies/clinics.yaml";
const DATA: &str = "studies/clinics/clinics.csv";

fn with_claims(desk: &Desk) {
    desk.edit(CLINICS, "origin: simulated", "origin: published");
    desk.write(CLINICS, desk.read(CLINICS) + "claims: clinics/claims.csv\n");
    desk.write(
        "studies/clinics/claims.csv",
        "where,value,published,note\nTable 1,segmentation.clusters[0].size,8,busy ones\nTable 1,segmentation.n,29,all\n",
    );
}

#[test]
fn the_same_report_made_twice_does_not_differ() {
    let desk = edited("clinics", |_| {}, |_| {});
    for of in ["clinics", "clinics.lock", "clinics/report.pdf", "clinics/results.json"] {
        let found = difference(&desk, of);
        assert_eq!(
            (&found["equal"], &found["a"]["path"]),
            (&Value::from(true), &Value::from(format!("a/{of}")))
        );
    }
    let run = said(&desk, &["a/clinics", "b/clinics"]);
    assert_eq!(
        (run.status, run.stdout.lines().last()),
        (0, Some("no difference in inputs, findings, files"))
    );
}

#[test]
fn data_that_changed_are_named_with_what_they_changed() {
    let desk = edited("clinics", with_claims, |desk| {
        desk.edit(DATA, "C-002,871,\"$34,361.61\",57.3 %", "C-002,5400,\"$150,000.00\",83 %")
    });
    let found = difference(&desk, "clinics");
    assert_eq!(inputs(&found), ["changed data clinics/clinics.csv"]);
    let moved = &found["members"]["moved"][0];
    assert_eq!(
        (&moved["from"]["label"], &moved["to"]["label"]),
        (&Value::from("Quiet"), &Value::from("Busy"))
    );
    assert_eq!(moved["keys"], Value::from(vec!["C-002"]));
    let flipped = &found["claims"][0];
    assert_eq!(
        (&flipped["old"]["verdict"], &flipped["new"]["verdict"]),
        (&Value::from("reproduced"), &Value::from("differs"))
    );
    assert_eq!(found["claims"].as_array().expect("claims").len(), 1);
    let size = "segmentation.clusters[number=1].size";
    let sizes = found["findings"].as_array().expect("findings").iter().find(|change| change["path"] == size);
    let expected = json(&format!(
        r#"{{"path": "{size}", "change": "changed", "old": 8, "new": 9, "absolute": 1.0, "relative": 0.125}}"#
    ));
    assert_eq!(sizes, Some(&expected));
    let text = said(&desk, &["a/clinics", "b/clinics"]);
    let (before_files, files) = text.stdout.split_once("\nFiles\n").expect("files");
    crate::support::assert_snapshot("diff-data", before_files);
    assert!(files.contains("  report.pdf changed\n"), "{files}");
    assert!(
        said(&desk, &["--all", "a/clinics", "b/clinics"]).stdout.lines().count()
            > text.stdout.lines().count()
    );
    let by_lock = difference(&desk, "clinics.lock");
    assert_eq!(by_lock["inputs"], found["inputs"]);
    let by_pdf = difference(&desk, "clinics/report.pdf");
    assert_eq!([&by_pdf["inputs"], &by_pdf["findings"]], [&found["inputs"], &found["findings"]]);
}

#[test]
fn a_claim_that_changed_is_named() {
    let desk = edited("clinics", with_claims, |desk| {
        desk.edit("studies/clinics/claims.csv", ".size,8,", ".size,7,")
    });
    let found = difference(&desk, "clinics");
    assert_eq!(inputs(&found), ["changed claims clinics/claims.csv"]);
    assert_eq!(found["claims"][0]["new"]["published"], "7");
    assert!(is_empty(&found["members"]["moved"]));
    let told = found["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|change| change["path"].as_str().expect("a path"));
    assert!(
        told.clone().count() > 3 && told.clone().all(|path| path.starts_with("claims.")),
        "{:?}",
        told.collect::<Vec<_>>()
    );
}

#[test]
fn a_setting_that_changed_is_named_with_both_values() {
    let two = |desk: &Desk| {
        desk.edit(CLINICS, "k: 3", "k: 2");
        desk.edit(CLINICS, "[Busy, Middling, Quiet]", "[Busy, Quiet]");
    };
    let desk = edited("clinics", |_| {}, two);
    let found = difference(&desk, "clinics.lock");
    assert_eq!(inputs(&found)[..2], ["changed study clinics.yaml", "setting segmentation.k"]);
    let run = said(&desk, &["a/clinics.lock", "b/clinics.lock"]);
    for line in
        ["setting changed: segmentation.k: 3, now 2", "segmentation.k changed", "results.json changed"]
    {
        assert!(run.stdout.contains(&format!("\n  {line}\n")), "`{line}` is not in {}", run.stdout);
    }
    let members = &difference(&desk, "clinics")["members"];
    let quiet = json(r#"{"old": {"number": 3, "label": "Quiet"}, "new": {"number": 2, "label": "Quiet"}}"#);
    assert!(members["segments"].as_array().expect("segments").contains(&quiet), "{members}");
    let mut from = members["moved"].as_array().expect("moves").iter().map(|moved| &moved["from"]["label"]);
    assert!(from.all(|label| label == "Middling"), "only units of the segment that is gone moved: {members}");
}

/// The folder keeps all findings, its PDF gives away those that are not about single clinics.
#[test]
fn what_was_left_out_of_a_pdf_is_told_and_not_taken_for_a_difference() {
    let confidential = |desk: &Desk| desk.edit(CLINICS, "origin: simulated", "origin: administrative");
    let desk = edited("clinics", confidential, |_| {});
    for (a, b, side) in
        [("a/clinics", "b/clinics/report.pdf", "b"), ("a/clinics/report.pdf", "b/clinics.lock", "a")]
    {
        let found = json(&said(&desk, &["--format", "json", a, b]).stdout);
        assert_eq!(found["equal"], true, "{found}");
        let lack =
            found["not_compared"].as_array().expect("a list").iter().find(|lack| lack["what"] == "units");
        let lack = lack.expect("units are told");
        assert_eq!((&lack["lacking"], &lack["parts"][0]), (&side.into(), &"segmentation.members".into()));
    }
    desk.edit("b/clinics.lock", "segmentation.within_ss: ", "segmentation.within_ss: 0");
    desk.edit("b/clinics.lock", "segmentation.members: ", "segmentation.members: 0");
    let found = json(&said(&desk, &["--format", "json", "a/clinics/report.pdf", "b/clinics.lock"]).stdout);
    let parts = found["parts"].as_array().expect("parts").iter().map(|part| &part["name"]);
    assert_eq!(parts.collect::<Vec<_>>(), ["segmentation.within_ss"]);
}

#[test]
fn prose_that_changed_leaves_the_numbers_as_they_are() {
    let with_prose = |desk: &Desk| {
        desk.edit(CLINICS, "text:\n", "text:\n  method: {file: clinics/method.md}\n");
        desk.write("studies/clinics/method.md", "We asked.\n");
    };
    let desk = edited("clinics", with_prose, |desk| desk.write("studies/clinics/method.md", "We counted.\n"));
    let found = difference(&desk, "clinics");
    assert_eq!(inputs(&found), ["changed prose clinics/method.md"]);
    assert!(is_empty(&found["findings"]));
    let outputs = found["outputs"].as_array().expect("outputs");
    let changed: Vec<&str> = outputs.iter().filter_map(|file| file["name"].as_str()).collect();
    assert!(changed.contains(&"report.pdf") && changed.contains(&"inputs/clinics/method.md"), "{changed:?}");
    assert!(!changed.contains(&"results.json"), "{changed:?}");
}

#[test]
fn what_only_one_side_knows_is_told_as_not_compared() {
    let desk = edited("clinics", |_| {}, |desk| desk.edit(CLINICS, "starts: 20", "starts: 30"));
    let compare = |a: &str, b: &str| {
        let run = desk.run(&["diff", "--format", "json", a, b]);
        assert_eq!(run.status, 1, "{}", run.stdout);
        json(&run.stdout)
    };
    let told = |found: &Value| {
        let lack = |lack: &Value| {
            format!("{} {}", lack["what"].as_str().expect("what"), lack["lacking"].as_str().expect("who"))
        };
        found["not_compared"].as_array().expect("a list").iter().map(lack).collect::<Vec<_>>()
    };
    let hashes = compare("a/clinics.lock", "b/clinics");
    assert_eq!(told(&hashes), ["values a"]);
    let parts = hashes["parts"].as_array().expect("parts").iter().filter_map(|part| part["name"].as_str());
    let starts = ["starts", "starts_at_best", "starts_near_best"].map(|name| format!("segmentation.{name}"));
    assert_eq!(parts.collect::<Vec<_>>()[1..], starts);
    assert_eq!(told(&compare("a/clinics/report.pdf", "b/clinics.lock")), ["values b"]);
    assert_eq!(told(&compare("a/clinics/results.json", "b/clinics")), ["inputs a", "outputs a"]);
    let run = said(&desk, &["a/clinics/results.json", "b/clinics/inputs.lock"]);
    assert_eq!((run.status, &*run.stdout), (2, ""));
    assert!(run.stderr.contains("diff::nothing-in-common"), "{}", run.stderr);
}

#[test]
fn what_cannot_be_compared_is_refused_with_status_2() {
    let desk = Desk::empty();
    let fine = r#"{"results_version": 1}"#;
    let deep = "[".repeat(1_000_000);
    desk.write("fine.json", fine);
    desk.write("deep.json", format!("{{\"results_version\": {deep}"));
    desk.write("list.json", "[1, 2]");
    desk.write("not.lock", "lock_version: 1\nstudy: x\n");
    desk.write("deep.lock", &deep);
    desk.write("latin.lock", [0xe9, 0x0a]);
    desk.write("no.pdf", "%PDF-1.7\n");
    desk.write("notes.txt", fine);
    desk.write("empty/notes.txt", fine);
    let cases = [
        ("deep.json", "diff::results"),
        ("list.json", "diff::results"),
        ("not.lock", "diff::lock"),
        ("deep.lock", "diff::lock"),
        ("latin.lock", "diff::lock"),
        ("no.pdf", "pdf::"),
        ("notes.txt", "diff::kind"),
        ("empty", "diff::no-report"),
        ("missing", "diff::missing"),
    ];
    for (side, code) in cases {
        let run = said(&desk, &["fine.json", side]);
        assert_eq!((run.status, &*run.stdout), (2, ""), "{side}: {}", run.stderr);
        assert!(run.stderr.contains(code), "{side}: {}", run.stderr);
    }
    let both = said(&desk, &["notes.txt", "missing"]);
    assert!(both.stderr.contains("diff::kind") && both.stderr.contains("diff::missing"), "{}", both.stderr);
}

#[test]
fn what_stands_in_a_report_does_not_reach_the_terminal_as_a_command() {
    let desk = Desk::empty();
    let tree = |label: &str| {
        let cluster = |n: u64| serde_json::json!({ "number": n, "label": label });
        let item = serde_json::json!({ "where": label, "value": label, "note": label, "verdict": label, "published": label });
        let mut fields = Map::new();
        fields.insert("results_version".into(), 1.into());
        fields.insert(label.into(), label.into());
        fields.insert(
            "segmentation".into(),
            serde_json::json!({ "clusters": [cluster(1)], "members": [{ "key": label, "cluster": 1 }] }),
        );
        fields.insert("claims".into(), serde_json::json!({ "items": [item] }));
        Value::from(fields).to_string()
    };
    desk.write("a.json", tree("\u{1b}[31m\u{9b}2J\u{202e}one\n  forged: line"));
    desk.write("b.json", tree("\u{1b}]0;two\u{7}\u{200f}\r"));
    let run = said(&desk, &["--all", "a.json", "b.json"]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    let is_odd = |letter: char| letter != '\n' && letter.is_control() || "\u{202e}\u{200f}".contains(letter);
    assert!(!run.stdout.contains(is_odd), "{:?}", run.stdout);
    assert!(!run.stdout.lines().any(|line| line.trim_start().starts_with("forged")), "{}", run.stdout);
}

#[test]
fn a_side_that_never_ends_or_leads_elsewhere_is_not_read() {
    let desk = Desk::empty();
    desk.write("fine.json", r#"{"results_version": 1}"#);
    desk.write("folder/results.json", r#"{"results_version": 1}"#);
    #[cfg(unix)]
    std::os::unix::fs::symlink("/dev/zero", desk.path("folder/charts.svg")).expect("a link");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/dev/zero", desk.path("endless.json")).expect("a link");
    assert_eq!(said(&desk, &["fine.json", "folder"]).status, 0);
    if cfg!(unix) {
        let run = said(&desk, &["fine.json", "endless.json"]);
        assert_eq!(run.status, 2, "{}", run.stderr);
    }
}

#[test]
fn the_fixtures_have_every_kind_of_findings() {
    for part in ["segmentation", "targeting", "positioning"] {
        assert!(reported().iter().any(|tree| tree[part].is_object()), "{part}");
    }
}
