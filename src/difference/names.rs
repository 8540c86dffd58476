//! What names the entries of a list, so that two lists are compared entry by entry and not by position.

use super::path;
use indexmap::IndexMap;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Fields that name a record, the most telling first; as many are taken as tell the records of a list apart.
const NAMING: [&str; 17] = [
    "key",
    "name",
    "criterion",
    "number",
    "column",
    "variable",
    "segment",
    "object",
    "construct",
    "item",
    "a",
    "b",
    "where",
    "value",
    "kind",
    "setting",
    "k",
];

/// A record of a list.
type Record = Map<String, Value>;

/// What names a record of a list: on each side no two are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// Exactly what the naming fields hold, and which of its namesakes it is.
    pub exact: String,
    /// The same for people: `segment=1, object=Till`.
    pub shown: String,
}

/// What names the records of two lists.
pub(super) struct Names {
    fields: Vec<&'static str>,
    /// The names of the old list's records, in their order.
    pub old: Vec<Name>,
    /// The names of the new list's records, in their order.
    pub new: Vec<Name>,
}

impl Names {
    /// The names of the records of two lists; none where they are no records, or have no field that names them.
    pub fn of(old: &[Value], new: &[Value]) -> Option<Self> {
        let (old, new) = (records(old)?, records(new)?);
        let fields = telling(&old, &new);
        (!fields.is_empty()).then(|| Self { old: named(&old, &fields), new: named(&new, &fields), fields })
    }

    /// Whether two records differ in nothing but what names them: one of them that was renamed.
    pub fn only_renamed<'a>(&self, old: &'a Value, new: &'a Value) -> bool {
        let rest = |record: &'a Value| {
            let fields = record.as_object().into_iter().flatten();
            fields.filter(|(name, _)| !self.fields.contains(&name.as_str()))
        };
        rest(old).eq(rest(new))
    }
}

fn records(list: &[Value]) -> Option<Vec<&Record>> {
    list.iter().map(Value::as_object).collect()
}

/// The fields that tell the records of both lists apart, as well as fields can; none where no field does.
fn telling(old: &[&Record], new: &[&Record]) -> Vec<&'static str> {
    let usable = |field: &&str| old.iter().chain(new).all(|record| record.get(*field).is_some_and(is_name));
    let mut usable = NAMING.into_iter().filter(usable).peekable();
    if old.len().max(new.len()) <= 1 {
        return usable.next().into_iter().collect();
    }
    let mut fields = Vec::new();
    let mut told = apart(old, new, &fields);
    while let Some(field) = usable.next_if(|_| told < old.len() + new.len()) {
        fields.push(field);
        match apart(old, new, &fields) {
            more if more > told => told = more,
            _ => drop(fields.pop()),
        }
    }
    fields
}

/// A number that is not whole names nothing: it is what was computed.
fn is_name(value: &Value) -> bool {
    !value.is_array() && !value.is_object() && !value.is_f64()
}

/// How many records some fields tell apart, on both sides together.
fn apart(old: &[&Record], new: &[&Record], fields: &[&str]) -> usize {
    let distinct =
        |side: &[&Record]| side.iter().map(|record| exact(record, fields)).collect::<BTreeSet<_>>().len();
    distinct(old) + distinct(new)
}

fn exact(record: &Record, fields: &[&str]) -> String {
    fields.iter().filter_map(|field| record.get(*field)).map(|value| format!("{value},")).collect()
}

fn named(records: &[&Record], fields: &[&str]) -> Vec<Name> {
    let mut namesakes: IndexMap<String, usize> = IndexMap::new();
    let name = |record: &&Record| {
        let exact = exact(record, fields);
        let nth = namesakes.entry(exact.clone()).or_default();
        *nth += 1;
        let shown =
            fields.iter().filter_map(|field| Some(format!("{field}={}", path::name(record.get(*field)?))));
        let shown = shown.collect::<Vec<_>>().join(", ");
        match *nth {
            1 => Name { exact, shown },
            nth => Name { exact: format!("{exact}#{nth}"), shown: format!("{shown}, #{nth}") },
        }
    };
    records.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shown(old: &Value, new: &Value) -> Option<[Vec<String>; 2]> {
        let list = |value: &Value| value.as_array().cloned().expect("a list");
        let names = Names::of(&list(old), &list(new))?;
        Some([names.old, names.new].map(|names| names.into_iter().map(|name| name.shown).collect()))
    }

    #[test]
    fn as_many_fields_name_a_record_as_tell_it_from_the_others() {
        let two = json!([{ "segment": 1, "label": "x", "object": "Till", "construct": "pu" }, { "segment": 2, "label": "x", "object": "Till", "construct": "pu" }]);
        assert_eq!(shown(&two, &two).expect("names")[0], ["segment=1", "segment=2"]);
        let three = json!([{ "segment": 1, "object": "Till" }, { "segment": null, "object": "Till" }, { "segment": 1, "object": "App" }]);
        let names = ["segment=1, object=Till", "segment=null, object=Till", "segment=1, object=App"];
        assert_eq!(shown(&two, &three).expect("names")[1], names);
    }

    #[test]
    fn namesakes_are_numbered() {
        let items = json!([{ "where": "p. 1", "value": "a" }, { "where": "p. 1", "value": "a" }, { "where": "p. 2", "value": "a" }]);
        assert_eq!(
            shown(&items, &json!([])).expect("names")[0],
            ["where=p. 1", "where=p. 1, #2", "where=p. 2"]
        );
    }

    #[test]
    fn what_was_computed_names_nothing() {
        let points = json!([{ "units": 0.5, "share": 0.1 }, { "units": 1.0, "share": 1.0 }]);
        assert_eq!(shown(&points, &points), None);
        assert_eq!(shown(&json!([1, 2]), &json!([{ "name": "x" }])), None);
    }
}
