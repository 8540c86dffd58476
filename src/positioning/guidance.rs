//! Which guidance segments need: where their score on an element lies below a threshold.

use super::findings::{ElementFindings, ElementScore, GuidanceFindings, Score};
use super::sample::Sample;
use super::scoring::{self, Scores};
use crate::study::Element;

/// The elements of the study with the scores of every segment; none where the study asks for no guidance.
pub fn guidance(sample: &Sample, scores: &Scores, rows: &[Score]) -> Option<GuidanceFindings> {
    let guidance = sample.plan.guidance.as_ref()?;
    let elements = guidance.elements.iter().map(|element| findings(sample, scores, rows, element));
    Some(GuidanceFindings { elements: elements.collect() })
}

fn findings(sample: &Sample, scores: &Scores, rows: &[Score], element: &Element) -> ElementFindings {
    let segments: Vec<(Option<usize>, &str)> = match sample.segments.as_slice() {
        [] => vec![(None, "")],
        segments => segments.iter().map(|segment| (Some(segment.number), segment.label.as_str())).collect(),
    };
    let objects = 0..sample.plan.objects.len();
    let scores: Vec<ElementScore> = segments
        .into_iter()
        .flat_map(|segment| objects.clone().map(move |object| (segment, object)))
        .map(|((segment, label), object)| {
            let n = units(sample, scores, element, object, segment);
            let score = score(sample, rows, element, object, segment);
            ElementScore { label: label.to_owned(), n, ..score }
        })
        .collect();
    ElementFindings {
        name: element.name.clone(),
        label: element.label.get(sample.locale.language).to_owned(),
        labels: element.label.clone(),
        constructs: element.constructs.iter().map(|&construct| sample.construct(construct)).collect(),
        below: element.below,
        recommended: scores.iter().filter(|score| score.recommended).count(),
        scores,
    }
}

/// The score of a segment on an element: the mean of its constructs' means, each of which counts alike.
fn score(
    sample: &Sample,
    rows: &[Score],
    element: &Element,
    object: usize,
    segment: Option<usize>,
) -> ElementScore {
    let object = sample.object(object);
    let of = |&construct: &usize| {
        let name = sample.construct(construct);
        scoring::find(rows, &object, &name, segment)?.mean.map(|mean| (name, mean))
    };
    let means: Option<Vec<(String, f64)>> = element.constructs.iter().map(of).collect();
    let means = means.unwrap_or_default();
    let mean = scoring::mean(&means.iter().map(|(_, mean)| *mean).collect::<Vec<_>>());
    let gap = mean.filter(|mean| *mean < element.below).map(|mean| element.below - mean);
    ElementScore {
        segment,
        label: String::new(),
        object,
        n: 0,
        mean,
        gap,
        recommended: gap.is_some(),
        lowest: lowest(&means),
    }
}

/// The construct with the lowest mean, the first of equals; none of one alone.
fn lowest(means: &[(String, f64)]) -> Option<String> {
    let lowest = means.iter().filter(|_| means.len() > 1).min_by(|a, b| a.1.total_cmp(&b.1));
    lowest.map(|(name, _)| name.clone())
}

/// Units of a segment with a score on every construct of an element.
fn units(
    sample: &Sample,
    scores: &Scores,
    element: &Element,
    object: usize,
    segment: Option<usize>,
) -> usize {
    let scored = |i: usize| element.constructs.iter().all(|&c| scores.cases(object, c)[i].is_some());
    let cases = sample.cases.iter().enumerate();
    cases
        .filter(|(i, case)| segment.is_none_or(|segment| case.segment == Some(segment)) && scored(*i))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_is_the_first_of_equals_and_needs_another() {
        let means = |values: &[f64]| -> Vec<(String, f64)> {
            values.iter().enumerate().map(|(i, value)| (i.to_string(), *value)).collect()
        };
        assert_eq!(lowest(&means(&[3.0, 2.0, 2.0])).as_deref(), Some("1"));
        assert_eq!(lowest(&means(&[2.0])), None);
        assert_eq!(lowest(&[]), None);
    }
}
