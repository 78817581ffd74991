"""Drawings: SVG rebuilt from an allow-list, so that nothing active or distant stays in it.

What stands in the result is what is named here; what is not named is not there. Drawings refer
to their own parts only (`#id`), and the parts they repeat are counted before anyone draws them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from bookmaker.diagnostics import Diagnostic, Span, in_one_line, report
from bookmaker.errors import InputError
from bookmaker.pictures import svg_numbers as numbers

SVG: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "http://www.w3.org/1999/xlink"
XML: Final = "http://www.w3.org/XML/1998/namespace"

_ELEMENTS: Final = frozenset(
    re.findall(
        r"\S+",
        """
        svg g defs symbol use title desc switch path rect circle ellipse line polyline
        polygon text tspan textPath style linearGradient radialGradient stop clipPath mask
        pattern marker filter feBlend feColorMatrix feComponentTransfer feComposite feFlood
        feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feOffset
        """,
    )
)
_ATTRIBUTES: Final = frozenset(
    re.findall(
        r"\S+",
        """
        id class style transform viewBox preserveAspectRatio version width height x y x1 y1
        x2 y2 cx cy r rx ry fx fy dx dy d points pathLength rotate textLength lengthAdjust
        startOffset method spacing offset gradientUnits gradientTransform spreadMethod
        patternUnits patternContentUnits patternTransform clipPathUnits maskUnits
        maskContentUnits markerWidth markerHeight markerUnits refX refY orient filterUnits
        primitiveUnits in in2 result mode operator type values k1 k2 k3 k4 stdDeviation
        tableValues slope intercept amplitude exponent alignment-baseline baseline-shift
        clip-path clip-rule color color-interpolation color-interpolation-filters direction
        display dominant-baseline fill fill-opacity fill-rule filter flood-color
        flood-opacity font-family font-size font-size-adjust font-stretch font-style
        font-variant font-weight letter-spacing marker-end marker-mid marker-start mask
        opacity overflow paint-order shape-rendering stop-color stop-opacity stroke
        stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit
        stroke-opacity stroke-width text-anchor text-decoration text-rendering unicode-bidi
        vector-effect visibility word-spacing writing-mode
        """,
    )
)
# Elements of SVG whose absence changes nothing on paper: no word about them.
_SILENT: Final = frozenset(("metadata", "animate", "animateMotion", "animateTransform", "set"))
_HREF: Final = f"{{{XLINK}}}href"
_EMPTY: Final = f'<svg xmlns="{SVG}" xmlns:xlink="{XLINK}"/>'
_ELEMENT_LIMIT: Final = 100_000
_OTHER_URL: Final = re.compile(r"""url\((?!\s*['"]?#[\w.:\-]+['"]?\s*\))""", re.IGNORECASE)
_OWN_URL: Final = re.compile(r"""url\(\s*['"]?#([\w.:\-]+)""", re.IGNORECASE)
_ACTIVE_STYLE: Final = re.compile(
    r"[@\\<]|/\*|expression|javascript|behaviou?r|-moz-", re.IGNORECASE
)
_CLASS_RULES: Final = re.compile(r"(?:\s*\.[\w-]+(?:\s*,\s*\.[\w-]+)*\s*\{[^{}]*\})*\s*")
_NAME: Final = re.compile(r"[^\W\d][\w.\-]*")
_LENGTH: Final = re.compile(
    r"\s*\+?(\d*\.?\d+(?:e[+-]?\d{1,2})?)\s*(px|pt|pc|in|cm|mm|em)?\s*", re.IGNORECASE
)
_PIXELS: Final = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4}
_SHOWN: Final = 20  # characters of a value that is no number
_SIZES: Final = frozenset(("width", "height", "viewBox"))  # the drawing's own are set anew
_SIDE_LIMIT: Final = 100_000
_PLAIN_DOCTYPE: Final = re.compile(
    rb"""<!DOCTYPE\s+svg\s+PUBLIC\s+["']-//W3C//DTD\x20SVG[^"'<>\[\]]*["']\s*["'][^"'<>\[\]]*["']\s*>"""
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG document, rebuilt: its bytes and its natural size in CSS pixels."""

    content: bytes
    width: int
    height: int


@dataclass(slots=True)
class _Copy:
    """What the rebuilding of one drawing meets."""

    dropped: dict[str, None] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    count: int = 0


def clean_svg(
    content: bytes, path: str, span: Span | None
) -> tuple[Drawing, tuple[Diagnostic, ...]]:
    """Return the drawing as a book may hold it, and what was left out.

    Raises:
        InputError: BM-PICT-002 no SVG; 004 no well-formed XML, or built to exhaust a renderer;
            007 it declares a document type.
    """
    root = _parse(content, path, span)
    if _local(root) != "svg":
        raise InputError.because("BM-PICT-002", span, path=path, reason="its root is not <svg>")
    copy = _Copy()
    clean = etree.fromstring(_EMPTY)
    _fill(clean, root, copy)
    _drop_knotted_sheets(clean, copy)
    if copy.count > _ELEMENT_LIMIT or _drawn(clean) > _ELEMENT_LIMIT:
        raise InputError.because(
            "BM-PICT-004", span, path=path, reason="it repeats itself too often"
        )
    width, height = _measure(clean)
    etree.cleanup_namespaces(clean)
    rebuilt = etree.tostring(clean, encoding="utf-8", xml_declaration=True)
    what = ", ".join(copy.dropped)
    findings = (report("BM-PICT-005", span, path=path, what=what),) if what else ()
    return Drawing(rebuilt, width, height), findings


def _parse(content: bytes, path: str, span: Span | None) -> etree._Element:
    """Read the XML with every way out of the file shut."""
    # A bare reference to the W3C's own declaration is what old drawing programs write.
    content = _PLAIN_DOCTYPE.sub(b"", content, count=1)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise InputError.because("BM-PICT-007", span, path=path)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise InputError.because(
            "BM-PICT-004", span, path=path, reason="it is no well-formed XML"
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:  # in another encoding
        raise InputError.because("BM-PICT-007", span, path=path)
    return root


def _local(element: etree._Element) -> str:
    """Return the name of an SVG element; "" for anything foreign. No namespace counts as SVG."""
    if not isinstance(element.tag, str):  # an entity reference
        return ""
    name = etree.QName(element)
    return name.localname if name.namespace in {SVG, None} else ""


def _fill(target: etree._Element, source: etree._Element, copy: _Copy) -> None:
    """Rebuild `source` in `target`; depth is bounded by the parser."""
    copy.count += 1
    for key, value in source.attrib.items():
        _keep_attribute(target, source, (str(key), str(value)), copy)
    target.text = source.text
    last = None
    for child in source:
        name = _local(child)
        if name in _ELEMENTS and not (name == "style" and _objects(child.text or "")):
            last = etree.SubElement(target, f"{{{SVG}}}{name}")
            _fill(last, child, copy)
            last.tail = child.tail
        else:
            _note_dropped(name, copy)
            _append_text(target, last, child.tail)


def _append_text(target: etree._Element, last: etree._Element | None, text: str | None) -> None:
    """Keep the words that follow an element left out."""
    if not text:
        return
    if last is None:
        target.text = (target.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _note_dropped(name: str, copy: _Copy) -> None:
    if name and name not in _SILENT:
        copy.dropped[f"<{name}>"] = None


def _keep_attribute(
    target: etree._Element, source: etree._Element, attribute: tuple[str, str], copy: _Copy
) -> None:
    """Copy an attribute that is allowed and stays inside the drawing."""
    key, value = attribute
    if key in {"href", _HREF}:
        _keep_reference(target, value, copy)
    elif key == "id":
        if _NAME.fullmatch(value) and value not in copy.ids:
            copy.ids.add(value)
            target.set(key, value)
    elif key in _ATTRIBUTES:
        _keep_value(target, key, value, copy)
    elif key in {f"{{{XML}}}space", f"{{{XML}}}lang"}:
        target.set(key, value)
    elif key.startswith("on"):
        copy.dropped[f"{key}= of <{_local(source)}>"] = None


def _keep_value(target: etree._Element, key: str, value: str, copy: _Copy) -> None:
    """Copy a value that stays inside the drawing, and that a renderer can reckon with."""
    if _OTHER_URL.search(value) or (key == "style" and _objects(value)):
        copy.dropped[f"{key}="] = None
    elif not (key in _SIZES and target.getparent() is None) and not numbers.may_stand(key, value):
        copy.dropped[f"{key}={in_one_line(value[:_SHOWN])!r}"] = None
    else:
        target.set(key, value)


def _keep_reference(target: etree._Element, value: str, copy: _Copy) -> None:
    reference = value.strip()
    if reference.startswith("#") and _NAME.fullmatch(reference[1:]):
        # The older spelling, which every reader and printer knows.
        target.set(_HREF, reference)
    else:
        copy.dropped["a reference to outside"] = None


def _objects(style: str) -> bool:
    """Tell whether a style reaches outside, or hides what it says."""
    return bool(_ACTIVE_STYLE.search(style) or _OTHER_URL.search(style))


def _drop_knotted_sheets(root: etree._Element, copy: _Copy) -> None:
    """Take out style sheets that could make a part hold itself: `_drawn` sees no selectors.

    What drawing programs write stays: classes that name gradients and plain clipping paths.
    """
    by_id = {element.get("id", ""): element for element in root.iter()}
    for sheet in list(root.iter(f"{{{SVG}}}style")):
        parts = [by_id[name] for name in _OWN_URL.findall(sheet.text or "") if name in by_id]
        classed = any(element.get("class") for part in parts for element in part.iter())
        if parts and (classed or not _CLASS_RULES.fullmatch(sheet.text or "")):
            copy.dropped["<style>"] = None
            sheet.text = ""


def _drawn(root: etree._Element) -> int:
    """Return how many elements a renderer draws, repetitions counted; a loop counts as too many.

    A drawing of twenty lines whose parts use each other can stand for a billion shapes.
    """
    by_id = {element.get("id", ""): element for element in root.iter()}
    costs: dict[etree._Element, int] = {}
    stack = [root]
    open_now: set[etree._Element] = set()
    while stack:
        element = stack[-1]
        if element in costs:
            stack.pop()
            continue
        needed = [*element, *(by_id[name] for name in _references(element) if name in by_id)]
        missing = [each for each in needed if each not in costs]
        if element in open_now and missing:
            return _ELEMENT_LIMIT + 1  # a part that holds itself
        if not missing:
            open_now.discard(element)
            costs[element] = min(1 + sum(costs[each] for each in needed), _ELEMENT_LIMIT + 1)
            stack.pop()
            continue
        open_now.add(element)
        if any(each in open_now for each in missing):
            return _ELEMENT_LIMIT + 1
        stack.extend(missing)
    return costs[root]


def _references(element: etree._Element) -> Iterator[str]:
    """Yield the ids that an element draws with."""
    for key, value in element.attrib.items():
        if key == _HREF:
            yield str(value)[1:]
        elif "url(" in str(value).lower():
            yield from _OWN_URL.findall(str(value))


def _measure(root: etree._Element) -> tuple[int, int]:
    """Return the natural size, and see to it that the drawing can be scaled."""
    box = _view_box(root.get("viewBox", ""))
    width, height = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
    if box is None:
        width, height = width or 300, height or 150  # CSS 2.1, 10.3.2: a replaced element's default
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    else:
        ratio = box[0] / box[1]
        width = width or (height * ratio if height else box[0])
        height = height or width / ratio
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    return max(1, round(width)), max(1, round(height))


def _view_box(value: str) -> tuple[float, float] | None:
    try:
        _, _, width, height = (float(part) for part in value.replace(",", " ").split())
    except ValueError:
        return None
    good = 0 < width <= _SIDE_LIMIT and 0 < height <= _SIDE_LIMIT
    return (width, height) if good else None


def _pixels(value: str) -> float:
    """Return a length in CSS pixels; 0 for percentages and what is no length."""
    found = _LENGTH.fullmatch(value)
    if not found:
        return 0
    length = float(found[1]) * _PIXELS.get((found[2] or "").lower(), 16)
    return length if length <= _SIDE_LIMIT else 0
