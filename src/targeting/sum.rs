//! Sums of money and counts, exact as long as their digits are.

use crate::locale::exact;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A sum in the making: of the shortest decimals of its numbers, or of floating-point numbers where these need more
/// than 28 digits.
#[derive(Debug, Clone, Copy)]
pub struct ExactSum {
    decimal: Option<Decimal>,
    float: f64,
}

impl Default for ExactSum {
    fn default() -> Self {
        Self { decimal: Some(Decimal::ZERO), float: 0.0 }
    }
}

impl ExactSum {
    /// Adds a number.
    pub fn add(&mut self, x: f64) {
        self.float += x;
        self.decimal = self.decimal.zip(exact(x)).and_then(|(sum, x)| sum.checked_add(x));
    }

    /// The sum so far.
    pub fn value(&self) -> f64 {
        self.decimal.and_then(|sum| sum.to_f64()).unwrap_or(self.float)
    }
}

/// The sum of some numbers.
pub fn exact_sum(values: &[f64]) -> f64 {
    let mut sum = ExactSum::default();
    values.iter().for_each(|value| sum.add(*value));
    sum.value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_and_trillions_are_added_exactly() {
        assert_eq!(exact_sum(&[0.1; 10]), 1.0);
        assert_eq!(exact_sum(&[9_007_199_254_740_991.0, 0.01, -9_007_199_254_740_991.0]), 0.01);
        assert_eq!(exact_sum(&[1e60, 1e60]), 2e60);
    }
}
