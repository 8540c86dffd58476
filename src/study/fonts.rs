//! Fonts that a study brings: what their files say of themselves.

use std::cmp::Ordering;
use ttf_parser::{Face, name_id};

/// The families of the fonts that the pinned Typst embeds, as their files name them.
pub const BUILT_IN: [&str; 4] =
    ["DejaVu Sans Mono", "Libertinus Serif", "NewComputerModern", "NewComputerModern Math"];

/// The fonts of a file: one, or several of a collection; none where it is not a font.
///
/// # Errors
/// What is wrong with the first that cannot be read.
pub fn faces(bytes: &[u8]) -> Result<Vec<Face<'_>>, ttf_parser::FaceParsingError> {
    let count = ttf_parser::fonts_in_collection(bytes).unwrap_or(1);
    (0..count).map(|index| Face::parse(bytes, index)).collect()
}

/// A name that a font gives itself, by its number in the table of names.
pub fn name(face: &Face, id: u16) -> Option<String> {
    face.names().into_iter().find(|name| name.name_id == id && name.is_unicode())?.to_string()
}

/// The family of a font as Typst may know it: with the style in its name, and without.
pub fn families(face: &Face) -> Vec<String> {
    let mut families = [name_id::TYPOGRAPHIC_FAMILY, name_id::FAMILY].map(|id| name(face, id)).to_vec();
    families.dedup();
    families.into_iter().flatten().collect()
}

/// What tells two fonts of a family apart: slope, weight and width.
pub fn style(face: &Face) -> (bool, u16, u16) {
    (face.is_italic() || face.is_oblique(), face.weight().to_number(), face.width().to_number())
}

/// The fonts that have a letter, those of the weight that is asked for first, otherwise in their order.
pub fn with_letter<'a, 'f>(faces: &'a [Face<'f>], letter: char, bold: bool) -> Option<&'a Face<'f>> {
    let have = faces.iter().filter(|face| face.glyph_index(letter).is_some());
    have.min_by(|a, b| match (a.is_bold() == bold, b.is_bold() == bold) {
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        _ => Ordering::Equal,
    })
}
