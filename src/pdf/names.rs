//! Which names of attachments may become files on every machine.

/// The most bytes of a name.
const MAX_NAME: usize = 200;
/// The most folders in a name.
const MAX_DEPTH: usize = 16;
/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Why a name must not become a file below a folder; none when it may.
pub fn refused(name: &str) -> Option<&'static str> {
    if name.is_empty() || name.len() > MAX_NAME {
        return Some("it is empty or longer than 200 bytes");
    }
    if name.starts_with('/') {
        return Some("it begins at the root of the machine");
    }
    if name.chars().any(|letter| letter.is_control() || is_invisible(letter)) {
        return Some("it has letters that cannot be seen");
    }
    if name.contains(['\\', ':', '*', '?', '"', '<', '>', '|']) {
        return Some("it has a sign that means something else in paths of some machines");
    }
    if name.split('/').count() > MAX_DEPTH {
        return Some("it goes too deep");
    }
    name.split('/').find_map(refused_part)
}

/// Signs that change how the text around them is shown.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}')
}

fn refused_part(part: &str) -> Option<&'static str> {
    if matches!(part, "" | "." | "..") {
        return Some("it has a part that leads elsewhere");
    }
    if part.ends_with(['.', ' ']) || part.starts_with(' ') {
        return Some("a part of it ends with a dot, or begins or ends with a space");
    }
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let is_port = port.is_some_and(|number| {
        let mut letters = number.chars();
        matches!((letters.next(), letters.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    });
    let device = DEVICES.contains(&stem.as_str()) || is_port;
    device.then_some("a part of it is the name of a device on some machines")
}

/// The name as machines see it that do not tell upper from lower case.
pub(super) fn folded(name: &str) -> String {
    name.to_uppercase().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_below_a_folder_are_let_through() {
        for name in
            ["inputs.lock", "inputs/shops/prose/a b.md", "inputs/kü.csv", "inputs/.hidden", "console/x"]
        {
            assert_eq!(refused(name), None, "{name}");
        }
        let long = "a/".repeat(20) + "b";
        let longer = "a".repeat(201);
        let bad = [
            "",
            "/etc/passwd",
            "../x",
            "a/../x",
            "a/./x",
            "a//x",
            "a/",
            "C:/x",
            "a\\b",
            "a\nb",
            "a\0b",
            "nul",
            "a/CON.txt",
            "com1",
            "Lpt9.csv",
            "COM¹",
            "a./b",
            "a /b",
            "a/ b",
            "a:b",
            "x*",
            "a\u{202e}b",
            "a\u{200b}b",
            &long,
            &longer,
        ];
        bad.into_iter().for_each(|name| assert!(refused(name).is_some(), "{name:?}"));
    }
}
