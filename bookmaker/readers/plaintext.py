"""Plain text in, `Reading` out.

    lines -> typing habits -> clumps -> recognisers (structure/order.py) -> Book

Nothing is declared in plain text and everything is learnt from it; `docs/manuscript-format.md` says
in authors' words what is understood. Whatever no recogniser takes stays a paragraph.
"""

from bookmaker.book import Reading, Withheld
from bookmaker.diagnostics import Span
from bookmaker.project import Manuscript, StructureSettings
from bookmaker.readers.lines import Typing, find_clumps, learn_typing, split_lines
from bookmaker.readers.structure.assembly import assemble
from bookmaker.readers.structure.boilerplate import Fence, find_fence
from bookmaker.readers.structure.draft import Draft, Piece
from bookmaker.readers.structure.order import RECOGNISERS
from bookmaker.readers.structure.title_metadata import metadata_of
from bookmaker.readers.structure.title_page import FIELDS, parse_field


def read_text(manuscript: Manuscript, settings: StructureSettings) -> Reading:
    """Read a plain-text manuscript: pure, and linear in its length.

    Every word lands in the book or in `Reading.withheld`; every decision has its reason.
    """
    draft = draft_of(manuscript, settings)
    for recognise in RECOGNISERS:
        recognise(draft)
    book = assemble(draft, metadata_of(draft))
    withheld = sorted(draft.withheld, key=lambda held: held.span.line)
    return Reading(book, draft.settled(), tuple(draft.diagnostics), tuple(withheld))


def draft_of(manuscript: Manuscript, settings: StructureSettings) -> Draft:
    """Return a manuscript's pieces before any recogniser has seen them."""
    lines = split_lines(manuscript.text)
    fence = find_fence(lines)
    work = lines[: fence.stop] if fence.stop < len(lines) else lines
    typing = learn_typing(work, fence.start)
    pieces = [Piece(clump) for clump in find_clumps(work, typing, fence.start)]
    draft = Draft(manuscript.path, typing, settings, pieces)
    _withhold_fence(draft, lines, fence)
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
