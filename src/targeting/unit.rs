//! What a targeting found of each unit, under the names that `results.json` keeps fixed.

use crate::locale::Language;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// A unit with what it meets and lacks.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UnitFindings {
    /// From 1: most criteria unmet first (or the largest share of those that apply), then those not yet assessed before
    /// those that meet all, then the greatest potential, then the lowest adoption, then the key.
    pub rank: usize,
    /// The unit's key.
    pub key: String,
    /// The unit's name, or its key where there is no name.
    pub name: String,
    /// The number of its segment; none without one.
    pub segment: Option<usize>,
    /// What the report calls its segment; none without one.
    pub segment_label: Option<String>,
    /// Its potential.
    pub potential: Option<f64>,
    /// What it reaches, by the name of the criterion.
    pub criteria: IndexMap<String, UnitCriterion>,
    /// Criteria it is eligible for.
    pub eligible: usize,
    /// Criteria it is assessed on.
    pub assessed: usize,
    /// Criteria it meets.
    pub met: usize,
    /// Criteria it is assessed on and does not meet.
    pub unmet: usize,
    /// Whether it can be targeted: there is a criterion it is eligible for and does not meet or is not assessed on.
    pub target: bool,
    /// Its adoption, from 0 to 1; none where it is assessed on nothing.
    pub adoption: Option<f64>,
    /// Its quadrant of potential and adoption.
    pub quadrant: Option<Quadrant>,
    /// Why it can be targeted, in the order of the criteria.
    pub reasons: Vec<Reason>,
}

/// A criterion at a unit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UnitCriterion {
    /// Whether it is asked to meet it.
    pub eligible: bool,
    /// Whether it can be said that it meets it or not.
    pub assessed: bool,
    /// Whether it meets it.
    pub met: bool,
    /// What was measured, in the measure's own unit.
    pub measure: Option<f64>,
    /// What it is divided by.
    pub of: Option<f64>,
    /// What is compared with the threshold: `measure`, or `measure` / `of`.
    pub value: Option<f64>,
    /// The measure that would just meet it: the threshold, or the threshold times `of`.
    pub target: Option<f64>,
    /// What is missing from `measure` to `target`, or is too much; 0 where it is met. Whole things are rounded up.
    pub gap: Option<f64>,
    /// What is missing from `value` to the threshold, or is too much; 0 where it is met.
    pub gap_value: Option<f64>,
    /// How much of the target is reached, from 0 to 1.
    pub attainment: Option<f64>,
    /// Whether it is not assessed since what it is divided by is there, but not above zero.
    pub without_base: bool,
    /// Its rank among the units that do not meet the criterion, by `gap_value`; equal ones share the first of their ranks.
    pub rank: Option<usize>,
}

/// Why a unit can be targeted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The name of the criterion.
    pub criterion: String,
    /// What is the matter with it.
    pub why: Why,
}

/// What is the matter with a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It is not met.
    Unmet,
    /// The unit is eligible, but a value is missing or there is nothing to divide by.
    NotAssessed,
}

/// A quadrant of potential and adoption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Quadrant {
    /// High potential, low adoption.
    Priority,
    /// High potential, high adoption.
    Keep,
    /// Low potential, low adoption.
    Later,
    /// Low potential, high adoption.
    Ahead,
}

impl Quadrant {
    /// What charts, tables and sentences call it. Only the one that asks for something has a name; the others are described.
    pub fn words(self, language: Language) -> &'static str {
        let (id, en) = match self {
            Self::Priority => {
                ("Prioritas: potensi tinggi, adopsi rendah", "Priority: high potential, low adoption")
            }
            Self::Keep => ("Potensi tinggi, adopsi tinggi", "High potential, high adoption"),
            Self::Later => ("Potensi rendah, adopsi rendah", "Low potential, low adoption"),
            Self::Ahead => ("Potensi rendah, adopsi tinggi", "Low potential, high adoption"),
        };
        if language == Language::Id { id } else { en }
    }
}
