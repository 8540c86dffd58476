//! The promise: the shipped study regenerates the QRIS paper number by number, and says so wherever it speaks.
//!
//! 94 of 94 printed numbers reproduce, 15 of 16 statements hold, and the one that does not is the abstract's. A number
//! printed differently by one unit of its last digit would be told, that one and no other.

use crate::support::{Desk, QRIS, Report};
use serde_json::Value;
use std::fs;
use telaah::claims::Verdict;
use telaah::pipeline;

const CLAIMS: &str = "studies/pekalongan-qris-2023/claims.csv";
/// Where the statement stands that is contradicted, and what it says, in either language of `claims.csv`.
const CONTRADICTED: (&str, &str) =
    ("Abstrak", "Rata-rata jumlah transaksi klaster 1 tinggi, sedangkan klaster 2 rendah");
const CONTRADICTED_IN_ENGLISH: (&str, &str) =
    ("Abstract", "The average number of transactions is high in cluster 1 and low in cluster 2");
/// A PDF below this size lacks its fonts or its charts.
const PDF_BYTES: usize = 100_000;

#[test]
fn every_number_of_the_qris_paper_reproduces_and_its_abstract_is_contradicted() {
    let report = Desk::shipped().report(QRIS);
    in_the_results(&report.results()["claims"], CONTRADICTED);
    on_the_terminal(&report.run.stderr, CONTRADICTED, "Tabel 7 dalam makalah itu sendiri");
    let said = report.sentences();
    for sentence in [
        "Semua 94 angka tercetak yang diperiksa sesuai dengan hitung ulang, sampai desimal terakhir",
        "Dari 16 pernyataan yang diperiksa, 15 benar menurut hitung ulang dan 1 bertentangan dengannya.",
        "Dari 94 angka tercetak yang diperiksa, 94 terulang pada ketelitian cetaknya.",
    ] {
        assert!(said.contains(sentence), "the report does not say: {sentence}");
    }
    assert_eq!(said.matches("✘ Pernyataan yang bertentangan dengan hitung ulang: Abstrak").count(), 1);
    assert_eq!(said.matches("#callout(").count(), 1, "nothing else is called out");
    a_whole_pdf(&report);
}

#[test]
fn in_english_it_reproduces_as_well() {
    let desk = Desk::shipped();
    desk.edit("studies/pekalongan-qris-2023.yaml", "language: id", "language: en");
    let report = desk.report(QRIS);
    in_the_results(&report.results()["claims"], CONTRADICTED_IN_ENGLISH);
    on_the_terminal(&report.run.stderr, CONTRADICTED_IN_ENGLISH, "Table 7 of the same paper");
    let said = report.sentences();
    for sentence in [
        "All 94 printed numbers checked are reproduced to the last decimal printed.",
        "Of the 16 statements checked, 15 hold by the recomputed values and 1 is contradicted by them.",
    ] {
        assert!(said.contains(sentence), "the report does not say: {sentence}");
    }
    assert_eq!(said.matches("✘ Statement contradicted by the recomputed values: Abstract").count(), 1);
    a_whole_pdf(&report);
}

fn in_the_results(claims: &Value, (place, statement): (&str, &str)) {
    let counts = ["total", "reproduced", "differs", "contradicted", "on_simulated_data"];
    assert_eq!(counts.map(|name| claims[name].as_u64()), [110, 109, 0, 1, 0].map(Some));
    let tally = |of: &str| ["total", "reproduced", "not_reproduced"].map(|name| claims[of][name].as_u64());
    assert_eq!(tally("numbers"), [94, 94, 0].map(Some));
    assert_eq!(tally("statements"), [16, 15, 1].map(Some));
    let items = claims["items"].as_array().expect("the claims");
    let wrong: Vec<&Value> = items.iter().filter(|item| item["verdict"] != "reproduced").collect();
    let [item] = wrong[..] else { panic!("{} claims do not reproduce", wrong.len()) };
    assert_eq!((&item["where"], &item["published"]), (&place.into(), &statement.into()));
    assert_eq!((&item["verdict"], &item["computed"]), (&"contradicted".into(), &false.into()));
    assert!(!item["acknowledged"].as_str().unwrap_or("").is_empty(), "the contradiction is explained");
}

fn on_the_terminal(said: &str, (place, statement): (&str, &str), why: &str) {
    let lines: Vec<&str> = said.lines().map(str::trim).collect();
    assert_eq!(lines[..3], [QRIS, "numbers       94 of 94 reproduced", "statements    15 of 16 hold"]);
    assert_eq!(lines[3], format!("contradicted  {place}: {statement}"));
    assert!(lines[4].starts_with(&format!("acknowledged: {why}")), "{}", lines[4]);
    assert_eq!(lines.len(), 5, "nothing else is said: {said}");
}

fn a_whole_pdf(report: &Report) {
    let pdf = &report.files["report.pdf"];
    assert!(pdf.starts_with(b"%PDF-1.7") && pdf.trim_ascii_end().ends_with(b"%%EOF"), "not a whole PDF");
    assert!(pdf.len() > PDF_BYTES, "{} bytes", pdf.len());
    // The findings travel inside: the PDF says how many bytes the file attached to it has.
    let attached = format!("/Params<</Size {}/", report.files["results.json"].len());
    let text = String::from_utf8_lossy(pdf);
    assert!(text.contains("(results.json)") && text.contains(&attached), "results.json is not attached");
}

#[test]
fn one_unit_of_a_last_digit_makes_that_number_differ_and_no_other() {
    let desk = Desk::shipped();
    let lines: Vec<String> = desk.read(CLAIMS).lines().map(str::to_owned).collect();
    let numbers: Vec<usize> = (1..lines.len()).filter(|&line| printed(&lines[line]).is_some()).collect();
    assert_eq!(numbers.len(), 94, "every printed number is tried");
    for line in numbers {
        for by in [1, -1] {
            let mut changed = lines.clone();
            changed[line] = off_by(&lines[line], by);
            fs::write(desk.path(CLAIMS), changed.join("\n") + "\n").expect("the claims are written");
            let findings = pipeline::findings(&desk.path("studies/pekalongan-qris-2023.yaml"));
            let claims = findings.expect("no problem").claims.expect("claims");
            let differing: Vec<usize> =
                (1..lines.len()).filter(|&line| claims.items[line - 1].verdict == Verdict::Differs).collect();
            assert_eq!(differing, [line], "{} instead of {}", changed[line], lines[line]);
            assert_eq!((claims.numbers.reproduced, claims.differs, claims.contradicted), (93, 1, 1));
        }
    }
}

/// The published number of a claim; none when it is a statement.
fn printed(claim: &str) -> Option<&str> {
    let published = claim.split(';').nth(2).expect("a column `published`");
    published
        .chars()
        .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','))
        .then_some(published)
}

/// A claim whose published number is another by some units of its last digit.
fn off_by(claim: &str, units: i64) -> String {
    let published = printed(claim).expect("a number");
    let mut fields: Vec<&str> = claim.split(';').collect();
    let other = shifted(published, units);
    fields[2] = &other;
    fields.join(";")
}

/// An Indonesian number plus some units of its last digit, with the same decimals.
fn shifted(number: &str, units: i64) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let decimals = number.split_once(',').map_or(0, |(_, decimals)| decimals.len());
    let value = digits.parse::<i64>().expect("digits") + units;
    let plain = format!("{:0width$}", value.abs(), width = decimals + 1);
    let (whole, fraction) = plain.split_at(plain.len() - decimals);
    let mut out = String::from(if value < 0 { "-" } else { "" });
    for (i, digit) in whole.chars().enumerate() {
        let groups = i > 0 && (whole.len() - i).is_multiple_of(3);
        out.extend(groups.then_some('.').into_iter().chain([digit]));
    }
    if decimals > 0 { format!("{out},{fraction}") } else { out }
}

#[test]
fn the_shift_of_this_test_is_one_unit_of_the_last_digit() {
    let cases = [("69.093,245", 1, "69.093,246"), ("0,000", -1, "-0,001"), ("0", -1, "-1"), ("1", 1, "2")];
    let carried = [("999.999", 1, "1.000.000"), ("1.000,0", -1, "999,9"), ("294.065,5", -1, "294.065,4")];
    for (number, units, expected) in cases.into_iter().chain(carried) {
        assert_eq!(shifted(number, units), expected);
    }
}
