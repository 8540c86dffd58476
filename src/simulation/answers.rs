//! Answers by a measurement model: a normal latent answer with one factor for every construct, cut by thresholds.
//!
//! This is the graded response by thresholds of a normal factor model (Samejima 1969; Muthén 1984), the model behind
//! polychoric correlations. The factors of a respondent share a general tendency and a view of every object.

use super::drawing::{Cells, Drawing};
use super::random::Random;
use super::samplers::standard_normal;
use crate::diagnostic::Diagnostic;
use crate::study::place::path;
use crate::study::schema::Parameter;
use crate::study::{AnswerModel, Bounds, Difficulty, Given, ModelConstruct, ModelItem, RatedObject};
use libm::sqrt;

/// The columns of all answers, after everything that they depend on.
///
/// # Errors
/// A parameter that a column takes out of its range.
pub fn answers(drawing: &Drawing, model: &AnswerModel) -> Result<Vec<(String, Cells)>, Diagnostic> {
    let survey = Survey { drawing, model };
    let tendencies = survey.normal("", "tendency");
    let mut columns = Vec::new();
    for (o, object) in model.objects.iter().enumerate() {
        let rated = survey.rated(object).map_err(|reason| survey.failed(reason))?;
        let views = survey.normal(&object.name, "view");
        for (c, construct) in model.constructs.iter().enumerate() {
            let factors = survey.factors(&object.name, construct, &tendencies, &views);
            let means = survey.means(construct, o).map_err(|reason| survey.failed(reason))?;
            for (column, item) in object.columns.iter().zip(&model.items).filter(|(_, it)| it.construct == c)
            {
                let given = Asked { column, item, means: &means, factors: &factors, rated: &rated };
                let cells = survey.cells(&given).map_err(|reason| survey.failed(reason))?;
                columns.push((column.clone(), Cells::Texts(cells)));
            }
        }
    }
    Ok(columns)
}

/// A survey while its answers are drawn.
struct Survey<'a> {
    drawing: &'a Drawing<'a>,
    model: &'a AnswerModel,
}

/// An item of one object, with what its answers depend on, by row.
struct Asked<'a> {
    column: &'a str,
    item: &'a ModelItem,
    means: &'a [Option<f64>],
    factors: &'a [f64],
    rated: &'a [bool],
}

impl Survey<'_> {
    fn random(&self, column: &str, purpose: &str) -> Random {
        Random::new(self.drawing.seed, &self.drawing.dataset.name, column, purpose)
    }

    /// A standard normal number per row.
    fn normal(&self, column: &str, purpose: &str) -> Vec<f64> {
        let mut random = self.random(column, purpose);
        (0..self.drawing.rows).map(|row| standard_normal(random.row(row))).collect()
    }

    /// The factor of a construct per row, standard normal: a tendency, a view of the object, and a part of its own.
    fn factors(
        &self,
        object: &str,
        construct: &ModelConstruct,
        tendencies: &[f64],
        views: &[f64],
    ) -> Vec<f64> {
        let own = self.normal(object, &format!("factor {}", construct.name));
        let (tendency, view) = (self.model.respondent, construct.object);
        let rest = sqrt((1.0 - tendency - view).max(0.0));
        let factor =
            |row: usize| sqrt(tendency) * tendencies[row] + sqrt(view) * views[row] + rest * own[row];
        (0..self.drawing.rows).map(factor).collect()
    }

    /// Whether each respondent rates an object at all.
    fn rated(&self, object: &RatedObject) -> Result<Vec<bool>, String> {
        let mut random = self.random(&object.name, "rated");
        let share = |row| self.share(object.unrated.as_ref(), "object_missing", row);
        (0..self.drawing.rows).map(|row| Ok(!random.row(row).happens(share(row)?))).collect()
    }

    fn means(&self, construct: &ModelConstruct, object: usize) -> Result<Vec<Option<f64>>, String> {
        let given = Given { at: path!["means"], parameter: &construct.means[object], bounds: Bounds::Any };
        let group = |row| self.drawing.group(row);
        (0..self.drawing.rows).map(|row| self.drawing.parameter(&given, row, group(row))).collect()
    }

    /// A share in a row; 0 where there is none.
    fn share(&self, parameter: Option<&Parameter>, key: &'static str, row: usize) -> Result<f64, String> {
        let Some(parameter) = parameter else { return Ok(0.0) };
        let given = Given { at: path![key], parameter, bounds: Bounds::Share };
        let share = self.drawing.parameter(&given, row, self.drawing.group(row))?;
        Ok(share.unwrap_or(0.0))
    }

    /// The answers to an item about one object, as they are written: reversed items turned around.
    fn cells(&self, asked: &Asked) -> Result<Vec<Option<String>>, String> {
        let (mut errors, mut left_out) =
            (self.random(asked.column, "value"), self.random(asked.column, "missing"));
        let model = self.model;
        let difficulty = self.difficulty(asked.item);
        let answer = |row: usize| {
            let share = self.share(model.missing.as_ref(), "missing", row)?;
            let (Some(mean), true) = (asked.means[row], asked.rated[row]) else { return Ok(None) };
            if left_out.row(row).happens(share) {
                return Ok(None);
            }
            let loading = asked.item.loading;
            let error = sqrt(1.0 - loading * loading) * standard_normal(errors.row(row));
            let latent = mean + difficulty + model.sd * (loading * asked.factors[row] + error);
            Ok(Some(self.answer(latent, asked.item.reversed).to_string()))
        };
        (0..self.drawing.rows).map(answer).collect()
    }

    /// How much higher an item is answered, of whatever object.
    fn difficulty(&self, item: &ModelItem) -> f64 {
        match item.difficulty {
            Difficulty::Given(value) => value,
            Difficulty::Drawn(sd) => sd * standard_normal(self.random(&item.name, "difficulty").row(0)),
        }
    }

    /// The answer on the scale; a latent answer at a threshold passes it.
    fn answer(&self, latent: f64, reversed: bool) -> i32 {
        let passed = self.model.thresholds.iter().filter(|threshold| latent >= **threshold).count() as i32;
        if reversed { self.model.to - passed } else { self.model.from + passed }
    }

    fn failed(&self, reason: String) -> Diagnostic {
        let problem = Diagnostic::error("simulation::failed", "the answers cannot be drawn");
        problem.maybe_at(self.model.place.clone()).because(reason)
    }
}
