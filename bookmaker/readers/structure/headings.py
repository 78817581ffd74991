"""Chapter and part headings, by their form and by how they are set off.

A keyword with a number is a heading wherever it stands on a line of its own. A bare number is one
where the numbers run on (1, 2, 3). A line without number is one where the author's largest gaps are
nearly always followed by such a line: whoever titles chapters titles them all. What stands next to
a heading without words of its own ("CHAPTER I." and below it a short line, different in every
chapter) is its title.
"""

from itertools import pairwise
from typing import Final

from bookmaker.book import Certainty, Role
from bookmaker.readers.structure import heading_forms as forms
from bookmaker.readers.structure import titles_alone
from bookmaker.readers.structure.dateline import tells_time
from bookmaker.readers.structure.draft import Draft, Kind, Level, Piece, Title
from bookmaker.readers.structure.section_names import ARCHIVE, INNER

_NO_TEXT: Final = (Kind.WITHHELD, Kind.NOTE, Kind.CENTRED)
_MOST_LINES: Final = 3
_NUMBER_ALONE: Final = 60
"""A keyword with its number, and nothing else, is no longer (code points)."""
_NEARLY_ALL: Final = 0.8
_MOST: Final = 0.75
_STORY_WORDS: Final = 150
_SEARCHED: Final = 60
_SKIPPED: Final = 3
_NOTES: Final = frozenset(
    (Role.AUTHORS_NOTE, Role.SUMMARY, Role.CONTENT_WARNING, Role.DISCLAIMER, Role.NOTES,
     Role.DEDICATION, Role.COPYRIGHT)
)  # fmt: skip


def recognise(draft: Draft) -> None:
    """Label headings."""
    _keyed(draft)
    _named(draft)
    _numbers(draft)
    titles_alone.take(draft)
    _attach_titles(draft)
    _parts(draft)
    _between_chapters(draft)
    _report(draft)


def _take(piece: Piece, title: Title) -> None:
    piece.kind = Kind.HEADING
    piece.title = title
    piece.role = title.role


# ---------------------------------------------------------------- keyword and number


def _keyed(draft: Draft) -> None:
    index = 0
    while index < len(draft.pieces):
        piece = draft.pieces[index]
        if piece.free and (index == 0 or piece.clump.gap > 0 or draft.typing.gap == 0):
            _keyed_piece(draft, index)
        index += 1


def _keyed_piece(draft: Draft, index: int) -> None:
    piece = draft.pieces[index]
    lines = piece.clump.lines
    prose = len(lines) > _MOST_LINES and not lines[0].isupper()
    if len(lines[0]) > (_NUMBER_ALONE if prose else forms.LONGEST):
        return
    title = forms.keyed(lines[0]) or (forms.hashed(lines[0]) if lines[0].startswith("#") else None)
    if title is None:
        return
    if len(lines) == 1:
        _take(piece, title)
    elif len(lines) <= _MOST_LINES and all(forms.title_like(line) for line in lines[1:]):
        rest = tuple(line.strip() for line in lines[1:])
        _take(piece, Title(title.level, title.number, title.title + rest, title.role, title.form))
    elif not title.title or lines[0].isupper():
        draft.cut(index, 1)
        _take(draft.pieces[index], title)


# ---------------------------------------------------------------- names: prologue, afterword ...


def _named(draft: Draft) -> None:
    fields = any(piece.kind is Kind.FRONT for piece in draft.pieces[:_SEARCHED])
    close = _stand_close(draft)
    for index, piece in enumerate(draft.pieces):
        if not piece.free or len(piece.text) > forms.LONGEST or len(piece.clump.lines) > 2:  # noqa: PLR2004
            continue
        title = forms.named(piece.clump.lines[0])
        if title is None or not (
            draft.opens(index)
            or (title.number or piece.clump.lines[0].strip()).isupper()
            or _of_archive(piece, fields)
            or (close and piece.clump.gap > 0 and title.title[0][-1:] not in ".!?")
        ):
            continue
        below = "" if piece.lone else piece.clump.lines[1].strip()
        if not below or forms.title_like(below):
            _take(piece, _with_second_line(title, below) if below else title)


def _stand_close(draft: Draft) -> bool:
    """Say whether the author leaves no more room above headings than above paragraphs."""
    keyed = [index for index, piece in enumerate(draft.pieces) if index and piece.title]
    return len(keyed) > 1 and sum(map(draft.opens, keyed)) < len(keyed) / 2


def _with_second_line(title: Title, line: str) -> Title:
    """Return a named heading with the title typed below it; only chapters part the two."""
    if title.level is Level.CHAPTER:
        return Title(title.level, title.title[0], (line,), title.role, title.form)
    return Title(title.level, title.number, (*title.title, line), title.role, title.form)


def _of_archive(piece: Piece, fields: bool) -> bool:  # noqa: FBT001  the one thing known of it
    """Say whether a line is one that archives print; "Summary" alone counts only below fields."""
    name = forms.fold(piece.text)
    return piece.lone and piece.clump.gap > 0 and name in (ARCHIVE if fields else INNER)


# ---------------------------------------------------------------- numbers that run on


def _numbers(draft: Draft) -> None:
    by_form: dict[str, list[tuple[int, Title, int]]] = {}
    for index, piece in enumerate(draft.pieces):
        if not piece.free or len(piece.clump.lines) > 2 or len(piece.text) > forms.LONGEST:  # noqa: PLR2004
            continue
        title = forms.numbered(piece.clump.lines[0])
        value = forms.value(title) if title else None
        if title is not None and value is not None:
            by_form.setdefault(title.form, []).append((index, title, value))
    for form, found in by_form.items():
        _accept_numbers(draft, form, found)


def _accept_numbers(draft: Draft, form: str, found: list[tuple[int, Title, int]]) -> None:
    """Accept numbers that begin at one (or nought) and run on, set off or far apart.

    A number skipped or typed twice is a slip where the line is set off as the others are.
    """
    chain: list[tuple[int, Title, int]] = []
    ones = 0
    for entry in found:
        step = entry[2] - chain[-1][2] if chain else 0
        runs_on = bool(chain) and (step == 1 or (0 <= step <= _SKIPPED and draft.opens(entry[0])))
        if runs_on or (entry[2] in {0, 1} and (not chain or chain[-1][2] > 1)):
            chain.append(entry)
            ones += not runs_on
    set_off = sum(draft.opens(index) for index, _, _ in chain)
    if len(chain) < 2 or (form.startswith("numbered") and len(chain) - ones < 1):  # noqa: PLR2004
        return
    whole = form.startswith("bare") and ones == 1 and 2 < len(chain) == len(found)  # noqa: PLR2004
    if (
        not whole
        and set_off < _NEARLY_ALL * len(chain)
        and _words_between(draft, chain) < 2 * _STORY_WORDS
    ):
        return
    chapters = sum(_is_chapter(piece) for piece in draft.pieces)
    level = Level.SCENE if chapters and ones >= 2 and ones <= chapters else Level.CHAPTER  # noqa: PLR2004
    for index, title, _ in chain:
        piece = draft.pieces[index]
        rest = tuple(line.strip() for line in piece.clump.lines[1:])
        if rest and not all(forms.title_like(line) for line in rest):
            continue
        _take(piece, Title(level, title.number, title.title + rest, form=form))


def _words_between(draft: Draft, chain: list[tuple[int, Title, int]]) -> float:
    size = sum(len(piece.text) for piece in draft.pieces[chain[0][0] : chain[-1][0]])
    return size / 6 / max(1, len(chain) - 1)


def _is_chapter(piece: Piece) -> bool:
    return piece.title is not None and piece.title.level is Level.CHAPTER


# ---------------------------------------------------------------- titles below numbers


def _attach_titles(draft: Draft) -> None:
    """Join a title line to the bare heading above it, where most such headings have one."""
    for level in (Level.PART, Level.CHAPTER):
        bare = [
            i
            for i, piece in enumerate(draft.pieces[:-1])
            if piece.title and piece.title.level is level and not piece.title.title
            and piece.title.form != "named"
        ]  # fmt: skip
        titled = [i for i in bare if _has_title_below(draft, i)]
        timed = [i for i in titled if tells_time(draft.pieces[i + 1].text)]
        if len(timed) > len(titled) / 3:
            titled = [i for i in titled if i not in set(timed)]
        texts = {forms.fold(draft.pieces[i + 1].text) for i in titled}
        if titled and len(titled) >= _MOST * len(bare) and len(texts) >= 0.9 * len(titled):
            for index in titled:
                _join_title(draft, index)


def _has_title_below(draft: Draft, index: int) -> bool:
    heading, below = draft.pieces[index], draft.pieces[index + 1]
    if not below.free or len(below.clump.lines) > 2 or below.clump.gap > 3:  # noqa: PLR2004
        return False
    if index and below.clump.gap >= heading.clump.gap > draft.typing.gap:
        return False
    if index + 2 >= len(draft.pieces):
        return False
    return len(below.text) <= forms.LONGEST and all(
        forms.title_like(line) or line.isupper() for line in below.clump.lines
    )


def _join_title(draft: Draft, index: int) -> None:
    heading, below = draft.pieces[index], draft.pieces[index + 1]
    if heading.title is not None:
        heading.title.title = tuple(line.strip() for line in below.clump.lines)
    below.kind = Kind.HEADING
    below.title = None


# ---------------------------------------------------------------- parts


def _parts(draft: Draft) -> None:
    """Decide which headings hold others: a part without chapters in it is a chapter itself."""
    headings = [piece for piece in draft.pieces if piece.title is not None]
    _title_over_title(draft)
    holds = False
    below = ""  # the keyword of the part that follows right below, with chapters in it
    for piece in reversed(headings):
        title = piece.title
        if title is None:
            continue
        if title.level is Level.PART:
            if not holds and below in {"", title.form}:
                title.level = Level.CHAPTER
            below, holds = (title.form if holds else ""), False
        elif title.level is Level.CHAPTER:
            holds, below = True, ""


def _between_chapters(draft: Draft) -> None:
    """Keep sections that stand between chapters where they stand.

    A note there belongs to the chapter above it; a preface or an afterword is a division of the
    body like the chapters around it.
    """
    chapters = [i for i, p in enumerate(draft.pieces) if p.title and p.title.level is Level.CHAPTER]
    for piece in draft.pieces[chapters[0] : chapters[-1]] if chapters else ():
        if piece.title is not None and piece.title.level is Level.SECTION:
            note = piece.title.role in _NOTES
            piece.title.level = Level.SCENE if note else Level.CHAPTER
            if not note:
                piece.title.role = piece.role = Role.CHAPTER


def _title_over_title(draft: Draft) -> None:
    """Take a title alone right above a chapter heading, as far set off as it, as a part's.

    If it is the only one, and above them all, it is the book's.
    """
    over = []
    text = [piece for piece in draft.pieces if piece.kind is not Kind.WITHHELD]
    for one, two in pairwise(text):
        if one.title is None or two.title is None or not one.title.form.startswith("alone"):
            continue
        if two.title.level is Level.CHAPTER and two.title.form != "named":
            one.title.level = Level.PART
            over.append(one)
    first = next((piece for piece in draft.pieces if piece.title is not None), None)
    keyed = sum(p.title is not None and p.title.form.startswith("keyed") for p in draft.pieces)
    if len(over) == 1 and over[0] is first and keyed > 1:
        first.kind, first.title, first.role = Kind.TEXT, None, None


# ---------------------------------------------------------------- why


def _report(draft: Draft) -> None:
    reasons = {
        "keyed": "a keyword and a number on a line of its own",
        "bare": "a number alone, and the numbers run on",
        "numbered": "a number and a title, and the numbers run on",
        "listed": "a line that the typed table of contents names",
        "named": "a word that names such a section, on a line of its own",
        "hashed": "a line marked with #",
        "alone": "a title alone below the largest gap, as nearly everywhere",
        "alone?": "a short line below a larger gap, as nearly everywhere",
    }
    for piece in draft.pieces:
        title = piece.title
        if title is None or piece.fixed is not None:
            continue
        form = title.form.split(":")[0]
        sure = Certainty.LIKELY if form in {"alone?", "bare"} else Certainty.SURE
        kind = {Level.PART: "part", Level.SECTION: "section", Level.SCENE: "scene title"}.get(
            title.level, "chapter"
        )
        if title.role not in {None, Role.CHAPTER} and title.role is not None:
            kind = title.role.value
        name = " ".join(filter(None, (title.number, *title.title)))
        draft.decide(kind, draft.span(piece), f'"{name}": {reasons[form]}', sure)
