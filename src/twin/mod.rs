//! Describes data by a `simulation:` that draws a twin of them: the same columns, rows of nobody.
//!
//! What is described is what a stranger may know: sizes, rounded moments by segment, rank correlations, shares rounded to
//! base 5, categories that at least five rows share. No identifier, name or text is copied, and no single value.

mod labels;
mod numbers;
mod relations;
mod survey;
mod units;
mod yaml;

use crate::data::{Table, Values};
use crate::locale::Language;
use crate::study::schema::{Column, ColumnType};
use crate::study::{Dataset, Layout, Positioning};
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
    /// The survey whose answers the dataset holds.
    pub survey: Option<&'a Positioning>,
}

/// What a twin is of.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The study's name.
    pub study: &'a str,
    /// The language of its report.
    pub language: Language,
    /// The fewest rows that a parameter is estimated from.
    pub least: usize,
}

/// A dataset as it is described.
#[derive(Debug, Default)]
struct Described {
    /// Its `simulation:`.
    simulation: Map<String, Value>,
    /// The columns of answers, which a measurement model draws and nothing declares.
    answers: Vec<String>,
    /// The columns of which too few values are known to describe them.
    invented: Vec<String>,
}

/// How the columns of a dataset are drawn, while they are found.
#[derive(Debug, Default)]
struct Found {
    latent: Map<String, Value>,
    columns: Map<String, Value>,
    /// The columns that can be correlated, and whether only their values other than 0 are drawn by rank.
    ranked: Vec<(String, bool)>,
    invented: Vec<String>,
}

/// The `datasets:` of a twin of these data, as YAML to be put into a study.
pub fn datasets(setting: Setting, sources: &[Source]) -> String {
    let mut text = format!(
        "# A simulated twin of the data of `{}`, estimated by `telaah twin`. Read it before you pass it on: it holds sizes,\n\
         # moments rounded to two digits, rank correlations and shares of at least {} rows, and categories that at least {}\n\
         # rows share; no identifier, name or text, and no row of the data.\n\
         datasets:\n",
        setting.study,
        setting.least,
        units::LEAST_CELL
    );
    let all: Vec<Units> = sources.iter().map(|source| Units::new(&source.segments, setting.least)).collect();
    for (source, units) in sources.iter().zip(&all) {
        let sampled = survey::sampled(source, sources, &all);
        let units = sampled.as_ref().map_or(units, |sampled| &sampled.units);
        text += &yaml::dataset(source.dataset, &described(setting, source, units, sampled.as_ref()));
    }
    text
}

/// How a dataset is drawn.
fn described(
    setting: Setting,
    source: &Source,
    units: &Units,
    sampled: Option<&survey::Sampled>,
) -> Described {
    let answers = answer_columns(source.survey);
    let mut found = Found::default();
    for (name, column) in source.dataset.columns.iter().filter(|(name, _)| !answers.contains(name)) {
        let Some(values) = source.table.column(name) else { continue };
        let draw = match sampled {
            Some(sampled) if sampled.unit == *name => sampled.unit_column(),
            _ => drawn(setting, source, units, (name, column, values), &mut found),
        };
        found.columns.insert(name.clone(), Value::Object(draw));
    }
    let correlations = relations::correlations(source.table, units, &found.ranked);
    let mut simulation = Map::new();
    match sampled {
        Some(sampled) => simulation.insert("sample".to_owned(), sampled.sample()),
        None => simulation.insert("rows".to_owned(), json!(units.rows)),
    };
    let groups = if sampled.is_some() { Map::new() } else { units.sizes() };
    let parts = [("groups", groups), ("latent", found.latent), ("correlations", correlations)];
    for (key, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
        simulation.insert(key.to_owned(), Value::Object(part));
    }
    simulation.insert("columns".to_owned(), Value::Object(found.columns));
    let model = source.survey.and_then(|plan| survey::answers(plan, source.table, units));
    simulation.extend(model.map(|model| ("answers".to_owned(), Value::Object(model))));
    Described { simulation, answers, invented: found.invented }
}

/// The columns that hold answers in a file with a row for every respondent.
fn answer_columns(survey: Option<&Positioning>) -> Vec<String> {
    match survey.map(|plan| &plan.layout) {
        Some(Layout::Wide(columns)) => columns.iter().flatten().cloned().collect(),
        _ => Vec::new(),
    }
}

/// How one column is drawn, by its type.
fn drawn(
    setting: Setting,
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
        (Values::Text(texts), Relation::Named(other)) if !is_key => {
            labels::recoded(source.table, other, texts)
        }
        (Values::Text(texts), _) => {
            let label = column.label.as_ref().map(|label| label.resolve().get(setting.language).to_owned());
            labels::texts(units, column, texts, label.as_deref().unwrap_or(name), is_key)
        }
        (Values::Date(days), relation) => dates(source, units, (name, days, relation), found),
        (_, Relation::Times(other, factor)) => {
            Map::from_iter([("product".to_owned(), json!([other, factor]))])
        }
        (_, relation) => numbers(units, (name, column, values), relation, found),
    };
    if !is_key && !column.required && !draw.contains_key("recode") {
        missing(source, units, (name, values, &relation), found, &mut draw);
    }
    draw
}

/// Days between two days, or after another column.
fn dates(
    source: &Source,
    units: &Units,
    (name, days, relation): (&str, &[Option<chrono::NaiveDate>], &Relation),
    found: &mut Found,
) -> Map<String, Value> {
    let Relation::After(other) = relation else { return labels::days(units, days) };
    let days = relations::days_between(source.table, other, days);
    let later = format!("{name}_days");
    let fit = numbers::fitted(units, &numbers::days_column(), &days, false);
    found.latent.insert(later.clone(), Value::Object(fit.draw));
    Map::from_iter([("dates".to_owned(), json!({ "after": other, "days": later }))])
}

/// Numbers by a distribution, or zero where another column is.
fn numbers(
    units: &Units,
    (name, column, values): (&str, &Column, &Values),
    relation: &Relation,
    found: &mut Found,
) -> Map<String, Value> {
    let numbers = values.numbers().unwrap_or_default();
    let mut fit = numbers::fitted(units, column, &numbers, matches!(relation, Relation::ZeroWith(_)));
    if fit.is_invented {
        found.invented.push(name.to_owned());
        return fit.draw;
    }
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

/// Adds which rows have no value: those that another column tells, or a share at random.
fn missing(
    source: &Source,
    units: &Units,
    (name, values, relation): (&str, &Values, &Relation),
    found: &Found,
    draw: &mut Map<String, Value>,
) {
    let is_missing = relations::missing(values);
    if let Relation::Times(other, _) | Relation::After(other) = relation
        && source.table.column(other).is_some_and(|other| relations::missing(other) == is_missing)
    {
        return;
    }
    if let Some(condition) = relations::missing_when(source, name, &is_missing, &found.columns) {
        draw.insert("missing_when".to_owned(), condition);
    } else if let Some(share) = units.share(&is_missing) {
        draw.insert("missing".to_owned(), share);
    }
}
