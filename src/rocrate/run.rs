//! The study as a workflow, its run, and the programs that ran it.

use super::files::id_of;
use super::graph::{Graph, encoded, reference, references};
use super::{Crate, Set};
use serde_json::{Value, json};

/// What the study is besides a file. As its `@type` this would make it one of the programs, which Process Run Crate
/// recommends to stand on the web.
const WORKFLOW: &str = "https://bioschemas.org/ComputationalWorkflow";
/// Where telaah is described.
const TELAAH: &str = "https://crates.io/crates/telaah";
/// Where Typst is described, and where its releases are.
const TYPST: &str = "https://typst.app";
const TYPST_CLI: &str = "https://crates.io/crates/typst-cli";
/// How many digits of its hash tell one version of a study from another.
const VERSION_DIGITS: usize = 12;

impl Crate<'_> {
    /// The study, described as the workflow.
    pub fn workflow(&self, graph: &mut Graph, authors: &[String], licence: &str) -> String {
        let id = Self::id_of_input(&self.study.file.name);
        let own = self.outputs.iter().find(|file| id_of(&file.name) == id);
        let mut entity = own.map_or_else(|| json!({"@id": id}), |file| self.file(graph, file));
        let hash = self.study.file.sha256();
        entity.set("additionalType", Some(reference(WORKFLOW)));
        entity.set("version", Some(json!(hash.get(..VERSION_DIGITS).unwrap_or(&hash))));
        entity.set("dateCreated", Some(json!(self.date())));
        entity.set("author", Some(references(authors)));
        entity.set("license", Some(reference(licence)));
        entity.set("programmingLanguage", Some(reference(&self.language(graph))));
        entity.set("softwareRequirements", Some(references(self.software(graph))));
        graph.add(entity)
    }

    /// The making of the report.
    pub fn action(&self, graph: &mut Graph, workflow: &str, authors: &[String]) -> String {
        let mut objects = vec![workflow.to_owned()];
        objects.extend(self.inputs(graph));
        objects.push(graph.add(json!({
            "@id": "#seed",
            "@type": "PropertyValue",
            "name": "seed",
            "description": "Where the random numbers started",
            "value": self.lock.seed.to_string(),
        })));
        let programs = self.software(graph);
        let results: Vec<String> = self.results().map(|file| id_of(&file.name)).collect();
        graph.add(json!({
            "@id": "#run",
            "@type": "CreateAction",
            "name": format!("telaah report {}", self.study.file.name),
            "description": "telaah computed what the study asks for and wrote the report, which Typst typeset. \
                            The time is the date that the study gives: no clock was asked.",
            "instrument": references(programs),
            "agent": references(authors),
            "endTime": self.date(),
            "actionStatus": "http://schema.org/CompletedActionStatus",
            "object": references(objects),
            "result": references(results),
        }))
    }

    /// Everything that was read but the study, in the order of the lock: copies in the folder, or words about what is
    /// not in it.
    fn inputs(&self, graph: &mut Graph) -> Vec<String> {
        let named = self.lock.inputs.iter().filter(|(role, _)| *role != "study");
        let named = named.flat_map(|(role, names)| names.iter().map(move |(name, hash)| (role, name, hash)));
        let mut ids: Vec<String> = Vec::new();
        for (role, name, hash) in named {
            let id = match self.holds_input(name) {
                true => Self::id_of_input(name),
                false => graph.add(self.absent(role, name, hash)),
            };
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// An input that the folder does not hold.
    fn absent(&self, role: &str, name: &str, hash: &str) -> Value {
        let what = self.describe_input(role, name);
        let why = match role {
            "data" => "These data are not shared: they are not in this folder",
            _ => "It is not in this folder",
        };
        json!({
            "@id": format!("#{}-{}", encoded(role, ""), encoded(name, "")),
            "@type": "CreativeWork",
            "name": name,
            "description": format!("{what}. {why}."),
            "sha256": hash,
        })
    }

    /// What studies are written in.
    fn language(&self, graph: &mut Graph) -> String {
        graph.add(json!({
            "@id": "#telaah-study",
            "@type": "ComputerLanguage",
            "name": "telaah study",
            "description": "A YAML file that says which data to analyse, how, and what the report says about it; \
                            `telaah schema` prints its JSON Schema",
            "url": reference(TELAAH),
            "version": self.lock.made_with.telaah,
        }))
    }

    /// The programs that made the report.
    fn software(&self, graph: &mut Graph) -> [String; 2] {
        let mut program = |name: &str, releases: &str, url: &str, version: &str, description: &str| {
            graph.add(json!({
                "@id": format!("{releases}/{}", encoded(version, "")),
                "@type": "SoftwareApplication",
                "name": name,
                "description": description,
                "url": reference(url),
                "version": version,
            }))
        };
        let made_with = &self.lock.made_with;
        [
            program("telaah", TELAAH, TELAAH, &made_with.telaah, env!("CARGO_PKG_DESCRIPTION")),
            program("Typst", TYPST_CLI, TYPST, &made_with.typst, "Typesets documents"),
        ]
    }
}
