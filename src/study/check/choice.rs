//! Checks the numbers of segments that are compared against each other and against how the segmentation starts.

use super::Checker;
use crate::study::Comparison;
use crate::study::place::path;
use crate::study::schema::{self, Choose, ComparedNumbers, NumberOfSegments, Start};

/// The number of segments, unless a rule is to choose it.
pub fn given_number(plan: &schema::Segmentation) -> Option<usize> {
    match &plan.k {
        NumberOfSegments::Given(k) => Some(*k),
        NumberOfSegments::Compared(ComparedNumbers { choose: Choose::Number(k), .. }) => Some(*k),
        NumberOfSegments::Compared(_) => None,
    }
}

impl Checker<'_> {
    /// The numbers of segments that are compared, if any; none when they contradict each other.
    pub(super) fn comparison(&mut self, plan: &schema::Segmentation) -> Option<Option<Comparison>> {
        let NumberOfSegments::Compared(numbers) = &plan.k else { return Some(None) };
        let before = self.problems.errors();
        self.numbers_in_order(numbers);
        self.rule_goes_with_start(plan, numbers);
        let rule = match numbers.choose {
            Choose::Number(_) => None,
            Choose::Rule(rule) => Some(rule),
        };
        let sound = self.problems.errors() == before;
        sound.then(|| {
            Some(Comparison {
                from: numbers.from,
                to: numbers.to,
                references: numbers.references,
                rule,
                to_place: self.at(&path!["segmentation", "k", "to"]),
            })
        })
    }

    fn numbers_in_order(&mut self, numbers: &ComparedNumbers) {
        let (from, to) = (numbers.from, numbers.to);
        if from >= to {
            let message = format!("`to: {to}` is not more than `from: {from}`");
            let reason = "there must be several numbers of segments to compare";
            self.error("segmentation::k-range", &path!["segmentation", "k", "to"], message, reason, None);
            return;
        }
        if let Choose::Number(k) = numbers.choose
            && !(from..=to).contains(&k)
        {
            let message = format!("`choose: {k}` is not from {from} to {to}");
            let reason = "the number that is chosen must be among those compared";
            let hint = Some("change `from`, `to` or `choose`".to_owned());
            self.error("segmentation::k-range", &path!["segmentation", "k", "choose"], message, reason, hint);
        }
    }

    /// First centres that are given fix the number of segments.
    fn rule_goes_with_start(&mut self, plan: &schema::Segmentation, numbers: &ComparedNumbers) {
        let Choose::Rule(rule) = numbers.choose else { return };
        if matches!(plan.start, Start::Cases(_) | Start::Centers(_)) {
            let message = format!("`choose: {}` does not go with this `start`", rule.name());
            let reason = "given first centres fix the number of segments";
            let hint = Some("`choose:` a number, or use `start: k-means++`".to_owned());
            self.error(
                "segmentation::contradiction",
                &path!["segmentation", "k", "choose"],
                message,
                reason,
                hint,
            );
        }
    }
}
