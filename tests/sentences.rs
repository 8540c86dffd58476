//! The promise: sentences follow the findings. Where the data or the settings change, every sentence that would be
//! false is another one, in both languages; and a report speaks one language only.

use crate::support::{Desk, QRIS, without_footnotes};

const STUDY: &str = "studies/pekalongan-qris-2023.yaml";
const DATA: &str = "studies/pekalongan-qris-2023/table1.csv";

/// The sentences of a report in one language, after what was edited.
struct Reader {
    said: String,
}

impl Reader {
    /// Reads the report of the shipped study without what other people wrote: prose and claims.
    fn of(language: &str, edit: impl Fn(&Desk)) -> Self {
        let desk = Desk::shipped();
        let text = desk.read(STUDY);
        let (head, rest) = text.split_once("text:\n").expect("the prose");
        let (_, rest) = rest.split_once("datasets:\n").expect("the data");
        let study =
            format!("{head}datasets:\n{rest}").replace("language: id", &format!("language: {language}"));
        let claims = study.find("claims:").expect("the claims");
        desk.write(STUDY, &study[..claims]);
        edit(&desk);
        Self { said: desk.report(QRIS).sentences() }
    }

    /// Fails when one of these is not said, or more often than once.
    #[track_caller]
    fn says(&self, sentences: &[&str]) {
        for sentence in sentences {
            assert_eq!(
                self.said.matches(sentence).count(),
                1,
                "`{sentence}` is not said once in:\n{}",
                self.said
            );
        }
    }

    /// Fails when one of these is still said.
    #[track_caller]
    fn does_not_say(&self, sentences: &[&str]) {
        for sentence in sentences {
            assert!(!self.said.contains(sentence), "still said: {sentence}");
        }
    }
}

fn as_published(_: &Desk) {}

/// Kab. Brebes and Kota Tegal exchange their numbers.
fn exchange(desk: &Desk) {
    desk.edit(DATA, "Kab. Brebes", "…");
    desk.edit(DATA, "Kota Tegal", "Kab. Brebes");
    desk.edit(DATA, "…", "Kota Tegal");
}

/// The two names of segments exchange their places.
fn relabel(desk: &Desk) {
    desk.edit(
        STUDY,
        "[Tanpa lonjakan triwulan II, Melonjak pada triwulan II]",
        "[Melonjak pada triwulan II, Tanpa lonjakan triwulan II]",
    );
    desk.edit(
        STUDY,
        "[No second-quarter surge, Second-quarter surge]",
        "[Second-quarter surge, No second-quarter surge]",
    );
}

fn three_segments(desk: &Desk) {
    desk.edit(STUDY, "k: 2", "k: 3");
    desk.edit(STUDY, "    id: [Tanpa lonjakan triwulan II, Melonjak pada triwulan II]\n", "");
    desk.edit(STUDY, "    en: [No second-quarter surge, Second-quarter surge]\n", "    en: [A, B, C]\n");
}

#[test]
fn exchanged_data_exchange_the_sentences() {
    let seed = [
        "Pusat awal tersebut sama dengan nilai unit Kota Pekalongan untuk segmen Tanpa lonjakan triwulan II dan Kab. Brebes untuk segmen Melonjak pada triwulan II.",
        "*Segmen 2 (Melonjak pada triwulan II)* hanya memuat satu dari 7 unit (14,3%), yaitu Kab. Brebes.",
        "unit (85,7%): Kab. Batang, Kab. Pekalongan, Kab. Pemalang, Kab. Tegal, Kota Pekalongan, dan Kota Tegal.",
    ];
    let other = [
        "Pusat awal tersebut sama dengan nilai unit Kota Pekalongan untuk segmen Tanpa lonjakan triwulan II dan Kota Tegal untuk segmen Melonjak pada triwulan II.",
        "*Segmen 2 (Melonjak pada triwulan II)* hanya memuat satu dari 7 unit (14,3%), yaitu Kota Tegal.",
        "unit (85,7%): Kab. Batang, Kab. Brebes, Kab. Pekalongan, Kab. Pemalang, Kab. Tegal, dan Kota Pekalongan.",
    ];
    let published = Reader::of("id", as_published);
    published.says(&seed);
    published.does_not_say(&other);
    let exchanged = Reader::of("id", exchange);
    exchanged.says(&other);
    exchanged.does_not_say(&seed);
}

#[test]
fn exchanged_data_exchange_the_sentences_in_english() {
    let seed = [
        "They equal the values of Kota Pekalongan for segment No second-quarter surge and Kab. Brebes for segment Second-quarter surge.",
        "*Segment 2 (Second-quarter surge)* holds only one of the 7 units (14.3%), Kab. Brebes.",
        "units (85.7%): Kab. Batang, Kab. Pekalongan, Kab. Pemalang, Kab. Tegal, Kota Pekalongan, and Kota Tegal.",
    ];
    let other = [
        "They equal the values of Kota Pekalongan for segment No second-quarter surge and Kota Tegal for segment Second-quarter surge.",
        "*Segment 2 (Second-quarter surge)* holds only one of the 7 units (14.3%), Kota Tegal.",
        "units (85.7%): Kab. Batang, Kab. Brebes, Kab. Pekalongan, Kab. Pemalang, Kab. Tegal, and Kota Pekalongan.",
    ];
    let published = Reader::of("en", as_published);
    published.says(&seed);
    published.does_not_say(&other);
    let exchanged = Reader::of("en", exchange);
    exchanged.says(&other);
    exchanged.does_not_say(&seed);
}

#[test]
fn exchanged_names_of_segments_exchange_what_is_said_of_them() {
    for (language, first, second) in [
        (
            "id",
            "Tanpa lonjakan triwulan II beranggotakan 6 unit",
            "Melonjak pada triwulan II beranggotakan 1 unit",
        ),
        ("en", "No second-quarter surge has 6 units", "Second-quarter surge has 1 unit"),
    ] {
        let relabelled = [
            (
                "id",
                "Melonjak pada triwulan II beranggotakan 6 unit",
                "Tanpa lonjakan triwulan II beranggotakan 1 unit",
            ),
            ("en", "Second-quarter surge has 6 units", "No second-quarter surge has 1 unit"),
        ];
        let (_, new_first, new_second) = relabelled[usize::from(language == "en")];
        let published = Reader::of(language, as_published);
        published.says(&[first, second]);
        published.does_not_say(&[new_first, new_second]);
        let exchanged = Reader::of(language, relabel);
        exchanged.says(&[new_first, new_second]);
        exchanged.does_not_say(&[first]);
    }
}

#[test]
fn another_number_of_segments_is_spoken_of_as_such() {
    let of_two = [
        "The number of segments, _k_, was set to 2.",
        "The distance between the two final centres is 498,952.9",
        "higher than that of the other segment on",
        "One of the two segments has a single member, so this grouping mainly sets apart units that deviate.",
    ];
    let of_three =
        ["The number of segments, _k_, was set to 3.", "Nearest to each other are the final centres of"];
    let two = Reader::of("en", as_published);
    two.says(&of_two[..2]);
    two.says(&of_two[3..]);
    two.does_not_say(&of_three);
    let three = Reader::of("en", three_segments);
    three.says(&of_three);
    three.does_not_say(&of_two);

    let of_two = [
        "Jarak antara kedua pusat akhir adalah 498.952,9",
        "Satu dari kedua segmen beranggota tunggal, sehingga pengelompokan ini terutama memisahkan unit yang menyimpang.",
    ];
    let two = Reader::of("id", as_published);
    two.says(&of_two);
    let three = Reader::of("id", three_segments);
    three.does_not_say(&of_two);
    three.does_not_say(&["lebih tinggi daripada segmen lainnya"]);
}

#[test]
fn what_was_not_done_is_not_said_to_have_been_done() {
    let scaled = |desk: &Desk| desk.edit(STUDY, "scaling: none", "scaling: min-max");
    let random = |desk: &Desk| desk.edit(STUDY, "start: spss ", "start: k-means++ ");
    let raw = ["Values were used as they are, neither transformed nor scaled"];
    let spss = [
        "The initial centres were chosen by the rule of the QUICK CLUSTER procedure of SPSS.",
        "The result of this start depends on the order of the rows",
    ];
    let published = Reader::of("en", as_published);
    published.says(&raw);
    published.says(&spss);
    let scaled = Reader::of("en", scaled);
    scaled.does_not_say(&raw);
    scaled.says(&["scaled (min–max) so that its smallest value is 0 and its largest 1."]);
    let random = Reader::of("en", random);
    random.does_not_say(&spss);
    random.says(&["The initial centres were chosen at random by _k_-means++", "(random seed 2023)"]);
}

#[test]
fn an_unfinished_computation_says_so_in_both_languages() {
    let stopped = |desk: &Desk| desk.edit(STUDY, "k: 2\n", "k: 2\n  max_iterations: 1\n");
    let english = Reader::of("en", stopped);
    english.says(&["*The computation did not converge:* it was stopped after 1 iteration,"]);
    english.does_not_say(&["so the computation converged"]);
    let indonesian = Reader::of("id", stopped);
    indonesian.does_not_say(&["sehingga perhitungan konvergen"]);
    assert!(indonesian.said.contains("tidak konvergen"), "{}", indonesian.said);
    Reader::of("id", as_published).says(&["sehingga perhitungan konvergen"]);
}

/// Words of the templates that only one of the languages has.
const INDONESIAN: [&str; 14] = [
    "Tabel",
    "Gambar",
    "Sumber",
    "Halaman",
    "Lampiran",
    "Hasil",
    "Metode",
    "Simpulan",
    "segmen",
    "rata-rata",
    "adalah",
    "pada",
    "Klaster",
    "diolah",
];
const ENGLISH: [&str; 14] = [
    "Table",
    "Figure",
    "Source",
    "Page",
    "Appendix",
    "Results",
    "Method",
    "Conclusion",
    "segment",
    "mean",
    "was",
    "the",
    "Cluster",
    "processed",
];

/// The words of a report that are in a list, with the quoted strings and the running text alone.
fn spoken(said: &str, words: &[&str]) -> Vec<String> {
    // Names of Typst's own and of telaah's layout, which no reader sees, are not words of a language.
    let code =
        ["supplements:", "groups:", "columns:", "caption:", "source:", "#import", "#show:", "table.header"];
    let lines = said.lines().filter(|line| !code.iter().any(|sign| line.trim_start().starts_with(sign)));
    let found = lines.flat_map(|line| line.split(|letter: char| !letter.is_alphanumeric() && letter != '-'));
    found.filter(|word| words.contains(word)).map(str::to_owned).collect()
}

#[test]
fn a_report_speaks_one_language() {
    // `clinics` is written in English alone: whatever is Indonesian in its English report comes from the templates.
    let desk = Desk::fixtures();
    let english = desk.report("clinics");
    for (file, text) in readable(&english) {
        assert_eq!(spoken(&text, &INDONESIAN), Vec::<String>::new(), "{file} in English");
    }
    // And the other way round, with every English word of the study itself taken out.
    desk.edit("studies/clinics.yaml", "language: en", "language: id");
    desk.edit("studies/clinics.yaml", "title: How Thirty Clinics Differ", "title: Puskesmas");
    desk.edit("studies/clinics.yaml", "affiliation: Institute of Invented Data", "affiliation: Lembaga");
    desk.edit("studies/clinics.yaml", "source: Invented for the tests of telaah", "source: Karangan");
    let study = desk.read("studies/clinics.yaml");
    let (head, rest) = study.split_once("text:\n").expect("the prose");
    let (_, rest) = rest.split_once("datasets:\n").expect("the data");
    desk.write("studies/clinics.yaml", format!("{head}datasets:\n{rest}"));
    let indonesian = desk.report("clinics");
    for (file, text) in readable(&indonesian) {
        assert_eq!(spoken(&text, &ENGLISH), Vec::<String>::new(), "{file} in Indonesian");
    }
}

/// What a reader sees of a report: strings, headings and sentences of `report.typ`, and the words in charts.
fn readable(report: &crate::support::Report) -> Vec<(String, String)> {
    let typst = report.text("report.typ");
    let lines = report.sentences();
    let prose =
        lines.lines().filter(|line| line.starts_with(|c: char| c.is_uppercase() || "*@=".contains(c)));
    let mut texts = vec![
        ("report.typ (sentences)".to_owned(), without_footnotes(&prose.collect::<Vec<_>>().join("\n"))),
        ("report.typ (strings)".to_owned(), strings(typst).join("\n")),
    ];
    texts.extend(report.charts().into_iter().map(|(name, svg)| {
        let document = roxmltree::Document::parse(svg).expect("XML");
        let words: Vec<&str> = document.descendants().filter_map(|node| node.text()).collect();
        (name.to_owned(), words.join("\n"))
    }));
    texts
}

/// The quoted strings of Typst code that readers see: labels, captions, cells, notes, alternative texts.
fn strings(typst: &str) -> Vec<String> {
    let hidden =
        ["id:", "file:", "align:", "language:", "width:", "height:", "#import", "#show:", "#pdf.attach"];
    let lines = typst.lines().filter(|line| !hidden.iter().any(|sign| line.trim_start().starts_with(sign)));
    let mut found = Vec::new();
    for line in lines {
        let line = line.replace("align: \"left\"", "").replace("align: \"right\"", "");
        found.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    found
}
