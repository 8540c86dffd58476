//! minijinja expressions over the findings: claims, and values inside prose.
//!
//! A name that does not exist is an error wherever it stands, also inside a filter: the tree notes every miss.

use crate::diagnostic::did_you_mean;
use crate::locale::Locale;
use indexmap::IndexMap;
use minijinja::value::{Enumerator, Object, ObjectRepr, Rest, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use serde_json::Value as Json;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// The names that were looked up in a tree and are not there.
#[derive(Debug, Clone, Default)]
pub struct Misses(Arc<Mutex<Vec<Miss>>>);

/// A name that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// The whole path: `segmentation.centre`.
    pub path: String,
    /// A name that is there and looks alike, as a hint.
    pub hint: Option<String>,
}

impl Misses {
    /// The first miss since the last call.
    pub fn take_first(&self) -> Option<Miss> {
        let mut misses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *misses).into_iter().next()
    }

    fn note(&self, miss: Miss) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(miss);
    }
}

/// The key of a group that holds finished Typst, which a template writes as it is.
const SAFE: &str = "finished typst";

/// Finished Typst as a node of a tree.
pub fn finished(typst: impl Into<String>) -> Json {
    serde_json::json!({ SAFE: typst.into() })
}

/// The finished Typst that a node of a tree holds.
pub fn finished_text(node: &Json) -> Option<&str> {
    node.get(SAFE)?.as_str()
}

/// A JSON tree as a template value in which every missing name is noted.
pub fn strict(tree: &Json, misses: &Misses) -> Value {
    node(tree, "", misses)
}

fn node(tree: &Json, path: &str, misses: &Misses) -> Value {
    match tree {
        Json::Null => Value::from(()),
        Json::Bool(value) => Value::from(*value),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Value::from(integer),
            (None, Some(float)) => Value::from(float),
            (None, None) => Value::from(()),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => {
            let item = |(i, item): (usize, &Json)| node(item, &format!("{path}[{i}]"), misses);
            let items = items.iter().enumerate().map(item).collect();
            Value::from_object(List { items, path: path.to_owned(), misses: misses.clone() })
        }
        Json::Object(items) if items.contains_key(SAFE) => {
            let text = items.get(SAFE).and_then(Json::as_str).unwrap_or_default();
            Value::from_safe_string(text.to_owned())
        }
        Json::Object(items) => {
            let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            let items =
                items.iter().map(|(key, item)| (key.clone(), node(item, &below(key), misses))).collect();
            Value::from_object(Group { items, path: path.to_owned(), misses: misses.clone() })
        }
    }
}

#[derive(Debug)]
struct List {
    items: Vec<Value>,
    path: String,
    misses: Misses,
}

impl Object for List {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let found = key.as_usize().and_then(|index| self.items.get(index)).cloned();
        if found.is_none() {
            let hint = format!("it has {} entries, counted from 0", self.items.len());
            self.misses.note(Miss { path: format!("{}[{key}]", self.path), hint: Some(hint) });
        }
        found
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.items.len())
    }
}

#[derive(Debug)]
struct Group {
    items: IndexMap<String, Value>,
    path: String,
    misses: Misses,
}

impl Object for Group {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let found = key.as_str().and_then(|key| self.items.get(key)).cloned();
        // At the root, functions and loop variables are looked up too; the engine itself refuses what nobody knows.
        if found.is_none() && !self.path.is_empty() {
            let hint = did_you_mean(&key.to_string(), self.items.keys().map(String::as_str));
            self.misses.note(Miss { path: format!("{}.{key}", self.path), hint });
        }
        found
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.items.keys().map(|key| Value::from(key.as_str())).collect())
    }
}

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// A stable name, as of a diagnostic.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What the user can do.
    pub hint: Option<String>,
    /// Where in the expression, in bytes.
    pub span: Option<Range<usize>>,
}

/// Evaluates expressions over one tree of findings.
pub struct Evaluator {
    environment: Environment<'static>,
    context: Value,
    roots: Vec<String>,
    /// Top-level names of what this study does not have.
    absent: Vec<String>,
    misses: Misses,
}

impl Evaluator {
    /// An evaluator over a tree whose top-level names can be used; its filters write for one reader.
    pub fn new(tree: &Json, locale: &Locale) -> Self {
        let misses = Misses::default();
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        add_filters(&mut environment, locale);
        add_member(&mut environment, tree, &misses);
        let roots = tree.as_object().map(|roots| roots.keys().cloned().collect()).unwrap_or_default();
        let absent = tree.as_object().into_iter().flatten().filter(|(_, section)| section.is_null());
        let absent = absent.map(|(name, _)| name.clone()).collect();
        Self { environment, context: strict(tree, &misses), roots, absent, misses }
    }

    /// The value of an expression.
    ///
    /// # Errors
    /// Wrong syntax, a name that does not exist anywhere in it, or a computation that cannot be done.
    pub fn evaluate(&self, expression: &str) -> Result<Answer, Problem> {
        let compiled = self
            .environment
            .compile_expression_owned(expression.to_owned())
            .map_err(|error| problem(&error))?;
        let names = compiled.undeclared_variables(false);
        self.refuse_unknown_roots(&names)?;
        let _ = self.misses.take_first();
        let result = compiled.eval(&self.context);
        if let Some(miss) = self.misses.take_first() {
            return Err(undefined(&miss));
        }
        let value = result.map_err(|error| {
            let problem = problem(&error);
            let absent = self.absent.iter().find(|section| names.contains(*section));
            absent.map_or_else(
                || named(problem.clone(), expression),
                |section| without_section(section, &problem),
            )
        })?;
        match value.kind() {
            ValueKind::Undefined | ValueKind::None => Err(Problem {
                code: "expression::no-value",
                message: format!("`{expression}` has no value here"),
                hint: None,
                span: None,
            }),
            _ => Ok(Answer::of(&value)),
        }
    }

    /// Names are compared with the roots, so that a typo in a branch that is not taken is found too.
    fn refuse_unknown_roots(&self, names: &std::collections::HashSet<String>) -> Result<(), Problem> {
        let mut names: Vec<&String> = Vec::from_iter(names);
        names.sort();
        let functions: Vec<String> = self.environment.globals().map(|(name, _)| name.to_owned()).collect();
        let unknown = names.into_iter().find(|name| !self.roots.contains(name) && !functions.contains(name));
        unknown.map_or(Ok(()), |name| {
            let hint = did_you_mean(name, self.roots.iter().chain(&functions).map(String::as_str));
            let hint =
                hint.or_else(|| Some(format!("the findings begin with `{}`", self.roots.join("`, `"))));
            Err(undefined(&Miss { path: name.clone(), hint }))
        })
    }
}

fn undefined(miss: &Miss) -> Problem {
    Problem {
        code: "expression::undefined",
        message: format!("`{}` does not exist in the findings", miss.path),
        hint: miss.hint.clone(),
        span: None,
    }
}

/// The code of what asks for a section of the findings that a study does not have.
pub const NO_SECTION: &str = "expression::no-section";

/// The problem of an expression that fails since the study does not have a section that it names.
fn without_section(section: &str, problem: &Problem) -> Problem {
    Problem {
        code: NO_SECTION,
        message: format!("this needs `{section}`, which the study does not have"),
        hint: None,
        span: problem.span.clone(),
    }
}

/// Names the part of the expression that has no value, where the engine says only that something is undefined.
fn named(problem: Problem, expression: &str) -> Problem {
    if !problem.message.contains("undefined") {
        return problem;
    }
    let part = problem.span.clone().and_then(|span| expression.get(span)).unwrap_or(expression);
    Problem {
        code: "expression::undefined",
        message: format!("`{part}` has no value in this study"),
        ..problem
    }
}

fn problem(error: &Error) -> Problem {
    let code = match error.kind() {
        ErrorKind::SyntaxError => "expression::syntax",
        ErrorKind::UndefinedError => "expression::undefined",
        ErrorKind::UnknownFilter | ErrorKind::UnknownFunction | ErrorKind::UnknownTest => {
            "expression::unknown-name"
        }
        _ => "expression::failed",
    };
    let detail = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    Problem { code, message: detail, hint: None, span: error.range() }
}

/// Adds `member("key")`, which finds a unit of the segmentation, and `unit("key")`, which finds one of the targeting.
pub fn add_member(environment: &mut Environment<'static>, tree: &Json, misses: &Misses) {
    add_lookup(environment, "member", tree.pointer("/segmentation/members"), "segmentation", misses);
    add_lookup(environment, "unit", tree.pointer("/targeting/units"), "targeting", misses);
}

/// Adds a function that finds an entry of a list by its `key`.
fn add_lookup(
    environment: &mut Environment<'static>,
    name: &'static str,
    list: Option<&Json>,
    analysis: &'static str,
    misses: &Misses,
) {
    let find = |entry: &Json| Some((entry.get("key")?.as_str()?.to_owned(), node(entry, name, misses)));
    let list = list.and_then(Json::as_array);
    let units: IndexMap<String, Value> = list.into_iter().flatten().filter_map(find).collect();
    environment.add_function(name, move |key: &str| {
        units.get(key).cloned().ok_or_else(|| {
            let hint = did_you_mean(key, units.keys().map(String::as_str))
                .map(|hint| format!("; {hint}"))
                .unwrap_or_default();
            Error::new(ErrorKind::UndefinedError, format!("there is no unit `{key}` in the {analysis}{hint}"))
        })
    });
}

/// Adds the filters that write values for a reader: `number`, `count`, `percent`, `money`, `p`, `listed`.
pub fn add_filters(environment: &mut Environment<'static>, locale: &Locale) {
    let here = locale.clone();
    environment.add_filter("number", move |x: f64, decimals: Rest<u32>| match decimals.first() {
        Some(decimals) => here.number(x, *decimals),
        None => here.short(x, 2),
    });
    let here = locale.clone();
    environment.add_filter("count", move |x: f64| here.number(x, 0));
    let here = locale.clone();
    environment.add_filter("percent", move |share: f64, decimals: Rest<u32>| {
        here.percent(share, decimals.first().copied().unwrap_or(1))
    });
    let here = locale.clone();
    environment.add_filter("money", move |amount: f64| here.money_in_words(amount, 1));
    let here = locale.clone();
    environment.add_filter("p", move |p: f64| here.p_value(p));
    let here = locale.clone();
    environment.add_filter("listed", move |items: Vec<String>| here.list(&items));
}

/// What an expression gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// True or false.
    Truth(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// Something that is not one value: a list, a group.
    Other,
}

impl Answer {
    /// What a template value is.
    pub fn of(value: &Value) -> Self {
        match value.kind() {
            ValueKind::Bool => Self::Truth(value.is_true()),
            ValueKind::Number => f64::try_from(value.clone()).map_or(Self::Other, Self::Number),
            ValueKind::String => Self::Text(value.to_string()),
            _ => Self::Other,
        }
    }

    /// The answer as a reader sees it: whole numbers grouped, others with at most two decimals.
    ///
    /// `None` for what cannot stand in a sentence.
    pub fn written(&self, locale: &Locale) -> Option<String> {
        match self {
            Self::Number(x) => Some(locale.short(*x, 2)),
            Self::Text(text) => Some(text.clone()),
            Self::Truth(_) | Self::Other => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    fn evaluator() -> Evaluator {
        let tree = serde_json::json!({
            "segmentation": {"k": 2, "members": [{"key": "A", "distance": 1.5}, {"key": "B", "distance": 2.5}], "none": null},
            "targeting": {"units": [{"key": "A", "rank": 7}]}
        });
        Evaluator::new(&tree, &Locale { language: Language::Id, currency: "IDR".into() })
    }

    fn code(expression: &str) -> &'static str {
        evaluator().evaluate(expression).expect_err("an error").code
    }

    #[test]
    fn values_are_found_by_path_and_by_unit() {
        let value = |expression: &str| evaluator().evaluate(expression).expect("a value");
        assert_eq!(value("segmentation.k"), Answer::Number(2.0));
        assert_eq!(value("member('B').distance"), Answer::Number(2.5));
        assert_eq!(value("segmentation.members|map(attribute='distance')|sum"), Answer::Number(4.0));
        assert_eq!(value("(12345.678)|number(1)"), Answer::Text("12.345,7".into()));
        assert_eq!(
            value("segmentation.members|selectattr('key', 'eq', 'B')|list|length"),
            Answer::Number(1.0)
        );
        assert_eq!(value("unit('A').rank"), Answer::Number(7.0));
        assert_eq!(value("segmentation.k > 1"), Answer::Truth(true));
        assert_eq!(value("segmentation.members"), Answer::Other);
    }

    #[test]
    fn an_undefined_name_is_an_error_wherever_it_stands() {
        for expression in [
            "typo",
            "segmentation.typo",
            "segmentation.members[7]",
            "segmentation.members|map(attribute='typo')|list",
            "segmentation.members|selectattr('typo', 'eq', 1)|list",
            "segmentation.members|sort(attribute='typo')",
            "[segmentation.typo]|length",
            "segmentation.typo is defined",
            "segmentation.typo|default(3)",
            "member('C').distance",
            "unit('B').rank",
            "unit('A').typo",
            "1 if true else typo",
            "segmentation.members[0].typo == 3 or true",
        ] {
            assert_eq!(code(expression), "expression::undefined", "{expression}");
        }
    }

    #[test]
    fn other_mistakes_are_told_apart() {
        let undefined = evaluator().evaluate("segmentation.none.total + 1").expect_err("an error");
        assert_eq!(undefined.message, "`segmentation.none.total + 1` has no value in this study");
        assert_eq!(code("1 +"), "expression::syntax");
        assert_eq!(code("1|typo"), "expression::unknown-name");
        assert_eq!(code("segmentation.none"), "expression::no-value");
        assert_eq!(code("'a' * segmentation"), "expression::failed");
    }
}
