"""The markup and the styles of the text as stores want them."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from bookmaker.checks.store_rules.contents import target_of
from bookmaker.checks.store_rules.view import RuleOf, StyleRule, View
from bookmaker.checks.xml import OPS, XHTML, line_of
from bookmaker.diagnostics import Diagnostic
from bookmaker.stores import Rule

# What the text itself is: a rule for one of these, bare, styles all of it.
_TEXT: Final = frozenset({"html", "body", "p", "div", "span", "*", "section"})
_BARE: Final = re.compile(r"[a-z][a-z0-9]*|\*", re.IGNORECASE)
_HARMLESS: Final = frozenset(
    {"inherit", "initial", "unset", "currentcolor", "transparent", "none", "normal", "auto", "1em"}
    | {"100%", "1", "medium", "none transparent"}
)
_NO_BACKGROUND: Final = ("background", "background-color", "background-image")
_SPAN: Final = "koboSpan"
_COLUMNS: Final = "book-columns"
_INNER: Final = "book-inner"


def _bare(rule: StyleRule) -> str:
    """Return the element that a rule styles wherever it stands, or "" for any other selector."""
    last = re.split(r"[\s>+~]+", rule.selector.strip())[-1].lower()
    whole = rule.selector.strip().lower()
    return last if whole == last and _BARE.fullmatch(last) else ""


def _bare_selectors(view: View, rule: Rule) -> Iterator[Diagnostic]:
    names = rule.limit if isinstance(rule.limit, tuple) else ()
    for style in view.styles:
        if _bare(style) in names and style.declared:
            yield view.told("BM-STORE-022", rule, style.place, selector=style.selector)


def _inline_styles(view: View, rule: Rule) -> Iterator[Diagnostic]:
    """Find the first style in each document; the rest are alike."""
    for name, root in view.roots.items():
        for element in root.iter(etree.Element):
            if element.get("style") and element.tag.startswith(XHTML):
                yield view.told("BM-STORE-023", rule, view.package.place(name, line_of(element)))
                break


def _backgrounds(view: View, rule: Rule) -> Iterator[Diagnostic]:
    for style in view.styles:
        values = [style.declared[name] for name in _NO_BACKGROUND if name in style.declared]
        if any(value.lower() not in _HARMLESS for value in values):
            yield view.told("BM-STORE-024", rule, style.place, selector=style.selector)


def _text_style(view: View, rule: Rule) -> Iterator[Diagnostic]:
    names = rule.limit if isinstance(rule.limit, tuple) else ()
    for style in view.styles:
        if _bare(style) not in _TEXT:
            continue
        for name in names:
            if style.declared.get(name, "inherit").lower() not in _HARMLESS:
                selector = style.selector
                yield view.told("BM-STORE-025", rule, style.place, selector=selector, name=name)


def _text_size(view: View, rule: Rule) -> Iterator[Diagnostic]:
    for style in view.styles:
        size = style.declared.get("font-size", "inherit").lower()
        if _bare(style) in _TEXT and size not in _HARMLESS:
            yield view.told("BM-STORE-026", rule, style.place, selector=style.selector)


def _table_columns(view: View, rule: Rule) -> Iterator[Diagnostic]:
    limit = rule.limit if isinstance(rule.limit, int) else 0
    for name, root in view.roots.items():
        for table in root.iter(f"{XHTML}table"):
            widths = (
                sum(1 for cell in row if cell.tag in {f"{XHTML}td", f"{XHTML}th"})
                for row in table.iter(f"{XHTML}tr")
            )
            widest = max(widths, default=0)
            if widest > limit:
                place = view.package.place(name, line_of(table))
                yield view.told("BM-STORE-028", rule, place, size=widest)


# ---------------------------------------------------------------- notes


def _calls(view: View) -> Iterator[tuple[str, etree._Element]]:
    for name, root in view.roots.items():
        for link in root.iter(f"{XHTML}a"):
            if "noteref" in link.get(f"{OPS}type", "") or link.get("role") == "doc-noteref":
                yield name, link


def _note(view: View, name: str, link: etree._Element) -> etree._Element | None:
    """Return the element that a call leads to."""
    target, own = target_of(name, link.get("href", ""))
    return view.ids(target).get(own)


def _note_links(view: View, rule: Rule) -> Iterator[Diagnostic]:
    told: set[int] = set()
    for name, link in _calls(view):
        note = _note(view, name, link)
        if note is None or id(note) in told:
            continue
        target, _ = target_of(name, link.get("href", ""))
        back = (target_of(target, one.get("href", ""))[0] for one in note.iter(f"{XHTML}a"))
        if name not in set(back):
            told.add(id(note))
            yield view.told("BM-STORE-029", rule, view.package.place(target, line_of(note)))


def _note_markup(view: View, rule: Rule) -> Iterator[Diagnostic]:
    for name, link in _calls(view):
        note = _note(view, name, link)
        reason = ""
        if "noteref" not in link.get(f"{OPS}type", ""):
            reason = "its call has no epub:type of noteref"
        elif len(link):
            reason = "its call holds markup"
        elif note is not None and "note" not in note.get(f"{OPS}type", ""):
            reason = "what the call leads to has no epub:type of footnote"
        if reason:
            place = view.package.place(name, line_of(link))
            yield view.told("BM-STORE-030", rule, place, reason=reason)


# ---------------------------------------------------------------- Kobo's own form


def _kobo_spans(view: View, rule: Rule) -> Iterator[Diagnostic]:
    """Find the first document that lacks each of the two; the rest are alike."""
    told: set[str] = set()
    spine = {item.name for item in view.spine}
    for name, root in view.roots.items():
        body = root.find(f"{XHTML}body")
        if name not in spine or body is None:
            continue
        for what in sorted(set(_lacking(body)) - told):
            told.add(what)
            yield view.told("BM-STORE-033", rule, view.package.place(name), what=what)


def _lacking(body: etree._Element) -> Iterator[str]:
    outer = [one for one in body if one.get("id") == _COLUMNS]
    if not outer or not any(one.get("id") == _INNER for one in outer[0]):
        yield "boxes around its body"
    spans = (one.get("class") == _SPAN for one in body.iter(f"{XHTML}span"))
    if "".join(map(str, body.itertext())).strip() and not any(spans):
        yield "spans around its sentences"


RULES: Final[dict[str, RuleOf]] = {
    "bare-selectors": _bare_selectors,
    "inline-styles": _inline_styles,
    "backgrounds": _backgrounds,
    "text-style": _text_style,
    "text-size": _text_size,
    "table-columns": _table_columns,
    "note-links": _note_links,
    "note-markup": _note_markup,
    "kobo-spans": _kobo_spans,
}
