//! The promise: what a survey says is what numpy, scipy, statsmodels, scikit-posthocs and scikit-learn say of the same
//! answers: who answered, quality of measurement, scores with intervals and classes, comparisons, importance, map, guidance.
//!
//! Compared with `reference/positioning.json` to nine digits. And nothing of a survey is too little: what cannot be computed
//! of it is none, never a number that is none.

use crate::support::Desk;
use crate::support::reference::{Comparison, reference};
use serde_json::{Value, json};
use telaah::data::Table;
use telaah::locale::{Language, Locale, Text};
use telaah::positioning::answers::{Answers, Respondent};
use telaah::positioning::{PositioningFindings, Survey, run};
use telaah::segmentation::{self, SegmentationFindings};
use telaah::study::schema::{Classed, Total};
use telaah::study::{
    self, Classes, Construct, Dataset, Element, Guidance, Instrument, Item, Layout, Object, Positioning,
    Study,
};

fn words(list: &Value) -> Vec<String> {
    crate::support::reference::words(list)
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn maybe(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn count(value: &Value) -> usize {
    value.as_u64().expect("a count") as usize
}

/// What a study would ask for, from the settings of a case.
fn plan(settings: &Value) -> Positioning {
    let construct = |one: &Value| {
        let item =
            |name: String| Item { text: Text::same(format!("{{object}}: {name}")), name, reversed: false };
        let items = words(&one["items"]).into_iter().map(item).collect();
        Construct { name: text(&one["name"]), label: Text::same(text(&one["name"])), definition: None, items }
    };
    let constructs: Vec<Construct> = list(&settings["constructs"]).iter().map(construct).collect();
    let position = |name: &str| constructs.iter().position(|one| one.name == name).expect("a construct");
    let element = |one: &Value| Element {
        name: text(&one[0]),
        label: Text::same(text(&one[0])),
        constructs: words(&one[1]).iter().map(|name| position(name)).collect(),
        below: number(&one[2]),
        recommendation: None,
    };
    let linked = settings["linked"] == true;
    let object = |name: String| Object { label: Text::same(name.to_uppercase()), name };
    Positioning {
        data: "survey".into(),
        units: linked.then(|| "units".into()),
        objects: words(&settings["objects"]).into_iter().map(object).collect(),
        respondent: "respondent".into(),
        unit: linked.then(|| "unit".into()),
        layout: Layout::Wide(Vec::new()),
        missing_values: Vec::new(),
        answered: number(&settings["answered"]),
        profile: vec!["role".into(), "years".into()],
        representative: vec!["staff".into(), "kind".into()],
        population: settings["population"].as_u64().map(|n| n as usize),
        margin: number(&settings["margin"]),
        total: if settings["total"] == "all" { Total::All } else { Total::Construct },
        level: number(&settings["level"]),
        reliable_from: number(&settings["reliable_from"]),
        classes: Classes {
            of: if settings["classed"] == "tcr" { Classed::Tcr } else { Classed::Mean },
            cuts: list(&settings["cuts"]).iter().map(number).collect(),
            labels: words(&settings["classes"]).into_iter().map(Text::same).collect(),
        },
        outcome: maybe(&settings["outcome"]).map(|name| position(&name)),
        guidance: Some(Guidance { elements: list(&settings["elements"]).iter().map(element).collect() }),
        place: None,
        instrument: Instrument {
            title: None,
            source: None,
            from: count(&settings["from"]) as i32,
            to: count(&settings["to"]) as i32,
            labels: Vec::new(),
            constructs,
        },
        instrument_file: None,
    }
}

fn answers(people: &Value) -> Answers {
    let row = |row: &Value| list(row).iter().map(Value::as_f64).collect();
    let respondent = |one: &Value| Respondent {
        key: text(&one["key"]),
        unit: maybe(&one["unit"]),
        profile: list(&one["profile"]).iter().map(maybe).collect(),
        answers: list(&one["answers"]).iter().map(row).collect(),
    };
    Answers { respondents: list(people).iter().map(respondent).collect() }
}

/// The datasets of a case, and the segments of its units.
struct Field {
    study: Study,
    units: Table,
    segments: SegmentationFindings,
}

impl Field {
    fn of(units: &Value) -> Self {
        let desk = Desk::empty();
        let cell = |value: &Value| {
            value.as_str().map_or_else(|| value.to_string().replace("null", ""), str::to_owned)
        };
        let line =
            |unit: &Value| ["key", "orders", "staff", "kind"].map(|name| cell(&unit[name])).join(",") + "\n";
        let lines: String = list(units).iter().map(line).collect();
        desk.write("studies/units.csv", format!("key,orders,staff,kind\n{lines}"));
        desk.write("studies/survey.csv", "respondent,role,years\n1,a,1\n");
        desk.write(
            "studies/field.yaml",
            "study: field\nlanguage: en\nseed: 1\ndate: 2024-01-01\ntitle: Field\nauthors: [{name: A}]\ndatasets:\n  \
             units:\n    file: units.csv\n    origin: simulated\n    source: Invented\n    key: key\n    numbers: english\n    \
             separator: \",\"\n    columns:\n      key: {type: code}\n      orders: {type: count}\n      \
             staff: {type: count, label: Staff, unit: people}\n      kind: {type: category}\n  \
             survey:\n    file: survey.csv\n    origin: simulated\n    source: Invented\n    key: respondent\n    \
             numbers: english\n    separator: \",\"\n    columns:\n      respondent: {type: code}\n      role: {type: text}\n      \
             years: {type: count, label: Years of service}\nsegmentation:\n  \
             {data: units, variables: [{column: orders, missing: exclude}], k: 3}\n",
        );
        let (study, problems) = study::load(&desk.path("studies/field.yaml"));
        assert!(!problems.has_errors(), "{problems:?}");
        let study = study.expect("a study");
        let units = Table::read(dataset(&study, "units")).expect("the units");
        let segments = segments(&study, &units);
        Self { study, units, segments }
    }

    /// What is found of a survey, with its segments or without.
    fn found(&self, plan: &Positioning, answers: &Answers, segmented: bool) -> PositioningFindings {
        let survey = Survey { dataset: dataset(&self.study, "survey"), answers };
        let units = plan.units.as_ref().map(|_| (dataset(&self.study, "units"), &self.units));
        let locale = Locale { language: Language::En, currency: "EUR".into() };
        let grouping = self.segments.grouping(locale.language);
        run(plan, survey, units, Some(&grouping).filter(|_| segmented), &locale)
    }
}

fn dataset<'a>(study: &'a Study, name: &str) -> &'a Dataset {
    study.datasets.iter().find(|dataset| dataset.name == name).expect("a dataset")
}

fn segments(study: &Study, units: &Table) -> SegmentationFindings {
    let plan = study.segmentation.as_ref().expect("a segmentation");
    let dataset = dataset(study, "units");
    let matrix = telaah::data::Matrix::take(units, dataset, &plan.variables, Language::En).expect("a matrix");
    segmentation::run(plan, dataset, &matrix, study.seed, Language::En).expect("segments")
}

/// A case of the reference with what telaah finds of it.
fn case(name: &str) -> (Value, PositioningFindings) {
    let mut expected = reference("positioning.json");
    let field = Field::of(&expected["units"]["units"]);
    let case = expected[name].take();
    let found = field.found(&plan(&case["settings"]), &answers(&case["respondents"]), true);
    (case, found)
}

fn tree(found: &PositioningFindings) -> Value {
    serde_json::to_value(found).expect("finite numbers")
}

#[test]
fn what_a_survey_says_is_what_other_software_says() {
    for (name, at_least) in [("units", 900), ("plain", 250)] {
        let (case, found) = case(name);
        let found = tree(&found);
        let mut comparison = Comparison::default();
        for (part, expected) in case["expected"].as_object().expect("parts") {
            comparison.same(&format!("{name}: {part}"), &found[part], expected);
        }
        comparison.assert(at_least);
    }
}

#[test]
fn tests_of_two_are_made_only_where_the_test_over_all_is_significant() {
    let (_, found) = case("units");
    let segments = &found.segment_comparisons;
    let objects = &found.object_comparisons;
    assert!(segments.iter().any(|one| one.significant) && segments.iter().any(|one| !one.significant));
    assert!(objects.iter().any(|one| one.significant) && objects.iter().any(|one| !one.significant));
    assert!(segments.iter().all(|one| one.pairs.len() == if one.significant { 3 } else { 0 }));
    assert!(objects.iter().all(|one| one.pairs.len() == if one.significant { 3 } else { 0 }));
}

#[test]
fn who_the_respondents_are_and_what_items_say() {
    let (_, found) = case("units");
    let years = &found.respondents.profile[1];
    let values: Vec<&str> = years.values.iter().map(|value| value.value.as_str()).collect();
    assert_eq!(values, ["0–4", "5–9", "10–14", "15–19", "20–24", "25–29"], "{years:?}");
    assert_eq!(years.label, "Years of service");
    let counted: usize = years.values.iter().map(|value| value.n).sum();
    assert_eq!(counted + years.missing, found.respondents.answered);
    let shares: f64 = found.respondents.profile[0].values.iter().map(|value| value.share).sum();
    assert!((shares - 1.0).abs() < 1e-12);
    assert_eq!(found.items[0].text, "WEB: e1");
    assert_eq!(found.scale.labels, ["1", "2", "3", "4", "5"]);
    assert_eq!(found.respondents.representative[0].unit, "people");
}

/// Spoils the answers of a case in some way.
type Spoil = fn(&mut Vec<Respondent>);

#[test]
fn nothing_of_a_survey_is_too_little() {
    let reference = reference("positioning.json");
    let field = Field::of(&reference["units"]["units"]);
    let spoils: [(&str, Spoil); 8] = [
        ("no respondents", |people| people.clear()),
        ("nobody answered", |people| {
            people.iter_mut().for_each(|one| one.answers.iter_mut().for_each(|row| row.fill(None)));
        }),
        ("one respondent", |people| people.truncate(1)),
        ("two respondents", |people| people.truncate(2)),
        ("one answer each", |people| {
            people.iter_mut().for_each(|one| one.answers.iter_mut().for_each(|row| row[1..].fill(None)));
        }),
        ("everyone answers alike", |people| {
            people.iter_mut().for_each(|one| one.answers.iter_mut().for_each(|row| row.fill(Some(3.0))));
        }),
        ("an object that nobody rated", |people| {
            people.iter_mut().for_each(|one| one.answers[0].fill(None));
        }),
        ("units that are not there", |people| {
            people.iter_mut().for_each(|one| one.unit = one.unit.as_ref().map(|unit| format!("x{unit}")));
        }),
    ];
    for case in ["units", "plain"] {
        let plan = plan(&reference[case]["settings"]);
        for (name, spoil) in &spoils {
            for segmented in [true, false] {
                let mut spoilt = answers(&reference[case]["respondents"]);
                spoil(&mut spoilt.respondents);
                let found = field.found(&plan, &spoilt, segmented);
                // JSON holds no number that is none: what is not finite would come back as nothing, where none was meant.
                let back: PositioningFindings = serde_json::from_value(tree(&found))
                    .unwrap_or_else(|error| panic!("{case}, {name}: {error}"));
                assert_eq!(back, found, "{case}, {name}");
            }
        }
    }
}

#[test]
fn what_is_missing_is_none_and_the_rest_stays() {
    let reference = reference("positioning.json");
    let field = Field::of(&reference["units"]["units"]);
    let plan = plan(&reference["units"]["settings"]);
    let mut people = answers(&reference["units"]["respondents"]);
    people.respondents.iter_mut().for_each(|one| one.answers[2].fill(None));
    let found = field.found(&plan, &people, true);
    assert_eq!(found.objects[2].n, 0);
    let of_desk = found.scores.iter().filter(|score| score.object == "desk");
    assert!(
        of_desk.clone().all(|score| score.n == 0 && score.mean.is_none() && score.class_label.is_empty())
    );
    assert_eq!(of_desk.count(), 12);
    assert!(found.object_comparisons.iter().all(|one| one.n == 0 && one.p.is_none() && one.dropped > 0));
    assert_eq!(found.map.expect("a map of the others").points.len(), 6);
    assert!(found.importance.iter().all(|one| one.quadrant.is_some() == (one.object != "desk")));
    let guidance = found.guidance.expect("guidance");
    assert!(
        guidance
            .elements
            .iter()
            .flat_map(|one| &one.scores)
            .all(|one| one.mean.is_some() == (one.object != "desk"))
    );
}

#[test]
fn units_without_a_segment_count_among_all_but_in_no_segment() {
    let (case, found) = case("units");
    let all = &found.scores[0];
    let of_segments: usize = found.scores[1..4].iter().map(|score| score.n).sum();
    assert_eq!(found.respondents.without_segment, count(&case["expected"]["respondents"]["without_segment"]));
    assert_eq!((found.respondents.without_segment, all.n), (1, of_segments + 1));
    let comparison = &found.segment_comparisons[0];
    assert_eq!(comparison.n, of_segments);
}

#[test]
fn without_segments_or_with_one_object_there_is_nothing_to_compare() {
    let reference = reference("positioning.json");
    let field = Field::of(&reference["units"]["units"]);
    let mut plan = plan(&reference["units"]["settings"]);
    let mut people = answers(&reference["units"]["respondents"]);
    plan.objects = vec![Object { name: String::new(), label: Text::same("") }];
    people.respondents.iter_mut().for_each(|one| one.answers.truncate(1));
    let found = field.found(&plan, &people, false);
    assert!(!found.has_objects && !found.has_segments);
    assert!(
        found.segment_comparisons.is_empty() && found.object_comparisons.is_empty() && found.map.is_none()
    );
    assert_eq!(found.scores.len(), 3, "all together, by construct");
    assert_eq!(found.items[0].text, ": e1");
    assert_eq!(found.respondents.population, Some(28), "all units of the dataset");
    let scores = &found.guidance.expect("guidance").elements[0].scores;
    assert_eq!(json!(scores.iter().map(|one| one.segment).collect::<Vec<_>>()), json!([null]));
}
