//! A value that is another one, or stands on one side alone.

use crate::locale::significant;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// A value of a tree that is not the same on both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Where it stands: `segmentation.clusters[number=2].size`. An entry of a list is told by what names it, or by its
    /// position from 0 where nothing does.
    pub path: String,
    /// What the old tree has there; none where it has nothing, which is not the same as `null`.
    pub old: Option<Value>,
    /// What the new tree has there.
    pub new: Option<Value>,
    /// Whether it is only the order of the entries of a list or group that differs. `old` and `new` are the names of
    /// the entries between the first and the last that stand elsewhere.
    pub order: bool,
}

impl Change {
    /// Whether there is a number on either side.
    pub fn is_number(&self) -> bool {
        !self.order && [&self.old, &self.new].into_iter().flatten().any(Value::is_number)
    }

    /// The new number less the old one, to 12 significant digits; none where either is no number.
    pub fn absolute(&self) -> Option<f64> {
        let (old, new) = self.numbers()?;
        finite(new - old)
    }

    /// The difference as a share of the old number's size, to 12 significant digits; none where the old one is 0.
    pub fn relative(&self) -> Option<f64> {
        let (old, new) = self.numbers()?;
        finite((new - old) / old.abs())
    }

    fn numbers(&self) -> Option<(f64, f64)> {
        let number = |value: &Option<Value>| value.as_ref().and_then(Value::as_f64);
        Some((number(&self.old)?, number(&self.new)?))
    }
}

fn finite(x: f64) -> Option<f64> {
    x.is_finite().then(|| significant(x))
}

impl Serialize for Change {
    /// As `{path, change, old, new, absolute, relative}`; what there is not is left out.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Change", 6)?;
        fields.serialize_field("path", &self.path)?;
        fields.serialize_field("change", self.word())?;
        let values = [("old", &self.old), ("new", &self.new)];
        for (name, value) in values.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
            fields.serialize_field(name, value)?;
        }
        let differences = [("absolute", self.absolute()), ("relative", self.relative())];
        for (name, value) in differences.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            fields.serialize_field(name, &value)?;
        }
        fields.end()
    }
}

impl Change {
    fn word(&self) -> &'static str {
        match (&self.old, &self.new) {
            _ if self.order => "order",
            (None, _) => "added",
            (_, None) => "gone",
            _ => "changed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn change(old: Value, new: Value) -> Change {
        Change { path: "x".into(), old: Some(old), new: Some(new), order: false }
    }

    #[test]
    fn numbers_differ_absolutely_and_relatively() {
        let fell = change(json!(-0.3), json!(-0.4));
        assert_eq!((fell.absolute(), fell.relative()), (Some(-0.1), Some(-0.333333333333)));
        let from_nothing = change(json!(0), json!(4));
        assert_eq!((from_nothing.absolute(), from_nothing.relative()), (Some(4.0), None));
        let huge = change(json!(-1e308), json!(1e308));
        assert_eq!((huge.absolute(), huge.relative()), (None, None));
        let word = change(json!("a"), json!(1));
        assert_eq!((word.is_number(), word.absolute()), (true, None));
    }

    #[test]
    fn what_there_is_not_is_left_out_of_json() {
        let gone = Change { path: "x".into(), old: Some(Value::Null), new: None, order: false };
        assert_eq!(json!(gone), json!({ "path": "x", "change": "gone", "old": null }));
        let grew =
            json!({ "path": "x", "change": "changed", "old": 2, "new": 3, "absolute": 1.0, "relative": 0.5 });
        assert_eq!(json!(change(json!(2), json!(3))), grew);
    }
}
