//! The promise: portraits of segments, correlations and the validation say what the data say. Where the data change, every
//! sentence that would be false is another one, in both languages.

use crate::support::{Desk, QRIS, does_not_say, says};
use serde_json::{Value, json};

const STUDY: &str = "studies/clinics.yaml";
const QRIS_STUDY: &str = "studies/pekalongan-qris-2023.yaml";
const DATA: &str = "studies/clinics/clinics.csv";

/// The clinics, grouped by visits and coverage and validated on spending and district; two have no spending.
fn clinics(language: &str) -> Desk {
    let desk = Desk::fixtures();
    desk.edit(STUDY, "language: en", &format!("language: {language}"));
    desk.edit(STUDY, "    - {column: spending, missing: zero}\n", "");
    let money = "      spending: {type: money, label: Spending}\n";
    desk.edit(STUDY, money, &format!("{money}      district: {{type: category, label: District}}\n"));
    desk.edit(STUDY, "  k: 3\n", "  k: 3\n  validation: [spending, district]\n");
    desk
}

/// Writes other cells into the rows of the clinics.
fn rewrite(desk: &Desk, change: impl Fn(usize, &mut Vec<String>)) {
    let text = desk.read(DATA);
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut out = csv::Writer::from_writer(Vec::new());
    for (i, row) in rows.records().enumerate() {
        let mut cells: Vec<String> = row.expect("a row").iter().map(str::to_owned).collect();
        if i > 0 {
            change(i, &mut cells);
        }
        out.write_record(&cells).expect("a row");
    }
    desk.write(DATA, out.into_inner().expect("the rows"));
}

#[test]
fn validation_follows_the_columns_in_english() {
    let differ = [
        "On Spending the segments differ significantly (_H_(2)",
        "The median is highest in segment 1 (Busy)",
        "and lowest in segment 3 (Quiet)",
        "By Dunn's test all pairs of segments differ significantly.",
        "Its test leaves out 2 units without a value.",
        "Segments and District are significantly related",
        "The division thus also tells units apart on all columns tested, which took no part in making it.",
    ];
    let desk = clinics("en");
    let said = desk.report("clinics").sentences();
    says(&said, &differ);

    // The quiet spend most, the busy least; districts take turns.
    rewrite(&desk, |i, cells| {
        let place = cells[4].clone();
        cells[2] = match place.as_str() {
            "coast" => (900_000 + i).to_string(),
            "south" => (500_000 + i).to_string(),
            _ => (100 + i).to_string(),
        };
        cells[4] = ["a", "b"][i / 3 % 2].to_owned();
    });
    let said = desk.report("clinics").sentences();
    does_not_say(&said, &differ[1..3]);
    does_not_say(&said, &differ[4..]);
    says(
        &said,
        &[
            "The median is highest in segment 3 (Quiet)",
            "and lowest in segment 1 (Busy)",
            "Segments and District are not shown to be related",
            "The division thus also tells units apart on Spending, which took no part in making it; on District this is not shown.",
        ],
    );
}

#[test]
fn validation_follows_the_columns_in_indonesian() {
    let differ = [
        "Pada Spending segmen berbeda nyata (_H_(2)",
        "Mediannya tertinggi pada segmen 1 (Busy)",
        "Menurut uji Dunn semua pasangan segmen berbeda nyata.",
        "Sebanyak 2 unit tanpa nilai pada Spending tidak diikutkan.",
        "Segmen dan District berkaitan nyata",
        "Dengan demikian pembagian ini juga membedakan unit pada semua kolom yang diuji, yang tidak ikut membentuknya.",
    ];
    let desk = clinics("id");
    says(&desk.report("clinics").sentences(), &differ);
    // Nothing that has to do with the segments.
    rewrite(&desk, |i, cells| {
        cells[2] = (1000 + i / 3 * 7919 % 100).to_string();
        cells[4] = "sama".to_owned();
    });
    let said = desk.report("clinics").sentences();
    does_not_say(&said, &differ);
    does_not_say(&said, &["tab-validation-pairs"]);
    says(
        &said,
        &[
            "Pada Spending segmen tidak terbukti berbeda",
            "Pada District tidak ada yang dapat diuji, karena nilainya sama semua atau hanya ada pada satu segmen.",
            "Satu kolom ini tidak menunjukkan bahwa pembagian juga membedakan unit pada hal selain variabel pembentuknya",
        ],
    );
}

#[test]
fn without_validation_nothing_is_said_of_it() {
    let said = Desk::fixtures().report("clinics").sentences();
    does_not_say(&said, &["== Validation", "Kruskal", "took no part in making them"]);
}

#[test]
fn portraits_follow_the_segments() {
    let busy = |said: &str| -> String {
        let line = said.lines().find(|line| line.starts_with("*Segment 1 (Busy)* holds"));
        line.expect("the portrait").to_owned()
    };
    let desk = clinics("en");
    let before = busy(&desk.report("clinics").sentences());
    says(
        &before,
        &[
            "Above the mean of all units it stands out on Visits (mean ",
            "1.21 standard deviations above 3,129.2 visits) and Coverage (mean 87.73%, 1.15 standard deviations above",
            "Its units are more alike than all units taken together on every variable",
            "The segment whose centre is nearest is segment 2 (Middling)",
            "its most frequent District is north (100.0% of its units;",
            ", the highest of all segments",
        ],
    );
    does_not_say(&before, &["Below the mean of all units", "Zero is the value"]);

    // The best segment is now the one with fewest visits.
    desk.edit(STUDY, "    - visits\n", "    - {column: visits, better: lower}\n");
    desk.edit(
        STUDY,
        "{column: coverage, missing: exclude}",
        "{column: coverage, missing: zero, better: lower}",
    );
    rewrite(&desk, |i, cells| {
        if cells[4] == "coast" && i % 2 == 0 {
            cells[1] = "0".to_owned();
        }
    });
    let after = busy(&desk.report("clinics").sentences());
    says(
        &after,
        &[
            "Below the mean of all units it stands out on",
            "its most frequent District is coast",
            "Zero is the value of",
        ],
    );
    does_not_say(&after, &["Above the mean of all units it stands out", "the highest of all segments"]);
}

#[test]
fn after_a_transform_deviations_are_not_set_against_plain_means() {
    let desk = clinics("en");
    desk.edit(STUDY, "  k: 3\n", "  k: 3\n  transform: log1p\n");
    let said = desk.report("clinics").sentences();
    let line = said.lines().find(|line| line.starts_with("*Segment 1 (Busy)* holds")).expect("the portrait");
    says(
        line,
        &[
            "(measured on the transformed values)",
            "standard deviations; median 5,257.5 visits, all units 2,862 visits)",
        ],
    );
    does_not_say(line, &["standard deviations above"]);
}

#[test]
fn correlations_are_warned_of_only_where_variables_repeat_each_other() {
    let desk = clinics("en");
    let warned = "With a correlation that strong, the two variables carry much of the same information.";
    let calm = "In size it is below 0.80, so the variables do not repeat each other.";
    let said = desk.report("clinics").sentences();
    says(&said, &[warned]);
    does_not_say(&said, &[calm]);
    rewrite(&desk, |i, cells| cells[3] = format!("{} %", 50 + i * 7 % 41));
    let said = desk.report("clinics").sentences();
    says(&said, &[calm]);
    does_not_say(&said, &[warned]);
}

#[test]
fn seven_units_of_which_one_stands_alone_are_described_sanely() {
    let desk = Desk::shipped();
    let report = desk.report(QRIS);
    let found = &report.results()["segmentation"];
    let alone = &found["clusters"][1]["spread"]["april"];
    assert_eq!((&alone["n"], &alone["sd"], &alone["q1"]), (&json!(1), &Value::Null, &json!(386_231.0)));
    assert_eq!(found["correlations"].as_array().map(Vec::len), Some(15));
    let said = report.sentences();
    assert!(!said.contains("NaN") && !said.contains("inf"), "{said}");
    says(&said, &["Variabel-variabel itu banyak memuat keterangan yang sama"]);

    // Of three units almost any two variables are correlated: that is computed, but not spoken of.
    let study = desk.read(QRIS_STUDY);
    let (head, rest) = study.split_once("text:\n").expect("the prose");
    let (_, rest) = rest.split_once("datasets:\n").expect("the data");
    let (rest, _) = rest.split_once("claims:").expect("the claims");
    desk.write(QRIS_STUDY, format!("{head}datasets:\n{rest}"));
    let data = desk.read("studies/pekalongan-qris-2023/table1.csv");
    let three: Vec<&str> = data.lines().take(4).collect();
    desk.write("studies/pekalongan-qris-2023/table1.csv", three.join("\n") + "\n");
    let report = desk.report(QRIS);
    assert_eq!(report.results()["segmentation"]["n"], json!(3));
    does_not_say(&report.sentences(), &["@tab-correlations", "Pearson", "NaN"]);
}

/// Units by their cells after the key, with a study that groups them by `variables`.
fn units(variables: &str, settings: &str, rows: &[String]) -> Desk {
    let desk = Desk::empty();
    desk.write(
        "studies/case.yaml",
        format!(
            "study: case\nlanguage: en\nseed: 3\ndate: 2024-01-01\ntitle: A case\nauthors: [{{name: A}}]\n\
             datasets:\n  cases:\n    file: case.csv\n    origin: published\n    source: invented\n    key: id\n    \
             numbers: english\n    separator: \";\"\n    columns:\n      id: {{type: code}}\n      x: {{type: number}}\n      \
             a: {{type: number}}\n      b: {{type: number}}\n\
             segmentation: {{data: cases, variables: [{variables}], k: 3, {settings}}}\n"
        ),
    );
    let lines: String = rows.iter().enumerate().map(|(i, row)| format!("u{i:03};{row}\n")).collect();
    desk.write("studies/case.csv", format!("id;x;a;b\n{lines}"));
    desk
}

#[test]
fn what_a_validation_rests_on_is_told() {
    let settings = "scaling: none, validation: [a, b]";
    let told = [
        "Segment 3 has no value there and is left out of the test.",
        "With fewer than five values in Segment 2, this _p_ value is approximate.",
        "a and b go closely together (Spearman's rank correlation 1.00), so what they show is one piece of evidence",
    ];
    let mut rows: Vec<String> = (0..9).map(|i| format!("{};{};{}", 100 + i, 50 + i, 7 * (50 + i))).collect();
    rows.extend((0..4).map(|i| format!("{};{};{}", 50 + i, 20 + i, 7 * (20 + i))));
    rows.extend((0..10).map(|i| format!("{i};;")));
    let desk = units("x", settings, &rows);
    // On both columns alike.
    let twice = |said: &str, sentence: &str| assert_eq!(said.matches(sentence).count(), 2, "{sentence}");
    let said = desk.report("case").sentences();
    told[..2].iter().for_each(|sentence| twice(&said, sentence));
    says(&said, &told[2..]);
    desk.edit("studies/case.yaml", "language: en", "language: id");
    let said = desk.report("case").sentences();
    twice(&said, "Segmen 3 tidak mempunyai nilai pada kolom itu dan tidak diikutkan dalam ujinya.");
    twice(&said, "Karena Segmen 2 mempunyai kurang dari lima nilai, nilai _p_ ini hanya pendekatan.");
    says(&said, &["a dan b sangat sejalan (korelasi peringkat Spearman 1,00)"]);

    // The same medians of other ranks, all segments of a size, and columns that have nothing to do with each other.
    let row = |x: usize, i: usize| {
        let a = if i == 3 || i == 4 { 30 } else { x / 2 + i };
        format!("{};{a};{}", x + i, i * 5 % 8)
    };
    let rows: Vec<String> = [100, 50, 0].into_iter().flat_map(|x| (0..8).map(move |i| row(x, i))).collect();
    does_not_say(&units("x", settings, &rows).report("case").sentences(), &told);
}

#[test]
fn equal_medians_do_not_say_that_segments_are_alike() {
    // In every segment most values are 5; the others lie above it, on both sides, or below.
    let value = |x: usize, i: usize| -> usize {
        if i < 7 { 5 } else { [1, 9, 9][x / 50] - usize::from(x == 50 && i.is_multiple_of(2)) * 8 }
    };
    let row = |x: usize, i: usize| format!("{};{};{}", x + i, value(x, i), i);
    let rows: Vec<String> = [100, 50, 0].into_iter().flat_map(|x| (0..12).map(move |i| row(x, i))).collect();
    let said = units("x", "scaling: none, validation: [a]", &rows).report("case").sentences();
    says(
        &said,
        &["Their medians are equal (5), but the test compares all ranks: the mean rank is highest in"],
    );
}

#[test]
fn a_continuum_is_told_from_groups() {
    let suggests = ["That suggests a continuum of units from low to high values rather than separate groups"];
    let line: Vec<String> = (0..60).map(|i| format!("{i};{};{}", 3 * i + i * i % 5, 2 * i + i % 3)).collect();
    let said = units("x, a, b", "starts: 20", &line).report("case").sentences();
    says(&said, &suggests);
    says(&said, &["cut into 3 equal parts have 88.9% between the parts"]);
    let apart = |i: usize| format!("{};{};{}", i % 3 * 100 + i, i % 3 * 90 + i % 7, i % 3 * 80 + i % 5);
    let groups: Vec<String> = (0..60).map(apart).collect();
    does_not_say(&units("x, a, b", "starts: 20", &groups).report("case").sentences(), &suggests);
}

#[test]
fn where_the_transform_turns_the_sign_it_is_told() {
    let below =
        ["In the data's own units its mean is *below* that of all units on a: a few large values raise"];
    let row = |i: usize| {
        let x = [0, 30, 60][i / 8] + i % 8;
        format!("{x};{};{}", [0, 400, 5_000][i / 8] + i % 8, i % 8)
    };
    let rows: Vec<String> = (0..24).map(row).collect();
    says(&units("x, a", "transform: log1p", &rows).report("case").sentences(), &below);
    does_not_say(&units("x, a", "starts: 20", &rows).report("case").sentences(), &below);
}
