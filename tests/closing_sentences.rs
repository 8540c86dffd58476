//! The promise: discussion, conclusion and limitations follow what was examined. Weak results are named where they are
//! there and only there, recommendations are computed also without a survey, and no order is claimed that pairs do not show.

use crate::support::{Desk, without_footnotes};

const SHOPS: &str = "studies/shops.yaml";

/// What the report of the shops says, in one language, after what was edited.
fn shops(language: &str, edit: fn(&Desk)) -> String {
    let desk = Desk::fixtures();
    let study = desk.read(SHOPS);
    let was = if study.contains("\nlanguage: en") { "language: en" } else { "language: id" };
    desk.edit(SHOPS, was, &format!("language: {language}"));
    edit(&desk);
    without_footnotes(&desk.report("shops").sentences())
}

fn as_it_is(_: &Desk) {}

/// More segments than there are groups, with everything examined that can be.
fn too_many(desk: &Desk) {
    desk.edit(SHOPS, "  k: 3\n", "  k: {choose: 6, from: 2, to: 6, references: 20}\n  sensitivity: true\n");
    desk.edit(SHOPS, "  segments: {id: [Ramai, Sedang, Sepi], en: [Busy, Middling, Quiet]}\n", "");
}

/// A target that is easily met.
fn easy_card(desk: &Desk) {
    desk.edit(SHOPS, "at_least: 60 %", "at_least: 0.5 %");
}

#[track_caller]
fn says(said: &str, all: &[&str]) {
    for one in all {
        assert!(said.contains(one), "`{one}` is not said in:\n{said}");
    }
}

#[track_caller]
fn says_none(said: &str, all: &[&str]) {
    for one in all {
        assert!(!said.contains(one), "`{one}` is said in:\n{said}");
    }
}

#[test]
fn weak_results_are_named_in_conclusion_and_limitations_where_they_are_there() {
    let cases = [
        (
            "en",
            [
                "The indices do not support this number",
                "The segments call for caution, since",
                "the indices favour another number",
            ],
            "nor were other numbers of segments, resamples, and other transforms and scalings",
        ),
        (
            "id",
            [
                "Indeks tidak mendukung banyaknya segmen itu",
                "perlu dibaca dengan hati-hati, sebab",
                "indeks memilih banyaknya segmen yang lain",
            ],
            "begitu pula banyaknya segmen yang lain, sampel ulang, dan transformasi dan penskalaan lain",
        ),
    ];
    for (language, doubts, unseen) in cases {
        let sound = shops(language, as_it_is);
        says(&sound, &[unseen]);
        says_none(&sound, &doubts);
        let weak = shops(language, too_many);
        says(&weak, &doubts);
        says_none(&weak, &[unseen]);
    }
}

#[test]
fn without_a_survey_recommendations_come_from_the_targets() {
    let cases = [
        (
            "en",
            [
                "_Whom first:_ Fountain Row",
                "_What is lacking most:_ Card payment",
                "_What to do:_ learn from segment Busy",
            ],
        ),
        (
            "id",
            [
                "_Yang didahulukan:_ Fountain Row",
                "_Yang paling kurang:_ Pembayaran kartu",
                "_Yang dilakukan:_ belajar dari segmen Ramai",
            ],
        ),
    ];
    for (language, sentences) in cases {
        says(&shops(language, as_it_is), &sentences);
        says_none(&shops(language, easy_card), &sentences[1..2]);
    }
}

#[test]
fn an_order_that_pairs_do_not_show_is_not_claimed() {
    let desk = Desk::shipped();
    desk.edit("studies/mataram-2023.yaml", "language: id", "language: en");
    let said = desk.report("mataram-2023").sentences();
    says(
        &said,
        &[
            "but between Moderate and Low a difference is shown in at most half of the comparisons",
            "For KKP, the constructs hardly differ in importance",
            "none counts as reproduced or contradicted",
        ],
    );
    says_none(&said, &["*fall in the order of the segments*", "A number counts as reproduced"]);
}
