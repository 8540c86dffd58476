//! Describes data by a `simulation:` that draws a twin of them: the same columns, rows of nobody.
//!
//! What is described is what a stranger may know: sizes, rounded moments by segment, rank correlations, shares rounded to
//! base 5, categories that at least five rows share. No identifier, name or text is copied, and no single value.

mod labels;
mod numbers;
mod relations;
mod units;
mod yaml;

use crate::data::{Table, Values};
use crate::study::Dataset;
use crate::study::schema::{Column, ColumnType};
use relations::Relation;
use serde_json::{Map, Value, json};
use units::Units;

/// A dataset with the segments of its rows.
#[derive(Debug)]
pub struct Source<'a> {
    /// The dataset.
    pub dataset: &'a Dataset,
    /// Its rows.
    pub table: &'a Table,
    /// The segment of every row, from 1; none outside of all segments, and everywhere without a segmentation.
    pub segments: Vec<Option<usize>>,
}

/// How the columns of a dataset are drawn, while they are found.
#[derive(Debug, Default)]
struct Found {
    latent: Map<String, Value>,
    columns: Map<String, Value>,
    /// The columns that can be correlated, and whether only their values other than 0 are drawn by rank.
    ranked: Vec<(String, bool)>,
}

/// The `datasets:` of a twin of these data, as YAML to be put into a study.
pub fn datasets(study: &str, sources: &[Source]) -> String {
    let mut text = format!(
        "# A simulated twin of the data of `{study}`, estimated by `telaah twin`. Read it before you pass it on: it holds rounded\n\
         # moments, shares and the categories that at least {} rows share, by segments of at least {} rows, and no row of the data.\n\
         datasets:\n",
        units::LEAST_CELL,
        units::LEAST_GROUP
    );
    for source in sources {
        text += &yaml::dataset(source.dataset, &simulation(source));
    }
    text
}

/// The `simulation:` of a dataset.
fn simulation(source: &Source) -> Map<String, Value> {
    let units = Units::new(&source.segments);
    let mut found = Found::default();
    for (name, column) in &source.dataset.columns {
        let Some(values) = source.table.column(name) else { continue };
        let draw = drawn(source, &units, (name, column, values), &mut found);
        found.columns.insert(name.clone(), Value::Object(draw));
    }
    let correlations = relations::correlations(source.table, &units, &found.ranked);
    let mut simulation = Map::from_iter([("rows".to_owned(), json!(units.rows))]);
    let parts = [("groups", units.sizes()), ("latent", found.latent), ("correlations", correlations)];
    for (key, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
        simulation.insert(key.to_owned(), Value::Object(part));
    }
    simulation.insert("columns".to_owned(), Value::Object(found.columns));
    simulation
}

/// How one column is drawn, by its type.
fn drawn(
    source: &Source,
    units: &Units,
    (name, column, values): (&str, &Column, &Values),
    found: &mut Found,
) -> Map<String, Value> {
    let is_key = source.dataset.keys().any(|key| key == name);
    let relation = relations::of(source, name, values, &found.columns);
    let mut draw = match (values, &relation) {
        (Values::Text(texts), _) if column.kind == ColumnType::Category => {
            labels::categories(units, column, texts)
        }
        (Values::Text(texts), Relation::Named(other)) => labels::recoded(source.table, other, texts),
        (Values::Text(texts), _) => labels::texts(units, name, column, texts, is_key),
        (Values::Date(days), Relation::After(other)) => {
            let days = relations::days_between(source.table, other, days);
            let later = format!("{name}_days");
            let fit = numbers::fitted(units, &numbers::days_column(), &days, false);
            found.latent.insert(later.clone(), Value::Object(fit.draw));
            Map::from_iter([("dates".to_owned(), json!({ "after": other, "days": later }))])
        }
        (Values::Date(days), _) => labels::days(units, days),
        (_, Relation::Times(other, factor)) => {
            Map::from_iter([("product".to_owned(), json!([other, factor]))])
        }
        (_, relation) => {
            let numbers = values.numbers().unwrap_or_default();
            let tied = matches!(relation, Relation::ZeroWith(_));
            let mut fit = numbers::fitted(units, column, &numbers, tied);
            if let Relation::ZeroWith(other) = relation {
                let none = format!("{other}_none");
                let steps = json!([{ "up_to": 0, "value": 1 }, { "value": 0 }]);
                found.latent.insert(none.clone(), json!({ "tiers": { "of": other, "steps": steps } }));
                fit.draw.insert("zeros".to_owned(), json!(none));
            }
            if fit.has_ranks {
                found.ranked.push((name.to_owned(), fit.without_zeros));
            }
            fit.draw
        }
    };
    if !is_key && !column.required && !draw.contains_key("recode") {
        missing(source, units, (name, values, &relation), found, &mut draw);
    }
    draw
}

/// Adds which rows have no value: those of another column, or a share at random.
fn missing(
    source: &Source,
    units: &Units,
    (name, values, relation): (&str, &Values, &Relation),
    found: &Found,
    draw: &mut Map<String, Value>,
) {
    let is_missing = relations::missing(values);
    if matches!(relation, Relation::Times(other, _) | Relation::After(other) if source.table.column(other)
        .is_some_and(|other| relations::missing(other) == is_missing))
    {
        return;
    }
    match relations::missing_with(source, name, &is_missing, &found.columns) {
        Some(other) => {
            draw.insert("missing_when".to_owned(), json!({ "column": other }));
        }
        None => {
            let share = units.share(&is_missing);
            share.into_iter().for_each(|share| {
                draw.insert("missing".to_owned(), share);
            });
        }
    }
}
