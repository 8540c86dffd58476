//! The report: its context, its templates, its Typst.

mod context;
pub mod enclosed;
mod exhibits;
mod fonts;
mod glyphs;
mod markdown;
mod plain;
mod quote;
mod shared;
pub mod table;
mod template;
mod typst;
mod workbook;

pub use context::{Texts, inputs, texts};
pub use fonts::{built_in_fonts, faces as study_faces};
pub use glyphs::missing as missing_glyphs;
pub use markdown::to_typst as markdown_to_typst;
pub use shared::{LEFT_OUT, shared};
pub use template::built_in_files;
pub use typst::{Typst, VERSION as TYPST_VERSION};

use crate::chart::Chart;
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome};
use crate::findings::Findings;
use crate::study::{ProseOrigin, Study};
use serde_json::Value;
use std::path::Path;

/// Everything that Typst needs to typeset a report, as files by name.
pub struct Document {
    files: Vec<(String, Vec<u8>)>,
}

/// Writes the Typst of a report, and everything that stands beside it; `inputs` is the first half of its lock.
///
/// # Errors
/// A mistake in a template, at its line.
pub fn document(
    study: &Study,
    findings: &Findings,
    tree: &Value,
    texts: &Texts,
    charts: &[Chart],
    inputs: &[u8],
) -> Result<Document, Diagnostic> {
    let tables = context::tables(study, findings);
    let context = context::context(study, tree, texts, charts, &tables);
    let rendered = template::render(&study.template, &context, &study.locale)?;
    let exhibits = exhibits::exhibits(study, texts, &tables, &rendered);
    let book = workbook::write(study, &exhibits::Words::of(&rendered.terms), &exhibits)?;
    let (given, left_out) = shared::shared(study, tree);
    let attached = if left_out.is_empty() { enclosed::RESULTS } else { enclosed::SHARED_RESULTS };
    let typst = rendered.typst + &enclosed::attachments(study, attached);
    let mut files = vec![
        ("report.typ".to_owned(), typst.into_bytes()),
        (enclosed::RESULTS.to_owned(), results(tree)),
        ("tables.xlsx".to_owned(), book),
    ];
    if !left_out.is_empty() {
        files.push((enclosed::SHARED_RESULTS.to_owned(), results(&given)));
    }
    files.extend(template::layout(&study.template).into_iter().map(|file| (file.name, file.bytes)));
    files.extend(
        charts.iter().map(|chart| (format!("charts/{}.svg", chart.name), chart.svg.clone().into_bytes())),
    );
    if let Some(bibliography) = &study.bibliography {
        files.push((bibliography.report_name().to_owned(), bibliography.file.bytes.to_vec()));
    }
    files.extend(fonts::files(study));
    files.push((template::METHODS.to_owned(), template::methods().to_vec()));
    files.push((enclosed::INPUTS.to_owned(), inputs.to_vec()));
    files.extend(enclosed::files(study).into_iter().map(|(name, file)| (name, file.bytes.to_vec())));
    Ok(Document { files })
}

/// The findings as `results.json` holds them.
pub fn results(tree: &Value) -> Vec<u8> {
    format!("{tree:#}\n").into_bytes()
}

impl Document {
    /// The files by their paths in the output folder.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// Writes the files into a folder.
    ///
    /// # Errors
    /// When the folder cannot be written, such as on a full disk.
    pub fn write(&self, folder: &Path) -> Result<(), Diagnostic> {
        for (name, bytes) in &self.files {
            let path = folder.join(name);
            let parent = path.parent().unwrap_or(folder);
            let written = std::fs::create_dir_all(parent).and_then(|()| std::fs::write(&path, bytes));
            written.map_err(|error| {
                Diagnostic::environment(
                    "output::unwritable",
                    format!("`{name}` of the report cannot be written"),
                )
                .cause(error)
            })?;
        }
        Ok(())
    }
}

/// Typesets the document in a folder to `report.pdf`.
///
/// # Errors
/// What Typst says, led back to the author's files where that is possible.
pub fn typeset(typst: &Typst, study: &Study, folder: &Path) -> Outcome<()> {
    let timestamp = study.date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    let user_files: Vec<(String, String)> = study
        .bibliography
        .iter()
        .map(|bibliography| (bibliography.report_name().to_owned(), bibliography.file.shown.clone()))
        .collect();
    let fonts = fonts::folders(study);
    let compilation = typst::Compilation { folder, timestamp, fonts: &fonts, user_files: &user_files };
    typst.compile(&compilation).map_err(|problems| with_excerpts(study, problems))
}

/// Shows the author's line where Typst's message led to a prose file.
fn with_excerpts(study: &Study, problems: Diagnostics) -> Diagnostics {
    let locate = |mut problem: Diagnostic| {
        let led = problem.file.as_deref().and_then(|file| file.rsplit_once(':'));
        let Some((name, Ok(line))) = led.map(|(name, line)| (name, line.parse())) else { return problem };
        let files = study.prose.iter().filter_map(|prose| match &prose.origin {
            ProseOrigin::File(_, source) => Some((prose.file_name(), source)),
            ProseOrigin::Study(_) => None,
        });
        let mut files = files.chain([(study.file.name.as_str(), &study.source)]);
        let source = files.find(|(file, _)| *file == name).map(|(_, source)| source);
        problem.place = source.map(|source| crate::diagnostic::Place::line_of(source, line));
        problem
    };
    Diagnostics(problems.0.into_iter().map(locate).collect())
}
