//! The references of a study: which keys can be cited.

use super::files::InputFile;
use crate::diagnostic::{Diagnostic, Place, Source, did_you_mean};
use biblatex::ChunksExt;
use serde_yaml::Value as Yaml;
use std::ops::Range;
use std::sync::Arc;

/// A bibliography that Typst can read, and the keys in it.
#[derive(Debug, Clone)]
pub struct Bibliography {
    /// The file.
    pub file: InputFile,
    /// The keys, in the order of the file.
    pub keys: Vec<String>,
    works: Vec<Work>,
}

/// What a work is called in a sentence, where no citation can be set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    /// The family names of its authors.
    pub authors: Vec<String>,
    /// The year; empty where none is given.
    pub year: String,
    /// The title; empty where none is given.
    pub title: String,
    /// The digital object identifier; empty where none is given.
    pub doi: String,
}

impl Work {
    /// Whether two entries are of one work: by their DOIs where both have one, otherwise by title and year.
    pub fn is(&self, other: &Self) -> bool {
        let letters = |text: &str| -> String {
            text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        match (self.doi.is_empty(), other.doi.is_empty()) {
            (false, false) => self.doi.eq_ignore_ascii_case(&other.doi),
            _ => {
                let (own, others) = (letters(&self.title), letters(&other.title));
                !own.is_empty() && own == others && self.year == other.year
            }
        }
    }
}

impl Bibliography {
    /// Reads a BibTeX or Hayagriva file, told apart by its ending.
    pub fn read(file: InputFile, place: Option<Place>) -> Result<Self, Diagnostic> {
        let source = file.text()?;
        let entries = match file.name.rsplit('.').next() {
            Some("bib") => bibtex_entries(&source)?,
            Some("yaml" | "yml") => hayagriva_entries(&source)?,
            _ => {
                let problem =
                    Diagnostic::error("bibliography::kind", format!("`{}` is not a bibliography", file.name));
                return Err(problem
                    .maybe_at(place)
                    .hint("use a BibTeX file (`.bib`) or a Hayagriva file (`.yaml`)"));
            }
        };
        let (keys, works) = entries.into_iter().unzip();
        Ok(Self { file, keys, works })
    }

    /// What a work is called in a sentence.
    pub fn work(&self, key: &str) -> Option<&Work> {
        self.keys.iter().position(|known| known == key).and_then(|at| self.works.get(at))
    }

    /// The key of a work that may stand here under any key.
    pub fn key_of(&self, work: &Work) -> Option<&str> {
        self.works.iter().position(|own| own.is(work)).and_then(|at| self.keys.get(at)).map(String::as_str)
    }

    /// Every work with its key, in the order of the file.
    pub fn works(&self) -> impl Iterator<Item = (&str, &Work)> {
        self.keys.iter().map(String::as_str).zip(&self.works)
    }

    /// The file name under which the report keeps it.
    pub fn report_name(&self) -> &'static str {
        if self.file.name.ends_with(".bib") { "references.bib" } else { "references.yaml" }
    }

    /// The problem of citing a key that is not there, or nothing.
    pub fn unknown(&self, key: &str) -> Option<Diagnostic> {
        if self.keys.iter().any(|known| known == key) {
            return None;
        }
        let problem = Diagnostic::error("citation::unknown", format!("`{key}` is not in the bibliography"))
            .because(format!("`{}` has no entry of this key", self.file.name));
        Some(problem.maybe_hint(did_you_mean(key, self.keys.iter().map(String::as_str))))
    }
}

type Entries = Vec<(String, Work)>;

fn bibtex_entries(source: &Arc<Source>) -> Result<Entries, Diagnostic> {
    let parsed = biblatex::Bibliography::parse(&source.text).map_err(|error| {
        let problem =
            Diagnostic::error("bibliography::syntax", format!("`{}` is not valid BibTeX", source.name));
        match unclosed(&source.text[..source.text.floor_char_boundary(error.span.end)]) {
            Some(line) => {
                problem.at(Place::line_of(source, line)).because("a brace is opened here and not closed")
            }
            None => problem.at(bibtex_place(source, error.span)).because(error.kind.to_string()),
        }
    })?;
    Ok(parsed.iter().map(|entry| (entry.key.clone(), bibtex_work(entry))).collect())
}

fn bibtex_work(entry: &biblatex::Entry) -> Work {
    let authors = entry.author().unwrap_or_default().into_iter().map(|author| author.name);
    let year = entry.get("date").or(entry.get("year")).map(|year| year.format_verbatim());
    let verbatim = |field: &str| entry.get(field).map(|text| text.format_verbatim()).unwrap_or_default();
    Work {
        authors: authors.collect(),
        year: digits_of_year(&year.unwrap_or_default()),
        title: verbatim("title"),
        doi: verbatim("doi"),
    }
}

/// The year at the beginning of a date.
fn digits_of_year(date: &str) -> String {
    date.chars().take_while(char::is_ascii_digit).collect()
}

/// Where BibTeX is wrong: what is missed before the next field or the end of the entry is missing on the line above.
fn bibtex_place(source: &Arc<Source>, span: Range<usize>) -> Place {
    let (before, after) = source.text.split_at(source.text.floor_char_boundary(span.start));
    let above = before.trim_end();
    match before[above.len()..].contains('\n') && goes_on(after.lines().next().unwrap_or("")) {
        true => Place::new(source, above.len()..above.len()),
        false => Place::new(source, span),
    }
}

/// The first line (from 1) that opens more braces than it closes although the next one goes on with the entry.
fn unclosed(text: &str) -> Option<usize> {
    let opens = |line: &str| line.matches('{').count() > line.matches('}').count();
    let lines: Vec<&str> = text.lines().collect();
    let begun = |pair: &[&str]| !pair[0].starts_with('@') && opens(pair[0]) && goes_on(pair[1]);
    lines.windows(2).position(begun).map(|above| above + 1)
}

/// Whether a line begins a field, ends an entry or begins one.
fn goes_on(line: &str) -> bool {
    let is_name = |name: &str| name.trim().chars().all(|letter| letter.is_alphanumeric() || letter == '-');
    let field = line.split_once('=').is_some_and(|(name, _)| is_name(name));
    field || line.trim() == "}" || line.starts_with('@')
}

fn hayagriva_entries(source: &Arc<Source>) -> Result<Entries, Diagnostic> {
    let entries: serde_yaml::Mapping = serde_yaml::from_str(&source.text).map_err(|error| {
        let (line, column) = error.location().map_or((1, 1), |at| (at.line(), at.column()));
        Diagnostic::error("bibliography::syntax", format!("`{}` is not a valid Hayagriva file", source.name))
            .at(Place::at(source, line, column))
            .because(error.to_string())
    })?;
    let entry = |(key, entry): (&Yaml, &Yaml)| Some((key.as_str()?.to_owned(), hayagriva_work(entry)));
    Ok(entries.iter().filter_map(entry).collect())
}

fn hayagriva_work(entry: &Yaml) -> Work {
    let name = |author: &Yaml| {
        let name = author.as_str().or_else(|| author.get("name")?.as_str())?;
        Some(name.split(',').next().unwrap_or(name).trim().to_owned())
    };
    let authors = match entry.get("author") {
        Some(Yaml::Sequence(authors)) => authors.iter().filter_map(name).collect(),
        Some(author) => name(author).into_iter().collect(),
        None => Vec::new(),
    };
    let year = match entry.get("date") {
        Some(Yaml::Number(year)) => year.to_string(),
        Some(date) => date.as_str().unwrap_or_default().to_owned(),
        None => String::new(),
    };
    let text = |value: Option<&Yaml>| value.and_then(Yaml::as_str).unwrap_or_default().to_owned();
    let title = entry.get("title").map(|title| title.get("value").unwrap_or(title));
    let doi = entry.get("serial-number").and_then(|number| number.get("doi"));
    Work { authors, year: digits_of_year(&year), title: text(title), doi: text(doi) }
}
