//! What every part of a positioning goes by: confidence, significance, families of tests.

use super::findings::Rules;
use crate::locale::Language;
use crate::statistics::holm::holm;
use crate::statistics::{sample_size, student, summary};
use crate::study::Positioning;

/// The confidence of intervals.
pub const CONFIDENCE: f64 = 0.95;
/// The level below which an adjusted p value of a comparison is significant.
pub const SIGNIFICANCE: f64 = 0.05;

/// The settings that tables and sentences name.
pub fn rules(plan: &Positioning, language: Language) -> Rules {
    Rules {
        total: plan.total,
        level: plan.level,
        reliable_from: plan.reliable_from,
        answered: plan.answered,
        classed: plan.classes.of,
        cuts: plan.classes.cuts.clone(),
        classes: plan.classes.labels.iter().map(|label| label.get(language).to_owned()).collect(),
        confidence: CONFIDENCE,
        significance: SIGNIFICANCE,
    }
}

/// Student's interval of a mean; with a known population narrowed by √((N − n) / (N − 1)), to the mean itself in a census.
///
/// None with fewer than two values.
pub fn interval(values: &[f64], population: Option<usize>, confidence: f64) -> Option<(f64, f64)> {
    let n = values.len();
    let df = n.checked_sub(1).filter(|df| *df > 0)?;
    // More may answer than the study says that there are.
    let finite = population.map_or(1.0, |population| sample_size::finite_population(n, population.max(n)));
    let t = student::t_quantile(f64::midpoint(1.0, confidence), df as f64)?;
    let half = t * summary::sd(values) / (n as f64).sqrt() * finite;
    let mean = summary::mean(values);
    Some((mean - half, mean + half))
}

/// The p values of one Holm family, adjusted; tests that could not be made do not count.
pub fn family(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut adjusted = holm(&p_values.iter().flatten().copied().collect::<Vec<_>>()).into_iter();
    p_values.iter().map(|p| p.and_then(|_| adjusted.next())).collect()
}

/// Whether an adjusted p value is significant.
pub fn significant(p_holm: Option<f64>) -> bool {
    p_holm.is_some_and(|p| p < SIGNIFICANCE)
}
