//! The pages of a PDF: their text in lines, and a hash of all that they draw.

use super::attachments::inflated;
use super::content::{Reader, Shared};
use super::drawing::Budget;
use super::{MAX_PAGES, Refusal, damaged};
use lopdf::{Dictionary, Document, Object};
use std::collections::BTreeMap;

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its text, a line for each base line in the order in which it was drawn.
    pub lines: Vec<String>,
    /// The SHA-256 of all that it draws, text, pictures and links: equal where pages look the same.
    pub drawing: String,
}

impl Page {
    /// The text without white space and hyphens that only break lines, to look for something in it.
    pub fn solid(&self) -> String {
        self.lines.iter().map(|line| solid(line)).collect()
    }
}

/// A text without white space and soft hyphens.
pub fn solid(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{ad}').collect()
}

/// Every page.
pub(super) fn read(document: &Document) -> Result<Vec<Page>, Refusal> {
    let mut shared = Shared { document, fonts: BTreeMap::new(), budget: Budget::new() };
    let pages: Vec<_> = document.page_iter().take(MAX_PAGES + 1).collect();
    match pages.len() {
        0 => return Err(damaged("it has no pages")),
        n if n > MAX_PAGES => {
            return Err(Refusal::new("pdf::too-many", "the PDF has too many pages")
                .because(format!("the limit is {MAX_PAGES}")));
        }
        _ => {}
    }
    pages.into_iter().map(|id| page(document.get_dictionary(id).map_err(unreadable)?, &mut shared)).collect()
}

fn page<'a>(page: &'a Dictionary, shared: &mut Shared<'a>) -> Result<Page, Refusal> {
    let document = shared.document;
    let resources = page.get(b"Resources").and_then(|resources| document.dereference(resources));
    let resources = resources.and_then(|(_, resources)| resources.as_dict()).map_err(unreadable)?;
    let mut reader = Reader::new(shared);
    for key in [b"MediaBox".as_slice(), b"CropBox", b"Rotate", b"Resources", b"Annots"] {
        if let Ok(object) = page.get(key) {
            reader.drawing.add(key);
            reader.drawing.add_object(document, object, &mut Vec::new(), &mut reader.shared.budget)?;
        }
    }
    let content = contents(page, reader.shared)?;
    reader.read(&content, resources)?;
    let lines = reader.lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let lines = lines.filter(|line| !line.is_empty()).collect();
    Ok(Page { lines, drawing: reader.drawing.finish() })
}

/// The operations of a page, from all of its streams.
fn contents(page: &Dictionary, shared: &mut Shared) -> Result<Vec<u8>, Refusal> {
    let document = shared.document;
    let Ok(object) = page.get(b"Contents") else { return Ok(Vec::new()) };
    let (_, contents) = document.dereference(object).map_err(unreadable)?;
    let streams = match contents {
        Object::Array(streams) => streams.as_slice(),
        _ => std::slice::from_ref(contents),
    };
    let mut all = Vec::new();
    for stream in streams {
        let (_, stream) = document.dereference(stream).map_err(unreadable)?;
        let content = inflated(stream.as_stream().map_err(unreadable)?, shared.budget.left())?;
        shared.budget.spend(content.len().saturating_add(1024))?;
        all.extend(content);
        all.push(b'\n');
    }
    Ok(all)
}

fn unreadable(error: lopdf::Error) -> Refusal {
    damaged(error.to_string())
}
