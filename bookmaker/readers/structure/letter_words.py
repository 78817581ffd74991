"""The words with which letters begin and end, in the languages whose novels people type.

Closed classes, looked up word by word: who is addressed ("dear", "sirs", "querida"), what assures
("yours", "sincerely", "herzlich") and the little words before them ("my very", "ever most").
"""

from typing import Final

from bookmaker.readers.structure.time_words import words

_STOPS: Final = " ,.;:!—–-"
_OURS: Final = words("oh o my our mon ma mes")
_WARM: Final = words("very own ever most good old poor sweet only noble great kind sehr très dear")
_DEAR: Final = words(
    "dear dearest darling beloved sweetest honoured honored respected esteemed reverend"
)
_TITLES: Final = words(
    "sir sirs madam ma'am gentlemen ladies mesdames messrs lord lady sire comrade comrades "
    "colleague colleagues friend friends"
)
_ADDRESSING: Final = _WARM | _DEAR | _TITLES
_HONOURS: Final = words(
    "grace excellency honour honor majesty lordship ladyship eminence highness worship holiness "
    "reverence"
)
_GREETINGS: Final = words("hi hey hello greetings")
_FOREIGN: Final = words(
    """
    geehrte geehrter geehrtes verehrte verehrter liebe lieber liebste liebster liebsten cher chers
    chère chères monsieur madame mademoiselle querido querida queridos queridas queridísimo
    queridísima estimado estimada estimados estimadas caro cara cari care carissimo carissima
    egregio gentile beste lieve geachte waarde prezado prezada kära kære bästa
    """
)
_PHRASES: Final = ("to whom it may concern", "muy señor mío", "muy señores míos")
_OFFICES: Final = ("to the editor", "to the manager", "to the director", "to the secretary")

_SURELY: Final = words(
    "affectionately obediently faithfully sincerely truly respectfully lovingly devotedly hastily "
    "cordially gratefully fondly warmly ever always cordialement sincèrement respectueusement "
    "amicalement atentamente cordialmente"
)
_SOFTLY: Final = words("and very with most much all so as kind kindest warm warmest in")
_ASSURING: Final = words(
    """
    yours thine love best regards affectionate cheers kisses xx haste adieu farewell hugs respect
    sympathy gratitude herzlich herzlichst herzliche hochachtungsvoll dein deine ihr euer votre
    vôtre veuillez suyo suya tuyo tuya cordiali tuo tua suo sua distinti groet groeten
    hoogachtend vänliga hälsningar
    """
)
_AFFECTION: Final = words(
    """
    friend son daughter sister brother mother father wife husband servant servants pupil nephew
    niece cousin aunt uncle child loving lover own ever affectionate devoted faithful humble
    obedient sincere sweetheart
    """
)
_ASSURANCES: Final = (
    "until then",
    "till then",
    "mit ",
    "bien à",
    "je vous",
    "un abrazo",
    "met vriendelijke",
    "met hartelijke",
)
_STATED: Final = (
    "i am", "i remain", "i have the honour to be", "i have the honor to be", "i beg to remain",
    "we are", "we remain", "believe me", "je suis", "ich bin", "ich verbleibe",
)  # fmt: skip
_STATED_ON: Final = words("ever always as dear my your yours sir with")
_BEFORE: Final = _SOFTLY | _SURELY
_ALWAYS: Final = words("ever always hastily warmly truly")
_NOUNS: Final = words("love best haste respect sympathy gratitude regards adieu")
_YOUR_WORDS: Final = 7
_MOST_WORDS: Final = 9


def _words(plain: str) -> list[str]:
    """Return the words of a line in small letters, without the stops around them."""
    typed = plain.casefold().replace("-", " ").split()
    return [bare for word in typed if (bare := word.strip(_STOPS))]


def is_address(plain: str) -> str:
    """Return how a line addresses somebody: "dear", "title", "foreign", "greeting", or not at all.

    `plain` has no quotation marks around it; what stands behind the word that addresses is a name.
    """
    found = _words(plain)
    if plain.casefold().startswith((*_PHRASES, *_OFFICES)):
        return "title"
    if not found or found[0] in _GREETINGS:
        return "greeting" if found else ""
    at = 0
    while at < len(found) and found[at] in _OURS:
        at += 1
    while at + 1 < len(found) and found[at] in _WARM and found[at + 1] in _ADDRESSING:
        at += 1
    honoured = found[at : at + 1] == ["your"] and found[at + 1 : at + 2]
    word = found[at] if at < len(found) else ""
    if word in _TITLES or (honoured and honoured[0] in _HONOURS):
        return "title"
    if word in _DEAR or not _DEAR.isdisjoint(found[:at]):
        return "dear"
    return "foreign" if word in _FOREIGN else ""


def assures(plain: str) -> bool:
    """Say whether a line begins as a valediction does: "Ever your loving", "I am, Sir,"."""
    low = plain.casefold()
    for phrase in _STATED:
        if low.removeprefix("and ").startswith(phrase):
            rest = low.removeprefix("and ")[len(phrase) :]
            after = _words(rest)
            return (
                not rest.strip()
                or rest[:1] == ","
                or (rest[:1] == " " and bool(after) and after[0] in _STATED_ON)
            )
    if low.startswith(_ASSURANCES):
        return True
    found = _words(plain)
    at = 0
    while at < len(found) and found[at] in _BEFORE:
        at += 1
    if at == len(found) or len(found) > _MOST_WORDS:
        return at == len(found) and not _SURELY.isdisjoint(found)
    if found[at] == "your":
        return not _AFFECTION.isdisjoint(found[at + 1 : at + 1 + _YOUR_WORDS])
    if found[at] in _NOUNS and not plain[0].isupper():
        return False
    return found[at] in _ASSURING or found[0] in _SURELY - _ALWAYS
