//! The files that a PDF carries, with names and sizes checked before anyone may write them.

use super::names::{folded, refused};
use super::{MAX_ATTACHMENT, MAX_ATTACHMENTS, MAX_ATTACHMENTS_TOTAL, Refusal, damaged};
use lopdf::{Dictionary, Document, Error, Object, ObjectId, Stream, decode_text_string};
use std::collections::BTreeSet;

/// A file that a PDF carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name: a relative path with `/`, safe to write below a folder.
    pub name: String,
    /// Its bytes, decompressed.
    pub bytes: Vec<u8>,
}

/// Every attached file.
pub(super) fn read(document: &Document) -> Result<Vec<Attachment>, Refusal> {
    let mut taken = Taken::default();
    let mut attachments = Vec::new();
    for (key, specification) in entries(document)? {
        let name = name(&key, specification, document)?;
        taken.take(&name)?;
        let left = MAX_ATTACHMENTS_TOTAL.saturating_sub(taken.bytes).min(MAX_ATTACHMENT);
        let bytes = bytes(specification, document, left).map_err(|refusal| about(refusal, &name))?;
        taken.bytes += bytes.len();
        attachments.push(Attachment { name, bytes });
    }
    Ok(attachments)
}

/// The entries of the tree of names: keys with file specifications.
fn entries(document: &Document) -> Result<Vec<(Vec<u8>, &Dictionary)>, Refusal> {
    let catalog = document.catalog().map_err(unreadable)?;
    let Some(names) = dictionary(document, catalog, b"Names")? else { return Ok(Vec::new()) };
    let Some(root) = dictionary(document, names, b"EmbeddedFiles")? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        leaves(document, node, &mut found)?;
        for kid in list(document, node, b"Kids")?.iter().rev() {
            waiting.extend(kid_of(document, kid, &mut seen)?);
        }
        if found.len() > MAX_ATTACHMENTS || waiting.len() > MAX_ATTACHMENTS {
            return Err(too_many());
        }
    }
    Ok(found)
}

fn leaves<'a>(
    document: &'a Document,
    node: &'a Dictionary,
    found: &mut Vec<(Vec<u8>, &'a Dictionary)>,
) -> Result<(), Refusal> {
    let names = list(document, node, b"Names")?;
    if names.len() > 2 * MAX_ATTACHMENTS {
        return Err(too_many());
    }
    for pair in names.chunks(2) {
        let [key, value] = pair else { return Err(damaged("its list of attachments is cut")) };
        let key = document.dereference(key).and_then(|(_, key)| key.as_str()).map_err(unreadable)?;
        let value = document.dereference(value).and_then(|(_, value)| value.as_dict()).map_err(unreadable)?;
        found.push((key.to_vec(), value));
    }
    Ok(())
}

/// A branch of the tree that was not seen before.
fn kid_of<'a>(
    document: &'a Document,
    kid: &'a Object,
    seen: &mut BTreeSet<ObjectId>,
) -> Result<Option<&'a Dictionary>, Refusal> {
    let (id, kid) = document.dereference(kid).map_err(unreadable)?;
    if id.is_none_or(|id| !seen.insert(id)) {
        return Err(damaged("its list of attachments leads back to itself"));
    }
    kid.as_dict().map(Some).map_err(unreadable)
}

/// The name of an attachment; all places that name it must agree.
fn name(key: &[u8], specification: &Dictionary, document: &Document) -> Result<String, Refusal> {
    let text = |field: &[u8]| {
        let (_, object) = specification.get(field).and_then(|object| document.dereference(object)).ok()?;
        Some((object.as_str().ok()?, decode_text_string(object).ok()?))
    };
    let Some((_, name)) = text(b"UF") else {
        return Err(damaged("an attachment has no name"));
    };
    let short = text(b"F").ok_or_else(|| damaged("an attachment has no name"))?;
    let agrees = |bytes: &[u8], decoded: &str| bytes == name.as_bytes() || decoded == name;
    let decoded = decode_text_string(&Object::string_literal(key)).unwrap_or_default();
    if !agrees(short.0, &short.1) || !agrees(key, &decoded) {
        return Err(Refusal::new(
            "pdf::attachment-name",
            format!("the attachment `{}` has several names", shown(&name)),
        ));
    }
    match refused(&name) {
        None => Ok(name),
        Some(reason) => {
            let message = format!("the attachment `{}` has a name that is not written", shown(&name));
            Err(Refusal::new("pdf::attachment-name", message).because(reason))
        }
    }
}

/// A name that may do harm, as it may stand in a message.
fn shown(name: &str) -> String {
    name.escape_debug().take(80).collect()
}

fn bytes(specification: &Dictionary, document: &Document, limit: usize) -> Result<Vec<u8>, Refusal> {
    let files = dictionary(document, specification, b"EF")?.ok_or_else(|| damaged("it has no content"))?;
    let stream = files.get(b"F").and_then(|object| document.dereference(object)).map_err(unreadable)?;
    inflated(stream.1.as_stream().map_err(unreadable)?, limit)
}

/// What a stream holds, with at most one layer of compression and at most so many bytes.
pub(super) fn inflated(stream: &Stream, limit: usize) -> Result<Vec<u8>, Refusal> {
    if stream.dict.has(b"Filter") && !matches!(stream.filters().as_deref(), Ok([b"FlateDecode"])) {
        return Err(damaged("it is compressed in a way that telaah's reports are not"));
    }
    if stream.dict.has(b"DecodeParms") || stream.dict.has(b"F") {
        return Err(damaged("it is kept in a way that telaah's reports are not"));
    }
    stream.get_plain_content_with_limit(limit).map_err(|error| match error {
        Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { limit }) => {
            Refusal::new("pdf::too-large", "the PDF is too large when it is decompressed")
                .because(format!("a part has more than {limit} bytes"))
        }
        other => unreadable(other),
    })
}

fn about(refusal: Refusal, name: &str) -> Refusal {
    let message = format!("{}: the attachment `{}`", refusal.message, shown(name));
    Refusal { message, ..refusal }
}

fn unreadable(error: Error) -> Refusal {
    damaged(error.to_string())
}

fn too_many() -> Refusal {
    Refusal::new("pdf::too-many", "the PDF has too many attachments")
        .because(format!("the limit is {MAX_ATTACHMENTS}"))
}

fn dictionary<'a>(
    document: &'a Document,
    parent: &'a Dictionary,
    key: &[u8],
) -> Result<Option<&'a Dictionary>, Refusal> {
    let Ok(object) = parent.get(key) else { return Ok(None) };
    let (_, object) = document.dereference(object).map_err(unreadable)?;
    object.as_dict().map(Some).map_err(unreadable)
}

fn list<'a>(document: &'a Document, parent: &'a Dictionary, key: &[u8]) -> Result<&'a [Object], Refusal> {
    let Ok(object) = parent.get(key) else { return Ok(&[]) };
    let (_, object) = document.dereference(object).map_err(unreadable)?;
    object.as_array().map(Vec::as_slice).map_err(unreadable)
}

/// Names that are taken, as machines see them that do not tell upper from lower case.
#[derive(Debug, Default)]
struct Taken {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
    bytes: usize,
}

impl Taken {
    /// Refuses a name that another file or folder has.
    fn take(&mut self, name: &str) -> Result<(), Refusal> {
        let name_folded = folded(name);
        let parents = name_folded.match_indices('/').map(|(at, _)| name_folded[..at].to_owned());
        let parents: Vec<String> = parents.collect();
        let clash =
            parents.iter().any(|parent| self.files.contains(parent)) || self.folders.contains(&name_folded);
        self.folders.extend(parents);
        if !clash && self.files.insert(name_folded) {
            return Ok(());
        }
        let message = format!("two attachments have the place `{}`", shown(name));
        Err(Refusal::new("pdf::attachment-name", message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_files_have_one_place() {
        let clashes = |names: &[&str]| {
            let mut taken = Taken::default();
            names.iter().any(|name| taken.take(name).is_err())
        };
        assert!(!clashes(&["a", "b/c", "b/d", "bc"]));
        for names in [["a", "a"], ["a/B", "A/b"], ["a", "a/b"], ["a/b", "A"], ["ß", "SS"]] {
            assert!(clashes(&names), "{names:?}");
        }
    }
}
