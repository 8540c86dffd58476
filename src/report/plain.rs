//! Typst of a line back to plain text, for outputs that know no markup.

use crate::locale::{Language, Locale};
use crate::study::{Bibliography, Work};

/// The plain text of a line that [`super::markdown`] wrote: what is quoted, with citations in words.
pub fn text(typst: &str, bibliography: Option<&Bibliography>, locale: &Locale) -> String {
    let mut out = String::new();
    let mut rest = typst;
    while let Some(start) = rest.find('"') {
        let (before, quoted) = (&rest[..start], &rest[start + 1..]);
        let (inside, after) = unquoted(quoted);
        if before.ends_with("label(") {
            let prose = after.split(';').next().is_some_and(|call| call.contains("form: \"prose\""));
            out += &cited(&inside, prose, bibliography, locale);
        } else if before.ends_with("supplement: [#") {
            out += &format!(", {inside}");
        } else if !before.ends_with("form: ") && !before.ends_with("#link(") {
            out += &inside;
        }
        rest = after;
    }
    out
}

/// What stands in the string literal whose inside a text begins with, and what follows it.
fn unquoted(text: &str) -> (String, &str) {
    let mut inside = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (inside, &text[at + 1..]),
            '\\' => match letters.next() {
                Some((_, 'n' | 'r' | 't')) => inside.push(' '),
                Some((_, letter)) => inside.push(letter),
                None => {}
            },
            letter => inside.push(letter),
        }
    }
    (inside, "")
}

/// A work as it is called in a sentence, or in brackets.
pub fn cited(key: &str, prose: bool, bibliography: Option<&Bibliography>, locale: &Locale) -> String {
    let Some(work) = bibliography.and_then(|bibliography| bibliography.work(key)) else {
        return key.to_owned();
    };
    match (names(work, key, locale), prose || work.year.is_empty()) {
        (names, _) if work.year.is_empty() => names,
        (names, true) => format!("{names} ({})", work.year),
        (names, false) => format!("({names}, {})", work.year),
    }
}

/// The authors as APA names them: one, two, or the first of several.
fn names(work: &Work, key: &str, locale: &Locale) -> String {
    let and = match locale.language {
        Language::Id => "dan",
        Language::En => "and",
    };
    match work.authors.as_slice() {
        [] => key.to_owned(),
        [one] => one.clone(),
        [one, two] => format!("{one} {and} {two}"),
        [first, ..] if locale.language == Language::Id => format!("{first} dkk."),
        [first, ..] => format!("{first} et al."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_the_text() {
        let locale = Locale { language: Language::En, currency: "IDR".into() };
        let plain = |typst: &str| text(typst, None, &locale);
        assert_eq!(plain("#\"a \\\"b\\\" \";#emph[#\"c\";];"), "a \"b\" c");
        assert_eq!(plain("#link(\"https://x.org\")[#\"x\";];"), "x");
        assert_eq!(
            plain("#cite(label(\"k\"), supplement: [#\"p. 3\";], form: \"prose\");#\", t\";"),
            "k, p. 3, t"
        );
        assert_eq!(plain("#\"cut"), "cut");
    }

    #[test]
    fn authors_are_named_as_apa_does() {
        let work = |authors: &[&str]| Work {
            authors: authors.iter().map(|name| (*name).to_owned()).collect(),
            year: "2023".into(),
            title: String::new(),
            doi: String::new(),
        };
        let called = |authors: &[&str], language| {
            names(&work(authors), "k", &Locale { language, currency: "IDR".into() })
        };
        assert_eq!(called(&["A", "B"], Language::Id), "A dan B");
        assert_eq!(called(&["A", "B", "C"], Language::En), "A et al.");
        assert_eq!(called(&["A", "B", "C"], Language::Id), "A dkk.");
        assert_eq!(called(&[], Language::En), "k");
    }
}
