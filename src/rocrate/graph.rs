//! The flat list of entities that JSON-LD asks for: each once, in the order in which it was first named.

use serde_json::{Value, json};

/// The entities of a crate.
#[derive(Debug, Default)]
pub struct Graph {
    entities: Vec<Value>,
}

impl Graph {
    /// Adds an entity; one that is there already stays as it is. Gives its identifier.
    pub fn add(&mut self, entity: Value) -> String {
        let id = entity["@id"].as_str().unwrap_or_default().to_owned();
        if !self.entities.iter().any(|known| known["@id"] == entity["@id"]) {
            self.entities.push(entity);
        }
        id
    }

    /// Keeps a place for an entity that names others.
    pub fn hold(&mut self, id: &str) -> usize {
        self.entities.push(json!({"@id": id}));
        self.entities.len() - 1
    }

    /// Fills a place.
    pub fn put(&mut self, at: usize, entity: Value) {
        if let Some(place) = self.entities.get_mut(at) {
            *place = entity;
        }
    }

    /// All entities in their order.
    pub fn into_entities(self) -> Vec<Value> {
        self.entities
    }
}

/// A reference to an entity.
pub fn reference(id: &str) -> Value {
    json!({"@id": id})
}

/// References to entities: a single one stands alone, as RO-Crate recommends.
pub fn references<I: AsRef<str>>(ids: impl IntoIterator<Item = I>) -> Value {
    let mut found: Vec<Value> = ids.into_iter().map(|id| reference(id.as_ref())).collect();
    match found.len() {
        1 => found.remove(0),
        _ => Value::Array(found),
    }
}

/// Text as a part of an identifier: everything but letters and digits of ASCII, `-`, `.`, `_`, `~` and what is kept is
/// percent-encoded (RFC 3986, section 2).
pub fn encoded(text: &str, kept: &str) -> String {
    let letter = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        byte if kept.as_bytes().contains(&byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_is_there_once_as_it_was_first_added() {
        let mut graph = Graph::default();
        let at = graph.hold("./");
        assert_eq!(graph.add(json!({"@id": "#a", "name": "first"})), "#a");
        graph.add(json!({"@id": "#a", "name": "second"}));
        graph.put(at, json!({"@id": "./", "hasPart": references(["#a"])}));
        let expected =
            [json!({"@id": "./", "hasPart": {"@id": "#a"}}), json!({"@id": "#a", "name": "first"})];
        assert_eq!(graph.into_entities(), expected);
    }

    #[test]
    fn what_is_no_plain_letter_is_percent_encoded() {
        assert_eq!(encoded("inputs/a b/ä\"#?%:{}.csv", "/"), "inputs/a%20b/%C3%A4%22%23%3F%25%3A%7B%7D.csv");
        assert_eq!(encoded("a/b", ""), "a%2Fb");
    }
}
