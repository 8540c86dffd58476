//! In which style the numbers of a column are written.

use super::Reader;
use crate::data::number::{Readings, Written};
use crate::data::sheet::{Kind, shortened};
use crate::locale::NumberStyle;
use crate::study::schema::ColumnType;

impl Reader<'_> {
    /// The column's number style: declared, or the only one in which every text is a number.
    pub(super) fn style(&mut self) -> Option<NumberStyle> {
        if let Some(style) = self.column.numbers.or(self.dataset.numbers) {
            return Some(style);
        }
        let is_text = |row: usize| self.kind(row) == Kind::Text;
        let rows = || {
            let given = |row: &usize| !self.is_missing(self.sheet.cell(*row, self.position));
            (0..self.sheet.rows()).filter(move |row| is_text(*row) && given(row))
        };
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

    /// Refuses a column where a workbook shows some numbers as percentages and others not: 0.5 may be 0.5 % or 50 %.
    pub(super) fn check_percentages(&mut self) {
        let first = |kind: Kind| {
            let counts = |row: &usize| self.kind(*row) == kind && self.sheet.cell(*row, self.position) != "0";
            (0..self.sheet.rows()).find(counts)
        };
        let (Some(bare), Some(shown)) = (first(Kind::Number), first(Kind::Percentage)) else { return };
        if self.column.kind != ColumnType::Percent {
            return;
        }
        let cell = shortened(self.sheet.cell(bare, self.position));
        let message = format!("`{cell}` is not shown as a percentage, but row {} is", self.sheet.line(shown));
        let hint = "give all cells of the column one format: `50 %` is 50, and so is `50` where none is a percentage";
        self.problem(bare, "data::mixed-percent", message, Some(hint.to_owned()));
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

/// The style with an example.
pub fn style_name(style: NumberStyle) -> &'static str {
    match style {
        NumberStyle::Indonesian => "Indonesian (`1.234,56`)",
        NumberStyle::English => "English (`1,234.56`)",
    }
}
