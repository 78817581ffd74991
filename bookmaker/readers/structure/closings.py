"""The end of a text: "THE END", "Fin", "TBC", "To be continued".

Such a line closes the text and is read, so it is kept; it is no paragraph of the story and is set
in the middle of its line.
"""

import re
from typing import Final

from bookmaker.readers.structure.draft import Draft, Kind

_END: Final = re.compile(
    r"[\W_]*(?:the end(?: of (?:the )?(?:book|part|volume|chapter) ?[\w -]{0,20})?|end|fin|"
    r"finis|finito|"
    r"tbc|t\.b\.c\.?|to be continued|ende|fortsetzung folgt|à suivre|fin de .{1,30}|continuará|"
    r"continua|fine|einde|wordt vervolgd|fim|koniec|konec|slut|end of (?:book|part|"
    r"volume) [\w -]{1,20})[\W_]*",
    re.IGNORECASE,
)
_ALONE: Final = frozenset(("end", "fine", "continua", "slut", "fin"))


def recognise(draft: Draft) -> None:
    """Label closing lines: before a heading, a mark, or the very end."""
    for index, piece in enumerate(draft.pieces):
        if not piece.free or not piece.lone or len(piece.text) > 60:  # noqa: PLR2004
            continue
        if not _END.fullmatch(piece.text) or piece.text[:1] in "\"“'‘":
            continue
        after = draft.pieces[index + 1].kind if index + 1 < len(draft.pieces) else Kind.HEADING
        if after in {Kind.HEADING, Kind.BREAK, Kind.NOTE, Kind.WITHHELD, Kind.FRONT} or draft.opens(
            min(index + 1, len(draft.pieces) - 1)
        ):
            piece.kind = Kind.CENTRED
            draft.decide("closing line", draft.span(piece), "a line that closes a text")
