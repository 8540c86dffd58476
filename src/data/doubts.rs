//! What can be used as it is, but is hardly meant so: told as warnings.

use super::Values;
use super::columns::{Parsed, TOLD, counted};
use super::sheet::{Kind, Sheet, shortened};
use super::totals;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::study::Dataset;
use crate::study::schema::{Column, ColumnType};
use std::collections::BTreeMap;

/// Codes of at least so many digits are no running numbers of a short list.
const LONG: usize = 4;

/// The warnings about a dataset that was read.
pub fn of(dataset: &Dataset, sheet: &Sheet, parsed: &Parsed) -> Diagnostics {
    let mut found = Diagnostics(totals::doubted(dataset, sheet, parsed).into_iter().collect());
    for (position, ((name, column), (_, values))) in dataset.columns.iter().zip(&parsed.columns).enumerate() {
        let doubted = Doubted { dataset, sheet, position, name, column };
        match values {
            Values::Text(texts) if column.kind == ColumnType::Category || doubted.is_named_key() => {
                found.extend(doubted.spellings(texts));
            }
            Values::Text(texts) if column.kind == ColumnType::Code && column.digits.is_none() => {
                found.extend(Diagnostics(doubted.lost_zeros(texts).into_iter().collect()));
            }
            Values::Number(numbers) if column.kind == ColumnType::Percent => {
                found.extend(Diagnostics(doubted.shares(numbers).into_iter().collect()));
            }
            _ => {}
        }
    }
    found
}

/// A column that is looked at.
struct Doubted<'a> {
    dataset: &'a Dataset,
    sheet: &'a Sheet,
    position: usize,
    name: &'a str,
    column: &'a Column,
}

impl Doubted<'_> {
    /// Whether the rows are named by words rather than codes.
    fn is_named_key(&self) -> bool {
        self.column.kind == ColumnType::Text && self.dataset.key == self.name
    }

    fn warning(&self, code: &'static str, row: usize, message: String) -> Diagnostic {
        Diagnostic::warning(code, message).maybe_at(self.sheet.cell_place(row, self.position))
    }

    /// Values that differ only in capitals and spaces count as different.
    fn spellings(&self, texts: &[Option<String>]) -> Diagnostics {
        let mut alike: BTreeMap<String, BTreeMap<&str, (usize, usize)>> = BTreeMap::new();
        for (row, text) in texts.iter().enumerate().filter_map(|(row, text)| Some((row, text.as_deref()?))) {
            let spelt = alike.entry(folded(text)).or_default();
            spelt.entry(text).or_insert((row, 0)).1 += 1;
        }
        let mut told: Vec<(usize, Diagnostic)> = Vec::new();
        for spelt in alike.values().filter(|spelt| spelt.len() > 1) {
            let mut spelt: Vec<(&str, (usize, usize))> =
                spelt.iter().map(|(text, at)| (*text, *at)).collect();
            spelt.sort_by_key(|(_, (row, count))| (std::cmp::Reverse(*count), *row));
            let listed = spelt.iter().map(|(text, (_, count))| format!("`{}` ({count})", shortened(text)));
            let message = format!("{} count as different values", listed.collect::<Vec<_>>().join(" and "));
            let Some((_, (row, _))) = spelt.last() else { continue };
            let problem = self
                .warning("data::spelling", *row, message)
                .because(format!(
                    "row {}, column `{}`: they differ only in capitals or spaces",
                    self.sheet.line(*row),
                    self.name
                ))
                .hint("write them alike in the file, where the same is meant");
            told.push((*row, problem));
        }
        told.sort_by_key(|(row, _)| *row);
        let more = told.len().saturating_sub(TOLD);
        let told = told.into_iter().take(TOLD).map(|(_, problem)| problem).collect();
        counted(told, (more > 0).then(|| format!("{more} more values of `{}` are like that", self.name)))
    }

    /// Codes of digits of which some are shorter, as if a spreadsheet had dropped zeros at the beginning.
    fn lost_zeros(&self, texts: &[Option<String>]) -> Option<Diagnostic> {
        let codes: Vec<(usize, &str)> =
            texts.iter().enumerate().filter_map(|(row, text)| Some((row, text.as_deref()?))).collect();
        if !codes.iter().all(|(_, code)| code.bytes().all(|byte| byte.is_ascii_digit())) {
            return None;
        }
        let longest = codes.iter().map(|(_, code)| code.len()).max()?;
        let short = |row: usize, code: &str| {
            // In a workbook, only numbers have lost anything.
            code.len() < longest
                && !code.starts_with('0')
                && (self.sheet.in_workbook().is_none() || self.sheet.kind(row, self.position) == Kind::Number)
        };
        let (row, code) = *codes.iter().find(|(row, code)| short(*row, code))?;
        let with_zero = codes.iter().find(|(_, code)| code.len() == longest && code.starts_with('0'));
        if with_zero.is_none() && !mostly_long(&codes, longest) {
            return None;
        }
        let count = codes.iter().filter(|(row, code)| short(*row, code)).count();
        let reason = match with_zero {
            Some((_, whole)) => format!("others are written in full, such as `{whole}`"),
            None => format!("most codes have {longest} digits"),
        };
        let message = format!("`{code}` of column `{}` may have lost zeros at its beginning", self.name);
        Some(
            self.warning("data::lost-zeros", row, message)
                .because(format!("{count} of {} codes are shorter; {reason}", codes.len()))
                .hint(format!(
                    "if they all have {longest} digits, say so: `digits: {longest}` fills them up with zeros"
                )),
        )
    }

    /// Percentages none of which is above 1, as shares are written: 0.125 for 12.5 %.
    fn shares(&self, numbers: &[Option<f64>]) -> Option<Diagnostic> {
        let given = || numbers.iter().enumerate().filter_map(|(row, value)| Some((row, (*value)?)));
        let signed = |row: usize| {
            self.sheet.kind(row, self.position) == Kind::Percentage
                || self.sheet.cell(row, self.position).contains('%')
        };
        let (row, value) = given().find(|(_, value)| *value > 0.0 && value.fract() != 0.0)?;
        if given().any(|(row, value)| value > 1.0 || signed(row)) {
            return None;
        }
        let cell = shortened(self.sheet.cell(row, self.position));
        let message = format!("`{cell}` of column `{}` is read as {value} %", self.name);
        Some(
            self.warning("data::share", row, message)
                .because(format!("no value is above 1, as if {value} stood for {} %", shown_percent(value)))
                .hint("show the cells as percentages in the workbook, or write `12,5 %`; leave it if they are below 1 %"),
        )
    }
}

/// A share as a percentage, without the noise of binary fractions.
fn shown_percent(share: f64) -> f64 {
    (share * 1e8).round() / 1e6
}

/// Whether most codes are equally long, and they are no running numbers.
fn mostly_long(codes: &[(usize, &str)], longest: usize) -> bool {
    let long = codes.iter().filter(|(_, code)| code.len() == longest).count();
    let numbers: Vec<u64> = codes.iter().filter_map(|(_, code)| code.parse().ok()).collect();
    let (least, most) =
        (numbers.iter().min().copied().unwrap_or(0), numbers.iter().max().copied().unwrap_or(0));
    let is_running = most - least < 2 * codes.len() as u64;
    longest >= LONG && 2 * long >= codes.len() && !is_running
}

/// A text without the differences that a reader does not see as any.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
