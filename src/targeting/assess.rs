//! What each unit reaches of each criterion: not eligible, not assessed, not met and met are four different things.

use super::findings::UnitCriterion;
use crate::data::{Measure, Query, Table};
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome};
use crate::locale::significant;
use crate::study::schema::{ColumnType, MissingMeasure};
use crate::study::{Bound, Criterion, Dataset};

/// A criterion with its checked expressions.
pub struct Assessment<'a> {
    /// The criterion.
    pub criterion: &'a Criterion,
    /// What is measured.
    pub measure: Query,
    /// What it is divided by.
    pub of: Option<Query>,
    eligible: Option<Query>,
}

impl<'a> Assessment<'a> {
    /// Checks the expressions of a criterion against the columns of its dataset.
    ///
    /// # Errors
    /// Every expression that is wrong, at its place.
    pub fn of(criterion: &'a Criterion, dataset: &Dataset) -> Outcome<Self> {
        let mut problems = Diagnostics::default();
        let measure = problems.keep(Query::number(&criterion.measure, dataset));
        let of = criterion.of.as_ref().and_then(|of| problems.keep(Query::number(of, dataset)));
        let eligible = criterion.eligible.as_ref();
        let eligible = eligible.and_then(|eligible| problems.keep(Query::truth(eligible, dataset)));
        match measure {
            Some(measure) if !problems.has_errors() => Ok(Self { criterion, measure, of, eligible }),
            _ => Err(problems),
        }
    }

    /// Whether the measure counts whole things.
    pub fn is_whole(&self) -> bool {
        self.measure.measure == Measure::Count
    }

    /// What every row of a table reaches, in its order; ranks are still missing.
    ///
    /// # Errors
    /// When an expression cannot be evaluated.
    pub fn units(&self, table: &Table) -> Result<Vec<UnitCriterion>, Diagnostic> {
        let zeros = self.zeros();
        let measures = self.measure.numbers_with_zeros(table, zeros)?;
        let of = self.of.as_ref().map(|of| of.numbers_with_zeros(table, zeros)).transpose()?;
        let eligible = self.eligible.as_ref().map(|eligible| eligible.truths(table)).transpose()?;
        let none: Vec<bool> = of.iter().flatten().map(|of| of.is_some_and(|of| of <= 0.0)).collect();
        let unit = |row: usize| {
            let asked = eligible.as_ref().is_none_or(|eligible| eligible[row]);
            let of = of.as_ref().map(|of| of[row].filter(|of| *of > 0.0));
            let without_base = asked && none.get(row).copied().unwrap_or(false);
            UnitCriterion { without_base, ..self.unit(asked, measures[row], of) }
        };
        Ok((0..measures.len()).map(unit).collect())
    }

    /// The columns whose empty cells count as zero.
    fn zeros(&self) -> &[String] {
        if self.criterion.missing == Some(MissingMeasure::Zero) { &self.measure.columns } else { &[] }
    }

    /// The rows to which the criterion applies and of which an empty cell is counted as zero.
    ///
    /// # Errors
    /// As for [`Assessment::empty`].
    pub fn zeroed(&self, table: &Table) -> Result<Vec<bool>, Diagnostic> {
        self.empty(table, self.zeros())
    }

    /// The rows to which the criterion applies although a column that it measures is empty.
    ///
    /// # Errors
    /// When an expression cannot be evaluated.
    pub fn empty(&self, table: &Table, columns: &[String]) -> Result<Vec<bool>, Diagnostic> {
        let eligible = self.eligible.as_ref().map(|eligible| eligible.truths(table)).transpose()?;
        let mut empty = vec![false; table.keys.len()];
        for name in self.measure.columns.iter().filter(|name| columns.contains(name)) {
            let values = super::numbers(table, name);
            for (row, value) in values.iter().enumerate() {
                let asked = eligible.as_ref().is_none_or(|eligible| eligible[row]);
                empty[row] |= asked && value.is_none();
            }
        }
        Ok(empty)
    }

    /// Whether amounts of the measure can be added over units: percentages and quotients cannot.
    pub fn adds_up(&self, dataset: &Dataset) -> bool {
        let percent = |name: &String| dataset.column(name).is_some_and(|one| one.kind == ColumnType::Percent);
        !self.measure.columns.iter().any(percent) && !self.criterion.measure.text.contains('/')
    }

    /// Whether the measure is itself one of the terms that it is divided by, so that more of it is less of another.
    pub fn is_part_of_base(&self) -> bool {
        let measure = self.criterion.measure.text.trim();
        let of = self.criterion.of.as_ref().map(|of| of.text.as_str()).unwrap_or_default();
        !of.contains(['-', '*', '/', '('])
            && of.split('+').filter(|_| of.contains('+')).any(|term| term.trim() == measure)
    }

    /// What one unit reaches; `of` is none without a denominator, and none inside where there is nothing to divide by.
    ///
    /// Measure and target are compared with 12 digits, as findings are written, so that 0.07 × 100 is reached by 7.
    pub fn unit(&self, eligible: bool, measure: Option<f64>, of: Option<Option<f64>>) -> UnitCriterion {
        let threshold = self.criterion.threshold;
        let (divisor, known) = (of.flatten(), of.is_none_or(|of| of.is_some()));
        let mut unit = UnitCriterion {
            eligible,
            assessed: false,
            met: false,
            measure,
            of: divisor,
            value: None,
            target: None,
            gap: None,
            gap_value: None,
            attainment: None,
            without_base: false,
            rank: None,
        };
        let Some(measure) = measure.filter(|_| eligible && known).map(significant) else { return unit };
        let value = divisor.map_or(measure, |of| significant(measure / of));
        let target = significant(divisor.map_or(threshold, |of| threshold * of));
        let (lack, short) = match self.criterion.bound {
            Bound::AtLeast => (significant(target - measure), threshold - value),
            Bound::AtMost => (significant(measure - target), value - threshold),
        };
        unit.assessed = true;
        unit.met = lack <= 0.0;
        unit.value = Some(value);
        unit.target = Some(target);
        unit.gap = Some(self.whole(lack.max(0.0)));
        unit.gap_value = Some(if unit.met { 0.0 } else { significant(short).max(0.0) });
        unit.attainment = Some(if unit.met { 1.0 } else { self.attained(measure, target) });
        unit
    }

    /// An amount of the measure, rounded up where only whole things can be done.
    pub fn whole(&self, amount: f64) -> f64 {
        if self.is_whole() { amount.ceil() } else { amount }
    }

    /// The part of a target that an unmet measure reaches, between 0 and 1.
    fn attained(&self, measure: f64, target: f64) -> f64 {
        let (reached, wanted) = match self.criterion.bound {
            Bound::AtLeast => (measure, target),
            Bound::AtMost => (target, measure),
        };
        if wanted > 0.0 { significant(reached / wanted).clamp(0.0, 1.0) } else { 0.0 }
    }
}
