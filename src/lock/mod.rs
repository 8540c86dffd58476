//! What a report was made from and what came out: hashes, versions, seed, settings.
//!
//! A lock stands beside its study, `shops.lock` beside `shops.yaml`. It has two halves: what went in, which the
//! PDF carries, and what came out, which it cannot carry since it is part of it.

pub mod reason;
mod text;

pub use crate::study::sha256;
pub use reason::Reason;
pub use text::{LockError, parse};

use crate::report;
use crate::study::{self, Study};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The version of the lock's own layout.
pub const LOCK_VERSION: u32 = 1;

/// The role of the template files that telaah brings along.
pub const BUILT_IN_TEMPLATE: &str = "built-in template";
/// The role of the fonts that Typst brings along.
pub const BUILT_IN_FONT: &str = "built-in font";

/// Names with the SHA-256 of what they name, in lower-case hexadecimal.
pub type Hashes = IndexMap<String, String>;

/// What a report was made from, and what came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The version of this layout.
    pub lock_version: u32,
    /// The study's name.
    pub study: String,
    /// What made the report.
    pub made_with: MadeWith,
    /// Where the random numbers started.
    pub seed: u64,
    /// The files that were read, by their role (`study`, `data`, `prose`, …) and by their name.
    pub inputs: IndexMap<String, Hashes>,
    /// The settings that ran, with defaults filled in.
    pub settings: Value,
    /// What came out; none in the half that a PDF carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<Made>,
}

/// The programs that made a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MadeWith {
    /// The version of telaah.
    pub telaah: String,
    /// The version of Typst.
    pub typst: String,
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Made {
    /// The findings, as `results.json` holds them: the hash of the whole under `all`, and of their parts, such as
    /// `segmentation.anova`.
    pub findings: Hashes,
    /// Every file of the output folder by its path in it.
    pub outputs: Hashes,
}

impl Lock {
    /// What goes into the report of a study: the half that is known before anything is computed.
    ///
    /// # Errors
    /// When a setting is no value of JSON, such as a number that is not finite.
    pub fn of(study: &Study) -> Result<Self, serde_json::Error> {
        let mut inputs: IndexMap<String, Hashes> = IndexMap::new();
        for (role, file) in report::inputs(study) {
            inputs.entry(role.to_owned()).or_default().insert(file.name.clone(), file.sha256());
        }
        let mut built_in = |role: &str, files: Vec<(String, &'static [u8])>| {
            inputs
                .entry(role.to_owned())
                .or_default()
                .extend(files.into_iter().map(|(name, bytes)| (name, sha256(bytes))));
        };
        built_in(BUILT_IN_TEMPLATE, report::built_in_files(&study.template));
        built_in(BUILT_IN_FONT, report::built_in_fonts());
        Ok(Self {
            lock_version: LOCK_VERSION,
            study: study.name.clone(),
            made_with: MadeWith {
                telaah: env!("CARGO_PKG_VERSION").to_owned(),
                typst: report::TYPST_VERSION.to_owned(),
            },
            seed: study.seed,
            inputs,
            settings: study::settings(study)?,
            made: None,
        })
    }

    /// The half that a PDF carries: what went in.
    pub fn input_half(&self) -> Self {
        Self { made: None, ..self.clone() }
    }

    /// Where the lock of a study stands.
    pub fn path(study: &Path) -> PathBuf {
        study.with_extension("lock")
    }

    /// The lock as the text of its file.
    ///
    /// # Errors
    /// When a setting cannot be written as YAML.
    pub fn to_text(&self) -> Result<String, LockError> {
        text::write(self)
    }
}

/// The hashes of findings: of the whole as `results.json` holds it, and of each part down to the second level.
pub fn of_findings(tree: &Value, results: &[u8]) -> Hashes {
    let mut hashes = Hashes::from([("all".to_owned(), sha256(results))]);
    for (name, part) in tree.as_object().into_iter().flatten() {
        match part.as_object() {
            Some(fields) => hashes.extend(
                fields
                    .iter()
                    .map(|(field, value)| (format!("{name}.{field}"), sha256(value.to_string().as_bytes()))),
            ),
            None => {
                hashes.insert(name.clone(), sha256(part.to_string().as_bytes()));
            }
        }
    }
    hashes
}
