//! The instrument of a survey, and how well its items measure.

use super::survey::{ByObject, Head, construct, interval, p, percent};
use super::words::say;
use super::{Cell, Column, Group, Table};
use crate::locale::{Language, Locale};
use crate::positioning::{ItemFindings, PositioningFindings, Reliability};
use crate::study::schema::Total;

/// The most answers of a scale whose shares are printed besides their counts.
const MOST_SHARES: usize = 5;

/// The instrument, then items, frequencies and reliability.
pub fn tables(found: &PositioningFindings, locale: &Locale) -> Vec<Table> {
    vec![
        reliability(found, locale),
        instrument(found, locale),
        items(found, locale),
        frequencies(found, locale),
    ]
}

/// A row per item, as it was worded for the first object.
fn instrument(found: &PositioningFindings, locale: &Locale) -> Table {
    let first = found.objects.first();
    let shown: Vec<&ItemFindings> =
        found.items.iter().filter(|item| first.is_some_and(|first| first.name == item.object)).collect();
    let reversed = shown.iter().any(|item| item.reversed);
    let mut columns = vec![
        Column::prose(say(locale, "Konstruk", "Construct")),
        Column::text(say(locale, "Butir", "Item")),
        Column::prose(say(locale, "Pernyataan", "Wording")),
    ];
    columns.extend(reversed.then(|| Column::text(say(locale, "Arah", "Direction"))));
    let mut head = Head::default();
    let rows = shown.iter().map(|item| {
        let mut row = vec![
            head.cell(construct(found, &item.construct)),
            Cell::Text(item.item.clone()),
            Cell::Text(item.text.clone()),
        ];
        let direction =
            if item.reversed { say(locale, "terbalik", "reversed") } else { say(locale, "searah", "direct") };
        row.extend(reversed.then(|| Cell::Text(direction.to_owned())));
        row
    });
    let note =
        first.filter(|_| found.has_objects && found.objects.len() > 1).map(|first| match locale.language {
            Language::Id => format!("Pernyataan seperti yang ditanyakan tentang {}.", first.label),
            Language::En => format!("As the items were worded about {}.", first.label),
        });
    Table::new("survey_instrument", columns, rows.collect()).in_blocks().noted(note)
}

/// A row per item and object: validity, and the item within its construct.
fn items(found: &PositioningFindings, locale: &Locale) -> Table {
    let mut blocks = ByObject::of(found);
    let mut head = Head::default();
    let mut columns = blocks.columns(item_columns(locale), locale);
    if !found.has_objects {
        columns.insert(0, Column::prose(say(locale, "Konstruk", "Construct")));
    }
    let rows = found.items.iter().map(|item| {
        let mut row = blocks.row(&item.object, item_cells(item, locale));
        if !found.has_objects {
            row.insert(0, head.cell(construct(found, &item.construct)));
        }
        row
    });
    Table::new("survey_items", columns, rows.collect()).in_blocks().noted([items_note(found, locale)])
}

fn item_columns(locale: &Locale) -> Vec<Column> {
    let heads = [
        ("n", "n"),
        ("Rata-rata", "Mean"),
        ("SB", "SD"),
        ("r hitung", "r"),
        ("r tabel", "r critical"),
        ("Sig.", "p"),
    ];
    let rest = [("r terkoreksi", "r corrected"), ("α tanpa butir", "α without item"), ("Muatan", "Loading")];
    let numeric = |(id, en)| Column::numeric(say(locale, id, en));
    let mut columns = vec![Column::text(say(locale, "Butir", "Item"))];
    columns.extend(heads.map(numeric));
    columns.push(Column::text(say(locale, "Keterangan", "Verdict")));
    columns.extend(rest.map(numeric));
    columns
}

fn item_cells(item: &ItemFindings, locale: &Locale) -> Vec<Cell> {
    let verdict = match item.valid {
        Some(true) => say(locale, "✔ valid", "✔ valid"),
        Some(false) => say(locale, "✘ tidak valid", "✘ not valid"),
        None => "–",
    };
    vec![
        Cell::Text(item.item.clone()),
        Cell::Count(item.n),
        Cell::optional(item.mean, 2),
        Cell::optional(item.sd, 2),
        Cell::optional(item.r, 4),
        Cell::optional(item.r_critical, 4),
        p(item.p),
        Cell::Text(verdict.to_owned()),
        Cell::optional(item.r_corrected, 3),
        Cell::optional(item.alpha_if_deleted, 3),
        Cell::optional(item.loading, 3),
    ]
}

fn items_note(found: &PositioningFindings, locale: &Locale) -> String {
    let level =
        locale.percent(found.rules.level, if (found.rules.level * 100.0).fract() == 0.0 { 0 } else { 1 });
    let total = match found.rules.total {
        Total::Construct => say(locale, "butir konstruknya", "the items of its construct"),
        Total::All => say(locale, "semua butir", "all items"),
    };
    let sd = say(locale, "SB: simpangan baku. ", "SD: standard deviation. ");
    let r = match locale.language {
        Language::Id => format!(
            "r hitung: korelasi Pearson butir dengan jumlah {total}; r tabel: nilai kritis dua arah pada taraf {level} menurut banyaknya responden yang menjawab semua butir itu. "
        ),
        Language::En => format!(
            "r: Pearson's correlation of the item with the sum of {total}; r critical: its two-sided critical value at {level} for the respondents who answered all of these. "
        ),
    };
    let rest = say(
        locale,
        "r terkoreksi: korelasi dengan jumlah butir lain konstruk itu. α tanpa butir: alfa Cronbach tanpa butir itu. Muatan: penyelesaian satu faktor.",
        "r corrected: correlation with the sum of the construct's other items. α without item: Cronbach's alpha of the others. Loading: on one factor.",
    );
    format!("{sd}{r}{rest}")
}

/// A row per item and object: how many gave each answer.
fn frequencies(found: &PositioningFindings, locale: &Locale) -> Table {
    let labels = &found.scale.labels;
    let shares = labels.len() <= MOST_SHARES;
    let mut blocks = ByObject::of(found);
    let mut columns = vec![Column::text(say(locale, "Butir", "Item")), Column::numeric("n")];
    let mut groups = vec![Group { label: String::new(), span: 2 + usize::from(found.has_objects) }];
    for (label, answer) in labels.iter().zip(found.scale.from..) {
        if shares {
            columns.extend([Column::numeric("n"), Column::numeric(say(locale, "Bagian", "Share"))]);
            groups.push(Group { label: label.clone(), span: 2 });
        } else {
            columns.push(Column::numeric(answer.to_string()));
        }
    }
    let rows = found.items.iter().map(|item| {
        let mut cells = vec![Cell::Text(item.item.clone()), Cell::Count(item.n)];
        for n in &item.frequencies {
            cells.push(Cell::Count(*n));
            let share = (item.n > 0).then(|| *n as f64 / item.n as f64);
            cells.extend(shares.then(|| percent(share)));
        }
        blocks.row(&item.object, cells)
    });
    let rows = rows.collect();
    let columns = blocks.columns(columns, locale);
    let table =
        Table::new("survey_frequencies", columns, rows).noted([frequencies_note(found, shares, locale)]);
    let table = if found.has_objects { table.in_blocks() } else { table };
    if shares { Table { groups, ..table } } else { table }
}

fn frequencies_note(found: &PositioningFindings, shares: bool, locale: &Locale) -> String {
    let reversed = found.items.iter().any(|item| item.reversed);
    let turned = say(
        locale,
        "Jawaban butir terbalik sudah dibalik.",
        "Answers to reversed items have been turned around.",
    );
    let scale = &found.scale;
    let worded =
        scale.labels.iter().zip(scale.from..).filter(|(label, answer)| **label != answer.to_string());
    let words: Vec<String> = worded.map(|(label, answer)| format!("{answer}: {label}")).collect();
    let words = if shares || words.is_empty() { String::new() } else { format!("{}. ", words.join("; ")) };
    format!("{words}{}", if reversed { turned } else { "" }).trim_end().to_owned()
}

/// A row per construct and object: alpha and its kin.
fn reliability(found: &PositioningFindings, locale: &Locale) -> Table {
    let mut blocks = ByObject::of(found);
    let heads = [
        ("Butir", "Items"),
        ("n", "n"),
        ("α", "α"),
        ("dari", "from"),
        ("sampai", "to"),
        ("α baku", "α standardised"),
        ("CR", "CR"),
        ("AVE", "AVE"),
    ];
    let mut columns = vec![Column::prose(say(locale, "Konstruk", "Construct"))];
    columns.extend(heads.map(|(id, en)| Column::numeric(say(locale, id, en))));
    columns.push(Column::text(say(locale, "Keterangan", "Verdict")));
    let rows = found.reliability.iter().map(|one| {
        let name = construct(found, &one.construct);
        blocks.row(&one.object, reliability_cells(one, name, locale))
    });
    let rows = rows.collect();
    let interval = interval(found, locale);
    let empty = |span| Group { label: String::new(), span };
    let groups =
        vec![empty(4 + usize::from(found.has_objects)), Group { label: interval, span: 2 }, empty(4)];
    let table = Table::new("survey_reliability", blocks.columns(columns, locale), rows);
    let table = if found.has_objects { table.in_blocks() } else { table };
    Table { groups, ..table }.noted([reliability_note(found, locale)])
}

fn reliability_cells(one: &Reliability, name: String, locale: &Locale) -> Vec<Cell> {
    let verdict = match one.reliable {
        Some(true) => say(locale, "✔ reliabel", "✔ reliable"),
        Some(false) => say(locale, "✘ belum reliabel", "✘ not reliable"),
        None => "–",
    };
    let heywood = if one.heywood { " *" } else { "" };
    vec![
        Cell::Text(format!("{name}{heywood}")),
        Cell::Count(one.items),
        Cell::Count(one.n),
        Cell::optional(one.alpha, 3),
        Cell::optional(one.alpha_lower, 3),
        Cell::optional(one.alpha_upper, 3),
        Cell::optional(one.alpha_standardized, 3),
        Cell::optional(one.composite_reliability, 3),
        Cell::optional(one.average_variance_extracted, 3),
        Cell::Text(verdict.to_owned()),
    ]
}

fn reliability_note(found: &PositioningFindings, locale: &Locale) -> String {
    let from = locale.number(found.rules.reliable_from, 2);
    let lead = match locale.language {
        Language::Id => format!(
            "n: responden yang menjawab semua butir. α: alfa Cronbach dari kovarians; reliabel bila α ≥ {from}. α baku: dari korelasi. CR dan AVE: reliabilitas komposit dan rata-rata varians terekstrak dari penyelesaian satu faktor, untuk tiga butir atau lebih."
        ),
        Language::En => format!(
            "n: respondents who answered all items. α: Cronbach's alpha of the covariances; reliable where α ≥ {from}. α standardised: of the correlations. CR and AVE: composite reliability and average variance extracted on one factor, for three items or more."
        ),
    };
    let heywood = say(
        locale,
        " * Kekhasan satu butir tertahan di batasnya (kasus Heywood).",
        " * A uniqueness was held at its bound (a Heywood case).",
    );
    let any = found.reliability.iter().any(|one| one.heywood);
    format!("{lead}{}", if any { heywood } else { "" })
}
