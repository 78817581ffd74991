"""The author's own cover: judged by what stores ask, never distorted."""

from io import BytesIO

import pytest
from PIL import Image

from bookmaker.covers import design_cover
from bookmaker.errors import InputError
from bookmaker.metadata import Metadata
from bookmaker.pictures.raster import SIDE_LIMIT
from bookmaker.pictures.srgb import srgb_profile
from bookmaker.project import CoverSettings

SETTINGS = CoverSettings(image="cover.jpg", full=True)


def file(size: tuple[int, int], kind: str = "JPEG", mode: str = "RGB", **options: object) -> bytes:
    image = Image.new("RGB", size, (180, 40, 40))
    image.paste((30, 60, 160), (size[0] // 2, 0, *size))
    stream = BytesIO()
    image.convert(mode).save(stream, kind, **options)
    return stream.getvalue()


def own(content: bytes) -> tuple[Image.Image, list[str]]:
    cover = design_cover(Metadata(title="T"), SETTINGS, content)
    image = Image.open(BytesIO(cover.jpeg))
    image.load()
    assert (image.format, image.mode) == ("JPEG", "RGB")
    assert image.info["icc_profile"] == srgb_profile()
    return image, [finding.code for finding in cover.diagnostics]


@pytest.mark.parametrize(
    ("size", "codes"),
    [
        ((1600, 2560), []),
        ((2000, 3200), []),
        ((1000, 1600), ["BM-COVER-005"]),
        ((600, 960), ["BM-COVER-004"]),
        ((2000, 2600), ["BM-COVER-006"]),
        ((2000, 2000), ["BM-COVER-005", "BM-COVER-006"]),
        ((300, 200), ["BM-COVER-004", "BM-COVER-006"]),
        ((1000, 10400), ["BM-PICT-009", "BM-COVER-004", "BM-COVER-006"]),
    ],
)
def test_what_stores_ask(size: tuple[int, int], codes: list[str]) -> None:
    image, found = own(file(size))
    assert found == codes
    ratio = size[1] / size[0]
    assert image.size == size if max(size) <= SIDE_LIMIT else max(image.size) == SIDE_LIMIT
    assert abs(image.height / image.width - ratio) < 0.01 * ratio


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("WEBP", "RGB"),
        ("GIF", "P"),
    ],
)
def test_every_kind_becomes_an_rgb_jpeg(kind: str, mode: str) -> None:
    image, found = own(file((1600, 2560), kind, mode))
    assert found == []
    red, _, blue = image.getpixel((200, 200))
    assert mode == "L" or red > blue + 60


def test_a_fit_jpeg_keeps_its_pixels() -> None:
    content = file((1600, 2560), quality=77)
    before = Image.open(BytesIO(content))
    after, found = own(content)
    assert found == []
    assert after.tobytes() == before.tobytes()


def test_no_image_or_a_broken_one() -> None:
    for picture, code in [(None, "BM-COVER-003"), (b"x", "BM-PICT-002")]:
        with pytest.raises(InputError) as caught:
            design_cover(Metadata(title="T"), SETTINGS, picture)
        assert [finding.code for finding in caught.value.diagnostics] == [code]
