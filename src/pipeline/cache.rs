//! What is kept of a run for the next: the result of every stage with its recipe, by content.
//!
//! For a study `x` it stands in `output/.cache/x/`: of each stage its result and, beside it, the recipe with the hash of
//! the result, so that a damaged one is noticed. It may be deleted at any time.

use super::stage::{Recipe, Stage};
use crate::lock::{Reason, sha256};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// The results of the stages of a study's last run.
#[derive(Debug)]
pub struct Cache {
    /// Where it is; none when nothing is kept.
    folder: Option<PathBuf>,
    /// Whether the last run's results may be used.
    use_old: bool,
    pending: Vec<(Stage, Recipe, Vec<u8>)>,
}

/// A recipe with the hash of what it made.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    sha256: String,
    recipe: Recipe,
}

/// What is kept of a stage, as far as the recipe asked for goes.
#[derive(Debug)]
pub enum Kept {
    /// The result that the recipe would make, and its hash.
    Fresh(Vec<u8>, String),
    /// Nothing that can be used, and why.
    Stale(Vec<Reason>),
}

impl Cache {
    /// The cache of a study below an output folder. Where old results may not be used, new ones are still kept.
    pub fn at(output: &Path, study: &str, use_old: bool) -> Self {
        Self { folder: Some(folder(output, study)), use_old, pending: Vec::new() }
    }

    /// A cache that has nothing and keeps nothing.
    pub fn none() -> Self {
        Self { folder: None, use_old: false, pending: Vec::new() }
    }

    /// What is kept of a stage.
    pub fn look(&self, stage: Stage, recipe: &Recipe) -> Kept {
        let Some(folder) = self.folder.as_ref().filter(|_| self.use_old) else {
            return Kept::Stale(vec![Reason::NoCache]);
        };
        let Ok(text) = fs::read(recipe_path(folder, stage)) else { return Kept::Stale(vec![Reason::First]) };
        let Ok(entry) = serde_json::from_slice::<Entry>(&text) else {
            return Kept::Stale(vec![Reason::CacheDamaged]);
        };
        let reasons = recipe.since(&entry.recipe);
        if !reasons.is_empty() {
            return Kept::Stale(reasons);
        }
        match fs::read(result_path(folder, stage)) {
            Ok(bytes) if sha256(&bytes) == entry.sha256 => Kept::Fresh(bytes, entry.sha256),
            _ => Kept::Stale(vec![Reason::CacheDamaged]),
        }
    }

    /// Remembers a result until the cache is written; returns its hash.
    pub fn keep(&mut self, stage: Stage, recipe: Recipe, bytes: Vec<u8>) -> String {
        let hash = sha256(&bytes);
        self.pending.push((stage, recipe, bytes));
        hash
    }

    /// Writes what was remembered, while no other run of the study is at it.
    ///
    /// A cache that cannot be written is no reason to fail: the next run computes again.
    pub fn write(&mut self) {
        let Some(folder) = &self.folder else { return };
        let _ = fs::create_dir_all(folder);
        for (stage, recipe, bytes) in self.pending.drain(..) {
            let (at, recipe_at) = (result_path(folder, stage), recipe_path(folder, stage));
            // The recipe goes first and comes last: without it, a result that is half written is never looked at.
            let _ = fs::remove_file(&recipe_at);
            let entry = Entry { sha256: sha256(&bytes), recipe };
            let Ok(text) = serde_json::to_vec(&entry) else { continue };
            let _ = fs::write(at, bytes).and_then(|()| fs::write(recipe_at, text));
        }
    }
}

fn result_path(folder: &Path, stage: Stage) -> PathBuf {
    folder.join(format!("{stage}.json"))
}

fn recipe_path(folder: &Path, stage: Stage) -> PathBuf {
    folder.join(format!("{stage}.recipe.json"))
}

/// Where the cache of a study is.
pub fn folder(output: &Path, study: &str) -> PathBuf {
    output.join(".cache").join(study)
}
