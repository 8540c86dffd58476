//! What the charts of a survey promise, over easy and hard ones, in both languages.

use super::tests::{keep, svg_text};
use super::{Chart, draw_positioning, style, survey_fixtures as fixtures};
use crate::locale::{Language, Locale};
use crate::positioning::PositioningFindings;
use plotters::style::RGBColor;
use roxmltree::Document;
use std::collections::BTreeSet;

fn charts(found: &PositioningFindings, language: Language) -> Vec<Chart> {
    draw_positioning(
        found,
        &Locale { language, currency: "IDR".into() },
        &super::Ruler::new(Vec::new()).expect("fonts"),
    )
    .expect("charts are drawn")
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

#[test]
fn no_text_is_cut_or_covers_another_in_surveys() {
    let mut faults = Vec::new();
    for (study, found) in studies() {
        for language in [Language::Id, Language::En] {
            for chart in charts(&found, language) {
                keep(&format!("survey-{study}"), language, &chart);
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

fn chart(found: &PositioningFindings, language: Language, name: &str) -> Chart {
    charts(found, language).into_iter().find(|chart| chart.name == name).expect("the chart")
}

fn names(found: &PositioningFindings) -> Vec<&'static str> {
    charts(found, Language::En).into_iter().map(|chart| chart.name).collect()
}

/// Everything that is written, in its order.
fn texts(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).expect("XML");
    let nodes = document.descendants().filter(|node| node.has_tag_name("text"));
    nodes.map(|node| node.text().unwrap_or("").trim().to_owned()).collect()
}

/// The numbers that elements of a kind and a colour have under some names.
fn drawn<const N: usize>(svg: &str, kind: &str, color: RGBColor, names: [&str; N]) -> Vec<[f64; N]> {
    let color = format!("#{:02X}{:02X}{:02X}", color.0, color.1, color.2);
    let document = Document::parse(svg).expect("XML");
    let nodes = document.descendants().filter(|node| node.has_tag_name(kind));
    let of = nodes.filter(|node| node.attribute("fill") == Some(&color));
    of.map(|node| names.map(|name| node.attribute(name).and_then(|x| x.parse().ok()).expect("a number")))
        .collect()
}

/// One item of one construct, answered as told.
fn answered(frequencies: &[usize]) -> PositioningFindings {
    let mut found = fixtures::hard(0, 1, 1, 0, frequencies.len());
    found.items[0].frequencies = frequencies.to_vec();
    found.items[0].n = frequencies.iter().sum();
    found
}

#[test]
fn charts_of_a_survey_stand_where_their_findings_do() {
    let all = ["likert", "scores", "score_intervals", "importance", "map"];
    assert_eq!(names(&fixtures::acceptance()), all);
    assert_eq!(names(&fixtures::single()), all);
    assert_eq!(names(&fixtures::plain()), ["likert", "score_intervals"], "no segments, no outcome, no map");
    assert_eq!(names(&answered(&[1, 2])), ["likert"], "nothing to compare");
    let mut found = fixtures::acceptance();
    found.items.iter_mut().for_each(|item| item.n = 0);
    found.scores.iter_mut().for_each(|score| score.mean = None);
    found.importance.iter_mut().for_each(|one| one.quadrant = None);
    found.map = None;
    assert_eq!(names(&found), Vec::<&str>::new());
}

#[test]
fn same_survey_same_bytes() {
    for (study, found) in studies() {
        assert_eq!(charts(&found, Language::Id), charts(&found, Language::Id), "{study}");
    }
}

#[test]
fn alternative_text_of_a_survey_gives_the_numbers() {
    let alt = |name: &str, language| chart(&fixtures::acceptance(), language, name).alt;
    for (name, language, said) in [
        ("likert", Language::En, "Loket – Most answers above the middle on c1_2 (80%), fewest on c0_0 (10%)"),
        (
            "likert",
            Language::Id,
            "butir: 16, konstruk: 4. Loket – Jawaban di atas tengah skala terbanyak pada c1_2",
        ),
        (
            "scores",
            Language::En,
            "Highest: Minat menggunakan, Loket, segment Tinggi (4.86); lowest: Minat menggunakan, Aplikasi",
        ),
        ("scores", Language::En, "26 of 48 scores; without a score: 0"),
        ("scores", Language::Id, "Di bawah tengah skala (3): 26 dari 48 skor; tanpa skor: 0"),
        (
            "score_intervals",
            Language::En,
            "Kegunaan: highest Aplikasi, segment Sangat kurang (4.86; 3.66–6.06)",
        ),
        ("score_intervals", Language::Id, "terendah Aplikasi, segmen Kurang (1,14; 0,54–1,74)"),
        (
            "importance",
            Language::En,
            "Kartu – Concentrate here: Kegunaan (2.93; 0.83); Keep up the good work:",
        ),
        (
            "importance",
            Language::Id,
            "Aplikasi – Pertahankan Prestasi: Sikap (4,72; 0,83); Prioritas Rendah:",
        ),
        (
            "map",
            Language::En,
            "hold 62.3% and 21.4% of the variance. Component 1: from Loket, segment Sedang (−2.31)",
        ),
        ("map", Language::Id, "Panah: Kegunaan (0,90; −0,19);"),
    ] {
        assert!(alt(name, language).contains(said), "{}", alt(name, language));
    }
}

#[test]
fn alternative_text_of_a_survey_follows_the_findings() {
    let mut found = fixtures::acceptance();
    found.objects.swap(0, 2);
    let [first, .., last] = &mut found.objects[..] else { panic!("three objects") };
    std::mem::swap(&mut first.label, &mut last.label);
    let before = charts(&fixtures::acceptance(), Language::Id);
    for (old, new) in before.iter().zip(charts(&found, Language::Id)) {
        assert_ne!(old.alt, new.alt, "{}", old.name);
    }
}

#[test]
fn bars_part_at_the_middle_of_the_scale() {
    let svg = chart(&answered(&[1, 2, 4, 3, 0]), Language::En, "likert").svg;
    let bar = |i: usize| {
        let bars = drawn(&svg, "rect", style::answer(i, 5), ["x", "width", "height"]);
        // The legend has squares of its own, which are polygons.
        bars.into_iter().map(|[x, width, _]| (x, width)).next()
    };
    let [(a, a_wide), (b, b_wide), (c, c_wide), (d, d_wide)] = [0, 1, 2, 3].map(|i| bar(i).expect("a bar"));
    assert_eq!(bar(4), None, "nobody answered that");
    let unit = a_wide;
    for (wide, times) in [(b_wide, 2.0), (c_wide, 4.0), (d_wide, 3.0)] {
        assert!((wide - times * unit).abs() < 4.0, "{wide} for {times} answers, {unit} for one");
    }
    assert!((a + a_wide - b).abs() < 2.0 && (b + b_wide - c).abs() < 2.0 && (c + c_wide - d).abs() < 2.0);
    let document = Document::parse(&svg).expect("XML");
    let label = |text: &str| {
        let is =
            |node: &roxmltree::Node| node.has_tag_name("text") && node.text().map(str::trim) == Some(text);
        let node = document.descendants().find(is).expect("the tick");
        node.attribute("x").and_then(|x| x.parse::<f64>().ok()).expect("its place")
    };
    assert!((c + c_wide / 2.0 - label("0")).abs() < 1.5, "half of the middle on either side of zero");
    let written = texts(&svg);
    assert!(["10", "20", "40", "30"].iter().all(|share| written.iter().any(|text| text == share)));
}

#[test]
fn an_even_scale_has_no_middle() {
    let svg = chart(&answered(&[1, 2, 2, 3]), Language::En, "likert").svg;
    assert!(!svg.contains("half on either side"));
    let colors: BTreeSet<_> = (0..4).map(|i| style::answer(i, 4)).map(|c| (c.0, c.1, c.2)).collect();
    let neutral = style::answer(2, 5);
    assert!(colors.len() == 4 && !colors.contains(&(neutral.0, neutral.1, neutral.2)));
}

#[test]
fn every_item_stands_on_one_of_the_pages() {
    let found = fixtures::hard(7, 12, 4, 8, 7);
    let charts = charts(&found, Language::Id);
    let pages: Vec<&Chart> = charts.iter().filter(|chart| chart.name.starts_with("likert_")).collect();
    let written: Vec<String> = pages.iter().flat_map(|page| texts(&page.svg)).collect();
    for construct in &found.constructs {
        for item in &construct.items {
            let times = written.iter().filter(|text| *text == item).count();
            assert_eq!(times, 2, "{item}: once for each group of objects");
        }
    }
}

#[test]
fn every_score_is_written_and_coloured_by_its_distance_from_the_middle() {
    let mut found = fixtures::single();
    for (i, score) in found.scores.iter_mut().enumerate() {
        score.mean = (score.construct == "c0").then(|| [2.71, 3.22, 2.13, 1.75][i % 4]);
    }
    let scores = chart(&found, Language::En, "scores");
    let written = texts(&scores.svg);
    let means: Vec<f64> = found.scores.iter().filter_map(|score| score.mean).collect();
    for mean in &means {
        assert!(written.contains(&format!("{mean:.2}")), "{mean}");
        // The farthest mean, 1.75, lies 0.75 below the middle of 2.5; colours end at the next half.
        let color = style::diverging(style::SCALE_END * (mean - 2.5) / 1.0);
        assert!(!drawn(&scores.svg, "rect", color, ["x"]).is_empty(), "the colour of {mean}");
    }
    let cells = written.iter().filter(|text| text.len() == 4 && text.contains('.'));
    assert_eq!(cells.count(), means.len(), "no cell where there is no score");
    assert!(written.iter().any(|text| text == "Empty cells: no score."));
    let whole = chart(&fixtures::single(), Language::En, "scores").svg;
    assert!(!whole.contains("Empty cells"));
}

#[test]
fn constructs_are_named_in_every_panel_where_names_fit() {
    let written = texts(&chart(&fixtures::acceptance(), Language::Id, "importance").svg);
    for construct in ["Kegunaan", "Kemudahan penggunaan", "Sikap"] {
        assert_eq!(written.iter().filter(|text| *text == construct).count(), 3, "{construct}");
    }
    for quadrant in ["Prioritas Utama", "Pertahankan Prestasi", "Prioritas Rendah", "Berlebihan"] {
        assert_eq!(written.iter().filter(|text| *text == quadrant).count(), 3, "{quadrant}");
    }
}

#[test]
fn both_axes_of_the_map_have_one_scale() {
    let found = fixtures::acceptance();
    let svg = chart(&found, Language::En, "map").svg;
    // The first object's marker is a circle.
    let points = found.map.iter().flat_map(|map| &map.points).filter(|point| point.object == "o0");
    let places: Vec<([f64; 2], (f64, f64))> = points
        .map(|point| {
            let color = style::segment(point.segment.expect("a segment")).color;
            let circles = drawn(&svg, "circle", color, ["cx", "cy"]);
            assert_eq!(circles.len(), 1);
            (circles[0], (point.x, point.y))
        })
        .collect();
    let across = |a: &&([f64; 2], (f64, f64)), b: &&([f64; 2], (f64, f64))| a.1.0.total_cmp(&b.1.0);
    let ([x0, y0], first) = *places.iter().min_by(across).expect("a point");
    let ([x1, _], last) = *places.iter().max_by(across).expect("a point");
    let unit = (x1 - x0) / (last.0 - first.0);
    for ([x, y], point) in &places {
        assert!((x - x0 - unit * (point.0 - first.0)).abs() < 2.0);
        assert!((y0 - y - unit * (point.1 - first.1)).abs() < 2.0, "upward as far as across");
    }
}
