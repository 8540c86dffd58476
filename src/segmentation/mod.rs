//! Groups units into segments by k-means and describes what was found.

pub mod agreement;
mod choice;
mod correlation;
mod findings;
pub mod gap;
mod grouping;
pub mod indices;
pub mod kmeans;
mod marker;
mod outliers;
mod profile;
mod projection;
mod quick_cluster;
pub mod replicate;
mod sensitivity;
pub mod silhouette;
mod space;
mod spread;
mod transfer;
mod validation;
mod vote;

pub mod stability;
pub mod ward;

pub use findings::{
    Agreement, Alternative, Anova, ChoiceFindings, Cluster, Correlation, GapFindings, GapOfK, IndicesOfK,
    Iteration, Marker, Member, Pair, PerVariable, Projection, SegmentStability, SegmentationFindings, Spread,
    StabilityFindings, Validation, ValidationKind, VariableFindings, Vote,
};
pub use grouping::{Group, Grouped, Grouping};
pub use validation::{together, validate};

use crate::data::Matrix;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::locale::Language;
use crate::study::schema::Order;
use crate::study::{Dataset, Segmentation, Start};
use choice::Compared;
use kmeans::{Ends, Failure, Solution};
use ndarray::{Array2, ArrayView1, Axis};
use space::Space;

/// The k-means++ starts of the solutions that a solution from given first centres is compared with.
const COMPARISON_STARTS: usize = 100;

/// Segments the units of a matrix.
///
/// # Errors
/// When the data do not allow `k` segments: too few units, a constant variable, an empty segment, an unknown case.
pub fn run(
    plan: &Segmentation,
    dataset: &Dataset,
    matrix: &Matrix,
    seed: u64,
    language: Language,
) -> Outcome<SegmentationFindings> {
    enough_units(plan, matrix)?;
    let space = Space::of(plan, matrix)?;
    let compared = choice::compare(plan, &space, seed)?;
    let settled = choice::settled(plan, compared.as_ref())?;
    let plan = &*settled;
    let (solution, ends) = solve(plan, matrix, &space, compared.as_ref(), seed)?;
    let order = canonical_order(plan, &space, &solution);
    let solution = renumber(solution, &order);
    let described = profile::describe(plan, dataset, matrix, &space, &solution, language);
    let mut findings = described.map_err(|cause| {
        failed("segmentation::projection", plan, "the data cannot be projected").cause(cause)
    })?;
    (findings.starts_at_best, findings.starts_near_best) = (ends.at_best, ends.near_best);
    if let Some(compared) = compared {
        compared.enter(plan, random(plan).0, &mut findings);
    }
    findings.stability = stability_of(plan, &space, &solution, seed)?;
    findings.sensitivity = sensitivity::compare(&sensitivity::Reported {
        plan,
        matrix,
        space: &space,
        labels: &solution.labels,
        seed,
    });
    Ok(findings)
}

fn failed(code: &'static str, plan: &Segmentation, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, message).maybe_at(plan.k_place.clone().or(plan.place.clone()))
}

/// Why so many segments cannot be made of the units of a matrix, if they cannot.
enum TooFew {
    /// There are not more units than segments, but so many.
    Units(usize),
    /// There are fewer different units, so many.
    Different(usize),
}

fn too_few(k: usize, matrix: &Matrix) -> Option<TooFew> {
    let (n, different) = (matrix.keys.len(), different_units(matrix));
    let different = (k > different).then_some(TooFew::Different(different));
    if k >= n { Some(TooFew::Units(n)) } else { different }
}

fn different_units(matrix: &Matrix) -> usize {
    let bits = |row: ArrayView1<f64>| row.iter().map(|x| (x + 0.0).to_bits()).collect();
    let mut rows: Vec<Vec<u64>> = matrix.values.rows().into_iter().map(bits).collect();
    rows.sort();
    rows.dedup();
    rows.len()
}

/// There must be more units than segments, and as many different ones; two more where numbers are compared.
fn enough_units(plan: &Segmentation, matrix: &Matrix) -> Result<(), Diagnostic> {
    let code = "segmentation::too-few-units";
    match too_few(plan.k, matrix) {
        Some(TooFew::Units(n)) => {
            return Err(failed(code, plan, format!("{} segments cannot be made of {n} units", plan.k))
                .because("there must be more units than segments")
                .hint("lower `k`, or see why rows were left out"));
        }
        // When all units are alike, no variable varies: that is said of each, with its place.
        Some(TooFew::Different(n)) if n > 1 => {
            return Err(failed(
                code,
                plan,
                format!("{} segments cannot be made of {n} different units", plan.k),
            )
            .because("units with equal values cannot be told apart")
            .hint("lower `k`"));
        }
        _ => {}
    }
    let Some(numbers) = &plan.comparison else { return Ok(()) };
    let (to, different) = (numbers.to, different_units(matrix));
    if to + 1 < different || different < 2 {
        return Ok(());
    }
    let message = format!("up to {to} segments cannot be compared on {different} different units");
    Err(failed(code, plan, message)
        .maybe_at(numbers.to_place.clone())
        .because("the gap statistic needs one segment more than `to`, and more different units than that")
        .hint(match different.saturating_sub(2) {
            most @ 3.. => format!("use `to: {most}` or less"),
            _ => "give `k` as a number".to_owned(),
        }))
}

/// The solution, and where the starts ended.
fn solve(
    plan: &Segmentation,
    matrix: &Matrix,
    space: &Space,
    compared: Option<&Compared>,
    seed: u64,
) -> Result<(Solution, Ends), Diagnostic> {
    let points = &space.points;
    let solved = match &plan.start {
        Start::KMeansPlusPlus { .. } => match compared.and_then(|compared| compared.solution(plan.k)) {
            Some(solved) => Ok(solved.clone()),
            None => random_starts(plan, points, plan.k, seed),
        },
        given => {
            let initial = match given {
                Start::Cases(cases) => points.select(Axis(0), &case_rows(matrix, cases)?),
                Start::Centers(centers) => entered(space, centers),
                _ => quick_cluster::initial_centers(points, &matrix.in_file_order, plan.k),
            };
            kmeans::lloyd(points, initial, plan.max_iterations).map(|solution| (solution, Ends::ONE))
        }
    };
    solved.map_err(|failure| refused(plan, failure))
}

/// The number of random starts, and the most iterations of each; given starts and their limits are not for comparisons.
fn random(plan: &Segmentation) -> (usize, Option<usize>) {
    match plan.start {
        Start::KMeansPlusPlus { starts } => (starts, plan.max_iterations),
        _ => (COMPARISON_STARTS, None),
    }
}

/// The best solution of random starts for some points and number of segments.
fn random_starts(
    plan: &Segmentation,
    points: &Array2<f64>,
    k: usize,
    seed: u64,
) -> Result<(Solution, Ends), Failure> {
    let (starts, max_iterations) = random(plan);
    kmeans::best_of_starts(points, k, starts, seed, max_iterations)
}

fn refused(plan: &Segmentation, failure: Failure) -> Diagnostic {
    match failure {
        Failure::Empty(cluster) => {
            failed("segmentation::empty", plan, format!("segment {} became empty", cluster + 1))
                .because("no unit is nearest to its centre")
                .hint("lower `k`, or use `start: k-means++`")
        }
        Failure::NoStart(cause) => {
            failed("segmentation::no-solution", plan, "no start led to a solution").cause(cause)
        }
    }
}

/// Whether the segments come back when units are drawn anew, where the study asks.
fn stability_of(
    plan: &Segmentation,
    space: &Space,
    solution: &Solution,
    seed: u64,
) -> Result<Option<StabilityFindings>, Diagnostic> {
    let Some(resamples) = plan.resamples else { return Ok(None) };
    let points = projection::centered(&space.points);
    let found = stability::bootstrap(&points, &solution.labels, plan.k, resamples, seed);
    let message = format!("no resample can be divided into {} segments", plan.k);
    found.map(Some).ok_or_else(|| {
        failed("segmentation::no-solution", plan, message).hint("lower `k`, or remove `stability`")
    })
}

fn case_rows(
    matrix: &Matrix,
    cases: &[(String, Option<crate::diagnostic::Place>)],
) -> Result<Vec<usize>, Diagnostic> {
    let find = |(case, place): &(String, Option<crate::diagnostic::Place>)| {
        matrix.keys.iter().position(|key| key == case).ok_or_else(|| {
            let hint = crate::diagnostic::did_you_mean(case, matrix.keys.iter().map(String::as_str));
            Diagnostic::error("segmentation::unknown-case", format!("no analysed unit has the key `{case}`"))
                .maybe_at(place.clone())
                .maybe_hint(hint)
        })
    };
    cases.iter().map(find).collect()
}

fn entered(space: &Space, centers: &[Vec<f64>]) -> Array2<f64> {
    let rows: Vec<Vec<f64>> = centers.iter().map(|center| space.enter(center)).collect();
    Array2::from_shape_fn((rows.len(), space.points.ncols()), |(c, j)| rows[c][j])
}

/// The clusters in the order of the segments: best first by the mean of their centres in standard deviations.
fn canonical_order(plan: &Segmentation, space: &Space, solution: &Solution) -> Vec<usize> {
    let mut order: Vec<usize> = (0..plan.k).collect();
    if plan.order == Order::BestFirst {
        let means: Vec<f64> = (0..plan.k)
            .map(|c| profile::goodness(plan, &profile::center(&space.z, &solution.averaged, c)))
            .collect();
        order.sort_by(|&a, &b| means[b].total_cmp(&means[a]));
    }
    order
}

fn renumber(solution: Solution, order: &[usize]) -> Solution {
    let mut number = vec![0; order.len()];
    order.iter().enumerate().for_each(|(new, &old)| number[old] = new);
    let relabel = |labels: &[usize]| labels.iter().map(|&label| number[label]).collect();
    Solution {
        initial: solution.initial.select(Axis(0), order),
        centers: solution.centers.select(Axis(0), order),
        labels: relabel(&solution.labels),
        averaged: relabel(&solution.averaged),
        history: solution
            .history
            .iter()
            .map(|changes| order.iter().map(|&old| changes[old]).collect())
            .collect(),
        ..solution
    }
}
