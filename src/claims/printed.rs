//! Numbers as publications print them, and rounding to their precision.

use crate::data::number;
use crate::locale::{self, MAGNITUDES, NumberStyle};
use rust_decimal::Decimal;

/// A number as a publication prints it: `69.093,245`, `12,5 %`, `Rp2,4 miliar`.
pub struct Printed {
    /// The printed digits.
    pub value: Decimal,
    /// How many decimals are printed.
    pub decimals: u32,
    /// How many times larger the computed value is than the printed one: 0.01 for a percentage, 10⁹ for *miliar*.
    pub unit: Decimal,
    /// What follows the digits: `%`, ` miliar`, or nothing.
    pub suffix: String,
}

impl Printed {
    /// Reads a number as printed; none when it is not one.
    pub fn read(text: &str, style: NumberStyle) -> Option<Self> {
        let (digits, magnitude) = split_magnitude(text.trim());
        let written = number::parse(digits, style)?;
        let percent = if written.is_percent() { Decimal::new(1, 2) } else { Decimal::ONE };
        let unit = percent * magnitude.map_or(Decimal::ONE, |(unit, _)| unit);
        let suffix = match magnitude {
            Some((_, word)) => format!(" {word}"),
            None if written.is_percent() => "%".to_owned(),
            None => String::new(),
        };
        Some(Self { value: written.to_decimal()?, decimals: written.decimals(), unit, suffix })
    }

    /// A computed value at the printed precision, half away from zero.
    pub fn round(&self, computed: f64) -> Option<Decimal> {
        let scaled = locale::exact(computed)?.checked_div(self.unit)?;
        Some(
            scaled
                .round_dp_with_strategy(self.decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero),
        )
    }

    /// A rounded value as the publication would print it.
    pub fn write(&self, mut rounded: Decimal, style: NumberStyle) -> String {
        rounded.rescale(self.decimals);
        format!("{}{}", locale::written(rounded, style), self.suffix)
    }
}

/// Digits and a trailing word of magnitude in either language.
fn split_magnitude(text: &str) -> (&str, Option<(Decimal, &'static str)>) {
    let words = MAGNITUDES.iter().flat_map(|(unit, words)| words.map(|word| (*unit, word)));
    for (unit, word) in words.chain([(1e3, "ribu"), (1e3, "thousand")]) {
        if let Some(digits) = text.strip_suffix(word) {
            return (digits.trim_end(), locale::exact(unit).map(|unit| (unit, word)));
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Printed {
        Printed::read(text, NumberStyle::Indonesian).expect("a number")
    }

    fn agrees(text: &str, computed: f64) -> bool {
        let printed = printed(text);
        printed.round(computed) == Some(printed.value)
    }

    #[test]
    fn a_number_reproduces_at_its_printed_precision() {
        assert!(agrees("69.093,245", 69093.2446));
        assert!(!agrees("69.093,245", 69093.2444));
        assert!(agrees("0,5", 0.45));
        assert!(agrees("-0,5", -0.45));
        assert!(!agrees("0,5", 0.44999));
        assert!(agrees("12,5 %", 0.12549));
        assert!(agrees("Rp2,4 miliar", 2_449_999_999.0));
        assert!(!agrees("Rp2,4 miliar", 2_450_000_000.0));
        assert_eq!(printed("69.093,245").write(Decimal::new(12345, 1), NumberStyle::Indonesian), "1.234,500");
    }
}
