"""The first lines of a manuscript: `Key: value` fields, the title, the author's byline.

People name their work before they begin it: with fields ("Title: ...", as archives ask for), or as
on a title page, the title on a line of its own and "by" and a name below it. A lone first line is
left to `opening`: it may as well name a series.
"""

import re
from typing import Final

from bookmaker.book import Certainty, Role
from bookmaker.readers.structure.draft import Draft, Kind, Piece
from bookmaker.readers.structure.heading_forms import fold, keyed, named
from bookmaker.readers.structure.numerals import value_of
from bookmaker.readers.structure.time_words import words

FIELDS: Final[dict[str, str]] = {
    "title": "title", "titel": "title", "titre": "title", "título": "title", "titolo": "title",
    "author": "author", "authors": "author", "by": "author", "written by": "author",
    "autor": "author", "auteur": "author", "autore": "author", "autorin": "author",
    "pen name": "author", "byline": "author",
    "language": "language", "sprache": "language", "langue": "language", "idioma": "language",
    "lingua": "language", "taal": "language", "lang": "language",
    "subtitle": "subtitle", "series": "series", "publisher": "publisher", "isbn": "isbn",
    "translator": "translator", "translated by": "translator", "illustrator": "illustrator",
    "editor": "editor", "date": "date", "release date": "release", "published": "date",
    "rights": "rights", "copyright": "rights", "keywords": "subjects", "subject": "subjects",
    "genre": "subjects", "tags": "subjects",
    "ebook": "ebook", "word count": "words", "words": "words", "length": "words",
    "character set encoding": "encoding",
}  # fmt: skip
ROLES: Final[dict[str, Role]] = {
    **dict.fromkeys(("fandom", "fandoms", "universe", "setting", "timeline"), Role.SERIES),
    **dict.fromkeys(("summary", "synopsis", "description", "blurb"), Role.SUMMARY),
    **dict.fromkeys(
        ("disclaimer", "disclaimers", "legal", "copyright notice", "credits", "credit"),
        Role.DISCLAIMER,
    ),
    **dict.fromkeys(
        (
            "rating", "rated", "warning", "warnings", "archive warning", "archive warnings",
            "content warning", "content warnings", "trigger warning", "trigger warnings",
            "cw", "tw", "spoilers", "spoiler",
        ),
        Role.CONTENT_WARNING,
    ),
    **dict.fromkeys(("dedication", "dedicated to", "for"), Role.DEDICATION),
    **dict.fromkeys(
        (
            "note", "notes", "author's note", "author's notes", "author note", "author notes",
            "a/n", "an", "n.b", "nb", "feedback", "distribution", "archive", "archiving", "beta",
            "betas", "beta reader", "thanks", "pairing", "pairings", "relationship",
            "relationships", "characters", "character", "category", "categories", "status",
            "additional tags", "email", "e-mail", "website", "challenge", "prompt", "song",
            "soundtrack", "acknowledgements", "acknowledgments", "chapters", "completed",
            "updated", "stats", "collections", "era", "continuity",
        ),
        Role.AUTHORS_NOTE,
    ),
}  # fmt: skip
_KEY: Final = re.compile(
    r"\s*[*_]{0,3}(?P<key>[^\W\d_][\w'’./ -]{0,24}?)[*_]{0,3}\s?:[*_]{0,3}(?:\s+|$)(?P<value>.*)"
)
_BYLINE: Final = re.compile(
    r"[*_]?(?:(?:a (?:novel|novella|story|tale) )?(?:written )?by|von|par|por|di|door|av)\b:?\s*"
    r"(?P<name>.*?)[*_]?",
    re.IGNORECASE,
)
_PEN_NAME: Final = re.compile(r"by (?P<name>[\w.-]{2,30}(?: \([\w.-]{2,30}\))?)")
_TITLE_BY: Final = re.compile(r"(?P<title>\S.{0,80}?),?\s+by\s+(?P<name>\S.*)")
_NAME: Final = re.compile(
    r"(?:[^\W\d_][\w'’.-]*|&|and|und|et|y|e|en|de|da|du|del|della|di|la|le|van|von|der|den|ten|"
    r"af|bin|al|st\.?|o'|mc)(?:,?\s+(?:[^\W\d_][\w'’.-]*|&))*",
)
_REACHED: Final = re.compile(r"\S@\S+\.\w|\+?\d[\d ()-]{7,}\d\s*$")
_SMALL: Final = words(
    "and & und et y e en de da du del della di la le van von der den ten af bin al st"
)
_SEARCHED: Final = 40
_TITLE_LINES: Final = range(2, 5)
_NOT_NAMES: Final = words(
    "season series book part volume story novel novella tale chapter draft the a an episode"
)


def recognise(draft: Draft) -> None:
    """Label fields, title and byline at the top."""
    _fields(draft)
    _titled(draft)


# ---------------------------------------------------------------- fields


def parse_field(line: str) -> tuple[str, str] | None:
    """Return key (in small letters) and value of a `Key: value` line whose key is known."""
    match = _KEY.fullmatch(line)
    if match is None:
        return None
    key = match["key"].casefold().replace("’", "'").strip(" .")
    return (key, match["value"].strip()) if key in FIELDS or key in ROLES else None


def _fields(draft: Draft) -> None:
    """Take apart the blocks of fields at the top, before anything else is asked."""
    index = 0
    while index < len(draft.pieces) and index < _SEARCHED:
        piece = draft.pieces[index]
        if piece.free and not _field_piece(draft, index) and index > 0:
            following = draft.pieces[index + 1 : index + 4]
            if not any(parse_field(p.clump.lines[0]) for p in following) and index > 1:
                return
        index += 1


def _field_piece(draft: Draft, index: int) -> bool:
    """Label the piece at `index` if it begins with a field; cut it at the next field."""
    piece = draft.pieces[index]
    found = parse_field(piece.clump.lines[0])
    if found is None:
        _cut_at_field(draft, index)
        return False
    _cut_at_field(draft, index)
    piece = draft.pieces[index]
    key, first = found
    value = " ".join([first, *(line.strip() for line in piece.clump.lines[1:])]).strip()
    if key in FIELDS and value and not (key == "by" and not is_name(value)):
        draft.fields.setdefault(FIELDS[key], []).append(value)
        draft.field_spans.append((FIELDS[key], draft.span(piece)))
        draft.withhold("metadata", piece, f'a "{key.capitalize()}:" line at the top')
    else:
        piece.kind = Kind.FRONT
        piece.role = ROLES.get(key, Role.AUTHORS_NOTE)
        draft.decide(
            piece.role.value, draft.span(piece), f'a "{key.capitalize()}:" line before the story'
        )
    return True


def _cut_at_field(draft: Draft, index: int) -> None:
    for at, line in enumerate(draft.pieces[index].clump.lines):
        if at and parse_field(line):
            draft.cut(index, at)
            return


# ---------------------------------------------------------------- title and byline


def is_name(text: str) -> bool:
    """Say whether a line reads as people's names: capitalised words, initials, particles."""
    typed = text.replace(",", " ").replace("_", "").split()
    if not 1 <= len(typed) <= 8 or not _NAME.fullmatch(text.strip("_* ")):  # noqa: PLR2004
        return False
    if any(
        word.casefold().strip(".") in _NOT_NAMES
        or (value_of(word) and len(word) > 1 and not word.endswith(".") and word.casefold() != "di")
        for word in typed
    ):
        return False
    return all(word[:1].isupper() or word.casefold() in _SMALL for word in typed)


def byline(line: str) -> str:
    """Return the name in "by Name", or nothing."""
    match = _BYLINE.fullmatch(line.strip())
    name = match["name"].strip(" ._*") if match else ""
    return name if name and (is_name(name) or (not name[:1].islower() and len(name) < 40)) else ""  # noqa: PLR2004


def _titled(draft: Draft) -> None:
    """Find the title page: title, then "by Name", in the first lines of what is left."""
    index = next((i for i, p in enumerate(draft.pieces) if p.free), len(draft.pieces))
    if index >= min(len(draft.pieces), _SEARCHED):
        return
    known = draft.fields.get("title", [""])[0]
    lines = draft.pieces[index].clump.lines
    few = len(lines) in _TITLE_LINES and not draft.pieces[index].clump.prose
    if few and _together(draft, index):
        return
    if len(lines) == 1 and _one_line(draft, index, known):
        return
    after = index + 1
    if len(lines) == 1 and after < len(draft.pieces) and draft.pieces[after].free:
        name = byline(draft.pieces[after].text) if draft.pieces[after].lone else ""
        if name and _may_be_title(draft.pieces[index]):
            _title(draft, index, "the first line, with a byline below it")
            _author(draft, after, name)
        elif (
            name == ""
            and draft.pieces[after].lone
            and draft.pieces[after].text.casefold() in {"by", "von", "par"}
        ):
            _parted_byline(draft, index)


def _parted_byline(draft: Draft, index: int) -> None:
    """Take "Title", "by", "Name" on three lines, each with empty lines between."""
    if index + 2 < len(draft.pieces) and is_name(draft.pieces[index + 2].text):
        _title(draft, index, 'the first line, with "by" and a name below it')
        draft.withhold("byline", draft.pieces[index + 1], 'the "by" of the title page')
        _author(draft, index + 2, draft.pieces[index + 2].text)


def _may_be_title(piece: Piece) -> bool:
    return len(piece.text) <= 120 and keyed(piece.text) is None and named(piece.text) is None  # noqa: PLR2004


def _title(draft: Draft, index: int, reason: str, certainty: Certainty = Certainty.SURE) -> None:
    piece = draft.pieces[index]
    draft.recognise_field("title", piece.text.strip("_*# "), piece)
    draft.withhold("title", piece, reason)
    if certainty is not Certainty.SURE:
        last = draft.decisions.pop()
        draft.decide(last.kind, last.span, last.reason, certainty)


def _author(draft: Draft, index: int, name: str) -> None:
    piece = draft.pieces[index]
    draft.recognise_field("author", name, piece)
    draft.withhold("byline", piece, "a byline under the title")


def _together(draft: Draft, index: int) -> bool:
    """Take a title and an author typed on lines together, parted from the rest by a larger gap."""
    if len(draft.pieces[index].clump.lines) > 2 and _REACHED.search(  # noqa: PLR2004  title, name
        draft.pieces[index].clump.lines[-1]
    ):
        draft.cut(index, len(draft.pieces[index].clump.lines) - 1, prose=False)
        draft.withhold("contact block", draft.pieces[index + 1], "how to reach the author")
    lines = [line.strip() for line in draft.pieces[index].clump.lines]
    alone = draft.gap_after(index) > draft.typing.gap
    last = byline(lines[-1]) or _pen_name(draft, index)
    if not last and lines[-2].casefold() == "by" and is_name(lines[-1]):
        last = lines[-1]
    if not last and alone and len(lines) == 2 and is_name(lines[1]) and " " in lines[1]:  # noqa: PLR2004
        last = lines[1]
    if not last or not _may_be_title(draft.pieces[index]):
        return False
    by = len(lines) - 1 - (lines[-2].casefold() == "by")
    draft.cut(index, by, prose=False)
    _title(draft, index, "the first line, with the author's name below it")
    _author(draft, index + 1, last)
    return True


def _pen_name(draft: Draft, index: int) -> str:
    """Return a name in small letters below a title, as archives print it above their fields."""
    match = _PEN_NAME.fullmatch(draft.pieces[index].clump.lines[-1].strip())
    below = draft.pieces[index + 1 : index + 2]
    fields = bool(below) and parse_field(below[0].clump.lines[0]) is not None
    return match["name"] if match and fields else ""


def _one_line(draft: Draft, index: int, known: str) -> bool:
    """Take a title known from a field, typed again; or "Title by Name" on one line."""
    piece = draft.pieces[index]
    if known and fold(piece.text) == fold(known):
        draft.withhold("title", piece, "the title again")
        after = index + 1
        if after < len(draft.pieces) and draft.pieces[after].free and draft.pieces[after].lone:
            name = byline(draft.pieces[after].text)
            if name:
                _author(draft, after, name)
        return True
    match = _TITLE_BY.fullmatch(piece.text)
    if match and is_name(match["name"]) and " " in match["name"] and not piece.text.endswith("."):
        draft.recognise_field("title", match["title"].strip('_*" '), piece)
        draft.recognise_field("author", match["name"], piece)
        draft.withhold("title", piece, 'a first line "Title by Name"')
        return True
    return False


def take_title(draft: Draft, index: int, reason: str, certainty: Certainty) -> None:
    """Take the piece at `index` as the title: `opening` decides so when nothing else fits."""
    _title(draft, index, reason, certainty)
