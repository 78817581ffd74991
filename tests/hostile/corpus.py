"""The corpus of hostile and broken inputs: a folder is a case, and needs no Python.

`case.toml` says why the case is there, how its input is made, and what must become of it:

    why      what a stranger tries here
    must     "build" or "refuse"
    holds    words that the EPUB (and the PDF) must hold
    lacks    words that neither may hold
    pictures how many pictures the EPUB holds besides the cover, where that matters
    pdf      true: the long proofs print it, too
    source   what is given to `build`, below the case's folder; "project" unless said
    args, env, cwd, stdin, umask     how the command is run
    fresh    true: in an interpreter of its own, not in a fork
    fast     false: only among the long proofs

Files of `input/` are copied into `project/`, `{outside}` in their text standing for the folder
beside it. `[[make]]` tables make what no repository should hold:

    file = "a.md"   text, times, before, after, encoding     text, repeated, in an encoding
                    hex                                       bytes
                    link, hard                                a link to somewhere
                    recipe, with                              a function of `recipes.py`
                    folder = true                             a folder

`expected` holds exit code, findings (place, severity, code) and the words of each document.
"""

import os
import shutil
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import recipes

HERE = Path(__file__).parent
CATEGORIES = (
    "encodings", "empty", "active", "markup", "leaks", "network", "pictures", "resources", "heads",
    "environment",
)  # fmt: skip
BARE = '[cover]\ndesign = "none"\n'


@dataclass(frozen=True)
class Case:
    """One folder of the corpus."""

    folder: Path
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Category and name."""
        return f"{self.folder.parent.name}/{self.folder.name}"

    def lay(self, place: Path) -> Path:
        """Make the case's files below `place`; return what is given to the command."""
        recipes.outside(place / "outside")
        project = place / "project"
        if (self.folder / "input").is_dir():
            shutil.copytree(self.folder / "input", project, symlinks=True)
        else:
            project.mkdir()
        for path in project.rglob("*"):
            if path.is_file() and not path.is_symlink():
                _fill_in(path, place)
        for table in self.told.get("make", []):
            _make(project, dict(table), place)
        if self.told.get("bare", True) and not (project / "bookmaker.toml").exists():
            (project / "bookmaker.toml").write_text(BARE)
        return place / self.told.get("source", "project")


def _fill_in(path: Path, place: Path) -> None:
    content = path.read_bytes()
    if b"{outside}" in content:
        path.write_bytes(content.replace(b"{outside}", os.fsencode(place / "outside")))


def _make(project: Path, table: dict[str, Any], place: Path) -> None:
    path = project / table["file"].replace("{outside}", str(place / "outside"))
    path.parent.mkdir(parents=True, exist_ok=True)
    if table.get("folder"):
        path.mkdir()
    elif "link" in table:
        path.symlink_to(table["link"].replace("{outside}", str(place / "outside")))
    elif "hard" in table:
        path.hardlink_to(table["hard"].replace("{outside}", str(place / "outside")))
    elif "hex" in table:
        path.write_bytes(bytes.fromhex(table["hex"]))
    elif "recipe" in table:
        recipe = getattr(recipes, table["recipe"])
        if table["recipe"] in {"fifo", "listening"}:
            recipe(path)
        else:
            path.write_bytes(_around(table, recipe(**table.get("with", {}))))
    else:
        text = table["text"] * table.get("times", 1)
        text = text.replace("{outside}", str(place / "outside"))
        encoding = table.get("encoding", "utf-8")
        path.write_bytes(_around(table, text.encode(encoding, "surrogatepass"), encoding))


def _around(table: dict[str, Any], content: bytes, encoding: str = "utf-8") -> bytes:
    before, after = (table.get(key, "") for key in ("before", "after"))
    return (
        (before.encode(encoding) if before else b"")
        + content
        + after.encode(encoding if after else "utf-8")
    )


def cases() -> list[Case]:
    """Return every case, by category and name."""
    found = []
    for category in CATEGORIES:
        for folder in sorted((HERE / category).iterdir()):
            told = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
            found.append(Case(folder, told))
    return found
