"""Texts of uncommon shape are made easy to set: endless words, endless paragraphs, many columns.

Marks for the sheet and plain spans; no word changes.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.layout.tree import BLOCKS, add_class, make, text_of

_ENDLESS_WORD: Final = re.compile(r"\S{36}")
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
