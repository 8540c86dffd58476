//! Writes the files that a study's simulations draw: each whole or not at all, and none over other content.

use crate::diagnostic::{Diagnostic, Diagnostics, Outcome};
use crate::simulation::{self, Drawn};
use crate::study::{self, Dataset, Study};
use std::fs;
use std::path::{Path, PathBuf};

/// A file that was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnFile {
    /// The study's name.
    pub study: String,
    /// The path, from the working folder.
    pub file: String,
    /// The number of rows.
    pub rows: usize,
    /// What became of the file.
    pub outcome: Written,
}

/// What became of a file that was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// There was none.
    New,
    /// There was one with the same content, which was left alone.
    Unchanged,
    /// There was one with other content, which the user gave up.
    Replaced,
}

/// Draws every dataset of a study that declares a simulation, and writes the files that differ.
///
/// # Errors
/// Every problem of the study; a file with other content, unless `replace`; a folder that cannot be written. Nothing is
/// written unless everything can be drawn.
pub fn simulate(path: &Path, replace: bool) -> Outcome<(Vec<DrawnFile>, Diagnostics)> {
    let (study, mut problems) = study::load_to_draw(path);
    let Some(study) = study.filter(|_| !problems.has_errors()) else { return Err(problems) };
    if study.datasets.iter().all(|dataset| dataset.simulation.is_none()) {
        return Err(nothing_to_draw(&study).into());
    }
    let mut drawn = Vec::new();
    for dataset in &study.datasets {
        let file = problems.keep(simulation::draw(&study, dataset)).flatten();
        drawn.extend(file.map(|file| (dataset, file)));
    }
    let others =
        drawn.iter().filter(|(dataset, file)| !replace && outcome(dataset, &file.bytes) == Written::Replaced);
    others.for_each(|(dataset, _)| problems.push(not_overwritten(dataset)));
    if problems.has_errors() {
        return Err(problems);
    }
    let files: Result<Vec<DrawnFile>, Diagnostic> =
        drawn.iter().map(|(dataset, file)| write(&study, dataset, file)).collect();
    Ok((files?, problems))
}

fn nothing_to_draw(study: &Study) -> Diagnostic {
    Diagnostic::error("simulation::none", format!("`{}` declares no simulation", study.name))
        .in_file(&study.file.shown)
        .hint("add `simulation:` to a dataset; docs/study.md says how")
}

fn outcome(dataset: &Dataset, bytes: &[u8]) -> Written {
    match &*dataset.file.bytes {
        [] => Written::New,
        there if there == bytes => Written::Unchanged,
        _ => Written::Replaced,
    }
}

fn not_overwritten(dataset: &Dataset) -> Diagnostic {
    let place = dataset.simulation.as_ref().and_then(|simulation| simulation.file_place.clone());
    Diagnostic::error("simulation::exists", format!("`{}` is there, with other content", dataset.file.name))
        .maybe_at(place)
        .because("what it holds would be lost")
        .hint("move it away, or add `--replace` if it may be overwritten")
}

fn write(study: &Study, dataset: &Dataset, drawn: &Drawn) -> Result<DrawnFile, Diagnostic> {
    let outcome = outcome(dataset, &drawn.bytes);
    if outcome != Written::Unchanged {
        let path = study.folder.join(&dataset.file.name);
        // A link stays a link: what it leads to is replaced.
        let path = path.canonicalize().unwrap_or(path);
        replace_whole(&path, &drawn.bytes).map_err(|error| {
            Diagnostic::environment(
                "output::unwritable",
                format!("`{}` cannot be written", dataset.file.shown),
            )
            .cause(error)
        })?;
    }
    let (study, file) = (study.name.clone(), dataset.file.shown.clone());
    Ok(DrawnFile { study, file, rows: drawn.rows, outcome })
}

/// Writes a file beside its place and moves it there, so that nobody ever sees half of it.
pub(super) fn replace_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    fs::create_dir_all(&folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let new = folder.join(format!(".{name}.new"));
    let written = fs::write(&new, bytes).and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        let _ = fs::remove_file(&new);
    }
    written
}
