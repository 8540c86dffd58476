//! Names the study's fonts where a text has letters of theirs.
//!
//! Typst looks for another font by itself, but loses letters whose marks join them there, and not in the font that the
//! rest of the text is set in.

use crate::study::fonts;
use std::fmt::Write;
use ttf_parser::Face;

/// The SVG with the letters that `main` lacks, and one of the others has, set in the family of that other.
pub fn name_families(svg: &str, main: &Face, others: &[Face]) -> String {
    let mut out = String::with_capacity(svg.len());
    let mut in_tag = false;
    let mut open: Option<String> = None;
    for letter in svg.chars() {
        in_tag |= letter == '<';
        let joins = open.is_some() && matches!(letter, '\u{200c}' | '\u{200d}');
        let wanted = if in_tag { None } else { family(letter, main, others) };
        if wanted != open && !joins {
            close(&mut out, open.take());
            if let Some(family) = &wanted {
                // Where nothing but a line's end stands before it, the space behind it would be lost.
                out.truncate(out.trim_end_matches('\n').len());
                let _ = write!(out, "<tspan font-family=\"{family}\">");
            }
            open = wanted;
        }
        out.push(letter);
        in_tag &= letter != '>';
    }
    out
}

fn close(out: &mut String, open: Option<String>) {
    if open.is_some() {
        out.push_str("</tspan>");
    }
}

/// Whether the text's own font lacks a letter that one of the others has.
pub fn is_foreign(letter: char, main: &Face, others: &[Face]) -> bool {
    !letter.is_ascii()
        && main.glyph_index(letter).is_none()
        && others.iter().any(|face| face.glyph_index(letter).is_some())
}

/// The families that a letter is to be set in, as an attribute names them; none where the text's own font has it.
fn family(letter: char, main: &Face, others: &[Face]) -> Option<String> {
    if !is_foreign(letter, main, others) {
        return None;
    }
    let families = fonts::families(fonts::with_letter(others, letter, false)?);
    let plain = |family: &String| !family.contains(['\'', '"', '<', '&', '\\']);
    let quoted: Vec<String> =
        families.into_iter().filter(plain).map(|family| format!("'{family}'")).collect();
    (!quoted.is_empty()).then(|| quoted.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_letters_that_the_other_font_has_name_its_family() {
        let bytes = include_bytes!("../../tests/fixtures/studies/markets/NotoSansSundanese-Regular.ttf");
        let others = fonts::faces(bytes).expect("a font");
        let main = Face::parse(typst_assets::fonts().next().expect("a font"), 0).expect("a font");
        let named =
            name_families("<text y=\"ᮕ\">\nAé ᮕᮞᮁ, ᮘ\u{200d}ᮔ本\n</text>\n<text>\nᮕ</text>", &main, &others);
        let open = "<tspan font-family=\"'Noto Sans Sundanese'\">";
        let expected = format!(
            "<text y=\"ᮕ\">\nAé {open}ᮕᮞᮁ</tspan>, {open}ᮘ\u{200d}ᮔ</tspan>本\n</text>\n<text>{open}ᮕ</tspan></text>"
        );
        assert_eq!(named, expected);
        assert_eq!(name_families("<text>Aé</text>", &main, &[]), "<text>Aé</text>");
    }
}
