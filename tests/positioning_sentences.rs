//! The promise: sentences about a survey follow the findings. Where the answers about two objects change places, or all
//! answers are turned around, every sentence that would be false is another one, in both languages; and a survey without
//! segments, without objects, with one construct, or none at all is said as completely.

use crate::support::follow::Change;
use crate::support::{Desk, without_footnotes};

const STUDY: &str = "studies/bakeries.yaml";
const SURVEY: &str = "studies/bakeries/survey.csv";
const INSTRUMENT: &str = "studies/bakeries/instrument.yaml";

/// The sentences of the fixture's report, after what was edited.
fn said(language: &str, edit: &dyn Fn(&Desk)) -> String {
    let desk = Desk::fixtures();
    desk.edit(STUDY, "language: en", &format!("language: {language}"));
    edit(&desk);
    without_footnotes(&desk.report("bakeries").sentences())
}

/// Edits the cells of every respondent from the first answer on.
fn change(desk: &Desk, edit: &dyn Fn(&mut [String])) {
    let text = desk.read(SURVEY);
    let mut lines = text.lines();
    let head = lines.next().expect("a header");
    let changed = lines.map(|line| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        edit(&mut cells[4..]);
        cells.join(",") + "\n"
    });
    desk.write(SURVEY, format!("{head}\n{}", changed.collect::<String>()));
}

/// What was answered about one object is answered about the other.
fn swap_objects(desk: &Desk) {
    change(desk, &|answers| answers.rotate_left(5));
}

/// The highest answer becomes the lowest, and the other way round.
fn turn_answers(desk: &Desk) {
    let turned = |answer: &String| answer.parse::<i32>().map_or(answer.clone(), |x| (6 - x).to_string());
    change(desk, &|answers| answers.iter_mut().for_each(|answer| *answer = turned(answer)));
}

/// Nobody told anything apart: only the answers about the first object are read, and the wording names none.
fn without_objects(desk: &Desk) {
    cut(desk, STUDY, "  objects:\n", "  unit: bakery");
    desk.edit(STUDY, "  unit: bakery", "  column: \"web_{item}\"\n  unit: bakery");
    let instrument = desk.read(INSTRUMENT);
    desk.write(INSTRUMENT, instrument.replace("{object}", "it"));
}

/// Respondents belong to no unit, and so to no segment.
fn without_segments(desk: &Desk) {
    cut(desk, STUDY, "segmentation:\n", "positioning:\n");
    desk.edit(STUDY, "  unit: bakery\n", "");
}

fn one_construct(desk: &Desk) {
    let instrument = desk.read(INSTRUMENT);
    let at = instrument.find("  - name: intention").expect("the second construct");
    desk.write(INSTRUMENT, &instrument[..at]);
    desk.edit(STUDY, "  outcome: intention\n", "");
    desk.edit(STUDY, "constructs: [ease, intention]", "constructs: [ease]");
}

/// Everything that can be absent is.
fn bare(desk: &Desk) {
    without_objects(desk);
    without_segments(desk);
    one_construct(desk);
    cut(desk, STUDY, "  guidance:\n", "");
    desk.edit(STUDY, "  profile: [role, years]\n", "");
}

fn without_survey(desk: &Desk) {
    cut(desk, STUDY, "positioning:\n", "");
}

/// Removes what stands between two texts, of which the second stays; to the end where it is empty.
fn cut(desk: &Desk, file: &str, from: &str, to: &str) {
    let text = desk.read(file);
    let start = text.find(from).unwrap_or_else(|| panic!("no `{from}` in {file}"));
    let end = if to.is_empty() { text.len() } else { start + text[start..].find(to).expect("its end") };
    desk.write(file, format!("{}{}", &text[..start], &text[end..]));
}

const CHANGES: [Change; 4] = [
    Change {
        language: "en",
        edit: &swap_objects,
        before: &[
            "nearest to its limit is e3 (Telephone)",
            "ranges from 0.731 (Intention (Website)) to 0.865 (Ease of use (Website))",
            "On Ease of use (Website) the one-factor solution touches its bound",
            "the highest mean is that of Intention (Telephone) (4.25, class High) and the lowest that of Ease of use (Website) and Intention (Website) (3.72",
            "is highest for Telephone (4.23) and *lowest for Website* (3.72)",
            "in segment Busy is that of Intention (Website) (4.07) and in segment Quiet is that of Ease of use (Website) (2.71)",
            "Website is rated lower than Telephone in both comparisons (\\|_r_\\| from 0.87 to 0.98)",
            "For Website, the correlation of Ease of use with Intention is 0.77.",
            "highest is Telephone (segment Busy) and lowest Website (segment Quiet)",
            "Farthest below its threshold is *Capacity* in segment Quiet towards Website",
            "Website has the lowest mean over all constructs (3.72) and is rated lower than the other object",
            "Perceptions are lowest on Ease of use (Website) and Intention (Website) (3.72) and highest on Intention (Telephone)",
            "Support in segment Quiet towards Website (0.77 below, from 4 units only), then Support in segment Quiet towards Telephone (0.21 below, from 3 units only)",
        ],
        after: &[
            "nearest to its limit is e3 (Website)",
            "ranges from 0.731 (Intention (Telephone)) to 0.865 (Ease of use (Telephone))",
            "is highest for Website (4.23) and *lowest for Telephone* (3.72)",
            "Website is rated higher than Telephone in both comparisons",
            "For Website, the correlation of Ease of use with Intention is 0.80.",
            "highest is Website (segment Busy) and lowest Telephone (segment Quiet)",
            "Telephone has the lowest mean over all constructs (3.72)",
        ],
    },
    Change {
        language: "id",
        edit: &swap_objects,
        before: &[
            "yang paling dekat dengan batasnya adalah e3 (Telepon)",
            "rata-rata tertinggi adalah Niat (Telepon) (4,25, kategori Tinggi) dan terendah Kemudahan (Situs) dan Niat (Situs) (3,72",
            "tertinggi pada Telepon (4,23) dan *terendah pada Situs* (3,72)",
            "pada segmen Ramai adalah Niat (Situs) (4,07) dan pada segmen Sepi adalah Kemudahan (Situs) (2,71)",
            "Situs dinilai lebih rendah daripada Telepon pada kedua perbandingan",
            "Pada Situs, korelasi Kemudahan dengan Niat adalah 0,77.",
            "yang paling tinggi Telepon (segmen Ramai) dan yang paling rendah Situs (segmen Sepi)",
            "Yang paling jauh di bawah ambang adalah *Kapasitas* segmen Sepi terhadap Situs",
            "Situs memiliki rata-rata seluruh konstruk yang terendah (3,72)",
            "Kapasitas segmen Sepi terhadap Situs (kurang 0,79, hanya dari 4 unit)",
        ],
        after: &[
            "tertinggi pada Situs (4,23) dan *terendah pada Telepon* (3,72)",
            "Situs dinilai lebih tinggi daripada Telepon pada kedua perbandingan",
            "Telepon memiliki rata-rata seluruh konstruk yang terendah (3,72)",
        ],
    },
    Change {
        language: "en",
        edit: &turn_answers,
        before: &[
            "is highest in segment Busy (4.28) and *lowest in segment Quiet* (3.01)",
            "is highest on Intention (3.98) and lowest on Ease of use (3.96)",
            "Guidance is recommended for 4 of the 8 scores of elements",
            "guidance is recommended on Website and Telephone for segment Quiet. Train the staff.",
            "by segment they are lowest in segment Quiet (3.01)",
        ],
        after: &[
            "is highest in segment Quiet (2.99) and *lowest in segment Busy* (1.72)",
            "is highest on Ease of use (2.04) and lowest on Intention (2.02)",
            "Guidance is recommended for all 8 scores of elements",
            "guidance is recommended on Website and Telephone for all segments. Train the staff.",
            "*Support* in segment Busy towards Telephone (1.52, threshold 3.50), where Intention is lowest",
            "by segment they are lowest in segment Busy (1.72)",
        ],
    },
    Change {
        language: "id",
        edit: &turn_answers,
        before: &[
            "tertinggi pada segmen Ramai (4,28) dan *terendah pada segmen Sepi* (3,01)",
            "Pembinaan disarankan pada 4 dari 8 skor unsur",
            "pembinaan disarankan untuk Situs dan Telepon bagi segmen Sepi. Latihlah pegawai.",
        ],
        after: &[
            "tertinggi pada segmen Sepi (2,99) dan *terendah pada segmen Ramai* (1,72)",
            "Pembinaan disarankan pada semua 8 skor unsur",
            "pembinaan disarankan untuk Situs dan Telepon bagi semua segmen. Latihlah pegawai.",
        ],
    },
];

#[test]
fn what_became_false_is_no_longer_said() {
    CHANGES.iter().for_each(|change| change.assert(said));
}

/// A survey of which something is absent, and what is said then, and what is not.
struct Absent {
    edit: &'static dyn Fn(&Desk),
    said: &'static [[&'static str; 2]],
    gone: &'static [&'static str],
}

const ABSENT: [Absent; 5] = [
    Absent {
        edit: &without_objects,
        said: &[[
            "rata-rata terendah pada segmen Ramai adalah Niat",
            "The lowest mean in segment Busy is that of Intention",
        ]],
        gone: &["Website", "Telephone", "Situs", "Friedman", "@tab-survey-object-comparisons"],
    },
    Absent {
        edit: &without_segments,
        said: &[["Sebanyak 20 responden menjawab.", "20 respondents answered."]],
        gone: &["@tab-survey-segment-comparisons", "@tab-survey-response", "Slovin"],
    },
    Absent {
        edit: &one_construct,
        said: &[
            ["*Satu konstruk.*", "*One construct.*"],
            [
                "Segmen berbeda signifikan pada kedua perbandingan",
                "Segments differ significantly in both comparisons",
            ],
        ],
        gone: &["@fig-importance", "@fig-map"],
    },
    Absent {
        edit: &bare,
        said: &[
            ["Rata-rata Kemudahan adalah", "The mean of Ease of use is"],
            ["*Satu konstruk.*", "*One construct.*"],
        ],
        gone: &["@tab-survey-guidance", "@tab-survey-respondents", "Kruskal", "Friedman"],
    },
    Absent { edit: &without_survey, said: &[], gone: &["@tab-survey", "@fig-likert", "Cronbach"] },
];

#[test]
fn a_survey_is_said_as_completely_when_something_is_absent() {
    for absent in &ABSENT {
        for (i, language) in ["id", "en"].into_iter().enumerate() {
            let said = said(language, absent.edit);
            for sentence in absent.said.iter().map(|both| both[i]) {
                assert!(
                    said.to_lowercase().contains(&sentence.to_lowercase()),
                    "`{sentence}` is not said in:\n{said}"
                );
            }
            for gone in absent.gone.iter().chain(&["NaN", "undefined", "{{"]) {
                assert!(!said.contains(gone), "`{gone}` is said in:\n{said}");
            }
        }
    }
}
