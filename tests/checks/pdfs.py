"""Checks reports as PDF/A-3a and PDF/UA-1: pdfs.py FILE…

page-validation judges by both standards; its rules are those of veraPDF's test corpus. What no such rule asks for, and a
reader or an archive still needs, is looked at here: that charts are described in words, headings follow each other, tables
have heads with a direction, every attachment says what it is. Ends with 1 when something is found.

One finding is looked at again. Typst ends every stream with a line feed before `endstream`; where the last byte of the
stream happens to be a carriage return, a checker that takes both for one line end finds the length a byte too long. Such a
stream is counted apart when its length is right.
"""

import pathlib
import re
import sys
import time

import page
import pikepdf

STANDARDS = {"PDF/A-3a": "3a", "PDF/UA-1": "ua1"}
RELATIONSHIPS = {"/Source", "/Data", "/Alternative", "/Supplement"}
LANGUAGES = {"id", "en"}
# What the file says of itself, in its XMP metadata.
CLAIMS = {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
LENGTH_OF_STREAM = "PDFA3A-STREAM-LENGTH-001"


# A stream that Typst wrote, up to its first byte; `endobj` keeps it within one object.
STREAM = re.compile(rb"/Length (\d+)(?:(?!endobj).)*?\bstream\r?\n", re.DOTALL)


def ending_with_return(path):
    """How many streams have the right length, and a carriage return as last byte before Typst's line feed."""
    raw = pathlib.Path(path).read_bytes()
    ends = (head.end() + int(head[1]) for head in STREAM.finditer(raw))
    return sum(raw[end - 1 : end + 10] == b"\r\nendstream" for end in ends)


def by_standards(path):
    """How many rules were applied, what fails them, and how many streams only seem to."""
    rules, found, returns = 0, [], 0
    for standard, profile in STANDARDS.items():
        report = page.validate_pdf(path, profile=profile)
        rules += report.rules.total
        if [failure.rule_id for failure in report.failures] == [LENGTH_OF_STREAM]:
            returns = ending_with_return(path)
            if returns == report.checks.failed:
                continue
        found += [f"{standard} {failure.rule_id}: {failure.message}" for failure in report.failures]
        if not report.is_compliant and not report.failures:
            found.append(f"{standard}: not compliant")
    return rules, found, returns


def elements(node, path=()):
    """Every element of the structure tree with the kinds of those around it."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child, path)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        kind = str(node.S)[1:]
        yield kind, node, path
        yield from elements(node.get("/K"), (*path, kind))


def scope(cell):
    """The direction of a table's head, from its attributes."""
    attributes = cell.get("/A", [])
    owners = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((owner.Scope for owner in owners if "/Scope" in owner), None)


def of_structure(pdf):
    """What is amiss in the structure tree."""
    found, level, counts = [], 0, {}
    for kind, element, path in elements(pdf.Root.StructTreeRoot.K):
        counts[kind] = counts.get(kind, 0) + 1
        if kind == "Figure" and not str(element.get("/Alt", "")).strip():
            found.append("a figure without alternative text")
        if kind == "TH" and scope(element) is None:
            found.append("a head of a table without a direction")
        if kind in {"TR", "TH", "TD"} and "Table" not in path:
            found.append(f"{kind} outside a table")
        if len(kind) == 2 and kind[0] == "H" and kind[1].isdigit():
            if int(kind[1]) > level + 1:
                found.append(f"{kind} follows H{level}")
            level = int(kind[1])
    if counts.get("Table", 0) != counts.get("THead", 0):
        found.append(f"{counts.get('Table', 0)} tables have {counts.get('THead', 0)} heads")
    found += [f"no {kind} at all" for kind in ("Title", "H1", "Table", "TH") if kind not in counts]
    return found, counts


def of_attachments(pdf):
    """What is amiss with the attachments."""
    names = pdf.Root.get("/Names", {}).get("/EmbeddedFiles")
    files = dict(pikepdf.NameTree(names).items()) if names is not None else {}
    associated = {str(file.UF) for file in pdf.Root.get("/AF", [])}
    found = [] if files else ["no attachment"]
    for name, file in files.items():
        stream = file.EF.get("/F")
        if file.get("/AFRelationship") not in RELATIONSHIPS:
            found.append(f"attachment {name} has no relationship")
        if "/" not in str(stream.get("/Subtype", "/"))[1:]:
            found.append(f"attachment {name} has no media type")
        if not str(file.get("/Desc", "")).strip():
            found.append(f"attachment {name} is not described")
        if str(file.UF) not in associated:
            found.append(f"attachment {name} is not associated with the document")
    return found, len(files)


def of_document(pdf):
    """What is amiss with the document as a whole."""
    root, found = pdf.Root, []
    if str(root.get("/Lang", "")).split("-")[0] not in LANGUAGES:
        found.append(f"the language is {root.get('/Lang')}")
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        found.append("it is not marked as tagged")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        found.append("viewers show the name of the file in place of its title")
    if "/Outlines" not in root:
        found.append("no outline")
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        found += [f"no {name}" for name in ("dc:title", "dc:creator", "dc:language") if not metadata.get(name)]
        said = {name: metadata.get(name) for name in CLAIMS}
        if said != CLAIMS:
            found.append(f"it claims {said}")
    return found


def main(paths):
    failed = 0
    for path in paths:
        start = time.monotonic()
        rules, found, returns = by_standards(path)
        with pikepdf.open(path) as pdf:
            in_structure, counts = of_structure(pdf)
            in_attachments, attachments = of_attachments(pdf)
            found += in_structure + in_attachments + of_document(pdf)
        for line in found:
            print(f"{path}: {line}", file=sys.stderr)
        failed += bool(found)
        seen = f"{counts.get('Figure', 0)} figures, {counts.get('Table', 0)} tables, {attachments} attachments"
        seen += f", {returns} streams that end with a carriage return" if returns else ""
        print(f"{path}: {rules} rules, {seen}, {len(found)} findings, {time.monotonic() - start:.1f} s")
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
