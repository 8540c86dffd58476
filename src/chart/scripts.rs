//! Labels in letters of the study's own fonts, which the document sets over the chart.
//!
//! In a picture, Typst shapes a label as if it were of one script, and moves letters over marks that have a width; in text it
//! does neither. The SVG keeps such labels, for those who open it alone, under a class by which the layout finds them.

use super::sheet::{Anchor, Label};
use super::style::PT_PER_PX;
use ttf_parser::Face;

/// Whether the text's own font lacks a letter that one of the others has.
pub fn is_foreign(letter: char, main: &Face, others: &[Face]) -> bool {
    !letter.is_ascii()
        && main.glyph_index(letter).is_none()
        && others.iter().any(|face| face.glyph_index(letter).is_some())
}

/// The SVG with a class at every text that is foreign.
pub fn marked(svg: &str, foreign: impl Fn(&str) -> bool) -> String {
    let mut pieces = svg.split("<text ");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let text = piece.split("</text>").next().and_then(|text| text.split_once('>'));
        out.push_str(if text.is_some_and(|(_, text)| foreign(text)) {
            "<text class=\"foreign\" "
        } else {
            "<text "
        });
        out.push_str(piece);
    }
    out
}

/// A label as the layout sets it: its text, x and y of its place, size, weight, colour, the point that stands at the
/// place, and where it runs. Lengths are points at the chart's full width.
pub fn placed(label: &Label) -> [String; 8] {
    let points = |pixels: f64| format!("{:.3}", pixels * PT_PER_PX);
    let (x, y) = if label.upward { (label.baseline, label.x) } else { (label.x, label.baseline) };
    let anchor = match label.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let weight = if label.kind.bold { "bold" } else { "regular" };
    let (r, g, b) = (label.color.0, label.color.1, label.color.2);
    let color = format!("#{r:02x}{g:02x}{b:02x}");
    let turn = if label.upward { "up" } else { "right" };
    let size = points(label.kind.px);
    [label.text.clone(), points(x), points(y), size, weight.into(), color, anchor.into(), turn.into()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::fonts;

    #[test]
    fn only_texts_with_letters_that_the_other_font_has_are_marked() {
        let bytes = include_bytes!("../../tests/fixtures/studies/markets/NotoSansSundanese-Regular.ttf");
        let others = fonts::faces(bytes).expect("a font");
        let main = Face::parse(typst_assets::fonts().next().expect("a font"), 0).expect("a font");
        let foreign = |text: &str| text.chars().any(|letter| is_foreign(letter, &main, &others));
        let svg = "<svg>\n<text y=\"ᮕ\">\nAé 本\n</text>\n<text x=\"1\">\nA ᮕᮞᮁ\n</text>\n<rect/></svg>";
        let expected = svg.replace("<text x", "<text class=\"foreign\" x");
        assert_eq!(marked(svg, foreign), expected);
    }

    #[test]
    fn a_label_that_is_read_upward_changes_its_axes() {
        let label = Label::new("ᮕ", 180.0, 90.0).anchor(Anchor::Middle);
        let expected = ["ᮕ", "45.354", "22.677", "7.811", "regular", "#222222", "middle", "right"];
        assert_eq!(placed(&label), expected);
        let up = placed(&label.upward());
        assert_eq!((&*up[1], &*up[2], &*up[7]), ("22.677", "45.354", "up"));
    }
}
