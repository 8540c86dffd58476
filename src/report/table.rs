//! The tables of the report, made of typed cells, so that a page and a workbook can both show them.

mod centers;
mod choice;
mod claims;
mod correlation;
mod members;
mod profile;
mod provenance;
mod robustness;
mod spread;
mod survey;
#[cfg(test)]
mod survey_checks;
mod survey_items;
mod survey_scores;
mod survey_tests;
mod targeting;
mod targeting_groups;
mod targeting_units;
mod targeting_what_if;
mod targets;
mod units;
mod validation;
mod words;

pub use claims::{ClaimTable, claim_tables};
pub use provenance::{Settings, provenance};
pub use words::currency;

use crate::findings::Findings;
use crate::locale::Locale;
use crate::segmentation::SegmentationFindings;
use serde::Serialize;

/// A table: a head, rows of typed cells, and what stands below.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The name under which a template finds it.
    pub name: &'static str,
    /// The columns, from the left.
    pub columns: Vec<Column>,
    /// Headings over several columns; empty, or their spans add up to the columns.
    pub groups: Vec<Group>,
    /// The rows; each has a cell per column.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the last row is a total of the others.
    pub has_total: bool,
    /// Whether rows stand in blocks: a row whose first cell is an empty text belongs to the one above.
    pub blocks: bool,
    /// Remarks that stand below, in their order.
    pub notes: Vec<String>,
    /// What it shows, and so where its data come from.
    pub subject: Subject,
    /// What a workbook holds in place of the rows of a page; none where it holds the same.
    pub listing: Option<Listing>,
}

/// What a table shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Subject {
    /// No data, but how the report was made.
    #[default]
    Report,
    /// A segmentation.
    Segmentation,
    /// A targeting.
    Targeting,
    /// A survey.
    Survey,
    /// What was published, compared with all data.
    Claims,
}

/// Rows for a workbook, where a page says the same in fewer and fuller cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// The columns, from the left.
    pub columns: Vec<Column>,
    /// The rows; each has a cell per column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The heading.
    pub label: String,
    /// The unit of measurement of all its cells; empty when there is none or when cells carry their own.
    pub unit: String,
    /// Where its cells stand.
    pub align: Align,
    /// Whether its text may break into lines.
    pub wrap: bool,
    /// Whether it holds names of files, commands and the like, whose every letter counts.
    pub mono: bool,
}

/// Where the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
    /// Short marks.
    Center,
}

/// A heading over several columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The heading; empty over columns that belong to none.
    pub label: String,
    /// The number of columns.
    pub span: usize,
}

/// A value of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A whole number of things.
    Count(usize),
    /// A number with the decimals it is printed with.
    Number {
        /// The number.
        value: f64,
        /// How many decimals are printed.
        decimals: u32,
    },
    /// A share of one, printed as a percentage.
    Percent {
        /// The share.
        share: f64,
        /// How many decimals of the percentage are printed.
        decimals: u32,
    },
    /// An amount in the study's currency.
    Money {
        /// The amount.
        amount: f64,
        /// How many decimals are printed.
        decimals: u32,
    },
    /// A p value.
    P(f64),
    /// The study's currency as a unit of measurement, which on a page the amount itself says.
    Currency,
    /// No value.
    Missing,
}

impl Cell {
    /// The cell as a page prints it.
    pub fn format(&self, locale: &Locale) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(n) => locale.count(*n),
            Self::Number { value, decimals } => locale.number(*value, *decimals),
            Self::Percent { share, decimals } => locale.percent(*share, *decimals),
            Self::Money { amount, decimals } => locale.money(*amount, *decimals),
            Self::P(p) => locale.p_value(*p),
            Self::Currency | Self::Missing => "–".to_owned(),
        }
    }

    /// The cell as it is printed under a heading that already names the unit.
    fn format_under(&self, column: &Column, locale: &Locale) -> String {
        match self {
            Self::Money { amount, decimals } if !column.unit.is_empty() => locale.number(*amount, *decimals),
            cell => cell.format(locale),
        }
    }

    fn number(value: f64, decimals: u32) -> Self {
        Self::Number { value, decimals }
    }

    fn optional(value: Option<f64>, decimals: u32) -> Self {
        value.map_or(Self::Missing, |value| Self::number(value, decimals))
    }
}

impl Column {
    /// A column of short words.
    fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), unit: String::new(), align: Align::Left, wrap: false, mono: false }
    }

    /// A column of sentences.
    fn prose(label: impl Into<String>) -> Self {
        Self { wrap: true, ..Self::text(label) }
    }

    /// A column of names of files, commands and the like.
    fn verbatim(label: impl Into<String>) -> Self {
        Self { mono: true, ..Self::text(label) }
    }

    /// A column of numbers.
    fn numeric(label: impl Into<String>) -> Self {
        Self { align: Align::Right, ..Self::text(label) }
    }

    /// The same column with a unit of measurement.
    fn in_unit(self, unit: impl Into<String>) -> Self {
        Self { unit: unit.into(), ..self }
    }

    /// The heading with its unit, as it is printed.
    pub fn heading(&self) -> String {
        if self.unit.is_empty() { self.label.clone() } else { format!("{} ({})", self.label, self.unit) }
    }
}

impl Table {
    fn new(name: &'static str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Self {
        Self {
            name,
            columns,
            groups: Vec::new(),
            rows,
            has_total: false,
            blocks: false,
            notes: Vec::new(),
            subject: Subject::default(),
            listing: None,
        }
    }

    fn about(self, subject: Subject) -> Self {
        Self { subject, ..self }
    }

    /// How many rows a workbook has of it.
    pub fn length(&self) -> usize {
        self.listing.as_ref().map_or(self.rows.len(), |listing| listing.rows.len())
    }

    fn noted(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        self.notes.extend(notes.into_iter().filter(|note| !note.is_empty()));
        self
    }

    fn in_blocks(self) -> Self {
        Self { blocks: true, ..self }
    }

    fn totalled(mut self, row: Vec<Cell>) -> Self {
        self.rows.push(row);
        self.has_total = true;
        self
    }

    /// The table with every cell written out, as templates see it.
    pub fn view(&self, locale: &Locale) -> TableView {
        let write = |row: &Vec<Cell>| {
            row.iter().zip(&self.columns).map(|(cell, column)| cell.format_under(column, locale)).collect()
        };
        TableView {
            name: self.name,
            columns: self.columns.iter().map(ColumnView::from).collect(),
            groups: self.groups.clone(),
            rows: self.rows.iter().map(write).collect(),
            has_total: self.has_total,
            blocks: self.blocks,
            notes: self.notes.clone(),
        }
    }
}

/// A table written out in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableView {
    /// The name under which a template finds it.
    pub name: &'static str,
    /// The columns, from the left.
    pub columns: Vec<ColumnView>,
    /// Headings over several columns.
    pub groups: Vec<Group>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// Whether the last row is a total of the others.
    pub has_total: bool,
    /// Whether rows stand in blocks: a row whose first cell is an empty text belongs to the one above.
    pub blocks: bool,
    /// Remarks that stand below.
    pub notes: Vec<String>,
}

/// A column written out in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnView {
    /// The heading with its unit.
    pub label: String,
    /// Where its cells stand.
    pub align: Align,
    /// Whether its text may break into lines.
    pub wrap: bool,
    /// Whether every letter of its text counts.
    pub mono: bool,
}

impl From<&Column> for ColumnView {
    fn from(column: &Column) -> Self {
        Self { label: column.heading(), align: column.align, wrap: column.wrap, mono: column.mono }
    }
}

/// Up to so many units, values, segments and distances are tables of their own; of more, a unit has one row for all.
const LISTED_APART: usize = 30;

/// Up to so many units, the keys of a segment fit into one cell, also of a workbook.
const LISTED_TOGETHER: usize = 1_000;

/// Every table of the report but the claims by place, in the order of the report.
pub fn tables(findings: &Findings, locale: &Locale) -> Vec<Table> {
    let about = |subject: Subject| move |table: Table| table.about(subject);
    let segmentation =
        findings.segmentation.iter().flat_map(|found| of_segmentation(findings, found, locale));
    let targeting = findings.targeting.iter().flat_map(|found| targeting::tables(found, locale));
    let survey = findings.positioning.iter().flat_map(|found| survey::tables(found, locale));
    let claims = findings.claims.iter().map(|found| claims::summary(found, locale));
    let mut tables: Vec<Table> = segmentation.map(about(Subject::Segmentation)).collect();
    tables.extend(targeting.map(about(Subject::Targeting)));
    tables.extend(survey.map(about(Subject::Survey)));
    tables.extend(claims.map(about(Subject::Claims)));
    tables
}

/// The tables of a segmentation, in the order of the report.
fn of_segmentation(findings: &Findings, found: &SegmentationFindings, locale: &Locale) -> Vec<Table> {
    let many = found.n > LISTED_APART;
    let mut tables = vec![
        if many { units::listing(found, locale) } else { units::data(found, locale) },
        units::descriptives(found, locale),
    ];
    tables.extend(found.choice.as_ref().map(|choice| choice::of_k(found, choice, locale)));
    // Random starts have hundreds of first centres; those of the one that was kept tell nothing.
    let given = found.start != "k-means++";
    if given {
        tables.extend([centers::initial(found, locale), centers::history(found, locale)]);
    }
    tables.extend([
        members::sizes(found, locale),
        centers::last(found, locale),
        centers::standardised(found, locale),
        centers::between(found, locale),
        spread::anova(found, locale),
    ]);
    tables.extend(found.stability.as_ref().map(|stability| robustness::stability(found, stability, locale)));
    if !found.sensitivity.is_empty() {
        tables.push(robustness::sensitivity(found, locale));
    }
    if given {
        tables.push(members::distances_initial(found, locale));
    }
    if !many {
        tables.extend([members::membership(found, locale), members::distances_final(found, locale)]);
    }
    if many && found.n <= LISTED_TOGETHER {
        tables.push(members::keys(found, findings.targeting.as_ref(), locale));
    }
    tables.push(profile::spread(found, locale));
    tables.extend(profile::markers(found, locale));
    tables.extend(correlation::correlations(found, locale));
    tables.extend(validation::tables(found, locale));
    tables
}

#[cfg(test)]
mod tests;
