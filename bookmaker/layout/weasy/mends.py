"""Mends of the engine, in place only while it works."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def mended() -> Iterator[None]:
    """Hold two mends of the engine in place while it works.

    A text that fits its line but for the space at its end (an italic follows) counts as too long;
    the engine then sets its first word alone on a line. It is asked again without that space, and
    goes on after it.
    `page_references` is made anew for each tag and each link: quadratic in a long book.
    """
    import pydyf  # noqa: PLC0415  comes with the engine
    from weasyprint.layout import inline  # noqa: PLC0415

    split, references = inline.split_first_line, pydyf.PDF.page_references

    def split_first_line(text: str, *where: Any, **how: Any) -> Any:  # noqa: ANN401
        line = split(text, *where, **how)
        if line[2] is None or text[-1] != " " or " " in text[: line[1]].rstrip(" "):
            return line
        again = split(text[:-1], *where, **how)
        return line if again[2] is not None else (*again[:2], len(text.encode()), *again[3:])

    def page_references(pdf: Any) -> Any:  # noqa: ANN401
        known = getattr(pdf, "_known_references", ())
        if len(known) * 3 != len(pdf.pages["Kids"]):
            known = pdf._known_references = references.fget(pdf)  # noqa: SLF001
        return known

    inline.split_first_line, pydyf.PDF.page_references = split_first_line, property(page_references)
    try:
        yield
    finally:
        inline.split_first_line, pydyf.PDF.page_references = split, references
