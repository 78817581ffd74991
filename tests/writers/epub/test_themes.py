"""The sheets: what stores and readers forbid them."""

import re
from collections.abc import Iterator

import pytest
import tinycss2

from bookmaker.errors import InputError
from bookmaker.fonts import FALLBACKS, fallback_for, families
from bookmaker.stylesheets import shared_sheet, stylesheet, theme_faces, themes
from bookmaker.writers.epub import faces

# Kobo puts divs and spans of its own into books; a bare selector would strike them.
BARE = re.compile(r"(?:^|,)\s*(?:p|span|div|a|section)\s*(?:,|$)")
TEXT = {"body", "html", "section > p", ".first", ".chapter-first"}
FORCED = {"font-size", "line-height", "color", "background", "background-color", "font-family",
          "width", "max-width"}  # fmt: skip


def rules(css: str) -> Iterator[tuple[str, dict[str, str]]]:
    parsed = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    for rule in parsed:
        assert rule.type == "qualified-rule", rule
        declared = tinycss2.parse_blocks_contents(rule.content, skip_whitespace=True)
        assert all(item.type == "declaration" for item in declared), declared
        yield (
            tinycss2.serialize(rule.prelude).strip(),
            {item.name: tinycss2.serialize(item.value).strip() for item in declared},
        )


SHEETS = [("_book", shared_sheet("epub")), *((t, stylesheet("epub", t)) for t in themes("epub"))]
IDS = [name for name, _ in SHEETS]


def test_three_themes_are_at_hand() -> None:
    assert themes("epub") == ("classic", "fantasy", "modern")


@pytest.mark.parametrize("css", [css for _, css in SHEETS], ids=IDS)
def test_the_readers_choices_stand(css: str) -> None:
    for selector, declared in rules(css):
        assert not BARE.search(selector), selector
        assert "background" not in declared
        assert "background-color" not in declared
        assert "font-family" not in declared
        assert declared.get("color", "inherit") == "inherit"
        for part in selector.split(","):
            if part.strip() in TEXT:
                assert not FORCED & set(declared), selector


@pytest.mark.parametrize("css", [css for _, css in SHEETS], ids=IDS)
def test_lengths_grow_with_the_type(css: str) -> None:
    for selector, declared in rules(css):
        for name, value in declared.items():
            absolute = re.findall(r"\d(?:pt|px|cm|mm|in)\b", value)
            assert not absolute or value.startswith("1px"), (selector, name, value)


def test_a_scene_break_stays_visible_without_its_glyph() -> None:
    own = dict(rules(shared_sheet("epub")))[".scene-break"]
    assert own["border-bottom"] == "1px solid"
    for theme in themes("epub"):
        glyph = dict(rules(stylesheet("epub", theme)))[".scene-break::before"]["content"]
        assert all(fallback_for(char) for char in glyph.strip('"') if char != " ")


def test_themes_name_families_that_are_at_hand() -> None:
    for theme in themes("epub"):
        named = theme_faces(theme)
        assert {named.body, named.headings} <= set(families())
    assert theme_faces("of-my-own") == theme_faces("classic")
    assert FALLBACKS


def test_an_unknown_theme_names_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        stylesheet("epub", "modren")
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.hint) == ("BM-SET-005", "choose one of modern, classic, fantasy")


@pytest.mark.parametrize("css", [css for _, css in SHEETS], ids=IDS)
def test_whatever_a_sheet_sets_in_italic_brings_the_italic(css: str) -> None:
    for selector, declared in rules(css):
        if declared.get("font-style") == "italic":
            for part in selector.split(","):
                last = part.split()[-1]
                name = last.rpartition(".")[2]
                mark = f'class="{name}"' if "." in last else f"<{name}"
                assert any(known.startswith(mark.encode()) for known in faces._ITALIC), part  # noqa: SLF001  the law of that list
