"""Spaces: one between words, and none that breaks what belongs together."""

import re
from typing import Final

from bookmaker.typography.flow import Edit, Flow, Kind
from bookmaker.typography.languages import NO_BREAK, THIN, primary

_RUNS: Final = re.compile(r"(?<=\S)  +(?=\S)")
# Found by their last character before the space, which is quick to look for.
_AFTER_STOP: Final = re.compile(
    r"\. (?=[A-ZÀ-Þ])(?:(?<=\bMr\. )|(?<=\bMrs\. )|(?<=\bMs\. )|(?<=\bDr\. )|(?<=\bSt\. )"
    r"|(?<=\bProf\. )|(?<=\bRev\. )|(?<=\bCapt\. )|(?<=\bMessrs\. )|(?<=\b[A-HJ-ZÀ-Þ]\. )(?=[A-ZÀ-Þ]\.))"
)
_NUMBERS: Final = re.compile(
    r"\. (?=\d)(?:(?<=\bNo\. )|(?<=\bno\. )|(?<=\bp\. )|(?<=\bpp\. )|(?<=\bvol\. ))"
)
_UNITS: Final = re.compile(
    r"(?<=\d) (?=(?:[kcm]m|k?g|mg|lbs?|oz|ft|mph|hp|°[CF]?|%|[ap]\.m\.|[AP]\.M\.|[€£])(?![\w]))"
)
_TITLES: Final = re.compile(r"(?<=\bMr|\bDr|\bSt|\bMs) (?=[A-ZÀ-Þ])|(?<=\bMrs) (?=[A-ZÀ-Þ])")
_NESTED: Final = re.compile("(?<=[\"'“”‘’])(?=[\"'“”‘’])")
_BEFORE_ELLIPSIS: Final = re.compile(
    r"(?<=\S) (?=…|\.\.\.(?!\.))|(?<=[^\s.]) (?=\. \. \.(?! ?\.))"
)
_GERMAN: Final = re.compile(r"(?<=\b[zdusoi]\.) (?=[BhaäoUEÄA]\.)")
_FRENCH: Final = re.compile(
    "(?<=[^\\s;:!?«»]) ?([;!?]+)(?=\\s|[»”’\"')…]|\\Z)|(?<=\\S) (:)(?=\\s|\\Z)|(«) | (»)"
)


class SpacePass:
    """Sets the spaces of a book."""

    def __init__(self, language: str) -> None:
        """Take the book's language tag."""
        self.language = primary(language)
        self.french = self.language == "fr" and not language.upper().endswith("-CH")

    def edits(self, flow: Flow) -> list[Edit]:
        """Return the edits that set the spaces of `flow`; verse keeps those that were typed."""
        text = flow.text
        found: list[Edit] = []
        if flow.kind is not Kind.VERSE and "  " in text:
            found.extend(
                Edit(m.start(), m.end(), " ", "double space") for m in _RUNS.finditer(text)
            )
        found.extend(_bound(text))
        if self.language == "de":
            found.extend(
                Edit(m.start(), m.end(), NO_BREAK, "abbreviation") for m in _GERMAN.finditer(text)
            )
        if self.french:
            found.extend(_french(text))
        return found


def _bound(text: str) -> list[Edit]:
    """Bind titles to names, initials to each other, figures to units, ellipses to words."""
    found = []
    for needed, pattern, back in _BINDINGS:
        if needed in text:
            for match in pattern.finditer(text):
                at = match.end() - 1
                found.append(Edit(at, at + 1, NO_BREAK, back))
    return found


_BINDINGS: Final = (
    (". ", _AFTER_STOP, "title or initial"),
    (". ", _NUMBERS, "number"),
    ("r ", _TITLES, "title"),
    ("Mrs ", _TITLES, "title"),
    ("St ", _TITLES, "title"),
    (" …", _BEFORE_ELLIPSIS, "ellipsis"),
    (" ..", _BEFORE_ELLIPSIS, "ellipsis"),
    (" . .", _BEFORE_ELLIPSIS, "ellipsis"),
)


def _french(text: str) -> list[Edit]:
    found = []
    for match in _FRENCH.finditer(text):
        high, colon, opening, closing = match.groups()
        made = (
            THIN + high
            if high
            else NO_BREAK + colon
            if colon
            else opening + THIN
            if opening
            else THIN + closing
        )
        found.append(Edit(match.start(), match.end(), made, "French spacing"))
    return found
