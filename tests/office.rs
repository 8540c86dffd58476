//! The promise: the study that `docs/office.md` tells offices to copy works as it stands there, on a table as offices have
//! them, and says of the office only what is so.

use crate::support::{Desk, does_not_say, repository, says};
use rust_xlsxwriter::{Workbook, Worksheet};

/// The YAML blocks of the document: a study, a dataset to add, and a section to add.
fn blocks() -> Vec<String> {
    let text = std::fs::read_to_string(repository().join("docs/office.md")).expect("the document");
    text.split("```yaml\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap_or_default().to_owned())
        .collect()
}

/// The study with its table: two years, codes without their zeros, a total, and a note below it.
fn desk(study: &str) -> Desk {
    let desk = Desk::empty();
    desk.write("studies/kantor-2025.yaml", study);
    let instrument = repository().join("studies/instruments/tam.yaml");
    desk.write("studies/instruments/tam.yaml", std::fs::read(instrument).expect("the instrument"));
    desk.write("studies/kantor-2025/satker.xlsx", workbook(&units));
    desk.write("studies/kantor-2025/survei.xlsx", workbook(&answers));
    desk
}

fn workbook(fill: &dyn Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Data").expect("a name");
    fill(sheet);
    book.save_to_buffer().expect("a workbook")
}

fn texts(sheet: &mut Worksheet, row: u32, texts: &[&str]) {
    for (column, text) in (0..).zip(texts) {
        sheet.write_string(row, column, *text).expect("a cell");
    }
}

/// How active a unit is, of three kinds.
fn level(unit: u32) -> u32 {
    [60, 12, 1][unit as usize % 3]
}

fn units(sheet: &mut Worksheet) {
    let headings = [
        "kode",
        "nama",
        "tahun",
        "kementerian",
        "up",
        "digipay_n",
        "digipay_bulan",
        "kkp_bulan",
        "cms_n",
        "debit_n",
        "teller_n",
    ];
    texts(sheet, 0, &headings);
    let mut at = 1;
    for year in [2024, 2025] {
        for unit in 0..36 {
            let many = level(unit) + unit % 5;
            let ministry = ["Mahkamah Agung", "Kementerian Agama"][unit as usize % 2];
            texts(sheet, at, &["", ["Kantor Urusan", "Balai Pelatihan"][unit as usize % 2], "", ministry]);
            let numbers =
                [(2, year), (5, many), (6, many.min(12)), (8, 3 * many + unit), (9, 5), (10, unit % 4)];
            for (column, number) in [(0, 7130 + 11 * unit)].into_iter().chain(numbers) {
                sheet.write_number(at, column, number).expect("a cell");
            }
            if unit % 7 != 0 {
                sheet.write_number(at, 4, f64::from(10_000_000 * (1 + unit % 9))).expect("a cell");
                sheet.write_number(at, 7, many.min(12)).expect("a cell");
            }
            at += 1;
        }
    }
    texts(sheet, at, &["Jumlah"]);
    sheet.write_number(at, 2, 2025).expect("a cell");
    texts(sheet, at + 1, &["Sumber: aplikasi, 31 Desember 2025"]);
}

fn answers(sheet: &mut Worksheet) {
    texts(sheet, 0, &["id", "satker", "jabatan"]);
    let items = [
        "pu1", "pu2", "pu3", "pu4", "pu5", "peou1", "peou2", "peou3", "peou4", "peou5", "at1", "at2", "at3",
        "at4", "bi1", "bi2", "bi3", "bi4",
    ];
    for respondent in 0..40 {
        let row = respondent + 1;
        texts(
            sheet,
            row,
            &[&format!("R{respondent:02}"), "", ["Bendahara", "Operator"][respondent as usize % 2]],
        );
        sheet.write_number(row, 1, 7130 + 11 * (respondent % 36)).expect("a cell");
        for (object, name) in ["digipay", "kkp", "cms"].iter().enumerate() {
            for (i, item) in items.iter().enumerate() {
                let column = u16::try_from(3 + object * items.len() + i).expect("a column");
                sheet.write_string(0, column, format!("{name}_{item}")).expect("a heading");
                let answer = 1 + (respondent as usize * 7 + object * 3 + i * respondent as usize) % 5;
                sheet.write_number(row, column, answer as f64).expect("an answer");
            }
        }
    }
}

#[test]
fn the_study_to_copy_makes_a_report_of_the_office_without_a_warning() {
    let [study, ..] = &blocks()[..] else { panic!("no study in docs/office.md") };
    assert!(study.lines().count() <= 70, "{} lines are no short start", study.lines().count());
    let report = desk(study).report("kantor-2025");
    assert_eq!(report.run.stderr, "");
    let results = report.results();
    let read = &results["datasets"][0];
    assert_eq!((&read["rows_read"], &read["rows_analysed"]), (&74.into(), &36.into()));
    assert_eq!(read["codes_padded"][0]["rows"], 36);
    let said = report.sentences();
    says(&said, &["memuat 74 baris data administrasi"]);
    assert!(said.contains("Evaluasi Pembayaran Nontunai Satuan Kerja Tahun 2025"), "{said}");
    does_not_say(&said, &["rekaan", "imulasi", "egenerasi", "Mataram"]);
    assert!(
        !report.files.keys().any(|file| file.ends_with(".xlsx") && file.contains("inputs")),
        "the table is not shared"
    );
}

#[test]
fn the_survey_to_add_goes_with_it() {
    let [study, dataset, section] = &blocks()[..] else { panic!("not three blocks in docs/office.md") };
    let with_survey =
        study.replacen("\nsegmentation:\n", &format!("{dataset}\nsegmentation:\n"), 1) + "\n" + section;
    assert_ne!(*study, with_survey);
    let report = desk(&with_survey).report("kantor-2025");
    assert_eq!(report.run.stderr, "");
    let survey = &report.results()["positioning"];
    assert_eq!(
        (&survey["respondents"]["n"], &survey["objects"].as_array().map(Vec::len)),
        (&40.into(), &Some(3)),
        "{survey}"
    );
    assert!(report.text("report.typ").contains("Davis (1989"), "the questionnaire names its source");
}
