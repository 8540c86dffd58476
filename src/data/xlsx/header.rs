//! Which row of a sheet holds the headings, and merged cells that would hide values.

use super::Location;
use super::cells::Row;
use crate::data::sheet::{declared_heading, heading};
use crate::diagnostic::{Diagnostic, Diagnostics, Outcome};
use crate::study::{Dataset, WorkbookPart};
use calamine::Dimensions;

/// How many rows are looked at for the headings.
const LOOKED_AT: usize = 100;
/// How many merged ranges are told.
const TOLD: usize = 5;

/// The position of the header among the rows that are not empty, and its headings from the sheet's first column on.
///
/// # Errors
/// A sheet or a header that is empty, and a row that holds fewer of the declared headings than another.
pub fn find(
    dataset: &Dataset,
    part: &WorkbookPart,
    at: &Location,
    rows: &[Row],
    merged: &[Dimensions],
) -> Outcome<(usize, Vec<String>)> {
    let named = |number: u32| rows.iter().position(|row| row.number == number as usize);
    let position = part.header_row.map_or((!rows.is_empty()).then_some(0), named);
    let best = best(dataset, rows, merged);
    let position = position.ok_or_else(|| {
        let hint = best.map(|best| hint(&rows[best]));
        empty(part, at, rows).maybe_at(part.header_place.clone()).maybe_hint(hint)
    })?;
    let found = headings(rows, position, merged);
    let declared = declared_headings(dataset, &found);
    match best {
        Some(best) if declared_headings(dataset, &headings(rows, best, merged)) > declared => {
            let problem = not_the_header(at, &rows[position], declared, dataset.columns.len());
            Err(problem.hint(hint(&rows[best])).into())
        }
        _ => Ok((position, found)),
    }
}

/// The problem of a sheet without any row, or of an empty row that should be the header.
fn empty(part: &WorkbookPart, at: &Location, rows: &[Row]) -> Diagnostic {
    match part.header_row.filter(|_| !rows.is_empty()) {
        Some(row) => {
            Diagnostic::error("data::header-row", format!("row {row} of sheet `{}` is empty", at.sheet))
        }
        None => Diagnostic::error("data::empty", format!("sheet `{}` of `{}` is empty", at.sheet, at.file)),
    }
}

fn not_the_header(at: &Location, row: &Row, declared: usize, all: usize) -> Diagnostic {
    let reason = match declared {
        0 => "none of the declared headings stands in this row".to_owned(),
        some => format!("only {some} of the {all} declared headings stand in this row"),
    };
    let first = row.cells.first().map_or(0, |cell| cell.column);
    let message = format!("row {} of sheet `{}` is not the header", row.number, at.sheet);
    Diagnostic::error("data::header-row", message).at(at.place(row, first)).because(reason)
}

fn hint(row: &Row) -> String {
    format!("row {0} holds the headings; say `header_row: {0}` in the dataset", row.number)
}

/// The first row that holds the most declared headings, where any does.
fn best(dataset: &Dataset, rows: &[Row], merged: &[Dimensions]) -> Option<usize> {
    let counts =
        (0..rows.len().min(LOOKED_AT)).map(|at| declared_headings(dataset, &headings(rows, at, merged)));
    let counts: Vec<usize> = counts.collect();
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    counts.iter().position(|count| *count == most)
}

fn declared_headings(dataset: &Dataset, headings: &[String]) -> usize {
    let headed = |(name, column): &&(String, _)| {
        let column: &crate::study::schema::Column = column;
        headings.contains(&declared_heading(name, column))
    };
    dataset.columns.iter().filter(headed).count()
}

/// The headings of a row, on one line each; one that is merged with cells above it counts where it ends.
fn headings(rows: &[Row], position: usize, merged: &[Dimensions]) -> Vec<String> {
    let row = &rows[position];
    let width = row.cells.last().map_or(0, |cell| cell.column + 1);
    let mut headings = vec![String::new(); width];
    for cell in &row.cells {
        headings[cell.column] = heading(&cell.text);
    }
    for range in merged.iter().filter(|range| ends_in(range, row.number)) {
        let (top, column) = (range.start.0 as usize + 1, range.start.1 as usize);
        let above = rows[..position].iter().find(|row| row.number == top).and_then(|row| row.cell(column));
        if let Some(above) = above {
            headings.resize(headings.len().max(column + 1), String::new());
            headings[column] = heading(&above.text);
        }
    }
    headings
}

/// Whether a merged range begins above a row, given by its number from 1, and reaches it.
fn ends_in(range: &Dimensions, number: usize) -> bool {
    (range.start.0 as usize + 1) < number && range.end.0 as usize + 1 >= number
}

/// Refuses merged cells below the header that reach a row that counts: one value would stand for several cells, all but one
/// of them empty.
pub fn refuse_merged(
    at: &Location,
    rows: &[Row],
    fields: &[usize],
    merged: &[Dimensions],
    counts: impl Fn(usize) -> bool,
) -> Outcome<()> {
    let mut problems = Diagnostics::default();
    for range in merged {
        let columns = range.start.1 as usize..=range.end.1 as usize;
        let is_used = fields.iter().any(|field| columns.contains(field));
        let found = rows.binary_search_by_key(&(range.start.0 as usize + 1), |row| row.number);
        let reached = |from: usize| {
            let last = range.end.0 as usize + 1;
            (from..rows.len()).take_while(|&row| rows[row].number <= last).any(&counts)
        };
        if let Ok(from) = found
            && let row = &rows[from]
            && is_used
            && reached(from)
            && row.cell(*columns.start()).is_some()
            && problems.0.len() < TOLD
        {
            problems.push(merged_cells(at, row, range));
        }
    }
    problems.into_outcome(())
}

fn merged_cells(at: &Location, row: &Row, range: &Dimensions) -> Diagnostic {
    let (height, width) = (range.end.0 - range.start.0 + 1, range.end.1 - range.start.1 + 1);
    let (rows, columns) =
        (if height == 1 { "row" } else { "rows" }, if width == 1 { "column" } else { "columns" });
    Diagnostic::error("data::merged", "cells below the header are merged")
        .at(at.place(row, range.start.1 as usize))
        .because(format!("this value stands for {height} {rows} and {width} {columns}"))
        .hint("unmerge them in the workbook and fill in every cell")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_over_two_rows_counts_in_the_lower_one() {
        let rows =
            [Row::of(3, &[(0, "Kode\nunit"), (1, "Triwulan I")]), Row::of(4, &[(1, " UP "), (2, "TUP")])];
        let merged = [Dimensions::new((2, 0), (3, 0)), Dimensions::new((2, 1), (2, 2))];
        assert_eq!(headings(&rows, 1, &merged), ["Kode unit", "UP", "TUP"]);
        assert_eq!(headings(&rows, 0, &merged), ["Kode unit", "Triwulan I"]);
    }
}
