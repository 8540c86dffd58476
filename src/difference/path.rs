//! Where a value stands in a tree, as text.

use serde_json::Value;

/// As many letters of a name and of a path are shown; telaah itself writes none that are longer.
const LONGEST: usize = 1_000;

/// A step to an entry of a group: `.size`, or `["a name"]`.
pub(super) fn key(key: &str) -> String {
    let mut letters = key.chars();
    let first = letters.next().is_some_and(|letter| letter == '_' || letter.is_alphabetic());
    match first && letters.all(|letter| letter == '_' || letter.is_alphanumeric()) {
        true => format!(".{}", cut(key)),
        false => format!("[{}]", quoted(key)),
    }
}

/// A step to an entry of a list, by what names it.
pub(super) fn entry(name: &str) -> String {
    format!("[{name}]")
}

/// The steps from the root as one path.
pub(super) fn joined(steps: &[String]) -> String {
    let path = steps.concat();
    cut(path.strip_prefix('.').unwrap_or(&path))
}

/// A value that names something: a text without quotes unless it needs them.
pub(super) fn name(value: &Value) -> String {
    match value {
        Value::String(text) if is_plain(text) => cut(text),
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

fn is_plain(text: &str) -> bool {
    let odd = |letter: char| letter.is_control() || ",=[]\"#".contains(letter);
    !text.is_empty() && text.trim() == text && !text.contains(odd)
}

fn quoted(text: &str) -> String {
    Value::from(cut(text)).to_string()
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_an_expression_as_far_as_names_allow() {
        let steps = [key("segmentation"), key("anova"), key("net sales"), entry("0"), key("f")];
        assert_eq!(joined(&steps), "segmentation.anova[\"net sales\"][0].f");
    }

    #[test]
    fn names_are_quoted_where_they_would_be_misread() {
        let shown = |text: &str| name(&Value::from(text));
        assert_eq!(shown("Toko Maju 2"), "Toko Maju 2");
        assert_eq!(shown("a, b=c"), "\"a, b=c\"");
        assert_eq!(shown(""), "\"\"");
        assert_eq!(name(&Value::Null), "null");
        assert_eq!(shown(&"x".repeat(5_000)).chars().count(), 1_001);
    }
}
