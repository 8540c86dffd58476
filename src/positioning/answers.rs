//! The answers of a survey, checked against the instrument: respondents × objects × items.

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

/// PLACEHOLDER of branch pos-wip, to be dropped at the merge: reading is another piece.
///
/// # Errors
/// Never.
pub fn read(
    _plan: &crate::study::Positioning,
    _dataset: &crate::study::Dataset,
    _table: &crate::data::Table,
    _units: Option<&crate::data::Table>,
) -> crate::diagnostic::Outcome<Answers> {
    Ok(Answers { respondents: Vec::new() })
}
