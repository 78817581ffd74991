"""Four times the text costs at most six times the time, through the whole of an EPUB's build.

Each pattern is one that makes some parser toil; the sizes are such that a quadratic step shows.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from patterns import READ, TRIES, Pattern, build, nothing

SMALL = 60_000
"""Characters of the smaller manuscript."""
GROWTH = 6.0
LEAST = 0.15
"""CPU seconds below which a build's fixed costs hide what grows."""


@pytest.mark.prove
@pytest.mark.parametrize("pattern", READ, ids=str)
def test_time_grows_with_the_text(tmp_path: Path, pattern: Pattern) -> None:
    ratios = []
    for _ in range(TRIES):
        start = build(tmp_path / "none", nothing(pattern.form), 0, "epub").cpu
        costs = [build(tmp_path / "some", pattern, size, "epub") for size in (SMALL, 4 * SMALL)]
        assert all(one.code in {0, 2} for one in costs), costs[-1].err[-500:]
        small, large = (one.cpu - start for one in costs)
        ratios.append((large - LEAST) / max(small, LEAST))
        if ratios[-1] <= GROWTH:
            return
    pytest.fail(f"{pattern}: {min(ratios):.1f} times the time for 4 times the text")
