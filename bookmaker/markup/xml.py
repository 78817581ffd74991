"""Characters as XHTML takes them: escaping with a fast path, and what XML 1.0 forbids.

https://www.w3.org/TR/xml/#charsets
"""

import re
from typing import Final

_FORBIDDEN: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_IN_TEXT: Final = re.compile(f"[&<>{_FORBIDDEN}]")
_IN_ATTRIBUTE: Final = re.compile(f'[&<>"\t\r\n{_FORBIDDEN}]')
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": " ", "\n": " "}
_REPLACEMENT: Final = "�"
_RIGHT_TO_LEFT: Final = re.compile(
    r"(?:ar|arc|ckb|dv|fa|he|iw|ks|ps|sd|syr|ug|ur|yi)(?:-|$)(?!latn)|[a-z]+-(?:arab|hebr)(?:-|$)",
    re.IGNORECASE,
)


def _entity(match: re.Match[str]) -> str:
    """Return what stands for a character that cannot; a forbidden one is never dropped silently."""
    return _ENTITIES.get(match[0], " " if match[0] == "\r" else _REPLACEMENT)


def escape(text: str) -> str:
    """Return `text` as character data."""
    return _IN_TEXT.sub(_entity, text) if _IN_TEXT.search(text) else text


def attribute(text: str) -> str:
    """Return `text` as the value of an attribute, to stand between double quotes."""
    return _IN_ATTRIBUTE.sub(_entity, text) if _IN_ATTRIBUTE.search(text) else text


def language_attributes(tag: str, around: str = "") -> str:
    """Return the attributes for text in the BCP 47 language `tag`, each after a space.

    The direction is given where it is not from left to right throughout: of right-to-left text,
    and of what stands in a book (`around`) that is such.
    """
    value = attribute(tag)
    direction = ""
    if is_right_to_left(tag):
        direction = ' dir="rtl"'
    elif is_right_to_left(around):
        direction = ' dir="ltr"'
    return f' lang="{value}" xml:lang="{value}"{direction}'


def is_right_to_left(tag: str) -> bool:
    """Tell whether the language is written from right to left, by its code or its script."""
    return _RIGHT_TO_LEFT.match(tag) is not None


def one_line(text: str) -> str:
    """Return `text` with every stretch of breaking white space made one space, for titles."""
    return " ".join(text.split())
