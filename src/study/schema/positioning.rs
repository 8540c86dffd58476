//! How a study declares a survey: who answered, about what, and what is made of the answers.

use super::{Instrument, LocalList, LocalText, Name, Threshold};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Scores a survey of perceptions, by segment and by the objects that were rated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Positioning {
    /// The dataset with the answers.
    pub data: Name,
    /// The questionnaire: the path of a file that studies can share, or the instrument itself.
    pub instrument: InstrumentSource,
    /// What was rated, each under a short name: platforms, products, services. Leave it out when nothing was told apart.
    #[serde(default)]
    pub objects: IndexMap<Name, LocalText>,
    /// The column that says who answered; the key of the dataset when not given.
    pub respondent: Option<Name>,
    /// The column with the key of the unit that a respondent answers for; so an answer belongs to a segment.
    pub unit: Option<Name>,
    /// The headings of the answers: `{object}_{item}` in a wide file with objects, otherwise `{item}`, when not given.
    pub column: Option<String>,
    /// The column that says which object a row is about, in a long file.
    pub object: Option<ObjectColumn>,
    /// The column that says which item a row is about, in a file with a row per answer.
    pub item: Option<Name>,
    /// The column with the answers, in a file with a row per answer.
    pub answer: Option<Name>,
    /// Cells that mean "not answered", besides the empty cell: `["-", "9"]`.
    #[serde(default)]
    pub missing_values: Vec<String>,
    /// The smallest share of a construct's items that a respondent must have answered to have a score on it.
    #[serde(default = "half")]
    pub answered: Threshold,
    /// Columns of the answers that describe the respondents, such as position or years of service.
    #[serde(default)]
    pub profile: Vec<Name>,
    /// Columns of the units on which those with an answer are compared with the rest; those of the segmentation when not given.
    pub representative: Option<Vec<Name>>,
    /// What a formula would ask of the size of the sample.
    #[serde(default)]
    pub sample_size: SampleSize,
    /// How the validity of items is judged.
    #[serde(default)]
    pub validity: Validity,
    /// From which Cronbach's alpha on a construct counts as reliable.
    #[serde(default = "seven_tenths")]
    #[schemars(range(min = 0, max = 1))]
    pub reliable_from: f64,
    /// The classes of scores, from the lowest to the highest; five equal ones of the mean when not given.
    pub classes: Option<Classes>,
    /// The construct that the importance of the others is derived from, such as the intention to use.
    pub outcome: Option<Name>,
    /// Which guidance segments need, by their scores.
    pub guidance: Option<Guidance>,
}

fn half() -> Threshold {
    Threshold::Percent("50 %".into())
}

fn seven_tenths() -> f64 {
    0.7
}

/// An instrument: the path of its file, or the instrument itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "the path of a YAML file, or an instrument: {scale: …, constructs: […]}"))]
pub enum InstrumentSource {
    /// The path of a YAML file, relative to the study.
    File(String),
    /// The instrument itself.
    Inline(Box<Instrument>),
}

/// The column that says which object a row is about: its name, or the name with what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "the name of a column, or {column: …, values: {…}}"))]
pub enum ObjectColumn {
    /// The name of a column that holds the names or the labels of objects.
    Column(Name),
    /// The name with what stands for each object.
    Settings(ObjectColumnSettings),
}

/// The column that says which object a row is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectColumnSettings {
    /// The column.
    pub column: Name,
    /// What stands in the column, and the name of the object that it means.
    pub values: IndexMap<String, Name>,
}

/// What a formula would ask of the size of the sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleSize {
    /// The number of units in the population; all units of the dataset of the segmentation when not given.
    #[schemars(range(min = 1))]
    pub population: Option<usize>,
    /// The margin of error, as a share of one or a percentage.
    #[serde(default = "five_percent")]
    pub error: Threshold,
}

fn five_percent() -> Threshold {
    Threshold::Percent("5 %".into())
}

impl Default for SampleSize {
    fn default() -> Self {
        Self { population: None, error: five_percent() }
    }
}

/// How the validity of items is judged: by their correlation with a total.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// Which items the total adds up.
    #[serde(default)]
    pub total: Total,
    /// The two-sided level of significance, as a share of one or a percentage.
    #[serde(default = "five_percent")]
    pub level: Threshold,
}

impl Default for Validity {
    fn default() -> Self {
        Self { total: Total::default(), level: five_percent() }
    }
}

/// Which items a total adds up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Total {
    /// Those of the item's construct.
    #[default]
    Construct,
    /// All items.
    All,
}

/// Classes of scores, half-open: a score at a cut point belongs to the class above it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Classes {
    /// What is classed: the `mean`, or the `tcr` (mean / scale maximum, in per cent).
    #[serde(default)]
    pub of: Classed,
    /// The cut points, ascending: one fewer than there are classes.
    #[schemars(length(min = 1))]
    pub cuts: Vec<f64>,
    /// What the classes are called, from the lowest to the highest.
    pub labels: LocalList,
}

/// What is classed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Classed {
    /// The mean on the scale of answers.
    #[default]
    Mean,
    /// The respondents' level of achievement: mean / scale maximum, in per cent.
    Tcr,
}

/// Which guidance segments need: where their score on an element lies below a threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guidance {
    /// Guidance is recommended where the mean score lies below this.
    pub below: f64,
    /// What one can work on, each with the constructs that show it.
    #[schemars(length(min = 1))]
    pub elements: Vec<Element>,
}

/// Something one can work on, such as support, capacity or value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// The name under which the findings keep it.
    pub name: Name,
    /// What the report calls it.
    pub label: Option<LocalText>,
    /// The constructs that show it.
    #[schemars(length(min = 1))]
    pub constructs: Vec<Name>,
    /// The threshold of this element, where it has its own.
    pub below: Option<f64>,
    /// What the author recommends where guidance is needed, in Markdown without values.
    pub recommendation: Option<LocalText>,
}
