//! Rows that are those of another dataset that respond.

use super::drawing::Drawing;
use super::random::Random;
use super::samplers;
use crate::diagnostic::Diagnostic;
use crate::study::place::path;
use crate::study::{Bounds, Given, Sample};

/// The row of the sampled dataset that every row is of, in their order.
///
/// Whether a row responds, and how many rows it gives, depends on its own place alone: another share changes nothing
/// for the rows that respond with both.
///
/// # Errors
/// A share that a column of the sampled dataset takes out of its range.
pub fn responding(
    source: &Drawing,
    sample: &Sample,
    seed: u64,
    dataset: &str,
) -> Result<Vec<usize>, Diagnostic> {
    let given = Given { at: path!["response"], parameter: &sample.response, bounds: Bounds::Share };
    let (mut response, mut each) =
        (Random::new(seed, dataset, "", "response"), Random::new(seed, dataset, "", "each"));
    let weights: Vec<f64> = sample.each.iter().map(|(_, weight)| *weight).collect();
    let mut rows = Vec::new();
    for row in 0..source.rows {
        let share = source.parameter(&given, row, source.group(row)).map_err(|reason| {
            let message = format!("rows of `{}` cannot be sampled", sample.of);
            Diagnostic::error("simulation::failed", message).maybe_at(sample.place.clone()).because(reason)
        })?;
        if share.is_some_and(|share| response.row(row).happens(share)) {
            let drawn = samplers::categorical(each.row(row), &weights).unwrap_or_default();
            rows.extend(std::iter::repeat_n(row, sample.each[drawn].0));
        }
    }
    Ok(rows)
}
