//! What stands in the cells of a sheet, how wide its columns are, and which of them stay in view.

use super::super::table::{Align, Cell, Column, Table};
use crate::locale::Locale;

/// The narrowest and the widest column, in letters.
pub const WIDTHS: (usize, usize) = (8, 48);
/// The widest column of hashes and names of files, in letters.
const WIDEST_VERBATIM: usize = 70;
/// Columns that stay in view take no more than this, in letters.
const WIDEST_FROZEN: usize = 90;
/// Of numbers that are added up, what is left of rounding where they cancel out, as a part of the greatest of a column.
const ROUNDING: f64 = 1e-13;

/// A table as rows and columns that can be sorted, filtered and taken into a pivot table.
pub struct Shape {
    /// A heading per column, no two alike.
    pub heads: Vec<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; what a page writes once over a block of rows stands in each.
    pub rows: Vec<Vec<Cell>>,
    /// The widths of the columns, in letters.
    pub widths: Vec<usize>,
    /// Whether the last row is a total of the others.
    pub has_total: bool,
}

impl Shape {
    /// The shape of a table.
    pub fn of(table: &Table, locale: &Locale) -> Self {
        let (columns, rows) = match &table.listing {
            Some(listing) => (listing.columns.clone(), listing.rows.clone()),
            None => (table.columns.clone(), filled(table)),
        };
        let groups = if table.listing.is_some() { &[][..] } else { &table.groups };
        let heads = heads(&columns, groups.iter().map(|group| (group.label.as_str(), group.span)));
        let rows = zeroed(rows, columns.len());
        let widths = widths(&heads, &columns, &rows, locale);
        let has_total = table.has_total && table.listing.is_none();
        Self { heads, columns, rows, widths, has_total }
    }

    /// Whether words follow a column of numbers, which end where the words would begin.
    pub fn is_after_numbers(&self, at: usize) -> bool {
        let align = |at: usize| self.columns.get(at).map(|column| column.align);
        at > 0 && align(at) == Some(Align::Left) && align(at - 1) == Some(Align::Right)
    }

    /// How many columns from the left say what a row is about, and stay in view: words, with numbers before them.
    pub fn frozen(&self) -> usize {
        let mut frozen = 1;
        let mut width = 0;
        for (at, column) in self.columns.iter().enumerate().take(self.columns.len() / 2) {
            width += self.widths.get(at).copied().unwrap_or(0);
            if width > WIDEST_FROZEN || (column.align == Align::Right && !self.is_after_numbers(at + 1)) {
                break;
            }
            if column.align == Align::Left {
                frozen = at + 1;
            }
        }
        frozen
    }
}

/// A heading per column: what a page groups them under stands before it, and of equal ones the later have a number.
fn heads<'a>(columns: &[Column], groups: impl Iterator<Item = (&'a str, usize)>) -> Vec<String> {
    let mut over = groups.flat_map(|(label, span)| std::iter::repeat_n(label, span));
    let mut heads: Vec<String> = Vec::new();
    for column in columns {
        let head = match over.next() {
            Some(group) if !group.is_empty() => format!("{group}: {}", column.heading()),
            _ => column.heading(),
        };
        let taken = |wanted: &String| heads.iter().any(|head| head.to_lowercase() == wanted.to_lowercase());
        let numbered = (2..).map(|n| format!("{head} ({n})"));
        let free = std::iter::once(head.clone()).chain(numbered).find(|wanted| !taken(wanted));
        heads.push(free.unwrap_or(head));
    }
    heads
}

/// The rows with what stands once over a block of them in each: sorted or filtered, a row must say what it is about.
fn filled(table: &Table) -> Vec<Vec<Cell>> {
    let mut rows = table.rows.clone();
    if !table.blocks {
        return rows;
    }
    let is_empty = |cell: &Cell| matches!(cell, Cell::Text(text) if text.is_empty());
    for row in 1..rows.len() {
        let (above, below) = rows.split_at_mut(row);
        let (Some(above), Some(below)) = (above.last(), below.first_mut()) else { continue };
        for (cell, over) in below.iter_mut().zip(above).take_while(|(cell, _)| is_empty(cell)) {
            *cell = over.clone();
        }
    }
    rows
}

/// The rows with 0 where there is only what rounding left of it.
fn zeroed(mut rows: Vec<Vec<Cell>>, columns: usize) -> Vec<Vec<Cell>> {
    for at in 0..columns {
        let values = rows.iter().filter_map(|row| match row.get(at) {
            Some(Cell::Number { value, .. }) => Some(value.abs()),
            _ => None,
        });
        let least = ROUNDING * values.fold(0.0, f64::max).max(1e-2);
        for row in &mut rows {
            if let Some(Cell::Number { value, .. }) = row.get_mut(at)
                && value.abs() < least
            {
                *value = 0.0;
            }
        }
    }
    rows
}

/// The width of every column, in letters.
fn widths(heads: &[String], columns: &[Column], rows: &[Vec<Cell>], locale: &Locale) -> Vec<usize> {
    let width = |(at, (head, column)): (usize, (&String, &Column))| {
        let cells = rows.iter().filter_map(|row| row.get(at));
        let widest = cells.map(|cell| cell.format(locale).chars().count()).max().unwrap_or(0);
        let word = head.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
        let most = if column.mono { WIDEST_VERBATIM } else { WIDTHS.1 };
        // Filters stand over the end of a heading.
        (widest + 3).max(word + 4).clamp(WIDTHS.0, most)
    };
    heads.iter().zip(columns).enumerate().map(width).collect()
}

/// How many lines a text takes in a width, in letters; words that are too long break.
pub fn lines(words: &str, width: usize) -> usize {
    let mut lines = 1;
    let mut used = 0;
    for word in words.split(' ').map(|word| word.chars().count()) {
        if used > 0 && used + 1 + word > width {
            lines += 1;
            used = 0;
        }
        lines += word / width.max(1);
        used += word + usize::from(used > 0);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::super::table::Group;
    use super::*;
    use crate::locale::Language;

    fn column(label: &str, align: Align) -> Column {
        Column { label: label.into(), unit: String::new(), align, wrap: false, mono: false }
    }

    fn table(columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
        Table {
            name: "t",
            subject: Default::default(),
            columns,
            groups: Vec::new(),
            rows,
            has_total: false,
            blocks: false,
            notes: Vec::new(),
            listing: None,
        }
    }

    fn shape(table: &Table) -> Shape {
        Shape::of(table, &Locale { language: Language::En, currency: "IDR".into() })
    }

    #[test]
    fn one_row_of_headings_says_what_groups_say_on_a_page() {
        let heads = ["Place", "n", "Mean", "n", "Mean"].map(|label| column(label, Align::Right));
        let mut grouped = table(heads.to_vec(), Vec::new());
        let group = |label: &str, span| Group { label: label.into(), span };
        grouped.groups = vec![group("", 1), group("Short of", 2), group("Above", 2)];
        let expected = ["Place", "Short of: n", "Short of: Mean", "Above: n", "Above: Mean"];
        assert_eq!(shape(&grouped).heads, expected);
        grouped.groups.clear();
        assert_eq!(shape(&grouped).heads, ["Place", "n", "Mean", "n (2)", "Mean (2)"]);
    }

    #[test]
    fn what_rounding_left_of_nothing_is_nothing_and_what_is_small_stays() {
        let cell = |value: f64| vec![Cell::Number { value, decimals: 3 }, Cell::P(value)];
        let left = table(
            vec![column("a", Align::Right), column("p", Align::Right)],
            vec![cell(0.044), cell(5.55e-17), cell(2e-9)],
        );
        let rows = shape(&left).rows;
        let zero = Cell::Number { value: 0.0, decimals: 3 };
        assert_eq!((rows[0][0].clone(), &rows[1][0]), (Cell::Number { value: 0.044, decimals: 3 }, &zero));
        assert_eq!(rows[1][1], Cell::P(5.55e-17), "a probability is what it is");
        assert_eq!(rows[2][0], Cell::Number { value: 2e-9, decimals: 3 });
    }

    #[test]
    fn the_columns_that_name_a_row_stay_in_view() {
        let of = |aligns: &[Align]| {
            shape(&table(aligns.iter().map(|align| column("x", *align)).collect(), Vec::new())).frozen()
        };
        use Align::{Left, Right};
        assert_eq!(of(&[Right, Left, Left, Left, Right, Right, Right, Right]), 4);
        assert_eq!(of(&[Left, Right, Left, Left, Right, Right, Right, Right]), 4);
        assert_eq!(of(&[Left, Right, Right, Right]), 1);
        assert_eq!(of(&[Left, Left]), 1);
        assert_eq!(of(&[Right, Right, Right]), 1);
    }

    #[test]
    fn lines_are_counted_as_they_break() {
        assert_eq!([lines("", 8), lines("one two", 8), lines("one two three", 8)], [1, 1, 2]);
        assert_eq!(lines("Tanpa lonjakan triwulan II", 10), 4);
        assert_eq!(lines(&"x".repeat(20), 8), 3);
    }
}
