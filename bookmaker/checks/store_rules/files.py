"""Sizes and kinds of the files of an EPUB: the whole, documents, pictures, the cover, faces."""

from collections.abc import Iterator
from typing import Final

from bookmaker.checks.archive import ArchiveError
from bookmaker.checks.epub_resources import obfuscated_names
from bookmaker.checks.picture_facts import Facts, face_kind
from bookmaker.checks.store_rules.view import MEGA, RuleOf, View
from bookmaker.diagnostics import Diagnostic
from bookmaker.stores import Rule

_LEAST_WIDTH: Final = 625


def _mega(size: float) -> str:
    return f"{size / MEGA:,.1f}".removesuffix(".0")


def _number(rule: Rule) -> float:
    return float(rule.limit) if isinstance(rule.limit, int | float) else 0.0


def _names(rule: Rule) -> tuple[str, ...]:
    return rule.limit if isinstance(rule.limit, tuple) else ()


def _file_bytes(view: View, rule: Rule) -> Iterator[Diagnostic]:
    yield from _whole(view, rule, "BM-STORE-001")


def _mail_bytes(view: View, rule: Rule) -> Iterator[Diagnostic]:
    yield from _whole(view, rule, "BM-STORE-002")


def _whole(view: View, rule: Rule, code: str) -> Iterator[Diagnostic]:
    size = view.path.stat().st_size
    if size > _number(rule):
        yield view.told(code, rule, limit=_mega(_number(rule)), size=_mega(size))


def _document_bytes(view: View, rule: Rule) -> Iterator[Diagnostic]:
    for name in view.roots:
        size = view.size(name)
        if size > _number(rule):
            limit = _mega(_number(rule))
            place = view.package.place(name)
            yield view.told("BM-STORE-003", rule, place, limit=limit, size=_mega(size))


def _picture_bytes(view: View, rule: Rule) -> Iterator[Diagnostic]:
    limit = _mega(_number(rule))
    for item, _ in view.pictures():
        size = view.size(item.name)
        if size > _number(rule):
            place, shown = view.shown_at(item.name), _mega(size)
            yield view.told("BM-STORE-004", rule, place, file=item.name, limit=limit, size=shown)


def _picture_pixels(view: View, rule: Rule) -> Iterator[Diagnostic]:
    limit = _mega(_number(rule))
    for item, facts in view.pictures():
        pixels = facts.width * facts.height
        if pixels > _number(rule):
            place, shown = view.shown_at(item.name), _mega(pixels)
            yield view.told("BM-STORE-005", rule, place, file=item.name, limit=limit, size=shown)


def _picture_types(view: View, rule: Rule) -> Iterator[Diagnostic]:
    for item, facts in view.pictures():
        kind = facts.media_type or item.media_type
        if kind not in _names(rule):
            place = view.shown_at(item.name)
            yield view.told("BM-STORE-006", rule, place, file=item.name, media_type=kind)


def _picture_colour(view: View, rule: Rule) -> Iterator[Diagnostic]:
    for item, facts in view.pictures():
        if facts.cmyk:
            yield view.told("BM-STORE-007", rule, view.shown_at(item.name), file=item.name)


def _picture_transparency(view: View, rule: Rule) -> Iterator[Diagnostic]:
    for item, facts in view.pictures():
        if facts.transparent:
            yield view.told("BM-STORE-008", rule, view.shown_at(item.name), file=item.name)


def _cover_picture(view: View, rule: Rule) -> Iterator[Diagnostic]:
    if view.cover is None:
        yield view.told("BM-STORE-009", rule)


def _cover_meta(view: View, rule: Rule) -> Iterator[Diagnostic]:
    if view.cover is not None and view.named_cover != view.cover.id:
        yield view.told("BM-STORE-010", rule, view.package.place(view.package.path))


def _cover_types(view: View, rule: Rule) -> Iterator[Diagnostic]:
    if view.cover is not None and view.cover.media_type not in _names(rule):
        yield view.told("BM-STORE-011", rule, media_type=view.cover.media_type)


def _cover_bytes(view: View, rule: Rule) -> Iterator[Diagnostic]:
    size = view.size(view.cover.name) if view.cover else 0
    if size > _number(rule):
        yield view.told("BM-STORE-012", rule, limit=_mega(_number(rule)), size=_mega(size))


def _cover_facts(view: View) -> Facts:
    cover = view.cover
    found = (facts for item, facts in view.pictures() if cover and item.name == cover.name)
    return next(found, Facts())


def _cover_least(view: View, rule: Rule) -> Iterator[Diagnostic]:
    facts = _cover_facts(view)
    if facts.width and (facts.height < _number(rule) or facts.width < _LEAST_WIDTH):
        yield view.told("BM-STORE-013", rule, width=facts.width, height=facts.height)


def _cover_most(view: View, rule: Rule) -> Iterator[Diagnostic]:
    facts = _cover_facts(view)
    if max(facts.width, facts.height) > _number(rule):
        yield view.told("BM-STORE-014", rule, width=facts.width, height=facts.height)


def _cover_short_side(view: View, rule: Rule) -> Iterator[Diagnostic]:
    side = min(_cover_facts(view).width, _cover_facts(view).height)
    if 0 < side < _number(rule):
        yield view.told("BM-STORE-015", rule, size=side)


def _font_types(view: View, rule: Rule) -> Iterator[Diagnostic]:
    hidden = obfuscated_names(view.package.archive)
    for item in view.package.items:
        is_face = "font" in item.media_type or "opentype" in item.media_type
        if not is_face or item.name in hidden:
            continue
        try:
            kind = face_kind(view.package.archive.read(item.name))
        except ArchiveError:
            continue
        if kind not in _names(rule):
            place = view.package.place(view.package.path)
            yield view.told("BM-STORE-027", rule, place, file=item.name)


RULES: Final[dict[str, RuleOf]] = {
    "file-bytes": _file_bytes,
    "mail-bytes": _mail_bytes,
    "document-bytes": _document_bytes,
    "picture-bytes": _picture_bytes,
    "picture-pixels": _picture_pixels,
    "picture-types": _picture_types,
    "picture-colour": _picture_colour,
    "picture-transparency": _picture_transparency,
    "cover-picture": _cover_picture,
    "cover-meta": _cover_meta,
    "cover-types": _cover_types,
    "cover-bytes": _cover_bytes,
    "cover-least": _cover_least,
    "cover-most": _cover_most,
    "cover-short-side": _cover_short_side,
    "font-types": _font_types,
}
