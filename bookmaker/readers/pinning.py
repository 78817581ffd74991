"""Which manuscript each pin of the settings means."""

from bookmaker.diagnostics import Span
from bookmaker.errors import InputError
from bookmaker.project import Manuscript, Pin


def pins_by_path(
    manuscripts: tuple[Manuscript, ...], pins: tuple[Pin, ...]
) -> dict[str, tuple[Pin, ...]]:
    """Return the pins of each manuscript that has any, by its path.

    A pin names its manuscript by path or by file name; a lone manuscript need not be named.

    Raises:
        InputError: a pin names no manuscript (BM-READ-001), or does not say which of several
            (BM-READ-002).
    """
    found: dict[str, tuple[Pin, ...]] = {}
    for pin in pins:
        path = _meant(manuscripts, pin).path
        found[path] = (*found.get(path, ()), pin)
    return found


def _meant(manuscripts: tuple[Manuscript, ...], pin: Pin) -> Manuscript:
    span = Span(pin.path or manuscripts[0].path, pin.line)
    known = [m for m in manuscripts if pin.path in {"", m.path}]
    known = known or [m for m in manuscripts if pin.path == m.path.rpartition("/")[2]]
    if not known:
        reason = f"there is no manuscript {pin.path!r}"
        raise InputError.because("BM-READ-001", span, pin=str(pin), reason=reason)
    if len(known) > 1:
        example = f"{known[0].path}:{pin}"
        raise InputError.because("BM-READ-002", span, pin=str(pin), example=example)
    return known[0]
