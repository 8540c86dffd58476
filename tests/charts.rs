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
