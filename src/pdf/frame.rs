//! What a PDF looks like from outside, before anything in it is read: one cross-reference table at its end, whose
//! entries lead to different places. What is written otherwise can make a reader do the same work again and again.

use super::{MAX_FILE, Refusal, damaged};
use std::collections::BTreeSet;

/// The most objects that a PDF may have.
const MAX_OBJECTS: usize = 2_000_000;
/// The length of an entry of the table: `0000000016 00000 n` and two bytes for the end of the line.
const ENTRY: usize = 20;

/// A PDF in another form than telaah's reports have.
pub(super) fn rewritten(reason: impl Into<String>) -> Refusal {
    Refusal::new("pdf::rewritten", "the PDF is not as telaah wrote it").because(reason)
}

/// Checks the outside of a file.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.len() > MAX_FILE {
        return Err(Refusal::new("pdf::too-large", "the PDF is too large")
            .because(format!("it has {} bytes; the limit is {MAX_FILE}", bytes.len())));
    }
    if !bytes.starts_with(b"%PDF-") {
        return Err(
            Refusal::new("pdf::not-a-pdf", "the file is not a PDF").because("it does not begin with `%PDF-`")
        );
    }
    let (start, marker) = end(bytes).ok_or_else(|| damaged("its end is missing or damaged"))?;
    for at in tables(bytes) {
        if at != start && at != marker + "start".len() {
            return Err(rewritten(
                "it was changed after it was made: it has more than one cross-reference table",
            ));
        }
    }
    let table = bytes.get(start..marker).and_then(|table| table.strip_prefix(b"xref\n"));
    let Some(table) = table else {
        return Err(rewritten("its cross-reference table is not where its end says"));
    };
    entries(table, start)
}

/// Where the last table begins, as the end of the file says, and where the end begins.
fn end(bytes: &[u8]) -> Option<(usize, usize)> {
    let body = bytes.trim_ascii_end().strip_suffix(b"%%EOF")?.trim_ascii_end();
    let digits = body.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (before, number) = body.split_at(body.len() - digits);
    let marker = before.trim_ascii_end().strip_suffix(b"startxref")?.len();
    Some((std::str::from_utf8(number).ok()?.parse().ok()?, marker))
}

/// Where something stands that a reader could take for the beginning of a cross-reference table.
fn tables(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let begins = |at: &usize| {
        let after = bytes[at + 4..].strip_prefix(b" ").unwrap_or(&bytes[at + 4..]);
        matches!(after.first(), Some(b'\n' | b'\r'))
    };
    bytes.windows(4).enumerate().filter(|(_, word)| *word == b"xref").map(|(at, _)| at).filter(begins)
}

/// Checks that the entries of a table lead to different places before it.
fn entries(mut table: &[u8], start: usize) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    while let Some((count, rest)) = section(table) {
        let length = count.checked_mul(ENTRY).filter(|length| *length <= rest.len());
        let (lines, after) =
            rest.split_at(length.ok_or_else(|| damaged("its cross-reference table is cut"))?);
        for line in lines.chunks(ENTRY).filter(|line| line.get(17) == Some(&b'n')) {
            let offset =
                line.get(..10).and_then(number).ok_or_else(|| damaged("an entry of its table is wrong"))?;
            if offset >= start || !seen.insert(offset) {
                return Err(damaged("two entries of its cross-reference table lead to the same place"));
            }
        }
        table = after;
    }
    match seen.len() {
        0 => Err(damaged("its cross-reference table is empty")),
        n if n > MAX_OBJECTS => Err(damaged(format!("it has {n} objects; the limit is {MAX_OBJECTS}"))),
        _ if table.starts_with(b"trailer") => Ok(()),
        _ => Err(damaged("its cross-reference table has no end")),
    }
}

/// The number of entries of a section, and what follows its first line.
fn section(table: &[u8]) -> Option<(usize, &[u8])> {
    let line = table.iter().position(|byte| *byte == b'\n')?;
    let (_, count) = std::str::from_utf8(&table[..line]).ok()?.split_once(' ')?;
    Some((count.trim_end().parse().ok()?, &table[line + 1..]))
}

fn number(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}
