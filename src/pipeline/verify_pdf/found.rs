//! What came of checking a PDF: what agrees, what differs, and what could not be checked.

use crate::difference::Change;
use crate::lock::{MadeWith, Reason};
use serde::Serialize;

/// What came of checking a PDF.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PdfVerification {
    /// The PDF, as it was named.
    pub file: String,
    /// The study's name, as the PDF says.
    pub study: String,
    /// The SHA-256 of the PDF.
    pub sha256: String,
    /// What made it, as it says itself.
    pub made_with: MadeWith,
    /// What checked it.
    pub checked_with: MadeWith,
    /// What agrees.
    pub agrees: Vec<Agreement>,
    /// What differs.
    pub differs: Vec<Difference>,
    /// What could not be checked.
    pub unchecked: Vec<Unchecked>,
}

impl PdfVerification {
    /// Whether nothing differs.
    pub fn holds(&self) -> bool {
        self.differs.is_empty()
    }

    /// Adds a difference that was not told already.
    pub(super) fn differ(&mut self, difference: Difference) {
        if !self.differs.contains(&difference) {
            self.differs.push(difference);
        }
    }

    /// Whether it was made by the versions that check it.
    pub fn is_of_these_versions(&self) -> bool {
        self.made_with == self.checked_with
    }
}

/// Something that was checked and agrees.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Agreement {
    /// Attached files have the hashes that the attached `inputs.lock` says.
    Hashes {
        /// How many.
        files: usize,
    },
    /// The lock that was given says the same inputs, and this very PDF.
    Lock {
        /// Its file.
        file: String,
    },
    /// What the attached `inputs.lock` says is what the attached study says.
    Inputs,
    /// Made again from its attachments alone, the PDF has the same bytes.
    Bytes,
    /// Computed again from its attachments alone, the findings are the attached ones.
    Findings {
        /// How many numbers.
        numbers: usize,
    },
    /// An analysis, whose data are attached, was computed again and is the attached one.
    Analysis {
        /// Its name.
        name: String,
        /// How many numbers.
        numbers: usize,
    },
    /// Claims evaluated again over the attached findings come out as the attached findings say.
    Claims {
        /// How many.
        claims: usize,
    },
    /// Values of the author's text, written again from the attached findings, stand on the pages.
    Values {
        /// How many.
        values: usize,
    },
    /// The pages have the text and the drawings of pages made again.
    Pages {
        /// How many.
        pages: usize,
    },
}

/// Something that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Difference {
    /// An attached file has another hash than the attached `inputs.lock` says.
    Hash {
        /// The attachment.
        name: String,
    },
    /// A file that every report of telaah carries is not attached.
    Absent {
        /// The attachment.
        name: String,
    },
    /// A file is attached that the attached `inputs.lock` does not know.
    Unknown {
        /// The attachment.
        name: String,
    },
    /// An attached file cannot be read, or is written otherwise than telaah writes it.
    Written {
        /// The attachment.
        name: String,
        /// What is the matter with it.
        reason: String,
    },
    /// The PDF does not show the version that its `inputs.lock` names.
    Version {
        /// The program with its version.
        program: String,
    },
    /// The attached `inputs.lock` does not say what the attached files say; `old` is the lock, `new` the files.
    Inputs {
        /// In what.
        reason: Reason,
    },
    /// From its attachments the report cannot be made.
    NotMade {
        /// What keeps it from being made.
        problems: Vec<String>,
    },
    /// A finding; `old` is the attached one, `new` the one computed again.
    Finding {
        /// Which.
        change: Change,
    },
    /// The PDF has another number of pages than the one made again.
    PageCount {
        /// Of this PDF.
        old: usize,
        /// Of the one made again.
        new: usize,
    },
    /// The text of a page.
    Page {
        /// The page, from 1.
        page: usize,
        /// Lines of this PDF that the page made again does not have.
        old: Vec<String>,
        /// Lines of the page made again that this PDF does not have.
        new: Vec<String>,
    },
    /// What a page draws besides its text, such as a chart.
    Drawing {
        /// The page, from 1.
        page: usize,
    },
    /// The bytes alone: all attachments, and the text and drawings of all pages are the same.
    Bytes,
    /// A value of the author's text, written again from the attached findings, does not stand on the pages.
    Value {
        /// The author's file.
        file: String,
        /// The value with the words around it.
        text: String,
    },
    /// The lock that was given is of another PDF.
    LockPdf {
        /// The lock.
        file: String,
    },
    /// The lock that was given has other inputs; `old` is that lock, `new` the PDF.
    LockInputs {
        /// The lock.
        file: String,
        /// In what.
        reason: Reason,
    },
}

/// Something that could not be checked.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Unchecked {
    /// Data that are not attached, since they are not shared.
    Data {
        /// The file, as the study names it.
        name: String,
    },
    /// Findings that are not attached, since they are about single units of data that are not shared.
    Findings {
        /// Their path.
        path: String,
    },
    /// An analysis whose data are not attached.
    Analysis {
        /// Its name.
        name: String,
    },
    /// Claims that need findings or data that are not attached.
    Claim {
        /// Where it stands in the publication.
        place: String,
        /// Its expression.
        value: String,
    },
    /// Values of the author's text that need findings that are not attached.
    Values {
        /// The author's file.
        file: String,
    },
    /// Text and drawings of the pages, since the report could not be made again.
    Pages,
    /// Text, drawings and bytes, since another version of telaah or Typst made the PDF.
    OtherVersion,
    /// The pages that this version makes otherwise.
    OtherPages {
        /// The pages, from 1.
        pages: Vec<usize>,
    },
    /// The lock that was given says nothing about the outputs.
    LockOutputs {
        /// The lock.
        file: String,
    },
}
