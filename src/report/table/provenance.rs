//! What the report was made from and with.

use super::words::say;
use super::{Cell, Column, Table};
use crate::locale::Locale;
use crate::study::{InputFile, Study};

/// The files of a study with their hashes, and the software and settings; `inputs` are the files with their roles.
pub fn provenance(study: &Study, inputs: &[(&'static str, &InputFile)], settings: &Settings) -> [Table; 2] {
    [files(inputs, &study.locale), versions(study, settings)]
}

/// What a report was made with, besides the study.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The version of Typst.
    pub typst: &'static str,
    /// The command that makes the report.
    pub command: String,
}

fn files(inputs: &[(&'static str, &InputFile)], locale: &Locale) -> Table {
    let columns = vec![
        Column::text(say(locale, "Peran", "Role")),
        Column { wrap: true, ..Column::verbatim(say(locale, "Berkas", "File")) },
        Column::numeric(say(locale, "Byte", "Bytes")),
        Column::verbatim("SHA-256"),
    ];
    let row = |(role, file): &(&str, &InputFile)| {
        vec![
            Cell::Text(role_name(role, locale).to_owned()),
            Cell::Text(file.name.clone()),
            Cell::Count(file.bytes.len()),
            Cell::Text(file.sha256()),
        ]
    };
    Table::new("inputs", columns, inputs.iter().map(row).collect())
}

fn role_name<'a>(role: &'a str, locale: &Locale) -> &'a str {
    match role {
        "study" => say(locale, "studi", "study"),
        "data" => "data",
        "claims" => say(locale, "klaim", "claims"),
        "prose" => say(locale, "teks", "prose"),
        "instrument" => say(locale, "kuesioner", "questionnaire"),
        "bibliography" => say(locale, "pustaka", "references"),
        "fonts" => say(locale, "fon", "font"),
        "template" => say(locale, "templat", "template"),
        other => other,
    }
}

fn versions(study: &Study, settings: &Settings) -> Table {
    let locale = &study.locale;
    let columns = vec![
        Column::text(say(locale, "Hal", "Item")),
        Column { wrap: true, ..Column::verbatim(say(locale, "Nilai", "Value")) },
    ];
    let rows = [
        (("Versi telaah", "telaah version"), env!("CARGO_PKG_VERSION").to_owned()),
        (("Versi Typst", "Typst version"), settings.typst.to_owned()),
        (("Perintah", "Command"), settings.command.clone()),
        (("Berkas studi", "Study file"), study.file.name.clone()),
        (("Bilangan awal acak", "Random seed"), study.seed.to_string()),
        (("Tanggal laporan", "Date of the report"), locale.date(study.date)),
    ];
    let row = |((id, en), value): ((&str, &str), String)| {
        vec![Cell::Text(say(locale, id, en).to_owned()), Cell::Text(value)]
    };
    Table::new("versions", columns, rows.into_iter().map(row).collect())
}
