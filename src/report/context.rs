//! Exactly what templates may see.

use super::fonts;
use super::markdown;
use super::table::{self, ClaimTable, Settings, Table};
use super::template;
use super::typst;
use crate::chart::Chart;
use crate::diagnostic::{Diagnostics, Outcome, Place};
use crate::expression::{Evaluator, finished, finished_text};
use crate::findings::Findings;
use crate::locale::{Language, Locale, Text};
use crate::study::place::{self, Step, path};
use crate::study::{Bibliography, Dataset, InputFile, Prose, ProseOrigin, Study, Work};
use chrono::Datelike;
use serde_json::{Map, Value, json};

/// The parts of the report that the author writes, in the order of the report.
const PARTS: [&str; 7] =
    ["abstract", "introduction", "literature", "method", "discussion", "conclusion", "limitations"];

/// The author's texts as Typst, ready for the context.
#[derive(Debug, Clone, PartialEq)]
pub struct Texts {
    parts: Value,
    sources: Value,
    survey: Value,
}

impl Texts {
    /// The source of a dataset in words, as Typst.
    pub fn source(&self, dataset: &str) -> Option<&str> {
        finished_text(&self.sources[dataset]["note"])
    }
}

/// Converts the author's Markdown, and the sources of the datasets.
///
/// # Errors
/// Every inline value that does not exist and every unknown citation, at its place.
pub fn texts(study: &Study, tree: &Value) -> Outcome<Texts> {
    let mut problems = Diagnostics::default();
    let evaluators = [Language::Id, Language::En].map(|language| {
        let locale = Locale { language, ..study.locale.clone() };
        (Evaluator::new(tree, &locale), locale)
    });
    let mut convert = |prose: &Prose, language: Language| {
        let (evaluator, locale) = &evaluators[language as usize];
        problems.keep(markdown::to_typst(prose, evaluator, study.bibliography.as_ref(), locale))
    };
    let mut parts = Map::new();
    for part in PARTS {
        let mut in_language = |language: Language| {
            let prose = study.prose.iter().filter(|prose| prose.part == part);
            let fits = |prose: &&Prose| prose.language.is_none_or(|own| own == language);
            prose.clone().find(fits).and_then(|prose| convert(prose, language)).map(finished)
        };
        let value = if part == "abstract" {
            let only = study.prose.iter().any(|prose| prose.part == part && prose.language.is_none());
            let mut of = |language: Language| {
                (!only || language == study.locale.language).then(|| in_language(language)).flatten()
            };
            json!({ "id": of(Language::Id), "en": of(Language::En) })
        } else {
            let here = in_language(study.locale.language);
            here.or_else(|| in_language(study.locale.language.other())).unwrap_or(Value::Null)
        };
        parts.insert(part.to_owned(), value);
    }
    let sources = study.datasets.iter().map(|dataset| {
        let note = convert(&source_prose(study, dataset), study.locale.language);
        let note = note.map(|typst| finished(markdown::inline(&typst)));
        (dataset.name.clone(), json!({ "note": note, "origin": dataset.origin }))
    });
    let sources = Value::Object(sources.collect());
    let survey = survey(study, &mut |prose| convert(prose, study.locale.language));
    problems.into_outcome(Texts { parts: Value::Object(parts), sources, survey })
}

/// What the author says of a survey: where its instrument comes from, and what is recommended by element.
fn survey(study: &Study, convert: &mut dyn FnMut(&Prose) -> Option<String>) -> Value {
    let Some(plan) = &study.positioning else { return Value::Null };
    let mut inline = |text: &Option<Text>, path: &[Step]| {
        let prose = text.as_ref().map(|text| short_prose(study, text, path));
        prose.and_then(|prose| convert(&prose)).map(|typst| finished(markdown::inline(&typst)))
    };
    let source = inline(&plan.instrument.source, &path!["positioning", "instrument", "source"]);
    let elements = plan.guidance.iter().flat_map(|guidance| guidance.elements.iter().enumerate());
    let recommendations = elements.map(|(i, element)| {
        let path = path!["positioning", "guidance", "elements", i, "recommendation"];
        (element.name.clone(), json!(inline(&element.recommendation, &path)))
    });
    json!({ "recommendations": recommendations.collect::<Map<_, _>>(), "source": source })
}

/// A short text of the study as prose, with the place of its key or of what holds it.
fn short_prose(study: &Study, text: &Text, path: &[Step]) -> Prose {
    let place = place::nearest(&study.source, path);
    let place = place.unwrap_or_else(|| Place::at(&study.source, 1, 1));
    let markdown = text.get(study.locale.language).to_owned();
    Prose { part: "source", language: None, markdown, origin: ProseOrigin::Study(place) }
}

fn source_prose(study: &Study, dataset: &Dataset) -> Prose {
    short_prose(study, &dataset.source, &path!["datasets", dataset.name.as_str(), "source"])
}

/// The files a study was made from, each with its role.
pub fn inputs(study: &Study) -> Vec<(&'static str, &InputFile)> {
    let mut inputs = vec![("study", &study.file)];
    inputs.extend(study.datasets.iter().map(|dataset| ("data", &dataset.file)));
    let instrument = study.positioning.iter().filter_map(|plan| plan.instrument_file.as_ref());
    inputs.extend(instrument.map(|file| ("instrument", file)));
    inputs.extend(study.claims.iter().map(|claims| ("claims", &claims.file)));
    inputs.extend(study.bibliography.iter().map(|bibliography| ("bibliography", &bibliography.file)));
    inputs.extend(study.prose.iter().filter_map(|prose| match &prose.origin {
        ProseOrigin::File(file, _) => Some(("prose", file)),
        ProseOrigin::Study(_) => None,
    }));
    inputs.extend(study.template_files().map(|file| ("template", file)));
    inputs.extend(study.fonts.iter().map(|file| ("fonts", file)));
    inputs
}

/// Every table of a report: those with names, and the claims by place.
pub struct Tables {
    /// The tables with names of their own, in the order of the report.
    pub named: Vec<Table>,
    /// The claims, a table per place of the publication.
    pub claims: Vec<ClaimTable>,
}

/// The files that this report was made from: of prose, that of the other language only where it is printed.
fn printed_inputs(study: &Study) -> Vec<(&'static str, &InputFile)> {
    let here = study.locale.language;
    let has_own = |part: &str| {
        study.prose.iter().any(|prose| prose.part == part && prose.language.is_none_or(|own| own == here))
    };
    let is_read = |file: &InputFile| {
        let of_file = study
            .prose
            .iter()
            .filter(|prose| matches!(&prose.origin, ProseOrigin::File(own, _) if own.name == file.name));
        of_file.clone().next().is_none()
            || of_file.into_iter().any(|prose| {
                prose.part == "abstract"
                    || prose.language.is_none_or(|own| own == here)
                    || !has_own(prose.part)
            })
    };
    inputs(study).into_iter().filter(|(_, file)| is_read(file)).collect()
}

/// Makes every table of a report.
pub fn tables(study: &Study, findings: &Findings) -> Tables {
    let locale = &study.locale;
    let settings = Settings { typst: typst::VERSION, command: command(study) };
    let mut named = table::tables(findings, locale);
    named.extend(table::provenance(study, &printed_inputs(study), &settings));
    Tables { named, claims: table::claim_tables(findings, locale) }
}

/// The whole context of a report.
pub fn context(study: &Study, tree: &Value, texts: &Texts, charts: &[Chart], tables: &Tables) -> Value {
    let locale = &study.locale;
    let view = |table: &Table| json!(table.view(locale));
    let Tables { named: tables, claims: claim_tables } = tables;
    json!({
        "language": locale.language.code(),
        "study": study.name,
        "title": study.title.get(locale.language),
        "titles": study.title,
        "date": locale.date(study.date),
        "date_iso": study.date.to_string(),
        "year": study.date.year(),
        "month": study.date.month(),
        "day": study.date.day(),
        "authors": authors(study),
        "reproduces": study.reproduces.as_deref().map(reproduces),
        "fonts": fonts::families(study),
        "keywords": study.keywords.as_ref().map(|(id, en)| json!({ "id": id, "en": en })),
        "text": texts.parts,
        "sources": texts.sources,
        "survey": texts.survey,
        "findings": tree,
        "tables": tables.iter().map(|table| (table.name.to_owned(), view(table))).collect::<Map<_, _>>(),
        "claim_tables": claim_tables.iter().map(|entry| json!({ "where": entry.place, "table": view(&entry.table) })).collect::<Vec<_>>(),
        "charts": charts.iter().map(|chart| (chart.name.to_owned(), chart_context(chart))).collect::<Map<_, _>>(),
        "bibliography": study.bibliography.as_ref().map(|bibliography| bibliography.report_name()),
        "methods_bibliography": template::METHODS,
        "cited_as": cited_as(study),
        "provenance": provenance(study),
        "shares_units": super::shared(study, tree).1.is_empty(),
        "not_shared": study.datasets.iter().filter(|data| !data.shared()).map(|data| &data.file.name).collect::<Vec<_>>(),
    })
}

/// The key under which each work on methods is cited: the author's own where the author's references have it.
fn cited_as(study: &Study) -> Map<String, Value> {
    let file = InputFile {
        name: template::METHODS.to_owned(),
        shown: template::METHODS.to_owned(),
        bytes: template::methods().into(),
    };
    let Ok(methods) = Bibliography::read(file, None) else { return Map::new() };
    let key = |(key, work): (&str, &Work)| {
        let own = study.bibliography.as_ref().and_then(|bibliography| bibliography.key_of(work));
        (key.trim_start_matches(template::METHODS_PREFIX).to_owned(), json!(own.unwrap_or(key)))
    };
    methods.works().map(key).collect()
}

fn authors(study: &Study) -> Vec<Value> {
    let said = |text: &crate::study::schema::LocalText| text.resolve().get(study.locale.language).to_owned();
    let author = |author: &crate::study::schema::Author| json!({ "name": said(&author.name), "affiliation": author.affiliation.as_ref().map(said), "email": author.email });
    study.authors.iter().map(author).collect()
}

fn reproduces(key: &str) -> Value {
    let key = super::quote::quoted(key);
    json!({
        "prose": finished(format!("#cite(label({key}), form: \"prose\");")),
        "full": finished(format!("#cite(label({key}), form: \"full\");")),
    })
}

fn chart_context(chart: &Chart) -> Value {
    json!({ "file": format!("charts/{}.svg", chart.name), "alt": chart.alt, "width": chart.width_pt, "height": chart.height_pt, "foreign": chart.foreign })
}

/// The command that makes the report, given in the folder of the study: the same wherever that is.
fn command(study: &Study) -> String {
    format!("telaah report {}", study.file.name)
}

fn provenance(study: &Study) -> Value {
    let input = |(role, file): (&'static str, &InputFile)| json!({ "role": role, "file": file.name, "bytes": file.bytes.len(), "sha256": file.sha256() });
    json!({
        "telaah": env!("CARGO_PKG_VERSION"),
        "typst": typst::VERSION,
        "command": command(study),
        "seed": study.seed,
        "study_file": study.file.name,
        "inputs": inputs(study).into_iter().map(input).collect::<Vec<_>>(),
    })
}
