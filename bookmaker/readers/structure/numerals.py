"""Numbers as headings write them: 12, XII, Twelve, Twelfth, zwölf, premier ...

Languages: English to ninety-nine; German, French, Spanish, Italian, Dutch and Portuguese to
twenty in cardinal and ordinal words (longer books number with figures).
"""

import re
import unicodedata
from typing import Final

LAST: Final = 10_000
"""The value of "the last", which follows any number."""

_ENGLISH: Final = """zero one two three four five six seven eight nine ten eleven twelve thirteen
fourteen fifteen sixteen seventeen eighteen nineteen"""
_ENGLISH_ORDINALS: Final = """zeroth first second third fourth fifth sixth seventh eighth ninth
tenth eleventh
twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"""
_TENS: Final = """twenty thirty forty fifty sixty seventy eighty ninety"""

# one word list a language, from one on; "/" parts the forms of one number
_WORDS: Final = (
    """eins/ein/eine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn
    fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig""",
    """erstes/erster/erste zweites/zweiter/zweite drittes/dritter/dritte viertes/vierter/vierte
    fünftes/fünfter/fünfte sechstes/sechster/sechste siebtes/siebter/siebte/siebentes/siebente
    achtes/achter/achte neuntes/neunter/neunte zehntes/zehnter/zehnte elftes/elfter/elfte
    zwölftes/zwölfter/zwölfte dreizehntes/dreizehnte vierzehntes/vierzehnte
    fünfzehntes/fünfzehnte sechzehntes/sechzehnte siebzehntes/siebzehnte achtzehntes/achtzehnte
    neunzehntes/neunzehnte zwanzigstes/zwanzigste""",
    """un/une/premier/première deux/deuxième/second/seconde trois/troisième quatre/quatrième
    cinq/cinquième six/sixième sept/septième huit/huitième neuf/neuvième dix/dixième onze/onzième
    douze/douzième treize/treizième quatorze/quatorzième quinze/quinzième seize/seizième
    dix-sept/dix-septième dix-huit/dix-huitième dix-neuf/dix-neuvième vingt/vingtième""",
    """uno/una/primero/primera/primer dos/segundo/segunda tres/tercero/tercera/tercer
    cuatro/cuarto/cuarta cinco/quinto/quinta seis/sexto/sexta siete/séptimo/séptima
    ocho/octavo/octava nueve/noveno/novena diez/décimo/décima once/undécimo doce/duodécimo trece
    catorce quince dieciséis diecisiete dieciocho diecinueve veinte""",
    """uno/primo/prima due/secondo/seconda tre/terzo/terza quattro/quarto/quarta
    cinque/quinto/quinta sei/sesto/sesta sette/settimo/settima otto/ottavo/ottava nove/nono/nona
    dieci/decimo/decima undici/undicesimo dodici/dodicesimo tredici/tredicesimo
    quattordici/quattordicesimo quindici/quindicesimo sedici/sedicesimo
    diciassette/diciassettesimo diciotto/diciottesimo diciannove/diciannovesimo
    venti/ventesimo""",
    """een/één/eerste twee/tweede drie/derde vier/vierde vijf/vijfde zes/zesde zeven/zevende
    acht/achtste negen/negende tien/tiende elf/elfde twaalf/twaalfde dertien/dertiende
    veertien/veertiende vijftien/vijftiende zestien/zestiende zeventien/zeventiende
    achttien/achttiende negentien/negentiende twintig/twintigste""",
    """um/uma/primeiro/primeira dois/duas/segundo/segunda três/terceiro/terceira
    quatro/quarto/quarta cinco/quinto/quinta seis/sexto/sexta sete/sétimo/sétima
    oito/oitavo/oitava nove/nono/nona dez/décimo/décima onze doze treze catorze/quatorze quinze
    dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove vinte""",
)


def _fold(word: str) -> str:
    """Return a word in small letters without accents: PREMIÈRE is also typed PREMIERE."""
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in bare if not unicodedata.combining(c)).replace("’", "'")


def _table() -> dict[str, int]:
    table: dict[str, int] = {"last": LAST, "final": LAST}
    for forms in (_ENGLISH, _ENGLISH_ORDINALS):
        table.update((word, value) for value, word in enumerate(forms.split()))
    ones, ordinals = _ENGLISH.split(), _ENGLISH_ORDINALS.split()
    for ten, word in enumerate(_TENS.split(), 2):
        table[word] = table[word[:-1] + "ieth"] = ten * 10
        for one in range(1, 10):
            for joint in ("-", " ", ""):
                table[word + joint + ones[one]] = ten * 10 + one
                table[word + joint + ordinals[one]] = ten * 10 + one
    for language in _WORDS:
        for value, forms_of_one in enumerate(language.split(), 1):
            for form in forms_of_one.split("/"):
                table.setdefault(_fold(form), value)
    return table


VALUES: Final = _table()
_ROMAN: Final = re.compile(
    r"(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})", re.IGNORECASE
)
_LETTERS: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}

NUMBER: Final = (
    r"(?:\d{1,4}(?:st|nd|rd|th|er|re|ème|e|º|ª|°)?|[IVXLCDMivxlcdm]+|"
    r"(?:[^\W\d_]+(?:[-‐ ](?=[^\W\d_])[^\W\d_]+)?))"
)


def value_of(word: str) -> int | None:
    """Return the value of a number in figures, roman numerals or words; None if it is none."""
    text = word.strip(" .")
    digits = re.match(r"\d{1,4}", text)
    if digits:
        return int(digits.group())
    known = VALUES.get(_fold(text))
    if known is not None:
        return known
    return roman_value(text)


def roman_value(text: str) -> int | None:
    """Return the value of a roman numeral typed all in capitals or all in small letters."""
    if not text or not (text.isupper() or text.islower()) or not _ROMAN.fullmatch(text):
        return None
    total = 0
    values = [_LETTERS[letter] for letter in text.upper()]
    for value, after in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < after else value
    return total
