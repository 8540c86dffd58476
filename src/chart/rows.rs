//! A row per unit, grouped by segment: the frame that the silhouette and the distance chart share.

use super::scene::{Group, Scene};
use super::sheet::{Anchor, Area, Label, Sheet};
use super::style::{
    MARGIN, NAMED_ROW, QUIET, ROWS_BUDGET, SEGMENT_LINE, SMALL, TALLEST_ROW, UNNAMED_ROWS, WIDEST_NAMES,
    WIDTH,
};
use super::text::{LEADING, RISE};
use super::{axis, legend};
use crate::segmentation::{Cluster, Member};

/// The thinnest row that is drawn; with more units only some are.
const THINNEST: f64 = 2.0;
/// The thinnest row with paper between it and the next.
const SPACED: f64 = 6.0;
/// What units without names take at least, however many segments there are.
const LEAST_ROWS: f64 = 300.0;

/// The height of a row for a segment's means.
pub const MEANS_ROW: f64 = 50.0;

/// Half the height of what it shows; below it is paper.
pub const MEANS_HALF: f64 = 21.0;

/// What a row shows.
#[derive(Clone, Copy)]
pub enum Row<'a> {
    /// A unit.
    Unit(&'a Member),
    /// A segment as a whole.
    Means(&'a Cluster),
}

/// Rows of units under the names of their segments.
pub struct Rows<'a> {
    /// The groups, with only the units that are drawn.
    pub groups: Vec<Group<'a>>,
    /// Whether units carry their names and values.
    pub named: bool,
    /// The height of a row.
    pub pitch: f64,
    /// One of so many units is drawn.
    pub every: usize,
    /// The width of the column of names.
    pub names: f64,
    /// Whether each segment begins with a row for its means.
    pub means: bool,
}

impl<'a> Rows<'a> {
    /// Chooses how rows are drawn, by how many there are; units without names may be led by a row of `means`.
    pub fn new(scene: &Scene<'a>, mut groups: Vec<Group<'a>>, means: bool) -> Self {
        let n = groups.iter().map(|group| group.members.len()).sum::<usize>().max(1) as f64;
        let room = ROWS_BUDGET - groups.len() as f64 * SEGMENT_LINE;
        let named = n * NAMED_ROW <= room;
        if named {
            let keys: Vec<_> =
                groups.iter().flat_map(|group| &group.members).map(|m| scene.name(m, WIDEST_NAMES)).collect();
            let names = scene.ruler.widest(keys.iter().map(String::as_str), SMALL);
            return Self {
                groups,
                named,
                pitch: (room / n).min(TALLEST_ROW).floor(),
                every: 1,
                names,
                means: false,
            };
        }
        let room = room - if means { groups.len() as f64 * MEANS_ROW } else { 0.0 };
        let every = (n * THINNEST / UNNAMED_ROWS).ceil().max(1.0) as usize;
        for group in &mut groups {
            thin(&mut group.members, every);
        }
        let drawn = groups.iter().map(|group| group.members.len()).sum::<usize>().max(1) as f64;
        let pitch = (UNNAMED_ROWS.min(room.max(LEAST_ROWS)) / drawn).clamp(1.0, 24.0);
        // Whole pixels, where there is paper between rows, so that it is everywhere as wide.
        let pitch = if pitch >= SPACED { pitch.floor() } else { pitch };
        Self { groups, named, pitch, every, names: 0.0, means }
    }

    /// The height of all rows and segment names.
    pub fn height(&self) -> f64 {
        self.groups.iter().map(|group| self.group_height(group)).sum()
    }

    /// The height of what stands above the units of a segment.
    fn above(&self) -> f64 {
        SEGMENT_LINE + if self.means { MEANS_ROW } else { 0.0 }
    }

    /// The height of a segment with its units.
    fn group_height(&self, group: &Group) -> f64 {
        self.above() + self.pitch * group.members.len() as f64
    }

    /// The plot that the rows take when they begin at a height; `before` and `after` are room for values beside them.
    pub fn plot(&self, top: f64, before: f64, after: f64) -> Area {
        let left = MARGIN + if self.named { self.names + 20.0 } else { 40.0 } + before;
        Area { left, top, right: f64::from(WIDTH) - MARGIN - after, bottom: top + self.height() + 8.0 }
    }

    /// Goes through the rows: names each segment and hands what a row shows, with the middle of the row, to `row`.
    pub fn draw(
        &self,
        sheet: &mut Sheet,
        scene: &Scene,
        plot: Area,
        said: impl Fn(&Cluster) -> String,
        mut row: impl FnMut(&mut Sheet, Row, f64),
    ) {
        let mut top = plot.top;
        for group in &self.groups {
            legend::segment_line(
                sheet,
                scene,
                group.cluster,
                top + SEGMENT_LINE * 0.56,
                &said(group.cluster),
            );
            if self.means {
                row(sheet, Row::Means(group.cluster), top + SEGMENT_LINE + MEANS_HALF);
            }
            for (i, member) in group.members.iter().enumerate() {
                let y = top + self.above() + self.pitch * (i as f64 + 0.5);
                if self.named {
                    let name = scene.name(member, WIDEST_NAMES);
                    sheet.write(Label::beside(name, MARGIN + self.names, y).anchor(Anchor::End));
                }
                row(sheet, Row::Unit(member), y);
            }
            top += self.group_height(group);
        }
    }

    /// The bar of a row, between two places on the x axis.
    pub fn bar(&self, y: f64, from: f64, to: f64) -> Area {
        let half = if self.named {
            self.pitch * 0.3
        } else {
            self.pitch / 2.0 - f64::from(u8::from(self.pitch >= SPACED))
        };
        Area { left: from.min(to), right: from.max(to), top: y - half, bottom: y + half }
    }

    /// Draws the axis and, where not every unit is drawn, says so; returns the height of the chart.
    pub fn axis(
        &self,
        sheet: &mut Sheet,
        scene: &Scene,
        plot: Area,
        x: axis::Scale,
        ticks: &axis::Ticks,
        title: &str,
    ) -> f64 {
        let end = axis::bottom(sheet, plot, x, ticks, title, scene.locale);
        let Some(note) = self.note(scene) else { return end };
        let baseline = end + 12.0 + RISE * SMALL.px;
        sheet.write(Label::new(note, MARGIN, baseline).color(QUIET));
        baseline + (LEADING - RISE) * SMALL.px
    }

    /// What is said when not every unit is drawn.
    pub fn note(&self, scene: &Scene) -> Option<String> {
        let every = scene.locale.count(self.every);
        (self.every > 1).then(|| match scene.locale.language {
            crate::locale::Language::Id => {
                format!("Digambar satu dari tiap {every} unit, dan yang terendah dari tiap segmen.")
            }
            crate::locale::Language::En => {
                format!("One of every {every} units is drawn, and the lowest of each segment.")
            }
        })
    }

    /// What the alternative text says of names.
    pub fn names_in_words(&self, scene: &Scene) -> String {
        let names = match self.named {
            true => "",
            false => scene
                .say(" Nama unit tidak ditulis karena unitnya banyak.", " Units are too many to be named."),
        };
        format!("{names}{}", self.note(scene).map(|note| format!(" {note}")).unwrap_or_default())
    }
}

/// Keeps one of every so many, and the last.
fn thin<T>(items: &mut Vec<T>, every: usize) {
    let last = items.len().saturating_sub(1);
    let mut i = 0;
    items.retain(|_| {
        let keep = usize::is_multiple_of(i, every) || i == last;
        i += 1;
        keep
    });
}
