"""What each folder of a book is: a part whose files are chapters, or a chapter of scenes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bookmaker.book import Certainty
from bookmaker.project import Manuscript, StructureSettings
from bookmaker.readers.structure import heading_forms as forms
from bookmaker.readers.structure.draft import Level

_SCENE: Final = re.compile(r"(?i)(?:scene|szene|scène|escena|scena|cena)\b.*")
_LONG: Final = 1_500
"""Words on average: people write scenes of a thousand words or so, and chapters of several
scenes."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a file stands: in a part and a chapter of these titles, if in any, and why.

    `key` tells one folder from another of the same title.
    """

    part: str = ""
    chapter: str = ""
    key: tuple[str, ...] = ()
    reason: str = ""
    certainty: Certainty = Certainty.SURE


def standings(
    manuscripts: Sequence[Manuscript], lone: Sequence[bool], settings: StructureSettings
) -> list[Standing]:
    """Say of each manuscript what its folders are to the book.

    Args:
        manuscripts: all, in order.
        lone: whether each is a text without headings of its own.
        settings: `folders` decides where names and sizes tell nothing, or is "auto".
    """
    found: list[Standing] = []
    pairs = list(zip(manuscripts, lone, strict=True))
    for top, group in groupby(pairs, key=lambda pair: pair[0].folders[:1]):
        held = list(group)
        if not top:
            found.extend(Standing() for _ in held)
            continue
        is_part, reason, certainty = _is_part(top[0], held, settings)
        for manuscript, _ in held:
            part, chapter = (top[0], manuscript.folders[1:2]) if is_part else ("", top)
            title = chapter[0] if chapter else ""
            key = manuscript.folders[:2] if is_part else top
            found.append(Standing(part, title, key, reason, certainty))
    return found


def _is_part(
    title: str, held: Sequence[tuple[Manuscript, bool]], settings: StructureSettings
) -> tuple[bool, str, Certainty]:
    """Say whether a folder is a part, and why."""
    if any(len(manuscript.folders) > 1 for manuscript, _ in held):
        return True, "a folder of folders", Certainty.SURE
    if settings.folders != "auto":
        return settings.folders == "parts", "[structure] folders says so", Certainty.SURE
    name = forms.keyed(title) or forms.named(title)
    if name is not None:
        return name.level is Level.PART, "its name says so", Certainty.SURE
    if not all(lone for _, lone in held):
        return True, "its files have headings of their own", Certainty.SURE
    return _by_files(held)


def _by_files(held: Sequence[tuple[Manuscript, bool]]) -> tuple[bool, str, Certainty]:
    titles = [manuscript.title for manuscript, _ in held]
    if any(_SCENE.fullmatch(each) for each in titles):
        return False, "its files are named scenes", Certainty.SURE
    if any(forms.keyed(each) for each in titles):
        return True, "its files are named chapters", Certainty.SURE
    words = sum(len(manuscript.text.split()) for manuscript, _ in held) // len(held)
    what = "chapters" if words >= _LONG else "scenes"
    return words >= _LONG, f"its files have the length of {what}", Certainty.LIKELY
