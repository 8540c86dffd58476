//! Checks the fonts that a study brings.

use super::Checker;
use crate::diagnostic::Diagnostic;
use crate::study::place::path;
use crate::study::{InputFile, fonts};
use ttf_parser::{Face, Permissions, name_id};

/// What files of fonts are called; Typst reads no others.
const ENDINGS: [&str; 4] = ["ttf", "otf", "ttc", "otc"];

/// A font that was found sound: its families, and what tells it apart within them.
type Known = (Vec<String>, (bool, u16, u16));

impl Checker<'_> {
    /// The files of fonts, each sound and needed.
    pub(super) fn fonts(&mut self, names: &[String]) -> Vec<InputFile> {
        let mut known: Vec<Known> = Vec::new();
        let mut files = Vec::new();
        for (i, name) in names.iter().enumerate() {
            let at = path!["fonts", i];
            let Some(file) = self.open(name, &at) else { continue };
            match sound(&file, &known) {
                Ok(fonts) => {
                    known.extend(fonts);
                    files.push(file);
                }
                Err(problem) => self.problems.push(problem.maybe_at(self.at(&at))),
            }
        }
        files
    }
}

/// The fonts of a file, or the first thing wrong with it.
fn sound(file: &InputFile, known: &[Known]) -> Result<Vec<Known>, Diagnostic> {
    let ending = file.name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    if !ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) {
        return Err(no_font(file, "its name does not end in `.ttf`, `.otf`, `.ttc` or `.otc`"));
    }
    let faces = fonts::faces(&file.bytes).map_err(|error| {
        let compressed = file.bytes.starts_with(b"wOF");
        no_font(file, if compressed { "it is a WOFF file" } else { "it cannot be read as one" }).cause(error)
    })?;
    let mut found: Vec<Known> = Vec::new();
    for face in &faces {
        let families = fonts::families(face);
        if families.is_empty() || fonts::name(face, name_id::POST_SCRIPT_NAME).is_none() {
            return Err(no_font(file, "it has no name"));
        }
        permitted(file, face)?;
        let font = (families, fonts::style(face));
        not_built_in(file, &font.0)?;
        if known.contains(&font) {
            return Err(twice(file, &font.0));
        }
        found.push(font);
    }
    Ok(found)
}

fn no_font(file: &InputFile, reason: &str) -> Diagnostic {
    Diagnostic::error("font::format", format!("`{}` is not a font that can be used", file.name))
        .because(reason)
        .hint("name a TrueType or OpenType file (`.ttf`, `.otf`), or a collection of them (`.ttc`)")
}

fn permitted(file: &InputFile, face: &Face) -> Result<(), Diagnostic> {
    if face.permissions() != Some(Permissions::Restricted) {
        return Ok(());
    }
    Err(Diagnostic::error("font::restricted", format!("`{}` may not become part of a document", file.name))
        .because("the font says so itself, and a PDF for archives must hold its fonts")
        .hint("use a font under a free licence, such as one of the Noto fonts"))
}

/// A font of a built-in family would take its place, and charts would be measured with another font than they are set in.
fn not_built_in(file: &InputFile, families: &[String]) -> Result<(), Diagnostic> {
    let same = |own: &&&str| families.iter().any(|family| family.eq_ignore_ascii_case(own));
    let Some(family) = fonts::BUILT_IN.iter().find(same) else { return Ok(()) };
    Err(Diagnostic::error("font::built-in", format!("telaah has fonts of the family `{family}` itself"))
        .because(format!("`{}` is of that family", file.name))
        .hint("leave it out; its letters can be used without it"))
}

fn twice(file: &InputFile, families: &[String]) -> Diagnostic {
    let family = families.first().map_or("", String::as_str);
    Diagnostic::error("font::twice", format!("`{}` is a font that is already there", file.name))
        .because(format!("a file before it has the same style of `{family}`"))
        .hint("leave one of them out")
}
