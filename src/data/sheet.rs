//! A table of cells with places, whichever kind of file it comes from.

use super::read::TextGrid;
use super::xlsx::WorkbookGrid;
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome, Place, nearest};
use crate::study::Dataset;
use crate::study::schema::Column;

/// How many headings are listed in a hint.
const LISTED: usize = 30;
/// How many letters of a cell are shown in a message.
const LONGEST_SHOWN: usize = 100;

/// The rows of a file below its header, in the declared columns.
#[derive(Debug)]
pub struct Sheet {
    grid: Grid,
    columns: Columns,
    /// The rows of the file that count, where some are left out.
    kept: Option<Vec<usize>>,
}

#[derive(Debug)]
enum Grid {
    Text(TextGrid),
    Workbook(WorkbookGrid),
}

/// What a cell is, besides the text that stands for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, which may hold a number in some style.
    Text,
    /// A number, in plain digits with a point: `7130`, `0.125`.
    Number,
    /// A number shown as a percentage, written as one: `12.5%`.
    Percentage,
    /// A date, or a date with a time: `2023-12-31`, `2023-12-31 08:30:00`.
    Date,
    /// Whether something is true: `TRUE`, `FALSE`.
    Truth,
    /// What a formula gave instead of a value: `#N/A`.
    Error,
    /// A formula whose value was not kept: `=A1+1`.
    Formula,
}

impl Sheet {
    /// Reads a dataset's file and finds its declared columns.
    ///
    /// # Errors
    /// A file that is no table, and every declared column that is not in it.
    pub fn read(dataset: &Dataset) -> Outcome<Self> {
        match &dataset.workbook {
            Some(part) => {
                let (grid, columns) = WorkbookGrid::read(dataset, part)?;
                Ok(Self { grid: Grid::Workbook(grid), columns, kept: None })
            }
            None => {
                let (grid, columns) = TextGrid::read(dataset)?;
                Ok(Self { grid: Grid::Text(grid), columns, kept: None })
            }
        }
    }

    /// Leaves out all rows but these, given in their order by their positions among those that count so far.
    pub fn keep(&mut self, rows: &[usize]) {
        self.kept = Some(rows.iter().map(|&row| self.in_file(row)).collect());
    }

    /// The position in the file of a row that counts, from 0.
    fn in_file(&self, row: usize) -> usize {
        self.kept.as_ref().map_or(row, |kept| kept.get(row).copied().unwrap_or(usize::MAX))
    }

    /// The number of rows that count, without the header.
    pub fn rows(&self) -> usize {
        self.kept.as_ref().map_or_else(|| self.all_rows(), Vec::len)
    }

    /// The number of rows of the file, without the header, also of those that are left out.
    pub fn all_rows(&self) -> usize {
        match &self.grid {
            Grid::Text(grid) => grid.rows(),
            Grid::Workbook(grid) => grid.rows(),
        }
    }

    /// The position among the declared columns.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.positions.iter().position(|(name, _)| name == column)
    }

    /// A cell without surrounding white space; empty when nothing is there.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let row = self.in_file(row);
        match &self.grid {
            Grid::Text(grid) => grid.cell(row, column),
            Grid::Workbook(grid) => grid.cell(row, column),
        }
        .trim_matches(is_blank)
    }

    /// Refuses merged cells that reach rows that count.
    ///
    /// # Errors
    /// Such cells in declared columns, each at its place.
    pub fn refuse_merged(&self) -> Outcome<()> {
        let counts = |row: usize| self.kept.as_ref().is_none_or(|kept| kept.binary_search(&row).is_ok());
        match &self.grid {
            Grid::Text(_) => Ok(()),
            Grid::Workbook(grid) => grid.refuse_merged(counts),
        }
    }

    /// Every cell of a row from the left, also of columns that the study does not declare.
    pub fn whole_row(&self, row: usize) -> Vec<String> {
        let row = self.in_file(row);
        match &self.grid {
            Grid::Text(grid) => grid.whole_row(row),
            Grid::Workbook(grid) => grid.whole_row(row),
        }
    }

    /// What a cell is.
    pub fn kind(&self, row: usize, column: usize) -> Kind {
        match &self.grid {
            Grid::Text(_) => Kind::Text,
            Grid::Workbook(grid) => grid.kind(self.in_file(row), column),
        }
    }

    /// The place of a cell.
    pub fn cell_place(&self, row: usize, column: usize) -> Option<Place> {
        let row = self.in_file(row);
        match &self.grid {
            Grid::Text(grid) => grid.cell_place(row, column),
            Grid::Workbook(grid) => grid.cell_place(row, column),
        }
    }

    /// The row in the file, from 1, as a spreadsheet numbers it.
    pub fn line(&self, row: usize) -> usize {
        let row = self.in_file(row);
        match &self.grid {
            Grid::Text(grid) => grid.line(row),
            Grid::Workbook(grid) => grid.line(row),
        }
    }

    /// Headings that the study does not declare.
    pub fn ignored(&self) -> &[String] {
        &self.columns.ignored
    }

    /// The sheet of the workbook that was read, with the row of its headings, from 1.
    pub fn in_workbook(&self) -> Option<(&str, usize)> {
        match &self.grid {
            Grid::Text(_) => None,
            Grid::Workbook(grid) => Some((grid.sheet(), grid.header_row())),
        }
    }
}

/// Where the declared columns stand in a file, and what else is there.
#[derive(Debug)]
pub struct Columns {
    /// The position of every declared column among the headings, from 0.
    pub positions: Vec<(String, usize)>,
    /// Headings that the study does not declare.
    pub ignored: Vec<String>,
}

impl Columns {
    /// Finds the declared columns among the headings of a file; `place` leads to a heading.
    ///
    /// # Errors
    /// Every declared heading that is not there, or stands twice.
    pub fn find(
        dataset: &Dataset,
        headings: &[String],
        place: impl Fn(usize) -> Option<Place>,
    ) -> Outcome<Self> {
        let mut problems = Diagnostics::default();
        let mut positions = Vec::new();
        for ((name, column), declared) in dataset.columns.iter().zip(&dataset.places) {
            let heading = &*declared_heading(name, column);
            let found: Vec<usize> = (0..headings.len()).filter(|&i| headings[i] == heading).collect();
            match found.as_slice() {
                [one] => positions.push((name.clone(), *one)),
                [] => problems.push(missing_column(dataset, name, heading, headings, declared.clone())),
                [_, second, ..] => problems.push(
                    Diagnostic::error("data::header-twice", format!("the heading `{heading}` stands twice"))
                        .maybe_at(place(*second))
                        .because("telaah cannot know which of the two is meant")
                        .hint("rename one of them in the file"),
                ),
            }
        }
        let is_used = |i: usize| positions.iter().any(|(_, position)| *position == i);
        let unused = headings.iter().enumerate().filter(|(i, heading)| !is_used(*i) && !heading.is_empty());
        let ignored = unused.map(|(_, heading)| heading.clone()).collect();
        problems.into_outcome(Self { positions, ignored })
    }
}

fn missing_column(
    dataset: &Dataset,
    name: &str,
    heading: &str,
    headings: &[String],
    place: Option<Place>,
) -> Diagnostic {
    let known = headings.iter().map(String::as_str).filter(|heading| !heading.is_empty());
    let more = known.clone().count().saturating_sub(LISTED);
    let listed = known.clone().take(LISTED).map(|heading| format!("`{}`", shortened(heading)));
    let mut listed = listed.collect::<Vec<_>>().join(", ");
    if more > 0 {
        listed += &format!(" and {more} more");
    }
    let near = nearest(heading, known)
        .map(|near| format!("did you mean `{near}`? then add `header: \"{near}\"` to it"));
    Diagnostic::error("data::missing-column", format!("`{}` has no column `{heading}`", dataset.file.shown))
        .maybe_at(place)
        .because(format!("the column `{name}` is read from this heading"))
        .hint(near.unwrap_or_else(|| format!("the headings are {listed}; name the right one with `header:`")))
}

/// A heading as it is compared: on one line, without the line breaks and double spaces that make it fit its cell, and
/// without letters that nobody sees.
pub fn heading(text: &str) -> String {
    let visible: String = text.chars().filter(|letter| !is_invisible(*letter)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The heading that a column is read from.
pub fn declared_heading(name: &str, column: &Column) -> String {
    heading(column.header.as_deref().unwrap_or(name))
}

/// Marks without width that programs leave in texts: byte-order marks, zero-width spaces, soft hyphens.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{ad}')
}

/// What does not count around a cell.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || is_invisible(letter)
}

/// The beginning of a text that is too long for a message.
pub fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
