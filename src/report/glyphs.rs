//! Letters that no font of the report has, found before Typst refuses them.

use super::fonts;
use crate::data::{Table, Values};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use crate::study::{ProseOrigin, Study};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Every letter of a study, its prose, its claims and the names of its units that cannot be printed.
///
/// A letter is told once per file, at its first place.
pub fn missing(study: &Study, tables: &[Table]) -> Diagnostics {
    let mut seen = Seen { fonts: Fonts::of(study), problems: Diagnostics::default(), told: Vec::new() };
    seen.yaml(&study.source);
    for prose in &study.prose {
        if let ProseOrigin::File(_, source) = &prose.origin {
            seen.text(&source.text, source, 0);
        }
    }
    let instrument = study.positioning.as_ref().and_then(|plan| plan.instrument_file.as_ref());
    if let Some(source) = instrument.and_then(|file| file.text().ok()) {
        seen.yaml(&source);
    }
    if let Some(source) = study.claims.as_ref().and_then(|claims| claims.file.text().ok()) {
        seen.text(&source.text, &source, 0);
    }
    for (table, dataset) in tables.iter().zip(&study.datasets) {
        let keys: Vec<Option<String>> = table.keys.iter().cloned().map(Some).collect();
        seen.cells(table, &dataset.key, &keys);
        let targeting = study.targeting.as_ref().filter(|plan| plan.data == dataset.name);
        let names = targeting.and_then(|plan| plan.name.as_ref());
        if let Some((name, Values::Text(values))) = names.and_then(|name| Some((name, table.column(name)?))) {
            seen.cells(table, name, values);
        }
        seen.categories(study, table);
        seen.survey(study, table);
    }
    seen.problems
}

struct Seen<'a> {
    fonts: Fonts<'a>,
    problems: Diagnostics,
    told: Vec<(char, String)>,
}

impl Seen<'_> {
    /// The categories that tables of the validation name.
    fn categories(&mut self, study: &Study, table: &Table) {
        let plan = study.segmentation.iter().filter(|plan| plan.data == table.name);
        for name in plan.flat_map(|plan| &plan.validation) {
            let Some(Values::Text(words)) = table.column(name) else { continue };
            for (row, word) in words.iter().enumerate() {
                let Some(word) = word.as_ref().filter(|word| !word.is_ascii()) else { continue };
                if let Some(place) = table.place(row, name) {
                    self.text(word, &place.source, place.span.start);
                }
            }
        }
    }

    /// The words of a survey's columns that the report names: who respondents are, and how units are compared.
    fn survey(&mut self, study: &Study, table: &Table) {
        let Some(plan) = &study.positioning else { return };
        let profile = plan.profile.iter().filter(|_| plan.data == table.name);
        let of_units = plan.units.as_ref().is_some_and(|units| *units == table.name);
        let compared = plan.representative.iter().filter(|_| of_units);
        for name in profile.chain(compared) {
            if let Some(Values::Text(words)) = table.column(name) {
                self.cells(table, name, words);
            }
        }
    }

    /// The lines of a YAML file without their comments.
    fn yaml(&mut self, source: &Arc<Source>) {
        let mut start = 0;
        for line in source.text.split_inclusive('\n') {
            let end =
                if line.trim_start().starts_with('#') { 0 } else { line.find(" #").unwrap_or(line.len()) };
            self.text(&line[..end], source, start);
            start += line.len();
        }
    }

    /// The cells of a column that the report prints.
    fn cells(&mut self, table: &Table, column: &str, cells: &[Option<String>]) {
        for (row, cell) in cells.iter().enumerate() {
            let cell = cell.as_deref().filter(|cell| cell.bytes().any(|byte| !matches!(byte, b' '..=b'~')));
            if let Some((cell, place)) = cell.zip(table.place(row, column)) {
                self.text(cell, &place.source, place.span.start);
            }
        }
    }

    fn text(&mut self, text: &str, source: &Arc<Source>, start: usize) {
        for (at, letter) in text.char_indices() {
            let told = |(one, name): &(char, String)| *one == letter && *name == source.name;
            let control = letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
            let printable = !control && (letter.is_ascii() || self.fonts.have(letter));
            if printable || self.told.iter().any(told) {
                continue;
            }
            let span = start + at..start + at + letter.len_utf8();
            let code = u32::from(letter);
            let message = match control {
                true => format!("U+{code:04X} is a control character, not a letter"),
                false => format!("no font of the report has the letter `{letter}` (U+{code:04X})"),
            };
            let problem = Diagnostic::error("report::glyph", message)
                .at(Place::new(source, span))
                .because("it could not be printed")
                .hint("write it another way, with the letters of the Latin, Greek, Cyrillic, Hebrew or Arabic scripts, or name a font that has it in `fonts:`");
            self.problems.push(problem);
            self.told.push((letter, source.name.clone()));
        }
    }
}

/// The fonts that Typst embeds and those of the study, and what was asked of them.
struct Fonts<'a> {
    faces: Vec<ttf_parser::Face<'a>>,
    known: BTreeMap<char, bool>,
}

impl<'a> Fonts<'a> {
    fn embedded() -> Self {
        let faces = typst_assets::fonts().filter_map(|bytes| ttf_parser::Face::parse(bytes, 0).ok());
        Self { faces: faces.collect(), known: BTreeMap::new() }
    }

    fn of(study: &'a Study) -> Self {
        let mut fonts = Self::embedded();
        fonts.faces.extend(fonts::faces(study));
        fonts
    }

    fn have(&mut self, letter: char) -> bool {
        let faces = &self.faces;
        let covered = || faces.iter().any(|face| face.glyph_index(letter).is_some());
        *self.known.entry(letter).or_insert_with(|| is_invisible(letter) || covered())
    }
}

/// Letters that direct the text and need no glyph.
fn is_invisible(letter: char) -> bool {
    let directs = matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{2060}'..='\u{2064}' | '\u{feff}');
    letter.is_whitespace() || directs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_greek_and_arabic_are_there_and_chinese_is_not() {
        let mut fonts = Fonts::embedded();
        for letter in ['é', 'Ω', 'ж', 'ع', '–', '✔', '≥', '\u{a0}'] {
            assert!(fonts.have(letter), "{letter}");
        }
        assert!(!fonts.have('漢') && !fonts.have('😀'));
    }
}
