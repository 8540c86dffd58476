//! Charts: a view of the findings as SVG, with alternative text written from the same numbers.
//!
//! Plotters writes the SVG. Text stays text, set in Libertinus Serif, which Typst embeds; where it goes is measured
//! with that font, since plotters' own estimate is only near.

mod axis;
mod choice;
mod columns;
mod criteria;
mod distance;
mod heat_map;
mod importance;
mod keys;
mod legend;
mod likert;
mod likert_rows;
mod lorenz;
mod map;
mod places;
mod profile;
mod quadrants;
mod reach_axis;
mod rows;
mod scene;
mod score_intervals;
mod scores;
mod scripts;
mod separation;
mod sheet;
mod silhouette;
mod spread;
mod stage;
mod stamp;
pub mod style;
mod survey_stage;
mod swarm;
mod text;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod survey_fixtures;
#[cfg(test)]
mod survey_tests;
#[cfg(test)]
mod targeting_fixtures;
#[cfg(test)]
mod targeting_tests;
#[cfg(test)]
mod tests;

use crate::locale::Locale;
use crate::positioning::PositioningFindings;
use crate::segmentation::SegmentationFindings;
use crate::targeting::TargetingFindings;
use scene::Scene;
use sheet::Sheet;
use stage::Stage;
pub use stamp::simulated;
use std::fmt;
use survey_stage::SurveyStage;
pub use text::Ruler;

/// A chart of the findings.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Its name, also that of its file: `charts/{name}.svg`.
    pub name: &'static str,
    /// The drawing.
    pub svg: String,
    /// What is seen in it, for readers who cannot see it.
    pub alt: String,
    /// The width at which its text has the size of a caption, in points.
    pub width_pt: f64,
    /// The height at that width, in points.
    pub height_pt: f64,
    /// The labels in letters of the study's fonts, which the document sets over the drawing.
    pub foreign: Vec<[String; 8]>,
    /// The lowest mark in the corner at the lower right, in SVG pixels: below it there is room.
    foot: f64,
}

impl Chart {
    /// Writes a finished sheet; the height is in SVG pixels.
    fn new(name: &'static str, sheet: Sheet, height: f64, alt: String) -> Result<Self, ChartError> {
        let height = height.ceil().max(1.0) as u32;
        let foreign = sheet.foreign_labels();
        let foot = sheet.lowest(stamp::CORNER);
        let svg = sheet.into_svg(height)?;
        let height_pt = f64::from(height) * style::PT_PER_PX;
        Ok(Self { name, svg, alt: text::clean(&alt), width_pt: style::WIDTH_PT, height_pt, foreign, foot })
    }
}

/// Why a chart could not be drawn. Neither is the user's to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChartError {
    /// The fonts that telaah carries could not be read.
    Font,
    /// Plotters refused.
    Drawing(String),
}

impl fmt::Display for ChartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Font => {
                write!(f, "the font `{}` that charts are measured with cannot be read", style::FONT_FAMILY)
            }
            Self::Drawing(cause) => write!(f, "a chart could not be drawn: {cause}"),
        }
    }
}

impl std::error::Error for ChartError {}

/// Draws every chart of a segmentation, in the order of the report.
///
/// # Errors
/// When plotters refuses, which does not depend on the findings.
pub fn draw(
    segmentation: &SegmentationFindings,
    locale: &Locale,
    ruler: &Ruler,
) -> Result<Vec<Chart>, ChartError> {
    let scene = Scene { findings: segmentation, locale, ruler };
    let charts =
        [heat_map::draw, profile::draw, spread::draw, separation::draw, silhouette::draw, distance::draw];
    let compared = segmentation.choice.iter().map(|choice| choice::draw(&scene, choice));
    compared.chain(charts.iter().map(|draw| draw(&scene))).collect()
}

/// Draws every chart of a targeting, in the order of the report.
///
/// # Errors
/// As for [`draw`].
pub fn draw_targeting(
    targeting: &TargetingFindings,
    locale: &Locale,
    ruler: &Ruler,
) -> Result<Vec<Chart>, ChartError> {
    let stage = Stage { found: targeting, locale, ruler };
    let charts = [lorenz::draw(&stage)?, Some(criteria::draw(&stage)?), quadrants::draw(&stage)?];
    Ok(charts.into_iter().flatten().collect())
}

/// Draws every chart of a survey, in the order of the report; those whose findings are missing are left out.
///
/// # Errors
/// As for [`draw`].
pub fn draw_positioning(
    found: &PositioningFindings,
    locale: &Locale,
    ruler: &Ruler,
) -> Result<Vec<Chart>, ChartError> {
    let stage = SurveyStage { found, locale, ruler };
    let mut charts = likert::draw(&stage)?;
    let others = [scores::draw, score_intervals::draw, importance::draw, map::draw];
    for draw in others {
        charts.extend(draw(&stage)?);
    }
    Ok(charts)
}
