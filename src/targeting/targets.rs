//! How many units can be targeted, and by how many criteria unmet.

use super::findings::{Targets, TargetsSegment, UnitFindings};
use super::groups::Groups;
use crate::study::Targeting;

/// How many units can be targeted.
pub fn targets(plan: &Targeting, units: &[UnitFindings], groups: &Groups) -> Targets {
    let all = of(plan, &units.iter().collect::<Vec<_>>());
    let fewer = |unit: &&UnitFindings| unit.eligible > 0 && unit.eligible < plan.criteria.len();
    Targets {
        n: all.n,
        targeted: all.targeted,
        share: all.share.unwrap_or(0.0),
        all_met: all.all_met,
        not_eligible: all.not_eligible,
        with_unmet: all.with_unmet,
        only_not_assessed: all.only_not_assessed,
        none_assessed: all.none_assessed,
        by_unmet: all.by_unmet,
        fewer_apply: units.iter().filter(fewer).count(),
        by_segment: groups.map(units, |segment, units| TargetsSegment { segment, ..of(plan, units) }),
    }
}

fn of(plan: &Targeting, units: &[&UnitFindings]) -> TargetsSegment {
    let number = |is: fn(&UnitFindings) -> bool| units.iter().filter(|unit| is(unit)).count();
    let by_unmet =
        (0..=plan.criteria.len()).map(|unmet| units.iter().filter(|unit| unit.unmet == unmet).count());
    let targeted = number(|unit| unit.target);
    TargetsSegment {
        n: units.len(),
        targeted,
        share: (!units.is_empty()).then(|| targeted as f64 / units.len() as f64),
        by_unmet: by_unmet.collect(),
        all_met: number(|unit| unit.eligible > 0 && unit.met == unit.eligible),
        not_eligible: number(|unit| unit.eligible == 0),
        with_unmet: number(|unit| unit.unmet > 0),
        only_not_assessed: number(|unit| unit.target && unit.unmet == 0),
        none_assessed: number(|unit| unit.eligible > 0 && unit.assessed == 0),
        ..TargetsSegment::default()
    }
}

/// The keys of the units that do nothing of what is asked: no measure that applies to them, and should be large, is
/// above zero, and one of them is known to be zero.
pub fn inactive(plan: &Targeting, units: &[UnitFindings]) -> Vec<String> {
    use crate::study::Bound;
    let nothing = |unit: &&UnitFindings| {
        let asked: Vec<Option<f64>> = plan
            .criteria
            .iter()
            .filter(|one| one.bound == Bound::AtLeast)
            .filter_map(|one| unit.criteria.get(&one.name))
            .filter(|one| one.eligible)
            .map(|one| one.measure)
            .collect();
        asked.contains(&Some(0.0)) && asked.iter().all(|value| value.unwrap_or(0.0) <= 0.0)
    };
    units.iter().filter(nothing).map(|unit| unit.key.clone()).collect()
}
