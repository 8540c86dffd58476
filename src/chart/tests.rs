//! What every chart promises, over an easy study and hard ones, in both languages.

use super::{Chart, Ruler, draw, fixtures};
use crate::locale::{Language, Locale};
use crate::segmentation::SegmentationFindings;

#[path = "../../tests/support/svg_text.rs"]
pub mod svg_text;

fn locale(language: Language) -> Locale {
    Locale { language, currency: "IDR".into() }
}

fn charts(findings: &SegmentationFindings, language: Language) -> Vec<Chart> {
    draw(findings, &locale(language), &Ruler::new(Vec::new()).expect("fonts")).expect("charts are drawn")
}

/// Studies by name: the seven districts, then all that is hard.
fn studies() -> Vec<(&'static str, SegmentationFindings)> {
    vec![
        ("qris", fixtures::qris()),
        ("rupiah", fixtures::rupiah()),
        ("many", fixtures::hard(120, 5, 8)),
        ("named", fixtures::hard(48, 5, 8)),
        ("three", fixtures::hard(3, 2, 2)),
        ("one-variable", fixtures::hard(30, 3, 1)),
        ("wide", fixtures::hard(40, 4, 22)),
        ("widest", fixtures::hard(40, 4, 70)),
        ("segments", fixtures::hard(90, 24, 6)),
        ("hundreds", fixtures::hard(900, 5, 8)),
        ("skewed", fixtures::skewed(60, 8, 5)),
        ("logged", fixtures::logged(fixtures::skewed(60, 8, 2))),
        ("logged-named", fixtures::logged(fixtures::qris())),
        ("compared", fixtures::compared(fixtures::qris(), (2, 8), 201.0, Some(3))),
        ("compared-long", fixtures::compared(fixtures::hard(90, 24, 6), (2, 30), 7.3e19, Some(1))),
        ("compared-short", fixtures::compared(fixtures::hard(30, 3, 1), (3, 4), 2e-7, None)),
    ]
}

/// Writes charts where `TELAAH_CHARTS` says, to be looked at.
pub fn keep(study: &str, language: Language, chart: &Chart) {
    if let Ok(folder) = std::env::var("TELAAH_CHARTS") {
        let path = format!("{folder}/{study}-{}-{}", language.code(), chart.name);
        std::fs::write(format!("{path}.svg"), &chart.svg).expect("the chart is written");
        std::fs::write(format!("{path}.txt"), &chart.alt).expect("the text is written");
    }
}

#[test]
fn no_text_is_cut_or_covers_another() {
    let mut faults = Vec::new();
    for (study, findings) in studies() {
        for language in [Language::Id, Language::En] {
            for chart in charts(&findings, language) {
                keep(study, language, &chart);
                let found = svg_text::faults(&chart.svg);
                faults.extend(
                    found.iter().map(|fault| format!("{study} {} {}: {fault}", language.code(), chart.name)),
                );
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn text_faults_are_found() {
    let text = |x: i32, y: i32, more: &str| {
        format!(
            r#"<text x="{x}" y="{y}" dy="0.76em" font-family="Libertinus Serif" font-size="30"{more}>Brebes</text>"#
        )
    };
    let svg =
        |body: &str| format!(r#"<svg viewBox="0 0 400 200" xmlns="http://www.w3.org/2000/svg">{body}</svg>"#);
    let count = |body: String| svg_text::faults(&svg(&body)).len();
    assert_eq!(count(text(10, 10, "") + &text(10, 50, "")), 0);
    assert_eq!(count(text(10, 10, "") + &text(60, 20, "")), 1, "two overlap");
    assert_eq!(count(text(350, 10, "")), 1, "cut at the right");
    assert_eq!(count(text(350, 10, r#" text-anchor="end""#)), 0);
    assert_eq!(count(text(200, 50, r#" transform="rotate(270, 200, 50)""#)), 1, "cut at the top");
    assert_eq!(count(text(200, 150, r#" transform="rotate(270, 200, 150)""#)), 0);
    assert_eq!(count(text(10, 10, "").replace("Libertinus Serif", "serif")), 1, "another font");
}

#[test]
fn same_findings_same_bytes() {
    for (study, findings) in studies() {
        assert_eq!(charts(&findings, Language::Id), charts(&findings, Language::Id), "{study}");
    }
}

#[test]
fn alternative_text_follows_the_findings() {
    let before = charts(&fixtures::qris(), Language::Id);
    let mut findings = fixtures::qris();
    let swap = |key: &str| match key {
        "Kab. Brebes" => "Kota Tegal".to_owned(),
        "Kota Tegal" => "Kab. Brebes".to_owned(),
        other => other.to_owned(),
    };
    for member in &mut findings.members {
        member.key = swap(&member.key);
    }
    findings.clusters.swap(0, 1);
    findings.clusters[0].number = 1;
    findings.clusters[1].number = 2;
    findings.members.iter_mut().for_each(|m| m.cluster = 3 - m.cluster);
    findings.clusters[0].labels.id = "Tinggi".into();
    for (old, new) in before.iter().zip(charts(&findings, Language::Id)) {
        assert_ne!(old.alt, new.alt, "{}", old.name);
        assert!(new.name == "distance" || new.alt.contains("Tinggi"), "{}", new.alt);
    }
}

#[test]
fn alternative_text_gives_the_numbers() {
    let charts = charts(&fixtures::qris(), Language::Id);
    let alt = |name: &str| charts.iter().find(|c| c.name == name).map(|c| c.alt.clone()).unwrap_or_default();
    assert!(alt("heat_map").contains(
        "Juni terendah Kab. Pekalongan (22.080 transaksi), tertinggi Kab. Brebes (337.452 transaksi)"
    ));
    assert!(
        alt("profile").contains("C2 (1 unit) tertinggi pada April (386.231 transaksi)"),
        "{}",
        alt("profile")
    );
    assert!(alt("separation").contains("498.953"), "{}", alt("separation"));
    assert!(alt("silhouette").contains("rata-rata 0,57"), "{}", alt("silhouette"));
    assert!(alt("distance").contains("Kota Pekalongan (238.839)"), "{}", alt("distance"));
}

#[test]
fn alternative_text_of_the_numbers_of_segments_gives_the_votes() {
    let alt = |gap: Option<usize>, language: Language| {
        let findings = fixtures::compared(fixtures::qris(), (2, 8), 201.0, gap);
        charts(&findings, language).into_iter().find(|c| c.name == "choice_of_k").map(|c| c.alt)
    };
    let english = alt(Some(1), Language::En).unwrap_or_default();
    assert!(english.contains("Silhouette largest: k = 3; Caliński–Harabasz largest: k = 3"), "{english}");
    assert!(english.contains("one-standard-error rule: k = 1"), "{english}");
    assert!(english.contains("has 2 segments, which 0 of the 4 indices that vote support"), "{english}");
    let indonesian = alt(None, Language::Id).unwrap_or_default();
    assert!(indonesian.contains("aturan satu s: tidak ada"), "{indonesian}");
    assert!(indonesian.contains("didukung 0 dari 3 indeks yang memilih"), "{indonesian}");
    assert!(charts(&fixtures::qris(), Language::En).iter().all(|chart| chart.name != "choice_of_k"));
}

#[test]
fn charts_fit_on_a_page() {
    for (study, findings) in studies() {
        for chart in charts(&findings, Language::En) {
            let most = if ["segments", "compared-long"].contains(&study) { 840.0 } else { 660.0 };
            assert!(chart.height_pt < most, "{study} {} is {} pt high", chart.name, chart.height_pt);
        }
    }
}

#[test]
fn names_stay_data() {
    let svg = &charts(&fixtures::hard(48, 5, 8), Language::Id)[0].svg;
    assert!(svg.contains("&lt;KKP&gt;") || svg.contains("&lt;"), "labels are escaped");
    let mut findings = fixtures::qris();
    findings.members[0].key = "a\u{0}\u{1b}b\n  c".into();
    for chart in charts(&findings, Language::Id) {
        assert_eq!(svg_text::faults(&chart.svg), Vec::<String>::new(), "{}", chart.name);
        assert!(!chart.alt.contains('\u{1b}'));
    }
}

#[test]
fn skewed_variables_stand_on_a_logarithmic_scale_and_say_so() {
    let said = |findings: &SegmentationFindings| {
        let all = charts(findings, Language::En);
        let chart = all.into_iter().find(|chart| chart.name == "spread").expect("the chart");
        assert_eq!(
            chart.svg.matches("log(1 + x) scale").count(),
            chart.alt.matches("log(1 + x) scale").count()
        );
        chart.alt.matches("log(1 + x) scale").count()
    };
    // Each of the five variables spans decades, but the third has values below zero.
    assert_eq!(said(&fixtures::skewed(60, 8, 5)), 4);
    assert_eq!(said(&fixtures::hard(48, 5, 1)), 0);
}

fn chart(findings: &SegmentationFindings, language: Language, name: &str) -> Chart {
    charts(findings, language).into_iter().find(|chart| chart.name == name).expect("the chart")
}

/// numpy 2: `z = log1p(x); (z - z.mean()) / z.std(ddof=1)`.
#[test]
fn transformed_values_are_coloured_and_compared_as_transformed() {
    let (raw, logged) = (fixtures::qris(), fixtures::logged(fixtures::qris()));
    let [before, after] = [&raw, &logged].map(|findings| chart(findings, Language::En, "heat_map"));
    assert!(!before.svg.contains("transformed values") && before.alt.contains("Juni of Kab. Brebes (2.2 "));
    assert!(after.svg.contains("standard deviations from the mean, transformed values"));
    let most = "Maret of Kota Pekalongan (1.9 standard deviations from the mean, transformed values)";
    assert!(after.alt.contains(most), "{}", after.alt);
    let profile = chart(&logged, Language::Id, "profile").alt;
    assert!(profile.contains("simpangan baku dari rata-rata semua unit, nilai tertransformasi"), "{profile}");
    assert!(profile.contains("pada April: dari −0,32 (C1) sampai 1,92 (C2)"), "{profile}");
}

#[test]
fn rows_of_means_have_the_colour_of_their_standard_score() {
    let findings = fixtures::logged(fixtures::skewed(60, 8, 2));
    let svg = chart(&findings, Language::En, "heat_map").svg;
    for cluster in &findings.clusters {
        for z in cluster.center_z.values() {
            let color = super::style::diverging(*z);
            let color = format!("#{:02X}{:02X}{:02X}", color.0, color.1, color.2);
            assert!(svg.contains(&color), "{} has no {color}", cluster.label);
        }
    }
    let written = |mean: &str| svg.lines().any(|line| line.trim() == mean);
    assert!(written("6.0") && written("1,400.6"), "the means of a variable have as many decimals");
}

#[test]
fn means_of_many_sizes_are_drawn_in_standard_deviations() {
    let measure = |findings: &SegmentationFindings| {
        chart(findings, Language::En, "profile").alt.contains("standard deviations")
    };
    assert!(!measure(&fixtures::qris()));
    let mut findings = fixtures::qris();
    findings.variables[0].mean /= 100.0;
    assert!(measure(&findings), "one variable would be flat beside the others");
}

#[test]
fn rows_of_a_spread_are_named_left_of_the_plots() {
    let svg = chart(&fixtures::qris(), Language::Id, "spread").svg;
    // Six variables stand in three rows of two panels: the names stand once in each.
    let written = |name: &str| svg.lines().filter(|line| line.trim() == name).count();
    assert_eq!((written("C1"), written("C2")), (3, 3));
}
