"""The order of a book: which sections there are, which page each takes, what the contents list."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bookmaker.book import Book, Chapter, Epigraph, Part, Role, Section
from bookmaker.markup.galley import Composition, Galley
from bookmaker.markup.opening_pages import set_copyright_page, set_title_page
from bookmaker.markup.sections import set_book_epigraph, set_chapter, set_part, set_section
from bookmaker.markup.vocabulary import COPYRIGHT_PAGE, EPIGRAPH, PART, TITLE_PAGE
from bookmaker.markup.xml import one_line
from bookmaker.publication import Landmark, NavPoint

# Book order of the front matter, as the Chicago Manual of Style (1.4) has it; a warning comes
# before what it warns of. Roles that are not here follow, as typed.
_FRONT_ORDER: Final = (
    "content-warning",
    "dedication",
    EPIGRAPH,
    "foreword",
    "preface",
    "acknowledgments",
    "introduction",
)
_ON_OTHER_PAGES: Final = (Role.SERIES, Role.COPYRIGHT, Role.DISCLAIMER)
_NOT_LISTED: Final = (TITLE_PAGE, COPYRIGHT_PAGE)


def compose_galleys(composition: Composition) -> list[Galley]:
    """Set the whole book, a galley for each section, in reading order."""
    return [
        *_front(composition),
        *_body(composition),
        *(
            set_section(composition, section, "back")
            for section in composition.book.back
            if section.role not in _ON_OTHER_PAGES
        ),
    ]


def _front(composition: Composition) -> Iterator[Galley]:
    """Yield the front matter in book order."""
    book = composition.book
    elsewhere = [s for s in (*book.front, *book.back) if s.role in _ON_OTHER_PAGES]
    yield set_title_page(composition, elsewhere)
    if (copyright_page := set_copyright_page(composition, elsewhere)) is not None:
        yield copyright_page
    own = [section for section in book.front if section.role not in _ON_OTHER_PAGES]
    before = [section for section in own if _precedes_epigraph(section, book.epigraph)]
    after = [section for section in own if not _precedes_epigraph(section, book.epigraph)]
    for section in sorted(before, key=lambda section: _rank(section.role)):
        yield set_section(composition, section, "front")
    if book.epigraph is not None:
        yield set_book_epigraph(composition, book.epigraph)
    for section in sorted(after, key=lambda section: _rank(section.role)):
        yield set_section(composition, section, "front")


def _precedes_epigraph(section: Section, epigraph: Epigraph | None) -> bool:
    """Say whether a section stands before the epigraph; a dedication typed below it stays below."""
    typed_below = (
        section.role is Role.DEDICATION
        and epigraph is not None
        and section.span.path == epigraph.span.path
        and section.span.line > epigraph.span.line
    )
    return _rank(section.role) < _rank(EPIGRAPH) and not typed_below


def _rank(role: str) -> int:
    """Return a role's place in the front matter."""
    return _FRONT_ORDER.index(role) if role in _FRONT_ORDER else len(_FRONT_ORDER)


def _body(composition: Composition) -> Iterator[Galley]:
    """Yield parts and chapters."""
    parts = chapters = 0
    for division in _divisions(composition.book):
        if isinstance(division, Part):
            parts += 1
            yield set_part(composition, division, f"{composition.words[PART]} {parts}")
        for chapter in division.chapters if isinstance(division, Part) else (division,):
            chapters += chapter.role is Role.CHAPTER
            name = _chapter_name(composition, chapter, chapters)
            galley = set_chapter(composition, chapter, name)
            galley.within_part = isinstance(division, Part)
            yield galley


def _divisions(book: Book) -> tuple[Part | Chapter, ...]:
    """Return the body; a lone chapter without number and title is a story."""
    match book.body:
        case (Chapter(role=Role.CHAPTER, number=(), title=()) as story,):
            return (replace(story, role=Role.STORY),)
        case _:
            return book.body


def _chapter_name(composition: Composition, chapter: Chapter, ordinal: int) -> str:
    """Return what an untitled chapter is called: "Chapter 3"; a story has the book's title."""
    if chapter.role is Role.STORY:
        return one_line(composition.book.metadata.title) or composition.words["story"]
    word = composition.words[chapter.role.value]
    return f"{word} {ordinal}" if chapter.role is Role.CHAPTER else word


def contents(galleys: list[Galley], names: tuple[str, ...]) -> tuple[NavPoint, ...]:
    """Return the table of contents: `names` are the galleys' documents; chapters under parts."""
    top: list[tuple[NavPoint, list[NavPoint]]] = []
    for galley, name in zip(galleys, names, strict=True):
        point = NavPoint(galley.title, name, epub_type=galley.epub_type)
        if galley.within_part:
            top[-1][1].append(point)
        elif galley.role not in _NOT_LISTED:
            top.append((point, []))
    return tuple(replace(point, children=tuple(children)) for point, children in top)


def landmarks(
    composition: Composition, galleys: list[Galley], names: tuple[str, ...]
) -> tuple[Landmark, ...]:
    """Return the key places: title page, contents, beginning of the text, and what follows it."""
    words = composition.words
    found = [
        Landmark("titlepage", words[TITLE_PAGE], names[0]),
        Landmark("toc", words["contents"], "nav.xhtml#toc"),
    ]
    for matter in ("body", "back"):
        firsts = [n for g, n in zip(galleys, names, strict=True) if g.matter == matter]
        found += [Landmark(f"{matter}matter", words[f"{matter}matter"], n) for n in firsts[:1]]
    return tuple(found)


def uncalled_home(galleys: list[Galley]) -> Galley:
    """Return the galley that takes notes nothing calls: the last of the body."""
    return next((g for g in reversed(galleys) if g.matter == "body"), galleys[-1])
