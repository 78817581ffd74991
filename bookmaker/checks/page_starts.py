"""The EPUB's page list against the PDF's own text: each page must begin with the same words.

Letters and digits are compared: a page sets capitals, ligatures and spaces its own way. Of a line
that runs in both directions a PDF gives the letters in another order, and of the scripts of South
and Southeast Asia, whose letters change places in a syllable, it gives some wrong: there the same
line must hold the same letters, and most letters must follow each other as they should.

A page may hold nothing but notes that found no room before: it stands at the call of the first.
"""

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Final

import pypdfium2

from bookmaker.checks.page_runs import page_runs
from bookmaker.diagnostics import Diagnostic, report

_TARGET: Final = re.compile(r'<a href="([^"#]*)#([^"]*)">([^<]*)</a>')
_PAGE_LIST: Final = re.compile(r'<nav [^>]*epub:type="page-list".*?</nav>', re.DOTALL)
_BLOCK_END: Final = re.compile(r"</(?:p|h[1-6]|td|th|pre|figcaption|section)>")
_TAG: Final = re.compile(r"<[^>]*>")
_MARKER: Final = re.compile(r'<span [^>]*role="doc-pagebreak" id="([^"]*)"[^>]*></span>')
_FIGURE: Final = re.compile(r"(?:<span [^>]*></span>)*<figure\b")
_CALL: Final = re.compile(r'<a [^>]*href="#([^"]*)"[^>]*>[^<]*</a>(?:<[^>]*>|\s)*')
_CALL_ROLE: Final = 'role="doc-noteref"'
_NEAR: Final = 2000  # characters of markup before a place in which a call behind it would stand
_READ: Final = 4000  # characters of markup read at a time: a block may be a whole book
_COMPARED: Final = 16  # letters: as many are no accident
_SHOWN: Final = 40
_LINE: Final = 120  # letters that a line may have
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_OVERRIDES: Final = frozenset("\u202d\u202e")  # who types them turns letters round
_SHAPED: Final = re.compile("[\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff]")
_LETTERS: Final = 48  # of these scripts are compared
_ALIKE: Final = 0.7  # of them; other words of the same language share about half
_STRAY: Final = 16  # letters among them that nobody wrote, at most


@dataclass(frozen=True, slots=True)
class PageStarts:
    """What comparing found: pages that begin alike, pages without comparable words, differences."""

    verified: int
    wordless: int
    diagnostics: tuple[Diagnostic, ...] = ()


def check_page_starts(epub: Path, pdf: Path) -> PageStarts:
    """Compare where `epub` says that printed pages begin with the pages of `pdf`.

    Returns:
        How many pages were compared, with a BM-LAW-010 for each that begins with other words or
        that the PDF does not have. Pages of pictures alone are counted as `wordless`.

    Raises:
        OSError: a file cannot be read. Both files are our own and whole.
    """
    numbers, printed = _printed(pdf)
    verified, wordless, found = 0, 0, []
    for label, *said in _marked(epub):
        page = printed.get(label)
        if page is not None and not _begins_with_one(page, said):
            page = _page_text(pdf, numbers[label])  # as any reader of PDF finds it
        if page is None or not _begins_with_one(page, said):
            found.append(report("BM-LAW-010", page=label, words=_shown(said[0])))
        elif _letters(said[0]) and _letters(page):
            verified += 1
        else:
            wordless += 1
    return PageStarts(verified, wordless, tuple(found))


def _printed(pdf: Path) -> tuple[dict[str, int], dict[str, str]]:
    """Return number and text of each page by its label; what frames the page comes last."""
    with pypdfium2.PdfDocument(pdf) as document:
        labels = [document.get_page_label(at) or str(at + 1) for at in range(len(document))]
    texts = {
        label: _page_text(pdf, at) if runs is None else "\n".join(run.text for run in runs)
        for at, (label, runs) in enumerate(zip(labels, page_runs(pdf), strict=False))
    }
    return {label: at for at, label in enumerate(labels)}, texts


def _page_text(pdf: Path, number: int) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        text: str = document[number].get_textpage().get_text_bounded()
    return text


def _marked(epub: Path) -> Iterator[tuple[str, ...]]:
    """Yield label and first words of each page in the page list of an EPUB of our own.

    Then those of the note that is called right before the page's place, if one is.
    """
    with zipfile.ZipFile(epub) as archive:
        name = next(name for name in archive.namelist() if name.endswith("/nav.xhtml"))
        listed = _PAGE_LIST.search(archive.read(name).decode("utf-8"))
        if listed is None:
            return
        folder = PurePosixPath(name).parent
        open_document, text, markers, ends = "", "", {}, {}
        for document, anchor, label in _TARGET.findall(listed[0]):
            if document != open_document:
                open_document = document
                text = archive.read(f"{folder}/{document}").decode("utf-8")
                found = list(_MARKER.finditer(text))
                markers = {match[1]: match.end() for match in found}
                ends = {one[1]: other.start() for one, other in pairwise(found)}
            start = markers.get(anchor, len(text))
            said = _words_after(text, start, ends.get(anchor, len(text)))
            note = _note_called_before(text, start)
            yield (unescape(label), said, note) if note else (unescape(label), said)


def _note_called_before(html: str, start: int) -> str:
    """Return the first words of the note that is called right before `start`; "" if none is."""
    role = html.rfind(_CALL_ROLE, max(start - _NEAR, 0), start)
    call = _CALL.fullmatch(html, html.rfind("<a ", 0, role), start) if role >= 0 else None
    note = html.find(f' id="{call[1]}"') if call else -1
    return _words_after(html, html.index(">", note) + 1, len(html)) if note >= 0 else ""


def _words_after(html: str, start: int, end: int) -> str:
    """Return words of the first block that has some at or after `start`, from there on.

    Those before `end`, where the next page begins, if there are any: a page may hold few. A figure
    may fill its page: it has the words of its caption and no others.
    """
    if _FIGURE.match(html, start):
        return unescape(_TAG.sub("", html[start : html.index("</figure>", start)]))
    while start < len(html):
        block = _BLOCK_END.search(html, start, start + _READ)
        stop = block.end() if block else start + _READ
        for last in (min(stop, max(start, end)), stop):
            words = unescape(_TAG.sub("", html[start:last]))
            if _letters(words[: 20 * _COMPARED]):
                return words
        start = stop
    return ""


def _begins_with_one(page: str, said: Iterable[str]) -> bool:
    return any(_begins(page, words) for words in said)


def _begins(page: str, said: str) -> bool:
    """Say whether the page begins with the words, or within the first of them (it is parted)."""
    shown, wanted = _letters(page), _letters(said)
    if not shown or not wanted:
        return True  # a page of pictures
    first = _letters(said.split(maxsplit=1)[0])
    parts = 1 if first.isdigit() else max(1, min(len(first), 60))  # figures, calls are not parted
    starts = [wanted[skip:] for skip in range(parts)]
    if any(shown.startswith(start[:_COMPARED]) for start in starts):
        return True
    if _RIGHT_TO_LEFT.search(wanted[:_LINE]) or not _OVERRIDES.isdisjoint(said[:_LINE]):
        line = sorted(_letters(page.lstrip().splitlines()[0]))
        return any(sorted(start[: len(line)]) == line for start in starts)
    return _SHAPED.search(wanted[:_COMPARED]) is not None and any(
        _resembles(shown, start[:_LETTERS]) for start in starts
    )


def _resembles(shown: str, wanted: str) -> bool:
    """Say whether most letters of `wanted` follow each other at the head of `shown`.

    That is the length of their longest common subsequence.
    """
    lengths = [0] * (len(wanted) + 1)
    for letter in shown[: len(wanted) + _STRAY]:
        diagonal = 0
        for n, own in enumerate(wanted, 1):
            above = lengths[n]
            lengths[n] = diagonal + 1 if letter == own else max(above, lengths[n - 1])
            diagonal = above
    return lengths[-1] >= _ALIKE * len(wanted)


def _letters(text: str) -> str:
    """Return letters and digits of the head of `text`, without case, accents and ligatures."""
    plain = unicodedata.normalize("NFKD", text[:1000]).casefold()
    return "".join(char for char in plain if char.isalnum())


def _shown(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rstrip()}…"
