//! Comparisons of segments, and of objects that the same respondents rated.
//!
//! Each question is one Holm family over its tests of all; tests of two are made only where that one is significant, and
//! are a family of their own there.
//!
//! Scores are rounded to 12 digits before they are ranked: means of the same answers are ties, however they were added up.
//! Rounding comes last, since means of rounded scores would no longer be ties.

use super::findings::{ObjectComparison, ObjectPair, SegmentComparison, SegmentPair};
use super::rules::{family, significant};
use super::sample::Sample;
use super::scoring::Scores;
use crate::locale::significant as rounded;
use crate::statistics::friedman::friedman;
use crate::statistics::kruskal::{Dunn, dunn, kruskal_wallis};
use crate::statistics::wilcoxon::wilcoxon;

/// Segments compared by their units' scores on every construct of every object.
pub fn segments(sample: &Sample, scores: &Scores) -> Vec<SegmentComparison> {
    if sample.segments.is_empty() {
        return Vec::new();
    }
    let groups: Vec<Vec<Vec<f64>>> = sample
        .measures()
        .map(|(object, construct)| grouped(sample, scores.cases(object, construct)))
        .collect();
    let measures = sample.measures().zip(&groups);
    let mut all: Vec<SegmentComparison> = measures
        .map(|((object, construct), groups)| over_segments(sample, object, construct, groups))
        .collect();
    let adjusted = family(&all.iter().map(|one| one.p).collect::<Vec<_>>());
    for ((one, p_holm), groups) in all.iter_mut().zip(adjusted).zip(&groups) {
        one.p_holm = p_holm;
        one.significant = significant(p_holm);
        // Of two segments the test over all has said everything.
        if one.significant && one.segments.len() > 2 {
            one.pairs = dunn(groups).iter().map(|pair| segment_pair(sample, pair)).collect();
        }
    }
    all
}

/// Scores by segment, in the order of the segments; units without one take no part.
fn grouped(sample: &Sample, scores: &[Option<f64>]) -> Vec<Vec<f64>> {
    let of_segment = |number: usize| {
        let inside = sample.cases.iter().zip(scores).filter(move |(case, _)| case.segment == Some(number));
        inside.filter_map(|(_, score)| score.map(rounded)).collect()
    };
    sample.segments.iter().map(|segment| of_segment(segment.number)).collect()
}

fn over_segments(sample: &Sample, object: usize, construct: usize, groups: &[Vec<f64>]) -> SegmentComparison {
    let test = kruskal_wallis(groups);
    let filled = sample.segments.iter().zip(groups).filter(|(_, group)| !group.is_empty());
    SegmentComparison {
        object: sample.object(object),
        construct: sample.construct(construct),
        n: groups.iter().map(Vec::len).sum(),
        h: test.map(|test| test.h),
        df: test.map(|test| test.df),
        p: test.map(|test| test.p),
        p_holm: None,
        epsilon_squared: test.map(|test| test.epsilon_squared),
        significant: false,
        segments: filled.map(|(segment, _)| segment.number).collect(),
        pairs: Vec::new(),
    }
}

fn segment_pair(sample: &Sample, pair: &Dunn) -> SegmentPair {
    SegmentPair {
        a: sample.segments[pair.a].number,
        b: sample.segments[pair.b].number,
        z: pair.z,
        p: pair.p,
        p_holm: pair.p_holm,
        significant: significant(Some(pair.p_holm)),
    }
}

/// Objects compared by those who rated them, on every construct. With two objects Friedman's test stays the one over all,
/// so that a family never mixes tests, and Wilcoxon's follows where it is significant.
pub fn objects(sample: &Sample, scores: &Scores) -> Vec<ObjectComparison> {
    if sample.plan.objects.len() < 2 {
        return Vec::new();
    }
    let constructs = 0..sample.plan.instrument.constructs.len();
    let mut all: Vec<ObjectComparison> = constructs
        .map(|construct| over_objects(sample, construct, &raters(sample, scores, construct)))
        .collect();
    let adjusted = family(&all.iter().map(|one| one.p).collect::<Vec<_>>());
    for (construct, (one, p_holm)) in all.iter_mut().zip(adjusted).enumerate() {
        one.p_holm = p_holm;
        one.significant = significant(p_holm);
        if one.significant {
            one.pairs = object_pairs(sample, &raters(sample, scores, construct));
        }
    }
    all
}

/// The scores of every respondent on a construct, by object.
fn raters(sample: &Sample, scores: &Scores, construct: usize) -> Vec<Vec<Option<f64>>> {
    let of = |i: usize| {
        let score = |object| scores.respondents(object, construct)[i].map(rounded);
        (0..sample.plan.objects.len()).map(score).collect()
    };
    (0..sample.respondents.len()).map(of).collect()
}

fn over_objects(sample: &Sample, construct: usize, raters: &[Vec<Option<f64>>]) -> ObjectComparison {
    let complete: Vec<Vec<f64>> =
        raters.iter().filter_map(|scores| scores.iter().copied().collect()).collect();
    let some = raters.iter().filter(|scores| scores.iter().any(Option::is_some)).count();
    let test = friedman(&complete);
    ObjectComparison {
        construct: sample.construct(construct),
        n: complete.len(),
        dropped: some - complete.len(),
        chi_square: test.as_ref().map(|test| test.chi_square),
        df: test.as_ref().map(|test| test.df),
        p: test.as_ref().map(|test| test.p),
        p_holm: None,
        w: test.as_ref().map(|test| test.w),
        significant: false,
        mean_ranks: test.map(|test| test.mean_ranks).unwrap_or_default(),
        pairs: Vec::new(),
    }
}

/// Every two objects, by those with a score on both; two that everyone rated alike cannot be compared.
fn object_pairs(sample: &Sample, raters: &[Vec<Option<f64>>]) -> Vec<ObjectPair> {
    let k = sample.plan.objects.len();
    let every_two = (0..k).flat_map(|a| (a + 1..k).map(move |b| (a, b)));
    let mut pairs: Vec<ObjectPair> =
        every_two.filter_map(|(a, b)| object_pair(sample, raters, a, b)).collect();
    let adjusted = family(&pairs.iter().map(|pair| Some(pair.p)).collect::<Vec<_>>());
    for (pair, p_holm) in pairs.iter_mut().zip(adjusted.into_iter().flatten()) {
        pair.p_holm = p_holm;
        pair.significant = significant(Some(p_holm));
    }
    pairs
}

fn object_pair(sample: &Sample, raters: &[Vec<Option<f64>>], a: usize, b: usize) -> Option<ObjectPair> {
    let (first, second): (Vec<f64>, Vec<f64>) =
        raters.iter().filter_map(|scores| scores[a].zip(scores[b])).unzip();
    let test = wilcoxon(&first, &second)?;
    Some(ObjectPair {
        a: sample.object(a),
        b: sample.object(b),
        n: first.len(),
        zeros: test.zeros,
        w_plus: test.w_plus,
        w_minus: test.w_minus,
        z: test.z,
        exact: test.exact,
        p: test.p,
        p_holm: test.p,
        rank_biserial: test.rank_biserial,
        significant: false,
    })
}
