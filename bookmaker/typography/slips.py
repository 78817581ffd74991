"""Slips of the keyboard, told and not mended: a doubled word, two spaces between words.

"The the" is hardly ever meant; "had had" and "that that" are grammar; whatever else stands twice
("in in", "little little") is for the author to look at when asked for doubts.
"""

import re
from collections.abc import Iterator
from operator import eq
from typing import Final

from bookmaker.book import Certainty, Decision
from bookmaker.diagnostics import Diagnostic, report
from bookmaker.typography.flow import Flow, Kind
from bookmaker.typography.languages import primary


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEVER_TWICE: Final = {
    # articles, conjunctions, possessives and prepositions that nothing else can be
    "en": _words("""the a an and but or of from with at as than because their our my your its his
        into upon they we"""),
    "de": _words("""und oder aber ein eine einen einem einer von mit für auf auch dem den des im vom
        zum zur ist war wird nicht dass ich"""),
    "fr": _words("""le les un une des et ou mais de du dans avec pour par sur au aux qui que sa son
        ses il elle est était ne je"""),
    "es": _words(
        """el la los las un una y de del en con por para al que se su sus es era lo pero"""
    ),
    "it": _words("""il lo gli le un una di del della e o ma con per in nel nella che si è era"""),
    "nl": _words("""de het een en of maar van met voor op aan in dat die is was niet ik"""),
    "pt": _words("""o a os as um uma e ou mas de do da em no na com por para que se é era"""),
    "pl": _words("""i oraz ale w z na do od po przez że się jest był nie"""),
    "sv": _words("""och eller men en ett av med för på till från som är var inte jag"""),
    "cs": _words("""a nebo ale v na do od s z že se je byl"""),
}
"""By language, the words that are hardly ever meant to stand twice with nothing between them."""

_GRAMMAR: Final = {
    "en": _words("had that her you it his so no very there ha ho hey now well bye"),
    "de": _words("die der das sie sehr so ja nein"),
    "fr": _words("nous vous la si oui non"),
    "nl": _words("dat die zo ja nee"),
}
"""By language, the words that grammar or feeling puts twice; nobody need look at them."""

_TWICE: Final = re.compile(r"(?<![\w'’-])([^\W\d_]+)[ \n]+(\1)(?![\w'’-])", re.IGNORECASE)
_APART: Final = re.compile(r"(?<=[^\W_]|[,;])  +(?=[^\W\d_])")
_SHOWN: Final = 24


def doubled_words(flow: Flow, language: str) -> Iterator[Diagnostic | Decision]:
    """Find words that stand twice: a diagnostic where that is a slip, else a doubt."""
    words = flow.text.lower().split()
    if True not in map(eq, words, words[1:]):
        return
    for match in _TWICE.finditer(flow.text):
        word = match[1].lower()
        spoken = primary(flow.language(match.start(), language))
        place = flow.place(match.start(2))
        if match[1] != match[2] and match[1].islower():  # "Corona corona": a name, a title
            continue
        if word in NEVER_TWICE.get(spoken, ()):
            yield report("BM-TYPE-004", place, word=match[1], words=_around(flow.text, match))
        elif flow.kind is Kind.PROSE and word not in _GRAMMAR.get(spoken, ()) and len(word) > 1:
            reason = f"{match[1]!r} stands twice: {_around(flow.text, match)}"
            yield Decision("doubled word", place, reason, Certainty.DOUBT)


def double_spaces(flow: Flow) -> Iterator[Diagnostic]:
    """Find two spaces and more between words; after a stop they are a typist's habit."""
    if flow.kind is not Kind.PROSE or "  " not in flow.text:
        return
    for match in _APART.finditer(flow.text):
        yield report("BM-TYPE-005", flow.place(match.end()), words=_around(flow.text, match))


def _around(text: str, match: re.Match[str]) -> str:
    start, end = max(0, match.start() - _SHOWN), match.end() + _SHOWN
    before, after = text[start : match.start()], text[match.end() : end]
    before = before.partition(" ")[2] if start and " " in before else before
    after = after.rpartition(" ")[0] if end < len(text) and " " in after else after
    return " ".join((before + match[0] + after).split())
