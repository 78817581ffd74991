"""Attributions: the line under a quotation that names its source.

Written with a dash before the name ("-- Ovid", "—Ben Jonson, _Volpone_"), or as a bare name under
lines of verse or a quotation in quotation marks.
"""

import re
from typing import Final

from bookmaker.readers.structure.numerals import roman_value
from bookmaker.readers.structure.time_words import words

_DASHED: Final = re.compile(r"\s*[*_(\[]{0,2}(?:-{1,3}|[–—―~])\s*(?P<source>[^\s-].*)")
_LONGEST: Final = 110
_BY: Final = re.compile(r"(?i)(?:by|from|after|lyrics by|words by|song by)\s+\S.*")
_MOST_WORDS: Final = 14
SMALL: Final = words(
    """
    and & of the in on to a an by from de da du la le von van der di del et al with for at as or
    quoted trans translated no vol ch book act scene line lines verse song words lyrics
    attributed traditional trad p pp s
    proverb proverbs saying song hymn ballad motto inscription epitaph rhyme folk old anonymous
    anon unknown letter diary letters papers poem prayer psalm sermon
    """
)


def is_dashed(line: str) -> bool:
    """Say whether a line is a dash and then a source: names and titles, no sentence of its own."""
    match = _DASHED.fullmatch(line)
    return bool(match) and len(line) <= _LONGEST and _is_source(match["source"] if match else "")


def is_source(line: str) -> bool:
    """Say whether a line without a dash reads as a source: a name, a title, "from ..."."""
    text = line.strip()
    if not text or len(text) > 70 or text.endswith((",", ";", ":", "!", "?", "…")):  # noqa: PLR2004
        return False
    if text[0] == "(" and text[-1] == ")":
        text = text[1:-1]
    return (bool(_BY.fullmatch(text)) and text[:1].isupper()) or _is_source(text)


def _is_source(text: str) -> bool:
    text = text.strip("()[]*_ ")
    if not text or text.endswith((",", ";", ":", "!", "?")) or '"' in text[:1]:
        return False
    found = re.findall(r"[^\W\d_][\w'’]*", text)
    if not found or len(found) > _MOST_WORDS:
        return False
    small = [
        w
        for w in found
        if not w[0].isupper() and w.casefold() not in SMALL and roman_value(w) is None
    ]
    begins = found[0][0].isupper() or found[0].casefold() in SMALL
    return begins and len(small) <= len(found) // 3


def typed_source(line: str) -> str:
    """Return an attribution without the dash before it: the theme sets its own."""
    match = _DASHED.fullmatch(line)
    text = match["source"] if match else line
    if match and line.strip()[:1] in "([" and text.rstrip()[-1:] in ")]":
        text = text.rstrip()[:-1]
    lead = line.strip()[:1]
    return lead + text if match and lead in {"_", "*"} and text.rstrip().endswith(lead) else text
