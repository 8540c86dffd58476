//! Text from files that nobody has to trust, before it reaches a terminal.

/// The text with every letter escaped that a terminal would obey, or that would hide or turn around its neighbours.
pub fn visible(text: &str) -> String {
    let shown = |letter: char| match letter {
        letter if letter.is_control() || is_invisible(letter) => letter.escape_unicode().to_string(),
        letter => letter.to_string(),
    };
    text.chars().map(shown).collect()
}

/// Signs of Unicode that have no shape of their own and change what stands beside them.
fn is_invisible(letter: char) -> bool {
    let ranges = [
        '\u{200b}'..='\u{200f}',
        '\u{2028}'..='\u{202e}',
        '\u{2060}'..='\u{206f}',
        '\u{e0000}'..='\u{e007f}',
    ];
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{feff}') || ranges.iter().any(|range| range.contains(&letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_report_commands_a_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\nc"), "a\\u{1b}[31mb\\u{a}c");
        assert_eq!(visible("satu → duä\u{202e}x\u{9b}"), "satu → duä\\u{202e}x\\u{9b}");
    }
}
