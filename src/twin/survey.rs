//! A survey: who responds, and a measurement model of the answers, estimated from what was answered.

use super::Source;
use super::units::{Units, base_five, number, two_digits};
use crate::data::{Table, Values};
use crate::statistics::correlation::pearson;
use crate::statistics::summary::{mean, sd};
use crate::study::{Instrument, Layout, Positioning};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What rounding a normal answer to a whole one adds to its variance (Sheppard 1897).
const ROUNDING: f64 = 1.0 / 12.0;

/// Respondents that come from the rows of another dataset.
#[derive(Debug)]
pub struct Sampled {
    /// The other dataset.
    of: String,
    /// Its key.
    key: String,
    /// The column with the unit of every respondent.
    pub unit: String,
    /// The share of units that respond.
    response: Value,
    /// How many respondents the units have, with weights.
    each: Map<String, Value>,
    /// The respondents by the groups of their units.
    pub units: Units,
}

impl Sampled {
    /// The `sample:`.
    pub fn sample(&self) -> Value {
        let mut sample = json!({ "of": self.of, "response": self.response });
        if self.each.len() > 1 {
            sample["each"] = Value::Object(self.each.clone());
        }
        sample
    }

    /// How the column of units is drawn.
    pub fn unit_column(&self) -> Map<String, Value> {
        Map::from_iter([("sampled".to_owned(), json!(self.key))])
    }
}

/// Where the respondents of a survey come from; none for another dataset, and where answers are not linked to units.
pub fn sampled(source: &Source, sources: &[Source], all: &[Units]) -> Option<Sampled> {
    let plan = source.survey?;
    let (of, unit) = (plan.units.clone()?, plan.unit.clone()?);
    let (i, other) = sources.iter().enumerate().find(|(_, other)| other.dataset.name == of)?;
    let Some(Values::Text(named)) = source.table.column(&unit) else { return None };
    let places: BTreeMap<&str, usize> =
        other.table.keys.iter().enumerate().map(|(row, key)| (key.as_str(), row)).collect();
    let from: Vec<Option<usize>> = named.iter().map(|name| places.get(name.as_deref()?).copied()).collect();
    let mut respondents = vec![0_usize; other.table.keys.len()];
    from.iter().flatten().for_each(|row| respondents[*row] += 1);
    let responds: Vec<bool> = respondents.iter().map(|count| *count > 0).collect();
    let mut each = Map::new();
    for count in 1..=100 {
        let units = base_five(respondents.iter().filter(|other| **other == count).count());
        if units > 0 {
            each.insert(count.to_string(), json!(units));
        }
    }
    let response = all[i].share(&responds).unwrap_or(json!(1));
    let key = other.dataset.key.clone();
    Some(Sampled { of, key, unit, response, each, units: all[i].of_sample(&from) })
}

/// Answers as numbers in the direction of their construct, by object, item and row.
type Answered = Vec<Vec<Vec<Option<f64>>>>;

/// The `answers:` of a survey with a row for every respondent; none for other layouts.
pub fn answers(plan: &Positioning, table: &Table, units: &Units) -> Option<Map<String, Value>> {
    let Layout::Wide(columns) = &plan.layout else { return None };
    let answered = read(plan, columns, table);
    let mut model = Map::new();
    model.insert("means".to_owned(), Value::Object(means(plan, &answered, units)));
    let shared = Shared::of(&plan.instrument, &answered, units);
    let loading = |c: usize| (plan.instrument.constructs[c].name.clone(), number(shared.loading(c)));
    let loadings: Map<String, Value> = (0..plan.instrument.constructs.len()).map(loading).collect();
    model.insert("loading".to_owned(), Value::Object(loadings));
    let spreads: Vec<f64> = cells(&answered, units).iter().map(|values| sd(values)).collect();
    let spread = libm::sqrt((mean(&spreads) * mean(&spreads) - ROUNDING).max(0.01));
    model.insert("sd".to_owned(), number(two_digits(spread)));
    model.insert("respondent".to_owned(), number(shared.respondent()));
    model.insert("object".to_owned(), number(shared.object()));
    missing(plan, &answered, units, &mut model);
    Some(model)
}

/// The answers, reversed items turned around; a code for "not answered" is none.
fn read(plan: &Positioning, columns: &[Vec<String>], table: &Table) -> Answered {
    let scale = &plan.instrument;
    let value = |text: &Option<String>, reversed: bool| {
        let given: f64 = text.as_ref()?.trim().parse().ok()?;
        let is_answer = (f64::from(scale.from)..=f64::from(scale.to)).contains(&given);
        is_answer.then(|| if reversed { f64::from(scale.from + scale.to) - given } else { given })
    };
    let item = |(column, (_, item)): (&String, (usize, &crate::study::Item))| match table.column(column) {
        Some(Values::Text(texts)) => texts.iter().map(|text| value(text, item.reversed)).collect(),
        Some(values) => values.numbers().unwrap_or_default(),
        None => Vec::new(),
    };
    columns.iter().map(|items| items.iter().zip(scale.items()).map(item).collect()).collect()
}

/// The mean answer of every construct by object, and by group.
fn means(plan: &Positioning, answered: &Answered, units: &Units) -> Map<String, Value> {
    let of = |object: &[Vec<Option<f64>>], c: usize| {
        let items = &object[plan.instrument.positions(c)];
        let mean_of = |rows: &[usize]| {
            let some: Vec<f64> =
                items.iter().flat_map(|item| rows.iter().filter_map(|row| item[*row])).collect();
            (some.len() >= units.least * items.len().min(2)).then(|| two_digits(mean(&some)))
        };
        units.parameter(mean_of).unwrap_or_else(|| {
            number(f64::midpoint(f64::from(plan.instrument.from), f64::from(plan.instrument.to)))
        })
    };
    let construct = |c: usize| {
        let objects = plan.objects.iter().zip(answered);
        let each: Map<String, Value> =
            objects.map(|(object, answered)| (object.name.clone(), of(answered, c))).collect();
        let only = each.get("").cloned();
        (plan.instrument.constructs[c].name.clone(), only.unwrap_or(Value::Object(each)))
    };
    (0..plan.instrument.constructs.len()).map(construct).collect()
}

/// The values of every item of every object in every group.
fn cells(answered: &Answered, units: &Units) -> Vec<Vec<f64>> {
    let mut all = Vec::new();
    for item in answered.iter().flatten() {
        for (_, rows) in &units.groups {
            let some: Vec<f64> = rows.iter().filter_map(|row| item[*row]).collect();
            all.extend((some.len() >= units.least).then_some(some));
        }
    }
    all
}

/// Adds the shares of respondents who did not rate an object, and of answers that are missing among the others.
fn missing(plan: &Positioning, answered: &Answered, units: &Units, model: &mut Map<String, Value>) {
    let (mut unrated, mut asked, mut left_out) = (Map::new(), 0_usize, 0_usize);
    for (object, items) in plan.objects.iter().zip(answered) {
        let none: Vec<bool> =
            (0..units.rows).map(|row| items.iter().all(|item| item[row].is_none())).collect();
        unrated.insert(object.name.clone(), units.share(&none).unwrap_or(json!(0)));
        for row in (0..units.rows).filter(|row| !none[*row]) {
            asked += items.len();
            left_out += items.iter().filter(|item| item[row].is_none()).count();
        }
    }
    if unrated.values().any(|share| *share != json!(0)) {
        let only = unrated.get("").cloned();
        model.insert("object_missing".to_owned(), only.unwrap_or(Value::Object(unrated)));
    }
    let share = (base_five(left_out) as f64 / asked.max(1) as f64 * 1000.0).round() / 1000.0;
    if share > 0.0 {
        model.insert("missing".to_owned(), number(share));
    }
}

/// The mean correlations of items within the groups: of one construct of one object, of one object, of one respondent.
#[derive(Debug, Default)]
struct Shared {
    own: Vec<Vec<f64>>,
    same_object: Vec<f64>,
    other_object: Vec<f64>,
}

impl Shared {
    fn of(instrument: &Instrument, answered: &Answered, units: &Units) -> Self {
        let constructs: Vec<usize> = instrument.items().map(|(c, _)| c).collect();
        let all: Vec<(usize, usize, &Vec<Option<f64>>)> = answered
            .iter()
            .enumerate()
            .flat_map(|(o, items)| items.iter().zip(&constructs).map(move |(item, c)| (o, *c, item)))
            .collect();
        let mut shared = Self { own: vec![Vec::new(); instrument.constructs.len()], ..Self::default() };
        for (i, (object, construct, item)) in all.iter().enumerate() {
            for (other_object, other_construct, other) in &all[..i] {
                let Some(r) = within(item, other, units) else { continue };
                if object == other_object && construct == other_construct {
                    shared.own[*construct].push(r);
                } else if object == other_object {
                    shared.same_object.push(r);
                } else if construct != other_construct {
                    shared.other_object.push(r);
                }
            }
        }
        shared
    }

    /// The loading of a construct's items: two of them correlate as its square.
    fn loading(&self, construct: usize) -> f64 {
        let own = &self.own[construct];
        let r = if own.is_empty() { 0.49 } else { mean(own) };
        two_digits(libm::sqrt(r.clamp(0.04, 0.9)))
    }

    /// The mean square of the loadings.
    fn communality(&self) -> f64 {
        let all: Vec<f64> = (0..self.own.len()).map(|c| self.loading(c) * self.loading(c)).collect();
        mean(&all).max(0.01)
    }

    /// The share of a factor that a respondent's tendency explains, from items of other constructs and objects.
    fn respondent(&self) -> f64 {
        let of = if self.other_object.is_empty() { &self.same_object } else { &self.other_object };
        let share = if of.is_empty() { 0.0 } else { mean(of) / self.communality() };
        hundredth(share.clamp(0.0, 0.95))
    }

    /// The share that the view of the object explains, from items of other constructs of the same object.
    fn object(&self) -> f64 {
        if self.other_object.is_empty() || self.same_object.is_empty() {
            return 0.0;
        }
        let both = mean(&self.same_object) / self.communality();
        hundredth((both - self.respondent()).clamp(0.0, 0.99 - self.respondent()))
    }
}

fn hundredth(value: f64) -> f64 {
    (value * 100.0).trunc() / 100.0
}

/// The mean of the groups' correlations, weighted by their rows.
fn within(a: &[Option<f64>], b: &[Option<f64>], units: &Units) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0.0);
    for (_, rows) in &units.groups {
        let (x, y): (Vec<f64>, Vec<f64>) = rows.iter().filter_map(|row| a[*row].zip(b[*row])).unzip();
        if x.len() < units.least {
            continue;
        }
        let Some(r) = pearson(&x, &y) else { continue };
        sum += r * x.len() as f64;
        n += x.len() as f64;
    }
    (n > 0.0).then(|| sum / n)
}
