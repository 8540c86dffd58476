//! From cells to typed values: every cell that breaks its column's declaration is named.

mod style;

use super::codes::NoCode;
use super::filter::leave_out;
use super::number::{Readings, Written, is_number_but_for_signs};
use super::sheet::{Kind, Sheet, shortened};
use super::{Padded, Values, codes};
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome};
use crate::locale::NumberStyle;
use crate::study::Dataset;
use crate::study::schema::{Column, ColumnType};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use style::style_name;

/// How many problems of one column are told; the rest are counted.
pub const TOLD: usize = 5;
/// Beyond this the squares of numbers are no longer numbers.
const LARGEST: f64 = 1e100;

/// The declared columns in the order of the study, with the values in the order of the file's rows.
#[derive(Debug)]
pub struct Parsed {
    /// The values by column.
    pub columns: Vec<(String, Values)>,
    /// Columns whose codes were filled up with zeros.
    pub padded: Vec<Padded>,
}

/// Reads every cell as its column declares it.
pub fn parse(dataset: &Dataset, sheet: &Sheet) -> Outcome<Parsed> {
    let mut problems = Diagnostics::default();
    let mut parsed = Parsed { columns: Vec::new(), padded: Vec::new() };
    for (position, (name, column)) in dataset.columns.iter().enumerate() {
        let mut reader = Reader::of(dataset, sheet, (position, name, column));
        let values = reader.values();
        parsed.padded.extend(reader.padded());
        reader.tell(&mut problems);
        parsed.columns.push((name.clone(), values));
    }
    problems.into_outcome(parsed)
}

/// The values of some columns as far as they can be read, by name in their order; of a code that is none, the text of its
/// cell. And whether a cell of these columns cannot be read, by row.
pub fn as_far_as_readable(
    dataset: &Dataset,
    sheet: &Sheet,
    names: &[String],
) -> (Vec<(String, Values)>, Vec<bool>) {
    let mut unread = vec![false; sheet.rows()];
    let mut columns = Vec::new();
    for (position, (name, column)) in dataset.columns.iter().enumerate() {
        if !names.contains(name) {
            continue;
        }
        let mut reader = Reader::of(dataset, sheet, (position, name, column));
        let mut values = reader.values();
        for (row, unread) in unread.iter_mut().enumerate() {
            let cell = sheet.cell(row, position);
            if values.is_missing(row) && !reader.is_missing(cell) {
                match &mut values {
                    Values::Text(texts) => texts[row] = Some(cell.to_owned()),
                    _ => *unread = true,
                }
            }
        }
        columns.push((name.clone(), values));
    }
    (columns, unread)
}

/// The problems that are told, the last of which says how many are not.
pub fn counted(mut problems: Vec<Diagnostic>, more: Option<String>) -> Diagnostics {
    if let Some(last) = problems.last_mut() {
        last.hints.extend(more);
    }
    Diagnostics(problems)
}

struct Reader<'a> {
    dataset: &'a Dataset,
    sheet: &'a Sheet,
    name: &'a str,
    column: &'a Column,
    position: usize,
    problems: Vec<Diagnostic>,
    more: usize,
    padded: usize,
}

impl<'a> Reader<'a> {
    fn of(dataset: &'a Dataset, sheet: &'a Sheet, column: (usize, &'a str, &'a Column)) -> Self {
        let (position, name, column) = column;
        Self { dataset, sheet, name, column, position, problems: Vec::new(), more: 0, padded: 0 }
    }
}

impl Reader<'_> {
    fn tell(self, problems: &mut Diagnostics) {
        let more =
            (self.more > 0).then(|| format!("column `{}` has {} more such cells", self.name, self.more));
        problems.extend(counted(self.problems, more));
    }

    fn values(&mut self) -> Values {
        match self.column.kind {
            ColumnType::Code => Values::Text(self.map(Self::code)),
            ColumnType::Text => Values::Text(self.map(|_, _, cell| Some(cell.to_owned()))),
            ColumnType::Category => Values::Text(self.map(Self::category)),
            ColumnType::Date => Values::Date(self.map(Self::date)),
            ColumnType::Money => {
                let style = self.style();
                Values::Money(self.map(|reader, row, cell| reader.money(row, cell, style?)))
            }
            ColumnType::Count | ColumnType::Number | ColumnType::Percent => {
                let style = self.style();
                self.check_percentages();
                Values::Number(self.map(|reader, row, cell| reader.number(row, cell, style?)))
            }
        }
    }

    fn map<T>(&mut self, parse: impl Fn(&mut Self, usize, &str) -> Option<T>) -> Vec<Option<T>> {
        let sheet = self.sheet;
        (0..sheet.rows())
            .map(|row| {
                let cell = sheet.cell(row, self.position);
                if self.is_missing(cell) {
                    self.check_required(row);
                    return None;
                }
                self.check_computed(row, cell)?;
                parse(self, row, cell)
            })
            .collect()
    }

    fn kind(&self, row: usize) -> Kind {
        self.sheet.kind(row, self.position)
    }

    /// Refuses what is left of a formula that did not come to a value.
    fn check_computed(&mut self, row: usize, cell: &str) -> Option<()> {
        let cell = shortened(cell);
        let (code, message, hint) = match self.kind(row) {
            Kind::Error => (
                "data::error-cell",
                format!("`{cell}` is an error, not a value"),
                format!("correct the formula, or add `{cell}` to `missing_values` of `{}`", self.name),
            ),
            Kind::Formula => (
                "data::formula",
                format!("the value of the formula `{cell}` is not in the file"),
                "open the workbook in Excel or LibreOffice, which compute it, and save it".to_owned(),
            ),
            _ => return Some(()),
        };
        self.problem(row, code, message, Some(hint));
        None
    }

    /// How many codes were filled up with zeros, where any was.
    fn padded(&self) -> Option<Padded> {
        let digits = self.column.digits.filter(|_| self.padded > 0)?;
        let labels = self.dataset.label(self.name);
        Some(Padded { column: self.name.to_owned(), labels, digits, rows: self.padded })
    }

    fn code(&mut self, row: usize, cell: &str) -> Option<String> {
        match codes::read(cell, self.kind(row), self.column.digits) {
            Ok((code, padded)) => {
                self.padded += usize::from(padded);
                Some(code)
            }
            Err(NoCode { message, mut hint }) => {
                if self.name == self.dataset.key && !cell.starts_with(|letter: char| letter.is_ascii_digit())
                {
                    hint += &format!("; if it is no unit but a note, {}", leave_out(self.dataset, cell));
                }
                self.problem(row, "data::code", message, Some(hint));
                None
            }
        }
    }

    fn is_missing(&self, cell: &str) -> bool {
        cell.is_empty() || self.column.missing_values.iter().any(|missing| missing.trim() == cell)
    }

    fn check_required(&mut self, row: usize) {
        if self.column.required && !self.dataset.keys().any(|key| key == self.name) {
            self.problem(
                row,
                "data::required",
                "a value is missing".into(),
                Some("the study says `required: true`".into()),
            );
        }
    }

    fn problem(&mut self, row: usize, code: &'static str, message: String, hint: Option<String>) {
        // Finding the place takes time in a long file.
        if self.problems.len() == TOLD {
            self.more += 1;
            return;
        }
        let problem = Diagnostic::error(code, message)
            .maybe_at(self.sheet.cell_place(row, self.position))
            .because(format!("row {}, column `{}`", self.sheet.line(row), self.name))
            .maybe_hint(hint);
        self.problems.push(problem);
    }

    fn category(&mut self, row: usize, cell: &str) -> Option<String> {
        if let Some(allowed) = &self.column.categories
            && !allowed.iter().any(|category| category == cell)
        {
            let hint = crate::diagnostic::did_you_mean(cell, allowed.iter().map(String::as_str));
            let hint = hint.or_else(|| Some(format!("the study allows `{}`", allowed.join("`, `"))));
            self.problem(
                row,
                "data::category",
                format!("`{}` is not one of the categories", shortened(cell)),
                hint,
            );
        }
        Some(cell.to_owned())
    }

    fn date(&mut self, row: usize, cell: &str) -> Option<chrono::NaiveDate> {
        let formats = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"];
        let day = without_time(cell);
        let date = formats.iter().find_map(|format| chrono::NaiveDate::parse_from_str(day, format).ok());
        if date.is_none() {
            let hint = match self.kind(row) {
                Kind::Number => {
                    "a number is a day only where the workbook shows it as one: format the cells as dates"
                }
                _ => "write dates as 2023-12-31 or 31/12/2023",
            };
            let hint = Some(hint.to_owned());
            self.problem(row, "data::date", format!("`{}` is not a date", shortened(cell)), hint);
        }
        date
    }

    fn written(&mut self, row: usize, cell: &str, style: NumberStyle) -> Option<Written> {
        let readings = Readings::of(cell);
        let written = match self.kind(row) {
            Kind::Text => readings.get(style).cloned(),
            // A number of a spreadsheet is written in plain digits, whatever the style of the texts beside it.
            Kind::Number | Kind::Percentage => readings.english.clone(),
            _ => None,
        };
        if written.is_none() && self.problems.len() == TOLD {
            self.more += 1;
        } else if written.is_none() {
            let hint = match readings {
                _ if self.kind(row) == Kind::Date => {
                    "the workbook shows it as a date: format the cells as numbers".to_owned()
                }
                Readings { indonesian: None, english: None } if is_number_but_for_signs(cell) => {
                    "take out the spaces and apostrophes; thousands may be grouped by `.` or `,`".to_owned()
                }
                Readings { indonesian: None, english: None } => {
                    format!(
                        "write a number, leave the cell empty, or add it to `missing_values` of `{}`",
                        self.name
                    )
                }
                _ => format!("the column is read in the {} style", style_name(style)),
            };
            self.problem(
                row,
                "data::not-a-number",
                format!("`{}` is not a number", shortened(cell)),
                Some(hint),
            );
        }
        written
    }

    fn number(&mut self, row: usize, cell: &str, style: NumberStyle) -> Option<f64> {
        let written = match self.column.kind {
            ColumnType::Count => self.rounded(row, cell, style)?,
            _ => self.written(row, cell, style)?,
        };
        let Some(value) = written.to_f64().filter(|value| value.abs() <= LARGEST) else {
            self.problem(row, "data::too-large", format!("`{}` is too large", shortened(cell)), None);
            return None;
        };
        let three = written.decimals() >= 3;
        if self.column.kind == ColumnType::Count
            && (value < 0.0 || value.fract() != 0.0 || value > 9e15 || three)
        {
            let hint =
                Some("a count is a whole number, zero or more; use `type: number` for others".to_owned());
            self.problem(row, "data::not-a-count", format!("`{}` is not a count", shortened(cell)), hint);
            return None;
        }
        if let Some(code) = written.currency() {
            let hint = Some("use `type: money` for amounts of money".to_owned());
            let message = format!("`{}` is an amount of {code}", shortened(cell));
            self.problem(row, "data::currency", message, hint);
            return None;
        }
        if self.column.kind != ColumnType::Percent {
            self.refuse_percentage(row, cell, &written)?;
        }
        self.check_range(row, cell, value);
        Some(value)
    }

    fn refuse_percentage(&mut self, row: usize, cell: &str, written: &Written) -> Option<()> {
        if !written.is_percent() {
            return Some(());
        }
        let hint = Some("use `type: percent` for this column".to_owned());
        self.problem(row, "data::percent", format!("`{}` is a percentage", shortened(cell)), hint);
        None
    }

    /// A count or an amount: what a formula of a spreadsheet gave beyond its 15 digits is left out.
    fn rounded(&mut self, row: usize, cell: &str, style: NumberStyle) -> Option<Written> {
        let written = self.written(row, cell, style)?;
        let noisy = self.kind(row) == Kind::Number && written.decimals() > 2;
        let exact = noisy.then(|| written.to_f64()).flatten().and_then(fifteen_digits);
        Some(exact.unwrap_or(written))
    }

    fn money(&mut self, row: usize, cell: &str, style: NumberStyle) -> Option<Decimal> {
        let written = self.rounded(row, cell, style)?;
        self.refuse_percentage(row, cell, &written)?;
        if let Some(code) = written.currency().filter(|_| written.is_other_currency(&self.dataset.currency)) {
            let hint =
                Some(format!("the study's currency is {}; `currency:` names another", self.dataset.currency));
            let message = format!("`{}` is an amount of {code}", shortened(cell));
            self.problem(row, "data::currency", message, hint);
            return None;
        }
        if written.decimals() > 2 {
            let hint = match self.kind(row) {
                Kind::Text => format!("the column is read in the {} style", style_name(style)),
                _ => "round it in the workbook, or use `type: number`".to_owned(),
            };
            let hint = Some(hint);
            self.problem(
                row,
                "data::money-decimals",
                format!("`{}` has more than two decimals", shortened(cell)),
                hint,
            );
            return None;
        }
        let amount = written.to_decimal();
        match amount.and_then(|amount| amount.to_f64()) {
            Some(value) => self.check_range(row, cell, value),
            None => self.problem(
                row,
                "data::too-large",
                format!("`{}` has too many digits", shortened(cell)),
                None,
            ),
        }
        amount
    }

    fn check_range(&mut self, row: usize, cell: &str, value: f64) {
        let rule = match (self.column.at_least, self.column.at_most) {
            (Some(least), _) if value < least => format!("at least {least}"),
            (_, Some(most)) if value > most => format!("at most {most}"),
            _ => return,
        };
        self.problem(
            row,
            "data::range",
            format!("`{}` is outside the range", shortened(cell)),
            Some(format!("the study allows {rule}")),
        );
    }
}

/// The day of a day with a time, as databases export them: `2023-12-31 00:00:00`.
fn without_time(cell: &str) -> &str {
    let is_time = |text: &str| {
        ["%H:%M:%S%.f", "%H:%M"].iter().any(|format| chrono::NaiveTime::parse_from_str(text, format).is_ok())
    };
    cell.split_once([' ', 'T']).filter(|(_, time)| is_time(time)).map_or(cell, |(day, _)| day)
}

/// A number as a spreadsheet shows it, which is to 15 digits.
fn fifteen_digits(value: f64) -> Option<Written> {
    let shown: f64 = format!("{value:.14e}").parse().ok()?;
    super::number::parse(&shown.to_string(), NumberStyle::English)
}
