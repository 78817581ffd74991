"""Notes go to the foot of the page: each moves to its first call.

The content of the aside goes into a span beside the call, which the sheet floats into the page's
footnote area. The number stays the Publication's own. A note too long for a foot, or called from
a place that a footnote cannot leave (a heading, a table), stays at the end of its section, as an
endnote: words are never hidden.
"""

from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.layout.tree import add_class, has_class, make, parents, take_out, text_of, with_class

LONGEST_FOOTNOTE: Final = 1500  # characters: about a page's half
_NO_FEET: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "table", "figure", "aside"})
_NO_FOOTNOTE: Final = frozenset({"table", "figure", "pre", "blockquote"})


def move_notes(section: Element) -> None:
    """Move the notes of `section` to their calls; ids and hrefs are still the document's own."""
    asides = {f"#{aside.get('id')}": aside for aside in with_class(section, "footnote")}
    if not asides:
        return
    above = parents(section)
    feet = {href for href, aside in asides.items() if _fits_the_foot(aside)}
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


def _fits_the_foot(aside: Element) -> bool:
    plain = not any(element.tag in _NO_FOOTNOTE for element in aside.iter())
    return plain and len(text_of(aside)) <= LONGEST_FOOTNOTE


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
