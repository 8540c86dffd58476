//! The command line: one short function per command.

mod args;
mod difference;
mod planned;
mod terminal;
mod verified;
mod verified_pdf;
mod visible;

use crate::diagnostic::{Blame, Diagnostics, Outcome, Severity};
use crate::difference::{Difference, Side, compare};
use crate::lock::Lock;
use crate::pipeline::{self, Options};
use crate::study;
use args::{Arguments, Command, Format, SchemaOf};
use clap::{CommandFactory, Parser};
use std::path::{Path, PathBuf};

/// Exit status when the study or its data is wrong.
const WRONG_STUDY: u8 = 1;
/// Exit status when two reports differ.
const DIFFERENT: u8 = 1;
/// Exit status when what is named on the command line cannot be what is meant; clap ends with it too.
const WRONG_USAGE: u8 = 2;
/// Exit status when the machine failed: no Typst, a full disk.
const FAILED_ENVIRONMENT: u8 = 3;

/// Runs the command line and returns the exit status.
pub fn run() -> u8 {
    terminal::tell_panics();
    let arguments = Arguments::parse();
    std::panic::catch_unwind(|| dispatch(arguments.command)).unwrap_or(FAILED_ENVIRONMENT)
}

fn dispatch(command: Command) -> u8 {
    match command {
        Command::Report(args) => report(&args),
        Command::Check(args) => check(&args),
        Command::Verify(args) => verify(&args),
        Command::Plan(args) => plan(&args),
        Command::Simulate(args) => simulate(&args),
        Command::Twin(args) => twin(&args),
        Command::Diff(args) => diff(&args),
        Command::Schema { of } => schema(of),
        Command::Completions { shell } => completions(shell),
    }
}

fn report(args: &args::Report) -> u8 {
    let options = Options {
        output: args.output.clone(),
        typst: args.typst.clone(),
        cache: !args.no_cache,
        locked: args.locked,
    };
    each(&args.studies, args.format, |study| {
        let finished = pipeline::report(study, &options)?;
        terminal::finished(&finished, args.format);
        if args.timings {
            terminal::message(&planned::ran(&finished.ran));
            terminal::timings(&finished.timings);
        }
        Ok(finished.warnings)
    })
}

fn verify(args: &args::Verify) -> u8 {
    let options =
        Options { output: args.output.clone(), typst: args.typst.clone(), cache: false, locked: false };
    let differs = std::cell::Cell::new(0);
    let worst = each(&args.reports, args.format, |report| {
        let (told, holds) = if is_pdf(report) {
            let found = pipeline::verify_pdf(report, args.typst.as_deref(), args.lock.as_deref())?;
            (verified_pdf::told(&found, args.format), found.holds())
        } else {
            study::expect_study(report)?;
            let found = pipeline::verify(report, &options, args.lock.as_deref())?;
            let lock = args.lock.clone().unwrap_or_else(|| Lock::path(report));
            (verified::told(&found, &lock, &args.output, args.format), found.holds())
        };
        terminal::data(&told);
        if !holds {
            differs.set(WRONG_STUDY);
        }
        Ok(Diagnostics::default())
    });
    worst.max(differs.get())
}

/// Whether a file is a report rather than a study.
fn is_pdf(file: &std::path::Path) -> bool {
    file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"))
}

fn plan(args: &args::Plan) -> u8 {
    let options = Options { output: args.output.clone(), typst: None, cache: !args.no_cache, locked: false };
    each(&args.studies, args.format, |study| {
        let plan = pipeline::plan(study, &options)?;
        terminal::data(&planned::told(&plan, args.format));
        Ok(plan.warnings)
    })
}

fn check(args: &args::Check) -> u8 {
    each(&args.studies, args.format, |study| {
        let warnings = pipeline::check(study)?;
        terminal::sound(study, args.format);
        Ok(warnings)
    })
}

fn simulate(args: &args::Simulate) -> u8 {
    each(&args.studies, args.format, |study| {
        let (files, warnings) = pipeline::simulate(study, args.replace)?;
        files.iter().for_each(|file| terminal::drawn(file, args.format));
        Ok(warnings)
    })
}

fn twin(args: &args::Twin) -> u8 {
    each(std::slice::from_ref(&args.study), args.format, |study| {
        let (text, warnings) = pipeline::twin(study, usize::from(args.least))?;
        terminal::twin(&text, args.format);
        Ok(warnings)
    })
}

fn diff(args: &args::Diff) -> u8 {
    match compared(args) {
        Ok(difference) => {
            terminal::difference(&difference, args.all, args.format);
            if difference.equal { 0 } else { DIFFERENT }
        }
        Err(problems) => {
            terminal::problems(&problems, Path::new("telaah diff"), args.format);
            // A study that is wrong ends with 1, which here says that two reports differ.
            status(&problems).max(WRONG_USAGE)
        }
    }
}

/// Both sides read, so that the problems of both are told, and compared.
fn compared(args: &args::Diff) -> Outcome<Difference> {
    let mut problems = Diagnostics::default();
    let mut open = |path| problems.keep(Side::open(path).map_err(Diagnostics::from));
    match (open(&args.a), open(&args.b)) {
        (Some(a), Some(b)) => Ok(compare(&a, &b)?),
        _ => Err(problems),
    }
}

fn schema(of: SchemaOf) -> u8 {
    let schema = match of {
        SchemaOf::Study => study::json_schema(),
        SchemaOf::Instrument => study::instrument_schema(),
    };
    terminal::data(&format!("{schema:#}\n"));
    0
}

fn completions(shell: clap_complete::Shell) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "telaah", &mut script);
    terminal::data(&String::from_utf8_lossy(&script));
    0
}

/// Does something with every study; the worst exit status counts.
fn each(studies: &[PathBuf], format: Format, work: impl Fn(&PathBuf) -> Outcome<Diagnostics>) -> u8 {
    let mut worst = 0;
    for study in studies {
        let problems = match work(study) {
            Ok(warnings) => warnings,
            Err(problems) => problems,
        };
        terminal::problems(&problems, study, format);
        worst = worst.max(status(&problems));
    }
    worst
}

fn status(problems: &Diagnostics) -> u8 {
    let errors = problems.0.iter().filter(|problem| problem.severity == Severity::Error);
    let status = |blame| match blame {
        Blame::Study => WRONG_STUDY,
        Blame::Environment => FAILED_ENVIRONMENT,
    };
    errors.map(|problem| status(problem.blame)).max().unwrap_or(0)
}
