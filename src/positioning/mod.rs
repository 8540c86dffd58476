//! What a survey says of segments and of the objects they rated: quality of measurement, scores, comparisons, guidance.
//!
//! Items and constructs are judged by the answers of respondents; segments are compared by the scores of their units, over
//! whose respondents answers are averaged first, so that a unit with several of them does not count more than others.

pub mod answers;
mod comparisons;
mod findings;
mod guidance;
mod importance;
mod items;
mod map;
mod profile;
mod reliability;
mod representative;
mod respondents;
mod rules;
mod sample;
mod scoring;

pub use findings::*;

use crate::data::Table;
use crate::locale::{Language, Locale};
use crate::segmentation::Grouping;
use crate::study::{Dataset, Positioning};
use answers::{Answers, Respondent};
use sample::Sample;
use scoring::Scores;

/// A survey that was read.
#[derive(Debug, Clone, Copy)]
pub struct Survey<'a> {
    /// The dataset with the answers.
    pub dataset: &'a Dataset,
    /// The answers in it.
    pub answers: &'a Answers,
}

/// Finds what a survey says.
///
/// `units` is the dataset that respondents answer for, with its rows; `segmentation` counts where it is of that dataset.
/// Nothing of a survey is too little for findings: what cannot be computed of it is none.
pub fn run(
    plan: &Positioning,
    survey: Survey,
    units: Option<(&Dataset, &Table)>,
    segmentation: Option<&Grouping>,
    locale: &Locale,
) -> PositioningFindings {
    let sample = Sample::new(plan, survey.answers, units.map(|(_, table)| table), segmentation, locale);
    let scores = Scores::of(&sample);
    let rows = scoring::table(&sample, &scores);
    let (reliability, items) = reliability::measure(&sample);
    PositioningFindings {
        data: plan.data.clone(),
        units: plan.units.clone(),
        scale: scale(plan, locale.language),
        instrument: said(plan.instrument.title.as_ref(), locale.language),
        has_objects: plan.objects.iter().any(|object| !object.name.is_empty()),
        has_segments: !sample.segments.is_empty(),
        objects: objects(&sample),
        constructs: constructs(plan, locale.language),
        segments: segments(&sample),
        respondents: respondents::respondents(&sample, &survey, units),
        rules: rules::rules(plan, locale.language),
        reliability,
        items,
        segment_comparisons: comparisons::segments(&sample, &scores),
        object_comparisons: comparisons::objects(&sample, &scores),
        importance: importance::importance(&sample, &scores, &rows),
        map: map::map(&sample, &rows),
        guidance: guidance::guidance(&sample, &scores, &rows),
        scores: rows,
    }
}

fn said(text: Option<&crate::locale::Text>, language: Language) -> String {
    text.map(|text| text.get(language).to_owned()).unwrap_or_default()
}

fn scale(plan: &Positioning, language: Language) -> ScaleFindings {
    let (from, to) = (plan.instrument.from, plan.instrument.to);
    let words: Vec<String> =
        plan.instrument.labels.iter().map(|label| label.get(language).to_owned()).collect();
    let labels = if words.is_empty() { (from..=to).map(|point| point.to_string()).collect() } else { words };
    ScaleFindings { from, to, labels, middle: f64::midpoint(f64::from(from), f64::from(to)) }
}

fn objects(sample: &Sample) -> Vec<ObjectFindings> {
    let rated = |i: usize| {
        let some = |respondent: &&&Respondent| {
            respondent.answers.get(i).is_some_and(|answers| answers.iter().any(Option::is_some))
        };
        sample.respondents.iter().filter(some).count()
    };
    let object = |(i, object): (usize, &crate::study::Object)| ObjectFindings {
        name: object.name.clone(),
        label: object.label.get(sample.locale.language).to_owned(),
        labels: object.label.clone(),
        n: rated(i),
    };
    sample.plan.objects.iter().enumerate().map(object).collect()
}

fn constructs(plan: &Positioning, language: Language) -> Vec<ConstructFindings> {
    let construct = |(i, construct): (usize, &crate::study::Construct)| ConstructFindings {
        name: construct.name.clone(),
        label: construct.label.get(language).to_owned(),
        labels: construct.label.clone(),
        definition: said(construct.definition.as_ref(), language),
        outcome: plan.outcome == Some(i),
        items: construct.items.iter().map(|item| item.name.clone()).collect(),
    };
    plan.instrument.constructs.iter().enumerate().map(construct).collect()
}

fn segments(sample: &Sample) -> Vec<SegmentLabel> {
    let label =
        |segment: &sample::Segment| SegmentLabel { segment: segment.number, label: segment.label.clone() };
    sample.segments.iter().map(label).collect()
}
