//! The lock of a study as a file: read, obeyed, written.

use super::{no_lock, read_plain, simulate};
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome};
use crate::lock::{self, Lock};
use crate::study::slashes;
use std::fs;
use std::path::Path;

/// The lock of a study, where it can be read.
///
/// # Errors
/// When it is not there, or is no lock.
pub fn read_lock(study: &Path) -> Result<Lock, Diagnostic> {
    lock_at(&Lock::path(study)).map_err(|problem| match problem.code {
        "lock::missing" => problem
            .because("it is written when a report is made")
            .hint(format!("make the report first: `telaah report {}`", slashes(study))),
        _ => problem,
    })
}

/// A lock that stands in a file.
///
/// # Errors
/// When it is not there, or is no lock.
pub fn lock_at(file: &Path) -> Result<Lock, Diagnostic> {
    let shown = slashes(file);
    let text = read_plain(file).and_then(|bytes| {
        String::from_utf8(bytes).map_err(|error| std::io::Error::new(std::io::ErrorKind::InvalidData, error))
    });
    let text = text.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            Diagnostic::error("lock::missing", format!("there is no lock `{shown}`"))
        }
        std::io::ErrorKind::InvalidData => not_a_lock(&shown, &error),
        _ => Diagnostic::environment("lock::unreadable", format!("`{shown}` cannot be read")).cause(error),
    })?;
    lock::parse(&text).map_err(|error| not_a_lock(&shown, &error))
}

fn not_a_lock(shown: &str, error: &dyn std::error::Error) -> Diagnostic {
    Diagnostic::error("lock::invalid", format!("`{shown}` is not a lock that telaah wrote"))
        .in_file(shown)
        .because("it was changed, or written by another version")
        .cause(error)
        .hint("take it from version control, or make the report anew")
}

/// The lock, unless what goes in has changed since it was written.
pub fn refuse_changed(path: &Path, now: &Lock) -> Outcome<Lock> {
    let locked = read_lock(path)?;
    let reasons = now.inputs_since(&locked);
    if reasons.is_empty() {
        return Ok(locked);
    }
    let told = reasons.iter().map(|reason| {
        Diagnostic::error("lock::inputs", reason.to_string())
            .in_file(slashes(&Lock::path(path)))
            .because("with `--locked` a report is made only from what its lock records")
    });
    let mut problems: Vec<Diagnostic> = told.collect();
    if let Some(last) = problems.pop() {
        problems.push(last.hint(
            "without `--locked`, the report is made from what is there now, and its lock is written anew",
        ));
    }
    Err(Diagnostics(problems))
}

/// Nothing, unless other outputs came from the same inputs.
pub fn refuse_other_outputs(locked: &Lock, now: &Lock) -> Outcome<()> {
    if locked.made == now.made {
        return Ok(());
    }
    let problem =
        Diagnostic::error("lock::outputs", "the same inputs gave other outputs than the lock records")
            .because("the lock was changed, or this telaah is not the one that wrote it")
            .hint("`telaah verify` says which numbers and files differ");
    Err(problem.into())
}

/// Writes the lock beside the study: whole or not at all, and only where it says something new.
pub fn write_lock(path: &Path, lock: &Lock) -> Outcome<()> {
    let at = Lock::path(path);
    let text = lock.to_text().map_err(no_lock)?;
    if fs::read(&at).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    simulate::replace_whole(&at, text.as_bytes()).map_err(|error| {
        let shown = slashes(&at);
        Diagnostic::environment("lock::unwritable", format!("`{shown}` cannot be written"))
            .because("the report is there, but without its lock nobody can verify it")
            .cause(error)
    })?;
    Ok(())
}
