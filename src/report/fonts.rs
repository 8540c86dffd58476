//! The fonts of a report: those that Typst embeds, and those that the study brings.

use crate::study::{Study, fonts};
use ttf_parser::{Face, name_id};

/// The folder of the study's fonts, beside the generated document.
const FOLDER: &str = "fonts";

/// The fonts that the pinned Typst embeds, by their full names, sorted: `Libertinus Serif Regular`, …
pub fn built_in_fonts() -> Vec<(String, &'static [u8])> {
    let name = |bytes: &'static [u8]| Some((full_name(&Face::parse(bytes, 0).ok()?)?, bytes));
    let mut fonts: Vec<_> = typst_assets::fonts().filter_map(name).collect();
    fonts.sort();
    fonts
}

/// Family and style: `DejaVu Sans Mono Book`.
fn full_name(face: &Face) -> Option<String> {
    let either = |first, second| fonts::name(face, first).or_else(|| fonts::name(face, second));
    let family = either(name_id::TYPOGRAPHIC_FAMILY, name_id::FAMILY)?;
    let style = either(name_id::TYPOGRAPHIC_SUBFAMILY, name_id::SUBFAMILY)?;
    Some(format!("{family} {style}"))
}

/// The families of the study's fonts in their order, for the layout: they set what the built-in ones lack.
pub fn families(study: &Study) -> Vec<String> {
    let mut families: Vec<String> = Vec::new();
    for family in faces(study).iter().flat_map(fonts::families) {
        if !families.contains(&family) {
            families.push(family);
        }
    }
    families
}

/// The study's fonts, read.
pub fn faces(study: &Study) -> Vec<Face<'_>> {
    study.fonts.iter().filter_map(|file| fonts::faces(&file.bytes).ok()).flatten().collect()
}

/// The study's fonts as files beside the document, each in a folder of its own: Typst takes the files of a folder in
/// no certain order.
pub fn files(study: &Study) -> Vec<(String, Vec<u8>)> {
    let named = folders(study).into_iter().zip(&study.fonts);
    named.map(|(folder, file)| (format!("{folder}/{}", file_name(&file.name)), file.bytes.to_vec())).collect()
}

/// The folders of those files, in the order in which Typst shall look for letters.
pub fn folders(study: &Study) -> Vec<String> {
    (1..=study.fonts.len()).map(|number| format!("{FOLDER}/{number}")).collect()
}

/// The file's own name; Typst knows fonts by an ending in small letters.
fn file_name(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{}", ending.to_ascii_lowercase()),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_that_typst_embeds_has_a_name_of_its_own() {
        let fonts = built_in_fonts();
        let mut names: Vec<&str> = fonts.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.is_sorted() && names.contains(&"Libertinus Serif Regular"), "{names:?}");
        names.dedup();
        assert_eq!((names.len(), fonts.len()), (17, typst_assets::fonts().count()), "{names:?}");
    }

    #[test]
    fn the_families_that_no_study_may_bring_are_those_that_typst_embeds() {
        let faces = built_in_fonts().into_iter().filter_map(|(_, bytes)| Face::parse(bytes, 0).ok());
        let families: std::collections::BTreeSet<String> =
            faces.filter_map(|face| fonts::families(&face).into_iter().next()).collect();
        assert_eq!(families.into_iter().collect::<Vec<_>>(), fonts::BUILT_IN);
    }

    #[test]
    fn endings_become_small() {
        assert_eq!(file_name("fonts/Noto.Sans-Bold.TtF"), "Noto.Sans-Bold.ttf");
    }
}
