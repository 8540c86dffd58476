//! The serde mirror of the study file. The doc comments here are the descriptions in the JSON Schema.

mod choice;
mod dataset;
mod instrument;
mod positioning;
mod segmentation;
mod simulation;
mod survey;
mod targeting;

pub use choice::*;
pub use dataset::*;
pub use instrument::*;
pub use positioning::*;
pub use segmentation::*;
pub use simulation::*;
pub use survey::*;
pub use targeting::*;

use crate::locale::{Language, NumberStyle, Text};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A telaah study: which data to analyse, how, and what the report says about it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "telaah study")]
pub struct StudyFile {
    /// The study's name: lower-case letters, digits and hyphens. The output folder carries it.
    #[schemars(regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub study: String,
    /// The report template: `paper`, or the path of a folder of your own.
    #[serde(default = "paper")]
    pub template: String,
    /// Fonts for letters that the built-in ones lack: the paths of TTF or OTF files, relative to the study.
    #[serde(default)]
    pub fonts: Vec<String>,
    /// The language of the report: `id` (Indonesian) or `en` (English).
    pub language: Language,
    /// Where the random numbers start; the same seed gives the same report.
    #[serde(default)]
    #[schemars(range(max = 9_007_199_254_740_991_u64))]
    pub seed: u64,
    /// The report's date, as year-month-day. The clock is never asked.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub date: String,
    /// The currency of columns of type `money`, as a three-letter ISO 4217 code.
    #[serde(default = "rupiah")]
    #[schemars(regex(pattern = r"^[A-Z]{3}$"))]
    pub currency: String,
    /// The title of the report.
    pub title: LocalText,
    /// Who answers for this report.
    #[schemars(length(min = 1))]
    pub authors: Vec<Author>,
    /// Who publishes the report; `ro-crate-metadata.json` names it.
    pub publisher: Option<Publisher>,
    /// The licence of the report and of what its authors have made: an identifier of the SPDX License List, such as
    /// `CC-BY-4.0`, or the address of the licence.
    #[schemars(regex(pattern = r"^([A-Za-z0-9][A-Za-z0-9.+-]*|https?://[!-~]+)$"))]
    pub license: Option<String>,
    /// The published paper that this study regenerates, as a key of the bibliography.
    pub reproduces: Option<String>,
    /// Keywords, printed below the abstract.
    pub keywords: Option<LocalList>,
    /// The references: a BibTeX (`.bib`) or Hayagriva (`.yaml`) file.
    pub bibliography: Option<String>,
    /// The author's prose, in Markdown, with computed values in `{{ }}` and citations as `[@key]`.
    #[serde(default)]
    pub text: TextParts,
    /// The data, each table under a name of its own.
    #[schemars(length(min = 1))]
    pub datasets: IndexMap<Name, Dataset>,
    /// How units are grouped into segments.
    pub segmentation: Option<Segmentation>,
    /// Which units to target, and by what criteria.
    pub targeting: Option<Targeting>,
    /// What a survey says of the segments, and of what they were asked about.
    pub positioning: Option<Positioning>,
    /// Published numbers and statements to check against the computed ones.
    pub claims: Option<Claims>,
}

fn paper() -> String {
    "paper".into()
}

fn rupiah() -> String {
    "IDR".into()
}

/// A name that expressions can use: a letter or underscore, then letters, digits and underscores.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Name(#[schemars(regex(pattern = r"^[A-Za-z_][A-Za-z0-9_]*$"))] pub String);

impl std::borrow::Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A text, or one text per language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "a text, or a text per language: {id: …, en: …}"))]
pub enum LocalText {
    /// One text for both languages.
    Same(String),
    /// A text per language.
    PerLanguage(PerLanguage<String>),
}

/// A list of texts, or one list per language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "a list of texts, or a list per language: {id: […], en: […]}"))]
pub enum LocalList {
    /// One list for both languages.
    Same(Vec<String>),
    /// A list per language.
    PerLanguage(PerLanguage<Vec<String>>),
}

/// Something per language; a missing language falls back to the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("minProperties" = 1))]
pub struct PerLanguage<T> {
    /// In Indonesian.
    pub id: Option<T>,
    /// In English.
    pub en: Option<T>,
}

impl<T: Clone + Default> PerLanguage<T> {
    fn both(&self) -> (T, T) {
        let either = self.id.clone().or_else(|| self.en.clone()).unwrap_or_default();
        (self.id.clone().unwrap_or_else(|| either.clone()), self.en.clone().unwrap_or(either))
    }
}

impl LocalText {
    /// The text in both languages, each falling back to the other.
    pub fn resolve(&self) -> Text {
        match self {
            Self::Same(text) => Text::same(text),
            Self::PerLanguage(texts) => {
                let (id, en) = texts.both();
                Text { id, en }
            }
        }
    }
}

impl LocalList {
    /// The Indonesian and the English list, each falling back to the other.
    pub fn resolve(&self) -> (Vec<String>, Vec<String>) {
        match self {
            Self::Same(list) => (list.clone(), list.clone()),
            Self::PerLanguage(lists) => lists.both(),
        }
    }
}

/// An author of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Author {
    /// The author's full name, or what a group of authors is called.
    pub name: LocalText,
    /// Where the author works.
    pub affiliation: Option<LocalText>,
    /// The website of where the author works.
    #[schemars(regex(pattern = r"^https?://[!-~]+$"))]
    pub affiliation_url: Option<String>,
    /// Where readers can write to.
    pub email: Option<String>,
}

/// Who publishes the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Publisher {
    /// The name of the organisation.
    pub name: LocalText,
    /// Its website.
    #[schemars(regex(pattern = r"^https?://[!-~]+$"))]
    pub url: Option<String>,
}

/// The parts of the report that the author writes. Results are written from the findings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextParts {
    /// The abstract; give both languages and both are printed.
    #[serde(rename = "abstract")]
    pub abstract_: Option<Prose>,
    /// Why the study was made.
    pub introduction: Option<Prose>,
    /// What others have found.
    pub literature: Option<Prose>,
    /// What the reader should know of the method beyond what is written from the settings.
    pub method: Option<Prose>,
    /// What the author makes of the results.
    pub discussion: Option<Prose>,
    /// What follows.
    pub conclusion: Option<Prose>,
    /// What the study cannot say, beyond what is written from the findings.
    pub limitations: Option<Prose>,
}

impl TextParts {
    /// The parts by name, in the order of the report.
    pub fn parts(&self) -> [(&'static str, Option<&Prose>); 7] {
        [
            ("abstract", self.abstract_.as_ref()),
            ("introduction", self.introduction.as_ref()),
            ("literature", self.literature.as_ref()),
            ("method", self.method.as_ref()),
            ("discussion", self.discussion.as_ref()),
            ("conclusion", self.conclusion.as_ref()),
            ("limitations", self.limitations.as_ref()),
        ]
    }
}

/// Markdown: written here, in a file, or either per language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "Markdown text, {file: …}, or either per language: {id: …, en: …}"))]
pub enum Prose {
    /// The same for both languages.
    One(ProseText),
    /// One per language.
    PerLanguage(PerLanguage<ProseText>),
}

/// Markdown written in the study, or the file that holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "Markdown text, or {file: …}"))]
pub enum ProseText {
    /// Markdown written here.
    Inline(String),
    /// Markdown in a file.
    File(ProseFile),
}

/// A Markdown file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProseFile {
    /// The file's path, relative to the study.
    pub file: String,
}

/// A file of published numbers and statements, or the file with settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "the path of a CSV file, or {file: …, numbers: …}"))]
pub enum Claims {
    /// The path of the file, relative to the study.
    File(String),
    /// The file with settings.
    Settings(ClaimsFile),
}

/// A file of published numbers and statements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimsFile {
    /// The path of the file, relative to the study. Columns: where, value, published, note, acknowledged.
    pub file: String,
    /// How the publication writes numbers; the report's language decides when not given.
    pub numbers: Option<NumberStyle>,
}

impl Claims {
    /// The file with its settings.
    pub fn settings(&self) -> ClaimsFile {
        match self {
            Self::File(file) => ClaimsFile { file: file.clone(), numbers: None },
            Self::Settings(settings) => settings.clone(),
        }
    }
}
