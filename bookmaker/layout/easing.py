"""Texts of uncommon shape are made easy to set: endless words, endless paragraphs, many columns.

Marks for the sheet, plain spans and empty ones; no word changes.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.layout.tree import BLOCKS, add_class, has_class, make, text_of

_ENDLESS_WORD: Final = re.compile(r"\S{36,}")
LONGEST_TEXT: Final = 8000  # characters the engine measures anew for each line of a paragraph
MANY_COLUMNS: Final = 5


def ease(section: Element) -> None:
    """Mark what must break inside words, and divide texts that would be measured too often."""
    for element in list(section.iter()):
        if (
            element.tag in BLOCKS
            and element.tag != "figure"
            and _ENDLESS_WORD.search(text_of(element))
        ):
            add_class(element, "endless-word")
            _part(element)
        if element.tag == "tr" and len(element) > MANY_COLUMNS:
            for cell in element:
                add_class(cell, "endless-word")
        if len(element.text or "") > LONGEST_TEXT and element.tag != "code":
            first, *others = pieces(element.text or "")
            element.text = first
            _insert(element, 0, others)
        for child in list(element):
            if len(child.tail or "") > LONGEST_TEXT:
                first, *others = pieces(child.tail or "")
                child.tail = first
                _insert(element, list(element).index(child) + 1, others)


def _insert(parent: Element, place: int, texts: list[str]) -> None:
    for offset, text in enumerate(texts):
        parent.insert(place + offset, make(None, "span", "piece", text))


def pieces(text: str) -> Iterator[str]:
    """Divide a text after spaces, into pieces of about `LONGEST_TEXT` characters."""
    start = 0
    while len(text) - start > LONGEST_TEXT:
        space = text.find(" ", start + LONGEST_TEXT)
        if space < 0:
            break
        yield text[start : space + 1]
        start = space + 1
    yield text[start:]


# ---------------------------------------------------------------- endless words of many parts


@dataclass(slots=True)
class _Edges:
    """The text of a block, and where in it elements begin and end.

    An edge is the place in the text, what holds the element, the element's number there, and
    whether it ends.
    """

    texts: list[str] = field(default_factory=list)
    length: int = 0
    edges: list[tuple[int, Element, int, bool]] = field(default_factory=list)
    calls: set[int] = field(default_factory=set)

    def gather(self, parent: Element) -> None:
        """Read what stands in `parent`, which is no deeper than a manuscript may be."""
        self._say(parent.text)
        for number, child in enumerate(parent):
            if has_class(child, "noteref"):
                self.calls.add(self.length)  # no line begins with one
            self.edges.append((self.length, parent, number, False))
            if child.tag in {"br", "img"}:
                self._say("\n")
            elif child.tag == "ruby":  # a reading stays with its letters
                self._say(text_of(child))
            else:
                self.gather(child)
            self.edges.append((self.length, parent, number, True))
            self._say(child.tail)

    def _say(self, text: str | None) -> None:
        if text:
            self.texts.append(text)
            self.length += len(text)


def _start(word: tuple[int, int]) -> int:
    return word[0]


def _part(block: Element) -> None:
    """Put a seam between the parts of endless words, where a line may end.

    The engine ends lines within a part of such a word, never between two: a hundred words of
    code without a space would run off the page.
    """
    found = _Edges()
    found.gather(block)
    words = [match.span() for match in _ENDLESS_WORD.finditer("".join(found.texts))]
    chosen: dict[int, tuple[Element, int, bool]] = {}
    for place, parent, number, ends in found.edges:
        word = bisect_left(words, place, key=_start) - 1
        if word >= 0 and place < words[word][1] and place not in found.calls:
            chosen.setdefault(place, (parent, number, ends))
    for parent, number, ends in reversed(chosen.values()):
        seam = make(None, "span", "seam")
        if ends:
            seam.tail, parent[number].tail = parent[number].tail, None
        parent.insert(number + ends, seam)
