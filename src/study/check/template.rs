//! Reads the template that a study names: of a folder of the user's, the files that a report can use.

use super::Checker;
use crate::diagnostic::{Diagnostic, Diagnostics, did_you_mean};
use crate::study::files::Folder;
use crate::study::place::path;
use crate::study::{InputFile, Template};
use std::path::Path;

/// What templates end in; other files count only below [`LIBRARY`].
const TEMPLATE: &str = ".j2";
/// The folder whose files go beside the generated document, whatever they are.
const LIBRARY: &str = "lib";
/// The file that a template begins with.
const ENTRY: &str = "report.typ.j2";
/// The most files of a template.
const MOST_FILES: usize = 500;
/// The most bytes of a template's files together.
const MOST_BYTES: usize = 50_000_000;
/// How many folders deep a template may be; a link that leads back up would never end.
const DEEPEST: usize = 8;

impl Checker<'_> {
    /// The template: `paper`, or a folder of which every file is read once.
    pub(super) fn template(&mut self, name: &str) -> Template {
        if name == "paper" {
            return Template::Paper;
        }
        let at = path!["template"];
        let Ok(folder) = self.folder.find(name, self.at(&at)) else {
            let hint = did_you_mean(name, ["paper"])
                .or(Some("use `paper`, or the path of a folder of your own".into()));
            let message = format!("there is no template `{name}`");
            self.error("study::template", &at, message, "", hint);
            return Template::Paper;
        };
        if !folder.join(ENTRY).is_file() {
            let hint = Some(format!("a template is a folder with a file `{ENTRY}`"));
            let reason = format!("there is no `{ENTRY}` in it");
            self.error("study::template", &at, format!("`{name}` is not a template"), &reason, hint);
            return Template::Paper;
        }
        let name = name.replace('\\', "/").trim_end_matches('/').to_owned();
        let mut reading = Reading { folder: self.folder, template: &name, files: Vec::new(), bytes: 0 };
        let read = reading.below(&folder, "", 0).and_then(|()| reading.are_text());
        let files = reading.files;
        match read {
            Ok(()) => Template::Folder(name, files),
            Err(problems) => {
                let place = self.at(&at);
                let placed = |problem: Diagnostic| match problem.place {
                    Some(_) => problem,
                    None => problem.maybe_at(place.clone()),
                };
                self.problems.extend(Diagnostics(problems.0.into_iter().map(placed).collect()));
                Template::Paper
            }
        }
    }
}

/// A template's folder while it is read.
struct Reading<'a> {
    folder: &'a Folder,
    template: &'a str,
    files: Vec<InputFile>,
    bytes: usize,
}

impl Reading<'_> {
    /// Reads what a report can use below a folder of the template, in the order of the names.
    fn below(&mut self, folder: &Path, path: &str, depth: usize) -> Result<(), Diagnostics> {
        if depth > DEEPEST {
            return Err(self.too_much(format!("its folders are more than {DEEPEST} deep")));
        }
        let entries = std::fs::read_dir(folder).map_err(|error| self.unreadable(path).cause(error))?;
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.filter(|name| !is_left_behind(name)).collect();
        names.sort();
        for name in names {
            let inner = if path.is_empty() { name } else { format!("{path}/{name}") };
            let beside = folder.join(inner.rsplit('/').next().unwrap_or(&inner));
            match beside.is_dir() {
                true => {
                    // A link must not lead out of the study's folder.
                    self.folder.find(&format!("{}/{inner}", self.template), None)?;
                    self.below(&beside, &inner, depth + 1)?;
                }
                false if inner.ends_with(TEMPLATE) || in_library(&inner) => self.read(&inner)?,
                false => {}
            }
        }
        Ok(())
    }

    fn read(&mut self, path: &str) -> Result<(), Diagnostics> {
        let file = self.folder.open(&format!("{}/{path}", self.template), None)?;
        self.bytes += file.bytes.len();
        self.files.push(file);
        if self.files.len() > MOST_FILES {
            return Err(self.too_much(format!("it has more than {MOST_FILES} files")));
        }
        if self.bytes > MOST_BYTES {
            return Err(self.too_much(format!("its files have more than {} MB", MOST_BYTES / 1_000_000)));
        }
        Ok(())
    }

    /// Templates are text; the files of the library may be pictures.
    fn are_text(&mut self) -> Result<(), Diagnostics> {
        self.files.sort_by(|a, b| a.name.cmp(&b.name));
        let templates = self.files.iter().filter(|file| file.name.ends_with(TEMPLATE));
        let problems: Vec<Diagnostic> = templates.filter_map(|file| file.text().err()).collect();
        if problems.is_empty() { Ok(()) } else { Err(Diagnostics(problems)) }
    }

    fn unreadable(&self, path: &str) -> Diagnostic {
        let message = format!("the folder `{}/{path}` cannot be read", self.template);
        Diagnostic::environment("file::unreadable", message)
    }

    fn too_much(&self, reason: String) -> Diagnostics {
        let message = format!("`{}` is too large for a template", self.template);
        Diagnostic::error("study::template", message)
            .because(reason)
            .hint("keep nothing in the folder but the template")
            .into()
    }
}

fn in_library(path: &str) -> bool {
    path.split_once('/').is_some_and(|(folder, _)| folder == LIBRARY)
}

/// Files that systems and editors leave behind, and hidden ones.
fn is_left_behind(name: &str) -> bool {
    let of_system = ["thumbs.db", "desktop.ini"].iter().any(|known| name.eq_ignore_ascii_case(known));
    of_system || name.starts_with(['.', '~', '#']) || name.ends_with('~')
}
