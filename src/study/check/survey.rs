//! Checks how a survey is drawn: who responds, and the measurement model of the answers.

use super::Checker;
use super::positioning::AnswerColumns;
use super::simulation::Plan;
use crate::diagnostic::did_you_mean;
use crate::study::place::{Path, path};
use crate::study::schema::{self, ColumnType, Parameter, PerName, PerObject};
use crate::study::{
    AnswerModel, Bounds, Difficulty, Holds, Instrument, ModelConstruct, ModelItem, Need, RatedObject, Rows,
    Sample,
};

/// The code of what is wrong with a sample.
const SAMPLE: &str = "simulation::sample";
/// The code of what is wrong with a measurement model.
const ANSWERS: &str = "simulation::answers";
/// The most rows that one row of the sampled dataset may give.
const MOST_EACH: usize = 100;

impl Checker<'_> {
    /// The rows of another dataset that respond.
    pub(super) fn sampled_rows(
        &mut self,
        name: &str,
        plan: &Plan,
        sample: &schema::Sample,
        at: &Path,
    ) -> Option<Rows> {
        for (key, given) in
            [("rows", plan.simulation.rows.is_some()), ("groups", !plan.simulation.groups.is_empty())]
        {
            if given {
                let at = plan.below(path!["simulation", key]);
                let message = format!("`{key}` does not go with `sample`");
                let hint = Some(format!("remove `{key}`, or `sample`"));
                self.key_error("simulation::rows", &at, message, "the rows are those who respond", hint);
            }
        }
        let source = self.sampled_plan(name, plan, sample, &[at.clone(), path!["of"]].concat())?;
        let response = [at.clone(), path!["response"]].concat();
        self.parameter(&source, &sample.response, Bounds::Share, &response);
        self.needs(&source, parameter_needs(&sample.response, &path![]), &response);
        let each = self.each(sample, &[at.clone(), path!["each"]].concat())?;
        let (of, response) = (sample.of.0.clone(), sample.response.clone());
        Some(Rows::Sampled(Sample { of, response, each, place: self.at(at) }))
    }

    /// How the sampled dataset is drawn, which leads to no circle.
    fn sampled_plan<'a>(
        &mut self,
        name: &str,
        plan: &Plan<'a>,
        sample: &'a schema::Sample,
        at: &Path,
    ) -> Option<Plan<'a>> {
        let (of, file) = (sample.of.0.as_str(), plan.file);
        let drawn = |name: &str| file.datasets.get(name).and_then(|data| data.simulation.as_ref());
        let Some(simulation) = drawn(of) else {
            let others = file.datasets.iter().filter(|(_, data)| data.simulation.is_some());
            let known: Vec<&str> =
                others.map(|(other, _)| other.0.as_str()).filter(|it| *it != name).collect();
            if file.datasets.contains_key(of) {
                let message = format!("`{name}` draws its rows from `{of}`, which is not drawn");
                let hint = format!("take the `simulation:` out of `{name}` too, or draw `{of}`");
                self.error(SAMPLE, at, message, "", Some(hint));
            } else {
                let hint = did_you_mean(of, known.iter().copied());
                let message = format!("there is no drawn dataset `{of}`");
                self.error(SAMPLE, at, message, "only a dataset with a `simulation` can be sampled", hint);
            }
            return None;
        };
        let mut next = Some(of);
        for _ in 0..file.datasets.len() {
            if next == Some(name) {
                let message = format!("`{name}` is sampled from itself");
                let hint = Some("sample a dataset that has `rows`".to_owned());
                self.error(SAMPLE, at, message, "", hint);
                return None;
            }
            let sampled = next.and_then(drawn).and_then(|simulation| simulation.sample.as_ref());
            next = sampled.map(|sample| sample.of.0.as_str());
        }
        let data = file.datasets.get(of)?;
        Some(Plan { dataset: path!["datasets", of], data, simulation, file, survey: None })
    }

    /// How many rows each gives, with weights.
    fn each(&mut self, sample: &schema::Sample, at: &Path) -> Option<Vec<(usize, f64)>> {
        let count = |text: &str| text.parse::<usize>().ok().filter(|count| (1..=MOST_EACH).contains(count));
        let mut each = Vec::new();
        for (text, weight) in &sample.each {
            let here = [at.clone(), path![text.as_str()]].concat();
            match count(text) {
                Some(count) if Bounds::NotNegative.allow(*weight) => each.push((count, *weight)),
                Some(_) => self.error(SAMPLE, &here, "a weight must be zero or more".into(), "", None),
                None => {
                    let message = format!("`{text}` is not a number of rows from 1 to {MOST_EACH}");
                    self.key_error(SAMPLE, &here, message, "", None);
                }
            }
        }
        if sample.each.is_empty() {
            return Some(vec![(1, 1.0)]);
        }
        if each.len() == sample.each.len() && each.iter().all(|(_, weight)| *weight == 0.0) {
            self.error(SAMPLE, at, "no number of rows has a weight above 0".into(), "", None);
        }
        Some(each)
    }

    /// A column that is copied from the sampled dataset exists there, and has the type of this one.
    pub(super) fn sampled_column(&mut self, plan: &Plan, name: &str, column: &schema::Name, at: &Path) {
        let Some(sample) = &plan.simulation.sample else {
            let hint = Some("add `sample` to the simulation".to_owned());
            self.key_error(SAMPLE, at, "nothing is sampled".into(), "there is no `sample`", hint);
            return;
        };
        let Some(other) = plan.file.datasets.get(sample.of.0.as_str()) else { return };
        let Some(there) = other.columns.get(column.0.as_str()) else {
            let known: Vec<&str> = other.columns.keys().map(|name| name.0.as_str()).collect();
            let hint = did_you_mean(&column.0, known.iter().copied())
                .or(Some(format!("its columns are `{}`", known.join("`, `"))));
            let message = format!("`{}` has no column `{}`", sample.of.0, column.0);
            self.error("simulation::unknown-column", at, message, "", hint);
            return;
        };
        let holds_both = |kind: ColumnType| match kind {
            ColumnType::Text | ColumnType::Code | ColumnType::Category => !there.kind.is_numeric(),
            kind => kind == there.kind,
        };
        if plan.data.columns.get(name).is_some_and(|here| !holds_both(here.kind)) {
            let message = format!("`{}` does not go with the type of `{name}`", column.0);
            let hint = Some("give both columns the same `type`".to_owned());
            self.error("simulation::type", at, message, "the value is copied as it is", hint);
        }
    }
}

impl Checker<'_> {
    /// The measurement model of the answers, where there is one and its settings agree with the instrument.
    pub(super) fn answer_model(&mut self, plan: &Plan) -> Option<AnswerModel> {
        let model = plan.simulation.answers.as_ref()?;
        let at = plan.below(path!["simulation", "answers"]);
        let survey = self.drawn_survey(plan, &at)?;
        let before = self.problems.errors();
        let instrument = survey.instrument;
        let objects = object_names(survey);
        let columns = Names { objects: &objects, instrument };
        self.means(plan, model, &columns, &[at.clone(), path!["means"]].concat());
        self.shares_of_factors(model, instrument, &at);
        self.item_settings(model, instrument, &at);
        self.given_thresholds(model, instrument, &[at.clone(), path!["thresholds"]].concat());
        if let Some(missing) = &model.missing {
            self.answer_parameter(plan, missing, Bounds::Share, &[at.clone(), path!["missing"]].concat());
        }
        if let Some(unrated) = &model.object_missing {
            self.per_object(
                plan,
                unrated,
                &objects,
                Bounds::Share,
                &[at.clone(), path!["object_missing"]].concat(),
            );
        }
        (self.problems.errors() == before).then(|| resolved(model, survey, self.at(&at)))
    }

    /// The survey that the dataset holds the answers of, in a file with a row per respondent.
    fn drawn_survey<'a>(&mut self, plan: &Plan<'a>, at: &Path) -> Option<&'a AnswerColumns<'a>> {
        let Some(survey) = plan.survey else {
            // What is wrong with a survey of these answers has been told already.
            let named =
                plan.file.positioning.as_ref().and_then(|it| plan.file.datasets.get(it.data.0.as_str()));
            if named.is_some_and(|data| std::ptr::eq(data, plan.data)) {
                return None;
            }
            let message = "no survey is answered in this dataset".to_owned();
            let hint = Some("name it as `positioning: data:`, whose instrument has the items; without a survey, take out the whole dataset".to_owned());
            self.key_error(ANSWERS, at, message, "", hint);
            return None;
        };
        if survey.plan.object.is_some() || survey.plan.answer.is_some() {
            let message = "answers are drawn into a file with a row per respondent".to_owned();
            let hint = Some("remove `object`, `item` and `answer` of `positioning`".to_owned());
            self.key_error(ANSWERS, at, message, "this survey has several rows per respondent", hint);
            return None;
        }
        for column in survey.names.iter().flatten() {
            if plan.draw(column).is_some() {
                let at = plan.below(path!["simulation", "columns", column.as_str()]);
                let message = format!("`{column}` holds answers, which the measurement model draws");
                self.key_error(ANSWERS, &at, message, "", Some("remove it here".into()));
            }
        }
        Some(survey)
    }

    /// Every construct has means, and nothing else has.
    fn means(&mut self, plan: &Plan, model: &schema::AnswerModel, names: &Names, at: &Path) {
        let constructs = names.constructs();
        for (name, mean) in &model.means {
            let here = [at.clone(), path![name.0.as_str()]].concat();
            if constructs.contains(&name.0.as_str()) {
                self.per_object(plan, mean, names.objects, Bounds::Any, &here);
            } else {
                self.unknown_name("construct", &name.0, &constructs, &here);
            }
        }
        self.left_out(&constructs, |name| model.means.contains_key(name), at);
    }

    /// Names that ought to have a number here and have none.
    fn left_out(&mut self, names: &[&str], has: impl Fn(&str) -> bool, at: &Path) {
        let forgotten: Vec<&str> = names.iter().copied().filter(|name| !has(name)).collect();
        if !forgotten.is_empty() {
            let message = format!("`{}` has no number here", forgotten.join("`, `"));
            self.key_error(ANSWERS, at, message, "every one needs one", None);
        }
    }

    fn unknown_name(&mut self, what: &str, name: &str, known: &[&str], at: &Path) {
        let hint = did_you_mean(name, known.iter().copied()).or(match known {
            [] => None,
            known => Some(format!("they are `{}`", known.join("`, `"))),
        });
        self.key_error(ANSWERS, at, format!("there is no {what} `{name}`"), "", hint);
    }

    /// A parameter that may differ by object.
    fn per_object(&mut self, plan: &Plan, given: &PerObject, objects: &[&str], bounds: Bounds, at: &Path) {
        let Some(named) = given.objects(objects) else {
            if let Some(parameter) = given.of("", objects) {
                self.answer_parameter(plan, &parameter, bounds, at);
            }
            return;
        };
        for name in &named {
            let here = [at.clone(), path![*name]].concat();
            match given.of(name, objects) {
                Some(parameter) if objects.contains(name) => {
                    self.answer_parameter(plan, &parameter, bounds, &here);
                }
                _ => self.unknown_name("object", name, objects, &here),
            }
        }
        self.left_out(objects, |object| named.contains(&object), at);
    }

    /// A parameter of the model: in its range, with groups and columns that exist.
    fn answer_parameter(&mut self, plan: &Plan, parameter: &Parameter, bounds: Bounds, at: &Path) {
        self.parameter(plan, parameter, bounds, at);
        self.needs(plan, parameter_needs(parameter, &path![]), at);
    }

    /// The shares of a factor's variance that are explained leave something, or nothing, of its own.
    fn shares_of_factors(&mut self, model: &schema::AnswerModel, instrument: &Instrument, at: &Path) {
        let here = [at.clone(), path!["object"]].concat();
        let names = Names { objects: &[], instrument }.constructs();
        self.named(&model.object, &names, &names, Bounds::Share, &here);
        if !Bounds::Positive.allow(model.sd) {
            let at = [at.clone(), path!["sd"]].concat();
            self.error(ANSWERS, &at, "`sd` must be more than zero".into(), "", None);
        }
        let most = names.iter().filter_map(|name| model.object.of(&[name])).fold(0.0, f64::max);
        if model.respondent + most > 1.0 {
            let message = "more of a factor is explained than there is of it".to_owned();
            let reason = format!("`respondent` and `object` add up to {}", model.respondent + most);
            self.error(ANSWERS, &here, message, &reason, Some("let them add up to at most 1".into()));
        }
    }

    fn item_settings(&mut self, model: &schema::AnswerModel, instrument: &Instrument, at: &Path) {
        let constructs = Names { objects: &[], instrument }.constructs();
        let items: Vec<&str> = instrument.items().map(|(_, item)| item.name.as_str()).collect();
        let known: Vec<&str> = constructs.iter().chain(&items).copied().collect();
        let here = [at.clone(), path!["loading"]].concat();
        self.named(&model.loading, &known, &[], Bounds::Share, &here);
        let lacks =
            instrument.items().find(|(c, item)| model.loading.of(&[&item.name, constructs[*c]]).is_none());
        if let Some((_, item)) = lacks {
            let hint = Some("give a number for its construct, or for the item".to_owned());
            self.key_error(ANSWERS, &here, format!("the item `{}` has no loading", item.name), "", hint);
        }
        let bounds =
            if matches!(model.difficulty, PerName::One(_)) { Bounds::NotNegative } else { Bounds::Any };
        self.named(&model.difficulty, &items, &[], bounds, &[at.clone(), path!["difficulty"]].concat());
    }

    /// Numbers by name: of names that exist, of all that are needed, and in their range.
    fn named(&mut self, given: &PerName, known: &[&str], needed: &[&str], bounds: Bounds, at: &Path) {
        let in_range = |checker: &mut Self, value: f64, at: &Path| {
            if !bounds.allow(value) {
                let message = format!("this must be {}", bounds.words());
                checker.error("simulation::parameter", at, message, &format!("this is {value}"), None);
            }
        };
        match given {
            PerName::One(value) => in_range(self, *value, at),
            PerName::Each(values) => {
                for (name, value) in values {
                    let here = [at.clone(), path![name.0.as_str()]].concat();
                    in_range(self, *value, &here);
                    if !known.contains(&name.0.as_str()) {
                        self.unknown_name("construct or item", &name.0, known, &here);
                    }
                }
                self.left_out(needed, |name| values.contains_key(name), at);
            }
        }
    }

    /// Thresholds rise, and there is one between every two answers.
    fn given_thresholds(&mut self, model: &schema::AnswerModel, instrument: &Instrument, at: &Path) {
        let Some(thresholds) = &model.thresholds else { return };
        let needed = (instrument.to - instrument.from).max(0) as usize;
        if thresholds.len() != needed {
            let message = format!("there are {} thresholds where {needed} are needed", thresholds.len());
            let reason = "there is one between every two answers";
            self.error(ANSWERS, at, message, reason, None);
        }
        if thresholds.windows(2).any(|pair| pair[0] >= pair[1]) {
            self.error(ANSWERS, at, "the thresholds must rise".into(), "", None);
        }
    }
}

/// The names that a measurement model may use.
struct Names<'a> {
    objects: &'a [&'a str],
    instrument: &'a Instrument,
}

impl<'a> Names<'a> {
    fn constructs(&self) -> Vec<&'a str> {
        self.instrument.constructs.iter().map(|construct| construct.name.as_str()).collect()
    }
}

fn object_names<'a>(survey: &AnswerColumns<'a>) -> Vec<&'a str> {
    survey.plan.objects.keys().map(|name| name.0.as_str()).collect()
}

/// The columns that a parameter needs.
fn parameter_needs<'a>(parameter: &'a Parameter, at: &Path) -> Vec<Need<'a>> {
    match parameter {
        Parameter::Column(column) => vec![Need { at: at.clone(), column: &column.0, holds: Holds::Numbers }],
        _ => Vec::new(),
    }
}

/// A measurement model whose settings agree with the instrument.
fn resolved(
    model: &schema::AnswerModel,
    survey: &AnswerColumns,
    place: Option<crate::diagnostic::Place>,
) -> AnswerModel {
    let (instrument, objects) = (survey.instrument, object_names(survey));
    let named = if objects.is_empty() { vec![""] } else { objects.clone() };
    let mean = |construct: &str, object: &str| {
        let given = model.means.get(construct).and_then(|mean| mean.of(object, &objects));
        given.unwrap_or(Parameter::Number(0.0))
    };
    let rated = |(name, columns): (&&str, &Vec<String>)| RatedObject {
        name: (*name).to_owned(),
        unrated: model.object_missing.as_ref().and_then(|unrated| unrated.of(name, &objects)),
        columns: columns.clone(),
    };
    let construct = |name: &String| ModelConstruct {
        name: name.clone(),
        object: model.object.of(&[name]).unwrap_or(0.0),
        means: named.iter().map(|object| mean(name, object)).collect(),
    };
    AnswerModel {
        from: instrument.from,
        to: instrument.to,
        thresholds: model.thresholds.clone().unwrap_or_else(|| midpoints(instrument)),
        sd: model.sd,
        respondent: model.respondent,
        missing: model.missing.clone(),
        objects: named.iter().zip(&survey.names).map(rated).collect(),
        constructs: instrument.constructs.iter().map(|it| construct(&it.name)).collect(),
        items: items(model, instrument),
        place,
    }
}

fn items(model: &schema::AnswerModel, instrument: &Instrument) -> Vec<ModelItem> {
    let difficulty = |name: &str| match &model.difficulty {
        PerName::One(sd) => Difficulty::Drawn(*sd),
        PerName::Each(values) => Difficulty::Given(values.get(name).copied().unwrap_or(0.0)),
    };
    let item = |(construct, item): (usize, &crate::study::Item)| ModelItem {
        name: item.name.clone(),
        construct,
        reversed: item.reversed,
        loading: model.loading.of(&[&item.name, &instrument.constructs[construct].name]).unwrap_or(0.0),
        difficulty: difficulty(&item.name),
    };
    instrument.items().map(item).collect()
}

/// The midpoints between answers.
fn midpoints(instrument: &Instrument) -> Vec<f64> {
    (instrument.from..instrument.to).map(|answer| f64::from(answer) + 0.5).collect()
}
