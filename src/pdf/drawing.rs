//! What a page draws, as a hash: independent of how objects are numbered, and of how subsets of fonts number letters.

use super::{MAX_DRAWN, Refusal, damaged};
use lopdf::{Dictionary, Document, Object, ObjectId, Writer};
use sha2::{Digest, Sha256};

/// How deep objects may lie in each other.
const MAX_DEPTH: usize = 64;
/// Keys that lead to other pages or to the reader's structure, and those whose content is read where it is used.
const ELSEWHERE: [&[u8]; 7] =
    [b"Font", b"XObject", b"Parent", b"P", b"StructParent", b"StructParents", b"Popup"];

/// How much may still be read of all pages together.
#[derive(Debug)]
pub(super) struct Budget(usize);

impl Budget {
    /// The whole allowance.
    pub fn new() -> Self {
        Self(MAX_DRAWN)
    }

    /// What is left of it, in bytes.
    pub fn left(&self) -> usize {
        self.0
    }

    /// Takes some of it.
    pub fn spend(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.0 = self.0.checked_sub(bytes).ok_or_else(|| {
            Refusal::new("pdf::too-large", "the pages of the PDF draw too much")
                .because(format!("the limit is {MAX_DRAWN} bytes"))
        })?;
        Ok(())
    }
}

/// A hash that grows as a page is read.
#[derive(Debug, Default)]
pub(super) struct Drawing(Sha256);

impl Drawing {
    /// Adds bytes, so that what follows cannot be taken for a part of them.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes.len().to_le_bytes());
        self.0.update(bytes);
    }

    /// Adds a value that holds no reference, such as an operand.
    pub fn add_operand(&mut self, operand: &Object) {
        // The same text may be written in letters or in hexadecimal digits.
        if let Ok(text) = operand.as_str() {
            self.add(b"()");
            return self.add(text);
        }
        let mut bytes = Vec::new();
        // Writing into memory does not fail.
        let _ = Writer::write_object(&mut bytes, operand);
        self.add(&bytes);
    }

    /// Adds an object with all that it leads to.
    pub fn add_object(
        &mut self,
        document: &Document,
        object: &Object,
        path: &mut Vec<ObjectId>,
        budget: &mut Budget,
    ) -> Result<(), Refusal> {
        budget.spend(16)?;
        let (id, object) = document.dereference(object).map_err(|error| damaged(error.to_string()))?;
        if path.len() > MAX_DEPTH {
            return Err(damaged("its objects lie too deep in each other"));
        }
        match id {
            Some(id) if path.contains(&id) => self.add(b"seen"),
            _ => {
                path.push(id.unwrap_or_default());
                self.add_content(document, object, path, budget)?;
                path.pop();
            }
        }
        Ok(())
    }

    fn add_content(
        &mut self,
        document: &Document,
        object: &Object,
        path: &mut Vec<ObjectId>,
        budget: &mut Budget,
    ) -> Result<(), Refusal> {
        match object {
            Object::Array(items) => {
                self.add(b"[");
                items.iter().try_for_each(|item| self.add_object(document, item, path, budget))
            }
            Object::Dictionary(items) if is_elsewhere(items) => Ok(()),
            Object::Dictionary(items) => self.add_dictionary(document, items, path, budget),
            Object::Stream(stream) => {
                budget.spend(stream.content.len())?;
                self.add(&stream.content);
                self.add_dictionary(document, &stream.dict, path, budget)
            }
            plain => {
                self.add_operand(plain);
                Ok(())
            }
        }
    }

    fn add_dictionary(
        &mut self,
        document: &Document,
        items: &Dictionary,
        path: &mut Vec<ObjectId>,
        budget: &mut Budget,
    ) -> Result<(), Refusal> {
        let mut items: Vec<_> =
            items.iter().filter(|(key, _)| !ELSEWHERE.contains(&key.as_slice())).collect();
        items.sort_by_key(|(key, _)| key.as_slice());
        self.add(b"<<");
        for (key, value) in items {
            self.add(key);
            self.add_object(document, value, path, budget)?;
        }
        Ok(())
    }

    /// The hash, in lower-case hexadecimal.
    pub fn finish(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Whether a dictionary is a page, or an element of the structure.
fn is_elsewhere(items: &Dictionary) -> bool {
    [b"Page".as_slice(), b"Pages", b"StructElem"].iter().any(|name| items.has_type(name))
}
