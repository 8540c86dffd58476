//! From text cells to typed values: every cell that breaks its column's declaration is named.

use super::Values;
use super::number::{Readings, Written};
use super::read::{Sheet, shortened};
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome};
use crate::locale::NumberStyle;
use crate::study::Dataset;
use crate::study::schema::{Column, ColumnType};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// How many problems of one column are told; the rest are counted.
const TOLD: usize = 5;
/// The longest key that still names a row, in letters.
const LONGEST_KEY: usize = 1_000;
/// Beyond this the squares of numbers are no longer numbers.
const LARGEST: f64 = 1e100;

/// The values of every declared column, in the order of the file's rows.
pub fn parse(dataset: &Dataset, sheet: &Sheet) -> Outcome<Vec<(String, Values)>> {
    let mut problems = Diagnostics::default();
    let mut columns = Vec::new();
    for (position, (name, column)) in dataset.columns.iter().enumerate() {
        let mut reader = Reader { dataset, sheet, name, column, position, problems: Vec::new(), more: 0 };
        let values = reader.values();
        reader.tell(&mut problems);
        columns.push((name.clone(), values));
    }
    problems.into_outcome(columns)
}

/// The key of every row, in the order of the file's rows.
pub fn keys(dataset: &Dataset, sheet: &Sheet) -> Outcome<Vec<String>> {
    let mut problems = Vec::new();
    let mut more = 0;
    let position = sheet.position(&dataset.key).unwrap_or(0);
    let keys: Vec<String> = (0..sheet.rows()).map(|row| sheet.cell(row, position).to_owned()).collect();
    let mut first: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for (row, key) in keys.iter().enumerate() {
        let earlier = if key.is_empty() { None } else { first.insert(key, row) };
        let long = key.chars().nth(LONGEST_KEY).is_some();
        if !key.is_empty() && earlier.is_none() && !long {
            continue;
        }
        if problems.len() == TOLD {
            more += 1;
            continue;
        }
        let line = sheet.line(row);
        let problem = match earlier {
            Some(earlier) => {
                Diagnostic::error("data::key-twice", format!("the key `{}` stands twice", shortened(key)))
                    .because(format!("row {} has it already", sheet.line(earlier)))
                    .hint("a key names one row; use a column whose values are unique")
            }
            None if long => {
                Diagnostic::error("data::key-long", format!("`{}` is too long for a key", shortened(key)))
                    .because(format!("row {line}: a key has at most {LONGEST_KEY} letters"))
                    .hint("use another column as the key; the report prints it as the name of the row")
            }
            None => Diagnostic::error("data::key-missing", format!("this row has no `{}`", dataset.key))
                .because(format!("row {line}: every row needs a key")),
        };
        problems.push(problem.maybe_at(sheet.cell_place(row, position)));
    }
    let problems = counted(problems, (more > 0).then(|| format!("{more} more rows have such a key")));
    problems.into_outcome(keys)
}

/// The problems that are told, the last of which says how many are not.
fn counted(mut problems: Vec<Diagnostic>, more: Option<String>) -> Diagnostics {
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
}

impl Reader<'_> {
    fn tell(self, problems: &mut Diagnostics) {
        let more =
            (self.more > 0).then(|| format!("column `{}` has {} more such cells", self.name, self.more));
        problems.extend(counted(self.problems, more));
    }

    fn values(&mut self) -> Values {
        match self.column.kind {
            ColumnType::Code | ColumnType::Text => Values::Text(self.map(|_, _, cell| Some(cell.to_owned()))),
            ColumnType::Category => Values::Text(self.map(Self::category)),
            ColumnType::Date => Values::Date(self.map(Self::date)),
            ColumnType::Money => {
                let style = self.style();
                Values::Money(self.map(|reader, row, cell| reader.money(row, cell, style?)))
            }
            ColumnType::Count | ColumnType::Number | ColumnType::Percent => {
                let style = self.style();
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
                parse(self, row, cell)
            })
            .collect()
    }

    fn is_missing(&self, cell: &str) -> bool {
        cell.is_empty() || self.column.missing_values.iter().any(|missing| missing.trim() == cell)
    }

    fn check_required(&mut self, row: usize) {
        if self.column.required && self.name != self.dataset.key {
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
        let date = formats.iter().find_map(|format| chrono::NaiveDate::parse_from_str(cell, format).ok());
        if date.is_none() {
            let hint = Some("write dates as 2023-12-31 or 31/12/2023".to_owned());
            self.problem(row, "data::date", format!("`{}` is not a date", shortened(cell)), hint);
        }
        date
    }

    fn written(&mut self, row: usize, cell: &str, style: NumberStyle) -> Option<Written> {
        let written = Readings::of(cell).get(style).cloned();
        if written.is_none() {
            let hint = match Readings::of(cell) {
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
        let written = self.written(row, cell, style)?;
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
        if written.is_percent() && self.column.kind != ColumnType::Percent {
            let hint = Some("use `type: percent` for this column".to_owned());
            self.problem(row, "data::percent", format!("`{}` is a percentage", shortened(cell)), hint);
            return None;
        }
        self.check_range(row, cell, value);
        Some(value)
    }

    fn money(&mut self, row: usize, cell: &str, style: NumberStyle) -> Option<Decimal> {
        let written = self.written(row, cell, style)?;
        if let Some(code) = written.currency().filter(|_| written.is_other_currency(&self.dataset.currency)) {
            let hint =
                Some(format!("the study's currency is {}; `currency:` names another", self.dataset.currency));
            let message = format!("`{}` is an amount of {code}", shortened(cell));
            self.problem(row, "data::currency", message, hint);
            return None;
        }
        if written.decimals() > 2 {
            let hint = Some(format!("the column is read in the {} style", style_name(style)));
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

    /// The column's number style: declared, or the only one in which every cell is a number.
    fn style(&mut self) -> Option<NumberStyle> {
        if let Some(style) = self.column.numbers.or(self.dataset.numbers) {
            return Some(style);
        }
        let rows =
            || (0..self.sheet.rows()).filter(|&row| !self.is_missing(self.sheet.cell(row, self.position)));
        let readings = |row: usize| Readings::of(self.sheet.cell(row, self.position));
        let only = |style: NumberStyle, other: NumberStyle| {
            rows().find(|&row| readings(row).get(style).is_some() && readings(row).get(other).is_none())
        };
        let indonesian = only(NumberStyle::Indonesian, NumberStyle::English);
        let english = only(NumberStyle::English, NumberStyle::Indonesian);
        match (indonesian, english) {
            (Some(_), None) => Some(NumberStyle::Indonesian),
            (None, Some(_)) => Some(NumberStyle::English),
            (Some(one), Some(other)) => {
                self.mixed(one.max(other), one.min(other));
                None
            }
            (None, None) => match rows().find(|&row| readings(row).is_ambiguous()) {
                Some(row) => {
                    self.ambiguous(row);
                    None
                }
                None => Some(NumberStyle::English),
            },
        }
    }

    fn mixed(&mut self, row: usize, earlier: usize) {
        let cell = self.sheet.cell(row, self.position);
        let message = format!(
            "`{}` is written in another number style than row {}",
            shortened(cell),
            self.sheet.line(earlier)
        );
        let hint = Some("write all numbers of a column in one style, `1.234,56` or `1,234.56`".to_owned());
        self.problem(row, "data::mixed-numbers", message, hint);
    }

    fn ambiguous(&mut self, row: usize) {
        let cell = self.sheet.cell(row, self.position);
        let readings = Readings::of(cell);
        let value = |style| readings.get(style).and_then(Written::to_f64).unwrap_or(f64::NAN);
        let (indonesian, english) = (value(NumberStyle::Indonesian), value(NumberStyle::English));
        let hint = format!(
            "add `numbers: indonesian` to the dataset or column if it is {indonesian}, `numbers: english` if it is {english}"
        );
        let message = format!("`{}` can be read in two ways", shortened(cell));
        self.problem(row, "data::ambiguous-number", message, Some(hint));
    }
}

fn style_name(style: NumberStyle) -> &'static str {
    match style {
        NumberStyle::Indonesian => "Indonesian (`1.234,56`)",
        NumberStyle::English => "English (`1,234.56`)",
    }
}
