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
