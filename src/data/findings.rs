//! What was read of a dataset, under the names that `results.json` keeps fixed.

use crate::locale::Text;
use crate::study::schema::Origin;
use serde::{Deserialize, Serialize};

/// What was read of a dataset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DatasetFindings {
    /// The dataset's name in the study.
    pub name: String,
    /// The file, as the study names it.
    pub file: String,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// The number of bytes of the file.
    pub bytes: usize,
    /// The sheet that was read, when the file is a workbook.
    pub sheet: Option<String>,
    /// The row of the sheet that holds the headings, from 1, when the file is a workbook.
    pub header_row: Option<usize>,
    /// Where the data come from.
    pub origin: Origin,
    /// The source in words, as Markdown, in both languages.
    pub source: Text,
    /// The number of rows in the file, without the header.
    pub rows_read: usize,
    /// The number of rows left out.
    pub rows_dropped: usize,
    /// The number of rows analysed.
    pub rows_analysed: usize,
    /// Why rows were left out, and how many.
    pub reasons: Vec<Reason>,
    /// Columns whose codes were filled up with zeros, as their `digits` declare.
    pub codes_padded: Vec<Padded>,
    /// Headings in the file that the study does not declare.
    pub columns_ignored: Vec<String>,
}

/// A column of codes that had lost zeros at their beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Padded {
    /// The column.
    pub column: String,
    /// What the report calls the column, in both languages.
    pub labels: Text,
    /// How many digits its codes have.
    pub digits: u8,
    /// The number of rows whose code was filled up.
    pub rows: usize,
}

/// A reason for leaving rows out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The column whose value was missing; empty where a condition was not met.
    pub column: String,
    /// What the report calls the column, in the report's language, or the condition.
    pub label: String,
    /// The condition that was not met, as the study's `where` writes it.
    pub condition: Option<String>,
    /// The number of rows.
    pub rows: usize,
}
