//! Checks the columns on which segments are to be validated.

use super::Checker;
use crate::diagnostic::did_you_mean;
use crate::study::place::{Path, path};
use crate::study::schema::{self, ColumnType};

impl Checker<'_> {
    /// The validation columns that are sound; every other is told.
    pub(super) fn validation(&mut self, plan: &schema::Segmentation, data: &schema::Dataset) -> Vec<String> {
        let mut sound: Vec<String> = Vec::new();
        for (i, name) in plan.validation.iter().enumerate() {
            let name = &name.0;
            let at = path!["segmentation", "validation", i];
            let earlier = sound.contains(name);
            if self.may_validate(plan, data, name, earlier, &at) {
                sound.push(name.clone());
            }
        }
        sound
    }

    fn may_validate(
        &mut self,
        plan: &schema::Segmentation,
        data: &schema::Dataset,
        name: &str,
        earlier: bool,
        at: &Path,
    ) -> bool {
        let is_variable = plan.variables.iter().any(|variable| variable.settings().column.0 == name);
        let (code, message, reason, hint) = match data.columns.get(name) {
            None => (
                "segmentation::unknown-validation",
                format!("there is no column `{name}`"),
                "the dataset declares no such column",
                hint(plan, data, name),
            ),
            Some(_) if is_variable => (
                "segmentation::validation-variable",
                format!("`{name}` is a variable of the segmentation"),
                "segments are made to differ on it, so that they do proves nothing",
                Some("remove it from `validation` or from `variables`".to_owned()),
            ),
            Some(column) if !(column.kind.is_numeric() || column.kind == ColumnType::Category) => (
                "segmentation::validation-type",
                format!("`{name}` holds neither numbers nor categories"),
                "there is no test for such a column",
                Some(
                    "validation columns are of type `count`, `number`, `money`, `percent` or `category`"
                        .to_owned(),
                ),
            ),
            Some(_) if earlier => (
                "segmentation::twice",
                format!("the validation column `{name}` stands twice"),
                "it would be tested twice",
                None,
            ),
            Some(_) => return true,
        };
        self.error(code, at, message, reason, hint);
        false
    }
}

/// A column that may have been meant, or all that could be.
fn hint(plan: &schema::Segmentation, data: &schema::Dataset, name: &str) -> Option<String> {
    let free = |column: &str| !plan.variables.iter().any(|v| v.settings().column.0 == column);
    let fits = |kind: ColumnType| kind.is_numeric() || kind == ColumnType::Category;
    let columns = data.columns.iter().filter(|(column, settings)| free(&column.0) && fits(settings.kind));
    let known: Vec<&str> = columns.map(|(column, _)| column.0.as_str()).collect();
    let all = (!known.is_empty()).then(|| format!("columns that can be used are `{}`", known.join("`, `")));
    did_you_mean(name, known.iter().copied()).or(all)
}
