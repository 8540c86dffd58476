//! Who answered: how many, of how many, in which segment, and what formulas would have asked of the size of the sample.

use super::findings::{Respondents, RespondentsOfSegment, SampleSizes};
use super::sample::{Sample, Segment};
use super::{Survey, profile, representative};
use crate::data::Table;
use crate::statistics::sample_size;
use crate::study::Dataset;

/// The normal quantile of 95 % as textbooks print it, so that Cochran's size can be computed again by hand.
const Z: f64 = 1.96;
/// The share whose margin of error is widest.
const HALF: f64 = 0.5;

/// Who answered.
pub fn respondents(sample: &Sample, survey: &Survey, units: Option<(&Dataset, &Table)>) -> Respondents {
    let units = units.filter(|_| sample.linked());
    let by_segment: Vec<_> = sample.segments.iter().map(|segment| of_segment(sample, segment)).collect();
    let answered = sample.respondents.len();
    let in_segments: usize = by_segment.iter().map(|segment| segment.respondents).sum();
    let linked = |n: usize| sample.linked().then_some(n);
    let sizes = sample.cases.iter().map(|case| case.respondents.len());
    let asked = Asked::of(sample);
    Respondents {
        n: survey.answers.respondents.len(),
        answered,
        without_segment: if by_segment.is_empty() { 0 } else { answered - in_segments },
        units: linked(sample.cases.len()),
        most_per_unit: linked(sizes.clone().max().unwrap_or(0)),
        units_with_several: linked(sizes.filter(|size| *size > 1).count()),
        population: sample.population,
        rate: sample.population.and_then(|population| rate(sample.cases.len(), population)),
        by_segment,
        sample_size: sample.population.map(|population| sizes_asked(sample, population)),
        profile: profile::columns(sample, survey.dataset),
        representative: units
            .map(|(dataset, table)| representative::compare(sample, dataset, table))
            .unwrap_or_default(),
        ratings_asked: asked.ratings,
        ratings_missing: asked.unrated,
        answers_asked: asked.answers,
        answers_missing: asked.unanswered,
    }
}

fn rate(n: usize, population: usize) -> Option<f64> {
    (population > 0).then(|| n as f64 / population as f64)
}

fn of_segment(sample: &Sample, segment: &Segment) -> RespondentsOfSegment {
    let inside = sample.cases.iter().filter(|case| case.segment == Some(segment.number));
    let units = inside.clone().count();
    RespondentsOfSegment {
        segment: segment.number,
        label: segment.label.clone(),
        population: segment.population,
        units,
        respondents: inside.map(|case| case.respondents.len()).sum(),
        rate: rate(units, segment.population).unwrap_or(0.0),
    }
}

/// What was asked of those who answered anything, and how much of it is missing.
#[derive(Default)]
struct Asked {
    /// Respondents × objects.
    ratings: usize,
    /// Of these, without any answer: objects that a respondent does not know, such as a service never used.
    unrated: usize,
    /// The items of all others.
    answers: usize,
    /// Of these, without an answer.
    unanswered: usize,
}

impl Asked {
    fn of(sample: &Sample) -> Self {
        let mut asked = Self::default();
        for rating in sample.respondents.iter().flat_map(|respondent| &respondent.answers) {
            let given = rating.iter().flatten().count();
            asked.ratings += 1;
            if given == 0 {
                asked.unrated += 1;
            } else {
                asked.answers += rating.len();
                asked.unanswered += rating.len() - given;
            }
        }
        asked
    }
}

fn sizes_asked(sample: &Sample, population: usize) -> SampleSizes {
    let (n, margin) = (sample.cases.len(), sample.plan.margin);
    let slovin = sample_size::slovin(population, margin);
    let cochran = sample_size::cochran(population, margin, Z, HALF);
    SampleSizes {
        margin,
        slovin,
        cochran,
        meets_slovin: n >= slovin,
        meets_cochran: n >= cochran,
        margin_reached: margin_reached(n, population),
    }
}

/// Cochran's formula solved for the margin of error: z √(p (1 − p) / n) √((N − n) / (N − 1)); 1 where nobody answered.
fn margin_reached(n: usize, population: usize) -> f64 {
    let drawn = Z * (HALF * (1.0 - HALF) / n.max(1) as f64).sqrt();
    let margin = drawn * sample_size::finite_population(n, population.max(n));
    if n == 0 { 1.0 } else { margin.min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_margin_reached_is_that_which_asks_for_as_many() {
        for (n, population) in [(148, 238), (30, 1000), (5, 7)] {
            let margin = margin_reached(n, population);
            assert_eq!(sample_size::cochran(population, margin, Z, HALF), n, "{margin}");
        }
        assert_eq!(margin_reached(0, 238), 1.0);
        assert_eq!((margin_reached(238, 238), margin_reached(5, 3), margin_reached(1, 1)), (0.0, 0.0, 0.0));
    }
}
