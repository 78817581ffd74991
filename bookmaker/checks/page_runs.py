"""What the pages of a PDF of our own say, straight from their operators.

A library that reads any PDF spends most of its time on what our own files do not have. This reads
the few operators that the layout writes (ISO 32000-2, 9.4), with the meanings that the file's own
ToUnicode maps give, in a fifth of the time; where a page has anything else it says so, and a
library is asked. It takes nothing from the build: only the finished file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pikepdf

from bookmaker.checks.glyphs import UNKNOWN, content, to_unicode

Matrix = tuple[float, float, float, float, float, float]

_IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_STRING: Final = re.compile(rb"<([0-9A-Fa-f]*)>")
_SHOWS: Final = re.compile(rb"(?<![A-Za-z0-9/])T[jJ](?![A-Za-z0-9])")
_ELSE: Final = re.compile(rb"(?:^|[\s\])>])(?:T[dD*LrsczwW]|BI|'|\")(?=\s|$)")
_MEANT: Final = re.compile(rb"/Span <</ActualText <feff((?:[0-9a-f]{4})*)>>> BDC")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters shown one after the other: `height` of their baseline in points, and `text`."""

    height: float
    text: str


class _Meanings(dict[int, str]):
    """What the codes of a face stand for; glyph 0, and what nobody told, is an empty box."""

    def __missing__(self, code: int) -> str:
        return UNKNOWN


class NotOurs(Exception):  # noqa: N818  it says that a page is to be read another way
    """A page has operators that the layout does not write."""


def page_runs(path: Path) -> Iterator[tuple[Run, ...] | None]:
    """Yield for each page of a PDF what it shows of the book, in the order of its operators.

    None stands for a page that is not written as our layout writes: it may show anything.

    Raises:
        pikepdf.PdfError: the file cannot be read.
    """
    meanings: dict[object, _Meanings] = {}
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            try:
                yield tuple(_Reader(page, meanings).runs())
            except NotOurs:
                yield None


@dataclass(slots=True)
class _Reader:
    """Reads the operators of one page."""

    page: pikepdf.Page
    meanings: dict[object, _Meanings]
    matrix: Matrix = _IDENTITY
    text_matrix: Matrix = _IDENTITY
    stack: list[Matrix] = field(default_factory=list)
    face: _Meanings | None = None
    meant: str | None = None
    marked: list[bool] = field(default_factory=list)
    before: bytes = b""
    faces: dict[bytes, _Meanings] = field(default_factory=dict)

    def runs(self) -> Iterator[Run]:
        """Yield what the page shows; artifacts, such as a table's head said again, are left out.

        Raises:
            NotOurs: it holds an operator that sets text in another way.
        """
        operators = content(self.page.obj)
        if _ELSE.search(operators) or self._draws_words():
            raise NotOurs
        shown = 0
        for line in operators.split(b"\n"):
            if line.endswith((b"TJ", b"Tj")):
                shown += 1
                run = self._show(line)
                if True not in self.marked:
                    yield run
            elif line.endswith((b"BDC", b"BMC", b"EMC")):
                self._mark(line)
            else:
                self._move(line)
            self.before = line
        if shown != len(_SHOWS.findall(operators)):
            raise NotOurs

    def _resources(self, kind: str) -> dict[str, pikepdf.Object]:
        resources = self.page.obj.get("/Resources")
        found = None if resources is None else resources.get(kind)
        return {} if found is None else dict(found)

    def _draws_words(self) -> bool:
        """Whether a form of the page may show words of its own."""
        return any(
            one.get("/Subtype") == "/Form"
            and "/Font" in one.get("/Resources", pikepdf.Dictionary())
            for one in self._resources("/XObject").values()
        )

    def _mark(self, line: bytes) -> None:
        """Hear what the file says that the glyphs to come mean (14.9.4), or frame (14.8.2.2)."""
        if not line.endswith(b"EMC"):
            self.marked.append(b"/Artifact" in (line if line != b"BMC" else self.before))
        elif self.marked:
            self.marked.pop()
        told = _MEANT.fullmatch(line)
        self.meant = (
            bytes.fromhex(told[1].decode()).decode("utf-16-be", "replace") if told else None
        )

    def _move(self, line: bytes) -> None:
        """Follow where the page's own units lie, and which face is chosen."""
        if line[:2] == b"q ":
            self.stack.append(self.matrix)
            line = line[2:]
        last = line[-2:]
        if last == b"Tm":
            self.text_matrix = _numbers(line)
        elif last == b"Tf":
            self.face = self._face(line.split()[0])
        elif last == b"cm":
            self.matrix = _times(_numbers(line), self.matrix)
        elif last == b"BT":
            self.text_matrix = _IDENTITY
        elif line == b"q":
            self.stack.append(self.matrix)
        elif line == b"Q":
            self.matrix = self.stack.pop() if self.stack else _IDENTITY

    def _face(self, name: bytes) -> _Meanings:
        if name not in self.faces:
            font = self._resources("/Font").get(name.decode("latin-1"))
            if font is None or font.get("/Subtype") != "/Type0":
                raise NotOurs
            key = font.objgen if font.is_indirect else name
            if key not in self.meanings:
                self.meanings[key] = _Meanings(to_unicode(font))
                self.meanings[key][0] = UNKNOWN
            self.faces[name] = self.meanings[key]
        return self.faces[name]

    def _show(self, line: bytes) -> Run:
        if b"(" in line or self.face is None:
            raise NotOurs
        codes = b"".join(_STRING.findall(line))
        if len(codes) % 4:
            raise NotOurs
        text = bytes.fromhex(codes.decode("ascii")).decode("utf-16-be", "surrogatepass")
        if _SURROGATES.search(text) or 4 * len(text) != len(codes):
            raise NotOurs  # glyph numbers so high are no single characters here
        place = _times(self.text_matrix, self.matrix)
        if self.meant is None or "\0" in text:  # an empty box means nothing, whatever is told
            return Run(place[5], text.translate(self.face))
        said, self.meant = self.meant, ""
        return Run(place[5], said)


def _numbers(line: bytes) -> Matrix:
    try:
        a, b, c, d, e, f = map(float, line.split()[:-1])
    except ValueError:
        raise NotOurs from None
    return a, b, c, d, e, f


def _times(left: Matrix, right: Matrix) -> Matrix:
    """Return the matrix that does what `left` does, then what `right` does (8.3.4)."""
    a, b, c, d, e, f = left
    g, h, i, j, x, y = right
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + x,
        e * h + f * j + y,
    )
