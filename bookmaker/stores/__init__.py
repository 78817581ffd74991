"""What each store takes: dated data, one file a store, read by the EPUB writer and by the checks.

    [[makes]]   how this store's edition of a book differs from the plain EPUB   -> `Shape`
    [[rules]]   what the store refuses or flags, with its limit                  -> `Rule`

Every entry names its source, the day it was checked and how sure it is: "read" (the store's own
page, or its validator run), "third-party" (somebody's account of it) or "unverified" (a lead).
`docs/stores.md` shows them all. Nothing here writes or checks a book.
"""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

NAMES: Final = ("kindle", "kobo", "kepub", "apple")
"""The store editions that can be made, in the order they are made."""

RESERVED: Final = ("kdp", "ingram")
"""Editions that have a name but are not built yet; they are refused by it."""

Basis = Literal["read", "third-party", "unverified"]
PageSource = Literal["pageBreakSource", "source-of"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from, when it was checked (YYYY-MM-DD) and how sure it is."""

    text: str
    checked: str
    basis: Basis

    def __str__(self) -> str:
        """Return the source in a few words, with its day."""
        doubt = "" if self.basis == "read" else f", {self.basis}"
        return f"{self.text}, {self.checked}{doubt}"


@dataclass(frozen=True, slots=True)
class Shape:
    """How an edition differs from the plain EPUB, whose shape this is by default.

    `toc_depth` is the levels of contents at most (0: as deep as the book); `page_source` is how
    the printed book of the page list is named; `unknown_properties` are metadata that the store's
    validator does not know and that are left out.
    """

    cover_page: bool = True
    contents_page: bool = False
    toc_depth: int = 0
    guide: bool = False
    isbn_identifier: bool = False
    page_source: PageSource = "pageBreakSource"
    text_face: bool = True
    specified_fonts: bool = False
    kobo_spans: bool = False
    unknown_properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing the store looks at: `name` is a rule of `checks`, `limit` its number or names."""

    name: str
    limit: int | float | tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Made:
    """One field of the shape and why it is so."""

    name: str
    value: object
    why: str
    source: Source


@dataclass(frozen=True, slots=True)
class Store:
    """A store and its edition: `suffix` ends the file's name after the book's slug.

    `about` says in a few sentences what the edition is for, `cannot` what it cannot promise;
    `validator` is the version of EPUBCheck that the store runs, if it is known.
    """

    name: str
    title: str
    suffix: str
    about: str
    cannot: tuple[str, ...]
    validator: str
    shape: Shape
    made: tuple[Made, ...]
    rules: tuple[Rule, ...]


PLAIN: Final = Shape()


@cache
def store(name: str) -> Store:
    """Return the store called `name`, one of `NAMES`.

    Raises:
        KeyError: there is none of that name.
    """
    if name not in NAMES:
        raise KeyError(name)
    table = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
    made = tuple(_made(entry) for entry in table["makes"])
    known = {field.name for field in fields(Shape)}
    shape = Shape(**{one.name: one.value for one in made if one.name in known})  # type: ignore[arg-type]  # the data files are checked by a test
    rules = tuple(_rule(entry) for entry in table["rules"])
    return Store(
        name=name,
        title=table["title"],
        suffix=table["suffix"],
        about=" ".join(table["about"].split()),
        cannot=tuple(table["cannot"]),
        validator=table.get("validator", ""),
        shape=shape,
        made=made,
        rules=rules,
    )


def _made(entry: dict[str, Any]) -> Made:
    return Made(entry["name"], _frozen(entry["value"]), entry["why"], _source(entry))


def _rule(entry: dict[str, Any]) -> Rule:
    return Rule(entry["name"], _frozen(entry.get("limit", 0)), _source(entry))


def _source(entry: dict[str, Any]) -> Source:
    return Source(entry["source"], entry["checked"].isoformat(), entry["basis"])


def _frozen(value: Any) -> Any:  # noqa: ANN401  a value of TOML
    return tuple(value) if isinstance(value, list) else value
