"""Notes go to the foot of the page: each moves to its first call.

The content of the aside goes into a span beside the call, which the sheet floats into the page's
footnote area. The number stays the Publication's own. A note too long or too high for a foot, or
called from a place that a footnote cannot leave (a heading, a table), stays at the end of its
section, as an endnote: words are never hidden.
"""

from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.layout.tree import add_class, has_class, make, parents, take_out, text_of, with_class

LONGEST_FOOTNOTE: Final = 1500  # characters: about a page's half
NOTE_SIZE: Final = 0.82  # of the text's, and so its leading: as the sheet has it
_HIGHEST: Final = 0.75  # of a page: what a note may take
# Lines of a note that are not full, or white above and below, by what brings them about.
_SPARE_LINES: Final = {"p": 1.0, "br": 1.0, "ul": 2.5, "ol": 2.5, "div": 2.5, "hr": 4.0}
_NO_FEET: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "table", "figure", "aside"})
_NO_FOOTNOTE: Final = frozenset({"table", "figure", "pre", "blockquote"})


@dataclass(frozen=True, slots=True)
class Foot:
    """What a note may take of a page: `lines` of its own type, each of so many `letters`."""

    lines: float = 31.0
    letters: float = 75.0

    @classmethod
    def of(cls, lines: int, measure: float) -> "Foot":
        """Return what a page gives a note.

        Args:
            lines: of text on the page.
            measure: how many letters of the text's own size a line holds.
        """
        return cls(_HIGHEST * lines / NOTE_SIZE, measure / NOTE_SIZE)

    def holds(self, aside: Element) -> bool:
        """Whether a note surely is no higher: its letters, lines that end early, and white."""
        letters = len(text_of(aside))
        high = letters / self.letters + sum(map(_spare_lines, aside.iter()))
        return letters <= LONGEST_FOOTNOTE and high <= self.lines


def move_notes(section: Element, foot: Foot) -> None:
    """Move the notes of `section` to their calls; ids and hrefs are still the document's own."""
    asides = {f"#{aside.get('id')}": aside for aside in with_class(section, "footnote")}
    if not asides:
        return
    above = parents(section)
    feet = {href for href, aside in asides.items() if _fits(aside, foot)}
    for call in list(with_class(section, "noteref")):
        href = call.get("href", "")
        if href in feet and not _within(call, above, _NO_FEET):
            feet.remove(href)
            _float(call, asides.pop(href), above)
    for aside in asides.values():
        _keep_as_endnote(aside)
    for notes in list(with_class(section, "notes")):
        if notes.tag == "section" and len(notes) == 0 and notes in above:
            take_out(notes, above[notes])


def _fits(aside: Element, foot: Foot) -> bool:
    return not any(each.tag in _NO_FOOTNOTE for each in aside.iter()) and foot.holds(aside)


def _spare_lines(element: Element) -> float:
    if has_class(element, "line") or (element.tag == "li" and len(element) == 0):
        return 1.0
    return _SPARE_LINES.get(element.tag, 0.0)


def _within(element: Element, above: dict[Element, Element], tags: frozenset[str]) -> bool:
    while element in above:
        element = above[element]
        if element.tag in tags:
            return True
    return False


def _float(call: Element, aside: Element, above: dict[Element, Element]) -> None:
    """Put the note's content beside its call, as the call's next sibling."""
    parent = above[call]
    _number_in_place_of_backlink(aside)
    take_out(aside, above[aside])
    note = make(None, "span", "footnote")
    note.set("id", aside.get("id", ""))
    note.extend(list(aside))
    for block in note:
        block.tail = None  # white space between blocks would be a line of its own here
    note.tail, call.tail = call.tail, None
    parent.insert(list(parent).index(call) + 1, note)


def _keep_as_endnote(aside: Element) -> None:
    _number_in_place_of_backlink(aside)
    aside.set("class", "endnote")


def _number_in_place_of_backlink(aside: Element) -> None:
    """Make the back link a plain number: there is nothing to go back to on paper."""
    for element in aside.iter("a"):
        if has_class(element, "backlink"):
            element.tag = "span"
            element.attrib.pop("href", None)
            element.set("class", "note-number")
            add_class(element, "backlink")
