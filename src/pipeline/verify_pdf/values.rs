//! Values of the author's text, written again from findings, looked for on the pages.

use super::found::{Agreement, Difference, PdfVerification, Unchecked};
use crate::expression::Evaluator;
use crate::locale::{Language, Locale};
use crate::pdf::{Page, solid};
use crate::report;
use crate::study::{Prose, Study, Template};
use serde_json::Value;

/// Pieces that are shorter are found by accident.
const SHORTEST: usize = 12;

/// Looks for every piece of the author's text with a number in it.
pub fn check(study: &Study, tree: &Value, pages: &[Page], found: &mut PdfVerification) {
    let pages = Lines::of(pages);
    let mut values = 0;
    for prose in printed(study) {
        let file = || prose.file_name().to_owned();
        let Some(pieces) = pieces(study, prose, tree) else {
            found.unchecked.push(Unchecked::Values { file: file() });
            continue;
        };
        let (there, absent): (Vec<_>, Vec<_>) =
            pieces.into_iter().partition(|piece| pages.have(&solid(piece)));
        values += there.len();
        // A template of the user's need not print all text, nor any does text for which it has no place.
        let is_printed = !there.is_empty() || absent.iter().any(|piece| pages.have_words_of(piece));
        if !is_printed || study.template != Template::Paper {
            let unchecked = Unchecked::Values { file: file() };
            found.unchecked.extend((!absent.is_empty()).then_some(unchecked));
        } else {
            absent.into_iter().for_each(|text| found.differ(Difference::Value { file: file(), text }));
        }
    }
    if values > 0 {
        found.agrees.push(Agreement::Values { values });
    }
}

/// The texts that a report prints: those of its language, or else of the other, and both abstracts.
fn printed(study: &Study) -> impl Iterator<Item = &Prose> {
    let here = study.locale.language;
    let is_own = move |prose: &Prose| prose.language.is_none_or(|own| own == here);
    study.prose.iter().filter(move |prose| {
        prose.part == "abstract"
            || is_own(prose)
            || !study.prose.iter().any(|other| other.part == prose.part && is_own(other))
    })
}

/// The pieces of a text with a number in them; none where a value cannot be had.
fn pieces(study: &Study, prose: &Prose, tree: &Value) -> Option<Vec<String>> {
    let language: Language = prose.language.unwrap_or(study.locale.language);
    let locale = Locale { language, ..study.locale.clone() };
    let evaluator = Evaluator::new(tree, &locale);
    let typst = report::markdown_to_typst(prose, &evaluator, study.bibliography.as_ref(), &locale).ok()?;
    let numbered = |piece: &&str| {
        piece.chars().any(|letter| letter.is_ascii_digit()) && solid(piece).chars().count() >= SHORTEST
    };
    let literals = literals(&typst);
    let pieces = literals.iter().flat_map(|text| text.split_inclusive(". ")).filter(numbered);
    Some(pieces.map(|piece| piece.trim().to_owned()).collect())
}

/// What stands as text in generated Typst: the inside of `#"…"`.
fn literals(typst: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = typst;
    while let Some(start) = rest.find("#\"") {
        let mut inside = String::new();
        let mut letters = rest[start + 2..].char_indices();
        let mut end = rest.len();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    end = start + 2 + at + 1;
                    break;
                }
                '\\' => inside
                    .extend(letters.next().map(|(_, escaped)| if escaped == 'n' { ' ' } else { escaped })),
                letter => inside.push(letter),
            }
        }
        found.push(inside);
        rest = &rest[end..];
    }
    found
}

/// The pages without white space, as a whole and by lines.
struct Lines {
    whole: String,
    /// Where each line begins in the whole, with its page.
    starts: Vec<(usize, usize)>,
}

impl Lines {
    fn of(pages: &[Page]) -> Self {
        let mut lines = Self { whole: String::new(), starts: Vec::new() };
        for (page, line) in
            pages.iter().enumerate().flat_map(|(i, page)| page.lines.iter().map(move |line| (i, line)))
        {
            lines.starts.push((lines.whole.len(), page));
            lines.whole.push_str(&solid(line));
        }
        lines
    }

    /// Whether a text stands there, in one piece or broken once between lines, as around a picture or over a page.
    fn have(&self, text: &str) -> bool {
        self.whole.contains(text)
            || text.char_indices().skip(1).any(|(at, _)| self.have_broken(&text[..at], &text[at..]))
    }

    /// Whether the words between the numbers of a text stand there.
    fn have_words_of(&self, text: &str) -> bool {
        let words: Vec<String> = text.split(|letter: char| letter.is_ascii_digit()).map(solid).collect();
        let is_long = |words: &&String| words.chars().count() >= SHORTEST;
        words.iter().filter(is_long).any(|words| self.have(words)) || self.have_in_order(&words)
    }

    /// Whether all words between numbers stand on one page after each other, with little between them.
    fn have_in_order(&self, words: &[String]) -> bool {
        const BETWEEN: usize = 12;
        let words: Vec<&String> =
            words.iter().filter(|words| words.chars().any(char::is_alphabetic)).collect();
        let Some((first, rest)) = words.split_first() else { return false };
        self.whole.match_indices(first.as_str()).any(|(at, _)| {
            let mut end = at + first.len();
            rest.iter().all(|word| match self.whole[end..].find(word.as_str()) {
                Some(gap) if gap <= BETWEEN => {
                    end += gap + word.len();
                    true
                }
                _ => false,
            })
        })
    }

    fn have_broken(&self, first: &str, second: &str) -> bool {
        let ends =
            self.starts.iter().enumerate().filter(|(_, (start, _))| self.whole[..*start].ends_with(first));
        let mut pages = ends.filter_map(|(i, _)| self.starts.get(i.checked_sub(1)?)).map(|(_, page)| *page);
        pages.any(|page| {
            let near = self.starts.iter().filter(|(_, other)| *other == page || *other == page + 1);
            near.into_iter().any(|(start, _)| self.whole[*start..].starts_with(second))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_may_be_broken_once_between_lines() {
        let page = |lines: &[&str]| Page {
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
            drawing: String::new(),
        };
        let lines = Lines::of(&[
            page(&["head", "There are 238 units", "foot"]),
            page(&["head", "in 3 segments.", "x"]),
            page(&["y"]),
        ]);
        let has = |text: &str| lines.have(&solid(text));
        assert!(has("There are 238 units"));
        assert!(has("There are 238 units in 3 segments."));
        assert!(!has("There are 239 units in 3 segments."));
        assert!(!has("There are 238 units in 4 segments."));
        assert!(!has("There are 238 in 3 segments."));
    }

    #[test]
    fn text_is_what_stands_in_quotes_after_a_sign() {
        assert_eq!(literals("#\"a \\\"b\\\" 1\";#cite(label(\"k\"));#emph[#\"c\";]"), ["a \"b\" 1", "c"]);
        assert_eq!(literals("#\"cut"), ["cut"]);
    }
}
