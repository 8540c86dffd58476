//! The one harness: a folder of its own for every test, a scrubbed environment, the telaah program, what it wrote.

pub mod follow;
pub mod reference;
pub mod svg_text;

use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;
use std::time::Duration;

/// The shipped study that regenerates a paper.
pub const QRIS: &str = "pekalongan-qris-2023";
/// The shipped study whose data are simulated.
pub const MATARAM: &str = "mataram-2023";

/// What a child may still know of this machine; Windows starts no program without it.
const KEPT: [&str; 3] = ["SystemRoot", "TEMP", "TMP"];

/// Files by their path below some folder, with `/` between the parts.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// A folder that lasts as long as the test, in which telaah is run.
pub struct Desk {
    folder: PathBuf,
    _temporary: tempfile::TempDir,
}

impl Desk {
    /// An empty folder.
    pub fn empty() -> Self {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let folder = temporary.path().canonicalize().expect("the temporary folder");
        Self { folder, _temporary: temporary }
    }

    /// A copy of the shipped studies, in `studies/`.
    pub fn shipped() -> Self {
        Self::with(&repository().join("studies"))
    }

    /// A copy of the sound studies of the tests, in `studies/`.
    pub fn fixtures() -> Self {
        Self::with(&repository().join("tests/fixtures/studies"))
    }

    /// A copy of the studies that must be refused, in `studies/`.
    pub fn invalid() -> Self {
        Self::with(&repository().join("tests/fixtures/invalid"))
    }

    fn with(studies: &Path) -> Self {
        let desk = Self::empty();
        copy(studies, &desk.path("studies"));
        desk
    }

    /// A path in the folder.
    pub fn path(&self, below: &str) -> PathBuf {
        self.folder.join(below)
    }

    /// The text of a file.
    pub fn read(&self, file: &str) -> String {
        String::from_utf8(self.bytes(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// The bytes of a file.
    pub fn bytes(&self, file: &str) -> Vec<u8> {
        fs::read(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// Writes a file, and the folders it needs.
    pub fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        fs::write(path, content).unwrap_or_else(|error| panic!("{file}: {error}"));
    }

    /// Replaces what stands exactly once in a file, so that an edit that has come to nothing is noticed.
    pub fn edit(&self, file: &str, old: &str, new: &str) {
        let text = self.read(file);
        assert_eq!(text.matches(old).count(), 1, "`{old}` does not stand once in {file}");
        self.write(file, text.replace(old, new));
    }

    /// telaah in this folder, which knows nothing of the machine but where Typst is.
    pub fn telaah(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_telaah"));
        command.env_clear().current_dir(&self.folder).timeout(Duration::from_secs(120));
        for name in KEPT {
            command.envs(std::env::var_os(name).filter(|_| cfg!(windows)).map(|value| (name, value)));
        }
        command.env("TYPST", typst());
        command
    }

    /// Runs telaah.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.telaah().args(arguments))
    }

    /// Makes the report of a study in `studies/`, which must succeed.
    pub fn report(&self, study: &str) -> Report {
        let run = self.run(&["report", &format!("studies/{study}.yaml")]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        self.output(study, run)
    }

    /// What a report of a study wrote to `output/`.
    pub fn output(&self, study: &str, run: Run) -> Report {
        Report { files: tree(&self.path("output").join(study)), run }
    }

    /// The problems that `check` tells of a study in `studies/`, as JSON, and the exit status.
    pub fn check(&self, study: &str) -> (Vec<Value>, i32) {
        let run = self.run(&["check", "--format", "json", &format!("studies/{study}.yaml")]);
        assert_eq!(run.stderr, "", "with `--format json` problems go to standard output");
        (run.stdout.lines().map(json).collect(), run.status)
    }

    /// A message without what differs from machine to machine: this folder, line ends and separators of Windows.
    pub fn redacted(&self, message: &str) -> String {
        let folder = self.folder.to_string_lossy();
        message.replace(&*folder, "[folder]").replace("\r\n", "\n").replace('\\', "/")
    }
}

/// What a run of telaah said.
pub struct Run {
    /// The exit status.
    pub status: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Run {
    /// Runs a command to its end.
    pub fn of(command: &mut Command) -> Self {
        Self::from(command.output().expect("telaah runs"))
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("telaah writes UTF-8");
        Self {
            status: output.status.code().expect("telaah ends by itself"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// A finished report.
pub struct Report {
    /// Every file of the output folder.
    pub files: Tree,
    /// What was said while it was made.
    pub run: Run,
}

impl Report {
    /// The text of a file.
    pub fn text(&self, file: &str) -> &str {
        let bytes = self.files.get(file).unwrap_or_else(|| panic!("no `{file}` in the output"));
        std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// `results.json`.
    pub fn results(&self) -> Value {
        json(self.text("results.json"))
    }

    /// What a reader sees of `report.typ`: quoted strings joined with the markup between them, one paragraph a line.
    pub fn sentences(&self) -> String {
        sentences(self.text("report.typ"))
    }

    /// The charts by their names.
    pub fn charts(&self) -> Vec<(&str, &str)> {
        let names = self.files.keys().filter(|name| name.ends_with(".svg"));
        names.map(|name| (name.as_str(), self.text(name))).collect()
    }
}

/// The running text of generated Typst: `#"…";` becomes what it quotes, lines of a paragraph are joined by a space.
pub fn sentences(typst: &str) -> String {
    let mut out = String::new();
    let mut rest = typst;
    while let Some(start) = rest.find("#\"") {
        out.push_str(&rest[..start]);
        rest = &rest[start + 2..];
        let end = end_of_string(rest);
        out.push_str(&rest[..end].replace("\\\"", "\"").replace("\\\\", "\\"));
        rest = rest[end + 1..].strip_prefix(';').unwrap_or(&rest[end + 1..]);
    }
    out.push_str(rest);
    let paragraphs =
        out.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    paragraphs.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Running text without its footnotes, which cite English works in both languages.
pub fn without_footnotes(text: &str) -> String {
    let mut parts = text.split("#footnote[");
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let mut depth = 1;
        let end = part.find(|letter: char| {
            depth += match letter {
                '[' => 1,
                ']' => -1,
                _ => 0,
            };
            depth == 0
        });
        out.push_str(&part[end.expect("the footnote ends") + 1..]);
    }
    out
}

/// Where the string literal ends in whose inside a text begins.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().find(|(_, letter)| match (escaped, letter) {
        (true, _) => {
            escaped = false;
            false
        }
        (false, '\\') => {
            escaped = true;
            false
        }
        (false, letter) => *letter == '"',
    });
    end.expect("a string literal ends").0
}

/// Fails unless each of these is said once.
#[track_caller]
pub fn says(said: &str, sentences: &[&str]) {
    for sentence in sentences {
        assert_eq!(said.matches(sentence).count(), 1, "`{sentence}` is not said once in:\n{said}");
    }
}

/// Fails when one of these is said.
#[track_caller]
pub fn does_not_say(said: &str, sentences: &[&str]) {
    for sentence in sentences {
        assert!(!said.contains(sentence), "said: {sentence}");
    }
}

/// Compares what a user reads with `tests/snapshots/<name>.snap`.
#[track_caller]
pub fn assert_snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(repository().join("tests/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// JSON, read.
pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// This repository.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The Typst that reports are made with, where telaah itself would look for it: without it no test may pass.
pub fn typst() -> &'static Path {
    static TYPST: OnceLock<PathBuf> = OnceLock::new();
    TYPST.get_or_init(|| {
        let tools =
            std::env::var_os("TELAAH_TOOLS").map_or_else(|| repository().join(".tools"), PathBuf::from);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(tools.join("bin")).chain(std::env::split_paths(&path));
        let name = format!("typst{}", std::env::consts::EXE_SUFFIX);
        let told = std::env::var_os("TYPST").map(PathBuf::from);
        let mut candidates = told.into_iter().chain(folders.map(|folder| folder.join(&name)));
        let found = candidates.find(|typst| typst.is_file());
        let found = found.expect("no Typst in `TYPST`, `TELAAH_TOOLS` or `PATH`; `just setup` installs it");
        found.canonicalize().expect("a path of Typst")
    })
}

/// Every file below a folder.
pub fn tree(folder: &Path) -> Tree {
    let mut files = Tree::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(tree(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            files.insert(name, fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())));
        }
    }
    files
}

/// Names of the files that two trees do not share byte for byte.
pub fn differing<'a>(a: &'a Tree, b: &'a Tree) -> Vec<&'a str> {
    let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    names.into_iter().filter(|name| a.get(*name) != b.get(*name)).map(String::as_str).collect()
}

/// Copies a folder with all below it.
pub fn copy(from: &Path, to: &Path) {
    for (name, bytes) in tree(from) {
        let path = to.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        fs::write(path, bytes).expect("the copy is written");
    }
}

/// The columns of a table by heading.
pub fn table(desk: &Desk, file: &str) -> BTreeMap<String, Vec<String>> {
    let text = desk.read(file);
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let headings = rows.headers().expect("a header").clone();
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows.records() {
        for (heading, cell) in headings.iter().zip(row.expect("a row").iter()) {
            columns.entry(heading.to_owned()).or_default().push(cell.to_owned());
        }
    }
    columns
}
