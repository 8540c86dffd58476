//! The cells of a sheet as text with what they are: numbers, percentages and dates exactly as the workbook holds them.

use super::Workbook;
use crate::data::sheet::Kind;
use calamine::{DataRef, ExcelDateTime, Style, XlsxError};
use std::collections::BTreeMap;

/// A row of a sheet that is not empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number in the sheet, from 1.
    pub number: usize,
    /// Its cells that are not empty, from the left.
    pub cells: Vec<SheetValue>,
}

/// A cell that is not empty.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetValue {
    /// Its column, from 0.
    pub column: usize,
    /// What stands for it.
    pub text: String,
    /// What it is.
    pub kind: Kind,
}

impl Row {
    /// A cell by its column, from 0.
    pub fn cell(&self, column: usize) -> Option<&SheetValue> {
        self.cells.binary_search_by_key(&column, |cell| cell.column).ok().map(|at| &self.cells[at])
    }

    #[cfg(test)]
    pub fn of(number: usize, texts: &[(usize, &str)]) -> Self {
        let cell = |(column, text): &(usize, &str)| SheetValue {
            column: *column,
            text: (*text).to_owned(),
            kind: Kind::Text,
        };
        Self { number, cells: texts.iter().map(cell).collect() }
    }
}

/// The rows of a sheet that are not empty, from the top.
///
/// # Errors
/// What calamine says of a damaged sheet.
pub fn read(workbook: &mut Workbook, sheet: &str) -> Result<Vec<Row>, XlsxError> {
    let mut cells: BTreeMap<(u32, u32), (String, Kind)> = BTreeMap::new();
    let mut without_value = 0_usize;
    let mut reader = workbook.worksheet_cells_reader(sheet)?;
    let percentages: Vec<bool> = reader.styles().iter().map(shows_percentage).collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let is_percentage = percentages.get(style).copied().unwrap_or(false);
        match content(cell.get_value(), is_percentage) {
            Some((text, kind)) if !text.trim().is_empty() => {
                drop(cells.insert(cell.get_position(), (text, kind)))
            }
            Some(_) => {}
            None => without_value += 1,
        }
    }
    drop(reader);
    if without_value > 0 {
        cells.extend(formulas_without_value(workbook, sheet)?);
    }
    let mut rows: Vec<Row> = Vec::new();
    for ((row, column), (text, kind)) in cells {
        let number = row as usize + 1;
        if rows.last().is_none_or(|row| row.number != number) {
            rows.push(Row { number, cells: Vec::new() });
        }
        let cell = SheetValue { column: column as usize, text, kind };
        if let Some(row) = rows.last_mut() {
            row.cells.push(cell);
        }
    }
    Ok(rows)
}

type Found = ((u32, u32), (String, Kind));

/// Formulas that were written by a program that did not compute them.
fn formulas_without_value(workbook: &mut Workbook, sheet: &str) -> Result<Vec<Found>, XlsxError> {
    let mut reader = workbook.worksheet_cells_reader(sheet)?;
    let mut found = Vec::new();
    while let Some(cell) = reader.next_cell_with_formula()? {
        if let (DataRef::Empty, Some(formula)) = (&cell.value, &cell.formula) {
            found.push((cell.pos, (format!("={formula}"), Kind::Formula)));
        }
    }
    Ok(found)
}

/// The text that stands for a value, and what it is; none when there is no value.
fn content(value: &DataRef, is_percentage: bool) -> Option<(String, Kind)> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) => (text.clone(), Kind::Text),
        DataRef::SharedString(text) => ((*text).to_owned(), Kind::Text),
        DataRef::Bool(truth) => (truth.to_string().to_uppercase(), Kind::Truth),
        DataRef::Error(error) => (error.to_string(), Kind::Error),
        DataRef::Int(whole) => number(*whole as f64, is_percentage),
        DataRef::Float(value) => number(*value, is_percentage),
        DataRef::DateTime(date) => (date_text(date), Kind::Date),
        DataRef::DateTimeIso(text) => (text.replacen('T', " ", 1).replace(" 00:00:00", ""), Kind::Date),
        DataRef::DurationIso(text) => (text.clone(), Kind::Date),
    })
}

/// A number in the fewest digits that stand for it; a percentage is its share with the point two places to the right.
fn number(value: f64, is_percentage: bool) -> (String, Kind) {
    let shifted = || format!("{value}e2").parse().unwrap_or(value * 100.0);
    match is_percentage {
        true => (format!("{}%", shifted()), Kind::Percentage),
        false => (value.to_string(), Kind::Number),
    }
}

/// A date, with its time where it has one; a time of day or a length of time alone is no date.
fn date_text(date: &ExcelDateTime) -> String {
    /// The day after the last that a spreadsheet knows.
    const END: f64 = 2_958_466.0;
    let days = date.as_f64();
    if date.is_duration() || !(1.0..END).contains(&days) {
        let seconds = (days * 86_400.0).round();
        let part = |unit: f64, within: f64| (seconds.abs() / unit).floor() % within;
        return format!("{}:{:02}:{:02}", part(3600.0, f64::INFINITY), part(60.0, 60.0), part(1.0, 60.0));
    }
    let written = date.as_datetime().map(|date| date.format("%Y-%m-%d %H:%M:%S").to_string());
    written.map_or_else(|| days.to_string(), |text| text.replace(" 00:00:00", ""))
}

/// Whether a format shows a number as a percentage: a `%` that is neither quoted nor escaped.
fn shows_percentage(style: &Style) -> bool {
    style.number_format.as_ref().is_some_and(|format| has_percent_sign(&format.format_code))
}

fn has_percent_sign(code: &str) -> bool {
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '%' => return true,
            '\\' | '_' | '*' => drop(letters.next()),
            '"' => drop(letters.find(|letter| *letter == '"')),
            '[' => drop(letters.find(|letter| *letter == ']')),
            ';' => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn numbers_keep_every_digit_and_gain_none() {
        let text = |value| number(value, false).0;
        assert_eq!(text(7130.0), "7130");
        assert_eq!(text(9_007_199_254_740_992.0), "9007199254740992");
        assert_eq!(text(1_103_886_467.0), "1103886467");
        assert_eq!((text(0.1), text(-1234.5)), ("0.1".into(), "-1234.5".into()));
    }

    #[test]
    fn a_share_shown_as_a_percentage_is_that_percentage() {
        let percent = |value| number(value, true);
        assert_eq!(percent(0.125), ("12.5%".into(), Kind::Percentage));
        // 0.07 × 100 is 7.000000000000001 in binary.
        assert_eq!(percent(0.07).0, "7%");
        assert_eq!(percent(1.5).0, "150%");
    }

    #[test]
    fn only_a_sign_that_counts_makes_a_percentage() {
        for code in ["0%", "0.00%", "#,##0.0 %;[Red]-0.0%", "[Blue]0%", "_(0%_)"] {
            assert!(has_percent_sign(code), "{code}");
        }
        for code in ["General", "0.0\\%", "0.0\"%\"", "0;0%", "[$%-409]0", "_%0"] {
            assert!(!has_percent_sign(code), "{code}");
        }
    }

    #[test]
    fn dates_of_both_systems_are_days_of_the_calendar() {
        let text = |days, is_1904| date_text(&ExcelDateTime::new(days, ExcelDateTimeType::DateTime, is_1904));
        assert_eq!(text(45291.0, false), "2023-12-31");
        assert_eq!(text(43829.0, true), "2023-12-31");
        assert_eq!(text(45291.5, false), "2023-12-31 12:00:00");
        assert_eq!(text(0.75, false), "18:00:00");
        for absurd in [-1e300, -1.0, 1e300, f64::NAN, f64::INFINITY] {
            assert!(!text(absurd, false).contains("20"), "{absurd}");
        }
        let length = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(date_text(&length), "36:00:00");
    }
}
