"""What each heading of a Markdown manuscript opens: the book, a part, a chapter, a section.

Authors use the levels as they like: `#` for the title and `##` for chapters, `#` for chapters,
`#` for parts and `##` for chapters, or one level for both. The headings' words decide first
("Part One", "Chapter 3", "Prologue"), then what stands between them: a heading without prose of
its own before deeper headings is a part.
"""

from collections import Counter
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from bookmaker.book import Figure, LineBreak, Role, plain_text
from bookmaker.readers.markdown.elements import Break, Division, Element, Gap, HeadingMark, Point
from bookmaker.readers.structure import heading_forms as forms
from bookmaker.readers.structure.draft import Level, Title
from bookmaker.readers.structure.section_names import CONTENTS, LABELS


class Opens(Enum):
    """What a heading opens."""

    TITLE = auto()
    PART = auto()
    CHAPTER = auto()
    SECTION = auto()
    EPIGRAPH = auto()
    CONTENTS = auto()
    SUB = auto()


_PINNED: Final = {"part": Opens.PART, "heading": Opens.SUB}  # all others open chapters
_ROLES: Final = {
    "prologue": Role.PROLOGUE,
    "epilogue": Role.EPILOGUE,
    "interlude": Role.INTERLUDE,
}


@dataclass(slots=True)
class Entry:
    """A heading: its index among the elements, its words taken apart, what it opens."""

    index: int
    mark: HeadingMark
    title: Title | None
    prose: bool = True
    opens: Opens = Opens.SUB
    reason: str = ""


def make_outline(elements: list[Element], known_title: str) -> list[Entry]:
    """Say what every heading opens; `known_title` is the title that the head gives, if any."""
    entries = [
        Entry(index, element, read_title(element))
        for index, element in enumerate(elements)
        if isinstance(element, HeadingMark)
    ]
    for number, entry in enumerate(entries):
        end = entries[number + 1].index if number + 1 < len(entries) else len(elements)
        entry.prose = any(_is_prose(element) for element in elements[entry.index + 1 : end])
    rest = _take_title(entries, known_title)
    free = [entry for entry in rest if not entry.mark.pinned]
    if free:
        _Levels(free).settle()
    if len(free) < len(rest):
        _give_levels(rest, free)
        _Levels(rest).settle()
    return entries


def _give_levels(entries: list[Entry], free: list[Entry]) -> None:
    """Give headings that the author pinned the levels that others of their kind have."""
    usual = {
        opens: Counter(e.mark.level for e in free if e.opens is opens).most_common(1)
        for opens in (Opens.CHAPTER, Opens.PART)
    }
    chapter = usual[Opens.CHAPTER][0][0] if usual[Opens.CHAPTER] else 2
    part = usual[Opens.PART][0][0] if usual[Opens.PART] else chapter - 1
    levels = {Opens.CHAPTER: max(chapter, part + 1), Opens.PART: part}
    for entry in entries:
        if entry.mark.pinned:
            opens = _PINNED.get(entry.mark.pinned, Opens.CHAPTER)
            entry.mark = replace(entry.mark, level=levels.get(opens, levels[Opens.CHAPTER] + 1))


def _read_pinned(mark: HeadingMark) -> Title:
    """Take the words of a heading apart that the author pinned; its first line has the number."""
    lines = "".join("\n" if isinstance(i, LineBreak) else plain_text((i,)) for i in mark.inlines)
    first = lines.partition("\n")[0].strip()
    found = forms.keyed(first) or forms.named(first) or forms.numbered(first)
    number, role = (found.number, found.role) if found else ("", None)
    level = Level.PART if mark.pinned == "part" else Level.CHAPTER
    title = (mark.text,) if mark.text.strip() != number.strip() else ()
    return Title(level, number, title, _ROLES.get(mark.pinned, role), "pinned")


def read_title(mark: HeadingMark) -> Title | None:
    """Take a heading's words apart; None if no form is known."""
    if mark.pinned:
        return _read_pinned(mark)
    classes = mark.attributes.classes
    found = forms.keyed(mark.text) or forms.named(mark.text) or forms.numbered(mark.text)
    if "part" in classes:
        found = found or Title(Level.PART, title=(mark.text,))
        found.level = Level.PART
    return found


def _is_prose(element: Element) -> bool:
    return not isinstance(element, HeadingMark | Break | Gap | Point | Division | Figure)


def _take_title(entries: list[Entry], known: str) -> list[Entry]:
    """Find the heading that is the book's title; return the others."""
    if not entries:
        return []
    first, rest = entries[0], [entry for entry in entries[1:] if not entry.mark.pinned]
    if first.mark.pinned:
        return entries
    same = bool(known) and forms.fold(first.mark.text) == forms.fold(known)
    alone = first.mark.level < min((e.mark.level for e in rest), default=7)
    named = first.title is not None and first.title.form != "numbered:arabic"
    if same and (alone or not first.prose):
        first.reason = "the title that the head gives"
    elif alone and not known and not named:
        first.reason = "the only heading of its level, and the first"
    else:
        return entries
    first.opens = Opens.TITLE
    return entries[1:]


def _is_telling(title: Title | None) -> bool:
    """Say whether a heading's words alone tell what it opens: "Part One", "Prologue"."""
    if title is None:
        return False
    return title.form in {"named", "pinned"} or title.form.startswith("keyed")


class _Levels:
    """Headings under judgement, in order."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries
        self.base = min(entry.mark.level for entry in entries)
        self.prose_above = self._count_prose()

    def _count_prose(self) -> Counter[int]:
        """Count by level the headings with deeper ones below: +1 with prose between, -1 without.

        An author whose untitled-by-number headings have prose of their own writes chapters with
        sub-headings, not parts.
        """
        found: Counter[int] = Counter()
        for entry, after in zip(self.entries, self.entries[1:], strict=False):
            if after.mark.level > entry.mark.level and not _is_telling(entry.title):
                found[entry.mark.level] += 1 if entry.prose else -1
        return found

    def settle(self) -> None:
        """Say what each heading opens, from the first to the last."""
        owner: Entry | None = None  # the chapter or section whose deeper headings are its own
        for number, entry in enumerate(self.entries):
            level = entry.mark.level
            if owner and level > owner.mark.level and not entry.mark.pinned:
                entry.opens = Opens.SUB
                continue
            pinned = entry.mark.pinned
            entry.opens = (
                _PINNED.get(pinned, Opens.CHAPTER) if pinned else self._judge(number, entry)
            )
            if entry.opens is Opens.PART:
                owner = None
            elif entry.opens is not Opens.SUB:
                owner = entry

    def _judge(self, number: int, entry: Entry) -> Opens:
        title, classes = entry.title, entry.mark.attributes.classes
        folded = forms.fold(entry.mark.text)
        if "chapter" in classes:
            return Opens.CHAPTER
        if folded in LABELS or "epigraph" in classes:
            return Opens.EPIGRAPH
        if folded in CONTENTS:
            return Opens.CONTENTS
        if title and title.level is Level.SECTION:
            return Opens.SECTION
        if "part" in classes or self._is_part(number, entry):
            return Opens.PART
        return Opens.CHAPTER

    def _is_part(self, number: int, entry: Entry) -> bool:
        title, inner = entry.title, self._inner(number)
        counted = any(e.title and e.title.form != "named" for e in inner)
        if not _is_telling(title):
            if title and self._counts_chapters(entry.mark.level, title.form):
                return False
            if entry.prose or not inner or self.prose_above[entry.mark.level] >= 0:
                return False
            return len(inner) > 1 or counted or self._has_sibling(number, entry)
        if title is None or title.level is not Level.PART:
            return False
        if inner:
            return not entry.prose or counted
        return not entry.prose and self._same_level_follows(number, entry)

    def _counts_chapters(self, level: int, form: str) -> bool:
        """Say whether headings numbered in one way have text of their own: they count chapters."""
        alike = [e for e in self.entries if e.mark.level == level and e.title]
        prose = [e.prose for e in alike if e.title and e.title.form == form]
        return form.startswith(("bare", "numbered")) and sum(prose) > len(prose) / 2

    def _inner(self, number: int) -> list[Entry]:
        """Return the next deeper headings that stand under the one at `number`."""
        level = self.entries[number].mark.level
        found: list[Entry] = []
        for entry in self.entries[number + 1 : number + 1 + _ENOUGH]:
            if entry.mark.level <= level:
                break
            found.append(entry)
        return found

    def _same_level_follows(self, number: int, entry: Entry) -> bool:
        after = self.entries[number + 1] if number + 1 < len(self.entries) else None
        if after is None or after.mark.level != entry.mark.level:
            return False
        return not (after.title and after.title.level is Level.PART)

    def _has_sibling(self, number: int, entry: Entry) -> bool:
        return any(
            other.opens is Opens.PART and other.mark.level == entry.mark.level
            for other in self.entries[max(0, number - _ENOUGH) : number]
        )


_ENOUGH = 50
