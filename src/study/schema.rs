//! The serde mirror of the study file. The doc comments here are the descriptions in the JSON Schema.

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
    /// The author's full name.
    pub name: String,
    /// Where the author works.
    pub affiliation: Option<LocalText>,
    /// Where readers can write to.
    pub email: Option<String>,
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
}

impl TextParts {
    /// The parts by name, in the order of the report.
    pub fn parts(&self) -> [(&'static str, Option<&Prose>); 6] {
        [
            ("abstract", self.abstract_.as_ref()),
            ("introduction", self.introduction.as_ref()),
            ("literature", self.literature.as_ref()),
            ("method", self.method.as_ref()),
            ("discussion", self.discussion.as_ref()),
            ("conclusion", self.conclusion.as_ref()),
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

/// One table of data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dataset {
    /// The data file (CSV or TSV), relative to the study.
    pub file: String,
    /// Where the data come from; stands under every table and chart made of them.
    pub origin: Origin,
    /// The source in words; may cite the bibliography as `[@key]`.
    pub source: LocalText,
    /// The column whose values name the rows; each value once. Rows are sorted by it.
    pub key: Name,
    /// The sign between fields; found from the header when not given.
    #[schemars(regex(pattern = r"^(.|\\t)$"))]
    pub separator: Option<String>,
    /// How the file's letters are encoded.
    #[serde(default)]
    pub encoding: Encoding,
    /// How numbers are written in this file, where a column does not say; found per column when not given.
    pub numbers: Option<NumberStyle>,
    /// The columns that are used. Others in the file are left alone.
    #[schemars(length(min = 1))]
    pub columns: IndexMap<Name, Column>,
}

/// Where data come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Printed in a publication.
    Published,
    /// Taken from an office's administration.
    Administrative,
    /// Answers to a questionnaire.
    Survey,
    /// Drawn at random, not observed.
    Simulated,
}

/// How a file's letters are encoded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// Windows-1252, as older Excel versions write CSV.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

/// A column of a dataset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What the column holds.
    #[serde(rename = "type")]
    pub kind: ColumnType,
    /// The column's heading in the file, where it differs from the name used here.
    pub header: Option<String>,
    /// What the report calls the column.
    pub label: Option<LocalText>,
    /// The unit of measurement, such as `transaksi`.
    pub unit: Option<LocalText>,
    /// How numbers are written in this column.
    pub numbers: Option<NumberStyle>,
    /// The smallest value allowed.
    pub at_least: Option<f64>,
    /// The largest value allowed.
    pub at_most: Option<f64>,
    /// Whether every row must have a value; the key always must.
    #[serde(default)]
    pub required: bool,
    /// Cells that mean "missing", besides the empty cell: `["-", "n/a"]`.
    #[serde(default)]
    pub missing_values: Vec<String>,
    /// The values allowed in a column of type `category`.
    pub categories: Option<Vec<String>>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ColumnType {
    /// An identifier, kept as text: leading zeros survive.
    Code,
    /// Free text.
    Text,
    /// One of a few values.
    Category,
    /// A whole number, zero or more.
    Count,
    /// Any number.
    Number,
    /// An amount in the study's currency, kept exactly.
    Money,
    /// A percentage; `12,5 %` and `12,5` both are 12.5.
    Percent,
    /// A date: `2023-12-31` or `31/12/2023`.
    Date,
}

impl ColumnType {
    /// Whether the column can be computed with.
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Count | Self::Number | Self::Money | Self::Percent)
    }
}

/// Groups units into segments by k-means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Segmentation {
    /// The dataset whose rows are the units.
    pub data: Name,
    /// The columns that units are grouped by.
    #[schemars(length(min = 1))]
    pub variables: Vec<Variable>,
    /// A change of shape before scaling.
    #[serde(default)]
    pub transform: Transform,
    /// A change of units, so that variables weigh alike.
    #[serde(default)]
    pub scaling: Scaling,
    /// The number of segments.
    #[schemars(range(min = 2))]
    pub k: usize,
    /// How the first centres are found.
    #[serde(default)]
    pub start: Start,
    /// How many random starts are tried; only for `start: k-means++`.
    #[schemars(range(min = 1, max = 100_000))]
    pub starts: Option<usize>,
    /// The most iterations; 10 for `start: spss` as in SPSS, otherwise until nothing changes.
    #[schemars(range(min = 1))]
    pub max_iterations: Option<usize>,
    /// Whether segments are numbered from the highest centres to the lowest, or as the algorithm found them.
    #[serde(default)]
    pub order: Order,
    /// What the segments are called, in their order; as many as `k`.
    pub segments: Option<LocalList>,
}

/// A variable: the name of a column, or the name with settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "the name of a column, or {column: …, missing: …, better: …}"))]
pub enum Variable {
    /// The name of a column.
    Column(Name),
    /// The name with settings.
    Settings(VariableSettings),
}

impl Variable {
    /// The variable's settings, with defaults filled in.
    pub fn settings(&self) -> VariableSettings {
        match self {
            Self::Column(column) => {
                VariableSettings { column: column.clone(), missing: Missing::Error, better: Better::Higher }
            }
            Self::Settings(settings) => settings.clone(),
        }
    }
}

/// A variable with settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VariableSettings {
    /// The name of a column.
    pub column: Name,
    /// What a missing value means.
    #[serde(default)]
    pub missing: Missing,
    /// Whether higher or lower values are better, for `order: best-first`.
    #[serde(default)]
    pub better: Better,
}

/// What a missing value means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Missing {
    /// A mistake in the data.
    #[default]
    Error,
    /// The unit is left out.
    Exclude,
    /// Nothing happened: the value is zero.
    Zero,
}

/// Which direction of a variable is better.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// Higher values are better.
    #[default]
    Higher,
    /// Lower values are better.
    Lower,
}

/// A change of shape before scaling.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Transform {
    /// None.
    #[default]
    None,
    /// The natural logarithm of one plus the value.
    Log1p,
}

/// A change of units, so that variables weigh alike.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scaling {
    /// None: variables with large numbers weigh more.
    None,
    /// Mean 0, standard deviation (n − 1) 1.
    #[default]
    ZScore,
    /// From 0 to 1.
    MinMax,
    /// Median 0, interquartile range 1.
    Robust,
}

/// How the first centres are found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "`k-means++`, `spss`, {cases: […]}, or {centers: [[…], …]}"))]
pub enum Start {
    /// A named way.
    Named(NamedStart),
    /// The units whose values are the first centres.
    Cases(StartCases),
    /// The first centres themselves.
    Centers(StartCenters),
}

impl Default for Start {
    fn default() -> Self {
        Self::Named(NamedStart::KMeansPlusPlus)
    }
}

/// A named way to find the first centres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum NamedStart {
    /// Many random starts by k-means++ (Arthur & Vassilvitskii 2007); the best is kept.
    #[serde(rename = "k-means++")]
    KMeansPlusPlus,
    /// The initial centres of SPSS QUICK CLUSTER; they depend on the order of the file's rows.
    #[serde(rename = "spss")]
    Spss,
}

/// The units whose values are the first centres.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartCases {
    /// Keys of units, as many as `k`.
    pub cases: Vec<String>,
}

/// The first centres themselves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartCenters {
    /// As many centres as `k`, each with a number per variable in the data's own units.
    pub centers: Vec<Vec<f64>>,
}

/// How segments are numbered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// By the mean of the scaled centre over the variables, best first.
    #[default]
    BestFirst,
    /// As the algorithm found them.
    AsFound,
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
