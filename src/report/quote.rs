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

/// Words of more letters than this may break, a part of so many letters after the other.
const LONGEST_WORD: usize = 50;
const PART: usize = 10;

/// A text as Typst markup: `#"…";`. The semicolon keeps what follows from being read as part of the code. Words that are too
/// long for a line may break, where nothing is seen; a sign never stands apart from its number.
pub fn markup(text: &str) -> String {
    format!("#{};", quoted(&breakable(&text.replace("< 0", "<\u{a0}0"))))
}

/// A text whose longest words may break.
fn breakable(text: &str) -> String {
    let is_long = |word: &&str| word.len() > LONGEST_WORD && word.chars().count() > LONGEST_WORD;
    if !text.split(char::is_whitespace).any(|word| is_long(&word)) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() * 2);
    for word in text.split_inclusive(char::is_whitespace) {
        for (i, letter) in word.chars().enumerate() {
            if i > 0 && i.is_multiple_of(PART) && !letter.is_whitespace() && is_long(&word.trim_end()) {
                out.push('\u{200b}');
            }
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_too_long_for_a_line_may_break_and_others_stay_as_they_are() {
        assert_eq!(markup("a word, https://example.org/x"), "#\"a word, https://example.org/x\";");
        let broken = markup(&format!("so {} it", "x".repeat(60)));
        assert_eq!(broken.matches('\u{200b}').count(), 5, "{broken}");
        assert!(broken.starts_with("#\"so xxxxxxxxxx\u{200b}x") && broken.ends_with("x it\";"), "{broken}");
        assert_eq!(markup("p < 0,001"), "#\"p <\u{a0}0,001\";");
    }

    #[test]
    fn nothing_leaves_the_quotes() {
        assert_eq!(quoted("a\"b\\c\n#[x]"), r##""a\"b\\c\n#[x]""##);
        assert_eq!(markup("\u{7}"), "#\"\\u{7}\";");
    }
}
