//! What the charts of a targeting promise, over easy and hard ones, in both languages.

use super::tests::{keep, svg_text};
use super::{Chart, draw_targeting, targeting_fixtures as fixtures};
use crate::locale::{Language, Locale};
use crate::targeting::{Quadrant, TargetingFindings};

fn charts(found: &TargetingFindings, language: Language) -> Vec<Chart> {
    draw_targeting(
        found,
        &Locale { language, currency: "IDR".into() },
        &super::Ruler::new(Vec::new()).expect("fonts"),
    )
    .expect("charts are drawn")
}

fn studies() -> Vec<(&'static str, TargetingFindings)> {
    vec![
        ("shops", fixtures::shops()),
        ("hard", fixtures::hard(238, 3, 3)),
        ("many", fixtures::hard(900, 9, 12)),
        ("few", fixtures::hard(3, 1, 2)),
        ("zeros", fixtures::zeros()),
        ("alike", fixtures::alike()),
    ]
}

#[test]
fn no_text_is_cut_or_covers_another_in_targeting() {
    let mut faults = Vec::new();
    for (study, found) in studies() {
        for language in [Language::Id, Language::En] {
            for chart in charts(&found, language) {
                keep(&format!("targeting-{study}"), language, &chart);
                let here = svg_text::faults(&chart.svg);
                faults.extend(
                    here.iter().map(|fault| format!("{study} {} {}: {fault}", language.code(), chart.name)),
                );
                assert!(chart.height_pt < 660.0, "{study} {} is {} pt high", chart.name, chart.height_pt);
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn alternative_text_of_targeting_gives_the_numbers() {
    let alts =
        charts(&fixtures::shops(), Language::En).into_iter().map(|chart| chart.alt).collect::<Vec<_>>();
    assert!(
        alts[0].starts_with("Lorenz curve of Potential") && alts[0].contains("Gini coefficient 0.237"),
        "{}",
        alts[0]
    );
    assert!(
        alts[1].contains("7 met, 8 not met, 5 not assessed, 10 not eligible; 46.7% of those assessed"),
        "{}",
        alts[1]
    );
    assert!(alts[2].contains("Quadrant chart of 30 units"), "{}", alts[2]);
    let other = charts(&fixtures::alike(), Language::En);
    assert!(other.iter().zip(&alts).all(|(chart, alt)| chart.alt != *alt));
}

#[test]
fn every_unit_that_matters_is_numbered_where_there_is_room() {
    let alt = &charts(&fixtures::shops(), Language::Id)[2].alt;
    let numbered = alt.split("Bernomor: ").nth(1).expect("the numbered units");
    assert!(numbered.matches("Kantor").count() >= 6, "{alt}");
    for (study, found) in studies() {
        let charts = charts(&found, Language::Id);
        let chart = charts.iter().find(|chart| chart.name == "quadrants").expect("a chart");
        assert!(!chart.alt.contains("Bernomor: ."), "{study}: {}", chart.alt);
    }
}

#[test]
fn names_below_the_quadrants_are_whole() {
    for (study, found) in studies() {
        let charts = charts(&found, Language::Id);
        let chart = charts.iter().find(|chart| chart.name == "quadrants").expect("a chart");
        let whole = |text: &str| chart.svg.split(text).nth(1).is_some_and(|rest| !rest.contains('…'));
        assert!(whole("nomor menurut daftar unit sasaran"), "{study}: the name of a unit is cut");
        let corners = [Quadrant::Priority, Quadrant::Keep, Quadrant::Later, Quadrant::Ahead];
        let named = |corner: &Quadrant| {
            let words = corner.words(Language::Id);
            chart.alt.contains(words) && chart.svg.contains(words.split(' ').next().unwrap_or_default())
        };
        assert!(corners.iter().all(named), "{study}");
        assert!(!chart.svg.contains("…opsi"), "{study}: the name of a quadrant is cut");
    }
}

#[test]
fn the_first_in_rank_of_the_priority_quadrant_are_numbered() {
    let found = fixtures::hard(238, 3, 3);
    let priority = found.units.iter().filter(|unit| unit.quadrant == Some(Quadrant::Priority));
    let first: Vec<&str> = priority.take(12).map(|unit| unit.name.as_str()).collect();
    let alt = &charts(&found, Language::En)[2].alt;
    let numbered = alt.split("Numbered: ").nth(1).expect("the numbered units").trim_end_matches('.');
    assert!(numbered.split(", ").all(|name| first.contains(&name)), "{alt}");
}

#[test]
fn the_legend_of_criteria_marks_only_what_is_drawn() {
    let svg = &charts(&fixtures::shops(), Language::En)[1].svg;
    assert_eq!(svg.matches("<polygon").count(), 4, "met, not met, not assessed, not eligible");
    assert!(svg.contains("at the right: met of those assessed"));
}
