//! YAML text as a JSON tree, with the paths of keys that stand twice.

use super::place::{Path, Step};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

/// The YAML as JSON, and the paths of keys that stand twice.
pub fn read(source: &Arc<Source>) -> Result<(Value, Vec<Path>), Diagnostics> {
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
    let noticed = error.location().map_or((1, 1), |at| (at.line(), at.column()));
    let (line, column) = beginning(&message).unwrap_or(noticed);
    let place = position(&message).map(|at| Place::new(source, at..at + 1));
    let what = message.split(" at line ").next().unwrap_or(&message);
    Diagnostic::error("study::yaml", "the study is not valid YAML")
        .at(place.unwrap_or_else(|| Place::at(source, line, column)))
        .because(what.to_owned())
        .hint("check indentation, quotes and the colon after each key near this line")
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

/// The byte of a letter that no YAML may hold, for which there is no line.
fn position(message: &str) -> Option<usize> {
    message.split_once(" at position ")?.1.split(',').next()?.parse().ok()
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
