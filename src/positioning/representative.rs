//! Whether units with an answer differ from the rest.

use super::findings::Representative;
use super::rules::family;
use super::sample::Sample;
use crate::data::{Observed, Table};
use crate::locale::Language;
use crate::statistics::contingency::chi_square;
use crate::statistics::kruskal::kruskal_wallis;
use crate::statistics::summary;
use crate::study::Dataset;
use crate::study::schema::ColumnType;
use std::collections::{BTreeMap, BTreeSet};

/// Compares the units with an answer and the rest on the columns of the plan, one Holm family.
///
/// Numbers by Kruskal and Wallis's test of the two groups, categories by Pearson's χ². Dates are left out.
pub fn compare(sample: &Sample, dataset: &Dataset, table: &Table) -> Vec<Representative> {
    let answered: BTreeSet<&str> = sample.cases.iter().filter_map(|case| case.unit).collect();
    let has_answered: Vec<bool> = table.keys.iter().map(|key| answered.contains(key.as_str())).collect();
    let columns = sample.plan.representative.iter();
    let observed = columns.filter_map(|name| Some((name, table.observed(name, &table.keys)?)));
    let compare = |(name, observed): (&String, Observed)| {
        let blank = blank(dataset, name, sample.locale.language);
        match observed {
            Observed::Numbers(values) => numeric(blank, &values, &has_answered),
            Observed::Words(values) => category(blank, &values, &has_answered),
        }
    };
    let mut all: Vec<Representative> = observed.map(compare).collect();
    let adjusted = family(&all.iter().map(|one| one.p).collect::<Vec<_>>());
    all.iter_mut().zip(adjusted).for_each(|(one, p_holm)| one.p_holm = p_holm);
    all
}

/// What is known of a column before anything is compared.
fn blank(dataset: &Dataset, name: &str, language: Language) -> Representative {
    let column = dataset.column(name);
    Representative {
        name: name.to_owned(),
        label: dataset.label(name).get(language).to_owned(),
        unit: dataset.unit(name).get(language).to_owned(),
        money: column.is_some_and(|column| column.kind == ColumnType::Money),
        category: false,
        n_answered: 0,
        n_rest: 0,
        median_answered: None,
        median_rest: None,
        statistic: None,
        p: None,
        p_holm: None,
    }
}

/// The values of units with an answer, and those of the rest.
fn two_groups<T: Clone>(values: &[Option<T>], has_answered: &[bool]) -> [Vec<T>; 2] {
    let group = |answered: bool| {
        let inside = values.iter().zip(has_answered).filter(move |(_, is)| **is == answered);
        inside.filter_map(|(value, _)| value.clone()).collect()
    };
    [group(true), group(false)]
}

fn numeric(blank: Representative, values: &[Option<f64>], has_answered: &[bool]) -> Representative {
    let groups = two_groups(values, has_answered);
    let median = |group: &Vec<f64>| (!group.is_empty()).then(|| summary::median(group));
    let test = kruskal_wallis(&groups);
    Representative {
        n_answered: groups[0].len(),
        n_rest: groups[1].len(),
        median_answered: median(&groups[0]),
        median_rest: median(&groups[1]),
        statistic: test.map(|test| test.h),
        p: test.map(|test| test.p),
        ..blank
    }
}

fn category(blank: Representative, values: &[Option<String>], has_answered: &[bool]) -> Representative {
    let groups = two_groups(values, has_answered);
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for (i, group) in groups.iter().enumerate() {
        group.iter().for_each(|word| counts.entry(word).or_default()[i] += 1);
    }
    let counts: Vec<Vec<usize>> = counts.into_values().map(Vec::from).collect();
    let test = chi_square(&counts);
    Representative {
        category: true,
        n_answered: groups[0].len(),
        n_rest: groups[1].len(),
        statistic: test.map(|test| test.chi_square),
        p: test.map(|test| test.p),
        ..blank
    }
}
