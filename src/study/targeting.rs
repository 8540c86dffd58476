//! A targeting whose settings agree with each other.

use super::schema::{Adoption, MissingMeasure, RankBy, WhatIf};
use crate::diagnostic::Place;
use crate::locale::Text;
use serde::Serialize;

/// Whom to target, and by what.
#[derive(Debug, Clone, Serialize)]
pub struct Targeting {
    /// The dataset whose rows are the units.
    pub data: String,
    /// The column with the names of units.
    pub name: Option<String>,
    /// The column with the potential of units.
    pub potential: Option<String>,
    /// What units should meet, at least one.
    pub criteria: Vec<Criterion>,
    /// What the adoption of a unit is.
    pub adoption: Adoption,
    /// What puts units in their order.
    pub rank: RankBy,
    /// The columns of categories by which units are counted too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// The columns whose sums are told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub totals: Vec<String>,
    /// From where on potential is high, where the study says so.
    pub potential_line: Option<f64>,
    /// From where on adoption is high, as a share of one, where the study says so.
    pub adoption_line: Option<f64>,
    /// Which segments are raised to which, where the study says so; each with its place.
    #[serde(serialize_with = "super::settings::what_if", skip_serializing_if = "Option::is_none")]
    pub what_if: Option<Vec<(WhatIf, Option<Place>)>>,
    /// Where the potential stands in the study.
    #[serde(skip)]
    pub potential_place: Option<Place>,
}

/// What a unit should meet.
#[derive(Debug, Clone, Serialize)]
pub struct Criterion {
    /// Its name in the findings.
    pub name: String,
    /// What the report calls it.
    pub label: Text,
    /// What is measured.
    pub measure: Expression,
    /// What the measure is divided by.
    pub of: Option<Expression>,
    /// The unit of measurement of the measure, where the study says so.
    pub unit: Option<Text>,
    /// One of what `of` counts, where the study says so.
    pub per: Option<Text>,
    /// What an empty cell of the measure means, where the study says so.
    pub missing: Option<MissingMeasure>,
    /// Under which condition it is asked of a unit.
    pub eligible: Option<Expression>,
    /// Which side of the threshold meets it.
    pub bound: Bound,
    /// The threshold: a share of one where there is a percentage.
    pub threshold: f64,
    /// Whether the threshold was written as a percentage.
    pub percent: bool,
}

/// An SQL expression over the columns of a row, as it was written.
#[derive(Debug, Clone)]
pub struct Expression {
    /// The SQL.
    pub text: String,
    /// Where it stands in the study.
    pub place: Option<Place>,
}

/// Which side of a threshold meets a criterion.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub enum Bound {
    /// The threshold or more.
    #[default]
    #[serde(rename = "at_least")]
    AtLeast,
    /// The threshold or less.
    #[serde(rename = "at_most")]
    AtMost,
}
