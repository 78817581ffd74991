"""A book that takes more than its whole allowance to print: one message, and no book."""

from pathlib import Path

import pytest

from bookmaker.errors import InputError
from bookmaker.pipeline import Request, build
from bookmaker.workers import Budget, allowances

POEM = "# Poem {number}\n\nA line,\n\nand another.\n\n"


def test_a_book_beyond_its_budget_is_refused_where_it_was_spent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int, int]] = []

    def book(typed: int, pictures: int, patience: int) -> Budget:
        asked.append((typed, pictures, patience))
        return Budget(4)  # starting a worker takes one or two

    monkeypatch.setattr(allowances, "book", book)
    source, out = tmp_path / "poems.md", tmp_path / "out"
    source.write_text("".join(POEM.format(number=number) for number in range(1500)))
    with pytest.raises(InputError) as caught:
        build(Request(source, out, formats=("pdf",), jobs=1, patience=2))
    [diagnostic] = caught.value.diagnostics
    assert diagnostic.code == "BM-SYS-011"
    assert diagnostic.message.startswith("the book is too much to print: at the section “Poem ")
    assert diagnostic.span is not None
    assert diagnostic.span.path == "poems.md"
    assert caught.value.exit_code == InputError.exit_code == 2
    assert not list(out.glob("*"))
    assert asked == [(len(source.read_bytes()), 0, 2)]
