"""The forme: the book's sections with their marks and heads, locked up for the press."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.diagnostics import Span
from bookmaker.edition import Edition
from bookmaker.layout import coverage, front, heads, sheet, type_metrics
from bookmaker.layout.drop_cap import drop_cap
from bookmaker.layout.galley import Dress
from bookmaker.layout.geometry import Geometry
from bookmaker.layout.lead_in import set_lead_in
from bookmaker.layout.notes import Foot
from bookmaker.layout.tree import add_class, make
from bookmaker.layout.view import SectionView, View, heading_of, view
from bookmaker.publication import Publication

NOTE_WORDS: Final = 150  # a note before the story that takes no leaf of its own
_UNFURNISHED: Final = frozenset({"title-page", "copyright-page", "dedication", "epigraph"})


@dataclass(frozen=True, slots=True)
class Forme:
    """Everything locked up for the press.

    `tree` is the print document of the whole book; its body holds the sections in reading order,
    of which `contents` is the one that wants page numbers. `dress` is for runs, `furniture_dress`
    for heads and folios; `html` what the print documents of runs say of themselves; `lines` where
    each of the author's blocks was typed.
    """

    view: View
    tree: Element
    contents: Element | None
    html: Mapping[str, str]
    pictures: Mapping[str, tuple[str, bytes]]
    theme: str
    lent: tuple[str, ...]
    dress: Dress
    lines: Mapping[Element, Span]


def lock_up(publication: Publication, edition: Edition, page: Geometry) -> Forme:
    """Bring the sections of `publication` together, marked, with heads, and see to its faces.

    Raises:
        InputError: BM-PAGE-001, a character has no face; BM-SET-005, no such theme.
    """
    theme = sheet.theme_sheet(edition.theme)
    cap = drop_cap(edition, theme)
    letters = page.measure / edition.size / type_metrics.letter_width(edition.face)
    foot = Foot.of(page.lines, letters)
    book = view(publication, lambda chapter: set_lead_in(chapter, edition, page.measure, cap), foot)
    html = {"title": publication.metadata.title, "lang": book.language, "dir": book.direction}
    contents = front.contents(publication, book, edition) if edition.contents else None
    tree = _tree(publication, edition, book, contents)
    _mark_pages(book, edition)
    _hang_heads(publication, edition, book, page)
    needed = coverage.characters(tree, sheet.ornament(edition, theme))
    coverage.check(needed, edition.face, book, publication)
    lent = coverage.lenders(needed, edition.face)
    css = sheet.book_sheet(edition, page, theme, lent)
    others = [f for f in (*lent, *sheet.families_named(css)) if f != edition.face]
    folders = coverage.folders((*others, edition.face))
    spaced = sheet.scene_breaks(edition, theme) == "space"
    dress = Dress(css, folders, spaced, deep=not sheet.has_feet(theme))
    pictures, lines = _pictures(publication), _lines(publication, book)
    return Forme(book, tree, contents, html, pictures, theme, lent, dress, lines)


def _lines(publication: Publication, book: View) -> dict[Element, Span]:
    """Return where each of the author's blocks was typed."""
    typed = {(s.document, s.ordinal): Span(s.path, s.line) for s in publication.sources}
    found = ((e, typed.get((place.document, place.ordinal))) for e, place in book.places.items())
    return {element: span for element, span in found if span is not None}


def furniture_dress(forme: Forme, edition: Edition, page: Geometry) -> Dress:
    """Return how heads and folios are set on pages of `page`."""
    css = sheet.furniture_sheet(edition, page, forme.theme, forme.lent)
    return Dress(css, forme.dress.font_folders)


def _pictures(publication: Publication) -> dict[str, tuple[str, bytes]]:
    return {
        r.name: (r.media_type, r.data)
        for r in publication.resources
        if r.media_type.startswith("image/")
    }


def _tree(
    publication: Publication, edition: Edition, book: View, contents: Element | None
) -> Element:
    """Bring the sections together in the order of a printed book."""
    root = make(None, "html")
    body = make(root, "body")
    if edition.half_title:
        body.append(front.half_title(publication.metadata.title))
    for each in book.sections:
        if contents is not None and not _before_contents(each):
            body.append(contents)
            contents = None
        body.append(each.section)
    return root


def _before_contents(each: SectionView) -> bool:
    return each.document.matter == "front" and each.document.role in _UNFURNISHED


def _mark_pages(book: View, edition: Edition) -> None:
    """Say which sections have pages without furniture, and with which the body opens.

    Chapters that run on share the opening's page: a page of another name would be a new page.
    """
    opening = after_part = False
    opened = False
    for each in book.sections:
        if _before_contents(each):
            add_class(each.section, "unfurnished")
        elif each.section.find(".//h1") is None:
            brief = each.document.matter == "front" and each.document.words <= NOTE_WORDS
            add_class(each.section, "unheaded", *(["brief"] if brief else []))
        if each.document.matter != "body":
            continue
        is_part = each.document.role == "part"
        if not opened:
            add_class(each.section, "opens-body")
        elif opening and not is_part and not after_part:
            add_class(each.section, "runs-on")
        if after_part:
            add_class(each.section, "after-part")
        opening = edition.chapter_opens == "run-on" and not is_part and (opening or not opened)
        opened, after_part = True, is_part


def _hang_heads(publication: Publication, edition: Edition, book: View, page: Geometry) -> None:
    part = ""
    for each in book.sections:
        number, title = heading_of(each.section)
        if each.document.role == "part":
            part = title or number
        told = heads.running_heads(each, part, publication.metadata, edition)
        for side, head in zip(("data-verso", "data-recto"), told, strict=True):
            fitted = heads.fitted(head, edition.face, edition.size, page.measure)
            each.section.set(side, fitted)
