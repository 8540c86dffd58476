//! What goes with a report, into its folder and, attached, into its PDF: what is needed to verify it.

use super::context::inputs;
use super::quote::quoted;
use crate::locale::Language;
use crate::study::{InputFile, Study};

/// The first half of the lock, beside the document.
pub const INPUTS: &str = "inputs.lock";
/// The folder of the study and its files.
pub const FOLDER: &str = "inputs";
/// The findings.
pub const RESULTS: &str = "results.json";
/// The findings without what is about single units of data that are not given away; only where there are such.
pub const SHARED_RESULTS: &str = "results.shared.json";

/// What a file of the study is called in the folder and among the attachments: without the dots of `./x.csv`.
pub fn attached_as(name: &str) -> String {
    let parts = name.split('/').filter(|part| !matches!(*part, "" | "."));
    std::iter::once(FOLDER).chain(parts).collect::<Vec<_>>().join("/")
}

/// The files that a report was made from and that may be given away, as they stand in its folder.
pub fn files(study: &Study) -> Vec<(String, &InputFile)> {
    let mut files: Vec<(String, &InputFile)> = Vec::new();
    for (_, file) in inputs(study) {
        let name = attached_as(&file.name);
        if is_given(study, &name) && files.iter().all(|(earlier, _)| *earlier != name) {
            files.push((name, file));
        }
    }
    files
}

/// Whether a file may be given away: one with data only where the study says so, whatever else it is.
fn is_given(study: &Study, name: &str) -> bool {
    let mut of_file = study.datasets.iter().filter(|dataset| attached_as(&dataset.file.name) == name);
    of_file.all(|dataset| dataset.shared())
}

/// The end of the document, which attaches to the PDF the findings, what went in, and the files that may be given away.
///
/// It is written here and not by a template, so that a report with a template of the user's can be verified too.
pub fn attachments(study: &Study, results: &str) -> String {
    let attach = |name: &str, (role, relationship): (&str, &str)| {
        let (media, said) = (quoted(media_type(name)), quoted(described(role, study.locale.language)));
        let name = quoted(name);
        format!(
            "#pdf.attach({name}, relationship: \"{relationship}\", mime-type: {media}, description: {said})\n"
        )
    };
    let ends = [attach(results, ("results", "data")), attach(INPUTS, ("lock", "supplement"))];
    let inputs = inputs(study);
    let role = |file: &InputFile| {
        let role = inputs.iter().find(|(_, other)| other.name == file.name).map_or("", |(role, _)| *role);
        (role, if role == "data" { "data" } else { "source" })
    };
    let given = files(study);
    let given = given.iter().map(|(name, file)| attach(name, role(file)));
    std::iter::once("\n".to_owned()).chain(ends).chain(given).collect()
}

/// What an attached file is, by its role, in the language of the report.
fn described(role: &str, language: Language) -> &'static str {
    let (id, en) = match role {
        "results" => {
            ("Hasil perhitungan yang dipakai laporan ini", "The findings that this report was written from")
        }
        "lock" => (
            "Berkas masukan, versi, dan setelan laporan ini",
            "What this report was made from: files, versions, settings",
        ),
        "study" => ("Studi", "The study"),
        "data" => ("Data", "Data"),
        "instrument" => ("Instrumen", "The instrument"),
        "claims" => ("Angka dan pernyataan terbitan", "Published numbers and statements"),
        "bibliography" => ("Daftar pustaka", "The references"),
        "prose" => ("Naskah penulis", "Text by the authors"),
        "template" => ("Templat", "The template"),
        "fonts" => ("Fon", "A font"),
        _ => ("Berkas masukan", "An input"),
    };
    match language {
        Language::Id => id,
        Language::En => en,
    }
}

/// The media type of a file, by the end of its name.
pub fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).as_deref() {
        Some("yaml" | "yml" | "lock") => "application/yaml",
        Some("json") => "application/json",
        Some("csv") => "text/csv",
        Some("tsv") => "text/tab-separated-values",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("md") => "text/markdown",
        Some("bib") => "application/x-bibtex",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("pdf") => "application/pdf",
        Some("txt" | "typ" | "j2") => "text/plain",
        Some("ttf") => "font/ttf",
        Some("otf") => "font/otf",
        Some("ttc" | "otc") => "font/collection",
        _ => "application/octet-stream",
    }
}
