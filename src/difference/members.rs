//! Segments that gained or lost members.

use indexmap::{IndexMap, IndexSet};
use serde::Serialize;
use serde_json::Value;

/// A segment as its report calls it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Segment {
    /// Its number, from 1.
    pub number: u64,
    /// Its label; empty where there is none.
    pub label: String,
}

/// A segment that is called otherwise in the new report, or is in one of them alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SegmentChange {
    /// The segment of the old one.
    pub old: Option<Segment>,
    /// The segment of the new one.
    pub new: Option<Segment>,
}

/// Units that went from one segment to another; from none where they are new, to none where they are gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Move {
    /// Their segment in the old one; none where they are not in it.
    pub from: Option<Segment>,
    /// Their segment in the new one; none where they are not in it.
    pub to: Option<Segment>,
    /// Their keys.
    pub keys: Vec<String>,
}

/// How the members of segments differ.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Members {
    /// Segments that are called otherwise, or are on one side alone.
    pub segments: Vec<SegmentChange>,
    /// Units that are in another segment, by the segments in their order; then units that are on one side alone.
    pub moved: Vec<Move>,
}

impl Members {
    /// Whether the segments and their members are the same.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty() && self.moved.is_empty()
    }
}

/// How the members of segments differ between two trees of findings; none where one of them does not tell members.
///
/// A segment is the one of the same label, or, where there is none, the one of the same number.
pub fn members(old: &Value, new: &Value) -> Option<Members> {
    let (old, new) = (Grouping::of(old)?, Grouping::of(new)?);
    let now = matched(&old.segments, &new.segments);
    let keys: IndexSet<&str> = new.units.keys().chain(old.units.keys()).copied().collect();
    let mut moved: IndexMap<Ends, Vec<String>> = IndexMap::new();
    for key in keys {
        let ends = (old.units.get(key).copied(), new.units.get(key).copied());
        let stayed = ends.0.and_then(|from| now.get(&from)) == ends.1.as_ref() && ends.1.is_some();
        if !stayed {
            moved.entry(ends).or_default().push(key.to_owned());
        }
    }
    moved.sort_by_cached_key(|(from, to), _| (from.is_none(), to.is_none(), *from, *to));
    let (before, after) = (numbered(&old.segments), numbered(&new.segments));
    let told = |((from, to), keys): (Ends, Vec<String>)| Move {
        from: from.map(|number| named(number, &before)),
        to: to.map(|number| named(number, &after)),
        keys,
    };
    let segments = renamed(&old.segments, &new.segments, &now);
    Some(Members { segments, moved: moved.into_iter().map(told).collect() })
}

/// The numbers of the segments that a unit is in, in the old one and in the new one.
type Ends = (Option<u64>, Option<u64>);

/// The segments of a tree, and the segment of every unit by its key.
struct Grouping<'a> {
    segments: Vec<Segment>,
    units: IndexMap<&'a str, u64>,
}

impl<'a> Grouping<'a> {
    fn of(tree: &'a Value) -> Option<Self> {
        let segmentation = tree.get("segmentation")?;
        let segment = |cluster: &Value| {
            let label = cluster.get("label").and_then(Value::as_str).unwrap_or_default().to_owned();
            Some(Segment { number: cluster.get("number")?.as_u64()?, label })
        };
        let unit = |member: &'a Value| Some((member.get("key")?.as_str()?, member.get("cluster")?.as_u64()?));
        Some(Self {
            segments: segmentation.get("clusters")?.as_array()?.iter().filter_map(segment).collect(),
            units: segmentation.get("members")?.as_array()?.iter().filter_map(unit).collect(),
        })
    }
}

/// The new number of every old one: of the segment with its label, then of what is left by number.
fn matched(old: &[Segment], new: &[Segment]) -> IndexMap<u64, u64> {
    let (old_labels, new_labels) = (labels(old), labels(new));
    let by_label = old_labels.iter().filter_map(|(label, number)| Some((*number, *new_labels.get(label)?)));
    let mut now: IndexMap<u64, u64> = by_label.collect();
    let taken: IndexSet<u64> = now.values().copied().collect();
    let free = |segment: &&Segment| !taken.contains(&segment.number);
    let left: IndexSet<u64> = new.iter().filter(free).map(|segment| segment.number).collect();
    for segment in old.iter().filter(|segment| left.contains(&segment.number)) {
        now.entry(segment.number).or_insert(segment.number);
    }
    now
}

/// The number of every label that one segment alone has.
fn labels(segments: &[Segment]) -> IndexMap<&str, u64> {
    let mut counted: IndexMap<&str, (u64, usize)> = IndexMap::new();
    for segment in segments.iter().filter(|segment| !segment.label.is_empty()) {
        counted.entry(&segment.label).or_insert((segment.number, 0)).1 += 1;
    }
    counted
        .into_iter()
        .filter(|(_, (_, times))| *times == 1)
        .map(|(label, (number, _))| (label, number))
        .collect()
}

/// The segments by their numbers.
fn numbered(segments: &[Segment]) -> IndexMap<u64, &Segment> {
    segments.iter().map(|segment| (segment.number, segment)).collect()
}

/// A segment by its number, without a label when nothing is said of it.
fn named(number: u64, segments: &IndexMap<u64, &Segment>) -> Segment {
    segments
        .get(&number)
        .map_or_else(|| Segment { number, label: String::new() }, |segment| (*segment).clone())
}

fn renamed(old: &[Segment], new: &[Segment], now: &IndexMap<u64, u64>) -> Vec<SegmentChange> {
    let by_number = numbered(new);
    let counterpart = |segment: &Segment| now.get(&segment.number).map(|number| named(*number, &by_number));
    let before =
        old.iter().map(|segment| SegmentChange { old: Some(segment.clone()), new: counterpart(segment) });
    let taken: IndexSet<u64> = now.values().copied().collect();
    let added = new.iter().filter(|segment| !taken.contains(&segment.number));
    let added = added.map(|segment| SegmentChange { old: None, new: Some(segment.clone()) });
    before.chain(added).filter(|change| change.old != change.new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tree(labels: &[&str], units: &[(&str, u64)]) -> Value {
        let clusters = labels.iter().enumerate().map(|(i, label)| json!({ "number": i + 1, "label": label }));
        let members = units.iter().map(|(key, cluster)| json!({ "key": key, "cluster": cluster }));
        json!({ "segmentation": { "clusters": clusters.collect::<Vec<_>>(), "members": members.collect::<Vec<_>>() } })
    }

    fn told(old: &Value, new: &Value) -> Vec<String> {
        let members = members(old, new).expect("members");
        let segment = |segment: &Option<Segment>| {
            segment.as_ref().map_or("-".to_owned(), |s| format!("{}{}", s.number, s.label))
        };
        let segments = members
            .segments
            .iter()
            .map(|change| format!("{} is {}", segment(&change.old), segment(&change.new)));
        let moved = members.moved.iter().map(|moved| {
            format!("{} to {}: {}", segment(&moved.from), segment(&moved.to), moved.keys.join(" "))
        });
        segments.chain(moved).collect()
    }

    #[test]
    fn units_move_come_and_go() {
        let old = tree(&["low", "high"], &[("a", 1), ("b", 1), ("c", 2), ("d", 2)]);
        let new = tree(&["low", "high"], &[("b", 2), ("c", 2), ("d", 1), ("e", 1)]);
        assert_eq!(
            told(&old, &new),
            ["1low to 2high: b", "2high to 1low: d", "1low to -: a", "- to 1low: e"]
        );
        assert!(members(&old, &old).expect("members").is_empty());
    }

    #[test]
    fn a_segment_is_known_by_its_label_and_else_by_its_number() {
        let old = tree(&["low", "high"], &[("a", 1), ("b", 2)]);
        let numbered_otherwise = tree(&["high", "low"], &[("a", 2), ("b", 1)]);
        assert_eq!(told(&old, &numbered_otherwise), ["1low is 2low", "2high is 1high"]);
        let renamed = tree(&["rendah", "high"], &[("a", 1), ("b", 2)]);
        assert_eq!(told(&old, &renamed), ["1low is 1rendah"]);
        let three = tree(&["low", "middle", "high"], &[("a", 1), ("b", 2)]);
        assert_eq!(told(&old, &three), ["2high is 3high", "- is 2middle", "2high to 2middle: b"]);
    }

    #[test]
    fn a_report_that_does_not_tell_members_is_not_compared() {
        let old = tree(&["low"], &[("a", 1)]);
        assert_eq!(members(&old, &json!({ "segmentation": null })), None);
        assert_eq!(members(&json!({ "segmentation": { "clusters": [] } }), &old), None);
    }
}
