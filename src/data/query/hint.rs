//! In plain words what is wrong with an expression that is no SQL: the mistakes of people who know formulas better.

/// The hint for an expression that cannot be parsed.
pub fn of_syntax(text: &str) -> String {
    let outside = without_texts(text);
    let hint = if outside.contains(['‘', '’', '“', '”', '´', '`']) {
        "write texts in straight single quotes: `'Jumlah'`"
    } else if outside.contains("&&") || outside.contains("||") {
        "write AND and OR between conditions"
    } else if outside.contains(['≥', '≤', '≠']) || outside.contains("=>") || outside.contains("=<") {
        "write comparisons as `>=`, `<=`, `<>`"
    } else if ends_with_percent(&outside) {
        "write a percentage as a share, `0.5` for 50 %, or multiply by 100"
    } else if has_comma_in_number(&outside) || has_groups(&outside) {
        "write numbers with a point for decimals and without thousands signs: `1234.5`"
    } else if outside.contains(['[', '{']) {
        "write a list in round brackets: `tahun IN (2024, 2025)`"
    } else if ["and", "or", "not"]
        .iter()
        .any(|word| outside.trim_end().to_lowercase().ends_with(&format!(" {word}")))
    {
        "a condition is missing after the last AND, OR or NOT"
    } else if outside.matches('(').count() != outside.matches(')').count() {
        "close each `(` with `)`"
    } else if text.matches('\'').count() % 2 == 1 {
        "a single quote is not closed; inside a text write it twice: `'Jum''at'`"
    } else {
        "write columns and numbers with + − * / and comparisons, such as `visits / 12 >= 1`, and texts in single quotes"
    };
    hint.to_owned()
}

/// The hint for a name that is no column, if it was rather meant as a text.
pub fn of_text(text: &str, name: &str) -> Option<String> {
    let compared = text.contains(&format!("\"{name}\""))
        || ["=", "<>", "!="].iter().any(|sign| text.trim_end().ends_with(&format!("{sign} {name}")));
    compared.then(|| format!("if it is a text, put it in single quotes: `'{name}'`"))
}

/// The expression without what stands in single quotes.
fn without_texts(text: &str) -> String {
    text.split('\'').step_by(2).collect::<Vec<_>>().join(" ")
}

/// Whether a number is followed by a percent sign and no other number.
fn ends_with_percent(text: &str) -> bool {
    text.match_indices('%').any(|(at, _)| {
        let before = text[..at].trim_end().ends_with(|letter: char| letter.is_ascii_digit());
        let after = text[at + 1..].trim_start();
        before && !after.starts_with(|letter: char| letter.is_alphanumeric() || letter == '(')
    })
}

fn has_comma_in_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    !text.contains('(')
        && bytes
            .windows(3)
            .any(|part| part[0].is_ascii_digit() && part[1] == b',' && part[2].is_ascii_digit())
}

/// Whether a number has more than one point, as groups of thousands give it.
fn has_groups(text: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_digit() && letter != '.')
        .any(|number| number.matches('.').count() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_frequent_mistake_has_a_hint_of_its_own() {
        for (text, part) in [
            ("name <> ‘x’", "straight single quotes"),
            ("a > 1 && b > 2", "AND and OR"),
            ("a ≥ 1", "`>=`"),
            ("a => 1", "`>=`"),
            ("a >= 50 %", "share"),
            ("a > 0,5", "a point for decimals"),
            ("a > 10.000.000", "without thousands"),
            ("a IN [1, 2]", "round brackets"),
            ("a = 1 AND", "a condition is missing"),
            ("(a > 1", "close each"),
            ("a = 'x", "not closed"),
            ("a contains 'x'", "columns and numbers"),
        ] {
            assert!(of_syntax(text).contains(part), "{text}: {}", of_syntax(text));
        }
        // What stands inside a text is no mistake.
        assert!(of_syntax("a b 'x && y ≥ 3 %'").contains("columns and numbers"));
    }

    #[test]
    fn a_name_that_is_compared_may_be_a_text() {
        assert_eq!(
            of_text("a = \"North\"", "North").as_deref(),
            Some("if it is a text, put it in single quotes: `'North'`")
        );
        assert!(of_text("a = North", "North").is_some());
        assert_eq!(of_text("12 * nort", "nort"), None);
    }
}
