//! Units that stand on one spot or nearly so, moved apart to either side, so that each is seen.

use super::sheet::{Anchor, Area, Label, Point, Sheet};
use super::stage::Stage;
use super::style::{PAPER, SMALL};
use super::text::MIDDLE;
use crate::targeting::UnitFindings;
use std::collections::BTreeMap;

/// The farthest that units are moved, to either side.
const APART: f64 = 118.0;
/// The least that units on one spot may be moved, even where others stand beside them.
const CROWDED: f64 = 36.0;
/// Where so many of one spot cover others, they can no longer be counted by eye.
const PILED: usize = 3;
/// From one place to the next that is tried.
const STEP: f64 = 6.0;

/// A unit where it is drawn.
pub struct Spot<'a> {
    /// The unit.
    pub unit: &'a UnitFindings,
    /// Where it is drawn.
    pub at: Point,
    /// Where it would be drawn alone.
    from: (i64, i64),
    /// Whether no place was left beside the others.
    covered: bool,
}

/// Where units are drawn that stand at the places given, with markers of a reach.
///
/// Units of one place across form a swarm: from the top, each takes the nearest place that is free, and where none is left,
/// the one farthest from the others.
pub fn spots<'a>(
    units: &[&'a UnitFindings],
    place: impl Fn(&UnitFindings) -> Point,
    reach: f64,
    inside: Area,
) -> Vec<Spot<'a>> {
    let mut columns: BTreeMap<i64, Vec<(usize, Point)>> = BTreeMap::new();
    for (i, unit) in units.iter().enumerate() {
        let (x, y) = place(unit);
        columns.entry(x.round() as i64).or_default().push((i, (x, y)));
    }
    let room = rooms(&columns, reach, inside);
    let mut spots: Vec<(usize, Spot)> = Vec::new();
    for (mut column, room) in columns.into_values().zip(room) {
        column.sort_by(|a, b| a.1.1.total_cmp(&b.1.1).then(a.0.cmp(&b.0)));
        let mut placed: Vec<Point> = Vec::new();
        for (i, (x, y)) in column {
            let (dx, covered) = nearest_free(&placed, (x, y), reach, room);
            placed.push((x + dx, y));
            let from = (x.round() as i64, y.round() as i64);
            spots.extend(units.get(i).map(|unit| (i, Spot { unit, at: (x + dx, y), from, covered })));
        }
    }
    spots.sort_by_key(|(i, _)| *i);
    spots.into_iter().map(|(_, spot)| spot).collect()
}

/// How far the units of each column may be moved: half the way to the next column of several, and not off the plot.
fn rooms(columns: &BTreeMap<i64, Vec<(usize, Point)>>, reach: f64, inside: Area) -> Vec<f64> {
    let crowded: Vec<i64> = columns.iter().filter(|(_, units)| units.len() > 1).map(|(x, _)| *x).collect();
    let room = |x: &i64| {
        let gaps = crowded.iter().filter(|other| *other != x).map(|other| (other - x).abs() as f64);
        let half = gaps.fold(f64::INFINITY, f64::min) / 2.0 - reach - 3.0;
        let edge = (*x as f64 - inside.left).min(inside.right - *x as f64) - reach - 3.0;
        half.clamp(CROWDED, APART).min(edge.max(0.0))
    };
    columns.keys().map(room).collect()
}

/// How far to move a unit, and whether it covers another all the same. Those placed stand no lower than it does.
fn nearest_free(placed: &[Point], (x, y): Point, reach: f64, room: f64) -> (f64, bool) {
    let wanted = 2.0 * reach + 2.0;
    let near: Vec<Point> = placed.iter().rev().take_while(|other| y - other.1 < wanted).copied().collect();
    let clear = |dx: f64| {
        let apart = near.iter().map(|other| {
            let (dx, dy) = (other.0 - x - dx, other.1 - y);
            dx * dx + dy * dy
        });
        apart.fold(f64::INFINITY, f64::min)
    };
    let steps = (room / STEP).floor() as i64;
    let tried = (0..=steps).flat_map(|i| [i, -i]).map(|i| i as f64 * STEP);
    let mut best = (0.0, -1.0);
    for dx in tried {
        let apart = clear(dx);
        if apart >= wanted * wanted {
            return (dx, false);
        }
        if apart > best.1 {
            best = (dx, apart);
        }
    }
    (best.0, true)
}

/// Writes how many units stand on a spot where they cover one another; returns the room of the numbers.
pub fn counts(sheet: &mut Sheet, stage: &Stage, spots: &[Spot], reach: f64, inside: Area) -> Vec<Area> {
    let mut piles: BTreeMap<(i64, i64), Vec<&Spot>> = BTreeMap::new();
    for spot in spots {
        piles.entry(spot.from).or_default().push(spot);
    }
    let covered = |pile: &Vec<&Spot>| pile.iter().filter(|spot| spot.covered).count() >= PILED;
    let covered = piles.into_values().filter(covered);
    let mut taken: Vec<Area> = Vec::new();
    for pile in covered {
        let right = pile.iter().map(|spot| spot.at.0).fold(f64::NEG_INFINITY, f64::max);
        let y = pile.first().map_or(0.0, |spot| spot.at.1);
        let text = format!("{}×", stage.locale.count(pile.len()));
        let label = Label::new(text, right + reach + 5.0, y + MIDDLE * SMALL.px).anchor(Anchor::Start);
        let place = label.area(stage.ruler);
        if inside.holds(&place) && !taken.iter().any(|other| other.overlaps(&place.grown(2.0))) {
            sheet.rectangle(place, PAPER);
            sheet.write(label);
            taken.push(place);
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLOT: Area = Area { left: 0.0, top: 0.0, right: 1000.0, bottom: 1000.0 };

    fn placed(places: &[Point]) -> Vec<(Point, bool)> {
        let unit = super::super::targeting_fixtures::shops().units.first().cloned().expect("a unit");
        let units: Vec<_> = (0..places.len()).map(|rank| UnitFindings { rank, ..unit.clone() }).collect();
        let all: Vec<&UnitFindings> = units.iter().collect();
        let spots = spots(&all, |unit| places[unit.rank], 9.0, PLOT);
        spots.iter().map(|spot| (spot.at, spot.covered)).collect()
    }

    #[test]
    fn units_on_one_spot_stand_side_by_side_and_never_off_the_plot() {
        let all = placed(&[(500.0, 300.0); 9]);
        assert!(all.iter().all(|(at, covered)| at.1 == 300.0 && !covered && (at.0 - 500.0).abs() <= APART));
        for (i, (a, _)) in all.iter().enumerate() {
            assert!(all[..i].iter().all(|(b, _)| (a.0 - b.0).abs() >= 20.0), "{a:?}");
        }
        assert!(placed(&[(990.0, 300.0); 9]).iter().all(|(at, _)| at.0 <= 1000.0));
        assert_eq!(
            placed(&[(200.0, 5.0), (201.0, 400.0)])[1],
            ((201.0, 400.0), false),
            "alone, it is not moved"
        );
    }

    #[test]
    fn more_units_than_have_room_cover_one_another_and_say_so() {
        let all = placed(&[(500.0, 300.0); 40]);
        assert!(all.iter().filter(|(_, covered)| *covered).count() >= 20);
        let beside = placed(&[&[(500.0, 300.0); 9][..], &[(560.0, 300.0); 9]].concat());
        let (left, right) = beside.split_at(9);
        assert!(left.iter().all(|(at, _)| at.0 <= 536.0) && right.iter().all(|(at, _)| at.0 >= 524.0));
    }
}
