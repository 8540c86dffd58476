//! The files of an output folder: what each is, in which format, how long, with which hash.

use super::graph::{Graph, encoded, references};
use super::people::terms_of_the_source;
use super::{Crate, Set};
use crate::lock::{BUILT_IN_FONT, BUILT_IN_TEMPLATE};
use crate::report::enclosed::{FOLDER, INPUTS, RESULTS, SHARED_RESULTS, media_type};
use crate::study::Dataset;
use crate::study::schema::Origin;
use serde_json::{Value, json};

/// The name of the description in the output folder.
pub const METADATA: &str = "ro-crate-metadata.json";

/// A file of an output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// The path in the folder, with forward slashes.
    pub name: String,
    /// The length in bytes.
    pub bytes: u64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// The identifier of a file in the crate: its path with everything percent-encoded that an IRI cannot hold.
pub fn id_of(name: &str) -> String {
    encoded(name, "/")
}

/// What a file of the folder is.
struct About {
    name: String,
    description: String,
}

impl Crate<'_> {
    /// Whether the folder holds a copy of an input.
    pub fn holds_input(&self, name: &str) -> bool {
        self.outputs.iter().any(|file| input(&file.name) == Some(name))
    }

    /// The identifier of the copy of an input.
    pub fn id_of_input(name: &str) -> String {
        id_of(&format!("{FOLDER}/{name}"))
    }

    /// The files that the run made, which copies of inputs are not.
    pub fn results(&self) -> impl Iterator<Item = &OutputFile> {
        self.outputs.iter().filter(|file| input(&file.name).is_none())
    }

    /// Adds an entity for every file but the study, which is described as the workflow.
    pub fn describe_files(&self, graph: &mut Graph, workflow: &str) {
        for file in self.outputs.iter().filter(|file| id_of(&file.name) != workflow) {
            let entity = self.file(graph, file);
            graph.add(entity);
        }
    }

    /// The properties that every file has.
    pub fn file(&self, graph: &mut Graph, file: &OutputFile) -> Value {
        let about = match input(&file.name) {
            Some(input) => self.about_input(input),
            None => self.about_output(&file.name),
        };
        let mut entity = json!({
            "@id": id_of(&file.name),
            "@type": "File",
            "name": about.name,
            "description": about.description,
            "encodingFormat": media_type(&file.name),
            "contentSize": file.bytes.to_string(),
            "sha256": file.sha256,
        });
        let data = input(&file.name).map(|input| self.datasets_in(input)).unwrap_or_default();
        if data.iter().any(|dataset| dataset.origin == Origin::Published) {
            entity.set("license", Some(terms_of_the_source(graph)));
        }
        let sources: Vec<&str> =
            data.iter().map(|dataset| dataset.source.get(self.study.locale.language)).collect();
        let cited = self.cited(graph, &sources.join("\n"));
        entity.set("citation", (!cited.is_empty()).then(|| references(&cited)));
        entity
    }

    /// The datasets that are read from a file.
    pub fn datasets_in(&self, input: &str) -> Vec<&Dataset> {
        self.study.datasets.iter().filter(|dataset| dataset.file.name == input).collect()
    }

    fn about_output(&self, name: &str) -> About {
        let file = name.rsplit('/').next().unwrap_or(name);
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        let description = match (name, ending) {
            ("report.pdf", _) => "The report, as PDF/A-3a and PDF/UA-1, with what it was made from attached",
            ("report.typ", _) => "The report as Typst, from which the PDF was typeset",
            (RESULTS, _) => "Every number that was computed",
            (SHARED_RESULTS, _) => {
                "The computed numbers without those of single units whose data are not shared"
            }
            ("tables.xlsx", _) => "The tables of the report",
            (INPUTS, _) => "What the report was made from: hashes, versions, seed and settings",
            (_, "svg") => "A chart of the report",
            (_, "bib" | "yaml" | "yml") => "Works that the report cites",
            (_, "typ") => "Layout of the report",
            (_, "ttf" | "otf" | "ttc" | "otc") => "A font of the report",
            _ => "A part of the report",
        };
        let title = self.study.title.get(self.study.locale.language);
        let name = if name == "report.pdf" { title.to_owned() } else { name.to_owned() };
        About { name, description: description.to_owned() }
    }

    fn about_input(&self, name: &str) -> About {
        About { name: name.to_owned(), description: self.describe_input(self.role(name), name) }
    }

    /// The role in which the lock names an input; empty where it does not name it.
    fn role(&self, name: &str) -> &str {
        let read = self
            .lock
            .inputs
            .iter()
            .filter(|(role, _)| ![BUILT_IN_TEMPLATE, BUILT_IN_FONT].contains(&role.as_str()));
        let found = read.into_iter().find(|(_, names)| names.contains_key(name));
        found.map_or("", |(role, _)| role.as_str())
    }

    /// What an input is, by its role.
    pub fn describe_input(&self, role: &str, name: &str) -> String {
        match role {
            "study" => "The study: which data to analyse, how, and what the report says of it".to_owned(),
            "data" => self.describe_data(name),
            "instrument" => "The questionnaire: its constructs, items and scale".to_owned(),
            "claims" => "Published values that are compared with the computed ones".to_owned(),
            "bibliography" => "The references of the author".to_owned(),
            "prose" => "Text of the author, in Markdown".to_owned(),
            "template" => "Part of the study's own report template".to_owned(),
            "fonts" => "A font that the study brings".to_owned(),
            BUILT_IN_TEMPLATE => "Part of the report template that telaah brings along".to_owned(),
            BUILT_IN_FONT => "A font that Typst brings along".to_owned(),
            _ => "A file that the report was made from".to_owned(),
        }
    }

    fn describe_data(&self, name: &str) -> String {
        let told = |dataset: &&Dataset| {
            let origin = match dataset.origin {
                Origin::Published => "published",
                Origin::Administrative => "from an administration",
                Origin::Survey => "answers to a survey",
                Origin::Simulated => "simulated",
            };
            let source = dataset.source.get(self.study.locale.language);
            format!("Data of the dataset `{}`, {origin}. Source: {source}", dataset.name)
        };
        self.datasets_in(name).iter().map(told).collect::<Vec<_>>().join("; ")
    }
}

/// The input that a file of the folder is a copy of, by the name that the study gives it.
fn input(name: &str) -> Option<&str> {
    name.strip_prefix(FOLDER)?.strip_prefix('/')
}
