//! A claim that names its own answer proves nothing: the numbers that stand in an expression.

use super::printed::Printed;
use crate::data::number;
use crate::locale::NumberStyle;

/// Whether an expression holds the published number as a literal, other than as a subscript.
pub fn contains(expression: &str, printed: &Printed) -> bool {
    literals(expression).iter().any(|literal| {
        let plain = number::parse(literal, NumberStyle::English).and_then(|written| written.to_decimal());
        let as_printed = Printed::read(literal, NumberStyle::Indonesian).map(|literal| literal.value);
        let answer = [printed.value.abs(), (printed.value * printed.unit).abs()];
        [plain, as_printed].into_iter().flatten().any(|literal| answer.contains(&literal.abs()))
    })
}

/// The numbers and quoted texts in an expression, without subscripts such as the `[0]` of `centers[0]`.
fn literals(expression: &str) -> Vec<String> {
    let letters: Vec<char> = expression.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let start = at;
        match letters[at] {
            quote @ ('"' | '\'') => {
                at += 1 + letters[at + 1..]
                    .iter()
                    .position(|letter| *letter == quote)
                    .unwrap_or(letters.len() - at - 1);
                // A text can only be an answer where it is made a number.
                if expression.contains("float") || expression.contains("int") {
                    found.push(letters[start + 1..at.min(letters.len())].iter().collect());
                }
                at += 1;
            }
            letter if letter.is_ascii_digit() => {
                at += letters[at..]
                    .iter()
                    .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_'))
                    .count();
                let before: String =
                    letters[..start].iter().filter(|letter| !letter.is_whitespace()).collect();
                if !is_subscript(&letters, start, at) && !before.ends_with("round(") {
                    found.push(letters[start..at].iter().filter(|letter| **letter != '_').collect());
                }
            }
            letter if letter.is_alphabetic() || letter == '_' => {
                at += letters[at..]
                    .iter()
                    .take_while(|letter| letter.is_alphanumeric() || **letter == '_')
                    .count();
            }
            _ => at += 1,
        }
    }
    found
}

fn is_subscript(letters: &[char], start: usize, end: usize) -> bool {
    let opened = start >= 2 && letters[start - 1] == '[';
    let after_name =
        opened && (letters[start - 2].is_alphanumeric() || matches!(letters[start - 2], '_' | ']' | ')'));
    after_name && letters.get(end) == Some(&']')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Printed {
        Printed::read(text, NumberStyle::Indonesian).expect("a number")
    }

    #[test]
    fn an_expression_may_not_contain_its_answer() {
        for (expression, text) in [
            ("294065.5", "294.065,5"),
            ("[294065.5][0]", "294.065,5"),
            ("segmentation.k * 0 + 2", "2"),
            ("'294.065,5'|float", "294.065,5"),
            ("[0][0]", "0"),
            ("segmentation.n|default(7)", "7"),
        ] {
            assert!(contains(expression, &printed(text)), "{expression}");
        }
        for (expression, text) in [
            ("member('A').distances[0]", "0"),
            ("segmentation.clusters[1].center.x1", "1"),
            ("member('Unit 2').initial_distances[0]", "2"),
            ("member('1').cluster", "1"),
            ("segmentation.silhouette|round(2)", "2"),
        ] {
            assert!(!contains(expression, &printed(text)), "{expression}");
        }
    }
}
