//! The solution beside those of other ways to segment the same units.

use super::agreement::{adjusted_rand, matched, matching};
use super::findings::Alternative;
use super::space::Space;
use super::{outliers, random_starts, too_few, ward};
use crate::data::Matrix;
use crate::study::Segmentation;
use crate::study::schema::{OtherWay, Scaling, Transform};

/// What the solution is compared with.
pub struct Reported<'a> {
    /// The segmentation as the study asks for it, its number of segments settled.
    pub plan: &'a Segmentation,
    /// Its data.
    pub matrix: &'a Matrix,
    /// Its clustering space.
    pub space: &'a Space,
    /// The segment of every unit, from 0.
    pub labels: &'a [usize],
    /// Where random numbers start.
    pub seed: u64,
}

/// A segment of so few units sets single units apart.
const FEW: usize = 2;

/// Another grouping of some of the units: the units, in their order, and the group of each.
type Grouping = (Vec<usize>, Vec<usize>);

/// Compares the solution with every other way that the study asks for. What cannot be done is a row with its reason.
///
/// Both solutions are compared on the units that both have. Other k-means solutions are the best of as many k-means++
/// starts, whatever start the study has; transform and scaling are found anew from the units that are left.
pub fn compare(of: &Reported) -> Vec<Alternative> {
    of.plan.other_ways.iter().flat_map(|way| of.alternatives(*way)).collect()
}

impl Reported<'_> {
    fn alternatives(&self, way: OtherWay) -> Vec<Alternative> {
        match way {
            OtherWay::Scaling => self.other_scalings(),
            OtherWay::Transform => vec![self.other_transform()],
            OtherWay::Outliers => {
                let both = self.plan.variables.len() > 1;
                std::iter::once(self.without_outliers()).chain(both.then(|| self.without_distant())).collect()
            }
            OtherWay::Zeros => vec![self.without_zeros()],
            OtherWay::Ward => vec![self.compared("ward", "", self.by_ward())],
        }
    }

    fn other_scalings(&self) -> Vec<Alternative> {
        let all = [
            (Scaling::None, "none"),
            (Scaling::ZScore, "z-score"),
            (Scaling::MinMax, "min-max"),
            (Scaling::Robust, "robust"),
        ];
        let other = |(scaling, name): (Scaling, &str)| {
            let plan = Segmentation { scaling, ..self.plan.clone() };
            self.compared("scaling", name, self.by_k_means(&plan, self.all_units()))
        };
        all.into_iter().filter(|(scaling, _)| *scaling != self.plan.scaling).map(other).collect()
    }

    fn other_transform(&self) -> Alternative {
        let (transform, name) = match self.plan.transform {
            Transform::None => (Transform::Log1p, "log1p"),
            Transform::Log1p => (Transform::None, "none"),
        };
        let plan = Segmentation { transform, ..self.plan.clone() };
        self.compared("transform", name, self.by_k_means(&plan, self.all_units()))
    }

    fn without_outliers(&self) -> Alternative {
        let far: Vec<Option<Vec<bool>>> =
            self.matrix.values.columns().into_iter().map(|x| outliers::far(&x.to_vec())).collect();
        let judged = far.iter().any(Option::is_some);
        let stays = |unit: usize| !far.iter().flatten().any(|far| far[unit]);
        let left: Vec<usize> = self.all_units().into_iter().filter(|&unit| stays(unit)).collect();
        let out = self.labels.len() - left.len();
        let grouping = match (judged, out) {
            (false, _) => Err("not-judged"),
            (true, 0) => Err("none-found"),
            _ => self.by_k_means(self.plan, left),
        };
        let names = self.plan.variables.iter().zip(&far).filter(|(_, far)| far.is_none());
        Alternative {
            left_out: judged.then_some(out),
            not_judged: names.map(|(variable, _)| variable.column.clone()).collect(),
            ..self.compared("outliers", "", grouping)
        }
    }

    fn without_distant(&self) -> Alternative {
        let far = outliers::distant(&self.space.points);
        let left: Vec<usize> =
            self.all_units().into_iter().filter(|&unit| !far.as_ref().is_some_and(|far| far[unit])).collect();
        let out = self.labels.len() - left.len();
        let grouping = match (far.is_some(), out) {
            (false, _) => Err("not-judged"),
            (true, 0) => Err("none-found"),
            _ => self.by_k_means(self.plan, left),
        };
        Alternative { left_out: far.is_some().then_some(out), ..self.compared("distant", "", grouping) }
    }

    fn without_zeros(&self) -> Alternative {
        let left: Vec<usize> =
            self.all_units().into_iter().filter(|&unit| !self.matrix.zeroed[unit]).collect();
        let out = self.labels.len() - left.len();
        let grouping = if out == 0 { Err("none-set") } else { self.by_k_means(self.plan, left) };
        Alternative { left_out: Some(out), ..self.compared("zeros", "", grouping) }
    }

    fn all_units(&self) -> Vec<usize> {
        (0..self.labels.len()).collect()
    }

    fn by_k_means(&self, plan: &Segmentation, units: Vec<usize>) -> Result<Grouping, &'static str> {
        let matrix = self.matrix.of_rows(&units);
        if too_few(plan.k, &matrix).is_some() {
            return Err("too-few-units");
        }
        let space = Space::of(plan, &matrix)
            .map_err(|problems| problems.0.first().map_or("no-solution", |problem| reason(problem.code)))?;
        let solved = random_starts(plan, &space.points, plan.k, self.seed);
        solved.map(|(solution, _)| (units, solution.labels)).map_err(|_| "no-solution")
    }

    fn by_ward(&self) -> Result<Grouping, &'static str> {
        if self.labels.len() > ward::MOST {
            return Err("too-many-units");
        }
        Ok((self.all_units(), ward::groups(&self.space.points, self.plan.k)))
    }

    /// The row of another way, from its grouping or the reason why it has none.
    fn compared(&self, kind: &str, setting: &str, grouping: Result<Grouping, &'static str>) -> Alternative {
        let mut row = Alternative {
            kind: kind.to_owned(),
            setting: setting.to_owned(),
            n: None,
            left_out: None,
            not_judged: Vec::new(),
            adjusted_rand: None,
            changed: None,
            changed_share: None,
            agreement: None,
            sizes: Vec::new(),
            degenerate: false,
            reason: None,
        };
        match grouping {
            Err(reason) => row.reason = Some(reason.to_owned()),
            Ok((units, groups)) => self.fill(&mut row, &units, &groups),
        }
        row
    }

    fn fill(&self, row: &mut Alternative, units: &[usize], groups: &[usize]) {
        let own: Vec<usize> = units.iter().map(|&unit| self.labels[unit]).collect();
        let rand = adjusted_rand(&own, groups);
        let counted = |groups: &[usize], c: usize| groups.iter().filter(|group| **group == c).count();
        let changed = units.len() - matched(&own, groups);
        row.sizes = matching(&own, groups).into_iter().map(|c| counted(groups, c)).collect();
        let own_sizes = (0..self.plan.k).map(|c| counted(&own, c));
        row.degenerate =
            row.sizes.iter().any(|size| *size <= FEW) && own_sizes.min().is_some_and(|size| size > FEW);
        row.n = Some(units.len());
        row.adjusted_rand = Some(rand);
        row.changed = Some(changed);
        row.changed_share = Some(changed as f64 / units.len() as f64);
        row.agreement = Some(agreement(rand).to_owned());
    }
}

/// Why a space cannot be made, by the code of its diagnostic.
fn reason(code: &str) -> &'static str {
    match code {
        "segmentation::negative" => "negative",
        "segmentation::constant" => "constant",
        "segmentation::no-spread" => "no-spread",
        _ => "no-solution",
    }
}

/// The word for an adjusted Rand index (Steinley 2004).
fn agreement(rand: f64) -> &'static str {
    match rand {
        x if x > 0.90 => "excellent",
        x if x > 0.80 => "good",
        x if x > 0.65 => "moderate",
        _ => "poor",
    }
}
