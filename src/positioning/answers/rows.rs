//! The rows of a survey's file, in the order of the file: whom each is about, and which answers it holds.

use super::Respondent;
use super::cell::{Scale, shown};
use super::told::Told;
use super::words::{cells, meaning};
use crate::data::Table;
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome, did_you_mean};
use crate::study::{Dataset, Layout, Positioning};
use std::collections::BTreeMap;

/// A column's name with its cells by row.
type Cells = (String, Vec<Option<String>>);

/// The columns that answers are read from.
struct Columns {
    respondent: Cells,
    unit: Option<Cells>,
    profile: Vec<Cells>,
    object: Option<Cells>,
    item: Option<Cells>,
    /// The columns with answers: by object (outer) and item in a wide file, by item in a long one, else one.
    answers: Vec<Vec<Cells>>,
}

impl Columns {
    /// Finds the columns of a survey in its table; none when one is not there, which the study's check has told.
    fn find(plan: &Positioning, dataset: &Dataset, table: &Table) -> Option<Self> {
        let cells = |name: &String| Some((name.clone(), cells(table, dataset, name)?));
        let all = |names: &Vec<String>| names.iter().map(cells).collect::<Option<Vec<_>>>();
        let (object, item, answers) = match &plan.layout {
            Layout::Wide(names) => (None, None, names.iter().map(all).collect::<Option<_>>()?),
            Layout::Long { object, items, .. } => (Some(object), None, vec![all(items)?]),
            Layout::Answers { object, item, answer } => {
                (object.as_ref().map(|(name, _)| name), Some(item), vec![vec![cells(answer)?]])
            }
        };
        let optional = |name: Option<&String>| name.map(cells).map_or(Some(None), |cells| cells.map(Some));
        Some(Self {
            respondent: cells(&plan.respondent)?,
            unit: optional(plan.unit.as_ref())?,
            profile: all(&plan.profile)?,
            object: optional(object)?,
            item: optional(item)?,
            answers,
        })
    }
}

/// What a row is about: the object and the item that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct About {
    object: Option<usize>,
    item: Option<usize>,
}

/// Reads the rows of a survey.
pub struct Reader<'a> {
    plan: &'a Positioning,
    table: &'a Table,
    units: Option<&'a Table>,
    columns: Columns,
    scale: Scale,
    objects: Vec<(String, usize)>,
    items: Vec<(String, usize)>,
    respondents: BTreeMap<String, Respondent>,
    /// The row that was first about something of a respondent's.
    rows: BTreeMap<(String, About), usize>,
    problems: Told,
}

impl<'a> Reader<'a> {
    /// Makes ready to read.
    ///
    /// # Errors
    /// A column that is not there; the study's check has told it.
    pub fn new(
        plan: &'a Positioning,
        dataset: &Dataset,
        table: &'a Table,
        units: Option<&'a Table>,
    ) -> Outcome<Self> {
        let objects = match &plan.layout {
            Layout::Long { values, .. } | Layout::Answers { object: Some((_, values)), .. } => values.clone(),
            _ => Vec::new(),
        };
        let items = plan.instrument.items().enumerate().map(|(i, (_, item))| (item.name.clone(), i));
        Ok(Self {
            columns: Columns::find(plan, dataset, table).ok_or_else(Diagnostics::default)?,
            scale: Scale::of(plan),
            objects,
            items: items.collect(),
            respondents: BTreeMap::new(),
            rows: BTreeMap::new(),
            problems: Told::default(),
            plan,
            table,
            units,
        })
    }

    /// Reads every row, in the order of the file, so that of two rows that contradict each other the second is told.
    pub fn rows(&mut self) {
        let mut order: Vec<usize> = (0..self.table.keys.len()).collect();
        order.sort_by_key(|&row| self.table.file_order[row]);
        for row in order {
            self.row(row);
        }
    }

    /// The respondents in the order of their keys, and every problem.
    pub fn finish(self) -> (Vec<Respondent>, Diagnostics) {
        (self.respondents.into_values().collect(), self.problems.into_problems())
    }

    fn row(&mut self, row: usize) -> Option<()> {
        let key = self.respondent(row)?;
        self.describe(&key, row);
        let about = self.about(row)?;
        self.check_first(&key, about, row)?;
        let columns = std::mem::take(&mut self.columns.answers);
        for (object, item, (column, cells)) in slots(&columns, about) {
            if let Some(cell) = &cells[row] {
                self.answer(&key, (object, item), (row, column, cell));
            }
        }
        self.columns.answers = columns;
        Some(())
    }

    fn respondent(&mut self, row: usize) -> Option<String> {
        let (column, cells) = &self.columns.respondent;
        let key = cells[row].clone();
        if key.is_none() {
            self.problems.tell("positioning::no-respondent", || {
                Diagnostic::error("positioning::no-respondent", format!("this row has no `{column}`"))
                    .maybe_at(self.table.place(row, column))
                    .because("nobody knows whose answers these are")
            });
        }
        key
    }

    /// Whose answers a row holds: the unit and the profile, which other rows of the respondent must not contradict.
    fn describe(&mut self, key: &str, row: usize) {
        let of = |cells: &Cells| cells.1[row].clone();
        let unit = self.columns.unit.as_ref().and_then(of);
        let profile: Vec<Option<String>> = self.columns.profile.iter().map(of).collect();
        let nothing = || vec![vec![None; self.items.len()]; self.plan.objects.len()];
        let fresh = || Respondent {
            key: key.to_owned(),
            unit: None,
            profile: vec![None; profile.len()],
            answers: nothing(),
        };
        let known = self.respondents.entry(key.to_owned()).or_insert_with(fresh);
        let mut contradictions = Vec::new();
        if let Some(unit) = merged(&mut known.unit, unit, self.columns.unit.as_ref(), &mut contradictions) {
            self.check_unit(&unit, row);
        }
        let known = self.respondents.get_mut(key).map(|known| &mut known.profile);
        for ((known, value), column) in known.into_iter().flatten().zip(profile).zip(&self.columns.profile) {
            merged(known, value, Some(column), &mut contradictions);
        }
        for (column, before, now) in contradictions {
            self.problems.tell("positioning::two-values", || {
                let message = format!("the respondent `{}` has two values of `{column}`", shown(key));
                Diagnostic::error("positioning::two-values", message)
                    .maybe_at(self.table.place(row, &column))
                    .because(format!("this row says `{}`, an earlier one `{}`", shown(&now), shown(&before)))
                    .hint("one respondent has one value in all rows: correct one of them, or give two people two keys")
            });
        }
    }

    fn check_unit(&mut self, unit: &str, row: usize) {
        let Some(units) = self.units else { return };
        if units.keys.binary_search_by(|key| key.as_str().cmp(unit)).is_ok() {
            return;
        }
        let column = self.columns.unit.as_ref().map_or("", |(name, _)| name.as_str());
        let at = self.table.place(row, column);
        self.problems.tell("positioning::unknown-unit", || {
            let zeros = |key: &&String| key.trim_start_matches('0') == unit.trim_start_matches('0');
            let hint = match units.keys.iter().find(zeros) {
                None if units.leaves_rows_out() => format!(
                    "`where` of `{}` may have left it out: leave its answers out too, or empty the cell", units.name
                ),
                Some(key) => format!("`{key}` is there: declare `{column}` as `{{type: code, digits: {}}}`", key.chars().count()),
                None => did_you_mean(unit, units.keys.iter().map(String::as_str))
                    .unwrap_or_else(|| format!("the units are the rows of the dataset `{}`; leave the cell empty where the unit is not known", units.name)),
            };
            Diagnostic::error("positioning::unknown-unit", format!("there is no unit `{}`", shown(unit)))
                .maybe_at(at)
                .because(format!("none of the {} units of `{}` has this key", units.keys.len(), units.name))
                .hint(hint)
        });
    }

    fn about(&mut self, row: usize) -> Option<About> {
        let object = self.named(row, self.columns.object.as_ref(), &self.objects, "object");
        let item = self.named(row, self.columns.item.as_ref(), &self.items, "item");
        let (object, item) = match (object, item) {
            (Ok(object), Ok(item)) => (object, item),
            (object, item) => {
                for problem in [object.err(), item.err()].into_iter().flatten() {
                    self.problems.tell(problem.code, || problem);
                }
                return None;
            }
        };
        Some(About { object, item })
    }

    /// What a row names in a column, if there is such a column.
    fn named(
        &self,
        row: usize,
        column: Option<&Cells>,
        known: &[(String, usize)],
        what: &str,
    ) -> Result<Option<usize>, Diagnostic> {
        let Some((column, cells)) = column else { return Ok(None) };
        let word = cells[row].as_deref().unwrap_or("");
        if let Some(position) = meaning(word, known) {
            return Ok(Some(position));
        }
        let code = if what == "item" { "positioning::unknown-item" } else { "positioning::unknown-object" };
        let message = match word {
            "" => format!("this row has no `{column}`"),
            word => format!("there is no {what} `{}`", shown(word)),
        };
        let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
        let listed = || format!("`{column}` holds one of `{}`", names.join("`, `"));
        Err(Diagnostic::error(code, message)
            .maybe_at(self.table.place(row, column))
            .because(format!("nobody knows which {what} this row is about"))
            .hint(did_you_mean(word, names.iter().copied()).unwrap_or_else(listed)))
    }

    /// Refuses a second row about the same.
    fn check_first(&mut self, key: &str, about: About, row: usize) -> Option<()> {
        let first = *self.rows.entry((key.to_owned(), about)).or_insert(row);
        if first == row {
            return Some(());
        }
        let (column, table) = (&self.columns.respondent.0, self.table);
        let object = about.object.map(|object| self.plan.objects[object].name.as_str());
        let item = about.item.map(|item| self.items[item].0.as_str());
        let of: Vec<String> = object.into_iter().chain(item).map(|name| format!("`{name}`")).collect();
        let of = if of.is_empty() { String::new() } else { format!(" about {}", of.join(", ")) };
        self.problems.tell("positioning::answered-twice", || {
            let line = table.place(first, column).map_or(0, |place| place.line());
            Diagnostic::error(
                "positioning::answered-twice",
                format!("`{}` has answered{of} twice", shown(key)),
            )
            .maybe_at(table.place(row, column))
            .because(format!("row {line} has these answers already"))
            .hint("remove one of the rows, or give two people two keys")
        });
        None
    }

    fn answer(
        &mut self,
        key: &str,
        (object, item): (usize, usize),
        (row, column, cell): (usize, &str, &str),
    ) {
        match self.scale.read(cell) {
            Ok(answer) => {
                let reversed = self.plan.instrument.items().nth(item).is_some_and(|(_, item)| item.reversed);
                let answer = answer.map(|answer| if reversed { self.scale.turned(answer) } else { answer });
                if let Some(known) = self.respondents.get_mut(key) {
                    known.answers[object][item] = answer;
                }
            }
            Err(problem) => self.problems.tell(problem.code, || {
                Diagnostic::error(problem.code, problem.message)
                    .maybe_at(self.table.place(row, column))
                    .because(format!("respondent `{}`, item `{}`", shown(key), self.items[item].0))
                    .hint(problem.hint)
            }),
        }
    }
}

/// The object, the item and the column of every answer that a row holds.
fn slots(columns: &[Vec<Cells>], about: About) -> impl Iterator<Item = (usize, usize, &Cells)> {
    columns.iter().enumerate().flat_map(move |(object, columns)| {
        let slot = move |(item, column)| (about.object.unwrap_or(object), about.item.unwrap_or(item), column);
        columns.iter().enumerate().map(slot)
    })
}

/// Takes over a value that was not known; returns it then. One that differs from what was known is a contradiction.
fn merged(
    known: &mut Option<String>,
    value: Option<String>,
    column: Option<&Cells>,
    contradictions: &mut Vec<(String, String, String)>,
) -> Option<String> {
    match (known.as_ref(), value) {
        (None, Some(value)) => {
            *known = Some(value.clone());
            Some(value)
        }
        (Some(before), Some(now)) if *before != now => {
            let column = column.map_or_else(String::new, |(name, _)| name.clone());
            contradictions.push((column, before.clone(), now));
            None
        }
        _ => None,
    }
}
