//! The words of a PDF's verification: what agrees, what differs, what could not be checked, and what all that shows.

use super::args::Format;
use crate::difference::Change;
use crate::lock::MadeWith;
use crate::pipeline::{Agreement, Difference, PdfVerification, Unchecked};
use serde_json::{Value, json};

/// How many entries of a list are told; the rest are counted. JSON has them all.
const MOST: usize = 40;
/// The most letters of a value or line that are told.
const LONGEST: usize = 100;
/// What a verification shows, and what it cannot.
const PROVES_ALL: &str =
    "Every number, sentence and drawing in it follows from the attached data and settings.";
const PROVES_PARTS: &str = "This shows only that what is listed under `agrees` agrees.";
const PROVES_NOT: &str = "It does not show who made it, nor that the data are true.";
/// What to do where something could not be checked.
const ASK: &str = "Whoever has the data can check the rest with `telaah verify` on the study.";

/// A verification as text, or as a line of JSON.
pub fn told(found: &PdfVerification, format: Format) -> String {
    match format {
        Format::Human => text(found),
        Format::Json => {
            let mut told = json!(found);
            told["verified"] = found.holds().into();
            told["complete"] = found.unchecked.is_empty().into();
            format!("{told}\n")
        }
    }
}

fn text(found: &PdfVerification) -> String {
    let is_computed =
        |one: &Agreement| matches!(one, Agreement::Findings { .. } | Agreement::Analysis { .. });
    let is_of_other_pages = |one: &Unchecked| matches!(one, Unchecked::OtherPages { .. });
    let verdict = match (found.holds(), found.unchecked.is_empty(), found.agrees.iter().any(is_computed)) {
        (false, ..) => "not verified",
        (true, true, _) => "verified",
        (true, false, true) if found.unchecked.iter().any(is_of_other_pages) => {
            "the numbers agree, but its pages could not be checked: another version made them"
        }
        (true, false, true) => "verified as far as it can be checked",
        (true, false, false) => "nothing differs, but no number was computed again",
    };
    let mut out = format!("{}: {verdict}\n", found.file);
    out += &format!("  study {}, made with {}", found.study, programs(&found.made_with));
    if !found.is_of_these_versions() {
        out += &format!("; checked with {}", programs(&found.checked_with));
    }
    out.push('\n');
    out += &section("agrees", found.agrees.iter().map(agreement));
    out += &section("differs", found.differs.iter().map(difference));
    let one_by_one = found.unchecked.iter().filter(|one| !matches!(one, Unchecked::Claim { .. }));
    out += &section("could not be checked", one_by_one.map(unchecked).chain(claims(&found.unchecked)));
    if found.holds() {
        let all = found.agrees.contains(&Agreement::Bytes);
        let proves = if all { PROVES_ALL } else { PROVES_PARTS };
        out += &format!("  {proves} {PROVES_NOT}\n");
        if found.unchecked.iter().any(|one| matches!(one, Unchecked::Data { .. })) {
            out += &format!("  {ASK}\n");
        }
    }
    out
}

fn programs(made_with: &MadeWith) -> String {
    format!("telaah {} and Typst {}", short(&made_with.telaah), short(&made_with.typst))
}

fn section(title: &str, entries: impl Iterator<Item = String>) -> String {
    let entries: Vec<String> = entries.collect();
    if entries.is_empty() {
        return String::new();
    }
    let mut out = format!("  {title}\n");
    out.extend(entries.iter().take(MOST).map(|entry| format!("    {entry}\n")));
    if entries.len() > MOST {
        out += &format!("    and {} more\n", entries.len() - MOST);
    }
    out
}

fn agreement(agreement: &Agreement) -> String {
    match agreement {
        Agreement::Hashes { files } => {
            format!("{} of what went in: the hashes in `inputs.lock`", some(*files, "attached file"))
        }
        Agreement::Lock { file } => format!("the inputs and the PDF itself are as {file} says"),
        Agreement::Inputs => "the attached study: the seed and settings in `inputs.lock`".to_owned(),
        Agreement::Bytes => "made again from its attachments alone, the PDF has the same bytes".to_owned(),
        Agreement::Findings { numbers } => {
            format!("{} computed again: as attached", some(*numbers, "number"))
        }
        Agreement::Analysis { name, numbers } => {
            format!("{name}: {} computed again: as attached", some(*numbers, "number"))
        }
        Agreement::Claims { claims } => format!("{} evaluated again: as attached", some(*claims, "claim")),
        Agreement::Values { values } => {
            format!(
                "{} of the author with numbers in them, written again: as on the pages",
                some(*values, "sentence")
            )
        }
        Agreement::Pages { pages } => {
            format!("text and drawings of {}: as made again", some(*pages, "page"))
        }
    }
}

fn difference(difference: &Difference) -> String {
    match difference {
        Difference::Hash { name } => format!("{}: not the bytes that `inputs.lock` says", short(name)),
        Difference::Absent { name } => format!("{}: not attached", short(name)),
        Difference::Unknown { name } => format!("{}: attached, but no part of this report", short(name)),
        Difference::Written { name, reason } => format!("{}: {}", short(name), short(reason)),
        Difference::Version { program } => {
            format!("`inputs.lock` names {}, the pages do not", short(program))
        }
        Difference::Inputs { reason } => format!("`inputs.lock` against the attached files: {}", short(&reason.to_string())),
        Difference::NotMade { problems } => {
            let problems: Vec<String> = problems.iter().map(|problem| short(problem)).collect();
            format!("the report cannot be made from the attachments: {}", problems.join("; "))
        }
        Difference::Finding { change } => finding(change),
        Difference::PageCount { old, new } => format!("{}; made again, {new}", some(*old, "page")),
        Difference::Page { page, old, new } => format!("page {page}: {}; made again, {}", lines(old), lines(new)),
        Difference::Drawing { page } => format!("page {page}: the same text, but another drawing, such as a chart"),
        Difference::Bytes => {
            "other bytes, although all attachments and all pages are the same: it was changed where no page shows it, in what it says of itself or in its structure"
                .to_owned()
        }
        Difference::Value { file, text } => {
            format!("{}: written again from the findings, this does not stand on the pages: {}", short(file), short(text))
        }
        Difference::LockPdf { file } => format!("{file} is the lock of another PDF"),
        Difference::LockInputs { file, reason } => format!("{file} against the PDF: {}", short(&reason.to_string())),
    }
}

/// A number of things.
fn some(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn finding(change: &Change) -> String {
    let shown = |value: &Option<Value>| {
        value.as_ref().map_or("nothing".to_owned(), |value| short(&value.to_string()))
    };
    match change.order {
        true => format!("{}: another order", short(&change.path)),
        false => {
            format!("{}: {}; computed again, {}", short(&change.path), shown(&change.old), shown(&change.new))
        }
    }
}

fn lines(lines: &[String]) -> String {
    match lines {
        [] => "nothing".to_owned(),
        lines => lines.iter().take(3).map(|line| format!("“{}”", short(line))).collect::<Vec<_>>().join(" "),
    }
}

fn unchecked(unchecked: &Unchecked) -> String {
    match unchecked {
        Unchecked::Data { name } => format!("{}: the data are not attached", short(name)),
        Unchecked::Findings { path } => format!("{}: about single units, not attached", short(path)),
        Unchecked::Analysis { name } => format!("{name}: not computed again for lack of data"),
        Unchecked::Claim { place, value } => {
            format!("the claim of {}: `{}` needs what is not attached", short(place), short(value))
        }
        Unchecked::Values { file } => format!("{}: values in the text of the author", short(file)),
        Unchecked::Pages => {
            "tables, charts and other text of the pages: the report was not made again".to_owned()
        }
        Unchecked::OtherVersion => "its bytes: another version makes others".to_owned(),
        Unchecked::OtherPages { pages } => {
            let pages: Vec<String> = pages.iter().take(MOST).map(ToString::to_string).collect();
            match pages.is_empty() {
                true => "its pages: this version makes another number of them".to_owned(),
                false => format!("pages that this version makes otherwise: {}", pages.join(", ")),
            }
        }
        Unchecked::LockOutputs { file } => format!("{file} says nothing about the PDF"),
    }
}

/// The claims that could not be checked, counted by where they stand in the publication.
fn claims(unchecked: &[Unchecked]) -> Option<String> {
    let mut places: Vec<(&str, usize)> = Vec::new();
    for one in unchecked {
        let Unchecked::Claim { place, .. } = one else { continue };
        match places.iter_mut().find(|(known, _)| known == place) {
            Some((_, count)) => *count += 1,
            None => places.push((place, 1)),
        }
    }
    let all: usize = places.iter().map(|(_, count)| count).sum();
    let counted: Vec<String> =
        places.iter().take(MOST).map(|(place, count)| format!("{} ({count})", short(place))).collect();
    (all > 0)
        .then(|| format!("{} that need what is not attached: {}", some(all, "claim"), counted.join(", ")))
}

/// The beginning of a text from a file that nobody has to trust, without signs that a terminal would obey.
fn short(text: &str) -> String {
    let clean = |letter: char| if letter.is_control() { '\u{fffd}' } else { letter };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text[..end].chars().map(clean).collect::<String>()),
        None => text.chars().map(clean).collect(),
    }
}
