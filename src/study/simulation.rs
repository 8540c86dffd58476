//! A simulation whose settings agree with each other, and what a drawn column asks of others.

use super::place::{Path, path};
use super::schema::{
    Binomial, Codes, Dates, Draw, Gamma, Limit, LogNormal, LogNormalSum, Name, Names, NegativeBinomial,
    Normal, Occupancy, Parameter, Pareto, Poisson, Recode, Sum, Tiers, Uniform, Words,
};
use super::survey::{AnswerModel, Rows};
use crate::diagnostic::Place;
use indexmap::IndexMap;
use serde::Serialize;

/// How a dataset is drawn. Made only by checking a study.
#[derive(Debug, Clone, Serialize)]
pub struct Simulation {
    /// Which rows there are.
    pub rows: Rows,
    /// The names of the latent groups; empty when there are none.
    pub groups: Vec<String>,
    /// The columns, each after those that it depends on.
    pub columns: Vec<DrawnColumn>,
    /// How columns hang together besides their parameters.
    pub correlations: Option<Correlations>,
    /// How the answers of a survey are drawn, after all columns.
    pub answers: Option<AnswerModel>,
    /// Where the dataset names its file.
    #[serde(skip)]
    pub file_place: Option<Place>,
}

/// Columns whose ranks are correlated within a latent group.
#[derive(Debug, Clone, Serialize)]
pub struct Correlations {
    /// The columns, in the order in which the study names them.
    pub columns: Vec<String>,
    /// Spearman's rank correlation of every column with those before it.
    pub spearman: Vec<Vec<f64>>,
    /// The Cholesky factor of the correlations of the normal scores: a row per column, up to its own place.
    #[serde(skip)]
    pub factor: Vec<Vec<f64>>,
}

/// A column that is drawn.
#[derive(Debug, Clone, Serialize)]
pub struct DrawnColumn {
    /// The column's name.
    pub name: String,
    /// How it is drawn; it has exactly one distribution.
    pub draw: Draw,
    /// Where it stands in the study.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// The distribution of a column.
#[derive(Debug, Clone, Copy)]
pub enum Distribution<'a> {
    /// See [`Uniform`].
    Uniform(&'a Uniform),
    /// See [`Normal`].
    Normal(&'a Normal),
    /// See [`LogNormal`].
    LogNormal(&'a LogNormal),
    /// See [`Gamma`].
    Gamma(&'a Gamma),
    /// See [`Pareto`].
    Pareto(&'a Pareto),
    /// See [`Poisson`].
    Poisson(&'a Poisson),
    /// See [`NegativeBinomial`].
    NegativeBinomial(&'a NegativeBinomial),
    /// See [`Binomial`].
    Binomial(&'a Binomial),
    /// See [`Occupancy`].
    Occupancy(&'a Occupancy),
    /// See [`LogNormalSum`].
    LogNormalSum(&'a LogNormalSum),
    /// A product of columns and numbers.
    Product(&'a [Parameter]),
    /// See [`Sum`].
    Sum(&'a Sum),
    /// See [`Tiers`].
    Tiers(&'a Tiers),
    /// Categories with their weights.
    Categorical(&'a IndexMap<String, Parameter>),
    /// See [`Recode`].
    Recode(&'a Recode),
    /// See [`Codes`].
    Codes(&'a Codes),
    /// See [`Names`].
    Names(&'a Names),
    /// See [`Dates`].
    Dates(&'a Dates),
    /// A column of the dataset that is sampled.
    Sampled(&'a Name),
}

/// What kind of values a distribution gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Numbers.
    Numbers,
    /// Labels, which are numbers when all of them can be read as such.
    Labels,
    /// Identifiers and names.
    Texts,
    /// Days.
    Days,
    /// What the sampled column holds.
    Sampled,
}

/// The numbers that a parameter may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bounds {
    /// Any finite number.
    Any,
    /// Zero or more.
    NotNegative,
    /// More than zero.
    Positive,
    /// From zero to one.
    Share,
}

impl Bounds {
    /// Whether a number is allowed.
    pub fn allow(self, value: f64) -> bool {
        value.is_finite()
            && match self {
                Self::Any => true,
                Self::NotNegative => value >= 0.0,
                Self::Positive => value > 0.0,
                Self::Share => (0.0..=1.0).contains(&value),
            }
    }

    /// What must hold, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Any => "a number",
            Self::NotNegative => "zero or more",
            Self::Positive => "more than zero",
            Self::Share => "a share from 0 to 1",
        }
    }
}

/// A parameter with where it stands below its column, and what it may be.
#[derive(Debug, Clone)]
pub struct Given<'a> {
    /// The path below the column.
    pub at: Path,
    /// The parameter.
    pub parameter: &'a Parameter,
    /// What it may be.
    pub bounds: Bounds,
}

/// What a column must hold for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Anything.
    Anything,
    /// Numbers.
    Numbers,
    /// Days.
    Days,
}

/// Another column that a column depends on.
#[derive(Debug, Clone)]
pub struct Need<'a> {
    /// The path below the column.
    pub at: Path,
    /// The name of the other column.
    pub column: &'a str,
    /// What the other column must hold.
    pub holds: Holds,
}

impl Draw {
    /// Every distribution that is given; a sound column has one.
    pub fn distributions(&self) -> Vec<Distribution<'_>> {
        let all = [
            self.uniform.as_ref().map(Distribution::Uniform),
            self.normal.as_ref().map(Distribution::Normal),
            self.log_normal.as_ref().map(Distribution::LogNormal),
            self.gamma.as_ref().map(Distribution::Gamma),
            self.pareto.as_ref().map(Distribution::Pareto),
            self.poisson.as_ref().map(Distribution::Poisson),
            self.negative_binomial.as_ref().map(Distribution::NegativeBinomial),
            self.binomial.as_ref().map(Distribution::Binomial),
            self.occupancy.as_ref().map(Distribution::Occupancy),
            self.log_normal_sum.as_ref().map(Distribution::LogNormalSum),
            self.product.as_deref().map(Distribution::Product),
            self.sum.as_ref().map(Distribution::Sum),
            self.tiers.as_ref().map(Distribution::Tiers),
            self.categorical.as_ref().map(Distribution::Categorical),
            self.recode.as_ref().map(Distribution::Recode),
            self.codes.as_ref().map(Distribution::Codes),
            self.names.as_ref().map(Distribution::Names),
            self.dates.as_ref().map(Distribution::Dates),
            self.sampled.as_ref().map(Distribution::Sampled),
        ];
        all.into_iter().flatten().collect()
    }

    /// Every parameter of the column: those of its distribution first, then shares.
    pub fn parameters(&self) -> Vec<Given<'_>> {
        let mut all: Vec<Given> = self.distributions().iter().flat_map(Distribution::parameters).collect();
        let share = |at, parameter| Given { at, parameter, bounds: Bounds::Share };
        all.extend(self.outliers.as_ref().map(|outliers| share(path!["outliers", "share"], &outliers.share)));
        all.extend(self.zeros.as_ref().map(|zeros| share(path!["zeros"], zeros)));
        all.extend(self.missing.as_ref().map(|missing| share(path!["missing"], missing)));
        all
    }

    /// Every other column that the column depends on.
    pub fn needs(&self) -> Vec<Need<'_>> {
        let mut all: Vec<Need> = Vec::new();
        for given in self.parameters() {
            if let Parameter::Column(Name(column)) = given.parameter {
                all.push(Need { at: given.at, column, holds: Holds::Numbers });
            }
        }
        all.extend(self.distributions().iter().flat_map(Distribution::needs));
        if let Some(when) = &self.missing_when {
            let holds = match when.at_least.as_ref().or(when.at_most.as_ref()) {
                None => Holds::Anything,
                Some(Limit::Number(_)) => Holds::Numbers,
                Some(Limit::Day(_)) => Holds::Days,
            };
            all.push(Need { at: path!["missing_when", "column"], column: &when.column.0, holds });
        }
        all
    }
}

impl<'a> Distribution<'a> {
    /// The key of the study.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Uniform(_) => "uniform",
            Self::Normal(_) => "normal",
            Self::LogNormal(_) => "log_normal",
            Self::Gamma(_) => "gamma",
            Self::Pareto(_) => "pareto",
            Self::Poisson(_) => "poisson",
            Self::NegativeBinomial(_) => "negative_binomial",
            Self::Binomial(_) => "binomial",
            Self::Occupancy(_) => "occupancy",
            Self::LogNormalSum(_) => "log_normal_sum",
            Self::Product(_) => "product",
            Self::Sum(_) => "sum",
            Self::Tiers(_) => "tiers",
            Self::Categorical(_) => "categorical",
            Self::Recode(_) => "recode",
            Self::Codes(_) => "codes",
            Self::Names(_) => "names",
            Self::Dates(_) => "dates",
            Self::Sampled(_) => "sampled",
        }
    }

    /// What kind of values it gives.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Categorical(_) | Self::Recode(_) => Kind::Labels,
            Self::Codes(_) | Self::Names(_) => Kind::Texts,
            Self::Dates(_) => Kind::Days,
            Self::Sampled(_) => Kind::Sampled,
            _ => Kind::Numbers,
        }
    }

    /// Whether each of its values has a place from 0 to 1 that gives it (a quantile function), so that a value can be drawn
    /// by rank.
    pub fn has_ranks(&self) -> bool {
        match self {
            Self::Uniform(_)
            | Self::Normal(_)
            | Self::LogNormal(_)
            | Self::Gamma(_)
            | Self::Pareto(_)
            | Self::Poisson(_)
            | Self::NegativeBinomial(_)
            | Self::Binomial(_)
            | Self::Categorical(_) => true,
            Self::Dates(dates) => dates.after.is_none(),
            _ => false,
        }
    }

    /// The labels that a distribution of labels can give.
    pub fn labels(&self) -> Vec<&'a str> {
        match self {
            Self::Categorical(weights) => weights.keys().map(String::as_str).collect(),
            Self::Recode(recode) => recode.values.values().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The parameters, in the order in which samplers take them.
    pub fn parameters(&self) -> Vec<Given<'a>> {
        use Bounds::{Any, NotNegative, Positive, Share};
        let key = self.key();
        let named = |parameters: &[(&'static str, &'a Parameter, Bounds)]| {
            let given = |&(name, parameter, bounds)| Given { at: path![key, name], parameter, bounds };
            parameters.iter().map(given).collect()
        };
        match *self {
            Self::Uniform(it) => named(&[("from", &it.from, Any), ("to", &it.to, Any)]),
            Self::Normal(it) => named(&[("mean", &it.mean, Any), ("sd", &it.sd, NotNegative)]),
            Self::LogNormal(it) => {
                named(&[("median", &it.median, Positive), ("sigma", &it.sigma, NotNegative)])
            }
            Self::Gamma(it) => named(&[("shape", &it.shape, Positive), ("scale", &it.scale, Positive)]),
            Self::Pareto(it) => named(&[("minimum", &it.minimum, Positive), ("shape", &it.shape, Positive)]),
            Self::Poisson(it) => named(&[("mean", &it.mean, NotNegative)]),
            Self::NegativeBinomial(it) => {
                named(&[("mean", &it.mean, NotNegative), ("dispersion", &it.dispersion, NotNegative)])
            }
            Self::Binomial(it) => {
                named(&[("trials", &it.trials, NotNegative), ("probability", &it.probability, Share)])
            }
            Self::Occupancy(it) => {
                named(&[("balls", &it.balls, NotNegative), ("cells", &it.cells, Positive)])
            }
            Self::LogNormalSum(it) => named(&[
                ("terms", &it.terms, NotNegative),
                ("median", &it.median, Positive),
                ("sigma", &it.sigma, NotNegative),
            ]),
            Self::Product(factors) => {
                let given = |(i, parameter)| Given { at: path![key, i], parameter, bounds: Any };
                factors.iter().enumerate().map(given).collect()
            }
            Self::Sum(sum) => {
                let mut all: Vec<Given> =
                    named(&[("constant", &sum.constant, Any), ("sd", &sum.sd, NotNegative)]);
                all.extend(sum.terms.iter().map(|(column, parameter)| Given {
                    at: path![key, "terms", column.0.as_str()],
                    parameter,
                    bounds: Any,
                }));
                all
            }
            Self::Dates(Dates { days: Some(days), .. }) => named(&[("days", days, Any)]),
            Self::Categorical(weights) => {
                let given = |(label, parameter): (&'a String, &'a Parameter)| Given {
                    at: path![key, label.as_str()],
                    parameter,
                    bounds: NotNegative,
                };
                weights.iter().map(given).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The columns it depends on besides those that are parameters.
    fn needs(&self) -> Vec<Need<'a>> {
        match *self {
            Self::Tiers(tiers) => {
                vec![Need { at: path!["tiers", "of"], column: &tiers.of.0, holds: Holds::Numbers }]
            }
            Self::Recode(recode) => {
                vec![Need { at: path!["recode", "of"], column: &recode.of.0, holds: Holds::Anything }]
            }
            Self::Sum(sum) => {
                let need = |Name(column): &'a Name| Need {
                    at: path!["sum", "terms", column.as_str()],
                    column,
                    holds: Holds::Numbers,
                };
                sum.terms.keys().map(need).collect()
            }
            Self::Dates(Dates { after: Some(Name(column)), .. }) => {
                vec![Need { at: path!["dates", "after"], column, holds: Holds::Days }]
            }
            Self::Names(names) => names.words.iter().filter_map(words_need).collect(),
            _ => Vec::new(),
        }
    }
}

fn words_need<'a>((list, words): (&'a Name, &'a Words)) -> Option<Need<'a>> {
    match words {
        Words::List(_) => None,
        Words::By(words) => Some(Need {
            at: path!["names", "words", list.0.as_str(), "by"],
            column: &words.by.0,
            holds: Holds::Anything,
        }),
    }
}
