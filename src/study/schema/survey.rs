//! How a study declares the drawn answers of a survey: who responds, and the measurement model of what they answer.

use super::{Name, Parameter};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Rows that are those of another drawn dataset that respond, such as the offices that answer a questionnaire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// The dataset with a simulation whose rows are sampled; each row here is of the latent group of its row there.
    pub of: Name,
    /// The share of its rows that respond: a number, a number per latent group, or the name of one of its columns.
    pub response: Parameter,
    /// How many rows each of them gives, with weights: `{1: 80, 2: 15, 3: 5}`; one when not given.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": "^[1-9][0-9]{0,2}$"}))]
    pub each: IndexMap<String, f64>,
}

/// What respondents answer, by a measurement model with one factor for every construct and a normal latent answer.
///
/// Latent answer = mean + difficulty + sd × (loading × factor + √(1 − loading²) × error), and the factor = √respondent × a
/// tendency of the respondent + √object × the respondent's view of the object + √(1 − respondent − object) × a part of
/// its own. All of these are standard normal. Thresholds make it an answer on the scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerModel {
    /// The mean latent answer of every construct, on the scale of the answers; by object where they differ.
    #[schemars(extend("minProperties" = 1))]
    pub means: IndexMap<Name, PerObject>,
    /// The correlation of the latent answer with its factor: a number, or one for every construct or item by name.
    #[serde(default = "loading")]
    pub loading: PerName,
    /// The standard deviation of the latent answer, on the scale of the answers.
    #[serde(default = "one")]
    #[schemars(extend("exclusiveMinimum" = 0))]
    pub sd: f64,
    /// The share of a factor's variance that a respondent's general tendency explains, whatever is asked.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1))]
    pub respondent: f64,
    /// The share of a factor's variance that a respondent's view of the object explains: a number, or one for every construct.
    #[serde(default = "none")]
    pub object: PerName,
    /// How much higher or lower items are answered: the standard deviation from which it is drawn, or a number for items by name.
    #[serde(default = "none")]
    pub difficulty: PerName,
    /// Where one answer passes into the next, ascending; the midpoints between answers when not given.
    pub thresholds: Option<Vec<f64>>,
    /// The share of answers that are left out, at random.
    pub missing: Option<Parameter>,
    /// The share of respondents who do not rate an object at all; by object where they differ.
    pub object_missing: Option<PerObject>,
}

fn loading() -> PerName {
    PerName::One(0.7)
}

fn none() -> PerName {
    PerName::One(0.0)
}

fn one() -> f64 {
    1.0
}

/// A number, or numbers by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "a number, or numbers by name"))]
pub enum PerName {
    /// The same for all.
    One(f64),
    /// By the name of a construct or an item.
    Each(IndexMap<Name, f64>),
}

impl PerName {
    /// The number of the first of these names that has one.
    pub fn of(&self, names: &[&str]) -> Option<f64> {
        match self {
            Self::One(value) => Some(*value),
            Self::Each(values) => names.iter().find_map(|name| values.get(*name).copied()),
        }
    }
}

/// A number, a number per latent group, the name of a column, or any of these for each object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "a number, a number per group, or either of these per object"))]
pub enum PerObject {
    /// The same for every object; a number per name may mean objects instead of groups.
    Same(Parameter),
    /// By object.
    Each(IndexMap<Name, Parameter>),
}

impl PerObject {
    /// The parameter of an object; `objects` are all of them. None when it is left out.
    pub fn of(&self, object: &str, objects: &[&str]) -> Option<Parameter> {
        match self {
            Self::Same(Parameter::PerGroup(values)) if names_objects(values.keys(), objects) => {
                values.get(object).map(|value| Parameter::Number(*value))
            }
            Self::Same(parameter) => Some(parameter.clone()),
            Self::Each(parameters) => parameters.get(object).cloned(),
        }
    }

    /// The names by which objects are told apart; none when all objects share a parameter.
    pub fn objects(&self, objects: &[&str]) -> Option<Vec<&str>> {
        match self {
            Self::Same(Parameter::PerGroup(values)) if names_objects(values.keys(), objects) => {
                Some(values.keys().map(|name| name.0.as_str()).collect())
            }
            Self::Same(_) => None,
            Self::Each(parameters) => Some(parameters.keys().map(|name| name.0.as_str()).collect()),
        }
    }
}

fn names_objects<'a>(mut names: impl Iterator<Item = &'a Name>, objects: &[&str]) -> bool {
    names.any(|name| objects.contains(&name.0.as_str()))
}
