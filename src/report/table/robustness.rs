//! How stable the segments are, and how they compare with those of other ways.

use super::words::{say, segment_at};
use super::{Cell, Column, Table};
use crate::locale::{Language, Locale};
use crate::segmentation::{Alternative, SegmentStability, SegmentationFindings, StabilityFindings};

/// A row per segment: how often and how well it was found again.
pub fn stability(found: &SegmentationFindings, stability: &StabilityFindings, locale: &Locale) -> Table {
    let columns = vec![
        Column::text(say(locale, "Segmen", "Segment")),
        Column::numeric("n"),
        Column::numeric(say(locale, "Rata-rata Jaccard", "Mean Jaccard")),
        Column::numeric(say(locale, "Larut", "Dissolved")),
        Column::numeric(say(locale, "Pulih", "Recovered")),
        Column::text(say(locale, "Penilaian", "Judgement")),
    ];
    let row = |one: &SegmentStability| {
        let cluster = found.clusters.iter().find(|cluster| cluster.number == one.number);
        vec![
            Cell::Text(segment_at(found, one.number, locale)),
            cluster.map_or(Cell::Missing, |cluster| Cell::Count(cluster.size)),
            Cell::number(one.jaccard, 3),
            Cell::Count(one.dissolved),
            Cell::Count(one.recovered),
            Cell::Text(judgement(&one.judgement, locale).to_owned()),
        ]
    };
    let rows = stability.segments.iter().map(row).collect();
    Table::new("stability", columns, rows).noted([stability_note(stability, locale)])
}

fn judgement<'a>(word: &'a str, locale: &Locale) -> &'a str {
    match word {
        "highly-stable" => say(locale, "sangat stabil", "highly stable"),
        "stable" => say(locale, "stabil", "stable"),
        "doubtful" => say(locale, "meragukan", "doubtful"),
        "unstable" => say(locale, "tidak dapat dipercaya", "not to be trusted"),
        other => other,
    }
}

fn stability_note(stability: &StabilityFindings, locale: &Locale) -> String {
    let drawn = locale.count(stability.resamples - stability.failed);
    let [half, sixty, recovered, high] =
        [(0.5, 1), (0.6, 2), (0.75, 2), (0.85, 2)].map(|(x, d)| locale.number(x, d));
    match locale.language {
        Language::Id => format!(
            "Dari {drawn} sampel ulang. Larut: koefisien Jaccard {half} atau kurang; pulih: lebih dari {recovered}. Penilaian menurut rata-rata: {high} ke atas sangat stabil, {recovered} ke atas stabil, {sixty} ke atas meragukan, selebihnya tidak dapat dipercaya."
        ),
        Language::En => format!(
            "Of {drawn} resamples. Dissolved: a Jaccard coefficient of {half} or less; recovered: of more than {recovered}. Judgement by the mean: from {high} highly stable, from {recovered} stable, from {sixty} doubtful, otherwise not to be trusted."
        ),
    }
}

/// A row per other way to segment: how far its segments agree, or why there are none.
pub fn sensitivity(found: &SegmentationFindings, locale: &Locale) -> Table {
    let columns = vec![
        Column::prose(say(locale, "Cara lain", "Other way")),
        Column::numeric("n"),
        Column::numeric("ARI"),
        Column::numeric(say(locale, "Pindah segmen", "Change segment")),
        Column::numeric(say(locale, "Bagian", "Share")),
        Column::text(say(locale, "Ukuran", "Sizes")),
        Column::prose(say(locale, "Kesesuaian", "Agreement")),
    ];
    let row = |other: &Alternative| {
        vec![
            Cell::Text(way(other, locale)),
            other.n.map_or(Cell::Missing, Cell::Count),
            Cell::optional(other.adjusted_rand, 3),
            other.changed.map_or(Cell::Missing, Cell::Count),
            other.changed_share.map_or(Cell::Missing, |share| Cell::Percent { share, decimals: 1 }),
            sizes(other, locale),
            Cell::Text(outcome(other, locale).to_owned()),
        ]
    };
    let rows = found.sensitivity.iter().map(row).collect();
    Table::new("sensitivity", columns, rows).noted([
        sensitivity_note(locale),
        outlying(found, locale),
        not_judged(found, locale),
    ])
}

/// The sizes of the other segments, in the order of the reported ones.
fn sizes(other: &Alternative, locale: &Locale) -> Cell {
    let sizes: Vec<String> = other.sizes.iter().map(|size| locale.count(*size)).collect();
    if sizes.is_empty() { Cell::Missing } else { Cell::Text(sizes.join(" / ")) }
}

/// When a unit is left out as outlying, where that was looked for.
fn outlying(found: &SegmentationFindings, locale: &Locale) -> String {
    let asked = |kind: &str| found.sensitivity.iter().any(|other| other.kind == kind);
    if !asked("outliers") {
        return String::new();
    }
    let far = say(
        locale,
        "Pencilan pada suatu variabel: lebih dari 3,5 kali simpangan absolut median terskala dari median; nilai yang tidak pernah negatif sebagai ln(1 + x) dan tanpa nol.",
        "Outlying on a variable: more than 3.5 scaled median absolute deviations from the median; values that are never negative as ln(1 + x) and without zeros.",
    );
    let together = say(
        locale,
        "Jauh menurut semua variabel: kuadrat jarak Mahalanobis di atas kuantil 97,5% χ².",
        "Far away in all variables: a squared Mahalanobis distance above the 97.5% quantile of χ².",
    );
    if asked("distant") { format!("{far} {together}") } else { far.to_owned() }
}

/// What is done otherwise, with the units left out.
fn way(other: &Alternative, locale: &Locale) -> String {
    let name = match (other.kind.as_str(), other.setting.as_str()) {
        ("scaling", "none") => say(locale, "Tanpa penskalaan", "No scaling"),
        ("scaling", "z-score") => say(locale, "Penskalaan z-score", "Scaling by z score"),
        ("scaling", "min-max") => say(locale, "Penskalaan min–max", "Scaling by min–max"),
        ("scaling", _) => say(
            locale,
            "Penskalaan median dan jangkauan antarkuartil",
            "Scaling by median and interquartile range",
        ),
        ("transform", "none") => say(locale, "Tanpa transformasi", "No transform"),
        ("transform", _) => say(locale, "Transformasi ln(1 + x)", "Transform to ln(1 + x)"),
        ("outliers", _) => {
            say(locale, "Tanpa unit pencilan pada suatu variabel", "Without units outlying on a variable")
        }
        ("distant", _) => say(
            locale,
            "Tanpa unit yang jauh menurut semua variabel",
            "Without units far away in all variables",
        ),
        ("zeros", _) => {
            say(locale, "Tanpa unit yang nilainya dijadikan nol", "Without units with values set to zero")
        }
        _ => say(locale, "Metode Ward", "Ward's method"),
    };
    match other.left_out {
        Some(out) if out > 0 => format!("{name} ({})", locale.count(out)),
        _ => name.to_owned(),
    }
}

/// The word for the agreement, or why there is no other solution.
fn outcome<'a>(other: &'a Alternative, locale: &Locale) -> &'a str {
    match (other.agreement.as_deref(), other.reason.as_deref()) {
        (Some("excellent"), _) => say(locale, "sangat baik", "excellent"),
        (Some("good"), _) => say(locale, "baik", "good"),
        (Some("moderate"), _) => say(locale, "sedang", "moderate"),
        (Some(_), _) => say(locale, "rendah", "poor"),
        (None, Some(reason)) => because(reason, locale),
        (None, None) => "",
    }
}

fn because<'a>(reason: &'a str, locale: &Locale) -> &'a str {
    match reason {
        "negative" => say(locale, "tidak dapat: ada nilai negatif", "not possible: some values are negative"),
        "constant" => {
            say(locale, "tidak dapat: ada variabel tanpa keragaman", "not possible: a variable does not vary")
        }
        "no-spread" => say(
            locale,
            "tidak dapat: ada jangkauan antarkuartil 0",
            "not possible: an interquartile range is 0",
        ),
        "none-found" => say(locale, "tidak ada unit demikian", "there are no such units"),
        "none-set" => say(locale, "tidak ada nilai yang dijadikan nol", "no values were set to zero"),
        "not-judged" => say(locale, "tidak dapat dinilai", "cannot be judged"),
        "too-few-units" => say(
            locale,
            "tidak dapat: unit yang tersisa terlalu sedikit",
            "not possible: too few units are left",
        ),
        "too-many-units" => {
            say(locale, "tidak dihitung: unit terlalu banyak", "not computed: too many units")
        }
        "no-solution" => say(locale, "tidak ada penyelesaian", "there is no solution"),
        other => other,
    }
}

fn sensitivity_note(locale: &Locale) -> String {
    let [high, good, moderate] = [0.90, 0.80, 0.65].map(|x| locale.number(x, 2));
    match locale.language {
        Language::Id => format!(
            "ARI: indeks Rand terkoreksi pada unit yang ada di kedua penyelesaian. Pindah segmen: sesudah segmen dipasangkan satu-satu sehingga yang pindah paling sedikit. Ukuran: banyaknya unit segmen cara itu, menurut urutan segmen pasangannya. Kesesuaian: di atas {high} sangat baik, di atas {good} baik, di atas {moderate} sedang, selebihnya rendah."
        ),
        Language::En => format!(
            "ARI: adjusted Rand index on the units that both solutions have. Change segment: after segments were matched one to one so that fewest change. Sizes: units of the segments of that way, in the order of those they are matched with. Agreement: above {high} excellent, above {good} good, above {moderate} moderate, otherwise poor."
        ),
    }
}

/// A remark that names the variables on which outliers could not be judged; empty when there are none.
fn not_judged(found: &SegmentationFindings, locale: &Locale) -> String {
    let judged = found.sensitivity.iter().filter(|other| other.reason.as_deref() != Some("not-judged"));
    let names: Vec<String> = judged
        .flat_map(|other| &other.not_judged)
        .filter_map(|name| found.variables.iter().find(|variable| variable.name == *name))
        .map(|variable| variable.labels.get(locale.language).to_owned())
        .collect();
    if names.is_empty() {
        return String::new();
    }
    let lead = say(
        locale,
        "Pencilan tidak dapat dinilai (simpangan absolut median 0) pada",
        "Outliers cannot be judged (median absolute deviation 0) on",
    );
    format!("{lead} {}.", locale.list(&names))
}
