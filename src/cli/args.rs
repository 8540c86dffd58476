//! The command line, as types.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What stands below the list of commands.
const EXAMPLES: &str = "\
First steps:
  telaah check my-study.yaml       tell every mistake of the study and its data
  telaah report my-study.yaml      make output/my-study/report.pdf

Exit status: 0 done; 1 the study or its data is wrong, or a verification failed; 2 wrong usage;
3 the machine failed, such as no Typst.

README.md and docs/ explain the study file; docs/office.md is the shortest start.";

/// Turns one YAML study into one finished, reproducible research report.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100, after_help = EXAMPLES)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the report of each study.
    Report(Report),
    /// Find every problem of each study, and write nothing.
    Check(Check),
    /// Compute each report again and compare it with its lock; the exit status is 1 if anything differs.
    Verify(Verify),
    /// Say what the report of each study would do and why, and do nothing.
    Plan(Plan),
    /// Draw the simulated data that each study declares.
    Simulate(Simulate),
    /// Describe the data of a study by a `simulation:` that draws a twin of them, and print it.
    Twin(Twin),
    /// Say what differs between two reports; the exit status is 1 when anything does.
    ///
    /// Each of them may be an output folder, a lock, a report as PDF, or a `results.json`. What both know is compared: inputs,
    /// numbers, claims, members of segments, files; what could not be compared is told. The exit status is 0 when nothing
    /// differs, 1 when something does, 2 when A or B is nothing that can be compared, and 3 when the machine failed.
    Diff(Diff),
    /// Print the JSON Schema of a kind of file.
    Schema {
        /// The kind of file.
        #[arg(value_enum, default_value_t, value_name = "KIND")]
        of: SchemaOf,
    },
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// Make the report of each study.
#[derive(Debug, Args)]
pub struct Report {
    /// Study files (YAML).
    #[arg(required = true)]
    pub studies: Vec<PathBuf>,
    /// The folder in which each study gets an output folder of its name.
    #[arg(long, value_name = "FOLDER", default_value = "output")]
    pub output: PathBuf,
    /// The Typst program to use; else that of TYPST, in `bin` of TELAAH_TOOLS or `.tools`, or on the PATH.
    #[arg(long, value_name = "PROGRAM")]
    pub typst: Option<PathBuf>,
    /// Refuse what differs from the lock: other inputs than it records, or other outputs.
    #[arg(long)]
    pub locked: bool,
    /// Compute everything anew, whatever the last run kept.
    #[arg(long)]
    pub no_cache: bool,
    /// Print which stages ran and why, and how long each part took.
    #[arg(long)]
    pub timings: bool,
    /// Print messages and results as text, or as JSON for programs.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Find every problem of each study, and write nothing.
#[derive(Debug, Args)]
pub struct Check {
    /// Study files (YAML).
    #[arg(required = true)]
    pub studies: Vec<PathBuf>,
    /// Print messages and results as text, or as JSON for programs.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Compute each report again and compare it with its lock.
#[derive(Debug, Args)]
pub struct Verify {
    /// Study files (YAML), or reports (PDF).
    #[arg(required = true)]
    pub reports: Vec<PathBuf>,
    /// A lock that you trust, to compare with; without it a study is compared with the lock beside it.
    #[arg(long, value_name = "FILE")]
    pub lock: Option<PathBuf>,
    /// The folder in which each study has its output folder.
    #[arg(long, value_name = "FOLDER", default_value = "output")]
    pub output: PathBuf,
    /// The Typst program to use; else that of TYPST, in `bin` of TELAAH_TOOLS or `.tools`, or on the PATH.
    #[arg(long, value_name = "PROGRAM")]
    pub typst: Option<PathBuf>,
    /// Print messages and results as text, or as JSON for programs.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Say what the report of each study would do and why.
#[derive(Debug, Args)]
pub struct Plan {
    /// Study files (YAML).
    #[arg(required = true)]
    pub studies: Vec<PathBuf>,
    /// The folder in which each study has its output folder.
    #[arg(long, value_name = "FOLDER", default_value = "output")]
    pub output: PathBuf,
    /// Plan as if nothing had been kept.
    #[arg(long)]
    pub no_cache: bool,
    /// Print messages and results as text, or as JSON for programs.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Draw the simulated data that each study declares.
#[derive(Debug, Args)]
pub struct Simulate {
    /// Study files (YAML).
    #[arg(required = true)]
    pub studies: Vec<PathBuf>,
    /// Overwrite data files that are there with other content.
    #[arg(long)]
    pub replace: bool,
    /// Print messages and results as text, or as JSON for programs.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Describe the data of a study by a `simulation:` that draws a twin of them.
#[derive(Debug, Args)]
pub struct Twin {
    /// Study file (YAML).
    pub study: PathBuf,
    /// The fewest rows that anything is estimated from; smaller segments are put together.
    #[arg(long, value_name = "ROWS", default_value_t = 10, value_parser = clap::value_parser!(u16).range(3..))]
    pub least: u16,
    /// Print messages and results as text, or as JSON for programs.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Say what differs between two reports.
#[derive(Debug, Args)]
pub struct Diff {
    /// The old one.
    pub a: PathBuf,
    /// The new one.
    pub b: PathBuf,
    /// Show all of every list, however long.
    #[arg(long)]
    pub all: bool,
    /// How differences are told, on standard output: as text, or all of them as one JSON object.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// A study.
    #[default]
    Study,
    /// An instrument with a file of its own.
    Instrument,
}

/// How problems are told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// As text: results on standard output, messages on standard error.
    #[default]
    Human,
    /// As JSON, one object a line, on standard output.
    Json,
}
