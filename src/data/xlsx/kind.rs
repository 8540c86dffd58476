//! What a file really is that is called a workbook and is none.

/// A kind of file, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// What it is.
    pub is: &'static str,
    /// How a workbook is made of it.
    pub remedy: &'static str,
}

/// Says what a file is by its first bytes; none where these are those of a workbook.
pub fn of(bytes: &[u8]) -> Option<Kind> {
    /// What ends the packed file that a workbook is.
    const END: &[u8] = b"PK\x05\x06";
    let start = bytes.trim_ascii_start();
    let (is, remedy) = match start {
        [] => ("the file is empty", "export or copy it again"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => (
            "it is an old Excel workbook (`.xls`) under another name",
            "open it in Excel and choose `Save As`, `Excel Workbook (*.xlsx)`; a new name alone changes nothing",
        ),
        [b'<', ..] => (
            "it is a web page or XML under another name, as some systems export for Excel",
            "open it in Excel and choose `Save As`, `Excel Workbook (*.xlsx)`",
        ),
        [b'P', b'K', 3, 4, rest @ ..] if rest.get(26..).is_some_and(|name| name.starts_with(b"mimetype")) => {
            (
                "it is a workbook of LibreOffice (`.ods`) under another name",
                "open it in LibreOffice and save it as `Excel 2007-365 (.xlsx)`",
            )
        }
        [b'P', b'K', ..] if !bytes.windows(4).any(|window| window == END) => {
            ("the end of the file is missing", "copy or download it again")
        }
        [b'P', b'K', ..] => return None,
        _ => (
            "it is no Excel workbook: these begin with `PK`",
            "if it is text, call it `.csv`; else open it in Excel and save it as `.xlsx`",
        ),
    };
    Some(Kind { is, remedy })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_how_it_begins() {
        let is = |bytes: &[u8]| of(bytes).map_or("a workbook", |kind| kind.is).to_owned();
        assert!(is(b"").contains("empty"));
        assert!(is(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]).contains("old Excel"));
        assert!(is(b"\r\n<html>").contains("web page"));
        assert!(
            is(&[b"PK\x03\x04".as_slice(), &[0; 26], b"mimetypeapplication"].concat())
                .contains("LibreOffice")
        );
        assert!(is(b"PK\x03\x04 and no more").contains("end of the file"));
        assert!(is(b"id;x\n").contains("no Excel workbook"));
        assert_eq!(is(b"PK\x03\x04 PK\x05\x06"), "a workbook");
    }
}
