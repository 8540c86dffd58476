//! Runs the Typst command-line tool: the pinned version, in a clean environment, with a time limit.

use super::markdown::ORIGIN;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;
use wait_timeout::ChildExt;

/// The version of Typst that reports are made with; others make other bytes.
pub const VERSION: &str = "0.15.1";
/// How long a compilation may take, in seconds; the environment variable `TELAAH_TYPST_TIMEOUT` says otherwise.
const TIMEOUT: u64 = 120;
/// A proxy that is not there. Reports need no network, and a template out of a stranger's PDF must not call anybody: what it
/// asks of Typst's packages ends here.
const NO_NETWORK: (&str, &str) = ("https_proxy", "http://127.0.0.1:9");
/// How long `typst --version` may take.
const VERSION_TIMEOUT: Duration = Duration::from_secs(10);
/// Where Typst writes its messages, in the scratch folder.
const MESSAGES: &str = "typst-messages.txt";
/// How many letters of Typst's messages are shown.
const LONGEST_MESSAGE: usize = 10_000;

/// A Typst binary of the pinned version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typst {
    binary: PathBuf,
}

/// What a compilation reads.
pub struct Compilation<'a> {
    /// The folder with `report.typ` and all it needs.
    pub folder: &'a Path,
    /// The time stamp of the PDF, in seconds since 1970.
    pub timestamp: i64,
    /// Folders below it with fonts of the study, in the order in which they are asked for letters.
    pub fonts: &'a [String],
    /// Names of files in the folder that are the user's, with how the user knows them.
    pub user_files: &'a [(String, String)],
}

impl Typst {
    /// Finds the pinned version: as told, by `TYPST`, in the project's tool folder, on the `PATH`.
    ///
    /// # Errors
    /// When it is not there, or another version is.
    pub fn find(told: Option<&Path>) -> Result<Self, Diagnostic> {
        let asked = told.map(Path::to_path_buf).or_else(|| std::env::var_os("TYPST").map(PathBuf::from));
        if let Some(binary) = asked {
            return match version(&binary) {
                Some(found) if found == VERSION => Ok(Self { binary }),
                Some(found) => Err(wrong_version(&binary, &found)),
                None => Err(Diagnostic::environment(
                    "typst::not-typst",
                    format!("`{}` is not a Typst that runs", binary.display()),
                )
                .because("it was named with `--typst` or `TYPST`")
                .hint(format!("name Typst {VERSION}, or leave it out to have it looked for"))),
            };
        }
        let mut other = None;
        for binary in candidates() {
            match version(&binary) {
                Some(found) if found == VERSION => return Ok(Self { binary }),
                Some(found) => other = other.or(Some(wrong_version(&binary, &found))),
                None => {}
            }
        }
        Err(other.unwrap_or_else(missing))
    }

    /// Compiles `report.typ` to `report.pdf` in the same folder.
    ///
    /// # Errors
    /// When Typst cannot be run, takes too long, or finds a mistake; the mistake is led back to the user's file.
    pub fn compile(&self, compilation: &Compilation) -> Result<(), Diagnostics> {
        let messages_path = compilation.folder.join(MESSAGES);
        let messages = File::create(&messages_path).map_err(|error| {
            Diagnostic::environment("typst::scratch", "the scratch folder cannot be written").cause(error)
        })?;
        let mut command = self.command(compilation);
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(messages).spawn().map_err(|error| {
                Diagnostic::environment("typst::failed", format!("`{}` cannot be run", self.binary.display()))
                    .cause(error)
            })?;
        let limit = time_limit();
        let status = child.wait_timeout(limit).ok().flatten();
        if status.is_none() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let said = std::fs::read(&messages_path).unwrap_or_default();
        let said = printable(&String::from_utf8_lossy(&said));
        let _ = std::fs::remove_file(&messages_path);
        match status {
            Some(status) if status.success() => finished(compilation, &said),
            Some(status) => Err(explain(compilation, &said, status)),
            None => Err(Diagnostic::environment(
                "typst::timeout",
                format!("Typst did not finish within {} seconds", limit.as_secs()),
            )
            .hint("try again when the machine is less busy, or allow more seconds with the environment variable `TELAAH_TYPST_TIMEOUT`")
            .into()),
        }
    }

    fn command(&self, compilation: &Compilation) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .env_clear()
            .env(NO_NETWORK.0, NO_NETWORK.1)
            .current_dir(compilation.folder)
            .args(["compile", "--root", ".", "--ignore-system-fonts", "--diagnostic-format", "short"])
            .args(["--pdf-standard", "a-3a,ua-1", "--creation-timestamp", &compilation.timestamp.to_string()])
            .args(compilation.fonts.iter().flat_map(|folder| ["--font-path", folder]))
            .args(["report.typ", "report.pdf"]);
        for needed in ["SystemRoot", "TEMP", "TMP"] {
            if let Some(value) = std::env::var_os(needed).filter(|_| cfg!(windows)) {
                command.env(needed, value);
            }
        }
        command
    }
}

/// Success alone is no report: there must be a PDF.
fn finished(compilation: &Compilation, said: &str) -> Result<(), Diagnostics> {
    let mut begin = Vec::new();
    let pdf = File::open(compilation.folder.join("report.pdf"));
    let read = pdf.and_then(|pdf| pdf.take(5).read_to_end(&mut begin));
    if read.is_ok() && begin == b"%PDF-" {
        return Ok(());
    }
    let problem = Diagnostic::environment("typst::no-pdf", "Typst ended without an error, but made no PDF")
        .hint(format!("`just setup`, or `cargo install --locked typst-cli@{VERSION}`, installs it anew"));
    Err(if said.trim().is_empty() { problem } else { problem.cause(said) }.into())
}

/// What a terminal may be shown of a message: its beginning, without control characters.
fn printable(said: &str) -> String {
    let shown = said.chars().filter(|letter| *letter != '\r').take(LONGEST_MESSAGE);
    shown.map(|letter| if letter.is_control() && letter != '\n' { '\u{fffd}' } else { letter }).collect()
}

/// How long a compilation may take: as `TELAAH_TYPST_TIMEOUT` says in whole seconds, for slow machines and for tests.
fn time_limit() -> Duration {
    let asked = std::env::var("TELAAH_TYPST_TIMEOUT").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(asked.unwrap_or(TIMEOUT))
}

/// Where Typst is looked for when nobody says.
fn candidates() -> Vec<PathBuf> {
    let name = format!("typst{}", std::env::consts::EXE_SUFFIX);
    let tools = std::env::var_os("TELAAH_TOOLS").map_or_else(|| PathBuf::from(".tools"), PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(tools.join("bin")).chain(std::env::split_paths(&path));
    let found = folders.map(|folder| folder.join(&name)).filter(|binary| binary.is_file());
    found.map(|binary| binary.canonicalize().unwrap_or(binary)).collect()
}

/// The version that a binary says it is, such as `0.15.1`.
fn version(binary: &Path) -> Option<String> {
    let mut child = Command::new(binary)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    if child.wait_timeout(VERSION_TIMEOUT).ok().flatten().is_none() {
        let _ = child.kill();
        let _ = child.wait();
        return None;
    }
    let said = child.wait_with_output().ok()?;
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    said.strip_prefix("typst ")?.split_whitespace().next().map(str::to_owned)
}

fn missing() -> Diagnostic {
    Diagnostic::environment("typst::missing", format!("Typst {VERSION} is not installed"))
        .hint(format!("in the project, `just setup` installs it; elsewhere, `cargo install --locked typst-cli@{VERSION}`"))
        .hint("if it is installed, name it with `--typst` or the environment variable `TYPST`")
}

fn wrong_version(binary: &Path, found: &str) -> Diagnostic {
    Diagnostic::environment(
        "typst::version",
        format!("`{}` is Typst {found}, but reports need {VERSION}", binary.display()),
    )
    .because("another version would make other bytes of the same report")
    .hint(format!("`just setup`, or `cargo install --locked typst-cli@{VERSION}`, installs the right one"))
}

/// Leads each of Typst's errors back to the author's file where that is possible.
fn explain(compilation: &Compilation, said: &str, status: ExitStatus) -> Diagnostics {
    let mut problems = Diagnostics::default();
    for line in said.lines() {
        if let Some((place, message)) = line.split_once(": error: ") {
            problems.push(locate(compilation, place, message));
        }
    }
    if said.contains("missing codepoints") {
        // What Typst says of charts, without a place; in running text the same letters can be set.
        let problem = Diagnostic::error("typst::compile", "Typst cannot typeset a chart of the report");
        let problem = problem.cause(said.trim_start_matches("error: "));
        problems.push(problem.hint("look for a label, segment or name with an accent or point that stands apart from its letter, and write it without"));
    }
    if !problems.has_errors() {
        let problem = Diagnostic::environment("typst::failed", format!("Typst failed ({status})"));
        problems.push(if said.trim().is_empty() { problem } else { problem.cause(said) });
    }
    problems
}

/// The diagnostic of one Typst error at `file:line:column`.
fn locate(compilation: &Compilation, place: &str, message: &str) -> Diagnostic {
    let problem = Diagnostic::error("typst::compile", "Typst cannot typeset the report").cause(message);
    let mut parts = place.rsplitn(3, ':');
    let numbers: Vec<usize> = parts.by_ref().take(2).filter_map(|part| part.parse().ok()).collect();
    let file = parts.next().unwrap_or(place);
    let (line, column) = match numbers.as_slice() {
        [column, line] => (*line, column + 1),
        _ => return problem.in_file(place),
    };
    let name = file.replace('\\', "/");
    let name = name.trim_start_matches("./");
    let Ok(text) = std::fs::read_to_string(compilation.folder.join(name)) else {
        return problem.in_file(name);
    };
    if let Some((_, shown)) = compilation.user_files.iter().find(|(copied, _)| copied == name) {
        return problem.at(Place::at(&Source::new(shown, text), line, column));
    }
    match author_line(&text, line) {
        Some((file, line)) => problem.in_file(format!("{file}:{line}")),
        // The folder is gone when the user reads this, so the line itself is shown.
        None => {
            problem.at(Place::at(&Source::new(name, text), line, column)).hint("this comes from the template")
        }
    }
}

/// The author's file and line that a line of the generated Typst was made from.
fn author_line(text: &str, line: usize) -> Option<(String, usize)> {
    let lines: Vec<&str> = text.lines().take(line).collect();
    let paragraph = lines.iter().rev().take_while(|line| !line.is_empty());
    let comment = paragraph.filter_map(|line| line.split_once(ORIGIN)).map(|(_, origin)| origin).next()?;
    let (file, line) = comment.rsplit_once(':')?;
    Some((file.to_owned(), line.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_in_generated_typst_leads_to_the_authors_line() {
        let text = format!("= Title\n\n// {ORIGIN}studies/a/intro.md:12\n#\"x\";#bad();\n\n#table()");
        assert_eq!(author_line(&text, 4), Some(("studies/a/intro.md".into(), 12)));
        assert_eq!(author_line(&text, 6), None);
        assert_eq!(author_line(&text, 1), None);
    }
}
