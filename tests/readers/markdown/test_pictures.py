"""Pictures stay, whatever is said about them."""

import pytest

from bookmaker.book import Figure, Image, Paragraph, Text, chapters
from bookmaker.project import Manuscript, StructureSettings
from bookmaker.readers import read


@pytest.mark.parametrize("typed", ["![](a.png)", "![ ](a.png)", "![][a]\n\n[a]: a.png"])
def test_a_picture_without_a_description_stays(typed: str) -> None:
    text = f"# One\n\nWords.\n\n{typed}\n"
    found = read((Manuscript("a.md", text, "markdown"),), StructureSettings())
    (chapter,) = chapters(found.book)
    figure = chapter.scenes[0].blocks[1]
    assert isinstance(figure, Figure)
    assert (figure.src, figure.alt.strip(), figure.span.line) == ("a.png", "", 5)


def test_within_a_line_too_and_none_without_a_file() -> None:
    text = "# One\n\nA ![](a.png) and ![]() and []().\n"
    found = read((Manuscript("a.md", text, "markdown"),), StructureSettings())
    (chapter,) = chapters(found.book)
    (paragraph,) = chapter.scenes[0].blocks
    assert isinstance(paragraph, Paragraph)
    pictures = [one for one in paragraph.inlines if not isinstance(one, Text)]
    assert pictures == [Image("a.png")]
