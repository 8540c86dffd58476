//! The rows of the chart of answers: every item with its words, and how rows share pages.

use super::style::SMALL;
use super::survey_stage::{SURVEY_ROWS, SurveyStage};
use super::text::{LEADING, clean};
use crate::positioning::{ItemFindings, ObjectFindings};

/// Stands in the words of an item for the object, where items are asked of several.
pub const BLANK: &str = "____";
/// The height of the line that names a construct above its items.
pub const CONSTRUCT_LINE: f64 = 60.0;
/// The room around the words of an item, above and below together.
const AROUND: f64 = 14.0;
/// The least height of a row, so that shares can be written into its bars.
const LEAST_ROW: f64 = 48.0;
/// The most lines that an item's words take.
const MOST_LINES: usize = 3;

/// An item, with its answers by object.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// The name of its construct.
    pub construct: &'a str,
    /// Its name in the instrument.
    pub code: String,
    /// Its words, in lines.
    pub lines: Vec<String>,
    /// What was answered about each object; none where the item was not asked.
    pub answers: Vec<Option<&'a ItemFindings>>,
    /// The height it takes.
    pub height: f64,
}

impl Row<'_> {
    /// Whether answers were turned around.
    pub fn reversed(&self) -> bool {
        self.answers.iter().flatten().any(|item| item.reversed)
    }
}

/// How wide codes and words may be.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    /// The width of the codes.
    pub codes: f64,
    /// The width of the words.
    pub words: f64,
}

/// The pages of a chart: all on one where words have at least two lines there.
pub fn pages<'a>(
    stage: &SurveyStage<'a>,
    objects: &[&ObjectFindings],
    columns: Columns,
) -> Vec<Vec<Row<'a>>> {
    let one = (2..=MOST_LINES).rev().map(|most| rows(stage, objects, columns, most));
    match one.into_iter().find(|rows| height(rows) <= SURVEY_ROWS) {
        Some(rows) if rows.is_empty() => Vec::new(),
        Some(rows) => vec![rows],
        None => divided(rows(stage, objects, columns, MOST_LINES)),
    }
}

/// The height of rows with the lines of their constructs.
pub fn height(rows: &[Row]) -> f64 {
    let constructs = (0..rows.len()).filter(|i| begins(rows, *i)).count();
    constructs as f64 * CONSTRUCT_LINE + rows.iter().map(|row| row.height).sum::<f64>()
}

/// Whether a row is the first of its construct on a page.
pub fn begins(rows: &[Row], i: usize) -> bool {
    i == 0 || rows[i - 1].construct != rows[i].construct
}

/// Every item in the order of the instrument, in at most so many lines.
fn rows<'a>(
    stage: &SurveyStage<'a>,
    objects: &[&ObjectFindings],
    columns: Columns,
    most: usize,
) -> Vec<Row<'a>> {
    let constructs = stage.found.constructs.iter();
    let items = constructs.flat_map(|construct| construct.items.iter().map(|item| (&construct.name, item)));
    let row = |(construct, name): (&'a String, &'a String)| {
        let of = |object: &&ObjectFindings| {
            let is = |item: &&ItemFindings| {
                item.item == *name && item.object == object.name && item.construct == *construct
            };
            stage.found.items.iter().find(is)
        };
        let answers: Vec<Option<&ItemFindings>> = objects.iter().map(of).collect();
        let words = words(stage, &answers);
        let lines =
            if words.is_empty() { Vec::new() } else { stage.ruler.wrap(&words, SMALL, columns.words, most) };
        let height = (lines.len() as f64 * LEADING * SMALL.px + AROUND).max(LEAST_ROW);
        let code = stage.ruler.fit(&clean(name), SMALL, columns.codes);
        Row { construct, code, lines, answers, height }
    };
    items.map(row).collect()
}

/// Pages no taller than a page; a construct that has room on one page is not divided.
fn divided(rows: Vec<Row>) -> Vec<Vec<Row>> {
    let mut pages: Vec<Vec<Row>> = Vec::new();
    for part in rows.chunk_by(|a, b| a.construct == b.construct) {
        let room = SURVEY_ROWS - pages.last().map_or(f64::INFINITY, |page| height(page));
        if height(part) > room {
            pages.push(Vec::new());
        }
        for row in part {
            let full = |page: &Vec<Row>| height(page) + CONSTRUCT_LINE + row.height > SURVEY_ROWS;
            if pages.last().is_none_or(full) {
                pages.push(Vec::new());
            }
            if let Some(page) = pages.last_mut() {
                page.push(row.clone());
            }
        }
    }
    pages
}

/// The words of an item, with a blank for what differs between objects, and a sign where answers were turned around.
fn words(stage: &SurveyStage, answers: &[Option<&ItemFindings>]) -> String {
    let asked: Vec<&ItemFindings> = answers.iter().copied().flatten().collect();
    let texts: Vec<String> = asked.iter().map(|item| clean(&item.text)).collect();
    let without = |(item, text): (&&ItemFindings, &String)| match stage.object(&item.object) {
        object if object.is_empty() => text.clone(),
        object => text.replace(&object, BLANK),
    };
    let text = match texts.first() {
        Some(first) if texts.iter().all(|text| text == first) => first.clone(),
        Some(_) => shared(&asked.iter().zip(&texts).map(without).collect::<Vec<_>>()),
        None => String::new(),
    };
    let sign = if asked.iter().any(|item| item.reversed) { " (R)" } else { "" };
    format!("{text}{sign}").trim().to_owned()
}

/// What texts begin and end with in common, around a blank.
fn shared(texts: &[String]) -> String {
    let words: Vec<Vec<&str>> = texts.iter().map(|text| text.split(' ').collect()).collect();
    let Some(first) = words.first() else { return String::new() };
    if words.iter().all(|text| text == first) {
        return first.join(" ");
    }
    let shortest = words.iter().map(Vec::len).min().unwrap_or(0);
    let same = |place: &dyn Fn(&[&str]) -> usize| {
        words.iter().all(|text| text.get(place(text)) == first.get(place(first)))
    };
    let head = (0..shortest).take_while(|i| same(&|_| *i)).count();
    let tail = (1..=shortest - head).take_while(|i| same(&|text| text.len() - i)).count();
    let ends = [&first[..head], &[BLANK], &first[first.len() - tail..]];
    ends.concat().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_blank() {
        let texts = |all: &[&str]| shared(&all.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        assert_eq!(texts(&["I like ____ a lot.", "I like ____ a lot."]), "I like ____ a lot.");
        assert_eq!(texts(&["I like A a lot.", "I like B and C a lot."]), "I like ____ a lot.");
        assert_eq!(texts(&["A", "B"]), "____");
        assert_eq!(texts(&["so so", "so so so"]), "so so ____");
    }
}
