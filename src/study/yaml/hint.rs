//! In plain words what to do about text that is no YAML, for people who have never seen any.

/// The hint for what the YAML crate says is wrong at a byte of the text.
pub fn of(what: &str, text: &str, at: usize) -> &'static str {
    let rest = text.get(at..).unwrap_or_default();
    let line = text.get(..at).map_or("", |before| before.rsplit('\n').next().unwrap_or_default());
    let is = |part: &str| what.contains(part);
    if is("found a tab") || is("cannot start any token") && rest.starts_with('\t') {
        return "indent with spaces: YAML knows no tabs";
    }
    if is("cannot start any token")
        || is("tags such as")
        || is("alphabetic or numeric character")
        || is("node content")
    {
        return "put the text in quotes: one that begins with `@`, `%`, `*`, `&`, `!`, `,` or a back quote needs them";
    }
    if is("mapping values are not allowed") && line.contains(": ") {
        return "put a text with a colon in it in quotes: `title: \"Evaluation: 2025\"`";
    }
    if is("mapping values are not allowed") {
        return "keys of one group begin in the same column: check the spaces at the beginning of this line and the next, and the colon after each key";
    }
    if is("could not find expected ':'") {
        return "write `key: value`, with a space after the colon; further lines of a text are indented";
    }
    if is("did not find expected key") && rest_of_quoted(line) {
        return "put the whole text in quotes; inside \"…\" write `\\\"` for a quotation mark, inside '…' write `''` for an apostrophe";
    }
    if is("escape") || is("hexadecimal") {
        return "inside \"…\" a `\\` has a meaning of its own: use '…' instead, and `/` in paths";
    }
    if is("unexpected end of stream") {
        return "close the quotation mark that begins here";
    }
    if is("block sequence entries") {
        return "begin a list on a line of its own below its key, or write it in brackets: `[a, b]`";
    }
    if is("expected ',' or") {
        return "close the bracket, with `,` between its parts; a text with `,`, `:`, `[` or `{` in it needs quotes";
    }
    if is("comment or line break") {
        return "after `|` or `>` the text begins on the next line, indented; a text that begins with such a sign needs quotes";
    }
    "check indentation, quotes and the colon after each key near this line"
}

/// Whether a value in quotes ends before the end of its line.
fn rest_of_quoted(line: &str) -> bool {
    line.contains(['"', '\''])
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Source;

    #[test]
    fn each_frequent_mistake_has_a_hint_of_its_own() {
        for (text, part) in [
            ("title: Evaluation: 2025\n", "a colon in it in quotes"),
            ("title: abc\n  keywords: {id: [a]}\n", "the same column"),
            ("title: @abc\n", "put the text in quotes"),
            ("title: *abc* d\n", "put the text in quotes"),
            ("title: !abc d\n", "put the text in quotes"),
            ("\ttitle: abc\n", "no tabs"),
            ("title: \"abc\" def\n", "the whole text in quotes"),
            ("title: 'it's'\n", "the whole text in quotes"),
            ("title: \"C:\\Users\"\n", "`/` in paths"),
            ("title: \"abc\n", "close the quotation mark"),
            ("title abc\nx: 1\n", "with a space after the colon"),
            ("title: - a\n", "on a line of its own"),
            ("title: [a, b\n", "close the bracket"),
            ("title: > abc\n", "on the next line"),
        ] {
            let source = Source::new("study.yaml", format!("study: x\n{text}"));
            let problems = super::super::read(&source).expect_err("no YAML");
            let hints = problems.0[0].hints.join(" ");
            assert!(hints.contains(part), "{text}: {hints}, since {:?}", problems.0[0].reason);
        }
    }
}
