//! From the schema's types to a checked [`Study`]: what the schema cannot say.

use super::files::{Folder, InputFile};
use super::place::{self, Path, path};
use super::schema::{self, LocalText, NamedStart, PerLanguage, ProseText, StudyFile};
use super::{
    Bibliography, Claims, Dataset, Prose, ProseOrigin, Segmentation, Start, Study, Template, Variable,
};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source, did_you_mean};
use crate::locale::{Language, Locale, Text};
use std::sync::Arc;

/// The number of k-means++ starts when the study does not say.
const STARTS: usize = 100;
/// The number of iterations of SPSS QUICK CLUSTER when the study does not say.
const SPSS_ITERATIONS: usize = 10;

/// Checks everything that can be said without opening the data.
pub fn check(
    file: StudyFile,
    input: InputFile,
    source: Arc<Source>,
    at: &std::path::Path,
    problems: &mut Diagnostics,
) -> Study {
    let folder = Folder::of(at);
    let mut checker = Checker { source: &source, folder: &folder, problems };
    let datasets: Vec<Dataset> = file
        .datasets
        .iter()
        .filter_map(|(name, data)| checker.dataset(&name.0, data, &file.currency))
        .collect();
    let bibliography = checker.bibliography(&file);
    checker.reproduces(&file, bibliography.as_ref());
    Study {
        segmentation: file.segmentation.as_ref().and_then(|plan| checker.segmentation(plan, &file)),
        template: checker.template(&file.template),
        date: checker.date(&file.date),
        title: checker.title(&file.title),
        prose: checker.prose(&file),
        claims: file.claims.as_ref().and_then(|claims| checker.claims(claims, file.language)),
        keywords: file.keywords.as_ref().map(schema::LocalList::resolve),
        locale: Locale { language: file.language, currency: file.currency },
        seed: file.seed,
        authors: file.authors,
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

    fn template(&mut self, name: &str) -> Template {
        if name == "paper" {
            return Template::Paper;
        }
        let found = self.folder.find(name, self.at(&path!["template"]));
        match found {
            Ok(folder) if folder.join("report.typ.j2").is_file() => {
                return Template::Folder(name.to_owned(), folder);
            }
            Ok(_) => {
                let hint = Some("a template is a folder with a file `report.typ.j2`".to_owned());
                let message = format!("`{name}` is not a template");
                self.error(
                    "study::template",
                    &path!["template"],
                    message,
                    "there is no `report.typ.j2` in it",
                    hint,
                );
            }
            Err(_) => {
                let hint = did_you_mean(name, ["paper"])
                    .or(Some("use `paper`, or the path of a folder of your own".into()));
                self.error(
                    "study::template",
                    &path!["template"],
                    format!("there is no template `{name}`"),
                    "",
                    hint,
                );
            }
        }
        Template::Paper
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

    fn dataset(&mut self, name: &str, data: &schema::Dataset, currency: &str) -> Option<Dataset> {
        let root = path!["datasets", name];
        let below = |steps: Path| [root.clone(), steps].concat();
        self.key_column(name, data);
        let columns: Vec<(String, schema::Column)> =
            data.columns.iter().map(|(name, column)| (name.0.clone(), column.clone())).collect();
        for (column, settings) in &columns {
            self.column(&below(path!["columns", column.as_str()]), column, settings);
        }
        self.same_headers(&root, &columns);
        let separator =
            data.separator.as_deref().and_then(|text| self.separator(text, &below(path!["separator"])));
        let file = self.open(&data.file, &below(path!["file"]))?;
        let places = columns
            .iter()
            .map(|(column, _)| place::of_key(self.source, &below(path!["columns", column.as_str()])))
            .collect();
        Some(Dataset {
            name: name.to_owned(),
            file,
            origin: data.origin,
            source: data.source.resolve(),
            key: data.key.0.clone(),
            separator,
            encoding: data.encoding,
            numbers: data.numbers,
            currency: currency.to_owned(),
            columns,
            places,
        })
    }

    fn separator(&mut self, text: &str, at: &Path) -> Option<u8> {
        match text.as_bytes() {
            b"\\t" => Some(b'\t'),
            [byte]
                if byte.is_ascii()
                    && !byte.is_ascii_alphanumeric()
                    && !matches!(byte, b'"' | b'\n' | b'\r') =>
            {
                Some(*byte)
            }
            _ => {
                let hint = Some("use one sign such as `;`, `,` or `\\t`".to_owned());
                self.error("data::separator", at, format!("`{text}` cannot separate fields"), "", hint);
                None
            }
        }
    }

    fn key_column(&mut self, name: &str, data: &schema::Dataset) {
        let at = path!["datasets", name, "key"];
        let known: Vec<&str> = data.columns.keys().map(|column| column.0.as_str()).collect();
        if !known.contains(&data.key.0.as_str()) {
            let message = format!("the key `{}` is not a column of `{name}`", data.key.0);
            let hint = did_you_mean(&data.key.0, known.iter().copied())
                .or(Some(format!("declare `{}` below `columns`", data.key.0)));
            self.error("data::key", &at, message, "the key must be one of the declared columns", hint);
        }
    }

    fn column(&mut self, at: &Path, name: &str, column: &schema::Column) {
        let below = |key: &str| [at.clone(), path![key]].concat();
        let numeric = column.kind.is_numeric();
        for (key, given) in [
            ("numbers", column.numbers.is_some()),
            ("at_least", column.at_least.is_some()),
            ("at_most", column.at_most.is_some()),
        ] {
            if given && !numeric {
                let message = format!("`{key}` does not go with the type of `{name}`");
                let hint = Some("use it with `count`, `number`, `money` or `percent`".to_owned());
                self.error(
                    "data::contradiction",
                    &below(key),
                    message,
                    "this column does not hold numbers",
                    hint,
                );
            }
        }
        if let (Some(least), Some(most)) = (column.at_least, column.at_most)
            && least > most
        {
            let message = format!("`{name}` allows no value: at least {least} and at most {most}");
            self.error("data::contradiction", &below("at_least"), message, "", None);
        }
        if column.categories.is_some() && column.kind != schema::ColumnType::Category {
            let message = format!("`categories` does not go with the type of `{name}`");
            self.error(
                "data::contradiction",
                &below("categories"),
                message,
                "",
                Some("use `type: category`".into()),
            );
        }
    }

    fn same_headers(&mut self, root: &Path, columns: &[(String, schema::Column)]) {
        let header =
            |(name, column): &(String, schema::Column)| column.header.clone().unwrap_or_else(|| name.clone());
        for (i, column) in columns.iter().enumerate() {
            let heading = header(column);
            if columns[..i].iter().any(|earlier| header(earlier) == heading) {
                let at = [root.clone(), path!["columns", column.0.as_str()]].concat();
                let message = format!("two columns are read from the heading `{heading}`");
                self.error("data::same-header", &at, message, "each column needs a heading of its own", None);
            }
        }
    }

    fn segmentation(&mut self, plan: &schema::Segmentation, file: &StudyFile) -> Option<Segmentation> {
        let Some(data) = file.datasets.get(plan.data.0.as_str()) else {
            let known: Vec<&str> = file.datasets.keys().map(|name| name.0.as_str()).collect();
            let hint = did_you_mean(&plan.data.0, known.iter().copied())
                .or(Some(format!("the datasets are `{}`", known.join("`, `"))));
            let message = format!("there is no dataset `{}`", plan.data.0);
            self.error("segmentation::data", &path!["segmentation", "data"], message, "", hint);
            return None;
        };
        let variables = self.variables(plan, data, &plan.data.0);
        let start = self.start(plan);
        let labels = self.labels(plan);
        let spss = plan.start == schema::Start::Named(NamedStart::Spss);
        Some(Segmentation {
            data: plan.data.0.clone(),
            variables: variables?,
            transform: plan.transform,
            scaling: plan.scaling,
            k: plan.k,
            start: start?,
            max_iterations: plan.max_iterations.or(spss.then_some(SPSS_ITERATIONS)),
            order: plan.order,
            labels: labels?,
            place: self.at(&path!["segmentation"]),
            k_place: self.at(&path!["segmentation", "k"]),
        })
    }

    fn variables(
        &mut self,
        plan: &schema::Segmentation,
        data: &schema::Dataset,
        dataset: &str,
    ) -> Option<Vec<Variable>> {
        let mut variables: Vec<Variable> = Vec::new();
        let mut sound = true;
        for (i, variable) in plan.variables.iter().enumerate() {
            let settings = variable.settings();
            let at = match variable {
                schema::Variable::Column(_) => path!["segmentation", "variables", i],
                schema::Variable::Settings(_) => path!["segmentation", "variables", i, "column"],
            };
            let name = &settings.column.0;
            let before = self.problems.errors();
            match data.columns.get(name.as_str()) {
                None => self.unknown_variable(&at, name, data, dataset),
                Some(column) if !column.kind.is_numeric() => {
                    let hint = Some(
                        "variables are columns of type `count`, `number`, `money` or `percent`".to_owned(),
                    );
                    let message = format!("`{name}` does not hold numbers");
                    self.error("segmentation::not-numeric", &at, message, "k-means needs numbers", hint);
                }
                Some(_) if variables.iter().any(|earlier| earlier.column == *name) => {
                    let message = format!("the variable `{name}` stands twice");
                    self.error("segmentation::twice", &at, message, "it would weigh double", None);
                }
                Some(_) => {}
            }
            sound &= self.problems.errors() == before;
            let place = self.at(&at);
            variables.push(Variable {
                column: name.clone(),
                missing: settings.missing,
                better: settings.better,
                place,
            });
        }
        sound.then_some(variables)
    }

    fn unknown_variable(&mut self, at: &Path, name: &str, data: &schema::Dataset, dataset: &str) {
        let numeric = data.columns.iter().filter(|(_, column)| column.kind.is_numeric());
        let known: Vec<&str> = numeric.map(|(name, _)| name.0.as_str()).collect();
        let hint = did_you_mean(name, known.iter().copied())
            .or(Some(format!("numeric columns are `{}`", known.join("`, `"))));
        let message = format!("there is no variable `{name}`");
        self.error(
            "segmentation::unknown-variable",
            at,
            message,
            &format!("`{dataset}` declares no such column"),
            hint,
        );
    }

    fn start(&mut self, plan: &schema::Segmentation) -> Option<Start> {
        let at = path!["segmentation", "start"];
        let random = plan.start == schema::Start::Named(NamedStart::KMeansPlusPlus);
        if plan.starts.is_some() && !random {
            let hint = Some("remove `starts`, or use `start: k-means++`".to_owned());
            let message = "`starts` does not go with this `start`".to_owned();
            let reason = "given first centres are one start";
            self.error(
                "segmentation::contradiction",
                &path!["segmentation", "starts"],
                message,
                reason,
                hint,
            );
        }
        match &plan.start {
            schema::Start::Named(NamedStart::KMeansPlusPlus) => {
                Some(Start::KMeansPlusPlus { starts: plan.starts.unwrap_or(STARTS) })
            }
            schema::Start::Named(NamedStart::Spss) => Some(Start::Spss),
            schema::Start::Cases(start) => {
                self.as_many_as_k(
                    start.cases.len(),
                    plan.k,
                    &[at.clone(), path!["cases"]].concat(),
                    "cases",
                )?;
                let place = |i: usize| self.at(&[at.clone(), path!["cases", i]].concat());
                Some(Start::Cases(
                    start.cases.iter().enumerate().map(|(i, case)| (case.clone(), place(i))).collect(),
                ))
            }
            schema::Start::Centers(start) => {
                let at = [at, path!["centers"]].concat();
                self.as_many_as_k(start.centers.len(), plan.k, &at, "centers")?;
                for (i, center) in start.centers.iter().enumerate() {
                    let at = [at.clone(), path![i]].concat();
                    let message =
                        format!("this centre has {} of {} numbers", center.len(), plan.variables.len());
                    if center.len() != plan.variables.len() {
                        self.error(
                            "segmentation::centers",
                            &at,
                            message,
                            "a centre needs a number per variable",
                            None,
                        );
                        return None;
                    }
                }
                Some(Start::Centers(start.centers.clone()))
            }
        }
    }

    fn as_many_as_k(&mut self, given: usize, k: usize, at: &Path, what: &str) -> Option<()> {
        if given == k {
            return Some(());
        }
        let message =
            format!("`{what}` has {given} {}, but `k` is {k}", if given == 1 { "entry" } else { "entries" });
        self.error("segmentation::count", at, message, "there must be as many as segments", None);
        None
    }

    fn labels(&mut self, plan: &schema::Segmentation) -> Option<Vec<Text>> {
        let at = path!["segmentation", "segments"];
        let Some(list) = &plan.segments else {
            let named =
                |number: usize| Text { id: format!("Segmen {number}"), en: format!("Segment {number}") };
            return Some((1..=plan.k).map(named).collect());
        };
        let (id, en) = list.resolve();
        for labels in [&id, &en] {
            self.as_many_as_k(labels.len(), plan.k, &at, "segments")?;
            if let Some(twice) = labels.iter().enumerate().find(|(i, label)| labels[..*i].contains(label)) {
                let message = format!("two segments are called `{}`", twice.1);
                self.error(
                    "segmentation::same-label",
                    &at,
                    message,
                    "a reader could not tell them apart",
                    None,
                );
                return None;
            }
        }
        Some(id.into_iter().zip(en).map(|(id, en)| Text { id, en }).collect())
    }
}
