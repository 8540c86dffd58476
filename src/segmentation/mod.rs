//! Groups units into segments by k-means and describes what was found.

mod correlation;
mod findings;
pub mod kmeans;
mod marker;
mod profile;
mod projection;
mod quick_cluster;
pub mod silhouette;
mod space;
mod spread;
mod validation;

pub use findings::{
    Anova, Cluster, Correlation, Iteration, Marker, Member, Pair, PerVariable, Projection,
    SegmentationFindings, Spread, Validation, ValidationKind, VariableFindings,
};
pub use validation::validate;

use crate::data::Matrix;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::locale::Language;
use crate::study::schema::Order;
use crate::study::{Dataset, Segmentation, Start};
use kmeans::{Failure, Solution};
use ndarray::{Array2, Axis};
use space::Space;

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
    let (solution, at_best) = solve(plan, matrix, &space, seed)?;
    let order = canonical_order(plan, &space, &solution);
    let solution = renumber(solution, &order);
    let described = profile::describe(plan, dataset, matrix, &space, &solution, language);
    let mut findings = described.map_err(|cause| {
        failed("segmentation::projection", plan, "the data cannot be projected").cause(cause)
    })?;
    findings.starts_at_best = at_best;
    Ok(findings)
}

fn failed(code: &'static str, plan: &Segmentation, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, message).maybe_at(plan.k_place.clone().or(plan.place.clone()))
}

/// There must be more units than segments, and as many different ones.
fn enough_units(plan: &Segmentation, matrix: &Matrix) -> Result<(), Diagnostic> {
    let n = matrix.keys.len();
    if plan.k >= n {
        return Err(failed(
            "segmentation::too-few-units",
            plan,
            format!("{} segments cannot be made of {n} units", plan.k),
        )
        .because("there must be more units than segments")
        .hint("lower `k`, or see why rows were left out"));
    }
    let mut rows: Vec<Vec<u64>> = matrix
        .values
        .rows()
        .into_iter()
        .map(|row| row.iter().map(|x| (x + 0.0).to_bits()).collect())
        .collect();
    rows.sort();
    rows.dedup();
    if plan.k > rows.len() {
        return Err(failed(
            "segmentation::too-few-units",
            plan,
            format!("{} segments cannot be made of {} different units", plan.k, rows.len()),
        )
        .because("units with equal values cannot be told apart")
        .hint("lower `k`"));
    }
    Ok(())
}

/// The solution and how many starts ended in it.
fn solve(
    plan: &Segmentation,
    matrix: &Matrix,
    space: &Space,
    seed: u64,
) -> Result<(Solution, usize), Diagnostic> {
    let points = &space.points;
    let solved = match &plan.start {
        Start::KMeansPlusPlus { starts } => {
            kmeans::best_of_starts(points, plan.k, *starts, seed, plan.max_iterations)
        }
        given => {
            let initial = match given {
                Start::Cases(cases) => points.select(Axis(0), &case_rows(matrix, cases)?),
                Start::Centers(centers) => entered(space, centers),
                _ => quick_cluster::initial_centers(points, &matrix.in_file_order, plan.k),
            };
            kmeans::lloyd(points, initial, plan.max_iterations).map(|solution| (solution, 1))
        }
    };
    solved.map_err(|failure| match failure {
        Failure::Empty(cluster) => {
            failed("segmentation::empty", plan, format!("segment {} became empty", cluster + 1))
                .because("no unit is nearest to its centre")
                .hint("lower `k`, or use `start: k-means++`")
        }
        Failure::NoStart(cause) => {
            failed("segmentation::no-solution", plan, "no start led to a solution").cause(cause)
        }
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
