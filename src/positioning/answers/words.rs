//! Cells as words, whatever their column holds, and words found again however they are written.

use crate::data::{Table, Values};
use crate::study::Dataset;

/// The cells of a column as text, by row of the table; none when there is no such column.
pub fn cells(table: &Table, dataset: &Dataset, column: &str) -> Option<Vec<Option<String>>> {
    if dataset.key == column && dataset.more_keys.is_empty() {
        return Some(table.keys.iter().cloned().map(Some).collect());
    }
    fn shown<T: ToString>(values: &[Option<T>]) -> Vec<Option<String>> {
        values.iter().map(|value| value.as_ref().map(ToString::to_string)).collect()
    }
    Some(match table.column(column)? {
        Values::Text(values) => values.clone(),
        Values::Number(values) => shown(values),
        Values::Money(values) => shown(values),
        Values::Date(values) => shown(values),
    })
}

/// A text without differences that do not matter: capital letters and white space.
pub fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What a word means: as it is written, or else but for capital letters and white space.
pub fn meaning<T: Copy>(word: &str, known: &[(String, T)]) -> Option<T> {
    let exact = known.iter().find(|(text, _)| text == word);
    let alike = || known.iter().find(|(text, _)| plain(text) == plain(word));
    exact.or_else(alike).map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_as_written_before_it_is_found_otherwise() {
        let known = [("A".to_owned(), 0), ("a".to_owned(), 1), ("Sangat  Setuju".to_owned(), 2)];
        assert_eq!(meaning("a", &known), Some(1));
        assert_eq!(meaning("A", &known), Some(0));
        assert_eq!(meaning("sangat\u{a0}setuju", &known), Some(2));
        assert_eq!(meaning("setuju", &known), None);
    }
}
