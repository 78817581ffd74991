"""Pins: what the author says that lines are, whatever they look like.

Two ways to say it. In `bookmaker.toml`, `[structure] pins = ["12: epigraph", "40-47: verse"]`; in
the manuscript, a line `[verse]` above the lines it means, and `[end]` below them where they are
more than one paragraph or group of lines. Pins are laid before the recognisers run, which then see
them as taken, and once more after them, so that nothing overrules them.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import Final

from bookmaker.book import Certainty, Decision, Role, Withheld
from bookmaker.diagnostics import Span
from bookmaker.errors import InputError
from bookmaker.project import Pin
from bookmaker.readers.lines import Clump
from bookmaker.readers.structure import heading_forms, letters
from bookmaker.readers.structure.draft import Draft, Fixed, Kind, Level, Piece, Title
from bookmaker.readers.structure.marks import LIFTED, is_mark, pin_mark

_HEADINGS: Final = {
    "chapter": (Level.CHAPTER, None),
    "part": (Level.PART, None),
    "prologue": (Level.CHAPTER, Role.PROLOGUE),
    "epilogue": (Level.CHAPTER, Role.EPILOGUE),
    "interlude": (Level.CHAPTER, Role.INTERLUDE),
    "heading": (Level.SCENE, None),
}
_PLAIN: Final = {
    "break": Kind.BREAK,
    "dateline": Kind.DATELINE,
    "verse": Kind.VERSE,
    "lines": Kind.LINES,
    "paragraph": Kind.TEXT,
    "centred": Kind.CENTRED,
    "attribution": Kind.ATTRIBUTION,
}
_SOURCE: Final = re.compile(r"\s*[*_(\[]{0,2}(?:-{1,3}|[–—―])\s*[^\s-].{0,108}")
_MARKED: Final = ("[", LIFTED)
_POINTS: Final = frozenset(("scene", "no-break", "story"))
_KEEPS_LINES: Final = frozenset(("verse", "lines", "epigraph"))


@dataclass(frozen=True, slots=True)
class _Order:
    """A pin and the lines it means; `said` tells where it was said.

    `whole`: it means the paragraph or group of lines that begins there, up to the next pinned line.
    """

    kind: str
    first: int
    last: int
    said: str
    whole: bool = False


def lay(draft: Draft) -> None:
    """Lay all pins of a manuscript on its pieces, before any recogniser.

    Raises:
        InputError: a pin fits no line (BM-READ-001), or a line is pinned twice (BM-READ-004).
    """
    orders = _lift_marks(draft)
    if not orders and not draft.settings.pins:
        return
    firsts = [piece.clump.first for piece in draft.pieces]
    orders += [_order(draft, pin, firsts) for pin in draft.settings.pins]
    below = order_below = 1 << 60
    for order in sorted(orders, key=lambda order: -order.first):
        if order.first < order_below:
            below, order_below = order_below, order.first
        end = min(order.last, below - 1) if order.whole else order.last
        _lay(draft, order, *_cut_out(draft, replace(order, last=end), firsts))


def enforce(draft: Draft) -> None:
    """Lay the pins again: no recogniser overrules them."""
    for index, piece in enumerate(draft.pieces):
        fixed = piece.fixed
        if fixed is None:
            continue
        piece.kind, piece.role, piece.label = fixed.kind, fixed.role, fixed.label
        piece.group = fixed.group
        if fixed.title is not None:
            piece.title = piece.title or fixed.title
            piece.title.level, piece.title.role = fixed.title.level, fixed.title.role
        elif fixed.kind is not Kind.HEADING:
            piece.title = None
        if fixed.kind is Kind.ATTRIBUTION and not _lies_in_epigraph(draft, index):
            piece.group = 0


def _lies_in_epigraph(draft: Draft, index: int) -> bool:
    """Give a source the group of the epigraph right above it, if there is one."""
    above = draft.pieces[index - 1] if index else None
    if above is None or above.kind is not Kind.EPIGRAPH:
        return False
    draft.pieces[index].group = above.group
    return True


# ---------------------------------------------------------------- marks in the manuscript


@dataclass(slots=True)
class _Lifting:
    """Takes the lines `[kind]` and `[end]` out of the pieces and notes what they order."""

    draft: Draft
    kept: list[Piece] = field(default_factory=list)
    orders: list[_Order] = field(default_factory=list)
    open: tuple[str, Piece, int] | None = None
    points: list[tuple[str, Piece, int]] = field(default_factory=list)
    gap: int = 0

    def keep(self, piece: Piece) -> None:
        """Keep a piece; the empty lines around a mark above it count once."""
        piece.clump.gap = max(self.gap, piece.clump.gap)
        self.gap = 0
        self.kept.append(piece)

    def mark(self, piece: Piece, kind: str) -> None:
        """Take a mark out."""
        self.gap = max(self.gap, piece.clump.gap)
        if kind == "lifted":
            return
        self.draft.withheld.append(Withheld("pin", piece.text, self.draft.span(piece)))
        if kind == "end":
            self._end()
        elif kind in _POINTS:
            self.points.append((kind, piece, len(self.kept)))
        else:
            self.close()
            self.open = (kind, piece, len(self.kept))

    def close(self) -> None:
        """Let a mark without `[end]` mean what stands right below it."""
        if self.open is not None:
            self.points.append(self.open)
            self.open = None

    def _end(self) -> None:
        if self.open is not None and len(self.kept) > self.open[2]:
            kind, _, at = self.open
            self._order(kind, self.kept[at], self.kept[-1])
            self.open = None

    def settle(self) -> None:
        """Order what the marks without `[end]` mean."""
        self.close()
        for kind, mark, at in self.points:
            if at >= len(self.kept):
                raise InputError.because(
                    "BM-READ-001",
                    self.draft.span(mark),
                    pin=f"[{kind}]",
                    reason="nothing stands below it",
                )
            self._order(kind, self.kept[at], self.kept[at])

    def _order(self, kind: str, first: Piece, last: Piece) -> None:
        said = f'marked "[{kind}]" above it'
        self.orders.append(_Order(kind, first.clump.first, last.clump.last, said))


def _lift_marks(draft: Draft) -> list[_Order]:
    """Take the lines `[kind]` and `[end]` out of the pieces; return what they order."""
    kinds = [
        pin_mark(piece.clump.lines[0]) if piece.text[:1] in _MARKED and piece.lone else ""
        for piece in draft.pieces
    ]
    if not any(kind and kind != "end" for kind in kinds):
        return []
    lifting = _Lifting(draft)
    for piece, kind in zip(draft.pieces, kinds, strict=True):
        if kind and (kind != "end" or lifting.open is not None):
            lifting.mark(piece, kind)
        else:
            lifting.keep(piece)
    lifting.settle()
    draft.pieces[:] = lifting.kept
    return lifting.orders


# ---------------------------------------------------------------- pins of the settings


def _order(draft: Draft, pin: Pin, firsts: list[int]) -> _Order:
    """Return what a pin of the settings orders, its lines made sure of."""
    at = bisect_right(firsts, pin.line) - 1
    held = at >= 0 and draft.pieces[at].clump.last >= pin.line
    if pin.end_line is None:
        if not held or (pin.line - firsts[at]) % draft.pieces[at].clump.step:
            raise _unfit(draft, pin, f"line {pin.line} is empty, or no part of the text")
        clump = draft.pieces[at].clump
        last = clump.last if pin.line == clump.first else pin.line
        return _Order(pin.kind, pin.line, last, "pinned in the settings", whole=True)
    at += not held
    if at >= len(firsts) or firsts[at] > pin.end_line:
        raise _unfit(draft, pin, f"the lines {pin.line} to {pin.end_line} hold no text")
    return _Order(pin.kind, pin.line, pin.end_line, "pinned in the settings")


def _unfit(draft: Draft, pin: Pin, reason: str) -> InputError:
    span = Span(draft.path, pin.line, end_line=pin.end_line)
    return InputError.because("BM-READ-001", span, pin=str(pin), reason=reason)


def _cut_out(draft: Draft, order: _Order, firsts: list[int]) -> tuple[int, int]:
    """Cut pieces so that an order's lines are pieces of their own; return from where to where.

    Orders are laid from the last to the first, so that `firsts`, the first lines of the pieces
    before any was cut, is right above the one being laid.
    """
    at = max(0, bisect_right(firsts, order.first) - 1)
    start = _cut_before(draft, at, order.first)
    return start, _cut_before(draft, start, order.last + 1)


def _cut_before(draft: Draft, at: int, line: int) -> int:
    """Return the index of the first piece from `at` on that begins at `line` or below it."""
    while at < len(draft.pieces) and draft.pieces[at].clump.last < line:
        at += 1
    if at == len(draft.pieces) or draft.pieces[at].clump.first >= line:
        return at
    clump = draft.pieces[at].clump
    draft.cut(at, -(-(line - clump.first) // clump.step))
    return at + 1


# ---------------------------------------------------------------- laying


def _lay(draft: Draft, order: _Order, start: int, stop: int) -> None:
    span = draft.span(draft.pieces[start], draft.pieces[stop - 1])
    draft.pinned.append(Decision(order.kind, span, order.said, Certainty.SURE))
    if order.kind == "scene":
        draft.pieces[start].begins = True
    elif order.kind == "no-break":
        _lay_no_break(draft, start)
    elif order.kind == "story":
        draft.story = draft.pieces[start].clump.first
    else:
        _lay_kind(draft, start, stop, order)


def _lay_no_break(draft: Draft, start: int) -> None:
    """Say that no scene begins with a piece; a mark that must not part scenes is withheld."""
    at = start
    while at < len(draft.pieces) - 1 and _is_mark(draft.pieces[at]):
        _drop_mark(draft, draft.pieces[at])
        at += 1
    while start and _is_mark(draft.pieces[start - 1]):
        start -= 1
        _drop_mark(draft, draft.pieces[start])
    draft.pieces[at].begins = False


def _is_mark(piece: Piece) -> bool:
    return piece.lone and is_mark(piece.text) and piece.fixed is None


def _drop_mark(draft: Draft, piece: Piece) -> None:
    piece.fixed = Fixed(Kind.WITHHELD)
    piece.kind = Kind.WITHHELD
    draft.withheld.append(Withheld("mark", piece.text, draft.span(piece)))


def _lay_kind(draft: Draft, start: int, stop: int, order: _Order) -> None:
    for piece in draft.pieces[start:stop]:
        if piece.fixed is not None:
            first, line = _pinned_as(draft, piece), piece.clump.first
            raise InputError.because(
                "BM-READ-004", draft.span(piece), line=line, first=first, second=order.kind
            )
    if order.kind in _KEEPS_LINES:
        stop -= _join_lines(draft, start, stop)
    if order.kind == "letter":
        stop = letters.part_letter(draft, start, stop)
    if order.kind == "epigraph":
        _lay_epigraph(draft, start, stop)
    else:
        _lay_pieces(draft, draft.pieces[start:stop], order.kind)


def _lay_pieces(draft: Draft, pieces: list[Piece], kind: str) -> None:
    if kind in _HEADINGS:
        _lay_heading(pieces, kind)
    elif kind in {"title", "author", "withhold"}:
        _lay_withheld(draft, pieces, kind)
    elif kind == "letter":
        group = draft.new_group()
        for piece, label in zip(pieces, letters.labels(pieces), strict=True):
            _fix(piece, Fixed(Kind.LETTER, group=group, label=label))
    elif kind in _PLAIN:
        group = draft.new_group()
        for piece in pieces:
            _fix(piece, Fixed(_PLAIN[kind], group=group))
            piece.clump.prose = kind not in _KEEPS_LINES
    else:
        for piece in pieces:
            _fix(piece, Fixed(Kind.FRONT, Role(kind)))


def _pinned_as(draft: Draft, piece: Piece) -> str:
    line = piece.clump.first
    for decision in draft.pinned:
        if decision.span.line <= line <= (decision.span.end_line or decision.span.line):
            return decision.kind
    return "mark"


def _fix(piece: Piece, fixed: Fixed) -> None:
    piece.fixed = fixed
    piece.kind, piece.role, piece.group = fixed.kind, fixed.role, fixed.group
    piece.label = fixed.label
    piece.title = replace(fixed.title) if fixed.title else None


def _join_lines(draft: Draft, start: int, stop: int) -> int:
    """Join pieces that no empty line parts into groups of lines; return how many went."""
    joined = [draft.pieces[start]]
    for piece in draft.pieces[start + 1 : stop]:
        above = joined[-1].clump
        if piece.clump.gap == 0 and piece.clump.first == above.last + above.step:
            lines = [*above.lines, *piece.clump.lines]
            joined[-1].clump = Clump(above.first, lines, above.gap, prose=False, step=above.step)
        else:
            joined.append(piece)
    draft.pieces[start:stop] = joined
    return stop - start - len(joined)


def _lay_heading(pieces: list[Piece], kind: str) -> None:
    level, role = _HEADINGS[kind]
    lines = [line.strip() for piece in pieces for line in piece.clump.lines]
    found = heading_forms.keyed(lines[0]) or heading_forms.named(lines[0])
    found = found or heading_forms.numbered(lines[0])
    if found is None:
        found = Title(level, title=(heading_forms.bare(lines[0]) or lines[0],))
    title = Title(level, found.number, (*found.title, *lines[1:]), role or found.role, "pinned")
    _fix(pieces[0], Fixed(Kind.HEADING, title.role, title))
    for piece in pieces[1:]:
        _fix(piece, Fixed(Kind.HEADING))


def _lay_withheld(draft: Draft, pieces: list[Piece], kind: str) -> None:
    for piece in pieces:
        draft.withheld.append(Withheld(kind, piece.text, draft.span(piece)))
        _fix(piece, Fixed(Kind.WITHHELD))
    if kind != "withhold":
        words = " ".join(piece.text for piece in pieces).strip("_*# ")
        draft.fields[kind] = [words]
        draft.field_spans.append((kind, draft.span(pieces[0], pieces[-1])))


def _lay_epigraph(draft: Draft, start: int, stop: int) -> None:
    """Lay an epigraph; its last line is its source where a dash says so."""
    group = draft.new_group()
    last = draft.pieces[stop - 1]
    signed = bool(_SOURCE.fullmatch(last.clump.lines[-1]))
    below = draft.pieces[stop] if stop < len(draft.pieces) else last
    if not signed and below.free and below.lone and _SOURCE.fullmatch(below.clump.lines[0]):
        signed, last = True, below
        stop += 1
    if signed and not last.lone:
        draft.cut(stop - 1, len(last.clump.lines) - 1)
        stop += 1
    for piece in draft.pieces[start:stop]:
        _fix(piece, Fixed(Kind.EPIGRAPH, group=group))
    if signed and stop - start > 1:
        _fix(draft.pieces[stop - 1], Fixed(Kind.ATTRIBUTION, group=group))
