//! Where every key and value of a YAML text begins, found in one walk.
//!
//! The YAML crate gives places only with its errors. Asked for a tag, which no study has, it fails at the next key or
//! value without taking it; so each is asked for twice, and the first answer says where it stands.

use super::place::{Path, Step};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::collections::HashMap;
use std::fmt;

/// Where a key and its value begin, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    /// The value.
    pub value: Option<usize>,
    /// The key.
    pub key: Option<usize>,
    /// The same key where it stands a second time.
    pub second_key: Option<usize>,
}

/// The marks of a text by path; nothing is known of the root.
pub type Marks = HashMap<Path, Mark>;

/// The marks of a text; none where it is not plain enough: not YAML, with tags or anchors, more than one document.
pub fn read(text: &str) -> Option<Marks> {
    if has_anchor(text) {
        return None;
    }
    let mut marks = Marks::new();
    let lines = Lines::of(text);
    let walk = Walk { lines: &lines, path: &mut Path::new(), marks: &mut marks };
    walk.deserialize(serde_yaml::Deserializer::from_str(text)).ok()?;
    Some(marks)
}

/// Whether something may be an anchor, to which an alias can lead.
fn has_anchor(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + 1..].chars().next();
        before.is_none_or(|c| c.is_whitespace() || "[{,".contains(c))
            && after.is_some_and(|c| !c.is_whitespace())
    })
}

/// Where the lines of a text begin, as YAML counts them.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let breaks = text.char_indices().filter(|(at, letter)| match letter {
            '\r' => !text[at + 1..].starts_with('\n'),
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => true,
            _ => false,
        });
        let after = breaks.map(|(at, letter)| at + letter.len_utf8());
        Self { text, starts: std::iter::once(0).chain(after).collect() }
    }

    /// The place that an error names at its end: `… at line 3 column 5`.
    fn offset(&self, error: &str) -> Option<usize> {
        let (_, place) = error.rsplit_once(" at line ")?;
        let (line, column) = place.split_once(" column ")?;
        let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let rest = &self.text[start..];
        let within = rest.char_indices().nth(column.checked_sub(1)?).map_or(rest.len(), |(at, _)| at);
        Some(start + within)
    }

    /// The place of what was only asked for.
    fn asked<T, E: de::Error>(&self, answer: Result<T, E>) -> Result<usize, E> {
        let error = answer.err().map(|error| error.to_string()).unwrap_or_default();
        self.offset(&error).ok_or_else(|| E::custom("it has no place"))
    }
}

/// Asks for a tag, so as to be refused.
struct Ask;

impl<'de> DeserializeSeed<'de> for Ask {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_enum("", &[], self)
    }
}

impl<'de> Visitor<'de> for Ask {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("nothing")
    }

    fn visit_enum<A: de::EnumAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(de::Error::custom("here"))
    }
}

/// Notes the places of all keys and values below a path.
struct Walk<'a> {
    lines: &'a Lines<'a>,
    path: &'a mut Path,
    marks: &'a mut Marks,
}

impl Walk<'_> {
    fn below(&mut self) -> Walk<'_> {
        Walk { lines: self.lines, path: self.path, marks: self.marks }
    }

    fn mark(&mut self) -> &mut Mark {
        self.marks.entry(self.path.clone()).or_default()
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! nothing_below {
    ($($method:ident: $type:ty),*) => {
        $(fn $method<E: de::Error>(self, _: $type) -> Result<(), E> { Ok(()) })*
    };
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    nothing_below!(
        visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_i128: i128, visit_u128: u128,
        visit_f64: f64, visit_str: &str
    );

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        loop {
            let asked = map.next_key_seed(Ask);
            if matches!(asked, Ok(None)) {
                return Ok(());
            }
            // Of the very beginning of a text an error says nothing.
            let begins = self.marks.is_empty() && self.path.is_empty();
            let key_at = self.lines.asked(asked).or_else(|error| if begins { Ok(0) } else { Err(error) })?;
            let Some(key) = map.next_key_seed(KeyText)? else { return Ok(()) };
            self.path.push(Step::Key(key));
            let value_at = self.lines.asked(map.next_value_seed(Ask))?;
            let mark = self.mark();
            match mark.key {
                Some(_) => mark.second_key = mark.second_key.or(Some(key_at)),
                None => mark.key = Some(key_at),
            }
            mark.value = mark.value.or(Some(value_at));
            map.next_value_seed(self.below())?;
            self.path.pop();
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        for index in 0.. {
            let asked = seq.next_element_seed(Ask);
            if matches!(asked, Ok(None)) {
                break;
            }
            let value_at = self.lines.asked(asked)?;
            self.path.push(Step::Index(index));
            let mark = self.mark();
            if mark.value.is_none() {
                // An item has no key but itself.
                *mark = Mark { value: Some(value_at), key: Some(value_at), second_key: Some(value_at) };
            }
            seq.next_element_seed(self.below())?;
            self.path.pop();
        }
        Ok(())
    }
}

/// A key as the tree writes it.
struct KeyText;

impl<'de> DeserializeSeed<'de> for KeyText {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for KeyText {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<String, E> {
        Ok(key.to_owned())
    }

    fn visit_bool<E: de::Error>(self, key: bool) -> Result<String, E> {
        Ok(key.to_string())
    }

    fn visit_u64<E: de::Error>(self, key: u64) -> Result<String, E> {
        Ok(key.to_string())
    }

    fn visit_i64<E: de::Error>(self, key: i64) -> Result<String, E> {
        Ok(key.to_string())
    }

    fn visit_f64<E: de::Error>(self, key: f64) -> Result<String, E> {
        // As the tree writes it: `1.0`, not `1`.
        Ok(serde_json::Value::from(key).to_string())
    }

    fn visit_unit<E: de::Error>(self) -> Result<String, E> {
        Ok("null".to_owned())
    }
}
