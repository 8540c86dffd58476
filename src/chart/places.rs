//! Where texts beside markers cover nothing.

use super::sheet::{Anchor, Area, Label, Point, Sheet};
use super::style::{PAPER, QUIET, SMALL};
use super::text::{MIDDLE, RISE};

/// The distances at which a text may stand from its marker.
const RINGS: u8 = 6;
/// How much farther each is than the one before.
const RING: f64 = 40.0;
/// A text crosses a line rather than stand so many places farther off.
const CROSSED: usize = 40;
/// The room kept between two texts.
const BETWEEN: f64 = 4.0;

/// The part of a sheet where texts may stand, and what already stands there.
pub struct Places {
    /// What texts must not leave.
    pub inside: Area,
    /// What no text may cover.
    pub taken: Vec<Area>,
    /// What texts had better not cover: lines.
    pub avoided: Vec<Area>,
}

impl Places {
    /// A free place for a text beside a marker, as near and on as few lines as can be.
    pub fn find(&self, sheet: &Sheet, text: &str, at: Point, reach: f64) -> Option<Label> {
        let places = around(text, at, reach);
        let free = |label: &Label| {
            let place = label.area(sheet.ruler);
            self.inside.holds(&place) && hits(&self.taken, place) == 0
        };
        let crossed = |label: &Label| hits(&self.avoided, label.area(sheet.ruler));
        let cost = |(i, label): &(usize, &Label)| CROSSED * crossed(label) + i;
        places
            .iter()
            .enumerate()
            .filter(|(_, label)| free(label))
            .min_by_key(cost)
            .map(|(_, label)| label.clone())
    }

    /// Finds a place for every text; none when one of them has no place.
    pub fn find_all(&mut self, sheet: &Sheet, texts: &[(String, Point)], reach: f64) -> Option<Vec<Label>> {
        let before = self.taken.len();
        let mut found = Vec::new();
        for (text, at) in texts {
            let Some(label) = self.find(sheet, text, *at, reach) else {
                self.taken.truncate(before);
                return None;
            };
            self.taken.push(label.area(sheet.ruler));
            found.push(label);
        }
        Some(found)
    }

    /// Finds a place for those texts that have one.
    pub fn find_some(&mut self, sheet: &Sheet, texts: &[(String, Point)], reach: f64) -> Vec<Option<Label>> {
        let mut place = |(text, at): &(String, Point)| {
            let label = self.find(sheet, text, *at, reach)?;
            self.taken.push(label.area(sheet.ruler));
            Some(label)
        };
        texts.iter().map(&mut place).collect()
    }
}

/// How many of some areas a text would come too near to.
fn hits(areas: &[Area], place: Area) -> usize {
    areas.iter().filter(|area| area.overlaps(&place.grown(BETWEEN))).count()
}

/// Writes a text beside its marker, on paper, with a line to it where the two are far apart.
pub fn write(sheet: &mut Sheet, label: Label, at: Point, reach: f64) {
    let place = label.area(sheet.ruler);
    let near = (at.0.clamp(place.left, place.right), at.1.clamp(place.top, place.bottom));
    let (dx, dy) = (near.0 - at.0, near.1 - at.1);
    let far = (dx * dx + dy * dy).sqrt();
    if far > 2.0 * reach + 4.0 {
        let share = (reach + 2.0) / far;
        sheet.line(&[(at.0 + dx * share, at.1 + dy * share), near], QUIET, 1);
    }
    // A little more than the words, so that no line runs into them.
    sheet.rectangle(place.grown(BETWEEN - 1.0), PAPER);
    sheet.write(label);
}

/// The places for a text around a marker, the nearest first.
pub fn around(text: &str, (x, y): Point, reach: f64) -> Vec<Label> {
    let mut places = Vec::new();
    for ring in 0..RINGS {
        let far = RING * f64::from(ring);
        let (side, up, down) = (reach + 7.0 + far, reach + 8.0 + far, reach + 8.0 + RISE * SMALL.px + far);
        let label = |dx: f64, dy: f64, anchor| Label::new(text, x + dx, y + dy).anchor(anchor);
        let level = MIDDLE * SMALL.px;
        places.extend([
            label(side, level, Anchor::Start),
            label(-side, level, Anchor::End),
            label(0.0, -up, Anchor::Middle),
            label(0.0, down, Anchor::Middle),
            label(side, -up, Anchor::Start),
            label(-side, -up, Anchor::End),
            label(side, down, Anchor::Start),
            label(-side, down, Anchor::End),
        ]);
    }
    places
}
