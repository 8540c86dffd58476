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

/// Texts that other programs would run, break or lose, each with the word by which it is found again.
const UNUSUAL: [(&str, &str); 12] = [
    ("Panic", "#panic(\"Panic\")"),
    ("Divided", "{{ 1/0 }} Divided"),
    ("Raised", "{% raise %} Raised {#"),
    ("Escaped", "</svg><script>Escaped()</script> & ]]>"),
    ("Commented", "*/ <!-- Commented --> /*"),
    (
        "Arabic",
        "Arabic \u{627}\u{644}\u{62e}\u{62f}\u{645}\u{629} \u{627}\u{644}\u{631}\u{642}\u{645}\u{64a}\u{629}",
    ),
    ("Hebrew", "Hebrew \u{5e9}\u{5d9}\u{5e8}\u{5d5}\u{5ea} 12"),
    ("Turned", "Turned \u{202e}abc\u{202c} and \u{200f}def"),
    ("Invisible", "In\u{200b}vis\u{200d}ible Invisible\u{2060}\u{feff}"),
    ("Combined", "Combined e\u{301} a\u{30a} o\u{323}\u{302}"),
    ("Interpolated", "${Interpolated} $(id) `id` %n %s"),
    ("Reference", "&amp; &lt;Reference&gt; &#35; \\u{23} \\n"),
];

/// The study of clinics with one of these texts as a label, a segment, a category, a key, a heading and prose.
fn unusual(text: &str) -> Report {
    let desk = Desk::fixtures();
    let study = "studies/clinics.yaml";
    let quoted = serde_json::to_string(text).expect("JSON is YAML too");
    desk.edit(
        study,
        "type: count, label: Visits, unit: visits",
        &format!("type: count, label: {quoted}, unit: {quoted}"),
    );
    desk.edit(study, "[Busy, Middling, Quiet]", &format!("[{quoted}, Middling, Quiet]"));
    desk.edit(study, "title: How Thirty Clinics Differ", &format!("title: {quoted}"));
    let data = "studies/clinics/clinics.csv";
    let cell = format!("\"{}\"", text.replace('"', "\"\""));
    desk.edit(data, "coverage,district", &format!("coverage,{cell}"));
    desk.edit(data, "C-002,", &format!("{cell},"));
    desk.edit(data, "57.3 %,coast", &format!("57.3 %,{cell}"));
    desk.report("clinics")
}

#[test]
fn code_of_other_languages_and_letters_of_other_scripts_appear_as_themselves() {
    for (word, text) in UNUSUAL {
        let report = unusual(text);
        let (code, strings) = torn(report.text("report.typ"));
        assert!(!code.contains(word), "{word} outside a string: {code}");
        let written = strings.iter().filter(|string| string.contains(text)).count();
        assert!(
            written >= 4,
            "title, label, segment, key: `{text}` stands {written} times as it was written"
        );
        let results = report.results();
        assert_eq!(results["segmentation"]["clusters"][0]["label"], text);
        let members = results["segmentation"]["members"].as_array().expect("members");
        // Around a cell, letters that nobody sees count as little as spaces.
        let key = text.trim_matches(['\u{200b}', '\u{2060}', '\u{feff}']);
        assert!(members.iter().any(|member| member["key"] == key), "the key is `{key}`");
        let mut drawn = 0;
        for (name, svg) in report.charts() {
            let document = Document::parse(svg).unwrap_or_else(|error| panic!("{name}: {error}"));
            let scripts = document.descendants().filter(|node| node.tag_name().name() == "script");
            assert_eq!(scripts.count(), 0, "{name}");
            let marked =
                |node: &roxmltree::Node| node.attributes().any(|attribute| attribute.value().contains(word));
            assert!(!document.descendants().any(|node| marked(&node)), "{name}: in an attribute");
            drawn += document
                .descendants()
                .filter_map(|node| node.text())
                .filter(|said| said.contains(word))
                .count();
        }
        assert!(drawn > 0, "no chart shows {word}");
    }
}

#[test]
fn an_accent_that_charts_cannot_hold_is_the_studys_to_mend() {
    let desk = Desk::fixtures();
    desk.edit("studies/clinics.yaml", "[Busy,", "[\"Bux\u{301}y\",");
    let run = desk.run(&["report", "studies/clinics.yaml"]);
    assert_eq!((run.status, &*run.stdout), (1, ""), "{}", run.stderr);
    assert!(run.stderr.contains("error[typst::compile]") && run.stderr.contains("accent"), "{}", run.stderr);
    // In running text it can be set.
    let desk = Desk::fixtures();
    desk.edit("studies/clinics.yaml", "title: How", "title: Hox\u{301}w");
    assert!(desk.report("clinics").text("report.typ").contains("Hox\u{301}w"));
}

#[test]
fn words_without_an_end_are_set_and_cut_by_nothing() {
    for text in [
        "Long".to_owned() + &"a".repeat(496),
        "Panjang_".repeat(63),
        "Wide ".repeat(100).trim_end().to_owned(),
    ] {
        let report = unusual(&text);
        let (_, strings) = torn(report.text("report.typ"));
        assert!(strings.iter().any(|string| string.contains(&text)), "{text}");
        for (name, svg) in report.charts() {
            assert_eq!(svg_text::faults(svg), Vec::<String>::new(), "{name} with {text}");
        }
    }
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
