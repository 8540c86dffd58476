//! Two trees compared value by value. Nothing is lost: no difference is told only of trees that are written alike.

use super::change::Change;
use super::names::{Name, Names};
use super::path;
use indexmap::IndexMap;
use serde_json::{Map, Value};

/// Every value that differs between two trees of findings, such as two `results.json`.
///
/// Records of lists are compared with their namesakes, whatever their position; a list without names, by position. What
/// stands on one side alone is told whole, and so is another order of what both sides have. In the order of the new
/// tree; in each group and list, what is gone comes last.
pub fn findings(old: &Value, new: &Value) -> Vec<Change> {
    let mut walk = Walk { steps: Vec::new(), found: Vec::new() };
    walk.values(old, new);
    walk.found
}

struct Walk {
    /// The way from the root.
    steps: Vec<String>,
    found: Vec<Change>,
}

impl Walk {
    fn values(&mut self, old: &Value, new: &Value) {
        match (old, new) {
            (Value::Object(old), Value::Object(new)) => self.groups(old, new),
            (Value::Array(old), Value::Array(new)) => self.lists(old, new),
            _ if same(old, new) => {}
            _ => self.note(Some(old), Some(new), false),
        }
    }

    fn groups(&mut self, old: &Map<String, Value>, new: &Map<String, Value>) {
        for (key, new) in new {
            self.at(path::key(key), |walk| walk.maybe(old.get(key), Some(new)));
        }
        for (key, old) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
            self.at(path::key(key), |walk| walk.maybe(Some(old), None));
        }
        let places: IndexMap<&String, usize> = old.keys().enumerate().map(|(at, key)| (key, at)).collect();
        let shared = new.keys().filter_map(|key| Some((*places.get(key)?, key.as_str()))).collect();
        self.order(shared);
    }

    fn lists(&mut self, old: &[Value], new: &[Value]) {
        match Names::of(old, new) {
            Some(names) => self.records(old, new, &names),
            None => {
                for at in 0..old.len().max(new.len()) {
                    self.at(path::entry(&at.to_string()), |walk| walk.maybe(old.get(at), new.get(at)));
                }
            }
        }
    }

    fn records(&mut self, old: &[Value], new: &[Value], names: &Names) {
        let pairs = paired(old, new, names);
        for ((new, name), pair) in new.iter().zip(&names.new).zip(&pairs) {
            let old = pair.and_then(|at| old.get(at));
            self.at(path::entry(&name.shown), |walk| walk.maybe(old, Some(new)));
        }
        let mut gone = vec![true; old.len()];
        pairs.iter().flatten().for_each(|at| gone[*at] = false);
        for ((old, name), _) in old.iter().zip(&names.old).zip(gone).filter(|(_, gone)| *gone) {
            self.at(path::entry(&name.shown), |walk| walk.maybe(Some(old), None));
        }
        let shown = names.new.iter().map(|name| name.shown.as_str());
        self.order(pairs.iter().zip(shown).filter_map(|(pair, name)| Some(((*pair)?, name))).collect());
    }

    /// Notes where entries that both sides have stand in another order: their places in the old tree with their
    /// names, in the order of the new one.
    fn order(&mut self, new: Vec<(usize, &str)>) {
        let mut old = new.clone();
        old.sort_by_key(|(place, _)| *place);
        let moved = |(old, new): (&(usize, &str), &(usize, &str))| old.0 != new.0;
        let Some(first) = old.iter().zip(&new).position(moved) else { return };
        let last = old.iter().zip(&new).rposition(moved).unwrap_or(first);
        let [old, new] = [old, new].map(|side| side[first..=last].iter().map(|(_, name)| *name).collect());
        self.note(Some(&old), Some(&new), true);
    }

    fn at(&mut self, step: String, walk: impl FnOnce(&mut Self)) {
        self.steps.push(step);
        walk(self);
        self.steps.pop();
    }

    fn maybe(&mut self, old: Option<&Value>, new: Option<&Value>) {
        match (old, new) {
            (Some(old), Some(new)) => self.values(old, new),
            _ => self.note(old, new, false),
        }
    }

    fn note(&mut self, old: Option<&Value>, new: Option<&Value>, order: bool) {
        let path = path::joined(&self.steps);
        self.found.push(Change { path, old: old.cloned(), new: new.cloned(), order });
    }
}

/// Whether two values that are no groups and no lists are written alike; −0 and 0 are not, although they are equal.
fn same(old: &Value, new: &Value) -> bool {
    let bits = |value: &Value| value.as_f64().map(f64::to_bits);
    old == new && (!old.is_f64() || bits(old) == bits(new))
}

/// For every new record, the place of the old one that it is compared with: its namesake, or the one in its place of
/// which it differs in its name alone.
fn paired(old: &[Value], new: &[Value], names: &Names) -> Vec<Option<usize>> {
    let places = |names: &[Name]| -> IndexMap<String, usize> {
        names.iter().enumerate().map(|(at, name)| (name.exact.clone(), at)).collect()
    };
    let (in_old, in_new) = (places(&names.old), places(&names.new));
    let renamed = |at: usize| {
        let free = names.old.get(at).is_some_and(|name| !in_new.contains_key(&name.exact));
        (free && names.only_renamed(&old[at], &new[at])).then_some(at)
    };
    let pair = |(at, name): (usize, &Name)| in_old.get(&name.exact).copied().or_else(|| renamed(at));
    names.new.iter().enumerate().map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn told(old: Value, new: Value) -> Vec<String> {
        let said = |value: Option<Value>| value.map_or("nothing".to_owned(), |value| value.to_string());
        let line = |change: Change| {
            let word = if change.order { " order" } else { "" };
            format!("{}{word}: {} to {}", change.path, said(change.old), said(change.new))
        };
        findings(&old, &new).into_iter().map(line).collect()
    }

    #[test]
    fn records_are_compared_with_their_namesakes() {
        let old =
            json!({ "members": [{ "key": "a", "x": 1 }, { "key": "b", "x": 2 }, { "key": "c", "x": 3 }] });
        let new =
            json!({ "members": [{ "key": "b", "x": 2 }, { "key": "c", "x": 4 }, { "key": "d", "x": 5 }] });
        let expected = [
            "members[key=c].x: 3 to 4",
            "members[key=d]: nothing to {\"key\":\"d\",\"x\":5}",
            "members[key=a]: {\"key\":\"a\",\"x\":1} to nothing",
        ];
        assert_eq!(told(old, new), expected);
    }

    #[test]
    fn a_record_in_its_place_with_another_name_was_renamed() {
        let old = json!([{ "name": "a", "x": 1 }, { "name": "b", "x": 2 }]);
        let new = json!([{ "name": "a", "x": 1 }, { "name": "B", "x": 2 }]);
        assert_eq!(told(old.clone(), new), ["[name=B].name: \"b\" to \"B\""]);
        let another = json!([{ "name": "a", "x": 1 }, { "name": "B", "x": 3 }]);
        assert_eq!(told(old, another).len(), 2, "a record of another name and content is another one");
    }

    #[test]
    fn another_order_is_told_with_the_names_that_moved() {
        let list = |names: [&str; 4]| json!({ "l": names.map(|name| json!({ "name": name })) });
        let expected = ["l order: [\"name=b\",\"name=c\"] to [\"name=c\",\"name=b\"]"];
        assert_eq!(told(list(["a", "b", "c", "d"]), list(["a", "c", "b", "d"])), expected);
        assert_eq!(
            told(json!({ "a": 1, "b": 2 }), json!({ "b": 2, "a": 1 })),
            [" order: [\"a\",\"b\"] to [\"b\",\"a\"]"]
        );
    }

    #[test]
    fn nothing_and_null_and_ways_of_writing_a_number_are_not_the_same() {
        assert_eq!(told(json!({ "a": null }), json!({})), ["a: null to nothing"]);
        assert_eq!(told(json!(1), json!(1.0)), [": 1 to 1.0"]);
        assert_eq!(told(json!([0.0]), json!([-0.0])), ["[0]: 0.0 to -0.0"]);
        assert_eq!(told(json!([]), json!({})), [": [] to {}"]);
    }

    /// Trees with few names and values, so that namesakes, renamed and moved records happen.
    fn trees() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(json!(null)),
            Just(json!(0.0)),
            Just(json!(-0.0)),
            (0..3).prop_map(|n| json!(n)),
            "[ab]".prop_map(|s| json!(s))
        ];
        leaf.prop_recursive(4, 40, 4, |inner| {
            let key = prop_oneof![Just("name"), Just("segment"), Just("x"), Just("y z")];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((key, inner), 0..4).prop_map(|fields| fields
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_difference_is_told_only_of_trees_that_are_written_alike(old in trees(), new in trees()) {
            let [before, after] = [&old, &new].map(Value::to_string);
            prop_assert_eq!(findings(&old, &new).is_empty(), before == after);
            prop_assert!(findings(&old, &old).is_empty());
        }
    }
}
