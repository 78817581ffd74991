"""Three full stops, tight or spaced, become an ellipsis; a fourth before them ends its sentence."""

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
        Edit(match.start(), match.end(), _set(match[0], match[0].count(".")), "ellipsis")
        for match in _DOTS.finditer(text)
        if match[0].count(".") < _LEADER and text[max(0, match.start() - 1)] not in "/\\"
    ]


def _set(typed: str, count: int) -> str:
    """Return the ellipses for `count` dots; a dot too many stands before them, spaced as typed."""
    full_stops = "." * (count % 3)
    space = NO_BREAK if full_stops and typed[1] in f" {NO_BREAK}" else ""
    return full_stops + space + "…" * (count // 3)
