//! How a study declares a table of data.

use super::{LocalText, Name, Simulation};
use crate::locale::NumberStyle;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One table of data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dataset {
    /// The data file (CSV, TSV, or a workbook: XLSX), relative to the study.
    pub file: String,
    /// The sheet of a workbook, by its name or its number from 1; not needed where there is only one.
    pub sheet: Option<SheetName>,
    /// The row of a workbook's sheet that holds the headings, from 1; the first row that is not empty when not given.
    #[schemars(range(min = 1, max = 1_048_576))]
    pub header_row: Option<u32>,
    /// Where the data come from; stands under every table and chart made of them.
    pub origin: Origin,
    /// Whether the data go into the PDF and the output folder, so that whoever receives the report can verify it.
    /// Published and simulated data do unless this says `false`; others do not unless it says `true`.
    pub share: Option<bool>,
    /// The source in words; may cite the bibliography as `[@key]`.
    pub source: LocalText,
    /// The column whose values name the rows, each value once, or the columns that do so together. Rows are sorted by it.
    pub key: Key,
    /// The sign between fields; found from the header when not given.
    #[schemars(regex(pattern = r"^(.|\\t)$"))]
    pub separator: Option<String>,
    /// How the file's letters are encoded.
    #[serde(default)]
    pub encoding: Encoding,
    /// How numbers are written in this file, where a column does not say; found per column when not given.
    pub numbers: Option<NumberStyle>,
    /// Which rows count, as a condition in SQL on the columns of the row, such as `tahun = 2025 AND kode <> 'Jumlah'`.
    /// The others are left out and counted; so is a row of which the condition cannot tell, since a value is missing.
    #[serde(rename = "where")]
    pub only: Option<String>,
    /// The columns that are used. Others in the file are left alone.
    #[schemars(length(min = 1))]
    pub columns: IndexMap<Name, Column>,
    /// How the file is drawn by `telaah simulate`, where the origin is `simulated`.
    pub simulation: Option<Simulation>,
}

/// What names the rows: a column, or several columns together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "the name of a column, or a list of columns that name a row together"))]
pub enum Key {
    /// A column whose every value stands once.
    Column(Name),
    /// Columns whose values stand once together, such as the respondent and what is rated.
    Columns(#[schemars(length(min = 1))] Vec<Name>),
}

impl Key {
    /// The columns, at least one.
    pub fn columns(&self) -> &[Name] {
        match self {
            Self::Column(name) => std::slice::from_ref(name),
            Self::Columns(names) => names,
        }
    }

    /// The first column.
    pub fn first(&self) -> &str {
        self.columns().first().map_or("", |name| name.0.as_str())
    }
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-expected" = "the name of a sheet, or its number"))]
pub enum SheetName {
    /// Its number among the worksheets, from 1.
    Number(#[schemars(range(min = 1))] u32),
    /// Its name.
    Name(String),
}

/// Where data come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Printed in a publication.
    Published,
    /// Taken from an office's administration.
    Administrative,
    /// Answers to a questionnaire.
    Survey,
    /// Drawn at random, not observed.
    Simulated,
}

/// How a file's letters are encoded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// Windows-1252, as older Excel versions write CSV.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

/// A column of a dataset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What the column holds.
    #[serde(rename = "type")]
    pub kind: ColumnType,
    /// The column's heading in the file, where it differs from the name used here.
    pub header: Option<String>,
    /// What the report calls the column.
    pub label: Option<LocalText>,
    /// The unit of measurement, such as `transaksi`.
    pub unit: Option<LocalText>,
    /// How numbers are written in this column.
    pub numbers: Option<NumberStyle>,
    /// How many digits a column of type `code` has: shorter codes are filled up with zeros, which spreadsheets drop.
    #[schemars(range(min = 1, max = 30))]
    pub digits: Option<u8>,
    /// The smallest value allowed.
    pub at_least: Option<f64>,
    /// The largest value allowed.
    pub at_most: Option<f64>,
    /// Whether every row must have a value; the key always must.
    #[serde(default)]
    pub required: bool,
    /// Cells that mean "missing", besides the empty cell: `["-", "n/a"]`.
    #[serde(default)]
    pub missing_values: Vec<String>,
    /// The values allowed in a column of type `category`.
    pub categories: Option<Vec<String>>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ColumnType {
    /// An identifier, kept as text: leading zeros survive.
    Code,
    /// Free text.
    Text,
    /// One of a few values.
    Category,
    /// A whole number, zero or more.
    Count,
    /// Any number.
    Number,
    /// An amount in the study's currency, kept exactly.
    Money,
    /// A percentage; `12,5 %` and `12,5` both are 12.5.
    Percent,
    /// A date: `2023-12-31` or `31/12/2023`.
    Date,
}

impl ColumnType {
    /// Whether the column can be computed with.
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Count | Self::Number | Self::Money | Self::Percent)
    }
}
