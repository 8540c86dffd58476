//! The tables of the report as a workbook shows them: with number, caption and source in plain text.

use super::context::{Tables, Texts};
use super::plain;
use super::table::{Subject, Table};
use super::template::{Placed, Rendered};
use crate::study::Study;
use crate::study::schema::Origin;
use serde_json::Value;

/// A table with what stands above and below it.
#[derive(Debug)]
pub struct Exhibit<'a> {
    /// Its number in the document; none when the document leaves it out.
    pub number: Option<usize>,
    /// Its caption.
    pub caption: String,
    /// A shorter one, of which a sheet is called; none where the caption is short.
    pub short: Option<String>,
    /// The table.
    pub table: &'a Table,
    /// Where its data come from, as a sentence; empty where it shows no data.
    pub source: String,
    /// A warning about its data; empty where there is nothing to warn of.
    pub warning: String,
}

/// What a workbook calls things, in the report's language.
#[derive(Debug)]
pub struct Words {
    /// The word before the number of a table: `Tabel`.
    pub table: String,
    /// The name of the first sheet.
    pub contents: String,
    /// The headings of the first sheet.
    pub number: String,
    /// The heading over captions.
    pub caption: String,
    /// The heading over numbers of rows.
    pub rows: String,
    /// What stands in place of a number.
    pub unprinted: String,
}

impl Words {
    /// Takes the words out of the terms of the template; a word that it lacks is its English name.
    pub fn of(terms: &Value) -> Self {
        let word = |name: &str, own: &Value| own.as_str().unwrap_or(name).to_owned();
        let sheet = |name: &str, otherwise: &str| word(otherwise, &terms["workbook"][name]);
        Self {
            table: word("Table", &terms["table"]),
            contents: sheet("contents", "Contents"),
            number: sheet("number", "No."),
            caption: sheet("caption", "Table"),
            rows: sheet("rows", "Rows"),
            unprinted: sheet("unprinted", "not printed"),
        }
    }
}

/// Every table of a report: those of the document in its order and with its numbers, then those it leaves out.
pub fn exhibits<'a>(
    study: &Study,
    texts: &Texts,
    tables: &'a Tables,
    rendered: &Rendered,
) -> Vec<Exhibit<'a>> {
    let notes = Notes { study, texts, terms: &rendered.terms };
    let numbered = rendered.placed.iter().enumerate();
    let mut all: Vec<Exhibit> = numbered
        .filter_map(|(i, placed)| notes.placed(i + 1, placed, table_of(tables, &placed.name)?))
        .collect();
    let is_placed = |table: &&Table| !rendered.placed.iter().any(|placed| placed.name == table.name);
    let left = tables.named.iter().filter(is_placed).filter(|table| !table.rows.is_empty());
    all.extend(left.map(|table| notes.left_out(table)));
    all
}

fn table_of<'a>(tables: &'a Tables, name: &str) -> Option<&'a Table> {
    match name.strip_prefix("claims-").map(str::parse::<usize>) {
        Some(Ok(number)) => tables.claims.get(number.wrapping_sub(1)).map(|entry| &entry.table),
        _ => tables.named.iter().find(|table| table.name == name),
    }
}

/// What stands below tables.
struct Notes<'a> {
    study: &'a Study,
    texts: &'a Texts,
    terms: &'a Value,
}

impl Notes<'_> {
    fn placed<'a>(&self, number: usize, placed: &Placed, table: &'a Table) -> Option<Exhibit<'a>> {
        let mut exhibit = self.left_out(table);
        if let Some(dataset) = placed.dataset.as_deref() {
            exhibit.source = self.of_dataset(dataset);
            exhibit.warning = self.warning(self.subjects(table).chain([dataset]));
        }
        Some(Exhibit { number: Some(number), caption: placed.caption.clone(), ..exhibit })
    }

    /// A table that the document leaves out, such as that of the units where there are many.
    fn left_out<'a>(&self, table: &'a Table) -> Exhibit<'a> {
        let caption = self.terms["tables"][table.name].as_str().unwrap_or(table.name).to_owned();
        let short = self.terms["workbook"]["sheets"][table.name].as_str().map(str::to_owned);
        let source = match table.subject {
            Subject::Claims => self.of_publication(),
            _ => self.subjects(table).next().map(|dataset| self.of_dataset(dataset)).unwrap_or_default(),
        };
        Exhibit { number: None, caption, short, table, source, warning: self.warning(self.subjects(table)) }
    }

    /// The datasets that a table was made from, the one it shows first. What was published is compared with all.
    fn subjects<'t>(&'t self, table: &Table) -> impl Iterator<Item = &'t str> + use<'t> {
        let segmented = self.study.segmentation.as_ref().map(|plan| plan.data.as_str());
        let targeted = self.study.targeting.as_ref().map(|plan| plan.data.as_str());
        let surveyed = self.study.positioning.as_ref().map(|plan| plan.data.as_str());
        let used = match table.subject {
            Subject::Report => [None; 2],
            Subject::Segmentation => [segmented, None],
            // Both tell units by their segments.
            Subject::Targeting => [targeted, segmented],
            Subject::Survey => [surveyed, segmented],
            Subject::Claims => [None; 2],
        };
        let is_of_claims = table.subject == Subject::Claims;
        let all = self.study.datasets.iter().filter(move |_| is_of_claims);
        used.into_iter().flatten().chain(all.map(|dataset| dataset.name.as_str()))
    }

    fn term(&self, name: &str) -> &str {
        self.terms[name].as_str().unwrap_or_default()
    }

    fn origin(&self, dataset: &str) -> Option<Origin> {
        self.study.datasets.iter().find(|data| data.name == dataset).map(|data| data.origin)
    }

    fn of_dataset(&self, dataset: &str) -> String {
        let source = self.texts.source(dataset).unwrap_or_default();
        let words = plain::text(source, self.study.bibliography.as_ref(), &self.study.locale);
        let origin = serde_json::to_value(self.origin(dataset)).unwrap_or_default();
        let origin = self.terms["origins"][origin.as_str().unwrap_or_default()].as_str().unwrap_or_default();
        format!("{}: {words}{} ({origin}).", self.term("source"), self.term("processed"))
    }

    fn of_publication(&self) -> String {
        let Some(key) = &self.study.reproduces else { return String::new() };
        let name = plain::cited(key, true, self.study.bibliography.as_ref(), &self.study.locale);
        format!("{}: {name}{}.", self.term("source"), self.term("recomputed"))
    }

    /// That data are simulated, where any of them are.
    fn warning<'t>(&self, mut datasets: impl Iterator<Item = &'t str>) -> String {
        let simulated = datasets.any(|dataset| self.origin(dataset) == Some(Origin::Simulated));
        if simulated { self.term("simulated").to_owned() } else { String::new() }
    }
}
