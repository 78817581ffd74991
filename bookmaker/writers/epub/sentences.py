"""Where sentences end in a stretch of XHTML text, for Kobo's spans.

A mark ends a sentence when white space follows (in scripts that part words by it) and what comes
next can begin one: "Mr. Hale", "J. S. Bach", "p. 12", "3. März", "‘Who?’ he asked" and "3.5" stay
whole. What is doubtful stays whole as well: a span that is too long does no harm.
"""

import re
from collections.abc import Iterator
from typing import Final

# A title before a name, or what else never ends a sentence. Lower case, without the last stop.
_TITLES: Final = frozenset(
    """
    mr mrs ms messrs dr prof rev revd hon st ste mt ft capt cpt col gen lt maj sgt cpl cmdr
    adm gov sen rep pres fr br sr sra srta srs dna dña d dn doña ud uds vd vds mm mme mmes
    mlle mlles mgr me hr hrn frl dipl ing sig sigg sig.ra dott avv dhr mevr mej ds jhr tit inż
    ks p.n.e esp vs viz cf ca approx z.b d.h u.a s.o s.u i.e e.g p.ex c.-à-d bl.a t.ex f.eks
    dvs т.е т.к т.н г-н г-жа им ул проф
    """.split()  # noqa: SIM905  a table of words, to be read as one
)
# What stands before a number.
_REFERENCES: Final = frozenset(
    """
    no nos nr nrn núm num nº n p pp pg ch chap cap kap vol vols bd fig figs abb art sec sect §
    l ll v vv bk pt op stanza st arts tab eq ed vers стр гл т рис
    """.split()  # noqa: SIM905  a table of words, to be read as one
)
# Languages that write ordinal numbers with a stop: "am 3. März".
_ORDINAL_STOPS: Final = frozenset(
    """
    de da nb nn no fi et lv cs sk pl hu sl hr sr bs is fo lb hsb dsb tr
    """.split()  # noqa: SIM905  a table of words, to be read as one
)

_CLOSERS: Final = "\"'”’»›“‘«)\\]}」』）】〉》〕｣"
_SPACED: Final = "[\u00a0\u202f][»›]"  # as in French
# A run of marks is tried from its beginning only: a line of a million stops stays cheap.
_MARKS: Final = ".!?…‽؟۔।॥።፧"
_END: Final = re.compile(
    rf"(?:[。！？｡]++(?:[{_CLOSERS}]|{_SPACED}|&quot;|&apos;)*+\s*+)"
    rf"|(?:(?<![{_MARKS}])(?P<mark>[{_MARKS}]++)(?:[{_CLOSERS}]|{_SPACED}|&quot;|&apos;)*+\s++)"
)
_OPENERS: Final = re.compile(r"(?:[\"'“‘„‚«‹¿¡(\[{—–\-…]|&quot;|&apos;|\s){0,16}")
_BEFORE: Final = re.compile(r"[^\s(\[\"'“‘„«‹—–]+\Z")
_NUMBER: Final = re.compile(r"\d{1,4}|[IVXLCDMivxlcdm]+")
_LOOK_BACK: Final = 24


def segments(text: str, language: str = "en") -> Iterator[str]:
    """Yield the sentences of `text`, each with the space after it; joined they are `text`.

    Args:
        text: character data of XHTML, entities as they stand.
        language: the language tag of the document.
    """
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if end < len(text) and (match["mark"] is None or _ends(text, match, language)):
            yield text[start:end]
            start = end
    if start < len(text):
        yield text[start:]


def _ends(text: str, match: re.Match[str], language: str) -> bool:
    """Say whether the mark that was found ends a sentence."""
    opened = _OPENERS.match(text, match.end())
    at = opened.end() if opened else match.end()
    following = text[at : at + 1]
    if following.islower():
        return False
    # Only a lone stop with nothing closing after it can belong to an abbreviation.
    stop, after = match["mark"] == ".", text[match.end("mark") : match.end("mark") + 1]
    if not stop or not after.isspace():
        return True
    return not _abbreviates(text, match.start(), following, language)


def _abbreviates(text: str, stop: int, following: str, language: str) -> bool:
    """Say whether the stop at `stop` belongs to the word before it."""
    found = _BEFORE.search(text[max(0, stop - _LOOK_BACK) : stop])
    word = found[0] if found else ""
    last = word.rpartition(".")[2]
    if word.lower() in _TITLES or (len(last) == 1 and last.isupper() and word != "I"):
        return True
    if word.lower() in _REFERENCES and (following.isdigit() or _NUMBER.fullmatch(following)):
        return True
    base = language.partition("-")[0].lower()
    return bool(base in _ORDINAL_STOPS and _NUMBER.fullmatch(word))
