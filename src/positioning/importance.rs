//! Importance against performance (Martilla & James 1977), importance derived from what answers go together with.

use super::findings::{Importance, ImportanceQuadrant, Score};
use super::rules;
use super::sample::Sample;
use super::scoring::{self, Scores};
use crate::statistics::correlation::{self, pearson};

/// The importance and the performance of every construct but the outcome, by object; empty without an outcome.
///
/// The lines between quadrants are the means over the constructs of an object that have both values; on a line counts as
/// high. With fewer than two such constructs there are no quadrants, since a construct would be compared with itself.
pub fn importance(sample: &Sample, scores: &Scores, rows: &[Score]) -> Vec<Importance> {
    let Some(outcome) = sample.plan.outcome else { return Vec::new() };
    let of_object = |object: usize| {
        let others = (0..sample.plan.instrument.constructs.len()).filter(|construct| *construct != outcome);
        let mut found: Vec<Importance> =
            others.map(|construct| of(sample, scores, rows, (object, construct, outcome))).collect();
        place(&mut found);
        found
    };
    (0..sample.plan.objects.len()).flat_map(of_object).collect()
}

fn of(
    sample: &Sample,
    scores: &Scores,
    rows: &[Score],
    (object, construct, outcome): (usize, usize, usize),
) -> Importance {
    let pairs = scores.respondents(object, construct).iter().zip(scores.respondents(object, outcome));
    let (x, y): (Vec<f64>, Vec<f64>) = pairs.filter_map(|(x, y)| x.zip(*y)).unzip();
    let (object, construct) = (sample.object(object), sample.construct(construct));
    let importance = pearson(&x, &y).map(crate::locale::significant);
    let interval = importance.and_then(|r| correlation::interval(r, x.len(), rules::CONFIDENCE));
    Importance {
        performance: scoring::find(rows, &object, &construct, None).and_then(|row| row.mean),
        importance,
        importance_lower: interval.map(|(lower, _)| lower),
        importance_upper: interval.map(|(_, upper)| upper),
        n: x.len(),
        quadrant: None,
        object,
        construct,
    }
}

/// Says of every construct of one object in which quadrant it lies.
fn place(constructs: &mut [Importance]) {
    let known: Vec<(f64, f64)> =
        constructs.iter().filter_map(|one| one.performance.zip(one.importance)).collect();
    if known.len() < 2 {
        return;
    }
    let (performances, importances): (Vec<f64>, Vec<f64>) = known.into_iter().unzip();
    let Some((performance, importance)) = scoring::mean(&performances).zip(scoring::mean(&importances))
    else {
        return;
    };
    for one in constructs {
        one.quadrant =
            one.performance.zip(one.importance).map(|(x, y)| quadrant(y >= importance, x >= performance));
    }
}

fn quadrant(important: bool, high: bool) -> ImportanceQuadrant {
    match (important, high) {
        (true, false) => ImportanceQuadrant::Concentrate,
        (true, true) => ImportanceQuadrant::KeepUp,
        (false, false) => ImportanceQuadrant::LowPriority,
        (false, true) => ImportanceQuadrant::Overkill,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(performance: Option<f64>, importance: Option<f64>) -> Importance {
        Importance {
            object: String::new(),
            construct: String::new(),
            performance,
            importance,
            importance_lower: None,
            importance_upper: None,
            n: 9,
            quadrant: None,
        }
    }

    #[test]
    fn a_construct_on_the_line_is_high_and_one_without_a_value_is_nowhere() {
        let mut points = [
            point(Some(3.0), Some(0.2)),
            point(Some(4.0), Some(0.4)),
            point(Some(5.0), Some(0.6)),
            point(Some(1.0), None),
        ];
        place(&mut points);
        let found: Vec<_> = points.iter().map(|point| point.quadrant).collect();
        use ImportanceQuadrant::{KeepUp, LowPriority};
        assert_eq!(found, [Some(LowPriority), Some(KeepUp), Some(KeepUp), None]);
    }

    #[test]
    fn one_construct_alone_is_not_compared_with_itself() {
        let mut points = [point(Some(3.0), Some(0.2)), point(None, Some(0.4))];
        place(&mut points);
        assert!(points.iter().all(|point| point.quadrant.is_none()));
    }

    #[test]
    fn every_corner_has_its_quadrant() {
        use ImportanceQuadrant::{Concentrate, KeepUp, LowPriority, Overkill};
        let corners = [(true, false), (true, true), (false, false), (false, true)];
        let found = corners.map(|(important, high)| quadrant(important, high));
        assert_eq!(found, [Concentrate, KeepUp, LowPriority, Overkill]);
    }
}
