//! Messages to the user: severity, place, reason, hints and cause. Nothing here prints.

use std::any::Any;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A text that diagnostics can point into: a study, a data file, prose.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The name shown to the user, usually the path as they would write it.
    pub name: String,
    /// The whole text, decoded; of a workbook, the cells around one of them.
    pub text: String,
    /// The cell that the text stands for, when the file is a workbook.
    pub cell: Option<SheetCell>,
    kept: Kept,
}

/// Something that was found out about a text once; it does not count when texts are compared.
#[derive(Default)]
struct Kept(OnceLock<Box<dyn Any + Send + Sync>>);

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept")
    }
}

impl PartialEq for Kept {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Kept {}

/// A cell of a workbook, which has no lines of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCell {
    /// The name of the sheet.
    pub sheet: String,
    /// The row, from 1.
    pub row: usize,
    /// The column, from 1.
    pub column: usize,
}

impl SheetCell {
    /// The cell as a spreadsheet calls it: `C17`.
    pub fn reference(&self) -> String {
        let mut letters = Vec::new();
        let mut rest = self.column;
        while rest > 0 {
            letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
            rest = (rest - 1) / 26;
        }
        letters.iter().rev().chain(self.row.to_string().chars().collect::<Vec<_>>().iter()).collect()
    }
}

impl Source {
    /// A source behind a shared pointer, as places need it.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into(), cell: None, kept: Kept::default() })
    }

    /// A cell of a workbook, shown by a text in which it stands.
    pub fn of_cell(name: impl Into<String>, cell: SheetCell, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into(), cell: Some(cell), kept: Kept::default() })
    }

    /// What `find` finds out about the text, found out once; none where something else was kept before.
    pub fn once<T: Any + Send + Sync>(&self, find: impl FnOnce(&str) -> T) -> Option<&T> {
        self.kept.0.get_or_init(|| Box::new(find(&self.text))).downcast_ref()
    }
}

/// A span of bytes in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The text the span is in.
    pub source: Arc<Source>,
    /// Byte offsets, always on character boundaries inside the text.
    pub span: Range<usize>,
}

impl Place {
    /// A place in a source; offsets are clamped to character boundaries of the text.
    pub fn new(source: &Arc<Source>, span: Range<usize>) -> Self {
        let start = source.text.floor_char_boundary(span.start.min(source.text.len()));
        let end = source.text.ceil_char_boundary(span.end.min(source.text.len())).max(start);
        Self { source: Arc::clone(source), span: start..end }
    }

    /// The first character of a line (from 1) and column (from 1, in characters).
    pub fn at(source: &Arc<Source>, line: usize, column: usize) -> Self {
        let start = offset_of(&source.text, line, column);
        Self::new(source, start..start)
    }

    /// The whole line (from 1), without its leading and trailing white space.
    pub fn line_of(source: &Arc<Source>, line: usize) -> Self {
        let start = offset_of(&source.text, line, 1);
        let rest = &source.text[start..];
        let text = rest.lines().next().unwrap_or("");
        let indent = text.len() - text.trim_start().len();
        Self::new(source, start + indent..start + indent + text.trim().len())
    }

    /// The line of the first character, from 1; in a workbook, the row.
    pub fn line(&self) -> usize {
        if let Some(cell) = &self.source.cell {
            return cell.row;
        }
        self.before().matches('\n').count() + 1
    }

    /// The column of the first character, from 1, counted in characters; in a workbook, the column of the sheet.
    pub fn column(&self) -> usize {
        if let Some(cell) = &self.source.cell {
            return cell.column;
        }
        let before = self.before();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        before[line_start..].chars().count() + 1
    }

    fn before(&self) -> &str {
        &self.source.text[..self.span.start]
    }
}

fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let line_start = match line {
        0 | 1 => 0,
        _ => text.match_indices('\n').nth(line - 2).map_or(text.len(), |(at, _)| at + 1),
    };
    let line_text = text[line_start..].split('\n').next().unwrap_or("");
    let within = line_text.char_indices().nth(column.saturating_sub(1)).map_or(line_text.len(), |(at, _)| at);
    line_start + within
}

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The report can be made, but the user should know.
    Warning,
    /// The report cannot be made.
    Error,
}

/// Whose hands the remedy is in; decides the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// The study or its data: exit status 1.
    Study,
    /// The machine: no Typst, a full disk, a folder without permission: exit status 3.
    Environment,
}

/// One message to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable name for this kind of problem, such as `study::unknown-key`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Whose hands the remedy is in.
    pub blame: Blame,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Why it is wrong, shown at the place.
    pub reason: Option<String>,
    /// Where it is wrong.
    pub place: Option<Place>,
    /// The file it concerns when no text of it can be shown.
    pub file: Option<String>,
    /// What the user can do.
    pub hints: Vec<String>,
    /// What another program or library said.
    pub cause: Option<String>,
}

impl Diagnostic {
    /// An error in the study or its data.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            blame: Blame::Study,
            message: message.into(),
            reason: None,
            place: None,
            file: None,
            hints: Vec::new(),
            cause: None,
        }
    }

    /// A problem that does not stop the report.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// An error of the machine.
    pub fn environment(code: &'static str, message: impl Into<String>) -> Self {
        Self { blame: Blame::Environment, ..Self::error(code, message) }
    }

    /// Adds the place.
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds the place, if there is one.
    pub fn maybe_at(mut self, place: Option<Place>) -> Self {
        self.place = place.or(self.place);
        self
    }

    /// Names the file when no text of it can be shown.
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Adds the reason shown at the place.
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Adds one thing the user can do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a hint, if there is one.
    pub fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hints.extend(hint);
        self
    }

    /// Adds what another program or library said.
    pub fn cause(mut self, cause: impl ToString) -> Self {
        self.cause = Some(cause.to_string().trim().to_owned());
        self
    }
}

/// All problems found so far, in the order they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

/// A value, or every problem that kept it from being made.
pub type Outcome<T> = Result<T, Diagnostics>;

impl Diagnostics {
    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if !self.0.contains(&diagnostic) {
            self.0.push(diagnostic);
        }
    }

    /// Adds all problems of another collection.
    pub fn extend(&mut self, other: Diagnostics) {
        other.0.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Of the problems that share one of these codes and tell the same, only the first of each file, with a hint made of how
    /// many there are; the others as they are.
    pub fn once_in_each_file(self, codes: &[&str], hint: impl Fn(&Diagnostic, usize) -> String) -> Self {
        let mut kept: Vec<(Diagnostic, usize)> = Vec::new();
        for problem in self.0 {
            let same = |(earlier, _): &&mut (Diagnostic, usize)| {
                codes.contains(&problem.code)
                    && earlier.code == problem.code
                    && earlier.message == problem.message
                    && name_of(earlier) == name_of(&problem)
            };
            match kept.iter_mut().find(same) {
                Some((_, count)) => *count += 1,
                None => kept.push((problem, 1)),
            }
        }
        let told = kept.into_iter().map(|(problem, count)| match codes.contains(&problem.code) {
            true => {
                let hint = hint(&problem, count);
                problem.hint(hint)
            }
            false => problem,
        });
        Self(told.collect())
    }

    /// Keeps the value of an outcome, or its problems.
    pub fn keep<T>(&mut self, outcome: Outcome<T>) -> Option<T> {
        outcome.map_err(|problems| self.extend(problems)).ok()
    }

    /// Whether there is at least one error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// The number of errors.
    pub fn errors(&self) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count()
    }

    /// The value, unless there was an error.
    pub fn into_outcome<T>(self, value: T) -> Outcome<T> {
        if self.has_errors() { Err(self) } else { Ok(value) }
    }

    /// Sorts by source in order of first appearance, then by position.
    pub fn sort(&mut self) {
        let mut names: Vec<String> = Vec::new();
        for name in self.0.iter().map(name_of) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        self.0.sort_by_key(|diagnostic| {
            let start = diagnostic.place.as_ref().map_or((0, 0), position);
            (names.iter().position(|name| *name == name_of(diagnostic)), start)
        });
    }
}

/// What places of one file are sorted by: their byte, or their row and column in a workbook.
fn position(place: &Place) -> (usize, usize) {
    place.source.cell.as_ref().map_or((0, place.span.start), |cell| (cell.row, cell.column))
}

fn name_of(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.place.as_ref().map(|place| place.source.name.clone());
    place.or_else(|| diagnostic.file.clone()).unwrap_or_default()
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

/// The candidate nearest to a mistyped word, if one is near enough to suggest.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    candidates
        .into_iter()
        // Neither is it worth comparing what no one mistypes.
        .filter(|candidate| length <= 200 && candidate.chars().count().abs_diff(length) <= 1 + length / 4)
        .map(|candidate| {
            (strsim::damerau_levenshtein(&word.to_lowercase(), &candidate.to_lowercase()), candidate)
        })
        .filter(|(distance, candidate)| {
            let (a, b) = (candidate.chars().count(), length);
            // Words that share no letter are never alike, however short.
            *distance <= 1 + a.min(b) / 4 && *distance < a.max(b)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A hint "did you mean `x`?" for a mistyped word.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let source = Source::new("x", "satu\nduä tiga\n");
        let place = Place::new(&source, 10..14);
        assert_eq!((place.line(), place.column()), (2, 5));
        assert_eq!(Place::at(&source, 2, 5), Place::new(&source, 10..10));
        assert_eq!(Place::at(&source, 9, 9).span, source.text.len()..source.text.len());
    }

    #[test]
    fn a_cell_is_called_as_spreadsheets_call_it() {
        let named = |row, column| SheetCell { sheet: "s".into(), row, column }.reference();
        let columns = [(1, "A1"), (26, "Z1"), (27, "AA1"), (52, "AZ1"), (702, "ZZ1"), (703, "AAA1")];
        columns.into_iter().for_each(|(column, name)| assert_eq!(named(1, column), name));
        assert_eq!((named(17, 3), named(1_048_576, 16_384)), ("C17".into(), "XFD1048576".into()));
    }

    #[test]
    fn only_near_words_are_suggested() {
        assert_eq!(nearest("visit", ["sales", "visits"]), Some("visits"));
        assert_eq!(nearest("k", ["sales", "visits"]), None);
        assert_eq!(nearest("F", ["A", "x"]), None);
    }
}
