//! A drawn survey whose settings agree with each other: who responds, and the measurement model of the answers.

use super::schema::Parameter;
use crate::diagnostic::Place;
use serde::Serialize;

/// Which rows a drawn dataset has.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rows {
    /// This many, with the size of every latent group in their order.
    Sized(usize, Vec<usize>),
    /// Those of another dataset that respond.
    Sampled(Sample),
}

/// Rows of another dataset that respond.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sample {
    /// The other dataset.
    pub of: String,
    /// The share that responds.
    pub response: Parameter,
    /// How many rows each gives, with weights; at least one with a weight above 0.
    pub each: Vec<(usize, f64)>,
    /// Where it stands in the study.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// The measurement model of a survey's answers; see [`super::schema::AnswerModel`] for the formula.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnswerModel {
    /// The lowest answer.
    pub from: i32,
    /// The highest answer.
    pub to: i32,
    /// Where one answer passes into the next, ascending: one fewer than there are answers.
    pub thresholds: Vec<f64>,
    /// The standard deviation of the latent answer.
    pub sd: f64,
    /// The share of a factor's variance that a respondent's tendency explains.
    pub respondent: f64,
    /// The share of answers that are left out.
    pub missing: Option<Parameter>,
    /// What is rated, with the columns of the answers.
    pub objects: Vec<RatedObject>,
    /// The constructs.
    pub constructs: Vec<ModelConstruct>,
    /// The items, in the order of the columns.
    pub items: Vec<ModelItem>,
    /// Where it stands in the study.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// Something that is rated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RatedObject {
    /// Its name; empty when nothing is told apart.
    pub name: String,
    /// The share of respondents who do not rate it.
    pub unrated: Option<Parameter>,
    /// The column of every item.
    pub columns: Vec<String>,
}

/// A construct of a measurement model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelConstruct {
    /// Its name.
    pub name: String,
    /// The share of its factor's variance that the view of the object explains.
    pub object: f64,
    /// The mean latent answer by object.
    pub means: Vec<Parameter>,
}

/// An item of a measurement model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelItem {
    /// Its name.
    pub name: String,
    /// The position of its construct.
    pub construct: usize,
    /// Whether agreement speaks against the construct.
    pub reversed: bool,
    /// The correlation of the latent answer with the factor.
    pub loading: f64,
    /// How much higher it is answered.
    pub difficulty: Difficulty,
}

/// How much higher an item is answered.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difficulty {
    /// By this much.
    Given(f64),
    /// By a normal draw of mean 0 and this standard deviation, the same for every object.
    Drawn(f64),
}
