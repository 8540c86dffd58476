//! Several numbers of segments compared: what each index votes for, and which number is chosen.

use super::findings::{ChoiceFindings, GapFindings, IndicesOfK, SegmentationFindings, Vote};
use super::kmeans::{Ends, Solution};
use super::space::Space;
use super::vote::{self, vote};
use super::{failed, gap, indices, random_starts, refused, silhouette};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::statistics::summary;
use crate::study::schema::ChoiceRule;
use crate::study::{Comparison, Segmentation};
use std::borrow::Cow;

/// Numbers of segments compared, and the one that is chosen.
pub struct Compared {
    /// The number that is chosen.
    pub k: usize,
    /// The solutions for 2, 3, … segments, each with where its starts ended.
    solutions: Vec<(Solution, Ends)>,
    of_k: Vec<IndicesOfK>,
    votes: Vec<Vote>,
    gap: GapFindings,
}

/// Compares the numbers of segments that the study asks for; `None` when it asks for one.
///
/// # Errors
/// When a solution or the gap statistic cannot be computed, or the rule chooses none of the numbers.
pub fn compare(plan: &Segmentation, space: &Space, seed: u64) -> Outcome<Option<Compared>> {
    let Some(numbers) = &plan.comparison else { return Ok(None) };
    let solve =
        |k: usize| random_starts(plan, &space.points, k, seed).map_err(|failure| refused(plan, failure));
    let solutions: Vec<(Solution, Ends)> = (2..=numbers.to + 1).map(solve).collect::<Result<_, _>>()?;
    let gap = gap_statistic(plan, numbers, space, &solutions, seed)?;
    let mut of_k: Vec<IndicesOfK> =
        (numbers.from..=numbers.to).map(|k| indices_of(space, &solutions[k - 2], k, &gap)).collect();
    let mut votes: Vec<Vote> = vote::VOTERS.into_iter().map(|voter| vote(voter, &of_k, &gap)).collect();
    for of_k in &mut of_k {
        of_k.votes = votes.iter().filter(|vote| vote.k == Some(of_k.k)).count();
    }
    let k = chosen(plan, numbers, &of_k, &votes)?;
    votes.iter_mut().for_each(|vote| vote.supports = vote.k == Some(k));
    Ok(Some(Compared { k, solutions, of_k, votes, gap }))
}

fn gap_statistic(
    plan: &Segmentation,
    numbers: &Comparison,
    space: &Space,
    solutions: &[(Solution, Ends)],
    seed: u64,
) -> Result<GapFindings, Diagnostic> {
    let total: f64 = space.points.columns().into_iter().map(|x| summary::sum_of_squares(&x.to_vec())).sum();
    let sums: Vec<f64> =
        std::iter::once(total).chain(solutions.iter().map(|(solution, _)| solution.within_ss)).collect();
    let gap = gap::of(&space.points, &sums, numbers.references, seed).map_err(|cause| {
        failed("segmentation::projection", plan, "the data cannot be projected").cause(cause)
    })?;
    gap.ok_or_else(|| {
        let message = format!("reference data cannot be divided into {} segments", numbers.to + 1);
        failed("segmentation::no-solution", plan, message)
            .because("the gap statistic needs one segment more than `to`")
            .hint("lower `to`")
    })
}

fn indices_of(space: &Space, (solution, ends): &(Solution, Ends), k: usize, gap: &GapFindings) -> IndicesOfK {
    let (points, labels) = (&space.points, &solution.labels);
    IndicesOfK {
        k,
        within_ss: solution.within_ss,
        silhouette: summary::mean(&silhouette::widths(points, labels, k)),
        calinski_harabasz: indices::calinski_harabasz(points, labels, k),
        davies_bouldin: indices::davies_bouldin(points, labels, k),
        gap: gap.curve[k - 1].gap,
        gap_se: gap.curve[k - 1].se,
        starts_at_best: ends.at_best,
        starts_near_best: ends.near_best,
        votes: 0,
    }
}

/// The number that the researcher or the rule chooses.
fn chosen(
    plan: &Segmentation,
    numbers: &Comparison,
    of_k: &[IndicesOfK],
    votes: &[Vote],
) -> Result<usize, Diagnostic> {
    let Some(rule) = numbers.rule else { return Ok(plan.k) };
    let said = match rule {
        ChoiceRule::Votes => favoured(of_k).first().copied(),
        rule => votes.iter().find(|vote| vote.criterion == rule.name()).and_then(|vote| vote.k),
    };
    said.filter(|k| (numbers.from..=numbers.to).contains(k)).ok_or_else(|| {
        let reason = match said {
            None => "no number of segments satisfies its rule".to_owned(),
            Some(1) => "by its rule the units form one group only".to_owned(),
            Some(k) => format!("by its rule there are {k} segments"),
        };
        let (from, to) = (numbers.from, numbers.to);
        let message = format!("`choose: {}` chooses no number of segments from {from} to {to}", rule.name());
        failed("segmentation::no-choice", plan, message)
            .because(reason)
            .hint("`choose:` a number, or another index")
    })
}

/// The numbers of segments with the most votes of those compared, from the smallest; none when none has any.
fn favoured(of_k: &[IndicesOfK]) -> Vec<usize> {
    let most = of_k.iter().map(|one| one.votes).max().unwrap_or(0);
    of_k.iter().filter(|one| most > 0 && one.votes == most).map(|one| one.k).collect()
}

/// The segmentation with the number of segments that was chosen.
///
/// # Errors
/// When the study names another number of segments than the rule has chosen.
pub fn settled<'a>(
    plan: &'a Segmentation,
    compared: Option<&Compared>,
) -> Result<Cow<'a, Segmentation>, Diagnostic> {
    let rule = plan.comparison.as_ref().and_then(|numbers| numbers.rule);
    let Some((compared, rule)) = compared.zip(rule) else { return Ok(Cow::Borrowed(plan)) };
    let settled = plan.with_k(compared.k);
    if settled.labels.len() == compared.k {
        return Ok(Cow::Owned(settled));
    }
    let (given, k) = (settled.labels.len(), compared.k);
    let message =
        format!("`segments` has {given} entries where `choose: {}` chose {k} segments", rule.name());
    Err(Diagnostic::error("segmentation::count", message)
        .maybe_at(plan.labels_place.clone())
        .because("there must be as many as segments")
        .hint(format!("name {k} segments, or `choose:` a number")))
}

impl Compared {
    /// The solution for a number of segments, with where its starts ended.
    pub fn solution(&self, k: usize) -> Option<&(Solution, Ends)> {
        self.solutions.get(k.checked_sub(2)?)
    }

    /// Writes into the findings what was compared.
    pub fn enter(self, plan: &Segmentation, starts: usize, findings: &mut SegmentationFindings) {
        let Some(numbers) = &plan.comparison else { return };
        let cast = self.votes.iter().filter(|vote| vote.k.is_some()).count();
        let for_k = self.votes.iter().filter(|vote| vote.supports).count();
        let most = self.votes.iter().filter_map(|vote| vote.k).map(|k| votes_of(&self.votes, k)).max();
        findings.choice = Some(ChoiceFindings {
            chosen_by: numbers.rule.map_or("researcher", ChoiceRule::name).to_owned(),
            from: numbers.from,
            to: numbers.to,
            starts,
            votes_cast: cast,
            votes_for_k: for_k,
            support: support(for_k, cast, most.unwrap_or(0)).to_owned(),
            favoured: most_voted(&self.votes),
            gap: self.gap,
        });
        findings.choice_of_k = self.of_k;
        findings.votes = self.votes;
    }
}

fn votes_of(votes: &[Vote], k: usize) -> usize {
    votes.iter().filter(|vote| vote.k == Some(k)).count()
}

/// The numbers with the most votes, one included, from the smallest.
fn most_voted(votes: &[Vote]) -> Vec<usize> {
    let mut numbers: Vec<usize> = votes.iter().filter_map(|vote| vote.k).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let most = numbers.iter().map(|&k| votes_of(votes, k)).max().unwrap_or(0);
    numbers.retain(|&k| votes_of(votes, k) == most);
    numbers
}

/// How far the votes support a number that has `own` of the `cast` ones, where the most that any number has is `most`.
fn support(own: usize, cast: usize, most: usize) -> &'static str {
    match own {
        0 => "none",
        _ if own == cast => "unanimous",
        _ if 2 * own > cast => "majority",
        _ if own == most => "plurality",
        _ => "minority",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn votes_are_counted_and_weighed() {
        let vote = |k: Option<usize>| Vote { k, ..vote::blank(ChoiceRule::Gap) };
        let votes = [vote(Some(3)), vote(Some(1)), vote(None), vote(Some(3))];
        assert_eq!(most_voted(&votes), [3]);
        assert_eq!(most_voted(&votes[..2]), [1, 3]);
        assert_eq!(most_voted(&[vote(None)]), [0; 0]);
        let cases = [
            ((0, 4, 2), "none"),
            ((3, 3, 3), "unanimous"),
            ((3, 4, 3), "majority"),
            ((2, 4, 2), "plurality"),
            ((1, 4, 2), "minority"),
        ];
        for ((own, cast, most), word) in cases {
            assert_eq!(support(own, cast, most), word);
        }
    }
}
