//! Checks what is made of the answers of a survey: shares, classes, the outcome, and guidance.

use super::Checker;
use crate::diagnostic::did_you_mean;
use crate::study::place::{Path, path};
use crate::study::positioning::Instrument;
use crate::study::schema::{self, Classed, Threshold};

impl Checker<'_> {
    /// Checks what is made of the answers.
    pub(super) fn scores(&mut self, plan: &schema::Positioning, instrument: &Instrument) {
        let (low, high) = (f64::from(instrument.from), f64::from(instrument.to));
        let at = |steps: Path| [path!["positioning"], steps].concat();
        self.a_share(&plan.answered, at(path!["answered"]), true);
        self.a_share(&plan.sample_size.error, at(path!["sample_size", "error"]), false);
        self.a_share(&plan.validity.level, at(path!["validity", "level"]), false);
        if let Some(classes) = &plan.classes {
            self.class_cuts(classes, low, high);
            self.class_labels(classes);
        }
        if let Some(outcome) = &plan.outcome {
            self.a_construct(outcome, instrument, at(path!["outcome"]));
        }
        if let Some(guidance) = &plan.guidance {
            self.guidance_threshold(guidance.below, (low, high), at(path!["guidance", "below"]));
            (0..guidance.elements.len()).for_each(|i| self.element(guidance, i, instrument));
        }
    }

    /// A share above zero; of one itself only where that makes sense.
    fn a_share(&mut self, given: &Threshold, at: Path, one: bool) {
        let Some((value, _)) = self.threshold(given, &at) else { return };
        if value > 0.0 && (value < 1.0 || (one && value == 1.0)) {
            return;
        }
        let hint = Some("write a share such as `0.05`, or a percentage such as `5 %`".to_owned());
        let reason = if one { "it lies above 0 and is at most 1" } else { "it lies between 0 and 1" };
        self.error("positioning::share", &at, format!("`{value}` is no such share"), reason, hint);
    }

    fn class_cuts(&mut self, classes: &schema::Classes, low: f64, high: f64) {
        let (low, high) = match classes.of {
            Classed::Mean => (low, high),
            Classed::Tcr => (100.0 * low / high, 100.0),
        };
        for (i, cut) in classes.cuts.iter().enumerate() {
            let at = path!["positioning", "classes", "cuts", i];
            let (message, reason) = if *cut <= low || *cut > high {
                (format!("no score is divided at {cut}"), format!("scores lie between {low} and {high}"))
            } else if i > 0 && *cut <= classes.cuts[i - 1] {
                (format!("{cut} does not come after {}", classes.cuts[i - 1]), "cut points ascend".to_owned())
            } else {
                continue;
            };
            self.error("positioning::classes", &at, message, &reason, None);
        }
    }

    fn class_labels(&mut self, classes: &schema::Classes) {
        let (id, en) = classes.labels.resolve();
        let needed = classes.cuts.len() + 1;
        if let Some(list) = [&id, &en].into_iter().find(|list| list.len() != needed) {
            let message = format!(
                "{} cut points make {needed} classes, but {} have labels",
                classes.cuts.len(),
                list.len()
            );
            let at = path!["positioning", "classes", "labels"];
            self.error("positioning::classes", &at, message, "every class needs a name", None);
        }
    }

    fn a_construct(&mut self, name: &schema::Name, instrument: &Instrument, at: Path) {
        let known: Vec<&str> =
            instrument.constructs.iter().map(|construct| construct.name.as_str()).collect();
        if known.contains(&name.0.as_str()) {
            return;
        }
        let hint = did_you_mean(&name.0, known.iter().copied())
            .unwrap_or_else(|| format!("the constructs are `{}`", known.join("`, `")));
        let message = format!("there is no construct `{}`", name.0);
        self.error("positioning::unknown-construct", &at, message, "the instrument has none", Some(hint));
    }

    fn guidance_threshold(&mut self, below: f64, (low, high): (f64, f64), at: Path) {
        if below > low && below <= high {
            return;
        }
        let message = format!("a threshold of {below} divides nothing");
        let reason = format!("scores lie between {low} and {high}");
        self.error("positioning::threshold", &at, message, &reason, None);
    }

    fn element(&mut self, guidance: &schema::Guidance, i: usize, instrument: &Instrument) {
        let element = &guidance.elements[i];
        let at = |steps: Path| [path!["positioning", "guidance", "elements", i], steps].concat();
        if guidance.elements[..i].iter().any(|earlier| earlier.name == element.name) {
            let message = format!("two elements are called `{}`", element.name.0);
            let reason = "the findings could not tell them apart";
            self.error("positioning::same-name", &at(path!["name"]), message, reason, None);
        }
        for (c, name) in element.constructs.iter().enumerate() {
            self.a_construct(name, instrument, at(path!["constructs", c]));
            if element.constructs[..c].contains(name) {
                let message = format!("`{}` is named twice", name.0);
                self.error(
                    "positioning::same-name",
                    &at(path!["constructs", c]),
                    message,
                    "it would count twice",
                    None,
                );
            }
        }
        if let Some(below) = element.below {
            let (low, high) = (f64::from(instrument.from), f64::from(instrument.to));
            self.guidance_threshold(below, (low, high), at(path!["below"]));
        }
    }
}
