//! The stages of a report in their order, in a scratch folder that becomes the output when all went well.

mod build;
mod cache;
mod locked;
mod plan;
mod read;
mod run;
mod scratch;
mod simulate;
mod stage;
mod twin;
mod unchanged;
mod verify;
mod verify_pdf;

pub use plan::{Plan, Step, Verdict, plan};
pub use simulate::{DrawnFile, Written, simulate};
pub use stage::Stage;
pub use twin::twin;
pub use verify::{Recomputed, Verification, recompute, verify};
pub use verify_pdf::{Agreement, Difference, PdfVerification, Unchecked, verify_pdf};

use crate::claims::ClaimsFindings;
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome};
use crate::findings::Findings;
use crate::lock::{self, Hashes, Lock, LockError, Made, Reason, sha256};
use crate::report::{self, Typst};
use crate::rocrate;
use crate::study::{Study, slashes};
use cache::Cache;
use locked::{read_lock, refuse_changed, refuse_other_outputs, write_lock};
use read::Read;
use run::{Analysis, Files, Run, spoilt};
use scratch::Scratch;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The report in an output folder.
const PDF: &str = "report.pdf";

/// What a run is told besides the study.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder below which output goes.
    pub output: PathBuf,
    /// The Typst to use.
    pub typst: Option<PathBuf>,
    /// Whether what the last run kept may be used.
    pub cache: bool,
    /// Whether inputs that differ from the lock are refused.
    pub locked: bool,
}

/// A finished report.
#[derive(Debug)]
pub struct Finished {
    /// The study's name.
    pub study: String,
    /// The output folder.
    pub folder: PathBuf,
    /// Published values against computed ones, when the study brings them.
    pub claims: Option<ClaimsFindings>,
    /// The stages that ran, and why; none when nothing had changed.
    pub ran: Vec<(Stage, Vec<Reason>)>,
    /// How long each part took.
    pub timings: Vec<(&'static str, Duration)>,
    /// Problems that did not stop the report.
    pub warnings: Diagnostics,
}

/// Measures how long the parts of a run take.
pub(crate) struct Clock {
    since: Instant,
    timings: Vec<(&'static str, Duration)>,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "timings go to the terminal only, never into an output")]
    fn start() -> Self {
        Self { since: Instant::now(), timings: Vec::new() }
    }

    fn lap(&mut self, part: &'static str) {
        self.timings.push((part, self.since.elapsed()));
        self.since += self.since.elapsed();
    }
}

/// Makes the report of a study: what has changed since the last run is made anew, the rest is kept.
///
/// # Errors
/// Every problem that keeps it from being made; the previous output and its lock are left as they were.
pub fn report(path: &Path, options: &Options) -> Outcome<Finished> {
    let mut clock = Clock::start();
    if options.cache
        && let Some(kept) = unchanged::look(path, &options.output)
    {
        clock.lap("unchanged");
        return Ok(Finished { timings: clock.timings, ..kept });
    }
    let read = Read::new(path, &mut clock)?;
    refuse_own_files(path, &read.study, &options.output)?;
    let lock = Lock::of(&read.study).map_err(not_finite)?;
    let locked = if options.locked { Some(refuse_changed(path, &lock)?) } else { None };
    let cache = Cache::at(&options.output, &read.study.name, options.cache);
    let mut run = Run::new(&read, &lock, cache);
    let product = make(&mut run, options, &mut clock, |lock| match &locked {
        Some(locked) => refuse_other_outputs(locked, lock),
        None => Ok(()),
    })?;
    let ran = std::mem::take(&mut run.ran);
    write_lock(path, &product.lock)?;
    unchanged::remember(&options.output, &product.lock, read.problems.0.len());
    clock.lap("lock");
    let Product { folder, analysis, running, .. } = product;
    drop(running);
    let study = read.study.name.clone();
    let claims = analysis.findings.claims;
    Ok(Finished { study, folder, claims, ran, timings: clock.timings, warnings: read.problems })
}

/// The PDF before the folder is filled.
enum Pdf {
    /// It stands in the output folder, with this hash.
    Kept(String),
    /// It must be typeset by this Typst, for these reasons.
    ToMake(Typst, Vec<Reason>),
}

/// What a run has made.
struct Product {
    folder: PathBuf,
    lock: Lock,
    analysis: Analysis,
    /// While it is there, no other run of the study begins: the lock is still to be written.
    running: Option<fs::File>,
}

/// Runs the stages, and exchanges the output folder if anything in it is not as it should be.
///
/// `accept` sees the lock before anything is exchanged.
fn make(
    run: &mut Run,
    options: &Options,
    clock: &mut Clock,
    accept: impl FnOnce(&Lock) -> Outcome<()>,
) -> Outcome<Product> {
    let study = &run.read.study;
    let place = options.output.join(&study.name);
    // Where no PDF can be kept, nobody waits for numbers only to be told that there is no Typst.
    let is_new = !options.cache || !place.join(PDF).is_file();
    let typst = if is_new { Some(Typst::find(options.typst.as_deref())?) } else { None };
    let analysis = run.analysed()?;
    clock.lap("analysis");
    let files = run.document(&analysis, &place)?;
    clock.lap("document");
    let pdf = match run.kept_pdf(&place) {
        Ok(hash) => Pdf::Kept(hash),
        Err(reasons) => {
            let typst = typst.map_or_else(|| Typst::find(options.typst.as_deref()), Ok)?;
            Pdf::ToMake(typst, reasons)
        }
    };
    if let (Files::InPlace(hashes), Pdf::Kept(pdf)) = (&files, &pdf) {
        let (lock, _) = locked(run, &analysis.tree, with_pdf(hashes, pdf), &place);
        let is_clean = !Scratch::is_pending(&options.output, &study.name);
        if run.ran.is_empty() && is_clean && are_as_locked(&place, &lock) {
            accept(&lock)?;
            return Ok(Product { folder: place, lock, analysis, running: None });
        }
    }
    refuse_strays(&place)?;
    let scratch = Scratch::begin(&options.output, &study.name)?;
    run.cache.write();
    fill(&files, &place, scratch.folder())?;
    clock.lap("files");
    let pdf = match pdf {
        Pdf::Kept(hash) => copied(&place, scratch.folder(), PDF).map(|()| hash)?,
        Pdf::ToMake(typst, reasons) => {
            report::typeset(&typst, study, scratch.folder())?;
            let hash = sha256(&fs::read(scratch.folder().join(PDF)).map_err(unreadable_pdf)?);
            run.typeset(&hash, reasons)?;
            hash
        }
    };
    clock.lap("typst");
    let (lock, description) = locked(run, &analysis.tree, with_pdf(files.hashes(), &pdf), scratch.folder());
    accept(&lock)?;
    fs::write(scratch.folder().join(rocrate::METADATA), description)
        .map_err(|error| unwritable(rocrate::METADATA, &error))?;
    let (folder, running) = scratch.finish()?;
    run.cache.write();
    clock.lap("output");
    Ok(Product { folder, lock, analysis, running })
}

/// The lock with its second half, and the description of the folder, which is one of the outputs.
fn locked(run: &Run, tree: &Value, outputs: Hashes, folder: &Path) -> (Lock, Vec<u8>) {
    let (outputs, description) = described(&run.read.study, run.lock, outputs, folder);
    let findings = lock::of_findings(tree, &report::results(tree));
    (Lock { made: Some(Made { findings, outputs }), ..run.lock.clone() }, description)
}

/// The files of a folder with the description of it, and that description.
fn described(study: &Study, lock: &Lock, mut outputs: Hashes, folder: &Path) -> (Hashes, Vec<u8>) {
    let file = |(name, sha256): (&String, &String)| {
        let bytes = fs::metadata(folder.join(name)).map_or(0, |file| file.len());
        rocrate::OutputFile { name: name.clone(), bytes, sha256: sha256.clone() }
    };
    let files: Vec<rocrate::OutputFile> = outputs.iter().map(file).collect();
    let description = rocrate::metadata(study, lock, &files);
    outputs.insert(rocrate::METADATA.to_owned(), sha256(&description));
    outputs.sort_keys();
    (outputs, description)
}

fn with_pdf(files: &Hashes, pdf: &str) -> Hashes {
    files
        .iter()
        .map(|(name, hash)| (name.clone(), hash.clone()))
        .chain([(PDF.to_owned(), pdf.to_owned())])
        .collect()
}

/// Writes the files of a document, or copies those that stand where they should.
fn fill(files: &Files, place: &Path, folder: &Path) -> Outcome<()> {
    match files {
        Files::Made(document, _) => Ok(document.write(folder)?),
        Files::InPlace(hashes) => hashes.keys().try_for_each(|name| Ok(copied(place, folder, name)?)),
    }
}

fn copied(from: &Path, to: &Path, name: &str) -> Result<(), Diagnostic> {
    let target = to.join(name);
    let made = target.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::copy(from.join(name), target))
        .map(|_| ())
        .map_err(|error| unwritable(name, &error))
}

fn unwritable(name: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::environment("output::unwritable", format!("`{name}` of the report cannot be written"))
        .cause(error)
}

/// What stands in an output folder that the lock does not know, or not as it knows it.
fn strays(place: &Path, lock: &Lock) -> Vec<Reason> {
    let Some(made) = &lock.made else { return Vec::new() };
    let mut reasons = spoilt(place, &made.outputs);
    let added = files_below(place, "").into_iter().filter(|name| !made.outputs.contains_key(name));
    reasons.extend(added.map(|name| Reason::OutputAdded { name }));
    reasons
}

/// Whether every file that the lock knows is in an output folder as it knows it.
fn are_as_locked(place: &Path, lock: &Lock) -> bool {
    lock.made.as_ref().is_some_and(|made| spoilt(place, &made.outputs).is_empty())
}

/// Refuses to replace a folder with files in it that telaah did not put there, by the description that it left.
fn refuse_strays(place: &Path) -> Outcome<()> {
    const TOLD: usize = 5;
    let description = fs::read(place.join(rocrate::METADATA)).ok();
    let description: Option<Value> = description.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let Some(Value::Array(entities)) = description.map(|mut all| all["@graph"].take()) else { return Ok(()) };
    let known: BTreeSet<&str> = entities.iter().filter_map(|entity| entity["@id"].as_str()).collect();
    let is_stray = |name: &String| name != rocrate::METADATA && !known.contains(&*rocrate::id_of(name));
    let strays = files_below(place, "").into_iter().filter(is_stray).take(TOLD).map(|name| {
        let shown = slashes(&place.join(name));
        Diagnostic::environment("output::foreign", format!("`{shown}` was not made by telaah"))
            .because("the folder is replaced as a whole, and it would be lost")
            .hint("move it out of the folder, or use another folder with `--output`")
    });
    Diagnostics(strays.collect()).into_outcome(())
}

/// Reads a file; a pipe or a device might never end.
fn read_plain(path: &Path) -> std::io::Result<Vec<u8>> {
    match fs::metadata(path)?.is_file() {
        true => fs::read(path),
        false => Err(std::io::Error::other("it is a folder, a pipe or a device, not a file")),
    }
}

/// Refuses a run that would write over what it reads: an output folder with files of the study in it, or a lock in
/// the place of one of them.
fn refuse_own_files(path: &Path, study: &Study, output: &Path) -> Outcome<()> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let (place, lock) = (real(&output.join(&study.name)), real(&Lock::path(path)));
    let inputs = report::inputs(study).into_iter().filter(|(role, _)| *role != "study");
    let own = inputs.map(|(_, file)| study.folder.join(&file.name)).chain([path.to_path_buf()]);
    let mut problems = Diagnostics::default();
    for file in own {
        let (shown, file) = (slashes(&file), real(&file));
        if file.starts_with(&place) {
            let problem =
                Diagnostic::environment("output::foreign", format!("`{shown}` is a file of the study"))
                    .because("it lies in the folder that the report would replace")
                    .hint("use another folder with `--output`");
            problems.push(problem);
        } else if file == lock {
            let problem = Diagnostic::error("lock::taken", format!("`{shown}` stands where the lock goes"))
                .because("the lock has the name of the study's file, and ends in `.lock`")
                .hint("give this file another name");
            problems.push(problem);
        }
    }
    problems.into_outcome(())
}

/// Whether a file is one that a system or a program leaves behind by itself, and nobody misses.
fn is_litter(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || matches!(name, "Thumbs.db" | "desktop.ini")
}

/// Every file below a folder but litter, as paths with forward slashes, in their order.
fn files_below(folder: &Path, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let own = entry.file_name().to_string_lossy().into_owned();
        if is_litter(&own) {
            continue;
        }
        let name = format!("{prefix}{own}");
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => names.extend(files_below(&entry.path(), &format!("{name}/"))),
            _ => names.push(name),
        }
    }
    names.sort();
    names
}

/// Finds every problem of a study without writing anything.
///
/// # Errors
/// Every problem; warnings alone are no error.
pub fn check(path: &Path) -> Outcome<Diagnostics> {
    let (read, analysis) = computed(path)?;
    read.texts(&analysis)?;
    Ok(read.problems)
}

/// Computes what a study asks for, without drawing or writing anything.
///
/// # Errors
/// Every problem; warnings alone are no error.
pub fn findings(path: &Path) -> Outcome<Findings> {
    let (read, analysis) = computed(path)?;
    read.texts(&analysis)?;
    Ok(analysis.findings)
}

/// The analysis of a study, without a cache.
fn computed(path: &Path) -> Outcome<(Read, Analysis)> {
    let mut clock = Clock::start();
    let read = Read::new(path, &mut clock)?;
    let lock = Lock::of(&read.study).map_err(not_finite)?;
    let mut run = Run::new(&read, &lock, Cache::none());
    let analysis = run.analysed()?;
    Ok((read, analysis))
}

fn not_finite(error: serde_json::Error) -> Diagnostic {
    Diagnostic::error("findings::not-finite", "a computed value is not a finite number").cause(error)
}

fn no_lock(error: LockError) -> Diagnostic {
    Diagnostic::error("lock::unwritable", "the settings of the study cannot be written into a lock")
        .cause(error)
}

fn unreadable_pdf(error: std::io::Error) -> Diagnostic {
    Diagnostic::environment("typst::no-pdf", "the PDF that Typst made cannot be read").cause(error)
}
