"""Pages: the content of all runs at its place, blanks between, heads and folios over it.

A page's content is moved by a transformation before it; its furniture follows as an artifact
(ISO 32000-1, 14.8.2.2), so that what is read aloud is the book's text alone.
"""

import io
import re
import zlib
from contextlib import ExitStack
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from bookmaker.edition import TrimSize
from bookmaker.print_run import PrintRun, Run

_SMALLEST: Final = 9  # zlib's level
_KEPT: Final = frozenset(("/Type", "/Parent", "/MediaBox", "/TrimBox", "/BleedBox"))
_OWN: Final = ("/XObject", "/Pattern", "/Shading")  # resources that a run has for itself
_BY_NAME: Final = ("/ExtGState", "/ColorSpace")  # the same in all runs: the name says what it sets
_NUMBERED: Final = re.compile(r"/s\d+")  # but for these states
_MOVED: Final = b"q 1 0 0 1 %.4f 0 cm\n%b\nQ"
_ARTIFACT: Final = b"\n/Artifact <</Type /Pagination>> BDC\nq\n%b\nQ\nEMC"
_NOTHING: Final = re.compile(rb"(?:[-+.\d\s]+cm\b|[qQ\s])*")


def bind(pdf: Pdf, print_run: PrintRun, trim: TrimSize, fonts: Object) -> ExitStack:
    """Add all pages to `pdf`, without tags, links and outline.

    Args:
        pdf: the file, empty so far.
        print_run: what was laid out.
        trim: the size of blank pages.
        fonts: the faces of the book by the names that content has for them.

    Returns:
        What must stay open until `pdf` is saved: its pictures are read then.
    """
    binder = _Binder(pdf, fonts)
    if print_run.furniture:
        binder.take_furniture(print_run.furniture)
    for run in print_run.runs:
        while len(pdf.pages) < run.first:
            pdf.pages.append(_blank(pdf, trim))
        binder.add(run)
    return binder.sources


def _blank(pdf: Pdf, trim: TrimSize) -> Page:
    box = Array([0, 0, trim.width, trim.height])
    page = Dictionary(Type=Name.Page, MediaBox=box, TrimBox=box, BleedBox=box)
    page.Resources = Dictionary()
    return Page(pdf.make_indirect(page))


class _Binder:
    """Puts pages together; `sources` are the runs' files that are still asked for pictures."""

    def __init__(self, pdf: Pdf, fonts: Object) -> None:
        """Begin with an empty file and the book's faces."""
        self.sources = ExitStack()
        self._pdf = pdf
        self._furniture: dict[int, bytes] = {}
        self._form_resources: Object | None = None
        self._shared = pdf.make_indirect(
            Dictionary(
                Font=fonts, ExtGState=Dictionary(), ColorSpace=Dictionary(), XObject=Dictionary()
            )
        )

    def take_furniture(self, content: bytes) -> None:
        """Keep heads and folios, from a PDF of as many pages as the book has."""
        source = self.sources.enter_context(Pdf.open(io.BytesIO(content)))
        resources = self._resources(source.pages[0].obj.Resources)
        self._form_resources = None if resources is self._shared else resources
        for number, page in enumerate(source.pages):
            shown = page.obj.Contents.read_bytes()
            if not _NOTHING.fullmatch(shown):
                self._furniture[number] = shown

    def add(self, run: Run) -> None:
        """Add a run's pages, their content moved to its place, furniture last."""
        source = Pdf.open(io.BytesIO(run.pdf))
        bodies = [page.obj.Contents.read_bytes() for page in source.pages]
        own = source.pages[0].obj.Resources
        for page in source.pages:
            for key in set(page.obj.keys()) - _KEPT:
                del page.obj[key]
        self._pdf.pages.extend(source.pages)
        resources = self._resources(own)
        for number, body in enumerate(bodies):
            page = self._pdf.pages[run.first + number]
            shift = run.shifts[number] if run.shifts else 0.0
            page.obj.Resources = resources
            furniture = self._furnished(page, run.first + number)
            page.obj.Contents = self._packed(_MOVED % (shift, body) + furniture)
        if resources is self._shared:
            source.close()
        else:
            self.sources.enter_context(source)

    def _furnished(self, page: Page, number: int) -> bytes:
        """Return a page's furniture as content of the page; if it must, by way of a form."""
        shown = self._furniture.get(number, b"")
        if shown and self._form_resources is not None:
            form = self._packed(shown)
            form.Type, form.Subtype = Name.XObject, Name.Form
            form.BBox, form.Resources = page.obj.MediaBox, self._form_resources
            if "/XObject" not in page.obj.Resources:
                page.obj.Resources.XObject = Dictionary()
            page.obj.Resources.XObject[f"/furniture-{number}"] = form
            shown = b"/furniture-%d Do" % number
        return _ARTIFACT % shown if shown else b""

    def _packed(self, content: bytes) -> Stream:
        return Stream(self._pdf, zlib.compress(content, _SMALLEST), Filter=Name.FlateDecode)

    def _resources(self, foreign: Object) -> Object:
        """Return what a run's content asks for: the shared resources if it has none of its own."""
        own = self._pdf.copy_foreign(foreign)
        for kind in _BY_NAME:
            for name, value in own.get(kind, Dictionary()).items():
                if name not in self._shared[kind] and not _NUMBERED.fullmatch(name):
                    self._shared[kind][name] = value
        if not any(len(own.get(kind, Dictionary())) for kind in _OWN):
            return self._shared
        for kind in ("/Font", *_BY_NAME):
            for name, value in self._shared[kind].items():
                own[kind][name] = value  # the run's forms and patterns name the same fonts
        return own
