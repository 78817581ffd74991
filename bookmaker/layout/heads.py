"""Running heads: what stands over each page, short enough for one line."""

import re
from typing import Final

from bookmaker.edition import Edition
from bookmaker.layout import type_metrics
from bookmaker.layout.view import SectionView, heading_of
from bookmaker.metadata import Metadata

# The sheets set heads in small capitals of this size, letterspaced by this much.
HEAD_SIZE: Final = 0.84
LETTERSPACE: Final = 0.08
# Kept free on each side of a head for folio and air, in ems of the text.
CLEARANCE: Final = 3.2
_LONGEST: Final = 400  # letters: no line of any trim holds more
_CLAUSE_END: Final = re.compile(r"\s*(?:[:;—–]|, or\b|\()\s*")


def running_heads(
    each: SectionView, part: str, metadata: Metadata, edition: Edition
) -> tuple[str, str]:
    """Return the heads of verso and recto for a section.

    A head that has nothing to say (no author, no chapters) says the book's title.
    """
    number, title = heading_of(each.section)
    told = {
        "author": metadata.author_line,
        "title": metadata.title,
        "chapter": title or number,
        "part": part,
    }
    if each.document.matter != "body" and not told["chapter"]:
        told["chapter"] = each.document.title
    verso, recto = (
        "" if not wanted else told.get(wanted, "") or metadata.title
        for wanted in (edition.verso_head, edition.recto_head)
    )
    return verso, recto


def fitted(head: str, face: str, size: float, measure: float) -> str:
    """Shorten `head` to one line: at a clause's end if it has one early enough, else with "…"."""
    room = measure - 2 * CLEARANCE * size
    if len(head) <= _LONGEST and _width(head, face, size) <= room:
        return head
    head = head[:_LONGEST]
    clause = _CLAUSE_END.split(head, maxsplit=1)[0]
    if clause and _width(clause, face, size) <= room:
        return clause
    words = head.split(" ")
    while len(words) > 1:
        words.pop()
        shorter = " ".join(words).rstrip(",;:—–-. ") + "…"
        if _width(shorter, face, size) <= room:
            return shorter
    letters = head
    while len(letters) > 1 and _width(letters + "…", face, size) > room:
        letters = letters[:-1]
    return letters + "…"


def _width(head: str, face: str, size: float) -> float:
    ems = type_metrics.width(head, face, small_caps=True) + LETTERSPACE * len(head)
    return ems * size * HEAD_SIZE
