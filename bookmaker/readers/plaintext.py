"""Plain text in, `Reading` out.

    lines -> typing habits -> clumps -> recognisers (structure/order.py) -> Book

Nothing is declared in plain text and everything is learnt from it; `docs/manuscript-format.md` says
in authors' words what is understood. Whatever no recogniser takes stays a paragraph.
"""

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from bookmaker.book import Reading, Withheld
from bookmaker.diagnostics import Span
from bookmaker.metadata import Metadata
from bookmaker.project import Manuscript, StructureSettings
from bookmaker.readers.habits import learn_typing
from bookmaker.readers.lines import Typing, find_clumps, split_lines
from bookmaker.readers.structure import pins
from bookmaker.readers.structure.assembly import assemble
from bookmaker.readers.structure.boilerplate import Fence, find_fence
from bookmaker.readers.structure.draft import Draft, Piece
from bookmaker.readers.structure.lifting import join_halves, lift
from bookmaker.readers.structure.order import RECOGNISERS
from bookmaker.readers.structure.title_metadata import metadata_of
from bookmaker.readers.structure.title_page import FIELDS, parse_field

if TYPE_CHECKING:
    from bookmaker.readers.head import Head


def read_text(manuscript: Manuscript, settings: StructureSettings) -> Reading:
    """Read a plain-text manuscript: pure, and linear in its length.

    Every word lands in the book or in `Reading.withheld`; every decision has its reason.

    Raises:
        InputError: a YAML head cannot be understood (BM-READ-102), or a pin fits no line
            (BM-READ-001, -004).
    """
    head = _fenced_head(manuscript)
    draft = draft_of(manuscript, settings, head.lines if head else 0)
    pins.lay(draft)
    for recognise in RECOGNISERS:
        recognise(draft)
    pins.enforce(draft)
    metadata = metadata_of(draft)
    recognised = draft.recognised
    if head:
        recognised = {name for name in recognised if not getattr(head.metadata, name)}
        metadata = _under(head.metadata, metadata)
        draft.withheld.extend(head.withheld)
        draft.diagnostics.extend(head.diagnostics)
    book = assemble(draft, metadata)
    withheld = sorted(draft.withheld, key=lambda held: held.span.line)
    return Reading(
        book,
        draft.settled(),
        tuple(sorted(draft.diagnostics, key=lambda found: found.span.line if found.span else 0)),
        tuple(withheld),
        head.settings if head else (),
        tuple(sorted(recognised)),
    )


def _fenced_head(manuscript: Manuscript) -> "Head | None":
    """Return a head between `---` or `+++`, which some programs write into plain text as well."""
    text = manuscript.text.removeprefix("\ufeff")
    if not text.lstrip().startswith(("---", "+++")):
        return None
    from bookmaker.readers.head import split_head  # noqa: PLC0415  brings YAML, seldom needed

    head = split_head(text.replace("\r\n", "\n").replace("\r", "\n"), manuscript.path)
    return head if head.lines else None


def _under(stated: Metadata, found: Metadata) -> Metadata:
    """Return what a head states, and what the text says where the head is silent."""
    silent = {
        field.name: getattr(found, field.name)
        for field in fields(Metadata)
        if not getattr(stated, field.name)
    }
    return replace(stated, **silent)


def draft_of(manuscript: Manuscript, settings: StructureSettings, begin: int = 0) -> Draft:
    """Return a manuscript's pieces, below its first `begin` lines, before any recogniser."""
    lines = split_lines(manuscript.text)
    fence = find_fence(lines) if not begin else Fence(0, len(lines))
    work = lines[: fence.stop] if fence.stop < len(lines) else lines
    start = fence.start + begin
    work, lifted = lift(work, manuscript.path, start)
    work = [line.rstrip() for line in work]
    typing = learn_typing(work, start)
    pages = {held.span.line for held in lifted if held.kind in {"running head", "page number"}}
    pieces = [Piece(clump) for clump in join_halves(find_clumps(work, typing, start), pages)]
    draft = Draft(manuscript.path, typing, settings, pieces)
    _withhold_fence(draft, lines, fence)
    for held in lifted:
        draft.withheld.append(held)
        draft.decide(held.kind, held.span, "no part of the text: lifted out of it")
    _say_habits(draft, typing)
    return draft


def _withhold_fence(draft: Draft, lines: list[str], fence: Fence) -> None:
    for start, stop in ((0, fence.start), (fence.stop, len(lines))):
        text = "\n".join(line for line in lines[start:stop] if line.strip())
        if text:
            span = Span(draft.path, start + 1, end_line=stop)
            draft.withheld.append(Withheld("boilerplate", text, span))
            draft.decide("boilerplate", span, "Project Gutenberg's licence, fenced by its marks")
    for index in range(fence.start):
        found = parse_field(lines[index])
        if found and found[0] in FIELDS and found[1]:
            draft.fields.setdefault(FIELDS[found[0]], []).append(found[1])
            draft.field_spans.append((FIELDS[found[0]], Span(draft.path, index + 1)))


def _say_habits(draft: Draft, typing: Typing) -> None:
    if not draft.pieces:
        return
    habit = {0: "stand on lines of their own", 1: "are one empty line apart"}.get(
        typing.gap, f"are {typing.gap} empty lines apart"
    )
    how = f"paragraphs {habit}"
    if typing.wrapped:
        how += f"; lines are wrapped at about {typing.width} columns"
    if typing.doubled:
        how += "; every line is followed by an empty one"
    if typing.indented:
        how += "; a first-line indent begins a paragraph"
    span = draft.span(draft.pieces[0], draft.pieces[-1])
    draft.decide("typing", span, how)
