//! The promise: at its edges a targeting says nothing false. What is reached in full is never low, what cannot be added is
//! not added, thresholds are printed as they are applied, and nobody is blamed for what was not asked.

use crate::support::{Desk, Report};
use serde_json::{Value, json};
use telaah::pipeline;

const STUDY: &str = "studies/shops.yaml";
const DATA: &str = "studies/shops/shops.csv";
/// The first criterion of the fixture.
const ONLINE: &str = "measure: online_months, at_least: 6, eligible: \"kind = 'shop'\"";

/// The targeting of the fixture, computed without Typst, after what was edited.
fn targeting(edit: impl Fn(&Desk)) -> Value {
    let desk = Desk::fixtures();
    edit(&desk);
    let findings = pipeline::findings(&desk.path(STUDY)).unwrap_or_else(|problems| panic!("{problems:?}"));
    findings.to_tree().expect("finite numbers")["targeting"].take()
}

fn report(language: &str, edit: impl Fn(&Desk)) -> Report {
    let desk = Desk::fixtures();
    desk.edit(STUDY, "language: en", &format!("language: {language}"));
    edit(&desk);
    desk.report("shops")
}

/// Asserts in both languages that the report says some things, and others not.
fn says(edit: &dyn Fn(&Desk), [id, en]: [&[&str]; 2], never: &[&str]) {
    for (language, said) in [("id", id), ("en", en)] {
        let text = report(language, edit).sentences();
        for sentence in said {
            assert!(text.contains(sentence), "`{sentence}` is not said in:\n{text}");
        }
        for sentence in never {
            assert!(!text.contains(sentence), "`{sentence}` is said in:\n{text}");
        }
    }
}

fn units(found: &Value) -> impl Iterator<Item = &Value> {
    found["units"].as_array().expect("units").iter()
}

/// The study with its first criterion alone, and that one changed.
fn only(desk: &Desk, criterion: &str) {
    let text = desk.read(STUDY);
    let at = text.find("    - {name: card,").expect("the second criterion");
    desk.write(STUDY, text[..at].replace(ONLINE, criterion));
    let text = desk.read(STUDY);
    let line = text.lines().find(|line| line.starts_with("  abstract:")).expect("the abstract");
    desk.edit(STUDY, line, "  abstract: None.");
}

#[test]
fn where_all_reach_everything_nothing_comes_first() {
    let all = |desk: &Desk| only(desk, "measure: online_months, at_least: 0");
    let found = targeting(all);
    assert_eq!(found["quadrants"], Value::Null);
    assert_eq!(found["no_quadrants"], "same_adoption");
    assert!(units(&found).all(|unit| unit["quadrant"].is_null()));
    says(
        &all,
        [
            &[
                "Unit tidak dibagi menurut potensi dan adopsi, karena semua unit yang dinilai sama adopsinya (100,0%).",
            ],
            &[
                "Units are not divided by potential and adoption, since all that are assessed have the same adoption (100.0%).",
            ],
        ],
        &["patut didahulukan", "come first", "@fig-quadrants"],
    );
}

/// Three shops reach anything at all, so the median adoption is also the smallest.
#[test]
fn where_most_do_nothing_only_what_is_above_is_high_and_priority_units_are_targets() {
    let few = |desk: &Desk| {
        only(desk, "measure: online_months, at_least: 12");
        desk.edit(STUDY, "  potential: turnover\n", "  potential: turnover\n  adoption: met\n");
    };
    let found = targeting(few);
    let line = &found["quadrants"]["adoption"];
    assert_eq!((&line["at"], &line["above_only"]), (&json!(0.0), &json!(true)));
    let low = units(&found).filter(|unit| unit["adoption"] == 0.0 && !unit["potential"].is_null()).count();
    assert_eq!(line["on"], json!(low));
    let mut priority = units(&found).filter(|unit| unit["quadrant"] == "priority").peekable();
    assert!(priority.peek().is_some());
    assert!(priority.all(|unit| unit["target"] == true));
    says(
        &few,
        [
            &["adopsi hanya di atas 0,0%, yaitu median yang sekaligus nilai terkecil"],
            &["adoption only above 0.0%, which is the median and also the smallest value"],
        ],
        &[],
    );
}

#[test]
fn percentages_are_never_added() {
    let percent = |desk: &Desk| {
        desk.edit(STUDY, "online_months: {type: count", "online_months: {type: percent");
        desk.edit(STUDY, ", unit: {id: bulan, en: months}}", "}");
        only(desk, "measure: online_months, at_least: 7.5");
    };
    let found = targeting(percent);
    let one = &found["criteria"][0];
    assert_eq!((&one["gap"], &one["adds_up"]), (&Value::Null, &json!(false)));
    let gaps: Vec<f64> = units(&found)
        .map(|unit| &unit["criteria"]["online"])
        .filter(|one| one["assessed"] == true && one["met"] == false)
        .map(|one| one["gap"].as_f64().expect("a gap"))
        .collect();
    let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
    assert!((one["gap_mean"].as_f64().expect("a mean") - mean).abs() < 1e-9);
    let answers = found["what_if"].as_array().expect("answers");
    let changes = answers.iter().flat_map(|answer| answer["measures"].as_array().expect("measures"));
    let changes: Vec<&Value> = changes.filter(|one| one["criterion"] == true).collect();
    assert!(!changes.is_empty() && changes.iter().all(|one| one["additional"].is_null()));
    says(
        &percent,
        [
            &["sekurang-kurangnya 7,5%", "rata-rata kekurangan", "poin persentase (median"],
            &["at least 7.5%", "on average", "percentage points short of it (median"],
        ],
        &["bersama-sama kekurangan", "are together", "together they are"],
    );
}

#[test]
fn thresholds_are_printed_as_they_are_applied() {
    let fine = |desk: &Desk| {
        desk.edit(STUDY, "at_least: 60 %", "at_least: 12.25 %");
        desk.edit(STUDY, "at_most: 5 %", "at_most: 0.0625");
        desk.edit(STUDY, "at_least: \"12,5 %\"", "at_least: 7.00 %");
    };
    for (language, [percent, number, whole]) in
        [("id", ["12,25%", "0,0625", "7%"]), ("en", ["12.25%", "0.0625", "7%"])]
    {
        let report = report(language, fine);
        for threshold in [format!("≥ {percent}"), format!("≤ {number}"), format!("≥ {whole}")] {
            assert!(
                report.text("report.typ").contains(&format!("\"{threshold}\"")),
                "{threshold} is in no cell"
            );
        }
        let (least, most) = match language {
            "id" => ("sekurang-kurangnya", "paling banyak"),
            _ => ("at least", "at most"),
        };
        let said = report.sentences();
        for sentence in
            [format!("{least} {percent}."), format!("{most} {number}."), format!("{least} {whole}.")]
        {
            assert!(said.contains(&sentence), "`{sentence}` is not said in:\n{said}");
        }
    }
}

#[test]
fn an_empty_cell_may_be_counted_as_zero() {
    let visits = |missing: &str| {
        let missing = missing.to_owned();
        move |desk: &Desk| {
            desk.edit(STUDY, "missing: exclude", "missing: zero");
            only(desk, &format!("measure: visits, at_least: 200{missing}"));
        }
    };
    let counts = |missing: &str| {
        let found = targeting(visits(missing));
        let one = &found["criteria"][0];
        ["assessed", "not_assessed", "zeroed"].map(|name| one[name].as_u64().expect("a count"))
    };
    assert_eq!(counts(", missing: not-assessed"), [23, 1, 0]);
    assert_eq!(counts(", missing: zero"), [24, 0, 1]);
    let desk = Desk::fixtures();
    visits("")(&desk);
    let (problems, status) = desk.check("shops");
    let told: Vec<&Value> = problems.iter().map(|one| &one["code"]).collect();
    assert_eq!((told, status), (vec![&json!("targeting::missing")], 0));
    says(
        &visits(", missing: zero"),
        [
            &["Sel yang kosong dihitung nol, yaitu pada 1 unit."],
            &["An empty cell counts as zero, at 1 unit."],
        ],
        &[],
    );
}

#[test]
fn a_unit_to_which_little_applies_may_come_first_by_share() {
    let place = |rank: &'static str| {
        let found = targeting(move |desk| {
            desk.edit(STUDY, "  potential: turnover\n", &format!("  potential: turnover\n  rank: {rank}\n"));
            // Nobody reaches these two, and of a depot no more is asked.
            desk.edit(STUDY, ONLINE, "measure: turnover, at_least: 9000000000");
            desk.edit(STUDY, "at_least: \"12,5 %\"", "at_least: 99 %");
        });
        let share = |unit: &Value| {
            let of = |name: &str| unit[name].as_f64().expect("a count");
            (of("unmet"), if of("eligible") > 0.0 { of("unmet") / of("eligible") } else { 0.0 })
        };
        units(&found).map(share).collect::<Vec<_>>()
    };
    let (by_number, by_share) = (place("unmet"), place("share"));
    assert!(by_number.windows(2).all(|pair| pair[0].0 >= pair[1].0));
    assert!(by_share.windows(2).all(|pair| pair[0].1 >= pair[1].1));
    assert!(by_share.windows(2).any(|pair| pair[0].0 < pair[1].0), "the two orders are the same");
}

#[test]
fn categories_and_totals_hold_every_unit_once() {
    let found = targeting(|desk| {
        desk.edit(
            STUDY,
            "  potential: turnover\n",
            "  potential: turnover\n  by: [kind]\n  totals: [orders, turnover]\n",
        );
    });
    let categories = found["by"][0]["categories"].as_array().expect("categories");
    let sum = |name: &str| categories.iter().map(|one| one[name].as_u64().expect("a count")).sum::<u64>();
    assert_eq!((sum("n"), json!(sum("targeted"))), (24, found["targets"]["targeted"].clone()));
    let shares: f64 = categories.iter().filter_map(|one| one["potential_share"].as_f64()).sum();
    assert!((shares - 1.0).abs() < 1e-9);
    for total in found["totals"].as_array().expect("totals") {
        let parts: f64 = total["by_segment"]
            .as_array()
            .expect("segments")
            .iter()
            .map(|part| part["total"].as_f64().expect("a sum"))
            .sum();
        assert!((parts - total["total"].as_f64().expect("a sum")).abs() < 1e-6, "{total}");
    }
    assert_eq!(found["totals"][1]["total"], found["potential"]["all"]["total"]);
}

#[test]
fn nobody_is_raised_to_what_is_no_better() {
    let turned = |desk: &Desk| {
        desk.edit(
            STUDY,
            "  potential: turnover\n",
            "  potential: turnover\n  what_if: [{segment: 1, like: 3}]\n",
        );
    };
    let found = targeting(turned);
    let measures = found["what_if"][0]["measures"].as_array().expect("measures").clone();
    assert!(measures.iter().all(|one| one["better"] == false));
    says(
        &turned,
        [&["median Sepi tidak lebih baik"], &["the median of Quiet is not better, so nothing is raised"]],
        &["@tab-targeting-what-if", "would grow", "bertambah"],
    );
}

#[test]
fn nobody_is_said_to_meet_what_was_asked_of_nobody() {
    let nobody = |desk: &Desk| only(desk, "measure: online_months, at_least: 6, eligible: 1 = 0");
    says(
        &nobody,
        [
            &["Tidak ada unit yang dapat dinilai, karena tidak ada kriteria yang berlaku bagi satu unit pun"],
            &["No unit could be assessed, since no criterion applies to any"],
        ],
        &["No unit needs to be targeted", "Tidak ada unit yang perlu disasar"],
    );
}

#[test]
fn shares_of_a_total_with_debts_are_left_out() {
    let debts = |desk: &Desk| desk.edit(DATA, "58200", "-58200");
    let found = targeting(debts);
    assert_eq!(found["potential"]["all"]["share"], Value::Null);
    assert_eq!(found["quadrants"]["priority_share"], Value::Null);
    says(
        &debts,
        [
            &["Karena 1 unit bernilai di bawah nol, bagian dari jumlah itu tidak bermakna"],
            &["Since it is below zero at 1 unit, shares of the total mean nothing"],
        ],
        &["The largest part", "Bagian terbesar"],
    );
}

#[test]
fn what_words_cannot_say_is_shown_as_a_formula() {
    let measured =
        |sql: &'static str| move |desk: &Desk| only(desk, &format!("measure: \"{sql}\", at_least: 6"));
    says(
        &measured("COALESCE(online_months, 0)"),
        [
            &["diukur dengan “Bulan dengan pesanan daring” (kosong dihitung nol)"],
            &["measured by “Months with online orders” (empty counted as zero)"],
        ],
        &["COALESCE"],
    );
    says(
        &measured("ROUND(online_months)"),
        [
            &["diukur dengan rumus #code(\"ROUND(online_months)\")"],
            &["measured by the formula #code(\"ROUND(online_months)\")"],
        ],
        &[],
    );
}

#[test]
fn an_amount_for_each_has_its_currency_and_what_it_is_for() {
    let each = |desk: &Desk| {
        desk.edit(
            STUDY,
            "of: 12 * budget, at_least: \"12,5 %\"",
            "of: visits, per: {id: kunjungan, en: visit}, at_least: 2.5",
        );
    };
    says(&each, [&["sekurang-kurangnya USD 2,50 per kunjungan."], &["at least USD 2.50 per visit."]], &[]);
}

#[test]
fn what_is_only_not_assessed_is_told_apart() {
    let found = targeting(|_| {});
    let targets = &found["targets"];
    let number = |name: &str| targets[name].as_u64().expect("a count");
    assert_eq!(number("with_unmet") + number("only_not_assessed"), number("targeted"));
    let unmet = units(&found).filter(|unit| unit["unmet"].as_u64() > Some(0)).count();
    assert_eq!(json!(unmet), targets["with_unmet"]);
    let parts: Vec<u64> = targets["by_segment"]
        .as_array()
        .expect("segments")
        .iter()
        .map(|part| part["by_unmet"].as_array().expect("counts").iter().filter_map(Value::as_u64).sum())
        .collect();
    assert_eq!(parts.iter().sum::<u64>(), number("n"));
}
