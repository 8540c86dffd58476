//! Which unit comes first: by each criterion's gap, and by the number of criteria unmet.

use super::findings::UnitFindings;
use crate::study::Targeting;
use std::cmp::Ordering;

/// Gives every unit its ranks and puts the units in their order.
pub fn rank(plan: &Targeting, units: &mut [UnitFindings]) {
    for criterion in &plan.criteria {
        rank_by_gap(&criterion.name, units);
    }
    units.sort_by(|a, b| {
        (b.unmet.cmp(&a.unmet)).then(b.target.cmp(&a.target)).then_with(|| by_potential(a, b))
    });
    for (i, unit) in units.iter_mut().enumerate() {
        unit.rank = i + 1;
    }
}

/// Ranks the units that do not meet a criterion by what they lack to the threshold.
fn rank_by_gap(name: &str, units: &mut [UnitFindings]) {
    let gap = |unit: &UnitFindings| unit.criteria.get(name).filter(|one| one.assessed && !one.met)?.gap_value;
    let mut open: Vec<usize> = (0..units.len()).filter(|&i| gap(&units[i]).is_some()).collect();
    let size = |i: usize| gap(&units[i]).unwrap_or(0.0);
    open.sort_by(|&a, &b| size(b).total_cmp(&size(a)).then_with(|| by_potential(&units[a], &units[b])));
    for (rank, &i) in open.iter().enumerate() {
        if let Some(one) = units[i].criteria.get_mut(name) {
            one.rank = Some(rank + 1);
        }
    }
}

/// The greatest potential first, what has none last, then the key.
fn by_potential(a: &UnitFindings, b: &UnitFindings) -> Ordering {
    let size = |unit: &UnitFindings| unit.potential.unwrap_or(f64::NEG_INFINITY);
    size(b).total_cmp(&size(a)).then_with(|| a.key.cmp(&b.key))
}
