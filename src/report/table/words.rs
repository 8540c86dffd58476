//! What the tables call things, in both languages, and with how many decimals they print.

use super::Cell;
use crate::locale::{Language, Locale};
use crate::segmentation::{Cluster, SegmentationFindings, VariableFindings};

/// The Indonesian or the English of two texts.
pub fn say<'a>(locale: &Locale, id: &'a str, en: &'a str) -> &'a str {
    match locale.language {
        Language::Id => id,
        Language::En => en,
    }
}

/// What a segment is called: its label, or its number in words where the label is only a number.
pub fn segment(cluster: &Cluster, locale: &Locale) -> String {
    let label = cluster.labels.get(locale.language);
    if label.chars().all(|c| c.is_ascii_digit()) {
        format!("{} {}", say(locale, "Segmen", "Segment"), cluster.number)
    } else {
        label.to_owned()
    }
}

/// What the segment with a number is called.
pub fn segment_at(found: &SegmentationFindings, number: usize, locale: &Locale) -> String {
    let cluster = found.clusters.iter().find(|cluster| cluster.number == number);
    cluster.map_or_else(|| number.to_string(), |cluster| segment(cluster, locale))
}

/// What all segments are called, in their order.
pub fn segments(found: &SegmentationFindings, locale: &Locale) -> Vec<String> {
    found.clusters.iter().map(|cluster| segment(cluster, locale)).collect()
}

/// The unit that all variables are measured in, unless they are money or differ.
pub fn shared_unit(found: &SegmentationFindings) -> Option<&str> {
    let first = found.variables.first().filter(|v| !v.money && !v.unit.is_empty())?;
    let same = found.variables.iter().all(|v| !v.money && v.unit == first.unit);
    same.then_some(first.unit.as_str())
}

/// A remark that names the unit of all variables; empty where they differ.
pub fn unit_note(found: &SegmentationFindings, locale: &Locale) -> String {
    let lead = say(locale, "Satuan", "Unit of measurement");
    shared_unit(found).map_or_else(String::new, |unit| format!("{lead}: {unit}."))
}

/// What a variable is called at the head of a row, with its unit where variables differ in it.
pub fn variable(found: &SegmentationFindings, variable: &VariableFindings, locale: &Locale) -> String {
    let label = variable.labels.get(locale.language);
    if variable.money || variable.unit.is_empty() || shared_unit(found).is_some() {
        label.to_owned()
    } else {
        format!("{label} ({})", variable.unit)
    }
}

/// The sign of the study's currency.
pub fn currency(locale: &Locale) -> String {
    if locale.currency == "IDR" { "Rp".to_owned() } else { locale.currency.clone() }
}

/// A value of a variable as it was read.
pub fn raw(variable: &VariableFindings, value: f64) -> Cell {
    amount(variable, value, variable.decimals)
}

/// A mean or a spread of a variable: more decimals than its values, the fewer the larger they are.
pub fn mean(variable: &VariableFindings, value: f64) -> Cell {
    amount(variable, value, mean_decimals(variable))
}

/// A value of a variable as it was read, or like a mean where it lies between two values.
pub fn middle(variable: &VariableFindings, value: f64) -> Cell {
    let scaled = value * libm::pow(10.0, f64::from(variable.decimals.min(9)));
    if (scaled - scaled.round()).abs() < 1e-6 { raw(variable, value) } else { mean(variable, value) }
}

fn amount(variable: &VariableFindings, value: f64, decimals: u32) -> Cell {
    if variable.money { Cell::Money { amount: value, decimals } } else { Cell::Number { value, decimals } }
}

fn mean_decimals(variable: &VariableFindings) -> u32 {
    let largest = variable.min.abs().max(variable.max.abs());
    let wanted: u32 = match largest {
        _ if variable.money => 0,
        x if x >= 10_000.0 => 0,
        x if x >= 100.0 => 1,
        _ => 2,
    };
    variable.decimals + wanted.saturating_sub(variable.decimals.min(1))
}

/// How many decimals show three digits or more of the largest of some values.
pub fn decimals_for(values: impl IntoIterator<Item = f64>) -> u32 {
    match values.into_iter().fold(0.0, |largest: f64, value| largest.max(value.abs())) {
        x if x >= 1e6 => 0,
        x if x >= 10_000.0 => 1,
        x if x >= 100.0 => 2,
        _ => 3,
    }
}
