//! The shortest way: nothing has changed since the last run, so nothing is done.
//!
//! Only bytes are compared, never times. What cannot be told from the lock alone goes the long way, which skips every
//! stage that need not run.

use super::cache;
use super::scratch::Scratch;
use super::{Finished, PDF, build, read_plain};
use crate::claims::ClaimsFindings;
use crate::diagnostic::Diagnostics;
use crate::lock::{self, Hashes, Lock, sha256};
use crate::report::enclosed;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// What a run remembers of itself.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct State {
    /// The build of telaah.
    build: String,
    /// The hash of the lock that it wrote.
    lock: String,
    /// How many warnings it told; they must be told again.
    warnings: usize,
}

/// The part of `results.json` that a finished report is summed up from.
#[derive(Deserialize)]
struct Results {
    claims: Option<ClaimsFindings>,
}

/// The finished report, when this very telaah made it from what is there now and all of it is still in its place.
pub fn look(path: &Path, output: &Path) -> Option<Finished> {
    let text = fs::read_to_string(Lock::path(path)).ok()?;
    let lock = lock::parse(&text).ok()?;
    let state: State = serde_json::from_slice(&fs::read(state_path(output, &lock)).ok()?).ok()?;
    let expected = State { build: build::identity().to_owned(), lock: sha256(text.as_bytes()), warnings: 0 };
    let folder = output.join(&lock.study);
    let is_pending = Scratch::is_pending(output, &lock.study);
    if state != expected
        || is_pending
        || !are_inputs_the_same(path, &lock)
        || !are_outputs_the_same(&folder, &lock)
    {
        return None;
    }
    let results: Results = serde_json::from_slice(&fs::read(folder.join(enclosed::RESULTS)).ok()?).ok()?;
    Some(Finished {
        study: lock.study,
        folder,
        claims: results.claims,
        ran: Vec::new(),
        timings: Vec::new(),
        warnings: Diagnostics::default(),
    })
}

/// Remembers that a run ended well with this lock. Where that cannot be written, the next run takes the long way.
pub fn remember(output: &Path, lock: &Lock, warnings: usize) {
    let Ok(text) = lock.to_text() else { return };
    let state = State { build: build::identity().to_owned(), lock: sha256(text.as_bytes()), warnings };
    let at = state_path(output, lock);
    if let Ok(state) = serde_json::to_vec(&state)
        && !fs::read(&at).is_ok_and(|there| there == state)
    {
        let _ = fs::write(at, state);
    }
}

fn state_path(output: &Path, lock: &Lock) -> PathBuf {
    cache::folder(output, &lock.study).join("state.json")
}

/// Whether every file that was read has the bytes it had. A folder of templates might hold others now.
fn are_inputs_the_same(path: &Path, lock: &Lock) -> bool {
    let folder = path.parent().unwrap_or(Path::new(""));
    let is_own_template = lock.settings["report"]["template"].as_str() != Some("paper");
    // What telaah brings along is part of its build.
    let of_study = lock
        .inputs
        .iter()
        .filter(|(role, _)| *role != lock::BUILT_IN_TEMPLATE && *role != lock::BUILT_IN_FONT);
    let mut files = of_study.flat_map(|(role, files)| files.iter().map(move |file| (role, file)));
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let real = if folder.as_os_str().is_empty() { Path::new(".") } else { folder }.canonicalize();
    let is_inside = |file: &Path| matches!((file.canonicalize(), &real), (Ok(file), Ok(folder)) if file.starts_with(folder));
    !is_own_template
        && files.all(|(role, (name, hash))| match role.as_str() {
            "study" => file_name.as_ref() == Some(name) && is_same(path, hash),
            _ => is_inside(&folder.join(name)) && is_same(&folder.join(name), hash),
        })
}

fn are_outputs_the_same(folder: &Path, lock: &Lock) -> bool {
    let none = Hashes::default();
    let outputs = lock.made.as_ref().map_or(&none, |made| &made.outputs);
    outputs.contains_key(PDF) && outputs.iter().all(|(name, hash)| is_same(&folder.join(name), hash))
}

fn is_same(path: &Path, hash: &str) -> bool {
    read_plain(path).is_ok_and(|bytes| sha256(&bytes) == hash)
}
