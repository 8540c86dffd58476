//! The promise: whatever a user writes is text. No name, label, unit, key, claim or prose can be read as Typst, Jinja,
//! SVG or Markdown that was not meant.
//!
//! In `fixtures/studies/hostile.yaml` each such text holds a word of its own, `Mark01` to `Mark45`.

use crate::support::{Desk, Report, svg_text};
use roxmltree::Document;

/// Marks that no report shows: the label of the column that names the rows.
const UNSHOWN: [usize; 1] = [16];

fn report() -> Report {
    Desk::fixtures().report("hostile")
}

#[test]
fn no_text_of_the_user_reaches_typst_outside_a_string() {
    let report = report();
    let typst = report.text("report.typ");
    let (code, strings) = torn(typst);
    assert!(!code.contains("Mark"), "outside a string: {}", around(&code));
    for mark in (1..=45).filter(|mark| !UNSHOWN.contains(mark)) {
        let mark = format!("Mark{mark:02}");
        assert!(strings.iter().any(|text| text.contains(&mark)), "{mark} is not in the report");
    }
}

#[test]
fn texts_arrive_as_they_were_written() {
    let report = report();
    let (_, strings) = torn(report.text("report.typ"));
    for text in [
        r#"#panic("Mark01") *a* _b_ $c$ @d <e> [f] {g} \h ~i `j` // k"#,
        r#""]); #panic("Mark02") {{ 7 * 7 }}"#,
        r#"{% include "Mark03" %} = heading"#,
        r#"#{Mark17} "x" \"#,
        "{{ Mark19 }}",
        r#"#Mark22 "high"]"#,
        r"{{ Mark23 }}\ <low>",
        r#""Mark32"]);"#,
        r"\Mark33\",
        "// Mark35 /* ~ */",
        "`Mark37` #{",
        r#"#Mark43 "said" {{ it }}"#,
        r#"$Mark41$ "known" \"#,
    ] {
        assert!(strings.iter().any(|string| string.contains(text)), "not as it was written: {text}");
    }
    let results = report.results();
    let labels = results["segmentation"]["clusters"].as_array().expect("segments");
    let labels: Vec<&str> = labels.iter().filter_map(|cluster| cluster["label"].as_str()).collect();
    assert_eq!(labels, [r#"#Mark22 "high"]"#, r"{{ Mark23 }}\ <low>"]);
}

#[test]
fn charts_hold_the_users_words_as_words() {
    for (name, svg) in report().charts() {
        let document = Document::parse(svg).unwrap_or_else(|error| panic!("{name}: {error}"));
        for node in document.descendants().filter(|node| node.is_element()) {
            let tag = node.tag_name().name();
            let drawn = ["svg", "text", "rect", "circle", "line", "path", "polyline", "polygon", "g"];
            assert!(drawn.contains(&tag), "{name} holds <{tag}>");
            let marked = node.attributes().find(|attribute| attribute.value().contains("Mark"));
            assert!(marked.is_none(), "{name}: {marked:?}");
        }
        let words: String = document.descendants().filter_map(|node| node.text()).collect();
        assert!(
            words.contains(r#"#Mark22 "high"]"#) && words.contains(r"{{ Mark23 }}\ <low>"),
            "{name}: {words}"
        );
        assert_eq!(svg_text::faults(svg), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_text_that_is_no_value_is_still_markdown_and_nothing_else() {
    let said = report().sentences();
    assert!(
        said.contains("A paragraph with #panic(“Mark07”), $Mark08$, @ alone, <Mark09>, #Mark10 and <script>")
    );
    assert!(said.contains("#list([#emph[one];"), "Markdown itself is read");
}

/// Typst without its strings and comments, and the strings as a reader sees them.
fn torn(typst: &str) -> (String, Vec<String>) {
    let (mut code, mut strings) = (String::new(), Vec::new());
    let mut letters = typst.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                let mut text = String::new();
                while let Some(letter) = letters.next().filter(|letter| *letter != '"') {
                    match letter {
                        '\\' => text.push(letters.next().expect("what is escaped")),
                        letter => text.push(letter),
                    }
                }
                strings.push(text);
            }
            '/' if letters.peek() == Some(&'/') => {
                while letters.next_if(|letter| *letter != '\n').is_some() {}
            }
            letter => code.push(letter),
        }
    }
    (code, strings)
}

/// What stands around the first mark.
fn around(code: &str) -> String {
    let at = code.find("Mark").unwrap_or(0);
    code.chars().skip(code[..at].chars().count().saturating_sub(80)).take(160).collect()
}

#[test]
fn this_test_tells_strings_from_code() {
    let (code, strings) = torn("a \"b \\\" c\" d // Mark \"\n\"\\\\\" e");
    assert_eq!((code.as_str(), strings), ("a  d \n e", vec!["b \" c".to_owned(), "\\".to_owned()]));
}
