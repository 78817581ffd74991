"""Which language a book is written in, guessed from its commonest words or its script.

Every language is betrayed by a few dozen little words that make up nearly half of any text. They
are counted, weighed by how many languages share them, and the winner must stand clear of the next;
otherwise nothing is guessed. Scripts that belong to one language in practice (Greek, Hebrew,
Hangul, kana) decide by themselves.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from bookmaker.book import Certainty

_WORDS: Final[dict[str, str]] = {
    "en": (
        "the and of to a in that was he it his i with as had you for her she not but at on is "
        "be him they have said which were from this all by there would what so out if their "
        "when them my no one up an into could then been will about like me we do your don't "
        "it's"
    ),
    "de": (
        "der die das und ich nicht er sie es in den zu ein ist mit dem sich auf war eine von "
        "auch als an so wie aus sein ihr wir noch aber nur hatte nach bei wenn einen um im des "
        "mir mich du was doch über vor immer kann ihm ihn wieder dass daß"
    ),
    "fr": (
        "de la le et les des en un une du que est pour qui dans il elle ne pas je au sur se "
        "plus par avec ce mais son sa ses lui nous vous était comme tout on ou cette bien sans "
        "même été avait leur où c'est d'un qu'il n'est j'ai"
    ),
    "es": (
        "de la que el en y a los se del las un por con no una su para es al lo como más pero "
        "sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde "
        "quien desde todo nos durante había era él ella yo estaba"
    ),
    "it": (
        "di che e la il un a per in non è una mi si ho ma ha lo con del da come le i della al "
        "nel gli se sono più era alla dei anche aveva suo sua quando ci così questo c'era "
        "perché io lui lei tutto poi l' fatto mio"
    ),
    "nl": (
        "de het een en van ik te dat die in je is niet op zijn hij met was voor er maar hem "
        "naar ze ook aan als om haar had door bij nog wat uit zo dan over wel mijn toen geen "
        "kon meer werd hun zou dit we"
    ),
    "pt": (
        "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi "
        "ao ele das tem à seu sua ou ser quando muito nos já está eu também só pelo pela até "
        "isso ela entre era depois sem mesmo"
    ),
    "sv": (
        "och att det i en jag hon som han på den med var sig för så till är men ett om hade de "
        "av icke mig du henne då sin nu har inte hans honom skulle hennes där min man ej vid "
        "kunde något från ut när efter upp vi"
    ),
    "da": (
        "og i det at en den til er som på de med han af for ikke der var mig sig men et har om "
        "vi havde jeg hun fra du så ham hende nu over da ud man kunne ville eller blev efter op "
        "sin hvad også dig"
    ),
    "no": (
        "og i det på som en er til å han av for med at var de ikke den har jeg et om men hun "
        "ham så seg fra meg kan ble skulle dem nå da ut hadde henne noe hva etter opp over min "
        "sin eller vært også"
    ),
    "fi": (
        "ja on ei se hän oli että en mutta niin kun minä mitä hänen sen ole sitä myös kuin joka "
        "mutta nyt vain jos tai sinä me ne he olen olisi minun hänet mikä kaikki sitten vielä "
        "jo ollut"
    ),
    "pl": (
        "i w nie na się z że do to jest o jak a po co tak za od ale jego przez ich go już tylko "
        "był jej czy być dla kiedy było mu była jeszcze ja ty może mnie sobie tym pan sie przed"
    ),
    "cs": (
        "a se v na je že to s z do o i k ale jako za by jsem si po tak jeho co když už byl jen "
        "jsou nebo který která byla bylo ve mi mě jsme ještě pro jak podle není"
    ),
    "hu": (
        "a az és hogy nem is egy volt csak ez meg azt de mint van még már ki el ha mert én ő "
        "sem minden aki vagy majd úgy neki most itt mi le nagyon"
    ),
    "ro": (
        "și de a în la cu nu o că pe un se din mai ce au este să am pentru care lui era fi sunt "
        "ca el ea dar sa le iar prin fost când după avea"
    ),
    "tr": (
        "bir ve bu da de ne için o gibi daha çok ama kadar sonra var ben mi her olan en diye ki "
        "değil olarak şey sen onu onun bana yok hiç"
    ),
    "la": (
        "et in est non ad cum ut sed quod qui si quae per ex te me enim ab esse de hoc nec quam "
        "sunt atque aut tibi mihi iam eius ac"
    ),
}
_SCRIPTS: Final = (
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("cyrillic", re.compile("[\u0400-\u04ff]")),
)
_CYRILLIC: Final = (("uk", "іїєґ"), ("bg", "ъщ"), ("ru", "ыэ"))
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SAMPLE: Final = 200_000
_FEWEST: Final = 8
_CLEAR: Final = 1.25
_PERSIAN: Final = re.compile("[پچژگ]")
_KANA_SHARE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Guess:
    """A language tag and how sure the guess is."""

    tag: str
    certainty: Certainty


def _weights() -> dict[str, tuple[tuple[str, float], ...]]:
    shared: Counter[str] = Counter()
    for words in _WORDS.values():
        shared.update(set(words.split()))
    found: dict[str, list[tuple[str, float]]] = {}
    for tag, words in _WORDS.items():
        for word in sorted(set(words.split())):
            found.setdefault(word, []).append((tag, 1 / shared[word]))
    return {word: tuple(weights) for word, weights in found.items()}


_BY_WORD: Final = _weights()


def guess_language(sample: str) -> str | None:
    """Return the language tag that a sample of a book's text speaks for; None if none is clear."""
    found = judge_language(sample)
    return found.tag if found else None


def judge_language(sample: str) -> Guess | None:
    """Return the likeliest language of a text and how sure that is; None if none is clear.

    Deterministic; looks at the first 200,000 characters at most.
    """
    text = sample[:_SAMPLE]
    script = _by_script(text)
    if script:
        return script
    counts = Counter(_WORD.findall(text.casefold().replace("’", "'")))
    scores: dict[str, float] = {}
    for word, weights in _BY_WORD.items():
        if word in counts:
            for tag, weight in weights:
                scores[tag] = scores.get(tag, 0) + counts[word] * weight
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked or ranked[0][1] < _FEWEST:
        return None
    second = ranked[1][1] if len(ranked) > 1 else 0
    clear = ranked[0][1] / max(second, 1)
    share = ranked[0][1] / max(1, counts.total())
    if clear < _CLEAR or share < 0.05:  # noqa: PLR2004  names and lists speak for no language
        return None
    sure = clear > 2 * _CLEAR and share > 0.15  # noqa: PLR2004  as prose does
    return Guess(ranked[0][0], Certainty.SURE if sure else Certainty.LIKELY)


def _by_script(text: str) -> Guess | None:
    letters = sum(c.isalpha() for c in text)
    if not letters or text.isascii():
        return None
    counts = {tag: len(pattern.findall(text)) for tag, pattern in _SCRIPTS}
    counts["ja"] = counts["ja"] + counts["zh"] if counts["ja"] > _KANA_SHARE * counts["zh"] else 0
    tag = max(counts, key=lambda name: counts[name])
    if counts[tag] < letters / 2:
        return None
    if tag == "cyrillic":
        return _cyrillic(text)
    if tag == "ar" and len(_PERSIAN.findall(text)) > letters // 100:
        tag = "fa"
    return Guess(tag, Certainty.SURE if tag not in {"ar", "zh"} else Certainty.LIKELY)


def _cyrillic(text: str) -> Guess:
    """Tell Ukrainian, Bulgarian and Russian apart by the letters that only one of them has."""
    low = text.casefold()
    counts = {tag: sum(low.count(letter) for letter in letters) for tag, letters in _CYRILLIC}
    if counts["uk"] > counts["ru"]:
        return Guess("uk", Certainty.SURE)
    if counts["ru"] == 0 and counts["bg"] > 0:
        return Guess("bg", Certainty.LIKELY)
    return Guess("ru", Certainty.SURE if counts["ru"] else Certainty.LIKELY)
