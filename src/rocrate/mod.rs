//! RO-Crate metadata of an output folder: what the report is, what it was made from, and by which run.
//!
//! The crate follows RO-Crate 1.1 and the profile Process Run Crate 0.5: telaah and Typst made the report from the study,
//! which is the crate's main entity and marked as a workflow. Workflow Run Crate wants the workflow among the programs,
//! and Process Run Crate, which it extends, recommends programs that stand on the web: a study in the folder cannot be
//! both. Whatever is not known is left out. Names and descriptions are English, titles and affiliations stand in the
//! language of the report.

mod files;
mod graph;
mod people;
mod run;

pub use files::{METADATA, OutputFile, id_of};

use crate::lock::Lock;
use crate::study::Study;
use graph::{Graph, reference, references};
use serde_json::{Value, json};

/// The version of RO-Crate, and the profile that a crate follows.
const RO_CRATE: &str = "https://w3id.org/ro/crate/1.1";
const PROFILE: &str = "https://w3id.org/ro/wfrun/process/0.5";
/// The one term that the context of RO-Crate 1.1 lacks.
const SHA256: &str = "http://schema.org/sha256";

/// What the parts of the description are made of.
struct Crate<'a> {
    study: &'a Study,
    lock: &'a Lock,
    outputs: &'a [OutputFile],
}

/// The bytes of `ro-crate-metadata.json` of an output folder that holds these files.
///
/// The outputs are all files of the folder by their path in it, without the description itself; those below `inputs/`
/// are copies of what was read. What the lock names and the folder does not hold is described without being claimed to
/// be there. The date is that of the study.
pub fn metadata(study: &Study, lock: &Lock, outputs: &[OutputFile]) -> Vec<u8> {
    let mut outputs = outputs.to_vec();
    outputs.retain(|file| file.name != METADATA);
    outputs.sort_by(|a, b| a.name.cmp(&b.name));
    let made = Crate { study, lock, outputs: &outputs };
    let mut graph = Graph::default();
    graph.add(descriptor());
    let at = graph.hold("./");
    let root = made.root(&mut graph);
    graph.put(at, root);
    let document = json!({
        "@context": [format!("{RO_CRATE}/context"), {"sha256": SHA256}],
        "@graph": graph.into_entities(),
    });
    format!("{document:#}\n").into_bytes()
}

/// The description of the description.
fn descriptor() -> Value {
    json!({
        "@id": METADATA,
        "@type": "CreativeWork",
        "about": reference("./"),
        "conformsTo": reference(RO_CRATE),
    })
}

impl Crate<'_> {
    /// The folder as a whole, after everything that it names.
    fn root(&self, graph: &mut Graph) -> Value {
        let authors = self.authors(graph);
        let licence = self.licence(graph);
        let publisher = self.publisher(graph);
        let workflow = self.workflow(graph, &authors, &licence);
        let action = self.action(graph, &workflow, &authors);
        let parts: Vec<String> = self.outputs.iter().map(|file| id_of(&file.name)).collect();
        self.describe_files(graph, &workflow);
        let mut root = json!({
            "@id": "./",
            "@type": "Dataset",
            "name": self.study.title.get(self.study.locale.language),
            "description": self.description(),
            "datePublished": self.date(),
            "inLanguage": self.study.locale.language.code(),
            "author": references(&authors),
            "license": reference(&licence),
            "conformsTo": reference(PROFILE),
            "mainEntity": reference(&workflow),
            "mentions": reference(&action),
            "hasPart": references(&parts),
        });
        root.set("publisher", publisher.map(|id| reference(&id)));
        root.set("keywords", self.keywords());
        root.set("citation", self.reproduced(graph).map(|id| reference(&id)));
        let (name, version) = ("Process Run Crate", "0.5");
        graph.add(json!({"@id": PROFILE, "@type": "CreativeWork", "name": name, "version": version}));
        root
    }

    /// What the folder holds, in words.
    fn description(&self) -> String {
        let study = self.study;
        let parts = [
            ("a segmentation", study.segmentation.is_some()),
            ("a targeting", study.targeting.is_some()),
            ("a positioning", study.positioning.is_some()),
            ("a comparison with published values", study.claims.is_some()),
        ];
        let parts: Vec<&str> = parts.into_iter().filter(|(_, there)| *there).map(|(part, _)| part).collect();
        let made = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
        format!(
            "A research report with its numbers, tables and charts, computed by telaah from the study \
             `{}`{made}. The same study gives the same files, byte by byte.",
            study.name
        )
    }

    fn keywords(&self) -> Option<Value> {
        let (id, en) = self.study.keywords.as_ref()?;
        let words = if self.study.locale.language == crate::locale::Language::Id { id } else { en };
        match words.as_slice() {
            [] => None,
            [word] => Some(json!(word)),
            words => Some(json!(words)),
        }
    }

    /// The date of the report: the only time there is, since no clock is asked.
    fn date(&self) -> String {
        self.study.date.format("%Y-%m-%d").to_string()
    }
}

/// Setting what may be unknown.
trait Set {
    /// Sets a property that is known.
    fn set(&mut self, property: &str, value: Option<Value>);
}

impl Set for Value {
    fn set(&mut self, property: &str, value: Option<Value>) {
        if let Some((fields, value)) = self.as_object_mut().zip(value) {
            fields.insert(property.to_owned(), value);
        }
    }
}
