//! Identifiers and names.

use super::random::Random;
use crate::study::schema::{Codes, Names, Words};
use std::collections::BTreeSet;

/// How often a name or a code is drawn again before the words are said to be too few.
const TRIES: usize = 10_000;

/// Numbers with leading zeros, each once.
///
/// # Errors
/// When there are fewer numbers than rows.
pub fn codes(mut random: Random, rows: usize, codes: &Codes) -> Result<Vec<Option<String>>, String> {
    let most = (0..codes.digits).fold(1_u64, |most, _| most * 10) - 1;
    let to = codes.to.unwrap_or(most).min(most);
    let choices = to.saturating_sub(codes.from) + 1;
    if choices < rows as u64 {
        return Err(format!("there are {choices} codes for {rows} rows"));
    }
    let digits = codes.digits as usize;
    let code = |number: u64| format!("{}{:0digits$}", codes.prefix, codes.from + number);
    // As many as the codes there are: a shuffle finds them all, where drawing again would take ever longer.
    if choices < 2 * rows as u64 {
        let mut all: Vec<u64> = (0..choices).collect();
        for i in 0..rows {
            let other = i + random.below((all.len() - i) as u64) as usize;
            all.swap(i, other);
        }
        return Ok(all[..rows].iter().map(|&number| Some(code(number))).collect());
    }
    let mut used = BTreeSet::new();
    unique(rows, &mut used, |row, again| Some(code(at(&mut random, row, again).below(choices))))
}

/// Names from lists of words, each once; `value` gives the text of another column in a row.
///
/// # Errors
/// When the words are too few, or a list is missing for a value.
pub fn names(
    mut random: Random,
    rows: usize,
    names: &Names,
    value: &dyn Fn(&str, usize) -> Option<String>,
) -> Result<Vec<Option<String>>, String> {
    for row in 0..rows {
        for words in names.words.values() {
            if let Words::By(words) = words
                && let Some(chosen) = value(&words.by.0, row)
                && !words.lists.contains_key(&chosen)
            {
                return Err(format!("there is no list of words for `{chosen}`"));
            }
        }
    }
    let mut used = BTreeSet::new();
    unique(rows, &mut used, |row, again| {
        let random = at(&mut random, row, again);
        let mut name = names.pattern.clone();
        for (list, words) in &names.words {
            let words = match words {
                Words::List(words) => words,
                Words::By(words) => words.lists.get(&value(&words.by.0, row)?)?,
            };
            let word = words.get(random.below(words.len() as u64) as usize)?;
            name = name.replace(&format!("{{{}}}", list.0), word);
        }
        Some(name.split_whitespace().collect::<Vec<_>>().join(" "))
    })
}

/// The draws of a row; a draw that is taken already goes on from where it stands.
fn at(random: &mut Random, row: usize, again: bool) -> &mut Random {
    if again { random } else { random.row(row) }
}

/// A text per row, none of them twice; none where the draw gives none.
fn unique(
    rows: usize,
    used: &mut BTreeSet<String>,
    mut draw: impl FnMut(usize, bool) -> Option<String>,
) -> Result<Vec<Option<String>>, String> {
    (0..rows)
        .map(|row| {
            let mut taken = String::new();
            for again in 0..TRIES {
                match draw(row, again > 0) {
                    None => return Ok(None),
                    Some(text) if used.insert(text.clone()) => return Ok(Some(text)),
                    Some(text) => taken = text,
                }
            }
            Err(format!("there are too few words: `{taken}` and all others like it are taken"))
        })
        .collect()
}
