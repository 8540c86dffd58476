//! Units by segment: the segments in their order, then the units without one.

use super::findings::{Segment, UnitFindings};
use crate::locale::{Language, Locale};
use crate::segmentation::Grouping;
use std::collections::BTreeMap;

/// The segment of every unit, and what segments are called.
pub struct Groups<'a> {
    /// The segmentation, if there is one.
    pub segmentation: Option<&'a Grouping>,
    locale: &'a Locale,
    numbers: BTreeMap<&'a str, usize>,
}

impl<'a> Groups<'a> {
    /// The groups of a segmentation.
    pub fn new(segmentation: Option<&'a Grouping>, locale: &'a Locale) -> Self {
        let members = segmentation.map(|found| found.members.as_slice()).unwrap_or_default();
        let numbers = members.iter().map(|member| (member.key.as_str(), member.segment)).collect();
        Self { segmentation, locale, numbers }
    }

    /// The number of the segment of a unit.
    pub fn segment(&self, key: &str) -> Option<usize> {
        self.numbers.get(key).copied()
    }

    /// What a segment is called.
    pub fn label(&self, number: usize) -> Option<String> {
        let mut segments = self.segmentation?.segments.iter();
        segments.find(|segment| segment.number == number).map(|segment| segment.label.clone())
    }

    /// Something of every segment, and of the units without one where there are such; nothing without a segmentation.
    pub fn map<T>(&self, units: &[UnitFindings], of: impl Fn(Segment, &[&UnitFindings]) -> T) -> Vec<T> {
        let Some(segmentation) = self.segmentation else { return Vec::new() };
        let mut rows = Vec::new();
        for segment in &segmentation.segments {
            let (number, label) = (Some(segment.number), segment.label.clone());
            let inside: Vec<_> = units.iter().filter(|unit| unit.segment == number).collect();
            rows.push(of(Segment { segment: number, label }, &inside));
        }
        let outside: Vec<_> = units.iter().filter(|unit| unit.segment.is_none()).collect();
        if !outside.is_empty() {
            let label = self.say("Tanpa segmen", "No segment").to_owned();
            rows.push(of(Segment { segment: None, label }, &outside));
        }
        rows
    }

    fn say(&self, id: &'a str, en: &'a str) -> &'a str {
        match self.locale.language {
            Language::Id => id,
            Language::En => en,
        }
    }
}
