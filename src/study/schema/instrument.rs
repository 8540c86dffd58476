//! An instrument: constructs, their items, and the scale of the answers.

use super::{LocalList, LocalText, Name};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A questionnaire that measures constructs by items on one scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "telaah instrument")]
pub struct Instrument {
    /// What the instrument is called.
    pub title: Option<LocalText>,
    /// Where it comes from, in words; may cite the bibliography of the study as `[@key]`.
    pub source: Option<LocalText>,
    /// The scale of the answers.
    pub scale: Scale,
    /// The constructs, in the order of the report.
    #[schemars(length(min = 1))]
    pub constructs: Vec<Construct>,
}

/// The scale of the answers: whole numbers from the lowest to the highest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The lowest answer.
    #[serde(default = "one")]
    pub from: i32,
    /// The highest answer.
    pub to: i32,
    /// What the answers are called, from the lowest to the highest; cells may hold these words instead of numbers.
    pub labels: Option<LocalList>,
}

fn one() -> i32 {
    1
}

/// What items measure together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Construct {
    /// The name under which the findings keep it.
    pub name: Name,
    /// What the report calls it.
    pub label: Option<LocalText>,
    /// What it means, in one sentence.
    pub definition: Option<LocalText>,
    /// The items by name, each with its wording; `{object}` in a wording stands for what is rated.
    #[schemars(extend("minProperties" = 1))]
    pub items: IndexMap<Name, Item>,
}

/// An item: its wording, or the wording with settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "the wording, a wording per language, or {text: …, reversed: true}"))]
pub enum Item {
    /// The wording with settings.
    Settings(ItemSettings),
    /// The wording.
    Text(LocalText),
}

/// An item with settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemSettings {
    /// The wording.
    pub text: LocalText,
    /// Whether agreement speaks against the construct; answers are turned around before anything is computed.
    #[serde(default)]
    pub reversed: bool,
}

impl Item {
    /// The wording.
    pub fn text(&self) -> &LocalText {
        match self {
            Self::Settings(settings) => &settings.text,
            Self::Text(text) => text,
        }
    }

    /// Whether agreement speaks against the construct.
    pub fn reversed(&self) -> bool {
        matches!(self, Self::Settings(ItemSettings { reversed: true, .. }))
    }
}
