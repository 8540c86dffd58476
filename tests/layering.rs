//! The promise: a module uses only modules below it, and a heavy crate has one owner.
//!
//! One package cannot have Cargo enforce this, so the source is read. Comments and strings do not count; `super` and
//! `self` are followed to the module they mean. Deliberate evasion, such as renaming `std::io`, is not looked for.

use std::fs;
use std::path::Path;

/// The top-level modules, from the top down: each may use itself and those after it.
const ORDER: [&str; 21] = [
    "cli",
    "pipeline",
    "rocrate",
    "difference",
    "lock",
    "pdf",
    "report",
    "chart",
    "findings",
    "claims",
    "expression",
    "positioning",
    "targeting",
    "segmentation",
    "twin",
    "statistics",
    "simulation",
    "data",
    "study",
    "locale",
    "diagnostic",
];

/// What only some files may name: a path, and the files or folders of `src` that own it.
const OWNERS: [(&str, &[&str]); 23] = [
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("serde_yaml", &["study/"]),
    ("jsonschema", &["study/"]),
    ("schemars", &["study/", "locale.rs"]),
    ("polars", &["data/"]),
    ("csv", &["data/"]),
    ("lopdf", &["pdf/"]),
    ("encoding_rs", &["data/"]),
    ("calamine", &["data/"]),
    ("kodama", &["segmentation/"]),
    ("rust_xlsxwriter", &["report/workbook.rs"]),
    ("linfa", &["segmentation/"]),
    ("linfa_clustering", &["segmentation/"]),
    ("plotters", &["chart/"]),
    ("minijinja", &["expression.rs", "report/"]),
    ("typst_assets", &["chart/", "report/"]),
    ("std::process", &["report/typst.rs"]),
    ("std::process::ExitCode", &["main.rs"]),
    ("std::io::stdout", &["cli/terminal.rs"]),
    ("std::io::stderr", &["cli/terminal.rs"]),
    // As they are called below `use std::io;`.
    ("io::stdout", &["cli/terminal.rs"]),
    ("io::stderr", &["cli/terminal.rs"]),
];

/// Macros that print, for `cli/terminal.rs` alone.
const PRINTING: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];

#[test]
fn modules_use_only_those_below_them_and_heavy_crates_have_one_owner() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut problems = Vec::new();
    for file in files_below(&src, "") {
        let text = fs::read_to_string(src.join(&file)).unwrap_or_else(|error| panic!("src/{file}: {error}"));
        problems.extend(problems_of(&file, &text));
    }
    for module in ORDER {
        if !src.join(format!("{module}.rs")).exists() && !src.join(module).join("mod.rs").exists() {
            problems.push(format!("src/: no module `{module}`; take it out of `ORDER` in tests/layering.rs"));
        }
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn every_rule_is_noticed_where_it_is_broken() {
    let broken = [
        ("data/read.rs", "use crate::cli::args;", "src/data/read.rs:1: `data` uses `cli`, which"),
        (
            "data/read.rs",
            "use crate::{\n locale,\n report::{a},\n};",
            "src/data/read.rs:3: `data` uses `report`",
        ),
        ("data/read.rs", "fn f() { crate::claims::g() }", "`data` uses `claims`"),
        ("data/read.rs", "use super::super::claims;", "`data` uses `claims`"),
        ("data/read.rs", "mod tests { use super::super::super::claims; }", "`data` uses `claims`"),
        ("locale.rs", "use super::data::Row;", "`locale` uses `data`"),
        ("locale.rs", "pub(in crate::data) fn f() {}", "`locale` uses `data`"),
        ("locale.rs", "use crate::diagnostic::A;\nuse crate::*;", "src/locale.rs:2: `crate::*` hides"),
        ("locale.rs", "use crate as telaah;", "`crate` hides which module"),
        ("locale.rs", "use crate::Outcome;", "`crate::Outcome` hides its module"),
        ("novel.rs", "", "src/novel.rs:1: module `novel` has no place"),
        ("novel/part.rs", "", "src/novel/part.rs:1: module `novel` has no place"),
        ("main.rs", "mod cli;", "src/main.rs:1: `main.rs` declares no module"),
        ("main.rs", "use telaah::pipeline;", "src/main.rs:1: `main.rs` uses only `telaah::cli`"),
        ("main.rs", "use std::process::exit;", "`std::process` belongs to report/typst.rs"),
        ("cli/mod.rs", "use std::{io, process};", "`std::process` belongs to report/typst.rs"),
        ("cli/mod.rs", "use std::process::ExitCode;", "`std::process` belongs to report/typst.rs"),
        ("study/mod.rs", "#[derive(clap::Args)] struct A;", "`clap` belongs to cli/"),
        ("study/mod.rs", "use csv;", "`csv` belongs to data/"),
        ("study/mod.rs", "fn f() -> ::polars::Frame { }", "`polars` belongs to data/"),
        ("findings.rs", "extern crate minijinja;", "`minijinja` belongs to expression.rs, report/"),
        ("lib.rs", "pub use linfa::Dataset;", "`linfa` belongs to segmentation/"),
        ("locale.rs", "use serde_yaml::Value;", "`serde_yaml` belongs to study/"),
        ("locale.rs", "fn r#use() { 0..polars::N }", "`polars` belongs to data/"),
        ("cli/mod.rs", "fn f() { println!(\"x\") }", "src/cli/mod.rs:1: `println!` belongs to"),
        ("cli/mod.rs", "fn f() { std::eprint!(\"x\") }", "`eprint!` belongs to"),
        ("cli/mod.rs", "use std::io;\nfn f() { io::stdout() }", "src/cli/mod.rs:2: `io::stdout` belongs to"),
        ("cli/mod.rs", "use std::io::{Write, stderr};", "`std::io::stderr` belongs to"),
        ("data/read.rs", "const S: &str = \"a\n\\\" // b\";\nuse crate::cli;", "src/data/read.rs:3:"),
        ("data/read.rs", "const C: [char; 2] = ['\"', '\\''];\nuse crate::cli;", "src/data/read.rs:2:"),
    ];
    for (file, text, expected) in broken {
        let problems = problems_of(file, text);
        assert!(problems.len() == 1, "{file}: {text}\ngave {problems:?}");
        assert!(
            problems.iter().all(|problem| problem.contains(expected)),
            "{file}: {text}\ngave {problems:?}"
        );
    }
}

#[test]
fn what_keeps_to_the_rules_passes() {
    let kept = [
        ("main.rs", "use std::process::ExitCode;\nfn main() -> ExitCode { telaah::cli::run() }"),
        ("lib.rs", "pub mod cli;\npub use crate::cli::run;"),
        ("cli/terminal.rs", "use std::io::stdout;\nfn f() { println!(); dbg!(1); }"),
        ("cli/args.rs", "use clap::{Parser, ValueEnum as Choice};\nuse crate::pipeline;"),
        (
            "report/typst.rs",
            "use std::process::Command;\nfn f(c: Child) { c.stdout.take(); c.stdout::<u8>() }",
        ),
        ("report/mod.rs", "use minijinja::Value;\nuse super::chart;\nuse self::typst::run;"),
        ("findings.rs", "use crate::claims::ClaimsFindings;\nuse crate::findings::{self, Findings};"),
        ("locale.rs", "use schemars::JsonSchema;\npub(crate) fn f() {}\nmod tests { use super::*; }"),
        ("data/read.rs", "// use crate::cli;\n/* crate::cli /* nested */ polars::x */ /// [`crate::cli`]"),
        (
            "locale.rs",
            "const S: &str = \"crate::cli \\\" println!\"; const R: &str = r#\"use \"polars::x\";\"#;",
        ),
        (
            "locale.rs",
            "fn f<'a>(x: &'a A) -> impl B + use<'a> { b'\"'; b\"polars::x\"; x.csv.len(); x != y }",
        ),
    ];
    for (file, text) in kept {
        assert_eq!(problems_of(file, text), Vec::<String>::new(), "{file}: {text}");
    }
}

/// The Rust files below a folder of `src`, sorted, with `/` between the parts of their paths.
fn files_below(src: &Path, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(src.join(folder)).unwrap_or_else(|error| panic!("src/{folder}: {error}"));
    let mut names: Vec<String> =
        entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let mut files = Vec::new();
    for name in names {
        let path = format!("{folder}{name}");
        if src.join(&path).is_dir() {
            files.extend(files_below(src, &format!("{path}/")));
        } else if name.ends_with(".rs") {
            files.push(path);
        }
    }
    files
}

/// What a file breaks, each with its file and line; `file` is its path below `src`.
fn problems_of(file: &str, text: &str) -> Vec<String> {
    let module = top_level_module(file);
    if let Some(name) = module.filter(|name| !ORDER.contains(name)) {
        return vec![format!("src/{file}:1: module `{name}` has no place in `ORDER` of tests/layering.rs")];
    }
    let mentions = Reader::new(file, text).mentions();
    let problem_of = |mention: &Mention| {
        let problem = misplaced(file, mention).or_else(|| match module {
            Some(module) => upward(module, &mention.path),
            None => from_main(file, mention),
        })?;
        Some(format!("src/{file}:{}: {problem}", mention.line))
    };
    mentions.iter().filter_map(problem_of).collect()
}

/// The top-level module a file belongs to; none for the roots `main.rs` and `lib.rs`.
fn top_level_module(file: &str) -> Option<&str> {
    let first = file.split('/').next().unwrap_or(file);
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (!["main", "lib"].contains(&name)).then_some(name)
}

/// Why a mention is not for this file, if it is another file's.
fn misplaced(file: &str, mention: &Mention) -> Option<String> {
    let owns = |places: &[&str]| {
        places.iter().any(|place| file == *place || place.ends_with('/') && file.starts_with(place))
    };
    if mention.kind == Kind::Macro {
        let name = mention.path.first().filter(|name| PRINTING.contains(&name.as_str()))?;
        return (!owns(&["cli/terminal.rs"])).then(|| format!("`{name}!` belongs to cli/terminal.rs"));
    }
    let named = |owned: &str| {
        owned.split("::").enumerate().all(|(i, part)| mention.path.get(i).is_some_and(|p| p == part))
    };
    let mut owners = OWNERS.iter().filter(|(owned, _)| named(owned)).peekable();
    let (owned, places) = *owners.peek()?;
    let allowed = owners.any(|(_, places)| owns(places));
    (!allowed).then(|| format!("`{owned}` belongs to {}", places.join(", ")))
}

/// Why a module may not name a path, if the path leads above it.
fn upward(module: &str, path: &[String]) -> Option<String> {
    let place_of = |name: &str| ORDER.iter().position(|module| *module == name);
    let target = match path {
        [root, target, ..] if root == "crate" && target != "*" => target,
        [root, ..] if root == "crate" => {
            return Some(format!("`{}` hides which module is used", path.join("::")));
        }
        _ => return None,
    };
    match place_of(target) {
        None => Some(format!(
            "`crate::{target}` hides its module; no `{target}` is in `ORDER` of tests/layering.rs"
        )),
        place if place < place_of(module) => {
            Some(format!("`{module}` uses `{target}`, which stands above it"))
        }
        _ => None,
    }
}

/// Why `main.rs` may not contain something; `lib.rs` may name every module.
fn from_main(file: &str, mention: &Mention) -> Option<String> {
    let root = mention.path.first().filter(|_| file == "main.rs")?;
    match (mention.kind, root.as_str()) {
        (Kind::Module, _) => Some("`main.rs` declares no module".into()),
        (_, "telaah") if mention.path.get(1).is_none_or(|module| module != "cli") => {
            Some("`main.rs` uses only `telaah::cli`".into())
        }
        _ => None,
    }
}

/// What a piece of source names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A path, from its first part; `super` and `self` are resolved to `crate`.
    Path,
    /// A macro that is called, by its last name.
    Macro,
    /// A module that is declared.
    Module,
}

/// Something that a file names, and the line where it does.
#[derive(Debug)]
struct Mention {
    kind: Kind,
    path: Vec<String>,
    line: usize,
}

/// A word or sign of the source.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    text: &'a str,
    line: usize,
}

impl Token<'_> {
    fn is_name(self) -> bool {
        self.text.starts_with(|c: char| c == '_' || c.is_alphabetic())
    }
}

/// Walks through the tokens of one file and notes what it names.
struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    /// The module that is being read, as names below `crate`.
    modules: Vec<String>,
    /// How deep in braces each inline module around was opened.
    opened: Vec<usize>,
    depth: usize,
    found: Vec<Mention>,
}

impl<'a> Reader<'a> {
    fn new(file: &str, text: &'a str) -> Self {
        let path = file.strip_suffix(".rs").unwrap_or(file);
        let names = path.split('/').filter(|name| !["main", "lib", "mod"].contains(name));
        let modules = names.map(String::from).collect();
        Self { tokens: tokens(text), at: 0, modules, opened: Vec::new(), depth: 0, found: Vec::new() }
    }

    fn mentions(mut self) -> Vec<Mention> {
        while self.at < self.tokens.len() {
            self.step();
        }
        self.found
    }

    /// Reads one token, or one path.
    fn step(&mut self) {
        let token = self.peek(0);
        match token.text {
            "{" => self.depth += 1,
            "}" => self.close(),
            "mod" if self.peek(1).is_name() => return self.module(),
            "use" if self.peek(1).text != "<" => return self.import(),
            "extern" if self.peek(1).text == "crate" => return self.import(),
            _ if token.is_name() => return self.path(),
            _ => {}
        }
        self.at += 1;
    }

    fn peek(&self, ahead: usize) -> Token<'a> {
        self.tokens.get(self.at + ahead).copied().unwrap_or(Token { text: "", line: 0 })
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.opened.last() == Some(&self.depth) {
            self.opened.pop();
            self.modules.pop();
        }
    }

    fn module(&mut self) {
        let name = self.peek(1);
        self.found.push(Mention { kind: Kind::Module, path: vec![name.text.into()], line: name.line });
        if self.peek(2).text == "{" {
            self.modules.push(name.text.into());
            self.opened.push(self.depth);
        }
        self.at += 2;
    }

    /// `use …;` or `extern crate …;`
    fn import(&mut self) {
        self.at += if self.peek(0).text == "extern" { 2 } else { 1 };
        self.tree(Vec::new());
    }

    /// One branch of a `use`, with every branch below it.
    fn tree(&mut self, mut path: Vec<String>) {
        loop {
            let token = self.peek(0);
            match token.text {
                "::" => self.at += 1,
                "{" => return self.branches(&path),
                name if token.is_name() && name != "as" || name == "*" => {
                    path.push(name.into());
                    self.at += 1;
                }
                _ => break,
            }
        }
        let line = self.tokens.get(self.at.saturating_sub(1)).map_or(0, |token| token.line);
        self.note(path, line);
        while !["", ",", "}", ";"].contains(&self.peek(0).text) {
            self.at += 1;
        }
    }

    /// `{a, b::c}` after the start of a `use`.
    fn branches(&mut self, path: &[String]) {
        self.at += 1;
        while !["", "}"].contains(&self.peek(0).text) {
            self.tree(path.to_vec());
            self.at += usize::from(self.peek(0).text == ",");
        }
        self.at += 1;
    }

    /// A name with what follows it behind `::`, or the name of a macro.
    fn path(&mut self) {
        let before =
            |back| self.at.checked_sub(back).and_then(|at| self.tokens.get(at)).map(|token| token.text);
        let is_field = before(1) == Some(".") && before(2) != Some(".");
        let mut last = self.peek(0);
        let mut path = vec![last.text.to_owned()];
        while self.peek(1).text == "::" && self.peek(2).is_name() {
            self.at += 2;
            last = self.peek(0);
            path.push(last.text.into());
        }
        if self.peek(1).text == "!" && self.peek(2).text != "=" {
            self.found.push(Mention { kind: Kind::Macro, path: vec![last.text.into()], line: last.line });
        }
        if path.len() > 1 && !is_field {
            self.note(path, last.line);
        }
        self.at += 1;
    }

    /// Notes a path, with `self` and `super` replaced by the module they mean.
    fn note(&mut self, path: Vec<String>, line: usize) {
        let relative = path.first().is_some_and(|name| name == "self" || name == "super");
        let mut resolved = Vec::new();
        if relative {
            resolved.push("crate".to_owned());
            resolved.extend(self.modules.iter().cloned());
        }
        for name in path {
            match name.as_str() {
                "super" => drop(resolved.pop()),
                "self" => {}
                _ => resolved.push(name),
            }
        }
        self.found.push(Mention { kind: Kind::Path, path: resolved, line });
    }
}

/// The words and signs of a source text, without white space, comments, strings and characters.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let (mut rest, mut line, mut found) = (text, 1, Vec::new());
    while let Some(first) = rest.chars().next() {
        let skipped = comment_length(rest).or_else(|| literal_length(rest));
        let length = skipped.unwrap_or_else(|| word_length(rest));
        let (piece, after) = rest.split_at(length);
        if skipped.is_none() && !first.is_whitespace() {
            found.push(Token { text: piece, line });
        }
        line += piece.matches('\n').count();
        rest = after;
    }
    found
}

/// How long the comment at the start of a text is, if one stands there.
fn comment_length(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if !text.starts_with("/*") {
        return None;
    }
    let (mut depth, mut at) = (1_usize, 2);
    while depth > 0 && at < text.len() {
        match text.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    Some(at)
}

/// How long the string or character at the start of a text is, if one stands there; a lifetime is none.
fn literal_length(text: &str) -> Option<usize> {
    let body = text.trim_start_matches(['b', 'c']);
    let prefix = text.len() - body.len();
    let raw = body.strip_prefix('r').map(|after| (after, after.len() - after.trim_start_matches('#').len()));
    if let Some((after, hashes)) =
        raw.filter(|(after, hashes)| prefix < 2 && after[*hashes..].starts_with('"'))
    {
        let end = format!("\"{}", "#".repeat(hashes));
        let inside = &after[hashes + 1..];
        let length = inside.find(&end).map_or(inside.len(), |at| at + end.len());
        return Some(prefix + 1 + hashes + 1 + length);
    }
    let quote = body.chars().next().filter(|quote| prefix < 2 && (*quote == '"' || *quote == '\''))?;
    let mut inside = body.char_indices().skip(1);
    if quote == '\'' && !body.starts_with("'\\") && body.chars().nth(2) != Some('\'') {
        return None;
    }
    while let Some((at, letter)) = inside.next() {
        match letter {
            '\\' => drop(inside.next()),
            _ if letter == quote => return Some(prefix + at + 1),
            _ => {}
        }
    }
    Some(text.len())
}

/// How long the word or sign at the start of a text is.
fn word_length(text: &str) -> usize {
    let is_part = |c: char| c == '_' || c.is_alphanumeric();
    let word = text.find(|c| !is_part(c)).unwrap_or(text.len());
    match text {
        _ if text.strip_prefix("r#").is_some_and(|name| name.starts_with(is_part)) => {
            2 + word_length(&text[2..])
        }
        _ if text.starts_with("::") => 2,
        _ if word == 0 => text.chars().next().map_or(1, char::len_utf8),
        _ => word,
    }
}
