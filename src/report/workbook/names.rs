//! What the sheets of a workbook are called.

use super::super::exhibits::{Exhibit, Words};

/// The most letters that a sheet's name has, as UTF-16 counts them.
const LONGEST_NAME: usize = 31;

/// The names of the sheets, the contents first: numbered, short enough, and no two alike.
pub fn of_sheets(words: &Words, exhibits: &[Exhibit]) -> Vec<String> {
    let mut names = vec![of_sheet(&words.contents, &[])];
    for exhibit in exhibits {
        let caption = exhibit.short.as_deref().unwrap_or(&exhibit.caption);
        let wanted = match exhibit.number {
            Some(number) => format!("{number} {caption}"),
            None => caption.to_owned(),
        };
        let name = of_sheet(&wanted, &names);
        names.push(name);
    }
    names
}

/// The nearest name that a spreadsheet takes: without the signs it refuses, cut after a word, unlike those taken.
fn of_sheet(wanted: &str, taken: &[String]) -> String {
    let allowed =
        |letter: char| !letter.is_control() && !matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\');
    let wanted: String = wanted.chars().map(|letter| if allowed(letter) { letter } else { ' ' }).collect();
    let wanted = wanted.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted = if wanted.trim_matches('\'').is_empty() { "-".to_owned() } else { wanted };
    let is_taken = |name: &str| taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let mut name = shortened(&wanted, LONGEST_NAME);
    let mut copy = 2;
    while is_taken(&name) {
        let mark = format!(" ({copy})");
        name = shortened(&wanted, LONGEST_NAME - mark.len()) + &mark;
        copy += 1;
    }
    name
}

/// A text with dots where it was cut.
fn shortened(text: &str, longest: usize) -> String {
    let whole = cut(text, longest);
    if whole.len() >= text.trim_matches(['\'', ' ']).len() { whole } else { cut(text, longest - 1) + "…" }
}

/// The beginning of a text, up to the end of a word where one ends late enough.
pub fn cut(text: &str, longest: usize) -> String {
    let mut end = 0;
    let mut units = 0;
    for letter in text.chars() {
        units += letter.len_utf16();
        if units > longest {
            break;
        }
        end += letter.len_utf8();
    }
    let whole =
        text[..end].rfind(' ').filter(|at| end < text.len() && !text[end..].starts_with(' ') && at * 2 > end);
    text[..whole.unwrap_or(end)].trim_matches(['\'', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_what_a_spreadsheet_takes() {
        assert_eq!(of_sheet("3 Pemeriksaan “a/b: [c]*?\\” x", &[]), "3 Pemeriksaan “a b c ” x");
        assert_eq!(
            of_sheet("6 Pusat akhir segmen: rata-rata setiap variabel", &[]),
            "6 Pusat akhir segmen rata-rata…"
        );
        assert_eq!(of_sheet("'quoted'", &[]), "quoted");
        assert_eq!(of_sheet("???", &[]), "-");
        assert_eq!(of_sheet(&"😀".repeat(20), &[]), "😀".repeat(15) + "…");
        let taken = ["Data".to_owned(), "data (2)".to_owned()];
        assert_eq!(of_sheet("DATA", &taken), "DATA (3)");
        let long = "a".repeat(40);
        let taken = ["a".repeat(30) + "…"];
        assert_eq!(of_sheet(&long, &taken), format!("{}… (2)", "a".repeat(26)));
    }
}
