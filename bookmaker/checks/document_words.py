"""The words of finished XHTML documents, read back from the archive (docs/markup.md).

What the product supplied (class `supplied`), note numbers and back links are left out; notes are
told apart from the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from lxml import etree

from bookmaker.checks.archive import Archive, beside
from bookmaker.checks.xml import CONTAINER, OPF, OPS, XHTML, MarkupError, parse

_OURS: Final = frozenset({"supplied", "noteref", "backlink"})
_SKIPPED: Final = frozenset({"cover", "nav", "contents"})

# Elements that never part a word; any other element does.
_WITHIN: Final = frozenset(
    XHTML + name
    for name in (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "dfn", "em", "i", "kbd", "mark", "q"),
        *("s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr", "ruby"),
    )
)


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """One document: where it belongs, its text without notes, and each note's text."""

    name: str
    matter: str
    role: str
    text: str
    notes: tuple[str, ...]


def spine_words(path: Path) -> Iterator[DocumentWords]:
    """Yield the words of each spine document of the EPUB at `path`, in reading order.

    Raises:
        ArchiveError, MarkupError: the EPUB cannot be read.
    """
    with Archive(path) as archive:
        for name in spine(archive):
            yield document_words(name, archive.read(name))


def spine(archive: Archive) -> list[str]:
    """Return the archive paths of the spine's documents in order.

    Raises:
        ArchiveError, MarkupError: container or package document cannot be read.
    """
    container = parse(archive.read("META-INF/container.xml"))
    rootfile = container.find(f".//{CONTAINER}rootfile")
    package = rootfile.get("full-path", "") if rootfile is not None else ""
    opf = parse(archive.read(package))
    hrefs = {item.get("id", ""): item.get("href", "") for item in opf.iter(f"{OPF}item")}
    names = (hrefs.get(ref.get("idref", ""), "") for ref in opf.iter(f"{OPF}itemref"))
    return [beside(package, unquote(name)) for name in names]


def document_words(name: str, xhtml: bytes) -> DocumentWords:
    """Return the words of one document.

    Raises:
        MarkupError: it is not well-formed.
    """
    body = parse(xhtml).find(f"{XHTML}body")
    if body is None:
        raise MarkupError("it has no body")
    section = body.find(f".//{XHTML}section")  # Kobo's form has two boxes around it
    role = (section.get("class", "") if section is not None else "").split()
    notes = [note for note in body.iter(f"{XHTML}aside") if "footnote" in _kind(note)]
    told = tuple(_text(note) for note in notes)
    aside = frozenset(notes)
    return DocumentWords(name, _kind(body), role[0] if role else "", _text(body, aside), told)


def counts(document: DocumentWords) -> bool:
    """Whether a document holds words of the author: cover, nav and contents page do not."""
    return document.role not in _SKIPPED and bool(document.matter)


def _kind(element: etree._Element) -> str:
    return element.get(f"{OPS}type", "")


def _text(root: etree._Element, without: frozenset[etree._Element] = frozenset()) -> str:
    """Return the characters of an element, a space where an element parts words."""
    found: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element in without or not _OURS.isdisjoint(element.get("class", "").split()):
                walk.skip_subtree()
            else:
                found += (_before(element), element.text or "")
        elif element is not root:
            found += ("" if element.tag in _WITHIN else " ", element.tail or "")
    return "".join(found)


def _before(element: etree._Element) -> str:
    if element.tag == f"{XHTML}img":
        return f" {element.get('alt', '')} "
    return "" if element.tag in _WITHIN else " "
