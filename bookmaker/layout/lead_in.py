"""How a chapter's first words are set: a drop cap, or a lead-in of small capitals.

    “It was a dark night
      ──►  <span drop-room/><span drop-cap><span drop-quote>“</span>I</span>
           <span lead-in>t was a</span> dark night

Only spans are added: the words and their order stay. `drop-room` is the empty float that keeps
the lines clear of the letter. An opening quotation mark or an elision's
apostrophe hangs, small, before the cap; a word of one letter gets air after it. A paragraph that
does not fill the lines beside the cap gets the lead-in alone.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from bookmaker.edition import Edition
from bookmaker.layout.drop_cap import CAP_LINES, DropCap
from bookmaker.layout.tree import has_class, make, text_of, with_class

LEAD_IN_WORDS: Final = 3
LEAD_IN_LETTERS: Final = 24
AVERAGE_ADVANCE: Final = 0.42  # of a letter of running text, in ems
_OPENERS: Final = "“‘\"'«‹„‚¿¡([—–… \u2060\u200a\u202f\u00a0’"
_INLINE: Final = frozenset({"em", "i", "strong", "span", "b"})


@dataclass(frozen=True, slots=True)
class Opening:
    """A paragraph's beginning: marks before the first letter, the letter, the rest of its text."""

    marks: str
    letter: str
    rest: str

    @property
    def word_of_one_letter(self) -> bool:
        """Tell whether the first letter is a word of its own."""
        return not self.rest[:1].isalpha() and self.rest[:1] not in "’'-"


def set_lead_in(section: Element, edition: Edition, measure: float, cap: DropCap) -> None:
    """Set the first words of a chapter as `edition.lead_in` says; `measure` is in points."""
    if edition.lead_in == "none":
        return
    paragraph = next(with_class(section, "chapter-first"), None)
    if paragraph is None or paragraph.tag != "p" or has_class(paragraph, "endless-word"):
        return
    host = _host(paragraph)
    opening = split_opening(host.text or "")
    if opening is None:
        return
    letters_a_line = measure / (edition.size * AVERAGE_ADVANCE)
    fills = len(text_of(paragraph)) >= (CAP_LINES + 0.3) * letters_a_line
    drops = edition.lead_in == "drop-cap" and fills and _can_drop(opening)
    _rebuild(host, opening, cap if drops else None)


def _host(paragraph: Element) -> Element:
    """Return the element whose text begins the paragraph: itself, or an emphasis it begins with."""
    element = paragraph
    while not (element.text or "").strip() and len(element) and element[0].tag in _INLINE:
        if has_class(element[0], "footnote"):
            break
        element = element[0]
    return element


def split_opening(text: str) -> Opening | None:
    """Split a paragraph's first text; None where it does not begin with a word."""
    start = len(text) - len(text.lstrip(_OPENERS))
    if start >= len(text) or not (text[start].isalpha() or text[start].isdigit()):
        return None
    end = start + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return Opening(text[:start], text[start:end], text[end:])


def _can_drop(opening: Opening) -> bool:
    """A cap is one cased letter after at most two marks; dashes and figures do not drop well."""
    quiet = len(opening.marks) <= 2 and not set(opening.marks) & set("—–…([")  # noqa: PLR2004  “‘
    return quiet and opening.letter.isalpha() and opening.letter.upper() != opening.letter.lower()


def _rebuild(host: Element, opening: Opening, cap: DropCap | None) -> None:
    spans: list[Element] = []
    if cap is None:
        host.text = opening.marks
        lead, rest = _lead_words(opening.letter + opening.rest)
    else:
        host.text = None
        spans.extend(_cap(opening, cap))
        lead, rest = _lead_words(opening.rest)
    if lead:
        spans.append(make(None, "span", "lead-in", lead))
    if not spans:
        host.text = (host.text or "") + rest
        return
    spans[-1].tail = rest
    for place, span in enumerate(spans):
        host.insert(place, span)


def _cap(opening: Opening, cap: DropCap) -> tuple[Element, Element]:
    room = cap.room(opening.letter, word=opening.word_of_one_letter)
    keep = make(None, "span", "drop-room")
    keep.set("style", f"width:{room:.3f}pt")
    span = make(None, "span", "drop-cap")
    hang = cap.hang(opening.marks) if opening.marks else 0.0
    span.set(
        "style", f"margin-left:{-room:.3f}pt;margin-right:{room:.3f}pt;text-indent:{-hang:.3f}pt"
    )
    if opening.marks:
        make(span, "span", "drop-quote", opening.marks).tail = opening.letter
    else:
        span.text = opening.letter
    return keep, span


def _lead_words(text: str) -> tuple[str, str]:
    """Split off the first words, up to a clause's end, for small capitals."""
    end, words = 0, 0
    for position, letter in enumerate(text):
        if letter == " ":
            words += bool(text[:position].strip())
            if words > LEAD_IN_WORDS or position > LEAD_IN_LETTERS:
                break
            end = position
        elif letter in ",.;:!?”—…" and position:
            end = position
            break
    else:
        end = min(len(text), LEAD_IN_LETTERS) if " " not in text else end or len(text)
    return text[:end], text[end:]
