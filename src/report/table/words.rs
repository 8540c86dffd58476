//! What the tables call things, in both languages, and with how many decimals they print.

use super::Cell;
use crate::locale::{Language, Locale, places};
use crate::segmentation::{Cluster, SegmentationFindings, Spread, Validation, VariableFindings};

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

/// A remark that says how many missing values count as zero on which variables; empty where none do.
pub fn zeros_note(found: &SegmentationFindings, locale: &Locale) -> String {
    let set = found.variables.iter().filter(|v| v.set_to_zero > 0);
    let part = |v: &VariableFindings| format!("{} ({})", v.labels.get(locale.language), v.set_to_zero);
    let parts: Vec<String> = set.map(part).collect();
    let lead = say(locale, "Nilai hilang yang dihitung sebagai nol", "Missing values counted as zero");
    if parts.is_empty() { String::new() } else { format!("{lead}: {}.", parts.join(", ")) }
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
    if places(&[value], variable.decimals + 1) > variable.decimals {
        mean(variable, value)
    } else {
        raw(variable, value)
    }
}

fn amount(variable: &VariableFindings, value: f64, decimals: u32) -> Cell {
    if variable.money { Cell::Money { amount: value, decimals } } else { Cell::Number { value, decimals } }
}

fn mean_decimals(variable: &VariableFindings) -> u32 {
    decimals_of_mean(variable.decimals, variable.money, variable.min.abs().max(variable.max.abs()))
}

/// The decimals of a mean of values with so many decimals, of which the largest is known.
pub fn decimals_of_mean(decimals: u32, money: bool, largest: f64) -> u32 {
    let wanted: u32 = match largest {
        _ if money => 0,
        x if x >= 10_000.0 => 0,
        x if x >= 100.0 => 1,
        _ => 2,
    };
    decimals + wanted.saturating_sub(decimals.min(1))
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

/// How the numbers of one row block are printed, where the heading of the block names their unit.
pub struct Measure {
    money: bool,
    mean_decimals: u32,
    middle_decimals: u32,
}

impl Measure {
    /// That of a variable, whose values are spread so.
    pub fn of<'a>(variable: &VariableFindings, spreads: impl Iterator<Item = &'a Spread>) -> Self {
        let mean_decimals = mean_decimals(variable);
        Self {
            money: variable.money,
            mean_decimals,
            middle_decimals: middle_decimals(spreads, variable.decimals, mean_decimals),
        }
    }

    /// That of a validation column.
    pub fn of_validation(column: &Validation) -> Self {
        let ends = column.by_segment.iter().flat_map(|spread| [spread.min, spread.max]);
        let largest = ends.flatten().fold(0.0, |largest: f64, value| largest.max(value.abs()));
        let mean_decimals = decimals_of_mean(column.decimals, column.money, largest);
        let middle_decimals = middle_decimals(column.by_segment.iter(), column.decimals, mean_decimals);
        Self { money: column.money, mean_decimals, middle_decimals }
    }

    /// A label with the unit of its numbers.
    pub fn title(&self, label: &str, unit: &str, locale: &Locale) -> String {
        match (self.money, unit) {
            (true, _) => format!("{label} ({})", currency(locale)),
            (false, "") => label.to_owned(),
            (false, unit) => format!("{label} ({unit})"),
        }
    }

    /// A mean or a spread.
    pub fn mean(&self, value: Option<f64>) -> Cell {
        Cell::optional(value, self.mean_decimals)
    }

    /// A quantile: as values were read, or like a mean where one quantile of the block lies between two values.
    pub fn middle(&self, value: Option<f64>) -> Cell {
        Cell::optional(value, self.middle_decimals)
    }
}

/// The decimals of all quantiles of a block, so that they stand under each other.
fn middle_decimals<'a>(spreads: impl Iterator<Item = &'a Spread>, decimals: u32, mean_decimals: u32) -> u32 {
    let values: Vec<f64> = spreads.flat_map(|of| [of.q1, of.median, of.q3]).flatten().collect();
    if places(&values, decimals + 1) > decimals { mean_decimals } else { decimals }
}
