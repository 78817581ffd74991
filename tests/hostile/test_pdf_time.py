"""Pathological texts in print: within the limits, and four times the text for six times the time.

Each pattern is printed at sizes that rise fourfold until the layout takes seconds, so that what a
start costs hides nothing: on each rung the book is made or refused with a reason and its line,
within 60 seconds of processor time and 2 GB, and the last rung takes at most six times the one
below.
"""

import re
import sys
from collections.abc import Callable, Iterator
from math import inf
from pathlib import Path

import pypdfium2
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from door import CPU_LIMIT, MEMORY_LIMIT
from patterns import END, PRINTED, TRIES, Cost, Pattern, build, nothing

pytestmark = pytest.mark.prove

GROWTH = 6.0
FIRST = 8_000
"""Characters of the text that is printed first."""
LAST = 1_000_000
"""Characters of the largest text: what takes no time at this size takes none."""
LONG = 3.0
"""CPU seconds, beside what any build takes, at which a text's own time is seen."""
LEAST = 0.5
"""CPU seconds that two builds of one text may differ by."""
PLACE = re.compile(r"^\S*m\.(?:md|txt):\d+: error BM-|^error BM-SYS-011:", re.MULTILINE)
"""A refusal names a line, or says that the whole book is too much."""
SLOW = {
    "md-accents": "HarfBuzz places each mark on a letter by those before it",
}
"""Patterns whose time is known to grow with the square: the limits end them."""


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> float:
    """CPU seconds of a book of next to no text."""
    folder = tmp_path_factory.mktemp("nothing")
    return min(build(folder, nothing("md"), 0, "pdf").cpu for _ in range(TRIES))


def rungs(place: Path, pattern: Pattern, start: float) -> Iterator[tuple[int, Cost]]:
    """Print two texts or more, each four times as long, until one takes long or is refused."""
    size, cost = FIRST, build(place, pattern, FIRST, "pdf")
    if cost.code or cost.cpu - start > LONG:
        yield FIRST // 4, build(place, pattern, FIRST // 4, "pdf")
    yield size, cost
    while not cost.code and cost.cpu - start <= LONG and size * 4 <= LAST:
        size *= 4
        cost = build(place, pattern, size, "pdf")
        yield size, cost


def wrong(place: Path, cost: Cost) -> list[str]:
    """Return what is wrong with what became of a text."""
    found = []
    if cost.cpu > CPU_LIMIT or cost.peak > MEMORY_LIMIT:
        found.append(f"{cost.cpu:.0f} CPU seconds, {cost.peak / 2**20:.0f} MB")
    if cost.code not in {0, 2} or "Traceback" in cost.err:
        found.append(f"exit {cost.code}: {cost.err[-600:]}")
    if cost.code == 2 and not PLACE.search(cost.err):
        found.append(f"a refusal without a line: {cost.err[-600:]}")
    if cost.code == 0 and not holds(place, END):
        found.append("the PDF lacks the text's last words")
    return found


def holds(place: Path, words: str) -> bool:
    """Say whether words stand in the PDF, looked for from its end: notes may follow them."""
    [path] = (place / "out").glob("*.pdf")
    wanted, behind = words.replace(" ", ""), ""
    with pypdfium2.PdfDocument(path) as document:
        for number in reversed(range(len(document))):
            text = "".join(document[number].get_textpage().get_text_bounded().split())
            if wanted in text + behind:
                return True
            behind = text
    return False


@pytest.mark.parametrize("pattern", PRINTED, ids=str)
def test_a_pattern_is_printed_in_time(
    tmp_path: Path, pattern: Pattern, start: float, told: Callable[[str], None]
) -> None:
    costs: list[Cost] = []
    for size, cost in rungs(tmp_path, pattern, start):
        assert not wrong(tmp_path, cost), f"{size} characters"
        costs.append(cost)
    ratio = growth(costs, start)
    bound = inf if str(pattern) in SLOW else GROWTH
    for _ in range(TRIES - 1):  # other programs want the processor's caches, too
        if ratio <= bound:
            break
        costs[-2:] = [build(tmp_path, pattern, each, "pdf") for each in (size // 4, size)]
        ratio = min(ratio, growth(costs, start))
    end = "refused" if costs[-1].code else "built"
    told(f"{pattern}: {size} characters {end}, {costs[-1].cpu:.1f} CPU seconds, {ratio:.1f} times")
    assert ratio <= bound, f"{ratio:.1f} times the time for 4 times the text"


def growth(costs: list[Cost], start: float) -> float:
    """Return how many times the time of the rung below the last rung took."""
    if len(costs) == 1:
        return 1.0
    small, large = (one.cpu - start for one in costs[-2:])
    return (large - LEAST) / max(small, LEAST)


def test_there_are_patterns_enough() -> None:
    assert len(PRINTED) >= 130
    assert len({str(pattern) for pattern in PRINTED}) == len(PRINTED)
