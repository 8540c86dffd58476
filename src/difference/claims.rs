//! Claims that hold on one side and not on the other.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

/// A claim that another answer was found for, or that stands on one side alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimChange {
    /// Where it stands in the publication.
    #[serde(rename = "where")]
    pub place: String,
    /// The expression over the findings.
    pub value: String,
    /// What it is about; empty when nothing is said.
    pub note: String,
    /// What was found in the old one; none where it is not claimed.
    pub old: Option<Answer>,
    /// What was found in the new one.
    pub new: Option<Answer>,
}

/// What was found for a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// `reproduced`, `differs`, `contradicted` or `on_simulated_data`.
    pub verdict: String,
    /// Whether it is as published.
    pub agrees: bool,
    /// As published.
    pub published: String,
    /// As computed, written as the publication does; empty for a statement.
    pub computed: String,
}

impl ClaimChange {
    /// Whether it is claimed on both sides, with another outcome.
    pub fn flipped(&self) -> bool {
        self.old.is_some() && self.new.is_some()
    }
}

/// Place, expression, and which of its namesakes it is.
type Key<'a> = (&'a str, &'a str, usize);

/// The claims of two trees of findings that have another verdict, in the order of the new tree, then those that are
/// gone; none where neither tree has claims.
pub fn claims(old: &Value, new: &Value) -> Option<Vec<ClaimChange>> {
    let (old, new) = (items(old), items(new));
    let (old, new) = match (old, new) {
        (None, None) => return None,
        (old, new) => (old.unwrap_or_default(), new.unwrap_or_default()),
    };
    let gone = old.iter().filter(|(key, _)| !new.contains_key(*key));
    let gone = gone.map(|(key, item)| change(key, Some(item), None));
    let differing = new.iter().map(|(key, item)| change(key, old.get(key).copied(), Some(item)));
    let differing = differing.filter(|change| outcome(&change.old) != outcome(&change.new));
    Some(differing.chain(gone).collect())
}

fn items(tree: &Value) -> Option<IndexMap<Key<'_>, &Value>> {
    let mut namesakes: IndexMap<(&str, &str), usize> = IndexMap::new();
    let keyed = |item| {
        let nth = namesakes.entry((text(item, "where"), text(item, "value"))).or_default();
        *nth += 1;
        ((text(item, "where"), text(item, "value"), *nth), item)
    };
    Some(tree.get("claims")?.get("items")?.as_array()?.iter().map(keyed).collect())
}

fn outcome(answer: &Option<Answer>) -> Option<(&str, bool)> {
    answer.as_ref().map(|answer| (answer.verdict.as_str(), answer.agrees))
}

fn change((place, value, _): &Key, old: Option<&Value>, new: Option<&Value>) -> ClaimChange {
    let note = [new, old].into_iter().flatten().map(|item| text(item, "note")).next();
    ClaimChange {
        place: (*place).to_owned(),
        value: (*value).to_owned(),
        note: note.unwrap_or_default().to_owned(),
        old: old.map(answer),
        new: new.map(answer),
    }
}

fn answer(item: &Value) -> Answer {
    Answer {
        verdict: text(item, "verdict").to_owned(),
        agrees: item.get("agrees").and_then(Value::as_bool).unwrap_or_default(),
        published: text(item, "published").to_owned(),
        computed: text(item, "computed_as_printed").to_owned(),
    }
}

fn text<'a>(item: &'a Value, field: &str) -> &'a str {
    item.get(field).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tree(claims: &[(&str, &str, &str)]) -> Value {
        let item = |(place, value, verdict): &(&str, &str, &str)| json!({ "where": place, "value": value, "verdict": verdict, "agrees": *verdict == "reproduced", "published": "1" });
        json!({ "claims": { "items": claims.iter().map(item).collect::<Vec<_>>() } })
    }

    #[test]
    fn claims_flip_come_and_go() {
        let old = tree(&[("p. 1", "a", "reproduced"), ("p. 1", "b", "differs"), ("p. 2", "c", "differs")]);
        let new = tree(&[("p. 1", "b", "reproduced"), ("p. 1", "a", "reproduced"), ("p. 3", "c", "differs")]);
        let told = |change: &ClaimChange| {
            let verdict =
                |answer: &Option<Answer>| answer.as_ref().map_or("-", |answer| &answer.verdict).to_owned();
            [change.place.clone(), change.value.clone(), verdict(&change.old), verdict(&change.new)].join(" ")
        };
        let expected = ["p. 1 b differs reproduced", "p. 3 c - differs", "p. 2 c differs -"];
        assert_eq!(claims(&old, &new).expect("claims").iter().map(told).collect::<Vec<_>>(), expected);
        assert_eq!(claims(&old, &old), Some(vec![]));
        assert_eq!(claims(&json!({ "claims": null }), &json!([])), None);
        assert_eq!(claims(&old, &json!({})).expect("claims").len(), 3);
    }

    #[test]
    fn one_expression_may_be_claimed_twice_at_one_place() {
        let twice = |second| tree(&[("p. 1", "a", "reproduced"), ("p. 1", "a", second)]);
        assert_eq!(claims(&twice("reproduced"), &twice("differs")).expect("claims").len(), 1);
    }
}
