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
    "em um un uns ud ull 'll ll ve d re n s t m f v y uz n' em's im erself imself isself hisself ere "
    "ers "
    # a-, be-, ex-, re-, de-, con- and the like, where what is left is no word
    "bout bouts gainst mongst midst neath twixt cept ceptin ceptin' cepting ceptn'n scuse cuse "
    "splain spect spects spected specting spec spose spoze pon nother nuff nough fraid "
    "lowed larmin lectric lection leven tention tensions scription spensive sturb suade stroy "
    "stroyed terpret gree greed sociate gratulate dustrious luminating luminium sides "
    "cordin cordion casion cyclopedia piscopal postle pothecary merican merica merika "
    "rithmetic rithmatic tater taters baccy bacca possum coon gator skeeter skeeters "
    "prentice prenticed scutcheon thout bacco bolish member's dout stead lizabeth spute "
    # because, in all its spellings
    "cause cos coz cuz kase kaze caze cuss'n fo fore b'fo "
    # h dropped before what is no other word
    "ave aven't avin avin' aving ad adn't asn't ere's ouse ouses ome ead eads eart earts eard "
    "elp elped elping undred undreds alf arf appen appened appy ard ardly ang anging and's ammer "
    "ospital otel orrible orrid orse orses usband igh igher imself eavy eaven eavens ighness "
    "ullo allo ello onest onour onor umble ungry urry urt urts urting urtin' itting ittin ittin' "
    "oped oping oliday oss osses atch ow's abit atred eathen elmet ighway istory ooray ollow "
    "orspital e's e'd e'll ee ooman ouseful urrah ussy alfpenny arlot "
    # clipped since, or in the names of things and places
    "varsity cello phone phones flu tec tecs zine zines burb burbs shroom shrooms roid roids "
    "Nam Frisco Hood Merica vantage pothecary stralia stralian gyptian talian nless "
    .lower().split()
)  # fmt: skip
_LIKELY: Final = frozenset(
    # words in their own right, but far oftener clipped when an apostrophe stands before them
    (
        "round way long deed at bove count mount low gin pose maze fect yond cross course "
        "lone live change crease ford e er im owt ud ole ow ead ell ook ung ear ears "
        "ust ope opes oo ooo ot op arbour ands ounds oles ome umour ating plane tract "
        "scape lease tend tending tendin gage clares clare members member wake mark larm "
        "spise nounce side peared scare pend ho cording course bye "
        "t's n'll n's s's em's"
    ).split()
)
_DROPPED_H: Final = frozenset(
    # common words: with an h dropped only in a manuscript that drops others
    "and is it as all i o art arm air airs eat edge edges ate old owl eel eye eyes under "
    "is'n it's as'n am ole ill ills oller ark ears ear arsh eaves alt ave ad".split()
)
_WHOLE: Final = frozenset(
    # small words that lose no beginning: what would be left says nothing
    "i i'm i'll i've i'd a the my you your you're you'll you've he he's he'll she she's we we're we'll "
    "they they're his this that that's these those what what's no yes but if when who who's why "
    "where oh well so or for by with not me our do don't did didn't have has had was were will would "
    "there there's here's can can't could could't should my mine how ah to of in on o'".split()
)
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
_WHOLE_WORD: Final = re.compile(r"(?<![\w'’])[^\W\d_]{2,}(?:'(?!\w))?")
_H_WITNESSES: Final = frozenset(
    "ave avin aving ad aven't adn't ouse ouses ome ead eads eart im imself er ere e arf alf eard elp "
    "appen appened appy ard ardly undred orse orses and's oped owlin ow".split()
)
_STEM_END: Final = re.compile("[-']")
# Apostrophes on both sides of a word, where a quotation of it would make no sense: rock 'n' roll,
# he must 'a' gone.
_PHRASES: Final = re.compile(
    r"(?<=[\w'])[ -](')n(')(?=[ -]\w)"
    r"|(?:\b(?:must|might|may|would|could|should|to|[wc]ould|shall|will|ought)|n't|'d|'ll|'ve)"
    r" (')a(')(?= \w)",
    re.IGNORECASE,
)
_DECADE: Final = re.compile(r"\d\d(?:s|ers?|ish)(?:-\w+)?")

_SHORTEST_STEM: Final = 3
CERTAIN, LIKELY, POSSIBLE, UNLIKELY, NEVER = 0, 8, 22, 35, 200
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
    drops_h: bool = False

    def head(self, word: str) -> int:
        """Return what it costs to take the mark before `word` for an apostrophe."""
        capital = word[:1].isupper()
        word = word.lower().replace("’", "'")
        bare = word.rstrip("'")
        if not self.pinned_heads.isdisjoint((word, bare, bare.partition("'")[0])):
            return -NEVER
        if bare[:1].isdigit():  # '90s; '08; not a quoted address: '17, Chatham Street
            if _DECADE.fullmatch(bare):
                return CERTAIN + 4
            return LIKELY + 2 if len(bare) == 2 else UNLIKELY  # noqa: PLR2004  the year '08
        if capital and len(bare) == 1:  # 'D and E': a letter that is named
            return UNLIKELY
        listed = self._listed(word, bare)
        return listed if listed > UNLIKELY else min(self.heads.get(bare, UNLIKELY), listed)

    def note_dropped_h(self, leading: Iterable[str]) -> None:
        """Learn from the words after a mark whether this manuscript drops its h's."""
        words = {word.strip("'") for word in leading}
        self.drops_h = self.language == "en" and len(words & _H_WITNESSES) >= 2  # noqa: PLR2004

    @staticmethod
    def phrases(text: str) -> frozenset[int]:
        """Return the offsets of marks in `text` that set phrases show to be apostrophes."""
        if "'n'" not in text and "'a'" not in text and "'N'" not in text:
            return frozenset()
        found = _PHRASES.finditer(text)
        return frozenset(match.start(n) for match in found for n in range(1, 5) if match[n])

    def _listed(self, word: str, bare: str) -> int:
        if self.language != "en":
            listed = _BY_LANGUAGE.get(self.language, frozenset())
            return CERTAIN if bare in listed else UNLIKELY
        stem = _STEM_END.split(bare, maxsplit=1)[0]
        if word in _CERTAIN or bare in _CERTAIN or (len(stem) > 1 and stem in _CERTAIN):
            return CERTAIN
        if bare in _DROPPED_H or stem in _DROPPED_H:
            return LIKELY if self.drops_h else LIKELY * 2
        if bare in _WHOLE:
            return UNLIKELY * 2
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


def is_clipped_tail(word: str) -> bool:
    """Whether the apostrophe after `word` may well be its own: goin', ol', the boys'."""
    bare = word.lower().strip("'")
    return _tail_by_form(bare, bare.rpartition("-")[2]) < LIKELY


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
    heads: set[str] = set()
    tails: set[str] = set()
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
        counted.update(_WHOLE_WORD.findall(text.lower()))
    return counted


def whole_forms(words: Iterable[str], known: Mapping[str, int]) -> dict[str, int]:
    """Find among `words` those whose whole form the manuscript has, and what each then costs.

    "ouse" beside "house" is a clipped word, the more surely the less it stands alone.
    """
    found: dict[str, int] = {}
    for word in words:
        stem = _STEM_END.split(word, maxsplit=1)[0]
        if len(stem) < _SHORTEST_STEM:
            continue
        ing = f"{stem}g" if stem.endswith("in") else stem  # 'owlin' is howling, clipped twice
        best = max(max(known.get(head + stem, 0), known.get(head + ing, 0)) for head in _LOST_HEADS)
        alone = known.get(stem, 0)
        if best:
            cost = CERTAIN + 4 if not alone else POSSIBLE if alone > best else LIKELY + 4
            found[word.strip("'")] = cost
    return found
