"""Make-up: galleys become documents, with names, notes at their end, and links that know where.

A document above `LIMIT` bytes continues in a second one: reading systems, e-ink readers above
all, lay out a document as a whole before they show its first page.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Final

from bookmaker.markup.frame import Frame, document
from bookmaker.markup.galley import HEADING_ID, MARK, START_ID, Composition, Galley, Line, Piece
from bookmaker.markup.xml import attribute
from bookmaker.publication import ContentDocument, SourceLine

LIMIT: Final = 250_000
"""Bytes of a document before it continues in another."""
_FRAME_SIZE: Final = 1_500  # what surrounds the text of a document, with room to spare
_SLUG: Final = re.compile(r"[a-z0-9]+")
_SLUG_LENGTH: Final = 40
_TARGET: Final = re.compile(f"{MARK}(\\d+){MARK}")


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Documents in reading order; for each galley the name of its first; block places."""

    documents: tuple[ContentDocument, ...]
    names: tuple[str, ...]
    sources: tuple[SourceLine, ...]


@dataclass(slots=True)
class _Page:
    """A document before its links are known."""

    name: str
    galley: Galley
    pieces: list[Piece]
    asides: list[Piece]
    continues: bool


@dataclass(slots=True)
class _Namer:
    """Gives each galley a file name that says what it holds."""

    chapters: int
    taken: dict[str, int] = field(default_factory=dict)

    def name(self, galley: Galley) -> str:
        """Return the name, without folder and extension, of the document that a galley makes."""
        role = galley.role
        if role == "other":
            title = galley.title if galley.has_heading else ""
            folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
            role = f"section-{'-'.join(_SLUG.findall(folded.lower()))[:_SLUG_LENGTH]}".strip("-")
        number = self.taken[role] = self.taken.get(role, 0) + 1
        if role == "chapter":
            return f"chapter-{number:0{max(2, len(str(self.chapters)))}}"
        if role == "part":
            return f"part-{number}"
        return role if number == 1 else f"{role}-{number}"


def make_up(composition: Composition, galleys: list[Galley]) -> MadeUp:
    """Make documents of galleys."""
    pages, names = _pages(galleys)
    places = {
        key: (page.name, own)
        for page in pages
        for piece in chain(page.pieces, page.asides)
        for key, own in piece.anchors
    }
    links = _Links(composition.targets, places)
    documents = tuple(_document(composition, page, links) for page in pages)
    return MadeUp(documents, names, tuple(chain.from_iterable(map(_sources, pages))))


def _pages(galleys: list[Galley]) -> tuple[list[_Page], tuple[str, ...]]:
    """Name the documents of every galley."""
    namer = _Namer(sum(galley.role == "chapter" for galley in galleys))
    pages, names = [], []
    for galley in galleys:
        stem = namer.name(galley)
        names.append(f"text/{stem}.xhtml")
        for number, pieces in enumerate(_continuations(galley)):
            name = f"text/{stem}-continued-{number}.xhtml" if number else names[-1]
            pages.append(_Page(name, galley, pieces, _asides(galley, pieces), number > 0))
    return pages, tuple(names)


def _continuations(galley: Galley) -> Iterator[list[Piece]]:
    """Yield the pieces of each document that a galley makes: almost always one."""
    room = LIMIT - _FRAME_SIZE
    filled, pieces = 0, list[Piece]()
    for scene in _scenes(galley.pieces):
        sizes = [_size(galley, piece) for piece in scene]
        if pieces and filled + sum(sizes) > room:
            yield pieces
            filled, pieces = 0, []
        for piece, size in zip(scene, sizes, strict=True):
            if pieces and filled + size > room and not piece.opens_scene:
                yield pieces
                filled, pieces = 0, []
            pieces.append(piece)
            filled += size
    yield pieces


def _scenes(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces of each scene; a heading stays with the first."""
    scene: list[Piece] = []
    for piece in pieces:
        if piece.opens_scene and scene:
            yield scene
            scene = []
        scene.append(piece)
    if scene:
        yield scene


def _size(galley: Galley, piece: Piece) -> int:
    """Return the bytes that a piece and the notes it calls take."""
    notes = sum(_bytes(galley.asides[number].html) for number in piece.calls)
    return _bytes(piece.html) + notes


def _bytes(text: str) -> int:
    return len(text) + 1 if text.isascii() else len(text.encode("utf-8", "replace")) + 1


def _asides(galley: Galley, pieces: list[Piece]) -> list[Piece]:
    """Return the notes that `pieces` call, and those that these call, in the order of numbers."""
    numbers = [number for piece in pieces for number in piece.calls]
    for number in numbers:  # a note that calls another makes this list longer
        numbers.extend(galley.asides[number].calls)
    return [galley.asides[number] for number in sorted(numbers)]


def _sources(page: _Page) -> Iterator[SourceLine]:
    """Yield where each block of a document was typed, for those that were."""
    ordinals = count()
    lines: Iterator[Line] = chain.from_iterable(p.lines for p in chain(page.pieces, page.asides))
    for ordinal, line in zip(ordinals, lines, strict=False):
        if line is not None:
            yield SourceLine(page.name, ordinal, *line)


@dataclass(frozen=True, slots=True)
class _Links:
    """Knows where each stand-in for an address leads."""

    targets: list[str]
    places: dict[str, tuple[str, str]]

    def resolve(self, html: str, name: str) -> str:
        """Return the markup of document `name` with real addresses."""
        if MARK not in html:
            return html
        return _TARGET.sub(lambda match: self._href(self.targets[int(match[1])], name), html)

    def _href(self, key: str, name: str) -> str:
        # The id of something that came out empty may be at the end of a book, in no document.
        target, own = self.places.get(key, (name, START_ID))
        if target == name:
            return f"#{attribute(own)}"
        file = target.removeprefix("text/")
        return file if own == START_ID else f"{file}#{attribute(own)}"


def _document(composition: Composition, page: _Page, links: _Links) -> ContentDocument:
    """Return a finished document."""
    galley = page.galley
    html = document(_frame(composition, page), _body(composition, page))
    return ContentDocument(
        name=page.name,
        role=galley.role,
        matter=galley.matter,
        title=galley.title,
        xhtml=links.resolve(html, page.name).encode("utf-8"),
        continues=page.continues,
        words=sum(piece.words for piece in chain(page.pieces, page.asides)),
    )


def _body(composition: Composition, page: _Page) -> str:
    """Return the blocks of a document, its notes after them."""
    blocks = [piece.html for piece in page.pieces]
    if page.asides:
        label = attribute(composition.words["notes"])
        blocks.append(f'<section class="notes" epub:type="footnotes" aria-label="{label}">')
        blocks += [piece.html for piece in page.asides]
        blocks.append("</section>")
    return "\n".join([html for html in blocks if html])


def _frame(composition: Composition, page: _Page) -> Frame:
    """Return what stands around the text of a document."""
    galley = page.galley
    title = attribute(galley.title)
    has_heading = galley.has_heading and not page.continues
    name = f'aria-labelledby="{HEADING_ID}"' if has_heading else f'aria-label="{title}"'
    name_of_class = "notes general-notes" if galley.role == "notes" else galley.role
    classes = f"{name_of_class} continues" if page.continues else name_of_class
    attributes = [f'id="{START_ID}"', f'class="{classes}"']
    if galley.epub_type and not page.continues:
        attributes.append(f'epub:type="{galley.epub_type}"')
    if galley.aria_role and not page.continues:
        attributes.append(f'role="{galley.aria_role}"')
    return Frame(galley.title, composition.language, galley.matter, " ".join([*attributes, name]))
