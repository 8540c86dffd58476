//! Whether segments also differ on columns that took no part in making them.

use super::findings::{Correlation, Pair, SegmentationFindings, Validation, ValidationKind};
use super::{correlation, profile, spread};
use crate::data::{Matrix, Observed, Table};
use crate::locale::Language;
use crate::statistics::contingency::chi_square;
use crate::statistics::holm::holm;
use crate::statistics::kruskal::{dunn, kruskal_wallis, mean_ranks};
use crate::study::{Dataset, Segmentation};

/// The level below which an adjusted p value counts as significant.
const LEVEL: f64 = 0.05;

/// Compares the segments on every validation column of a plan; units without a value are left out and counted.
///
/// Numbers by Kruskal and Wallis's test, categories by Pearson's χ². The tests over all segments are one Holm family;
/// where one of them is significant, Dunn's tests of every two segments are a family of their own.
pub fn validate(
    plan: &Segmentation,
    dataset: &Dataset,
    table: &Table,
    matrix: &Matrix,
    found: &SegmentationFindings,
    language: Language,
) -> Vec<Validation> {
    let labels: Vec<usize> = found.members.iter().map(|member| member.cluster - 1).collect();
    let columns = plan.validation.iter().filter_map(|name| Some((name, table.observed(name, &matrix.keys)?)));
    let compare = |(name, observed): (&String, Observed)| {
        let blank = blank(dataset, name, &observed, language);
        match grouped(&observed, &labels, plan.k) {
            Grouped::Numbers(groups) => numeric(blank, &groups),
            Grouped::Words(groups) => category(blank, &groups),
        }
    };
    let mut all: Vec<Validation> = columns.map(compare).collect();
    adjust(&mut all);
    all
}

/// How every two numeric validation columns go together, over the units that have a value in both.
pub fn together(plan: &Segmentation, table: &Table, matrix: &Matrix) -> Vec<Correlation> {
    let numbers = |name: &String| match table.observed(name, &matrix.keys)? {
        Observed::Numbers(values) => Some((name.clone(), values)),
        Observed::Words(_) => None,
    };
    let columns: Vec<(String, Vec<Option<f64>>)> = plan.validation.iter().filter_map(numbers).collect();
    let pair = |(a, x): &(String, Vec<Option<f64>>), (b, y): &(String, Vec<Option<f64>>)| {
        let both = x.iter().zip(y).filter_map(|(x, y)| x.zip(*y));
        let (x, y): (Vec<f64>, Vec<f64>) = both.unzip();
        correlation::pair((a, &x), (b, &y))
    };
    let rest = |i: usize| columns.iter().skip(i + 1);
    columns.iter().enumerate().flat_map(|(i, one)| rest(i).map(move |other| pair(one, other))).collect()
}

/// What is known before anything is compared.
fn blank(dataset: &Dataset, name: &str, observed: &Observed, language: Language) -> Validation {
    let column = dataset.column(name);
    let labels = dataset.label(name);
    let (kind, n, all, values) = match observed {
        Observed::Numbers(values) => {
            let known: Vec<f64> = values.iter().flatten().copied().collect();
            (ValidationKind::Numeric, known.len(), values.len(), known)
        }
        Observed::Words(values) => {
            (ValidationKind::Category, values.iter().flatten().count(), values.len(), Vec::new())
        }
    };
    Validation {
        name: name.to_owned(),
        label: labels.get(language).to_owned(),
        labels,
        unit: dataset.unit(name).get(language).to_owned(),
        money: column.is_some_and(|column| column.kind == crate::study::schema::ColumnType::Money),
        decimals: profile::decimals(column.map(|column| column.kind), &values),
        kind,
        n,
        missing: all - n,
        h: None,
        epsilon_squared: None,
        chi_square: None,
        cramers_v: None,
        cramers_v_corrected: None,
        expected_below_5: None,
        df: None,
        p: None,
        p_holm: None,
        by_segment: Vec::new(),
        mean_ranks: Vec::new(),
        pairs: Vec::new(),
        categories: Vec::new(),
        counts: Vec::new(),
    }
}

/// Numbers by segment, and every two segments compared for the case that the test over all is significant.
fn numeric(blank: Validation, groups: &[Vec<f64>]) -> Validation {
    let test = kruskal_wallis(groups);
    let pair = |pair: crate::statistics::kruskal::Dunn| Pair {
        a: pair.a + 1,
        b: pair.b + 1,
        z: pair.z,
        p: pair.p,
        p_holm: pair.p_holm,
    };
    Validation {
        h: test.map(|test| test.h),
        epsilon_squared: test.map(|test| test.epsilon_squared),
        df: test.map(|test| test.df),
        p: test.map(|test| test.p),
        by_segment: groups.iter().map(|group| spread::of(group)).collect(),
        mean_ranks: mean_ranks(groups),
        pairs: dunn(groups).into_iter().map(pair).collect(),
        ..blank
    }
}

/// Categories by segment, the most frequent first and equals in the order of the alphabet.
fn category(blank: Validation, groups: &[Vec<String>]) -> Validation {
    let mut totals: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    groups.iter().flatten().for_each(|word| *totals.entry(word).or_default() += 1);
    let mut categories: Vec<(&str, usize)> = totals.into_iter().collect();
    categories.sort_by_key(|category| std::cmp::Reverse(category.1));
    let count = |group: &Vec<String>| -> Vec<usize> {
        categories.iter().map(|(name, _)| group.iter().filter(|word| word == name).count()).collect()
    };
    let counts: Vec<Vec<usize>> = groups.iter().map(count).collect();
    let test = chi_square(&counts);
    Validation {
        chi_square: test.map(|test| test.chi_square),
        cramers_v: test.map(|test| test.cramers_v),
        cramers_v_corrected: test.and_then(|test| test.cramers_v_corrected),
        expected_below_5: test.map(|test| test.expected_below_5),
        df: test.map(|test| test.df),
        p: test.map(|test| test.p),
        categories: categories.into_iter().map(|(name, _)| name.to_owned()).collect(),
        counts,
        ..blank
    }
}

/// Adjusts the tests over all segments as one family, and drops comparisons of two where they are not asked for.
fn adjust(all: &mut [Validation]) {
    let adjusted = holm(&all.iter().filter_map(|one| one.p).collect::<Vec<_>>());
    all.iter_mut().filter(|one| one.p.is_some()).zip(adjusted).for_each(|(one, p)| one.p_holm = Some(p));
    for one in all {
        let significant = one.p_holm.is_some_and(|p| p < LEVEL);
        // Of two segments the test over all has said everything.
        if !significant || one.pairs.len() < 2 {
            one.pairs.clear();
        }
    }
}

/// Observed values by segment.
enum Grouped {
    Numbers(Vec<Vec<f64>>),
    Words(Vec<Vec<String>>),
}

fn grouped(observed: &Observed, labels: &[usize], k: usize) -> Grouped {
    fn of<T: Clone>(values: &[Option<T>], labels: &[usize], k: usize) -> Vec<Vec<T>> {
        let group = |c: usize| values.iter().zip(labels).filter(move |(_, label)| **label == c);
        (0..k).map(|c| group(c).filter_map(|(value, _)| value.clone()).collect()).collect()
    }
    match observed {
        Observed::Numbers(values) => Grouped::Numbers(of(values, labels, k)),
        Observed::Words(values) => Grouped::Words(of(values, labels, k)),
    }
}
