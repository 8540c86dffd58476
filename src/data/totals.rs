//! Rows that add up the others, as pivot tables and reports end with: counted as a unit they would spoil every result.

use super::columns::{Parsed, TOLD, counted};
use super::filter::leave_out;
use super::sheet::{Sheet, shortened};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::study::Dataset;
use crate::study::schema::ColumnType;

/// What rows that add up others are called, in small letters.
const NAMES: [&str; 14] = [
    "jumlah",
    "total",
    "grand total",
    "sub total",
    "subtotal",
    "sub jumlah",
    "jumlah total",
    "total jumlah",
    "jumlah keseluruhan",
    "total keseluruhan",
    "jumlah seluruhnya",
    "jumlah besar",
    "totals",
    "sum",
];
/// Words one of which begins or ends the name of a part's total: `Jumlah Wilayah I`, `Region I Total`.
const WORDS: [&str; 4] = ["jumlah", "total", "subtotal", "subjumlah"];
/// How many other rows must have a value before a sum means anything.
const ENOUGH: usize = 3;

/// Leaves out the rows that say themselves that they are totals, and tells each of them.
pub fn leave_out_named(dataset: &Dataset, sheet: &mut Sheet) -> Diagnostics {
    let Some(key) = sheet.position(&dataset.key) else { return Diagnostics::default() };
    let named: Vec<(usize, String)> =
        (0..sheet.rows()).filter_map(|row| Some((row, name_of_total(dataset, sheet, row, key)?))).collect();
    let told = named.iter().take(TOLD).map(|(row, name)| total(dataset, sheet, *row, name)).collect();
    let more = named.len().saturating_sub(TOLD);
    let problems = counted(told, (more > 0).then(|| format!("{more} more rows are such totals")));
    if !named.is_empty() {
        let is_unit = |row: &usize| !named.iter().any(|(total, _)| total == row);
        let units: Vec<usize> = (0..sheet.rows()).filter(is_unit).collect();
        sheet.keep(&units);
    }
    problems
}

/// Leaves out a last row that has no key and adds up the others, and tells it.
pub fn without_key(dataset: &Dataset, sheet: &mut Sheet, parsed: &Parsed) -> Option<Diagnostic> {
    let last = sheet.rows().checked_sub(1)?;
    let key = sheet.position(&dataset.key)?;
    if !sheet.cell(last, key).is_empty() || adding_up(dataset, parsed, last).is_none() {
        return None;
    }
    let problem = total(dataset, sheet, last, "");
    let units: Vec<usize> = (0..last).collect();
    sheet.keep(&units);
    Some(problem)
}

/// A warning of a last row with a key whose numbers are the sums of those above it.
pub fn doubted(dataset: &Dataset, sheet: &Sheet, parsed: &Parsed) -> Option<Diagnostic> {
    let last = sheet.rows().checked_sub(1)?;
    let key = sheet.position(&dataset.key)?;
    let columns = adding_up(dataset, parsed, last)?;
    let name = sheet.cell(last, key);
    let message = format!("the last row, `{}`, looks like a total", shortened(name));
    let problem = Diagnostic::warning("data::adds-up", message).maybe_at(sheet.cell_place(last, key));
    let columns = columns.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Some(
        problem
            .because(format!("row {}: its {columns} add up all rows above it", sheet.line(last)))
            .hint(leave_out(dataset, name)),
    )
}

/// What a row says that is a total: its key, or of a row without a key any cell; none of a unit's row.
fn name_of_total(dataset: &Dataset, sheet: &Sheet, row: usize, key: usize) -> Option<String> {
    let cell = sheet.cell(row, key);
    if cell.is_empty() {
        return sheet.whole_row(row).into_iter().find(|cell| is_total(cell) || is_part_of_total(cell));
    }
    // A name may hold the word, as that of a shop does; a code does not.
    let is_code = dataset.column(&dataset.key).is_some_and(|column| column.kind == ColumnType::Code);
    (is_total(cell) || is_code && is_part_of_total(cell)).then(|| cell.to_owned())
}

fn is_total(cell: &str) -> bool {
    // A code or a number is told apart at once.
    cell.starts_with(|letter: char| !letter.is_ascii_digit()) && NAMES.contains(&&*plain(cell))
}

fn is_part_of_total(cell: &str) -> bool {
    let plain = plain(cell);
    let mut words = plain.split(' ');
    words.next().is_some_and(|word| WORDS.contains(&word))
        || words.next_back().is_some_and(|word| WORDS.contains(&word))
}

/// The words in small letters, without signs; letters that are spaced out make a word: `J U M L A H :`.
fn plain(cell: &str) -> String {
    let letters = cell.chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' });
    let text = letters.collect::<String>().to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_spaced = words.len() > 1 && words.iter().all(|word| word.chars().count() == 1);
    words.join(if is_spaced { "" } else { " " })
}

fn total(dataset: &Dataset, sheet: &Sheet, row: usize, name: &str) -> Diagnostic {
    let key = sheet.position(&dataset.key).unwrap_or(0);
    let at = (0..dataset.columns.len()).find(|&column| !name.is_empty() && sheet.cell(row, column) == name);
    let message = match name {
        "" => "the last row, which has no key, is a total".to_owned(),
        name => format!("the row `{}` is a total, not a unit", shortened(name)),
    };
    Diagnostic::error("data::total", message)
        .maybe_at(sheet.cell_place(row, at.unwrap_or(key)))
        .because(format!("row {}: counted as a unit it would spoil every result", sheet.line(row)))
        .hint(leave_out(dataset, sheet.cell(row, key)))
}

/// The columns of counts and money of which a row is the sum of all others; none where one of them is another number, and
/// where too few others have a value to tell.
fn adding_up<'a>(dataset: &'a Dataset, parsed: &Parsed, row: usize) -> Option<Vec<&'a str>> {
    let mut found = Vec::new();
    for ((name, column), (_, values)) in dataset.columns.iter().zip(&parsed.columns) {
        if !matches!(column.kind, ColumnType::Count | ColumnType::Money) {
            continue;
        }
        let values = values.numbers()?;
        let Some(own) = values.get(row).copied().flatten() else { continue };
        let others = values.iter().enumerate().filter(|(other, _)| *other != row);
        let others: Vec<f64> = others.filter_map(|(_, value)| *value).filter(|value| *value != 0.0).collect();
        if others.iter().all(|other| *other == own) {
            // A year, say, which is the same in every row.
            continue;
        }
        let sum: f64 = others.iter().sum();
        if (own - sum).abs() > 1e-9 * own.abs().max(sum.abs()) {
            return None;
        }
        if others.len() >= ENOUGH {
            found.push(name.as_str());
        }
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_known_by_their_words_and_units_are_not_taken_for_them() {
        for total in ["Jumlah", "TOTAL", "Grand Total", "Sub-Total", "J U M L A H :", "Jumlah Keseluruhan"] {
            assert!(is_total(total), "{total}");
        }
        for unit in ["A01", "007130", "Toko Total Jaya", "Totalindo", "", "S", "Jumla"] {
            assert!(!is_total(unit), "{unit}");
        }
        assert!(is_part_of_total("Region I Total") && is_part_of_total("Jumlah Wilayah 2"));
        assert!(!is_part_of_total("Toko Total Jaya") && !is_part_of_total("Totalindo"));
    }
}
