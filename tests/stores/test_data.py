"""What the stores take is dated, sourced and understood."""

import datetime as dt
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from bookmaker.stores import NAMES, RESERVED, Shape, store

ROOT = Path(__file__).parents[2]
NOT_SHAPE = {"file name"}


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_has_its_source_and_its_day(name: str) -> None:
    found = store(name)
    assert found.name == name
    assert re.fullmatch(r"(-[a-z]+|\.kepub)\.epub", found.suffix)
    assert found.about
    assert found.cannot
    for entry in (*found.made, *found.rules):
        assert len(entry.source.text) > 3
        assert entry.source.basis in {"read", "third-party", "unverified"}
        day = dt.date.fromisoformat(entry.source.checked)
        assert day.year >= 2026
    names = [rule.name for rule in found.rules]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_made_is_a_field_of_the_shape_and_of_its_type(name: str) -> None:
    plain = Shape()
    known = {field.name for field in fields(Shape)}
    for made in store(name).made:
        assert made.name in known | NOT_SHAPE
        if made.name in known:
            assert type(made.value) is type(getattr(plain, made.name))
            assert getattr(store(name).shape, made.name) == made.value


def test_no_two_stores_share_a_file_name() -> None:
    assert len({store(name).suffix for name in NAMES}) == len(NAMES)
    assert not set(NAMES) & set(RESERVED)
    with pytest.raises(KeyError):
        store("../kindle")


def test_the_page_of_stores_is_up_to_date() -> None:
    code = "import sys; sys.path.insert(0, 'scripts'); import make_stores as m; "
    code += "sys.stdout.write(m.page().rstrip('\\n') + '\\n')"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], cwd=ROOT, capture_output=True, check=True
    )
    shown = (ROOT / "docs" / "stores.md").read_text("utf-8")
    assert done.stdout.decode() == shown, "run python scripts/make_stores.py"
