//! What the charts of a survey promise, over easy and hard ones, in both languages.

use super::tests::svg_text;
use super::{Chart, draw_positioning, survey_fixtures as fixtures};
use crate::locale::{Language, Locale};
use crate::positioning::PositioningFindings;

fn charts(found: &PositioningFindings, language: Language) -> Vec<Chart> {
    draw_positioning(found, &Locale { language, currency: "IDR".into() }).expect("charts are drawn")
}

fn studies() -> Vec<(&'static str, PositioningFindings)> {
    vec![
        ("acceptance", fixtures::acceptance()),
        ("single", fixtures::single()),
        ("plain", fixtures::plain()),
        ("hard", fixtures::hard(3, 4, 4, 4, 5)),
        ("most", fixtures::hard(7, 12, 4, 8, 7)),
        ("objects", fixtures::hard(16, 2, 3, 2, 10)),
        ("one", fixtures::hard(0, 1, 1, 2, 4)),
        ("wide", fixtures::hard(1, 26, 2, 3, 10)),
        ("segments", fixtures::hard(2, 3, 2, 24, 2)),
    ]
}

/// Writes charts where `TELAAH_CHARTS` says, to be looked at.
fn keep(study: &str, language: Language, chart: &Chart) {
    if let Ok(folder) = std::env::var("TELAAH_CHARTS") {
        let path = format!("{folder}/survey-{study}-{}-{}", language.code(), chart.name);
        std::fs::write(format!("{path}.svg"), &chart.svg).expect("the chart is written");
        std::fs::write(format!("{path}.txt"), &chart.alt).expect("the text is written");
    }
}

#[test]
fn no_text_is_cut_or_covers_another_in_surveys() {
    let mut faults = Vec::new();
    for (study, found) in studies() {
        for language in [Language::Id, Language::En] {
            for chart in charts(&found, language) {
                keep(study, language, &chart);
                let here = svg_text::faults(&chart.svg);
                faults.extend(
                    here.iter().map(|fault| format!("{study} {} {}: {fault}", language.code(), chart.name)),
                );
                if chart.height_pt >= 660.0 {
                    faults.push(format!("{study} {} is {} pt high", chart.name, chart.height_pt));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
