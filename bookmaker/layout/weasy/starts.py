"""Where each page starts, from the engine's own account of how it broke the book into pages."""

from typing import Any
from xml.etree.ElementTree import Element

from bookmaker.layout.tree import letter_count

Words = tuple[Element, int]  # a block of the print document, letters of it that come before


def page_starts(root_box: Any, context: Any) -> list[Words | None]:  # noqa: ANN401
    """Return for each page the element it begins in and the letters of it set before.

    `page_maker` keeps where each page resumes as child indices, one inside another; inside a text
    box the last of them is an offset in UTF-8 bytes.
    """
    counted = _Counted()
    return [_start(root_box, state[0], counted) for state in context.page_maker[:-1]]


def _start(root_box: Any, resume: Any, counted: "_Counted") -> Words | None:  # noqa: ANN401
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    chain, rest = [root_box], resume
    while rest and not isinstance(chain[-1], boxes.TextBox):
        # A table's row has a place for each cell that goes on: the first of them stands first.
        index, rest = min(rest.items())
        chain.append(chain[-1].children[index])
    kinds = (boxes.BlockLevelBox, boxes.TableRowBox, boxes.TableCellBox)
    blocks = (b for b in reversed(chain) if isinstance(b, kinds) and b.element is not None)
    block = next(blocks, root_box)
    if block is chain[-1]:
        return block.element, 0
    text_offset = 0
    if rest:
        ((byte_offset, _),) = rest.items()
        text_offset = counted.within(chain[-1], byte_offset)
    return block.element, counted.before(block, chain[-1]) + text_offset


class _Counted:
    """Counts letters of a block before a box in it, generated content left out.

    Pages begin in one block after another: what was counted of the last one is kept, so that a
    block of a thousand pages is not gone through for each of them.
    """

    def __init__(self) -> None:
        self.block: Any = None
        self.letters: dict[int, int] = {}
        self.text: Any = None
        self.encoded = b""
        self.reached = (0, 0)  # bytes of the text, and letters in them

    def before(self, block: Any, target: Any) -> int:  # noqa: ANN401
        """Return the letters of `block` before its descendant `target`."""
        if block is not self.block:
            self.block, self.letters = block, _running(block)
        return self.letters[id(target)]

    def within(self, text: Any, size: int) -> int:  # noqa: ANN401
        """Return the letters in the first `size` bytes of a text box."""
        if text is not self.text:
            self.text, self.encoded, self.reached = text, text.text.encode(), (0, 0)
        bytes_before, count = self.reached if size >= self.reached[0] else (0, 0)
        count += letter_count(self.encoded[bytes_before:size].decode(errors="ignore"))
        self.reached = size, count
        return count


def _running(block: Any) -> dict[int, int]:  # noqa: ANN401
    """Return how many letters stand before each box in `block`, by its identity."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    found, count = {}, 0
    for box in block.descendants():
        found[id(box)] = count
        if isinstance(box, boxes.TextBox) and "::" not in (box.element_tag or ""):
            count += letter_count(box.text)
    return found
