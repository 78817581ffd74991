"""`{.class #id key=value}` after headings and spans, and the names of fenced divs."""

import re
from dataclasses import dataclass
from typing import Final

_ITEM: Final = re.compile(
    r"\s*(?:\.(?P<class>[\w-]++)|#(?P<id>[\w:.-]++)|(?P<key>[\w:-]++)=(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s\"}]++))"
    r"|(?P<sign>-))\s*"
)
_TAIL: Final = re.compile(r"[ \t]*\{([^{}]{1,500})\}[ \t]*$")
LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stood between braces."""

    classes: tuple[str, ...] = ()
    id: str = ""
    pairs: tuple[tuple[str, str], ...] = ()

    def get(self, key: str) -> str:
        """Return the value of `key`, empty if it was not given."""
        return dict(self.pairs).get(key, "")


NONE: Final = Attributes()


def parse_attributes(text: str) -> Attributes | None:
    """Read what stands between braces; None if it is no list of attributes."""
    classes: list[str] = []
    pairs: list[tuple[str, str]] = []
    name, at = "", 0
    while at < len(text):
        match = _ITEM.match(text, at)
        if not match or match.end() == at:
            return None
        at = match.end()
        if match["class"]:
            classes.append(match["class"].lower())
        elif match["sign"]:
            classes.append("unnumbered")
        elif match["id"]:
            name = match["id"]
        else:
            pairs.append((match["key"], match["quoted"] or match["bare"] or ""))
    return Attributes(tuple(classes), name, tuple(pairs)) if text.strip() else None


def split_tail(text: str) -> tuple[str, Attributes]:
    """Part a heading's words from the attributes after them."""
    if not text.rstrip().endswith("}"):
        return text, NONE
    match = _TAIL.search(text, max(0, len(text) - LONGEST - 50))
    found = parse_attributes(match[1]) if match else None
    if match is None or found is None:
        return text, NONE
    return text[: match.start()], found
