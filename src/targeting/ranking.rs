//! Which unit comes first: by each criterion's gap, and by the criteria unmet.

use super::findings::UnitFindings;
use crate::study::Targeting;
use crate::study::schema::RankBy;
use std::cmp::Ordering;

/// Gives every unit its ranks and puts the units in their order.
pub fn rank(plan: &Targeting, units: &mut [UnitFindings]) {
    for criterion in &plan.criteria {
        rank_by_gap(&criterion.name, units);
    }
    units.sort_by(|a, b| {
        most_unmet(plan.rank, a, b).then(b.target.cmp(&a.target)).then_with(|| by_potential(a, b))
    });
    for (i, unit) in units.iter_mut().enumerate() {
        unit.rank = i + 1;
    }
}

/// The most criteria unmet first, or the largest share of those that apply.
fn most_unmet(rank: RankBy, a: &UnitFindings, b: &UnitFindings) -> Ordering {
    match rank {
        RankBy::Unmet => b.unmet.cmp(&a.unmet),
        // Shares are compared without dividing.
        RankBy::Share => (b.unmet * a.eligible.max(1)).cmp(&(a.unmet * b.eligible.max(1))),
    }
}

/// Ranks the units that do not meet a criterion by what they lack to the threshold; equal ones share a rank.
fn rank_by_gap(name: &str, units: &mut [UnitFindings]) {
    let gap = |unit: &UnitFindings| unit.criteria.get(name).filter(|one| one.assessed && !one.met)?.gap_value;
    let gaps: Vec<Option<f64>> = units.iter().map(gap).collect();
    let mut sorted: Vec<f64> = gaps.iter().copied().flatten().collect();
    sorted.sort_by(|a, b| b.total_cmp(a));
    for (unit, gap) in units.iter_mut().zip(&gaps) {
        if let Some((one, gap)) = unit.criteria.get_mut(name).zip(*gap) {
            one.rank = Some(sorted.partition_point(|other| *other > gap) + 1);
        }
    }
}

/// The greatest potential first, what has none last, then the lowest adoption, then the key.
fn by_potential(a: &UnitFindings, b: &UnitFindings) -> Ordering {
    let size = |unit: &UnitFindings| unit.potential.unwrap_or(f64::NEG_INFINITY);
    let reached = |unit: &UnitFindings| unit.adoption.unwrap_or(f64::INFINITY);
    let by_adoption = || reached(a).total_cmp(&reached(b));
    size(b).total_cmp(&size(a)).then_with(by_adoption).then_with(|| a.key.cmp(&b.key))
}
