//! `tables.xlsx`: every table of the report as a sheet of typed cells, and a sheet of contents.
//!
//! A sheet has its title, its source, a way back to the contents and one row of headings, each in the same row of every
//! sheet; remarks stand below the rows.

mod names;
mod shape;

use super::exhibits::{Exhibit, Words};
use super::table::{Align, Cell, Column, currency};
use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::study::Study;
use crate::study::schema::Author;
use chrono::Datelike;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, IgnoreError,
    Url, Workbook, Worksheet, XlsxError,
};
use shape::{Shape, WIDTHS, lines};

/// The most letters that a cell holds.
const LONGEST_TEXT: usize = 32_767;
/// The row of the headings of the contents, and that of every other sheet.
const CONTENTS_HEAD: u32 = 2;
const HEAD: u32 = 3;
/// The least width of what goes over several columns, in letters.
const LEAST_ACROSS: usize = 72;
/// The height of a line, in points.
const LINE_HEIGHT: f64 = 16.0;
/// The number of A4 among sizes of paper.
const A4: u8 = 9;

/// Writes a workbook.
///
/// The bytes depend on nothing but the arguments: the workbook bears the study's date, not the clock's.
///
/// # Errors
/// When it cannot be put together.
pub fn write(study: &Study, words: &Words, exhibits: &[Exhibit]) -> Result<Vec<u8>, Diagnostic> {
    assembled(study, words, exhibits).map_err(|error| {
        Diagnostic::environment("workbook::failed", "`tables.xlsx` cannot be made").cause(error)
    })
}

fn assembled(study: &Study, words: &Words, exhibits: &[Exhibit]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(study)?);
    let names = names::of_sheets(words, exhibits);
    contents(book.add_worksheet(), study, words, exhibits, &names)?;
    for (exhibit, name) in exhibits.iter().zip(&names[1..]) {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        table_sheet(sheet, exhibit, words, &names[0], &study.locale)?;
    }
    book.save_to_buffer()
}

fn properties(study: &Study) -> Result<DocProperties, XlsxError> {
    let date = study.date;
    let year = u16::try_from(date.year()).unwrap_or(1900).clamp(1900, 9999);
    let created = ExcelDateTime::from_ymd(year, date.month() as u8, date.day() as u8)?;
    let name = |author: &Author| author.name.resolve().get(study.locale.language).to_owned();
    let authors: Vec<String> = study.authors.iter().map(name).collect();
    let title = study.title.get(study.locale.language);
    Ok(DocProperties::new().set_title(title).set_author(authors.join("; ")).set_creation_datetime(&created))
}

fn bold() -> Format {
    Format::new().set_bold()
}

fn title() -> Format {
    bold().set_font_size(12)
}

fn warning() -> Format {
    bold().set_font_color(Color::RGB(0xB0_2A2A))
}

fn head(align: FormatAlign) -> Format {
    bold()
        .set_align(align)
        .set_align(FormatAlign::Bottom)
        .set_text_wrap()
        .set_border_bottom(FormatBorder::Thin)
}

fn contents(
    sheet: &mut Worksheet,
    study: &Study,
    words: &Words,
    exhibits: &[Exhibit],
    names: &[String],
) -> Result<(), XlsxError> {
    sheet.set_name(&names[0])?;
    let widest = exhibits.iter().map(|exhibit| exhibit.caption.chars().count()).max().unwrap_or(0);
    let widths = [words.unprinted.chars().count().max(WIDTHS.0), widest.clamp(20, 90), WIDTHS.0];
    across(sheet, 0, study.title.get(study.locale.language), title(), &widths)?;
    let warned = exhibits.iter().find(|exhibit| !exhibit.warning.is_empty());
    text(sheet, 1, 0, warned.map_or("", |exhibit| &exhibit.warning), &warning())?;
    let heads = [&words.number, &words.caption, &words.rows];
    for (column, label) in (0..).zip(heads) {
        let align = if column == 1 { FormatAlign::Left } else { FormatAlign::Right };
        text(sheet, CONTENTS_HEAD, column, label, &head(align))?;
    }
    for ((row, exhibit), name) in (CONTENTS_HEAD + 1..).zip(exhibits).zip(&names[1..]) {
        content(sheet, row, exhibit, name, words)?;
    }
    for (at, width) in (0..).zip(widths) {
        sheet.set_column_width(at, width as f64)?;
    }
    sheet.set_freeze_panes(CONTENTS_HEAD + 1, 0)?;
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// A row of the contents, which leads to its sheet.
fn content(
    sheet: &mut Worksheet,
    row: u32,
    exhibit: &Exhibit,
    name: &str,
    words: &Words,
) -> Result<(), XlsxError> {
    let right = Format::new().set_align(FormatAlign::Right);
    match exhibit.number {
        Some(number) => sheet.write_number(row, 0, number as f64)?,
        None => sheet.write_string_with_format(row, 0, &words.unprinted, &right)?,
    };
    link(sheet, (row, 1), name, &exhibit.caption)?;
    let count = Format::new().set_num_format("#,##0");
    sheet.write_number_with_format(row, 2, exhibit.table.length() as f64, &count)?;
    Ok(())
}

/// Writes words that lead to the beginning of a sheet.
fn link(sheet: &mut Worksheet, (row, at): (u32, u16), name: &str, words: &str) -> Result<(), XlsxError> {
    let format = Format::new().set_underline(FormatUnderline::Single).set_font_color(Color::RGB(0x1F_4E79));
    let target = Url::new(format!("internal:'{}'!A1", name.replace('\'', "''")));
    sheet.write_url_with_options(row, at, target, limited(words), "", Some(&format)).map(|_| ())
}

fn table_sheet(
    sheet: &mut Worksheet,
    exhibit: &Exhibit,
    words: &Words,
    contents: &str,
    locale: &Locale,
) -> Result<(), XlsxError> {
    let shape = Shape::of(exhibit.table, locale);
    let name = match exhibit.number {
        Some(number) => format!("{} {number}. {}", words.table, exhibit.caption),
        None => exhibit.caption.clone(),
    };
    across(sheet, 0, &name, title(), &shape.widths)?;
    origin(sheet, exhibit, &shape.widths)?;
    link(sheet, (2, 0), contents, &format!("← {contents}"))?;
    headings(sheet, &shape)?;
    for (row, cells) in (HEAD + 1..).zip(&shape.rows) {
        row_of_cells(sheet, row, cells, &shape, locale)?;
    }
    let end = HEAD + 1 + shape.rows.len() as u32;
    for (row, note) in (end + 1..).zip(&exhibit.table.notes) {
        across(sheet, row, note, Format::new(), &shape.widths)?;
    }
    layout(sheet, &shape)
}

/// Writes where data come from above them, after the warning that they are simulated.
fn origin(sheet: &mut Worksheet, exhibit: &Exhibit, widths: &[usize]) -> Result<(), XlsxError> {
    let (warned, source) = (limited(&exhibit.warning), limited(&exhibit.source));
    if warned.is_empty() || source.is_empty() {
        let format = if warned.is_empty() { Format::new() } else { warning() };
        return across(sheet, 1, &(warned + &source), format, widths);
    }
    across(sheet, 1, &format!("{warned} {source}"), Format::new(), widths)?;
    let (red, plain) = (warning(), Format::new());
    let parts = [(&red, warned.as_str()), (&plain, " "), (&plain, source.as_str())];
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.write_rich_string_with_format(1, 0, &parts, &wrapped).map(|_| ())
}

fn row_of_cells(
    sheet: &mut Worksheet,
    row: u32,
    cells: &[Cell],
    shape: &Shape,
    locale: &Locale,
) -> Result<(), XlsxError> {
    let is_total = shape.has_total && row == HEAD + shape.rows.len() as u32;
    for (at, (cell, column)) in cells.iter().zip(&shape.columns).enumerate() {
        let format = cell_format(cell, column, is_total, locale);
        let format = indented(format, shape.is_after_numbers(at));
        write_cell(sheet, (row, at as u16), cell, &format, locale)?;
    }
    let broken = cells.iter().zip(&shape.widths).map(|(cell, width)| lines(&cell.format(locale), width - 1));
    if let Some(lines) = broken.max().filter(|lines| *lines > 1) {
        sheet.set_row_height(row, LINE_HEIGHT * lines as f64)?;
    }
    Ok(())
}

/// Writes a text that goes on over the columns of a table, and over as many more as it needs to be read.
fn across(
    sheet: &mut Worksheet,
    row: u32,
    words: &str,
    format: Format,
    widths: &[usize],
) -> Result<(), XlsxError> {
    let (mut columns, mut width) = (widths.len().max(1), widths.iter().sum::<usize>());
    while width < LEAST_ACROSS {
        columns += 1;
        width += WIDTHS.0;
    }
    let format = format.set_text_wrap().set_align(FormatAlign::Top);
    match u16::try_from(columns - 1) {
        Ok(last) if last > 0 => drop(sheet.merge_range(row, 0, row, last, &limited(words), &format)?),
        _ => text(sheet, row, 0, words, &format)?,
    }
    // Spreadsheets do not fit the height of merged cells to what they hold. Bold letters are wider.
    sheet.set_row_height(row, LINE_HEIGHT * lines(words, width * 9 / 10) as f64)?;
    Ok(())
}

/// Writes the one row of headings.
fn headings(sheet: &mut Worksheet, shape: &Shape) -> Result<(), XlsxError> {
    for (at, (label, column)) in shape.heads.iter().zip(&shape.columns).enumerate() {
        let format = indented(head(aligned(column.align)), shape.is_after_numbers(at));
        text(sheet, HEAD, at as u16, label, &format)?;
    }
    let needed = shape.heads.iter().zip(&shape.widths).map(|(label, width)| lines(label, width - 3));
    sheet.set_row_height(HEAD, LINE_HEIGHT * needed.max().unwrap_or(1) as f64)?;
    Ok(())
}

/// Room before words that follow a number.
fn indented(format: Format, after_numbers: bool) -> Format {
    if after_numbers { format.set_indent(1) } else { format }
}

fn aligned(align: Align) -> FormatAlign {
    match align {
        Align::Left => FormatAlign::Left,
        Align::Right => FormatAlign::Right,
        Align::Center => FormatAlign::Center,
    }
}

/// What stays in view, filters over all rows but a total, widths, and how the sheet is printed.
fn layout(sheet: &mut Worksheet, shape: &Shape) -> Result<(), XlsxError> {
    let last = shape.columns.len().saturating_sub(1) as u16;
    for (at, width) in (0..).zip(&shape.widths) {
        sheet.set_column_width(at, *width as f64)?;
    }
    sheet.set_freeze_panes(HEAD + 1, shape.frozen() as u16)?;
    let end = HEAD + shape.rows.len() as u32;
    // What was printed as a number elsewhere is kept as it was printed.
    sheet.ignore_error_range(HEAD + 1, 0, end + 1, last, IgnoreError::NumberStoredAsText)?;
    let filtered = end - u32::from(shape.has_total);
    if filtered > HEAD {
        sheet.autofilter(HEAD, 0, filtered, last)?;
    }
    sheet.set_repeat_rows(HEAD, HEAD)?;
    if shape.columns.len() > 6 {
        sheet.set_landscape();
    }
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn cell_format(cell: &Cell, column: &Column, is_total: bool, locale: &Locale) -> Format {
    let mut format = Format::new().set_align(aligned(column.align)).set_align(FormatAlign::Top);
    if let Some(code) = number_format(cell, column, locale) {
        format = format.set_num_format(code);
    }
    if matches!(cell, Cell::Text(_)) && (column.wrap || column.align == Align::Left) {
        format = format.set_text_wrap();
    }
    if is_total { format.set_bold().set_border_top(FormatBorder::Thin) } else { format }
}

/// How a spreadsheet shows a number; the signs for thousands and decimals are those of the reader's own settings.
fn number_format(cell: &Cell, column: &Column, locale: &Locale) -> Option<String> {
    let decimals = |n: u32| if n == 0 { String::new() } else { format!(".{}", "0".repeat(n as usize)) };
    Some(match cell {
        Cell::Count(_) => "#,##0".to_owned(),
        Cell::Number { decimals: n, .. } => format!("#,##0{}", decimals(*n)),
        Cell::Percent { decimals: n, .. } => format!("0{}%", decimals(*n)),
        Cell::Money { decimals: n, .. } if !column.unit.is_empty() => format!("#,##0{}", decimals(*n)),
        Cell::Money { decimals: n, .. } => {
            let symbol = locale.money(0.0, 0);
            format!("\"{}\"#,##0{}", symbol.trim_end_matches('0'), decimals(*n))
        }
        Cell::P(_) => format!("[<0.001]\"{}\";0.000", locale.p_value(0.0)),
        Cell::Text(_) | Cell::Currency | Cell::Missing => return None,
    })
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    cell: &Cell,
    format: &Format,
    locale: &Locale,
) -> Result<(), XlsxError> {
    let value = match cell {
        Cell::Text(words) => return text(sheet, row, at, words, format),
        Cell::Currency => return text(sheet, row, at, &currency(locale), format),
        Cell::Missing => return sheet.write_blank(row, at, format).map(|_| ()),
        Cell::Count(n) => *n as f64,
        Cell::Number { value, .. } => *value,
        Cell::Percent { share, .. } => *share,
        Cell::Money { amount, .. } => *amount,
        Cell::P(p) => *p,
    };
    sheet.write_number_with_format(row, at, value, format).map(|_| ())
}

/// Writes text as text, whatever it begins with: `=`, `+`, `-` and `@` are no formulas here.
fn text(sheet: &mut Worksheet, row: u32, at: u16, words: &str, format: &Format) -> Result<(), XlsxError> {
    if words.is_empty() {
        return Ok(());
    }
    sheet.write_string_with_format(row, at, limited(words), format).map(|_| ())
}

/// As much of a text as a cell holds.
fn limited(words: &str) -> String {
    if words.encode_utf16().count() <= LONGEST_TEXT {
        words.to_owned()
    } else {
        names::cut(words, LONGEST_TEXT - 1) + "…"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn numbers_are_shown_with_the_decimals_of_the_page() {
        let locale = Locale { language: Language::Id, currency: "IDR".into() };
        let column = |unit: &str| Column {
            label: String::new(),
            unit: unit.into(),
            align: Align::Right,
            wrap: false,
            mono: false,
        };
        let code = |cell: Cell, unit: &str| number_format(&cell, &column(unit), &locale).unwrap_or_default();
        assert_eq!(code(Cell::Count(1), ""), "#,##0");
        assert_eq!(code(Cell::Number { value: 1.0, decimals: 3 }, ""), "#,##0.000");
        assert_eq!(code(Cell::Percent { share: 0.5, decimals: 1 }, ""), "0.0%");
        assert_eq!(code(Cell::Money { amount: 1.0, decimals: 0 }, ""), "\"Rp\"#,##0");
        assert_eq!(code(Cell::Money { amount: 1.0, decimals: 2 }, "Rp"), "#,##0.00");
        assert_eq!(code(Cell::P(0.5), ""), "[<0.001]\"< 0,001\";0.000");
        let dollars = Locale { language: Language::En, currency: "USD".into() };
        let cell = Cell::Money { amount: 1.0, decimals: 0 };
        assert_eq!(number_format(&cell, &column(""), &dollars).as_deref(), Some("\"USD\u{a0}\"#,##0"));
    }

    #[test]
    fn no_text_is_longer_than_a_cell() {
        assert_eq!(limited(&"x".repeat(40_000)).chars().count(), LONGEST_TEXT);
        assert_eq!(limited("x y"), "x y");
    }
}
