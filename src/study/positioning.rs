//! A survey whose settings agree with each other and with its instrument.

use super::InputFile;
use super::place::{self, Path, path};
use super::schema::{Classed, Total};
use crate::diagnostic::Place;
use crate::locale::{Text, significant};
use serde::Serialize;

/// What is made of a survey.
#[derive(Debug, Clone, Serialize)]
pub struct Positioning {
    /// The dataset with the answers.
    pub data: String,
    /// The dataset of the units that respondents answer for; none when answers are not linked to units.
    pub units: Option<String>,
    /// The questionnaire.
    pub instrument: Instrument,
    /// The file of the questionnaire, where it has one of its own.
    pub instrument_file: Option<InputFile>,
    /// What was rated: at least one; a single nameless one when the study tells nothing apart.
    pub objects: Vec<Object>,
    /// The column that says who answered.
    pub respondent: String,
    /// The column with the key of the respondent's unit.
    pub unit: Option<String>,
    /// Where the answers stand.
    pub layout: Layout,
    /// Cells that mean "not answered", besides the empty cell.
    pub missing_values: Vec<String>,
    /// The smallest share of a construct's items that must be answered, from 0 to 1.
    pub answered: f64,
    /// Columns of the answers that describe the respondents.
    pub profile: Vec<String>,
    /// Columns of the units on which those with an answer are compared with the rest.
    pub representative: Vec<String>,
    /// The number of units in the population, where the study says so.
    pub population: Option<usize>,
    /// The margin of error of the formulas for the size of a sample, a share of one.
    pub margin: f64,
    /// Which items the total of the validity test adds up.
    pub total: Total,
    /// The two-sided level of the validity test.
    pub level: f64,
    /// From which alpha on a construct counts as reliable.
    pub reliable_from: f64,
    /// The classes of scores.
    pub classes: Classes,
    /// The position of the construct that importance is derived from.
    pub outcome: Option<usize>,
    /// Which guidance segments need.
    pub guidance: Option<Guidance>,
    /// Where the positioning stands in the study.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// A questionnaire.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Instrument {
    /// What it is called.
    pub title: Option<Text>,
    /// Where it comes from, as Markdown.
    pub source: Option<Text>,
    /// The lowest answer.
    pub from: i32,
    /// The highest answer.
    pub to: i32,
    /// What the answers are called in Indonesian and in English, from the lowest to the highest; empty when not given.
    pub labels: Vec<Text>,
    /// The constructs.
    pub constructs: Vec<Construct>,
}

/// What items measure together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Construct {
    /// Its name.
    pub name: String,
    /// What the report calls it.
    pub label: Text,
    /// What it means.
    pub definition: Option<Text>,
    /// The items, at least one.
    pub items: Vec<Item>,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// Its wording.
    pub text: Text,
    /// Whether answers are turned around.
    pub reversed: bool,
}

impl Instrument {
    /// Every item with the position of its construct, in the order of the instrument: what answers are numbered by.
    pub fn items(&self) -> impl Iterator<Item = (usize, &Item)> {
        self.constructs
            .iter()
            .enumerate()
            .flat_map(|(c, construct)| construct.items.iter().map(move |item| (c, item)))
    }

    /// The positions of a construct's items among all items.
    pub fn positions(&self, construct: usize) -> std::ops::Range<usize> {
        let before: usize = self.constructs[..construct].iter().map(|earlier| earlier.items.len()).sum();
        before..before + self.constructs[construct].items.len()
    }
}

/// Something that was rated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Object {
    /// Its name; empty when the study tells nothing apart.
    pub name: String,
    /// What the report calls it; empty when the study tells nothing apart.
    pub label: Text,
}

/// Where the answers stand in the dataset. Names are those of its columns, which telaah declares itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// A row per respondent: the column of every object (outer) and item (inner).
    Wide(Vec<Vec<String>>),
    /// A row per respondent and object: the column of every item, and what stands for each object.
    Long {
        /// The column that says which object a row is about.
        object: String,
        /// What may stand in it, with the position of the object.
        values: Vec<(String, usize)>,
        /// The column of every item.
        items: Vec<String>,
    },
    /// A row per answer.
    Answers {
        /// The column that says which object a row is about, with what may stand in it; none without objects.
        object: Option<(String, Vec<(String, usize)>)>,
        /// The column that says which item a row is about, by its name.
        item: String,
        /// The column with the answer.
        answer: String,
    },
}

/// Half-open classes of scores.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Classes {
    /// What is classed.
    pub of: Classed,
    /// The cut points, ascending.
    pub cuts: Vec<f64>,
    /// The classes, one more than there are cut points.
    pub labels: Vec<Text>,
}

impl Classes {
    /// The position of the class of a mean on a scale that ends at `to`; a value at a cut point is in the class above.
    ///
    /// To 12 digits, since 1.8 + 0.8 is more than 2.6 in the last bit.
    pub fn position(&self, mean: f64, to: i32) -> usize {
        let value = significant(match self.of {
            Classed::Mean => mean,
            Classed::Tcr => 100.0 * mean / f64::from(to),
        });
        self.cuts.iter().filter(|cut| value >= significant(**cut)).count()
    }
}

/// Which guidance segments need.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Guidance {
    /// What one can work on.
    pub elements: Vec<Element>,
}

/// Something one can work on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// What the report calls it.
    pub label: Text,
    /// The positions of the constructs that show it.
    pub constructs: Vec<usize>,
    /// Guidance is recommended where the mean score lies below this.
    pub below: f64,
    /// What the author recommends.
    pub recommendation: Option<Text>,
}

impl Positioning {
    /// Where an object stands in the study.
    pub fn object_place(&self, object: usize) -> Option<Place> {
        let place = self.place.as_ref()?;
        let name = self.objects.get(object).filter(|object| !object.name.is_empty());
        let Some(name) = name.map(|object| object.name.as_str()) else { return Some(place.clone()) };
        place::of_key(&place.source, &path!["positioning", "objects", name]).or_else(|| Some(place.clone()))
    }

    /// Where an item stands, by its position among all items: in the file of the instrument, or in the study.
    pub fn item_place(&self, item: usize) -> Option<Place> {
        let (construct, named) = self.instrument.items().nth(item)?;
        let below = path!["constructs", construct, "items", named.name.as_str()];
        let (source, at): (_, Path) = match &self.instrument_file {
            Some(file) => (file.text().ok()?, below),
            None => {
                let root = path!["positioning", "instrument"];
                (std::sync::Arc::clone(&self.place.as_ref()?.source), [root, below].concat())
            }
        };
        place::of_key(&source, &at).or_else(|| place::nearest(&source, &at))
    }
}
