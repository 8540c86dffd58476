//! Measures text with the font that Typst will set it in, and makes it fit.

use super::ChartError;
use super::scripts;
use super::style::Type;
use crate::study::fonts;
use ttf_parser::Face;

/// Roughly how far letters and digits rise above the baseline, in em.
pub const RISE: f64 = 0.72;
/// Roughly how far letters reach below the baseline, in em.
pub const DROP: f64 = 0.24;
/// From the middle of a line of digits or capitals down to its baseline, in em.
pub const MIDDLE: f64 = 0.32;
/// From one baseline to the next, in em.
pub const LEADING: f64 = 1.12;

/// Stands for what is left out.
const ELLIPSIS: &str = "…";

/// The two faces that charts are set in, and those of the study for letters that they lack.
pub struct Ruler<'a> {
    regular: Face<'static>,
    bold: Face<'static>,
    others: Vec<Face<'a>>,
}

impl<'a> Ruler<'a> {
    /// Reads the faces out of the fonts that Typst embeds: Libertinus Serif regular, then bold. `others` are the
    /// study's own, in the order in which they are asked.
    ///
    /// # Errors
    /// When the embedded fonts cannot be read.
    pub fn new(others: Vec<Face<'a>>) -> Result<Self, ChartError> {
        let mut fonts = typst_assets::fonts();
        let mut face = || fonts.next().and_then(|bytes| Face::parse(bytes, 0).ok()).ok_or(ChartError::Font);
        Ok(Self { regular: face()?, bold: face()?, others })
    }

    /// The width of a line of text, in SVG pixels; kerning, which mostly narrows, is not counted.
    pub fn width(&self, text: &str, kind: Type) -> f64 {
        let face = if kind.bold { &self.bold } else { &self.regular };
        let em = f64::from(face.units_per_em());
        let other = |letter| {
            let face = fonts::with_letter(&self.others, letter, kind.bold)?;
            Some(advance(face, letter)? * em / f64::from(face.units_per_em()))
        };
        // A letter of yet another font is taken to be as wide as it is high.
        let units = |letter| advance(face, letter).or_else(|| other(letter)).unwrap_or(em);
        text.chars().map(units).sum::<f64>() * kind.px / em
    }

    /// Whether a text has letters of the study's fonts.
    pub fn is_foreign(&self, text: &str) -> bool {
        !self.others.is_empty()
            && text.chars().any(|letter| scripts::is_foreign(letter, &self.regular, &self.others))
    }

    /// The SVG in which texts with such letters can be told from the others.
    pub fn with_foreign_marked(&self, svg: String) -> String {
        if self.others.is_empty() { svg } else { scripts::marked(&svg, |text| self.is_foreign(text)) }
    }

    /// The width of the widest of some lines.
    pub fn widest<'t>(&self, lines: impl IntoIterator<Item = &'t str>, kind: Type) -> f64 {
        lines.into_iter().map(|line| self.width(line, kind)).fold(0.0, f64::max)
    }

    /// The text, with its middle left out where it is wider than `room`: names often differ at their end.
    pub fn fit(&self, text: &str, kind: Type, room: f64) -> String {
        if self.width(text, kind) <= room {
            return text.to_owned();
        }
        let chars: Vec<char> = text.chars().collect();
        let (mut fits, mut too_long) = (0, chars.len());
        while too_long - fits > 1 {
            let keep = usize::midpoint(fits, too_long);
            let wide = self.width(&shortened(&chars, keep), kind) > room;
            if wide { too_long = keep } else { fits = keep }
        }
        shortened(&chars, fits)
    }

    /// The text in lines no wider than `room`, at most `most` of them; what is too long is shortened.
    pub fn wrap(&self, text: &str, kind: Type, room: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ') {
            let joined = lines.last().map(|line| format!("{line} {word}"));
            match (joined, lines.last_mut()) {
                (Some(joined), Some(line)) if self.width(&joined, kind) <= room => *line = joined,
                _ => lines.push(word.to_owned()),
            }
        }
        if lines.len() > most {
            let rest = lines.split_off(most.saturating_sub(1)).join(" ");
            lines.push(rest);
        }
        lines.iter().map(|line| self.fit(line, kind, room)).collect()
    }
}

/// How wide a letter is, in units of the face; none where the face lacks it.
fn advance(face: &Face, letter: char) -> Option<f64> {
    face.glyph_index(letter).and_then(|glyph| face.glyph_hor_advance(glyph)).map(f64::from)
}

/// The first and the last of the characters, `keep` in all, around an ellipsis.
fn shortened(chars: &[char], keep: usize) -> String {
    let tail = keep * 2 / 5;
    let (head, rest) = chars.split_at((keep - tail).min(chars.len()));
    let end = rest.len().saturating_sub(tail);
    let head: String = head.iter().collect();
    let tail: String = rest.iter().skip(end).collect();
    format!("{}{ELLIPSIS}{}", head.trim_end(), tail.trim_start())
}

/// The text on one line, without what XML cannot hold; SVG would collapse its spaces in any case.
pub fn clean(text: &str) -> String {
    let visible = |c: char| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c };
    let text: String = text.chars().map(visible).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
