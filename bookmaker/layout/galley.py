"""Setting one run: what a worker is handed and what it gives back.

A galley is type as it was set, before it has a place in the book. Everything here can be pickled:
a run's sections travel as XML, their elements are named by their number in document order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from bookmaker.layout import structure, weasy
from bookmaker.layout.garbage import collected_late
from bookmaker.layout.linebreaking import Fitting
from bookmaker.layout.weasy import Box, FaceUse
from bookmaker.print_run import Tag
from bookmaker.progress import Observer, Progress
from bookmaker.workers import Limits, allowances

STAGE: Final = 4


@dataclass(frozen=True, slots=True)
class Dress:
    """How type is set: sheet, faces in reach, breaks, depth of a page (see `weasy.Script`)."""

    css: str
    font_folders: tuple[Path, ...]
    space_breaks: bool = False
    deep: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """Type to be set: a print document as XML, and the pictures it asks for."""

    xml: bytes
    pictures: Mapping[str, tuple[str, bytes]]

    @property
    def limits(self) -> Limits:
        """What setting it may take."""
        return allowances.layout(
            len(self.xml), sum(len(data) for _, data in self.pictures.values())
        )


@dataclass(frozen=True, slots=True)
class GalleyPage:
    """A page of a run (see `weasy.SetPage`); `start` names its element by number."""

    area: Box
    notes_top: float | None
    blank: bool
    anchors: Mapping[str, tuple[float, float]]
    start: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Galley:
    """A run as it was set; `sided` and `lengths` are those of `weasy.Typeset`."""

    pdf: bytes
    pages: tuple[GalleyPage, ...]
    tags: tuple[Tag, ...]
    faces: tuple[FaceUse, ...]
    complaints: tuple[str, ...]
    sided: bool = False
    lengths: tuple[int, int] | None = None

    def length(self) -> tuple[int, int]:
        """Return how many pages it has, should it open on a verso, on a recto."""
        return self.lengths or (len(self.pages), len(self.pages))


def copy_of(
    sections: Sequence[Element], html: Mapping[str, str], pictures: Mapping[str, tuple[str, bytes]]
) -> Copy:
    """Return the copy of a run, or of several.

    Args:
        sections: what is to be set.
        html: `title`, `lang` and `dir` of the print document.
        pictures: those of the whole book.
    """
    root = Element("html", lang=html["lang"])
    SubElement(SubElement(root, "head"), "title").text = html["title"]
    SubElement(root, "body", dir=html["dir"]).extend(sections)
    asked = {element.get("src", "").removeprefix("book:/") for element in root.iter("img")}
    shown = {name: picture for name, picture in pictures.items() if name in asked}
    return Copy(tostring(root, "utf-8"), shown)


def set_run(copy: Copy, dress: Dress, recto: bool | None, observe: Observer) -> Galley:  # noqa: FBT001
    """Set a run; `observe` hears of each page. Called in a worker.

    `recto` is the side of its first page, None where that is not known yet.
    """
    with collected_late():
        return _set_run(copy, dress, recto, observe)


def _set_run(copy: Copy, dress: Dress, recto: bool | None, observe: Observer) -> Galley:  # noqa: FBT001
    root, script = _script(copy, dress)
    made = weasy.typeset(
        script,
        lambda number: observe(Progress(STAGE, "lay out", number, None, "pages")),
        Fitting(),
        recto,
    )
    order = {element: number for number, element in enumerate(root[1].iter())}
    pages = tuple(_galley_page(page, order) for page in made.pages)
    tags = structure.tags(root, made.leaves, made.links)
    return Galley(made.pdf, pages, tags, made.faces, made.complaints, made.sided, made.lengths)


def set_furniture(copy: Copy, dress: Dress, _: Observer) -> Galley:
    """Set heads and folios of a book without words. Called in a worker."""
    with collected_late():
        made = weasy.furniture(_script(copy, dress)[1])
    pages = tuple(_galley_page(page, {}) for page in made.pages)
    return Galley(made.pdf, pages, (), made.faces, made.complaints)


def _script(copy: Copy, dress: Dress) -> tuple[Element, weasy.Script]:
    root = fromstring(copy.xml)  # noqa: S314  made by `copy_of`
    folders, spaced = dress.font_folders, dress.space_breaks
    script = weasy.Script(
        root, dress.css, copy.pictures, folders, space_breaks=spaced, deep=dress.deep
    )
    return root, script


def _galley_page(page: weasy.SetPage, order: Mapping[Element, int]) -> GalleyPage:
    """Name the element that a page starts with; the root before the sections has number -1."""
    start = None
    if page.start is not None:
        element, letters = page.start
        start = (order.get(element, 0) - 1, letters)
    return GalleyPage(page.area, page.notes_top, page.blank, page.anchors, start)
