//! The promise: a workbook is read as exactly as plain text: every cell as what it is, nothing guessed, nothing lost,
//! and whatever is wrong with it is told at its cell.
//!
//! What is refused, with the messages, is in `fixtures/invalid/workbook-*`; `fixtures/workbooks/make.py` made those files.

use crate::support::{Desk, json};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::path::Path;
use telaah::data::{Table, Values};
use telaah::diagnostic::Diagnostics;

const STUDY: &str = "studies/case.yaml";
const DATA: &str = "studies/case.xlsx";

/// A study that reads one dataset; `settings` go into the dataset, `columns` below its `columns`.
fn study(settings: &str, columns: &str) -> String {
    format!(
        "study: case\nlanguage: en\ndate: 2024-01-01\ntitle: A case\nauthors: [{{name: A}}]\ndatasets:\n  cases:\n    \
         file: case.xlsx\n    origin: simulated\n    source: invented\n    key: id\n{settings}    columns:\n{columns}"
    )
}

/// The bytes of a workbook with one sheet.
fn workbook(fill: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().expect("a workbook")
}

fn desk(study: String, bytes: impl AsRef<[u8]>) -> Desk {
    let desk = Desk::empty();
    desk.write(STUDY, study);
    desk.write(DATA, bytes);
    desk
}

/// What is read of the only dataset, or the problems.
fn read(desk: &Desk) -> Result<Table, Diagnostics> {
    let (study, problems) = telaah::study::load(&desk.path(STUDY));
    match study {
        Some(study) if !problems.has_errors() => Table::read(&study.datasets[0]),
        _ => Err(problems),
    }
}

/// Writes a row of text.
fn row(sheet: &mut Worksheet, at: u32, texts: &[&str]) {
    for (column, text) in (0..).zip(texts) {
        sheet.write_string(at, column, *text).expect("a cell");
    }
}

/// Problems as `code C17`.
fn told(problems: &Diagnostics) -> Vec<String> {
    let cell = |problem: &telaah::diagnostic::Diagnostic| {
        let place = problem.place.as_ref().expect("a place");
        let cell = place.source.cell.as_ref().map(|cell| cell.reference());
        format!("{} {}", problem.code, cell.unwrap_or_else(|| place.line().to_string()))
    };
    problems.0.iter().map(cell).collect()
}

#[test]
fn every_cell_is_what_the_workbook_holds() {
    let percent = Format::new().set_num_format("0.0%");
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let bytes = workbook(|sheet| {
        row(sheet, 0, &["id", "code", "n", "m", "x", "p", "d", "t"]);
        let typed = |sheet: &mut Worksheet, at: u32, code: f64, n: f64, m: f64, x: f64, p: f64, d: f64| {
            for (column, value) in (1..).zip([code, n, m, x]) {
                sheet.write_number(at, column, value).expect("a cell");
            }
            sheet.write_number_with_format(at, 5, p, &percent).expect("a cell");
            sheet.write_number_with_format(at, 6, d, &date).expect("a cell");
        };
        row(sheet, 1, &["B"]);
        typed(sheet, 1, 7130.0, 7130.0, 1_103_886_467.0, 0.1, 0.125, 45291.0);
        row(sheet, 2, &["A"]);
        // 1.1 + 2.2 as a formula gives it, a large count, a share that is not exact, a date with a time.
        typed(sheet, 2, 12.0, 9_007_199_254_740_991.0 / 4.0 - 0.75, 1.1 + 2.2, -1e-5, 0.07, 45291.75);
        row(sheet, 3, &["C", "007130", "1.234", "1.103.886.467", "0,5", "12,5 %", "31/12/2023", "=1+1"]);
        row(sheet, 4, &["D"]);
        sheet.write_boolean(4, 7, true).expect("a cell");
        sheet.write_formula(4, 4, Formula::new("=1/8").set_result("0.125")).expect("a cell");
    });
    let columns = "      id: {type: code}\n      code: {type: code, digits: 6}\n      n: {type: count}\n      m: {type: money}\n      \
                   x: {type: number}\n      p: {type: percent}\n      d: {type: date}\n      t: {type: text}\n";
    let table = read(&desk(study("    numbers: indonesian\n", columns), bytes)).expect("no problem");
    assert_eq!(table.keys, ["A", "B", "C", "D"]);
    let texts = |name: &str| match table.column(name) {
        Some(Values::Text(values)) => {
            values.iter().map(|value| value.clone().unwrap_or_default()).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let numbers = |name: &str| table.column(name).and_then(Values::numbers).expect("numbers");
    assert_eq!(texts("code"), ["000012", "007130", "007130", ""]);
    assert_eq!(numbers("n"), [Some(2_251_799_813_685_247.0), Some(7130.0), Some(1234.0), None]);
    assert_eq!(numbers("m"), [Some(3.3), Some(1_103_886_467.0), Some(1_103_886_467.0), None]);
    assert_eq!(numbers("x"), [Some(-1e-5), Some(0.1), Some(0.5), Some(0.125)]);
    assert_eq!(numbers("p"), [Some(7.0), Some(12.5), Some(12.5), None]);
    let day = chrono::NaiveDate::from_ymd_opt(2023, 12, 31);
    assert_eq!(table.column("d"), Some(&Values::Date(vec![day, day, day, None])));
    assert_eq!(texts("t"), ["", "", "=1+1", "TRUE"]);
    let found = table.findings(None);
    assert_eq!((found.sheet.as_deref(), found.header_row, found.rows_read), (Some("Sheet1"), Some(1), 4));
    let padded: Vec<_> =
        found.codes_padded.iter().map(|padded| (&*padded.column, padded.digits, padded.rows)).collect();
    assert_eq!(padded, [("code", 6, 2)]);
}

#[test]
fn a_typed_number_needs_no_style_and_makes_no_column_ambiguous() {
    let columns = "      id: {type: code}\n      x: {type: number}\n";
    let bytes = workbook(|sheet| {
        row(sheet, 0, &["id", "x"]);
        for at in 1..4 {
            row(sheet, at, &[&format!("{at}")]);
            sheet.write_number(at, 1, f64::from(at) + 0.125).expect("a cell");
        }
        row(sheet, 4, &["4", "2.500,5"]);
    });
    let table = read(&desk(study("", columns), &bytes)).expect("no problem");
    assert_eq!(
        table.column("x").and_then(Values::numbers),
        Some(vec![Some(1.125), Some(2.125), Some(3.125), Some(2500.5)])
    );
    // A text that could be either is ambiguous still, at its own cell.
    let bytes = workbook(|sheet| {
        row(sheet, 0, &["id", "x"]);
        row(sheet, 1, &["1"]);
        sheet.write_number(1, 1, 1.125).expect("a cell");
        row(sheet, 2, &["2", "2.500"]);
    });
    let problems = read(&desk(study("", columns), &bytes)).expect_err("a problem");
    assert_eq!(told(&problems), ["data::ambiguous-number B3"]);
}

#[test]
fn percentages_are_told_from_numbers_by_how_they_are_shown() {
    let columns = |kind: &str| format!("      id: {{type: code}}\n      x: {{type: {kind}}}\n");
    let percent = Format::new().set_num_format("0%");
    let quoted = Format::new().set_num_format("0\" %\"");
    let with = |format: &Format, value: f64| {
        workbook(|sheet| {
            row(sheet, 0, &["id", "x"]);
            row(sheet, 1, &["1"]);
            sheet.write_number_with_format(1, 1, value, format).expect("a cell");
        })
    };
    let value = |bytes: Vec<u8>| {
        let table = read(&desk(study("", &columns("percent")), bytes)).expect("no problem");
        table.column("x").and_then(Values::numbers).expect("numbers")[0]
    };
    assert_eq!(value(with(&percent, 0.57)), Some(57.0));
    assert_eq!(value(with(&quoted, 57.0)), Some(57.0));
    assert_eq!(value(with(&Format::new(), 0.57)), Some(0.57), "not shown as a percentage: the number itself");
    for kind in ["number", "count", "money"] {
        let problems = read(&desk(study("", &columns(kind)), with(&percent, 1.0))).expect_err("a problem");
        assert_eq!(told(&problems), ["data::percent B2"], "{kind}");
    }
}

#[test]
fn dates_of_the_old_mac_system_are_the_same_days() {
    let file = crate::support::repository().join("tests/fixtures/workbooks/mac-1904.xlsx");
    let columns = "      id: {type: code}\n      day: {type: date}\n";
    let table =
        read(&desk(study("", columns), std::fs::read(file).expect("the fixture"))).expect("no problem");
    let day = |day| chrono::NaiveDate::from_ymd_opt(2023, 12, day);
    assert_eq!(table.column("day"), Some(&Values::Date((27..32).map(day).collect())));
}

/// A table below two title rows and a heading over two columns, with blank rows and columns about.
fn recap(sheet: &mut Worksheet) {
    let merged = Format::new();
    row(sheet, 1, &["", "Recap of the wards"]);
    sheet.merge_range(3, 1, 4, 1, "Ward\ncode", &merged).expect("a range");
    sheet.merge_range(3, 2, 3, 3, "Beds", &merged).expect("a range");
    row(sheet, 4, &["", "", "full ", "empty", "", "note"]);
    for (at, values) in [(6, ["007", "5", "1"]), (7, ["008", "7", "2"]), (9, ["001", "9", "3"])] {
        row(sheet, at, &["", values[0], values[1], values[2]]);
    }
    row(sheet, 30, &["", " "]);
    sheet.set_row_hidden(7).expect("a row");
}

#[test]
fn a_table_may_stand_anywhere_in_its_sheet() {
    let columns =
        "      id: {type: code, header: Ward code}\n      full: {type: count}\n      empty: {type: count}\n";
    let table = read(&desk(study("    header_row: 5\n", columns), workbook(recap))).expect("no problem");
    assert_eq!(table.keys, ["001", "007", "008"], "a hidden row is a row, a blank one is none");
    assert_eq!(table.column("full").and_then(Values::numbers), Some(vec![Some(9.0), Some(5.0), Some(7.0)]));
    let found = table.findings(None);
    assert_eq!((found.rows_read, found.header_row), (3, Some(5)));
    assert_eq!(found.columns_ignored, ["note"]);
    let place = table.place(0, "empty").expect("a place");
    assert_eq!(place.source.cell.as_ref().map(|cell| cell.reference()).as_deref(), Some("D10"));

    let problems = read(&desk(study("", columns), workbook(recap))).expect_err("a problem");
    assert_eq!(told(&problems), ["data::header-row B2"]);
    assert_eq!(problems.0[0].hints, ["row 5 holds the headings; say `header_row: 5` in the dataset"]);
    let problems =
        read(&desk(study("    header_row: 4\n", columns), workbook(recap))).expect_err("a problem");
    assert_eq!(told(&problems), ["data::header-row B4"]);
    let problems =
        read(&desk(study("    header_row: 3\n", columns), workbook(recap))).expect_err("a problem");
    assert_eq!(told(&problems), ["data::header-row 12"]);
}

#[test]
fn a_sheet_is_named_or_counted_or_the_only_one_to_be_seen() {
    let columns = "      id: {type: code}\n";
    let book = |hidden: bool| {
        let mut book = Workbook::new();
        for (name, key) in [("Data", "first"), ("2023", "second")] {
            let sheet = book.add_worksheet().set_name(name).expect("a name");
            row(sheet, 0, &["id"]);
            row(sheet, 1, &[key]);
            if hidden && name == "2023" {
                sheet.set_hidden(true);
            }
        }
        book.save_to_buffer().expect("a workbook")
    };
    let key = |settings: &str, hidden| {
        read(&desk(study(settings, columns), book(hidden)))
            .map(|table| table.keys[0].clone())
            .map_err(|problems| problems.0[0].clone())
    };
    assert_eq!(key("    sheet: Data\n", false).as_deref(), Ok("first"));
    assert_eq!(key("    sheet: 2\n", false).as_deref(), Ok("second"));
    assert_eq!(key("    sheet: \"2023\"\n", false).as_deref(), Ok("second"));
    assert_eq!(key("", true).as_deref(), Ok("first"));
    let problem = key("    sheet: 2023\n", false).expect_err("a problem");
    assert_eq!((problem.code, problem.place.map(|place| place.line())), ("data::no-sheet", Some(12)));
    assert!(problem.hints[0].contains("`sheet: \"2023\"`"), "{:?}", problem.hints);
    assert_eq!(key("", false).expect_err("a problem").code, "data::which-sheet");
}

#[test]
fn the_same_study_from_text_and_from_a_workbook_finds_the_same() {
    let desk = Desk::fixtures();
    let from_text = desk.report("clinics").results();
    let text = desk.read("studies/clinics/clinics.csv");
    let percent = Format::new().set_num_format("0.0%");
    let bytes = workbook(|sheet| {
        let lines: Vec<Vec<String>> = text.lines().map(fields).collect();
        let heads: Vec<&str> = lines[0].iter().map(String::as_str).collect();
        row(sheet, 0, &heads);
        for (at, cells) in (1..).zip(&lines[1..]) {
            for (column, cell) in (0..).zip(cells) {
                let number: Result<f64, _> = cell.replace([',', '$', '%', ' '], "").parse();
                match number {
                    Ok(number) if cell.ends_with('%') => {
                        let share = format!("{number}e-2").parse::<f64>().expect("a share");
                        sheet.write_number_with_format(at, column, share, &percent).expect("a cell")
                    }
                    Ok(number) => sheet.write_number(at, column, number).expect("a cell"),
                    Err(_) => sheet.write_string(at, column, cell).expect("a cell"),
                };
            }
        }
    });
    desk.write("studies/clinics/clinics.xlsx", bytes);
    desk.edit("studies/clinics.yaml", "clinics/clinics.csv", "clinics/clinics.xlsx");
    let report = desk.report("clinics");
    let from_workbook = report.results();
    assert_eq!(from_workbook["segmentation"], from_text["segmentation"]);
    let mut expected = from_text["datasets"][0].clone();
    for changed in ["file", "sha256", "bytes", "sheet", "header_row"] {
        assert_ne!(expected[changed], from_workbook["datasets"][0][changed], "{changed}");
        expected[changed] = from_workbook["datasets"][0][changed].clone();
    }
    assert_eq!(from_workbook["datasets"][0], expected);
    assert!(
        report
            .sentences()
            .contains("The sheet “Sheet1” of the file #code(\"clinics/clinics.xlsx\") holds 30 rows")
    );
}

/// The fields of a line of CSV, whose quotes hold no quotes.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            letter => fields.last_mut().expect("a field").push(letter),
        }
    }
    fields
}

#[test]
fn codes_that_got_their_zeros_back_are_counted_in_the_report() {
    let desk = Desk::fixtures();
    let text = desk.read("studies/clinics/clinics.csv").replace("C-0", "").replace("C-", "");
    desk.write("studies/clinics/clinics.csv", text);
    desk.edit("studies/clinics.yaml", "clinic:   {type: code,", "clinic:   {type: code, digits: 4,");
    let report = desk.report("clinics");
    assert!(report.results()["segmentation"]["members"][0]["key"].as_str().is_some_and(|key| key.len() == 4));
    assert!(
        report
            .sentences()
            .contains("In the column Clinic, 30 codes were filled up with leading zeros to 4 digits.")
    );
    desk.edit("studies/clinics.yaml", "language: en", "language: id");
    let said = desk.report("clinics").sentences();
    assert!(
        said.contains("Pada kolom Clinic, 30 kode dilengkapi nol di depannya sehingga menjadi 4 angka."),
        "{said}"
    );
}

#[test]
fn machines_are_told_the_sheet_and_the_cell() {
    let (problems, status) = Desk::invalid().check("workbook-not-a-number");
    assert_eq!((problems.len(), status), (1, 1));
    let told = ["file", "sheet", "cell", "line", "column", "end_line", "end_column"]
        .map(|field| problems[0][field].clone());
    let expected = json("[\"studies/workbook-not-a-number.xlsx\", \"Data\", \"B3\", 3, 2, 3, 2]");
    assert_eq!(serde_json::Value::from(told.to_vec()), expected);
}

#[test]
fn a_workbook_that_would_fill_the_memory_is_not_unpacked() {
    let mut bytes = workbook(|sheet| row(sheet, 0, &["id"]));
    let entry = bytes.windows(4).position(|window| window == b"PK\x01\x02").expect("an entry");
    bytes[entry + 24..entry + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    let problems = read(&desk(study("", "      id: {type: code}\n"), bytes)).expect_err("a problem");
    assert_eq!(told(&problems), ["data::too-large-file 8"]);
    // A cell at the far end of the sheet is one cell, not seventeen thousand million.
    let bytes = workbook(|sheet| {
        row(sheet, 0, &["id"]);
        row(sheet, 1_048_575, &["last"]);
        sheet.write_string(1_048_575, 16_383, "far").expect("a cell");
    });
    let table = read(&desk(study("", "      id: {type: code}\n"), bytes)).expect("no problem");
    assert_eq!((table.keys.as_slice(), table.findings(None).rows_read), (&["last".to_owned()][..], 1));
}

#[test]
fn a_damaged_workbook_is_refused_or_read_and_nothing_breaks() {
    let columns =
        "      id: {type: code, header: Ward code}\n      full: {type: count}\n      empty: {type: count}\n";
    let whole = workbook(recap);
    let desk = desk(study("    header_row: 5\n", columns), &whole);
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let mut refused = 0;
    for round in 0..600 {
        let mut bytes = whole.clone();
        match round % 3 {
            0 => bytes.truncate(next(whole.len())),
            _ => {
                for _ in 0..=next(4) {
                    let at = next(bytes.len());
                    bytes[at] ^= 1 << next(8);
                }
            }
        }
        std::fs::write(desk.path(DATA), &bytes).expect("the file is written");
        refused += usize::from(checked(&desk.path(STUDY)) > 0);
    }
    assert!(refused >= 400, "only {refused} of 600 were refused");
}

/// How many problems there are; that it comes back at all is what matters.
fn checked(study: &Path) -> usize {
    match telaah::pipeline::check(study) {
        Ok(warnings) => warnings.0.len(),
        Err(problems) => {
            assert!(
                problems.0.iter().all(|problem| problem.place.is_some() || problem.file.is_some()),
                "{problems:?}"
            );
            problems.0.len()
        }
    }
}

#[test]
fn a_date_may_have_a_time_as_exports_of_databases_have() {
    let texts = ["2023-12-31 00:00:00", "31/12/2023 23:59", "2023-12-31T08:15:00.5", "2023-12-31"];
    let bytes = workbook(|sheet| {
        row(sheet, 0, &["id", "d"]);
        (1..).zip(texts).for_each(|(at, text)| row(sheet, at, &[&at.to_string(), text]));
    });
    let columns = "      id: {type: code}\n      d: {type: date}\n";
    let table = read(&desk(study("", columns), bytes)).expect("no problem");
    let day = chrono::NaiveDate::from_ymd_opt(2023, 12, 31);
    assert_eq!(table.column("d"), Some(&Values::Date(vec![day; 4])));
    let bytes = workbook(|sheet| {
        row(sheet, 0, &["id", "d"]);
        row(sheet, 1, &["1", "2023-12-31 noon"]);
    });
    assert_eq!(told(&read(&desk(study("", columns), bytes)).expect_err("a problem")), ["data::date B2"]);
}

#[test]
fn dates_are_written_as_days_where_they_are_read_as_text() {
    let date = Format::new().set_num_format("d mmm yyyy");
    let bytes = workbook(|sheet| {
        row(sheet, 0, &["id", "t"]);
        row(sheet, 1, &["1"]);
        let day = ExcelDateTime::from_ymd(2023, 12, 31).expect("a day");
        sheet.write_datetime_with_format(1, 1, &day, &date).expect("a cell");
    });
    let table =
        read(&desk(study("", "      id: {type: code}\n      t: {type: text}\n"), bytes)).expect("no problem");
    assert_eq!(table.column("t"), Some(&Values::Text(vec![Some("2023-12-31".into())])));
}

#[test]
fn a_total_in_merged_cells_is_told_as_a_total_and_may_be_left_out() {
    let bytes = workbook(|sheet| {
        row(sheet, 0, &["id", "name", "visits"]);
        row(sheet, 1, &["a", "A", "1"]);
        row(sheet, 2, &["b", "B", "2"]);
        sheet.merge_range(3, 0, 3, 1, "Jumlah", &Format::new()).expect("a merged cell");
        sheet.write_string(3, 2, "3").expect("a cell");
    });
    let columns = "      id: {type: code}\n      name: {type: text}\n      visits: {type: count}\n";
    let problems = read(&desk(study("", columns), &bytes)).expect_err("a total");
    assert_eq!(told(&problems), ["data::total A4"]);
    let without = study("    where: \"id <> 'Jumlah'\"\n", columns);
    let table = read(&desk(without, &bytes)).expect("two rows");
    assert_eq!(table.keys, ["a", "b"]);
}
