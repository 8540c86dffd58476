//! The promise: sentences about a survey follow the findings. Where the answers about two objects change places, or all
//! answers are turned around, every sentence that would be false is another one, in both languages; and a survey without
//! segments, without objects, with one construct, or none at all is said as completely.

use crate::support::{Desk, without_footnotes};

const STUDY: &str = "studies/bakeries.yaml";
const SURVEY: &str = "studies/bakeries/survey.csv";
const INSTRUMENT: &str = "studies/bakeries/instrument.yaml";

/// The sentences of the fixture's report, after what was edited.
fn said(language: &str, edit: &dyn Fn(&Desk)) -> String {
    let desk = Desk::fixtures();
    desk.edit(STUDY, "language: en", &format!("language: {language}"));
    edit(&desk);
    without_footnotes(&desk.report("bakeries").sentences())
}

fn as_it_is(_: &Desk) {}

/// Edits the cells of every respondent from the first answer on.
fn change(desk: &Desk, edit: &dyn Fn(&mut [String])) {
    let text = desk.read(SURVEY);
    let mut lines = text.lines();
    let head = lines.next().expect("a header");
    let changed = lines.map(|line| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        edit(&mut cells[4..]);
        cells.join(",") + "\n"
    });
    desk.write(SURVEY, format!("{head}\n{}", changed.collect::<String>()));
}

/// What was answered about one object is answered about the other.
fn swap_objects(desk: &Desk) {
    change(desk, &|answers| answers.rotate_left(5));
}

/// The highest answer becomes the lowest, and the other way round.
fn turn_answers(desk: &Desk) {
    let turned = |answer: &String| answer.parse::<i32>().map_or(answer.clone(), |x| (6 - x).to_string());
    change(desk, &|answers| answers.iter_mut().for_each(|answer| *answer = turned(answer)));
}

/// Nobody told anything apart: only the answers about the first object are read, and the wording names none.
fn without_objects(desk: &Desk) {
    cut(desk, STUDY, "  objects:\n", "  unit: bakery");
    desk.edit(STUDY, "  unit: bakery", "  column: \"web_{item}\"\n  unit: bakery");
    let instrument = desk.read(INSTRUMENT);
    desk.write(INSTRUMENT, instrument.replace("{object}", "it"));
}

/// Respondents belong to no unit, and so to no segment.
fn without_segments(desk: &Desk) {
    cut(desk, STUDY, "segmentation:\n", "positioning:\n");
    desk.edit(STUDY, "  unit: bakery\n", "");
}

fn one_construct(desk: &Desk) {
    let instrument = desk.read(INSTRUMENT);
    let at = instrument.find("  - name: intention").expect("the second construct");
    desk.write(INSTRUMENT, &instrument[..at]);
    desk.edit(STUDY, "  outcome: intention\n", "");
    desk.edit(STUDY, "constructs: [ease, intention]", "constructs: [ease]");
}

/// Everything that can be absent is.
fn bare(desk: &Desk) {
    without_objects(desk);
    without_segments(desk);
    one_construct(desk);
    cut(desk, STUDY, "  guidance:\n", "");
    desk.edit(STUDY, "  profile: [role, years]\n", "");
}

fn without_survey(desk: &Desk) {
    cut(desk, STUDY, "positioning:\n", "");
}

/// Removes what stands between two texts, of which the second stays; to the end where it is empty.
fn cut(desk: &Desk, file: &str, from: &str, to: &str) {
    let text = desk.read(file);
    let start = text.find(from).unwrap_or_else(|| panic!("no `{from}` in {file}"));
    let end = if to.is_empty() { text.len() } else { start + text[start..].find(to).expect("its end") };
    desk.write(file, format!("{}{}", &text[..start], &text[end..]));
}
