//! Why something is out of date: two records of what went in, compared in words that have names.

use super::{Hashes, Lock, MadeWith};
use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;
use std::fmt;

/// One way in which what goes in now differs from what went in before.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Reason {
    /// Nothing was made before.
    First,
    /// What was kept of the last run was not to be used.
    NoCache,
    /// What was kept of the last run is not what was kept then.
    CacheDamaged,
    /// Another version of telaah.
    TelaahVersion {
        /// The version then.
        old: String,
        /// The version now.
        new: String,
    },
    /// The same version of telaah, built from other sources.
    TelaahBuild,
    /// Another version of Typst.
    TypstVersion {
        /// The version then.
        old: String,
        /// The version now.
        new: String,
    },
    /// Another seed.
    Seed {
        /// The seed then.
        old: u64,
        /// The seed now.
        new: u64,
    },
    /// A file that was read has other bytes.
    Changed {
        /// The role of the file: `study`, `data`, `prose`, ….
        role: String,
        /// Its name.
        name: String,
    },
    /// A file that was not read before.
    Added {
        /// The role of the file.
        role: String,
        /// Its name.
        name: String,
    },
    /// A file that is not read any more.
    Gone {
        /// The role of the file.
        role: String,
        /// Its name.
        name: String,
    },
    /// A setting has another value.
    Setting {
        /// Its path, such as `segmentation.k`.
        path: String,
        /// The value then; none where it was not set.
        old: Option<Value>,
        /// The value now; none where it is not set.
        new: Option<Value>,
    },
    /// Files or settings are the same, but stand in another order.
    Order,
    /// What an earlier stage makes has changed, or will.
    Stage {
        /// The name of that stage.
        stage: String,
    },
    /// A file of the output is not there.
    OutputMissing {
        /// Its path in the output folder.
        name: String,
    },
    /// A file of the output is not as it was written.
    OutputChanged {
        /// Its path in the output folder.
        name: String,
    },
    /// There is a file in the output folder that was not written by telaah.
    OutputAdded {
        /// Its path in the output folder.
        name: String,
    },
    /// The lock is not there.
    LockMissing,
    /// The lock does not say what it should.
    LockChanged,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First => write!(f, "not made before"),
            Self::NoCache => write!(f, "nothing kept was to be used"),
            Self::CacheDamaged => write!(f, "what was kept is damaged"),
            Self::TelaahVersion { old, new } => write!(f, "telaah version: {old}, now {new}"),
            Self::TelaahBuild => write!(f, "telaah was built anew"),
            Self::TypstVersion { old, new } => write!(f, "Typst version: {old}, now {new}"),
            Self::Seed { old, new } => write!(f, "seed: {old}, now {new}"),
            Self::Changed { role, name } => write!(f, "{role} changed: {name}"),
            Self::Added { role, name } => write!(f, "{role} added: {name}"),
            Self::Gone { role, name } => write!(f, "{role} gone: {name}"),
            Self::Setting { path, old, new } => {
                write!(f, "setting changed: {path}: {}, now {}", shown(old.as_ref()), shown(new.as_ref()))
            }
            Self::Order => write!(f, "files or settings stand in another order"),
            Self::Stage { stage } => write!(f, "{stage} changed"),
            Self::OutputMissing { name } => write!(f, "output missing: {name}"),
            Self::OutputChanged { name } => write!(f, "output changed: {name}"),
            Self::OutputAdded { name } => write!(f, "output added: {name}"),
            Self::LockMissing => write!(f, "lock missing"),
            Self::LockChanged => write!(f, "lock changed"),
        }
    }
}

/// A value of a setting in a few words.
fn shown(value: Option<&Value>) -> String {
    const LONGEST: usize = 60;
    let Some(value) = value else { return "not set".to_owned() };
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// What differs between two sets of files of a role.
pub fn of_files(role: &str, old: &Hashes, new: &Hashes) -> Vec<Reason> {
    let (role, named) = (role.to_owned(), |name: &String| name.clone());
    let gone = old.keys().filter(|name| !new.contains_key(*name));
    let gone = gone.map(|name| Reason::Gone { role: role.clone(), name: named(name) });
    let differing = new.iter().filter_map(|(name, hash)| match old.get(name) {
        None => Some(Reason::Added { role: role.clone(), name: named(name) }),
        Some(before) if before != hash => Some(Reason::Changed { role: role.clone(), name: named(name) }),
        Some(_) => None,
    });
    differing.chain(gone).collect()
}

/// What differs between two sets of files by role.
pub fn of_inputs(old: &IndexMap<String, Hashes>, new: &IndexMap<String, Hashes>) -> Vec<Reason> {
    let none = Hashes::default();
    let roles = new.keys().chain(old.keys().filter(|role| !new.contains_key(*role)));
    let of_role =
        |role: &String| of_files(role, old.get(role).unwrap_or(&none), new.get(role).unwrap_or(&none));
    roles.flat_map(of_role).collect()
}

/// What differs between two sets of settings: the deepest paths, in the order of the new ones, then what is gone.
pub fn of_settings(old: &Value, new: &Value) -> Vec<Reason> {
    let mut reasons = Vec::new();
    compare(String::new(), Some(old), Some(new), &mut reasons);
    reasons
}

fn compare(path: String, old: Option<&Value>, new: Option<&Value>, reasons: &mut Vec<Reason>) {
    match (old, new) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            let gone = old.iter().filter(|(key, _)| !new.contains_key(*key));
            for (key, value) in new {
                compare(below(key), old.get(key), Some(value), reasons);
            }
            for (key, value) in gone {
                compare(below(key), Some(value), None, reasons);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) if old.len() == new.len() => {
            for (i, (old, new)) in old.iter().zip(new).enumerate() {
                compare(format!("{path}[{i}]"), Some(old), Some(new), reasons);
            }
        }
        (old, new) if old != new => {
            reasons.push(Reason::Setting { path, old: old.cloned(), new: new.cloned() });
        }
        _ => {}
    }
}

/// What differs between two pairs of programs.
pub fn of_programs(old: &MadeWith, new: &MadeWith) -> Vec<Reason> {
    let telaah = (old.telaah != new.telaah)
        .then(|| Reason::TelaahVersion { old: old.telaah.clone(), new: new.telaah.clone() });
    let typst = (old.typst != new.typst)
        .then(|| Reason::TypstVersion { old: old.typst.clone(), new: new.typst.clone() });
    telaah.into_iter().chain(typst).collect()
}

impl Lock {
    /// What went in differently since an older lock: programs, seed, files, then settings.
    pub fn inputs_since(&self, old: &Self) -> Vec<Reason> {
        let mut reasons = of_programs(&old.made_with, &self.made_with);
        if old.seed != self.seed {
            reasons.push(Reason::Seed { old: old.seed, new: self.seed });
        }
        reasons.extend(of_inputs(&old.inputs, &self.inputs));
        reasons.extend(of_settings(&old.settings, &self.settings));
        reasons
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_differ_at_their_deepest_paths() {
        let old = json!({ "segmentation": { "k": 3, "starts": 100, "order": "best-first" }, "list": [1, 2] });
        let new = json!({ "segmentation": { "k": 4, "starts": 100, "labels": ["A"] }, "list": [1, 3] });
        let setting = |path: &str, old: Value, new: Value| Reason::Setting {
            path: path.into(),
            old: Some(old).filter(|value| !value.is_null()),
            new: Some(new).filter(|value| !value.is_null()),
        };
        assert_eq!(
            of_settings(&old, &new),
            [
                setting("segmentation.k", json!(3), json!(4)),
                setting("segmentation.labels", Value::Null, json!(["A"])),
                setting("segmentation.order", json!("best-first"), Value::Null),
                setting("list[1]", json!(2), json!(3)),
            ]
        );
        assert_eq!(of_settings(&new, &new), []);
    }

    #[test]
    fn files_are_changed_added_or_gone() {
        let hashes = |pairs: &[(&str, &str)]| -> Hashes {
            pairs.iter().map(|(name, hash)| ((*name).to_owned(), (*hash).to_owned())).collect()
        };
        let old = IndexMap::from([("data".to_owned(), hashes(&[("a.csv", "1"), ("b.csv", "2")]))]);
        let new = IndexMap::from([
            ("data".to_owned(), hashes(&[("b.csv", "3"), ("c.csv", "4")])),
            ("claims".to_owned(), hashes(&[("d.csv", "5")])),
        ]);
        let (data, named) = (|| "data".to_owned(), |name: &str| name.to_owned());
        assert_eq!(
            of_inputs(&old, &new),
            [
                Reason::Changed { role: data(), name: named("b.csv") },
                Reason::Added { role: data(), name: named("c.csv") },
                Reason::Gone { role: data(), name: named("a.csv") },
                Reason::Added { role: named("claims"), name: named("d.csv") },
            ]
        );
    }
}
