//! Checks a PDF against its own attachments: with all data, it is made again; without some, what is left is checked.

mod carried;
mod found;
mod parts;
mod reduced;
mod texts;
mod values;
mod whole;

pub use found::{Agreement, Difference, PdfVerification, Unchecked};

use super::locked::lock_at;
use crate::diagnostic::{Blame, Diagnostic, Diagnostics, Outcome};
use crate::lock::{Lock, MadeWith, sha256};
use crate::pdf::{self, solid};
use crate::report;
use crate::report::enclosed::{self, attached_as};
use crate::study::slashes;
use carried::{Carried, Desk};
use std::path::Path;

/// Checks a PDF against its own attachments, and against a lock if one is given.
///
/// It shows that the parts of the PDF agree with each other; not who made it, nor that its data are true. Nothing is
/// written but below a private folder, which is gone afterwards.
///
/// # Errors
/// When the PDF cannot be read or carries nothing to verify it by, or the machine fails. What differs is no error.
pub fn verify_pdf(path: &Path, typst: Option<&Path>, lock: Option<&Path>) -> Outcome<PdfVerification> {
    let shown = slashes(path);
    let given = lock.map(read_lock).transpose()?;
    let carried = Carried::read(path, &shown)?;
    let mut found = begun(&carried, shown);
    attached(&carried, &mut found);
    if let Some((file, lock)) = &given {
        compare_with_lock(&carried, file, lock, &mut found);
    }
    versions(&carried, &mut found)?;
    let desk = Desk::new()?;
    desk.lay_out(&carried)?;
    let missing: Vec<_> = carried.named().filter(|file| !carried.is_attached(file)).collect();
    match study_of(&carried) {
        None => found.differs.push(Difference::Absent { name: "study".into() }),
        Some(study) if missing.is_empty() => whole::verify(&carried, &study, typst, &desk, &mut found)?,
        Some(study) => parts::verify(&carried, &study, &desk, &mut found)?,
    }
    Ok(found)
}

/// A verification in which nothing was compared yet.
fn begun(carried: &Carried, file: String) -> PdfVerification {
    PdfVerification {
        file,
        study: carried.lock.study.clone(),
        sha256: carried.sha256.clone(),
        made_with: carried.lock.made_with.clone(),
        checked_with: these_versions(),
        agrees: Vec::new(),
        differs: Vec::new(),
        unchecked: Vec::new(),
    }
}

/// The programs that check.
fn these_versions() -> MadeWith {
    MadeWith { telaah: env!("CARGO_PKG_VERSION").to_owned(), typst: report::TYPST_VERSION.to_owned() }
}

/// The path of the attached study among the attachments.
fn study_of(carried: &Carried) -> Option<String> {
    let name = attached_as(carried.lock.inputs.get("study")?.keys().next()?);
    carried.file(&name).map(|file| file.name.clone())
}

/// Compares every attached file with the attached lock, and what the lock names with what is attached.
fn attached(carried: &Carried, found: &mut PdfVerification) {
    let before = found.differs.len();
    let mut files = 0;
    for named in carried.named() {
        let name = attached_as(named.name);
        match (carried.file(&name), named.role) {
            (Some(file), _) if sha256(&file.bytes) == named.sha256 => files += 1,
            (Some(_), _) => found.differs.push(Difference::Hash { name }),
            (None, "data") => found.unchecked.push(Unchecked::Data { name: named.name.to_owned() }),
            (None, _) => found.differs.push(Difference::Absent { name }),
        }
    }
    let findings = carried.findings();
    let of_the_report = [Some(enclosed::INPUTS), findings.as_ref().map(|(name, _)| *name)];
    for file in &carried.files {
        let known = of_the_report.contains(&Some(file.name.as_str()))
            || carried.named().any(|named| attached_as(named.name) == file.name);
        if !known {
            found.differs.push(Difference::Unknown { name: file.name.clone() });
        }
    }
    match findings {
        None => found.differs.push(Difference::Absent { name: enclosed::RESULTS.into() }),
        Some((name, Err(error))) => {
            found.differs.push(Difference::Written { name: name.into(), reason: error.to_string() });
        }
        Some((_, Ok(_))) => {}
    }
    if found.differs.len() == before {
        found.agrees.push(Agreement::Hashes { files });
    }
}

/// A lock that the user trusts, with its name.
fn read_lock(path: &Path) -> Result<(String, Lock), Diagnostic> {
    Ok((slashes(path), lock_at(path)?))
}

/// Compares a PDF with a lock: its own hash, and what went in.
fn compare_with_lock(carried: &Carried, file: &str, lock: &Lock, found: &mut PdfVerification) {
    let before = found.differs.len() + found.unchecked.len();
    let file = || file.to_owned();
    let reasons = carried.lock.inputs_since(lock);
    found.differs.extend(reasons.into_iter().map(|reason| Difference::LockInputs { file: file(), reason }));
    match lock.made.as_ref().and_then(|made| made.outputs.get(super::PDF)) {
        None => found.unchecked.push(Unchecked::LockOutputs { file: file() }),
        Some(hash) if *hash == carried.sha256 => {}
        Some(_) => found.differs.push(Difference::LockPdf { file: file() }),
    }
    if lock.study != carried.lock.study {
        found.differs.push(Difference::LockPdf { file: file() });
    }
    if found.differs.len() + found.unchecked.len() == before {
        found.agrees.push(Agreement::Lock { file: file() });
    }
}

/// Where the lock names other versions than those that check, the pages must name them too.
fn versions(carried: &Carried, found: &mut PdfVerification) -> Result<(), Diagnostic> {
    if found.is_of_these_versions() {
        return Ok(());
    }
    found.unchecked.push(Unchecked::OtherVersion);
    let text: String = carried.pdf.pages()?.iter().map(pdf::Page::solid).collect();
    let MadeWith { telaah, typst } = &found.made_with;
    for program in [format!("telaah {telaah}"), format!("Typst {typst}")] {
        if !text.contains(&solid(&program)) {
            found.differs.push(Difference::Version { program });
        }
    }
    Ok(())
}

/// What keeps the report from being made from the attachments; what the machine lacks is an error.
fn not_made(problems: Diagnostics, desk: &Desk, found: &mut PdfVerification) -> Outcome<()> {
    if problems.0.iter().any(|problem| problem.blame == Blame::Environment) {
        return Err(problems);
    }
    let told = problems.0.iter().map(|problem| told(problem, desk)).collect();
    found.differs.push(Difference::NotMade { problems: told });
    Ok(())
}

/// A problem of the attached study in one line.
fn told(problem: &Diagnostic, desk: &Desk) -> String {
    let place = problem.place.as_ref().map(|place| format!("{}:{}: ", place.source.name, place.line()));
    let file = problem.file.as_ref().map(|file| format!("{file}: "));
    desk.without_folder(&format!("{}{}", place.or(file).unwrap_or_default(), problem.message))
}
