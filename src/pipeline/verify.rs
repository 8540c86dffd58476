//! Computes a report again, in a folder of its own, and compares it with its lock.

use super::locked::lock_at;
use super::read::Read;
use super::{Clock, Options, Product, Run, make, not_finite, read_lock, strays};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::difference::{self, Change};
use crate::lock::{Hashes, Lock, Reason, reason, sha256};
use crate::pdf;
use crate::report::enclosed;
use crate::study::{Study, slashes};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A report that was computed anew.
#[derive(Debug)]
pub struct Recomputed {
    /// The study.
    pub study: Study,
    /// What went in and what came out.
    pub lock: Lock,
    /// The findings, as `results.json` holds them.
    pub tree: Value,
    /// The folder with all files of the report.
    pub folder: PathBuf,
}

/// Computes a report again, using nothing that an earlier run kept and writing only below a folder.
///
/// # Errors
/// Every problem that keeps the report from being made.
pub fn recompute(path: &Path, typst: Option<&Path>, below: &Path) -> Outcome<Recomputed> {
    let mut clock = Clock::start();
    let read = Read::new(path, &mut clock)?;
    let lock = Lock::of(&read.study).map_err(not_finite)?;
    let options = Options {
        output: below.to_path_buf(),
        typst: typst.map(Path::to_path_buf),
        cache: false,
        locked: false,
    };
    let mut run = Run::new(&read, &lock, super::Cache::none());
    let Product { folder, lock: made, analysis, .. } = make(&mut run, &options, &mut clock, |_| Ok(()))?;
    drop(run);
    Ok(Recomputed { study: read.study, lock: made, tree: analysis.tree, folder })
}

/// What came of comparing a report that was computed anew with its lock.
#[derive(Debug)]
pub struct Verification {
    /// The study's name.
    pub study: String,
    /// What went in differently.
    pub inputs: Vec<Reason>,
    /// The numbers and other findings that differ, where the old ones are still known.
    pub numbers: Vec<Change>,
    /// The parts of the findings whose hash differs, where no difference of values is known.
    pub parts: Vec<String>,
    /// Whether the old findings are known: then it is the lock that does not have their hash.
    pub knows_old: bool,
    /// The files that come out otherwise than the lock says.
    pub made: Vec<Reason>,
    /// The files of the output folder that are not as the lock says; empty when there is no such folder.
    pub output: Vec<Reason>,
    /// Whether there is an output folder to compare.
    pub has_output: bool,
    /// How many numbers were computed again.
    pub computed: usize,
    /// How many files were made again.
    pub files: usize,
}

impl Verification {
    /// Whether everything is as the lock says.
    pub fn holds(&self) -> bool {
        self.inputs.is_empty()
            && self.numbers.is_empty()
            && self.parts.is_empty()
            && self.made.is_empty()
            && self.output.is_empty()
    }
}

/// Computes the report of a study again and compares it with a lock: the one that is given, or the study's own.
///
/// # Errors
/// When there is no such study or no lock, or the report cannot be made.
pub fn verify(path: &Path, options: &Options, lock: Option<&Path>) -> Outcome<Verification> {
    let shown = slashes(path);
    if !path.is_file() {
        return Err(Diagnostic::error("file::missing", format!("there is no file `{shown}`")).into());
    }
    let at = lock.map_or_else(|| Lock::path(path), Path::to_path_buf);
    let lock = if lock.is_some() { lock_at(&at) } else { read_lock(path) }?;
    let scratch = private_folder()?;
    let again = recompute(path, options.typst.as_deref(), scratch.path())?;
    let place = options.output.join(&again.study.name);
    let mut inputs = again.lock.inputs_since(&lock);
    if lock.study != again.study.name {
        inputs.push(Reason::LockChanged);
    }
    let (old, new) = (made_of(&lock), made_of(&again.lock));
    let parts = reason::of_files("findings", &old.0, &new.0);
    let before = if parts.is_empty() { None } else { old_findings(&place, &lock) };
    let before_is_known = before.is_some();
    let numbers = before.map(|before| difference::findings(&before, &again.tree)).unwrap_or_default();
    let parts = parts.into_iter().filter_map(part).filter(|_| numbers.is_empty()).collect();
    let has_output = place.is_dir();
    let mut found = Verification {
        inputs,
        numbers,
        parts,
        knows_old: before_is_known,
        made: reason::of_files("output", &old.1, &new.1),
        output: if has_output { strays(&place, &lock) } else { Vec::new() },
        has_output,
        computed: numbers_in(&again.tree),
        files: new.1.len(),
        study: again.study.name.clone(),
    };
    if found.holds() && !is_text_of(&at, &again.lock) {
        found.inputs.push(Reason::LockChanged);
    }
    Ok(found)
}

/// Whether a file holds a lock letter by letter; only line ends may be those of another system.
fn is_text_of(file: &Path, lock: &Lock) -> bool {
    let text = fs::read_to_string(file).map(|text| text.replace("\r\n", "\n"));
    matches!((text, lock.to_text()), (Ok(there), Ok(expected)) if there == expected)
}

/// A folder that nobody else can read, gone when it is dropped.
pub(super) fn private_folder() -> Result<tempfile::TempDir, Diagnostic> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("telaah-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o700));
    }
    builder.tempdir().map_err(no_scratch)
}

/// The second half of a lock.
fn made_of(lock: &Lock) -> (Hashes, Hashes) {
    lock.made.as_ref().map(|made| (made.findings.clone(), made.outputs.clone())).unwrap_or_default()
}

fn part(reason: Reason) -> Option<String> {
    match reason {
        Reason::Changed { name, .. } | Reason::Added { name, .. } | Reason::Gone { name, .. } => Some(name),
        _ => None,
    }
}

/// The findings that the lock was written with: in the output folder, or else in the PDF there.
fn old_findings(place: &Path, lock: &Lock) -> Option<Value> {
    let hash = lock.made.as_ref()?.findings.get("all")?;
    let fits = |bytes: &Vec<u8>| sha256(bytes) == *hash;
    let in_folder = fs::read(place.join(enclosed::RESULTS)).ok().filter(fits);
    let bytes = in_folder.or_else(|| {
        let pdf = pdf::open(fs::read(place.join(super::PDF)).ok()?, super::PDF).ok()?;
        let attached = pdf.attachments().ok()?;
        attached.into_iter().find(|file| file.name == enclosed::RESULTS).map(|file| file.bytes).filter(fits)
    })?;
    serde_json::from_slice(&bytes).ok()
}

/// How many numbers a tree holds.
pub fn numbers_in(tree: &Value) -> usize {
    match tree {
        Value::Number(_) => 1,
        Value::Array(items) => items.iter().map(numbers_in).sum(),
        Value::Object(fields) => fields.values().map(numbers_in).sum(),
        _ => 0,
    }
}

pub(super) fn no_scratch(error: std::io::Error) -> Diagnostic {
    Diagnostic::environment("verify::scratch", "no folder can be made to compute the report in").cause(error)
}
