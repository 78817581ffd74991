"""The paragraphs of a letter that the author marked as one: their roles, by plain text's rules."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element as Node

from bookmaker.book import Paragraph, ParagraphRole, Verse
from bookmaker.project import StructureSettings
from bookmaker.readers.lines import LONG, Clump, Typing
from bookmaker.readers.markdown.divs import as_lines
from bookmaker.readers.markdown.elements import Element
from bookmaker.readers.markdown.page import Page
from bookmaker.readers.markdown.parser import keep_place
from bookmaker.readers.structure.draft import Draft, Piece
from bookmaker.readers.structure.letters import labels, part_letter

_PAIRED: Final = ("*", "_", "`")
_FLOWING: Final = (ParagraphRole.BODY, ParagraphRole.POSTSCRIPT)


def part_paragraphs(letter: Node, page: Page) -> dict[int, ParagraphRole]:
    """Part what a letter's head and end typed together; return the roles by first line.

    "Yours," and the name right below it become two paragraphs of the tree. A dateline or a
    signature of several lines keeps them.
    """
    typed = {int(p.get("line", "0")): p for p in letter if p.tag == "p"}
    if not typed:
        return {}
    pieces = _pieces(typed, page)
    roles: dict[int, ParagraphRole] = {}
    found: dict[int, list[Node]] = {line: [] for line in typed}
    at = 0
    for piece, role in zip(pieces, _roles(pieces, signed=letter[-1].tag != "p"), strict=True):
        line = piece.clump.first
        at = line if line in typed else at
        roles[line] = role
        whole = (typed[at].text or "").split("\n")
        lines = whole[line - at : line - at + len(piece.clump.lines)]
        found[at].append(_paragraph(lines, line, roles[line], cut=len(lines) < len(whole)))
    letter[:] = [
        new
        for child in letter
        for new in (found[int(child.get("line", "0"))] if child.tag == "p" else [child])
    ]
    return roles


def _pieces(typed: Mapping[int, Node], page: Page) -> list[Piece]:
    """Return the paragraphs as pieces, cut where head and end are; never within emphasis."""
    whole = [_piece(line, _bare((p.text or "").split("\n"))) for line, p in typed.items()]
    draft = Draft(page.path, Typing(), StructureSettings(), list(whole))
    part_letter(draft, 0, len(whole))
    found: list[Piece] = []
    cut = deque(draft.pieces)
    for piece in whole:
        parts: list[Piece] = []
        while cut and cut[0].clump.first <= piece.clump.last:
            parts.append(cut.popleft())
        found.extend([piece] if any(map(_is_broken, parts)) else parts)
    return found


def _piece(line: int, lines: list[str]) -> Piece:
    """Return a paragraph as a piece; short lines were typed as lines, others broken by a margin."""
    return Piece(Clump(line, lines, 1, prose=max(map(len, lines)) > LONG))


def _is_broken(piece: Piece) -> bool:
    return any(piece.text.count(char) % 2 for char in _PAIRED)


def _roles(pieces: list[Piece], *, signed: bool) -> list[ParagraphRole]:
    """Return the roles; short last words sign no letter that is nothing else, or has its end."""
    found = [ParagraphRole(label) for label in labels(pieces)]
    guessed = found[-2:-1] != [ParagraphRole.VALEDICTION] and (signed or len(found) == 1)
    if guessed and found[-1] is ParagraphRole.SIGNATURE:
        found[-1] = ParagraphRole.BODY
    return found


def _bare(lines: Sequence[str]) -> list[str]:
    """Return lines without the signs that keep their ends."""
    return [line.strip().removesuffix("\\").rstrip() for line in lines]


def _paragraph(lines: list[str], line: int, role: ParagraphRole, *, cut: bool) -> Node:
    if role not in _FLOWING:
        lines = [f"{bare}  " for bare in _bare(lines)]
    if cut or role not in _FLOWING:
        lines[-1] = _bare(lines[-1:])[0]
    node = keep_place(Node("p"), line)
    node.text = "\n".join(lines)
    return node


def with_roles(elements: list[Element], roles: Mapping[int, ParagraphRole]) -> list[Element]:
    """Give paragraphs, and lines taken for verse, the roles of their lines."""
    found: list[Element] = []
    for element in elements:
        role = roles.get(element.span.line, ParagraphRole.BODY)
        lines = as_lines(element) if isinstance(element, Verse) and role not in _FLOWING else ()
        for block in lines or (element,):
            if isinstance(block, Paragraph) and block.role is ParagraphRole.BODY:
                found.append(replace(block, role=role))
            else:
                found.append(block)
    return found
