"""Numbers of drawings: a renderer trips over what is none, or larger than any page.

Coordinates, lengths and transformations are looked at where they stand in attributes (SVG 1.1,
4.2 and 7.6). A value that is none is left out, as if nobody had given it.
"""

import re
from typing import Final

_LARGEST: Final = 1_000_000
"""In any unit: a hundred times the side of the largest sheet."""

_NUMBER: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_FIGURES: Final = re.compile(_NUMBER)
_LENGTH: Final = re.compile(
    rf"{_NUMBER}(?:%|(?:em|ex|ch|rem|px|in|cm|mm|pt|pc|q|deg|grad|rad|turn)(?![a-z]))?",
    re.IGNORECASE,
)
_STEP: Final = re.compile(rf"{_NUMBER}|[MmZzLlHhVvCcSsQqTtAa]")
_TRANSFORM: Final = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)")
_ARGUMENTS: Final = {
    "matrix": (6,), "translate": (1, 2), "scale": (1, 2), "rotate": (1, 3),
    "skewX": (1,), "skewY": (1,),
}  # fmt: skip
_SIDES: Final = 4  # numbers of a view box
_WORD: Final = re.compile(r"\s*[a-z][a-z-]*\s*", re.IGNORECASE)
_GEOMETRY: Final = frozenset(
    (
        *("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "dx", "dy"),
        *(
            "width",
            "height",
            "offset",
            "refX",
            "refY",
            "markerWidth",
            "markerHeight",
            "rotate",
            "orient",
        ),
        *("pathLength", "textLength", "startOffset", "stdDeviation", "k1", "k2", "k3", "k4"),
        *("slope", "intercept", "amplitude", "exponent"),
    )
)
_STYLED: Final = frozenset(
    (
        *("font-size", "letter-spacing", "word-spacing", "baseline-shift"),
        *("stroke-width", "stroke-dasharray", "stroke-dashoffset", "stroke-miterlimit"),
        *("opacity", "fill-opacity", "stroke-opacity", "stop-opacity", "flood-opacity"),
    )
)
_TURNED: Final = frozenset(("transform", "gradientTransform", "patternTransform"))
_DRAWN: Final = frozenset(("d", "points"))


def may_stand(key: str, value: str) -> bool:
    """Tell whether an attribute's value is what a renderer can reckon with."""
    if key == "viewBox":
        return _is_made_of(_FIGURES, value) and len(_FIGURES.findall(value)) == _SIDES
    if key == "orient" and value in {"auto", "auto-start-reverse"}:
        return True
    if key in _GEOMETRY:
        return _is_made_of(_LENGTH, value)
    if key in _STYLED:
        return _is_made_of(_LENGTH, value) or _WORD.fullmatch(value) is not None
    if key in _TURNED:
        return _turns(value)
    return key not in _DRAWN or _is_made_of(_STEP, value)


def _is_made_of(part: re.Pattern[str], value: str) -> bool:
    """Tell whether a list holds such parts alone, and no number that is too large."""
    rest = part.sub(" ", value).replace(",", " ")
    return not rest.strip() and all(_is_small(one) for one in _FIGURES.findall(value))


def _is_small(figures: str) -> bool:
    return abs(float(figures)) <= _LARGEST


def _turns(value: str) -> bool:
    found = _TRANSFORM.findall(value)
    good = all(
        len(_FIGURES.findall(arguments)) in _ARGUMENTS[name] and _is_made_of(_FIGURES, arguments)
        for name, arguments in found
    )
    return good and not _TRANSFORM.sub(" ", value).replace(",", " ").strip(" \t\r\nnoe")
