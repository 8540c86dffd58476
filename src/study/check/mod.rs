//! From the schema's types to a checked [`Study`]: what the schema cannot say.

mod choice;
mod contradictions;
mod correlations;
mod dataset;
mod dates;
mod draw;
mod fonts;
mod instrument;
mod layout;
mod positioning;
mod scores;
mod segmentation;
mod simulation;
mod survey;
mod targeting;
mod template;
mod validation;
mod workbook;

use super::files::{Folder, InputFile};
use super::place::{self, Path, path};
use super::schema::{self, LocalText, PerLanguage, ProseText, StudyFile};
use super::{Bibliography, Claims, Dataset, Prose, ProseOrigin, Study};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use crate::locale::{Language, Locale, Text};
use std::sync::Arc;

/// What it means that the file of a dataset with a simulation is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingData {
    /// A mistake: the data are needed.
    Refused,
    /// Nothing: the file is about to be drawn.
    ToBeDrawn,
}

/// Checks everything that can be said without opening the data.
pub fn check(
    file: StudyFile,
    input: InputFile,
    source: Arc<Source>,
    at: &std::path::Path,
    missing_data: MissingData,
    problems: &mut Diagnostics,
) -> Study {
    let folder = Folder::of(at);
    let mut checker = Checker { source: &source, folder: &folder, missing_data, problems };
    let survey = file.positioning.as_ref().and_then(|plan| checker.survey(plan, &file));
    let answers = survey.as_ref();
    let answers = answers.map(|(plan, read)| positioning::AnswerColumns::of(plan, &read.instrument));
    let datasets: Vec<Dataset> = file
        .datasets
        .iter()
        .filter_map(|(name, data)| {
            let answers = answers.as_ref().filter(|answers| answers.data == name.0);
            checker.dataset(&name.0, data, &file, answers)
        })
        .collect();
    let bibliography = checker.bibliography(&file);
    checker.reproduces(&file, bibliography.as_ref());
    checker.contradictions(&file);
    Study {
        segmentation: file.segmentation.as_ref().and_then(|plan| checker.segmentation(plan, &file)),
        positioning: survey.and_then(|(plan, read)| checker.positioning(plan, read, &file)),
        targeting: file.targeting.as_ref().and_then(|plan| checker.targeting(plan, &file)),
        template: checker.template(&file.template),
        fonts: checker.fonts(&file.fonts),
        date: checker.date(&file.date),
        title: checker.title(&file.title),
        prose: checker.prose(&file),
        claims: file.claims.as_ref().and_then(|claims| checker.claims(claims, file.language)),
        keywords: file.keywords.as_ref().map(schema::LocalList::resolve),
        locale: Locale { language: file.language, currency: file.currency },
        seed: file.seed,
        authors: file.authors,
        publisher: file.publisher,
        license: file.license,
        reproduces: file.reproduces,
        name: file.study,
        file: input,
        folder: folder.path.clone(),
        bibliography,
        datasets,
        source: Arc::clone(&source),
    }
}

struct Checker<'a> {
    source: &'a Arc<Source>,
    folder: &'a Folder,
    missing_data: MissingData,
    problems: &'a mut Diagnostics,
}

impl Checker<'_> {
    fn at(&self, path: &Path) -> Option<Place> {
        place::nearest(self.source, path)
    }

    fn error(
        &mut self,
        code: &'static str,
        path: &Path,
        message: String,
        reason: &str,
        hint: Option<String>,
    ) {
        let problem = Diagnostic::error(code, message).maybe_at(self.at(path)).maybe_hint(hint);
        self.problems.push(if reason.is_empty() { problem } else { problem.because(reason) });
    }

    /// An error at the last key of a path, rather than at its value.
    fn key_error(
        &mut self,
        code: &'static str,
        path: &Path,
        message: String,
        reason: &str,
        hint: Option<String>,
    ) {
        let place = place::of_key(self.source, path).or_else(|| self.at(path));
        let problem = Diagnostic::error(code, message).maybe_at(place).maybe_hint(hint);
        self.problems.push(if reason.is_empty() { problem } else { problem.because(reason) });
    }

    fn open(&mut self, name: &str, path: &Path) -> Option<InputFile> {
        let opened = self.folder.open(name, self.at(path));
        opened.map_err(|problem| self.problems.push(problem)).ok()
    }

    fn date(&mut self, text: &str) -> chrono::NaiveDate {
        let date = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d");
        date.unwrap_or_else(|_| {
            let hint = Some("write a day of the calendar as year-month-day, such as 2024-03-31".to_owned());
            self.error("study::date", &path!["date"], format!("`{text}` is not a date"), "", hint);
            chrono::NaiveDate::default()
        })
    }

    fn title(&mut self, title: &LocalText) -> Text {
        let text = title.resolve();
        if text.id.trim().is_empty() || text.en.trim().is_empty() {
            self.error(
                "study::empty-title",
                &path!["title"],
                "the title is empty".into(),
                "a report needs a title",
                None,
            );
        }
        text
    }

    fn bibliography(&mut self, file: &StudyFile) -> Option<Bibliography> {
        let at = path!["bibliography"];
        let input = self.open(file.bibliography.as_ref()?, &at)?;
        let read = Bibliography::read(input, self.at(&at));
        read.map_err(|problem| self.problems.push(problem)).ok()
    }

    fn reproduces(&mut self, file: &StudyFile, bibliography: Option<&Bibliography>) {
        let Some(key) = &file.reproduces else { return };
        let place = self.at(&path!["reproduces"]);
        match bibliography {
            Some(bibliography) => {
                if let Some(problem) = bibliography.unknown(key) {
                    self.problems.push(problem.maybe_at(place));
                }
            }
            None if file.bibliography.is_none() => {
                let hint = Some("add `bibliography:` with a file that holds the publication".to_owned());
                let message = "`reproduces` needs a bibliography".to_owned();
                self.error("citation::no-bibliography", &path!["reproduces"], message, "", hint);
            }
            None => {}
        }
    }

    fn prose(&mut self, file: &StudyFile) -> Vec<Prose> {
        let mut all = Vec::new();
        for (part, prose) in file.text.parts() {
            let texts: Vec<(Option<Language>, &ProseText)> = match prose {
                None => continue,
                Some(schema::Prose::One(text)) => vec![(None, text)],
                Some(schema::Prose::PerLanguage(PerLanguage { id, en })) => {
                    let id = id.iter().map(|text| (Some(Language::Id), text));
                    id.chain(en.iter().map(|text| (Some(Language::En), text))).collect()
                }
            };
            all.extend(
                texts.into_iter().filter_map(|(language, text)| self.prose_text(part, language, text)),
            );
        }
        all
    }

    fn prose_text(
        &mut self,
        part: &'static str,
        language: Option<Language>,
        text: &ProseText,
    ) -> Option<Prose> {
        let mut at = path!["text", part];
        at.extend(language.map(|language| place::Step::from(language.code())));
        let (markdown, origin) = match text {
            ProseText::Inline(text) => (text.clone(), ProseOrigin::Study(self.at(&at)?)),
            ProseText::File(file) => {
                at.push("file".into());
                let input = self.open(&file.file, &at)?;
                let source = input.text().map_err(|problem| self.problems.push(problem)).ok()?;
                (source.text.clone(), ProseOrigin::File(input, source))
            }
        };
        Some(Prose { part, language, markdown, origin })
    }

    fn claims(&mut self, claims: &schema::Claims, language: Language) -> Option<Claims> {
        let settings = claims.settings();
        let at = match claims {
            schema::Claims::File(_) => path!["claims"],
            schema::Claims::Settings(_) => path!["claims", "file"],
        };
        let file = self.open(&settings.file, &at)?;
        Some(Claims { file, numbers: settings.numbers.unwrap_or(language.number_style()) })
    }
}
