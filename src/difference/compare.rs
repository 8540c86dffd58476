//! Two sides compared, in whatever both know.

use super::change::Change;
use super::claims::{ClaimChange, claims};
use super::locks::{Named, StudyNames, hashes, locks};
use super::members::{Members, members};
use super::side::{Kind, Side};
use super::tree::findings;
use crate::diagnostic::Diagnostic;
use crate::lock::{Hashes, Reason};
use crate::report::LEFT_OUT;
use indexmap::IndexSet;
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

/// What a lock calls the hash of all findings.
const WHOLE: &str = "all";

/// What differs between two sides, and what could not be compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The old side.
    pub a: Compared,
    /// The new side.
    pub b: Compared,
    /// Whether nothing differs in what could be compared.
    pub equal: bool,
    /// The names of the studies, when they are not the same.
    pub study: Option<StudyNames>,
    /// What went in; none when a side does not know.
    pub inputs: Option<Vec<Reason>>,
    /// Every finding that differs; none when a side has hashes of them at best.
    pub findings: Option<Vec<Change>>,
    /// Parts of the findings whose hashes differ; none when the findings themselves were compared, or could not be.
    pub parts: Option<Vec<Named>>,
    /// Claims that flipped, came or went; none without claims, or without findings on both sides.
    pub claims: Option<Vec<ClaimChange>>,
    /// Members of segments; none without segments on both sides.
    pub members: Option<Members>,
    /// Files of the output folders; none when a side does not know.
    pub outputs: Option<Vec<Named>>,
    /// What could not be compared.
    pub not_compared: Vec<NotCompared>,
}

/// A side as the user named it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Its path.
    pub path: String,
    /// What it is.
    pub kind: Kind,
}

/// Something that could not be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotCompared {
    /// What it is.
    pub what: What,
    /// The side that does not have it.
    pub lacking: Lacking,
    /// The parts of the findings that were left out; empty where it is something else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
}

/// What can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// What went in.
    Inputs,
    /// The findings, even by their hashes.
    Findings,
    /// The values of findings: only hashes of their parts are known.
    Values,
    /// Parts of the findings that are about single units, and left out where data are not shared.
    Units,
    /// The files of the output folder.
    Outputs,
}

/// The side, or sides, without something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lacking {
    /// The old one.
    A,
    /// The new one.
    B,
    /// Both.
    Both,
}

impl Lacking {
    /// Who lacks something that each side has or not; nobody where both have it.
    fn of(a_has: bool, b_has: bool) -> Option<Self> {
        match (a_has, b_has) {
            (true, true) => None,
            (false, true) => Some(Self::A),
            (true, false) => Some(Self::B),
            (false, false) => Some(Self::Both),
        }
    }
}

impl Difference {
    fn is_empty(&self) -> bool {
        let none = |named: &Option<Vec<Named>>| named.as_ref().is_none_or(Vec::is_empty);
        self.study.is_none()
            && self.inputs.as_ref().is_none_or(Vec::is_empty)
            && self.findings.as_ref().is_none_or(Vec::is_empty)
            && none(&self.parts)
            && none(&self.outputs)
    }
}

/// Compares two sides in whatever both know.
///
/// # Errors
/// When there is nothing that both know.
pub fn compare(a: &Side, b: &Side) -> Result<Difference, Diagnostic> {
    let inputs = a.lock.as_ref().zip(b.lock.as_ref()).map(|(a, b)| locks(a, b));
    let trees = a.results.as_ref().zip(b.results.as_ref()).map(|(a, b)| [a, b].map(|side| &side.tree));
    let left_out = left_out(a, b);
    let trees = trees.map(|trees| trees.map(|tree| without(tree, &left_out)));
    let parts = if trees.is_none() { a.parts().zip(b.parts()) } else { None };
    let outputs = outputs(a, b);
    if inputs.is_none() && trees.is_none() && parts.is_none() && outputs.is_none() {
        return Err(nothing_in_common(a, b));
    }
    let trees = trees.as_ref().map(|[a, b]| (a.as_ref(), b.as_ref()));
    let difference = Difference {
        a: Compared { path: a.shown.clone(), kind: a.kind },
        b: Compared { path: b.shown.clone(), kind: b.kind },
        equal: false,
        study: inputs.as_ref().and_then(|inputs| inputs.study.clone()),
        inputs: inputs.map(|inputs| inputs.inputs),
        findings: trees.map(|(a, b)| findings(a, b)),
        claims: trees.and_then(|(a, b)| claims(a, b)),
        members: trees.and_then(|(a, b)| members(a, b)),
        not_compared: not_compared(a, b, &left_out),
        parts: parts.map(|(a, b)| hashes(&told_by(a, &left_out), &told_by(b, &left_out))),
        outputs,
    };
    Ok(Difference { equal: difference.is_empty(), ..difference })
}

/// The parts of the findings that a side leaves out.
fn left_out(a: &Side, b: &Side) -> Vec<String> {
    let parts =
        [a, b].into_iter().filter_map(|side| side.results.as_ref()).flat_map(|results| &results.left_out);
    parts.cloned().collect::<IndexSet<_>>().into_iter().collect()
}

/// A tree without the parts that are left out on either side, and without saying so.
fn without<'a>(tree: &'a Value, left_out: &[String]) -> Cow<'a, Value> {
    if tree.get(LEFT_OUT).is_none() && left_out.is_empty() {
        return Cow::Borrowed(tree);
    }
    let mut tree = tree.clone();
    for path in left_out.iter().map(String::as_str).chain([LEFT_OUT]) {
        take_out(&mut tree, &path.split('.').collect::<Vec<_>>());
    }
    Cow::Owned(tree)
}

/// Takes out what stands at a path; of a list, from each of its entries.
fn take_out(tree: &mut Value, path: &[&str]) {
    match (tree, path) {
        (Value::Array(entries), _) => entries.iter_mut().for_each(|entry| take_out(entry, path)),
        (Value::Object(fields), [field]) => {
            fields.shift_remove(*field);
        }
        (Value::Object(fields), [group, rest @ ..]) => {
            fields.get_mut(*group).into_iter().for_each(|group| take_out(group, rest));
        }
        _ => {}
    }
}

/// The hashes of the parts that have nothing left out on either side.
fn told_by(parts: Hashes, left_out: &[String]) -> Hashes {
    let is_whole = |part: &str| {
        let within = |inner: &str, outer: &str| inner == outer || inner.starts_with(&format!("{outer}."));
        left_out.is_empty()
            || ![WHOLE, LEFT_OUT].contains(&part)
                && !left_out.iter().any(|path| within(path, part) || within(part, path))
    };
    parts.into_iter().filter(|(part, _)| is_whole(part)).collect()
}

/// The files that differ. A PDF knows itself alone.
fn outputs(a: &Side, b: &Side) -> Option<Vec<Named>> {
    let (known_to_a, known_to_b) = (a.files.as_ref()?, b.files.as_ref()?);
    let of_pdf = [(a, known_to_a), (b, known_to_b)].into_iter().find(|(side, _)| side.kind == Kind::Pdf);
    let both = |files: &Hashes| -> Hashes {
        let counts = |name: &str| of_pdf.is_none_or(|(_, known)| known.contains_key(name));
        files
            .iter()
            .filter(|(name, _)| counts(name))
            .map(|(name, hash)| (name.clone(), hash.clone()))
            .collect()
    };
    Some(hashes(&both(known_to_a), &both(known_to_b)))
}

fn not_compared(a: &Side, b: &Side, left_out: &[String]) -> Vec<NotCompared> {
    let without = |what, has: &dyn Fn(&Side) -> bool| {
        let lacking = Lacking::of(has(a), has(b));
        lacking.map(|lacking| NotCompared { what, lacking, parts: Vec::new() })
    };
    let known = a.knows_findings() && b.knows_findings();
    let findings = match known {
        true => without(What::Values, &|side| side.results.is_some()),
        false => without(What::Findings, &Side::knows_findings),
    };
    let is_whole = |side: &Side| side.results.as_ref().is_none_or(|results| results.left_out.is_empty());
    let units = without(What::Units, &is_whole).filter(|_| known);
    let units = units.map(|units| NotCompared { parts: left_out.to_vec(), ..units });
    let inputs = without(What::Inputs, &|side| side.lock.is_some());
    let outputs = without(What::Outputs, &|side| side.files.is_some());
    [inputs, findings, units, outputs].into_iter().flatten().collect()
}

fn nothing_in_common(a: &Side, b: &Side) -> Diagnostic {
    Diagnostic::error("diff::nothing-in-common", "the two know nothing of the same kind")
        .because(format!("`{}` is {}, `{}` {}", a.shown, knows(a), b.shown, knows(b)))
        .hint("compare two output folders, two locks, or two PDFs")
}

/// What a side is.
fn knows(side: &Side) -> &'static str {
    match side.kind {
        Kind::Folder => "an output folder",
        Kind::Lock if side.files.is_none() => "the half of a lock that knows what went in",
        Kind::Lock => "a lock",
        Kind::Pdf => "a PDF",
        Kind::Findings => "a file of findings",
    }
}
