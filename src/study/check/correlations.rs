//! Checks the correlations of drawn columns, and prepares them for drawing.

use super::Checker;
use super::simulation::Plan;
use crate::study::place::{Path, path};
use crate::study::{Correlations, correlation_factor, possible_percent};

/// The code of everything that is wrong with correlations.
const CORRELATIONS: &str = "simulation::correlations";

impl Checker<'_> {
    /// The correlations of a simulation; none when it declares none, or something is wrong with them.
    pub(super) fn correlations(&mut self, plan: &Plan) -> Option<Correlations> {
        let at = plan.below(path!["simulation", "correlations"]);
        let before = self.problems.errors();
        let (mut columns, mut pairs): (Vec<&str>, Vec<(usize, usize, f64)>) = (Vec::new(), Vec::new());
        for (first, others) in &plan.simulation.correlations {
            let row = [at.clone(), path![first.0.as_str()]].concat();
            let i = self.correlated(plan, &mut columns, &first.0, &row);
            for (second, value) in others {
                let here = [row.clone(), path![second.0.as_str()]].concat();
                let j = self.correlated(plan, &mut columns, &second.0, &here);
                self.pair(&pairs, (i, j, *value), &here);
                pairs.push((i.max(j), i.min(j), *value));
            }
        }
        if columns.is_empty() || self.problems.errors() != before {
            return None;
        }
        let spearman = lower(columns.len(), &pairs);
        let Some(factor) = correlation_factor(&spearman) else {
            self.impossible(&spearman, &at);
            return None;
        };
        Some(Correlations { columns: columns.into_iter().map(str::to_owned).collect(), spearman, factor })
    }

    /// The place of a column among those that are correlated; it must be drawn by rank.
    fn correlated<'a>(&mut self, plan: &Plan, columns: &mut Vec<&'a str>, name: &'a str, at: &Path) -> usize {
        if let Some(found) = columns.iter().position(|column| *column == name) {
            return found;
        }
        columns.push(name);
        let draw = plan.draw(name);
        let distributions = draw.map(crate::study::schema::Draw::distributions).unwrap_or_default();
        match distributions.as_slice() {
            [] if draw.is_none() => {
                let message = format!("there is no column `{name}`");
                let known: Vec<&str> = plan.draws().iter().map(|(name, _, _)| *name).collect();
                let hint = crate::diagnostic::did_you_mean(name, known.iter().copied());
                let reason = "`simulation` draws no such column";
                self.key_error("simulation::unknown-column", at, message, reason, hint);
            }
            [one] if !one.has_ranks() => {
                let message = format!("`{name}` cannot be correlated, as it is drawn by `{}`", one.key());
                let reason = "only distributions of single values have ranks to correlate";
                let hint = "correlate the columns that it depends on, or a latent one, or let it depend on others by `sum`";
                self.key_error(CORRELATIONS, at, message, reason, Some(hint.to_owned()));
            }
            _ => {}
        }
        columns.len() - 1
    }

    fn pair(&mut self, pairs: &[(usize, usize, f64)], (i, j, value): (usize, usize, f64), at: &Path) {
        if i == j {
            let message = "a column cannot be correlated with itself".to_owned();
            self.key_error(CORRELATIONS, at, message, "", None);
        } else if pairs.iter().any(|(a, b, _)| (*a, *b) == (i.max(j), i.min(j))) {
            let message = "this pair has a correlation already".to_owned();
            self.key_error(CORRELATIONS, at, message, "", Some("keep one of the two".to_owned()));
        } else if value.is_nan() || value.abs() >= 1.0 {
            let message = "a correlation must be above -1 and below 1".to_owned();
            let hint =
                Some("for a column that follows from another one, use `sum`, `product` or `tiers`".into());
            self.error(CORRELATIONS, at, message, &format!("this is {value}"), hint);
        }
    }

    /// Says that no data can have these correlations, and how much weaker they must be.
    fn impossible(&mut self, spearman: &[Vec<f64>], at: &Path) {
        let possible = possible_percent(spearman);
        let message = "no data can have all these correlations at once".to_owned();
        let reason =
            "two columns that go with a third one go with each other too; pairs that are not named have 0";
        let hint = format!(
            "name the pairs that are left out, or make all of them weaker: {possible} % of each would do"
        );
        self.key_error(CORRELATIONS, at, message, reason, Some(hint));
    }
}

/// Each row of a symmetric matrix up to the diagonal, without it.
fn lower(size: usize, pairs: &[(usize, usize, f64)]) -> Vec<Vec<f64>> {
    let value = |i: usize, j: usize| {
        pairs.iter().find(|(a, b, _)| (*a, *b) == (i, j)).map_or(0.0, |(_, _, value)| *value)
    };
    (0..size).map(|i| (0..i).map(|j| value(i, j)).collect()).collect()
}
