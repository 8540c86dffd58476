//! stub
use serde_json::Value;
/// stub
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// path
    pub path: String,
    /// old
    pub old: Option<Value>,
    /// new
    pub new: Option<Value>,
}
/// stub
pub fn findings(_old: &Value, _new: &Value) -> Vec<Change> {
    Vec::new()
}
