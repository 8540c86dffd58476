//! `tables.xlsx`: every table of the report as a sheet of typed cells, and a sheet of contents.

use super::exhibits::{Exhibit, Words};
use super::table::{Align, Cell, Column, Table};
use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::study::Study;
use crate::study::schema::Author;
use chrono::Datelike;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, IgnoreError,
    Url, Workbook, Worksheet, XlsxError,
};

/// The most letters that a sheet's name has, as UTF-16 counts them.
const LONGEST_NAME: usize = 31;
/// The most letters that a cell holds.
const LONGEST_TEXT: usize = 32_767;
/// The row of the headings, or of what groups them.
const HEAD: u32 = 2;
/// The narrowest and the widest column, in letters.
const WIDTHS: (usize, usize) = (8, 48);
/// The widest column of hashes and names of files, in letters.
const WIDEST_VERBATIM: usize = 70;
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
    let names = sheet_names(words, exhibits);
    contents(book.add_worksheet(), study, words, exhibits, &names)?;
    for (exhibit, name) in exhibits.iter().zip(&names[1..]) {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        table_sheet(sheet, exhibit, words, &study.locale)?;
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

/// The names of the sheets, the contents first: numbered, short enough, and no two alike.
fn sheet_names(words: &Words, exhibits: &[Exhibit]) -> Vec<String> {
    let mut names = vec![sheet_name(&words.contents, &[])];
    for exhibit in exhibits {
        let wanted = match exhibit.number {
            Some(number) => format!("{number} {}", exhibit.caption),
            None => exhibit.caption.clone(),
        };
        let name = sheet_name(&wanted, &names);
        names.push(name);
    }
    names
}

/// The nearest name that a spreadsheet takes: without the signs it refuses, cut after a word, unlike those taken.
fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let allowed =
        |letter: char| !letter.is_control() && !matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\');
    let wanted: String = wanted.chars().map(|letter| if allowed(letter) { letter } else { ' ' }).collect();
    let wanted = wanted.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted = if wanted.trim_matches('\'').is_empty() { "-".to_owned() } else { wanted };
    let is_taken = |name: &str| taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let mut name = cut(&wanted, LONGEST_NAME);
    let mut copy = 2;
    while is_taken(&name) {
        let mark = format!(" ({copy})");
        name = cut(&wanted, LONGEST_NAME - mark.len()) + &mark;
        copy += 1;
    }
    name
}

/// The beginning of a text, up to the end of a word where one ends late enough.
fn cut(text: &str, longest: usize) -> String {
    let mut end = 0;
    let mut units = 0;
    for letter in text.chars() {
        units += letter.len_utf16();
        if units > longest {
            break;
        }
        end += letter.len_utf8();
    }
    let whole =
        text[..end].rfind(' ').filter(|at| end < text.len() && !text[end..].starts_with(' ') && at * 2 > end);
    text[..whole.unwrap_or(end)].trim_matches(['\'', ' ']).to_owned()
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
        text(sheet, HEAD, column, label, &head(align))?;
    }
    for ((row, exhibit), name) in (HEAD + 1..).zip(exhibits).zip(&names[1..]) {
        content(sheet, row, exhibit, name, words)?;
    }
    for (at, width) in (0..).zip(widths) {
        sheet.set_column_width(at, width as f64)?;
    }
    sheet.set_freeze_panes(HEAD + 1, 0)?;
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
    let link = Format::new().set_underline(FormatUnderline::Single).set_font_color(Color::RGB(0x1F_4E79));
    let right = Format::new().set_align(FormatAlign::Right);
    match exhibit.number {
        Some(number) => sheet.write_number(row, 0, number as f64)?,
        None => sheet.write_string_with_format(row, 0, &words.unprinted, &right)?,
    };
    let target = Url::new(format!("internal:'{}'!A1", name.replace('\'', "''")));
    sheet.write_url_with_options(row, 1, target, limited(&exhibit.caption), "", Some(&link))?;
    let count = Format::new().set_num_format("#,##0");
    sheet.write_number_with_format(row, 2, exhibit.table.rows.len() as f64, &count)?;
    Ok(())
}

fn table_sheet(
    sheet: &mut Worksheet,
    exhibit: &Exhibit,
    words: &Words,
    locale: &Locale,
) -> Result<(), XlsxError> {
    let table = exhibit.table;
    let name = match exhibit.number {
        Some(number) => format!("{} {number}. {}", words.table, exhibit.caption),
        None => exhibit.caption.clone(),
    };
    let widths = widths(table, locale);
    across(sheet, 0, &name, title(), &widths)?;
    let first = headings(sheet, table, &widths)?;
    let rows = filled(table);
    for (row, cells) in (first..).zip(&rows) {
        let is_total = table.has_total && row + 1 == first + table.rows.len() as u32;
        for ((at, cell), column) in (0..).zip(cells).zip(&table.columns) {
            write_cell(sheet, (row, at), cell, &cell_format(cell, column, is_total, locale))?;
        }
        let broken = cells.iter().zip(&widths).map(|(cell, width)| lines(&cell.format(locale), width - 1));
        if let Some(lines) = broken.max().filter(|lines| *lines > 1) {
            sheet.set_row_height(row, LINE_HEIGHT * lines as f64)?;
        }
    }
    let end = first + table.rows.len() as u32;
    let below = table.notes.iter().map(|note| (note, Format::new()));
    let below = below.chain([(&exhibit.source, Format::new()), (&exhibit.warning, warning())]);
    for (row, (note, format)) in (end + 1..).zip(below.filter(|(note, _)| !note.is_empty())) {
        across(sheet, row, note, format, &widths)?;
    }
    layout(sheet, table, first, &widths)
}

/// The rows with what stands once over a block of them in each: sorted or filtered, a row must say what it is about.
fn filled(table: &Table) -> Vec<Vec<Cell>> {
    let mut rows = table.rows.clone();
    if !table.blocks {
        return rows;
    }
    let is_empty = |cell: &Cell| matches!(cell, Cell::Text(text) if text.is_empty());
    for row in 1..rows.len() {
        let (above, below) = rows.split_at_mut(row);
        let (Some(above), Some(below)) = (above.last(), below.first_mut()) else { continue };
        for (cell, over) in below.iter_mut().zip(above).take_while(|(cell, _)| is_empty(cell)) {
            *cell = over.clone();
        }
    }
    rows
}

/// The width of every column, in letters.
fn widths(table: &Table, locale: &Locale) -> Vec<usize> {
    let width = |(at, column): (usize, &Column)| {
        let cells = table.rows.iter().filter_map(|row| row.get(at));
        let widest = cells.map(|cell| cell.format(locale).chars().count()).max().unwrap_or(0);
        let word = column.heading().split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
        let most = if column.mono { WIDEST_VERBATIM } else { WIDTHS.1 };
        // Filters stand over the end of a heading.
        (widest + 2).max(word + 4).clamp(WIDTHS.0, most)
    };
    table.columns.iter().enumerate().map(width).collect()
}

/// How many lines a text takes in a width, in letters; words that are too long break.
fn lines(words: &str, width: usize) -> usize {
    let mut lines = 1;
    let mut used = 0;
    for word in words.split(' ').map(|word| word.chars().count()) {
        if used > 0 && used + 1 + word > width {
            lines += 1;
            used = 0;
        }
        lines += word / width.max(1);
        used += word + usize::from(used > 0);
    }
    lines
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

/// Writes the headings and what groups them; gives the row below them.
fn headings(sheet: &mut Worksheet, table: &Table, widths: &[usize]) -> Result<u32, XlsxError> {
    let mut at = 0;
    for group in &table.groups {
        let span = group.span as u16;
        let format = head(FormatAlign::Center);
        match group.label.is_empty() {
            true => {}
            false if span > 1 => {
                sheet.merge_range(HEAD, at, HEAD, at + span - 1, &limited(&group.label), &format)?;
            }
            false => text(sheet, HEAD, at, &group.label, &format)?,
        }
        at += span;
    }
    let row = HEAD + u32::from(!table.groups.is_empty());
    for (at, column) in (0..).zip(&table.columns) {
        text(sheet, row, at, &column.heading(), &head(aligned(column.align)))?;
    }
    let needed = table.columns.iter().zip(widths).map(|(column, width)| lines(&column.heading(), width - 2));
    sheet.set_row_height(row, LINE_HEIGHT * needed.max().unwrap_or(1) as f64)?;
    Ok(row + 1)
}

fn aligned(align: Align) -> FormatAlign {
    match align {
        Align::Left => FormatAlign::Left,
        Align::Right => FormatAlign::Right,
        Align::Center => FormatAlign::Center,
    }
}

/// Frozen headings, filters where no total would be sorted away, widths, and how the sheet is printed.
fn layout(sheet: &mut Worksheet, table: &Table, first: u32, widths: &[usize]) -> Result<(), XlsxError> {
    let last = table.columns.len().saturating_sub(1) as u16;
    for (at, width) in (0..).zip(widths) {
        sheet.set_column_width(at, *width as f64)?;
    }
    sheet.set_freeze_panes(first, 1)?;
    let end = first + table.rows.len() as u32;
    // What was printed as a number elsewhere is kept as it was printed.
    sheet.ignore_error_range(first, 0, end, last, IgnoreError::NumberStoredAsText)?;
    if !table.has_total && table.rows.len() > 1 {
        sheet.autofilter(first - 1, 0, end - 1, last)?;
    }
    sheet.set_repeat_rows(HEAD, first - 1)?;
    if table.columns.len() > 6 {
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
        Cell::Text(_) | Cell::Missing => return None,
    })
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    let value = match cell {
        Cell::Text(words) => return text(sheet, row, at, words, format),
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
        cut(words, LONGEST_TEXT - 1) + "…"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn names_of_sheets_are_what_a_spreadsheet_takes() {
        assert_eq!(sheet_name("3 Pemeriksaan “a/b: [c]*?\\” x", &[]), "3 Pemeriksaan “a b c ” x");
        assert_eq!(
            sheet_name("6 Pusat akhir segmen: rata-rata setiap variabel", &[]),
            "6 Pusat akhir segmen rata-rata"
        );
        assert_eq!(sheet_name("'quoted'", &[]), "quoted");
        assert_eq!(sheet_name("???", &[]), "-");
        assert_eq!(sheet_name(&"😀".repeat(20), &[]), "😀".repeat(15));
        let taken = ["Data".to_owned(), "data (2)".to_owned()];
        assert_eq!(sheet_name("DATA", &taken), "DATA (3)");
        let long = "a".repeat(40);
        let taken = ["a".repeat(31)];
        assert_eq!(sheet_name(&long, &taken), format!("{} (2)", "a".repeat(27)));
    }

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
    fn lines_are_counted_as_they_break() {
        assert_eq!([lines("", 8), lines("one two", 8), lines("one two three", 8)], [1, 1, 2]);
        assert_eq!(lines("Tanpa lonjakan triwulan II", 10), 4);
        assert_eq!(lines(&"x".repeat(20), 8), 3);
    }

    #[test]
    fn no_text_is_longer_than_a_cell() {
        assert_eq!(limited(&"x".repeat(40_000)).chars().count(), LONGEST_TEXT);
        assert_eq!(limited("x y"), "x y");
    }
}
