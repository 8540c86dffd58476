//! Checks an instrument, whose mistakes are told at their own lines, also where it has a file of its own.

use super::Checker;
use crate::locale::Text;
use crate::study::files::InputFile;
use crate::study::place::{Path, path};
use crate::study::positioning::{Construct, Instrument, Item};
use crate::study::schema::{self, InstrumentSource};
use crate::study::structure;

/// The most points that a scale may have.
const MOST_POINTS: i64 = 11;

/// What was read of an instrument, before anything else of the survey is checked.
pub(super) struct Questionnaire {
    /// The instrument.
    pub instrument: Instrument,
    /// Its file, where it has one of its own.
    pub file: Option<InputFile>,
}

impl Checker<'_> {
    /// Reads and checks the instrument that the study names or holds.
    pub(super) fn questionnaire(&mut self, plan: &schema::Positioning) -> Option<Questionnaire> {
        let objects = !plan.objects.is_empty();
        let name = match &plan.instrument {
            InstrumentSource::Inline(instrument) => {
                self.instrument(instrument, &path!["positioning", "instrument"], objects);
                return Some(Questionnaire { instrument: resolved(instrument), file: None });
            }
            InstrumentSource::File(name) => name,
        };
        let file = self.open(name, &path!["positioning", "instrument"])?;
        let source = file.text().map_err(|problem| self.problems.push(problem)).ok()?;
        let (instrument, problems) = structure::parse_instrument(&source);
        self.problems.extend(problems);
        let instrument = instrument?;
        let (folder, missing_data) = (self.folder, self.missing_data);
        let mut checker = Checker { source: &source, folder, missing_data, problems: &mut *self.problems };
        checker.instrument(&instrument, &path![], objects);
        Some(Questionnaire { instrument: resolved(&instrument), file: Some(file) })
    }

    fn instrument(&mut self, instrument: &schema::Instrument, root: &Path, objects: bool) {
        if self.scale(&instrument.scale, root) {
            self.scale_labels(&instrument.scale, root);
        }
        self.construct_names(instrument, root);
        for (c, construct) in instrument.constructs.iter().enumerate() {
            for (name, item) in &construct.items {
                let at = [root.clone(), path!["constructs", c, "items", name.0.as_str()]].concat();
                self.wording(item, &at, objects);
            }
        }
    }

    /// Whether the scale is one.
    fn scale(&mut self, scale: &schema::Scale, root: &Path) -> bool {
        let points = points(scale);
        let (message, reason) = match points {
            ..=1 => (
                format!("a scale from {} to {} has no steps", scale.from, scale.to),
                "the highest answer must be above the lowest",
            ),
            2..=MOST_POINTS if scale.to < 1 => (
                format!("the highest answer is {}", scale.to),
                "scores are also given as a share of it, so it must be above zero",
            ),
            2..=MOST_POINTS => return true,
            _ => (format!("a scale of {points} points"), "answers are told apart up to 11 points"),
        };
        let at = [root.clone(), path!["scale", "to"]].concat();
        self.error("instrument::scale", &at, message, reason, None);
        false
    }

    fn scale_labels(&mut self, scale: &schema::Scale, root: &Path) {
        let Some(labels) = &scale.labels else { return };
        let at = [root.clone(), path!["scale", "labels"]].concat();
        let (id, en) = labels.resolve();
        let points = points(scale);
        for list in [&id, &en] {
            if list.len() as i64 != points {
                let message = format!("the scale has {points} points, but {} labels", list.len());
                let reason = "every answer needs a name";
                return self.error("instrument::labels", &at, message, reason, None);
            }
        }
        let mut known: Vec<(String, i64)> = Vec::new();
        for (label, point) in
            id.iter().zip(i64::from(scale.from)..).chain(en.iter().zip(i64::from(scale.from)..))
        {
            if let Some((message, reason)) = wrong_label(label, point, &known) {
                return self.error("instrument::labels", &at, message, &reason, None);
            }
            known.push((plain(label), point));
        }
    }

    /// Findings name constructs and items: each name stands for one of them.
    fn construct_names(&mut self, instrument: &schema::Instrument, root: &Path) {
        let reason = "the findings could not tell them apart";
        for (c, construct) in instrument.constructs.iter().enumerate() {
            let earlier = &instrument.constructs[..c];
            if earlier.iter().any(|other| other.name == construct.name) {
                let at = [root.clone(), path!["constructs", c, "name"]].concat();
                let message = format!("two constructs are called `{}`", construct.name.0);
                self.error("instrument::same-name", &at, message, reason, None);
            }
            for name in construct.items.keys() {
                let Some(other) = earlier.iter().find(|other| other.items.contains_key(name.0.as_str()))
                else {
                    continue;
                };
                let at = [root.clone(), path!["constructs", c, "items", name.0.as_str()]].concat();
                let message = format!("two items are called `{}`", name.0);
                let hint = Some(format!("`{}` has an item of this name already", other.name.0));
                self.key_error("instrument::same-name", &at, message, reason, hint);
            }
        }
    }

    fn wording(&mut self, item: &schema::Item, at: &Path, objects: bool) {
        let text = item.text().resolve();
        if text.id.trim().is_empty() || text.en.trim().is_empty() {
            self.error(
                "instrument::empty",
                at,
                "an item without wording".into(),
                "the report prints it",
                None,
            );
        }
        for wording in [&text.id, &text.en] {
            let (message, hint) = match placeholders(wording).find(|name| !objects || *name != "object") {
                None => continue,
                Some("object") => (
                    "`{object}` stands for nothing here".to_owned(),
                    "name what was rated below `positioning.objects`; one is enough",
                ),
                Some(name) => (
                    format!("`{{{name}}}` stands for nothing"),
                    "in a wording `{object}` stands for what is rated",
                ),
            };
            return self.error(
                "instrument::placeholder",
                at,
                message,
                "the report would print it as it is",
                Some(hint.into()),
            );
        }
    }
}

fn points(scale: &schema::Scale) -> i64 {
    i64::from(scale.to) - i64::from(scale.from) + 1
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What is wrong with the label of a point.
fn wrong_label(label: &str, point: i64, known: &[(String, i64)]) -> Option<(String, String)> {
    let text = plain(label);
    if text.is_empty() {
        return Some((format!("the label of {point} is empty"), "every answer needs a name".into()));
    }
    if text.parse::<i64>().is_ok_and(|number| number != point) {
        return Some((
            format!("the label of {point} is `{text}`"),
            "a cell with it could mean either".into(),
        ));
    }
    let other = known.iter().find(|(other, at)| *other == text && *at != point).map(|(_, at)| *at)?;
    Some((
        format!("`{label}` stands for two answers"),
        format!("a cell with it could mean {other} or {point}"),
    ))
}

/// The words in braces.
pub(super) fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// An instrument in the report's terms.
fn resolved(instrument: &schema::Instrument) -> Instrument {
    let labels = instrument.scale.labels.as_ref().map(schema::LocalList::resolve).unwrap_or_default();
    Instrument {
        title: instrument.title.as_ref().map(|text| text.resolve()),
        source: instrument.source.as_ref().map(|text| text.resolve()),
        from: instrument.scale.from,
        to: instrument.scale.to,
        labels: labels.0.into_iter().zip(labels.1).map(|(id, en)| Text { id, en }).collect(),
        constructs: instrument.constructs.iter().map(construct).collect(),
    }
}

fn construct(construct: &schema::Construct) -> Construct {
    let item = |(name, item): (&schema::Name, &schema::Item)| Item {
        name: name.0.clone(),
        text: item.text().resolve(),
        reversed: item.reversed(),
    };
    let name = &construct.name.0;
    Construct {
        name: name.clone(),
        label: construct.label.as_ref().map_or_else(|| Text::same(name), |label| label.resolve()),
        definition: construct.definition.as_ref().map(|text| text.resolve()),
        items: construct.items.iter().map(item).collect(),
    }
}
