"""Front covers: every design with every kind of title is readable, whole and repeatable."""

import subprocess
import sys
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from bookmaker import fonts
from bookmaker.covers import Cover, compose, design_cover
from bookmaker.covers.designs import DESIGNS
from bookmaker.covers.lettering import runs
from bookmaker.covers.palettes import CLOTH, NIGHT, POSTER, READABLE, contrast
from bookmaker.covers.sheet import HEIGHT, SAFE, WIDTH, Mark, Sheet
from bookmaker.covers.wording import Wording
from bookmaker.diagnostics import Span
from bookmaker.errors import InputError
from bookmaker.metadata import Metadata, Person, Series
from bookmaker.pictures.srgb import srgb_profile
from bookmaker.project import CoverSettings

SMALLEST = 36


def people(*names: str) -> tuple[Person, ...]:
    return tuple(Person(name) for name in names)


BOOKS = {
    "usual": Metadata(
        title="The Lamp at Harrow Sound",
        subtitle="A tale in six tides",
        authors=people("Anne Harrow"),
        series=Series("The Sound Books", "2"),
    ),
    "short": Metadata(title="It", authors=people("Q. Lee")),
    "letter": Metadata(title="J", authors=people("Ö")),
    "no author": Metadata(title="Nobody Wrote This Book"),
    "nothing": Metadata(),
    "long": Metadata(
        title="What the Tide Brought In and the Winter Took Away from the Keeper of the Northern "
        "Light, Being a True Account of the Year without a Summer, Set Down by His Own Hand",
        subtitle="With a preface, six plates, and notes on the customs of the coast",
        authors=people("Johannes van der Meer", "Siobhán O’Connell", "María José Carreño Quiñones"),
        series=Series("Chronicles of the Outer Isles and the Lands beyond Them", "12.5"),
    ),
    "one long word": Metadata(
        title="Donaudampfschifffahrtsgesellschaftskapitän", authors=people("W" * 40)
    ),
    "greek": Metadata(title="Η Οδύσσεια του Χειμώνα", authors=people("Νίκος"), language="el"),
    "russian": Metadata(title="Зимняя дорога", authors=people("Анна Ветрова"), language="ru"),
    "hebrew": Metadata(title="הדרך הארוכה 2024 (abc)", authors=people("דוד"), language="he"),
    "arabic": Metadata(title="الطريق إلى البحر", authors=people("ليلى"), language="ar"),
    "japanese": Metadata(title="冬の灯台、そして「海」の物語", authors=people("山田 花子")),
    "signs": Metadata(title="“Cause & Effect” ⁂ Tome Ⅱ — ½ £5", authors=people("N. O’Neill-Žižek")),
    "turkish": Metadata(title="İki ışık", authors=people("Işıl"), language="tr"),
}


def compose_book(name: str, design: str, picture: Image.Image | None = None) -> Sheet:
    words = Wording(BOOKS[name])
    sheet = compose(words, design, picture)
    assert words.diagnostics == []
    return sheet


def surroundings(image: Image.Image, mark: Mark) -> list[tuple[int, int, int]]:
    """The pixels just above and below a line's ink."""
    left, top, right, bottom = mark.box
    rows = [image.crop((left, y, right, y + 4)) for y in (max(0, top - 10), bottom + 6)]
    return [pixel for row in rows for pixel in row.get_flattened_data()]


def assert_readable(sheet: Sheet, faults: float) -> None:
    for mark in sheet.marks:
        ground = surroundings(sheet.image, mark)
        poor = sum(
            count for colour, count in _counted(ground) if contrast(mark.colour, colour) < READABLE
        )
        assert poor <= faults * len(ground), (mark, poor, len(ground))


def _counted(pixels: list[tuple[int, int, int]]) -> list[tuple[tuple[int, int, int], int]]:
    counts: dict[tuple[int, int, int], int] = {}
    for pixel in pixels:
        counts[pixel] = counts.get(pixel, 0) + 1
    return list(counts.items())


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("name", BOOKS)
def test_lettering_is_whole_readable_and_clear_of_the_edge(name: str, design: str) -> None:
    sheet = compose_book(name, design)
    assert sheet.image.size == (WIDTH, HEIGHT) == (1600, 2560)
    assert sheet.image.mode == "RGB"
    for mark in sheet.marks:
        left, top, right, bottom = mark.box
        assert left >= SAFE, mark
        assert top >= SAFE, mark
        assert right <= WIDTH - SAFE, mark
        assert bottom <= HEIGHT - SAFE, mark
        assert mark.size >= SMALLEST, mark
    boxes = sorted(mark.box[1::2] for mark in sheet.marks)
    assert all(above[1] <= below[0] + 0.02 * HEIGHT for above, below in pairwise(boxes))
    assert_readable(sheet, faults=0.1)  # of which most are the next line's ink
    _assert_all_words_stand(sheet, BOOKS[name])


def _assert_all_words_stand(sheet: Sheet, book: Metadata) -> None:
    shown = "".join("".join(mark.text for mark in sheet.marks).split()).casefold()
    said = [book.title, book.subtitle, *(person.name for person in book.authors)]
    said += [book.series.name, book.series.position] if book.series else []
    for text in said:
        letters = "".join(text.split()).casefold()
        assert letters in shown or letters in shown.replace("-", ""), (text, shown)


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("shade", ["white", "black", "checks"])
@pytest.mark.parametrize("size", [(2000, 600), (500, 2000), (1600, 2560)])
def test_lettering_over_any_picture(design: str, shade: str, size: tuple[int, int]) -> None:
    picture = Image.new("RGB", size, "black" if shade == "black" else "white")
    if shade == "checks":
        picture.paste((0, 0, 0), (0, 0, size[0] // 2, size[1] // 2))
        picture.paste((250, 220, 40), (size[0] // 2, size[1] // 2, *size))
    for name in ("usual", "no author"):
        assert_readable(compose_book(name, design, picture), faults=0.01)


@pytest.mark.parametrize("name", BOOKS)
def test_every_letter_has_a_glyph(name: str) -> None:
    for style in _styles():
        for run in runs(Wording(BOOKS[name]).title or "A", style):
            known = fonts.covers(run.face)
            assert all(ord(char) in known or not fonts.needs_glyph(char) for char in run.text)


def _styles() -> list:
    from bookmaker.covers.lettering import Style  # noqa: PLC0415  one test's need

    return [Style(family) for family in ("EB Garamond", "Cinzel", "Cormorant", "Alegreya Sans")]


def test_a_word_is_set_in_one_face() -> None:
    (style, *_) = [each for each in _styles() if each.family == "Cinzel"]
    assert len(runs("Χειμώνα", style)) == 1
    assert len(runs("The winter", style)) == 1


def test_right_to_left_lines_stand_in_visual_order() -> None:
    (style, *_) = _styles()
    texts = [run.text.strip() for run in runs("שלום 2024 עולם", style) if run.text.strip()]
    assert texts == ["עולם", "2024", "שלום"]
    texts = [run.text.strip() for run in runs("abc שלום עולם def", style) if run.text.strip()]
    assert texts == ["abc", "שלום עולם", "def"]


def test_an_unknown_character_is_named() -> None:
    place = Span("story.txt", 1)
    book = Metadata(title="The \U00013000 Stone", spans=(("title", place),))
    for design in DESIGNS:
        with pytest.raises(InputError) as caught:
            design_cover(book, CoverSettings(design=design), None)
        (finding,) = caught.value.diagnostics
        assert (finding.code, finding.span) == ("BM-COVER-001", place)
        assert "U+13000" in finding.message
        assert "title" in finding.message


def made(book: Metadata, design: str, picture: bytes | None = None) -> Cover:
    return design_cover(
        book, CoverSettings(design=design, image="p.png" if picture else ""), picture
    )


@pytest.mark.parametrize("design", DESIGNS)
def test_the_file_is_a_baseline_jpeg_in_srgb(design: str) -> None:
    cover = made(BOOKS["usual"], design)
    assert cover.diagnostics == ()
    assert len(cover.jpeg) < 2_000_000
    assert b"\xff\xc0" in cover.jpeg  # SOF0: baseline
    assert b"\xff\xc2" not in cover.jpeg[:4000]
    image = Image.open(BytesIO(cover.jpeg))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1600, 2560))
    assert image.info["icc_profile"] == srgb_profile()
    profile = ImageCms.ImageCmsProfile(BytesIO(image.info["icc_profile"]))
    assert "sRGB" in ImageCms.getProfileDescription(profile)


def test_the_same_book_has_the_same_cover_everywhere() -> None:
    script = (
        "import hashlib, sys; sys.path.insert(0, 'tests/covers')\n"
        "from bookmaker.covers import design_cover\n"
        "from bookmaker.metadata import Metadata, Person\n"
        "from bookmaker.project import CoverSettings\n"
        "book = Metadata(title='The Lamp', authors=(Person('A. Harrow'),))\n"
        "for design in ('classic', 'fantasy', 'landscape'):\n"
        "    cover = design_cover(book, CoverSettings(design=design), None)\n"
        "    print(hashlib.sha256(cover.jpeg).hexdigest())\n"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, zone, locale in (("0", "UTC", "C"), ("7", "Asia/Tokyo", "C.UTF-8"))
    }
    assert len(seen) == 1


def test_another_book_has_another_cover() -> None:
    colours = {made(Metadata(title=f"Book {number}"), "modern").jpeg for number in range(8)}
    assert len(colours) == 8


def test_long_lists_of_authors_are_cut_and_reported() -> None:
    book = Metadata(title="Essays", authors=people(*(f"Writer Number {n}" for n in range(30))))
    cover = made(book, "classic")
    assert [finding.code for finding in cover.diagnostics] == ["BM-COVER-002"]


def test_endless_titles_are_cut_and_reported() -> None:
    for title in ("Winter and the sea " * 100, "x" * 3000):
        for design in DESIGNS:
            cover = made(Metadata(title=title), design)
            assert [finding.code for finding in cover.diagnostics] == ["BM-COVER-002"]


def test_unknown_design() -> None:
    with pytest.raises(InputError) as caught:
        made(BOOKS["usual"], "clasic")
    (finding,) = caught.value.diagnostics
    assert finding.code == "BM-SET-005"
    assert "classic" in finding.hint


def test_a_small_or_broken_picture() -> None:
    stream = BytesIO()
    Image.new("RGBA", (300, 300), (200, 10, 10, 128)).save(stream, "PNG")
    cover = made(BOOKS["usual"], "classic", stream.getvalue())
    assert [finding.code for finding in cover.diagnostics] == ["BM-COVER-008"]
    for content in (b"rubbish", stream.getvalue()[:60], b"<svg/>"):
        with pytest.raises(InputError, match=r"BM-PICT-00[24].*p\.png"):
            made(BOOKS["usual"], "classic", content)


def test_palettes_are_readable() -> None:
    for palette in (*CLOTH, *POSTER):
        assert contrast(palette.ink, palette.ground) >= READABLE
    for palette in NIGHT:
        assert contrast(palette.ink, palette.ground) >= READABLE
        assert contrast(palette.ink, palette.dark) >= READABLE


MIXED = st.text(
    "aÀéßJİ ЖжΩώ שלם العر ก็นहिन्द 中文、「」 \u0301\u200b\u200d\u00ad\n\t\u00a0—-·“”⁂🙂", max_size=80
)


@settings(max_examples=60, deadline=None)
@example("\u0301", "·", "plain")
@example("ع", "ع", "modern")
@given(
    st.one_of(MIXED, st.text(max_size=60)), MIXED, st.sampled_from(["plain", "modern", "classic"])
)
def test_any_words_make_a_cover_or_one_clear_error(title: str, name: str, design: str) -> None:
    words = Wording(Metadata(title=title, authors=people(name)))
    try:
        sheet = compose(words, design, None)
    except InputError as error:
        codes = {finding.code for finding in error.diagnostics}
    else:
        codes = {finding.code for finding in words.diagnostics}
        for mark in sheet.marks:
            assert mark.box[0] >= SAFE / 2  # accents and swashes may reach out of both ends
            assert mark.box[2] <= WIDTH - SAFE / 2
    assert codes <= {"BM-COVER-001", "BM-COVER-002"}
