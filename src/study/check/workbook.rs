//! Checks what a dataset says about a workbook, and that its file is one that telaah reads.

use super::Checker;
use crate::study::files::InputFile;
use crate::study::place::{Path, path};
use crate::study::{WorkbookPart, schema};

/// The endings of workbooks that are read.
const READ: [&str; 2] = ["xlsx", "xlsm"];
/// The endings of spreadsheets that are not.
const NOT_READ: [&str; 5] = ["xls", "xlsb", "ods", "numbers", "xltx"];

impl Checker<'_> {
    /// Whether a data file is of a kind that is read.
    pub(super) fn is_of_a_kind_that_is_read(&mut self, name: &str, file: &InputFile, at: &Path) -> bool {
        let ending = ending(name);
        let (reason, hint) = if NOT_READ.contains(&ending.as_str()) {
            (
                "of spreadsheets, telaah reads Excel workbooks (`.xlsx`)",
                "open it in Excel or LibreOffice and save it as `.xlsx`, or as CSV",
            )
        } else if !READ.contains(&ending.as_str()) && is_packed(&file.bytes) {
            (
                "it is a spreadsheet, and its name does not end in `.xlsx`",
                "if it is an Excel workbook, call it `.xlsx`; else save it as one",
            )
        } else {
            return true;
        };
        let message = format!("`{name}` is of a kind that telaah does not read");
        self.error("data::kind", at, message, reason, Some(hint.to_owned()));
        false
    }

    /// Which part of the file is read when it is a workbook.
    pub(super) fn workbook(&mut self, data: &schema::Dataset, root: &Path) -> Option<WorkbookPart> {
        let below = |key: &str| [root.clone(), path![key]].concat();
        let is_workbook = READ.contains(&ending(&data.file).as_str());
        let (reason, hint) = match is_workbook {
            true => ("the file is a workbook", "remove it; a workbook has cells, not signs between fields"),
            false => ("the file is no workbook", "remove it; in a text file the first line is the header"),
        };
        for (key, given, of_workbooks) in [
            ("separator", data.separator.is_some(), false),
            ("encoding", data.encoding != schema::Encoding::default(), false),
            ("sheet", data.sheet.is_some(), true),
            ("header_row", data.header_row.is_some(), true),
        ] {
            if given && of_workbooks != is_workbook {
                let message = format!("`{key}` does not go with `{}`", data.file);
                self.error("data::contradiction", &below(key), message, reason, Some(hint.to_owned()));
            }
        }
        let named = if data.sheet.is_some() { "sheet" } else { "file" };
        let place = self.at(&below(named));
        let header_place = data.header_row.and_then(|_| self.at(&below("header_row"))).or(place.clone());
        let part =
            WorkbookPart { sheet: data.sheet.clone(), header_row: data.header_row, place, header_place };
        is_workbook.then_some(part)
    }
}

/// What follows the last dot of a name, in small letters.
fn ending(name: &str) -> String {
    name.rsplit('.').next().unwrap_or_default().to_lowercase()
}

/// Whether bytes begin like a packed or an old Office file, which no table in plain text does.
fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1])
}
