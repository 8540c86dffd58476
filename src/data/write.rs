//! From cells to the bytes of a file that the same dataset's declaration reads.

use crate::diagnostic::Diagnostic;
use crate::study::Dataset;
use crate::study::schema::Encoding;

/// A table as CSV or TSV in the dataset's encoding, with line feeds; a file named `.tsv` has tabs unless the dataset says otherwise.
///
/// # Errors
/// A letter that the dataset's encoding does not have.
pub fn write_table(
    dataset: &Dataset,
    headings: &[String],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>, Diagnostic> {
    let tabs = dataset.file.name.to_lowercase().ends_with(".tsv");
    let separator = dataset.separator.unwrap_or(if tabs { b'\t' } else { b',' });
    let failed = |error: csv::Error| {
        Diagnostic::error("simulation::failed", format!("`{}` cannot be written", dataset.file.name))
            .cause(error)
    };
    let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
    writer.write_record(headings).map_err(failed)?;
    for row in rows {
        writer.write_record(&row).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(error.into_error().into()))?;
    match dataset.encoding {
        Encoding::Utf8 => Ok(bytes),
        Encoding::Windows1252 => windows_1252(dataset, &bytes),
    }
}

fn windows_1252(dataset: &Dataset, bytes: &[u8]) -> Result<Vec<u8>, Diagnostic> {
    let text = String::from_utf8_lossy(bytes);
    let (encoded, _, unmapped) = encoding_rs::WINDOWS_1252.encode(&text);
    if unmapped {
        let message = format!("`{}` cannot be written in Windows-1252", dataset.file.name);
        let problem = Diagnostic::error("simulation::failed", message);
        return Err(problem.because("some drawn letters are not part of it").hint("use `encoding: utf-8`"));
    }
    Ok(encoded.into_owned())
}
