//! Checks a survey: its instrument, where its answers stand, and what is made of them.

use super::Checker;
use super::instrument::Questionnaire;
use super::layout::column_of;
use super::targeting::share;
use crate::locale::{Text, significant};
use crate::study::place::path;
use crate::study::positioning::{Classes, Element, Guidance, Instrument, Item, Layout, Object, Positioning};
use crate::study::schema::{self, Column, ColumnType, ObjectColumn, StudyFile};

impl Checker<'_> {
    /// Everything of a survey that can be checked before its data are read; its instrument when all is well.
    pub(super) fn survey<'a>(
        &mut self,
        plan: &'a schema::Positioning,
        file: &StudyFile,
    ) -> Option<(&'a schema::Positioning, Questionnaire)> {
        let before = self.problems.errors();
        let read = self.questionnaire(plan)?;
        self.layout(plan, &read.instrument, file, before);
        self.scores(plan, &read.instrument);
        (self.problems.errors() == before).then_some((plan, read))
    }

    /// A survey whose settings agree with each other.
    pub(super) fn positioning(
        &mut self,
        plan: &schema::Positioning,
        read: Questionnaire,
        file: &StudyFile,
    ) -> Option<Positioning> {
        let Questionnaire { instrument, file: instrument_file } = read;
        let data = file.datasets.get(plan.data.0.as_str())?;
        let names = |names: &[schema::Name]| names.iter().map(|name| name.0.clone()).collect::<Vec<_>>();
        let segmentation = file.segmentation.as_ref();
        let units =
            segmentation.filter(|_| plan.unit.is_some()).map(|segmentation| segmentation.data.0.clone());
        let of_segmentation = || {
            let variables = segmentation.iter().flat_map(|plan| plan.variables.iter());
            let variables = variables.map(|variable| variable.settings().column.0.clone());
            variables.chain(segmentation.iter().flat_map(|plan| names(&plan.validation))).collect()
        };
        Some(Positioning {
            data: plan.data.0.clone(),
            layout: layout(plan, &instrument),
            objects: objects(plan),
            respondent: plan.respondent.as_ref().map_or(data.key.first(), |name| &name.0).to_owned(),
            unit: plan.unit.as_ref().map(|name| name.0.clone()),
            missing_values: plan.missing_values.clone(),
            answered: share(&plan.answered)?.0,
            profile: names(&plan.profile),
            representative: plan.representative.as_deref().map_or_else(of_segmentation, names),
            population: plan.sample_size.population,
            margin: share(&plan.sample_size.error)?.0,
            total: plan.validity.total,
            level: share(&plan.validity.level)?.0,
            reliable_from: plan.reliable_from,
            classes: classes(plan, &instrument),
            outcome: plan.outcome.as_ref().and_then(|name| construct(&instrument, &name.0)),
            guidance: plan.guidance.as_ref().map(|guidance| self::guidance(guidance, &instrument)),
            place: self.at(&path!["positioning"]),
            units,
            instrument,
            instrument_file,
        })
    }
}

/// The position of a construct.
fn construct(instrument: &Instrument, name: &str) -> Option<usize> {
    instrument.constructs.iter().position(|construct| construct.name == name)
}

/// What was rated; a single nameless object when the study tells nothing apart.
fn objects(plan: &schema::Positioning) -> Vec<Object> {
    let nameless = Object { name: String::new(), label: Text::same("") };
    let object = |(name, label): (&schema::Name, &schema::LocalText)| Object {
        name: name.0.clone(),
        label: label.resolve(),
    };
    if plan.objects.is_empty() { vec![nameless] } else { plan.objects.iter().map(object).collect() }
}

/// Where the answers stand.
fn layout(plan: &schema::Positioning, instrument: &Instrument) -> Layout {
    let object =
        plan.object.as_ref().map(|column| (column_of(column).0.clone(), object_values(plan, column)));
    match (&plan.answer, &plan.item, object) {
        (Some(answer), Some(item), object) => {
            Layout::Answers { object, item: item.0.clone(), answer: answer.0.clone() }
        }
        (_, _, Some((object, values))) => {
            let items = answer_columns(plan, instrument).into_iter().next().unwrap_or_default();
            Layout::Long { object, values, items }
        }
        _ => Layout::Wide(answer_columns(plan, instrument)),
    }
}

/// What may stand in the column of objects: what the study says, or names and labels.
fn object_values(plan: &schema::Positioning, column: &ObjectColumn) -> Vec<(String, usize)> {
    if let ObjectColumn::Settings(settings) = column {
        let position = |name: &schema::Name| plan.objects.get_index_of(name);
        let value = |(text, name): (&String, &schema::Name)| Some((text.clone(), position(name)?));
        return settings.values.iter().filter_map(value).collect();
    }
    let words = |(i, (name, label)): (usize, (&schema::Name, &schema::LocalText))| {
        let label = label.resolve();
        [(name.0.clone(), i), (label.id, i), (label.en, i)]
    };
    plan.objects.iter().enumerate().flat_map(words).collect()
}

/// The classes of the study, or five equal ones of the mean.
fn classes(plan: &schema::Positioning, instrument: &Instrument) -> Classes {
    if let Some(classes) = &plan.classes {
        let (id, en) = classes.labels.resolve();
        let labels = id.into_iter().zip(en).map(|(id, en)| Text { id, en }).collect();
        return Classes { of: classes.of, cuts: classes.cuts.clone(), labels };
    }
    let width = f64::from(instrument.to - instrument.from) / 5.0;
    let cuts = (1..5).map(|i| significant(f64::from(instrument.from) + width * f64::from(i))).collect();
    let labels = [
        ("Sangat rendah", "Very low"),
        ("Rendah", "Low"),
        ("Sedang", "Medium"),
        ("Tinggi", "High"),
        ("Sangat tinggi", "Very high"),
    ];
    let labels = labels.map(|(id, en)| Text { id: id.to_owned(), en: en.to_owned() }).to_vec();
    Classes { of: schema::Classed::Mean, cuts, labels }
}

fn guidance(plan: &schema::Guidance, instrument: &Instrument) -> Guidance {
    let element = |element: &schema::Element| Element {
        name: element.name.0.clone(),
        label: element.label.as_ref().map_or_else(|| Text::same(&element.name.0), |label| label.resolve()),
        constructs: element.constructs.iter().filter_map(|name| construct(instrument, &name.0)).collect(),
        below: element.below.unwrap_or(plan.below),
        recommendation: element.recommendation.as_ref().map(|text| text.resolve()),
    };
    Guidance { elements: plan.elements.iter().map(element).collect() }
}

/// The columns that the answers stand in, which the dataset need not declare.
pub(super) struct AnswerColumns<'a> {
    /// The survey.
    pub plan: &'a schema::Positioning,
    /// Its instrument.
    pub instrument: &'a Instrument,
    /// The dataset.
    pub data: String,
    /// The names by object (outer) and item (inner), which are the headings of the file unless the dataset declares them.
    ///
    /// Empty in a file with a row per answer, whose columns the study names.
    pub names: Vec<Vec<String>>,
    /// How each is declared: as text, since cells hold numbers or the words of the scale.
    pub column: Column,
}

impl<'a> AnswerColumns<'a> {
    /// The columns of a survey.
    pub fn of(plan: &'a schema::Positioning, instrument: &'a Instrument) -> Self {
        let column = Column {
            kind: ColumnType::Text,
            header: None,
            label: None,
            unit: None,
            numbers: None,
            digits: None,
            at_least: None,
            at_most: None,
            required: false,
            missing_values: plan.missing_values.clone(),
            categories: None,
        };
        let names = answer_columns(plan, instrument);
        Self { plan, instrument, data: plan.data.0.clone(), names, column }
    }
}

/// The names of the columns of answers, by object (outer) and item; none in a file with a row per answer.
pub(super) fn answer_columns(plan: &schema::Positioning, instrument: &Instrument) -> Vec<Vec<String>> {
    if plan.answer.is_some() {
        return Vec::new();
    }
    let wide = plan.object.is_none() && !plan.objects.is_empty();
    let pattern = plan.column.as_deref().unwrap_or(if wide { "{object}_{item}" } else { "{item}" });
    let of_object = |object: &str| {
        let name =
            |(_, item): (usize, &Item)| pattern.replace("{object}", object).replace("{item}", &item.name);
        instrument.items().map(name).collect()
    };
    if wide { plan.objects.keys().map(|object| of_object(&object.0)).collect() } else { vec![of_object("")] }
}
