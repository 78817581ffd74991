"""Scene-break marks: a line that holds signs and no words.

Authors part scenes with a mark on a line of its own: `***`, `* * *`, `#` (Shunn's standard
manuscript format), `---`, `~`, `⁂`, or letters used as ornament (`oOo`, `xXx`). A mark is never
printed: the theme has its own ornament.
"""

import re
from typing import Final

from bookmaker.project import PIN_KINDS

_SIGNS: Final = r"*#~\-–—−_=+<>•·●○◦∗✱✦✧★☆♦◆◇❦❧☙⁂⁎※§|/\\^:@$%&¤×"
_MARK: Final = re.compile(
    rf"[\s\[({{]*(?:[{_SIGNS}][{_SIGNS}\s.]*"  # signs alone
    rf"|[{_SIGNS}\s]*(?:[oO0](?:[oO0\s.]*[oO0])?|[xX](?:[xX\s.]*[xX])?)[{_SIGNS}\s]*"  # oOo, xXx
    rf"|[{_SIGNS}\s]*(?i:(?:scene|section|line|page)\s?-?break|break)[{_SIGNS}\s]*"
    r")[\s\])}]*"
)
_PIN_MARK: Final = re.compile(
    r"\s*\[(?P<kind>"
    + "|".join(k.replace("-", "[ -]") for k in PIN_KINDS if k != "break")
    + r"|end)\]\s*"
)
LIFTED: Final = "\x00"
"""Stands for a line that held only what was lifted out of the text; no manuscript holds it."""

MARK_STARTS: Final = frozenset(
    "*#~-–—−_=+<>•·●○◦∗✱✦✧★☆♦◆◇❦❧☙⁂⁎※§|/\\^:@$%&¤×[({oO0xX \t\f\v\u00a0\u2002\u2003\u2009\u3000\x00"
)
"""With one of these begins every line that `is_mark` may take, white space before it included."""

_LETTERS: Final = re.compile(r"[^\W\d_]|[0-9]")
_ORNAMENT_LETTERS: Final = 3
_LONGEST: Final = 100


def is_mark(line: str) -> bool:
    """Say whether a line is a scene-break mark: signs alone, `oOo` and the like, `[break]`.

    Letters need company to be ornament: "X" and "oo" are words, "xXx" and "-o-" are not.
    """
    text = line.strip()
    if not text or len(text) > _LONGEST or (text[0].isdigit() and text[0] != "0"):
        return False
    if text[0].isalpha() and text[0] not in "oOxX":
        return False
    if not _MARK.fullmatch(text):
        return False
    letters = len(_LETTERS.findall(text))
    return not letters or _is_ornament(text, letters)


def pin_mark(line: str) -> str:
    """Return the kind that a line such as `[verse]` pins what stands below as; `end` closes it.

    Only in small letters: "[Verse]" over a stanza is a songwriter's, and stays.
    """
    if line == LIFTED:
        return "lifted"
    if line[-1:] != "]":
        return ""
    match = _PIN_MARK.fullmatch(line)
    return match["kind"].replace(" ", "-") if match else ""


def _is_ornament(text: str, letters: int) -> bool:
    if "break" in text.lower():
        return not text[0].isalpha()
    signs = any(not character.isalnum() and not character.isspace() for character in text)
    return letters >= _ORNAMENT_LETTERS or (signs and letters == 1 and text[0] not in "oO0xX")
