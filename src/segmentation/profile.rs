//! What a k-means solution looks like: centres, members, distances, analysis of variance.

use super::findings::{
    Anova, Cluster, Iteration, Member, PerVariable, SegmentationFindings, VariableFindings,
};
use super::kmeans::{self, Solution, distance, row, squared};
use super::space::Space;
use super::{correlation, marker, projection, silhouette, spread};
use crate::data::Matrix;
use crate::locale::{Language, places};
use crate::statistics::{self, student, summary, variance};
use crate::study::schema::{Better, ColumnType, Order};
use crate::study::{Dataset, Segmentation, Start, Variable};
use ndarray::Array2;

/// Describes a solution whose clusters are numbered in the order of the segments.
pub fn describe(
    plan: &Segmentation,
    dataset: &Dataset,
    matrix: &Matrix,
    space: &Space,
    solution: &Solution,
    language: Language,
) -> Result<SegmentationFindings, String> {
    let names: Vec<String> = plan.variables.iter().map(|variable| variable.column.clone()).collect();
    let (projection, scores) = projection::project(&space.points, &solution.centers, &names)?;
    let widths = silhouette::widths(&space.points, &solution.labels, plan.k);
    let total_ss = total_ss(&space.points);
    let (start, starts) = match &plan.start {
        Start::KMeansPlusPlus { starts } => ("k-means++", *starts),
        Start::Spss => ("spss", 1),
        Start::Cases(_) => ("cases", 1),
        Start::Centers(_) => ("centers", 1),
    };
    let view = View { plan, matrix, space, solution, names: &names, language };
    Ok(SegmentationFindings {
        data: plan.data.clone(),
        key_label: key_label(dataset, language),
        n: matrix.keys.len(),
        k: plan.k,
        variables: plan
            .variables
            .iter()
            .enumerate()
            .map(|(j, variable)| view.variable(dataset, variable, j))
            .collect(),
        transform: plan.transform,
        scaling: plan.scaling,
        start: start.to_owned(),
        starts,
        starts_at_best: starts,
        starts_near_best: starts,
        max_iterations: plan.max_iterations,
        order: plan.order,
        depends_on_row_order: plan.start == Start::Spss,
        converged: solution.converged,
        iterations: solution.history.len(),
        iteration_history: solution
            .history
            .iter()
            .map(|changes| Iteration { changes: changes.clone() })
            .collect(),
        initial_centers: (0..plan.k)
            .map(|c| view.per_variable(space.leave(solution.initial.row(c))))
            .collect(),
        smallest_initial_distance: smallest_distance(&solution.initial),
        within_ss: solution.within_ss,
        total_ss,
        between_share: 1.0 - solution.within_ss / total_ss,
        silhouette: summary::mean(&widths),
        clusters: (0..plan.k).map(|c| view.cluster(c, &widths)).collect(),
        members: (0..matrix.keys.len()).map(|i| view.member(i, widths[i], &scores[i])).collect(),
        distances_between_centers: (0..plan.k)
            .map(|c| distances(row(&solution.centers, c), &solution.centers))
            .collect(),
        anova: view.anova(),
        correlations: correlation::pairs(&space.z, &names),
        critical_correlation: statistics::correlation::critical(matrix.keys.len(), 0.05),
        validation: Vec::new(),
        validation_correlations: Vec::new(),
        order_exceptions: view.order_exceptions(),
        projection,
        choice: None,
        choice_of_k: Vec::new(),
        votes: Vec::new(),
        stability: None,
        sensitivity: Vec::new(),
    })
}

/// The label of the key column, or a word for what a row is.
fn key_label(dataset: &Dataset, language: Language) -> String {
    dataset.key_label().map_or_else(|| "Unit".to_owned(), |label| label.get(language).to_owned())
}

/// The plain mean of the units with a label.
pub fn center(points: &Array2<f64>, labels: &[usize], label: usize) -> Vec<f64> {
    let column = |j: usize| -> Vec<f64> {
        (0..labels.len()).filter(|&i| labels[i] == label).map(|i| points[(i, j)]).collect()
    };
    (0..points.ncols()).map(|j| summary::mean(&column(j))).collect()
}

/// The mean of a centre over the variables, where lower is better counted negatively.
pub fn goodness(plan: &Segmentation, center: &[f64]) -> f64 {
    let signed: Vec<f64> =
        center.iter().zip(&plan.variables).map(|(x, variable)| sign(variable) * x).collect();
    summary::mean(&signed)
}

fn sign(variable: &Variable) -> f64 {
    match variable.better {
        Better::Higher => 1.0,
        Better::Lower => -1.0,
    }
}

fn total_ss(points: &Array2<f64>) -> f64 {
    points.columns().into_iter().map(|column| summary::sum_of_squares(&column.to_vec())).sum()
}

fn distances(point: &[f64], centers: &Array2<f64>) -> Vec<f64> {
    (0..centers.nrows()).map(|c| distance(point, row(centers, c))).collect()
}

fn smallest_distance(centers: &Array2<f64>) -> f64 {
    let pairs = (0..centers.nrows()).flat_map(|a| (a + 1..centers.nrows()).map(move |b| (a, b)));
    pairs.map(|(a, b)| distance(row(centers, a), row(centers, b))).fold(f64::INFINITY, f64::min)
}

/// The fewest decimals, at most 3, that show every value.
pub fn decimals(kind: Option<ColumnType>, values: &[f64]) -> u32 {
    match kind {
        Some(ColumnType::Count) => 0,
        Some(ColumnType::Money) => 2 * places(values, 1),
        _ => places(values, 3),
    }
}
struct View<'a> {
    plan: &'a Segmentation,
    matrix: &'a Matrix,
    space: &'a Space,
    solution: &'a Solution,
    names: &'a [String],
    language: Language,
}

impl View<'_> {
    fn per_variable<T>(&self, values: Vec<T>) -> PerVariable<T> {
        self.names.iter().cloned().zip(values).collect()
    }

    fn variable(&self, dataset: &Dataset, variable: &Variable, j: usize) -> VariableFindings {
        let values = self.matrix.values.column(j).to_vec();
        let column = dataset.column(&variable.column);
        let kind = column.map(|column| column.kind);
        let labels = dataset.label(&variable.column);
        VariableFindings {
            name: variable.column.clone(),
            label: labels.get(self.language).to_owned(),
            labels,
            unit: dataset.unit(&variable.column).get(self.language).to_owned(),
            money: kind == Some(ColumnType::Money),
            decimals: decimals(kind, &values),
            missing: variable.missing,
            better: variable.better,
            set_to_zero: self.matrix.set_to_zero[j],
            mean: summary::mean(&values),
            sd: summary::sd(&values),
            min: summary::quantile(&values, 0.0),
            median: summary::median(&values),
            max: summary::quantile(&values, 1.0),
            spread: spread::of(&values),
        }
    }

    fn cluster(&self, c: usize, widths: &[f64]) -> Cluster {
        let rows: Vec<usize> =
            (0..self.solution.labels.len()).filter(|&i| self.solution.labels[i] == c).collect();
        let own: Vec<f64> = rows.iter().map(|&i| widths[i]).collect();
        let labels = self.plan.labels[c].clone();
        let to_center = |&i: &usize| squared(row(&self.space.points, i), row(&self.solution.centers, c));
        Cluster {
            number: c + 1,
            label: labels.get(self.language).to_owned(),
            labels,
            size: rows.len(),
            share: rows.len() as f64 / self.solution.labels.len() as f64,
            within_ss: rows.iter().map(to_center).sum(),
            silhouette: if own.is_empty() { 0.0 } else { summary::mean(&own) },
            center: self.per_variable(center(&self.matrix.values, &self.solution.averaged, c)),
            center_scaled: self.per_variable(row(&self.solution.centers, c).to_vec()),
            center_z: self.per_variable(center(&self.space.z, &self.solution.averaged, c)),
            spread: self.per_variable(self.spreads(&rows)),
            markers: self.markers(c),
        }
    }

    /// How the values of some units are spread on every variable.
    fn spreads(&self, rows: &[usize]) -> Vec<super::Spread> {
        let of = |j: usize| spread::of(&rows.iter().map(|&i| self.matrix.values[(i, j)]).collect::<Vec<_>>());
        (0..self.names.len()).map(of).collect()
    }

    fn markers(&self, c: usize) -> Vec<super::Marker> {
        let all: Vec<f64> =
            self.space.points.columns().into_iter().map(|column| summary::mean(&column.to_vec())).collect();
        let apart: Vec<f64> =
            row(&self.solution.centers, c).iter().zip(&all).map(|(x, mean)| x - mean).collect();
        marker::markers(self.names, &center(&self.space.z, &self.solution.averaged, c), &apart)
    }

    fn member(&self, i: usize, width: f64, scores: &[f64]) -> Member {
        let point = row(&self.space.points, i);
        let to_centers = distances(point, &self.solution.centers);
        Member {
            key: self.matrix.keys[i].clone(),
            cluster: self.solution.labels[i] + 1,
            distance: to_centers[self.solution.labels[i]],
            distances: to_centers,
            initial_cluster: kmeans::nearest(point, &self.solution.initial) + 1,
            initial_distances: distances(point, &self.solution.initial),
            silhouette: width,
            values: self.per_variable(self.matrix.values.row(i).to_vec()),
            scores: scores.to_vec(),
        }
    }

    fn anova(&self) -> PerVariable<Anova> {
        let (n, k) = (self.matrix.keys.len(), self.plan.k);
        let of = |j: usize| {
            let groups: Vec<Vec<f64>> = (0..k).map(|c| self.column_of(j, c)).collect();
            let all = self.space.points.column(j).to_vec();
            anova(&all, &groups, k - 1, n - k)
        };
        self.per_variable((0..self.names.len()).map(of).collect())
    }

    fn column_of(&self, j: usize, c: usize) -> Vec<f64> {
        (0..self.solution.labels.len())
            .filter(|&i| self.solution.labels[i] == c)
            .map(|i| self.space.points[(i, j)])
            .collect()
    }

    /// The variables on which a later segment is better than an earlier one.
    fn order_exceptions(&self) -> Vec<String> {
        if self.plan.order == Order::AsFound {
            return Vec::new();
        }
        let centers: Vec<Vec<f64>> =
            (0..self.plan.k).map(|c| center(&self.space.z, &self.solution.averaged, c)).collect();
        let exception = |j: &usize| {
            let sign = sign(&self.plan.variables[*j]);
            centers.windows(2).any(|pair| sign * pair[0][*j] < sign * pair[1][*j])
        };
        (0..self.names.len()).filter(exception).map(|j| self.names[j].clone()).collect()
    }
}

/// One-way analysis of variance; the sum of squares between groups is that of their means.
fn anova(all: &[f64], groups: &[Vec<f64>], df1: usize, df2: usize) -> Anova {
    let mean = summary::mean(all);
    let filled = || groups.iter().filter(|group| !group.is_empty());
    let between: f64 = filled()
        .map(|group| group.len() as f64 * (summary::mean(group) - mean) * (summary::mean(group) - mean))
        .sum();
    let within: f64 = filled().map(|group| summary::sum_of_squares(group)).sum();
    let cluster_mean_square = between / df1 as f64;
    let error_mean_square = (df2 > 0).then(|| within / df2 as f64);
    let f = error_mean_square.filter(|error| *error > 0.0).map(|error| cluster_mean_square / error);
    Anova {
        cluster_mean_square,
        error_mean_square,
        f,
        df1,
        df2,
        p: f.and_then(|f| student::f_tail(f, df1 as f64, df2 as f64)),
        eta_squared: variance::eta_squared(groups),
    }
}
