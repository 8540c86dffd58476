//! The rows of a dataset by latent group, and numbers of them that say nothing of one row.

use serde_json::{Map, Value, json};

/// The fewest rows that share a value that is named; counts are rounded to its multiples.
pub const LEAST_CELL: usize = 5;

/// The rows of a dataset, by latent group.
#[derive(Debug)]
pub struct Units {
    /// The number of rows.
    pub rows: usize,
    /// The fewest rows that a parameter is estimated from.
    pub least: usize,
    /// The groups with their rows; one without a name where there are no segments.
    pub groups: Vec<(String, Vec<usize>)>,
}

impl Units {
    /// A group for each segment of enough rows; the others together, in a group of their own or in the largest.
    pub fn new(segments: &[Option<usize>], least: usize) -> Self {
        let rows = segments.len();
        let last = segments.iter().flatten().max().copied().unwrap_or(0);
        let of = |segment: usize| (0..rows).filter(|row| segments[*row] == Some(segment)).collect();
        let all: Vec<(String, Vec<usize>)> =
            (1..=last).map(|segment| (format!("segment_{segment}"), of(segment))).collect();
        let (mut groups, small): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(_, rows)| rows.len() >= least);
        let mut others: Vec<usize> = small.into_iter().flat_map(|(_, rows)| rows).collect();
        others.extend((0..rows).filter(|row| segments[*row].is_none()));
        others.sort_unstable();
        if groups.is_empty() {
            return Self { rows, least, groups: vec![(String::new(), (0..rows).collect())] };
        }
        if others.len() >= least {
            groups.push(("others".to_owned(), others));
        } else if let Some((_, largest)) = groups.iter_mut().rev().max_by_key(|(_, rows)| rows.len()) {
            largest.extend(others);
            largest.sort_unstable();
        }
        Self { rows, least, groups }
    }

    /// Rows that come from those of other units, each in the group of its own; none for a row from none of them.
    pub fn of_sample(&self, from: &[Option<usize>]) -> Self {
        let group_of =
            |unit: usize| self.groups.iter().position(|(_, rows)| rows.contains(&unit)).unwrap_or(0);
        let places: Vec<usize> = from.iter().map(|unit| unit.map_or(0, group_of)).collect();
        let rows = |i: usize| (0..from.len()).filter(|row| places[*row] == i).collect();
        let groups = self.groups.iter().enumerate().map(|(i, (name, _))| (name.clone(), rows(i)));
        Self { rows: from.len(), least: self.least, groups: groups.collect() }
    }

    /// The sizes of the groups; nothing where there is but one.
    pub fn sizes(&self) -> Map<String, Value> {
        let is_grouped = self.groups.len() > 1;
        let named = self.groups.iter().filter(|_| is_grouped);
        named.map(|(name, rows)| (name.clone(), json!(rows.len()))).collect()
    }

    /// A parameter: a number for each group, that of all rows where a group does not have one, and one number where all
    /// are equal. None where all rows have none.
    pub fn parameter(&self, of: impl Fn(&[usize]) -> Option<f64>) -> Option<Value> {
        let everyone: Vec<usize> = (0..self.rows).collect();
        let overall = of(&everyone)?;
        let each: Vec<(&String, f64)> =
            self.groups.iter().map(|(name, rows)| (name, of(rows).unwrap_or(overall))).collect();
        let same = each.iter().all(|(_, value)| value.to_bits() == each[0].1.to_bits());
        Some(match same {
            true => number(each.first().map_or(overall, |(_, value)| *value)),
            false => {
                Value::Object(each.into_iter().map(|(name, value)| (name.clone(), number(value))).collect())
            }
        })
    }

    /// The share of rows of which something holds, from counts rounded to base 5; none where it is 0 everywhere.
    pub fn share(&self, holds: &[bool]) -> Option<Value> {
        let share = |rows: &[usize]| {
            let count = rows.iter().filter(|row| holds[**row]).count();
            let share = base_five(count) as f64 / rows.len().max(1) as f64;
            (rows.len() >= self.least).then(|| (share.min(1.0) * 100.0).round() / 100.0)
        };
        self.parameter(share).filter(|share| *share != json!(0))
    }
}

/// A count rounded to a multiple of five.
pub fn base_five(count: usize) -> usize {
    (count + LEAST_CELL / 2) / LEAST_CELL * LEAST_CELL
}

/// A number rounded to two digits.
pub fn two_digits(value: f64) -> f64 {
    format!("{value:.1e}").parse().unwrap_or(value)
}

/// A number rounded to the second digit of a spread.
pub fn to_the_spread(value: f64, spread: f64) -> f64 {
    if spread <= 0.0 || !spread.is_finite() {
        return value;
    }
    let exponent = libm::floor(libm::log10(spread)) as i32 - 1;
    // Powers of ten are read, not computed, so that the result is the number that is written.
    let step = |exponent: i32| format!("1e{exponent}").parse::<f64>().unwrap_or(1.0);
    match exponent >= 0 {
        true => (value / step(exponent)).round() * step(exponent),
        false => (value * step(-exponent)).round() / step(-exponent),
    }
}

/// A number as YAML writes it: whole where it is whole.
pub fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 { json!(value as i64) } else { json!(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_segments_are_never_described_alone() {
        let segments: Vec<Option<usize>> = (0..40)
            .map(|row| {
                Some(if row < 4 {
                    1
                } else if row < 12 {
                    2
                } else {
                    3
                })
            })
            .collect();
        let units = Units::new(&segments, 10);
        let sizes: Vec<_> = units.groups.iter().map(|(name, rows)| (name.as_str(), rows.len())).collect();
        assert_eq!(sizes, [("segment_3", 28), ("others", 12)]);
        let few = Units::new(&segments[..20], 10);
        assert_eq!(few.groups.len(), 1, "others and segment 3 have fewer than ten rows: {few:?}");
    }

    #[test]
    fn numbers_are_rounded() {
        assert_eq!((base_five(2), base_five(3), base_five(7), base_five(8)), (0, 5, 5, 10));
        assert_eq!((two_digits(12_345.0), two_digits(0.0678)), (12_000.0, 0.068));
        assert_eq!((to_the_spread(1987.4, 12.3), to_the_spread(0.123_456, 0.031)), (1987.0, 0.123));
    }
}
