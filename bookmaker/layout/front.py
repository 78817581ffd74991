"""What a printed book adds of its own: the half-title and the printed contents."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.edition import Edition
from bookmaker.layout import type_metrics
from bookmaker.layout.geometry import geometry
from bookmaker.layout.tree import (
    add_class,
    has_class,
    make,
    parents,
    take_out,
    text_of,
    with_class,
)
from bookmaker.layout.view import SectionView, View
from bookmaker.publication import NavPoint, Publication

# What a contents page is called; a language that is not here says it in English.
CONTENTS: Final = {
    "ca": "Índex", "cs": "Obsah", "cy": "Cynnwys", "da": "Indhold", "de": "Inhalt",
    "el": "Περιεχόμενα", "en": "Contents", "es": "Índice", "eu": "Aurkibidea", "fi": "Sisällys",
    "fr": "Table des matières", "ga": "Clár", "gl": "Índice", "he": "תוכן", "hu": "Tartalom",
    "is": "Efnisyfirlit", "it": "Indice", "ja": "目次", "la": "Index", "nb": "Innhold",
    "nl": "Inhoud", "nn": "Innhald", "no": "Innhold", "pl": "Spis treści", "pt": "Índice",
    "ro": "Cuprins", "ru": "Содержание", "sv": "Innehåll", "tr": "İçindekiler", "uk": "Зміст",
    "zh": "目录",
}  # fmt: skip
# Pages that a reader does not look up: they come before the contents or hold a line or two.
UNLISTED: Final = frozenset(
    {"title-page", "copyright-page", "dedication", "epigraph", "content-warning", "colophon"}
)
FEWEST_CHAPTERS: Final = 2  # below them there is nothing to look up
FEWEST_ENTRIES: Final = 4  # unless so much stands before and after
HEADING_ROWS, CLOSE_HEADING_ROWS = 7, 3  # lines that the heading takes, in the sheet
TAIL: Final = 4  # entries that go over to a last page together
_ENTRY_MARGINS: Final = 4.5  # ems: hanging indent and room for the folio


def half_title(title: str) -> Element:
    """Return the leaf that shows the title alone."""
    section = make(None, "section", "half-title front-matter")
    section.set("id", "half-title")
    make(section, "p", "book-title", title)
    return section


def contents(publication: Publication, view: View, edition: Edition) -> Element | None:
    """Return the printed contents, not yet numbered; None where there is nothing to look up."""
    by_name = {each.document.name: each for each in view.sections}
    section = make(None, "section", "contents front-matter")
    section.set("id", "contents")
    language = publication.metadata.language.partition("-")[0].lower()
    make(section, "h1", "contents-heading", CONTENTS.get(language, CONTENTS["en"]))
    entries = make(section, "div", "entries")
    _list(entries, publication.toc, by_name, 0)
    chapters = sum(1 for _ in with_class(section, "entry-body"))
    if chapters < FEWEST_CHAPTERS and len(entries) < FEWEST_ENTRIES:
        return None
    _mark_shape(section, edition)
    return section


def number_contents(section: Element, folios: Mapping[str, str]) -> bool:
    """Set the page numbers of the printed contents; say whether any changed.

    Args:
        section: the contents.
        folios: of the page on which each id stands.
    """
    changed = False
    for entry in with_class(section, "folio"):
        folio = folios.get(entry.get("href", "").removeprefix("#"), "")
        changed = changed or folio != (entry.text or "")
        entry.text = folio
    return changed


def _list(
    entries: Element, points: tuple[NavPoint, ...], by_name: dict[str, SectionView], depth: int
) -> None:
    for point in points:
        each = by_name.get(point.href.partition("#")[0])
        if each is not None and each.document.role not in UNLISTED:
            _entry(entries, point, each, depth)
        _list(entries, point.children, by_name, depth + 1)


def _entry(entries: Element, point: NavPoint, each: SectionView, depth: int) -> None:
    kind = "part" if each.document.role == "part" else each.document.matter
    line = make(entries, "p", f"entry depth-{min(depth, 2)} entry-{kind}")
    target = f"#{each.prefix}start"
    folio = make(line, "a", "folio")
    folio.set("href", target)
    words = make(line, "a", "words")
    words.set("href", target)
    for name in ("number", "title"):
        _copy_of_heading(words, each.section, name)
    if len(words) == 0:
        words.text = point.title


def _copy_of_heading(words: Element, section: Element, name: str) -> None:
    """Set number or title as the chapter's heading has it, italics and all, on one line."""
    heading = next(section.iter("h1"), None)
    source = None
    if heading is not None:
        source = next((e for e in heading.iter() if has_class(e, name)), None)
    if source is None:
        return
    copy = deepcopy(source)
    copy.tail = " "
    copy.set("class", f"entry-{name}")
    if has_class(source, "capitals"):
        add_class(copy, "capitals")
    _plain(copy)
    words.append(copy)


def _plain(copy: Element) -> None:
    """Take out of a heading's copy what must not stand twice: ids, notes, line ends."""
    above = parents(copy)
    for element in list(copy.iter()):
        element.attrib.pop("id", None)
        if has_class(element, "noteref") or has_class(element, "footnote"):
            take_out(element, above[element])
        elif element.tag == "br":
            element.tail = " " + (element.tail or "").lstrip()
            take_out(element, above[element])
        elif element.tag == "a":
            element.tag = "span"
            element.attrib.pop("href", None)


def _mark_shape(section: Element, edition: Edition) -> None:
    """Fit a list that is a little too long to its page; let none of it go over alone."""
    page = geometry(edition, 1)
    entries = list(section[1])
    width = page.measure / edition.size - _ENTRY_MARGINS
    rows = sum(1 + int(type_metrics.width(text_of(e), edition.face) / width) for e in entries)
    parts = [entry for entry in entries if has_class(entry, "entry-part")]
    if parts:
        add_class(section, "parted")
    rows += len(parts)
    if page.lines - HEADING_ROWS < rows <= page.lines - CLOSE_HEADING_ROWS:
        add_class(section, "close")
    elif rows > page.lines - HEADING_ROWS:
        for entry in entries[1 - TAIL :]:
            add_class(entry, "tail")
