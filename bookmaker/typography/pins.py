"""Words whose marks the author has set once and for all: `names` and `marks` of the settings.

A pin is the form wanted. Every place whose letters and spaces match it, whatever kind of mark
was typed there, gets its marks; nothing overrules that. In `names` a straight ' says no more
than "an apostrophe".
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

_SINGLE: Final = "'‘’‚‛ʻʼʽ′`´"
_DOUBLE: Final = '"“”„‟«»″'
_MARK: Final = re.compile(f"[{_SINGLE}{_DOUBLE}‹›]")
_SPACE: Final = "[ \u00a0\u2009\u202f]+"
_SPACES: Final = re.compile(_SPACE)


class Pins:
    """The pinned forms of one book."""

    def __init__(self, names: Iterable[str], marks: Iterable[str]) -> None:
        """Take the forms of the settings; one without a mark pins nothing and is never found."""
        self.typed: dict[str, str] = {}
        self.wanted: dict[str, tuple[str, ...]] = {}
        for setting, forms in (("names", names), ("marks", marks)):
            for form in forms:
                self.typed[form] = setting
                if _MARK.search(form):
                    self.wanted[_bare(form)] = tuple(_MARK.findall(form))
        longest = sorted(self.typed, key=lambda form: (-len(form), form))
        forms = "|".join(_pattern(form) for form in longest if _MARK.search(form))
        self.pattern = re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE) if forms else None

    def places(self, text: str) -> Mapping[int, str]:
        """Return the marks of `text` that are pinned: offset, and the character wanted there."""
        if self.pattern is None or not _MARK.search(text):
            return {}
        found: dict[int, str] = {}
        for match in self.pattern.finditer(text):
            at = [mark.start() for mark in _MARK.finditer(text, match.start(), match.end())]
            found.update(zip(at, self.wanted[_bare(match[0])], strict=True))
        return found

    def unused(self, texts: Iterable[str]) -> list[tuple[str, str]]:
        """Return the pins that match nowhere: the setting, and the form as the author wrote it."""
        missing = dict.fromkeys(map(_bare, self.typed))
        for text in texts:
            if self.pattern is None or not missing:
                break
            for match in self.pattern.finditer(text):
                missing.pop(_bare(match[0]), None)
        return [(name, form) for form, name in self.typed.items() if _bare(form) in missing]


def _pattern(form: str) -> str:
    return "".join(map(_character, _SPACES.sub(" ", form)))


def _character(char: str) -> str:
    if char == " ":
        return _SPACE
    if not _MARK.match(char):
        return re.escape(char)
    return f"[{_SINGLE}‹›]" if char in _SINGLE or char in "‹›" else f"[{_DOUBLE}]"


def _bare(form: str) -> str:
    """Return what two forms that match have in common."""
    plain = _SPACES.sub(" ", form).lower()
    return _MARK.sub(lambda mark: '"' if mark[0] in _DOUBLE else "'", plain)
