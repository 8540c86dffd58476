//! The promise: simulated data are drawn as the study declares, and anyone who has the study draws the same bytes.

use crate::support::{Desk, MATARAM, QRIS, Run, json, repository, table};
use serde_json::Value;
use std::collections::BTreeMap;
use telaah::statistics::correlation::spearman;

/// The units of the shipped study, below `studies/`.
const SATKER: &str = "mataram-2023/satker.csv";
/// The answers of the shipped study's survey, whose respondents are drawn from the units.
const SURVEI: &str = "mataram-2023/survei.csv";
/// The number of respondents.
const RESPONDENTS: usize = 205;
/// How many values of every distribution are compared with theory.
const DRAWS: usize = 50_000;

/// Runs `telaah simulate` on a study in `studies/`.
fn simulate(desk: &Desk, study: &str, more: &[&str]) -> Run {
    desk.run(&[&["simulate", &format!("studies/{study}.yaml")], more].concat())
}

/// The codes of what `check` says, with severity.
fn told(desk: &Desk, study: &str) -> Vec<String> {
    let (problems, _) = desk.check(study);
    let word = |problem: &Value, key: &str| problem[key].as_str().expect("a word").to_owned();
    problems
        .iter()
        .map(|problem| format!("{} {}", word(problem, "severity"), word(problem, "code")))
        .collect()
}

/// A study in `studies/drawn.yaml` whose one dataset is drawn like this.
fn drawn(columns: &str, simulation: &str) -> Desk {
    let desk = Desk::empty();
    let study = format!(
        "study: drawn\nlanguage: en\nseed: 5\ndate: 2024-01-01\ntitle: Drawn\nauthors: [{{name: A}}]\ndatasets:\n  units:\n    \
         file: drawn/units.csv\n    origin: simulated\n    source: Invented\n    key: id\n    numbers: english\n    \
         columns:\n      id: {{type: code}}\n{columns}    simulation:\n{simulation}"
    );
    desk.write("studies/drawn.yaml", study);
    desk
}

/// What is said of the shipped study's units and answers.
fn drawn_as(outcome: [&str; 2]) -> String {
    format!(
        "studies/{SATKER}: 238 rows, {}\nstudies/{SURVEI}: {RESPONDENTS} rows, {}\n",
        outcome[0], outcome[1]
    )
}

#[test]
fn the_shipped_data_are_what_the_command_draws() {
    let desk = Desk::shipped();
    let shipped = [SATKER, SURVEI].map(|file| desk.bytes(&format!("studies/{file}")));
    for file in [SATKER, SURVEI] {
        std::fs::remove_file(desk.path(&format!("studies/{file}"))).expect("the data are there");
    }
    let run = simulate(&desk, MATARAM, &[]);
    assert_eq!((run.status, run.stdout), (0, drawn_as(["drawn", "drawn"])));
    let drawn = [SATKER, SURVEI].map(|file| desk.bytes(&format!("studies/{file}")));
    assert!(shipped == drawn, "`just simulate` draws other data");
    let again = simulate(&desk, MATARAM, &[]);
    assert_eq!((again.status, again.stdout), (0, drawn_as(["unchanged", "unchanged"])));
    assert_eq!(told(&desk, MATARAM), Vec::<String>::new());
}

#[test]
fn threads_folders_and_the_clock_change_nothing() {
    let shipped = Desk::shipped();
    for (folder, threads, zone) in [("a/b ä", "1", "UTC"), ("c", "8", "Asia/Jakarta")] {
        let desk = Desk::empty();
        crate::support::copy(&shipped.path("studies"), &desk.path(folder));
        for file in [SATKER, SURVEI] {
            std::fs::remove_file(desk.path(folder).join(file)).expect("the data are there");
        }
        let study = desk.path(folder).join(format!("{MATARAM}.yaml"));
        let mut telaah = desk.telaah();
        telaah.env("RAYON_NUM_THREADS", threads).env("POLARS_MAX_THREADS", threads).env("TZ", zone);
        let run = Run::of(telaah.arg("simulate").arg(study));
        assert_eq!(run.status, 0, "{}", run.stderr);
        for file in [SATKER, SURVEI] {
            let bytes = desk.bytes(&format!("{folder}/{file}"));
            assert!(
                bytes == shipped.bytes(&format!("studies/{file}")),
                "{file} in {folder}, {threads} threads"
            );
        }
    }
}

#[test]
fn every_sampler_agrees_with_scipy() {
    let reference = std::fs::read_to_string(repository().join("tests/reference/simulation.json"));
    let reference = json(&reference.expect("the reference"));
    let cases = reference["cases"].as_array().expect("cases");
    let text = |case: &Value| case["name"].as_str().expect("a name").to_owned();
    let kind = |case: &Value| if case["whole"] == true { "count" } else { "number" };
    let columns = cases.iter().map(|case| format!("      {}: {{type: {}}}\n", text(case), kind(case)));
    let draws = cases.iter().map(|case| format!("        {}: {}\n", text(case), case["draw"]));
    let simulation = format!(
        "      rows: {DRAWS}\n      columns:\n        id: {{codes: {{digits: 9}}}}\n{}",
        draws.collect::<String>()
    );
    let desk = drawn(&columns.collect::<String>(), &simulation);
    let run = simulate(&desk, "drawn", &[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let drawn = table(&desk, "studies/drawn/units.csv");
    let wrong: Vec<String> =
        cases.iter().flat_map(|case| differs(case, &numbers(&drawn[&text(case)]))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases.len() >= 27, "only {} distributions were compared", cases.len());
}

#[test]
fn correlated_columns_have_the_rank_correlations_that_scipy_expects() {
    let reference = std::fs::read_to_string(repository().join("tests/reference/simulation.json"));
    let reference = json(&reference.expect("the reference"))["correlations"].take();
    let all = reference["columns"].as_object().expect("columns");
    let kind = |column: &Value| if column["whole"] == true { "count" } else { "number" };
    let columns = all.iter().map(|(name, column)| format!("      {name}: {{type: {}}}\n", kind(column)));
    let draws = all.iter().map(|(name, column)| format!("        {name}: {}\n", column["draw"]));
    let pairs = reference["pairs"].as_array().expect("pairs");
    let text = |pair: &Value, key: &str| pair[key].as_str().expect("a name").to_owned();
    let mut asked: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pair in pairs {
        let other = format!("{}: {}", text(pair, "second"), pair["asked"]);
        asked.entry(text(pair, "first")).or_default().push(other);
    }
    let asked = asked.iter().map(|(first, others)| format!("        {first}: {{{}}}\n", others.join(", ")));
    let simulation = |correlations: &str| {
        format!(
            "      rows: {DRAWS}\n{correlations}      columns:\n        id: {{codes: {{digits: 9}}}}\n{}",
            draws.clone().collect::<String>()
        )
    };
    let columns = columns.collect::<String>();
    let correlations = format!("      correlations:\n{}", asked.collect::<String>());
    let desk = drawn(&columns, &simulation(&correlations));
    let run = simulate(&desk, "drawn", &[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let together = table(&desk, "studies/drawn/units.csv");
    let mut wrong = Vec::new();
    for pair in pairs {
        let (first, second) = (text(pair, "first"), text(pair, "second"));
        let found = spearman(&numbers(&together[&first]), &numbers(&together[&second])).expect("they vary");
        let expected = pair["spearman"].as_f64().expect("a correlation");
        if (found - expected).abs() > 4.0 / (DRAWS as f64).sqrt() {
            wrong.push(format!("{first}, {second}: {found}, expected {expected}"));
        }
    }
    assert!(wrong.is_empty() && pairs.len() >= 6, "{}", wrong.join("\n"));
    // Every column keeps its own distribution.
    let apart = drawn(&columns, &simulation(""));
    assert_eq!(simulate(&apart, "drawn", &[]).status, 0);
    let apart = table(&apart, "studies/drawn/units.csv");
    for name in all.keys() {
        let (mut a, mut b) = (numbers(&together[name]), numbers(&apart[name]));
        a.sort_by(f64::total_cmp);
        b.sort_by(f64::total_cmp);
        let below = |values: &[f64], limit: f64| values.partition_point(|value| *value <= limit) as f64;
        let apart = a.iter().map(|value| (below(&a, *value) - below(&b, *value)).abs() / DRAWS as f64);
        // Smirnov's 0.1 % point for two samples.
        let most = apart.fold(0.0, f64::max);
        assert!(most < 1.95 * (2.0 / DRAWS as f64).sqrt(), "{name}: {most}");
    }
}

/// The example of the documentation: from the values of a spreadsheet to parameters, and back.
#[test]
fn the_documented_way_from_a_spreadsheet_to_parameters_gives_back_its_moments() {
    let docs = std::fs::read_to_string(repository().join("docs/simulation.md")).expect("the documentation");
    let example = docs.split_once("Thirty shops have these visits: ").expect("the example").1;
    let (list, rest) = example.split_once(". `AVERAGE`").expect("the list");
    let visits: Vec<f64> = list.split(", ").map(|cell| cell.parse().expect("a number")).collect();
    let n = visits.len() as f64;
    let mean = visits.iter().sum::<f64>() / n;
    let variance = visits.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
    let dispersion = (variance - mean) / (mean * mean);
    assert!(rest.starts_with(&format!(" is {mean:.2}, `VAR` is {variance:.2},")), "{mean} and {variance}");
    let declared = format!("negative_binomial: {{mean: {mean:.1}, dispersion: {dispersion:.2}}}");
    assert!(rest.contains(&declared), "{declared} is not in the documentation");
    let draws = format!(
        "      rows: 20000\n      columns:\n        id: {{codes: {{digits: 8}}}}\n        visits: {{{declared}}}\n"
    );
    let desk = drawn("      visits: {type: count}\n", &draws);
    assert_eq!(simulate(&desk, "drawn", &[]).status, 0);
    let drawn = numbers(&table(&desk, "studies/drawn/units.csv")["visits"]);
    let found = drawn.iter().sum::<f64>() / 20_000.0;
    let spread = drawn.iter().map(|value| (value - found) * (value - found)).sum::<f64>() / 19_999.0;
    assert!((found - mean).abs() < 0.2 && (spread - variance).abs() < 2.0, "{found} and {spread}");
}

#[test]
fn correlations_hold_within_groups_and_leave_other_columns_alone() {
    let columns = "      x: {type: number}\n      y: {type: number}\n      z: {type: number}\n";
    let study = |correlations: &str| {
        let desk = drawn(
            columns,
            &format!(
                "      rows: 4000\n      groups: {{low: 2000, high: 2000}}\n{correlations}      columns:\n        \
                 id: {{codes: {{digits: 6}}}}\n        x: {{normal: {{mean: {{low: 0, high: 100}}, sd: 5}}}}\n        \
                 y: {{normal: {{mean: {{low: 0, high: 100}}, sd: 5}}}}\n        z: {{gamma: {{shape: 2, scale: 3}}}}\n"
            ),
        );
        assert_eq!(simulate(&desk, "drawn", &[]).status, 0);
        table(&desk, "studies/drawn/units.csv")
    };
    let (apart, together) = (study(""), study("      correlations: {x: {y: -0.6}}\n"));
    assert_eq!(apart["z"], together["z"], "a column that is not correlated is drawn as before");
    let (x, y) = (numbers(&together["x"]), numbers(&together["y"]));
    assert!(spearman(&x, &y).expect("they vary") > 0.4, "the groups differ in both");
    for low in [true, false] {
        let of_group = |(a, b): (&f64, &f64)| ((*a < 50.0) == low).then_some((*a, *b));
        let (a, b): (Vec<f64>, Vec<f64>) = x.iter().zip(&y).filter_map(of_group).unzip();
        let rho = spearman(&a, &b).expect("they vary");
        assert!((rho + 0.6).abs() < 0.06, "{rho} of {} rows", a.len());
    }
}

#[test]
fn days_differ_by_group_follow_others_and_decide_what_is_missing() {
    let columns = "      opened: {type: date}\n      closed: {type: date}\n      kind: {type: category}\n      x: {type: number}\n";
    let desk = drawn(
        columns,
        "      rows: 600\n      groups: {old: 300, new: 300}\n      latent: {days: {poisson: {mean: 90}}}\n      columns:\n        \
         id: {codes: {digits: 6}}\n        kind: {categorical: {Old: {old: 1, new: 0}, New: {old: 0, new: 1}}}\n        \
         opened: {dates: {from: {old: 1990-01-01, new: 2010-01-01}, to: {old: 1999-12-31, new: 2020-12-31}}}\n        \
         closed: {dates: {after: opened, days: days}}\n        \
         x: {normal: {mean: 0, sd: 1}, missing_when: {column: opened, at_least: 2015-01-01}}\n",
    );
    let run = simulate(&desk, "drawn", &[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let units = table(&desk, "studies/drawn/units.csv");
    let day = |column: &str, row: usize| {
        chrono::NaiveDate::parse_from_str(&units[column][row], "%Y-%m-%d").expect("a day")
    };
    let mut empty = 0;
    for (row, kind) in units["kind"].iter().enumerate().take(600) {
        let (opened, closed) = (day("opened", row), day("closed", row));
        let years = if kind == "Old" { 1990..=1999 } else { 2010..=2020 };
        assert!(years.contains(&chrono::Datelike::year(&opened)), "{opened}, {kind}");
        assert!((45..150).contains(&(closed - opened).num_days()), "{opened} to {closed}");
        assert_eq!(units["x"][row].is_empty(), chrono::Datelike::year(&opened) >= 2015, "{opened}");
        empty += usize::from(units["x"][row].is_empty());
    }
    assert!((100..220).contains(&empty), "{empty} of 300 are from 2015 or later");
}

fn numbers(cells: &[String]) -> Vec<f64> {
    cells.iter().map(|cell| cell.parse().unwrap_or_else(|_| panic!("`{cell}` is not a number"))).collect()
}

/// In what a sample differs from its distribution: by more than four standard errors of a moment, or more than
/// Kolmogorov's 0.1 % point in the shares up to some points.
fn differs(case: &Value, sample: &[f64]) -> Vec<String> {
    let name = case["name"].as_str().expect("a name");
    let expected = |key: &str| case[key].as_f64();
    let n = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / n;
    let variance = sample.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / n;
    let (true_mean, true_variance) =
        (expected("mean").expect("a mean"), expected("variance").expect("a variance"));
    let mut wrong = Vec::new();
    let mut compare = |what: &str, found: f64, truth: f64, allowed: f64| {
        if (found - truth).abs() > allowed {
            wrong.push(format!("{name}: {what} is {found}, expected {truth} ± {allowed}"));
        }
    };
    compare("mean", mean, true_mean, 4.0 * (true_variance / n).sqrt());
    if let Some(fourth) = expected("fourth") {
        let error = ((fourth - true_variance * true_variance) / n).sqrt();
        compare("variance", variance, true_variance, 4.0 * error);
    }
    let points =
        case["points"].as_array().expect("points").iter().zip(case["cdf"].as_array().expect("shares"));
    for (point, share) in points {
        let (point, share) = (point.as_f64().expect("a point"), share.as_f64().expect("a share"));
        let below = sample.iter().filter(|value| **value <= point).count() as f64 / n;
        compare(&format!("share up to {point}"), below, share, 1.95 / n.sqrt());
    }
    wrong
}

#[test]
fn a_column_is_drawn_the_same_whatever_stands_beside_it() {
    let columns = "      x: {type: number}\n      y: {type: count}\n";
    let draws = "      rows: 60\n      columns:\n        id: {codes: {digits: 6}}\n        \
                 x: {normal: {mean: 0, sd: 1}}\n        y: {poisson: {mean: 4}}\n";
    let plain = drawn(columns, draws);
    assert_eq!(simulate(&plain, "drawn", &[]).status, 0);
    let plain = table(&plain, "studies/drawn/units.csv");
    let more_columns = "      y: {type: count}\n      z: {type: number}\n      x: {type: number}\n";
    let more_draws = "      rows: 60\n      latent:\n        w: {uniform: {from: 0, to: 1}}\n      columns:\n        \
                      z: {gamma: {shape: 2, scale: w}}\n        y: {poisson: {mean: 4}, missing: 0.2}\n        \
                      id: {codes: {digits: 6}}\n        x: {normal: {mean: 0, sd: 1}, outliers: {share: 0.3, times: 9}}\n";
    let other = drawn(more_columns, more_draws);
    assert_eq!(simulate(&other, "drawn", &[]).status, 0);
    let other = table(&other, "studies/drawn/units.csv");
    assert_eq!(plain["id"], other["id"]);
    let kept = |column: &str| plain[column].iter().zip(&other[column]).filter(|(a, b)| a == b).count();
    assert!((30..58).contains(&kept("y")), "{} of 60 are not missing and the same", kept("y"));
    assert!((25..58).contains(&kept("x")), "{} of 60 are no outliers and the same", kept("x"));
    let lost = plain["y"].iter().zip(&other["y"]).filter(|(a, b)| a != b && !b.is_empty()).count();
    assert_eq!(lost, 0, "missing values were taken away, and no other changed");
}

#[test]
fn more_rows_leave_the_first_ones_as_they_were() {
    let columns = "      x: {type: number}\n";
    let draws = |rows: usize| {
        format!(
            "      rows: {rows}\n      columns:\n        id: {{codes: {{digits: 8}}}}\n        x: {{gamma: {{shape: 0.3, scale: 9}}}}\n"
        )
    };
    let rows_of = |rows: usize| -> BTreeMap<String, String> {
        let desk = drawn(columns, &draws(rows));
        assert_eq!(simulate(&desk, "drawn", &[]).status, 0);
        let table = table(&desk, "studies/drawn/units.csv");
        table["id"].iter().cloned().zip(table["x"].iter().cloned()).collect()
    };
    let (few, many) = (rows_of(40), rows_of(200));
    assert_eq!((few.len(), many.len()), (40, 200));
    assert!(few.iter().all(|(id, x)| many.get(id) == Some(x)), "{few:?} is not part of {many:?}");
}

#[test]
fn other_content_is_never_overwritten_unasked() {
    let desk = Desk::shipped();
    let file = format!("studies/{SATKER}");
    let shipped = desk.bytes(&file);
    let mine = desk.read(&file).replacen("Kementerian", "Kementrian", 1);
    desk.write(&file, &mine);
    assert_eq!(told(&desk, MATARAM), ["warning simulation::differs"]);
    let refused = simulate(&desk, MATARAM, &[]);
    assert_eq!((refused.status, refused.stdout.as_str()), (1, ""));
    assert!(refused.stderr.contains("error[simulation::exists]"), "{}", refused.stderr);
    assert!(desk.read(&file) == mine, "the user's file is as it was");
    let replaced = simulate(&desk, MATARAM, &["--replace"]);
    assert_eq!((replaced.status, replaced.stdout), (0, drawn_as(["drawn anew", "unchanged"])));
    assert!(desk.bytes(&file) == shipped, "and then it is what the study draws");
    let left = std::fs::read_dir(desk.path("studies/mataram-2023")).expect("the folder");
    let hidden = left.filter(|entry| {
        entry.as_ref().is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with('.'))
    });
    assert_eq!(hidden.count(), 0, "nothing is left behind");
}

#[test]
fn where_one_file_may_not_be_written_none_is() {
    let desk = drawn("", "      rows: 3\n      columns:\n        id: {codes: {digits: 3}}\n");
    let study = desk.read("studies/drawn.yaml");
    let second = study.split_once("  units:\n").expect("the dataset").1.replace("units.csv", "others.csv");
    desk.write("studies/drawn.yaml", format!("{study}  others:\n{second}"));
    desk.write("studies/drawn/others.csv", "id\nmine\n");
    let run = simulate(&desk, "drawn", &[]);
    assert_eq!(run.status, 1, "{}", run.stdout);
    assert!(!desk.path("studies/drawn/units.csv").exists(), "the first file was not written either");
    assert_eq!(desk.read("studies/drawn/others.csv"), "id\nmine\n");
}

#[test]
fn a_study_without_its_data_says_how_to_draw_them() {
    let desk = Desk::shipped();
    std::fs::remove_file(desk.path(&format!("studies/{SATKER}"))).expect("the data are there");
    let run = desk.run(&["check", "studies/mataram-2023.yaml"]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("error[file::missing]"), "{}", run.stderr);
    assert!(run.stderr.contains("`telaah simulate` draws it"), "{}", run.stderr);
}

#[test]
fn a_study_that_draws_nothing_says_so() {
    let run = simulate(&Desk::shipped(), QRIS, &[]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("error[simulation::none]"), "{}", run.stderr);
}

#[test]
fn machines_are_told_in_json() {
    let run = simulate(&Desk::shipped(), MATARAM, &["--format", "json"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let lines: Vec<Value> = run.stdout.lines().map(json).collect();
    let said: Vec<_> = lines.iter().map(|line| (line["rows"].as_u64(), line["outcome"].as_str())).collect();
    assert_eq!(said, [(Some(238), Some("unchanged")), (Some(RESPONDENTS as u64), Some("unchanged"))]);
}

/// What the abstract and the rules ask of the drawn units.
#[test]
fn the_shipped_units_follow_the_rules_they_were_drawn_by() {
    let units = table(&Desk::shipped(), &format!("studies/{SATKER}"));
    let number = |column: &str, row: usize| units[column][row].parse::<f64>().ok();
    let rows = units["nama"].len();
    assert_eq!(rows, 238);
    let names: std::collections::BTreeSet<&String> = units["nama"].iter().collect();
    assert_eq!(names.len(), rows, "every name once");
    assert!(units["kode_satker"].iter().any(|code| code.starts_with('0')), "leading zeros are kept");
    assert!(units["kode_satker"].iter().all(|code| code.len() == 6));
    let (mut not_eligible, mut idle) = (0, 0);
    for row in 0..rows {
        let tier = match number("belanja_up", row) {
            Some(budget) if budget <= 900e6 => Some(50e6),
            Some(budget) if budget <= 2.4e9 => Some(100e6),
            Some(budget) if budget <= 6e9 => Some(200e6),
            Some(_) => Some(500e6),
            None => None,
        };
        let up = number("up", row);
        assert!(
            up == tier || (tier == Some(50e6) && up.is_some_and(|up| up < 50e6)),
            "row {row}: {up:?} of {tier:?}"
        );
        let eligible = up.is_some_and(|up| up > 20e6);
        assert_eq!(number("up_kkp", row), up.filter(|_| eligible).map(|up| up * 0.4), "row {row}");
        for column in ["kkp_n", "kkp_bulan", "kkp_nilai"] {
            assert_eq!(
                number(column, row).is_some(),
                eligible,
                "row {row}, {column}: not eligible is not zero"
            );
        }
        for (count, months, value) in
            [("digipay_n", "digipay_bulan", "digipay_nilai"), ("kkp_n", "kkp_bulan", "kkp_nilai")]
        {
            let Some(count) = number(count, row) else { continue };
            let (months, value) =
                (number(months, row).expect("months"), number(value, row).expect("a value"));
            assert!(
                months <= count.min(12.0)
                    && (months > 0.0) == (count > 0.0)
                    && (value > 0.0) == (count > 0.0)
            );
        }
        not_eligible += usize::from(!eligible);
        idle += usize::from(
            ["cms_n", "debit_n", "teller_n"].iter().all(|column| number(column, row) == Some(0.0)),
        );
    }
    assert!((5..30).contains(&not_eligible), "{not_eligible} units may not use the card");
    assert!((1..6).contains(&idle), "{idle} units have no transaction to assess");
    assert!(
        (1..6).contains(&units["belanja_up"].iter().filter(|cell| cell.is_empty()).count()),
        "missing budgets"
    );
}

#[test]
fn simulated_stands_under_everything_that_is_shown() {
    let report = Desk::shipped().report(MATARAM);
    let typst = report.text("report.typ");
    let shown = typst.matches("source: source-note(").count();
    assert!(shown > 12, "only {shown} tables and charts have a source");
    let without = typst.matches("source: none").count();
    assert_eq!(without, 0, "tables and charts without a source");
    // The wording of a questionnaire is no data.
    let marked = typst.matches("simulated: \"Data simulasi, bukan hasil pengamatan.\"").count();
    let tables: Vec<&str> = typst.split("#data-table(").skip(1).collect();
    let unmarked = |table: &&&str| table.contains("source: source-note(") && !table.contains("simulated: \"");
    let unmarked: Vec<&str> =
        tables.iter().filter(unmarked).filter_map(|table| table.lines().nth(1)).collect();
    assert_eq!((unmarked, marked + 1), (vec!["  id: \"tab-survey-instrument\","], shown));
    assert!(typst.contains("warning: \"DATA SIMULASI\""), "every page says it");
    assert!(typst.contains("Data laporan ini adalah data simulasi"), "the first page says it");
    let claims = &report.results()["claims"];
    assert_eq!(claims["on_simulated_data"], claims["total"], "no claim counts as reproduced");
    assert_eq!((claims["reproduced"].as_u64(), claims["differs"].as_u64()), (Some(0), Some(0)));
}
