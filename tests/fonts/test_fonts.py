"""The faces: what they are, what they cover, who lends a character."""

import io
import re

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from bookmaker import fonts
from bookmaker.fonts import FACES, FALLBACKS, Face

NAMES = [str(face.path.relative_to(fonts.fonts_folder())) for face in FACES]
SIZE_LIMIT = 20_000_000


def opened(face: Face) -> TTFont:
    return TTFont(io.BytesIO(face.path.read_bytes()), lazy=True)


@pytest.mark.parametrize("face", FACES, ids=NAMES)
def test_a_face_is_what_the_table_says(face: Face) -> None:
    font = opened(face)
    assert "fvar" not in font
    assert font["OS/2"].usWeightClass == face.weight
    assert font["OS/2"].fsType == 0
    assert bool(font["OS/2"].fsSelection & 1) == bool(font["head"].macStyle & 2) == face.italic
    assert bool(font["OS/2"].fsSelection & 0x20) == bool(font["head"].macStyle & 1)
    assert fonts.covers(face) == frozenset(font.getBestCmap())


@pytest.mark.parametrize("face", FACES, ids=NAMES)
def test_fontconfig_groups_a_face_with_its_family(face: Face) -> None:
    name = opened(face)["name"]
    family = name.getDebugName(16) or name.getDebugName(1)
    assert family == face.family
    assert name.getDebugName(2) in {"Regular", "Italic", "Bold", "Bold Italic"}
    assert name.getDebugName(4).startswith(face.family)
    assert re.fullmatch(r"[A-Za-z0-9]+-[A-Za-z]+", name.getDebugName(6))


@pytest.mark.parametrize("family", fonts.families())
def test_a_licence_stands_beside_the_files_and_reserves_no_name(family: str) -> None:
    licence = fonts.face(family).licence.read_text(encoding="utf-8")
    notice = licence.partition("This Font Software")[0]
    assert "SIL OPEN FONT LICENSE Version 1.1" in " ".join(licence.split())
    assert "Reserved Font Name" not in notice
    own = opened(fonts.face(family))["name"].getDebugName(0)
    reserved = re.findall(r"Reserved Font Name\W+(\w+)", own)
    assert not any(name.lower() in family.lower() for name in reserved)


def test_all_faces_together_stay_small() -> None:
    files = [path for path in fonts.fonts_folder().rglob("*") if path.suffix in {".ttf", ".otf"}]
    assert {face.path for face in FACES} == set(files)
    assert sum(path.stat().st_size for path in files) < SIZE_LIMIT


@pytest.mark.parametrize("family", fonts.BODY_FAMILIES)
@pytest.mark.parametrize("italic", [False, True])
def test_a_text_face_has_what_typesetting_needs(family: str, italic: bool) -> None:  # noqa: FBT001
    face = fonts.face(family, italic=italic)
    features = {r.FeatureTag for r in opened(face)["GSUB"].table.FeatureList.FeatureRecord}
    assert {"smcp", "c2sc", "onum", "lnum", "liga"} <= features
    assert "kern" in {r.FeatureTag for r in opened(face)["GPOS"].table.FeatureList.FeatureRecord}
    wanted = "“”‘’–—…\u00a0\u2009\u200a\u202f\u2011†‡§•éœÆß£€ąłőř"
    assert fonts.missing(wanted, family, italic=italic) == set()


def test_families_have_four_styles_where_text_is_set() -> None:
    for family in (*fonts.BODY_FAMILIES, "Noto Serif", fonts.CODE_FAMILY):
        styles = {(face.weight, face.italic) for face in FACES if face.family == family}
        assert styles == {(400, False), (400, True), (700, False), (700, True)}


def test_the_nearest_face_answers() -> None:
    assert fonts.face("EB Garamond", 650).weight == 700
    assert fonts.face("EB Garamond", italic=True).path.name == "EBGaramond-Italic.ttf"
    assert fonts.face("Cinzel", italic=True).path.name == "Cinzel-Regular.ttf"
    with pytest.raises(KeyError):
        fonts.face("Comic Sans")


def test_missing_names_the_characters_without_glyph() -> None:
    assert fonts.missing("Wort — “word” ⁂ ★ 中", "EB Garamond") == {"⁂", "★", "中"}
    assert fonts.missing("a\u00adb\u200dc\n\ufe0f", "EB Garamond") == set()


@pytest.mark.parametrize(
    ("char", "family"),
    [
        ("⁂", "Noto Serif"), ("★", "Noto Sans Symbols2"), ("Ж", "EB Garamond"),
        ("ệ", "EB Garamond"), ("א", "Frank Ruhl Libre"), ("ع", "Amiri"),
        ("ह", "Noto Serif Devanagari"), ("ไ", "Noto Serif Thai"), ("中", "Noto Serif CJK"),
        ("か", "Noto Serif CJK"), ("한", "Noto Serif CJK"), ("龍", "Noto Serif CJK"),
        ("ა", "Noto Serif Georgian"), ("Ա", "Noto Serif Armenian"), ("ᚠ", "Noto Sans Runic"),
        ("∴", "Noto Sans Math"), ("♪", "Noto Sans Symbols"), ("😀", "Noto Emoji"),
        ("❦", "EB Garamond"), ("→", "EB Garamond"),
    ],
)  # fmt: skip
def test_a_fallback_lends_what_a_text_face_lacks(char: str, family: str) -> None:
    lender = fonts.fallback_for(char)
    assert lender is not None
    assert lender.family == family


def test_nobody_lends_what_nobody_has() -> None:
    assert fonts.fallback_for("\ue000") is None
    assert fonts.fallback_for("\u00ad") is None


def test_every_fallback_is_a_family_of_ours() -> None:
    assert set(FALLBACKS) <= set(fonts.families())
    assert len(set(FALLBACKS)) == len(FALLBACKS)


def test_east_asian_repertoires_of_daily_use_are_whole() -> None:
    levels = bytearray()
    for codec, leads in (("gb2312", range(0xB0, 0xF8)), ("euc_jp", range(0xB0, 0xF5)),
                         ("euc_kr", range(0xB0, 0xC9)), ("big5", range(0xA4, 0xC7))):  # fmt: skip
        for lead in leads:
            for trail in range(0xA1, 0xFF):
                levels += bytes([lead, trail]).decode(codec, "ignore").encode()
    assert fonts.missing(levels.decode(), "Noto Serif CJK") == set()


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_missing_and_coverage_agree(text: str) -> None:
    lacking = fonts.missing(text, "Literata")
    covered = fonts.covers(fonts.face("Literata"))
    assert lacking <= set(text)
    assert all(ord(char) not in covered for char in lacking)
    for char in lacking:
        lender = fonts.fallback_for(char)
        assert lender is None or ord(char) in fonts.covers(lender)
