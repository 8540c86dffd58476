//! The stages of a report in their order, in a scratch folder that becomes the output when all went well.

mod scratch;
mod simulate;

pub use simulate::{DrawnFile, Written, simulate};

use crate::chart::{self, Chart, ChartError};
use crate::claims::{self, ClaimsFindings};
use crate::data::{Matrix, Table};
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome};
use crate::expression::Evaluator;
use crate::findings::{Findings, RESULTS_VERSION};
use crate::positioning::answers::{self, Answers};
use crate::positioning::{self, PositioningFindings, Survey};
use crate::report::{self, Texts, Typst};
use crate::segmentation::{self, SegmentationFindings};
use crate::simulation;
use crate::study::schema::Origin;
use crate::study::{self, Dataset, Study, Targeting};
use crate::targeting::{self, TargetingFindings};
use scratch::Scratch;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What a run is told besides the study.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder below which output goes.
    pub output: PathBuf,
    /// The Typst to use.
    pub typst: Option<PathBuf>,
}

/// A finished report.
#[derive(Debug)]
pub struct Finished {
    /// The study's name.
    pub study: String,
    /// The output folder.
    pub folder: PathBuf,
    /// What was computed.
    pub findings: Findings,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
    /// Problems that did not stop the report.
    pub warnings: Diagnostics,
}

/// What a study computes, before anything is drawn or typeset.
#[derive(Debug)]
pub struct Analysis {
    /// What was computed, every number rounded.
    pub findings: Findings,
    /// The same as a tree.
    pub tree: Value,
    /// The author's prose with its values filled in.
    pub texts: Texts,
}

/// Measures how long the stages take.
struct Clock {
    since: Instant,
    timings: Vec<(&'static str, Duration)>,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "timings go to the terminal only, never into an output")]
    fn start() -> Self {
        Self { since: Instant::now(), timings: Vec::new() }
    }

    fn lap(&mut self, stage: &'static str) {
        self.timings.push((stage, self.since.elapsed()));
        self.since += self.since.elapsed();
    }
}

/// Makes the report of a study.
///
/// # Errors
/// Every problem that keeps it from being made; the previous output is left as it was.
pub fn report(path: &Path, options: &Options) -> Outcome<Finished> {
    let mut clock = Clock::start();
    let (study, problems) = study::load(path);
    clock.lap("study");
    let (study, analysis, warnings) = analysed(study, problems, &mut clock)?;
    let charts = charts(&study, &analysis.findings).map_err(|error| {
        Diagnostic::environment("chart::failed", "the charts cannot be drawn").cause(error)
    })?;
    clock.lap("charts");
    let document = report::document(&study, &analysis.findings, &analysis.tree, &analysis.texts, &charts)?;
    clock.lap("template");
    let typst = Typst::find(options.typst.as_deref())?;
    let scratch = Scratch::begin(&options.output, &study.name)?;
    document.write(scratch.folder())?;
    clock.lap("files");
    report::typeset(&typst, &study, scratch.folder())?;
    clock.lap("typst");
    let folder = scratch.finish()?;
    clock.lap("output");
    Ok(Finished { study: study.name, folder, findings: analysis.findings, timings: clock.timings, warnings })
}

/// The charts of every analysis that was made.
fn charts(study: &Study, findings: &Findings) -> Result<Vec<Chart>, ChartError> {
    let (locale, ruler) = (&study.locale, &chart::Ruler::new(report::study_faces(study))?);
    let segmentation = findings.segmentation.as_ref().map(|found| chart::draw(found, locale, ruler));
    let targeting = findings.targeting.as_ref().map(|found| chart::draw_targeting(found, locale, ruler));
    let positioning = findings.positioning.as_ref();
    let positioning = positioning.map(|found| chart::draw_positioning(found, locale, ruler)).transpose()?;
    let (segmentation, targeting) = (segmentation.transpose()?, targeting.transpose()?);
    Ok(segmentation.into_iter().chain(targeting).chain(positioning).flatten().collect())
}

/// Finds every problem of a study without writing anything.
///
/// # Errors
/// Every problem; warnings alone are no error.
pub fn check(path: &Path) -> Outcome<Diagnostics> {
    let mut clock = Clock::start();
    let (study, problems) = study::load(path);
    analysed(study, problems, &mut clock).map(|(_, _, warnings)| warnings)
}

/// Computes what a study asks for, without drawing or writing anything.
///
/// # Errors
/// Every problem; warnings alone are no error.
pub fn findings(path: &Path) -> Outcome<Findings> {
    let (study, problems) = study::load(path);
    analysed(study, problems, &mut Clock::start()).map(|(_, analysis, _)| analysis.findings)
}

/// The analysis of a study, or all problems of the study and its data together.
fn analysed(
    study: Option<Study>,
    mut problems: Diagnostics,
    clock: &mut Clock,
) -> Outcome<(Study, Analysis, Diagnostics)> {
    let Some(study) = study else { return Err(problems) };
    let tables: Vec<Option<Table>> =
        study.datasets.iter().map(|dataset| problems.keep(Table::read(dataset))).collect();
    clock.lap("data");
    for dataset in &study.datasets {
        let differs = problems.keep(simulation::check_file(&study, dataset)).flatten();
        differs.into_iter().for_each(|problem| problems.push(problem));
    }
    clock.lap("simulation");
    problems.extend(targeting_problems(&study, &tables));
    let answers = survey_answers(&study, &tables, &mut problems);
    problems.sort();
    if problems.has_errors() {
        return Err(problems);
    }
    let tables: Vec<Table> = tables.into_iter().flatten().collect();
    problems.extend(report::missing_glyphs(&study, &tables));
    let analysis = problems.keep(analyse(&study, &tables, answers.as_ref()));
    clock.lap("analysis");
    match analysis {
        Some(analysis) if !problems.has_errors() => Ok((study, analysis, problems)),
        _ => Err(problems),
    }
}

/// Computes everything a study asks for.
fn analyse(study: &Study, tables: &[Table], answers: Option<&Answers>) -> Outcome<Analysis> {
    let segmented = segmented(study, tables)?;
    let analysed = segmented.as_ref().map(|(name, matrix, _)| (name, matrix));
    let datasets = tables.iter().map(|table| {
        let matrix = analysed.as_ref().filter(|(name, _)| **name == table.name).map(|(_, matrix)| *matrix);
        table.findings(matrix)
    });
    let segmentation = segmented.as_ref().map(|(_, _, findings)| findings);
    let targeting = targeted(study, tables, segmentation)?;
    let positioning = positioned(study, tables, answers, segmentation);
    let findings = Findings {
        results_version: RESULTS_VERSION,
        study: study.name.clone(),
        datasets: datasets.collect(),
        targeting,
        positioning,
        segmentation: segmented.map(|(_, _, findings)| findings),
        claims: None,
    };
    let findings = findings.rounded().map_err(not_finite)?;
    let claims = claims(study, &findings)?;
    let findings = Findings { claims, ..findings }.rounded().map_err(not_finite)?;
    let tree = findings.to_tree().map_err(not_finite)?;
    let texts = report::texts(study, &tree)?;
    Ok(Analysis { findings, tree, texts })
}

fn not_finite(error: serde_json::Error) -> Diagnostic {
    Diagnostic::error("findings::not-finite", "a computed value is not a finite number").cause(error)
}

/// The segmentation with the name of its dataset and the matrix it was made of.
fn segmented(study: &Study, tables: &[Table]) -> Outcome<Option<(String, Matrix, SegmentationFindings)>> {
    let Some(plan) = &study.segmentation else { return Ok(None) };
    let Some((dataset, table)) = dataset(study, tables, &plan.data) else { return Ok(None) };
    let matrix = Matrix::take(table, dataset, &plan.variables, study.locale.language)?;
    let mut findings = segmentation::run(plan, dataset, &matrix, study.seed, study.locale.language)?;
    findings.validation =
        segmentation::validate(plan, dataset, table, &matrix, &findings, study.locale.language);
    Ok(Some((plan.data.clone(), matrix, findings)))
}

/// The dataset that is targeted, with its position.
fn targeted_dataset(study: &Study) -> Option<(usize, &Targeting, &Dataset)> {
    let plan = study.targeting.as_ref()?;
    let (i, dataset) = study.datasets.iter().enumerate().find(|(_, dataset)| dataset.name == plan.data)?;
    Some((i, plan, dataset))
}

/// What is wrong with a targeting's expressions, told together with problems of the data.
fn targeting_problems(study: &Study, tables: &[Option<Table>]) -> Diagnostics {
    let found = targeted_dataset(study);
    let table = |i: usize| tables.get(i).and_then(Option::as_ref);
    found.map(|(i, plan, dataset)| targeting::check(plan, dataset, table(i))).unwrap_or_default()
}

fn targeted(
    study: &Study,
    tables: &[Table],
    segmentation: Option<&SegmentationFindings>,
) -> Outcome<Option<TargetingFindings>> {
    let Some((i, plan, dataset)) = targeted_dataset(study) else { return Ok(None) };
    let Some(table) = tables.get(i) else { return Ok(None) };
    targeting::run(plan, dataset, table, segmentation, &study.locale).map(Some)
}

/// A dataset that an analysis names, with its rows.
fn dataset<'a>(study: &'a Study, tables: &'a [Table], name: &str) -> Option<(&'a Dataset, &'a Table)> {
    let dataset = study.datasets.iter().find(|dataset| dataset.name == name)?;
    Some((dataset, tables.iter().find(|table| table.name == name)?))
}

/// The answers of a survey, with what is wrong with them or missing told together with problems of the data.
fn survey_answers(study: &Study, tables: &[Option<Table>], problems: &mut Diagnostics) -> Option<Answers> {
    let plan = study.positioning.as_ref()?;
    let read = |name: &str| {
        let position = study.datasets.iter().position(|dataset| dataset.name == name)?;
        Some((&study.datasets[position], tables.get(position)?.as_ref()?))
    };
    let (dataset, table) = read(&plan.data)?;
    // Where the units could not be read, no answer is blamed for naming one.
    let units = plan.units.as_ref().and_then(|name| read(name)).map(|(_, units)| units);
    let found = problems.keep(answers::read(plan, dataset, table, units))?;
    problems.extend(answers::warnings(plan, dataset, table, &found));
    Some(found)
}

fn positioned(
    study: &Study,
    tables: &[Table],
    answers: Option<&Answers>,
    segmentation: Option<&SegmentationFindings>,
) -> Option<PositioningFindings> {
    let (plan, answers) = study.positioning.as_ref().zip(answers)?;
    let (survey, _) = dataset(study, tables, &plan.data)?;
    let units = plan.units.as_ref().and_then(|name| dataset(study, tables, name));
    Some(positioning::run(plan, Survey { dataset: survey, answers }, units, segmentation, &study.locale))
}

fn claims(study: &Study, findings: &Findings) -> Outcome<Option<ClaimsFindings>> {
    let Some(claims) = &study.claims else { return Ok(None) };
    let tree = findings.to_tree().map_err(not_finite)?;
    let simulated = study.datasets.iter().any(|dataset| dataset.origin == Origin::Simulated);
    claims::check(claims, &Evaluator::new(&tree, &study.locale), simulated, study.locale.language).map(Some)
}
