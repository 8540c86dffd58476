//! The promise: a table that is wider than the page or longer than one still says everywhere what its rows are about.

use crate::support::{Desk, Report};
use telaah::pdf;

/// Many variables with long names, many units and several segments.
fn report() -> Report {
    let desk = Desk::fixtures();
    let names: Vec<String> = (0..24).map(|i| format!("v{i}")).collect();
    let columns: String = (0..24)
        .map(|i| format!("      v{i}: {{type: number, label: Indicator number {i} of the whole school}}\n"))
        .collect();
    let study = format!(
        "study: wide\nlanguage: en\ndate: 2025-01-01\ntitle: Wide\nauthors:\n  - {{name: X}}\n\
         datasets:\n  d:\n    file: wide/wide.csv\n    origin: administrative\n    source: Made up\n    key: u\n\
         \u{20}   numbers: english\n    columns:\n      u: {{type: code, label: Unit}}\n{columns}\
         segmentation:\n  data: d\n  variables: [{}]\n  k: 8\n",
        names.join(", ")
    );
    let row = |i: u64| {
        let value = |j: u64| (i % 8 * 100 + (i * 7 + j * 13) % 17 + j + 1).to_string();
        format!("U{i:02},{}\n", (0..24).map(value).collect::<Vec<_>>().join(","))
    };
    let rows: String = (0..64).map(row).collect();
    std::fs::create_dir_all(desk.path("studies/wide")).expect("a folder");
    desk.write("studies/wide.yaml", study);
    desk.write("studies/wide/wide.csv", format!("u,{}\n{rows}", names.join(",")));
    desk.report("wide")
}

/// The text of every page, without white space.
fn pages(report: &Report) -> Vec<String> {
    let pdf = pdf::open(report.files["report.pdf"].clone(), "report.pdf").expect("a PDF");
    pdf.pages().expect("pages").iter().map(|page| page.solid()).collect()
}

#[test]
fn panels_and_pages_repeat_what_says_what_a_row_is_about() {
    let pages = pages(&report());
    let all = pages.concat();
    let after = all.split("Values,segmentanddistancesofeachunit").last().expect("the appendix");
    let units = after.split("Inputfiles").next().expect("its end");
    let panels = units.matches("U07").count();
    assert!(panels >= 3, "so many columns do not fit side by side: {panels}");
    assert_eq!(units.matches("U07Segment").count(), panels, "each panel says the segment too");
    assert!(
        units.contains("Distancetofinalcentre") && units.contains("Values"),
        "groups of columns are named"
    );

    let numbers: Vec<&str> = all.split("(continued)").collect();
    assert!(numbers.len() > 3, "long tables go on: {}", numbers.len() - 1);
    let whole = |before: &&str| before.ends_with(|letter: char| letter.is_ascii_digit());
    assert!(numbers[..numbers.len() - 1].iter().all(whole), "by their number");
    assert!(!pages[0].contains("(continued)"));
}
