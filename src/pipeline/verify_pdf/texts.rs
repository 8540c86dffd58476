//! The pages of two PDFs compared: which lines differ, and where something else was drawn.

use super::found::{Agreement, Difference};
use crate::pdf::Page;

/// The most lines of a page that are told for either side.
const MOST_LINES: usize = 12;
/// The most pairs of lines that are compared; beyond them all lines count as other ones.
const MOST_PAIRS: usize = 4_000_000;

/// What differs between the pages of a PDF and of one made again.
pub fn compare(old: &[Page], new: &[Page]) -> Result<Agreement, Vec<Difference>> {
    let mut found = Vec::new();
    if old.len() != new.len() {
        found.push(Difference::PageCount { old: old.len(), new: new.len() });
    }
    for (i, (old, new)) in old.iter().zip(new).enumerate() {
        let page = i + 1;
        if old.lines != new.lines {
            let (old, new) = differing(&old.lines, &new.lines);
            found.push(Difference::Page { page, old, new });
        } else if old.drawing != new.drawing {
            found.push(Difference::Drawing { page });
        }
    }
    if found.is_empty() { Ok(Agreement::Pages { pages: old.len() }) } else { Err(found) }
}

/// The lines of either side that the other does not have at that place.
fn differing(old: &[String], new: &[String]) -> (Vec<String>, Vec<String>) {
    let begin = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[begin..], &new[begin..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    let (keep_old, keep_new) = common(old, new);
    let rest = |lines: &[String], kept: &[bool]| {
        let rest = lines.iter().zip(kept).filter(|(_, kept)| !**kept).map(|(line, _)| line.clone());
        rest.take(MOST_LINES).collect()
    };
    (rest(old, &keep_old), rest(new, &keep_new))
}

/// Which lines belong to a longest common sequence.
fn common(old: &[String], new: &[String]) -> (Vec<bool>, Vec<bool>) {
    let (mut in_old, mut in_new) = (vec![false; old.len()], vec![false; new.len()]);
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        return (in_old, in_new);
    }
    let width = new.len() + 1;
    let mut longest = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i * width + j] = match old[i] == new[j] {
                true => longest[(i + 1) * width + j + 1] + 1,
                false => longest[(i + 1) * width + j].max(longest[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            (in_old[i], in_new[j]) = (true, true);
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    (in_old, in_new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(lines: &[&str], drawing: &str) -> Page {
        Page { lines: lines.iter().map(|line| (*line).to_owned()).collect(), drawing: drawing.to_owned() }
    }

    #[test]
    fn only_the_lines_that_differ_are_told() {
        let old = [page(&["a", "b 1", "c", "d 1", "e"], "x"), page(&["z"], "y")];
        let new = [page(&["a", "b 2", "c", "d 2", "e"], "x"), page(&["z"], "w")];
        let lines = |lines: [&str; 2]| lines.map(str::to_owned).to_vec();
        let expected = vec![
            Difference::Page { page: 1, old: lines(["b 1", "d 1"]), new: lines(["b 2", "d 2"]) },
            Difference::Drawing { page: 2 },
        ];
        assert_eq!(compare(&old, &new), Err(expected));
        assert_eq!(compare(&old, &old), Ok(Agreement::Pages { pages: 2 }));
        assert_eq!(compare(&old, &old[..1]), Err(vec![Difference::PageCount { old: 2, new: 1 }]));
    }
}
