//! Expressions as they are read aloud: labels for columns, signs as they are printed.

use super::findings::Formula;
use crate::locale::{Language, Locale};
use crate::study::{Dataset, Expression};

/// An expression as written and in words.
pub fn formula(expression: &Expression, dataset: &Dataset, locale: &Locale) -> Formula {
    Formula { sql: expression.text.clone(), words: words(&expression.text, dataset, locale) }
}

/// An expression in the words of the report's language.
fn words(sql: &str, dataset: &Dataset, locale: &Locale) -> String {
    let mut said = String::new();
    let mut rest = sql.trim();
    while let Some(first) = rest.chars().next() {
        let length = piece(rest, first);
        let (piece, after) = rest.split_at(length);
        said.push_str(&spoken(piece, first, dataset, locale));
        rest = after;
    }
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How long the word, number, text or sign at the start is, in bytes.
fn piece(rest: &str, first: char) -> usize {
    let part = |c: char| c == '_' || c.is_alphanumeric();
    let until = |stop: &dyn Fn(char) -> bool| rest.find(stop).unwrap_or(rest.len());
    match first {
        '\'' | '"' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
        c if c.is_ascii_digit() => until(&|c: char| !c.is_ascii_digit() && c != '.'),
        c if part(c) => until(&|c: char| !part(c)),
        '<' | '>' | '!' => 1 + usize::from(rest[1..].starts_with(['=', '>'])),
        c => c.len_utf8(),
    }
}

fn spoken(piece: &str, first: char, dataset: &Dataset, locale: &Locale) -> String {
    let name = piece.trim_matches('"');
    if first != '\'' && dataset.column(name).is_some() {
        return dataset.label(name).get(locale.language).to_owned();
    }
    match piece {
        "*" => "×".into(),
        "/" => "÷".into(),
        "-" => "−".into(),
        ">=" => "≥".into(),
        "<=" => "≤".into(),
        "<>" | "!=" => "≠".into(),
        _ if first == '\'' => format!("“{}”", piece.trim_matches('\'')),
        _ if first.is_ascii_digit() => piece.parse().map_or(piece.to_owned(), |x: f64| locale.short(x, 12)),
        _ => keyword(piece, locale.language),
    }
}

/// A word of SQL in the report's language; others, such as names of functions, stay.
fn keyword(word: &str, language: Language) -> String {
    const WORDS: [(&str, [&str; 2]); 12] = [
        ("AND", ["dan", "and"]),
        ("OR", ["atau", "or"]),
        ("NOT", ["bukan", "not"]),
        ("IS", ["", "is"]),
        ("NULL", ["kosong", "missing"]),
        ("IN", ["salah satu dari", "one of"]),
        ("BETWEEN", ["antara", "between"]),
        ("CASE", ["", ""]),
        ("WHEN", ["bila", "if"]),
        ("THEN", ["maka", "then"]),
        ("ELSE", ["selain itu", "else"]),
        ("END", ["", ""]),
    ];
    let upper = word.to_uppercase();
    let found = WORDS.iter().find(|(sql, _)| *sql == upper);
    found.map_or(word, |(_, [id, en])| if language == Language::Id { id } else { en }).to_owned()
}
