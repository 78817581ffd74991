"""What stands on a cover, as the designs take it: title, subtitle, authors, series."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Final

from bookmaker import fonts
from bookmaker.covers.fitting import ELLIPSIS, Setting, Space, fit
from bookmaker.covers.lettering import Style, UncoveredError
from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.errors import InputError
from bookmaker.metadata import Metadata

_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u2028\u2029\ufeff]")
_DOTLESS: Final = ("tr", "az")  # i and ı: capitals that Python does not make
_CAPITALS_ALPHABETS: Final = re.compile(r"[\x00-\u024f\u0400-\u052f\u1e00-\u1eff\u2000-\u206f]*")
_SPACES: Final = re.compile(r"[^\S\u00a0\u2007\u202f]+")
_NAMES_AT_MOST: Final = 8
_DOT: Final = "\u00a0\u00b7 "


@dataclass(slots=True)
class Wording:
    """The words of one cover, and what was noticed while they were set.

    Empty words are not set: `fitted` returns None for them and the design does without.
    """

    metadata: Metadata
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The title on one line."""
        return _one_line(self.metadata.title)

    @property
    def subtitle(self) -> str:
        """The subtitle on one line."""
        return _one_line(self.metadata.subtitle)

    @property
    def series(self) -> str:
        """The series and the book's place in it."""
        series = self.metadata.series
        return _one_line(_DOT.join(filter(None, (series.name, series.position)))) if series else ""

    @property
    def authors(self) -> str:
        """The authors: each name a piece of its own, so that lines end between names.

        Dots rather than "and": a cover speaks the book's language.
        """
        names = [_one_line(person.name) for person in self.metadata.authors if person.name.strip()]
        shown = names[:_NAMES_AT_MOST]
        if len(names) > len(shown):
            self._note("BM-COVER-002", "authors", part="list of authors")
            shown.append(ELLIPSIS)
        return _DOT.join(name.replace(" ", "\u00a0") if len(name) < 30 else name for name in shown)  # noqa: PLR2004  longer names may be broken

    @property
    def seed(self) -> bytes:
        """Bytes that decide colours and shapes, from title and authors alone."""
        words = "\0".join((self.title, *(person.name for person in self.metadata.authors)))
        return hashlib.sha256(
            unicodedata.normalize("NFC", words).encode("utf-8", "replace")
        ).digest()

    def fitted(self, part: str, style: Style, space: Space) -> Setting | None:
        """Fit the part "title", "subtitle", "authors" or "series" into its space.

        Raises:
            InputError: BM-COVER-001 no face shows a character.
        """
        text: str = getattr(self, part)
        if not text:
            return None
        if style.caps:
            text, typed = self._capitals(text), text
            if text == typed != text.upper():  # capitals are spaced, small letters never
                style = replace(style, caps=False, tracking=0.0)
        try:
            setting = fit(text, style, space)
        except UncoveredError as error:
            raise InputError.because(
                "BM-COVER-001",
                self._span(part),
                char=error.char,
                codepoint=ord(error.char),
                part=part,
            ) from None
        if setting.cut:
            self._note("BM-COVER-002", part, part=part)
        # A dot between names is no ornament of a line's end.
        lines = tuple(line.rstrip(_DOT) or line for line in setting.lines)
        return setting if part == "title" else replace(setting, lines=lines)

    def _capitals(self, text: str) -> str:
        """Capitals where alphabet and language have them without doubt."""
        tongue = self.metadata.language.lower().split("-")[0]
        if tongue in _DOTLESS or "ß" in text or not _CAPITALS_ALPHABETS.fullmatch(text):
            return text
        return text.upper()

    def _span(self, part: str) -> Span | None:
        return dict(self.metadata.spans).get(part)

    def _note(self, code: str, where: str, **values: object) -> None:
        finding = report(code, self._span(where), **values)
        if finding not in self.diagnostics:
            self.diagnostics.append(finding)


def _one_line(text: str) -> str:
    """Return `text` on one line; "" if nothing of it can be seen."""
    line = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    seen = any(fonts.needs_glyph(char) and not char.isspace() for char in line)
    return _UNSEEN.sub("", line) if seen else ""
