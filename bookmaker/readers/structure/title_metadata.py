"""From the fields a manuscript states to `Metadata`; nothing is invented."""

import re
from typing import Final

from bookmaker.metadata import Metadata, Person, Series
from bookmaker.readers.structure.draft import Draft

_LANGUAGES: Final = {
    "english": "en", "british english": "en-GB", "american english": "en-US", "german": "de",
    "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es", "español": "es",
    "italian": "it", "italiano": "it", "dutch": "nl", "nederlands": "nl", "portuguese": "pt",
    "português": "pt", "polish": "pl", "polski": "pl", "swedish": "sv", "svenska": "sv",
    "czech": "cs", "čeština": "cs", "danish": "da", "dansk": "da", "norwegian": "no", "norsk": "no",
    "finnish": "fi", "suomi": "fi", "russian": "ru", "русский": "ru", "latin": "la", "greek": "el",
    "hungarian": "hu", "magyar": "hu", "welsh": "cy", "irish": "ga", "catalan": "ca",
    "català": "ca",
    "esperanto": "eo", "japanese": "ja", "chinese": "zh", "turkish": "tr", "ukrainian": "uk",
}  # fmt: skip
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_AND: Final = re.compile(r"\s+(?:and|&|und|et|y|e|en)\s+|\s*[;/]\s*")
_DATE: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_POSITION: Final = re.compile(
    r"(?P<name>.+?),?\s*(?:#|(?i:book|part|volume|vol\.?|no\.?|number)\s+)(?P<position>\d+(?:\.\d+)?)"
)
_POSITION_FIRST: Final = re.compile(
    r"(?i:book|part|volume|vol\.?|no\.?|number)\s+(?P<position>\d+(?:\.\d+)?)\s+of\s+(?:the\s+)?(?P<name>.+)"
)


def metadata_of(draft: Draft) -> Metadata:
    """Return what the manuscript itself states about the book."""
    one = {key: values[0] for key, values in draft.fields.items()}
    date = one.get("date", "")
    return Metadata(
        title=_plain(one.get("title", "")),
        subtitle=_plain(one.get("subtitle", "")),
        authors=_people(draft.fields.get("author", [])),
        contributors=_people(draft.fields.get("translator", []), "trl")
        + _people(draft.fields.get("illustrator", []), "ill")
        + _people(draft.fields.get("editor", []), "edt"),
        language=_language(one.get("language", "")),
        series=_series(one.get("series", "")),
        publisher=one.get("publisher", ""),
        rights=one.get("rights", ""),
        date=date if _DATE.fullmatch(date) else "",
        subjects=tuple(
            part.strip() for value in draft.fields.get("subjects", []) for part in value.split(",")
        ),
        spans=tuple(draft.field_spans),
    )


def _plain(text: str) -> str:
    return text.strip().strip("_*").strip()


def _people(values: list[str], role: str = "aut") -> tuple[Person, ...]:
    names = [name.strip(" ._*") for value in values for name in _names(value)]
    return tuple(Person(name, role) for name in names if name)


def _names(value: str) -> list[str]:
    """Part "A, B and C", but not "Smith, John" nor a name that holds a comma of its own."""
    names = _AND.split(value)
    first = names[0].split(", ") if len(names) > 1 else [names[0]]
    return [*first, *names[1:]]


def _language(value: str) -> str:
    known = _LANGUAGES.get(value.strip().casefold())
    if known:
        return known
    return value.strip() if _TAG.fullmatch(value.strip()) else ""


def _series(value: str) -> Series | None:
    if not value:
        return None
    match = _POSITION_FIRST.fullmatch(value) or _POSITION.fullmatch(value)
    return Series(match["name"].strip(), match["position"]) if match else Series(value)
