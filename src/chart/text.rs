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

    /// Texts in the room there is, of which no two that differ look alike: what they share is left out, and if need be each
    /// has its number.
    pub fn fit_apart(&self, texts: &[String], kind: Type, room: f64) -> Vec<String> {
        let fitted: Vec<String> = texts.iter().map(|text| self.fit(text, kind, room)).collect();
        if are_apart(texts, &fitted) {
            return fitted;
        }
        let words: Vec<Vec<&str>> = texts.iter().map(|text| text.split(' ').collect()).collect();
        let (front, back) = shared(&words);
        let own = |words: &Vec<&str>| {
            let lead = if front > 0 { ELLIPSIS } else { "" };
            let tail = if back > 0 { ELLIPSIS } else { "" };
            let own = words.get(front..words.len() - back).unwrap_or_default().join(" ");
            let begun = words.get(..words.len() - back).unwrap_or_default().join(" ");
            let begun = format!("{begun}{tail}");
            if self.width(&begun, kind) <= room {
                begun
            } else {
                self.fit(&format!("{lead}{own}{tail}"), kind, room)
            }
        };
        let without: Vec<String> = words.iter().map(own).collect();
        if are_apart(texts, &without) {
            return without;
        }
        let numbered = |(i, text): (usize, &String)| {
            let number = format!(" ({})", i + 1);
            self.fit(text, kind, room - self.width(&number, kind)) + &number
        };
        texts.iter().enumerate().map(numbered).collect()
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

/// Whether texts that differ still do when they are shortened.
fn are_apart(texts: &[String], shortened: &[String]) -> bool {
    let mut pairs: Vec<(&String, &String)> = shortened.iter().zip(texts).collect();
    pairs.sort_unstable();
    pairs.windows(2).all(|pair| pair[0].0 != pair[1].0 || pair[0].1 == pair[1].1)
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
    let (cut, tail) = rest.split_at(end);
    let head: String = head.iter().collect();
    let tail: String = tail.iter().collect();
    // Where words are cut, what is left of them goes, unless too little would remain.
    let head = match (cut.first(), head.rfind(' ')) {
        (Some(next), Some(at)) if *next != ' ' && at * 2 >= head.len() => &head[..at],
        _ => &head,
    };
    let tail = match (cut.last(), tail.find(' ')) {
        (Some(last), Some(at)) if *last != ' ' && at * 2 <= tail.len() => &tail[at..],
        _ => &tail,
    };
    format!("{}{ELLIPSIS}{}", head.trim_end(), tail.trim_start())
}

/// The words that all of some texts begin with and end with, as counts of words; a text keeps one word at least.
fn shared(texts: &[Vec<&str>]) -> (usize, usize) {
    let Some((first, others)) = texts.split_first() else { return (0, 0) };
    let same = |at: &dyn Fn(&[&str], usize) -> Option<String>| {
        let agree = |i: &usize| {
            let word = at(first, *i);
            word.is_some() && others.iter().all(|other| at(other, *i) == word)
        };
        (0..first.len()).take_while(agree).count()
    };
    let least = texts.iter().map(Vec::len).min().unwrap_or(0).saturating_sub(1);
    let front = same(&|words, i| words.get(i).map(|word| (*word).to_owned())).min(least);
    let back = same(&|words, i| words.iter().rev().nth(i).map(|word| (*word).to_owned()));
    (front, back.min(least - front))
}

/// The text on one line, without what XML cannot hold; SVG would collapse its spaces in any case.
pub fn clean(text: &str) -> String {
    let visible = |c: char| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c };
    let text: String = text.chars().map(visible).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::style::{BODY, STRONG};
    use super::*;

    #[test]
    fn names_that_share_most_words_stay_apart_when_they_are_shortened() {
        let ruler = Ruler::new(Vec::new()).expect("fonts");
        let room = 330.0;
        let of = |name: &dyn Fn(usize) -> String| {
            let texts: Vec<String> = (1..=40).map(name).collect();
            let shown = ruler.fit_apart(&texts, BODY, room);
            assert!(shown.iter().all(|text| ruler.width(text, BODY) <= room), "{shown:?}");
            let mut unique = shown.clone();
            unique.sort();
            unique.dedup();
            assert_eq!(unique.len(), 40, "{shown:?}");
            shown
        };
        assert_eq!(of(&|i| format!("Indicator number {i} of the whole school"))[6], "Indicator number 7…");
        assert_eq!(of(&|i| format!("The indicator that bears the number {i} of the school"))[6], "…7…");
        assert!(of(&|i| format!("{}{i}{}", "x".repeat(30), "y".repeat(30)))[6].ends_with(" (7)"));
    }

    #[test]
    fn no_word_is_cut_where_whole_words_remain() {
        let ruler = Ruler::new(Vec::new()).expect("fonts");
        let shown = ruler.fit("Share of families in the district that are insured", BODY, 420.0);
        assert_eq!(shown, "Share of families…are insured");
        assert!(ruler.fit(&"x".repeat(90), BODY, 300.0).starts_with("xxx"));
    }

    #[test]
    fn letters_of_the_studys_fonts_are_as_wide_as_those_make_them() {
        let regular = include_bytes!("../../tests/fixtures/studies/markets/NotoSansSundanese-Regular.ttf");
        let bold = include_bytes!("../../tests/fixtures/studies/markets/NotoSansSundanese-Bold.ttf");
        let faces =
            || [&regular[..], &bold[..]].into_iter().flat_map(|bytes| fonts::faces(bytes).expect("fonts"));
        let em = |face: usize| {
            let face = faces().nth(face).expect("a face");
            advance(&face, 'ᮕ').expect("a letter") / f64::from(face.units_per_em())
        };
        let width = |ruler: &Ruler, kind: Type| ruler.width("ᮕ", kind) / kind.px;
        let ruler = Ruler::new(faces().collect()).expect("fonts");
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(
            near(width(&ruler, BODY), em(0)) && near(width(&ruler, STRONG), em(1)) && !near(em(0), em(1))
        );
        let only_bold = Ruler::new(faces().skip(1).collect()).expect("fonts");
        assert!(near(width(&only_bold, BODY), em(1)), "better in bold than not at all");
        assert!(near(width(&Ruler::new(Vec::new()).expect("fonts"), BODY), 1.0));
    }
}
