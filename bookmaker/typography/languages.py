"""Quotation marks by language.

Sources: Unicode CLDR "delimiters" (https://cldr.unicode.org), checked against the usual house
rules of each country. `"` becomes the language's first pair, `'` its second.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

THIN: Final = "\u202f"
"""Narrow no-break space: inside French guillemets, before its high punctuation."""
NO_BREAK: Final = "\u00a0"
"""No-break space."""


@dataclass(frozen=True, slots=True)
class Marks:
    """How a language quotes: pairs for `"` and `'`, and its dash.

    `dash` is what `--` becomes; `spaced` languages set it between spaces and lead with one;
    `dialogue` languages open speech with a dash.
    """

    double: tuple[str, str] = ("“", "”")
    single: tuple[str, str] = ("‘", "’")
    dash: str = "—"
    tight: bool = False
    dialogue: bool = False


_CURLY: Final = (("“", "”"), ("‘", "’"))
_LOW: Final = (("„", "“"), ("‚", "‘"))
_POLISH: Final = (("„", "”"), ("«", "»"))
_ANGLE: Final = (("«", "»"), ("“", "”"))
_SWISS: Final = (("«", "»"), ("‹", "›"))
_SWEDISH: Final = (("”", "”"), ("’", "’"))
_FRENCH: Final = ((f"«{THIN}", f"{THIN}»"), ("“", "”"))

_ENGLISH: Final = Marks(*_CURLY, tight=True)
_TABLE: Final[dict[str, Marks]] = {
    "en": _ENGLISH,
    "ga": _ENGLISH,
    "gd": _ENGLISH,
    "cy": _ENGLISH,
    "sco": _ENGLISH,
    "de": Marks(*_LOW, dash="–"),
    "de-CH": Marks(*_SWISS, dash="–"),
    "de-LI": Marks(*_SWISS, dash="–"),
    "fr": Marks(*_FRENCH, dialogue=True),
    "fr-CH": Marks(*_SWISS, dialogue=True),
    "es": Marks(*_ANGLE, dialogue=True),
    "ca": Marks(*_ANGLE, dialogue=True),
    "gl": Marks(*_ANGLE, dialogue=True),
    "eu": Marks(*_ANGLE, dialogue=True),
    "it": Marks(*_ANGLE, dash="–", dialogue=True),
    "it-CH": Marks(*_SWISS, dash="–", dialogue=True),
    "pt": Marks(*_ANGLE, dialogue=True),
    "pt-BR": Marks(*_CURLY, dialogue=True),
    "nl": Marks(*_CURLY, dash="–"),
    "af": Marks(*_CURLY, dash="–"),
    "pl": Marks(*_POLISH, dialogue=True),
    "cs": Marks(*_LOW, dash="–"),
    "sk": Marks(*_LOW, dash="–"),
    "sl": Marks(*_LOW, dash="–"),
    "et": Marks(*_LOW, dash="–"),
    "lt": Marks(*_LOW, dash="–", dialogue=True),
    "is": Marks(*_LOW, dash="–"),
    "bg": Marks(("„", "“"), ("’", "’"), dialogue=True),
    "sv": Marks(*_SWEDISH, dash="–", dialogue=True),
    "fi": Marks(*_SWEDISH, dash="–", dialogue=True),
    "da": Marks(("»", "«"), ("›", "‹"), dash="–"),
    "nb": Marks(("«", "»"), ("‘", "’"), dash="–", dialogue=True),
    "nn": Marks(("«", "»"), ("‘", "’"), dash="–", dialogue=True),
    "no": Marks(("«", "»"), ("‘", "’"), dash="–", dialogue=True),
    "hu": Marks(("„", "”"), ("»", "«"), dash="–", dialogue=True),
    "ro": Marks(*_POLISH, dialogue=True),
    "hr": Marks(("„", "”"), ("‚", "’"), dash="–", dialogue=True),
    "sr": Marks(("„", "”"), ("’", "’"), dash="–", dialogue=True),
    "ru": Marks(("«", "»"), ("„", "“"), dialogue=True),
    "uk": Marks(("«", "»"), ("„", "“"), dialogue=True),
    "be": Marks(("«", "»"), ("„", "“"), dialogue=True),
    "el": Marks(*_ANGLE, dialogue=True),
    "lv": Marks(("“", "”"), ("«", "»"), dialogue=True),
    "tr": Marks(*_CURLY, dialogue=True),
}
# Latin American publishers set curly marks, not guillemets.
_TABLE.update({f"es-{country}": Marks(*_CURLY, dialogue=True) for country in ("419", "MX", "US")})
# Scripts with marks of their own, or none: nothing is turned there.
_UNTURNED: Final = frozenset(
    [
        "ar",
        "arc",
        "dv",
        "fa",
        "he",
        "ps",
        "sd",
        "syr",
        "ug",
        "ur",
        "yi",
        "zh",
        "ja",
        "ko",
        "th",
        "lo",
        "km",
        "my",
        "bo",
    ]
)
_PLAIN: Final = Marks()


@lru_cache(maxsize=256)
def marks_of(tag: str) -> Marks | None:
    """Return how the language `tag` (BCP 47) quotes; None where straight marks must stay.

    A language that is not in the table quotes as English does, its dashes spaced as typed.
    """
    parts = tag.replace("_", "-").split("-")
    language = parts[0].lower() or "en"
    if language in _UNTURNED:
        return None
    regions = [f"{language}-{part.upper()}" for part in parts[1:]]
    return next((_TABLE[key] for key in (*regions, language) if key in _TABLE), _PLAIN)


def primary(tag: str) -> str:
    """Return the language of a tag without its script and region: "en" for "en-GB"."""
    return tag.replace("_", "-").split("-")[0].lower() or "en"
