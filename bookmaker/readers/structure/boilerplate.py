"""Project Gutenberg's licence text, before START and after END lines.

Texts taken from Project Gutenberg carry a licence that must not travel with an edited book under
their name; the lines that fence it have had the same wording since 2003.
https://www.gutenberg.org/help/faq.html
"""

import re
from dataclasses import dataclass
from typing import Final

_START: Final = re.compile(
    r"\s*\*{3}\s*START OF (?:THE|THIS) PROJECT GUTENBERG E-?(?:BOOK|TEXT).*|"
    r"\s*\*END\*? ?THE SMALL PRINT.*",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"\s*\*{3}\s*END OF (?:THE|THIS) PROJECT GUTENBERG E-?(?:BOOK|TEXT).*|"
    r"\s*END OF (?:THE )?PROJECT GUTENBERG(?:'S|’S)? .*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fence:
    """The lines of the work itself: `lines[start:stop]`."""

    start: int
    stop: int


def find_fence(lines: list[str]) -> Fence:
    """Return which lines are the work: all of them where nothing fences it off."""
    start, stop = 0, len(lines)
    for index, line in enumerate(lines):
        if "GUTENBERG" not in line and "SMALL PRINT" not in line and "Gutenberg" not in line:
            continue
        if start == 0 and _START.fullmatch(line):
            start = index + 1
        elif _END.fullmatch(line):
            return Fence(start, index)
    return Fence(start, stop)
