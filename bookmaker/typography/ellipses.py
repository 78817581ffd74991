"""Three full stops, tight or spaced, become an ellipsis; a fourth ends its sentence."""

import re
from typing import Final

from bookmaker.typography.flow import Edit, Flow
from bookmaker.typography.languages import NO_BREAK

_DOTS: Final = re.compile(r"\.(?:[ \u00a0]?\.){2,}")
_LEADER: Final = 7
"""From so many dots on they lead the eye along a line and are left alone."""


def edits(flow: Flow) -> list[Edit]:
    """Return the edits that set the ellipses of `flow`."""
    text = flow.text
    if ".." not in text and ". ." not in text and f".{NO_BREAK}." not in text:
        return []
    return [
        Edit(match.start(), match.end(), _set(text, match), "ellipsis")
        for match in _DOTS.finditer(text)
        if match[0].count(".") < _LEADER and text[max(0, match.start() - 1)] not in "/\\"
    ]


def _set(text: str, match: re.Match[str]) -> str:
    """Return the ellipses for some dots; a dot too many stands before them, spaced as typed.

    Where a space stands before the first, no sentence has ended there, and it stands behind them.
    """
    count = match[0].count(".")
    full_stops = "." * (count % 3)
    ellipses = "…" * (count // 3)
    if text[max(0, match.start() - 1) : match.start()].isspace():
        return ellipses + full_stops
    spaced = full_stops and match[0][1] in f" {NO_BREAK}"
    return full_stops + (NO_BREAK if spaced else "") + ellipses
