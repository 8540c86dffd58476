//! Renders the Jinja templates: structure from the template, values always as quoted Typst strings.

use super::quote::{markup, quoted};
use crate::diagnostic::{Diagnostic, Place, Source};
use crate::expression::{self, Answer, Misses, strict};
use crate::locale::Locale;
use crate::study::Template;
use include_dir::{Dir, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};
use serde_json::Value as Json;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

static BUILT_IN: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The template that a report begins with.
const ENTRY: &str = "report.typ.j2";

/// The works on methods, beside the generated document.
pub const METHODS: &str = "methods.bib";

/// What keys of works on methods begin with, so that they are no key of an author's.
pub const METHODS_PREFIX: &str = "telaah-";

/// A file that the generated Typst needs beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutFile {
    /// The path beside `report.typ`, such as `lib/report.typ`.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// The plain Typst of the layout; a file of the user's template folder goes before a built-in one of its name.
pub fn layout(template: &Template) -> Vec<LayoutFile> {
    let mut files: Vec<LayoutFile> = built_in("lib")
        .into_iter()
        .filter(|(name, _)| template.file(name).is_none())
        .map(|(name, bytes)| LayoutFile { name, bytes: bytes.to_vec() })
        .collect();
    if let Template::Folder(folder, own) = template {
        let own = own.iter().filter_map(|file| Some((inner(folder, &file.name)?, file)));
        let own = own.filter(|(path, _)| path.starts_with("lib/"));
        files
            .extend(own.map(|(path, file)| LayoutFile { name: path.to_owned(), bytes: file.bytes.to_vec() }));
        files.sort_by(|a, b| a.name.cmp(&b.name));
    }
    files
}

/// The path of a file in the folder it lies in.
fn inner<'a>(folder: &str, name: &'a str) -> Option<&'a str> {
    name.strip_prefix(folder)?.strip_prefix('/')
}

/// The built-in files that a report with this template can use, sorted: `telaah/lib/theme.typ`,
/// `telaah/paper/report.typ.j2`, … What a folder of the user's has itself is not among them.
pub fn built_in_files(template: &Template) -> Vec<(String, &'static [u8])> {
    let library = built_in("lib").into_iter().filter(|(name, _)| template.file(name).is_none());
    let paper = built_in("paper").into_iter().filter(|(name, _)| {
        let own = name.trim_start_matches("paper/");
        own == METHODS || template.file(own).is_none()
    });
    library.chain(paper).map(|(name, bytes)| (format!("telaah/{name}"), bytes)).collect()
}

/// The built-in files below a folder of `templates/`, sorted by name.
fn built_in(folder: &str) -> Vec<(String, &'static [u8])> {
    let mut files = Vec::new();
    let mut folders: Vec<&Dir> = BUILT_IN.get_dir(folder).into_iter().collect();
    while let Some(dir) = folders.pop() {
        files.extend(dir.files().map(|file| (slashes(file.path()), file.contents())));
        folders.extend(dir.dirs());
    }
    files.sort();
    files
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The source of a template: from the user's folder if it is there, else the built-in paper's.
fn source_of(template: &Template, name: &str) -> Option<String> {
    if let Some(own) = template.file(name).filter(|_| name.ends_with(".j2")) {
        return own.text().ok().map(|source| source.text.clone());
    }
    let file = BUILT_IN.get_file(format!("paper/{name}"))?;
    file.contents_utf8().map(str::to_owned)
}

/// The generated Typst document, and what else the templates say.
#[derive(Debug)]
pub struct Rendered {
    /// The document.
    pub typst: String,
    /// The tables that the document holds, in their order.
    pub placed: Vec<Placed>,
    /// What the report calls things, in its language, as `terms.j2` has it; null where that has none.
    pub terms: Json,
}

/// A table that a template has placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The table's name; of claims, `claims` and the number of the place, from 1.
    pub name: String,
    /// Its caption, without markup.
    pub caption: String,
    /// The dataset that is its source, where one is.
    pub dataset: Option<String>,
}

/// Renders the document.
///
/// # Errors
/// A mistake in a template, at its line: wrong syntax, a name that does not exist, a value that cannot be written.
pub fn render(template: &Template, context: &Json, locale: &Locale) -> Result<Rendered, Diagnostic> {
    let misses = Misses::default();
    let mut environment = environment(template, context, locale, &misses);
    let placed: Arc<Mutex<Vec<Placed>>> = Arc::default();
    let list = Arc::clone(&placed);
    environment.add_function("placed", move |name: String, caption: Value, dataset: Option<String>| {
        let caption = without_markup(&caption);
        list.lock().unwrap_or_else(PoisonError::into_inner).push(Placed { name, caption, dataset });
        Value::from_safe_string(String::new())
    });
    let keys = context.get("cited_as").cloned().unwrap_or_default();
    let any = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&any);
    environment.add_function("cited", move |key: String, form: Option<String>| {
        seen.store(true, Ordering::Relaxed);
        cited(&keys, &key, form)
    });
    environment.add_function("methods_cited", move || any.load(Ordering::Relaxed));
    let rendered = environment.get_template(ENTRY).and_then(|entry| entry.render(strict(context, &misses)));
    match (misses.take_first(), rendered) {
        (_, Err(error)) => Err(diagnostic(template, &error)),
        (Some(miss), Ok(_)) => {
            let problem = Diagnostic::error(
                "template::undefined",
                format!("the template uses `{}`, which does not exist", miss.path),
            );
            Err(problem.in_file(shown(template, ENTRY)).maybe_hint(miss.hint))
        }
        (None, Ok(typst)) => {
            let placed = placed.lock().unwrap_or_else(PoisonError::into_inner).clone();
            Ok(Rendered { typst, placed, terms: terms(&environment, locale) })
        }
    }
}

/// A citation of a work on methods that telaah brings along: in brackets, or in the form that Typst calls so.
fn cited(keys: &Json, key: &str, form: Option<String>) -> Result<Value, Error> {
    let Some(known) = keys.get(key).and_then(Json::as_str) else {
        let message = format!("`{key}` is not in {METHODS}");
        return Err(Error::new(ErrorKind::InvalidOperation, message));
    };
    let form = form.map(|form| format!(", form: {}", quoted(&form))).unwrap_or_default();
    Ok(Value::from_safe_string(format!("#cite(label({}){form});", quoted(known))))
}

/// The works on methods that the built-in template cites, as BibTeX; their keys begin with [`METHODS_PREFIX`].
pub fn methods() -> &'static [u8] {
    BUILT_IN.get_file("paper/methods.bib").map(include_dir::File::contents).unwrap_or_default()
}

/// What the report calls things in its language.
fn terms(environment: &Environment, locale: &Locale) -> Json {
    let rendered = environment.get_template("terms.j2").and_then(|terms| terms.render_captured(()));
    let terms = rendered.ok().and_then(|rendered| rendered.state().lookup("terms"));
    let terms = terms.and_then(|terms| terms.get_attr(locale.language.code()).ok());
    terms.and_then(|terms| serde_json::to_value(&terms).ok()).unwrap_or_default()
}

/// A text without the signs that make Typst of it, where it is finished Typst.
fn without_markup(value: &Value) -> String {
    let text = value.to_string();
    if value.is_safe() { text.replace(['_', '*'], "") } else { text }
}

fn environment(
    template: &Template,
    context: &Json,
    locale: &Locale,
    misses: &Misses,
) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("typst".into()));
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_debug(true);
    let from = template.clone();
    environment.set_loader(move |name| Ok(source_of(&from, name)));
    let here = locale.clone();
    environment.set_formatter(move |out, _, value| {
        let text = if value.is_safe() { value.to_string() } else { markup(&plain(value, &here)?) };
        out.write_str(&text).map_err(Error::from)
    });
    expression::add_filters(&mut environment, locale);
    expression::add_member(&mut environment, context.get("findings").unwrap_or(&Json::Null), misses);
    let here = locale.clone();
    environment.add_filter("code", move |value: &Value| code(value, &here).map(Value::from_safe_string));
    environment
}

fn plain(value: &Value, locale: &Locale) -> Result<String, Error> {
    Answer::of(value).written(locale).ok_or_else(|| {
        let message = format!("a {} cannot be written into the report", value.kind());
        Error::new(ErrorKind::InvalidOperation, message)
    })
}

/// A value in Typst code: text and numbers as a quoted string, lists as arrays of them.
fn code(value: &Value, locale: &Locale) -> Result<String, Error> {
    match value.kind() {
        ValueKind::None => Ok("none".to_owned()),
        ValueKind::Bool => Ok(value.is_true().to_string()),
        ValueKind::Seq | ValueKind::Iterable => {
            let item = |item: Value| code(&item, locale).map(|code| code + ",");
            let items: Result<Vec<String>, Error> = value.try_iter()?.map(item).collect();
            Ok(format!("({})", items?.join(" ")))
        }
        _ => plain(value, locale).map(|text| quoted(&text)),
    }
}

fn shown(template: &Template, name: &str) -> String {
    template.file(name).map_or_else(|| format!("templates/paper/{name}"), |own| own.name.clone())
}

fn diagnostic(template: &Template, error: &Error) -> Diagnostic {
    let name = error.name().unwrap_or(ENTRY);
    let detail = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    let code = match error.kind() {
        ErrorKind::UndefinedError => "template::undefined",
        ErrorKind::SyntaxError => "template::syntax",
        ErrorKind::TemplateNotFound => "template::missing",
        _ => "template::failed",
    };
    let problem = Diagnostic::error(code, format!("the template cannot be rendered: {detail}"));
    let text = source_of(template, name);
    let place = text.zip(error.line()).map(|(text, line)| {
        let source = Source::new(shown(template, name), text);
        match error.range() {
            Some(span) if !span.is_empty() => Place::new(&source, span),
            _ => Place::line_of(&source, line),
        }
    });
    let cause = std::error::Error::source(error).map(|cause| cause.to_string());
    let problem = problem.in_file(shown(template, name)).maybe_at(place);
    match cause {
        Some(cause) => problem.cause(cause),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn lists_are_arrays_and_their_texts_stay_as_they_are() {
        let locale = Locale { language: Language::En, currency: "IDR".into() };
        let written = |items: Vec<&'static str>| code(&Value::from(items), &locale).expect("an array");
        assert_eq!(written(vec![]), "()");
        assert_eq!(written(vec!["(,)"]), r#"("(,)",)"#);
        assert_eq!(written(vec!["a", "b"]), r#"("a", "b",)"#);
    }
}
