//! The promise: the answers of a survey are read the same, whichever way a questionnaire lays them out, and what is wrong
//! with them is told at its cell or has a consequence that is stated.
//!
//! The fixture `bakeries` has a row per respondent. Here it is laid out anew in every other way.

use crate::support::Desk;
use rust_xlsxwriter::Workbook;
use telaah::data::Table;
use telaah::diagnostic::{Diagnostics, Severity};
use telaah::findings::Findings;
use telaah::pipeline;
use telaah::positioning::answers::{self, Answers};
use telaah::study;

const STUDY: &str = "studies/bakeries.yaml";
const SURVEY: &str = "studies/bakeries/survey.csv";
const INSTRUMENT: &str = "studies/bakeries/instrument.yaml";
const OBJECTS: [&str; 2] = ["web", "phone"];
const ITEMS: [&str; 5] = ["e1", "e2", "e3", "i1", "i2"];
const WORDS: [&str; 5] = ["Sangat tidak setuju", "Tidak setuju", "Netral", "Setuju", "Sangat setuju"];

/// What is done to the survey on a desk, under a name.
type Way<'a> = (&'a str, &'a dyn Fn(&Desk));

/// The answers of the study on a desk, or every problem.
fn read(desk: &Desk) -> Result<Answers, Diagnostics> {
    let (study, mut problems) = study::load(&desk.path(STUDY));
    let study = study.filter(|_| !problems.has_errors()).ok_or_else(|| problems.clone())?;
    let mut tables = Vec::new();
    for dataset in &study.datasets {
        tables.extend(problems.keep(Table::read(dataset)));
    }
    let plan = study.positioning.as_ref().expect("a positioning");
    let [units, survey] = tables.as_slice() else { return Err(problems) };
    answers::read(plan, &study.datasets[1], survey, plan.units.as_ref().map(|_| units))
}

fn sound(desk: &Desk) -> Answers {
    read(desk).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn findings(desk: &Desk) -> Findings {
    pipeline::findings(&desk.path(STUDY)).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// What a check tells, as `code file:line:column`.
fn told(desk: &Desk) -> Vec<String> {
    let (problems, _) = desk.check("bakeries");
    let shown = |problem: &serde_json::Value| {
        let file = problem["file"].as_str().expect("a file").trim_start_matches("studies/bakeries");
        let code = problem["code"].as_str().expect("a code").trim_start_matches("positioning::");
        format!("{code} {}:{}:{}", file.trim_start_matches('/'), problem["line"], problem["column"])
    };
    problems.iter().map(shown).collect()
}

/// The rows of the survey, with its headings.
fn rows(desk: &Desk) -> Vec<Vec<String>> {
    desk.read(SURVEY).lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn write(desk: &Desk, rows: &[Vec<String>]) {
    desk.write(SURVEY, rows.iter().map(|row| row.join(",") + "\n").collect::<String>());
}

/// Edits the cell of a respondent in a column.
fn set(desk: &Desk, respondent: &str, column: &str, cell: &str) {
    let mut rows = rows(desk);
    let at = rows[0].iter().position(|name| name == column).expect("a column");
    let row = rows.iter_mut().find(|row| row[0] == respondent).expect("a respondent");
    row[at] = cell.to_owned();
    write(desk, &rows);
}

/// Edits every answer: given its object, item and cell.
fn change(desk: &Desk, edit: impl Fn(&str, &str, &str) -> String) {
    let mut rows = rows(desk);
    let names = rows[0].clone();
    for row in &mut rows[1..] {
        for (name, cell) in names.iter().zip(row).skip(4) {
            let (object, item) = name.split_once('_').expect("an object and an item");
            *cell = edit(object, item, cell);
        }
    }
    write(desk, &rows);
}

/// A row per respondent and object, which is called by its label; answers that are no rows are left out.
fn lengthen(desk: &Desk) {
    let wide = rows(desk);
    let mut long =
        vec!["id,bakery,role,years,channel,e1,e2,e3,i1,i2".split(',').map(str::to_owned).collect()];
    // All of one object first, so that the rows of a respondent do not stand together.
    for (o, label) in ["TELEPHONE", "situs"].into_iter().enumerate() {
        let first = if o == 0 { 4 + ITEMS.len() } else { 4 };
        for row in &wide[1..] {
            let answers = row[first..first + ITEMS.len()].to_vec();
            long.push([row[..4].to_vec(), vec![label.to_owned()], answers].concat());
        }
    }
    write(desk, &long);
    desk.edit(STUDY, "    key: id\n", "    key: [id, channel]\n");
    desk.edit(STUDY, "      id:     {", "      channel: {type: text}\n      id:     {");
    desk.edit(STUDY, "  unit: bakery\n", "  unit: bakery\n  respondent: id\n  object: channel\n");
}

/// A row per answer; empty ones have none. Only the first row of a respondent says more of who it is.
fn a_row_per_answer(desk: &Desk) {
    let wide = rows(desk);
    let mut long: Vec<Vec<String>> =
        vec!["who,bakery,role,years,about,asked,said".split(',').map(str::to_owned).collect()];
    for row in &wide[1..] {
        let mut known = row[1..4].to_vec();
        for (name, cell) in wide[0].iter().zip(row).skip(4).filter(|(_, cell)| !cell.is_empty()) {
            let (object, item) = name.split_once('_').expect("an object and an item");
            let object = if object == "web" { "1" } else { "2" }.to_owned();
            long.push(
                [vec![row[0].clone()], known, vec![object, item.to_uppercase(), cell.clone()]].concat(),
            );
            known = vec![String::new(); 3];
        }
    }
    write(desk, &long);
    desk.edit(STUDY, "    key: id\n", "    key: [id, about, asked]\n");
    let columns = "      about: {type: code}\n      asked: {type: text}\n      said: {type: text}\n      id:     {header: who, ";
    desk.edit(STUDY, "      id:     {", columns);
    let settings = "  unit: bakery\n  item: asked\n  answer: said\n  object: {column: about, values: {\"1\": web, \"2\": phone}}\n";
    desk.edit(STUDY, "  unit: bakery\n", settings);
}

/// The same table as a workbook, whose answers are numbers and whose codes have lost their zeros.
fn as_workbook(desk: &Desk) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (r, row) in (0..).zip(rows(desk)) {
        for (c, cell) in (0..).zip(row) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(r, c, number).expect("a cell"),
                Err(_) if cell.is_empty() => continue,
                Err(_) => sheet.write_string(r, c, cell).expect("a cell"),
            };
        }
    }
    desk.write("studies/bakeries/survey.xlsx", book.save_to_buffer().expect("a workbook"));
    desk.edit(STUDY, "bakeries/survey.csv", "bakeries/survey.xlsx");
}

#[test]
fn every_layout_of_the_same_survey_gives_the_same_answers_and_findings() {
    let wide = Desk::fixtures();
    let (expected, found) = (sound(&wide), findings(&wide).positioning.expect("findings"));
    assert_eq!(told(&wide), Vec::<String>::new());
    let labels = |_: &str, item: &str, cell: &str| match (cell.parse::<usize>(), item) {
        (Ok(number), "e1") => format!("{number} - {}", WORDS[number - 1]),
        (Ok(number), "e2") => format!("  {}", WORDS[number - 1].to_uppercase()),
        (Ok(number), "i1") => format!("{number}.0"),
        (Ok(number), _) => WORDS[number - 1].to_owned(),
        _ => cell.to_owned(),
    };
    let ways: [Way; 7] = [
        ("long", &lengthen),
        ("a row per answer", &a_row_per_answer),
        ("a workbook", &as_workbook),
        ("words", &|desk| change(desk, labels)),
        ("a long workbook", &|desk| {
            lengthen(desk);
            as_workbook(desk);
        }),
        ("a row per answer, of words", &|desk| {
            change(desk, labels);
            a_row_per_answer(desk);
        }),
        ("question texts as headings", &|desk| {
            let mut rows = rows(desk);
            rows[0][4] = "1. Is the website easy to learn? [Website]".into();
            write(desk, &rows);
            let declared = "      web_e1: {type: count, header: \"1. Is the website easy to learn? [Website]\"}\n      id:     {";
            desk.edit(STUDY, "      id:     {", declared);
        }),
    ];
    for (way, lay_out) in ways {
        let desk = Desk::fixtures();
        lay_out(&desk);
        assert_eq!(sound(&desk), expected, "{way}");
        assert_eq!(findings(&desk).positioning.as_ref(), Some(&found), "{way}");
    }
}

#[test]
fn answers_are_those_of_the_file_and_reversed_items_are_turned_around() {
    let desk = Desk::fixtures();
    let (answers, rows) = (sound(&desk), rows(&desk));
    assert_eq!(answers.respondents.len(), rows.len() - 1);
    let mut turned = 0;
    for (one, row) in answers.respondents.iter().zip(&rows[1..]) {
        assert_eq!((&one.key, one.unit.as_deref()), (&row[0], Some(&*row[1])));
        assert_eq!(one.profile, [Some(row[2].clone()), Some(row[3].clone())]);
        for (o, _) in OBJECTS.iter().enumerate() {
            for (i, item) in ITEMS.iter().enumerate() {
                let written = row[4 + o * ITEMS.len() + i].parse::<f64>().ok();
                turned += usize::from(*item == "e3" && written.is_some());
                let expected = written.map(|answer| if *item == "e3" { 6.0 - answer } else { answer });
                assert_eq!(one.answers[o][i], expected, "{} {item}", one.key);
            }
        }
    }
    assert!(turned > 30, "only {turned} answers were turned around");
    let units: Vec<&str> = answers.respondents.iter().filter_map(|one| one.unit.as_deref()).collect();
    let several = units.iter().filter(|unit| units.iter().filter(|other| other == unit).count() > 1).count();
    assert!(several > 4, "several respondents answer for one unit");
}

#[test]
fn a_score_needs_the_share_of_answers_that_the_study_asks_for() {
    let with_a_score = |share: &str| {
        let desk = Desk::fixtures();
        desk.edit(STUDY, "  unit: bakery\n", &format!("  unit: bakery\n  answered: {share}\n"));
        let found = findings(&desk).positioning.expect("findings");
        let of = |score: &&telaah::positioning::Score| {
            score.segment.is_none() && score.object == "web" && score.construct == "ease"
        };
        found.scores.iter().find(of).expect("a score").respondents
    };
    let desk = Desk::fixtures();
    let answered = |row: &Vec<String>| row[4..7].iter().filter(|cell| cell.parse::<u8>().is_ok()).count();
    let with = |least: usize| rows(&desk)[1..].iter().filter(|row| answered(row) >= least).count();
    assert_eq!((with_a_score("50 %"), with_a_score("100 %")), (with(2), with(3)));
    assert!(with(2) > with(3), "the fixture has answers that are missing");
}

#[test]
fn only_what_the_study_says_means_not_answered() {
    let desk = Desk::fixtures();
    desk.edit(STUDY, "  missing_values: [\"-\"]\n", "");
    assert_eq!(told(&desk), ["not-an-answer survey.csv:11:34", "not-an-answer survey.csv:12:29"]);
    set(&desk, "R10", "phone_i1", "9");
    set(&desk, "R11", "phone_e2", "9");
    desk.edit(STUDY, "  unit: bakery\n", "  unit: bakery\n  missing_values: [\"9\"]\n");
    assert_eq!(told(&desk), Vec::<String>::new());
}

#[test]
fn the_order_of_the_rows_changes_nothing() {
    let desk = Desk::fixtures();
    let expected = sound(&desk);
    let mut turned = rows(&desk);
    turned[1..].reverse();
    write(&desk, &turned);
    assert_eq!(sound(&desk), expected);
}

#[test]
fn every_cell_that_is_no_answer_is_told_at_its_place() {
    let desk = Desk::fixtures();
    set(&desk, "R01", "web_e1", "6");
    set(&desk, "R02", "web_e2", "4.5");
    set(&desk, "R03", "web_e3", "Setju");
    set(&desk, "R04", "phone_i1", "1 - Sangat setuju");
    set(&desk, "R05", "bakery", "999");
    let found = told(&desk);
    let expected = [
        "outside-scale survey.csv:2:17",
        "fraction survey.csv:3:20",
        "not-an-answer survey.csv:4:22",
        "contradiction survey.csv:5:33",
        "unknown-unit survey.csv:6:5",
    ];
    assert_eq!(found, expected);
    let (problems, _) = desk.check("bakeries");
    assert_eq!(problems[2]["hints"][0], "did you mean `Setuju`?");
}

#[test]
fn of_many_wrong_cells_five_are_told_and_the_rest_are_counted() {
    let desk = Desk::fixtures();
    change(&desk, |_, _, _| "7".to_owned());
    let (problems, _) = desk.check("bakeries");
    assert_eq!(problems.len(), 5, "{problems:#?}");
    let more = 20 * 10 - 5;
    assert_eq!(problems[4]["hints"][1], format!("the file has {more} more such cells"));
}

#[test]
fn a_unit_that_lost_its_zeros_is_recognised() {
    let desk = Desk::fixtures();
    desk.edit(STUDY, "      bakery: {type: code, digits: 3,", "      bakery: {type: code,");
    set(&desk, "R05", "bakery", "5");
    let (problems, _) = desk.check("bakeries");
    assert_eq!(problems[0]["code"], "positioning::unknown-unit");
    assert_eq!(problems[0]["hints"][0], "`005` is there: declare `bakery` as `{type: code, digits: 3}`");
}

#[test]
fn rows_of_a_long_file_that_contradict_each_other_are_told() {
    let desk = Desk::fixtures();
    lengthen(&desk);
    let mut rows = rows(&desk);
    assert_eq!((&*rows[21][0], &*rows[22][0], &*rows[23][0]), ("R01", "R02", "R03"));
    rows[21][1] = "020".into();
    rows[22][2] = "clerk".into();
    rows[23][4] = "Web site".into();
    rows[24][4] = String::new();
    let again = [rows[25].clone(), vec![]].concat();
    rows.push(again);
    rows.last_mut().expect("a row")[4] = "Website".into();
    write(&desk, &rows);
    let expected = ["data::key-missing survey.csv:25:17"];
    assert_eq!(told(&desk), expected, "a key comes first");
    let mut twice = rows.clone();
    twice[24] = twice[1].clone();
    write(&desk, &twice);
    let (problems, _) = desk.check("bakeries");
    assert_eq!(problems[0]["message"], "the key `R01 · TELEPHONE` stands twice");
    rows[24][4] = "web".into();
    write(&desk, &rows);
    let expected = [
        "two-values survey.csv:22:5",
        "two-values survey.csv:23:9",
        "unknown-object survey.csv:24:18",
        "answered-twice survey.csv:42:1",
    ];
    assert_eq!(told(&desk), expected);
}

#[test]
fn rows_of_single_answers_that_name_no_item_or_come_twice_are_told() {
    let desk = Desk::fixtures();
    a_row_per_answer(&desk);
    let mut rows = rows(&desk);
    rows[1][5] = "E11".into();
    rows[2][4] = "3".into();
    let mut again = rows[3].clone();
    again[5] = again[5].to_lowercase();
    rows.push(again);
    write(&desk, &rows);
    let last = rows.len();
    let expected = [
        "unknown-item survey.csv:2:19".to_owned(),
        "unknown-object survey.csv:3:8".to_owned(),
        format!("answered-twice survey.csv:{last}:1"),
    ];
    assert_eq!(told(&desk), expected);
}

#[test]
fn what_nobody_answered_is_a_warning_at_its_place_and_a_consequence_in_the_findings() {
    let desk = Desk::fixtures();
    let line = |file: &str, text: &str| {
        desk.read(file).lines().position(|line| line.contains(text)).expect("the line") + 1
    };
    change(
        &desk,
        |object, item, cell| if object == "web" || item == "i2" { String::new() } else { cell.to_owned() },
    );
    set(&desk, "R05", "bakery", "");
    let (object, item) = (line(STUDY, "web: {id: Situs"), line(INSTRUMENT, "i2: "));
    let expected = [
        "no-unit survey.csv:6:5".to_owned(),
        format!("no-answers .yaml:{object}:5"),
        format!("no-answers instrument.yaml:{item}:7"),
    ];
    assert_eq!(told(&desk), expected);
    let found = findings(&desk).positioning.expect("findings");
    assert_eq!((found.objects[0].n, found.respondents.answered), (0, 19));
    assert!(found.scores.iter().filter(|score| score.object == "web").all(|score| score.mean.is_none()));
    let run = desk.run(&["report", STUDY]);
    assert_eq!(run.status, 0, "{}", run.stderr);
}

#[test]
fn no_answers_at_all_are_a_warning_and_the_report_is_made() {
    let desk = Desk::fixtures();
    change(&desk, |_, _, _| String::new());
    let (problems, status) = desk.check("bakeries");
    let codes: Vec<&str> = problems.iter().filter_map(|problem| problem["code"].as_str()).collect();
    assert_eq!((codes, status), (vec!["positioning::no-answers"], 0));
    let found = findings(&desk).positioning.expect("findings");
    assert_eq!((found.respondents.n, found.respondents.answered), (20, 0));
    let run = desk.run(&["report", STUDY]);
    assert_eq!(run.status, 0, "{}", run.stderr);
}

#[test]
fn broken_surveys_have_consequences_that_are_stated_and_never_a_number_that_is_none() {
    let one_item = |desk: &Desk| {
        let text = desk.read(INSTRUMENT);
        let kept = text.lines().filter(|line| !line.trim_start().starts_with("i2:"));
        desk.write(INSTRUMENT, kept.map(|line| format!("{line}\n")).collect::<String>());
    };
    let constant = |desk: &Desk| {
        change(desk, |_, item, cell| if item == "e1" { "4".to_owned() } else { cell.to_owned() });
    };
    let one_segment = |desk: &Desk| {
        let busy: Vec<String> = {
            let text = desk.read("studies/bakeries/bakeries.csv");
            let orders = |line: &str| line.split(',').nth(1).and_then(|cell| cell.parse::<u32>().ok());
            let busy = text.lines().filter(|line| orders(line).is_some_and(|orders| orders > 50));
            busy.map(|line| line[..3].to_owned()).collect()
        };
        let mut rows = rows(desk);
        rows.retain(|row| row[1] == "bakery" || busy.contains(&row[1]));
        write(desk, &rows);
    };
    let one_respondent = |desk: &Desk| {
        let rows = rows(desk);
        write(desk, &rows[..2]);
    };
    let ways: [Way; 4] = [
        ("one item", &one_item),
        ("a constant item", &constant),
        ("a segment without respondents", &one_segment),
        ("one respondent", &one_respondent),
    ];
    for (way, spoil) in ways {
        let desk = Desk::fixtures();
        spoil(&desk);
        let found = findings(&desk).positioning.expect(way);
        match way {
            "one item" => {
                let of = found.reliability.iter().filter(|row| row.construct == "intention");
                assert_eq!(of.map(|row| (row.items, row.alpha)).collect::<Vec<_>>(), [(1, None), (1, None)]);
            }
            "a constant item" => {
                let constant = found.reliability.iter().filter(|row| row.construct == "ease");
                assert!(
                    constant.into_iter().all(|row| row.constant_items == ["e1"]),
                    "{:#?}",
                    found.reliability
                );
            }
            "a segment without respondents" => {
                let empty = found.scores.iter().filter(|score| score.segment == Some(2));
                assert!(
                    empty.clone().count() > 0
                        && empty.into_iter().all(|score| score.n == 0 && score.mean.is_none())
                );
            }
            _ => assert!(found.scores.iter().all(|score| score.sd.is_none())),
        }
        let run = desk.run(&["report", STUDY]);
        assert_eq!(run.status, 0, "{way}: {}", run.stderr);
        let report = desk.output("bakeries", run);
        let said = report.sentences();
        assert!(!said.contains("NaN") && !said.contains("inf "), "{way}");
    }
}

#[test]
fn problems_of_answers_are_told_together_with_those_of_other_data() {
    let desk = Desk::fixtures();
    set(&desk, "R01", "web_e1", "6");
    desk.edit("studies/bakeries/bakeries.csv", "\n001,", "\n001,many,");
    let bakeries = desk.read("studies/bakeries/bakeries.csv").replace("many,", "many");
    desk.write("studies/bakeries/bakeries.csv", bakeries);
    assert_eq!(told(&desk), ["data::not-a-number bakeries.csv:2:5", "outside-scale survey.csv:2:17"]);
}

#[test]
fn warnings_of_a_survey_do_not_stop_it() {
    let desk = Desk::fixtures();
    set(&desk, "R05", "bakery", "");
    let warnings = pipeline::check(&desk.path(STUDY)).expect("no error");
    let told: Vec<_> = warnings.0.iter().map(|problem| (problem.code, problem.severity)).collect();
    assert_eq!(told, [("positioning::no-unit", Severity::Warning)]);
    assert_eq!(warnings.0[0].message, "1 of 20 respondents have no `bakery`");
}
