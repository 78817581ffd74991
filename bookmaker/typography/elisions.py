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

from bookmaker.typography import elision_words as words

# What an unstressed beginning can lose: "a-bout", "be-cause", "re-member", "h-ouse".
_LOST_HEADS: Final = frozenset(
    [
        "h",
        "a",
        "be",
        "e",
        "ex",
        "es",
        "re",
        "de",
        "dis",
        "in",
        "im",
        "en",
        "em",
        "con",
        "com",
        "per",
        "pre",
        "pro",
        "sup",
        "su",
        "o",
        "al",
        "ad",
        "ac",
        "ap",
        "as",
        "an",
        "un",
        "to",
        "po",
        "el",
        "ob",
        "op",
        "sus",
        "at",
        "ca",
        "hi",
        "ho",
        "he",
        "i",
        "u",
        "for",
    ]
)
_WHOLE_WORD: Final = re.compile(r"(?<![\w'’])[^\W\d_]{2,}(?:'(?!\w))?")
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
        if capital and len(bare) == 1 and bare != "e":  # 'D and E': a letter that is named
            return UNLIKELY
        listed = self._listed(word, bare)
        return listed if listed > UNLIKELY else min(self.heads.get(bare, UNLIKELY), listed)

    def note_dropped_h(self, leading: Iterable[str]) -> None:
        """Learn from the words after a mark whether this manuscript drops its h's."""
        heads = {word.strip("'") for word in leading}
        self.drops_h = self.language == "en" and len(heads & words.DROPS_H) >= 2  # noqa: PLR2004

    @staticmethod
    def phrases(text: str) -> frozenset[int]:
        """Return the offsets of marks in `text` that set phrases show to be apostrophes."""
        if "'n'" not in text and "'a'" not in text and "'N'" not in text:
            return frozenset()
        found = _PHRASES.finditer(text)
        return frozenset(match.start(n) for match in found for n in range(1, 5) if match[n])

    def _listed(self, word: str, bare: str) -> int:
        if self.language != "en":
            listed = words.BY_LANGUAGE.get(self.language, frozenset())
            return CERTAIN if bare in listed else UNLIKELY
        stem = _STEM_END.split(bare, maxsplit=1)[0]
        if (
            word in words.CERTAIN
            or bare in words.CERTAIN
            or (len(stem) > 1 and stem in words.CERTAIN)
        ):
            return CERTAIN
        if bare in words.DROPPED_H or stem in words.DROPPED_H:
            return LIKELY if self.drops_h else LIKELY * 2
        if bare in words.WHOLE:
            return UNLIKELY * 2
        return LIKELY if bare in words.LIKELY else UNLIKELY

    def tail(self, word: str) -> int:
        """Return what it costs to take the mark after `word` for an apostrophe."""
        word = word.lower().replace("’", "'")
        bare = word.strip("'")
        last = bare.rpartition("-")[2]
        if not self.pinned_tails.isdisjoint((bare, last)):
            return -NEVER
        cost = min(self.tails.get(bare, UNLIKELY), _tail_by_form(bare, last))
        if self.language == "en":
            return cost
        ends = words.TAILS_BY_LANGUAGE.get(self.language, "")
        return LIKELY if last.endswith(tuple(ends)) else min(cost + 6, UNLIKELY)


def is_clipped_tail(word: str) -> bool:
    """Whether the apostrophe after `word` may well be its own: goin', ol', the boys'."""
    bare = word.lower().strip("'")
    return _tail_by_form(bare, bare.rpartition("-")[2]) < LIKELY


def _tail_by_form(bare: str, last: str) -> int:
    if last in words.TAILS:
        return 3
    if last.endswith("in") and len(last) > 3:  # noqa: PLR2004  "in", "fin", "kin" are whole words
        return 6
    if last.endswith("s"):  # a plural's or a name's possessive: the boys' dog
        return 8
    return 18 if bare else UNLIKELY


def pinned(language: str, typed: Iterable[str]) -> Elisions:
    """Return the elisions of the settings: "'Dale", "thinkin'"; a bare word is taken for a head."""
    heads: set[str] = set()
    tails: set[str] = set()
    for word in typed:
        clean = word.strip().lower().replace("’", "'").replace("‘", "'")
        (tails if clean.endswith("'") and not clean.startswith("'") else heads).add(
            clean.strip("'")
        )
    return Elisions(language, frozenset(heads), frozenset(tails))


def unused(typed: Iterable[str], texts: Iterable[str]) -> list[str]:
    """Return those pinned words that stand nowhere in the manuscript, as the author wrote them."""
    wanted = {word: word.strip().strip("'’‘").lower() for word in typed}
    for text in texts:
        if not wanted:
            break
        lower = text.lower().replace("’", "'") if "'" in text or "’" in text else ""
        wanted = {
            word: bare
            for word, bare in wanted.items()
            if f"'{bare}" not in lower and f"{bare}'" not in lower
        }
    return list(wanted)


def vocabulary(texts: Iterable[str]) -> Counter[str]:
    """Count the words of two letters and more that stand whole, in lower case."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(_WHOLE_WORD.findall(text.lower()))
    return counted


def dropped_h(leading: Iterable[str], known: Mapping[str, int]) -> dict[str, int]:
    """Find, where h's are dropped, the words that stand nowhere whole and begin with a vowel.

    'Arry, 'Alifax: a quotation would hardly begin with a word that the manuscript never uses.
    """
    stems = {word.strip("'"): _STEM_END.split(word, maxsplit=1)[0] for word in leading}
    return {
        word: LIKELY + 4
        for word, stem in stems.items()
        if len(stem) >= _SHORTEST_STEM and stem[0] in "aeiou" and not known.get(stem)
    }


def whole_forms(clipped: Iterable[str], known: Mapping[str, int]) -> dict[str, int]:
    """Find among `clipped` those whose whole form the manuscript has, and what each then costs.

    "ouse" beside "house" is a clipped word, the more surely the less it stands alone.
    """
    found: dict[str, int] = {}
    for word in clipped:
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
