"""Which sections make a run, and on which page of the book each run begins.

A run is a stretch of sections up to a forced page break, so its lines and pages depend on nothing
outside it. How sections open is decided here and said to the style sheet in `sheet`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.edition import ChapterOpens
from bookmaker.layout.tree import has_class

_ALWAYS_RECTO: Final = ("part", "opens-body", "after-part")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sections that share pages; `opens` is "recto", "verso" or "next"."""

    sections: tuple[Element, ...]
    opens: str

    def elements(self) -> Iterator[Element]:
        """Yield every element of the sections, in document order."""
        for section in self.sections:
            yield from section.iter()


def stretches(sections: Iterable[Element], chapter_opens: ChapterOpens) -> list[Stretch]:
    """Divide the book's sections, in reading order and with their marks, into runs."""
    found: list[Stretch] = []
    for section in sections:
        opens = opening_of(section, chapter_opens)
        if opens or not found:
            found.append(Stretch((section,), opens or "recto"))
        else:
            found[-1] = Stretch((*found[-1].sections, section), found[-1].opens)
    return found


def opening_of(section: Element, chapter_opens: ChapterOpens) -> str:
    """Return on which page a section opens; "" where it goes on below the one before it."""
    if has_class(section, "brief"):
        return "next"
    if has_class(section, "copyright-page"):
        return "verso"
    if has_class(section, "front-matter") or any(has_class(section, c) for c in _ALWAYS_RECTO):
        return "recto"
    if has_class(section, "back-matter"):
        return "recto" if chapter_opens == "recto" else "next"
    return "" if chapter_opens == "run-on" else chapter_opens


def first_pages(openings: Sequence[str], lengths: Sequence[tuple[int, int]]) -> list[int]:
    """Return the page (from 0; even ones are rectos) on which each run begins.

    Args:
        openings: `Stretch.opens` of each run.
        lengths: pages of each run, should it open on a verso, on a recto.
    """
    firsts, following = [], 0
    for opens, length in zip(openings, lengths, strict=True):
        is_verso = following % 2 == 1
        skipped = (opens == "recto" and is_verso) or (opens == "verso" and not is_verso)
        firsts.append(following + skipped)
        following = firsts[-1] + length[firsts[-1] % 2 == 0]
    return firsts
