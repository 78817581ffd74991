"""One EPUB as the rules of stores see it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from lxml import etree

from bookmaker.checks.archive import ArchiveError
from bookmaker.checks.epub_package import Item, Package
from bookmaker.checks.epub_resources import picture
from bookmaker.checks.picture_facts import Facts
from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.stores import Rule, Store

MEGA: Final = 1_000_000
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A rule of a style sheet: one selector, what it declares, and where it stands."""

    selector: str
    declared: dict[str, str]
    place: Span


@dataclass
class View:
    """A package, its documents as they were parsed, and who shows which picture where.

    `roots` are documents by their names in the archive; `links` are document, line and target of
    each reference in them.
    """

    path: Path
    package: Package
    roots: dict[str, etree._Element]
    links: list[tuple[str, int, str]]
    store: Store

    def told(
        self, code: str, rule: Rule, place: Span | None = None, **values: object
    ) -> Diagnostic:
        """Report a finding of this store, with the rule's limit and source."""
        values.setdefault("limit", rule.limit)
        return report(code, place, store=self.store.title, source=str(rule.source), **values)

    def size(self, name: str) -> int:
        """Return the bytes of a file as it is unpacked."""
        return self._sizes.get(name, 0)

    @cached_property
    def _sizes(self) -> dict[str, int]:
        return {entry.filename: entry.file_size for entry in self.package.archive.entries}

    def pictures(self) -> Iterator[tuple[Item, Facts]]:
        """Yield each picture in the archive, and what its bytes say."""
        for item in self.package.items:
            if item.media_type.startswith("image/") and item.name in self.package.archive.names:
                yield item, self._facts(item.name)

    def _facts(self, name: str) -> Facts:
        if name not in self._known:
            self._known[name] = picture(self.package.archive, name) or Facts()
        return self._known[name]

    @cached_property
    def _known(self) -> dict[str, Facts]:
        return {}

    def ids(self, name: str) -> dict[str, etree._Element]:
        """Return the elements of a document that have an id, by it."""
        if name not in self._ids:
            root = self.roots.get(name)
            found = root.iter(etree.Element) if root is not None else ()
            self._ids[name] = {one.get("id", ""): one for one in found if one.get("id")}
        return self._ids[name]

    @cached_property
    def _ids(self) -> dict[str, dict[str, etree._Element]]:
        return {}

    def shown_at(self, name: str) -> Span:
        """Return where a picture is shown first, else the package document."""
        document, line = self._shown.get(name, (self.package.path, 1))
        return self.package.place(document, line)

    @cached_property
    def _shown(self) -> dict[str, tuple[str, int]]:
        found: dict[str, tuple[str, int]] = {}
        for document, line, target in self.links:
            if document in self.roots:
                found.setdefault(target.partition("#")[0], (document, line))
        return found

    @cached_property
    def led_to(self) -> dict[str, set[str]]:
        """For each document the files that its links and pictures name."""
        found: dict[str, set[str]] = {}
        for document, _, target in self.links:
            found.setdefault(document, set()).add(target.partition("#")[0])
        return found

    @property
    def cover(self) -> Item | None:
        """The picture that is marked as the cover."""
        marked = [item for item in self.package.items if "cover-image" in item.properties]
        return marked[0] if marked else self.package.by_id.get(self.named_cover)

    @property
    def named_cover(self) -> str:
        """The id that the meta called `cover` names, or nothing."""
        metas = (
            meta
            for meta in self.package.root.iter("{http://www.idpf.org/2007/opf}meta")
            if meta.get("name") == "cover"
        )
        return next((meta.get("content", "") for meta in metas), "")

    @cached_property
    def spine(self) -> tuple[Item, ...]:
        """The documents that are read in order."""
        linear = {
            reference.get("idref")
            for reference in self.package.root.iter("{http://www.idpf.org/2007/opf}itemref")
            if reference.get("linear") != "no"
        }
        return tuple(item for _, item in self.package.spine() if item and item.id in linear)

    @cached_property
    def styles(self) -> tuple[StyleRule, ...]:
        """The rules of all style sheets."""
        return tuple(
            rule
            for item in self.package.items
            if item.media_type == "text/css" and item.name in self.package.archive.names
            for rule in self._sheet(item)
        )

    def _sheet(self, item: Item) -> Iterator[StyleRule]:
        try:
            css = self.package.archive.read(item.name).decode("utf-8", "replace")
        except ArchiveError:
            return
        yield from style_rules(css, lambda line: self.package.place(item.name, line))


RuleOf = Callable[[View, Rule], Iterator[Diagnostic]]


def style_rules(css: str, place: Callable[[int], Span]) -> Iterator[StyleRule]:
    """Yield the rules of a style sheet, those in `@media` as well; linear in its length."""
    css = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), css)
    prelude, line, start = "", 1, 1
    parts = re.split(r"([{}])", css)
    for number, part in enumerate(parts):
        if part == "{":
            prelude = parts[number - 1].rpartition(";")[2]
            start = line - prelude.lstrip().count("\n")
        elif part == "}" and prelude and parts[number - 2] == "{":
            declared = _declarations(parts[number - 1])
            for selector in prelude.split(","):
                yield StyleRule(" ".join(selector.split()), declared, place(start))
            prelude = ""
        line += part.count("\n")


def _declarations(text: str) -> dict[str, str]:
    found = {}
    for declaration in text.split(";"):
        name, _, value = declaration.partition(":")
        if value:
            found[name.strip().lower()] = " ".join(value.split())
    return found
