//! All data are there: the report is made again and compared, first as a whole, then part by part.

use super::carried::{BUILT_IN, Carried, Desk};
use super::found::{Agreement, Difference, PdfVerification, Unchecked};
use super::{not_made, texts, values};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::difference;
use crate::lock::{Lock, Reason, sha256};
use crate::pdf::{self, Pdf};
use crate::pipeline::verify::numbers_in;
use crate::pipeline::{PDF, Recomputed, recompute};
use crate::report::{self, enclosed};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Makes the report again from the attachments and compares.
pub fn verify(
    carried: &Carried,
    study: &str,
    typst: Option<&Path>,
    desk: &Desk,
    found: &mut PdfVerification,
) -> Outcome<()> {
    let again = match recompute(&desk.path().join(study), typst, &desk.path().join("output")) {
        Ok(again) => again,
        Err(problems) => return not_made(problems, desk, found),
    };
    inputs(carried, &again, found);
    let made = fs::read(again.folder.join(PDF)).map_err(|error| {
        Diagnostic::environment("verify::scratch", "the PDF made again cannot be read").cause(error)
    })?;
    let is_equal = sha256(&made) == carried.sha256;
    let before = found.differs.len();
    findings(carried, &again, found);
    if is_equal {
        found.agrees.push(Agreement::Bytes);
        return Ok(());
    }
    let made = pdf::open(made, PDF)?;
    attachments(carried, &made, found)?;
    let pages = carried.pdf.pages()?;
    if !found.is_of_these_versions() {
        values::check(&again.study, &again.tree, &pages, found);
        // Another version may word things otherwise; a reader is told where to look.
        match texts::compare(&pages, &made.pages()?) {
            Ok(agreement) => found.agrees.push(agreement),
            Err(differences) => found.unchecked.push(Unchecked::OtherPages { pages: numbers(&differences) }),
        }
        return Ok(());
    }
    match texts::compare(&pages, &made.pages()?) {
        Ok(agreement) => found.agrees.push(agreement),
        Err(differences) => found.differs.extend(differences),
    }
    if found.differs.len() == before {
        found.differs.push(Difference::Bytes);
    }
    Ok(())
}

/// The numbers of the pages that differ.
fn numbers(differences: &[Difference]) -> Vec<usize> {
    let page = |one: &Difference| match one {
        Difference::Page { page, .. } | Difference::Drawing { page } => Some(*page),
        _ => None,
    };
    differences.iter().filter_map(page).collect()
}

/// What the attached lock says against what the attached files say.
fn inputs(carried: &Carried, again: &Recomputed, found: &mut PdfVerification) {
    let before = found.differs.len();
    lock_differences(carried, &again.lock, &[], found);
    if again.study.name != carried.lock.study {
        found.differ(Difference::Inputs { reason: Reason::LockChanged });
    }
    if found.differs.len() == before {
        found.agrees.push(Agreement::Inputs);
    }
}

/// In what the attached lock differs from what the attached files say. Another version of a program is told elsewhere,
/// and so are the files that it brings along, and data that are not attached.
pub(super) fn lock_differences(carried: &Carried, now: &Lock, missing: &[&str], found: &mut PdfVerification) {
    let this_version = found.is_of_these_versions();
    let is_told = |reason: &Reason| match reason {
        Reason::TelaahVersion { .. } | Reason::TypstVersion { .. } => true,
        Reason::Changed { role, name } if role == "data" && missing.contains(&name.as_str()) => true,
        Reason::Changed { role, .. } | Reason::Added { role, .. } | Reason::Gone { role, .. } => {
            !this_version && BUILT_IN.contains(&role.as_str())
        }
        _ => false,
    };
    let reasons = now.inputs_since(&carried.lock).into_iter().filter(|reason| !is_told(reason));
    found.differs.extend(reasons.map(|reason| Difference::Inputs { reason }));
}

/// The attached findings against those computed again.
fn findings(carried: &Carried, again: &Recomputed, found: &mut PdfVerification) {
    let Some((name, Ok(attached))) = carried.findings() else { return };
    let (shared, left_out) = report::shared(&again.study, &again.tree);
    let expected = if left_out.is_empty() { enclosed::RESULTS } else { enclosed::SHARED_RESULTS };
    if name != expected {
        found.differs.push(Difference::Unknown { name: name.into() });
    }
    compare(&attached, if name == enclosed::RESULTS { &again.tree } else { &shared }, found);
}

fn compare(attached: &Value, computed: &Value, found: &mut PdfVerification) {
    let changes = difference::findings(attached, computed);
    if changes.is_empty() {
        found.agrees.push(Agreement::Findings { numbers: numbers_in(computed) });
    }
    found.differs.extend(changes.into_iter().map(|change| Difference::Finding { change }));
}

/// The other attachments against those of the PDF made again.
fn attachments(carried: &Carried, made: &Pdf, found: &mut PdfVerification) -> Result<(), Diagnostic> {
    let made = made.attachments()?;
    let mut names: Vec<String> = Vec::new();
    for file in &made {
        match carried.file(&file.name) {
            None => found.differ(Difference::Absent { name: file.name.clone() }),
            Some(attached) if attached.bytes != file.bytes => names.push(file.name.clone()),
            Some(_) => {}
        }
    }
    // Findings and lock with other values, and files with other hashes, were told already.
    if found.differs.is_empty() && found.is_of_these_versions() {
        let reason = || "it says the same in other bytes".to_owned();
        found.differs.extend(names.into_iter().map(|name| Difference::Written { name, reason: reason() }));
    }
    Ok(())
}
