//! The only file that prints: results to standard output, messages to standard error.

use super::args::Format;
use super::difference;
use crate::claims::{ClaimFindings, ClaimsFindings, Tally, Verdict};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity, SheetCell};
use crate::difference::Difference;
use crate::pdf;
use crate::pipeline::{DrawnFile, Finished, Written};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::json;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::Path;
use std::time::Duration;

/// Prints data to standard output. A reader that has gone away is no error.
pub fn data(text: &str) {
    let _ = stdout().lock().write_all(text.as_bytes());
}

/// Prints a message to standard error.
pub fn message(text: &str) {
    let _ = stderr().lock().write_all(text.as_bytes());
}

/// Tells of a panic as a mistake of telaah's own, instead of Rust's message.
pub fn tell_panics() {
    std::panic::set_hook(Box::new(|panic| {
        // A PDF that makes its reader fail is told as a damaged file.
        if std::thread::current().name() == Some(pdf::THREAD) {
            return;
        }
        let at = panic.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        let said = panic.payload_as_str().unwrap_or("no message");
        message(&format!(
            "error: telaah made a mistake of its own; nothing was written\n  cause: {said} ({at})\n  hint: please report it with the study that shows it\n"
        ));
    }));
}

/// Tells of all problems of a study.
pub fn problems(problems: &Diagnostics, study: &Path, format: Format) {
    match format {
        Format::Json => problems.0.iter().for_each(|problem| data(&format!("{}\n", as_json(problem)))),
        Format::Human if problems.0.is_empty() => {}
        Format::Human => {
            let renderer = if colours() { Renderer::styled() } else { Renderer::plain() };
            for problem in &problems.0 {
                message(&format!("{}\n\n", render(problem, &renderer)));
            }
            message(&counted(problems, study));
        }
    }
}

fn colours() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    stderr().is_terminal() && !refused
}

fn counted(problems: &Diagnostics, study: &Path) -> String {
    let errors = problems.errors();
    let warnings = problems.0.len() - errors;
    let some = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    match (errors, warnings) {
        (0, warnings) => format!("{}: {}\n", study.display(), some(warnings, "warning")),
        (errors, 0) => format!("{}: {}\n", study.display(), some(errors, "error")),
        (errors, warnings) => {
            format!("{}: {}, {}\n", study.display(), some(errors, "error"), some(warnings, "warning"))
        }
    }
}

/// A problem with its line of the file, as compilers show it.
pub fn render(problem: &Diagnostic, renderer: &Renderer) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level
        .primary_title(&problem.message)
        .id(problem.code)
        .elements(Vec::<Snippet<annotate_snippets::Annotation>>::new());
    let excerpt = problem.place.as_ref().map(excerpt);
    let label = problem.reason.as_deref().unwrap_or("");
    if let (Some(place), Some((text, line, span))) = (&problem.place, &excerpt) {
        let annotation = AnnotationKind::Primary.span(span.clone()).label(label);
        let snippet = Snippet::source(*text).line_start(*line).path(shown(place)).annotation(annotation);
        group = group.element(snippet);
    } else {
        if let Some(file) = &problem.file {
            group = group.element(Origin::path(file));
        }
        group = with_message(group, Level::NOTE.no_name(), problem.reason.as_deref());
    }
    group = with_message(group, Level::NOTE.with_name(Some("cause")), problem.cause.as_deref());
    for hint in &problem.hints {
        group = with_message(group, Level::HELP.with_name(Some("hint")), Some(hint));
    }
    let rendered = renderer.render(&[group]);
    match (&problem.place, &excerpt) {
        (Some(place), Some((text, line, span))) if place.source.cell.is_some() => {
            // The renderer puts a line and a column after every path; a cell says where it is by its name.
            let column = text[..span.start].chars().count() + 1;
            rendered.replacen(&format!("{}:{line}:{column}", shown(place)), &shown(place), 1)
        }
        _ => rendered,
    }
}

/// The file of a place, and the cell where the file is a workbook, which has no lines.
fn shown(place: &Place) -> String {
    let file = &place.source.name;
    match &place.source.cell {
        Some(cell) => format!("{file}, sheet `{}`, cell {}", cell.sheet, cell.reference()),
        None => file.clone(),
    }
}

fn with_message<'a>(group: Group<'a>, level: Level<'a>, text: Option<&'a str>) -> Group<'a> {
    match text {
        Some(text) => group.element(level.message(text)),
        None => group,
    }
}

/// The line of a place, its number, and the span within it.
fn excerpt(place: &Place) -> (&str, usize, std::ops::Range<usize>) {
    let text = &place.source.text;
    let start = text[..place.span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[place.span.start..].find('\n').map_or(text.len(), |at| place.span.start + at);
    let line = text[start..end].trim_end_matches('\r');
    let within = |at: usize| (at.max(start) - start).min(line.len());
    (line, place.line(), within(place.span.start)..within(place.span.end))
}

fn as_json(problem: &Diagnostic) -> serde_json::Value {
    let place = problem.place.as_ref();
    let end = place.map(|place| Place::new(&place.source, place.span.end..place.span.end));
    let cell = place.and_then(|place| place.source.cell.as_ref());
    json!({
        "code": problem.code,
        "severity": match problem.severity { Severity::Error => "error", Severity::Warning => "warning" },
        "message": problem.message,
        "reason": problem.reason,
        "file": place.map(|place| place.source.name.as_str()).or(problem.file.as_deref()),
        "line": place.map(Place::line),
        "column": place.map(Place::column),
        "end_line": end.as_ref().map(Place::line),
        "end_column": end.as_ref().map(Place::column),
        "sheet": cell.map(|cell| &cell.sheet),
        "cell": cell.map(SheetCell::reference),
        "hints": problem.hints,
        "cause": problem.cause,
    })
}

/// Says that a study has no errors.
pub fn sound(study: &Path, format: Format) {
    if format == Format::Human {
        message(&format!("{}: no errors\n", study.display()));
    }
}

/// Says what became of a file that was drawn, one line on standard output.
pub fn drawn(drawn: &DrawnFile, format: Format) {
    let (word, outcome) = match drawn.outcome {
        Written::New => ("new", "drawn"),
        Written::Unchanged => ("unchanged", "unchanged"),
        Written::Replaced => ("replaced", "drawn anew"),
    };
    let DrawnFile { study, file, rows, .. } = drawn;
    match format {
        Format::Json => {
            data(&format!("{}\n", json!({ "study": study, "file": file, "rows": rows, "outcome": word })));
        }
        Format::Human => {
            let some = if *rows == 1 { "row" } else { "rows" };
            data(&format!("{file}: {rows} {some}, {outcome}\n"));
        }
    }
}

/// Prints the `datasets:` of a twin to standard output.
pub fn twin(text: &str, format: Format) {
    match format {
        Format::Json => data(&format!("{}\n", json!({ "datasets": text }))),
        Format::Human => data(text),
    }
}

/// Sums up a finished report, and prints the path of its PDF to standard output.
pub fn finished(finished: &Finished, format: Format) {
    let pdf = finished.folder.join("report.pdf");
    let claims = finished.claims.as_ref();
    if format == Format::Json {
        let counts = claims.map(|claims| {
            json!({
                "total": claims.total,
                "reproduced": claims.reproduced,
                "differs": claims.differs,
                "contradicted": claims.contradicted,
                "on_simulated_data": claims.on_simulated_data,
            })
        });
        let ran = finished.ran.iter().map(|(stage, reasons)| json!({ "stage": stage, "reasons": reasons }));
        let ran: Vec<_> = ran.collect();
        let report =
            json!({ "study": finished.study, "report": pdf.to_string_lossy(), "claims": counts, "ran": ran });
        return data(&format!("{report}\n"));
    }
    if let Some(claims) = claims {
        message(&claims_summary(&finished.study, claims));
    }
    data(&format!("{}\n", pdf.display()));
}

fn claims_summary(study: &str, claims: &ClaimsFindings) -> String {
    let mut out = format!("{study}\n");
    if claims.on_simulated_data > 0 {
        let agree = claims.items.iter().filter(|item| item.agrees).count();
        out += &format!(
            "  {} claims on simulated data, {agree} of them agree; none counts as reproduced\n",
            claims.on_simulated_data
        );
        return out;
    }
    out += &tally("numbers", "reproduced", &claims.numbers);
    out += &tally("statements", "hold", &claims.statements);
    for item in claims.items.iter().filter(|item| !item.agrees) {
        out += &match item.verdict {
            Verdict::Contradicted => format!("  contradicted  {}: {}\n", item.place, item.published),
            _ => format!(
                "  differs       {}: {} is {}, published {}\n",
                item.place,
                about(item),
                item.computed_as_printed,
                item.published
            ),
        };
        if !item.acknowledged.is_empty() {
            out += &format!("                acknowledged: {}\n", item.acknowledged);
        }
    }
    out
}

/// What a claim is about: its note, or else its expression.
fn about(item: &ClaimFindings) -> &str {
    if item.note.is_empty() { &item.value } else { &item.note }
}

fn tally(what: &str, outcome: &str, tally: &Tally) -> String {
    if tally.total == 0 {
        String::new()
    } else {
        format!("  {what:<12}  {} of {} {outcome}\n", tally.reproduced, tally.total)
    }
}

/// Tells what differs between two reports.
pub fn difference(difference: &Difference, all: bool, format: Format) {
    match format {
        Format::Json => data(&format!("{}\n", json!(difference))),
        Format::Human => data(&difference::text(difference, all)),
    }
}

/// Prints how long each stage took, and their sum.
pub fn timings(timings: &[(&'static str, Duration)]) {
    let milliseconds = |duration: Duration| duration.as_secs_f64() * 1000.0;
    let total: Duration = timings.iter().map(|(_, duration)| *duration).sum();
    for (stage, duration) in timings.iter().chain([&("total", total)]) {
        message(&format!("  {stage:<10} {:>8.1} ms\n", milliseconds(*duration)));
    }
}
