//! How well the items of a construct measure it, of one object.

use super::findings::{ItemFindings, Reliability};
use super::items;
use super::rules::CONFIDENCE;
use super::sample::Sample;
use crate::statistics::factor::{self, OneFactor};
use crate::statistics::reliability;
use std::ops::Range;

/// The complete answers to a construct's items about one object.
pub struct Measure {
    /// The position of the object.
    pub object: usize,
    /// The position of the construct.
    pub construct: usize,
    /// The positions of its items among all.
    pub items: Range<usize>,
    /// Respondents who answered all of them × items.
    pub rows: Vec<Vec<f64>>,
    /// What the items have in common; none with fewer than three that vary.
    pub factor: Option<OneFactor>,
}

impl Measure {
    fn of(sample: &Sample, object: usize, construct: usize) -> Self {
        let items = sample.plan.instrument.positions(construct);
        let rows = sample.complete(object, &items);
        let factor = factor::correlations(&rows).and_then(|matrix| factor::one_factor(&matrix));
        Self { object, construct, items, rows, factor }
    }

    /// The positions, within the construct, of the items to which all complete respondents gave one answer.
    fn constant(&self) -> Vec<usize> {
        let first = self.rows.first().filter(|_| self.rows.len() > 1);
        let constant =
            |i: &usize| first.is_some_and(|first| self.rows.iter().all(|row| row[*i] == first[*i]));
        (0..self.items.len()).filter(constant).collect()
    }

    fn reliability(&self, sample: &Sample, items: &[ItemFindings]) -> Reliability {
        let alpha = reliability::alpha(&self.rows, CONFIDENCE);
        let factor = self.factor.as_ref();
        let invalid = items.iter().filter(|item| item.valid == Some(false));
        Reliability {
            object: sample.object(self.object),
            construct: sample.construct(self.construct),
            items: self.items.len(),
            n: self.rows.len(),
            alpha: alpha.as_ref().map(|alpha| alpha.raw),
            alpha_lower: alpha.as_ref().and_then(|alpha| alpha.lower),
            alpha_upper: alpha.as_ref().and_then(|alpha| alpha.upper),
            alpha_standardized: alpha.as_ref().and_then(|alpha| alpha.standardised),
            composite_reliability: factor.map(|factor| factor.composite_reliability),
            average_variance_extracted: factor.map(|factor| factor.average_variance_extracted),
            heywood: factor.is_some_and(|factor| factor.heywood),
            reliable: alpha.as_ref().map(|alpha| alpha.raw >= sample.plan.reliable_from),
            constant_items: self.constant().into_iter().map(|i| items[i].item.clone()).collect(),
            invalid_items: invalid.map(|item| item.item.clone()).collect(),
        }
    }
}

/// Every construct and every item of every object.
pub fn measure(sample: &Sample) -> (Vec<Reliability>, Vec<ItemFindings>) {
    let of = |(object, construct)| {
        let measure = Measure::of(sample, object, construct);
        let items = items::of(sample, &measure);
        (measure.reliability(sample, &items), items)
    };
    let (reliability, items): (Vec<_>, Vec<_>) = sample.measures().map(of).unzip();
    (reliability, items.concat())
}
