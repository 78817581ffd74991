"""Hyphens that stand for dashes: --, ---, a hyphen between spaces, a hyphen after speech.

A hyphen stands between letters and stays; between figures it spans a range. Whatever else an
author types is a dash. English sets it closed up; where a language spaces its dashes they stay
spaced as typed, the space before them unbreakable.
"""

import re
from typing import Final

from bookmaker.typography.flow import Edit, Flow, Kind
from bookmaker.typography.languages import NO_BREAK, Marks, marks_of

_BLANK: Final = f"[ {NO_BREAK}]*"
_CLOSERS: Final = "\"'”’»)\\],.!?;:"
_GAP: Final = f"[ {NO_BREAK}]+"
_DASHES: Final = re.compile(
    # 1. two hyphens or more, spaced or not; never an arrow
    rf"(?<![ {NO_BREAK}]){_BLANK}(?<!-)-{{2,}}(?!>){_BLANK}"
    # 2. one between spaces, or after a space and before an end
    rf"|(?<=[^\s-]){_GAP}-(?:{_GAP}|(?=[{_CLOSERS}…\n]|\Z))"
    # 3. one after speech or a stop
    rf"|(?<=[\"'”’»]|[,;:!?])-(?:{_GAP}|(?=[\"“‘\n]|\Z))"
    # 4. speech that begins broken off
    rf"|(?<=[\"“‘])-{_GAP}(?=\S)"
    # 5. speech opened by a dash
    rf"|(?:\A|(?<=\n))-{_BLANK}(?=[^\W\d])"
)
_RANGE: Final = re.compile(
    r"(?<![\w.,/–-])(?P<a>\d{1,4}(?::\d{1,3})?)-(?P<b>\d{1,4}(?::\d{1,3})?)(?![\w/–-]|[.,:]\d)"
)
_NUMBERED: Final = re.compile(
    r"\b(?:ISBN|ISSN|DOI|UPC|SKU|[Tt]el|[Ff]ax|[Pp]hone|[Tt]elephone)\b[^\n]{0,24}\Z"
)
_RULE: Final = 9
"""From so many hyphens on they are a rule or a blank to fill in."""
_OMISSION: Final = 4
"""From so many hyphens on they stand for something left out: B----, d----d."""
_ABBREVIATED: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Messrs|Mme|Mlle|Lord|Lady|Sir|Miss|Captain|Count)\.?\Z"
)


class DashPass:
    """Sets the dashes of a book."""

    def __init__(self, language: str, *, dialogue: bool) -> None:
        """Take the book's language; `dialogue`: a hyphen at a paragraph's start opens speech."""
        self.language = language
        self.dialogue = dialogue

    def edits(self, flow: Flow) -> list[Edit]:
        """Return the edits that set the dashes of `flow`."""
        text = flow.text
        if "-" not in text or not any(map(str.isalnum, text)):
            return []
        found = [] if not _may_have_dashes(text) else self._dashes(flow)
        found.extend(_ranges(text))
        return found

    def _dashes(self, flow: Flow) -> list[Edit]:
        found = []
        for match in _DASHES.finditer(flow.text):
            marks = marks_of(flow.language(match.start(), self.language))
            made = self._dash(flow, match, marks) if marks else None
            if made is not None and made != match[0]:
                found.append(Edit(match.start(), match.end(), made, "dash"))
        return found

    def _dash(self, flow: Flow, match: re.Match[str], marks: Marks) -> str | None:
        typed = match[0]
        core = typed.strip(f" {NO_BREAK}")
        before, after = flow.text[: match.start()][-24:], flow.text[match.end() :][:2]
        if len(core) >= _RULE or (len(core) == 1 and before[-1:].isdigit() and after[:1].isdigit()):
            return None
        if len(core) == 1 and before in ("", *"\n") and not self._opens_speech(flow):
            return None
        if len(core) >= _OMISSION:
            return typed.replace(core, "—" * (len(core) // 2))
        if core == "--" and typed == core and before[-1:].isdigit() and after[:1].isdigit():
            return "–"
        if _ABBREVIATED.search(before.rstrip()) and typed[0] != "-" and len(core) > 1:
            return typed.replace(core, "—")
        return _spaced(typed, core, before, marks)

    def _opens_speech(self, flow: Flow) -> bool:
        return self.dialogue and flow.kind is Kind.PROSE


def _spaced(typed: str, core: str, before: str, marks: Marks) -> str:
    """Return the dash with the spaces its language wants."""
    if before[-1:] in ("", "\n"):  # it opens a line: speech, or the name under a quotation
        return ("—" if marks.dialogue else marks.dash if not marks.tight else "—") + (
            NO_BREAK
            if marks.dialogue and typed != core
            else ""
            if marks.tight
            else typed[len(core) :]
        )
    if marks.tight:
        return "—"
    leading, trailing = typed.split(core)
    return (NO_BREAK if leading else "") + marks.dash + trailing


def _may_have_dashes(text: str) -> bool:
    return (
        "--" in text
        or " -" in text
        or "- " in text
        or text.startswith("-")
        or text.endswith("-")
        or f"{NO_BREAK}-" in text
        or "\n-" in text
        or any(mark + "-" in text for mark in "\"'”’»,;:!?")
    )


def _ranges(text: str) -> list[Edit]:
    found = []
    for match in _RANGE.finditer(text):
        low, high = match["a"], match["b"]
        if _spans(low, high) and not _NUMBERED.search(
            text, max(0, match.start() - 40), match.start()
        ):
            found.append(Edit(match.end("a"), match.start("b"), "–", "range"))
    return found


def _spans(low: str, high: str) -> bool:
    """Whether two figures read as a range: rising, or the second shortened (115-20)."""
    if ":" in low or ":" in high:
        return True
    if (len(low), len(high)) == (3, 4):  # a telephone number
        return False
    return int(low) < int(high) or len(high) < len(low)
