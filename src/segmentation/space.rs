//! The clustering space: the data after transform and scaling.

use crate::data::Matrix;
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome};
use crate::statistics::summary;
use crate::study::Segmentation;
use crate::study::schema::{Scaling, Transform};
use ndarray::{Array2, ArrayView1, Axis};

/// The data after transform and scaling, and the way back.
#[derive(Debug, Clone)]
pub struct Space {
    /// A row per unit, a column per variable.
    pub points: Array2<f64>,
    /// The points in standard deviations (n − 1) from the mean, whatever the scaling.
    pub z: Array2<f64>,
    transform: Transform,
    shift: Vec<f64>,
    scale: Vec<f64>,
}

impl Space {
    /// Transforms and scales the data.
    ///
    /// # Errors
    /// A variable that cannot be scaled, because it does not vary, or not enough; negative values under `log1p`.
    pub fn of(plan: &Segmentation, matrix: &Matrix) -> Outcome<Self> {
        let mut problems = Diagnostics::default();
        let transformed = matrix.values.mapv(|x| transform(plan.transform, x));
        let (mut shift, mut scale, mut means, mut sds) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (j, column) in transformed.axis_iter(Axis(1)).enumerate() {
            let values = column.to_vec();
            let (by, unit) = shift_and_scale(plan.scaling, &values);
            if let Some(problem) = refuse(plan, matrix, j, unit) {
                problems.push(problem);
            }
            shift.push(by);
            scale.push(unit);
            means.push(summary::mean(&values));
            sds.push(summary::sd(&values));
        }
        problems.into_outcome(())?;
        let scaled = |shift: &[f64], scale: &[f64]| {
            Array2::from_shape_fn(transformed.dim(), |(i, j)| (transformed[(i, j)] - shift[j]) / scale[j])
        };
        Ok(Self {
            points: scaled(&shift, &scale),
            z: scaled(&means, &sds),
            transform: plan.transform,
            shift,
            scale,
        })
    }

    /// A point in the data's own units as a point of the space.
    pub fn enter(&self, point: &[f64]) -> Vec<f64> {
        let coordinate =
            |(j, &x): (usize, &f64)| (transform(self.transform, x) - self.shift[j]) / self.scale[j];
        point.iter().enumerate().map(coordinate).collect()
    }

    /// A point of the space in the data's own units.
    pub fn leave(&self, point: ArrayView1<f64>) -> Vec<f64> {
        let unscaled = point.iter().enumerate().map(|(j, x)| x * self.scale[j] + self.shift[j]);
        unscaled.map(|x| if self.transform == Transform::Log1p { libm::expm1(x) } else { x }).collect()
    }
}

fn transform(transform: Transform, x: f64) -> f64 {
    match transform {
        Transform::None => x,
        Transform::Log1p => libm::log1p(x),
    }
}

fn shift_and_scale(scaling: Scaling, values: &[f64]) -> (f64, f64) {
    let min = values.iter().copied().fold(f64::INFINITY, f64::min);
    let max = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    match scaling {
        Scaling::None => (0.0, 1.0),
        Scaling::ZScore => (summary::mean(values), summary::sd(values)),
        Scaling::MinMax => (min, max - min),
        Scaling::Robust => {
            (summary::median(values), summary::quantile(values, 0.75) - summary::quantile(values, 0.25))
        }
    }
}

fn refuse(plan: &Segmentation, matrix: &Matrix, j: usize, unit: f64) -> Option<Diagnostic> {
    let variable = &plan.variables[j];
    let name = &variable.column;
    let values = matrix.values.column(j);
    let negative =
        (plan.transform == Transform::Log1p).then(|| values.iter().position(|&x| x < 0.0)).flatten();
    let problem = if let Some(row) = negative {
        Diagnostic::error(
            "segmentation::negative",
            format!("`{name}` is negative for `{}`", matrix.keys[row]),
        )
        .because("`transform: log1p` needs values of at least 0")
        .hint("use `transform: none`")
    } else if values.iter().all(|x| *x == values[0]) {
        Diagnostic::error("segmentation::constant", format!("`{name}` is the same for every unit"))
            .because("a variable that does not vary cannot tell units apart")
            .hint("remove it from `variables`")
    } else if unit <= 0.0 || !unit.is_finite() {
        Diagnostic::error("segmentation::no-spread", format!("half of the units have the same `{name}`"))
            .because("its interquartile range is 0, so `scaling: robust` would divide by 0")
            .hint("use `scaling: z-score` or `scaling: min-max`")
    } else {
        return None;
    };
    Some(problem.maybe_at(variable.place.clone()))
}
