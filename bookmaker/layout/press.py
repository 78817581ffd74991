"""From Publication to PrintRun: the steps of stage 4 in their order."""

from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.diagnostics import Diagnostic
from bookmaker.edition import Edition
from bookmaker.errors import BookmakerError
from bookmaker.layout import coverage, front, heads, sheet, type_metrics, weasy
from bookmaker.layout.drop_cap import drop_cap
from bookmaker.layout.geometry import Geometry, binding_doubts, geometry, least_gutter
from bookmaker.layout.lead_in import set_lead_in
from bookmaker.layout.linebreaking import Fitting
from bookmaker.layout.page_map import page_map
from bookmaker.layout.tree import add_class, make
from bookmaker.layout.view import SectionView, View, heading_of, view
from bookmaker.print_run import Bookmark, PrintRun, Run, TypeArea
from bookmaker.progress import Observer, Progress
from bookmaker.publication import NavPoint, Publication

STAGE: Final = 4
# For a first guess at the page count: common words, and how full pages are (openings, dialogue).
COMMON_WORDS: Final = "and nothing that they had seen of it before that evening was quite the same "
FULLNESS: Final = 0.85
NOTE_WORDS: Final = 150  # a note before the story that takes no leaf of its own
_UNFURNISHED: Final = frozenset({"title-page", "copyright-page", "dedication", "epigraph"})


@dataclass(frozen=True, slots=True)
class Forme:
    """Everything locked up for the press: the view, the print document made of it, its script."""

    view: View
    tree: Element
    script: weasy.Script


def print_book(
    publication: Publication, edition: Edition, observer: Observer
) -> tuple[PrintRun, tuple[Diagnostic, ...]]:
    """Set the book; again, should it prove so thick that its gutter is too narrow."""
    page = geometry(edition, _guessed_pages(publication, edition))
    forme, made = _set(publication, edition, page, observer)
    if edition.margins is None and page.margins.gutter < least_gutter(len(made.pages)):
        forme, made = _set(publication, edition, geometry(edition, len(made.pages)), observer)
    return _print_run(publication, forme, made), binding_doubts(edition, len(made.pages))


def _guessed_pages(publication: Publication, edition: Edition) -> int:
    page = geometry(edition, 1)
    words = sum(document.words for document in publication.documents)
    a_word = type_metrics.width(COMMON_WORDS, edition.face) / len(COMMON_WORDS.split())
    a_page = page.lines * page.measure / edition.size / a_word * FULLNESS
    return int(words / a_page) + len(publication.documents)


# ---------------------------------------------------------------- the forme


def _set(
    publication: Publication, edition: Edition, page: Geometry, observer: Observer
) -> tuple[Forme, weasy.Typeset]:
    forme = _lock_up(publication, edition, page)
    made = weasy.typeset(
        forme.script,
        lambda number: observer(Progress(STAGE, "lay out", number, None, "pages")),
        Fitting(),
    )
    _listen_to(made)
    return forme, made


def _lock_up(publication: Publication, edition: Edition, page: Geometry) -> Forme:
    theme = sheet.theme_sheet(edition.theme)
    cap = drop_cap(edition, theme)
    book = view(publication, lambda chapter: set_lead_in(chapter, edition, page.measure, cap))
    tree = _tree(publication, edition, book, page)
    needed = coverage.characters(tree, sheet.ornament(edition, theme))
    coverage.check(needed, edition.face, book, publication)
    lent = coverage.lenders(needed, edition.face)
    css = sheet.book_sheet(edition, page, theme, lent)
    others = [f for f in (*lent, *sheet.families_named(css)) if f != edition.face]
    pictures = {
        r.name: (r.media_type, r.data)
        for r in publication.resources
        if r.media_type.startswith("image/")
    }
    folders = coverage.folders([*others, edition.face])
    script = weasy.Script(tree, css, pictures, folders)
    return Forme(book, tree, script)


def _tree(publication: Publication, edition: Edition, book: View, page: Geometry) -> Element:
    """Bring the sections together in the order of a printed book, and hang the heads on them."""
    root = make(None, "html")
    root.set("lang", book.language)
    make(make(root, "head"), "title", text=publication.metadata.title)
    body = make(root, "body")
    body.set("dir", book.direction)
    contents = front.contents(publication, book, edition) if edition.contents else None
    if edition.half_title:
        body.append(front.half_title(publication.metadata.title))
    for each in book.sections:
        if contents is not None and not _before_contents(each):
            body.append(contents)
            contents = None
        body.append(each.section)
    _mark_pages(book, edition)
    _hang_heads(publication, edition, book, page)
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


# ---------------------------------------------------------------- what was made


def _listen_to(made: weasy.Typeset) -> None:
    """Nothing the engine complains of goes unheard: a hole in the page is never shipped.

    Raises:
        BookmakerError: BM-PAGE-010; our own fault, since all was checked before.
    """
    said = (*(f"it asked for {url}" for url in made.refused), *made.complaints)
    if said:
        raise BookmakerError.because("BM-PAGE-010", None, reason="; ".join(dict.fromkeys(said)))


def _print_run(publication: Publication, forme: Forme, made: weasy.Typeset) -> PrintRun:
    areas = tuple(_type_area(page) for page in made.pages)
    anchors: dict[str, tuple[int, float]] = {}
    for index, page in enumerate(made.pages):
        for name, top in page.anchors.items():
            anchors.setdefault(name, (index, top))
    outline = _outline(publication.toc, forme.view.prefixes, anchors)
    return PrintRun((Run(made.pdf, areas),), page_map(made.pages, forme.tree, forme.view), outline)


def _type_area(page: weasy.SetPage) -> TypeArea:
    area = page.area
    notes_top = area.bottom if page.notes_top is None else page.notes_top
    return TypeArea(area.left, area.bottom, area.right, area.top, notes_top)


def _outline(
    points: tuple[NavPoint, ...], prefixes: dict[str, str], anchors: dict[str, tuple[int, float]]
) -> tuple[Bookmark, ...]:
    """Return the contents as bookmarks; an entry without a page gives way to its children."""
    marks: list[Bookmark] = []
    for point in points:
        name, _, fragment = point.href.partition("#")
        place = anchors.get(f"{prefixes.get(name, '')}{fragment or 'start'}")
        children = _outline(point.children, prefixes, anchors)
        if place is None:
            marks.extend(children)
        else:
            marks.append(Bookmark(point.title, place[0], place[1], children))
    return tuple(marks)
