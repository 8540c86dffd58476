//! Random bits: one stream of ChaCha for every dataset, column and purpose, and a place in it for every row.
//!
//! So the draws of a row depend on nothing but the seed, these names and the row's position: adding a column, changing
//! another one or drawing more rows leaves them as they were.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use sha2::{Digest, Sha256};

/// Where the draws of the next row begin, in words of 32 bits: more than a row can use.
const WORDS_PER_ROW: u128 = 1 << 40;
/// The distance between two neighbouring numbers of 53 bits below 1.
const STEP: f64 = 1.0 / 9_007_199_254_740_992.0;

/// A source of random bits for one purpose.
#[derive(Debug, Clone)]
pub struct Random(ChaCha8Rng);

impl Random {
    /// The stream of a purpose, such as the values of a column; its number is the beginning of a SHA-256.
    pub fn new(seed: u64, dataset: &str, column: &str, purpose: &str) -> Self {
        let name = Sha256::digest([dataset, column, purpose].join("\u{1f}"));
        let stream = name.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(stream);
        Self(random)
    }

    /// Goes to where the draws of a row begin.
    pub fn row(&mut self, row: usize) -> &mut Self {
        self.0.set_word_pos(row as u128 * WORDS_PER_ROW);
        self
    }

    /// A number from 0 to below 1, a multiple of 2⁻⁵³.
    pub fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * STEP
    }

    /// A number above 0 and below 1, for logarithms.
    pub fn open_uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) * STEP
    }

    /// A whole number from 0 to below `n`, each as likely as any other: multiples that do not fit are refused.
    pub fn below(&mut self, n: u64) -> u64 {
        if n < 2 {
            return 0;
        }
        let most = u64::MAX - u64::MAX % n;
        loop {
            let bits = self.0.next_u64();
            if bits < most {
                return bits % n;
            }
        }
    }

    /// Whether something of a probability happens.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(seed: u64, dataset: &str, column: &str, purpose: &str, row: usize) -> f64 {
        Random::new(seed, dataset, column, purpose).row(row).uniform()
    }

    #[test]
    fn a_draw_depends_on_all_its_names_and_on_nothing_else() {
        let draw = first(1, "a", "b", "value", 3);
        let mut random = Random::new(1, "a", "b", "value");
        assert!((0..100).all(|row| random.row(row).uniform() < 1.0));
        assert_eq!(random.row(3).uniform().to_bits(), draw.to_bits(), "earlier draws do not matter");
        let others = [
            first(2, "a", "b", "value", 3),
            first(1, "c", "b", "value", 3),
            first(1, "a", "c", "value", 3),
            first(1, "a", "b", "missing", 3),
            first(1, "a", "b", "value", 4),
            // Names do not run into each other.
            first(1, "ab", "", "value", 3),
        ];
        assert!(others.iter().all(|other| other.to_bits() != draw.to_bits()), "{draw} is among {others:?}");
    }

    #[test]
    fn whole_numbers_reach_every_value_below_the_limit_and_no_other() {
        let mut random = Random::new(1, "a", "b", "value");
        let mut counts = [0; 7];
        (0..70_000).for_each(|_| counts[random.below(7) as usize] += 1);
        assert!(counts.iter().all(|count| (9_600..10_400).contains(count)), "{counts:?}");
        assert_eq!((random.below(0), random.below(1)), (0, 0));
    }
}
