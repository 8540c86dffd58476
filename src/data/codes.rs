//! Codes as their column declares them, with the zeros that spreadsheets drop.

use super::sheet::{Kind, shortened};

/// The digits of a number that a spreadsheet keeps; of a longer one the rest are lost.
const KEPT_DIGITS: usize = 15;

/// A code that is not what its column declares.
#[derive(Debug, PartialEq, Eq)]
pub struct NoCode {
    /// What is wrong.
    pub message: String,
    /// What the user can do.
    pub hint: String,
}

/// A code, and whether zeros were put before it.
///
/// # Errors
/// A cell that a spreadsheet made into something else, or that has other digits than declared.
pub fn read(cell: &str, kind: Kind, digits: Option<u8>) -> Result<(String, bool), NoCode> {
    let is_whole = cell.bytes().all(|byte| byte.is_ascii_digit());
    let refused = |what: &str, hint: &str| {
        Err(NoCode { message: format!("`{}` {what}", shortened(cell)), hint: hint.to_owned() })
    };
    match kind {
        Kind::Date => {
            return refused(
                "is a date, not a code",
                "the spreadsheet made a date of it: format the column as text and write the code again",
            );
        }
        Kind::Number | Kind::Percentage if !is_whole => {
            return refused(
                "is a number, not a code",
                "format the column as text and write the code again, or use another type",
            );
        }
        Kind::Number if cell.len() > KEPT_DIGITS => {
            return refused(
                "has lost its last digits",
                "a spreadsheet keeps 15 digits of a number: format the column as text and write the code again",
            );
        }
        _ => {}
    }
    let Some(digits) = digits.map(usize::from) else { return Ok((cell.to_owned(), false)) };
    if !is_whole || cell.len() > digits {
        return refused(
            &format!("is not a code of {digits} digits"),
            if is_whole { "correct the cell, or the `digits` of the column" } else { "correct the cell" },
        );
    }
    Ok((format!("{cell:0>digits$}"), cell.len() < digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(cell: &str, kind: Kind, digits: Option<u8>) -> Option<(String, bool)> {
        read(cell, kind, digits).ok()
    }

    #[test]
    fn zeros_come_back_only_where_they_are_declared() {
        let made = |text: &str, padded| Some((text.to_owned(), padded));
        assert_eq!(code("7130", Kind::Number, Some(6)), made("007130", true));
        assert_eq!(code("7130", Kind::Text, Some(6)), made("007130", true));
        assert_eq!(code("007130", Kind::Text, Some(6)), made("007130", false));
        assert_eq!(code("7130", Kind::Number, None), made("7130", false));
        assert_eq!(code("A-7", Kind::Text, None), made("A-7", false));
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for (cell, kind, digits) in [
            ("0071301", Kind::Text, Some(6)),
            ("A-7", Kind::Text, Some(3)),
            ("7130.5", Kind::Number, None),
            ("-7", Kind::Number, None),
            ("2023-01-02", Kind::Date, None),
            ("198001012005011001", Kind::Number, None),
        ] {
            assert_eq!(code(cell, kind, digits), None, "{cell}");
        }
        assert!(code("198001012005011001", Kind::Text, Some(18)).is_some());
    }
}
