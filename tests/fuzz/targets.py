"""What is fuzzed, and the laws that each input must keep: one function a target.

A target draws an input, hands it to the product, and raises `BrokenLawError` where a law is
broken.
`InputError` is an answer, not a failure: a stranger's input may be refused, with a reason.
"""

import io
import re
import tempfile
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import grammar
from grammar import Draw
from lxml import etree
from PIL import Image

from bookmaker import checks, intake, markup, typography
from bookmaker.checks.words import words
from bookmaker.diagnostics import Diagnostic, Severity, Span
from bookmaker.errors import InputError
from bookmaker.pictures import Picture, picture_references
from bookmaker.pictures.raster import clean_raster
from bookmaker.pictures.svg import clean_svg
from bookmaker.pipeline import Request, build
from bookmaker.project import Manuscript, StructureSettings, TypographySettings
from bookmaker.readers import read
from bookmaker.readers.decoding import decode
from bookmaker.settings import parse_settings

ACTIVE = re.compile(
    rb"<\s*script|<\s*foreignobject|\son\w+\s*=|javascript:|@import|<!ENTITY|<!DOCTYPE svg"
    rb"|href\s*=\s*[\"'](?!#)|<\s*(?:iframe|object|embed|form|input|video|audio|base|meta http)",
    re.IGNORECASE,
)


class BrokenLawError(AssertionError):
    """A law does not hold."""


def hold(law: object, message: str) -> None:
    """Raise `BrokenLawError` unless the law holds."""
    if not law:
        raise BrokenLawError(message)


def no_loss(found: tuple[Diagnostic, ...]) -> None:
    """Nothing lost, nothing invented."""
    errors = [one for one in found if one.severity is Severity.ERROR]
    hold(not errors, f"{errors[0].code if errors else ''} {errors[0] if errors else ''}")


def text(draw: Draw) -> None:
    """Plain text to documents."""
    journey(grammar.plain_text(draw), "text")


def markdown(draw: Draw) -> None:
    """Markdown to documents."""
    journey(grammar.markdown(draw), "markdown")


def journey(manuscript: str, form: str) -> None:
    """Stages 1 to 3, with the laws between them."""
    try:
        manuscript = decode(manuscript.encode("utf-8", "surrogatepass"), "m")
        taken = (Manuscript("m", manuscript, form),)
        reading = read(taken, StructureSettings())
    except InputError as error:
        hold(error.diagnostics[0].hint, "a refusal without a remedy")
        return
    no_loss(checks.conserve_reading(taken, reading))
    metadata, _ = intake.complete(reading.book.metadata, reading.book, "m")
    book = replace(reading.book, metadata=metadata)
    typeset = typography.typeset(book, TypographySettings()).book
    hold(
        typography.typeset(typeset, TypographySettings()).book == typeset,
        "typography is not idempotent",
    )
    pictures = {
        src: Picture("images/p.png", "image/png", b"x", 1, 1) for src, _ in picture_references(book)
    }
    publication = markup.render(typeset, pictures).publication
    no_loss(checks.conserve_publication(typeset, publication))
    for document in publication.documents:
        root = etree.fromstring(document.xhtml)
        hold(not list(root.iter("{*}script", "{*}iframe", "{*}object")), "active content")
        for element in root.iter():
            for key, value in element.attrib.items():
                hold(not key.startswith("on"), f"a handler: {key}")
                hold("javascript:" not in value.lower().replace(" ", ""), f"a script: {value}")


def prose(draw: Draw) -> None:
    """Typography alone, in several languages: no word changes, twice is once."""
    source = grammar.prose(draw)
    language = draw.choice(("en", "en-GB", "de", "fr", "es", "it", "nl", "pl", "sv", "x-none"))
    try:
        source = decode(source.encode("utf-8", "surrogatepass"), "m")
    except InputError:
        return
    reading = read((Manuscript("m", source, "text"),), StructureSettings())
    book = replace(reading.book, metadata=replace(reading.book.metadata, language=language))
    typeset = typography.typeset(book, TypographySettings()).book
    hold(
        typography.typeset(typeset, TypographySettings()).book == typeset,
        f"twice is not once ({language})",
    )
    before, after = (_words_of(one) for one in (book, typeset))
    hold(before == after, f"typography changed words ({language})")


def _words_of(book: object) -> list[str]:
    from bookmaker.checks.book_words import Walk  # noqa: PLC0415  a friend's door

    return [word for piece in Walk().body(book) for word in words(piece.text)]


def settings(draw: Draw) -> None:
    """A `bookmaker.toml`: understood or refused, with a line."""
    source = grammar.settings(draw)
    try:
        parse_settings(decode(source.encode(), "bookmaker.toml"), "bookmaker.toml")
    except InputError as error:
        hold(error.diagnostics[0].message, "a refusal without a reason")


def head(draw: Draw) -> None:
    """A YAML head: understood or refused, and no word of the text below it lost."""
    journey(grammar.head(draw) + "\n# One\n\nThe words of the text.\n", "markdown")


def encoding(draw: Draw) -> None:
    """Bytes that may be no text."""
    form = draw.choice(("utf-8", "utf-16", "utf-16-le", "cp1252", "utf-32", "utf-8-sig"))
    content = grammar.plain_text(draw).encode(form, "replace")
    content = grammar.damaged(draw, content)
    try:
        found = decode(content, "m")
    except InputError as error:
        place = error.diagnostics[0].span
        hold(place is not None, "a refusal without a place")
        return
    hold(found.encode("utf-8"), "no text")


KINDS = (
    *(("PNG", mode) for mode in ("RGBA", "P", "I;16", "1", "LA")),
    *(("JPEG", mode) for mode in ("RGB", "CMYK", "L")),
    *(("GIF", "P"), ("WEBP", "RGB")),
)


@cache
def _seeds() -> tuple[bytes, ...]:
    made = []
    for form, mode in KINDS:
        stream = io.BytesIO()
        exif = Image.Exif()
        exif[0x0112] = 6
        more = {"exif": exif.tobytes()} if form in {"JPEG", "WEBP"} else {}
        if form == "JPEG" and mode == "RGB":
            more["progressive"] = True
        Image.new(mode, (24, 17), 1).save(stream, form, **more)
        made.append(stream.getvalue())
    frames = [Image.new("P", (9, 9), n) for n in range(3)]
    stream = io.BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    made.append(stream.getvalue())
    return tuple(made)


def raster(draw: Draw) -> None:
    """A damaged picture: refused, or one that a strict decoder reads."""
    content = grammar.damaged(draw, draw.choice(_seeds()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            made, _ = clean_raster(content, "p", Span("m"))
        except InputError:
            return
        image = Image.open(io.BytesIO(made.content), formats=("PNG", "JPEG"))
        image.load()
    hold(image.size == (made.width, made.height), "the size is another")
    hold(not image.getexif() and "comment" not in image.info, "private notes stayed")


def svg(draw: Draw) -> None:
    """A drawing: refused, or rebuilt without anything active, and once is enough."""
    try:
        made, _ = clean_svg(grammar.svg(draw), "p", Span("m"))
    except InputError:
        return
    found = ACTIVE.search(made.content)
    hold(not found, f"active content: {found[0] if found else ''!r}")
    again, findings = clean_svg(made.content, "p", Span("m"))
    hold(again.content == made.content and not findings, "cleaning twice is not once")


def epub(draw: Draw) -> None:
    """A whole build: an EPUB that our checks find nothing wrong with, or a refusal."""
    form = draw.choice(("md", "txt"))
    manuscript = grammar.markdown(draw) if form == "md" else grammar.plain_text(draw)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "book"
        root.mkdir()
        (root / f"m.{form}").write_bytes(manuscript.encode("utf-8", "surrogatepass"))
        Image.new("L", (3, 3)).save(root / "p.png")
        if draw.randint(0, 3) == 0:
            (root / "bookmaker.toml").write_text(grammar.settings(draw), encoding="utf-8")
        else:
            (root / "bookmaker.toml").write_text('[cover]\ndesign = "none"\n', encoding="utf-8")
        try:
            made = build(Request(root, Path(folder) / "out", formats=("epub",)))
        except InputError as error:
            hold(all(one.message for one in error.diagnostics), "a refusal without a reason")
            return
        path = next(Path(folder, "out").glob("*.epub"))
        wrong = [one for one in checks.check_epub(path) if one.severity is Severity.ERROR]
        hold(not wrong, f"{wrong[0].code if wrong else ''} {wrong[0] if wrong else ''}")
        hold(made.record.artifacts, "no artifact")
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(("xhtml", "svg")):
                    hold(b"<script" not in archive.read(name).lower(), "active content")


TARGETS: dict[str, Callable[[Draw], None]] = {
    each.__name__: each
    for each in (text, markdown, prose, settings, head, encoding, raster, svg, epub)
}
