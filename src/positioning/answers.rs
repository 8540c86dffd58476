//! The answers of a survey, checked against the instrument: respondents × objects × items.

mod cell;
mod rows;
mod told;
mod warnings;
mod words;

pub use warnings::warnings;

use crate::data::Table;
use crate::diagnostic::Outcome;
use crate::study::{Dataset, Positioning};
use rows::Reader;

/// Every respondent of a survey, in the order of their keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    /// The respondents.
    pub respondents: Vec<Respondent>,
}

/// Who answered, and what.
#[derive(Debug, Clone, PartialEq)]
pub struct Respondent {
    /// What identifies the respondent.
    pub key: String,
    /// The key of the unit that the respondent answers for.
    pub unit: Option<String>,
    /// The values of the columns that describe respondents, in the order of the study.
    pub profile: Vec<Option<String>>,
    /// The answers by object (outer) and item (inner, in the order of the instrument), reversed items turned around.
    pub answers: Vec<Vec<Option<f64>>>,
}

impl Respondent {
    /// Whether there is any answer.
    pub fn answered(&self) -> bool {
        self.answers.iter().flatten().any(Option::is_some)
    }
}

/// Reads the answers of a survey from its dataset, whichever way they are laid out, and turns reversed items around
/// (lowest + highest − answer).
///
/// `units` is the table of the units that respondents answer for, where the study links the two.
///
/// # Errors
/// Every cell that holds no answer on the scale, names a unit, an object or an item that is not there, or says a second
/// time what another row has said; the first of each kind at their places, the rest counted.
pub fn read(plan: &Positioning, dataset: &Dataset, table: &Table, units: Option<&Table>) -> Outcome<Answers> {
    let mut reader = Reader::new(plan, dataset, table, units)?;
    reader.rows();
    let (respondents, problems) = reader.finish();
    problems.into_outcome(Answers { respondents })
}
