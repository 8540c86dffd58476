//! A PDF as it was received, which nobody has to trust: its attachments, the text of its pages, and what they draw.
//!
//! Only the plain form that Typst writes is read: one cross-reference table, no updates, no objects hidden in
//! compressed streams, no encryption. Then a file takes work and memory in proportion to its size, whatever it says.

mod attachments;
mod contained;
mod content;
mod drawing;
mod font;
mod frame;
mod names;
mod pages;

pub use attachments::Attachment;
pub use contained::THREAD;
pub use names::refused as refused_name;
pub use pages::{Page, solid};

use crate::diagnostic::Diagnostic;
use contained::Ended;
use lopdf::{Document, Error, LoadOptions};
use std::sync::Arc;

/// The most bytes that a PDF may have.
pub const MAX_FILE: usize = 256 << 20;
/// The most attachments that are read.
pub const MAX_ATTACHMENTS: usize = 2000;
/// The most bytes of one attachment, decompressed.
pub const MAX_ATTACHMENT: usize = 256 << 20;
/// The most bytes of all attachments together, decompressed.
pub const MAX_ATTACHMENTS_TOTAL: usize = 512 << 20;
/// The most pages that are read.
pub const MAX_PAGES: usize = 2000;
/// The most bytes of what pages draw, decompressed, counted each time that it is drawn.
pub const MAX_DRAWN: usize = 256 << 20;
/// How long the reader may take for one question, in seconds.
pub const MAX_SECONDS: u64 = 60;

/// A PDF that could be read.
#[derive(Debug, Clone)]
pub struct Pdf {
    document: Arc<Document>,
    shown: String,
}

/// Why a PDF or a part of it is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    code: &'static str,
    message: String,
    reason: Option<String>,
}

impl Refusal {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), reason: None }
    }

    fn because(self, reason: impl Into<String>) -> Self {
        Self { reason: Some(reason.into()), ..self }
    }
}

/// Reads a PDF; `shown` is what messages call it.
///
/// # Errors
/// When it is no PDF, is damaged, too large, encrypted, or not in the form that telaah's reports have.
pub fn open(bytes: Vec<u8>, shown: &str) -> Result<Pdf, Diagnostic> {
    let read = move || {
        frame::check(&bytes)?;
        load(&bytes)
    };
    let document = contained::run(read).map_err(|ended| told(ended, shown))?;
    Ok(Pdf { document: Arc::new(document), shown: shown.to_owned() })
}

impl Pdf {
    /// The attached files, in the order of the PDF's list of names.
    ///
    /// # Errors
    /// When one of them has a name that must not be written, or is too large, or the list is damaged.
    pub fn attachments(&self) -> Result<Vec<Attachment>, Diagnostic> {
        let document = Arc::clone(&self.document);
        contained::run(move || attachments::read(&document)).map_err(|ended| told(ended, &self.shown))
    }

    /// The pages in their order.
    ///
    /// # Errors
    /// When what they draw is damaged or too much.
    pub fn pages(&self) -> Result<Vec<Page>, Diagnostic> {
        let document = Arc::clone(&self.document);
        contained::run(move || pages::read(&document)).map_err(|ended| told(ended, &self.shown))
    }
}

/// The objects of the file. Streams of objects and of cross-references are refused by allowing them no byte.
fn load(bytes: &[u8]) -> Result<Document, Refusal> {
    let options = LoadOptions { strict: true, max_decompressed_size: Some(0), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        Error::Decompress(_) => frame::rewritten("it keeps objects in compressed streams"),
        other => damaged(other.to_string()),
    })?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(Refusal::new("pdf::encrypted", "the PDF is encrypted")
            .because("reports of telaah are not; another program saved it again"));
    }
    Ok(document)
}

/// A PDF whose parts do not fit together.
fn damaged(reason: impl Into<String>) -> Refusal {
    Refusal::new("pdf::damaged", "the PDF cannot be read").because(reason)
}

/// What the user is told of a refusal, or of a reader that did not come to an end.
fn told(ended: Ended, shown: &str) -> Diagnostic {
    let refusal = match ended {
        Ended::Refused(refusal) => refusal,
        Ended::Broken => damaged("reading it made the reader fail"),
        Ended::Slow => Refusal::new("pdf::slow", "the PDF takes too long to read")
            .because(format!("the reader was stopped after {MAX_SECONDS} s")),
        Ended::NoThread(error) => {
            return Diagnostic::environment("pdf::no-thread", "the PDF cannot be read").cause(error);
        }
    };
    let hint = match refusal.code {
        "pdf::not-a-pdf" => "give the `report.pdf` that telaah made",
        _ => "ask for the file as telaah wrote it",
    };
    let problem = Diagnostic::error(refusal.code, refusal.message).in_file(shown).hint(hint);
    match refusal.reason {
        Some(reason) => problem.because(reason),
        None => problem,
    }
}
