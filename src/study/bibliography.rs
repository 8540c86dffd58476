//! The references of a study: which keys can be cited.

use super::files::InputFile;
use crate::diagnostic::{Diagnostic, Place, did_you_mean};

/// A bibliography that Typst can read, and the keys in it.
#[derive(Debug, Clone)]
pub struct Bibliography {
    /// The file.
    pub file: InputFile,
    /// The keys, in the order of the file.
    pub keys: Vec<String>,
}

impl Bibliography {
    /// Reads a BibTeX or Hayagriva file, told apart by its ending.
    pub fn read(file: InputFile, place: Option<Place>) -> Result<Self, Diagnostic> {
        let source = file.text()?;
        let keys = match file.name.rsplit('.').next() {
            Some("bib") => bibtex_keys(&source)?,
            Some("yaml" | "yml") => hayagriva_keys(&source)?,
            _ => {
                let problem =
                    Diagnostic::error("bibliography::kind", format!("`{}` is not a bibliography", file.name));
                return Err(problem
                    .maybe_at(place)
                    .hint("use a BibTeX file (`.bib`) or a Hayagriva file (`.yaml`)"));
            }
        };
        Ok(Self { file, keys })
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

fn bibtex_keys(source: &std::sync::Arc<crate::diagnostic::Source>) -> Result<Vec<String>, Diagnostic> {
    let parsed = biblatex::Bibliography::parse(&source.text).map_err(|error| {
        Diagnostic::error("bibliography::syntax", format!("`{}` is not valid BibTeX", source.name))
            .at(Place::new(source, error.span.clone()))
            .because(error.kind.to_string())
    })?;
    Ok(parsed.iter().map(|entry| entry.key.clone()).collect())
}

fn hayagriva_keys(source: &std::sync::Arc<crate::diagnostic::Source>) -> Result<Vec<String>, Diagnostic> {
    let entries: serde_yaml::Mapping = serde_yaml::from_str(&source.text).map_err(|error| {
        let (line, column) = error.location().map_or((1, 1), |at| (at.line(), at.column()));
        Diagnostic::error("bibliography::syntax", format!("`{}` is not a valid Hayagriva file", source.name))
            .at(Place::at(source, line, column))
            .because(error.to_string())
    })?;
    Ok(entries.keys().filter_map(|key| key.as_str().map(str::to_owned)).collect())
}
