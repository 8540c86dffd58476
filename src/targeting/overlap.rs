//! Criteria that ask for what the segments were made of: by construction, segments differ on them.

use super::assess::Assessment;
use super::findings::{Overlap, UnitFindings};
use crate::segmentation::Grouping;
use crate::statistics::correlation::spearman;

/// From here on two measures say much the same, in absolute terms.
const CLOSE: f64 = 0.8;

/// The variable of the segmentation that a criterion uses or follows most closely; none where none is close.
pub fn of(
    one: &Assessment,
    data: &str,
    units: &[UnitFindings],
    segmentation: Option<&Grouping>,
) -> Option<Overlap> {
    let segmentation = segmentation?;
    let columns: Vec<&String> =
        one.measure.columns.iter().chain(one.of.iter().flat_map(|of| &of.columns)).collect();
    let mut found: Option<Overlap> = None;
    for variable in &segmentation.variables {
        let direct = segmentation.data == data && columns.contains(&&variable.name);
        let rho = correlated(&one.criterion.name, &variable.name, units, segmentation);
        let size = |rho: Option<f64>| rho.map_or(0.0, f64::abs);
        let closer = found.as_ref().is_none_or(|old| (direct, size(rho)) > (old.direct, size(old.rho)));
        if closer && (direct || size(rho) >= CLOSE) {
            found =
                Some(Overlap { variable: variable.name.clone(), label: variable.label.clone(), direct, rho });
        }
    }
    found
}

/// Spearman's correlation of what the criterion compares with a variable, over the units that have both.
fn correlated(name: &str, variable: &str, units: &[UnitFindings], segmentation: &Grouping) -> Option<f64> {
    let value = |key: &str| {
        let at = segmentation.members.binary_search_by(|member| member.key.as_str().cmp(key)).ok()?;
        segmentation.members[at].values.get(variable).copied()
    };
    let pair = |unit: &UnitFindings| unit.criteria.get(name)?.value.zip(value(&unit.key));
    let (x, y): (Vec<f64>, Vec<f64>) = units.iter().filter_map(pair).unzip();
    (x.len() > 2).then(|| spearman(&x, &y))?
}
