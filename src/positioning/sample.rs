//! Who answered, for which unit, and in which segment.

use super::answers::{Answers, Respondent};
use crate::data::Table;
use crate::locale::Locale;
use crate::segmentation::Grouping;
use crate::study::Positioning;
use std::collections::BTreeMap;
use std::ops::Range;

/// Everyone with an answer, and what their scores are averaged to.
pub struct Sample<'a> {
    /// What the study asks for.
    pub plan: &'a Positioning,
    /// The language and the currency of the report.
    pub locale: &'a Locale,
    /// Respondents with an answer, in the order of their keys.
    pub respondents: Vec<&'a Respondent>,
    /// What is counted, in the order of the keys: units with their respondents, or respondents where answers are not
    /// linked to units.
    pub cases: Vec<Case<'a>>,
    /// The segments; none where units belong to none.
    pub segments: Vec<Segment>,
    /// How many units there are: as the study says, or all rows of the dataset of the units.
    pub population: Option<usize>,
}

/// A unit with its respondents who answered, or one respondent.
///
/// A respondent who names no unit where others do counts as a unit of its own, since nothing says whose it is.
pub struct Case<'a> {
    /// The unit's key; none where there is no unit.
    pub unit: Option<&'a str>,
    /// The number of its segment.
    pub segment: Option<usize>,
    /// The positions of its respondents among those who answered.
    pub respondents: Vec<usize>,
}

/// A segment that respondents may belong to.
pub struct Segment {
    /// Its number.
    pub number: usize,
    /// What the report calls it.
    pub label: String,
    /// The number of its units.
    pub population: usize,
}

impl<'a> Sample<'a> {
    /// The sample of a survey. Segments of other units than those that respondents answer for do not count.
    pub fn new(
        plan: &'a Positioning,
        answers: &'a Answers,
        units: Option<&Table>,
        segmentation: Option<&Grouping>,
        locale: &'a Locale,
    ) -> Self {
        let respondents: Vec<&Respondent> =
            answers.respondents.iter().filter(|respondent| respondent.answered()).collect();
        let linked = plan.unit.is_some();
        let units = units.filter(|_| linked);
        let segmentation = segmentation
            .filter(|found| linked && plan.units.as_ref().is_some_and(|data| *data == found.data));
        Self {
            plan,
            locale,
            cases: cases(&respondents, linked, segmentation),
            segments: segments(segmentation),
            population: plan.population.or(units.map(|table| table.keys.len())),
            respondents,
        }
    }

    /// Whether answers are linked to units.
    pub fn linked(&self) -> bool {
        self.plan.unit.is_some()
    }

    /// Every object with every construct, by their positions.
    pub fn measures(&self) -> impl Iterator<Item = (usize, usize)> {
        let constructs = self.plan.instrument.constructs.len();
        (0..self.plan.objects.len())
            .flat_map(move |object| (0..constructs).map(move |construct| (object, construct)))
    }

    /// The name of an object.
    pub fn object(&self, object: usize) -> String {
        self.plan.objects[object].name.clone()
    }

    /// The name of a construct.
    pub fn construct(&self, construct: usize) -> String {
        self.plan.instrument.constructs[construct].name.clone()
    }

    /// The answers about an object by those who answered all of some items: respondents × items.
    pub fn complete(&self, object: usize, items: &Range<usize>) -> Vec<Vec<f64>> {
        let all = |respondent: &&Respondent| -> Option<Vec<f64>> {
            let answers = respondent.answers.get(object)?;
            items.clone().map(|item| answers.get(item).copied().flatten()).collect()
        };
        self.respondents.iter().filter_map(all).collect()
    }
}

fn cases<'a>(respondents: &[&'a Respondent], linked: bool, segmentation: Option<&Grouping>) -> Vec<Case<'a>> {
    let members = segmentation.map(|found| found.members.as_slice()).unwrap_or_default();
    let segments: BTreeMap<&str, usize> =
        members.iter().map(|member| (member.key.as_str(), member.segment)).collect();
    let mut by_unit: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut alone = Vec::new();
    for (i, respondent) in respondents.iter().enumerate() {
        match respondent.unit.as_deref().filter(|_| linked) {
            Some(unit) => by_unit.entry(unit).or_default().push(i),
            None => alone.push(Case { unit: None, segment: None, respondents: vec![i] }),
        }
    }
    let of_unit =
        |(unit, respondents)| Case { unit: Some(unit), segment: segments.get(unit).copied(), respondents };
    by_unit.into_iter().map(of_unit).chain(alone).collect()
}

fn segments(segmentation: Option<&Grouping>) -> Vec<Segment> {
    let groups = segmentation.map(|found| found.segments.as_slice()).unwrap_or_default();
    let segment = |group: &crate::segmentation::Group| Segment {
        number: group.number,
        label: group.label.clone(),
        population: group.size,
    };
    groups.iter().map(segment).collect()
}
