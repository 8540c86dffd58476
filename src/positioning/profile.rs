//! What describes the respondents: their values, counted, and numbers in classes.

use super::findings::{ProfileColumn, ProfileValue};
use super::sample::Sample;
use crate::locale::Locale;
use crate::study::Dataset;
use crate::study::schema::ColumnType;
use std::collections::BTreeMap;

/// Up to so many different numbers are counted one by one.
const FEW: usize = 6;
/// The most classes of numbers, but for one that rounding may add.
const CLASSES: f64 = 6.0;
/// The most decimals of a class's ends.
const DECIMALS: u32 = 9;

/// The columns that describe the respondents who answered.
pub fn columns(sample: &Sample, dataset: &Dataset) -> Vec<ProfileColumn> {
    let of = |(i, name): (usize, &String)| column(sample, dataset, i, name);
    sample.plan.profile.iter().enumerate().map(of).collect()
}

fn column(sample: &Sample, dataset: &Dataset, i: usize, name: &str) -> ProfileColumn {
    let value = |respondent: &&super::answers::Respondent| respondent.profile.get(i).cloned().flatten();
    let known: Vec<String> = sample.respondents.iter().filter_map(value).collect();
    let kind = dataset.column(name).map(|column| column.kind);
    let numbers = kind.filter(|kind| kind.is_numeric()).and_then(|_| numbers(&known));
    let counted = match numbers.as_deref() {
        Some(numbers) => of_numbers(numbers, kind == Some(ColumnType::Money), sample.locale),
        None => of_words(&known),
    };
    let share = |n: usize| n as f64 / known.len() as f64;
    let values = counted.into_iter().map(|(value, n)| ProfileValue { value, n, share: share(n) });
    ProfileColumn {
        name: name.to_owned(),
        label: dataset.label(name).get(sample.locale.language).to_owned(),
        unit: dataset.unit(name).get(sample.locale.language).to_owned(),
        values: values.collect(),
        missing: sample.respondents.len() - known.len(),
    }
}

fn numbers(words: &[String]) -> Option<Vec<f64>> {
    let number = |word: &String| word.parse().ok().filter(|x: &f64| x.is_finite());
    words.iter().map(number).collect()
}

/// How often every value occurs, the most frequent first and equals in the order of the alphabet.
fn of_words(words: &[String]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    words.iter().for_each(|word| *counts.entry(word).or_default() += 1);
    let mut counts: Vec<(String, usize)> = counts.into_iter().map(|(word, n)| (word.to_owned(), n)).collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts
}

/// Numbers one by one where they are few, otherwise in classes of one round width, from the lowest.
fn of_numbers(numbers: &[f64], money: bool, locale: &Locale) -> Vec<(String, usize)> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup();
    let write = |x: f64| if money { locale.money(x, 0) } else { locale.short(x, DECIMALS) };
    let (Some(least), Some(most)) = (sorted.first(), sorted.last()) else { return Vec::new() };
    if sorted.len() <= FEW {
        let count = |x: f64| numbers.iter().filter(|number| **number == x).count();
        return sorted.iter().map(|&x| (write(x), count(x))).collect();
    }
    let width = round_width((most - least) / CLASSES);
    let (first, last) = ((least / width).floor(), (most / width).floor());
    let whole = numbers.iter().all(|number| number.fract() == 0.0);
    let class = |step: f64| {
        let (from, to) = (step * width, (step + 1.0) * width);
        let inside = numbers.iter().filter(|number| (**number / width).floor() == step).count();
        // Of whole numbers the last that belongs to the class can be named.
        let label = match whole {
            true if width == 1.0 => write(from),
            true => format!("{}–{}", write(from), write(to - 1.0)),
            false => format!("{}–<{}", write(from), write(to)),
        };
        (label, inside)
    };
    (0..=(last - first) as usize).map(|i| class(first + i as f64)).collect()
}

/// The smallest of 1, 2, 5, 10, 20 … or 0.5, 0.2, 0.1 … that is not below a width.
fn round_width(width: f64) -> f64 {
    let (mut unit, mut below) = (1.0, 1.0);
    while unit < width {
        unit *= 10.0;
    }
    while unit / below >= 10.0 * width {
        below *= 10.0;
    }
    // The unit is the power of ten above the width; of its parts the smallest that is wide enough.
    let unit = unit / below;
    [10.0, 5.0, 2.0].into_iter().map(|part| unit / part).find(|part| *part >= width).unwrap_or(unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    fn classes(numbers: &[f64]) -> Vec<(String, usize)> {
        of_numbers(numbers, false, &Locale { language: Language::Id, currency: "IDR".into() })
    }

    #[test]
    fn words_are_counted_the_most_frequent_first() {
        let words = ["b", "a", "c", "c", "b", "d"].map(String::from);
        let found = of_words(&words);
        let found: Vec<(&str, usize)> = found.iter().map(|(word, n)| (word.as_str(), *n)).collect();
        assert_eq!(found, [("b", 2), ("c", 2), ("a", 1), ("d", 1)]);
    }

    #[test]
    fn few_numbers_stand_alone_and_many_in_round_classes() {
        assert_eq!(classes(&[10.0, 2.0, 2.0]), [("2".into(), 2), ("10".into(), 1)]);
        let years: Vec<f64> = (1..=24).map(f64::from).collect();
        let found = classes(&years);
        let labels: Vec<&str> = found.iter().map(|(label, _)| label.as_str()).collect();
        assert_eq!(labels, ["0–4", "5–9", "10–14", "15–19", "20–24"]);
        assert_eq!(found.iter().map(|(_, n)| n).sum::<usize>(), 24);
        assert_eq!(found[0].1, 4);
        let ages: Vec<f64> = (0..8).map(f64::from).collect();
        assert_eq!(classes(&ages)[0], ("0–1".into(), 2));
    }

    #[test]
    fn fractions_and_negative_numbers_have_half_open_classes() {
        let values: Vec<f64> = (-4..8).map(|i| f64::from(i) / 4.0).collect();
        let found = classes(&values);
        assert_eq!(found[0], ("−1–<−0,5".into(), 2));
        assert_eq!(found.iter().map(|(_, n)| n).sum::<usize>(), 12);
        assert!(classes(&[]).is_empty());
    }

    #[test]
    fn widths_are_round_and_wide_enough() {
        let cases = [
            (0.3, 0.5),
            (0.5, 0.5),
            (1.0, 1.0),
            (1.1, 2.0),
            (4.9, 5.0),
            (6.0, 10.0),
            (23.0, 50.0),
            (0.021, 0.05),
        ];
        for (width, expected) in cases {
            assert!((round_width(width) - expected).abs() < 1e-12, "{width}: {}", round_width(width));
        }
    }
}
