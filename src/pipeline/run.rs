//! The stages of one report, each run or taken from what the last run kept.

use super::cache::{Cache, Kept};
use super::not_finite;
use super::read::Read;
use super::stage::{Recipe, Results, Stage};
use crate::chart::{self, Chart, ChartError};
use crate::claims::{self, ClaimsFindings};
use crate::data::{DatasetFindings, Matrix, Table};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::expression::Evaluator;
use crate::findings::{Findings, RESULTS_VERSION, rounded_tree};
use crate::lock::{Hashes, Lock, Reason, sha256};
use crate::positioning::{self, PositioningFindings, Survey};
use crate::report::{self, Document};
use crate::segmentation::{self, Grouping, SegmentationFindings};
use crate::study::schema::Origin;
use crate::study::{Dataset, Segmentation, Study};
use crate::targeting::{self, TargetingFindings};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::Path;

/// What a study computes, before anything is drawn or typeset.
#[derive(Debug)]
pub struct Analysis {
    /// What was computed, every number rounded.
    pub findings: Findings,
    /// The same as a tree.
    pub tree: Value,
}

/// The files of a report without its PDF.
pub enum Files {
    /// They were written anew.
    Made(Document, Hashes),
    /// They stand in the output folder as they should.
    InPlace(Hashes),
}

impl Files {
    /// The hash of every file.
    pub fn hashes(&self) -> &Hashes {
        match self {
            Self::Made(_, hashes) | Self::InPlace(hashes) => hashes,
        }
    }
}

/// The stages of one report.
pub struct Run<'a> {
    /// What it is made from.
    pub read: &'a Read,
    /// What went in, as the lock records it.
    pub lock: &'a Lock,
    /// What the last run kept.
    pub cache: Cache,
    /// The stages that ran, and why.
    pub ran: Vec<(Stage, Vec<Reason>)>,
    results: Results,
}

impl<'a> Run<'a> {
    /// A run in which nothing has happened yet.
    pub fn new(read: &'a Read, lock: &'a Lock, cache: Cache) -> Self {
        Self { read, lock, cache, ran: Vec::new(), results: Results::default() }
    }

    /// Computes everything that a study asks for.
    ///
    /// # Errors
    /// Data that an analysis refuses, claims that cannot be evaluated and letters that cannot be printed, at their
    /// places; then also what is wrong with the prose, so that all is told together.
    pub fn analysed(&mut self) -> Outcome<Analysis> {
        let mut problems = self.read.problems.clone();
        let analysis = problems.keep(self.analysis());
        match analysis {
            Some(analysis) if !problems.has_errors() => Ok(analysis),
            Some(analysis) => {
                problems.keep(report::texts(&self.read.study, &analysis.tree));
                Err(problems)
            }
            None => Err(problems),
        }
    }

    fn analysis(&mut self) -> Outcome<Analysis> {
        let read = self.read;
        let grouped = Grouped::of(read)?;
        let segmentation = match &grouped {
            Some(grouped) => Some(self.stage(Stage::Segmentation, || grouped.segmented(read))?),
            None => None,
        };
        let grouping = segmentation.as_ref().map(|found| found.grouping(read.study.locale.language));
        grouping.iter().for_each(|grouping| self.results.add_grouping(grouping));
        let targeting = match &read.study.targeting {
            Some(_) => self.stage(Stage::Targeting, || targeted(read, grouping.as_ref()))?,
            None => None,
        };
        let positioning = match &read.study.positioning {
            Some(_) => self.stage(Stage::Positioning, || Ok(positioned(read, grouping.as_ref())))?,
            None => None,
        };
        let mut findings = Findings {
            results_version: RESULTS_VERSION,
            study: read.study.name.clone(),
            datasets: datasets(read, grouped.as_ref()),
            segmentation,
            targeting,
            positioning,
            claims: None,
        };
        if let Some(checked) = &read.study.claims {
            let tree = findings.to_tree().map_err(not_finite)?;
            let claims = rounded_tree(&claims(read, checked, &tree)?).map_err(not_finite)?;
            findings.claims = serde_json::from_value(claims).map_err(not_finite)?;
        }
        let tree = findings.to_tree().map_err(not_finite)?;
        Ok(Analysis { findings, tree })
    }

    /// Draws the charts and writes the document and what goes with it, unless all of it stands in the output folder already.
    ///
    /// # Errors
    /// Inline values and citations that do not exist, and mistakes in a template, at their places.
    pub fn document(&mut self, analysis: &Analysis, place: &Path) -> Outcome<Files> {
        let recipe = self.recipe(Stage::Document);
        let reasons = match self.cache.look(Stage::Document, &recipe) {
            Kept::Stale(reasons) => reasons,
            Kept::Fresh(bytes, hash) => match serde_json::from_slice::<Hashes>(&bytes) {
                Err(_) => vec![Reason::CacheDamaged],
                Ok(hashes) => {
                    let reasons = spoilt(place, &hashes);
                    if reasons.is_empty() {
                        self.results.add(Stage::Document, hash);
                        return Ok(Files::InPlace(hashes));
                    }
                    reasons
                }
            },
        };
        let study = &self.read.study;
        let inputs = self.lock.input_half().to_text().map_err(super::no_lock)?;
        let texts = self.read.texts(analysis)?;
        let charts = charts(study, &analysis.findings).map_err(undrawn)?;
        let document =
            report::document(study, &analysis.findings, &analysis.tree, &texts, &charts, inputs.as_bytes())?;
        let hashes: Hashes = document.files().map(|(name, bytes)| (name.to_owned(), sha256(bytes))).collect();
        self.keep(Stage::Document, recipe, &hashes, reasons)?;
        Ok(Files::Made(document, hashes))
    }

    /// The PDF's hash where it stands in the output folder as it should; else why it must be typeset.
    pub fn kept_pdf(&mut self, place: &Path) -> Result<String, Vec<Reason>> {
        let kept = self.cache.look(Stage::Pdf, &self.recipe(Stage::Pdf));
        let bytes = match kept {
            Kept::Fresh(bytes, _) => bytes,
            Kept::Stale(reasons) => return Err(reasons),
        };
        let hash: String = serde_json::from_slice(&bytes).map_err(|_| vec![Reason::CacheDamaged])?;
        let reasons = spoilt(place, &Hashes::from([(super::PDF.to_owned(), hash.clone())]));
        if reasons.is_empty() { Ok(hash) } else { Err(reasons) }
    }

    /// Remembers that the PDF was typeset.
    ///
    /// # Errors
    /// None that is known: a hash is a value of JSON.
    pub fn typeset(&mut self, hash: &str, reasons: Vec<Reason>) -> Outcome<()> {
        let recipe = self.recipe(Stage::Pdf);
        self.keep(Stage::Pdf, recipe, &hash, reasons).map(|_| ())
    }

    fn recipe(&self, stage: Stage) -> Recipe {
        Recipe::of(stage, self.lock, self.read, &self.results)
    }

    /// The result of a stage, kept or made. What is made is read back as a later run would read it.
    fn stage<T: Serialize + DeserializeOwned>(
        &mut self,
        stage: Stage,
        make: impl FnOnce() -> Outcome<T>,
    ) -> Outcome<T> {
        let recipe = self.recipe(stage);
        let reasons = match self.cache.look(stage, &recipe) {
            Kept::Stale(reasons) => reasons,
            Kept::Fresh(bytes, hash) => match serde_json::from_slice(&bytes) {
                Err(_) => vec![Reason::CacheDamaged],
                Ok(result) => {
                    self.results.add(stage, hash);
                    return Ok(result);
                }
            },
        };
        let made = make()?;
        let tree = rounded_tree(&made).map_err(not_finite)?;
        let bytes = self.keep(stage, recipe, &tree, reasons)?;
        Ok(serde_json::from_slice(&bytes).map_err(not_finite)?)
    }

    fn keep(
        &mut self,
        stage: Stage,
        recipe: Recipe,
        result: &impl Serialize,
        reasons: Vec<Reason>,
    ) -> Outcome<Vec<u8>> {
        let bytes = serde_json::to_vec(result).map_err(not_finite)?;
        let hash = self.cache.keep(stage, recipe, bytes.clone());
        self.results.add(stage, hash);
        self.ran.push((stage, reasons));
        Ok(bytes)
    }
}

/// The files that are not, or not as they should be, in a folder.
pub fn spoilt(folder: &Path, hashes: &Hashes) -> Vec<Reason> {
    let spoilt = |(name, hash): (&String, &String)| match super::read_plain(&folder.join(name)) {
        Err(_) => Some(Reason::OutputMissing { name: name.clone() }),
        Ok(bytes) if sha256(&bytes) != *hash => Some(Reason::OutputChanged { name: name.clone() }),
        Ok(_) => None,
    };
    match folder.is_dir() || hashes.is_empty() {
        true => hashes.iter().filter_map(spoilt).collect(),
        false => vec![Reason::OutputMissing { name: "the whole folder".to_owned() }],
    }
}

/// What is grouped, and how.
struct Grouped<'a> {
    plan: &'a Segmentation,
    dataset: &'a Dataset,
    table: &'a Table,
    matrix: Matrix,
}

impl<'a> Grouped<'a> {
    /// The columns that a study groups its units by; none where it groups none.
    fn of(read: &'a Read) -> Outcome<Option<Self>> {
        let Some(plan) = &read.study.segmentation else { return Ok(None) };
        let Some((dataset, table)) = read.dataset(&plan.data) else { return Ok(None) };
        let matrix = Matrix::take(table, dataset, &plan.variables, read.study.locale.language)?;
        Ok(Some(Self { plan, dataset, table, matrix }))
    }

    fn segmented(&self, read: &Read) -> Outcome<SegmentationFindings> {
        let Self { plan, dataset, table, matrix } = self;
        let (seed, language) = (read.study.seed, read.study.locale.language);
        let mut findings = segmentation::run(plan, dataset, matrix, seed, language)?;
        findings.validation = segmentation::validate(plan, dataset, table, matrix, &findings, language);
        findings.validation_correlations = segmentation::together(plan, table, matrix);
        Ok(findings)
    }
}

/// What was read, with the rows that the segmentation leaves out.
fn datasets(read: &Read, grouped: Option<&Grouped>) -> Vec<DatasetFindings> {
    let matrix = |table: &Table| grouped.filter(|of| of.table.name == table.name).map(|of| &of.matrix);
    read.tables.iter().map(|table| table.findings(matrix(table))).collect()
}

fn targeted(read: &Read, segmentation: Option<&Grouping>) -> Outcome<Option<TargetingFindings>> {
    let Some(plan) = &read.study.targeting else { return Ok(None) };
    let Some((dataset, table)) = read.dataset(&plan.data) else { return Ok(None) };
    targeting::run(plan, dataset, table, segmentation, &read.study.locale).map(Some)
}

fn positioned(read: &Read, segmentation: Option<&Grouping>) -> Option<PositioningFindings> {
    let (plan, answers) = read.study.positioning.as_ref().zip(read.answers.as_ref())?;
    let (dataset, _) = read.dataset(&plan.data)?;
    let units = plan.units.as_ref().and_then(|name| read.dataset(name));
    Some(positioning::run(plan, Survey { dataset, answers }, units, segmentation, &read.study.locale))
}

fn claims(read: &Read, claims: &crate::study::Claims, tree: &Value) -> Outcome<ClaimsFindings> {
    let study = &read.study;
    let simulated = study.datasets.iter().any(|dataset| dataset.origin == Origin::Simulated);
    claims::check(claims, &Evaluator::new(tree, &study.locale), simulated, study.locale.language)
}

/// The charts of every analysis that was made.
fn charts(study: &Study, findings: &Findings) -> Result<Vec<Chart>, ChartError> {
    let (locale, ruler) = (&study.locale, &chart::Ruler::new(report::study_faces(study))?);
    let [of_units, of_targets, of_answers] = drawn_from(study);
    let marked = |charts: Result<Vec<Chart>, ChartError>, data: Vec<&str>| {
        let is_simulated =
            |dataset: &Dataset| dataset.origin == Origin::Simulated && data.contains(&dataset.name.as_str());
        let mark = |chart| chart::simulated(chart, locale, ruler);
        if study.datasets.iter().any(is_simulated) { charts?.into_iter().map(mark).collect() } else { charts }
    };
    let found = findings.segmentation.as_ref();
    let segmentation = || found.map(|found| marked(chart::draw(found, locale, ruler), of_units));
    let found = findings.targeting.as_ref();
    let targeting = || found.map(|found| marked(chart::draw_targeting(found, locale, ruler), of_targets));
    let found = findings.positioning.as_ref();
    let positioning = || found.map(|found| marked(chart::draw_positioning(found, locale, ruler), of_answers));
    let (segmentation, (targeting, positioning)) =
        rayon::join(segmentation, || rayon::join(targeting, positioning));
    let drawn: Result<Vec<_>, _> = [segmentation, targeting, positioning].into_iter().flatten().collect();
    Ok(drawn?.concat())
}

/// The datasets that the charts of each analysis were drawn from; the later two tell units by their segments.
fn drawn_from(study: &Study) -> [Vec<&str>; 3] {
    let units = study.segmentation.iter().map(|plan| plan.data.as_str());
    let targets = study.targeting.iter().map(|plan| plan.data.as_str());
    let answers = study.positioning.iter().map(|plan| plan.data.as_str());
    [units.clone().collect(), targets.chain(units.clone()).collect(), answers.chain(units).collect()]
}

fn undrawn(error: ChartError) -> Diagnostic {
    Diagnostic::environment("chart::failed", "the charts cannot be drawn").cause(error)
}
