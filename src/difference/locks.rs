//! Two locks compared, and other sets of hashes by name.

use crate::lock::{Hashes, Lock, Reason};
use serde::Serialize;

/// What two locks say differently.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Locks {
    /// The names of the studies, when they are not the same.
    pub study: Option<StudyNames>,
    /// What went in: programs, seed, files, settings.
    pub inputs: Vec<Reason>,
    /// The parts of the findings; none where a lock does not know what came out.
    pub parts: Option<Vec<Named>>,
    /// The files of the output folder; none where a lock does not know what came out.
    pub outputs: Option<Vec<Named>>,
}

/// The names of two studies that should be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StudyNames {
    /// The name in the old one.
    pub old: String,
    /// The name in the new one.
    pub new: String,
}

/// What happened to something with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It is on both sides and differs.
    Changed,
    /// Only the new side has it.
    Added,
    /// Only the old side has it.
    Gone,
}

/// Something that is known by its hash and not the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// A file, or a part of the findings.
    pub name: String,
    /// What happened to it.
    pub change: Fate,
}

impl Locks {
    /// Whether the locks say the same.
    pub fn is_empty(&self) -> bool {
        let none = |named: &Option<Vec<Named>>| named.as_ref().is_none_or(Vec::is_empty);
        self.study.is_none() && self.inputs.is_empty() && none(&self.parts) && none(&self.outputs)
    }
}

/// What two locks say differently.
pub fn locks(old: &Lock, new: &Lock) -> Locks {
    let made = old.made.as_ref().zip(new.made.as_ref());
    let study =
        (old.study != new.study).then(|| StudyNames { old: old.study.clone(), new: new.study.clone() });
    Locks {
        study,
        inputs: new.inputs_since(old),
        parts: made.map(|(old, new)| hashes(&old.findings, &new.findings)),
        outputs: made.map(|(old, new)| hashes(&old.outputs, &new.outputs)),
    }
}

/// What differs between two sets of hashes: in the order of the new one, then what is gone.
pub fn hashes(old: &Hashes, new: &Hashes) -> Vec<Named> {
    let named = |name: &String, change| Named { name: name.clone(), change };
    let differing = new.iter().filter_map(|(name, hash)| match old.get(name) {
        None => Some(named(name, Fate::Added)),
        Some(before) if before != hash => Some(named(name, Fate::Changed)),
        Some(_) => None,
    });
    let gone = old.keys().filter(|name| !new.contains_key(*name)).map(|name| named(name, Fate::Gone));
    differing.chain(gone).collect()
}
