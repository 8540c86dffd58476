//! Scores: items averaged to respondents, respondents to units, units to segments.

use super::findings::Score;
use super::rules::{CONFIDENCE, interval};
use super::sample::{Case, Sample, Segment};
use crate::locale::significant;
use crate::statistics::summary;

/// A score, or none, by object (outer), construct and whoever has it.
type ByMeasure = Vec<Vec<Vec<Option<f64>>>>;

/// The scores of a survey on the scale of its answers.
pub struct Scores {
    respondents: ByMeasure,
    cases: ByMeasure,
}

impl Scores {
    /// The scores of a sample: the mean of a construct's items for everyone who answered enough of them, and the mean of
    /// these over the respondents of a unit.
    pub fn of(sample: &Sample) -> Self {
        let constructs = 0..sample.plan.instrument.constructs.len();
        let objects = 0..sample.plan.objects.len();
        let of_object =
            |object| constructs.clone().map(|construct| of_respondents(sample, object, construct)).collect();
        let respondents: ByMeasure = objects.map(of_object).collect();
        let to_cases =
            |scores: &Vec<Option<f64>>| sample.cases.iter().map(|case| of_case(case, scores)).collect();
        let cases = respondents.iter().map(|object| object.iter().map(to_cases).collect()).collect();
        Self { respondents, cases }
    }

    /// The scores of the respondents who answered, in their order.
    pub fn respondents(&self, object: usize, construct: usize) -> &[Option<f64>] {
        &self.respondents[object][construct]
    }

    /// The scores of the cases of the sample, in their order.
    pub fn cases(&self, object: usize, construct: usize) -> &[Option<f64>] {
        &self.cases[object][construct]
    }
}

fn of_respondents(sample: &Sample, object: usize, construct: usize) -> Vec<Option<f64>> {
    let items = sample.plan.instrument.positions(construct);
    let score = |answers: &[Option<f64>]| {
        let known: Vec<f64> = answers.iter().flatten().copied().collect();
        // A share such as 55 % of 20 items is 11.000000000000002 of them.
        let enough = known.len() as f64 + 1e-9 >= sample.plan.answered * answers.len() as f64;
        (enough && !known.is_empty()).then(|| summary::mean(&known))
    };
    let of = |answers: &Vec<Option<f64>>| answers.get(items.clone()).and_then(score);
    sample.respondents.iter().map(|respondent| respondent.answers.get(object).and_then(of)).collect()
}

fn of_case(case: &Case, scores: &[Option<f64>]) -> Option<f64> {
    let known: Vec<f64> = case.respondents.iter().filter_map(|&i| scores[i]).collect();
    (!known.is_empty()).then(|| summary::mean(&known))
}

/// The mean, rounded to 12 digits as findings are before it is classed or compared with a threshold; none of nothing.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| significant(summary::mean(values)))
}

/// The rows of the findings: for every object and construct all together, then every segment.
pub fn table(sample: &Sample, scores: &Scores) -> Vec<Score> {
    let of_measure = |(object, construct)| {
        let all = std::iter::once(None).chain(sample.segments.iter().map(Some));
        all.map(move |segment| row(sample, scores, (object, construct), segment))
    };
    sample.measures().flat_map(of_measure).collect()
}

fn row(
    sample: &Sample,
    scores: &Scores,
    (object, construct): (usize, usize),
    segment: Option<&Segment>,
) -> Score {
    let of_respondents = scores.respondents(object, construct);
    let inside = |case: &Case| segment.is_none_or(|segment| case.segment == Some(segment.number));
    let scored: Vec<(&Case, f64)> = sample
        .cases
        .iter()
        .zip(scores.cases(object, construct))
        .filter_map(|(case, score)| score.filter(|_| inside(case)).map(|score| (case, score)))
        .collect();
    let answering = scored.iter().flat_map(|(case, _)| &case.respondents);
    let values: Vec<f64> = scored.iter().map(|(_, score)| *score).collect();
    let population = segment.map_or(sample.population, |segment| Some(segment.population));
    let mean = mean(&values);
    let ends = interval(&values, population, CONFIDENCE);
    let class = mean.map(|mean| sample.plan.classes.position(mean, sample.plan.instrument.to));
    let class_label = class.and_then(|class| sample.plan.classes.labels.get(class));
    Score {
        segment: segment.map(|segment| segment.number),
        label: segment.map(|segment| segment.label.clone()).unwrap_or_default(),
        object: sample.object(object),
        construct: sample.construct(construct),
        n: values.len(),
        respondents: answering.filter(|&&i| of_respondents[i].is_some()).count(),
        population,
        mean,
        sd: (values.len() > 1).then(|| summary::sd(&values)),
        lower: ends.map(|(lower, _)| lower),
        upper: ends.map(|(_, upper)| upper),
        tcr: mean.map(|mean| mean / f64::from(sample.plan.instrument.to)),
        class,
        class_label: class_label
            .map(|label| label.get(sample.locale.language).to_owned())
            .unwrap_or_default(),
    }
}

/// The score of a segment, or of all together, on a construct of an object.
pub fn find<'a>(
    rows: &'a [Score],
    object: &str,
    construct: &str,
    segment: Option<usize>,
) -> Option<&'a Score> {
    rows.iter().find(|row| row.object == object && row.construct == construct && row.segment == segment)
}
