"""Kobo's own form of a document: two boxes around the body, a span around each sentence.

    <body><div id="book-columns"><div id="book-inner">
    <p><span class="koboSpan" id="kobo.1.1">One sentence. </span>...</p>

Kobo's reader keeps its place, highlights and statistics by these; what they are is known from
books of its store and from kepubify (https://pgaskin.net/kepubify/). The markup is set into the
finished bytes: without it they are the same again.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from bookmaker.writers.epub.sentences import segments

STYLE: Final = """
/* Kobo: the boxes around the body take no room; a picture stays in its page. */
div#book-inner { margin-top: 0; margin-bottom: 0 }
figure > .koboSpan > img { max-height: 85vh; width: auto }
"""
"""What the sheet needs besides: pictures are no longer children of their figure."""

_BODY: Final = re.compile(r"<body\b[^>]*>\n?")
_BODY_END: Final = "</body>"
_OPEN: Final = '<div id="book-columns">\n<div id="book-inner">\n'
_CLOSE: Final = "</div>\n</div>\n"
_LANGUAGE: Final = re.compile(r'<html\b[^>]*\slang="([^"]*)"')
_TOKEN: Final = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL)
_NAME: Final = re.compile(r"</?([A-Za-z][\w:-]*)")
_TAKEN: Final = re.compile(r' id="kobo\.(\d{1,9})\.')

_BLOCKS: Final = frozenset(
    """
    p h1 h2 h3 h4 h5 h6 li td th dt dd figcaption blockquote div section
    """.split()  # noqa: SIM905  a table of words, to be read as one
)
_UNTOUCHED: Final = frozenset(
    """
    pre script style svg math audio video object iframe
    """.split()  # noqa: SIM905  a table of words, to be read as one
)


def with_spans(xhtml: bytes) -> bytes:
    """Return a document as Kobo's reader wants it; its words are the same, and all it held."""
    html = xhtml.decode("utf-8")
    body = _BODY.search(html)
    end = html.rfind(_BODY_END)
    if body is None or end < 0:
        return xhtml
    language = _LANGUAGE.search(html[: body.start()])
    spans = _Spans(language[1] if language else "en", frozenset(_TAKEN.findall(html)))
    inner = spans.set(html[body.end() : end])
    parts = (html[: body.end()], _OPEN, inner, _CLOSE, html[end:])
    return "".join(parts).encode("utf-8")


@dataclass(slots=True)
class _Spans:
    """Counts paragraphs and their sentences through one document."""

    language: str
    taken: frozenset[str]
    paragraph: int = 0
    segment: int = 0
    begins: bool = True
    untouched: list[str] = field(default_factory=list)

    def set(self, html: str) -> str:
        """Return the body's markup with a span around every sentence and picture."""
        return "".join(self._token(match[0]) for match in _TOKEN.finditer(html))

    def _token(self, token: str) -> str:
        if not token.startswith("<"):
            if self.untouched or token.isspace():
                return token
            return "".join(self._span(piece) for piece in segments(token, self.language))
        name = _NAME.match(token)
        return self._tag(token, name[1]) if name else token

    def _tag(self, token: str, name: str) -> str:
        if name in _UNTOUCHED and not token.endswith("/>"):
            if token.startswith("</"):
                self.untouched.pop()
            else:
                self.untouched.append(name)
        elif name == "img" and not self.untouched:
            self.begins = True
            return self._span(token)
        elif name in _BLOCKS:
            self.begins = True
        return token

    def _span(self, inside: str) -> str:
        if self.begins:
            self.begins, self.segment = False, 0
            self.paragraph += 1
            while str(self.paragraph) in self.taken:
                self.paragraph += 1
        self.segment += 1
        return f'<span class="koboSpan" id="kobo.{self.paragraph}.{self.segment}">{inside}</span>'
