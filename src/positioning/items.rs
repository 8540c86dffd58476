//! Items: how they were answered, and how each goes with the total and with the construct's other items.

use super::findings::ItemFindings;
use super::reliability::Measure;
use super::sample::Sample;
use crate::locale::Language;
use crate::statistics::{correlation, reliability, summary};
use crate::study::schema::Total;
use crate::study::{Item, Object};

/// The items of a construct, as they were answered about one object.
pub fn of(sample: &Sample, measure: &Measure) -> Vec<ItemFindings> {
    let instrument = &sample.plan.instrument;
    let (rows, first) = match sample.plan.total {
        Total::Construct => (measure.rows.clone(), 0),
        Total::All => {
            (sample.complete(measure.object, &(0..instrument.items().count())), measure.items.start)
        }
    };
    let items = instrument.constructs[measure.construct].items.iter().enumerate();
    items
        .map(|(i, item)| {
            Totalled { rows: &rows, item: first + i }.add_to(answered(sample, measure, i, item), sample)
        })
        .collect()
}

/// An item among the items of the total.
struct Totalled<'a> {
    /// Respondents who answered all items of the total.
    rows: &'a [Vec<f64>],
    /// The position of the item.
    item: usize,
}

impl Totalled<'_> {
    /// Adds the test of validity. An item that is the total itself has none: it would only agree with itself.
    fn add_to(&self, item: ItemFindings, sample: &Sample) -> ItemFindings {
        let n = self.rows.len();
        let several = self.rows.first().is_some_and(|row| row.len() > 1);
        let r = if several { reliability::item_total(self.rows, self.item) } else { None };
        let r_critical = correlation::critical(n, sample.plan.level).filter(|_| several);
        ItemFindings {
            n_complete: n,
            r,
            r_critical,
            p: r.and_then(|r| correlation::p_value(r, n)),
            valid: r.zip(r_critical).map(|(r, critical)| r >= critical),
            ..item
        }
    }
}

/// How an item was answered, and what it adds to its construct.
fn answered(sample: &Sample, measure: &Measure, i: usize, item: &Item) -> ItemFindings {
    let object = &sample.plan.objects[measure.object];
    let position = measure.items.start + i;
    let answer = |respondent: &&super::answers::Respondent| {
        respondent.answers.get(measure.object).and_then(|answers| answers.get(position).copied().flatten())
    };
    let known: Vec<f64> = sample.respondents.iter().filter_map(answer).collect();
    ItemFindings {
        object: object.name.clone(),
        construct: sample.construct(measure.construct),
        item: item.name.clone(),
        text: wording(item, object, sample.locale.language),
        reversed: item.reversed,
        n: known.len(),
        missing: sample.respondents.len() - known.len(),
        frequencies: frequencies(&known, sample.plan.instrument.from, sample.plan.instrument.to),
        mean: (!known.is_empty()).then(|| summary::mean(&known)),
        sd: (known.len() > 1).then(|| summary::sd(&known)),
        n_complete: 0,
        r: None,
        r_critical: None,
        p: None,
        valid: None,
        r_corrected: reliability::item_rest(&measure.rows, i),
        alpha_if_deleted: reliability::alpha_if_deleted(&measure.rows, i),
        loading: measure.factor.as_ref().and_then(|factor| factor.loadings.get(i).copied()),
    }
}

/// The wording of an item, with what is rated in its place.
fn wording(item: &Item, object: &Object, language: Language) -> String {
    item.text.get(language).replace("{object}", object.label.get(language))
}

/// How many gave each answer of the scale.
fn frequencies(answers: &[f64], from: i32, to: i32) -> Vec<usize> {
    let count = |point: i32| answers.iter().filter(|answer| answer.round() == f64::from(point)).count();
    (from..=to).map(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_of_the_scale_is_counted_also_those_that_nobody_gave() {
        assert_eq!(frequencies(&[1.0, 3.0, 3.0], 1, 4), [1, 0, 2, 0]);
        assert_eq!(frequencies(&[-1.0, 1.0], -1, 1), [1, 0, 1]);
        assert_eq!(frequencies(&[], 1, 5), [0; 5]);
    }
}
