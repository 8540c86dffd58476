//! What the codes of a font mean: its own table of codes and letters, read with limits that libraries do not have.

use super::Refusal;
use super::attachments::inflated;
use lopdf::{Dictionary, Document, Object};
use std::collections::BTreeMap;

/// The most bytes of a table.
const MAX_TABLE: usize = 4 << 20;
/// The most codes that one range may name.
const MAX_RANGE: u32 = 0xffff;

/// A font as far as text needs it.
#[derive(Debug)]
pub(super) struct Font {
    /// Its name without the tag of a subset.
    pub name: String,
    /// How many bytes a code has.
    width: usize,
    letters: BTreeMap<u32, String>,
}

impl Font {
    /// Reads a font's dictionary.
    pub fn read(document: &Document, font: &Dictionary) -> Result<Self, Refusal> {
        let name = font.get(b"BaseFont").and_then(Object::as_name).unwrap_or_default();
        let name = String::from_utf8_lossy(name).into_owned();
        let name = name.split_once('+').map_or(name.as_str(), |(_, name)| name).to_owned();
        let composite = matches!(font.get(b"Subtype").and_then(Object::as_name), Ok(b"Type0"));
        let table = font.get(b"ToUnicode").and_then(|table| document.dereference(table));
        let letters = match table.and_then(|(_, table)| table.as_stream()) {
            Ok(stream) => letters(&inflated(stream, MAX_TABLE)?),
            Err(_) => BTreeMap::new(),
        };
        Ok(Self { name, width: if composite { 2 } else { 1 }, letters })
    }

    /// The text of codes; one that the table lacks is shown as its number.
    pub fn text(&self, codes: &[u8]) -> String {
        codes.chunks(self.width).map(|code| self.letter(number(code))).collect()
    }

    fn letter(&self, code: u32) -> String {
        self.letters.get(&code).cloned().unwrap_or_else(|| format!("\u{fffd}{code}"))
    }
}

/// The table of a font (`beginbfchar`, `beginbfrange`).
fn letters(table: &[u8]) -> BTreeMap<u32, String> {
    let text = String::from_utf8_lossy(table);
    let mut letters = BTreeMap::new();
    for section in text.split("beginbfchar").skip(1) {
        let codes = codes(section.split("endbfchar").next().unwrap_or_default());
        for pair in codes.chunks_exact(2) {
            letters.insert(number(&pair[0]), utf16(&pair[1]));
        }
    }
    for section in text.split("beginbfrange").skip(1) {
        let codes = codes(section.split("endbfrange").next().unwrap_or_default());
        for triple in codes.chunks_exact(3) {
            range(&mut letters, number(&triple[0]), number(&triple[1]), &triple[2]);
        }
    }
    letters
}

/// A range whose letters follow each other.
fn range(letters: &mut BTreeMap<u32, String>, first: u32, last: u32, target: &[u8]) {
    let last = last.min(first.saturating_add(MAX_RANGE)).min(MAX_RANGE);
    for code in first..=last {
        let letter = number(target).checked_add(code - first).and_then(char::from_u32);
        letters.insert(code, letter.map(String::from).unwrap_or_default());
    }
}

/// The codes between `<` and `>`.
fn codes(section: &str) -> Vec<Vec<u8>> {
    let inside = section.split('<').skip(1).filter_map(|rest| rest.split_once('>'));
    inside.map(|(digits, _)| bytes(digits)).collect()
}

fn bytes(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        digits.chars().filter_map(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| (byte << 4) | digit)).collect()
}

/// Big-endian; only the last four bytes count.
fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| (number << 8) | u32::from(*byte))
}

/// Text in UTF-16, big-endian.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks(2).map(|pair| pair.iter().fold(0, |unit, byte| (unit << 8) | u16::from(*byte)));
    char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_letters_of_the_table() {
        let table = b"2 beginbfchar\n<0001> <0053>\n<0002><00660069>\nendbfchar 1 beginbfrange <0010> <0012> <0061> endbfrange";
        let font = Font { name: String::new(), width: 2, letters: letters(table) };
        assert_eq!(font.text(&[0, 1, 0, 2, 0, 0x11, 0, 9]), "Sfib\u{fffd}9");
    }

    #[test]
    fn a_range_over_everything_stays_small() {
        let letters =
            letters(b"beginbfrange <00000000> <FFFFFFFF> <0000> <FFFFFFF0> <FFFFFFFF> <0000> endbfrange");
        assert_eq!(letters.len(), 0x1_0000);
    }
}
