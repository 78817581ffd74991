"""The pictures of a book: found in the manuscript, read, checked, made fit for readers and paper.

Every picture leaves here as PNG, JPEG or SVG, in sRGB, upright, without the notes a camera writes
into it (place, owner, comments), and named by what is in it. A picture that cannot stand in a book
is one clear error at the manuscript's line.
"""

import hashlib
import re
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from bookmaker.book import (
    Block,
    Book,
    Chapter,
    CodeBlock,
    Epigraph,
    Figure,
    Heading,
    Image,
    Inlines,
    Letter,
    List,
    Ornament,
    Paragraph,
    Part,
    Quotation,
    Scene,
    Table,
    Text,
    Verse,
    plain_text,
)
from bookmaker.diagnostics import Diagnostic, Span
from bookmaker.errors import InputError
from bookmaker.progress import Observer, ignore
from bookmaker.resources import Resolver
from bookmaker.workers import Executor, Here, Job, Within, allowances

PICTURE_LIMIT: Final = 25_000_000
"""The most bytes of a picture's file."""

_SUFFIXES: Final = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}
_SVG_START: Final = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<")
_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH: Final = 40
_MARKER: Final = 0xFF
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready for the book.

    `name` is `images/<slug>-<hash>.<suffix>`, ASCII, made of the file's name and its content: the
    same picture has the same name in every build, and equal names have equal bytes. `media_type`
    is image/png, image/jpeg or image/svg+xml; `width` and `height` are pixels (CSS pixels, SVG).
    """

    name: str
    media_type: str
    data: bytes
    width: int
    height: int


def load_picture(
    resolver: Resolver, src: str, span: Span
) -> tuple[Picture, tuple[Diagnostic, ...]]:
    """Read a picture and make it fit for the book.

    Args:
        resolver: the project's.
        src: the reference as typed.
        span: where it was typed.

    Returns:
        The picture, and what was noticed (BM-PICT-005, 006, 008).

    Raises:
        InputError: BM-PICT-001 no such file; 002 no picture; 003 above 40 megapixels; 004 broken;
            007 an SVG with a document type; BM-INPUT-006 to 012 as `Resolver.read`.
    """
    job = _job(resolver, src, span)
    picture, findings = job.work(*job.arguments, ignore)
    if picture is None:
        raise InputError(*findings)
    return picture, findings


def load_pictures(
    resolver: Resolver, book: Book, crew: Executor | None = None, patience: int = 1
) -> tuple[dict[str, Picture], tuple[Diagnostic, ...]]:
    """Load every picture of a book once, by its `src` as typed.

    Args:
        resolver: the project's.
        book: where pictures are named.
        crew: who decodes the pictures; this process unless told.
        patience: how many times the usual time they may take together.

    Returns:
        The pictures in reading order, and what was noticed. Two references to one file give
        two entries with equal pictures.

    Raises:
        InputError: with one finding for each picture that cannot stand in the book, all at once.
        OverLimitError: BM-SYS-012, the pictures take too long together.
        BookmakerError: a worker of the crew died of a picture.
    """
    places: dict[str, Span] = {}
    for src, span in picture_references(book):
        places.setdefault(src, span)
    found: dict[str, _Outcome] = {}
    read: list[str] = []
    budget = allowances.pictures(patience)

    def jobs() -> Iterator[Job[_Outcome]]:
        for src, span in places.items():
            try:
                job = _job(resolver, src, span)
            except InputError as error:
                found[src] = None, error.diagnostics
            else:
                read.append(src)
                budget.grant(allowances.picture(len(job.arguments[0]), patience))
                yield job

    for count, outcome in enumerate(Within(crew or Here(), budget).run(jobs())):
        found[read[count]] = outcome
    failures = [d for src in places if found[src][0] is None for d in found[src][1]]
    if failures:
        raise InputError(*failures)
    loaded = {src: picture for src in places if (picture := found[src][0])}
    return loaded, tuple(finding for src in places for finding in found[src][1])


_Outcome = tuple[Picture | None, tuple[Diagnostic, ...]]
"""A picture and what was noticed; no picture, and why it cannot stand in the book."""


def _job(resolver: Resolver, src: str, span: Span) -> Job[_Outcome]:
    """Return the work on one picture: its file is read here, and decoded by a worker.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        path = resolver.resolve(src, span)
        content = resolver.read(src, span, limit=PICTURE_LIMIT)
    except InputError as error:
        if error.diagnostics[0].code == "BM-INPUT-001":
            raise InputError.because("BM-PICT-001", span, path=src) from None
        raise
    arguments = (content, path.stem, src, span)
    return Job(f"the picture {src!r}", allowances.PICTURE, _prepare, arguments, span)


def _prepare(content: bytes, stem: str, src: str, span: Span, _: Observer) -> _Outcome:
    try:
        media_type, cleaned, size, findings = _clean(content, src, span)
    except InputError as error:
        return None, error.diagnostics
    name = f"images/{_slug(stem)}-{hashlib.sha256(cleaned).hexdigest()[:12]}"
    return Picture(f"{name}.{_SUFFIXES[media_type]}", media_type, cleaned, *size), findings


def place_of(name: str, book: Book) -> Span | None:
    """Return where the picture that is called `name` in the book is first named by its file."""
    for src, span in picture_references(book):
        stem = PurePosixPath(unquote(src)).stem
        if name.startswith(f"images/{_slug(stem)}-"):
            return span
    return None


def _clean(
    content: bytes, src: str, span: Span
) -> tuple[str, bytes, tuple[int, int], tuple[Diagnostic, ...]]:
    """Return media type, bytes, size and findings of a picture's file."""
    if _SVG_START.match(content):
        from bookmaker.pictures.svg import clean_svg  # noqa: PLC0415  lxml only where it is needed

        drawing, findings = clean_svg(content, src, span)
        return "image/svg+xml", drawing.content, (drawing.width, drawing.height), findings
    from bookmaker.pictures.raster import clean_raster  # noqa: PLC0415  likewise Pillow

    raster, findings = clean_raster(content, src, span)
    return raster.media_type, raster.content, (raster.width, raster.height), findings


def _slug(stem: str) -> str:
    """Return a file's name in ASCII letters and digits: "Karte von Öland" -> "karte-von-oland"."""
    ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    slug = _NOT_SLUG.sub("-", PurePosixPath(ascii_only).name).strip("-")[:_SLUG_LENGTH]
    return slug.strip("-") or "picture"


def jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a JPEG by its frame header (ITU T.81, B.2.2); None if it is none.

    Nothing is decoded, and no library is loaded.
    """
    place = 2 if content.startswith(b"\xff\xd8") else len(content)
    while place + 9 <= len(content) and content[place] == _MARKER:
        if content[place + 1] in _FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return None


# ---------------------------------------------------------------- where a book names pictures


def picture_references(book: Book) -> Iterator[tuple[str, Span]]:
    """Yield each reference to a picture with its place, in reading order, repeated ones too.

    In a hard-wrapped paragraph the place is the very line of the picture.
    """
    for section in book.front:
        yield from _in_inlines(section.title, section.span)
        yield from _in_blocks(section.blocks)
    yield from _in_epigraph(book.epigraph)
    for division in book.body:
        yield from _in_division(division)
    for section in book.back:
        yield from _in_inlines(section.title, section.span)
        yield from _in_blocks(section.blocks)
    for note in book.notes:
        yield from _in_blocks(note.blocks)


def _in_division(division: Part | Chapter) -> Iterator[tuple[str, Span]]:
    yield from _in_inlines(division.number, division.span)
    yield from _in_inlines(division.title, division.span)
    yield from _in_epigraph(division.epigraph)
    if isinstance(division, Part):
        yield from _in_blocks(division.intro)
        for chapter in division.chapters:
            yield from _in_division(chapter)
    else:
        for scene in division.scenes:
            yield from _in_scene(scene)


def _in_scene(scene: Scene) -> Iterator[tuple[str, Span]]:
    if scene.dateline:
        yield from _in_blocks((scene.dateline,))
    yield from _in_blocks(scene.blocks)


def _in_epigraph(epigraph: Epigraph | None) -> Iterator[tuple[str, Span]]:
    if epigraph:
        yield from _in_blocks(epigraph.blocks)
        yield from _in_inlines(epigraph.attribution, epigraph.span)


def _in_blocks(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Span]]:
    for block in blocks:
        if type(block) is Paragraph:
            if not _is_plain(block.inlines):
                yield from _in_paragraph(block)
        else:
            yield from _in_block(block)


def _in_block(block: Block) -> Iterator[tuple[str, Span]]:  # noqa: C901  one flat case a kind
    match block:
        case Figure():
            yield block.src, block.span
            yield from _in_inlines(block.caption, block.span)
        case Quotation() | Letter():
            yield from _in_blocks(block.blocks)
            yield from _in_inlines(getattr(block, "attribution", ()), block.span)
        case List():
            yield from _in_blocks(tuple(chain.from_iterable(block.items)))
        case Verse():
            yield from _in_verse(block)
        case Heading():
            yield from _in_inlines(block.inlines, block.span)
        case Table():
            for cell in chain(block.header, *block.rows):
                yield from _in_inlines(cell, block.span)
        case Paragraph():
            yield from _in_paragraph(block)
        case CodeBlock() | Ornament():
            return


def _in_verse(verse: Verse) -> Iterator[tuple[str, Span]]:
    for stanza in verse.stanzas:
        for line in stanza.lines:
            yield from _in_inlines(line.inlines, Span(verse.span.path, line.line))
    yield from _in_inlines(verse.attribution, verse.span)


def _in_paragraph(paragraph: Paragraph) -> Iterator[tuple[str, Span]]:
    for src, offset in _offsets(paragraph.inlines, 0):
        line = paragraph.span.line + bisect_right(paragraph.line_starts, offset)
        yield src, Span(paragraph.span.path, line)


def _in_inlines(inlines: Inlines, span: Span) -> Iterator[tuple[str, Span]]:
    if inlines and not _is_plain(inlines):
        for src, _ in _offsets(inlines, 0):
            yield src, span


def _is_plain(inlines: Inlines) -> bool:
    return len(inlines) == 1 and type(inlines[0]) is Text


def _offsets(inlines: Inlines, offset: int) -> Iterator[tuple[str, int]]:
    """Yield each picture with its offset in the flattened text (`book.plain_text`)."""
    for inline in inlines:
        if isinstance(inline, Image):
            yield inline.src, offset
        elif not isinstance(inline, Text):
            yield from _offsets(getattr(inline, "children", ()), offset)
        offset += len(plain_text((inline,)))
