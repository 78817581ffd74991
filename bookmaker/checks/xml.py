"""Parsing XML that may be hostile: no entities of its own, no network, bounded depth and size."""

from typing import Final

from lxml import etree

XHTML: Final = "{http://www.w3.org/1999/xhtml}"
OPS: Final = "{http://www.idpf.org/2007/ops}"
OPF: Final = "{http://www.idpf.org/2007/opf}"
DC: Final = "{http://purl.org/dc/elements/1.1/}"
CONTAINER: Final = "{urn:oasis:names:tc:opendocument:xmlns:container}"
XML: Final = "{http://www.w3.org/XML/1998/namespace}"


class MarkupError(Exception):
    """The bytes are no XML that may be read; `line` is where it broke, 0 if unknown."""

    def __init__(self, reason: str, line: int = 0) -> None:
        """Keep the reason, in one line."""
        super().__init__(reason)
        self.line = line


def parse(content: bytes) -> etree._Element:
    """Parse XML; a document type may be named but may declare nothing.

    Raises:
        MarkupError: it is not well-formed, or it declares entities.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 0
        raise MarkupError(str(error).partition(", line ")[0], line) from error
    info = root.getroottree().docinfo
    if info.internalDTD is not None and _declares(info.internalDTD):
        raise MarkupError("it declares entities or elements of its own")
    return root


def _declares(dtd: etree.DTD) -> bool:
    entities = dtd.iterentities()  # type: ignore[attr-defined]  # lxml-stubs do not know it
    elements = dtd.iterelements()  # type: ignore[attr-defined]  # likewise
    return any(True for _ in entities) or any(True for _ in elements)


def line_of(element: etree._Element) -> int:
    """Return the line an element begins at, from 1."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 1
