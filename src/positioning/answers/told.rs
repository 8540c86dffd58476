//! Problems of many cells: the first of each kind are told, the rest are counted.

use crate::diagnostic::{Diagnostic, Diagnostics};
use std::collections::BTreeMap;

/// How many problems of one kind are told.
const TOLD: usize = 5;

/// The problems of a table by their codes.
#[derive(Debug, Default)]
pub struct Told(BTreeMap<&'static str, Kind>);

#[derive(Debug, Default)]
struct Kind {
    problems: Vec<Diagnostic>,
    more: usize,
}

impl Told {
    /// Tells a problem, or counts it; `problem` is made only when it is told, since finding its place takes time.
    pub fn tell(&mut self, code: &'static str, problem: impl FnOnce() -> Diagnostic) {
        let kind = self.0.entry(code).or_default();
        match kind.problems.len() {
            TOLD => kind.more += 1,
            _ => kind.problems.push(problem()),
        }
    }

    /// All problems; the last of each kind says how many more there are.
    pub fn into_problems(self) -> Diagnostics {
        let counted = |mut kind: Kind| {
            let more = (kind.more > 0).then(|| format!("the file has {} more such cells", kind.more));
            if let Some(last) = kind.problems.last_mut() {
                last.hints.extend(more);
            }
            kind.problems
        };
        Diagnostics(self.0.into_values().flat_map(counted).collect())
    }
}
