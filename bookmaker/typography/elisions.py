"""Apostrophes at a word's edge: which words lose their head ('tis) or their tail (goin').

Three witnesses, in this order: what the author pinned in the settings; the lists below, which
hold forms that the language or its dialects clip, each for a reason; and the manuscript itself,
where a clipped word stands beside its whole form ('ouse, house) or turns up again and again with
no closing mark after it. The witness is given as a cost, in tenths of a doubt, which `quotes`
weighs against what the neighbouring marks say.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

_CERTAIN: Final = frozenset(
    # it: the vowel goes before a verb
    "tis twas twere twould twill twon't twouldn't twasn't tisn't tweren't tain't taint twarn't "
    "twixt tween twurn't twoz twuz "
    # unstressed pronouns, articles and verbs
    "em um un uns ud ull 'll ll ve d re n s t m f v y uz n' em's im erself imself isself hisself "
    "isn ers "
    # a-, be-, ex-, re-, de-, con- and the like, where what is left is no word
    "bout bouts gainst mongst midst neath twixt cept ceptin ceptin' cepting ceptn'n scuse cuse "
    "splain spect spects spected specting spec spose spoze pon nother nuff nough fraid "
    "lowed larmin lectric lection leven tention tensions scription spensive sturb suade stroy "
    "stroyed terpret gree greed sociate gratulate dustrious luminating luminium sides "
    "cordin cordion casion cyclopedia piscopal postle pothecary merican merica merika "
    "rithmetic rithmatic tater taters baccy bacca possum coon gator skeeter skeeters "
    "prentice prenticed scutcheon thout bacco bolish member's dout lizabeth spute "
    # because, in all its spellings
    "cos coz cuz kase kaze caze cause's "
    # h dropped before what is no other word
    "ave aven't avin avin' aving ad adn't asn't ere's ouse ouses ome ead eads eart earts eard "
    "elp elped elping undred undreds alf arf appen appened appy ard ardly ang anging and's ammer "
    "ospital otel orrible orrid orse orses usband igh igher imself eavy eaven eavens ighness "
    "ullo allo ello onest onour onor umble ungry urry urt urts urting urtin' itting ittin ittin' "
    "oped oping oliday oss osses atch ow's abit atred eathen elmet ighway istory ooray ollow "
    "orspital e's e'd e'll ee ooman ouseful urrah ussy alfpenny arlot ain't "
    # clipped since, or in the names of things and places
    "varsity cello phone phones flu tec tecs zine zines burb burbs shroom shrooms roid roids "
    "Nam Frisco Hood Merica vantage pothecary stralia stralian gyptian talian nless "
    .lower().split()
)  # fmt: skip
_LIKELY: Final = frozenset(
    # words in their own right, but far oftener clipped when an apostrophe stands before them
    ["cause", "fore", "round", "way", "long", "deed", "stead", "bove", "count", "mount", "low", "gin", "pose", "maze", "fect", "yond", "cross", "lone", "live", "change", "crease", "ford", "e", "er", "ere", "im", "is", "it", "at", "as", "all", "ave", "owt", "ud", "ole", "ow", "art", "arm", "are", "ead", "eat", "and", "ell", "ill", "edge", "edges", "ook", "ate", "old", "owl", "ung", "ear", "ears", "eel", "air", "airs", "arsh", "ust", "i", "o", "ope", "opes", "um", "oo", "ooo", "ot", "op", "it's", "arbour", "ands", "ounds", "oles", "ome", "umour", "awk", "ate", "ating", "under", "bus", "plane", "tract", "scape", "lease", "tend", "tending", "gage", "clares", "clare", "mare", "members", "member", "wake", "mark", "larm", "spise", "nounce", "cept", "side", "lure", "pear", "peared", "point", "pointed", "spite", "tire", "pend"]
)  # fmt: skip
_CLIPPED_TAILS: Final = frozenset(
    ["o", "an", "th", "wi", "ol", "mos", "jus", "las", "fo", "mo", "yo", "po", "sho", "befo", "b'fo", "do", "doan", "di", "fi", "lan", "stan", "han", "san", "frien", "fren", "ain", "didn", "wouldn", "couldn", "hadn", "wasn", "isn", "don", "roun", "aroun", "groun", "soun", "foun", "boun", "mis", "jis", "res", "los", "kep", "tha", "an'", "ha", "t", "a", "i", "gi", "gie", "wha", "whar", "wher", "ther", "fer", "nor", "ever", "ev'ry", "raf", "lor", "lo", "massa", "ca", "fa", "wa", "ma", "mak", "tak", "hae", "gae", "masel", "mysel", "hersel", "himsel", "yersel", "oursel", "itsel", "themsel", "sel", "tho", "altho", "thro", "nuffin", "nothin", "somethin", "anythin", "everythin", "mornin", "mawnin", "evenin", "en", "n", "on", "wid", "hol", "tol", "col", "ole", "worl", "wil", "chil", "fiel", "tole", "natur", "pictur", "creatur", "futur", "lectur", "tortur", "ventur", "capt", "gen", "guv", "gov", "lef", "lif", "sof", "swif", "gif", "craf", "min", "fin", "kin", "blin", "behin", "mo'", "sto", "flo", "fo'", "do'", "pore", "sartin", "gran", "poun", "islan", "thousan", "husban", "tis", "islan'", "wi'", "ter", "ta", "es", "ez", "fus", "firs", "wus", "jes", "bes", "res", "wes", "eas", "nex", "tex", "righ", "nigh", "ligh", "mus", "trus", "cos", "tas", "fas", "pas", "kind", "len", "sen", "spen", "men", "len'", "chile", "len", "d", "l", "m", "s", "qu"]
)  # fmt: skip
_BY_LANGUAGE: Final[dict[str, frozenset[str]]] = {
    "nl": frozenset(["s", "t", "n", "k", "m", "r", "ns", "ie", "er", "z"]),
    "af": frozenset(["n", "s", "t"]),
    "de": frozenset(["s", "n", "ne", "nen", "ner", "nem", "ran", "rauf", "raus", "rein", "rum", "runter", "ner"]),
    "it": frozenset(["sto", "sta", "sti", "ste", "na", "no", "ndrangheta", "l", "un"]),
    "fr": frozenset(["y", "tit", "tite", "ptit"]),
    "sv": frozenset(["n", "na", "t", "et", "stan"]),
    "cs": frozenset(),
}
# What an unstressed beginning can lose: "a-bout", "be-cause", "re-member", "h-ouse".
_LOST_HEADS: Final = frozenset(
    ["h", "a", "be", "e", "ex", "es", "re", "de", "dis", "in", "im", "en", "em", "con", "com", "per", "pre", "pro", "sup", "su", "o", "al", "ad", "ac", "ap", "as", "an", "un", "to", "po", "el", "ob", "op", "sus", "at", "ca", "hi", "ho", "he", "i", "u", "for"]
)
_LIST_WORD: Final = re.compile(r"(?<![\w'’])[^\W\d_]{2,}")
_DECADE: Final = re.compile(r"\d\d(?:s|ers?|ish)?\b")

CERTAIN, LIKELY, POSSIBLE, UNLIKELY, NEVER = 0, 12, 22, 35, 200
"""What reading a mark as an apostrophe costs."""


@dataclass(slots=True)
class Elisions:
    """What is known of one manuscript's clipped words.

    `pinned_heads` and `pinned_tails` come from the settings; `heads` and `tails` are costs learnt
    from the manuscript, by lower-case word without its apostrophe.
    """

    language: str
    pinned_heads: frozenset[str] = frozenset()
    pinned_tails: frozenset[str] = frozenset()
    heads: dict[str, int] = field(default_factory=dict)
    tails: dict[str, int] = field(default_factory=dict)

    def head(self, word: str) -> int:
        """Return what it costs to take the mark before `word` for an apostrophe."""
        word = word.lower().replace("’", "'")
        bare = word.rstrip("'")
        if not self.pinned_heads.isdisjoint((word, bare, bare.partition("'")[0])):
            return -NEVER
        learnt = self.heads.get(bare, UNLIKELY)
        if _DECADE.fullmatch(bare):
            return LIKELY // 2
        return min(learnt, self._listed(word, bare))

    def _listed(self, word: str, bare: str) -> int:
        if self.language != "en":
            listed = _BY_LANGUAGE.get(self.language, frozenset())
            return CERTAIN if bare in listed else UNLIKELY
        if not _CERTAIN.isdisjoint((word, bare, bare.partition("'")[0])):
            return CERTAIN
        first = re.split(r"[-']", bare, maxsplit=1)[0]
        if first in _CERTAIN and len(first) > 1:
            return CERTAIN
        return LIKELY if bare in _LIKELY else UNLIKELY

    def tail(self, word: str) -> int:
        """Return what it costs to take the mark after `word` for an apostrophe."""
        word = word.lower().replace("’", "'")
        bare = word.strip("'")
        last = bare.rpartition("-")[2]
        if not self.pinned_tails.isdisjoint((bare, last)):
            return -NEVER
        cost = min(self.tails.get(bare, UNLIKELY), _tail_by_form(bare, last))
        return cost if self.language == "en" else min(cost + 6, UNLIKELY)


def _tail_by_form(bare: str, last: str) -> int:
    if last in _CLIPPED_TAILS:
        return 3
    if last.endswith("in") and len(last) > 3:  # noqa: PLR2004  "in", "fin", "kin" are whole words
        return 6
    if last.endswith("s"):  # a plural's or a name's possessive: the boys' dog
        return 8
    return 18 if bare else UNLIKELY


def pinned(language: str, words: Iterable[str]) -> Elisions:
    """Return the elisions of the settings: "'Dale", "thinkin'"; a bare word is taken for a head."""
    heads, tails = set(), set()
    for word in words:
        clean = word.strip().lower().replace("’", "'").replace("‘", "'")
        (tails if clean.endswith("'") and not clean.startswith("'") else heads).add(
            clean.strip("'")
        )
    return Elisions(language, frozenset(heads), frozenset(tails))


def vocabulary(texts: Iterable[str]) -> Counter[str]:
    """Count the words of two letters and more that stand whole, in lower case."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(_LIST_WORD.findall(text.lower()))
    return counted


def whole_forms(words: Iterable[str], known: Mapping[str, int]) -> dict[str, int]:
    """Find among `words` those whose whole form the manuscript has, and what each then costs.

    "ouse" beside "house" is a clipped word, the more surely the less it stands alone.
    """
    wanted = {word: re.split(r"[-']", word, maxsplit=1)[0] for word in words}
    found: dict[str, int] = {}
    for word, stem in wanted.items():
        best = max((known.get(head + stem, 0) for head in _LOST_HEADS), default=0)
        if not best or len(stem) < 2:  # noqa: PLR2004  one letter is the tail of everything
            continue
        alone = known.get(stem, 0)
        found[word] = CERTAIN + 4 if not alone else POSSIBLE if alone > best else LIKELY + 4
    return found
