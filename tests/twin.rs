//! The promise: data that may not be shared can be shared as a twin, which `telaah twin` describes, and which is like them in
//! shape and holds nothing of a single row.

use crate::support::{Desk, MATARAM, table};
use std::collections::{BTreeMap, BTreeSet};

/// The shipped study without prose, claims and what takes long, as `studies/real.yaml`; and with the datasets of its twin,
/// which are returned, as `studies/twin.yaml`.
fn twin_of_the_shipped_study(desk: &Desk) -> String {
    let parts = ["study:", "text:", "claims:", "reproduces:", "  stability:", "  sensitivity:"];
    let whole = desk.read(&format!("studies/{MATARAM}.yaml"));
    let choice = "  k: {choose: 3, from: 2, to: 8, references: 100}";
    let real = without(&whole, &parts).replace(choice, "  k: 3");
    desk.write("studies/real.yaml", format!("study: real\n{real}"));
    let run = desk.run(&["twin", "studies/real.yaml"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let rest = without(&real, &["datasets:"]);
    desk.write("studies/twin.yaml", format!("study: twin\n{rest}\n{}", run.stdout));
    run.stdout
}

/// A study without the keys that begin like this, and what stands below them.
fn without(study: &str, keys: &[&str]) -> String {
    let mut kept = String::new();
    let mut left_out = None;
    for line in study.lines() {
        let depth = line.len() - line.trim_start().len();
        if left_out.is_some_and(|left_out| depth <= left_out) && !line.trim().is_empty() {
            left_out = None;
        }
        if keys.iter().any(|key| line.starts_with(key)) {
            left_out = Some(depth);
        }
        if left_out.is_none() {
            kept += &format!("{line}\n");
        }
    }
    kept
}

#[test]
fn a_twin_of_the_shipped_study_has_its_shape() {
    let desk = Desk::shipped();
    twin_of_the_shipped_study(&desk);
    let run = desk.run(&["simulate", "studies/twin.yaml"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let found = |study: &str| {
        telaah::pipeline::findings(&desk.path(&format!("studies/{study}.yaml"))).expect("findings")
    };
    let (real, twin) = (found("real"), found("twin"));
    let (real_segments, twin_segments) =
        (real.segmentation.expect("a segmentation"), twin.segmentation.expect("a segmentation"));
    assert_eq!(twin_segments.clusters.len(), real_segments.clusters.len());
    for (a, b) in real_segments.clusters.iter().zip(&twin_segments.clusters) {
        let (size, other) = (a.size as f64, b.size as f64);
        assert!((size - other).abs() <= 0.15 * 238.0, "sizes {size} and {other}");
    }
    // The centres stand in the same order in every variable.
    for variable in real_segments.clusters[0].center.keys() {
        let centers: Vec<f64> =
            twin_segments.clusters.iter().map(|cluster| cluster.center[variable]).collect();
        assert!(centers.windows(2).all(|pair| pair[0] > pair[1]), "{variable}: {centers:?}");
        for (a, b) in real_segments.clusters.iter().zip(&centers) {
            let real = a.center[variable];
            assert!((b - real).abs() < 0.35 * real + 0.5, "{variable}: {real} and {b}");
        }
    }
    let (real_targets, twin_targets) = (real.targeting.expect("targets"), twin.targeting.expect("targets"));
    for (a, b) in real_targets.criteria.iter().zip(&twin_targets.criteria) {
        let (a, b) = (a.eligible as f64, b.eligible as f64);
        assert!((a - b).abs() < 20.0, "{a} and {b} are eligible");
    }
    let (real_survey, twin_survey) =
        (real.positioning.expect("a survey"), twin.positioning.expect("a survey"));
    assert!(real_survey.reliability.len() >= 12);
    for (a, b) in real_survey.reliability.iter().zip(&twin_survey.reliability) {
        let (a, b) = (a.alpha.expect("alpha"), b.alpha.expect("alpha"));
        assert!((a - b).abs() < 0.1, "alpha {a} and {b}");
    }
}

#[test]
fn a_twin_holds_nothing_of_a_single_row() {
    let desk = Desk::shipped();
    let described = twin_of_the_shipped_study(&desk);
    assert_eq!(desk.run(&["simulate", "studies/twin.yaml"]).status, 0);
    let (real, twin) =
        (table(&desk, &format!("studies/{MATARAM}/satker.csv")), table(&desk, "studies/twin/satker.csv"));
    assert_eq!(real.keys().collect::<Vec<_>>(), twin.keys().collect::<Vec<_>>());
    for column in ["nama", "kode_satker"] {
        let real: BTreeSet<&String> = real[column].iter().collect();
        let shared: Vec<_> = twin[column].iter().filter(|cell| real.contains(cell)).collect();
        assert!(shared.is_empty(), "{column}: {shared:?}");
        let named: Vec<_> = real.iter().filter(|cell| described.contains(cell.as_str())).collect();
        assert!(named.is_empty(), "{column} is named: {named:?}");
    }
    for (column, cells) in &real {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        cells.iter().for_each(|cell| *counts.entry(cell).or_default() += 1);
        let rare = |cell: &&str| counts[cell] < 3 && cell.len() > 3;
        let rare: Vec<&str> = counts.keys().copied().filter(rare).collect();
        let words: BTreeSet<&str> =
            described.split(|letter: char| !letter.is_alphanumeric() && letter != '.').collect();
        let named: Vec<_> = rare.iter().filter(|cell| words.contains(**cell)).collect();
        assert!(named.is_empty(), "{column}: the description names {named:?}, which one or two rows have");
        let is_money = rare.iter().filter(|cell| cell.len() >= 7).count() > 20;
        let copied = twin[column].iter().filter(|cell| is_money && rare.contains(&cell.as_str())).count();
        assert!(copied < 3, "{column}: {copied} amounts are those of a single row");
    }
}

/// A study of forty shops of three kinds, one of them rare.
fn shops(desk: &Desk) {
    let row = |i: usize| {
        let kind = match i {
            0..3 => "museum",
            3..20 => "market",
            _ => "kiosk",
        };
        let opened = 1990 + i % 20;
        format!(
            "SH{:03},Shop of owner {i},{kind},{opened}-03-{:02},{},{}\n",
            401 + i * 7,
            i % 28 + 1,
            5 + i % 13,
            i * i + 1
        )
    };
    let rows: String = (0..40).map(row).collect();
    desk.write("studies/shops/shops.csv", format!("id,name,kind,opened,staff,sales\n{rows}"));
    desk.write(
        "studies/shops.yaml",
        "study: shops\nlanguage: en\nseed: 5\ndate: 2024-01-01\ntitle: Shops\nauthors: [{name: A}]\ndatasets:\n  shops:\n    \
         file: shops/shops.csv\n    origin: administrative\n    source: Records\n    key: id\n    columns:\n      id: {type: code}\n      \
         name: {type: text, label: Shop}\n      kind: {type: category}\n      opened: {type: date}\n      \
         staff: {type: count}\n      sales: {type: number}\n",
    );
}

#[test]
fn what_few_rows_share_is_left_out() {
    let desk = Desk::empty();
    shops(&desk);
    let run = desk.run(&["twin", "studies/shops.yaml"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("kind: {categorical: {kiosk: 20, market: 15}}"), "{}", run.stdout);
    assert!(!run.stdout.contains("museum") && !run.stdout.contains("owner"), "{}", run.stdout);
    assert!(run.stdout.contains("id: {codes: {digits: 3, prefix: SH}}"), "{}", run.stdout);
    assert!(
        run.stdout.contains("opened: {dates: {from: \"1990-01-01\", to: \"2009-12-31\"}}"),
        "days are rounded to years: {}",
        run.stdout
    );
    // Where all rows are too few, nothing is estimated, and it is said.
    let few = desk.run(&["twin", "--least", "50", "studies/shops.yaml"]);
    assert!(few.stdout.contains("sales: {uniform: {from: 0, to: 1}}  # too few values"), "{}", few.stdout);
}

#[test]
fn a_description_can_be_drawn_as_it_is() {
    let desk = Desk::empty();
    shops(&desk);
    let described = desk.run(&["twin", "studies/shops.yaml"]).stdout;
    let study = desk.read("studies/shops.yaml");
    let (head, _) = study.split_once("datasets:\n").expect("the datasets");
    desk.write("studies/other.yaml", format!("{}{described}", head.replace("study: shops", "study: other")));
    let run = desk.run(&["simulate", "studies/other.yaml"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, "studies/twin/shops.csv: 40 rows, drawn\n"));
    let (problems, status) = desk.check("other");
    assert_eq!((problems.len(), status), (0, 0), "{problems:#?}");
    let json = desk.run(&["twin", "--format", "json", "studies/shops.yaml"]);
    assert_eq!(crate::support::json(&json.stdout)["datasets"], described.as_str());
}
