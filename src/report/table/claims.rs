//! Published against computed: the summary, and a table per place of the publication.

use super::words::say;
use super::{Align, Cell, Column, Subject, Table};
use crate::claims::{ClaimFindings, ClaimKind, ClaimsFindings, Verdict};
use crate::findings::Findings;
use crate::locale::{Language, Locale, NumberStyle};

/// The claims of one place of the publication.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimTable {
    /// The place, as the publication calls it.
    pub place: String,
    /// Its claims.
    pub table: Table,
}

/// A table per place of the publication, in the order in which the claims name them.
pub fn claim_tables(findings: &Findings, locale: &Locale) -> Vec<ClaimTable> {
    let Some(found) = &findings.claims else { return Vec::new() };
    let tables = places(found).into_iter().map(|place| {
        let items: Vec<_> = found.items.iter().filter(|item| item.place == place).collect();
        ClaimTable { place: place.to_owned(), table: of_place(&items, found.numbers_style, locale) }
    });
    tables.collect()
}

/// How many claims of every place reproduce, differ or are contradicted.
pub fn summary(found: &ClaimsFindings, locale: &Locale) -> Table {
    let heads = [
        ("Diperiksa", "Checked"),
        ("✔ sesuai", agreeing(found)),
        ("≠ berbeda", "≠ differs"),
        ("✘ bertentangan", "✘ contradicted"),
    ];
    let simulated = found.on_simulated_data > 0;
    let mut columns = vec![Column::prose(say(locale, "Letak dalam publikasi", "Place in the publication"))];
    columns.extend(heads.map(|(id, en)| Column::numeric(say(locale, id, en))));
    columns.extend(simulated.then(|| Column::numeric(say(locale, "– data simulasi", "– simulated data"))));
    let row = |place: &str| {
        let items: Vec<_> = found.items.iter().filter(|item| item.place == place).collect();
        tally(place, &items, simulated)
    };
    let all: Vec<_> = found.items.iter().collect();
    Table::new("claims_summary", columns, places(found).into_iter().map(row).collect()).totalled(tally(
        say(locale, "Semua", "All"),
        &all,
        simulated,
    ))
}

/// What claims that agree are called: numbers are reproduced, statements hold.
fn agreeing(found: &ClaimsFindings) -> &'static str {
    let statements = found.items.iter().filter(|item| item.kind == ClaimKind::Statement).count();
    match statements {
        0 => "✔ reproduced",
        n if n == found.items.len() => "✔ holds",
        _ => "✔ reproduced or holds",
    }
}

fn tally(place: &str, items: &[&ClaimFindings], simulated: bool) -> Vec<Cell> {
    let count = |verdict| Cell::Count(items.iter().filter(|item| item.verdict == verdict).count());
    let mut row = vec![
        Cell::Text(place.to_owned()),
        Cell::Count(items.len()),
        count(Verdict::Reproduced),
        count(Verdict::Differs),
        count(Verdict::Contradicted),
    ];
    row.extend(simulated.then(|| count(Verdict::OnSimulatedData)));
    row
}

fn places(found: &ClaimsFindings) -> Vec<&str> {
    let mut places: Vec<&str> = Vec::new();
    for item in &found.items {
        if !places.contains(&item.place.as_str()) {
            places.push(&item.place);
        }
    }
    places
}

fn of_place(items: &[&ClaimFindings], style: NumberStyle, locale: &Locale) -> Table {
    let wordy = items.iter().any(|item| item.kind == ClaimKind::Statement);
    let (align, wrap) = if wordy { (Align::Left, true) } else { (Align::Right, false) };
    let columns = vec![
        Column::prose(say(locale, "Pokok", "Claim")),
        Column { align, wrap, ..Column::text(say(locale, "Publikasi", "Published")) },
        Column { align, ..Column::text(say(locale, "Hitung ulang", "Recomputed")) },
        Column::text(say(locale, "Hasil", "Result")),
    ];
    let reasons = reasons(items);
    let rows = items.iter().map(|item| {
        vec![
            Cell::Text(item.note.clone()),
            Cell::Text(item.published.clone()),
            Cell::Text(computed(item, locale)),
            Cell::Text(verdict(item, &reasons, locale)),
        ]
    });
    let notes = reasons.iter().enumerate().map(|(i, reason)| format!("{} {reason}", mark(i)));
    let style = style_note(items, style, locale).map(str::to_owned);
    Table::new("claims", columns, rows.collect()).about(Subject::Claims).noted(style.into_iter().chain(notes))
}

/// How numbers are written that stand as the publication printed them, where the report writes them otherwise.
fn style_note<'a>(items: &[&ClaimFindings], style: NumberStyle, locale: &Locale) -> Option<&'a str> {
    let numbers = items.iter().filter(|item| item.kind == ClaimKind::Number);
    let parted = numbers.clone().any(|item| item.published.contains(['.', ',']));
    match (style, locale.language) {
        (NumberStyle::Indonesian, Language::En) if parted => {
            Some("Numbers stand as in the publication: a dot for thousands, a comma for decimals.")
        }
        (NumberStyle::English, Language::Id) if parted => {
            Some("Angka ditulis seperti dalam publikasi: koma untuk ribuan, titik untuk desimal.")
        }
        _ => None,
    }
}

/// What was computed; of a statement, whether it is true.
fn computed(item: &ClaimFindings, locale: &Locale) -> String {
    match item.computed {
        serde_json::Value::Bool(true) => say(locale, "benar", "true").to_owned(),
        serde_json::Value::Bool(false) => say(locale, "salah", "false").to_owned(),
        _ => item.computed_as_printed.clone(),
    }
}

fn verdict(item: &ClaimFindings, reasons: &[&str], locale: &Locale) -> String {
    let words = match item.verdict {
        Verdict::Reproduced if item.kind == ClaimKind::Statement => say(locale, "✔ sesuai", "✔ holds"),
        Verdict::Reproduced => say(locale, "✔ sesuai", "✔ reproduced"),
        Verdict::Differs => say(locale, "≠ berbeda", "≠ differs"),
        Verdict::Contradicted => say(locale, "✘ bertentangan", "✘ contradicted"),
        Verdict::OnSimulatedData if item.agrees => {
            say(locale, "– sesuai, pada data simulasi", "– agrees, on simulated data")
        }
        Verdict::OnSimulatedData => {
            say(locale, "– tidak sesuai, pada data simulasi", "– does not agree, on simulated data")
        }
    };
    match reasons.iter().position(|reason| *reason == item.acknowledged) {
        Some(i) if item.verdict != Verdict::Reproduced => format!("{words} {}", mark(i)),
        _ => words.to_owned(),
    }
}

/// The distinct reasons for which differences are accepted, in the order of their first use.
fn reasons<'a>(items: &[&'a ClaimFindings]) -> Vec<&'a str> {
    let mut reasons: Vec<&str> = Vec::new();
    let open = items.iter().filter(|item| item.verdict != Verdict::Reproduced);
    for reason in open.map(|item| item.acknowledged.as_str()) {
        if !reason.is_empty() && !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

/// The mark of the n-th remark: `(a)`, …, `(z)`, then numbers.
fn mark(i: usize) -> String {
    match u8::try_from(i) {
        Ok(i) if i < 26 => format!("({})", char::from(b'a' + i)),
        _ => format!("({})", i + 1),
    }
}
