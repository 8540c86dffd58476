//! One side of a comparison: an output folder, a lock, a PDF, or findings alone. What stands in it is not trusted.

use crate::diagnostic::Diagnostic;
use crate::lock::{self, Hashes, Lock, Made, sha256};
use crate::pdf;
use crate::report::LEFT_OUT;
use crate::report::enclosed::{INPUTS, RESULTS, SHARED_RESULTS};
use serde::Serialize;
use serde_json::Value;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

/// The report itself, as an output folder has it.
const REPORT: &str = "report.pdf";
/// The most bytes that are read of a file.
const MOST_BYTES: u64 = 256 << 20;
/// The most bytes that are read of a lock.
const MOST_OF_LOCK: usize = 16 << 20;
/// The most files that are looked at in a folder.
const MOST_FILES: usize = 10_000;
/// How deep folders are looked into.
const DEEPEST: usize = 16;
/// The most parts that findings may say to be left out of them.
const MOST_LEFT_OUT: usize = 100;

/// What kind of thing is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An output folder.
    Folder,
    /// A lock.
    Lock,
    /// A PDF with what is attached to it.
    Pdf,
    /// The findings alone, such as `results.json`.
    Findings,
}

/// The findings of a side.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// What they say.
    pub tree: Value,
    /// Their bytes, as they were written.
    pub bytes: Vec<u8>,
    /// The paths of what was left out of them, since it is about single units of data that are not shared.
    pub left_out: Vec<String>,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// What the user called it.
    pub shown: String,
    /// What it is.
    pub kind: Kind,
    /// What went in; of a lock also what came out.
    pub lock: Option<Lock>,
    /// The findings, all of them where they are there.
    pub results: Option<Results>,
    /// The files of the output folder by their hashes; of a PDF, itself alone.
    pub files: Option<Hashes>,
}

impl Side {
    /// Reads a side.
    ///
    /// # Errors
    /// When there is no such thing, it is of no kind that can be compared, is too large, or cannot be read.
    pub fn open(path: &Path) -> Result<Self, Diagnostic> {
        let shown = path.to_string_lossy().into_owned();
        let about = fs::metadata(path).map_err(|error| unreadable(&shown, &error))?;
        if about.is_dir() {
            return Self::folder(path, shown);
        }
        match path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("lock") => Self::lock(read(path, &shown)?, shown),
            Some("pdf") => Self::pdf(read(path, &shown)?, shown),
            Some("json") => {
                let results = Some(results(read(path, &shown)?, &shown)?);
                Ok(Self { results, ..Self::empty(Kind::Findings, shown) })
            }
            _ => Err(Diagnostic::error("diff::kind", "this is nothing that can be compared")
                .in_file(shown)
                .hint("name an output folder, a `.lock`, a report as `.pdf`, or a `results.json`")),
        }
    }

    fn empty(kind: Kind, shown: String) -> Self {
        Self { shown, kind, lock: None, results: None, files: None }
    }

    fn folder(path: &Path, shown: String) -> Result<Self, Diagnostic> {
        let mut names = Vec::new();
        list(path, "", 0, &mut names).map_err(|problem| problem.in_file(&shown))?;
        let mut parts = Parts::default();
        let mut files = Hashes::new();
        for name in names {
            let below = format!("{shown}/{name}");
            let bytes = read(&path.join(&name), &below)?;
            files.insert(name.clone(), sha256(&bytes));
            parts.take(&name, bytes, &below)?;
        }
        parts.side(Self { files: Some(files), ..Self::empty(Kind::Folder, shown) })
    }

    fn lock(bytes: Vec<u8>, shown: String) -> Result<Self, Diagnostic> {
        let lock = lock_of(&bytes, &shown)?;
        let files = lock.made.as_ref().map(|made| made.outputs.clone());
        Ok(Self { lock: Some(lock), files, ..Self::empty(Kind::Lock, shown) })
    }

    fn pdf(bytes: Vec<u8>, shown: String) -> Result<Self, Diagnostic> {
        let files = Hashes::from([(REPORT.to_owned(), sha256(&bytes))]);
        let mut parts = Parts::default();
        for attached in pdf::open(bytes, &shown)?.attachments()? {
            let below = format!("{shown}: {}", attached.name);
            parts.take(&attached.name, attached.bytes, &below)?;
        }
        parts.side(Self { files: Some(files), ..Self::empty(Kind::Pdf, shown) })
    }

    /// Whether the findings are known, or at least the hashes of their parts.
    pub fn knows_findings(&self) -> bool {
        self.results.is_some() || self.made().is_some()
    }

    fn made(&self) -> Option<&Made> {
        self.lock.as_ref().and_then(|lock| lock.made.as_ref())
    }

    /// The hashes of the findings by their parts, when the findings are known, or their hashes.
    pub fn parts(&self) -> Option<Hashes> {
        let computed = self.results.as_ref().map(|results| lock::of_findings(&results.tree, &results.bytes));
        computed.or_else(|| self.made().map(|made| made.findings.clone()))
    }
}

/// What is found in a folder or a PDF, by the names that telaah gives.
#[derive(Default)]
struct Parts {
    lock: Option<Lock>,
    results: Option<Results>,
    shared: Option<Results>,
}

impl Parts {
    fn take(&mut self, name: &str, bytes: Vec<u8>, shown: &str) -> Result<(), Diagnostic> {
        match name {
            INPUTS => self.lock = Some(lock_of(&bytes, shown)?),
            RESULTS => self.results = Some(results(bytes, shown)?),
            SHARED_RESULTS => self.shared = Some(results(bytes, shown)?),
            _ => {}
        }
        Ok(())
    }

    fn side(self, side: Side) -> Result<Side, Diagnostic> {
        let (lock, results) = (self.lock, self.results.or(self.shared));
        if lock.is_none() && results.is_none() {
            return Err(Diagnostic::error("diff::no-report", "there is no report of telaah in it")
                .in_file(side.shown)
                .because(format!("it has neither `{INPUTS}` nor `{RESULTS}`")));
        }
        Ok(Side { lock, results, ..side })
    }
}

/// The files below a folder by their paths, in the order of their names. Links are not followed: telaah makes none.
fn list(folder: &Path, above: &str, depth: usize, names: &mut Vec<String>) -> Result<(), Diagnostic> {
    let failed = |error: std::io::Error| {
        Diagnostic::environment("diff::unreadable", "the folder cannot be read").cause(error)
    };
    let entries = fs::read_dir(folder).map_err(failed)?.take(MOST_FILES + 1);
    let mut entries = entries.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{above}{}", entry.file_name().to_string_lossy());
        match entry.file_type().map_err(failed)? {
            kind if kind.is_dir() && depth < DEEPEST => {
                list(&entry.path(), &format!("{name}/"), depth + 1, names)?;
            }
            kind if kind.is_file() => names.push(name),
            _ => {}
        }
        if names.len() > MOST_FILES {
            return Err(Diagnostic::error(
                "diff::too-large",
                format!("the folder has more than {MOST_FILES} files"),
            )
            .hint("name the folder of one report"));
        }
    }
    Ok(())
}

/// The bytes of a file that is a file and not too large.
fn read(path: &Path, shown: &str) -> Result<Vec<u8>, Diagnostic> {
    let failed = |error| unreadable(shown, &error);
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(Diagnostic::error("diff::kind", "this is no file").in_file(shown));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(too_large(shown, "256 MB"));
    }
    Ok(bytes)
}

fn unreadable(shown: &str, error: &std::io::Error) -> Diagnostic {
    match error.kind() {
        ErrorKind::NotFound => Diagnostic::error("diff::missing", "there is no such file or folder"),
        _ => Diagnostic::environment("diff::unreadable", "it cannot be read").cause(error),
    }
    .in_file(shown)
}

fn too_large(shown: &str, most: &str) -> Diagnostic {
    Diagnostic::error("diff::too-large", format!("it has more than {most}")).in_file(shown)
}

fn lock_of(bytes: &[u8], shown: &str) -> Result<Lock, Diagnostic> {
    if bytes.len() > MOST_OF_LOCK {
        return Err(too_large(shown, "16 MB"));
    }
    let refused = |cause: String| {
        Diagnostic::error("diff::lock", "this is no lock that telaah can read").in_file(shown).cause(cause)
    };
    let text = str::from_utf8(bytes).map_err(|error| refused(error.to_string()))?;
    lock::parse(text).map_err(|error| refused(error.to_string()))
}

fn results(bytes: Vec<u8>, shown: &str) -> Result<Results, Diagnostic> {
    let refused =
        || Diagnostic::error("diff::results", "these are no findings that telaah can read").in_file(shown);
    let tree: Value = serde_json::from_slice(&bytes).map_err(|error| refused().cause(error))?;
    if tree.get("results_version").is_none() {
        return Err(refused().because("there is no `results_version` in it"));
    }
    let parts = tree.get(LEFT_OUT).and_then(Value::as_array).into_iter().flatten();
    let left_out: Vec<String> = parts.filter_map(|part| part.as_str().map(str::to_owned)).collect();
    if left_out.len() > MOST_LEFT_OUT {
        return Err(refused().because(format!("it leaves out more than {MOST_LEFT_OUT} parts")));
    }
    Ok(Results { tree, bytes, left_out })
}
