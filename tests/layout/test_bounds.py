"""What is too much for a section is told where it was typed, before anything is set."""

from xml.etree.ElementTree import fromstring

import pytest

from bookmaker.diagnostics import Span
from bookmaker.errors import InputError
from bookmaker.layout import bounds
from bookmaker.layout.runs import Stretch


class Forme:
    """Knows lines alone; all that is asked of it."""

    def __init__(self, *sections, placed=("p", "td", "pre")):
        blocks = [e for section in sections for e in section.iter() if e.tag in placed]
        self.lines = {block: Span("book.md", 1 + at) for at, block in enumerate(blocks)}


def run(*bodies):
    sections = [fromstring(f"<section>{body}</section>") for body in bodies]  # noqa: S314  ours
    return Stretch(tuple(sections), "next"), Forme(*sections)


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(bounds, "MOST_PARTS", 100)


LIST = "<ul>{}</ul>".format("<li><p>a</p></li>" * 80)
CODE = "<pre><code>{}</code></pre>".format("a\n" * 120)
TABLE = "<table>{}</table>".format("<tr><td>a</td><td>b</td></tr>" * 50)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("bodies", "line"),
    [
        (["<p>one</p>" + LIST + "<p>end</p>"], 2),
        (["<p>one</p><p>two</p>" + CODE + "<p>end</p>"], 3),
        (["<p>one</p>", "<p>two</p>" + TABLE], 3),
        (["<p>one</p>" * 200], 1),
        (["<p>one</p>" * 60, "<p>two</p>" * 60], 1),
    ],
    ids=["list", "code", "table", "prose", "sections"],
)
def test_what_is_too_long_is_told_where_it_begins(bodies, line):
    stretch, forme = run(*bodies)
    with pytest.raises(InputError) as refused:
        bounds.check_lengths([stretch], forme)
    (told,) = refused.value.diagnostics
    assert (told.code, told.span) == ("BM-PAGE-005", Span("book.md", line))


@pytest.mark.usefixtures("few")
def test_each_run_is_measured_by_itself():
    (first, forme), (second, _) = run("<p>one</p>" * 99), run("<p>two</p>" * 99)
    bounds.check_lengths([first, second], forme)


def test_runs_too_many_are_told_where_the_first_of_them_begins(monkeypatch):
    monkeypatch.setattr(bounds, "MOST_RUNS", 2)
    sections = [fromstring(f"<section><p>{n}</p></section>") for n in range(4)]  # noqa: S314  ours
    runs, forme = [Stretch((section,), "next") for section in sections], Forme(*sections)
    bounds.check_count(runs[:2], forme)
    with pytest.raises(InputError) as refused:
        bounds.check_count(runs, forme)
    (told,) = refused.value.diagnostics
    assert (told.code, told.span) == ("BM-PAGE-006", Span("book.md", 3))
