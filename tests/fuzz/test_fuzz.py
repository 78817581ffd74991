"""Some minutes of fuzzing, shrunk by Hypothesis; and what long runs found, once each.

Long runs: `python tests/fuzz/campaign.py --minutes 60`.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))

from targets import TARGETS, journey

from bookmaker.diagnostics import Span
from bookmaker.errors import InputError
from bookmaker.pictures.raster import clean_raster

EXAMPLES = {"epub": 60, "text": 400, "markdown": 400, "prose": 400}


@pytest.mark.prove
@pytest.mark.parametrize(("name", "target"), list(TARGETS.items()), ids=list(TARGETS))
def test_target(name: str, target: Callable[[Random], None]) -> None:
    @settings(
        max_examples=EXAMPLES.get(name, 1500),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(st.randoms(use_true_random=False))
    def run(draw: Random) -> None:
        target(draw)

    run()


@pytest.mark.parametrize(
    "manuscript",
    [
        "[centred] [centred]",
        "[centred]]\n\n[centred] -",
        "EPILOGUE\nOO\n\n\nI\\\n\n[\no\n\n\nI",
        "EPILOGUE\rPr\nTitle:",
    ],
)
def test_found_in_plain_text(manuscript: str) -> None:
    journey(manuscript, "text")


@pytest.mark.parametrize(
    "manuscript",
    [
        "<table><td>cell one<tr>row words<td>cell two</table> after",
        "<table>loose <tr><td>a</td>stray</tr><p>para</p></table>",
        "a <details>s<summary>t",
        "---\ntitle: T\nmodified: now\n---\n\nWords.",
        "---\ntitle: T\ndate: 2024-99-99\n---\n\nWords.",
        '---\ntitle: "a\\u0007b"\n---\n\nWords.',
    ],
)
def test_found_in_markdown(manuscript: str) -> None:
    journey(manuscript, "markdown")


def saved(image: Image.Image, form: str) -> bytes:
    stream = BytesIO()
    image.save(stream, form)
    return stream.getvalue()


def test_a_jpeg_smaller_than_a_decoder_can_halve() -> None:
    made, _ = clean_raster(saved(Image.new("RGB", (3, 3)), "JPEG"), "p", Span("m"))
    assert (made.width, made.height) == (3, 3)


@pytest.mark.parametrize("at", range(45, 80, 5))
def test_pixels_that_only_look_whole(at: int) -> None:
    """Pillow forgets a fault of the pixels that it met while it looked for notes behind them."""
    content = bytearray(saved(Image.linear_gradient("L").convert("RGB"), "PNG"))
    content[at] ^= 0xFF
    with pytest.raises(InputError, match=r"BM-PICT-00[24]"):
        clean_raster(bytes(content), "p", Span("m"))


def test_a_jpeg_whose_readers_part_ways() -> None:
    """What is kept is what is decoded: no marker may cut the scan off."""
    content = saved(Image.linear_gradient("L").resize((24, 17)), "JPEG")
    for at in range(20, len(content), 7):
        damaged = content[:at] + content[at + 1 :]
        try:
            made, _ = clean_raster(damaged, "p", Span("m"))
        except InputError:
            continue
        Image.open(BytesIO(made.content)).load()
