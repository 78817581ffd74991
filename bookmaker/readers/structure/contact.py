"""The contact block of a submission in standard manuscript format.

Legal name, street, telephone, e-mail and "about 4,000 words" stand above the title for an editor's
eyes; they must not travel in a book. https://www.shunn.net/format/story/
"""

import re
from typing import Final

from bookmaker.readers.structure.draft import Draft, Kind

_CONTACT: Final = re.compile(
    r"\S+@\S+\.\w{2,}|\(?\+?\d[\d ().-]{7,}\d|(?i:\b(?:about|approx(?:imately|\.)?|"
    r"word count:?|ca\.?)\s*"
    r"[\d,. ]+\s*words?\b|\b[\d,.]+ words\b|\bword count\b|\b[A-Z]{2} \d{5}(?:-\d{4})?\b|"
    r"\b[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b)"
)
_STREET: Final = re.compile(
    r"\d{1,5}[A-Za-z]?,? [A-Z][\w.]+( [A-Z][\w.]+)*,?( (St|Ave|Rd|Street|Road|Lane|Avenue|"
    r"Drive)\.?)?(,.*)?"
)
_COUNT: Final = re.compile(
    r"(?i)\(?(?:about |approx\.? ?|approximately |ca\.? )?[\d,. ]+ words\)?\.?"
)
_SEARCHED: Final = 6
_BLOCK: Final = range(3, 10)
_WIDE: Final = 80


def recognise(draft: Draft) -> None:
    """Withhold a contact block at the top, and a word count alone on a line near it."""
    for index, piece in enumerate(draft.pieces[:_SEARCHED]):
        lines = piece.clump.lines
        if piece.kind != Kind.TEXT:
            continue
        if piece.lone and _COUNT.fullmatch(piece.text):
            draft.withhold("contact block", piece, "a word count for an editor")
        elif (
            index == 0
            and len(lines) in _BLOCK
            and max(map(len, lines)) < _WIDE
            and _is_contact(lines)
        ):
            draft.withhold(
                "contact block", piece, "name and address for an editor, above the title"
            )


def _is_contact(lines: list[str]) -> bool:
    hits = sum(
        bool(_CONTACT.search(line)) or bool(_STREET.fullmatch(line.strip())) for line in lines
    )
    return hits >= 2  # noqa: PLR2004  a telephone or mail address, and a street or count
