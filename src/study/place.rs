//! From a path in the study (`segmentation.variables[2]`) to the line and column it stands at.
//!
//! Most places are known from one walk over the text. Where that is not possible, the deserializer is walked down the
//! path and made to fail there on purpose, since the YAML crate gives places only with its errors.

use super::marks;
use crate::diagnostic::{Place, Source};
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::sync::Arc;

/// One step down a YAML tree.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// Into the value of a key.
    Key(String),
    /// Into an item of a list, from 0.
    Index(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// A path from the root of a YAML tree.
pub type Path = Vec<Step>;

/// Makes a path of keys and indices: `path!["segmentation", "variables", 2]`.
macro_rules! steps {
    ($($step:expr),* $(,)?) => { $crate::study::place::Path::from([$($crate::study::place::Step::from($step)),*]) };
}
pub(crate) use steps as path;

/// A path as the user would say it: `segmentation.variables[2]`.
pub fn spoken(path: &[Step]) -> String {
    let mut out = String::new();
    for step in path {
        match step {
            Step::Key(key) if out.is_empty() => out.push_str(key),
            Step::Key(key) => out.extend([".", key]),
            Step::Index(index) => out.push_str(&format!("[{index}]")),
        }
    }
    out
}

/// The place of the value at a path.
pub fn of_value(source: &Arc<Source>, path: &[Step]) -> Option<Place> {
    find(source, path, Target::Value)
}

/// The place of the last key of a path.
pub fn of_key(source: &Arc<Source>, path: &[Step]) -> Option<Place> {
    find(source, path, Target::Key)
}

/// The place of a key that stands a second time among its siblings.
pub fn of_second_key(source: &Arc<Source>, path: &[Step]) -> Option<Place> {
    find(source, path, Target::SecondKey)
}

/// The place of the value, or of the nearest ancestor that exists; for a block, its key.
pub fn nearest(source: &Arc<Source>, path: &[Step]) -> Option<Place> {
    (0..=path.len()).rev().find_map(|length| {
        let part = &path[..length];
        let value = of_value(source, part)?;
        let key = of_key(source, part).filter(|key| key.line() < value.line());
        Some(key.unwrap_or(value))
    })
}

#[derive(Clone, Copy, PartialEq)]
enum Target {
    Key,
    SecondKey,
    Value,
}

fn find(source: &Arc<Source>, path: &[Step], target: Target) -> Option<Place> {
    let start = match source.once(marks::read) {
        Some(Some(marks)) if !path.is_empty() => {
            let mark = marks.get(path)?;
            match target {
                Target::Key => mark.key,
                Target::SecondKey => mark.second_key,
                Target::Value => mark.value,
            }
        }
        _ => walked(source, path, target),
    }?;
    let rest = &source.text[source.text.floor_char_boundary(start)..];
    Some(Place::new(source, start..start + token_length(rest)))
}

/// Where a key or value begins, by a walk of its own.
fn walked(source: &Source, path: &[Step], target: Target) -> Option<usize> {
    let walk = Walk { path, target };
    let error = walk.deserialize(serde_yaml::Deserializer::from_str(&source.text)).err()?;
    if !error.to_string().contains(FOUND) {
        return None;
    }
    let location = error.location()?;
    Some(location.index().min(source.text.len()))
}

/// How far the token that begins here reaches, on its line.
fn token_length(rest: &str) -> usize {
    let line = rest.split(['\n', '\r']).next().unwrap_or("");
    if let Some(quote) = line.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        return line[1..].find(quote).map_or(line.trim_end().len(), |end| end + 2);
    }
    if line.starts_with(['[', '{']) {
        return line.trim_end().len();
    }
    let ends = [": ", " #", ", ", "]", "}"].iter().filter_map(|end| line.find(end));
    let end = ends.min().unwrap_or(line.len());
    line[..end].trim_end().trim_end_matches(':').len()
}

const FOUND: &str = "telaah found the place";

struct Walk<'a> {
    path: &'a [Step],
    target: Target,
}

impl Walk<'_> {
    /// Which occurrence of the next step's key is looked for; 0 when its value is.
    fn wanted_occurrence(&self) -> usize {
        match self.target {
            Target::Key if self.path.len() == 1 => 1,
            Target::SecondKey if self.path.len() == 1 => 2,
            _ => 0,
        }
    }
}

fn found<E: de::Error>() -> E {
    E::custom(FOUND)
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! found_at_leaf {
    ($($method:ident: $type:ty),*) => {
        $(fn $method<E: de::Error>(self, _: $type) -> Result<(), E> { self.leaf() })*
    };
}

impl Walk<'_> {
    fn leaf<E: de::Error>(self) -> Result<(), E> {
        if self.path.is_empty() { Err(found()) } else { Ok(()) }
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    found_at_leaf!(
        visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_i128: i128, visit_u128: u128,
        visit_f64: f64, visit_str: &str
    );

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.leaf()
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.leaf()
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((Step::Key(wanted), rest)) = self.path.split_first() else {
            return if self.path.is_empty() { Err(found()) } else { drain_map(map) };
        };
        let occurrence = self.wanted_occurrence();
        let mut seen = 0;
        while let Some(matches) = map.next_key_seed(KeyWalk { wanted, fail: seen + 1 == occurrence })? {
            seen += usize::from(matches);
            if matches && occurrence == 0 {
                map.next_value_seed(Walk { path: rest, target: self.target })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some((Step::Index(wanted), rest)) = self.path.split_first() else {
            return if self.path.is_empty() { Err(found()) } else { drain_seq(seq) };
        };
        for _ in 0..*wanted {
            if seq.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        seq.next_element_seed(Walk { path: rest, target: self.target })?;
        drain_seq(seq)
    }

    fn visit_enum<A: de::EnumAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(found())
    }
}

fn drain_map<'de, A: MapAccess<'de>>(mut map: A) -> Result<(), A::Error> {
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

fn drain_seq<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<(), A::Error> {
    while seq.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

struct KeyWalk<'a> {
    wanted: &'a str,
    fail: bool,
}

impl<'de> DeserializeSeed<'de> for KeyWalk<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl KeyWalk<'_> {
    fn compare<E: de::Error>(self, key: &str) -> Result<bool, E> {
        match (key == self.wanted, self.fail) {
            (true, true) => Err(found()),
            (matches, _) => Ok(matches),
        }
    }
}

impl<'de> Visitor<'de> for KeyWalk<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<bool, E> {
        self.compare(key)
    }

    fn visit_bool<E: de::Error>(self, key: bool) -> Result<bool, E> {
        self.compare(&key.to_string())
    }

    fn visit_u64<E: de::Error>(self, key: u64) -> Result<bool, E> {
        self.compare(&key.to_string())
    }

    fn visit_i64<E: de::Error>(self, key: i64) -> Result<bool, E> {
        self.compare(&key.to_string())
    }

    fn visit_f64<E: de::Error>(self, key: f64) -> Result<bool, E> {
        // As the tree writes it: `1.0`, not `1`.
        self.compare(&serde_json::Value::from(key).to_string())
    }

    fn visit_unit<E: de::Error>(self) -> Result<bool, E> {
        self.compare("null")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YAML: &str =
        "a: 1\nb:\n  - x: [p, q]\n    \"y z\": 'long text' # note\n  - 2\nc: {d: true, e: f}\n";

    fn at(path: &[Step]) -> (usize, usize, String) {
        let source = Source::new("s", YAML);
        let place = of_value(&source, path).expect("a place");
        (place.line(), place.column(), YAML[place.span.clone()].to_owned())
    }

    #[test]
    fn values_are_found_at_their_own_line_and_column() {
        assert_eq!(at(&path!["a"]), (1, 4, "1".into()));
        assert_eq!(at(&path!["b", 0, "x", 1]), (3, 12, "q".into()));
        assert_eq!(at(&path!["b", 0, "y z"]), (4, 12, "'long text'".into()));
        assert_eq!(at(&path!["b", 1]), (5, 5, "2".into()));
        assert_eq!(at(&path!["c", "e"]), (6, 17, "f".into()));
    }

    /// Every path of a tree.
    fn paths(tree: &serde_json::Value, here: &Path, all: &mut Vec<Path>) {
        let steps: Vec<(Step, &serde_json::Value)> = match tree {
            serde_json::Value::Object(items) => {
                items.iter().map(|(key, item)| (Step::Key(key.clone()), item)).collect()
            }
            serde_json::Value::Array(items) => {
                items.iter().enumerate().map(|(i, item)| (Step::from(i), item)).collect()
            }
            _ => Vec::new(),
        };
        for (step, item) in steps {
            let below = [here.clone(), vec![step]].concat();
            paths(item, &below, all);
            all.push(below);
        }
    }

    #[test]
    fn one_walk_finds_what_a_walk_for_each_path_finds() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let folders = ["studies", "studies/instruments", "tests/fixtures/studies", "tests/fixtures/invalid"];
        let files = folders.iter().flat_map(|name| std::fs::read_dir(folder.join(name)).expect("a folder"));
        let files = files.map(|file| file.expect("a file").path());
        let yaml = files.filter(|file| file.extension().is_some_and(|ending| ending == "yaml"));
        let texts = yaml.map(|file| std::fs::read_to_string(file).expect("a text"));
        let more = [
            "a: ä\nб: {é: 1, ü: [ö, '本': 2]}\nc: |\n  x\n  y\nd: > # note\n  z\n\ne: \"f\"\n",
            "# a\r\n\r\nä: 1\r\nb:\r\n- c\r\n- d: e\r\n  f: g\r\n",
            "a: 1\rb: 2\rc: [3, 4]\r",
            "ä: 'x\u{2028}y'\nb: c\n",
            "1: a\n1.50: b\ntrue: c\nnull: d\n~: e\n? f\n: g\nh:\ni: \n  - \n  - j\n",
            "a: 1\na: {b: 2}\nc: {d: 1, d: 2, d: 3}\n",
            "a: &x {b: 1}\nc: *x\n",
            "a: !t {b: 1}\n",
            "- [a, [b, {c: d}]]\n- {}\n- []\n",
            "<<: {a: 1}\nb: R&D & more\n",
        ];
        let (mut plain, mut compared) = (0, 0);
        let unread: Vec<&str> = more.into_iter().filter(|text| marks::read(text).is_none()).collect();
        assert_eq!(unread, ["a: &x {b: 1}\nc: *x\n", "a: !t {b: 1}\n"]);
        for text in texts.chain(more.map(str::to_owned)) {
            let Ok(tree) = serde_yaml::from_str::<serde_json::Value>(&text) else { continue };
            let Some(marks) = marks::read(&text) else { continue };
            let source = Source::new("s", text);
            let mut all = vec![path!["no", "such", 3]];
            paths(&tree, &Path::new(), &mut all);
            for path in all {
                let mark = marks.get(&path).copied().unwrap_or_default();
                let walked = [Target::Value, Target::Key, Target::SecondKey];
                let walked = walked.map(|target| walked_at(&source, &path, target));
                assert_eq!([mark.value, mark.key, mark.second_key], walked, "{path:?} in {}", source.text);
                compared += 1;
            }
            plain += 1;
        }
        assert!(plain > 90 && compared > 2000, "{plain} texts with {compared} paths");
    }

    fn walked_at(source: &Source, path: &[Step], target: Target) -> Option<usize> {
        super::walked(source, path, target)
    }

    #[test]
    fn a_number_as_a_key_is_found() {
        let source = Source::new("s", "a:\n  1.000: x\n  7: y\n");
        for (key, line) in [("1.0", 2), ("7", 3)] {
            assert_eq!(of_key(&source, &path!["a", key]).map(|place| place.line()), Some(line), "{key}");
        }
    }

    #[test]
    fn keys_are_found_and_absent_paths_fall_back_to_their_parent() {
        let source = Source::new("s", YAML);
        let key = of_key(&source, &path!["b", 0, "y z"]).expect("a key");
        assert_eq!((key.line(), key.column()), (4, 5));
        assert_eq!(of_value(&source, &path!["b", 7]), None);
        let near = nearest(&source, &path!["b", 7, "x"]).expect("a parent");
        assert_eq!((near.line(), near.column()), (2, 1));
    }
}
