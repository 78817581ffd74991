"""The same input gives the same bytes, whatever the machine around it says."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
# Workers are cleared of what libfaketime is told by; here they hear of it.
PROGRAM = (
    "from bookmaker.workers import process; from bookmaker.__main__ import main; "
    "process._PASSED += ('LD_PRELOAD', 'FAKETIME', 'FAKETIME_SHARED'); main()"
)
MANUSCRIPT = """---
title: The Ferry
author: Ada Marlowe
language: en
---

# The Bell

The bell rang,[^1] and "it's late," said Nan.

![A bell on a post](bell.png){alt="A bell"}

[^1]: At ten past six.

# The Board

| Hour | Boat |
|------|------|
| six  | yes  |

She had the board repainted -- twice.
"""


@dataclass(frozen=True)
class Surroundings:
    """One way a machine may be."""

    folder: str = "plain"
    variables: dict[str, str] = field(default_factory=dict)
    umask: int = 0o022
    jobs: str = "1"
    user: int = 0
    clock: str = ""
    before: tuple[str, ...] = ()


STRANGE = {
    "folder": Surroundings(folder="a folder, 'wörtlich' \N{BOOKS}"),
    "umask": Surroundings(umask=0o077),
    "jobs": Surroundings(jobs="4"),
    "locale": Surroundings(variables={"LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE"}),
    "time zone": Surroundings(variables={"TZ": "Pacific/Apia"}),
    "hash seed": Surroundings(variables={"PYTHONHASHSEED": "123"}),
    "home": Surroundings(variables={"HOME": "/nonexistent", "XDG_CACHE_HOME": "/nonexistent"}),
    "user": Surroundings(user=65534),
    "clock": Surroundings(clock="2031-12-31 23:59:50"),
    "width": Surroundings(variables={"COLUMNS": "20", "TERM": "dumb", "NO_COLOR": "1"}),
    "again": Surroundings(before=("build",)),
}
ALL_AT_ONCE = Surroundings(
    folder="a folder, 'wörtlich' \N{BOOKS}",
    variables={
        "LC_ALL": "tr_TR.UTF-8",
        "TZ": "Pacific/Apia",
        "PYTHONHASHSEED": "123",
        "HOME": "/nonexistent",
        "XDG_CACHE_HOME": "/nonexistent",
    },
    umask=0o077,
    jobs="4",
    clock="2031-12-31 23:59:50",
)


def build(tmp_path: Path, how: Surroundings) -> dict[str, bytes]:
    """Build a book with all there is in it and return every file."""
    folder = tmp_path / how.folder
    folder.mkdir()
    (folder / "ferry.md").write_text(MANUSCRIPT)
    Image.linear_gradient("L").save(folder / "bell.png")
    command = [sys.executable, "-c", PROGRAM, "build", ".", "--jobs", how.jobs]
    command += [f"--profile={name}" for name in ("kindle", "kobo", "kepub", "apple")]
    if how.clock:
        if not shutil.which("faketime"):
            pytest.skip("no faketime: apt-get install faketime")  # the clock itself is not ours
        command = ["faketime", how.clock, *command]
    if how.user:
        if os.geteuid() != 0:
            pytest.skip("another user can be played by root only")  # setuid(2) needs CAP_SETUID
        os.chown(folder, how.user, how.user)
        user = str(how.user)
        reads = "+dac_read_search"  # this Python may stand in a folder of root's
        rights = [f"--inh-caps={reads}", f"--ambient-caps={reads}"]
        command = [
            *("setpriv", "--reuid", user, "--regid", user, "--clear-groups"),
            *rights,
            *command,
        ]
    for _ in (*how.before, "at last"):
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TZ": "UTC", **how.variables},
            capture_output=True,
            text=True,
            check=False,
            umask=how.umask,
        )
        assert done.returncode == 0, done.stderr
    return {path.name: path.read_bytes() for path in sorted((folder / "dist").iterdir())}


def same(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert len(one) == 8
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_all_variations_at_once(tmp_path: Path) -> None:
    how = ALL_AT_ONCE
    if not shutil.which("faketime"):
        how = Surroundings(how.folder, how.variables, how.umask, how.jobs)
    same(build(tmp_path, Surroundings()), build(tmp_path, how))


@pytest.mark.prove
@pytest.mark.parametrize("name", STRANGE)
def test_each_variation(tmp_path: Path, name: str) -> None:
    same(build(tmp_path / "", Surroundings("first")), build(tmp_path, STRANGE[name]))
