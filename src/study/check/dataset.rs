//! Checks the declaration of a dataset and its columns.

use super::positioning::AnswerColumns;
use super::{Checker, MissingData};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::study::place::{self, Path, path};
use crate::study::schema::{Origin, StudyFile};
use crate::study::{Dataset, Expression, InputFile, schema};

impl Checker<'_> {
    /// A dataset, with the columns of a survey's answers besides those it declares itself.
    pub(super) fn dataset(
        &mut self,
        name: &str,
        data: &schema::Dataset,
        file: &StudyFile,
        answers: Option<&AnswerColumns>,
    ) -> Option<Dataset> {
        let root = path!["datasets", name];
        let below = |steps: Path| [root.clone(), steps].concat();
        self.key_columns(name, data);
        let mut columns: Vec<(String, schema::Column)> =
            data.columns.iter().map(|(name, column)| (name.0.clone(), column.clone())).collect();
        for (column, settings) in &columns {
            self.column(&below(path!["columns", column.as_str()]), column, settings);
        }
        self.same_headers(&root, &columns);
        let separator =
            data.separator.as_deref().and_then(|text| self.separator(text, &below(path!["separator"])));
        let simulation = self.simulation(name, data, file, answers);
        let currency = file.currency.clone();
        let file = self.data_file(data, &below(path!["file"]))?;
        if !self.is_of_a_kind_that_is_read(&data.file, &file, &below(path!["file"])) {
            return None;
        }
        let workbook = self.workbook(data, &root);
        let mut places: Vec<Option<Place>> = columns
            .iter()
            .map(|(column, _)| place::of_key(self.source, &below(path!["columns", column.as_str()])))
            .collect();
        let at_answers = answers.and_then(|_| self.at(&path!["positioning", "column"]));
        for (column, settings) in answers.into_iter().flat_map(|answers| undeclared(answers, data)) {
            columns.push((column, settings));
            places.push(at_answers.clone());
        }
        Some(Dataset {
            name: name.to_owned(),
            file,
            workbook,
            origin: data.origin,
            share: data.share,
            source: data.source.resolve(),
            key: data.key.first().to_owned(),
            more_keys: data.key.columns().iter().skip(1).map(|name| name.0.clone()).collect(),
            separator,
            encoding: data.encoding,
            numbers: data.numbers,
            only: data.only.as_ref().map(|text| Expression {
                text: text.clone(),
                place: place::nearest(self.source, &below(path!["where"])),
            }),
            currency,
            columns,
            places,
            simulation,
        })
    }

    /// The data file; where it is about to be drawn, an empty one may stand in its place.
    fn data_file(&mut self, data: &schema::Dataset, at: &Path) -> Option<InputFile> {
        let is_drawn = data.simulation.is_some() || data.origin == Origin::Simulated;
        // How it is drawn may have been left aside because of another mistake: then that one is told, not the missing file.
        let is_aside = self.missing_data == MissingData::ToBeDrawn && self.problems.has_errors();
        if !is_drawn && !is_aside {
            return self.open(&data.file, at);
        }
        let opened = match self.missing_data {
            MissingData::ToBeDrawn if data.simulation.is_some() || is_aside => {
                self.folder.open_or_empty(&data.file, self.at(at))
            }
            _ => self.folder.open(&data.file, self.at(at)),
        };
        let told = |problem: Diagnostic| match problem.code {
            "file::missing" if data.simulation.is_some() => {
                Diagnostic { hints: vec!["`telaah simulate` draws it".into()], ..problem }
            }
            _ => problem,
        };
        opened.map_err(|problem| self.problems.push(told(problem))).ok()
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

    fn key_columns(&mut self, name: &str, data: &schema::Dataset) {
        let known: Vec<&str> = data.columns.keys().map(|column| column.0.as_str()).collect();
        for (i, key) in data.key.columns().iter().enumerate() {
            let mut at = path!["datasets", name, "key"];
            at.extend(matches!(data.key, schema::Key::Columns(_)).then(|| place::Step::from(i)));
            if data.key.columns()[..i].contains(key) {
                let message = format!("`{}` stands twice in the key", key.0);
                self.error("data::key", &at, message, "once is enough", None);
            }
            if !known.contains(&key.0.as_str()) {
                let message = format!("the key `{}` is not a column of `{name}`", key.0);
                let hint = did_you_mean(&key.0, known.iter().copied())
                    .or(Some(format!("declare `{}` below `columns`", key.0)));
                self.error("data::key", &at, message, "the key must be one of the declared columns", hint);
            }
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
        if column.digits.is_some() && column.kind != schema::ColumnType::Code {
            let message = format!("`digits` does not go with the type of `{name}`");
            let hint = Some("use it with `type: code`".to_owned());
            self.error(
                "data::contradiction",
                &below("digits"),
                message,
                "this column does not hold codes",
                hint,
            );
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
}

/// The columns of a survey's answers that a dataset does not declare itself, each once.
fn undeclared(answers: &AnswerColumns, data: &schema::Dataset) -> Vec<(String, schema::Column)> {
    let mut names: Vec<&String> = Vec::new();
    for name in answers.names.iter().flatten() {
        if !data.columns.contains_key(name.as_str()) && !names.contains(&name) {
            names.push(name);
        }
    }
    names.into_iter().map(|name| (name.clone(), answers.column.clone())).collect()
}
