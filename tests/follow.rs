//! The promise: the sentences of the results follow the findings. Where the segments are turned around or the potential
//! of the units changes, no sentence stays that would be false, in neither language.

use crate::support::{Desk, without_footnotes};
use std::collections::BTreeSet;

const STUDY: &str = "studies/mataram-2023.yaml";
const DATA: &str = "studies/mataram-2023/satker.csv";
const ANSWERS: &str = "studies/mataram-2023/survei.csv";

/// Part of the report: the headings, in Indonesian and in English, from which and up to which it is read.
type Part = ([&'static str; 2], [&'static str; 2]);

/// What is said of the units and their segments.
const OF_UNITS: Part = (["= Hasil", "= Results"], ["== Pemosisian", "== Positioning"]);

/// What is said of the survey.
const OF_SURVEY: Part = (["== Pemosisian", "== Positioning"], ["= Reproduksi", "= Reproduction"]);

/// The sentences of a part of the report.
fn sentences(language: &str, (begin, end): Part, edit: fn(&Desk)) -> BTreeSet<String> {
    let desk = Desk::shipped();
    desk.edit(STUDY, "language: id", &format!("language: {language}"));
    edit(&desk);
    let said = desk.report("mataram-2023").sentences();
    let at = |heading: [&str; 2]| said.find(heading[usize::from(language == "en")]).expect("a heading");
    let results = without_footnotes(&said[at(begin)..at(end)]);
    let prose = results.lines().filter(|line| !line.starts_with(['#', '=', '/']));
    prose.flat_map(|line| line.split(". ")).map(|sentence| sentence.trim().to_owned()).collect()
}

fn as_it_is(_: &Desk) {}

/// Fewer transactions count as better, so the first segment becomes the last.
fn turn_segments(desk: &Desk) {
    desk.edit(STUDY, "    - digipay_n\n", "    - {column: digipay_n, better: lower}\n");
    desk.edit(STUDY, "{column: kkp_n, missing: zero}", "{column: kkp_n, missing: zero, better: lower}");
    desk.edit(STUDY, "    - cms_n\n", "    - {column: cms_n, better: lower}\n");
}

/// Every tier of ceilings becomes another one; their sum, their median and the order of the units change.
fn turn_ceilings(desk: &Desk) {
    let text = desk.read(DATA);
    let mut lines = text.lines();
    let head = lines.next().expect("a header");
    let at = |name: &str| head.split(',').position(|heading| heading == name).expect("a column");
    let (up, up_kkp) = (at("up"), at("up_kkp"));
    let turned = lines.map(|line| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        let turned = match cells[up].as_str() {
            "500000000" => 100_000_000,
            "200000000" => 500_000_000,
            "100000000" => 20_000_000,
            "50000000" => 200_000_000,
            "20000000" => 50_000_000,
            "10000000" => 10_000_000,
            other => return panic_unless_missing(other, line),
        };
        cells[up] = turned.to_string();
        cells[up_kkp] = if turned > 20_000_000 { (turned / 10 * 4).to_string() } else { String::new() };
        cells.join(",")
    });
    let turned: Vec<String> = turned.collect();
    desk.write(DATA, format!("{head}\n{}\n", turned.join("\n")));
}

fn panic_unless_missing(ceiling: &str, line: &str) -> String {
    assert_eq!(ceiling, "", "a ceiling that the rule does not know");
    line.to_owned()
}

/// Every count of transactions becomes the greatest count less it, so the most active units are now the least active.
fn mirror_counts(desk: &Desk) {
    let text = desk.read(DATA);
    let mut rows: Vec<Vec<String>> =
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    for name in ["digipay_n", "kkp_n", "cms_n"] {
        let at = rows[0].iter().position(|heading| heading == name).expect("a column");
        let count = |row: &Vec<String>| row[at].parse::<u64>().ok();
        let greatest = rows.iter().filter_map(count).max().expect("counts");
        for row in &mut rows {
            if let Some(n) = count(row) {
                row[at] = (greatest - n).to_string();
            }
        }
    }
    let rows: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
    desk.write(DATA, rows.join("\n") + "\n");
}

/// The sentences that stand in both reports and are about what was changed.
fn left(language: &str, part: Part, edit: fn(&Desk), about: impl Fn(&str) -> bool) -> Vec<String> {
    let (before, after) = (sentences(language, part, as_it_is), sentences(language, part, edit));
    assert!(before.iter().filter(|sentence| about(sentence)).count() > 5, "the test reads sentences");
    before.intersection(&after).filter(|sentence| about(sentence)).cloned().collect()
}

#[test]
fn turned_segments_leave_no_sentence_about_the_first_and_the_last_as_it_was() {
    for (language, first, last) in [("id", "Baik", "Kurang"), ("en", "Good", "Low")] {
        let words = |sentence: &str, label: &str| {
            sentence.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == label)
        };
        let stayed = left(language, OF_UNITS, turn_segments, |s| {
            // An adoption may be low too.
            (words(s, first) || words(s, last)) && !s.starts_with("Low adoption")
        });
        assert_eq!(stayed, Vec::<String>::new(), "{language}");
    }
}

#[test]
fn changed_ceilings_leave_no_sentence_about_them_as_it_was() {
    // True before and after: how many units have no ceiling, and on how many columns segments differ, is not changed.
    let still_true = [
        "tidak memiliki nilai",
        "has no value",
        "tanpa nilai",
        "without a value",
        "tanpa potensi",
        "without potential",
        "kolom yang diuji",
        "columns tested",
    ];
    for (language, words) in [
        ("id", ["potensi", "Potensi", "Gini", "Pagu UP"]),
        ("en", ["potential", "ceiling", "Gini", "Cash-float"]),
    ] {
        let about = |s: &str| {
            words.iter().any(|word| s.contains(word))
                && s.contains(|letter: char| letter.is_ascii_digit())
                && !still_true.iter().any(|part| s.contains(part))
        };
        assert_eq!(left(language, OF_UNITS, turn_ceilings, about), Vec::<String>::new(), "{language}");
    }
}

/// Sentences with a number that mirrored counts leave true, by what they are about: the file, what the study asked for,
/// the potential, and criteria that do not read the counts.
const NOT_OF_THE_COUNTS: [(&str, [&str; 25]); 2] = [
    (
        "id",
        [
            "memuat 238 baris",
            "memuat 205 baris",
            "nilai 238 unit",
            "Penyelesaian dengan 2 sampai 8",
            "gugus data acuan",
            "Peneliti memilih 3",
            "200 sampel ulang",
            "yang terbaik dari 20 permulaan",
            "tanpa nilai pada",
            "Potensi, yaitu “Pagu UP”, berjumlah",
            "tidak memiliki nilai potensi",
            "unit dengan potensi terbesar",
            "Separuh potensi",
            "Gini",
            "berlaku bagi 224 dari 238 unit",
            "Dari 238 unit yang dinilai, 34 ",
            "Dari 222 unit yang dinilai, ",
            "membandingkan potensi dan adopsi 236 unit",
            "10 unit sasaran",
            "tidak semua kriteria berlaku",
            "sama panjang pun mempunyai",
            "sangat sejalan (korelasi peringkat",
            "unit sudah dekat: terpaut",
            "unit sasaran terbanyak ada pada Kementerian Agama",
            "simpangan absolut median terskala",
        ],
    ),
    (
        "en",
        [
            "holds 238 rows",
            "holds 205 rows",
            "the values of the 238 units",
            "Solutions with 2 to 8",
            "data sets drawn evenly",
            "The researcher chose 3",
            "200 bootstrap resamples",
            "the best of 20 ",
            "units without a value",
            "The potential, “Cash-float ceiling”, amounts to",
            "has no value for 2 units",
            "units of greatest potential",
            "Half of the potential",
            "Gini",
            "applies to 224 of 238 units",
            "Of the 238 units assessed, 34 ",
            "Of the 222 units assessed, ",
            "sets the potential of 236 units",
            "the first 10 target units",
            "Not every criterion applies to",
            "cut into 3 equal parts have",
            "one piece of evidence rather than two",
            "close to it: a tenth",
            "most target units are those of Kementerian Agama",
            "scaled median absolute deviations",
        ],
    ),
];

#[test]
fn mirrored_counts_leave_no_number_that_comes_from_them() {
    for (language, constant) in NOT_OF_THE_COUNTS {
        let about = |sentence: &str| {
            // The year of a work that is cited is no finding.
            let words = sentence.split_whitespace().filter(|word| !word.contains("#cite("));
            words.clone().any(|word| word.contains(|letter: char| letter.is_ascii_digit()))
                && !sentence.contains("source-note(")
                && !constant.iter().any(|part| sentence.contains(part))
        };
        assert_eq!(left(language, OF_UNITS, mirror_counts, about), Vec::<String>::new(), "{language}");
    }
}

/// What was answered about one platform is answered about another.
fn swap_platforms(desk: &Desk) {
    let text = desk.read(ANSWERS);
    let (head, rows) = text.split_once('\n').expect("a header");
    let names: Vec<&str> = head.split(',').collect();
    let other = |name: &str| match name.split_once('_') {
        Some(("digipay", item)) => format!("cms_{item}"),
        Some(("cms", item)) => format!("digipay_{item}"),
        _ => name.to_owned(),
    };
    let at = |name: &&str| names.iter().position(|known| *known == other(name)).expect("a column");
    let from: Vec<usize> = names.iter().map(at).collect();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        from.iter().map(|&i| cells[i]).collect::<Vec<_>>().join(",") + "\n"
    };
    desk.write(ANSWERS, format!("{head}\n{}", rows.lines().map(row).collect::<String>()));
}

#[test]
fn swapped_platforms_leave_no_sentence_that_names_one_of_them_as_it_was() {
    for language in ["id", "en"] {
        // Where both are named as in need of guidance, both still are. What respondents say they have used is not
        // what they were asked about it.
        let about = |s: &str| {
            (s.contains("Digipay") || s.contains("CMS"))
                && !["disarankan untuk", "is recommended on", "Pernah memakai", "Has used"]
                    .iter()
                    .any(|column| s.contains(column))
        };
        assert_eq!(left(language, OF_SURVEY, swap_platforms, about), Vec::<String>::new(), "{language}");
    }
}

#[test]
fn turned_segments_leave_no_sentence_about_their_perceptions_as_it_was() {
    for (language, first, last) in [("id", "Baik", "Kurang"), ("en", "Good", "Low")] {
        let about = |s: &str| {
            s.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == first || word == last)
        };
        assert_eq!(left(language, OF_SURVEY, turn_segments, about), Vec::<String>::new(), "{language}");
    }
}
