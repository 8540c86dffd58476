//! How a study declares the data that `telaah simulate` draws.

use super::{AnswerModel, Name, Sample};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the rows of a dataset are drawn at random, from the study's seed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Simulation {
    /// The number of rows; with a `sample`, they are those who respond.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub rows: Option<usize>,
    /// Rows that are those of another drawn dataset that respond, instead of `rows` and `groups`.
    pub sample: Option<Sample>,
    /// Latent groups with their number of rows; parameters may differ by group, and no file says which row is of which.
    #[serde(default)]
    pub groups: IndexMap<Name, usize>,
    /// Columns that are drawn for others to depend on, and not written.
    #[serde(default)]
    pub latent: IndexMap<Name, Draw>,
    /// Rank correlations (Spearman) of pairs of columns within a group, each pair once: `{visits: {sales: 0.6}}`; other
    /// pairs of these columns have 0. Every column keeps its own distribution.
    #[serde(default)]
    pub correlations: IndexMap<Name, IndexMap<Name, f64>>,
    /// How each declared column is drawn.
    #[schemars(length(min = 1))]
    pub columns: IndexMap<Name, Draw>,
    /// How the answers of a survey are drawn, in the dataset that `positioning` names.
    pub answers: Option<AnswerModel>,
}

/// How a column is drawn: one distribution, and what is done to its values.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// Every value between two limits is as likely as any other.
    pub uniform: Option<Uniform>,
    /// The normal distribution.
    pub normal: Option<Normal>,
    /// Numbers whose logarithm is normal, such as amounts of money.
    pub log_normal: Option<LogNormal>,
    /// The gamma distribution.
    pub gamma: Option<Gamma>,
    /// The Pareto distribution, whose tail is heavy.
    pub pareto: Option<Pareto>,
    /// Counts with a variance equal to their mean.
    pub poisson: Option<Poisson>,
    /// Counts with a variance above their mean.
    pub negative_binomial: Option<NegativeBinomial>,
    /// How many of a number of trials succeed.
    pub binomial: Option<Binomial>,
    /// How many of a number of cells are hit when so many balls fall into them: months with at least one sale.
    pub occupancy: Option<Occupancy>,
    /// The sum of a number of log-normal terms: the value of so many sales.
    pub log_normal_sum: Option<LogNormalSum>,
    /// The product of columns and numbers.
    pub product: Option<Vec<Parameter>>,
    /// A constant, other columns times a number each, and a normal error: a linear regression.
    pub sum: Option<Sum>,
    /// A step function of another column.
    pub tiers: Option<Tiers>,
    /// Categories with their weights, which need not add up to one.
    pub categorical: Option<IndexMap<String, Parameter>>,
    /// Another column, each of its values replaced by another one.
    pub recode: Option<Recode>,
    /// Numbers as identifiers of a fixed length, each once.
    pub codes: Option<Codes>,
    /// Names put together from lists of words, each once.
    pub names: Option<Names>,
    /// Days between two dates, or some days after another column.
    pub dates: Option<Dates>,
    /// A column of the dataset that is sampled: its value in the row that responds.
    pub sampled: Option<Name>,
    /// A few values that are far from the others.
    pub outliers: Option<Outliers>,
    /// Smaller values are set to this one, or not drawn at all with `truncate`.
    pub at_least: Option<f64>,
    /// Larger values are set to this one, or not drawn at all with `truncate`.
    pub at_most: Option<f64>,
    /// Whether only values from `at_least` to `at_most` are drawn, instead of setting the others to the limit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub truncate: bool,
    /// Values are rounded to a multiple of this; 1 for `count` and `money`, 0.01 for `number` and `percent` when not given.
    pub round_to: Option<f64>,
    /// The share of rows that are 0 whatever the distribution says (zero inflation).
    pub zeros: Option<Parameter>,
    /// The share of rows that have no value, at random.
    pub missing: Option<Parameter>,
    /// Which rows have no value because of another column, such as units that are not eligible.
    pub missing_when: Option<MissingWhen>,
}

/// A number, a number per latent group, or the value of another column in the same row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "a number, a number per group, or the name of a column"))]
pub enum Parameter {
    /// The same number for every row.
    Number(f64),
    /// The value of another column in the same row.
    Column(Name),
    /// A number per latent group.
    PerGroup(IndexMap<Name, f64>),
}

/// Every value between two limits is as likely as any other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Uniform {
    /// The lower limit.
    pub from: Parameter,
    /// The upper limit.
    pub to: Parameter,
}

/// The normal distribution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Normal {
    /// The mean.
    pub mean: Parameter,
    /// The standard deviation.
    pub sd: Parameter,
}

/// Numbers whose logarithm is normal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogNormal {
    /// The median.
    pub median: Parameter,
    /// The standard deviation of the logarithm.
    pub sigma: Parameter,
}

/// The gamma distribution; its mean is shape × scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gamma {
    /// The shape.
    pub shape: Parameter,
    /// The scale.
    pub scale: Parameter,
}

/// The Pareto distribution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pareto {
    /// The smallest value.
    pub minimum: Parameter,
    /// The exponent of the tail; the mean is finite above 1, the variance above 2.
    pub shape: Parameter,
}

/// The Poisson distribution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Poisson {
    /// The mean.
    pub mean: Parameter,
}

/// The negative binomial distribution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NegativeBinomial {
    /// The mean.
    pub mean: Parameter,
    /// The variance is mean + dispersion × mean²; 0 gives the Poisson distribution.
    pub dispersion: Parameter,
}

/// The binomial distribution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Binomial {
    /// The number of trials.
    pub trials: Parameter,
    /// The probability that a trial succeeds.
    pub probability: Parameter,
}

/// The occupancy distribution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Occupancy {
    /// The number of balls, such as the sales of a year.
    pub balls: Parameter,
    /// The number of equally likely cells, such as the months of a year.
    pub cells: Parameter,
}

/// The sum of independent log-normal terms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogNormalSum {
    /// The number of terms, such as the sales of a year; none give 0.
    pub terms: Parameter,
    /// The median of a term.
    pub median: Parameter,
    /// The standard deviation of the logarithm of a term.
    pub sigma: Parameter,
}

/// A linear regression on other columns: constant + number × column + … + error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// What is added in every row.
    #[serde(default = "nothing")]
    pub constant: Parameter,
    /// Columns, each with what it is multiplied by (its regression coefficient).
    #[schemars(extend("minProperties" = 1))]
    pub terms: IndexMap<Name, Parameter>,
    /// The standard deviation of the error, which is normal with mean 0.
    #[serde(default = "nothing")]
    pub sd: Parameter,
}

fn nothing() -> Parameter {
    Parameter::Number(0.0)
}

/// A step function of another column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tiers {
    /// The column that decides.
    pub of: Name,
    /// The steps from the lowest to the highest; only the last has no `up_to`.
    #[schemars(length(min = 1))]
    pub steps: Vec<Step>,
}

/// A step of a step function.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The largest value of the deciding column to which the step applies.
    pub up_to: Option<f64>,
    /// The value of this step.
    pub value: f64,
}

/// Another column, each of its values replaced by another one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recode {
    /// The column that is replaced.
    pub of: Name,
    /// What stands for each of its values.
    #[schemars(extend("minProperties" = 1))]
    pub values: IndexMap<String, String>,
}

/// Numbers as identifiers, each once, with leading zeros.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// The number of digits.
    #[schemars(range(min = 1, max = 15))]
    pub digits: u32,
    /// What stands before the digits.
    #[serde(default)]
    pub prefix: String,
    /// The smallest number.
    #[serde(default)]
    pub from: u64,
    /// The largest number; what the digits can hold when not given.
    pub to: Option<u64>,
}

/// Names put together from lists of words, each once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// How a name is put together, with lists in braces: `{kind} {place}`.
    pub pattern: String,
    /// The lists of words by name; a word that stands twice is twice as likely.
    #[schemars(extend("minProperties" = 1))]
    pub words: IndexMap<Name, Words>,
}

/// A list of words, or a list for each value of another column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "a list of words, or {by: …, lists: …}"))]
pub enum Words {
    /// The same list for every row.
    List(Vec<String>),
    /// A list for each value of another column.
    By(WordsBy),
}

/// A list of words for each value of another column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WordsBy {
    /// The column whose value chooses the list.
    pub by: Name,
    /// The lists by value.
    #[schemars(extend("minProperties" = 1))]
    pub lists: IndexMap<String, Vec<String>>,
}

/// Days between two dates, each as likely as any other; or a number of days after another column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// The first day, as year-month-day, or one per latent group.
    pub from: Option<Day>,
    /// The last day, as year-month-day, or one per latent group.
    pub to: Option<Day>,
    /// The column of dates to which `days` are added, instead of `from` and `to`.
    pub after: Option<Name>,
    /// How many days later; rounded to a whole number, below 0 for earlier.
    pub days: Option<Parameter>,
}

/// A day, or a day per latent group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "a day such as 2023-12-31, or a day per group"))]
pub enum Day {
    /// The same day for every row.
    Same(#[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))] String),
    /// A day per latent group.
    PerGroup(IndexMap<Name, String>),
}

/// A number, or a day for a column of dates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "a number, or a day such as 2023-12-31"))]
pub enum Limit {
    /// A number.
    Number(f64),
    /// A day, as year-month-day.
    Day(#[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))] String),
}

/// A few values that are far from the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outliers {
    /// The share of rows that are outliers.
    pub share: Parameter,
    /// What their values are multiplied by.
    pub times: Option<f64>,
    /// The latent group with whose parameters they are drawn, whatever group they are of.
    pub group: Option<Name>,
}

/// When a row has no value; also when the column named here has none itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MissingWhen {
    /// The column that decides.
    pub column: Name,
    /// No value where the column is at least this number, or this day and later.
    pub at_least: Option<Limit>,
    /// No value where the column is at most this number, or this day and earlier.
    pub at_most: Option<Limit>,
    /// No value where the column is one of these.
    #[serde(default)]
    pub one_of: Vec<String>,
}
