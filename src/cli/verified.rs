//! The words of a verification: that all is as the lock says, or what is not.

use super::args::Format;
use super::visible::visible;
use crate::difference::Change;
use crate::lock::Reason;
use crate::pipeline::Verification;
use crate::study::slashes;
use serde_json::{Value, json};
use std::path::Path;

/// How many differences of a kind are told; the rest are counted. JSON has them all.
const MOST: usize = 40;

/// A verification as text, or as a line of JSON.
pub fn told(found: &Verification, lock: &Path, output: &Path, format: Format) -> String {
    match format {
        Format::Human => text(found, lock, output),
        Format::Json => {
            let change =
                |change: &Change| json!({ "path": change.path, "old": change.old, "new": change.new });
            let told = json!({
                "study": found.study,
                "verified": found.holds(),
                "numbers_computed": found.computed,
                "files_made": found.files,
                "inputs": found.inputs,
                "numbers": found.numbers.iter().map(change).collect::<Vec<_>>(),
                "parts": found.parts,
                "files": found.made,
                "output": found.output,
            });
            format!("{told}\n")
        }
    }
}

fn text(found: &Verification, lock: &Path, output: &Path) -> String {
    let lock = slashes(lock);
    let (numbers, files) = (found.computed, found.files);
    if found.holds() {
        let folder =
            if found.has_output { ", and so is the output folder" } else { "; there is no output folder" };
        return format!(
            "{}: verified\n  {numbers} numbers and {files} files were made again; all are as {lock} says{folder}\n",
            found.study
        );
    }
    let mut out = format!("{}: not as {lock} says\n", found.study);
    out += &section("inputs", found.inputs.iter().map(ToString::to_string));
    // The hash and the length of a data file are told as an input.
    let of_file = |change: &&Change| change.path.starts_with("datasets[") && !change.is_number();
    let is_length =
        |change: &&Change| change.path.starts_with("datasets[") && change.path.ends_with(".bytes");
    let numbers = found.numbers.iter().filter(|change| !of_file(change) && !is_length(change));
    out += &section("numbers and other findings", numbers.map(number));
    let why = match found.knows_old {
        true => "the lock does not have the hash of the findings",
        false => "the old values are not there any more",
    };
    let parts = found.parts.iter().filter(|part| *part != "all" || found.parts.len() == 1);
    let unknown = parts.map(|part| format!("{part} ({why})"));
    out += &section("findings", unknown);
    let title = format!("files that came out otherwise, of {files}");
    out += &section(&title, found.made.iter().filter_map(|reason| file(reason, "")));
    let folder = slashes(&output.join(&found.study));
    out += &section(
        "files in the output folder",
        found.output.iter().filter_map(|reason| file(reason, &format!("{folder}/"))),
    );
    out + "  If the change is meant, make the report again; if not, bring back what was there before.\n"
}

fn section(title: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return String::new();
    }
    let mut out = format!("  {title}: {}\n", lines.len());
    out.extend(lines.iter().take(MOST).map(|line| format!("    {}\n", visible(line))));
    if lines.len() > MOST {
        out += &format!("    and {} more (`--format json` has all)\n", lines.len() - MOST);
    }
    out
}

fn number(change: &Change) -> String {
    let shown = |value: &Option<Value>| value.as_ref().map_or("nothing".to_owned(), short);
    format!("{}: {}, now {}", change.path, shown(&change.old), shown(&change.new))
}

fn short(value: &Value) -> String {
    const LONGEST: usize = 60;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn file(reason: &Reason, folder: &str) -> Option<String> {
    match reason {
        Reason::Changed { name, .. } => Some(format!("{folder}{name}: other bytes")),
        Reason::Added { name, .. } => Some(format!("{folder}{name}: the lock does not have it")),
        Reason::Gone { name, .. } => Some(format!("{folder}{name}: not made any more")),
        Reason::OutputMissing { name } => Some(format!("{folder}{name}: missing")),
        Reason::OutputChanged { name } => Some(format!("{folder}{name}: changed")),
        Reason::OutputAdded { name } => Some(format!("{folder}{name}: not made by telaah")),
        _ => None,
    }
}
