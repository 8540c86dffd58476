//! The promise: whatever a study or a data file holds, telaah ends soon, without a panic, and says what is wrong where.

use crate::support::{Desk, json};
use serde_json::Value;
use std::time::Duration;

const STUDY: &str = "studies/clinics.yaml";
const DATA: &str = "studies/clinics/clinics.csv";
/// Longer than this a user would think that it hangs.
const SOON: Duration = Duration::from_secs(10);

/// The problems that `check` tells of a study as it stands on the desk; it must end by itself, soon, with status 1.
#[track_caller]
fn problems(desk: &Desk) -> Vec<Value> {
    let mut telaah = desk.telaah();
    telaah.timeout(SOON).args(["check", "--format", "json", STUDY]);
    let output = telaah.output().expect("telaah runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), &*stderr), (Some(1), ""), "no status: stopped after {SOON:?}");
    assert!(output.stdout.len() < 200_000, "a message of {} bytes", output.stdout.len());
    String::from_utf8(output.stdout).expect("UTF-8").lines().map(json).collect()
}

/// The only problem: its code, and its place as `file:line:column`.
#[track_caller]
fn assert_told(desk: &Desk, expected: &str) -> Value {
    let problems = problems(desk);
    let [problem] = problems.as_slice() else { panic!("not one problem: {problems:?}") };
    let word = |key: &str| problem[key].as_str().unwrap_or("?").to_owned();
    let found = format!("{} at {}:{}:{}", word("code"), word("file"), problem["line"], problem["column"]);
    assert_eq!(found, expected, "{}", word("message"));
    problem.clone()
}

/// A desk whose study has something written below it, from line 35 on.
fn with_more(more: &str) -> Desk {
    let desk = Desk::fixtures();
    let study = desk.read(STUDY);
    assert_eq!(study.lines().count(), 34, "what is added begins on line 35");
    desk.write(STUDY, study + more);
    desk
}

/// A desk with other data.
fn with_data(data: impl AsRef<[u8]>) -> Desk {
    let desk = Desk::fixtures();
    desk.write(DATA, data);
    desk
}

/// The data of the fixture.
fn data() -> String {
    Desk::fixtures().read(DATA)
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn aliases_that_multiply_are_refused_at_the_first() {
    let level = |i: usize| format!("k{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 10].join(","));
    let bomb = (1..10).map(level).collect::<String>();
    let problem = assert_told(
        &with_more(&format!("keywords: &a0 [x]\n{bomb}")),
        "study::yaml at studies/clinics.yaml:36:10",
    );
    assert!(problem["reason"].as_str().is_some_and(|reason| reason.contains("repetition")), "{problem}");
}

#[test]
fn deep_nesting_is_refused_where_it_becomes_too_deep() {
    let open = |deep: usize| "[".repeat(deep);
    for (more, place) in [
        (format!("keywords: {}{}\n", open(900), "]".repeat(900)), "35:138"),
        (format!("keywords: {}{}\n", open(10_000), "]".repeat(10_000)), "35:1011"),
        (format!("keywords: {}{}\n", open(5_000_000), "]".repeat(5_000_000)), "35:1011"),
        (format!("keywords: {}", open(10_000_000)), "35:1011"),
        (format!("keywords: {}1{}\n", "{a: ".repeat(10_000), "}".repeat(10_000)), "35:4011"),
        (format!("keywords:\n  {}x\n", "- ".repeat(10_000)), "36:257"),
    ] {
        let begin: String = more.chars().take(40).collect();
        let problems = problems(&with_more(&more));
        let [problem] = problems.as_slice() else { panic!("{begin}: {problems:?}") };
        assert_eq!((&problem["code"], &problem["file"]), (&"study::yaml".into(), &STUDY.into()), "{begin}");
        assert_eq!(format!("{}:{}", problem["line"], problem["column"]), place, "{begin}");
    }
    let blocks: String = (0..2_000).map(|deep| format!("{}a:\n", " ".repeat(deep + 1))).collect();
    let problems = problems(&with_more(&format!("keywords:\n{blocks}")));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0]["line"].as_u64().is_some_and(|line| line > 100), "{problems:?}");
}

#[test]
fn a_line_of_five_megabytes_is_refused_where_it_stands() {
    let desk = Desk::fixtures();
    desk.edit(STUDY, "How Thirty Clinics Differ", &"a".repeat(5_000_000));
    assert_told(&desk, "study::yaml at studies/clinics.yaml:9:8");
    assert_told(
        &with_more(&format!("keyword: {}\n", "a ".repeat(40_000))),
        "study::unknown-key at studies/clinics.yaml:35:1",
    );
    // A text of a length that prose may have is no problem.
    let desk = Desk::fixtures();
    desk.edit(STUDY, "How Thirty Clinics Differ", &"a ".repeat(40_000));
    assert_eq!(desk.check("clinics"), (Vec::new(), 0));
}

#[test]
fn numbers_that_no_computer_holds_are_refused_at_their_place() {
    for (old, new, expected) in [
        ("seed: 7", "seed: 99999999999999999999".to_owned(), "study::yaml at studies/clinics.yaml:6:7"),
        ("seed: 7", format!("seed: {}", "9".repeat(400)), "study::wrong-type at studies/clinics.yaml:6:7"),
        ("seed: 7", "seed: 1e400".to_owned(), "study::wrong-type at studies/clinics.yaml:6:7"),
        ("seed: 7", "seed: -1".to_owned(), "study::range at studies/clinics.yaml:6:7"),
        ("  k: 3", "  k: .nan".to_owned(), "study::yaml at studies/clinics.yaml:32:6"),
        ("  k: 3", "  k: .inf".to_owned(), "study::yaml at studies/clinics.yaml:32:6"),
        (
            "starts: 20",
            "starts: 18446744073709551615".to_owned(),
            "study::range at studies/clinics.yaml:33:11",
        ),
    ] {
        let desk = Desk::fixtures();
        desk.edit(STUDY, old, &new);
        assert_told(&desk, expected);
    }
    for (cell, column, code) in [
        ("1e400", "count", "too-large"),
        ("1e300", "number", "too-large"),
        (&*"9".repeat(5_000), "count", "too-large"),
        ("1e99", "count", "not-a-count"),
    ] {
        let desk = with_data(data().replace("\"3,015\"", cell));
        desk.edit(STUDY, "{type: count, label: Visits", &format!("{{type: {column}, label: Visits"));
        assert_told(&desk, &format!("data::{code} at {DATA}:2:7"));
    }
}

#[test]
fn control_characters_are_refused_where_they_stand() {
    let desk = Desk::fixtures();
    desk.edit(STUDY, "How Thirty", "How\0Thirty");
    assert_told(&desk, "study::yaml at studies/clinics.yaml:9:11");
    desk.edit(STUDY, "How\0Thirty Clinics Differ", "\"How\\0Thirty\"");
    assert_told(&desk, "study::yaml at studies/clinics.yaml:9:8");
    assert_told(&with_data(data().replace("871", "87\x001")), &format!("data::not-a-number at {DATA}:3:7"));
    assert_told(&with_data(data().replace("C-002", "C-0\x0002")), &format!("report::glyph at {DATA}:3:4"));
    assert_told(&with_data(data().replace("C-002", "C-0\x1b02")), &format!("report::glyph at {DATA}:3:4"));
}

#[test]
fn tables_of_absurd_shapes_are_refused_at_the_header_or_the_row() {
    let many = |cell: &str, count: usize| vec![cell; count].join(",");
    let wide: Vec<String> = (0..100_000).map(|i| format!("c{i}")).collect();
    for header in [wide.join(","), many("c", 100_000), many("", 5_000_000)] {
        let desk = with_data(format!("{header}\n{}\n", many("1", 100_000)));
        assert_told(&desk, &format!("data::too-wide at {DATA}:1:1"));
    }
    let desk = with_data(format!("{}\n{}\n", wide[..16_384].join(","), many("1", 16_384)));
    let problems = problems(&desk);
    assert_eq!(problems.len(), 4, "one for each column of the study");
    assert!(
        problems[0]["hints"][0].as_str().is_some_and(|hint| hint.contains(" and 16354 more")),
        "{problems:?}"
    );

    assert_told(
        &with_data(data().replace("C-002", &"C".repeat(5_000_000))),
        &format!("data::key-long at {DATA}:3:1"),
    );
    let long = data().replace("\"3,015\"", &"x".repeat(5_000_000));
    assert_told(&with_data(long), &format!("data::not-a-number at {DATA}:2:7"));
}

#[test]
fn of_a_hundred_thousand_bad_cells_the_first_are_told_and_the_rest_counted() {
    let rows: String = (0..100_000).map(|row| format!("C-{row},x,y,z,q\n")).collect();
    let problems = problems(&with_data(format!("clinic,visits,spending,coverage,district\n{rows}")));
    assert_eq!(problems.len(), 15, "five for each of three columns");
    let counted = problems.iter().filter(|problem| problem["hints"].to_string().contains("99995 more"));
    assert_eq!(counted.count(), 3);

    let rows = "same,1,1,1,q\n".repeat(100_000);
    let problems = self::problems(&with_data(format!("clinic,visits,spending,coverage,district\n{rows}")));
    assert_eq!((problems.len(), problems[0]["line"].as_u64()), (5, Some(3)));
    assert!(problems[4]["hints"].to_string().contains("99994 more"), "{problems:?}");

    let keys: String = (0..3_000).map(|key| format!("k{key}: 1\n")).collect();
    let problems = self::problems(&with_more(&keys));
    assert_eq!((problems.len(), problems[19]["line"].as_u64()), (20, Some(54)));
    assert!(problems[19]["hints"].to_string().contains("2980 more"), "{problems:?}");
}

#[test]
fn a_file_without_rows_is_told_as_empty() {
    let header = data().lines().next().expect("a header").to_owned();
    for data in
        ["", "\u{feff}", "\n\n\n", "\r\r", &header, &format!("{header}\n"), &format!("\u{feff}{header}\r\n")]
    {
        assert_told(&with_data(data), &format!("data::empty at {DATA}:1:1"));
    }
    for study in ["", "\u{feff}", "\n\n", "# nothing\n"] {
        let desk = Desk::fixtures();
        desk.write(STUDY, study);
        assert_told(&desk, "study::empty at studies/clinics.yaml:1:1");
    }
}

#[test]
fn lines_that_end_with_a_carriage_return_alone_are_lines() {
    let desk = Desk::fixtures();
    let expected = desk.report("clinics").results()["segmentation"].clone();
    let text = data().replace("\r\n", "\n");
    desk.write(DATA, text.replace('\n', "\r"));
    assert_eq!(desk.report("clinics").results()["segmentation"], expected);
    desk.write(DATA, text.replace("871", "none").replace('\n', "\r"));
    assert_told(&desk, &format!("data::not-a-number at {DATA}:3:7"));
}

#[test]
fn utf_16_is_told_by_its_name_with_what_to_do() {
    let desk = Desk::fixtures();
    let study = desk.read(STUDY);
    for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        for mark in ["\u{feff}", ""] {
            let desk = with_data(utf16(&format!("{mark}{}", data()), bytes));
            let problem = assert_told(&desk, &format!("file::utf-16 at {DATA}:1:1"));
            assert!(problem["hints"].to_string().contains("CSV UTF-8"), "{problem}");
            assert!(!problem["hints"].to_string().contains("windows-1252"), "{problem}");
            desk.edit(STUDY, "    numbers: english", "    numbers: english\n    encoding: windows-1252");
            assert_told(&desk, &format!("file::utf-16 at {DATA}:1:1"));

            let desk = Desk::fixtures();
            desk.write(STUDY, utf16(&format!("{mark}{study}"), bytes));
            assert_told(&desk, "file::utf-16 at studies/clinics.yaml:1:1");
        }
    }
}
