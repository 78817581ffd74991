"""From Publication to PrintRun: the steps of stage 4 in their order.

    forme ─► runs ─► galleys ─► pagination ─► contents ─► furniture ─► PrintRun
    (marks)         (workers)  (page numbers) (numbered)  (worker)

Runs are set by themselves, in any order and by any number of workers. What depends on page
numbers comes after: contents, heads and folios, the gutter.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bookmaker.diagnostics import Diagnostic
from bookmaker.edition import Edition
from bookmaker.errors import BookmakerError, InputError
from bookmaker.layout import faces, front, type_metrics
from bookmaker.layout.bounds import check_count, check_lengths
from bookmaker.layout.forme import Forme, furniture_dress, lock_up
from bookmaker.layout.furniture import skeleton
from bookmaker.layout.galley import (
    STAGE,
    Dress,
    Galley,
    GalleyPage,
    copy_of,
    set_furniture,
    set_run,
)
from bookmaker.layout.geometry import Geometry, binding_doubts, geometry
from bookmaker.layout.page_map import body_page, label, page_map
from bookmaker.layout.pagination import Pagination, Place, paginate
from bookmaker.layout.runs import Stretch, first_pages, stretches
from bookmaker.layout.sheet import check_face
from bookmaker.layout.view import heading_of
from bookmaker.layout.weasy import Box
from bookmaker.print_run import Bookmark, PrintRun, Run, TypeArea
from bookmaker.progress import Observer, Progress
from bookmaker.publication import NavPoint, Publication
from bookmaker.workers import Executor, Job, allowances

# For a first guess at the page count: how full pages are (openings, dialogue).
FULLNESS: Final = 0.85
_UNDRAWN: Final = re.compile(r"Failed to render SVG image book:/([^\s;]+)")
_HAIR: Final = 0.001  # points
_LEAF: Final = 2000  # bytes of text that take as long to set as heads and folio of a page
_NAMED: Final = 40  # letters by which a section without a title is known
_OF_PRINT: Final = ("half-title", "contents")  # what no manuscript says
_MOST_SETTINGS: Final = 4  # of the contents: numbers shift only what comes between it and the body


@dataclass(slots=True)
class Press:
    """Who sets the runs, and who hears of it; `pages` counts those that were set."""

    executor: Executor
    observer: Observer
    pages: int = 0

    def galleys(self, jobs: Iterable[Job[Galley]]) -> list[Galley]:
        """Have runs set; nothing the engine complains of goes unheard.

        Raises:
            InputError: BM-PICT-010, a drawing that the engine cannot draw.
            BookmakerError: BM-PAGE-010; our own fault, since all was checked before.
        """
        made = []
        for each in self.executor.run(jobs, self._hear):
            if each.complaints:
                reason = "; ".join(dict.fromkeys(each.complaints))
                if drawing := _UNDRAWN.search(reason):
                    raise InputError.because("BM-PICT-010", None, name=drawing[1])
                raise BookmakerError.because("BM-PAGE-010", None, reason=reason)
            made.append(each)
        return made

    def _hear(self, _: Progress) -> None:
        """Count a page; which one of its run it is says nothing here."""
        self.pages += 1
        self.tell(self.pages)

    def tell(self, pages: int) -> None:
        """Say how many pages are set."""
        self.observer(Progress(STAGE, "lay out", pages, None, "pages"))


def print_book(
    publication: Publication, edition: Edition, observer: Observer, executor: Executor
) -> tuple[PrintRun, tuple[Diagnostic, ...]]:
    """Set the book.

    The gutter follows the page count, and the block of text moves with it. Only where the page is
    so narrow that the measure must give way is the book set again.
    """
    check_face(edition)
    press = Press(executor, observer)
    page = geometry(edition, _guessed_pages(publication, edition))
    forme, pages = _set(publication, edition, page, press)
    final = geometry(edition, pages.count)
    if abs(final.measure - page.measure) > _HAIR:
        forme, pages = _set(publication, edition, final, press)
        final = geometry(edition, pages.count)
    heads = _furniture(forme, furniture_dress(forme, edition, final), pages, press)
    press.tell(pages.count)
    return _print_run(publication, forme, pages, heads), binding_doubts(edition, pages.count)


def _guessed_pages(publication: Publication, edition: Edition) -> int:
    page = geometry(edition, 1)
    words = sum(document.words for document in publication.documents)
    common = type_metrics.COMMON_WORDS
    a_word = type_metrics.width(common, edition.face) / len(common.split())
    a_page = page.lines * page.measure / edition.size / a_word * FULLNESS
    return int(words / a_page) + len(publication.documents)


# ---------------------------------------------------------------- setting


def _set(
    publication: Publication, edition: Edition, page: Geometry, press: Press
) -> tuple[Forme, Pagination]:
    """Set all runs, the contents last: it needs the others' page numbers."""
    forme = lock_up(publication, edition, page)
    runs = stretches(forme.tree[0], edition.chapter_opens)
    check_count(runs, forme)
    check_lengths(runs, forme)
    others = [run for run in runs if forme.contents not in run.sections]
    made = dict(zip(others, press.galleys(_job(forme, run) for run in others), strict=True))
    _even_feet(forme, others, made, press)
    if len(others) == len(runs):
        return forme, paginate(runs, [made[run] for run in runs])
    return forme, _with_contents(forme, runs, made, press)


def _even_feet(
    forme: Forme, runs: list[Stretch], made: dict[Stretch, Galley], press: Press
) -> None:
    """Set the runs that wait for the side of their first page.

    Facing pages may be short or long together, but which pages face each other depends on the
    runs before. Should a run that was set have other pages than it said, those after it change
    sides: their turn is next.
    """
    sides: dict[Stretch, bool | None] = {}
    for _ in range(_MOST_SETTINGS):
        lengths = [made[run].length() for run in runs]
        firsts = first_pages([run.opens for run in runs], lengths)
        again = {
            run: first % 2 == 0
            for run, first in zip(runs, firsts, strict=True)
            if run.opens == "next" and sides.get(run) != (first % 2 == 0)
            and (made[run].lengths or made[run].sided)
        }  # fmt: skip
        if not again:
            return
        jobs = (_job(forme, run, recto=recto) for run, recto in again.items())
        made.update(zip(again, press.galleys(jobs), strict=True))
        sides.update(again)


def _with_contents(
    forme: Forme, runs: list[Stretch], made: dict[Stretch, Galley], press: Press
) -> Pagination:
    """Set the contents, again if its own length shifts a number in it."""
    (own,) = (run for run in runs if run not in made)
    contents = own.sections[0]
    made[own] = _one_page()
    for _ in range(_MOST_SETTINGS):
        pages = paginate(runs, [made[run] for run in runs])
        if not front.number_contents(contents, _folios(forme, pages)) and made[own].pdf:
            break
        (made[own],) = press.galleys([_job(forme, own)])
    return paginate(runs, [made[run] for run in runs])


def _one_page() -> Galley:
    """Return the contents' place before it is set."""
    return Galley(b"", (GalleyPage(Box(0, 0, 0, 0), None, False, {}, None),), (), (), ())  # noqa: FBT003


def _folios(forme: Forme, pages: Pagination) -> dict[str, str]:
    """Return the folio of the page on which each id stands."""
    first = body_page(pages.printed(), forme.view)
    return {name: label(place.page, first) for name, place in pages.places().items()}


def _job(forme: Forme, run: Stretch, *, recto: bool | None = None) -> Job[Galley]:
    copy = copy_of(run.sections, forme.html, forme.pictures)
    side = recto if run.opens == "next" else run.opens == "recto"
    places = forme.view.places
    own = [each for section in run.sections for each in section.iter() if each in places]
    name = _called(run, next((text for each in own if (text := places[each].text.strip())), ""))
    # Where a run is too much, its longest block is what to look at.
    longest = max(own, key=lambda each: len(places[each].text), default=None)
    span = None if longest is None else forme.lines.get(longest)
    arguments = (copy, forme.dress, side)
    return Job(name, copy.limits, set_run, arguments, span)


def _called(run: Stretch, first: str) -> str:
    """Return what a message calls a run: by its title, its `first` words, or what it is."""
    kind = (run.sections[0].get("class") or "section").split()[0]
    if kind in _OF_PRINT:
        return f"the printed {kind}"
    titles = (" ".join(heading_of(section)).strip() for section in run.sections)
    name = next(filter(None, titles), " ".join(first.split())[:_NAMED].strip())
    return f"the section “{name}”" if name else f"the {kind.replace('-', ' ')}, which has no words"


def _furniture(forme: Forme, dress: Dress, pages: Pagination, press: Press) -> Galley:
    """Set heads and folios of all pages.

    Raises:
        BookmakerError: BM-PAGE-010, they are not as many as the pages; our own fault.
    """
    copy = copy_of(skeleton(pages), forme.html, {})
    limits = allowances.layout(pages.count * _LEAF, 0)
    job = Job("the running heads and folios", limits, set_furniture, (copy, dress))
    (made,) = press.galleys([job])
    if len(made.pages) != pages.count:
        reason = f"{len(made.pages)} pages of heads for {pages.count} pages"
        raise BookmakerError.because("BM-PAGE-010", None, reason=reason)
    return made


# ---------------------------------------------------------------- what was made


def _print_run(
    publication: Publication, forme: Forme, pages: Pagination, heads: Galley
) -> PrintRun:
    uses = (use for each in (*pages.galleys, heads) for use in each.faces)
    runs = tuple(
        _run(each, first, heads.pages[first : first + len(each.pages)])
        for each, first in zip(pages.galleys, pages.firsts, strict=True)
    )
    return PrintRun(
        runs,
        page_map(pages.printed(), forme.tree, forme.view),
        _outline(publication.toc, forme.view.prefixes, pages.places()),
        faces.embedded(uses, _programs(forme.dress)),
        heads.pdf,
    )


def _programs(dress: Dress) -> dict[bytes, bytes]:
    """Return the font files in reach by their SHA-256."""
    files = [path.read_bytes() for folder in dress.font_folders for path in folder.glob("*.?tf")]
    return {hashlib.sha256(file).digest(): file for file in files}


def _run(made: Galley, first: int, places: Sequence[GalleyPage]) -> Run:
    """Return a run for the writer; `places` are where its pages' blocks of text stand."""
    anchors: dict[str, tuple[int, float, float]] = {}
    for number, page in enumerate(made.pages):
        for name, (left, bottom) in page.anchors.items():
            anchors.setdefault(name, (number, left, bottom))
    areas = tuple(_area(page, place) for page, place in zip(made.pages, places, strict=True))
    shifts = tuple(area.left - page.area.left for page, area in zip(made.pages, areas, strict=True))
    return Run(made.pdf, areas, first, shifts, made.tags, anchors)


def _area(page: GalleyPage, place: GalleyPage) -> TypeArea:
    area = page.area
    notes_top = area.bottom if page.notes_top is None else page.notes_top
    return TypeArea(place.area.left, area.bottom, place.area.right, area.top, notes_top)


def _outline(
    points: tuple[NavPoint, ...], prefixes: Mapping[str, str], places: Mapping[str, Place]
) -> tuple[Bookmark, ...]:
    """Return the contents as bookmarks; an entry without a page gives way to its children."""
    marks: list[Bookmark] = []
    for point in points:
        name, _, fragment = point.href.partition("#")
        place = places.get(f"{prefixes.get(name, '')}{fragment or 'start'}")
        children = _outline(point.children, prefixes, places)
        if place is None:
            marks.extend(children)
        else:
            marks.append(Bookmark(point.title, place.page, place.bottom, children))
    return tuple(marks)
