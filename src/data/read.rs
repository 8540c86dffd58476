//! From the bytes of a text file to cells with places. polars reads the cells; the csv crate says where each row begins.

use super::sheet::{Columns, declared_heading, heading};
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome, Place, Source};
use crate::study::Dataset;
use crate::study::schema::Encoding;
use crate::study::with_line_feeds;
use polars::prelude::{Column as PolarsColumn, CsvParseOptions, CsvReadOptions, DataFrame, SerReader};
use std::io::Cursor;
use std::sync::Arc;

/// A text file as cells, with the place of every row.
#[derive(Debug)]
pub struct TextGrid {
    source: Arc<Source>,
    separator: u8,
    row_starts: Vec<usize>,
    cells: Vec<Vec<Option<String>>>,
    fields: Vec<usize>,
}

impl TextGrid {
    /// Reads a dataset's file and finds its declared columns.
    pub fn read(dataset: &Dataset) -> Outcome<(Self, Columns)> {
        let source = decode(dataset)?;
        let separator = dataset.separator.map_or_else(|| find_separator(&source), Ok)?;
        let (headings, row_starts) = structure(&source, separator)?;
        refuse_single(dataset, &source, &headings)?;
        let columns = Columns::find(dataset, &headings, |field| {
            Some(field_place(&source, row_starts[0], separator, field))
        })?;
        let fields: Vec<usize> = columns.positions.iter().map(|(_, field)| *field).collect();
        let cells = polars_cells(&source, separator, &fields, row_starts.len() - 1)?;
        Ok((Self { source, separator, row_starts, cells, fields }, columns))
    }

    /// The number of rows, without the header.
    pub fn rows(&self) -> usize {
        self.row_starts.len() - 1
    }

    /// A cell by its row and its position among the declared columns; empty when nothing is there.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.cells[column][row].as_deref().unwrap_or("")
    }

    /// Every cell of a row, also of columns that are not declared.
    pub fn whole_row(&self, row: usize) -> Vec<String> {
        let rest = self.row_starts.get(row + 1).and_then(|&start| self.source.text.get(start..));
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(self.separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(rest.unwrap_or_default().as_bytes());
        let record = reader.records().next().and_then(Result::ok);
        record.iter().flatten().map(|cell| cell.trim().to_owned()).collect()
    }

    /// The place of a cell.
    pub fn cell_place(&self, row: usize, column: usize) -> Option<Place> {
        let start = *self.row_starts.get(row + 1)?;
        Some(field_place(&self.source, start, self.separator, *self.fields.get(column)?))
    }

    /// The line of a row in the file, from 1, as a spreadsheet numbers it.
    pub fn line(&self, row: usize) -> usize {
        self.row_starts.get(row + 1).map_or(0, |&start| Place::new(&self.source, start..start).line())
    }
}

fn decode(dataset: &Dataset) -> Result<Arc<Source>, Diagnostic> {
    match dataset.encoding {
        Encoding::Utf8 => dataset.file.text().map_err(|problem| {
            let hint = "if the file comes from an older Excel, add `encoding: windows-1252` to the dataset";
            if problem.code == "file::encoding" { problem.hint(hint) } else { problem }
        }),
        Encoding::Windows1252 => {
            dataset.file.refuse_utf16()?;
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&dataset.file.bytes);
            Ok(Source::new(&dataset.file.shown, with_line_feeds(&text)))
        }
    }
}

/// The sign that divides the header into the most fields.
pub fn find_separator(source: &Arc<Source>) -> Result<u8, Diagnostic> {
    let header = source.text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let count = |sign: u8| {
        let mut quoted = false;
        header
            .bytes()
            .filter(|&byte| {
                quoted ^= byte == b'"';
                byte == sign && !quoted
            })
            .count()
    };
    let counts = [b';', b',', b'\t', b'|'].map(|sign| (count(sign), sign));
    let most = counts.iter().map(|(count, _)| *count).max().unwrap_or(0);
    let best: Vec<u8> = counts.iter().filter(|(count, _)| *count == most).map(|(_, sign)| *sign).collect();
    match best.as_slice() {
        [one] => Ok(*one),
        _ if most == 0 => Ok(b','),
        _ => Err(Diagnostic::error("data::separator", "the sign between fields is not clear")
            .at(Place::line_of(source, 1))
            .because("two signs divide the header equally often")
            .hint("declare it: `separator: \";\"`")),
    }
}

/// As many columns as a spreadsheet has.
const MOST_COLUMNS: usize = 16_384;

/// The headings, and the byte at which every record begins, the header's first.
pub fn structure(source: &Arc<Source>, separator: u8) -> Outcome<(Vec<String>, Vec<usize>)> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(source.text.as_bytes());
    let mut starts = Vec::new();
    let mut fields = Vec::new();
    let mut headings: Vec<String> = Vec::new();
    for record in reader.byte_records() {
        let record = record.map_err(|error| {
            Diagnostic::error("data::csv", "the file cannot be read as a table")
                .at(Place::line_of(source, 1))
                .cause(error)
        })?;
        let at = record.position().map_or(0, |position| position.byte() as usize);
        let start = at
            + source.text[at.min(source.text.len())..]
                .bytes()
                .take_while(|byte| matches!(byte, b'\n' | b'\r'))
                .count();
        if starts.is_empty() {
            if record.len() > MOST_COLUMNS {
                return Err(too_wide(source, record.len()).into());
            }
            headings = record.iter().map(|field| heading(&String::from_utf8_lossy(field))).collect();
        } else {
            fields.push(record.len());
        }
        starts.push(start);
    }
    let mut problems = ragged(source, &starts, &fields, headings.len());
    if starts.len() < 2 {
        let problem = Diagnostic::error("data::empty", format!("`{}` holds no data", source.name));
        let problem = problem.at(Place::line_of(source, 1)).because("there is no row below the header");
        problems.push(problem);
    }
    problems.into_outcome((headings, starts))
}

/// Rows with another number of fields than the header; where all rows agree, it is the header that is wrong.
fn ragged(source: &Arc<Source>, starts: &[usize], fields: &[usize], headings: usize) -> Diagnostics {
    let ragged = |start: usize, message: String| {
        let place = Place::line_of(source, Place::new(source, start..start).line());
        Diagnostic::error("data::ragged", message)
            .at(place)
            .because("every row needs a field for every heading")
            .hint("check for a separator too many or too few, or a text with the separator in it that is not in quotes")
    };
    if let [first, others @ ..] = fields
        && *first != headings
        && !others.is_empty()
        && others.iter().all(|other| other == first)
    {
        let message = format!("the header has {headings} headings, but every row has {first} fields");
        return ragged(starts[0], message).into();
    }
    let rows = starts.iter().skip(1).zip(fields).filter(|(_, fields)| **fields != headings);
    let problem = |(start, fields): (&usize, &usize)| {
        ragged(*start, format!("this row has {fields} fields, but the header has {headings}"))
    };
    Diagnostics(rows.take(5).map(problem).collect())
}

fn too_wide(source: &Arc<Source>, columns: usize) -> Diagnostic {
    Diagnostic::error("data::too-wide", format!("`{}` has {columns} columns", source.name))
        .at(Place::line_of(source, 1))
        .because(format!("a spreadsheet has at most {MOST_COLUMNS}"))
        .hint("check the sign between fields, or leave out the columns that the study does not use")
}

/// Refuses a header that is one field where the study declares more columns.
fn refuse_single(dataset: &Dataset, source: &Arc<Source>, headings: &[String]) -> Result<(), Diagnostic> {
    let expected =
        dataset.columns.iter().any(|(name, column)| headings.contains(&declared_heading(name, column)));
    if headings.len() != 1 || dataset.columns.len() == 1 || expected {
        return Ok(());
    }
    Err(Diagnostic::error("data::separator", format!("`{}` is read as a single column", source.name))
        .at(Place::line_of(source, 1))
        .because("the sign between fields is not found in the header")
        .hint("declare it with `separator:`, such as `separator: \";\"`"))
}

/// The cells of the declared columns, column by column.
fn polars_cells(
    source: &Arc<Source>,
    separator: u8,
    fields: &[usize],
    rows: usize,
) -> Outcome<Vec<Vec<Option<String>>>> {
    let options = CsvReadOptions::default()
        .with_has_header(true)
        .with_infer_schema_length(Some(0))
        .with_parse_options(CsvParseOptions::default().with_separator(separator));
    let frame = options.into_reader_with_file_handle(Cursor::new(source.text.as_bytes())).finish();
    let unreadable = |cause: String| {
        let problem = Diagnostic::error("data::csv", format!("`{}` cannot be read as a table", source.name));
        Diagnostics::from(match stray_quote(&source.text, separator) {
            Some(quote) => problem
                .at(Place::new(source, quote..quote + 1))
                .because("this quotation mark neither begins nor ends a field")
                .hint("put the whole field in quotation marks and write those inside it twice"),
            None => problem.at(Place::line_of(source, 1)).cause(cause),
        })
    };
    let frame: DataFrame = frame.map_err(|error| unreadable(error.to_string()))?;
    let columns: Vec<&PolarsColumn> = fields.iter().filter_map(|field| frame.columns().get(*field)).collect();
    let texts = columns.iter().map(|column| {
        column.str().map(|cells| cells.iter().map(|cell| cell.map(str::to_owned)).collect::<Vec<_>>())
    });
    let texts: Vec<Vec<Option<String>>> =
        texts.collect::<Result<_, _>>().map_err(|error| unreadable(error.to_string()))?;
    let texts: Vec<_> = texts.into_iter().map(|cells| without_blank_rows(cells, &frame, rows)).collect();
    if texts.len() != fields.len() || texts.iter().any(|cells| cells.len() != rows) {
        return Err(unreadable(format!(
            "two readers do not agree on the number of rows ({rows} and {})",
            frame.height()
        )));
    }
    Ok(texts)
}

/// The first quotation mark that stands inside a field, or that opens one which never ends.
fn stray_quote(text: &str, separator: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let ends_field = |byte: Option<&u8>| byte.is_none_or(|b| *b == separator || matches!(b, b'\n' | b'\r'));
    let (mut opened, mut at) = (None, 0);
    while at < bytes.len() {
        let (before, after) = (at.checked_sub(1).map(|before| &bytes[before]), bytes.get(at + 1));
        match (bytes[at], opened) {
            (b'"', Some(_)) if after == Some(&b'"') => at += 1,
            (b'"', Some(_)) if ends_field(after) => opened = None,
            (b'"', None) if ends_field(before) => opened = Some(at),
            (b'"', _) => return Some(at),
            _ => {}
        }
        at += 1;
    }
    opened
}

/// polars keeps blank lines as rows without any value; they are no rows.
fn without_blank_rows(cells: Vec<Option<String>>, frame: &DataFrame, rows: usize) -> Vec<Option<String>> {
    if frame.height() == rows {
        return cells;
    }
    let blank =
        |row: usize| frame.columns().iter().all(|column| column.get(row).is_ok_and(|value| value.is_null()));
    cells.into_iter().enumerate().filter(|(row, _)| !blank(*row)).map(|(_, cell)| cell).collect()
}

/// The place of a field of the record that begins at `start`.
pub fn field_place(source: &Arc<Source>, start: usize, separator: u8, field: usize) -> Place {
    let bytes = source.text.as_bytes();
    let (mut at, mut begin, mut index, mut quoted) = (start, start, 0, false);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => quoted = !quoted,
            byte if byte == separator && !quoted => {
                if index == field {
                    break;
                }
                index += 1;
                begin = at + 1;
            }
            b'\n' | b'\r' if !quoted => break,
            _ => {}
        }
        at += 1;
    }
    Place::new(source, begin..at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_of_ragged(text: &str) -> Vec<usize> {
        let problems = structure(&Source::new("s", text), b',').expect_err("ragged");
        problems.0.iter().filter_map(|problem| problem.place.as_ref()).map(Place::line).collect()
    }

    #[test]
    fn a_header_that_no_row_fits_is_the_one_mistake() {
        assert_eq!(lines_of_ragged("a,b\n1,2,3\n1,2,3\n"), [1]);
        assert_eq!(lines_of_ragged("a,b\n1,2,3\n1,2\n1\n"), [2, 4]);
        assert_eq!(lines_of_ragged("a,b\n1,2,3\n"), [2]);
    }

    #[test]
    fn a_stray_quotation_mark_is_found() {
        assert_eq!(stray_quote("a,b\n\"x\",\"y \"\"z\"\"\"\n", b','), None);
        assert_eq!(stray_quote("a,b\nx,8\".2\n", b','), Some(7));
        assert_eq!(stray_quote("a,b\n\"x\"y,z\n", b','), Some(6));
        assert_eq!(stray_quote("a,b\nx,\"y\n", b','), Some(6));
    }
}
