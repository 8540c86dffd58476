//! The author's Markdown as Typst: every letter goes out as a quoted string, so no text can be read as markup.

use super::quote::{markup, quoted};
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome};
use crate::expression::{Evaluator, NO_SECTION};
use crate::locale::Locale;
use crate::study::{Bibliography, Prose};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TextMergeWithOffset};
use std::ops::Range;

/// Stands for the first inline value while the Markdown is parsed; the next values take the next letters.
const FIRST_VALUE: u32 = 0xF_0000;
/// Keeps the length of what a value replaced, so that places stay right.
const FILLER: char = '\u{1}';
/// The level of the highest heading of a text; the template's sections are level 1.
const TOP_HEADING: usize = 2;

/// Converts a text.
///
/// # Errors
/// Inline values that do not exist, unknown citations, images: each at its place.
pub fn to_typst(
    prose: &Prose,
    evaluator: &Evaluator,
    bibliography: Option<&Bibliography>,
    locale: &Locale,
) -> Outcome<String> {
    let mut problems = Diagnostics::default();
    let (markdown, values) = inline_values(prose, evaluator, locale, &mut problems);
    let options = Options::ENABLE_SMART_PUNCTUATION | Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let parser = Parser::new_ext(&markdown, options);
    let top = top_heading(&markdown, options);
    let mut writer = Writer { prose, bibliography, values, problems: &mut problems, top };
    let typst = writer.content(&mut TextMergeWithOffset::new(parser.into_offset_iter().map(unbroken)));
    problems.once_in_each_file(&[NO_SECTION, NO_BIBLIOGRAPHY], once_told).into_outcome(typst)
}

/// The code of a citation where the study names no references.
const NO_BIBLIOGRAPHY: &str = "citation::no-bibliography";

/// What to do about something that a text needs in so many places.
fn once_told(problem: &Diagnostic, count: usize) -> String {
    match (problem.code, count) {
        (NO_BIBLIOGRAPHY, 1) => {
            "add `bibliography:` with a BibTeX file, or name the source in words".to_owned()
        }
        (NO_BIBLIOGRAPHY, _) => {
            format!(
                "add `bibliography:` with a BibTeX file, or take out this and {} more citations of the text",
                count - 1
            )
        }
        (_, 1) => "take this value out of the text, or the text out of `text:`".to_owned(),
        _ => format!("take this and {} more values out of the text, or the text out of `text:`", count - 1),
    }
}

/// A line break of the file as a space, so that text and citations go on over it.
fn unbroken<'e>((event, span): (Event<'e>, Range<usize>)) -> (Event<'e>, Range<usize>) {
    match event {
        Event::SoftBreak => (Event::Text(" ".into()), span),
        other => (other, span),
    }
}

/// Typst of a text of one paragraph, to stand inside a line.
pub fn inline(typst: &str) -> String {
    typst.lines().filter(|line| !line.starts_with("//")).collect::<Vec<_>>().join("").trim().to_owned()
}

/// The Markdown with a letter in place of each `{{ … }}`, and the values as text.
fn inline_values(
    prose: &Prose,
    evaluator: &Evaluator,
    locale: &Locale,
    problems: &mut Diagnostics,
) -> (String, Vec<String>) {
    let text = &prose.markdown;
    let (mut out, mut values, mut at) = (String::new(), Vec::new(), 0);
    while let Some(start) = text[at..].find("{{").map(|found| at + found) {
        out.push_str(&text[at..start]);
        let Some(end) = text[start..].find("}}").map(|found| start + found + 2) else {
            let problem = Diagnostic::error("prose::unclosed", "this value is not closed")
                .at(prose.place(start..start + 2));
            problems.push(problem.because("`{{` needs `}}`"));
            at = start + 2;
            continue;
        };
        match inline_value(text[start + 2..end - 2].trim(), evaluator, locale) {
            Ok(value) => values.push(value),
            Err(problem) => {
                problems.push(problem.at(prose.place(start..end)));
                values.push(String::new());
            }
        }
        let letter = char::from_u32(FIRST_VALUE + values.len() as u32 - 1).unwrap_or(FILLER);
        out.push(letter);
        out.extend(std::iter::repeat_n(FILLER, end - start - letter.len_utf8()));
        at = end;
    }
    out.push_str(&text[at..]);
    (out, values)
}

fn inline_value(expression: &str, evaluator: &Evaluator, locale: &Locale) -> Result<String, Diagnostic> {
    let value = evaluator.evaluate(expression);
    let value =
        value.map_err(|problem| Diagnostic::error(problem.code, problem.message).maybe_hint(problem.hint))?;
    value.written(locale).ok_or_else(|| {
        Diagnostic::error("prose::value", format!("`{expression}` is not a number or a text"))
            .hint("only a number or a text can stand in a sentence")
    })
}

/// The highest level of heading in a text.
fn top_heading(markdown: &str, options: Options) -> usize {
    let levels = Parser::new_ext(markdown, options).filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(level as usize),
        _ => None,
    });
    levels.min().unwrap_or(HeadingLevel::H1 as usize)
}

struct Writer<'a> {
    prose: &'a Prose,
    bibliography: Option<&'a Bibliography>,
    values: Vec<String>,
    problems: &'a mut Diagnostics,
    top: usize,
}

impl Writer<'_> {
    /// Everything up to the end of the element that was begun.
    fn content<'e>(&mut self, events: &mut impl Iterator<Item = (Event<'e>, Range<usize>)>) -> String {
        let mut out = String::new();
        while let Some((event, span)) = events.next() {
            match event {
                Event::Start(tag) => {
                    let inner = self.content(events);
                    out.push_str(&self.element(&tag, &inner, &span));
                }
                Event::End(_) => break,
                Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                    out.push_str(&self.text(&text, &span))
                }
                Event::Code(code) => out.push_str(&format!("#raw({});", quoted(&self.fill(&code)))),
                Event::HardBreak => out.push_str("#linebreak();"),
                Event::Rule => out.push_str("#line(length: 100%, stroke: 0.4pt);\n\n"),
                _ => {}
            }
        }
        out
    }

    fn element(&mut self, tag: &Tag, inner: &str, span: &Range<usize>) -> String {
        match tag {
            Tag::Paragraph => format!("{}{inner}\n\n", self.origin(span)),
            Tag::Heading { level, .. } => {
                let level = (*level as usize - self.top + TOP_HEADING).min(TOP_HEADING + 2);
                format!("{}#heading(level: {level})[{inner}];\n\n", self.origin(span))
            }
            Tag::Emphasis => format!("#emph[{inner}];"),
            Tag::Strong => format!("#strong[{inner}];"),
            Tag::Strikethrough => format!("#strike[{inner}];"),
            Tag::List(None) => format!("#list({inner});\n\n"),
            Tag::List(Some(start)) => format!("#enum(start: {start}, {inner});\n\n"),
            Tag::Item | Tag::TableCell => format!("[{inner}], "),
            Tag::BlockQuote(_) => format!("#quote(block: true)[{inner}];\n\n"),
            Tag::Table(columns) => format!("#table(columns: {}, {inner});\n\n", columns.len()),
            Tag::TableHead => format!("table.header({inner}), "),
            Tag::HtmlBlock => format!("{}{inner}\n\n", self.origin(span)),
            Tag::CodeBlock(_) => format!("#block[{inner}];\n\n"),
            Tag::Link { dest_url, .. } => self.link(dest_url, inner, span),
            Tag::Image { .. } => {
                let problem = Diagnostic::error("prose::image", "prose cannot hold images")
                    .at(self.prose.place(span.clone()));
                self.problems
                    .push(problem.hint("charts are drawn from the data; describe other pictures in words"));
                String::new()
            }
            _ => inner.to_owned(),
        }
    }

    fn link(&mut self, url: &str, inner: &str, span: &Range<usize>) -> String {
        if ["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme)) {
            return format!("#link({})[{inner}];", quoted(url));
        }
        let problem = Diagnostic::error("prose::link", format!("`{url}` cannot be linked"))
            .at(self.prose.place(span.clone()));
        self.problems.push(problem.hint("a link begins with `https://` or `mailto:`"));
        inner.to_owned()
    }

    /// A comment that leads from the generated Typst back to the author's line.
    fn origin(&self, span: &Range<usize>) -> String {
        let place = self.prose.place(span.clone());
        format!("// {ORIGIN}{}:{}\n", self.prose.file_name(), place.line())
    }

    /// Text with its inline values and citations.
    fn text(&mut self, text: &str, span: &Range<usize>) -> String {
        let (mut out, mut plain, mut rest) = (String::new(), String::new(), text);
        while !rest.is_empty() {
            match citation(rest, plain.chars().next_back()) {
                Some((citation, length)) => {
                    out.push_str(&self.plain(&plain));
                    plain.clear();
                    out.push_str(&self.cite(&citation, span));
                    rest = &rest[length..];
                }
                None => {
                    let letter = rest.chars().next().unwrap_or_default();
                    plain.push(letter);
                    rest = &rest[letter.len_utf8()..];
                }
            }
        }
        out + &self.plain(&plain)
    }

    fn plain(&self, text: &str) -> String {
        if text.is_empty() { String::new() } else { markup(&self.fill(text)) }
    }

    /// Puts the inline values in place of their letters.
    fn fill(&self, text: &str) -> String {
        let mut out = String::new();
        for letter in text.chars().filter(|letter| *letter != FILLER) {
            let value =
                u32::from(letter).checked_sub(FIRST_VALUE).and_then(|index| self.values.get(index as usize));
            match value {
                Some(value) => out.push_str(value),
                None => out.push(letter),
            }
        }
        out
    }

    fn cite(&mut self, citation: &Citation, span: &Range<usize>) -> String {
        let mut out = String::new();
        for (key, supplement) in &citation.keys {
            self.check_key(key, span);
            let form = if citation.narrative { ", form: \"prose\"" } else { "" };
            let supplement = if supplement.is_empty() {
                String::new()
            } else {
                format!(", supplement: [{}]", self.plain(supplement))
            };
            out.push_str(&format!("#cite(label({}){supplement}{form});", quoted(key)));
        }
        out
    }

    fn check_key(&mut self, key: &str, span: &Range<usize>) {
        let unknown = match self.bibliography {
            Some(bibliography) => bibliography.unknown(key),
            None => Some(
                Diagnostic::error(NO_BIBLIOGRAPHY, "a work is cited, but the study has no bibliography")
                    .because(format!("`{key}` would stand there")),
            ),
        };
        if let Some(problem) = unknown {
            let within = self.prose.markdown.get(span.clone()).and_then(|text| text.find(&format!("@{key}")));
            let start = span.start + within.unwrap_or(0);
            self.problems.push(problem.at(self.prose.place(start..start + key.len() + 1)));
        }
    }
}

/// Begins the comments that lead back to the author's line.
pub const ORIGIN: &str = "telaah: from ";

/// Keys with what follows them, as in `[@a; @b, p. 3]`, or one key named in the sentence, as in `@a`.
struct Citation {
    keys: Vec<(String, String)>,
    narrative: bool,
}

/// The citation at the beginning of a text, and its length in bytes.
fn citation(text: &str, before: Option<char>) -> Option<(Citation, usize)> {
    if let Some(inner) = text.strip_prefix("[@") {
        let end = inner.find(']')?;
        let keys: Option<Vec<_>> = format!("@{}", &inner[..end]).split(';').map(bracketed).collect();
        return keys.map(|keys| (Citation { keys, narrative: false }, end + 3));
    }
    let at_word = before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '.');
    let key = text.strip_prefix('@').filter(|_| at_word).map(key_of)?;
    let citation = Citation { keys: vec![(key.to_owned(), String::new())], narrative: true };
    (!key.is_empty()).then_some((citation, key.len() + 1))
}

/// One entry of a bracketed citation: the key and what follows its comma.
fn bracketed(entry: &str) -> Option<(String, String)> {
    let entry = entry.trim().strip_prefix('@')?;
    let key = key_of(entry);
    let rest = entry[key.len()..].trim_start();
    let supplement = rest.strip_prefix(',').map(str::trim);
    (!key.is_empty() && (rest.is_empty() || supplement.is_some()))
        .then(|| (key.to_owned(), supplement.unwrap_or("").to_owned()))
}

fn key_of(text: &str) -> &str {
    let end =
        text.find(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | '-' | ':' | '.' | '+'));
    text[..end.unwrap_or(text.len())].trim_end_matches(['.', ':', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Place, Source};
    use crate::locale::Language;
    use crate::study::ProseOrigin;

    fn convert(markdown: &str) -> Outcome<String> {
        let locale = Locale { language: Language::Id, currency: "IDR".into() };
        let evaluator = Evaluator::new(&serde_json::json!({"n": 1234, "label": "*a* #b"}), &locale);
        let source = Source::new("p.md", markdown);
        let prose = Prose {
            part: "introduction",
            language: None,
            markdown: markdown.into(),
            origin: ProseOrigin::Study(Place::new(&source, 0..0)),
        };
        to_typst(&prose, &evaluator, None, &locale)
    }

    fn typst(markdown: &str) -> String {
        let all = convert(markdown).expect("no problem");
        all.lines().filter(|line| !line.starts_with("//") && !line.is_empty()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn markdown_becomes_quoted_typst() {
        assert_eq!(typst("a *b* **c**"), "#\"a \";#emph[#\"b\";];#\" \";#strong[#\"c\";];");
        assert_eq!(typst("### x\n\n#### y"), "#heading(level: 2)[#\"x\";];|#heading(level: 3)[#\"y\";];");
        assert_eq!(typst("- a\n- b"), "#list([#\"a\";], [#\"b\";], );");
        assert_eq!(typst("<b>#let x = 1 $y$"), "#\"<b>\";#\"#let x = 1 $y$\";");
    }

    #[test]
    fn a_citation_may_go_on_over_the_end_of_a_line() {
        let problems = convert("[@a;\n@b]").expect_err("no bibliography");
        assert_eq!(problems.errors(), 1, "told once of a file");
        assert_eq!(inline("// telaah: from x:1\n#\"a\";\n\n"), "#\"a\";");
    }

    #[test]
    fn values_are_written_by_locale_and_are_never_markup() {
        assert_eq!(typst("n = {{ n }}, {{ label }}"), "#\"n = 1.234, *a* #b\";");
        assert_eq!(typst("*{{ n }}*"), "#emph[#\"1.234\";];");
    }

    #[test]
    fn citations_are_found_and_mail_addresses_are_not() {
        let keys = |text: &str| {
            citation(text, None).map(|(citation, length)| (citation.keys, citation.narrative, length))
        };
        assert_eq!(
            keys("[@a; @b, p. 3] x").map(|(keys, ..)| keys),
            Some(vec![("a".into(), String::new()), ("b".into(), "p. 3".into())])
        );
        assert_eq!(keys("@a. Then"), Some((vec![("a".into(), String::new())], true, 2)));
        assert!(citation("@b.org", Some('a')).is_none());
        assert!(citation("[a]", None).is_none());
    }

    #[test]
    fn problems_are_collected() {
        let problems = convert("{{ typo }} [@nobody] {{ n").expect_err("three problems");
        let codes: Vec<&str> = problems.0.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["expression::undefined", "prose::unclosed", "citation::no-bibliography"]);
    }
}
