//! The promise: `tables.xlsx` holds every table of the report, complete, as numbers with which one can go on computing;
//! what a user wrote stays text.

use crate::support::{Desk, QRIS, Report};
use calamine::{Data, Range, Reader, Xlsx};
use serde_json::Value;
use std::io::Cursor;

/// A finished workbook, read back by other software than wrote it.
struct Book {
    book: Xlsx<Cursor<Vec<u8>>>,
}

impl Book {
    fn of(report: &Report) -> Self {
        let bytes = report.files.get("tables.xlsx").expect("a workbook").clone();
        Self { book: Xlsx::new(Cursor::new(bytes)).expect("it can be read") }
    }

    fn names(&self) -> Vec<String> {
        self.book.sheet_names()
    }

    fn sheet(&mut self, name: &str) -> Range<Data> {
        self.book.worksheet_range(name).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The sheet whose title ends with a caption.
    fn captioned(&mut self, caption: &str) -> Range<Data> {
        let names = self.names();
        let mut sheets = names.iter().skip(1).map(|name| self.book.worksheet_range(name).expect("a sheet"));
        let found = sheets.find(|sheet| text(sheet, 0, 0).ends_with(caption));
        found.unwrap_or_else(|| panic!("no sheet of `{caption}`"))
    }
}

fn text(sheet: &Range<Data>, row: u32, column: u32) -> String {
    sheet.get_value((row, column)).map(Data::to_string).unwrap_or_default()
}

fn number(sheet: &Range<Data>, row: u32, column: u32) -> f64 {
    match sheet.get_value((row, column)) {
        Some(Data::Float(value)) => *value,
        other => panic!("no number at row {row}, column {column}, but {other:?}"),
    }
}

/// Every text of a sheet.
fn texts(sheet: &Range<Data>) -> Vec<String> {
    sheet
        .used_cells()
        .filter_map(|(_, _, cell)| match cell {
            Data::String(text) => Some(text.clone()),
            _ => None,
        })
        .collect()
}

/// The captions of the tables of a document, in their order.
fn captions(report: &Report) -> Vec<String> {
    let typst = report.text("report.typ");
    let tables = typst.split("#data-table(").skip(1);
    let caption = |table: &str| {
        let caption = table.split("caption: [").nth(1).expect("a caption");
        crate::support::sentences(caption.split("],\n").next().expect("its end"))
    };
    tables.map(caption).collect()
}

#[test]
fn every_table_of_the_document_is_a_sheet_under_its_number() {
    for (desk, study) in
        [(Desk::shipped(), QRIS), (Desk::fixtures(), "clinics"), (Desk::fixtures(), "hostile")]
    {
        let report = desk.report(study);
        let captions = captions(&report);
        assert!(captions.len() >= 8, "{study}: {captions:?}");
        let mut book = Book::of(&report);
        let names = book.names();
        let contents = book.sheet(&names[0]);
        for (i, caption) in captions.iter().enumerate() {
            let row = 3 + i as u32;
            assert_eq!(
                (number(&contents, row, 0), &text(&contents, row, 1)),
                (i as f64 + 1.0, caption),
                "{study}"
            );
            let sheet = book.sheet(&names[i + 1]);
            let title = text(&sheet, 0, 0);
            assert!(title.ends_with(&format!(" {}. {caption}", i + 1)), "{study}: {title}");
            assert!(number(&contents, row, 2) >= 1.0);
        }
        let mut unique: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), names.len());
        assert!(names.iter().all(|name| name.encode_utf16().count() <= 31), "{names:?}");
    }
}

#[test]
fn cells_are_the_numbers_of_the_findings() {
    let report = Desk::fixtures().report("clinics");
    let results = report.results();
    let mut book = Book::of(&report);
    let sizes = book.captioned("Size and density of the segments");
    let clusters = results["segmentation"]["clusters"].as_array().expect("segments");
    let of = |value: &Value| value.as_f64().expect("a number");
    for (row, cluster) in (4..).zip(clusters) {
        assert_eq!(text(&sizes, row, 0), cluster["label"].as_str().expect("a label"));
        let cells = [1, 2, 3, 4].map(|column| number(&sizes, row, column));
        assert_eq!(cells, ["size", "share", "within_ss", "silhouette"].map(|name| of(&cluster[name])));
    }
    let members = results["segmentation"]["members"].as_array().expect("members");
    let data = book.captioned("The data analysed");
    assert_eq!(text(&data, 3, 2), "Spending (USD)");
    for (row, member) in (4..).zip(members) {
        assert_eq!(number(&data, row, 2), of(&member["values"]["spending"]));
    }
    let anova = book.captioned("Analysis of variance by segment");
    assert_eq!(
        text(&anova, 3, 1),
        "Between segments: Mean square",
        "a group of columns is said in each heading"
    );
    assert_eq!(number(&anova, 4, 6), of(&results["segmentation"]["anova"]["visits"]["p"]), "not “< 0.001”");
}

#[test]
fn simulated_data_and_their_source_are_named_on_every_sheet_that_shows_them() {
    let mut book = Book::of(&Desk::fixtures().report("clinics"));
    let names = book.names();
    for name in &names {
        let sheet = book.sheet(name);
        let shows_data = !name.contains("Input files") && !name.contains("Software");
        let mark = "Simulated data, not observed.";
        let source = " Source: Invented for the tests of telaah; authors' calculations (simulated data).";
        let expected = match (shows_data, *name == names[0]) {
            (false, _) => String::new(),
            (true, true) => mark.to_owned(),
            (true, false) => format!("{mark}{source}"),
        };
        assert_eq!(text(&sheet, 1, 0), expected, "{name}: above the rows, where it is seen");
    }
    let mut book = Book::of(&Desk::shipped().report(QRIS));
    let name = book.names()[1].clone();
    let source =
        texts(&book.sheet(&name)).into_iter().find(|text| text.starts_with("Sumber: ")).expect("a source");
    let expected = "Sumber: Istiqomah dkk., Tabel 1, dari Bank Indonesia Tegal, diolah (data publikasi).";
    assert_eq!(source, expected);
}

/// Study `libraries`, whose branches and staff are different datasets, with the origin of one of them changed.
fn libraries_with(simulated: &str) -> Book {
    let desk = Desk::fixtures();
    let study = desk.read("studies/libraries.yaml");
    let observed = if simulated == "staff" { "branches" } else { "staff" };
    let file = format!("    file: libraries/{observed}.csv\n    origin: ");
    assert!(study.contains(&format!("{file}simulated")));
    let mut study = study.replace(&format!("{file}simulated"), &format!("{file}administrative"));
    // What is not simulated is not drawn either.
    while let Some(from) = study.find("\n    simulation:\n") {
        let rest = &study[from + 1..];
        let length = rest.lines().enumerate().take_while(|(i, line)| *i == 0 || line.starts_with("      "));
        let length: usize = length.map(|(_, line)| line.len() + 1).sum();
        study.replace_range(from + 1..from + 1 + length, "");
    }
    desk.write("studies/libraries.yaml", study);
    Book::of(&desk.report("libraries"))
}

#[test]
fn a_sheet_bears_the_source_of_what_it_shows_and_the_mark_of_anything_that_went_into_it() {
    let captions = [
        "Size of the sample",
        "Frequency of the answers to every item",
        "Importance and performance of the constructs",
    ];
    let above = |book: &mut Book, caption: &str| text(&book.captioned(caption), 1, 0);
    let mut book = libraries_with("staff");
    for caption in captions {
        let above = above(&mut book, caption);
        assert!(above.starts_with("Simulated data, not observed. Source: "), "{caption}: {above}");
        assert!(above.ends_with("; authors' calculations (simulated data)."), "{caption}: {above}");
    }
    for caption in ["Size and density of the segments", "Criteria met by segment"] {
        let above = above(&mut book, caption);
        assert!(
            above.starts_with("Source: ") && above.ends_with("(administrative data)."),
            "{caption}: {above}"
        );
    }
    let mut book = libraries_with("branches");
    // Answers are told by segments, which were made of simulated data.
    let said = above(&mut book, captions[1]);
    assert!(said.starts_with("Simulated data, not observed. Source: "), "{said}");
    assert!(said.ends_with("(administrative data)."), "{said}");
}

#[test]
fn every_sheet_has_one_row_of_headings_that_can_be_filtered_and_pivoted() {
    let report = Desk::fixtures().report("libraries");
    let mut book = Book::of(&report);
    let names = book.names();
    for name in names.iter().skip(1) {
        let sheet = book.sheet(name);
        assert_eq!(text(&sheet, 2, 0), "← Contents", "{name}");
        let width = (0..).take_while(|column| !text(&sheet, 3, *column).is_empty()).count();
        let heads: Vec<String> =
            (0..width as u32).map(|column| text(&sheet, 3, column).to_lowercase()).collect();
        let mut unique = heads.clone();
        unique.sort();
        unique.dedup();
        assert!(width >= 2 && unique.len() == width, "{name}: {heads:?}");
        assert!(!text(&sheet, 4, 0).is_empty(), "{name}: its first row stands below");
    }
    let of = |caption: &str, column: u32, book: &mut Book| text(&book.captioned(caption), 3, column);
    let matrix = of("Mean perceptions and their classes", 2, &mut book);
    assert!(matrix.ends_with(": Mean"), "{matrix}");
    let filters = book.book.defined_names().iter().filter(|(name, _)| name.contains("FilterDatabase"));
    let filters: Vec<&str> = filters.map(|(_, range)| range.as_str()).collect();
    assert_eq!(filters.len(), names.len() - 1, "every sheet but the contents: {filters:?}");
    assert!(filters.iter().all(|range| range.contains("!$A$4:$")), "{filters:?}");
}

#[test]
fn what_looks_like_a_formula_stays_text() {
    let desk = Desk::fixtures();
    let text = desk.read("studies/clinics/clinics.csv");
    let keys = ["=1+1", "+2", "-3", "@SUM(A1)", "=HYPERLINK(\"\"http://x\"\")"];
    let mut changed = text.clone();
    for (i, key) in keys.iter().enumerate() {
        changed = changed.replace(&format!("C-00{}", i + 1), &format!("\"{key}\""));
    }
    desk.write("studies/clinics/clinics.csv", changed);
    desk.edit(
        "studies/clinics.yaml",
        "segments: {en: [Busy, Middling, Quiet]}",
        "segments: {en: [\"=Busy\", \"@Middling\", \"{=Quiet}\"]}",
    );
    let mut book = Book::of(&desk.report("clinics"));
    let names = book.names();
    let mut seen = Vec::new();
    for name in &names {
        let formulas = book.book.worksheet_formula(name).expect("formulas");
        assert_eq!(formulas.used_cells().count(), 0, "{name}");
        seen.extend(texts(&book.sheet(name)));
    }
    for key in keys.map(|key| key.replace("\"\"", "\"")).iter().map(String::as_str).chain([
        "=Busy",
        "@Middling",
        "{=Quiet}",
    ]) {
        assert!(seen.iter().any(|text| text == key), "{key}");
    }
}

#[test]
fn tables_of_many_units_are_complete_where_the_document_leaves_them_out() {
    let desk = Desk::fixtures();
    let rows: String =
        (0..300).map(|i| format!("C-{i:03},{},{},{} %,south\n", i * i % 97, i * 7 % 1000, i % 90)).collect();
    desk.write("studies/clinics/clinics.csv", format!("clinic,visits,spending,coverage,district\n{rows}"));
    let report = desk.report("clinics");
    let caption = "Values, segment and distances of each unit";
    assert!(!captions(&report).contains(&caption.to_owned()));
    let mut book = Book::of(&report);
    let units = book.captioned(caption);
    assert_eq!((text(&units, 4, 0), text(&units, 303, 0)), ("C-000".into(), "C-299".into()));
    let members = book.captioned("Members of each segment");
    assert_eq!([0, 1].map(|column| text(&members, 3, column)), ["Segment", "Clinic"]);
    let mut listed: Vec<String> = (4..304).map(|row| text(&members, row, 1)).collect();
    listed.sort();
    let expected: Vec<String> = (0..300).map(|i| format!("C-{i:03}")).collect();
    assert_eq!(listed, expected, "a row per unit, not a cell per segment");
    let names = book.names();
    let contents = book.sheet(&names[0]);
    let row = (3..).find(|row| text(&contents, *row, 1) == caption).expect("it is listed");
    assert_eq!((text(&contents, row, 0), number(&contents, row, 2)), ("not printed".into(), 300.0));
}

#[test]
fn the_workbook_bears_the_date_of_the_study_and_no_other() {
    let report = Desk::fixtures().report("clinics");
    let properties = Book::of(&report).book.workbook_properties().expect("properties");
    let shown = format!("{properties:?}");
    assert!(shown.contains("2024-06-30T00:00:00Z") && shown.contains("R. Example"), "{shown}");
    let bytes = &report.files["tables.xlsx"];
    let stamps = bytes.windows(4).enumerate().filter(|(_, window)| *window == b"PK\x01\x02");
    let stamps: Vec<[u8; 4]> =
        stamps.map(|(at, _)| bytes[at + 12..at + 16].try_into().expect("four bytes")).collect();
    assert!(stamps.len() > 10 && stamps.iter().all(|stamp| *stamp == [0, 0, 0x21, 0]), "{stamps:?}");
}

#[test]
fn the_workbook_speaks_the_language_of_the_report() {
    let desk = Desk::fixtures();
    desk.edit("studies/clinics.yaml", "language: en", "language: id");
    let mut book = Book::of(&desk.report("clinics"));
    let names = book.names();
    assert_eq!(names[0], "Isi");
    let contents = book.sheet("Isi");
    assert_eq!([0, 1, 2].map(|column| text(&contents, 2, column)), ["No.", "Tabel", "Baris"]);
    assert_eq!(text(&contents, 1, 0), "Data simulasi, bukan hasil pengamatan.");
    assert!(text(&book.sheet(&names[1]), 0, 0).starts_with("Tabel 1. "));
}
