//! What a report would do and why, without doing it.

use super::cache::{Cache, Kept};
use super::read::Read;
use super::run::spoilt;
use super::stage::{Recipe, Results, Stage};
use super::{Clock, Options, PDF, described, not_finite};
use crate::diagnostic::{Diagnostics, Outcome};
use crate::locale::Language;
use crate::lock::{self, Hashes, Lock, Reason};
use crate::segmentation::{Grouping, SegmentationFindings};
use serde::Serialize;
use std::fs;
use std::path::Path;

/// What a report would do.
#[derive(Debug)]
pub struct Plan {
    /// The study's name.
    pub study: String,
    /// Every stage that the study asks for, in their order.
    pub steps: Vec<Step>,
    /// Why the output folder or the lock would be written again although no stage runs.
    pub output: Vec<Reason>,
    /// Problems that would not stop the report.
    pub warnings: Diagnostics,
}

/// What would become of a stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The stage.
    pub stage: Stage,
    /// Whether it runs.
    pub verdict: Verdict,
    /// Why it runs.
    pub reasons: Vec<Reason>,
}

/// Whether a stage runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Its result is kept.
    Kept,
    /// It runs.
    Runs,
    /// It runs if a stage before it comes out differently.
    Perhaps,
}

impl Plan {
    /// Whether nothing would be done.
    pub fn is_idle(&self) -> bool {
        self.output.is_empty() && self.steps.iter().all(|step| step.verdict == Verdict::Kept)
    }
}

/// Says what [`super::report()`] would do. Reads the study and its data; computes and writes nothing.
///
/// # Errors
/// Every problem of the study and its data that reading finds.
pub fn plan(path: &Path, options: &Options) -> Outcome<Plan> {
    let read = Read::new(path, &mut Clock::start())?;
    let lock = Lock::of(&read.study).map_err(not_finite)?;
    let place = options.output.join(&read.study.name);
    let cache = Cache::at(&options.output, &read.study.name, options.cache);
    let mut results = Results::default();
    let mut files = Hashes::new();
    let asked = Stage::ALL.into_iter().filter(|stage| stage.is_asked(&lock.settings));
    let steps: Vec<Step> = asked
        .map(|stage| {
            let step = step(
                stage,
                &Recipe::of(stage, &lock, &read, &results),
                &cache,
                &place,
                read.study.locale.language,
            );
            match step {
                Ok(KeptResult { hash, files: outputs, grouping }) => {
                    results.add(stage, hash);
                    grouping.iter().for_each(|grouping| results.add_grouping(grouping));
                    files.extend(outputs);
                    Step { stage, verdict: Verdict::Kept, reasons: Vec::new() }
                }
                Err((verdict, reasons)) => Step { stage, verdict, reasons },
            }
        })
        .collect();
    let is_kept = steps.iter().all(|step| step.verdict == Verdict::Kept);
    let output = if is_kept {
        let (files, _) = described(&read.study, &lock, files, &place);
        output(path, &lock, &place, &files)
    } else {
        Vec::new()
    };
    Ok(Plan { study: read.study.name.clone(), steps, output, warnings: read.problems })
}

/// The result of a stage as far as later ones ask.
struct KeptResult {
    hash: String,
    /// The files of the output folder that it stands for.
    files: Hashes,
    grouping: Option<Grouping>,
}

/// What is kept of a stage, or why it is not.
fn step(
    stage: Stage,
    recipe: &Recipe,
    cache: &Cache,
    place: &Path,
    language: Language,
) -> Result<KeptResult, (Verdict, Vec<Reason>)> {
    let runs = |reasons| (Verdict::Runs, reasons);
    let (bytes, hash) = match cache.look(stage, recipe) {
        Kept::Fresh(bytes, hash) => (bytes, hash),
        Kept::Stale(reasons) => {
            let only_earlier = reasons.iter().all(|reason| matches!(reason, Reason::Stage { .. }));
            let unknown = recipe.stages.values().any(Option::is_none);
            if stage == Stage::Pdf && only_earlier && unknown && !place.join(PDF).is_file() {
                return Err(runs(vec![Reason::OutputMissing { name: PDF.to_owned() }]));
            }
            return Err((if only_earlier && unknown { Verdict::Perhaps } else { Verdict::Runs }, reasons));
        }
    };
    let mut grouping = None;
    let files = match stage {
        Stage::Segmentation => {
            let found = serde_json::from_slice::<SegmentationFindings>(&bytes);
            grouping = Some(found.map_err(|_| runs(vec![Reason::CacheDamaged]))?.grouping(language));
            Hashes::new()
        }
        Stage::Document => serde_json::from_slice(&bytes).map_err(|_| runs(vec![Reason::CacheDamaged]))?,
        Stage::Pdf => {
            let pdf = serde_json::from_slice(&bytes).map_err(|_| runs(vec![Reason::CacheDamaged]))?;
            Hashes::from([(PDF.to_owned(), pdf)])
        }
        _ => Hashes::new(),
    };
    let spoilt = spoilt(place, &files);
    if spoilt.is_empty() { Ok(KeptResult { hash, files, grouping }) } else { Err(runs(spoilt)) }
}

/// Why the output folder or the lock is not as it should be although every stage is kept.
fn output(path: &Path, lock: &Lock, place: &Path, files: &Hashes) -> Vec<Reason> {
    let mut reasons = spoilt(place, files);
    match fs::read_to_string(Lock::path(path)) {
        Err(_) => reasons.push(Reason::LockMissing),
        Ok(text) => {
            let there = lock::parse(&text).ok();
            let is_right = |there: Lock| {
                there.input_half() == *lock && there.made.is_some_and(|made| made.outputs == *files)
            };
            if !there.is_some_and(is_right) {
                reasons.push(Reason::LockChanged);
            }
        }
    }
    reasons
}
