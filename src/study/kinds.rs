//! What is named where a study should be, and is none.

use super::files::slashes;
use crate::diagnostic::Diagnostic;
use std::io::Read;
use std::path::Path;

/// The endings of files that go into a study or come out of it, and are none.
const OTHERS: [&str; 9] = ["csv", "tsv", "xlsx", "xlsm", "md", "bib", "typ", "svg", "json"];

/// Refuses what cannot be a study, by its name and first bytes: a folder, a report, a lock, data.
///
/// # Errors
/// `file::folder` or `file::no-study`, with what to name instead. A file that is not there is no matter here.
pub fn expect_study(path: &Path) -> Result<(), Diagnostic> {
    let shown = slashes(path);
    let refused = |code, what: &str, hint: String| {
        let problem = Diagnostic::error(code, format!("`{shown}` is {what}, not a study"));
        Err(problem.in_file(&shown).hint(hint))
    };
    if path.is_dir() {
        let hint = match path.join("inputs.lock").is_file() {
            true => {
                format!("this folder is a finished report: name its study, or verify `{shown}/report.pdf`")
            }
            false => "name a study in it, a file that ends in `.yaml`".to_owned(),
        };
        return refused("file::folder", "a folder", hint);
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let yaml = || "name the study, a file that ends in `.yaml`".to_owned();
    match ending.as_str() {
        "lock" if begins_as(path, b"lock_version:") => refused(
            "file::no-study",
            "a lock",
            format!("name the study beside it: `{}`", slashes(&path.with_extension("yaml"))),
        ),
        "pdf" => refused(
            "file::no-study",
            "a PDF",
            format!("`telaah verify {shown}` checks a report; to make one, name its study"),
        ),
        other if OTHERS.contains(&other) => {
            refused("file::no-study", &format!("a file of the kind `.{other}`"), yaml())
        }
        _ if is_binary(path) => refused("file::no-study", "no text", yaml()),
        _ => Ok(()),
    }
}

/// Whether a file begins with bytes that no text begins with.
fn is_binary(path: &Path) -> bool {
    [b"PK\x03\x04".as_slice(), b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG"]
        .iter()
        .any(|kind| begins_as(path, kind))
}

/// Whether a file begins with some bytes, or its first line that is no comment does. A pipe is not asked.
fn begins_as(path: &Path, kind: &[u8]) -> bool {
    let is_file = std::fs::metadata(path).is_ok_and(|file| file.is_file());
    let Some(Ok(file)) = is_file.then(|| std::fs::File::open(path)) else { return false };
    let mut start = Vec::new();
    let read = file.take(1_000).read_to_end(&mut start);
    let mut lines = start.split(|byte| *byte == b'\n').skip_while(|line| line.starts_with(b"#"));
    read.is_ok() && (start.starts_with(kind) || lines.next().is_some_and(|line| line.starts_with(kind)))
}
