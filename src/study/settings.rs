//! The settings that run, with every default filled in: what the lock records and the cache compares.

use super::{Claims, InputFile, Study, Template};
use crate::diagnostic::Place;
use crate::study::schema::{Column, WhatIf};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

/// The settings of a study by section: `report`, `datasets`, `segmentation`, `targeting`, `positioning`, `claims`.
///
/// Sections that the study does not have are left out, as is every key without a value. Files stand as their names.
///
/// # Errors
/// When a setting is no value of JSON, such as a number that is not finite.
pub fn settings(study: &Study) -> Result<Value, serde_json::Error> {
    let datasets =
        study.datasets.iter().map(|dataset| Ok((dataset.name.clone(), serde_json::to_value(dataset)?)));
    let sections = [
        ("report", report(study)),
        ("datasets", Value::Object(datasets.collect::<Result<Map<_, _>, serde_json::Error>>()?)),
        ("segmentation", serde_json::to_value(&study.segmentation)?),
        ("targeting", serde_json::to_value(&study.targeting)?),
        ("positioning", serde_json::to_value(&study.positioning)?),
        ("claims", study.claims.as_ref().map(claims).unwrap_or_default()),
    ];
    let mut settings =
        Value::Object(sections.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    leave_out_nulls(&mut settings);
    Ok(settings)
}

/// What is set for the report as a whole, apart from its seed.
fn report(study: &Study) -> Value {
    json!({
        "template": match &study.template { Template::Paper => "paper", Template::Folder(name, _) => name },
        "language": study.locale.language,
        "date": study.date.to_string(),
        "currency": study.locale.currency,
        "title": study.title,
        "authors": study.authors,
        "keywords": study.keywords.as_ref().map(|(id, en)| json!({ "id": id, "en": en })),
        "reproduces": study.reproduces,
    })
}

fn claims(claims: &Claims) -> Value {
    json!({ "numbers": claims.numbers })
}

fn leave_out_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(leave_out_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(leave_out_nulls),
        _ => {}
    }
}

/// A file as its name: what it holds is told by its hash elsewhere.
impl Serialize for InputFile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name)
    }
}

/// Columns by their names.
pub(super) fn columns<S: Serializer>(columns: &[(String, Column)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(columns.iter().map(|(name, column)| (name, column)))
}

/// The keys of the units that a segmentation starts from.
pub(super) fn cases<S: Serializer>(
    cases: &[(String, Option<Place>)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(cases.iter().map(|(key, _)| key))
}

/// Which segments are raised to which.
pub(super) fn what_if<S: Serializer>(
    pairs: &Option<Vec<(WhatIf, Option<Place>)>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(pairs.iter().flatten().map(|(pair, _)| pair))
}

/// An expression as it was written.
impl Serialize for super::Expression {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
