//! Sentences that follow what was edited: said before and not after, or the other way round.

use super::Desk;

/// An edit, the sentences that are said without it, and those that are said instead with it.
pub struct Change {
    /// The language of the report.
    pub language: &'static str,
    /// What is edited.
    pub edit: &'static dyn Fn(&Desk),
    /// What is said only as it is.
    pub before: &'static [&'static str],
    /// What is said only after the edit.
    pub after: &'static [&'static str],
}

impl Change {
    /// Asserts that each sentence is said where it is true and nowhere else; `said` is the report after an edit.
    pub fn assert(&self, said: impl Fn(&str, &dyn Fn(&Desk)) -> String) {
        let (before, after) = (said(self.language, &|_: &Desk| {}), said(self.language, self.edit));
        let only = |sentences: &[&str], here: &str, there: &str| {
            for sentence in sentences {
                assert!(here.contains(sentence), "`{sentence}` is not said in:\n{here}");
                assert!(!there.contains(sentence), "`{sentence}` is also said in:\n{there}");
            }
        };
        only(self.before, &before, &after);
        only(self.after, &after, &before);
    }
}
