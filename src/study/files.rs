//! The files a study names: found relative to it, never outside its folder, read once.

use super::kinds::expect_study;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source, did_you_mean};
use sha2::{Digest, Sha256};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// A file as it was read: its bytes are kept, so that nothing is read twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// The path as the study names it, with forward slashes.
    pub name: String,
    /// The path as shown in messages, from the working folder.
    pub shown: String,
    /// The bytes.
    pub bytes: Arc<[u8]>,
}

impl InputFile {
    /// SHA-256 of the bytes, in hexadecimal.
    pub fn sha256(&self) -> String {
        sha256(&self.bytes)
    }

    /// Refuses UTF-16, which Excel writes as "Unicode text", told by its byte-order mark or by its first letter.
    pub fn refuse_utf16(&self) -> Result<(), Diagnostic> {
        let big_endian = match *self.bytes {
            [0xfe, 0xff, ..] => true,
            [0xff, 0xfe, ..] => false,
            [0, letter, ..] if letter != 0 => true,
            [letter, 0, ..] if letter != 0 => false,
            _ => return Ok(()),
        };
        let pair = if big_endian { u16::from_be_bytes } else { u16::from_le_bytes };
        let units = self.bytes.chunks_exact(2).map(|bytes| pair([bytes[0], bytes[1]]));
        let text: String = char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{fffd}')).collect();
        let source = Source::new(&self.shown, text.strip_prefix('\u{feff}').unwrap_or(&text));
        Err(Diagnostic::error("file::utf-16", format!("`{}` is encoded as UTF-16, not as UTF-8", self.shown))
            .at(Place::line_of(&source, 1))
            .because("every letter takes two bytes")
            .hint("save it as UTF-8; in Excel, choose `CSV UTF-8 (Comma delimited)`"))
    }

    /// The text, which must be UTF-8; a byte-order mark is left out.
    pub fn text(&self) -> Result<Arc<Source>, Diagnostic> {
        self.refuse_utf16()?;
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => {
                Ok(Source::new(&self.shown, with_line_feeds(text.strip_prefix('\u{feff}').unwrap_or(text))))
            }
            Err(error) => Err(not_utf8(&self.shown, &self.bytes, error.valid_up_to())),
        }
    }
}

/// The text with line feeds, where an old Mac program ended its lines with carriage returns alone.
pub fn with_line_feeds(text: &str) -> String {
    if text.contains('\n') { text.to_owned() } else { text.replace('\r', "\n") }
}

/// The problem of a file that is not UTF-8, at its first bad byte.
pub fn not_utf8(shown: &str, bytes: &[u8], valid_up_to: usize) -> Diagnostic {
    let text = String::from_utf8_lossy(bytes);
    let source = Source::new(shown, text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned());
    let at = source.text.find('\u{fffd}').unwrap_or(valid_up_to);
    Diagnostic::error("file::encoding", format!("`{shown}` is not encoded as UTF-8"))
        .at(Place::new(&source, at..at + '\u{fffd}'.len_utf8()))
        .because("this byte is not part of a UTF-8 letter")
}

/// Reads the study's own file.
pub fn open_study(path: &Path) -> Result<(InputFile, Arc<Source>), Diagnostics> {
    let shown = slashes(path);
    expect_study(path)?;
    let bytes = read(path).map_err(|error| unreadable(&shown, &error))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file = InputFile { name, shown, bytes: bytes.into() };
    let source = file.text()?;
    Ok((file, source))
}

/// Where a study's files are, and how its folder is shown.
pub struct Folder {
    /// The folder, without symbolic links.
    pub path: PathBuf,
    shown: PathBuf,
}

impl Folder {
    /// The folder of a study.
    pub fn of(study: &Path) -> Self {
        let shown = study.parent().unwrap_or(Path::new("")).to_path_buf();
        let folder = if shown.as_os_str().is_empty() { Path::new(".") } else { &shown };
        Self { path: folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf()), shown }
    }

    /// Reads a file that the study names.
    pub fn open(&self, name: &str, place: Option<Place>) -> Result<InputFile, Diagnostic> {
        let path = self.find(name, place.clone())?;
        let shown = slashes(&self.shown.join(name));
        if path.is_dir() {
            let problem = Diagnostic::error("file::folder", format!("`{name}` is a folder, not a file"));
            return Err(problem.maybe_at(place).hint("name a file in it"));
        }
        let bytes = read(&path).map_err(|error| unreadable(&shown, &error).maybe_at(place))?;
        Ok(InputFile { name: name.replace('\\', "/"), shown, bytes: bytes.into() })
    }

    /// Reads a file that the study names, or stands an empty one in the place of a file that is not there.
    pub fn open_or_empty(&self, name: &str, place: Option<Place>) -> Result<InputFile, Diagnostic> {
        let opened = self.open(name, place.clone());
        match opened {
            Err(problem) if problem.code == "file::missing" => {}
            opened => return opened,
        }
        // The nearest folder that is there must be inside the study's folder, whatever links lead to it.
        let parents = Path::new(name).ancestors().skip(1);
        let parent = parents.filter_map(Path::to_str).find(|parent| self.path.join(parent).exists());
        self.find(parent.filter(|parent| !parent.is_empty()).unwrap_or("."), place)?;
        let shown = slashes(&self.shown.join(name));
        Ok(InputFile { name: name.replace('\\', "/"), shown, bytes: Vec::new().into() })
    }

    /// The path of a file or folder that the study names, which must be inside the study's folder.
    pub fn find(&self, name: &str, place: Option<Place>) -> Result<PathBuf, Diagnostic> {
        let outside = || {
            Diagnostic::error("file::outside", format!("`{name}` is outside the study's folder"))
                .maybe_at(place.clone())
                .because("a study may only use files beside it or below it")
                .hint("copy the file into the study's folder, so that the study can be moved and checked as a whole")
        };
        let relative = Path::new(name);
        if relative.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
            return Err(outside());
        }
        let path = self.path.join(relative);
        let real = path.canonicalize().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => self.missing(name, place.clone()),
            _ => unreadable(name, &error).maybe_at(place.clone()),
        })?;
        if real.starts_with(&self.path) { Ok(real) } else { Err(outside()) }
    }

    fn missing(&self, name: &str, place: Option<Place>) -> Diagnostic {
        let parent = Path::new(name).parent().unwrap_or(Path::new(""));
        let mut beside: Vec<String> = std::fs::read_dir(self.path.join(parent))
            .map(|entries| entries.flatten().map(|entry| slashes(&parent.join(entry.file_name()))).collect())
            .unwrap_or_default();
        beside.sort();
        let hint = did_you_mean(name, beside.iter().map(String::as_str));
        Diagnostic::error("file::missing", format!("there is no file `{name}`"))
            .maybe_at(place)
            .because("files are looked for in the study's folder")
            .maybe_hint(hint)
    }
}

/// Reads a file; a pipe or a device might never end.
fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other("it is a pipe or a device, not a file"));
    }
    std::fs::read(path)
}

fn unreadable(shown: &str, error: &std::io::Error) -> Diagnostic {
    let missing = error.kind() == std::io::ErrorKind::NotFound;
    let problem = match missing {
        true => Diagnostic::error("file::missing", format!("there is no file `{shown}`")),
        false => {
            Diagnostic::environment("file::unreadable", format!("`{shown}` cannot be read")).cause(error)
        }
    };
    problem.in_file(shown)
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A path with forward slashes, the same on every system.
pub fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
