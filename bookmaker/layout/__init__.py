"""Stage 4: a Publication and an Edition become a PrintRun.

    Publication ── view ──► forme ── runs ──► galleys ── pagination ──► PrintRun
                     ▲ notes, lead_in, front    ▲ weasy, in workers       ▲ contents, furniture

The words are the Publication's own; what is made here is only what a printed book adds to them:
half-title, contents with page numbers, running heads, folios, the ornament of a scene break.
All knowledge of WeasyPrint lives in `layout.weasy`.
"""

from dataclasses import dataclass

from bookmaker.diagnostics import Diagnostic
from bookmaker.edition import Edition
from bookmaker.layout.machine import missing_library
from bookmaker.print_run import PrintRun
from bookmaker.progress import Observer, ignore
from bookmaker.publication import Publication
from bookmaker.workers import Executor, Here

__all__ = ["Layout", "lay_out", "missing_library"]


@dataclass(frozen=True, slots=True)
class Layout:
    """What laying out made and what it noticed."""

    print_run: PrintRun
    diagnostics: tuple[Diagnostic, ...] = ()


def lay_out(
    publication: Publication,
    edition: Edition,
    observer: Observer = ignore,
    executor: Executor | None = None,
) -> Layout:
    """Set `publication` as the printed book that `edition` asks for.

    Args:
        publication: the documents, pictures, contents and metadata of the book.
        edition: trim, margins, face, and how chapters open.
        observer: hears how many pages are set.
        executor: sets the runs; this very process where there is none. What is made does not
            depend on it.

    Raises:
        InputError: a character stands in no face (BM-PAGE-001), a picture cannot be set, or the
            margins leave no room for words (BM-PAGE-002).
    """
    from bookmaker.layout.press import print_book  # noqa: PLC0415  HarfBuzz is not light

    return Layout(*print_book(publication, edition, observer, executor or Here()))
