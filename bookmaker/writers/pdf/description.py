"""What the PDF says of the book: document information, language, and the XMP packet.

ISO 32000-2, 14.3; Dublin Core and XMP as in ISO 16684-1; the ISBN as PRISM 3.0 names it.
"""

from collections.abc import Iterator
from typing import Any, Final

from pikepdf import Dictionary, Name, Pdf, String

from bookmaker.metadata import DEFAULT_MODIFIED, Metadata

PRODUCER: Final = "Bookmaker"
_PRISM: Final = "{http://prismstandard.org/namespaces/basic/3.0/}"


def describe(pdf: Pdf, metadata: Metadata, *, universal: bool = False) -> None:
    """Say what the book is; every date is the metadata's own.

    `universal` says that it is tagged as PDF/UA-1 (ISO 14289-1) asks.
    """
    moment = metadata.modified or DEFAULT_MODIFIED
    digits = "".join(char for char in moment if char.isdigit())
    info = {
        "/Title": metadata.title,
        "/Author": metadata.author_line,
        "/Subject": metadata.description,
        "/Keywords": ", ".join(_subjects(metadata)),
        "/Creator": PRODUCER,
        "/Producer": PRODUCER,
        "/CreationDate": f"D:{digits}Z",
        "/ModDate": f"D:{digits}Z",
    }
    pdf.docinfo = pdf.make_indirect(
        Dictionary({key: String(value) for key, value in info.items() if value})
    )
    pdf.Root.Lang = String(metadata.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.PageLayout = Name.TwoPageRight
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        for name, value in _properties(metadata, moment):
            if value:
                xmp[name] = value
        if universal:
            xmp["pdfuaid:part"] = "1"


def _properties(metadata: Metadata, moment: str) -> Iterator[tuple[str, Any]]:
    """Yield what XMP says: lists are ordered, sets are not."""
    yield "dc:title", metadata.title
    yield "dc:creator", [person.name for person in metadata.authors]
    yield "dc:contributor", [person.name for person in metadata.contributors]
    yield "dc:publisher", [metadata.publisher] if metadata.publisher else []
    yield "dc:rights", metadata.rights or _copyright(metadata)
    yield "dc:date", [metadata.date] if metadata.date else []
    yield "dc:description", metadata.description
    yield "dc:subject", _subjects(metadata)
    yield "dc:identifier", print_identifier(metadata)
    yield "dc:language", [metadata.language]
    yield f"{_PRISM}isbn", metadata.print_isbn
    yield f"{_PRISM}edition", metadata.edition
    yield "xmp:CreateDate", moment
    yield "xmp:ModifyDate", moment
    yield "xmp:CreatorTool", PRODUCER
    yield "pdf:Producer", PRODUCER


def print_identifier(metadata: Metadata) -> str:
    """Return what names the printed book: its own ISBN, never that of the EPUB."""
    if metadata.print_isbn:
        return f"urn:isbn:{metadata.print_isbn}"
    return "" if "isbn" in metadata.identifier.lower() else metadata.identifier


def _subjects(metadata: Metadata) -> list[str]:
    coded = [f"{one.scheme} {one.code} {one.heading}".rstrip() for one in metadata.codes]
    return [*metadata.subjects, *coded]


def _copyright(metadata: Metadata) -> str:
    said = f"{metadata.copyright_year} {metadata.copyright_holder}".strip()
    return f"Copyright © {said}" if said else ""
