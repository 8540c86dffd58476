//! The promise: a table as an office has it, with totals, other years' rows, dropped zeros and two spellings of a name, is
//! either read as it is meant or refused; what only looks wrong is a warning at its cell.
//!
//! What is refused, with the messages, is in `fixtures/invalid/`: `total*`, `where-*`.

use crate::support::{Desk, does_not_say, json, says};
use serde_json::Value;

/// Twelve shops of two years, with a total of each year, one without sales and one of another owner.
const SHOPS: &str = "\
id,year,owner,visits,sales,share
7,2024,North,90,900,0.1
Total 2024,2024,,90,900,0.1
7,2025,North,120,1250,12.5
11,2025,North,95,980,4
12,2025,South,130,1410,9
15,2025,South,20,,9
16,2025,North,35,310,7
18,2025,South,15,95,11
1002,2025,South,18,110,12
99,2025,East,1,1,1
Total 2025,2025,,many,3045,100
";

fn study(language: &str, settings: &str) -> String {
    format!(
        "study: shops\nlanguage: {language}\ndate: 2025-12-31\ntitle: Shops\nauthors: [{{name: A}}]\ndatasets:\n  shops:\n    \
         file: shops.csv\n    origin: administrative\n    source: Invented\n    key: id\n{settings}    columns:\n      \
         id: {{type: code}}\n      year: {{type: count}}\n      owner: {{type: category}}\n      visits: {{type: count}}\n      \
         sales: {{type: money, label: Sales}}\n      share: {{type: percent}}\n\
         segmentation:\n  data: shops\n  variables: [visits, {{column: sales, missing: exclude}}]\n  k: 2\n  starts: 5\n"
    )
}

const OF_A_YEAR: &str = "    where: \"year = 2025 AND owner IN ('North', 'South')\"\n";

fn desk(language: &str, settings: &str, data: &str) -> Desk {
    let desk = Desk::empty();
    desk.write("studies/shops.yaml", study(language, settings));
    desk.write("studies/shops.csv", data);
    desk
}

/// What `check` tells: codes with severity and place.
fn told(desk: &Desk) -> Vec<String> {
    let place = |problem: &Value| {
        let word = |key: &str| problem[key].as_str().unwrap_or("?").to_owned();
        format!("{} {} {}:{}", word("severity"), word("code"), problem["line"], problem["column"])
    };
    desk.check("shops").0.iter().map(place).collect()
}

#[test]
fn rows_that_do_not_meet_the_condition_are_left_out_counted_and_printed() {
    let report = desk("en", OF_A_YEAR, SHOPS).report("shops");
    let read = report.results()["datasets"][0].clone();
    assert_eq!(
        (&read["rows_read"], &read["rows_dropped"], &read["rows_analysed"]),
        (&11.into(), &5.into(), &6.into())
    );
    let condition = "year = 2025 AND owner IN ('North', 'South')";
    let reasons: Value = serde_json::json!([
        {"column": "", "label": condition, "condition": condition, "rows": 4},
        {"column": "sales", "label": "Sales", "condition": null, "rows": 1},
    ]);
    assert_eq!(read["reasons"], reasons);
    says(
        &report.sentences(),
        &[&format!(
            "5 rows were left out, 4 because they do not meet #code(\"{condition}\") and the others for want of a value on Sales (1 row), so 6 rows were analysed"
        )],
    );
    let indonesian = desk("id", OF_A_YEAR, SHOPS).report("shops").sentences();
    says(
        &indonesian,
        &[&format!(
            "Sebanyak 5 baris dikeluarkan karena tidak memenuhi syarat #code(\"{condition}\") (4 baris) atau tidak bernilai pada Sales (1 baris), sehingga 6 baris dianalisis"
        )],
    );
    let all = desk(
        "en",
        "",
        &SHOPS
            .lines()
            .filter(|line| !line.contains("Total") && !line.contains("2024") && !line.starts_with("15"))
            .map(|line| format!("{line}\n"))
            .collect::<String>(),
    );
    does_not_say(&all.report("shops").sentences(), &["rows were left out"]);
}

#[test]
fn without_the_condition_the_totals_are_refused_and_so_is_a_unit_that_stands_twice() {
    let expected = ["error data::total 3:1", "error data::key-twice 4:1", "error data::total 12:1"];
    assert_eq!(told(&desk("en", "", SHOPS)), expected);
}

#[test]
fn a_condition_is_part_of_what_a_stage_depends_on() {
    let desk = desk("en", OF_A_YEAR, SHOPS);
    desk.report("shops");
    let steps = || {
        let run = desk.run(&["plan", "--format", "json", "studies/shops.yaml"]);
        let steps = json(run.stdout.lines().last().expect("a plan"))["steps"].clone();
        let runs = |step: &Value| step.to_string().contains("datasets.shops.where");
        steps.as_array().expect("steps").iter().filter(|step| runs(step)).count()
    };
    assert_eq!(steps(), 0);
    desk.edit("studies/shops.yaml", "IN ('North', 'South')", "IN ('North', 'South', 'East')");
    assert_eq!(steps(), 2, "the segmentation and the document");
    let read = desk.report("shops").results()["datasets"][0].clone();
    assert_eq!(read["rows_analysed"], 7);
}

#[test]
fn what_only_looks_wrong_is_a_warning_at_its_cell() {
    let data = "\
id,year,owner,visits,sales,share
007130,2025,Ministry of Religion,120,1250,0.125
7131,2025,Ministry of Religion,95,980,0.04
007132,2025,MINISTRY OF  RELIGION,130,1410,0.09
007133,2025,Courts,20,150,0
007134,2025,Courts,35,310,0.07
9,2025,Courts,400,4100,0.11
";
    let expected = [
        "warning data::share 2:43",
        "warning data::lost-zeros 3:1",
        "warning data::spelling 4:13",
        "warning data::adds-up 7:1",
    ];
    assert_eq!(told(&desk("en", "", data)), expected);
    let said = desk("en", "", data).run(&["check", "studies/shops.yaml"]).stderr;
    for part in [
        "`Ministry of Religion` (2) and `MINISTRY OF  RELIGION` (1) count as different values",
        "2 of 6 codes are shorter; others are written in full, such as `007130`",
        "`digits: 6`",
        "as if 0.125 stood for 12.5 %",
        "where: \"id <> '9'\"",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn what_is_right_is_not_doubted() {
    // Running numbers, percentages written as such, a last row that is larger than the others, names with the word.
    let data = "\
id,year,owner,visits,sales,share
8,2025,Total Jaya,120,1250,0.5%
9,2025,Courts,95,980,0.04
10,2025,Courts,130,1410,0.09
11,2025,Ministry,20,150,0
100,2025,Ministry,365,3791,0.07
";
    assert_eq!(told(&desk("en", "", data)), [""; 0]);
}

#[test]
fn letters_that_nobody_sees_change_no_heading_and_no_key() {
    let seen = SHOPS.lines().filter(|line| !line.contains("Total") && !line.contains("2024"));
    let seen: String = seen.map(|line| format!("{line}\n")).collect();
    let unseen = seen.replace("owner,", "\u{feff}owner\u{200b},").replace("\n11,", "\n11\u{200b},");
    assert_ne!(seen, unseen);
    let keys = |data: &str| {
        let report = desk("en", "", data).report("shops");
        report.results()["segmentation"]["members"].clone()
    };
    let of_all = keys(&seen);
    assert_eq!(of_all, keys(&unseen));
    assert!(of_all.to_string().contains("\"11\""), "{of_all}");
}

#[test]
fn units_of_one_name_are_told_apart_by_their_keys() {
    let data = "id,name,visits\na,Court,1\nb,Court,0\nc,School,9\nd,,8\n";
    let desk = Desk::empty();
    desk.write("studies/shops.csv", data);
    desk.write(
        "studies/shops.yaml",
        "study: shops\nlanguage: en\ndate: 2025-12-31\ntitle: Shops\nauthors: [{name: A}]\ndatasets:\n  shops:\n    \
         file: shops.csv\n    origin: published\n    source: Invented\n    key: id\n    name: name\n    columns:\n      \
         id: {type: code}\n      name: {type: text}\n      visits: {type: count}\n\
         targeting:\n  data: shops\n  criteria: [{name: visits, measure: visits, at_least: 5}]\n",
    );
    let report = desk.report("shops");
    let units = report.results()["targeting"]["units"].clone();
    let mut labels: Vec<&str> =
        units.as_array().expect("units").iter().filter_map(|unit| unit["label"].as_str()).collect();
    labels.sort_unstable();
    assert_eq!(labels, ["Court (a)", "Court (b)", "School", "d"]);
    says(&report.sentences(), &["first in rank is Court (b)"]);
}

#[test]
fn a_study_that_was_copied_and_still_speaks_of_another_is_warned_of() {
    let desk = desk("id", OF_A_YEAR, SHOPS);
    assert_eq!(told(&desk), [""; 0]);
    desk.edit("studies/shops.yaml", "title: Shops", "title: Toko dengan Data Simulasi");
    desk.edit("studies/shops.yaml", "source: Invented", "source: data rekaan");
    let expected = ["warning study::contradiction 4:8", "warning study::contradiction 10:13"];
    assert_eq!(told(&desk), expected);
}

#[test]
fn what_is_no_study_is_told_by_its_kind() {
    let desk = desk("en", OF_A_YEAR, SHOPS);
    desk.report("shops");
    for (command, file, code, hint) in [
        ("verify", "output/shops", "file::folder", "output/shops/report.pdf"),
        ("verify", "output/shops/tables.xlsx", "file::no-study", "`.yaml`"),
        ("verify", "studies/shops.csv", "file::no-study", "`.yaml`"),
        ("report", "output/shops/report.pdf", "file::no-study", "telaah verify output/shops/report.pdf"),
        ("report", "studies/shops.lock", "file::no-study", "studies/shops.yaml"),
        ("check", "studies", "file::folder", "a study in it"),
    ] {
        let run = desk.run(&[command, file]);
        assert_eq!(run.status, 1, "{command} {file}: {}", run.stderr);
        assert!(
            run.stderr.contains(&format!("error[{code}]")) && run.stderr.contains(hint),
            "{file}: {}",
            run.stderr
        );
        assert!(run.stderr.len() < 500, "{}", run.stderr);
    }
    // A lock is known by what it holds: a study may be called anything.
    desk.write("studies/other.lock", desk.bytes("studies/shops.yaml"));
    assert!(!desk.run(&["check", "studies/other.lock"]).stderr.contains("file::no-study"));
}

#[test]
fn what_follows_from_one_missing_section_is_told_once() {
    let desk = Desk::shipped();
    let study = "studies/mataram-2023.yaml";
    let text = desk.read(study);
    let units = text.find("    # The paper's data are not public.").expect("the simulation of the units");
    let survey = text.find("\n  survei:\n").expect("the survey");
    desk.write(study, format!("{}{}", &text[..units], &text[survey..]));
    let told = |desk: &Desk| -> Vec<String> {
        let (problems, _) = desk.check("mataram-2023");
        problems.iter().filter_map(|problem| problem["code"].as_str()).map(str::to_owned).collect()
    };
    assert_eq!(told(&desk), ["simulation::sample"]);
    let desk = self::desk("en", OF_A_YEAR, SHOPS);
    let text = "text: {abstract: 'A {{ positioning.scores | first }} and {{ positioning.scores | last }}, @a and @b'}\n";
    desk.write("studies/shops.yaml", desk.read("studies/shops.yaml") + text);
    let problems = desk.check("shops").0;
    let codes: Vec<&str> = problems.iter().filter_map(|problem| problem["code"].as_str()).collect();
    assert_eq!(codes, ["expression::no-section", "citation::no-bibliography"]);
    assert!(problems[0]["hints"].to_string().contains("out of the text"), "{problems:?}");
}

#[test]
fn a_file_that_is_about_to_be_drawn_is_not_missed() {
    let desk = Desk::shipped();
    std::fs::remove_file(desk.path("studies/mataram-2023/satker.csv")).expect("it was there");
    desk.edit("studies/mataram-2023.yaml", "rows: 238", "rows: many");
    let run = desk.run(&["simulate", "studies/mataram-2023.yaml"]);
    assert!(run.status == 1 && !run.stderr.contains("file::missing"), "{}", run.stderr);
}
