//! Expressions as they are read aloud: labels for columns, signs as they are printed.

use super::findings::Formula;
use crate::locale::{Language, Locale};
use crate::study::schema::ColumnType;
use crate::study::{Dataset, Expression};

/// An expression as written and in words.
pub fn formula(expression: &Expression, dataset: &Dataset, locale: &Locale) -> Formula {
    let sql = expression.text.trim();
    let reader = Reader { dataset, locale };
    let (words, plain) = match zero_filled(sql) {
        Some(name) if dataset.column(name).is_some() => (reader.zero_filled(name), true),
        _ => reader.read(sql),
    };
    Formula { sql: expression.text.clone(), words, plain }
}

/// The name in `COALESCE(name, 0)`, where that is all.
fn zero_filled(sql: &str) -> Option<&str> {
    let (function, rest) = sql.split_once('(')?;
    let (name, zero) = rest.strip_suffix(')')?.split_once(',')?;
    (function.trim().eq_ignore_ascii_case("coalesce") && zero.trim() == "0").then_some(name.trim())
}

/// What reads an expression aloud.
struct Reader<'a> {
    dataset: &'a Dataset,
    locale: &'a Locale,
}

impl Reader<'_> {
    /// The words, and whether they say it all: names of functions and cases are no words.
    fn read(&self, sql: &str) -> (String, bool) {
        let pieces = pieces(sql);
        let mut said: Vec<String> = Vec::new();
        let mut plain = true;
        for (i, piece) in pieces.iter().enumerate() {
            let compared = i.checked_sub(2).map(|at| pieces[at]).filter(|_| is_comparison(pieces[i - 1]));
            let ends = pieces.get(i + 1).is_none_or(|next| !["+", "-", "*", "/", "%"].contains(next));
            plain &= !self.is_function(piece, pieces.get(i + 1).copied());
            said.push(match compared.filter(|_| ends && starts_with_digit(piece)) {
                Some(column) => self.amount(piece, column),
                None => self.spoken(piece),
            });
        }
        (joined(&said), plain)
    }

    fn zero_filled(&self, name: &str) -> String {
        let counted = self.say("kosong dihitung nol", "empty counted as zero");
        format!("{} ({counted})", self.quoted(name))
    }

    /// Whether a piece is the name of a function, or a word of SQL that is not said in words.
    fn is_function(&self, piece: &str, next: Option<&str>) -> bool {
        let word = piece.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if !word || self.dataset.column(piece).is_some() {
            return false;
        }
        let known = WORDS.iter().any(|(sql, _)| sql.eq_ignore_ascii_case(piece));
        !known || (next == Some("(") && !["AND", "OR", "NOT", "IN"].contains(&piece.to_uppercase().as_str()))
    }

    /// A number with the unit of the column that it is compared with; zero needs none.
    fn amount(&self, piece: &str, column: &str) -> String {
        let (number, name) = (self.spoken(piece), column.trim_matches('"'));
        let unit = self.dataset.unit(name).get(self.locale.language).to_owned();
        let money = self.dataset.column(name).is_some_and(|column| column.kind == ColumnType::Money);
        match piece.parse::<f64>() {
            Ok(0.0) | Err(_) => number,
            Ok(amount) if money => self.locale.whole_money(amount),
            Ok(_) => with_unit(number, &unit),
        }
    }

    fn spoken(&self, piece: &str) -> String {
        if !piece.starts_with('\'') && self.dataset.column(piece.trim_matches('"')).is_some() {
            return self.quoted(piece.trim_matches('"'));
        }
        match piece {
            "*" => "×".into(),
            "/" => "÷".into(),
            "-" => "−".into(),
            ">=" => "≥".into(),
            "<=" => "≤".into(),
            "<>" | "!=" => "≠".into(),
            _ if piece.starts_with('\'') => format!("‘{}’", piece.trim_matches('\'')),
            _ if starts_with_digit(piece) => {
                piece.parse().map_or(piece.to_owned(), |x: f64| self.locale.short(x, 12))
            }
            _ => keyword(piece, self.locale.language),
        }
    }

    /// What the report calls a column, in quotation marks, so that it is told from the words around it.
    fn quoted(&self, name: &str) -> String {
        format!("“{}”", self.dataset.label(name).get(self.locale.language))
    }

    fn say<'a>(&self, id: &'a str, en: &'a str) -> &'a str {
        if self.locale.language == Language::Id { id } else { en }
    }
}

/// A number with the unit of its measure.
pub fn with_unit(number: String, unit: &str) -> String {
    match unit {
        "" => number,
        "%" | "°" => format!("{number}{unit}"),
        unit => format!("{number} {unit}"),
    }
}

fn is_comparison(piece: &str) -> bool {
    ["=", "<", ">", "<=", ">=", "<>", "!="].contains(&piece)
}

fn starts_with_digit(piece: &str) -> bool {
    piece.starts_with(|c: char| c.is_ascii_digit())
}

/// Words with a space between them, but none inside brackets and before commas.
fn joined(words: &[String]) -> String {
    let mut said = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        let close = said.is_empty() || said.ends_with('(') || [")", ","].contains(&word.as_str());
        said.push_str(if close { "" } else { " " });
        said.push_str(word);
    }
    said
}

/// The words, numbers, texts and signs of an expression, without the spaces between them.
fn pieces(sql: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = sql.trim();
    while let Some(first) = rest.chars().next() {
        let (piece, after) = rest.split_at(length(rest, first));
        pieces.push(piece);
        rest = after.trim_start();
    }
    pieces
}

/// How long the word, number, text or sign at the start is, in bytes.
fn length(rest: &str, first: char) -> usize {
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

/// Words of SQL that are said in words.
const WORDS: [(&str, [&str; 2]); 7] = [
    ("AND", ["dan", "and"]),
    ("OR", ["atau", "or"]),
    ("NOT", ["bukan", "not"]),
    ("IS", ["", "is"]),
    ("NULL", ["kosong", "missing"]),
    ("IN", ["salah satu dari", "one of"]),
    ("BETWEEN", ["antara", "between"]),
];

/// A word of SQL in the report's language; others, such as names of functions, stay.
fn keyword(word: &str, language: Language) -> String {
    let found = WORDS.iter().find(|(sql, _)| sql.eq_ignore_ascii_case(word));
    found.map_or(word, |(_, [id, en])| if language == Language::Id { id } else { en }).to_owned()
}
