"""Where each page starts, from the engine's own account of how it broke the book into pages."""

from typing import Any
from xml.etree.ElementTree import Element

Words = tuple[Element, int]  # a block of the print document, letters of it that come before


def page_starts(root_box: Any, context: Any) -> list[Words | None]:  # noqa: ANN401
    """Return for each page the element it begins in and the letters of it set before.

    `page_maker` keeps where each page resumes as child indices, one inside another; inside a text
    box the last of them is an offset in UTF-8 bytes.
    """
    return [_start(root_box, state[0]) for state in context.page_maker[:-1]]


def _start(root_box: Any, resume: Any) -> Words | None:  # noqa: ANN401
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    chain, rest = [root_box], resume
    while rest and not isinstance(chain[-1], boxes.TextBox):
        ((index, rest),) = rest.items()
        chain.append(chain[-1].children[index])
    block = next(
        (
            b
            for b in reversed(chain)
            if isinstance(b, boxes.BlockLevelBox) and b.element is not None
        ),
        root_box,
    )
    if block is chain[-1]:
        return block.element, 0
    text_offset = 0
    if rest:
        ((byte_offset, _),) = rest.items()
        text_offset = _letters(chain[-1].text.encode()[:byte_offset].decode(errors="ignore"))
    return block.element, _letters_before(block, chain[-1]) + text_offset


def _letters(text: str) -> int:
    """Count the characters that are no white space: those that layout neither adds nor drops."""
    return len("".join(text.split()))


def _letters_before(block: Any, target: Any) -> int:  # noqa: ANN401
    """Count the letters of `block` before `target`, generated content left out."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    count = 0
    for box in block.descendants():
        if box is target:
            break
        if isinstance(box, boxes.TextBox) and "::" not in (box.element_tag or ""):
            count += _letters(box.text)
    return count
