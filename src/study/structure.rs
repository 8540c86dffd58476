//! From YAML text to the schema's types: every structural mistake, each at its own place.

use super::place::{self, Path, Step, spoken};
use super::salvage;
use super::schema::{Instrument, StudyFile};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source, did_you_mean};
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::{Map, Value};
use std::sync::Arc;

/// The JSON Schema of the study file, as `telaah schema` prints it.
pub fn json_schema() -> Value {
    schemars::schema_for!(StudyFile).to_value()
}

/// The JSON Schema of an instrument's file.
pub fn instrument_schema() -> Value {
    schemars::schema_for!(Instrument).to_value()
}

/// Reads a study's text. The file is there when it could be understood in spite of the mistakes.
pub fn parse(source: &Arc<Source>) -> (Option<StudyFile>, Diagnostics) {
    let mut problems = Diagnostics::default();
    let Some(tree) = problems.keep(super::yaml::read(source)) else {
        return (None, problems);
    };
    let (tree, duplicates) = tree;
    for path in duplicates {
        problems.push(duplicate_key(source, &path));
    }
    let wrong = validate(source, &tree, &json_schema(), &mut problems);
    if problems.has_errors() {
        return (salvage::usable(tree, wrong), problems);
    }
    match serde_json::from_value(tree) {
        Ok(file) => (Some(file), problems),
        Err(error) => {
            let problem =
                Diagnostic::error("study::structure", "the study does not have the form of a study");
            problems.push(problem.at(Place::at(source, 1, 1)).cause(error));
            (None, problems)
        }
    }
}

/// Reads the text of an instrument with a file of its own.
pub fn parse_instrument(source: &Arc<Source>) -> (Option<Instrument>, Diagnostics) {
    let mut problems = Diagnostics::default();
    let Some((tree, duplicates)) = problems.keep(super::yaml::read(source)) else {
        return (None, problems);
    };
    duplicates.iter().for_each(|path| problems.push(duplicate_key(source, path)));
    validate(source, &tree, &instrument_schema(), &mut problems);
    if problems.has_errors() {
        return (None, problems);
    }
    match serde_json::from_value(tree) {
        Ok(instrument) => (Some(instrument), problems),
        Err(error) => {
            let problem =
                Diagnostic::error("study::structure", "this does not have the form of an instrument");
            problems.push(problem.at(Place::at(source, 1, 1)).cause(error));
            (None, problems)
        }
    }
}

/// A day of the calendar that is written day first, as telaah wants it.
fn as_date(text: &str) -> Option<chrono::NaiveDate> {
    let forms = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y.%m.%d"];
    forms.iter().find_map(|form| chrono::NaiveDate::parse_from_str(text.trim(), form).ok())
}

fn duplicate_key(source: &Arc<Source>, path: &[Step]) -> Diagnostic {
    Diagnostic::error("study::duplicate-key", format!("`{}` stands twice", spoken(path)))
        .because("only one of the two can count")
        .maybe_at(place::of_second_key(source, path).or_else(|| place::nearest(source, path)))
        .hint("remove one of the two")
}

/// Every way in which the tree breaks the schema; returns the paths of what is wrong.
fn validate(source: &Arc<Source>, tree: &Value, schema: &Value, problems: &mut Diagnostics) -> Vec<Path> {
    let Ok(validator) = jsonschema::validator_for(schema) else {
        problems.push(Diagnostic::error("study::schema", "telaah's own schema is not valid"));
        return Vec::new();
    };
    let mut reader = Reader { source, tree, schema, wrong: Vec::new(), problems };
    for error in validator.iter_errors(tree) {
        reader.report(&error);
    }
    reader.wrong
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    tree: &'a Value,
    schema: &'a Value,
    wrong: Vec<Path>,
    problems: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn report(&mut self, error: &ValidationError) {
        let path = self.steps(error.instance_path().as_str());
        match error.kind() {
            Kind::AdditionalProperties { unexpected } => self.unknown_keys(error, &path, unexpected),
            Kind::Required { property } => self.missing_key(&path, property.as_str().unwrap_or("")),
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                self.alternatives(error, path, context)
            }
            Kind::PropertyNames { .. } | Kind::Pattern { .. } => self.pattern(error, path),
            _ => self.other(error, path),
        }
    }

    fn unknown_keys(&mut self, error: &ValidationError, path: &Path, keys: &[String]) {
        let known = self.known_keys(error);
        let mut told = 0;
        for key in keys {
            let at = [path.as_slice(), &[Step::Key(key.clone())]].concat();
            if known.is_empty() {
                self.bad_name(key, at);
                continue;
            }
            told += 1;
            if told > TOLD {
                self.wrong.push(at);
                continue;
            }
            let listed = known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
            let hint = did_you_mean(key, known.iter().map(String::as_str));
            let problem = Diagnostic::error("study::unknown-key", format!("unknown key `{}`", spoken(&at)))
                .because("telaah does not know this key")
                .maybe_at(place::of_key(self.source, &at).or_else(|| place::nearest(self.source, &at)))
                .hint(hint.unwrap_or_else(|| format!("the keys known here are {listed}")));
            let more = keys.len() - told;
            let more = (told == TOLD && more > 0).then(|| format!("there are {more} more such keys here"));
            self.problems.push(problem.maybe_hint(more));
            self.wrong.push(at);
        }
    }

    /// A key that the study chooses itself, such as the name of a column, in a form that expressions cannot use.
    fn bad_name(&mut self, name: &str, at: Path) {
        let problem = Diagnostic::error("study::form", format!("`{name}` cannot be a name"));
        self.problems.push(
            problem
                .maybe_at(place::of_key(self.source, &at).or_else(|| place::nearest(self.source, &at)))
                .hint(NAME_RULE),
        );
        self.wrong.push(at);
    }

    fn missing_key(&mut self, path: &Path, key: &str) {
        let whole = [path.as_slice(), &[Step::from(key)]].concat();
        let place = match path.is_empty() {
            true => Some(Place::line_of(self.source, super::yaml::first_content_line(&self.source.text))),
            false => place::of_key(self.source, path).or_else(|| place::of_value(self.source, path)),
        };
        let description = self.description_of(key);
        let problem = Diagnostic::error("study::missing-key", format!("`{}` is missing", spoken(&whole)))
            .because(format!("`{key}` is required here"))
            .maybe_at(place)
            .maybe_hint(description.map(|text| format!("`{key}`: {text}")));
        self.problems.push(problem);
    }

    fn alternatives(
        &mut self,
        error: &ValidationError,
        path: Path,
        context: &[Vec<ValidationError<'static>>],
    ) {
        let fits = |branch: &&Vec<ValidationError>| {
            !branch.iter().any(|inner| {
                inner.instance_path() == error.instance_path()
                    && matches!(inner.kind(), Kind::Type { .. } | Kind::Constant { .. } | Kind::Enum { .. })
            })
        };
        let fitting: Vec<_> = context.iter().filter(fits).collect();
        match fitting.iter().min_by_key(|branch| branch.len()) {
            Some(branch) => branch.iter().for_each(|inner| self.report(inner)),
            None => self.other(error, path),
        }
    }

    fn pattern(&mut self, error: &ValidationError, path: Path) {
        if let Kind::PropertyNames { error } = error.kind() {
            let name = error.instance().as_str().unwrap_or("");
            return self.bad_name(name, [path.as_slice(), &[Step::from(name)]].concat());
        }
        let rule =
            self.node(error).and_then(|node| self.description_of_node(node)).or_else(|| match path.last() {
                Some(Step::Key(key)) => self.description_of(key),
                _ => None,
            });
        let found = error.instance().as_str().map(|text| format!("`{text}`")).unwrap_or_default();
        let message = format!("`{}` does not have the form it needs: {found}", spoken(&path));
        let problem = Diagnostic::error("study::form", message)
            .maybe_at(place::of_value(self.source, &path).or_else(|| place::nearest(self.source, &path)));
        let day = error.instance().as_str().and_then(as_date);
        let day = day.map(|day| format!("write it as year-month-day: {day}"));
        self.problems.push(problem.maybe_hint(day.or(rule)));
        self.wrong.push(path);
    }

    fn other(&mut self, error: &ValidationError, path: Path) {
        let node = self.node(error).cloned().unwrap_or(Value::Null);
        let name = if path.is_empty() { "the study".to_owned() } else { format!("`{}`", spoken(&path)) };
        let (code, must) = match error.kind() {
            Kind::Minimum { limit } => ("study::range", format!("be at least {limit}")),
            Kind::Maximum { limit } => ("study::range", format!("be at most {limit}")),
            Kind::MinItems { limit } => ("study::empty-list", format!("have at least {limit} entry")),
            Kind::MinProperties { limit } => ("study::empty-list", format!("have at least {limit} entry")),
            Kind::Enum { .. } | Kind::Constant { .. } | Kind::OneOfNotValid { .. } => {
                ("study::not-allowed", format!("be {}", self.expected(&node)))
            }
            _ => ("study::wrong-type", format!("be {}", self.expected(&node))),
        };
        let found = describe(error.instance());
        let choices = self.choices(&node);
        let hint =
            error.instance().as_str().and_then(|word| did_you_mean(word, choices.iter().map(String::as_str)));
        let problem = Diagnostic::error(code, format!("{name} must {must}"))
            .because(format!("this is {found}"))
            .maybe_at(place::of_value(self.source, &path).or_else(|| place::nearest(self.source, &path)))
            .maybe_hint(hint);
        self.problems.push(problem);
        self.wrong.push(path);
    }

    /// A JSON pointer into the tree as a path of the study.
    fn steps(&self, pointer: &str) -> Path {
        let mut here = self.tree;
        let mut path = Vec::new();
        for part in pointer.split('/').skip(1) {
            let key = part.replace("~1", "/").replace("~0", "~");
            let index = here.as_array().and_then(|_| key.parse::<usize>().ok());
            here = match index {
                Some(index) => here.get(index).unwrap_or(&Value::Null),
                None => here.get(&key).unwrap_or(&Value::Null),
            };
            path.push(index.map_or(Step::Key(key), Step::Index));
        }
        path
    }

    /// The schema node whose keyword was broken.
    fn node(&self, error: &ValidationError) -> Option<&Value> {
        let pointer = error.schema_path().as_str();
        let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        self.schema.pointer(parent).or_else(|| self.follow(error.evaluation_path().as_str()))
    }

    /// Follows an evaluation path, which passes through `$ref`, down the schema.
    fn follow(&self, pointer: &str) -> Option<&Value> {
        let parts: Vec<&str> = pointer.split('/').skip(1).collect();
        let mut here = self.schema;
        for part in &parts[..parts.len().saturating_sub(1)] {
            here = match *part {
                "$ref" => self.resolve(here),
                part => here.get(part).or_else(|| here.get(part.parse::<usize>().ok()?))?,
            };
        }
        Some(here)
    }

    fn resolve<'a>(&'a self, node: &'a Value) -> &'a Value {
        let target = node.get("$ref").and_then(Value::as_str).and_then(|at| at.strip_prefix('#'));
        target.and_then(|at| self.schema.pointer(at)).unwrap_or(node)
    }

    fn known_keys(&self, error: &ValidationError) -> Vec<String> {
        let node = self.node(error).and_then(|node| node.get("properties"));
        node.and_then(Value::as_object).map(|keys| keys.keys().cloned().collect()).unwrap_or_default()
    }

    /// What a node accepts, in words.
    fn expected(&self, node: &Value) -> String {
        let node = self.resolve(node);
        if let Some(words) = node.get("x-expected").and_then(Value::as_str) {
            return words.to_owned();
        }
        let choices = self.choices(node);
        if !choices.is_empty() {
            return any_of(&choices.iter().map(|choice| format!("`{choice}`")).collect::<Vec<_>>());
        }
        match node.get("anyOf").or_else(|| node.get("oneOf")).and_then(Value::as_array) {
            Some(branches) => {
                let words: Vec<String> = branches
                    .iter()
                    .filter(|branch| branch.get("type") != Some(&Value::from("null")))
                    .map(|branch| self.expected(branch))
                    .collect();
                any_of(&words)
            }
            None => type_words(node.get("type")),
        }
    }

    /// The words a node accepts, when it accepts only a few.
    fn choices(&self, node: &Value) -> Vec<String> {
        let node = self.resolve(node);
        let text = |value: &Value| value.as_str().map(str::to_owned);
        if let Some(options) = node.get("enum").and_then(Value::as_array) {
            return options.iter().filter_map(text).collect();
        }
        if let Some(word) = node.get("const").and_then(text) {
            return vec![word];
        }
        let branches = node.get("oneOf").or_else(|| node.get("anyOf")).and_then(Value::as_array);
        branches.into_iter().flatten().flat_map(|branch| self.choices(branch)).collect()
    }

    /// The first sentence the schema says of a key, wherever it stands.
    fn description_of(&self, key: &str) -> Option<String> {
        let mut nodes = vec![self.schema];
        nodes.extend(self.schema.get("$defs").and_then(Value::as_object).into_iter().flat_map(Map::values));
        let property = nodes.into_iter().find_map(|node| node.get("properties")?.get(key))?;
        self.description_of_node(property)
    }

    fn description_of_node(&self, node: &Value) -> Option<String> {
        let words = node.get("description").or_else(|| self.resolve(node).get("description"))?.as_str()?;
        Some(words.trim_end_matches('.').to_owned())
    }
}

/// How many unknown keys of one group are told; the rest are counted.
const TOLD: usize = 20;

const NAME_RULE: &str = "a name begins with a letter or underscore and goes on with letters, digits and underscores; use `label` and `header` for other words";

fn any_of(words: &[String]) -> String {
    match words {
        [] => "something else".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn type_words(kind: Option<&Value>) -> String {
    let words = |name: &str| match name {
        "string" => "text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "`true` or `false`",
        "array" => "a list",
        "object" => "a group of `key: value` lines",
        _ => "empty",
    };
    match kind {
        Some(Value::String(name)) => words(name).to_owned(),
        Some(Value::Array(names)) => any_of(
            &names
                .iter()
                .filter_map(Value::as_str)
                .filter(|name| *name != "null")
                .map(|name| words(name).to_owned())
                .collect::<Vec<_>>(),
        ),
        _ => "something else".to_owned(),
    }
}

fn describe(value: &Value) -> String {
    match value {
        Value::Null => "empty".to_owned(),
        Value::Bool(value) => format!("`{value}`"),
        Value::Number(value) => format!("the number {value}"),
        Value::String(text) if text.chars().count() <= 40 => format!("the text `{text}`"),
        Value::String(_) => "a text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a group of `key: value` lines".to_owned(),
    }
}
