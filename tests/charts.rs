//! The promise: no text of a chart is cut, and none covers another, in either language.

use crate::support::{Desk, QRIS, svg_text};

/// The charts of a report on a segmentation.
const CHARTS: [&str; 6] = ["distance", "heat_map", "profile", "separation", "silhouette", "spread"];

fn assert_readable(desk: &Desk, study: &str) {
    let report = desk.report(study);
    let charts = report.charts();
    let names: Vec<String> = CHARTS.iter().map(|name| format!("charts/{name}.svg")).collect();
    assert_eq!(charts.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
    for (name, svg) in charts {
        assert!(svg.matches("<text").count() >= 5, "{name} has words");
        assert_eq!(svg_text::faults(svg), Vec::<String>::new(), "{study}: {name}");
    }
}

#[test]
fn the_charts_of_the_shipped_study_are_readable_in_both_languages() {
    let desk = Desk::shipped();
    assert_readable(&desk, QRIS);
    desk.edit("studies/pekalongan-qris-2023.yaml", "language: id", "language: en");
    assert_readable(&desk, QRIS);
}

#[test]
fn the_charts_of_another_field_are_readable_in_both_languages() {
    let desk = Desk::fixtures();
    assert_readable(&desk, "clinics");
    desk.edit("studies/clinics.yaml", "language: en", "language: id");
    assert_readable(&desk, "clinics");
}

#[test]
fn long_names_and_many_segments_leave_charts_readable() {
    let desk = Desk::fixtures();
    desk.edit("studies/clinics.yaml", "k: 3", "k: 7");
    let long =
        "[Far Busier Than Any Other, Busy, Fairly Busy, Middling, Fairly Quiet, Quiet, Hardly Open at All]";
    desk.edit("studies/clinics.yaml", "[Busy, Middling, Quiet]", long);
    desk.edit(
        "studies/clinics.yaml",
        "label: Coverage, unit: \"%\"",
        "label: Share of the families of the district that are covered by any insurance at all, unit: \"%\"",
    );
    let data =
        desk.read("studies/clinics/clinics.csv").replace("C-00", "Clinic of Saint Someone in Newtown-00");
    desk.write("studies/clinics/clinics.csv", data);
    assert_readable(&desk, "clinics");
}

#[test]
fn every_chart_of_simulated_data_says_so_itself_and_no_other_does() {
    let marks = |desk: &Desk, study: &str, mark: &str| {
        let report = desk.report(study);
        let marked = report.charts().into_iter().filter(|(_, svg)| svg.contains(mark));
        (marked.map(|(name, _)| name.to_owned()).collect::<Vec<_>>(), report.charts().len())
    };
    let desk = Desk::fixtures();
    let (marked, all) = marks(&desk, "libraries", "Simulated data");
    assert!(all >= 12 && marked.len() == all, "{marked:?}");
    // The survey's answers alone are simulated: what was made of them is marked, and nothing else.
    let study =
        desk.read("studies/libraries.yaml").replacen("origin: simulated", "origin: administrative", 1);
    let drawn = study.find("\n    simulation:\n").zip(study.find("\n  staff:\n"));
    let (from, to) = drawn.expect("the branches are drawn");
    let mut study = study[..from].to_owned() + &study[to..];
    let from = study.rfind("\n    simulation:\n").expect("the answers are drawn");
    let length =
        study[from + 1..].lines().enumerate().take_while(|(i, line)| *i == 0 || line.starts_with("      "));
    let length: usize = length.map(|(_, line)| line.len() + 1).sum();
    study.replace_range(from + 1..from + 1 + length, "");
    desk.write("studies/libraries.yaml", study);
    let (marked, _) = marks(&desk, "libraries", "Simulated data");
    let of_survey = ["importance", "likert", "map", "score_intervals", "scores"];
    assert_eq!(marked, of_survey.map(|name| format!("charts/{name}.svg")));
    let (marked, _) = marks(&Desk::shipped(), QRIS, "Data simulasi");
    assert_eq!(marked, Vec::<String>::new());
}
