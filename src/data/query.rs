//! SQL expressions over the columns of one row: polars parses and evaluates them.
//!
//! Only what a row itself can answer is allowed: no sums over rows, no subqueries, nothing random, and no function
//! whose last bits differ between machines. Numbers are floating-point, so whole numbers up to 2^53 are exact.

mod hint;

use super::{Table, Values};
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome, Place, did_you_mean};
use crate::study::schema::ColumnType;
use crate::study::{Dataset, Expression};
use polars::prelude::{
    AggExpr, Column, DataFrame, DataType, Expr, IntoLazy, LiteralValue, NamedFrom, Operator, PolarsError,
    Series, lit, when,
};
use polars::sql::sql_expr;

/// Functions of one row's values that give the same on every machine, as polars calls them.
const FUNCTIONS: [&str; 15] = [
    "abs",
    "negate",
    "is_null",
    "is_not_null",
    "not",
    "is_in",
    "is_between",
    "coalesce",
    "fill_null",
    "max_horizontal",
    "min_horizontal",
    "is_empty",
    // LIKE.
    "str.contains",
    "str.starts_with",
    "str.ends_with",
];
/// The functions that round to whole numbers or to decimals.
const ROUNDING: [&str; 3] = ["round", "floor", "ceil"];

/// A checked expression over the columns of a dataset.
#[derive(Debug, Clone)]
pub struct Query {
    expression: Expr,
    source: Expression,
    /// The columns it reads, each once, in the order of their first appearance.
    pub columns: Vec<String>,
    /// What kind of number it gives.
    pub measure: Measure,
}

/// What kind of number an expression gives, from the types of its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A number without columns.
    Plain,
    /// Whole things that are counted.
    Count,
    /// An amount of money.
    Money,
    /// Any other number.
    Number,
}

impl Query {
    /// Parses an expression that gives a number.
    ///
    /// # Errors
    /// What cannot be parsed, is not about one row, names an unknown column or gives no number, at its place.
    pub fn number(source: &Expression, dataset: &Dataset) -> Outcome<Self> {
        Self::parse(source, dataset, "a number", |kind| kind.is_primitive_numeric())
    }

    /// Parses an expression that is true or false.
    ///
    /// # Errors
    /// As for [`Query::number`].
    pub fn truth(source: &Expression, dataset: &Dataset) -> Outcome<Self> {
        Self::parse(source, dataset, "true or false", |kind| *kind == DataType::Boolean)
    }

    fn parse(
        source: &Expression,
        dataset: &Dataset,
        wanted: &str,
        fits: impl Fn(&DataType) -> bool,
    ) -> Outcome<Self> {
        let expression = sql_expr(&source.text).map_err(|error| syntax(source, &error))?;
        let mut problems = Diagnostics::default();
        let mut columns: Vec<String> = Vec::new();
        for part in &expression {
            match part {
                Expr::Column(name) if !columns.iter().any(|column| *column == name.as_str()) => {
                    columns.push(name.to_string());
                }
                // One reason is enough: what is refused is often made of parts that would be refused too.
                part if !problems.has_errors() => {
                    problems.extend(Diagnostics(refused(part, source).into_iter().collect()));
                }
                _ => {}
            }
        }
        for name in &columns {
            problems.extend(Diagnostics(unknown(name, source, dataset).into_iter().collect()));
        }
        problems.into_outcome(())?;
        let measure = measure(&expression, dataset);
        let expression = expression.map_expr(undivided);
        let query = Self { expression, source: source.clone(), columns, measure };
        let kind = query.evaluate(query.empty(dataset)).map_err(|error| mistyped(source, &error))?;
        if fits(kind.dtype()) {
            return Ok(query);
        }
        let problem = Diagnostic::error("query::type", format!("`{}` is not {wanted}", source.text));
        Err(problem.maybe_at(source.place.clone()).maybe_hint(type_hint(wanted)).into())
    }

    /// The number of every row of a table; none where a value is missing or nothing can be divided by.
    ///
    /// # Errors
    /// When polars cannot evaluate it, which its check should have told.
    pub fn numbers(&self, table: &Table) -> Result<Vec<Option<f64>>, Diagnostic> {
        self.numbers_with_zeros(table, &[])
    }

    /// The same, with empty cells of some columns counted as zero.
    ///
    /// # Errors
    /// As for [`Query::numbers`].
    pub fn numbers_with_zeros(
        &self,
        table: &Table,
        zeros: &[String],
    ) -> Result<Vec<Option<f64>>, Diagnostic> {
        let column = self
            .answer(&table.columns, zeros)?
            .cast(&DataType::Float64)
            .map_err(|error| self.failed(&error))?;
        let values = column.f64().map_err(|error| self.failed(&error))?;
        let values = values.iter().map(|value| value.filter(|value| value.is_finite())).collect();
        Ok(spread(values, table.keys.len()))
    }

    /// Whether the expression is true of every row; what has no value is not true.
    ///
    /// # Errors
    /// As for [`Query::numbers`].
    pub fn truths(&self, table: &Table) -> Result<Vec<bool>, Diagnostic> {
        let answers = self.answers(&table.columns, table.keys.len())?;
        Ok(answers.into_iter().map(|answer| answer == Some(true)).collect())
    }

    /// Whether the expression is true of every one of `rows` rows; none where that depends on a value that is missing.
    ///
    /// # Errors
    /// As for [`Query::numbers`].
    pub fn answers(
        &self,
        columns: &[(String, Values)],
        rows: usize,
    ) -> Result<Vec<Option<bool>>, Diagnostic> {
        let column = self.answer(columns, &[])?;
        let values = column.bool().map_err(|error| self.failed(&error))?;
        Ok(spread(values.iter().collect(), rows))
    }

    fn answer(&self, columns: &[(String, Values)], zeros: &[String]) -> Result<Column, Diagnostic> {
        let columns = columns.iter().filter(|(name, _)| self.columns.contains(name));
        let columns = columns.map(|(name, values)| match values.numbers().filter(|_| zeros.contains(name)) {
            Some(numbers) => {
                let filled = numbers.into_iter().map(|value| value.or(Some(0.0))).collect();
                polars_column(name, &Values::Number(filled))
            }
            None => polars_column(name, values),
        });
        let columns = columns.collect();
        self.evaluate(columns).map_err(|error| self.failed(&error))
    }

    /// The columns without a row, by which types are checked.
    fn empty(&self, dataset: &Dataset) -> Vec<Column> {
        let column = |name: &String| match dataset.column(name).map(|column| column.kind.is_numeric()) {
            Some(true) => polars_column(name, &Values::Number(Vec::new())),
            _ => polars_column(name, &Values::Text(Vec::new())),
        };
        self.columns.iter().map(column).collect()
    }

    fn evaluate(&self, columns: Vec<Column>) -> Result<Column, PolarsError> {
        let frame = DataFrame::new_infer_height(columns)?;
        let answer = frame.lazy().select([self.expression.clone().alias("answer")]).collect()?;
        answer.column("answer").cloned()
    }

    fn failed(&self, error: &PolarsError) -> Diagnostic {
        mistyped(&self.source, error)
    }
}

/// An answer without columns is one value, which is that of every row.
fn spread<T: Clone>(mut values: Vec<T>, rows: usize) -> Vec<T> {
    if let [only] = values.as_slice() {
        values = vec![only.clone(); rows];
    }
    values
}

fn polars_column(name: &str, values: &Values) -> Column {
    let name = name.into();
    let series = match values {
        Values::Text(values) => Series::new(name, values.clone()),
        Values::Date(values) => {
            // As text, year first, dates compare as they follow each other.
            Series::new(name, values.iter().map(|date| date.map(|date| date.to_string())).collect::<Vec<_>>())
        }
        Values::Number(_) | Values::Money(_) => Series::new(name, values.numbers().unwrap_or_default()),
    };
    series.into()
}

/// A division that has no value where there is nothing to divide by; polars would answer infinity.
fn undivided(part: Expr) -> Expr {
    match part {
        Expr::BinaryExpr { left, op: Operator::TrueDivide, right } => {
            let (left, right) = (left.as_ref().clone(), right.as_ref().clone());
            when(right.clone().neq(lit(0.0)))
                .then(left.true_div(right))
                .otherwise(lit(LiteralValue::untyped_null()))
        }
        part => part,
    }
}

/// Why a part of an expression is refused, if it is.
fn refused(part: &Expr, source: &Expression) -> Option<Diagnostic> {
    let reason = match part {
        // NOT is a cast, too.
        Expr::Column(_) | Expr::Literal(_) | Expr::Ternary { .. } | Expr::Cast { .. } => return None,
        // The list of an IN.
        Expr::Agg(AggExpr::Implode { input, .. }) if matches!(**input, Expr::Literal(_)) => return None,
        Expr::BinaryExpr { op, .. } if !matches!(op, Operator::FloorDivide | Operator::RustDivide) => {
            return None;
        }
        Expr::Function { function, .. } => {
            let name = function.to_string();
            let base = name.split(['(', ' ']).next().unwrap_or_default().trim_start_matches("dyn_");
            if FUNCTIONS.contains(&base) || ROUNDING.contains(&base) {
                return None;
            }
            format!("`{base}` is not among the functions of one row")
        }
        Expr::Agg(_) | Expr::Len => "it adds up rows, where each unit is asked about its own row".to_owned(),
        Expr::Over { .. } => "it looks at other rows".to_owned(),
        Expr::SubPlan(..) => "it asks another table".to_owned(),
        Expr::Alias(..) => "an expression here has no name of its own".to_owned(),
        _ => "only values of the unit's own row can be computed with".to_owned(),
    };
    let hint = "use columns, numbers, + − * /, comparisons, AND, OR, NOT, IS NULL, IN, BETWEEN, LIKE, CASE, ABS, COALESCE, GREATEST, LEAST, ROUND, FLOOR, CEIL";
    let problem = Diagnostic::error("query::not-a-row", format!("`{}` is not about one row", source.text));
    Some(problem.maybe_at(source.place.clone()).because(reason).hint(hint))
}

fn unknown(name: &str, source: &Expression, dataset: &Dataset) -> Option<Diagnostic> {
    if dataset.column(name).is_some() {
        return None;
    }
    let known: Vec<&str> = dataset.columns.iter().map(|(name, _)| name.as_str()).collect();
    let hint = did_you_mean(name, known.iter().copied())
        .or_else(|| hint::of_text(&source.text, name))
        .unwrap_or_else(|| format!("the columns are `{}`", known.join("`, `")));
    let problem = Diagnostic::error("query::unknown-column", format!("there is no column `{name}`"));
    let reason = format!("`{}` declares no such column", dataset.name);
    Some(problem.maybe_at(word(source, name)).because(reason).hint(hint))
}

/// The place of a name inside an expression, or of the whole where it is not found.
fn word(source: &Expression, name: &str) -> Option<Place> {
    let place = source.place.as_ref()?;
    let text = place.source.text.get(place.span.clone())?;
    let part = |c: char| c == '_' || c.is_alphanumeric();
    let alone = |at: usize| {
        let (before, after) = (text[..at].chars().next_back(), text[at + name.len()..].chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    };
    let at = text.match_indices(name).map(|(at, _)| at).find(|at| alone(*at));
    let start = place.span.start + at.unwrap_or(0);
    Some(at.map_or_else(|| place.clone(), |_| Place::new(&place.source, start..start + name.len())))
}

fn syntax(source: &Expression, error: &PolarsError) -> Diagnostic {
    Diagnostic::error("query::syntax", format!("`{}` cannot be read as SQL", source.text))
        .maybe_at(source.place.clone())
        .hint(hint::of_syntax(&source.text))
        .cause(error)
}

fn mistyped(source: &Expression, error: &PolarsError) -> Diagnostic {
    let first = error.to_string().lines().next().unwrap_or_default().to_owned();
    Diagnostic::error("query::type", format!("`{}` cannot be computed", source.text))
        .maybe_at(source.place.clone())
        .hint("numbers go with numbers, and texts with texts in single quotes")
        .cause(first)
}

fn type_hint(wanted: &str) -> Option<String> {
    let number = wanted == "a number";
    let hint =
        if number { "write what is to be measured" } else { "write a comparison, such as `visits > 0`" };
    Some(hint.to_owned())
}

/// What kind of number an expression gives.
fn measure(part: &Expr, dataset: &Dataset) -> Measure {
    match part {
        Expr::Column(name) => match dataset.column(name).map(|column| column.kind) {
            Some(ColumnType::Count) => Measure::Count,
            Some(ColumnType::Money) => Measure::Money,
            _ => Measure::Number,
        },
        Expr::Literal(_) => Measure::Plain,
        Expr::BinaryExpr { left, op, right } => {
            combined(measure(left, dataset), *op, measure(right, dataset))
        }
        Expr::Ternary { truthy, falsy, .. } => alike(measure(truthy, dataset), measure(falsy, dataset)),
        Expr::Function { input, .. } => {
            let kinds = input.iter().map(|part| measure(part, dataset));
            kinds.reduce(alike).unwrap_or(Measure::Number)
        }
        _ => Measure::Number,
    }
}

fn combined(left: Measure, op: Operator, right: Measure) -> Measure {
    match (op, left, right) {
        (Operator::Plus | Operator::Minus, left, right) => alike(left, right),
        (Operator::Multiply, Measure::Plain, Measure::Money)
        | (Operator::Multiply, Measure::Money, Measure::Plain) => Measure::Money,
        (Operator::TrueDivide, Measure::Money, Measure::Plain) => Measure::Money,
        (_, Measure::Plain, Measure::Plain) => Measure::Plain,
        _ => Measure::Number,
    }
}

/// The kind of what may be either of two, or their sum.
fn alike(left: Measure, right: Measure) -> Measure {
    match (left, right) {
        (Measure::Plain, kind) | (kind, Measure::Plain) => kind,
        (left, right) if left == right => left,
        _ => Measure::Number,
    }
}
