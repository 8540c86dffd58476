//! What a PDF carries: its lock, its findings and the files it was made from, and a folder to compute in.

use crate::diagnostic::Diagnostic;
use crate::lock::{self, Lock, sha256};
use crate::pdf::{self, Attachment, Pdf};
use crate::pipeline::verify::private_folder;
use crate::report::enclosed;
use serde_json::Value;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The most bytes of the attached lock, which is YAML.
const MAX_LOCK: usize = 16 << 20;
/// The roles of files that telaah itself brings along.
pub const BUILT_IN: [&str; 2] = [lock::BUILT_IN_TEMPLATE, lock::BUILT_IN_FONT];

/// What a PDF carries.
#[derive(Debug)]
pub struct Carried {
    /// The PDF.
    pub pdf: Pdf,
    /// Its SHA-256.
    pub sha256: String,
    /// What it was made from, as it says.
    pub lock: Lock,
    /// Every attached file.
    pub files: Vec<Attachment>,
}

/// A file that the lock names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<'a> {
    /// Its role.
    pub role: &'a str,
    /// Its name, as the study names it.
    pub name: &'a str,
    /// Its SHA-256.
    pub sha256: &'a str,
}

impl Carried {
    /// Reads a PDF and what it carries.
    ///
    /// # Errors
    /// When it cannot be read, or was not made to be verified.
    pub fn read(path: &Path, shown: &str) -> Result<Self, Diagnostic> {
        let bytes = bytes(path, shown)?;
        let sha256 = sha256(&bytes);
        let pdf = pdf::open(bytes, shown)?;
        let files = pdf.attachments()?;
        let lock = lock_of(&files, shown)?;
        Ok(Self { pdf, sha256, lock, files })
    }

    /// An attached file.
    pub fn file(&self, name: &str) -> Option<&Attachment> {
        self.files.iter().find(|file| file.name == name)
    }

    /// The attached findings with their name, whole or as far as they may be given away.
    pub fn findings(&self) -> Option<(&'static str, Result<Value, serde_json::Error>)> {
        [enclosed::RESULTS, enclosed::SHARED_RESULTS].into_iter().find_map(|name| {
            let file = self.file(name)?;
            Some((name, serde_json::from_slice(&file.bytes)))
        })
    }

    /// The files that the lock names, without those that telaah brings along.
    pub fn named(&self) -> impl Iterator<Item = Named<'_>> {
        let own = self.lock.inputs.iter().filter(|(role, _)| !BUILT_IN.contains(&role.as_str()));
        own.flat_map(|(role, files)| {
            files.iter().map(|(name, sha256)| Named {
                role: role.as_str(),
                name: name.as_str(),
                sha256: sha256.as_str(),
            })
        })
    }

    /// Whether a file that the lock names is attached.
    pub fn is_attached(&self, file: &Named) -> bool {
        self.file(&enclosed::attached_as(file.name)).is_some()
    }
}

/// The bytes of a file that need not be a PDF, nor small.
fn bytes(path: &Path, shown: &str) -> Result<Vec<u8>, Diagnostic> {
    let read = || -> io::Result<Vec<u8>> {
        let file = File::open(path)?;
        if !file.metadata()?.is_file() {
            return Err(io::Error::other("it is a folder or a device, not a file"));
        }
        let mut bytes = Vec::new();
        file.take(pdf::MAX_FILE as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            Diagnostic::error("file::missing", format!("there is no file `{shown}`")).in_file(shown)
        }
        _ => Diagnostic::environment("file::unreadable", format!("`{shown}` cannot be read"))
            .in_file(shown)
            .cause(error),
    })
}

/// The attached lock.
fn lock_of(files: &[Attachment], shown: &str) -> Result<Lock, Diagnostic> {
    let file = files.iter().find(|file| file.name == enclosed::INPUTS).ok_or_else(|| {
        Diagnostic::error("pdf::no-lock", "the PDF does not say what it was made from")
            .in_file(shown)
            .because(format!("it carries no `{}`", enclosed::INPUTS))
            .hint(
                "only reports of telaah can be verified; `telaah verify STUDY` checks a study with its lock",
            )
    })?;
    let invalid = |reason: String| {
        Diagnostic::error("pdf::bad-lock", format!("`{}` of the PDF cannot be read", enclosed::INPUTS))
            .in_file(shown)
            .cause(reason)
            .hint("it was changed, or written by another version of telaah")
    };
    if file.bytes.len() > MAX_LOCK {
        return Err(invalid(format!("it has more than {MAX_LOCK} bytes")));
    }
    let text = std::str::from_utf8(&file.bytes).map_err(|error| invalid(error.to_string()))?;
    lock::parse(text).map_err(|error| invalid(error.to_string()))
}

/// A folder that only this user can look into, and that is gone when it is dropped.
#[derive(Debug)]
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    /// A new, empty folder.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new() -> Result<Self, Diagnostic> {
        Ok(Self { folder: private_folder()? })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file below the folder, which must not be there yet. Its name is checked again.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Diagnostic> {
        let failed = |error: io::Error| {
            Diagnostic::environment("verify::scratch", format!("`{name}` cannot be written to compute with"))
                .cause(error)
        };
        if let Some(reason) = pdf::refused_name(name) {
            return Err(failed(io::Error::other(reason)));
        }
        let path = name.split('/').fold(self.path().to_path_buf(), |path, part| path.join(part));
        fs::create_dir_all(path.parent().unwrap_or(self.path())).map_err(failed)?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        Ok(path)
    }

    /// Writes the study and its files; the path of the study.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn lay_out(&self, carried: &Carried) -> Result<(), Diagnostic> {
        let below = format!("{}/", enclosed::FOLDER);
        let inputs = carried.files.iter().filter(|file| file.name.starts_with(&below));
        inputs.into_iter().try_for_each(|file| self.write(&file.name, &file.bytes).map(|_| ()))
    }

    /// A text in which the folder is not named, since it is gone when the text is read.
    pub fn without_folder(&self, text: &str) -> String {
        let real = self.path().canonicalize().unwrap_or_else(|_| self.path().to_path_buf());
        [self.path(), &real].into_iter().fold(text.to_owned(), |text, folder| {
            let folder = folder.to_string_lossy();
            text.replace(&format!("{folder}/"), "").replace(&format!("{}/", folder.replace('\\', "/")), "")
        })
    }
}
