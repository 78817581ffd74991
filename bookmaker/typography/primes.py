"""Feet and inches, minutes and seconds: 6'2" and 17' 20" take primes, not quotation marks.

Only pairs and what follows a degree sign are turned: 12" alone may be the end of a quotation.
"""

import re
from typing import Final

from bookmaker.typography.flow import Edit, Flow

_FRACTION: Final = r"(?:[½¼¾]|[ -]?\d/\d)?"
_MEASURES: Final = re.compile(
    rf"(?<![\w'’])\d{{1,3}}(')[ ]?\d{{1,2}}(?:\.\d+)?{_FRACTION}(\")(?!\w)"
    rf"|°[ ]?\d{{1,2}}(')(?:[ ]?\d{{1,2}}(?:\.\d+)?(\"))?(?!\w)"
)
_HINT: Final = re.compile(r"'(?<=\d')")
_SIGNS: Final = {"'": "′", '"': "″"}


def places(text: str) -> frozenset[int]:
    """Return the offsets of the marks in `text` that are primes."""
    if _HINT.search(text) is None:
        return frozenset()
    found = _MEASURES.finditer(text)
    return frozenset(match.start(n) for match in found for n in range(1, 5) if match[n])


def edits(flow: Flow) -> list[Edit]:
    """Return the edits that set primes in `flow`."""
    marks = sorted(places(flow.text))
    return [Edit(at, at + 1, _SIGNS[flow.text[at]], "prime") for at in marks]
