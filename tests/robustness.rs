//! The promise: what is said of the number of segments, of stability and of sensitivity follows the findings, in both
//! languages, and is not said where the study does not ask.

use crate::support::{Desk, does_not_say, says};

const STUDY: &str = "studies/clinics.yaml";
const DATA: &str = "studies/clinics/clinics.csv";

/// The report of the clinics in a language, with other lines in place of `k: 3`, after what else was edited.
fn said(language: &str, lines: &str, edit: impl Fn(&Desk)) -> String {
    let desk = Desk::fixtures();
    desk.edit(STUDY, "language: en", &format!("language: {language}"));
    desk.edit(STUDY, "  k: 3\n", lines);
    edit(&desk);
    desk.report("clinics").sentences()
}

fn as_it_is(_: &Desk) {}

fn four_labels(desk: &Desk) {
    desk.edit(STUDY, "[Busy, Middling, Quiet]", "[Busy, Dear, Middling, Quiet]");
}

const COMPARED: &str = "  k: {choose: 3, to: 6, references: 50}\n";

#[test]
fn votes_against_the_choice_are_told() {
    let english = said("en", COMPARED, as_it_is);
    says(
        &english,
        &[
            "was set to 3 and compared with other numbers from 2 to 6",
            "All four indices vote for 4 segments.",
            "None of the 4 votes supports this choice. It rests on other grounds than these indices.",
        ],
    );
    says(
        &english,
        &["(\"Vote of the index\", \"–\", \"4\", \"4\", \"4\", \"4\", \"–\", \"–\", \"–\", \"–\", ),"],
    );
    let indonesian = said("id", COMPARED, as_it_is);
    says(
        &indonesian,
        &[
            "ditetapkan 3 dan dibandingkan dengan banyaknya segmen lain dari 2 sampai 6",
            "Keempat indeks memilih 4 segmen.",
            "Tidak satu pun dari 4 suara mendukung pilihan ini. Pilihan ini bertumpu pada alasan lain",
        ],
    );
}

#[test]
fn votes_for_the_choice_are_told() {
    let four = "  k: {choose: 4, to: 6, references: 50}\n";
    let against = ["None of the", "It rests on other grounds"];
    let english = said("en", four, four_labels);
    says(&english, &["The votes support this choice without exception (4 of 4)."]);
    does_not_say(&english, &against);
    let indonesian = said("id", four, four_labels);
    says(&indonesian, &["Semua suara mendukung pilihan ini (4 dari 4)."]);
    let votes = "  k: {choose: votes, to: 6, references: 50}\n";
    let english = said("en", votes, four_labels);
    says(
        &english,
        &[
            "was chosen from 2 to 6 by the votes of four indices",
            "4 segments were chosen, the number with the most votes (4 of 4).",
        ],
    );
    does_not_say(&english, &["researcher"]);
    let rule = "  k: {choose: davies-bouldin, to: 6, references: 50}\n";
    says(
        &said("id", rule, four_labels),
        &["Banyaknya segmen diserahkan kepada indeks Davies–Bouldin, sehingga menjadi 4."],
    );
}

/// Noise without groups in place of the clinics: the gap statistic votes for one group.
fn noise(desk: &Desk) {
    let text = desk.read(DATA);
    let mut lines = text.lines();
    let mut state = 9_u64;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let head = lines.next().expect("a header");
    let row = |line: &str| {
        let key = line.split(',').next().expect("a key").to_owned();
        format!("{key},{},${}.00,{}.5 %,north\n", draw(1000), draw(1000), draw(99))
    };
    let rows: String = lines.map(row).collect();
    desk.write(DATA, format!("{head}\n{rows}"));
}

#[test]
fn a_gap_without_clusters_is_told() {
    let english = said("en", COMPARED, noise);
    says(&english, &["By the rule of the gap statistic there are no clusters: it votes for a single group"]);
    does_not_say(&english, &["All four indices"]);
    let indonesian = said("id", COMPARED, noise);
    says(&indonesian, &["Menurut aturan statistik _gap_ tidak ada klaster"]);
}

#[test]
fn a_start_of_its_own_is_not_compared() {
    let spss = "  k: {choose: 3, to: 5, references: 20}\n  start: spss\n  sensitivity: [scaling]\n";
    let one_start = |desk: &Desk| desk.edit(STUDY, "  starts: 20\n", "");
    let english = said("en", spss, one_start);
    let own = "The segmentation reported below has a start of its own; the comparison does not use it.";
    says(
        &english,
        &[
            own,
            "each the best of 100 _k_-means++ starts",
            "Other _k_-means solutions are from _k_-means++ starts.",
        ],
    );
    does_not_say(&said("en", COMPARED, as_it_is), &[own]);
}

#[test]
fn stability_is_told_segment_by_segment() {
    let asked = "  k: 3\n  stability: {bootstrap: 100}\n";
    let english = said("en", asked, as_it_is);
    says(&english, &["== Stability", "All segments are highly stable, with a mean coefficient from"]);
    does_not_say(&english, &["Sensitivity", "should not be taken for groups", "was dissolved in 0"]);
    let shaken = said("en", asked, noise);
    says(&shaken, &["Segments that are doubtful or not to be trusted should not be taken for groups"]);
    does_not_say(&shaken, &["All segments are highly stable"]);
    let indonesian = said("id", asked, as_it_is);
    says(&indonesian, &["== Kestabilan", "Semua segmen sangat stabil, dengan rata-rata koefisien dari"]);
}

#[test]
fn sensitivity_is_told_way_by_way() {
    let english = said("en", "  k: 3\n  sensitivity: [ward]\n", as_it_is);
    says(
        &english,
        &[
            "== Sensitivity",
            "The only one that led to a solution is Ward's method",
            "The segmentation thus hardly depends on this choice.",
        ],
    );
    let all = "  k: 3\n  sensitivity: true\n";
    let english = said("en", all, as_it_is);
    says(
        &english,
        &[
            "lowest with the transform to ln(1~+~_x_)",
            "the agreement is poor with the transform to ln(1~+~_x_)",
        ],
    );
    does_not_say(&english, &["hardly depends"]);
    let indonesian = said("id", all, as_it_is);
    says(
        &indonesian,
        &["terendah dengan transformasi ln(1~+~_x_)", "kesesuaiannya rendah dengan transformasi"],
    );
    // Without missing values no value was set to zero.
    let english = said("en", "  k: 3\n  sensitivity: [zeros]\n", noise);
    says(
        &english,
        &[
            "None of the other ways led to a solution that could be compared; the table says why.",
            "\"no values were set to zero\"",
        ],
    );
}

#[test]
fn what_is_not_asked_for_is_not_told() {
    for (language, words) in [
        ("en", ["Choosing the number", "Stability", "Sensitivity", "gap statistic", "Jaccard"]),
        ("id", ["Menentukan jumlah", "Kestabilan", "Kepekaan", "_gap_", "Jaccard"]),
    ] {
        does_not_say(&said(language, "  k: 3\n", as_it_is), &words);
    }
    says(&said("en", "  k: 3\n", as_it_is), &["The number of segments, _k_, was set to 3."]);
}

#[test]
fn what_is_told_is_in_one_language() {
    let all = "  k: {choose: 3, to: 5, references: 20}\n  stability: {bootstrap: 20}\n  sensitivity: true\n";
    let indonesian =
        [" segmen ", " suara", " pilihan", " dari ", "terendah", "pencilan", " baik\"", "indeks "];
    does_not_say(&said("en", all, as_it_is), &indonesian);
    let english =
        [" segments ", " votes", " highest", " stable", " excellent", " the ", "Scaling", "Without"];
    let own = said("id", all, as_it_is).replace("Invented for the tests of telaah", "");
    // Footnotes cite English works in both languages; none has brackets of its own.
    let mut parts = own.split("#footnote[");
    let first = parts.next().unwrap_or_default().to_owned();
    let own = parts.fold(first, |own, part| own + part.split_once(']').map_or("", |(_, rest)| rest));
    does_not_say(&own, &english);
}

#[test]
fn what_counts_as_outlying_is_told_whether_or_not_any_unit_is() {
    let rule = [
        "A unit is outlying on a variable if its value lies more than 3.5 scaled median absolute deviations",
        "far away in all variables together if its squared Mahalanobis distance",
        "χ² with 3 degrees of freedom.",
    ];
    let none = said("en", "  k: 3\n  sensitivity: [outliers]\n", as_it_is);
    says(&none, &rule);
    says(&none, &["\"there are no such units\""]);
    does_not_say(&said("en", "  k: 3\n  sensitivity: [ward]\n", as_it_is), &rule);
    let indonesian = said("id", "  k: 3\n  sensitivity: [outliers]\n", as_it_is);
    says(&indonesian, &["Sebuah unit disebut pencilan pada suatu variabel bila"]);
    let one_far = |desk: &Desk| desk.edit(DATA, "\"5,505\"", "\"550,500,000\"");
    let found = said("en", "  k: 3\n  sensitivity: [outliers]\n", one_far);
    assert!(found.contains("leaving out 1 unit outlying on a variable"), "{found}");
}

/// The findings and the sentences of the clinics compared over numbers of segments.
fn compared(edit: impl Fn(&Desk)) -> (serde_json::Value, String) {
    let desk = Desk::fixtures();
    desk.edit(STUDY, "  k: 3\n", COMPARED);
    edit(&desk);
    let report = desk.report("clinics");
    (report.results()["segmentation"].clone(), report.sentences())
}

#[test]
fn votes_that_are_narrow_and_solutions_that_are_rare_are_told_where_there_are_any() {
    let (mut narrow, mut rare) = (Vec::new(), Vec::new());
    let fewer = |desk: &Desk| {
        noise(desk);
        desk.edit(STUDY, "  starts: 20\n", "  starts: 10\n");
    };
    for (found, said) in [compared(as_it_is), compared(noise), compared(fewer)] {
        let list = |name: &str| found[name].as_array().expect("a list").clone();
        let any_narrow = list("votes").iter().any(|vote| vote["narrow"] == true);
        assert_eq!(said.contains(" narrow: "), any_narrow);
        let near = |one: &serde_json::Value| one["starts_near_best"].as_u64().expect("a count");
        let any_rare = list("choice_of_k").iter().any(|one| near(one) <= 2);
        assert_eq!(said.contains("A better grouping may exist"), any_rare);
        narrow.push(any_narrow);
        rare.push(any_rare);
    }
    assert!(narrow.contains(&true), "{narrow:?}");
    assert!(rare.contains(&false), "{rare:?}");
}
