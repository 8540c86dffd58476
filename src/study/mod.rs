//! The study: the YAML file, its schema, and the checked form that the rest of telaah works with.

mod bibliography;
mod check;
mod correlations;
mod files;
pub mod fonts;
mod kinds;
mod marks;
pub mod place;
mod positioning;
mod salvage;
pub mod schema;
mod settings;
mod simulation;
mod structure;
mod survey;
mod targeting;
mod yaml;

pub use bibliography::{Bibliography, Work};
pub use correlations::{correlation_factor, possible_percent};
pub use files::{InputFile, sha256, slashes, with_line_feeds};
pub use kinds::expect_study;
pub use positioning::*;
pub use settings::settings;
pub use simulation::*;
pub use structure::{instrument_schema, json_schema};
pub use survey::*;
pub use targeting::{Bound, Criterion, Expression, Targeting};
pub use yaml::{from_yaml, to_yaml};

use crate::diagnostic::{Diagnostics, Place, Source};
use crate::locale::{Language, Locale, NumberStyle, Text};
use schema::{
    Author, Better, ChoiceRule, Column, ColumnType, Encoding, Missing, Order, Origin, OtherWay, Publisher,
    Scaling, SheetName, Transform,
};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A study whose settings agree with each other and whose files are there. Made only by [`load`].
#[derive(Debug)]
pub struct Study {
    /// The study's name.
    pub name: String,
    /// The YAML, for places.
    pub source: Arc<Source>,
    /// The study's file.
    pub file: InputFile,
    /// The folder that the study's files are in.
    pub folder: PathBuf,
    /// The template.
    pub template: Template,
    /// Fonts for letters that the built-in ones lack, in the order in which they are asked.
    pub fonts: Vec<InputFile>,
    /// The language and currency of the report.
    pub locale: Locale,
    /// Where the random numbers start.
    pub seed: u64,
    /// The report's date.
    pub date: chrono::NaiveDate,
    /// The title.
    pub title: Text,
    /// The authors.
    pub authors: Vec<Author>,
    /// Who publishes the report.
    pub publisher: Option<Publisher>,
    /// The licence of the report, as an SPDX identifier or an address.
    pub license: Option<String>,
    /// The key of the publication that the study regenerates.
    pub reproduces: Option<String>,
    /// Keywords in Indonesian and English.
    pub keywords: Option<(Vec<String>, Vec<String>)>,
    /// The references.
    pub bibliography: Option<Bibliography>,
    /// The author's Markdown.
    pub prose: Vec<Prose>,
    /// The datasets, in the order of the study.
    pub datasets: Vec<Dataset>,
    /// How units are grouped.
    pub segmentation: Option<Segmentation>,
    /// Whom to target.
    pub targeting: Option<Targeting>,
    /// What is made of a survey.
    pub positioning: Option<Positioning>,
    /// Published values to check.
    pub claims: Option<Claims>,
}

impl Study {
    /// The files of the user's own template, sorted by name; none where the template is built in.
    pub fn template_files(&self) -> impl Iterator<Item = &InputFile> {
        self.template.files().iter()
    }
}

/// Where the structure of the report comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Template {
    /// The `paper` template inside telaah.
    Paper,
    /// A folder of the user's, with the name the study gives it and the files of it that a report can use, sorted
    /// by name; their names begin with that of the folder.
    Folder(String, Vec<InputFile>),
}

impl Template {
    /// The files of the user's own template, as they were read; none of the built-in one.
    pub fn files(&self) -> &[InputFile] {
        match self {
            Self::Paper => &[],
            Self::Folder(_, files) => files,
        }
    }

    /// A file of the user's own template, by its path in the folder.
    pub fn file(&self, path: &str) -> Option<&InputFile> {
        let Self::Folder(folder, files) = self else { return None };
        let in_folder = |file: &&InputFile| {
            file.name.strip_prefix(folder.as_str()).and_then(|rest| rest.strip_prefix('/')) == Some(path)
        };
        files.iter().find(in_folder)
    }
}

/// One text of the author's, in one language.
#[derive(Debug, Clone)]
pub struct Prose {
    /// The part of the report: `abstract`, `introduction`, …
    pub part: &'static str,
    /// The language, or none for both.
    pub language: Option<Language>,
    /// The Markdown.
    pub markdown: String,
    /// Where it stands.
    pub origin: ProseOrigin,
}

/// Where Markdown stands, for places.
#[derive(Debug, Clone)]
pub enum ProseOrigin {
    /// In the study itself, at this place.
    Study(Place),
    /// In a file of its own.
    File(InputFile, Arc<Source>),
}

impl Prose {
    /// The place of a span of the Markdown.
    pub fn place(&self, span: std::ops::Range<usize>) -> Place {
        match &self.origin {
            ProseOrigin::Study(place) => place.clone(),
            ProseOrigin::File(_, source) => Place::new(source, span),
        }
    }

    /// The file it stands in, relative to the study: the same from whichever folder telaah runs.
    pub fn file_name(&self) -> &str {
        match &self.origin {
            ProseOrigin::Study(place) => place.source.name.rsplit('/').next().unwrap_or_default(),
            ProseOrigin::File(file, _) => &file.name,
        }
    }
}

/// A dataset whose columns agree with each other.
#[derive(Debug, Clone, Serialize)]
pub struct Dataset {
    /// The dataset's name.
    pub name: String,
    /// The data file.
    pub file: InputFile,
    /// Which part of the file is read, when it is a workbook.
    pub workbook: Option<WorkbookPart>,
    /// Where the data come from.
    pub origin: Origin,
    /// Whether the study itself says that the data go with the report.
    pub share: Option<bool>,
    /// The source in words, as Markdown.
    pub source: Text,
    /// The name of the key column; the first where several name a row together.
    pub key: String,
    /// The other columns that name a row together with the key column, in their order.
    pub more_keys: Vec<String>,
    /// The sign between fields, if declared.
    pub separator: Option<u8>,
    /// How letters are encoded.
    pub encoding: Encoding,
    /// How numbers are written, where a column does not say.
    pub numbers: Option<NumberStyle>,
    /// The condition that rows must meet to count.
    #[serde(rename = "where")]
    pub only: Option<Expression>,
    /// The study's currency.
    pub currency: String,
    /// The declared columns by name.
    #[serde(serialize_with = "settings::columns")]
    pub columns: Vec<(String, Column)>,
    /// The place of the declaration of each column, in the same order.
    #[serde(skip)]
    pub places: Vec<Option<Place>>,
    /// How the file is drawn.
    pub simulation: Option<Simulation>,
}

/// Which part of a workbook is read.
#[derive(Debug, Clone, Serialize)]
pub struct WorkbookPart {
    /// The sheet, where the study names one.
    pub sheet: Option<SheetName>,
    /// The row of the headings, from 1, where the study names one.
    pub header_row: Option<u32>,
    /// The place of the sheet in the study, or of the file where no sheet is named.
    #[serde(skip)]
    pub place: Option<Place>,
    /// The place of the header's row in the study, or else that of the sheet.
    #[serde(skip)]
    pub header_place: Option<Place>,
}

impl Dataset {
    /// Whether the data go into the PDF and the output folder: what the study says, else what the origin allows.
    pub fn shared(&self) -> bool {
        self.share.unwrap_or(matches!(self.origin, Origin::Published | Origin::Simulated))
    }

    /// The columns that name a row together.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.key).chain(&self.more_keys)
    }

    /// A declared column.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|(column, _)| column == name).map(|(_, column)| column)
    }

    /// What the report calls the columns that name the rows; none where none of them has a label.
    pub fn key_label(&self) -> Option<Text> {
        let labelled = |name: &String| self.column(name).is_some_and(|column| column.label.is_some());
        let labels: Vec<Text> = self.keys().map(|name| self.label(name)).collect();
        let joined =
            |language: fn(&Text) -> &str| labels.iter().map(language).collect::<Vec<_>>().join(" · ");
        self.keys().any(labelled).then(|| Text { id: joined(|text| &text.id), en: joined(|text| &text.en) })
    }

    /// What the report calls a column.
    pub fn label(&self, name: &str) -> Text {
        let label = self.column(name).and_then(|column| column.label.as_ref());
        label.map_or_else(|| Text::same(name), |label| label.resolve())
    }

    /// The unit of measurement of a column: `%` of a percentage that names none, otherwise empty where none is given.
    pub fn unit(&self, name: &str) -> Text {
        let column = self.column(name);
        match column.and_then(|column| column.unit.as_ref()) {
            Some(unit) => unit.resolve(),
            None if column.is_some_and(|column| column.kind == ColumnType::Percent) => Text::same("%"),
            None => Text::default(),
        }
    }
}

/// A segmentation whose settings agree with each other.
#[derive(Debug, Clone, Serialize)]
pub struct Segmentation {
    /// The dataset whose rows are the units.
    pub data: String,
    /// The variables.
    pub variables: Vec<Variable>,
    /// A change of shape before scaling.
    pub transform: Transform,
    /// A change of units.
    pub scaling: Scaling,
    /// The number of segments, at least 2; where a rule chooses it, the fewest compared until the rule has chosen.
    pub k: usize,
    /// The numbers of segments that are compared.
    pub comparison: Option<Comparison>,
    /// How the first centres are found.
    pub start: Start,
    /// The most iterations, where there is a limit.
    pub max_iterations: Option<usize>,
    /// How segments are numbered.
    pub order: Order,
    /// What the segments are called, `k` of them unless a rule is still to choose `k`.
    #[serde(rename = "segments")]
    pub labels: Vec<Text>,
    /// Columns of the dataset, numeric or of categories, on which the segments are compared but not made.
    pub validation: Vec<String>,
    /// How many resamples show whether segments are stable.
    #[serde(rename = "bootstrap")]
    pub resamples: Option<usize>,
    /// The other ways to segment that the solution is compared with.
    #[serde(rename = "sensitivity")]
    pub other_ways: Vec<OtherWay>,
    /// Where the labels stand, when the study names the segments.
    #[serde(skip)]
    pub labels_place: Option<Place>,
    /// Where the segmentation stands in the study.
    #[serde(skip)]
    pub place: Option<Place>,
    /// Where `k` stands.
    #[serde(skip)]
    pub k_place: Option<Place>,
}

impl Segmentation {
    /// What a segment is called that the study does not name.
    pub fn unnamed(number: usize) -> Text {
        Text { id: format!("Segmen {number}"), en: format!("Segment {number}") }
    }

    /// The same segmentation with another number of segments; labels that the study does not give are made for it.
    pub fn with_k(&self, k: usize) -> Self {
        let labels = match self.labels_place {
            Some(_) => self.labels.clone(),
            None => (1..=k).map(Self::unnamed).collect(),
        };
        Self { k, labels, ..self.clone() }
    }
}

/// Numbers of segments that are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The fewest.
    pub from: usize,
    /// The most, more than the fewest.
    pub to: usize,
    /// The reference data sets of the gap statistic.
    pub references: usize,
    /// The rule that chooses one of them; none when the researcher has chosen.
    pub rule: Option<ChoiceRule>,
    /// Where the largest number stands in the study.
    #[serde(skip)]
    pub to_place: Option<Place>,
}

/// A variable of a segmentation.
#[derive(Debug, Clone, Serialize)]
pub struct Variable {
    /// The name of the column.
    pub column: String,
    /// What a missing value means.
    pub missing: Missing,
    /// Which direction is better.
    pub better: Better,
    /// Where it stands in the study.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// How the first centres are found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Start {
    /// This many random starts by k-means++.
    #[serde(rename = "k-means++")]
    KMeansPlusPlus {
        /// The number of starts.
        starts: usize,
    },
    /// As SPSS QUICK CLUSTER.
    Spss,
    /// The units with these keys, each with its place in the study.
    #[serde(serialize_with = "settings::cases")]
    Cases(Vec<(String, Option<Place>)>),
    /// These centres, in the data's own units.
    Centers(Vec<Vec<f64>>),
}

/// A file of published values.
#[derive(Debug)]
pub struct Claims {
    /// The file.
    pub file: InputFile,
    /// How the publication writes numbers.
    pub numbers: NumberStyle,
}

/// Every structural mistake in the text of a study, whose files are not opened.
pub fn check_text(text: &str) -> Diagnostics {
    structure::parse(&Source::new("study.yaml", text)).1
}

/// Reads a study and checks everything that can be said without opening its data.
///
/// The study is there when the problems are only warnings, or errors that leave the rest of it usable.
pub fn load(path: &Path) -> (Option<Study>, Diagnostics) {
    load_with(path, check::MissingData::Refused)
}

/// Reads a study whose simulated data need not be there yet; an empty file then stands in their place.
pub fn load_to_draw(path: &Path) -> (Option<Study>, Diagnostics) {
    load_with(path, check::MissingData::ToBeDrawn)
}

fn load_with(path: &Path, missing_data: check::MissingData) -> (Option<Study>, Diagnostics) {
    let mut problems = Diagnostics::default();
    let Some((file, source)) = problems.keep(files::open_study(path)) else {
        return (None, problems);
    };
    let (schema, structural) = structure::parse(&source);
    problems.extend(structural);
    let study = schema.map(|schema| check::check(schema, file, source, path, missing_data, &mut problems));
    problems.sort();
    (study, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_are_shared_as_the_study_says_or_else_as_their_origin_allows() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("x.csv"), "id,n\na,1\n").expect("the data are written");
        let shared = |origin: &str, share: &str| {
            let study = format!(
                "study: x\nlanguage: en\ndate: 2024-01-31\ntitle: X\nauthors: [{{name: Y}}]\ndatasets:\n  x: {{file: x.csv, \
                 origin: {origin}, {share} source: Z, key: id, columns: {{id: {{type: code}}}}}}\n"
            );
            let path = folder.path().join("x.yaml");
            std::fs::write(&path, study).expect("the study is written");
            let (study, problems) = load(&path);
            assert!(problems.0.is_empty(), "{problems:?}");
            study.expect("a study").datasets[0].shared()
        };
        let origins = ["published", "simulated", "administrative", "survey"];
        assert_eq!(origins.map(|origin| shared(origin, "")), [true, true, false, false]);
        assert_eq!(origins.map(|origin| shared(origin, "share: true,")), [true; 4]);
        assert_eq!(origins.map(|origin| shared(origin, "share: false,")), [false; 4]);
    }
}
