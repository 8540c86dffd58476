//! The promise: a study can bring fonts for letters that the built-in ones lack, and then prints them everywhere.

use crate::support::{Desk, Report, differing};
use serde_json::json;
use sha2::{Digest, Sha256};

const STUDY: &str = "studies/markets.yaml";
const FONTS: &str = "fonts: [markets/NotoSansSundanese-Regular.ttf, markets/NotoSansSundanese-Bold.ttf]\n";

/// Whether a letter is of the script that only the study's fonts have.
fn is_sundanese(letter: char) -> bool {
    matches!(letter, '\u{1b80}'..='\u{1bbf}')
}

/// The fonts that a PDF holds.
fn embedded(report: &Report) -> Vec<String> {
    let pdf = lopdf::Document::load_mem(&report.files["report.pdf"]).expect("a PDF");
    let fonts = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let names = fonts.filter_map(|font| font.get(b"BaseFont").ok()?.as_name().ok());
    names.map(|name| String::from_utf8_lossy(name).into_owned()).collect()
}

#[test]
fn letters_of_the_studys_fonts_are_printed() {
    let desk = Desk::fixtures();
    let report = desk.report("markets");
    let embedded = embedded(&report);
    for font in ["NotoSansSundanese-Regular", "NotoSansSundanese-Bold"] {
        assert!(embedded.iter().any(|name| name.ends_with(font)), "{font} is not among {embedded:?}");
    }
    let copied: Vec<&String> = report.files.keys().filter(|name| name.starts_with("fonts/")).collect();
    assert_eq!(copied, ["fonts/1/NotoSansSundanese-Regular.ttf", "fonts/2/NotoSansSundanese-Bold.ttf"]);
    assert!(report.text("report.typ").contains("fonts: (\"Noto Sans Sundanese\",),"));
    let again = Desk::fixtures().report("markets");
    assert_eq!(
        differing(&report.files, &again.files),
        Vec::<&str>::new(),
        "the same study makes the same bytes"
    );
}

#[test]
fn fonts_are_listed_among_the_inputs() {
    let desk = Desk::fixtures();
    let report = desk.report("markets");
    for weight in ["Regular", "Bold"] {
        let file = format!("markets/NotoSansSundanese-{weight}.ttf");
        let hash = Sha256::digest(desk.bytes(&format!("studies/{file}")));
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let row = report.text("report.typ").lines().find(|line| line.contains(&file)).expect("a row");
        assert!(row.contains("\"fon\"") && row.contains(&hash), "{row}");
    }
}

#[test]
fn labels_of_charts_in_those_letters_are_set_as_text() {
    let report = Desk::fixtures().report("markets");
    let typst = report.text("report.typ");
    let mut labels = 0;
    for (name, svg) in report.charts() {
        for text in svg.split("<text ").skip(1) {
            let (tag, rest) = text.split_once('>').expect("a tag");
            let words = rest.split("</text>").next().expect("a text").trim();
            let foreign = words.chars().any(is_sundanese);
            assert_eq!(tag.starts_with("class=\"foreign\""), foreign, "{name}: {words}");
            if foreign {
                assert!(typst.contains(&format!("(\"{words}\", \"")), "{name}: {words}");
                labels += 1;
            }
        }
    }
    assert!(labels > 50, "{labels}");
}

#[test]
fn without_its_fonts_every_such_letter_is_told_at_its_place() {
    let desk = Desk::fixtures();
    desk.edit(STUDY, FONTS, "");
    let (problems, status) = desk.check("markets");
    assert_eq!(status, 1);
    assert!(problems.iter().all(|problem| problem["code"] == "report::glyph"), "{problems:?}");
    let first = &problems[0];
    assert_eq!((&first["file"], &first["line"], &first["column"]), (&json!(STUDY), &json!(8), &json!(9)));
    assert!(first["hints"].to_string().contains("`fonts:`"), "{first}");
}

#[test]
fn a_study_without_fonts_has_no_folder_of_fonts() {
    let report = Desk::fixtures().report("clinics");
    assert!(!report.files.keys().any(|name| name.starts_with("fonts/")));
    assert!(!report.text("report.typ").contains("fonts:") && !report.text("report.typ").contains("foreign:"));
}
