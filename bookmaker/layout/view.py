"""The print view: one tree of the whole book, derived from the Publication without a changed word.

    html ── body ── section.half-title     made here
                 ── section.title-page …   the Publication's sections, in a printed book's order
                 ── section.contents       made here
                 ── section.chapter …

Ids get their document's prefix and links follow; the cover is left out; continuations join the
section they continue; notes move to their calls; the EPUB's ISBN gives way to the printed one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.layout.easing import ease
from bookmaker.layout.notes import Foot, move_notes
from bookmaker.layout.tree import (
    BLOCKS,
    add_class,
    body_of,
    has_class,
    make,
    parents,
    take_out,
    take_out_all,
    text_of,
    with_class,
)
from bookmaker.publication import ContentDocument, Publication

# The pages that come before everything else, in the order in which a book has them.
FIRST_PAGES: Final = ("title-page", "copyright-page", "dedication", "epigraph")
OPENS_WITH_CAP: Final = frozenset({"chapter", "story", "prologue", "epilogue", "interlude"})
LONGEST_TITLE_PAGE: Final = 500  # characters: a longer one flows, for it may need another page
LONG_TITLE: Final = 44  # characters: such a title is set smaller
LONGEST_COPYRIGHT: Final = 1200  # characters: a longer one flows, for it may need another page
SHORT_EPIGRAPH: Final = 600  # characters: such an epigraph is held together as one block
LONGEST_NUMERAL: Final = 4  # letters: "XVIII" has more, but stands in a number or alone
SHORT_STANZA: Final = 8  # lines: such a stanza is not parted by a page's turn
_A_FOOT: Final = Foot()  # of a page of 5.5 x 8.5 in


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block of the print view stands in the Publication; `text` as it stands there."""

    document: str
    ordinal: int
    text: str


@dataclass(slots=True)
class SectionView:
    """A section of the book as print sees it: one document and its continuations."""

    document: ContentDocument
    section: Element
    prefix: str


@dataclass(slots=True)
class View:
    """The Publication as print sees it; `places` knows every block of the author's."""

    language: str
    direction: str
    sections: list[SectionView] = field(default_factory=list)
    places: dict[Element, Place] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)


def view(
    publication: Publication, set_opening: Callable[[Element], None], foot: Foot = _A_FOOT
) -> View:
    """Derive the print view of `publication`, its sections in the order of a printed book.

    `set_opening` sets the first words of a chapter; `foot` says which notes fit a page.
    """
    result = View(publication.metadata.language, "ltr")
    documents = [d for d in publication.documents if d.role != "cover"]
    for index, document in enumerate(documents):
        result.prefixes[document.name] = f"d{index}-"
    for document in documents:
        _add(result, document, foot)
    for each in result.sections:
        _refine(each, publication.metadata.print_isbn, set_opening)
    result.sections.sort(key=_book_order)
    return result


def _book_order(each: SectionView) -> int:
    """Sort by a printed book's order; what has no fixed place keeps its own."""
    role = each.document.role
    if each.document.matter == "front" and role in FIRST_PAGES:
        return FIRST_PAGES.index(role)
    return len(FIRST_PAGES) + ("front", "body", "back").index(each.document.matter)


def _add(result: View, document: ContentDocument, foot: Foot) -> None:
    root, body = body_of(document.xhtml)
    section = body[0]
    _number_blocks(result, document, section)
    result.direction = root.get("dir", result.direction)
    if root.get("lang", result.language) != result.language:
        section.set("lang", root.get("lang", ""))
    _undo_clutter(section)
    ease(section)
    move_notes(section, foot)
    prefix = result.prefixes[document.name]
    _localise(section, document.name, result.prefixes)
    if document.continues and result.sections:
        _join(result.sections[-1].section, section)
    else:
        add_class(section, f"{document.matter}-matter")
        result.sections.append(SectionView(document, section, prefix))


def _number_blocks(result: View, document: ContentDocument, section: Element) -> None:
    """Keep each block's ordinal and text, before anything moves (docs/markup.md, "Blocks")."""
    blocks = (element for element in section.iter() if element.tag in BLOCKS)
    for ordinal, block in enumerate(blocks):
        result.places[block] = Place(document.name, ordinal, text_of(block))


def _undo_clutter(section: Element) -> None:
    """Verse lines are blocks here: the line ends between them would stand twice."""
    for stanza in with_class(section, "stanza"):
        lines = [child for child in stanza if has_class(child, "line")]
        if len(lines) <= SHORT_STANZA:
            add_class(stanza, "keep")
        take_out_all(stanza, "br")


def _localise(section: Element, name: str, prefixes: dict[str, str]) -> None:
    """Prefix ids, let links follow, and ask for pictures by their name in the package."""
    own = prefixes[name]
    folder = name.rpartition("/")[0]
    for element in section.iter():
        if "id" in element.attrib:
            element.set("id", own + element.attrib["id"])
        if "href" in element.attrib:
            element.set("href", _target(element.attrib["href"], folder, own, prefixes))
        if "src" in element.attrib:
            element.set("src", "book:/" + _resolve(element.attrib["src"], folder))
            element.set("alt", element.get("alt") or " ")  # the engine takes "" for none at all


def _target(href: str, folder: str, own: str, prefixes: dict[str, str]) -> str:
    path, _, fragment = href.partition("#")
    if not path:
        return f"#{own}{fragment or 'start'}"
    prefix = prefixes.get(_resolve(path, folder))
    return href if prefix is None else f"#{prefix}{fragment or 'start'}"


def _resolve(path: str, folder: str) -> str:
    """Resolve `path` against `folder`, both inside the package."""
    steps = [step for step in folder.split("/") if step]
    for step in path.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _join(before: Element, continuation: Element) -> None:
    """Set a continuation as what it is: more of the section before it."""
    marker = make(before, "span", "continuation")
    marker.set("id", continuation.get("id", ""))
    before.extend(list(continuation))


def _refine(each: SectionView, print_isbn: str, set_opening: Callable[[Element], None]) -> None:
    _mark_capitals(each.section)
    for epigraph in with_class(each.section, "epigraph"):
        if epigraph.tag == "blockquote" and len(text_of(epigraph)) <= SHORT_EPIGRAPH:
            add_class(epigraph, "short")
    if each.document.role == "title-page":
        _fit_title_page(each.section)
    if each.document.role == "copyright-page":
        _swap_isbn(each.section, print_isbn)
        _stand_at_the_foot(each.section)
    if each.document.role in OPENS_WITH_CAP:
        set_opening(each.section)


def _mark_capitals(section: Element) -> None:
    """Mark titles typed in capitals: they want other sizes and more air than capitals and small."""
    for title in (*with_class(section, "title"), *with_class(section, "book-title")):
        words = text_of(title)
        if words.isupper() and sum(map(str.isalpha, words)) > LONGEST_NUMERAL:
            add_class(title, "capitals")


def _fit_title_page(section: Element) -> None:
    """Mark long titles, and a page that is sure to hold all: its publisher stands at the foot."""
    for title in with_class(section, "book-title"):
        if len(text_of(title)) > LONG_TITLE:
            add_class(title, "long")
    if len(text_of(section)) <= LONGEST_TITLE_PAGE:
        add_class(section, "short")


def _swap_isbn(section: Element, print_isbn: str) -> None:
    above = parents(section)
    for line in list(with_class(section, "isbn")):
        take_out(line, above[line])
    if print_isbn:
        line = make(section, "p", "isbn")
        label = make(line, "span", "supplied", "ISBN")
        label.tail = f" {print_isbn}"


def _stand_at_the_foot(section: Element) -> None:
    """Hold a copyright page together, so that the sheet can stand it at the foot of its page."""
    if len(text_of(section)) > LONGEST_COPYRIGHT:
        return
    lines = list(section)
    for line in lines:
        section.remove(line)
    make(section, "div", "foot").extend(lines)
    add_class(section, "short")


def heading_of(section: Element) -> tuple[str, str]:
    """Return number and title of a section's heading, each empty where it has none."""
    heading = next((element for element in section.iter("h1")), None)
    if heading is None:
        return "", ""
    number = next(with_class(heading, "number"), None)
    title = next(with_class(heading, "title"), None)
    if number is None and title is None:
        return "", _words(heading)
    return _words(number), _words(title)


def _words(element: Element | None) -> str:
    """Return the words of a heading on one line, without note calls."""
    return "" if element is None else " ".join(_without_notes(element).split())


def _without_notes(element: Element) -> str:
    if has_class(element, "noteref") or has_class(element, "footnote"):
        return ""
    inner = [
        (" " if child.tag == "br" else _without_notes(child)) + (child.tail or "")
        for child in element
    ]
    return (element.text or "") + "".join(inner)
