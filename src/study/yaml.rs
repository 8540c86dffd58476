//! YAML text as a JSON tree, with the paths of keys that stand twice.

mod hint;

use super::place::{Path, Step};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

/// The YAML as JSON, and the paths of keys that stand twice.
pub fn read(source: &Arc<Source>) -> Result<(Value, Vec<Path>), Diagnostics> {
    refuse_depth(source)?;
    let duplicates = RefCell::new(Vec::new());
    let seed = Tree { path: Vec::new(), duplicates: &duplicates };
    let tree = seed.deserialize(serde_yaml::Deserializer::from_str(&source.text));
    let tree = tree.map_err(|error| syntax_error(source, &error))?;
    if !tree.is_object() {
        let problem = Diagnostic::error("study::empty", "the file holds no study")
            .at(Place::line_of(source, first_content_line(&source.text)))
            .because("a study is a list of `key: value` lines")
            .hint("begin with `study: my-study`");
        return Err(problem.into());
    }
    Ok((tree, duplicates.into_inner()))
}

fn syntax_error(source: &Arc<Source>, error: &serde_yaml::Error) -> Diagnostic {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or(&message);
    let place = syntax_place(source, error, &message);
    let hint = hint::of(what, &source.text, place.span.start);
    Diagnostic::error("study::yaml", "the study is not valid YAML")
        .at(place)
        .because(what.to_owned())
        .hint(hint)
}

/// Where the YAML goes wrong, which may be above the line where the parser notices.
fn syntax_place(source: &Arc<Source>, error: &serde_yaml::Error, message: &str) -> Place {
    let text = &source.text;
    if let Some(letter) = forbidden_letter(message) {
        return Place::new(source, letter..letter + 1);
    }
    if error.location().is_none() {
        return unplaced(source);
    }
    let noticed = error.location().map_or(0, |at| text.floor_char_boundary(at.index().min(text.len())));
    let start = match beginning(message) {
        Some((line, column)) if Some(line) != error.location().map(|at| at.line()) => {
            offset(text, line, column)
        }
        _ if message.starts_with("mapping values are not allowed") => {
            going_on(text, noticed).unwrap_or(noticed)
        }
        _ => noticed,
    };
    let end = if text[start..noticed.max(start)].contains('\n') { noticed } else { start };
    Place::new(source, start..end)
}

/// Where something begins that has no end: a bracket, a quote, a key without a colon. That it has none is noticed later.
fn beginning(message: &str) -> Option<(usize, usize)> {
    let unended = ["flow mapping", "flow sequence", "quoted scalar", "simple key"];
    let (_, context) = message.rsplit_once(", while ")?;
    let (what, at) = context.split_once(" at line ")?;
    let (line, column) = at.split_once(" column ")?;
    let found = line.parse().ok().zip(column.parse().ok())?;
    unended.iter().any(|thing| what.ends_with(thing)).then_some(found)
}

/// The byte of a letter that no YAML may hold, for which the parser gives no line.
fn forbidden_letter(message: &str) -> Option<usize> {
    message.split_once(" at position ")?.1.split(',').next()?.parse().ok()
}

/// The byte at a line and column as YAML counts them: a line may also end with a lone carriage return and some others.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let ends_line = |(at, letter): &(usize, char)| match letter {
        '\r' => !text[at + 1..].starts_with('\n'),
        _ => matches!(letter, '\n' | '\u{85}' | '\u{2028}' | '\u{2029}'),
    };
    let mut ends = text.char_indices().filter(ends_line).map(|(at, letter)| at + letter.len_utf8());
    let start = if line <= 1 { 0 } else { ends.nth(line - 2).unwrap_or(text.len()) };
    let within = text[start..].char_indices().nth(column.saturating_sub(1));
    within.map_or(text.len(), |(at, _)| start + at)
}

/// The beginning of the line above, where a colon is the first of its line: a text from above goes on there, which lacks
/// its own colon, or one of the two lines has a wrong indentation.
fn going_on(text: &str, colon: usize) -> Option<usize> {
    let line_start = text[..colon].rfind('\n')? + 1;
    if text[line_start..colon].contains(": ") {
        return None;
    }
    let above = text[..line_start].trim_end();
    let start = above.rfind('\n').map_or(0, |at| at + 1);
    Some(start + above[start..].len() - above[start..].trim_start().len())
}

/// The place of what the YAML crate refuses without saying where: a control character, or else too many aliases.
fn unplaced(source: &Arc<Source>) -> Place {
    let text = &source.text;
    let control = text.find(|letter: char| is_control(letter) && letter != '\u{85}');
    let alias = |at: &usize| {
        let before = text[..*at].chars().next_back().is_none_or(|c| c.is_whitespace() || "[{,".contains(c));
        before && text[*at + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
    };
    let alias = || text.match_indices('*').map(|(at, _)| at).find(alias);
    let at = control.or_else(alias).unwrap_or(0);
    Place::new(source, at..at + 1)
}

/// The deepest nesting of brackets that is given to the YAML crate, whose time grows with its square.
const DEEPEST: usize = 1_000;
/// The longest text of one value, in bytes; prose has files of its own.
const LONGEST: usize = 100_000;

/// Refuses brackets in brackets in brackets; those in quotes are counted too, and do no harm.
fn refuse_depth(source: &Arc<Source>) -> Result<(), Diagnostic> {
    let mut depth = 0_usize;
    for (at, byte) in source.text.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth > DEEPEST {
            return Err(Diagnostic::error("study::yaml", "the study is not valid YAML")
                .at(Place::new(source, at..at + 1))
                .because(format!("more than {DEEPEST} brackets are open here"))
                .hint("close each `[` and `{` with `]` and `}`"));
        }
    }
    Ok(())
}

/// Characters that neither a page nor a chart can show.
fn is_control(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')
}

/// Builds JSON from YAML, keeping the first of two equal keys and noting the second.
struct Tree<'a> {
    path: Path,
    duplicates: &'a RefCell<Vec<Path>>,
}

impl Tree<'_> {
    fn below(&self, step: Step) -> Tree<'_> {
        let mut path = self.path.clone();
        path.push(step);
        Tree { path, duplicates: self.duplicates }
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("text, a number, a list or a group of keys")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<Value, E> {
        Err(E::custom("the number is too large"))
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<Value, E> {
        Err(E::custom("the number is too large"))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        serde_json::Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("the number is not finite"))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        if let Some(control) = value.chars().find(|letter| is_control(*letter)) {
            return Err(E::custom(format!(
                "U+{:04X} is a control character, not a letter",
                u32::from(control)
            )));
        }
        if value.len() > LONGEST {
            return Err(E::custom(format!(
                "a text of {} bytes; more than {LONGEST} belong in a file",
                value.len()
            )));
        }
        Ok(value.into())
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self.below(items.len().into()))? {
            items.push(item);
        }
        Ok(items.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut items = Map::new();
        while let Some(key) = map.next_key_seed(Tree { path: Vec::new(), duplicates: self.duplicates })? {
            let key = match key {
                Value::String(key) => key,
                Value::Array(_) | Value::Object(_) => return Err(de::Error::custom("a key must be a word")),
                other => other.to_string(),
            };
            let below = self.below(Step::Key(key.clone()));
            let path = below.path.clone();
            let value = map.next_value_seed(below)?;
            if items.contains_key(&key) {
                self.duplicates.borrow_mut().push(path);
            } else {
                items.insert(key, value);
            }
        }
        Ok(items.into())
    }

    fn visit_enum<A: de::EnumAccess<'de>>(self, _: A) -> Result<Value, A::Error> {
        Err(de::Error::custom("tags such as `!name` are not used in a study"))
    }
}

/// The first line that is neither empty nor a comment, from 1.
pub fn first_content_line(text: &str) -> usize {
    text.lines()
        .position(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
        .map_or(1, |at| at + 1)
}

/// A value as YAML text.
///
/// # Errors
/// When YAML cannot hold it, such as a map with a list for a key.
pub fn to_yaml(value: &impl serde::Serialize) -> Result<String, String> {
    serde_yaml::to_string(value).map_err(|error| error.to_string())
}

/// What YAML text says, of a shape that is known.
///
/// # Errors
/// When it is not YAML or of another shape, with the line and column.
pub fn from_yaml<T: de::DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_yaml::from_str(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_of_mistake(text: &str) -> usize {
        let problems = read(&Source::new("s", text)).expect_err("a mistake");
        problems.0[0].place.as_ref().expect("a place").line()
    }

    #[test]
    fn what_has_no_end_is_told_where_it_begins() {
        assert_eq!(line_of_mistake("a: 1\nb: {c: 2\nd: 3\n"), 2);
        assert_eq!(line_of_mistake("a: 1\nb: \"c\nd: 3\n"), 2);
        assert_eq!(line_of_mistake("a: 1\nb\nd: 3\n"), 2);
    }

    #[test]
    fn a_text_that_goes_on_is_told_from_the_line_above() {
        assert_eq!(line_of_mistake("a:\n  b\n    c: 1\n"), 2);
        assert_eq!(line_of_mistake("a: 1\nb: c: d\n"), 2);
    }

    #[test]
    fn other_line_ends_and_forbidden_letters_move_no_place() {
        assert_eq!(line_of_mistake("a: x\r  y\nb: {c: 2\nd: 3\n"), 2);
        assert_eq!(line_of_mistake("a: x\nb: \u{1}\nc: 1\n"), 2);
    }
}
