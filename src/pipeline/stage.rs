//! The stages of a report, and exactly what each of them depends on.

use super::build;
use super::read::Read;
use crate::lock::reason::{self, Reason};
use crate::lock::{self, Hashes, Lock, MadeWith, sha256};
use crate::segmentation::Grouping;
use crate::study::Start;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fmt;

/// A stage of a report whose result is kept between runs.
///
/// Reading and checking is no stage: what is compared must be read. Nor are claims, which take less time than looking
/// up what was kept of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Groups the units.
    Segmentation,
    /// Says whom to target.
    Targeting,
    /// Says what a survey found.
    Positioning,
    /// Draws the charts and writes the document, the tables and the results.
    Document,
    /// Typesets the PDF.
    Pdf,
}

impl Stage {
    /// Every stage, each after those that it depends on.
    pub const ALL: [Self; 5] =
        [Self::Segmentation, Self::Targeting, Self::Positioning, Self::Document, Self::Pdf];

    /// What it is called in files and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Segmentation => "segmentation",
            Self::Targeting => "targeting",
            Self::Positioning => "positioning",
            Self::Document => "document",
            Self::Pdf => "pdf",
        }
    }

    /// The stages whose results it takes.
    pub fn takes(self) -> &'static [Self] {
        match self {
            Self::Segmentation => &[],
            Self::Targeting | Self::Positioning => &[Self::Segmentation],
            Self::Document => &[Self::Segmentation, Self::Targeting, Self::Positioning],
            Self::Pdf => &[Self::Document],
        }
    }

    /// Whether a study asks for it, by its settings.
    pub fn is_asked(self, settings: &Value) -> bool {
        match self {
            Self::Segmentation | Self::Targeting | Self::Positioning => settings.get(self.name()).is_some(),
            Self::Document | Self::Pdf => true,
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Everything that the result of a stage depends on: two runs with equal recipes have equal results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// The programs; Typst only where it runs.
    pub made_with: MadeWith,
    /// The build of telaah.
    pub build: String,
    /// The seed, where random numbers are drawn or it is printed.
    pub seed: Option<u64>,
    /// The files that are used, by role.
    pub inputs: IndexMap<String, Hashes>,
    /// The settings that are used.
    pub settings: Value,
    /// The hashes of the results that it takes; none of a stage that will run and has no result yet.
    pub stages: IndexMap<Stage, Option<String>>,
}

impl Recipe {
    /// The recipe of a stage of a report, given the results of the stages before it.
    pub fn of(stage: Stage, lock: &Lock, read: &Read, results: &Results) -> Self {
        let takes = stage.takes().iter().filter(|earlier| earlier.is_asked(&lock.settings));
        let typst = if stage == Stage::Pdf { lock.made_with.typst.clone() } else { String::new() };
        Self {
            made_with: MadeWith { telaah: lock.made_with.telaah.clone(), typst },
            build: build::identity().to_owned(),
            seed: matches!(stage, Stage::Segmentation | Stage::Document).then_some(lock.seed),
            inputs: inputs(stage, lock, read),
            settings: settings(stage, &lock.settings),
            stages: takes.map(|earlier| (*earlier, results.taken(*earlier, stage))).collect(),
        }
    }

    /// How this recipe differs from an older one of the same stage; nothing when the result can be kept.
    pub fn since(&self, old: &Self) -> Vec<Reason> {
        let mut reasons = reason::of_programs(&old.made_with, &self.made_with);
        if reasons.is_empty() && old.build != self.build {
            reasons.push(Reason::TelaahBuild);
        }
        if let (Some(old), Some(new)) = (old.seed, self.seed)
            && old != new
        {
            reasons.push(Reason::Seed { old, new });
        }
        reasons.extend(reason::of_inputs(&old.inputs, &self.inputs));
        reasons.extend(reason::of_settings(&old.settings, &self.settings));
        let gone = old.stages.keys().filter(|stage| !self.stages.contains_key(*stage));
        let changed = self.stages.iter().filter(|(stage, result)| old.stages.get(*stage) != Some(*result));
        let stages = changed.map(|(stage, _)| stage).chain(gone);
        reasons.extend(stages.map(|stage| Reason::Stage { stage: stage.name().to_owned() }));
        // Comparing maps leaves out the order of their entries, which what is made from them may show.
        if reasons.is_empty() && serde_json::to_string(self).ok() != serde_json::to_string(old).ok() {
            reasons.push(Reason::Order);
        }
        reasons
    }
}

/// The files that a stage uses.
fn inputs(stage: Stage, lock: &Lock, read: &Read) -> IndexMap<String, Hashes> {
    let of_roles = |roles: &[&str]| {
        let used = lock.inputs.iter().filter(|(role, _)| roles.contains(&role.as_str()));
        used.map(|(role, files)| (role.clone(), files.clone())).collect()
    };
    match stage {
        Stage::Segmentation | Stage::Targeting | Stage::Positioning => {
            IndexMap::from([("data".to_owned(), values(stage, lock, read))])
        }
        Stage::Pdf => of_roles(&["fonts", lock::BUILT_IN_FONT]),
        Stage::Document => lock.inputs.clone(),
    }
}

/// The values that an analysis uses, by the file they stand in. An analysis takes values, not bytes: a file that only
/// writes them otherwise, or that changed in columns that it does not use, is no reason to run again.
fn values(stage: Stage, lock: &Lock, read: &Read) -> Hashes {
    let plan = read.study.segmentation.as_ref().filter(|_| stage == Stage::Segmentation);
    let survey = read.study.positioning.as_ref().filter(|_| stage == Stage::Positioning);
    let is_used = |dataset: &str, column: &str| match (plan, survey) {
        (Some(plan), _) => {
            let mut variables = plan.variables.iter().map(|variable| &variable.column);
            variables.any(|name| name == column) || plan.validation.iter().any(|name| name == column)
        }
        // Of the units a survey sees only what those with an answer are compared on with the rest.
        (None, Some(plan)) => plan.data == dataset || plan.representative.iter().any(|name| name == column),
        (None, None) => true,
    };
    // These starts pass through the rows in the order of the file.
    let in_file_order = plan.is_some_and(|plan| !matches!(plan.start, Start::KMeansPlusPlus { .. }));
    let mut values = Hashes::new();
    for (name, _) in datasets(stage, &lock.settings) {
        let Some((dataset, table)) = read.dataset(name) else { continue };
        let mut content = table.content_hash(|column| is_used(name, column));
        if in_file_order {
            content = sha256(format!("{content} {:?}", table.file_order).as_bytes());
        }
        // Two datasets may be parts of one file.
        values
            .entry(dataset.file.name.clone())
            .and_modify(|other| *other = sha256(format!("{other} {content}").as_bytes()))
            .or_insert(content);
    }
    values
}

/// The datasets that an analysis reads, by name.
fn datasets(stage: Stage, settings: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let plan = &settings[stage.name()];
    let names: Vec<&str> = [&plan["data"], &plan["units"]].into_iter().filter_map(Value::as_str).collect();
    let all = settings["datasets"].as_object().into_iter().flatten();
    all.filter(move |(name, _)| names.contains(&name.as_str()))
}

/// The settings that a stage uses.
fn settings(stage: Stage, settings: &Value) -> Value {
    let report = &settings["report"];
    let locale = || {
        let used = ["language", "currency"].map(|key| (key.to_owned(), report[key].clone()));
        ("report".to_owned(), Value::Object(Map::from_iter(used)))
    };
    let section = |name: &str| settings.get(name).map(|section| (name.to_owned(), section.clone()));
    let used: Map<String, Value> = match stage {
        Stage::Segmentation | Stage::Targeting | Stage::Positioning => {
            let read = datasets(stage, settings).map(|(name, data)| (name.clone(), as_read(data)));
            let data = ("datasets".to_owned(), Value::Object(read.collect()));
            let plan = section(stage.name()).map(|(name, plan)| (name, as_computed(plan)));
            [locale(), data].into_iter().chain(plan).collect()
        }
        Stage::Document => return settings.clone(),
        Stage::Pdf => {
            let date = ("date".to_owned(), report["date"].clone());
            Map::from_iter([("report".to_owned(), Value::Object(Map::from_iter([date])))])
        }
    };
    Value::Object(used)
}

/// What matters of a dataset to an analysis: not where it comes from, nor how it would be drawn.
fn as_read(data: &Value) -> Value {
    let mut data = data.clone();
    if let Some(fields) = data.as_object_mut() {
        for apart in ["origin", "source", "simulation", "share"] {
            fields.shift_remove(apart);
        }
    }
    data
}

/// What matters of the settings of an analysis to what it computes: not what the author recommends.
fn as_computed(mut plan: Value) -> Value {
    let elements = plan.pointer_mut("/guidance/elements").and_then(Value::as_array_mut);
    for element in elements.into_iter().flatten().filter_map(Value::as_object_mut) {
        element.shift_remove("recommendation");
    }
    plan
}

/// The hashes of what the stages of a run have made so far.
#[derive(Debug, Default)]
pub struct Results {
    made: IndexMap<Stage, String>,
    grouping: Option<String>,
}

impl Results {
    /// Adds the result of a stage.
    pub fn add(&mut self, stage: Stage, hash: String) {
        self.made.insert(stage, hash);
    }

    /// Says what other analyses take from the segmentation, which is not all of it.
    pub fn add_grouping(&mut self, grouping: &Grouping) {
        self.grouping = serde_json::to_vec(grouping).ok().map(|bytes| sha256(&bytes));
    }

    /// What a later stage takes from an earlier one; none where that has not run.
    fn taken(&self, earlier: Stage, later: Stage) -> Option<String> {
        match (earlier, later) {
            (Stage::Segmentation, Stage::Targeting | Stage::Positioning) => self.grouping.clone(),
            _ => self.made.get(&earlier).cloned(),
        }
    }
}
