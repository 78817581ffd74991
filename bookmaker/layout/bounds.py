"""How much a book and each of its sections may hold, so that setting them takes not the day.

A section is set in one piece: its boxes are in memory together. What a box takes is the engine's
own (WeasyPrint 70: 30 to 40 KB and up to a millisecond for each element of a list or a table).
"""

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.errors import InputError
from bookmaker.layout.forme import Forme
from bookmaker.layout.runs import Stretch

MOST_PARTS: Final = 50_000
"""Elements of the sections that share pages, and lines of code in them."""

MOST_RUNS: Final = 5_000
"""Runs of a book, and so its pages at least: several volumes of what a printer binds."""


def check_count(runs: Sequence[Stretch], forme: Forme) -> None:
    """See that there are no more runs than can be set.

    Args:
        runs: what is set in one piece each.
        forme: the book; it knows where things were typed.

    Raises:
        InputError: BM-PAGE-006, with the line at which the first run too many begins.
    """
    if len(runs) > MOST_RUNS:
        beyond = (element for run in runs[MOST_RUNS:] for element in run.elements())
        span = next((forme.lines[e] for e in beyond if e in forme.lines), None)
        raise InputError.because("BM-PAGE-006", span, runs=f"{len(runs):,}", most=f"{MOST_RUNS:,}")


def check_lengths(runs: Iterable[Stretch], forme: Forme) -> None:
    """See that no run holds more than can be set.

    Args:
        runs: what is set in one piece each.
        forme: the book; it knows where things were typed.

    Raises:
        InputError: BM-PAGE-005, with the line at which the longest thing of the run begins.
    """
    for run in runs:
        parts = sum(map(_parts, run.elements()))
        if parts > MOST_PARTS:
            longest = _longest(run, forme)
            span = None if longest is None else forme.lines[longest]
            raise InputError.because(
                "BM-PAGE-005", span, parts=f"{parts:,}", most=f"{MOST_PARTS:,}"
            )


def _parts(element: Element) -> int:
    return 1 + (element.text or "").count("\n") * (element.tag == "code")


def _longest(run: Stretch, forme: Forme) -> Element | None:
    """Return the first block of the thing that most parts of the run stand in."""
    sizes: dict[Element, int] = {}
    for element in reversed([*run.elements()]):  # what an element holds comes behind it
        sizes[element] = _parts(element) + sum(sizes[child] for child in element)
    half = sum(sizes[section] for section in run.sections) / 2
    longer = (element for element in sizes if sizes[element] > half)
    inner = min(longer, key=sizes.__getitem__, default=run.sections[0])
    before = [e for e in takewhile(lambda e: e is not inner, run.elements()) if e in forme.lines]
    within = (element for element in inner.iter() if element in forme.lines)
    return next(within, before[-1] if before else None)
