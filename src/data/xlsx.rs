//! From the bytes of a workbook to typed cells with places. calamine reads them.

mod cells;
mod header;
mod kind;

use super::sheet::{Columns, Kind, shortened};
use crate::diagnostic::{Diagnostic, Outcome, Place, SheetCell, Source, did_you_mean};
use crate::study::schema::SheetName;
use crate::study::{Dataset, InputFile, WorkbookPart};
use calamine::{Dimensions, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use cells::Row;
use std::io::Cursor;

/// How much a workbook may hold when it is unpacked, in bytes.
const LARGEST: u64 = 1 << 29;
/// How many cells to either side of a cell are shown with it.
const BESIDE: usize = 3;
/// How many letters of the cells beside it are shown.
const LONGEST_BESIDE: usize = 30;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// A sheet of a workbook: its rows that are not empty, from the header on.
#[derive(Debug)]
pub struct WorkbookGrid {
    at: Location,
    header_row: usize,
    rows: Vec<Row>,
    fields: Vec<usize>,
    merged: Vec<Dimensions>,
}

/// What places in a sheet begin with.
#[derive(Debug, Clone)]
struct Location {
    file: String,
    sheet: String,
}

impl WorkbookGrid {
    /// Reads the sheet that a dataset names and finds its declared columns.
    ///
    /// Rows without any value are no rows. Hidden rows, columns and filters make no difference.
    ///
    /// # Errors
    /// A file that is no workbook, a sheet that is not there or not clear, a header that is elsewhere.
    pub fn read(dataset: &Dataset, part: &WorkbookPart) -> Outcome<(Self, Columns)> {
        let file = &dataset.file;
        let unreadable = |error: XlsxError| unreadable(file, &error).maybe_at(part.place.clone());
        refuse_too_large(dataset, part)?;
        let mut workbook: Workbook = Xlsx::new(Cursor::new(&*file.bytes)).map_err(unreadable)?;
        let sheet = chosen(&workbook, &file.shown, part)?;
        let at = Location { file: file.shown.clone(), sheet };
        let mut rows = cells::read(&mut workbook, &at.sheet).map_err(unreadable)?;
        let merged = workbook.merge_cells_by_sheet_name(&at.sheet).map_err(unreadable)?;
        let (header, headings) = header::find(dataset, part, &at, &rows, &merged)?;
        let head = rows.swap_remove(header);
        let columns = Columns::find(dataset, &headings, |field| Some(at.place(&head, field)))?;
        rows.retain(|row| row.number > head.number);
        rows.sort_by_key(|row| row.number);
        let fields: Vec<usize> = columns.positions.iter().map(|(_, field)| *field).collect();
        if rows.is_empty() {
            let problem = Diagnostic::error("data::empty", format!("`{}` holds no data", at.file));
            return Err(problem.at(at.place(&head, 0)).because("there is no row below the header").into());
        }
        Ok((Self { at, header_row: head.number, rows, fields, merged }, columns))
    }

    /// Refuses merged cells that reach rows of which `counts` is true.
    ///
    /// # Errors
    /// Such cells in columns that are used, each at its place.
    pub fn refuse_merged(&self, counts: impl Fn(usize) -> bool) -> Outcome<()> {
        header::refuse_merged(&self.at, &self.rows, &self.fields, &self.merged, counts)
    }

    /// The number of rows, without the header.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// A cell by its row and its position among the declared columns; empty when nothing is there.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows[row].cell(self.fields[column]).map_or("", |cell| &cell.text)
    }

    /// What a cell is.
    pub fn kind(&self, row: usize, column: usize) -> Kind {
        self.rows[row].cell(self.fields[column]).map_or(Kind::Text, |cell| cell.kind)
    }

    /// Every cell of a row that is not empty, also of columns that are not declared.
    pub fn whole_row(&self, row: usize) -> Vec<String> {
        let cells = self.rows.get(row).map(|row| &row.cells);
        cells.into_iter().flatten().map(|cell| cell.text.trim().to_owned()).collect()
    }

    /// The place of a cell.
    pub fn cell_place(&self, row: usize, column: usize) -> Option<Place> {
        Some(self.at.place(self.rows.get(row)?, *self.fields.get(column)?))
    }

    /// The number of a row in the sheet, from 1.
    pub fn line(&self, row: usize) -> usize {
        self.rows.get(row).map_or(0, |row| row.number)
    }

    /// The name of the sheet.
    pub fn sheet(&self) -> &str {
        &self.at.sheet
    }

    /// The row of the headings, from 1.
    pub fn header_row(&self) -> usize {
        self.header_row
    }
}

impl Location {
    /// The place of a cell by its column, from 0, shown between its neighbours.
    fn place(&self, row: &Row, column: usize) -> Place {
        let last = row.cells.last().map_or(0, |cell| cell.column).clamp(column, column + BESIDE);
        let mut text = String::new();
        let mut span = 0..0;
        for i in column.saturating_sub(BESIDE)..=last {
            let cell = row.cell(i).map_or("", |cell| cell.text.trim());
            let start = text.len();
            match i == column {
                true => text += cell,
                false => text.extend(cell.chars().take(LONGEST_BESIDE)),
            }
            if i == column {
                span = start..text.len();
            }
            if i < last {
                text += " | ";
            }
        }
        // One line, and every letter where it was.
        let text: String = text.replace(['\n', '\r', '\t'], " ");
        let cell = SheetCell { sheet: self.sheet.clone(), row: row.number, column: column + 1 };
        Place::new(&Source::of_cell(&self.file, cell, text), span)
    }
}

/// The sheet that the study names, or the only one that is visible.
fn chosen(workbook: &Workbook, file: &str, part: &WorkbookPart) -> Result<String, Diagnostic> {
    let all = workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let sheets: Vec<(&str, bool)> =
        all.map(|sheet| (sheet.name.as_str(), sheet.visible == SheetVisible::Visible)).collect();
    let names: Vec<&str> = sheets.iter().map(|(name, _)| *name).collect();
    let found = match &part.sheet {
        Some(SheetName::Name(name)) => names.iter().find(|known| *known == name).copied(),
        Some(SheetName::Number(number)) => names.get((*number as usize).wrapping_sub(1)).copied(),
        None => {
            let mut visible = sheets.iter().filter(|(_, visible)| *visible).map(|(name, _)| *name);
            visible.next().filter(|_| visible.next().is_none())
        }
    };
    found.map(str::to_owned).ok_or_else(|| {
        let problem = match &part.sheet {
            Some(asked) => no_sheet(file, asked, &names),
            None => which_sheet(file, &names),
        };
        problem.maybe_at(part.place.clone())
    })
}

fn which_sheet(file: &str, names: &[&str]) -> Diagnostic {
    Diagnostic::error("data::which-sheet", format!("`{file}` has {} sheets", names.len()))
        .because("telaah cannot know which of them is meant")
        .hint(format!("name one with `sheet:`; {}", listed(names)))
}

fn no_sheet(file: &str, asked: &SheetName, names: &[&str]) -> Diagnostic {
    let (asked, hint) = match asked {
        SheetName::Name(name) => (name.clone(), did_you_mean(name, names.iter().copied())),
        SheetName::Number(number) => {
            let name = number.to_string();
            let is_name = names.contains(&name.as_str());
            let hint = format!("a number counts sheets; for the name write `sheet: \"{name}\"`");
            (name, is_name.then_some(hint))
        }
    };
    Diagnostic::error("data::no-sheet", format!("`{file}` has no sheet `{asked}`"))
        .hint(hint.unwrap_or_else(|| listed(names)))
}

fn listed(names: &[&str]) -> String {
    format!("the sheets are `{}`", names.join("`, `"))
}

fn unreadable(file: &InputFile, error: &XlsxError) -> Diagnostic {
    let shown = &file.shown;
    if matches!(error, XlsxError::Password) {
        return Diagnostic::error("data::locked", format!("`{shown}` is locked with a password"))
            .because("its cells cannot be read")
            .hint("open it in Excel and save it without a password");
    }
    let problem = Diagnostic::error("data::workbook", format!("`{shown}` cannot be read as a workbook"));
    match kind::of(&file.bytes) {
        Some(kind) => problem.because(kind.is).hint(kind.remedy),
        None => problem
            .because("the file is damaged, incomplete, or of another kind than its name says")
            .hint("open it in Excel or LibreOffice and save it as `.xlsx` again")
            .cause(shortened(&error.to_string())),
    }
}

/// Refuses a workbook that would fill the memory, such as one made to do so.
fn refuse_too_large(dataset: &Dataset, part: &WorkbookPart) -> Result<(), Diagnostic> {
    let size = unpacked_size(&dataset.file.bytes);
    if size <= LARGEST {
        return Ok(());
    }
    let message = format!("`{}` holds {} MB when it is unpacked", dataset.file.shown, size >> 20);
    Err(Diagnostic::error("data::too-large-file", message)
        .maybe_at(part.place.clone())
        .because(format!("telaah reads workbooks of at most {} MB", LARGEST >> 20))
        .hint("save the sheet that is needed as a workbook of its own, or as CSV"))
}

/// The bytes that a zip archive says it holds, by its central directory; 0 where it has none.
fn unpacked_size(bytes: &[u8]) -> u64 {
    let number = |at: usize, length: usize| -> Option<u64> {
        let bytes = bytes.get(at..at.checked_add(length)?)?;
        Some(bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    };
    let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap_or(bytes.len());
    let mut at = number(end.saturating_add(16), 4).map_or(bytes.len(), |at| at as usize);
    let mut size = 0;
    while bytes.get(at..).is_some_and(|rest| rest.starts_with(b"PK\x01\x02")) {
        size += number(at + 24, 4).unwrap_or(0);
        let more: Option<u64> = [28, 30, 32].iter().map(|field| number(at + field, 2)).sum();
        at += 46 + more.unwrap_or(0) as usize;
    }
    size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_an_archive_is_read_and_nothing_else_breaks_it() {
        let mut entry = b"PK\x01\x02".to_vec();
        entry.resize(46, 0);
        entry[24..28].copy_from_slice(&[0, 0, 0, 0x30]);
        let mut end = b"PK\x05\x06".to_vec();
        end.resize(22, 0);
        let archive = [entry.clone(), entry, end].concat();
        assert_eq!(unpacked_size(&archive), 2 * 0x3000_0000);
        for length in 0..archive.len() {
            let _ = unpacked_size(&archive[..length]);
        }
        assert_eq!(unpacked_size(b"id;x\nA;1\n"), 0);
    }

    #[test]
    fn a_cell_is_shown_between_its_neighbours() {
        let at = Location { file: "d.xlsx".into(), sheet: "S".into() };
        let row = Row::of(17, &[(0, "A\nB"), (2, " many "), (3, "9")]);
        let place = at.place(&row, 2);
        assert_eq!((&*place.source.text, place.line(), place.column()), ("A B |  | many | 9", 17, 3));
        assert_eq!(&place.source.text[place.span.clone()], "many");
        let empty = at.place(&row, 5);
        assert_eq!((&*empty.source.text, empty.span), ("many | 9 |  | ", 14..14));
    }
}
