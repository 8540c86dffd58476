//! How far two groupings of the same units agree.

/// How many units are in group a of the one and group b of the other: a row per a, a column per b.
fn crossed(one: &[usize], other: &[usize]) -> Vec<Vec<usize>> {
    let groups = |labels: &[usize]| labels.iter().max().map_or(0, |most| most + 1);
    let mut table = vec![vec![0; groups(other)]; groups(one)];
    one.iter().zip(other).for_each(|(&a, &b)| table[a][b] += 1);
    table
}

fn pairs(n: usize) -> f64 {
    n as f64 * (n as f64 - 1.0) / 2.0
}

/// The Rand index adjusted for chance (Hubert & Arabie 1985): 1 for equal groupings, about 0 for unrelated ones.
///
/// Labels are numbers from 0. Two groupings that are both trivial in the same way agree wholly.
pub fn adjusted_rand(one: &[usize], other: &[usize]) -> f64 {
    let table = crossed(one, other);
    let columns = table.first().map_or(0, Vec::len);
    let together: f64 = table.iter().flatten().map(|&n| pairs(n)).sum();
    let in_one: f64 = table.iter().map(|row| pairs(row.iter().sum())).sum();
    let in_other: f64 = (0..columns).map(|b| pairs(table.iter().map(|row| row[b]).sum())).sum();
    let all = pairs(one.len());
    let expected = if all > 0.0 { in_one * in_other / all } else { 0.0 };
    let most = f64::midpoint(in_one, in_other);
    if most == expected { 1.0 } else { (together - expected) / (most - expected) }
}

/// The largest Jaccard coefficient of each of `k` groups with a group of the other grouping (Hennig 2007); 0 for a
/// group without units.
pub fn best_jaccards(one: &[usize], other: &[usize], k: usize) -> Vec<f64> {
    let table = crossed(one, other);
    let columns = table.first().map_or(0, Vec::len);
    let sizes: Vec<usize> = (0..columns).map(|b| table.iter().map(|row| row[b]).sum()).collect();
    let best = |row: &Vec<usize>| {
        let size: usize = row.iter().sum();
        let jaccard = |(&both, &other): (&usize, &usize)| match size + other - both {
            0 => 0.0,
            either => both as f64 / either as f64,
        };
        row.iter().zip(&sizes).map(jaccard).fold(0.0, f64::max)
    };
    (0..k).map(|a| table.get(a).map_or(0.0, best)).collect()
}

/// How many units are in matching groups, when groups are matched one to one so that these are most.
pub fn matched(one: &[usize], other: &[usize]) -> usize {
    let groups = matching(one, other);
    one.iter().zip(other).filter(|&(&a, &b)| groups[a] == b).count()
}

/// The group of the other grouping that each group is matched with, one to one, so that most units are in matching
/// groups. The numbers of groups beyond those of the other grouping stand for none.
pub fn matching(one: &[usize], other: &[usize]) -> Vec<usize> {
    let table = crossed(one, other);
    let size = table.len().max(table.first().map_or(0, Vec::len));
    let most = one.len() as i64;
    let cell = |a: usize, b: usize| table.get(a).and_then(|row| row.get(b)).copied().unwrap_or(0);
    let costs: Vec<Vec<i64>> =
        (0..size).map(|a| (0..size).map(|b| most - cell(a, b) as i64).collect()).collect();
    assignment(&costs)
}

/// The column of each row in the cheapest one-to-one assignment, by the Hungarian method (Kuhn 1955) with potentials.
fn assignment(costs: &[Vec<i64>]) -> Vec<usize> {
    let n = costs.len();
    let mut potentials = (vec![0_i64; n + 1], vec![0_i64; n + 1]);
    // The row of each column, from 1; 0 for none. Column 0 stands for the row that is looking for one.
    let mut row_of = vec![0_usize; n + 1];
    for row in 1..=n {
        row_of[0] = row;
        let (free, back) = cheapest_path(costs, &row_of, &mut potentials);
        let mut column = free;
        while column != 0 {
            row_of[column] = row_of[back[column]];
            column = back[column];
        }
    }
    let mut columns = vec![0; n];
    (1..=n).for_each(|column| columns[row_of[column] - 1] = column - 1);
    columns
}

/// The free column that the row at column 0 reaches at least cost, and the column before each on the way.
fn cheapest_path(
    costs: &[Vec<i64>],
    row_of: &[usize],
    (of_rows, of_columns): &mut (Vec<i64>, Vec<i64>),
) -> (usize, Vec<usize>) {
    let n = costs.len();
    let (mut least, mut back, mut used) = (vec![i64::MAX; n + 1], vec![0; n + 1], vec![false; n + 1]);
    let mut column = 0;
    while row_of[column] != 0 {
        used[column] = true;
        let row = row_of[column];
        let (mut step, mut next) = (i64::MAX, 0);
        for other in (1..=n).filter(|&other| !used[other]) {
            let cost = costs[row - 1][other - 1] - of_rows[row] - of_columns[other];
            if cost < least[other] {
                (least[other], back[other]) = (cost, column);
            }
            if least[other] < step {
                (step, next) = (least[other], other);
            }
        }
        for other in 0..=n {
            if used[other] {
                of_rows[row_of[other]] += step;
                of_columns[other] -= step;
            } else {
                least[other] = least[other].saturating_sub(step);
            }
        }
        column = next;
    }
    (column, back)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_groupings_agree_whatever_their_numbers() {
        let (one, other) = ([0, 0, 1, 1, 2], [2, 2, 0, 0, 1]);
        assert_eq!(adjusted_rand(&one, &other), 1.0);
        assert_eq!(matched(&one, &other), 5);
        assert_eq!(best_jaccards(&one, &other, 3), [1.0, 1.0, 1.0]);
        assert_eq!(best_jaccards(&one, &other, 4)[3], 0.0, "a group without units");
    }

    #[test]
    fn groups_are_matched_so_that_most_units_stay() {
        // Taking the largest cell first would match 5 + 0; the best is 4 + 4.
        let one = [vec![0; 9], vec![1; 4]].concat();
        let other = [vec![0; 5], vec![1; 4], vec![0; 4]].concat();
        assert_eq!(matched(&one, &other), 8);
        // Every permutation of four groups, against the Hungarian method.
        let mut state = 1_u64;
        let mut draw = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % 4
        };
        for _ in 0..50 {
            let (one, other): (Vec<usize>, Vec<usize>) = (0..30).map(|_| (draw(), draw())).unzip();
            let table = crossed(&one, &other);
            let cell =
                |a: usize, b: usize| table.get(a).and_then(|row| row.get(b)).copied().unwrap_or_default();
            let sum = |p: &Vec<usize>| -> usize { p.iter().enumerate().map(|(a, &b)| cell(a, b)).sum() };
            let best = permutations(4).iter().map(sum).max();
            assert_eq!(Some(matched(&one, &other)), best);
        }
    }

    fn permutations(n: usize) -> Vec<Vec<usize>> {
        if n == 0 {
            return vec![vec![]];
        }
        let shorter = permutations(n - 1);
        let with = |p: &Vec<usize>, at: usize| [&p[..at], &[n - 1], &p[at..]].concat();
        shorter.iter().flat_map(|p| (0..n).map(move |at| with(p, at))).collect()
    }
}
