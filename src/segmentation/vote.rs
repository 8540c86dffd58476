//! What each index votes for, and how narrowly.

use super::findings::{GapFindings, IndicesOfK, Vote};
use crate::study::schema::ChoiceRule;

/// The indices that vote, in the order of the report.
pub const VOTERS: [ChoiceRule; 4] =
    [ChoiceRule::Silhouette, ChoiceRule::CalinskiHarabasz, ChoiceRule::DaviesBouldin, ChoiceRule::Gap];

/// A vote is narrow when the next best index is nearer than this, relatively.
const NARROW: f64 = 0.02;
/// That of the gap statistic, when another number lacks less than this many s.
const NARROW_GAP: f64 = 1.0;

/// What an index votes for; among equals the fewest segments.
pub fn vote(voter: ChoiceRule, of_k: &[IndicesOfK], gap: &GapFindings) -> Vote {
    let values = |value: fn(&IndicesOfK) -> f64| -> Vec<(usize, f64)> {
        of_k.iter().map(|one| (one.k, value(one))).collect()
    };
    match voter {
        ChoiceRule::Silhouette => of_values(voter, &values(|one| one.silhouette), 1.0),
        ChoiceRule::CalinskiHarabasz => of_values(voter, &values(|one| one.calinski_harabasz), 1.0),
        ChoiceRule::DaviesBouldin => of_values(voter, &values(|one| one.davies_bouldin), -1.0),
        ChoiceRule::Gap => of_gap(gap),
        ChoiceRule::Votes => blank(voter),
    }
}

/// A vote for nothing.
pub fn blank(voter: ChoiceRule) -> Vote {
    Vote {
        criterion: voter.name().to_owned(),
        k: None,
        supports: false,
        value: None,
        runner_up: None,
        runner_up_value: None,
        margin: None,
        narrow: false,
    }
}

/// The vote for the largest value, times a sign, and the next largest.
fn of_values(voter: ChoiceRule, values: &[(usize, f64)], sign: f64) -> Vote {
    let mut ranked = values.to_vec();
    // Stable, so that equals stay in the order of their numbers.
    ranked.sort_by(|a, b| (sign * b.1).total_cmp(&(sign * a.1)));
    let (first, next) = (ranked.first(), ranked.get(1));
    let margin = first.zip(next).and_then(|(first, next)| relative(first.1, next.1));
    Vote {
        k: first.map(|first| first.0),
        value: first.map(|first| first.1),
        runner_up: next.map(|next| next.0),
        runner_up_value: next.map(|next| next.1),
        margin,
        narrow: margin.is_some_and(|margin| margin < NARROW),
        ..blank(voter)
    }
}

/// How far apart two values are, as a share of the first; none of zero and of what is not finite.
fn relative(first: f64, next: f64) -> Option<f64> {
    Some((first - next).abs() / first.abs()).filter(|share| share.is_finite())
}

/// The vote of the gap statistic, and the smaller number that came nearest to satisfying its rule.
fn of_gap(gap: &GapFindings) -> Vote {
    let lacking = |pair: &[super::GapOfK]| (pair[1].gap - pair[1].se - pair[0].gap) / pair[1].se;
    let before = gap.curve.windows(2).filter(|pair| gap.k.is_none_or(|k| pair[0].k < k));
    let next = before
        .map(|pair| (pair[0].k, lacking(pair), pair[0].gap))
        .filter(|(_, lacking, _)| lacking.is_finite())
        .min_by(|a, b| a.1.total_cmp(&b.1));
    Vote {
        k: gap.k,
        value: gap.k.and_then(|k| gap.curve.iter().find(|at| at.k == k)).map(|at| at.gap),
        runner_up: next.map(|(k, ..)| k),
        runner_up_value: next.map(|(_, _, gap)| gap),
        margin: next.map(|(_, lacking, _)| lacking),
        narrow: next.is_some_and(|(_, lacking, _)| lacking < NARROW_GAP),
        ..blank(ChoiceRule::Gap)
    }
}

#[cfg(test)]
mod tests {
    use super::super::GapOfK;
    use super::*;

    #[test]
    fn the_largest_wins_and_the_next_is_named() {
        let found = of_values(ChoiceRule::Silhouette, &[(2, 0.5), (3, 0.505), (4, 0.4)], 1.0);
        assert_eq!((found.k, found.runner_up, found.narrow), (Some(3), Some(2), true));
        assert!((found.margin.expect("a margin") - 0.005 / 0.505).abs() < 1e-15);
        let least = of_values(ChoiceRule::DaviesBouldin, &[(2, 0.5), (3, 0.9), (4, 0.5)], -1.0);
        assert_eq!((least.k, least.runner_up, least.margin), (Some(2), Some(4), Some(0.0)));
        let far = of_values(ChoiceRule::DaviesBouldin, &[(2, 0.5), (3, 0.9)], -1.0);
        assert!(!far.narrow);
        let only = of_values(ChoiceRule::Silhouette, &[(3, 0.5)], 1.0);
        assert_eq!((only.k, only.runner_up, only.margin, only.narrow), (Some(3), None, None, false));
    }

    #[test]
    fn the_gap_names_the_smaller_number_that_lacked_least() {
        let at = |k: usize, gap: f64, se: f64| GapOfK { k, log_within_ss: 0.0, expected: gap, gap, se };
        let curve = vec![at(1, 0.0, 0.1), at(2, 0.5, 0.1), at(3, 0.65, 0.1), at(4, 0.6, 0.1)];
        let found = of_gap(&GapFindings { references: 10, starts: 10, k: Some(3), curve: curve.clone() });
        assert_eq!((found.k, found.runner_up, found.narrow), (Some(3), Some(2), true));
        assert!((found.margin.expect("a margin") - 0.5).abs() < 1e-12, "0.65 − 0.1 − 0.5 in units of 0.1");
        let one = of_gap(&GapFindings { references: 10, starts: 10, k: Some(1), curve });
        assert_eq!((one.k, one.runner_up, one.narrow), (Some(1), None, false));
    }
}
