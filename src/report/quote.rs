//! Values as quoted Typst strings: the one way by which text reaches Typst code.

/// A Typst string literal: `"…"`.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => out.push_str(&format!("\\u{{{:x}}}", u32::from(control))),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// A text as Typst markup: `#"…";`. The semicolon keeps what follows from being read as part of the code.
pub fn markup(text: &str) -> String {
    format!("#{};", quoted(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_quotes() {
        assert_eq!(quoted("a\"b\\c\n#[x]"), r##""a\"b\\c\n#[x]""##);
        assert_eq!(markup("\u{7}"), "#\"\\u{7}\";");
    }
}
