"""Real builds for fault runners: two editions of one book, and when a set of files is whole."""

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROSE = "The bell on the far side rang, and Nan put down her tea and went out to the boat.\n\n"


@dataclass(frozen=True)
class Shelf:
    """A folder with two editions of a manuscript and the output folder of both."""

    folder: Path
    paragraphs: int = 40

    def __post_init__(self) -> None:
        for edition in ("first", "second"):
            text = "The Ferry\n\nby Ada Marlowe\n\n\nChapter One\n\n"
            text += f"This is the {edition} edition.\n\n"
            place = self.folder / edition
            place.mkdir(parents=True)
            (place / "ferry.txt").write_text(text + PROSE * self.paragraphs)
            (place / "bookmaker.toml").write_text('[cover]\ndesign = "none"\n')

    @property
    def dist(self) -> Path:
        return self.folder / "dist"

    def command(self, edition: str, *options: str) -> list[str]:
        source = str(self.folder / edition)
        return [
            sys.executable,
            "-m",
            "bookmaker",
            "build",
            source,
            "--out",
            str(self.dist),
            *options,
        ]

    def start(self, edition: str, *options: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            self.command(edition, *options),
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def build(self, edition: str, *options: str) -> None:
        done = subprocess.run(
            self.command(edition, *options), env=environment(), capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()

    def leftovers(self) -> list[str]:
        return sorted({path.name for path in self.folder.iterdir()} - {"first", "second", "dist"})


def environment(**more: str) -> dict[str, str]:
    # Python itself would leave half-written bytecode where a file may not grow.
    fixed = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**os.environ, **fixed, **more}


def whole(dist: Path) -> str:
    """Return which edition stands in `dist`; fail unless every file of it does, unbroken.

    The folder is opened once: what is read is one set, whatever happens to its name meanwhile.
    """
    files = None
    while files is None:
        files = contents(dist)
    told = json.loads(files.pop("build.json"))
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert digests == {each["path"]: each["sha256"] for each in told["artifacts"]}, "a mixed set"
    editions = {edition_of(name, data) for name, data in files.items()}
    assert len(editions) == 1, f"a mixed set: {editions}"
    return editions.pop()


def contents(dist: Path) -> dict[str, bytes] | None:
    """Return all files of `dist`; None if another folder took its place before all were read."""
    folder = os.open(dist, os.O_RDONLY | os.O_DIRECTORY)
    try:
        return {name: read(folder, name) for name in listing(folder) if name[0] != "."}
    except FileNotFoundError:
        if os.path.samestat(os.fstat(folder), dist.stat()):
            raise
        return None
    finally:
        os.close(folder)


def listing(folder: int) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]


def read(folder: int, name: str) -> bytes:
    with open(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as file:  # noqa: PTH123  at a folder
        return file.read()


def edition_of(name: str, data: bytes) -> str:
    """Return the edition an artifact is of; a broken one cannot be opened."""
    text = pdf_text(data) if name.endswith(".pdf") else epub_text(data)
    found = [edition for edition in ("first", "second") if f"the {edition} edition" in text]
    assert len(found) == 1, f"{name} is of {found}"
    return found[0]


def epub_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        pages = [name for name in archive.namelist() if name.endswith(".xhtml")]
        return " ".join(archive.read(name).decode() for name in pages)


def pdf_text(data: bytes) -> str:
    import pypdfium2  # noqa: PLC0415  only where there are PDFs

    document = pypdfium2.PdfDocument(data)
    pages = [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    document.close()
    return " ".join(" ".join(pages).split())
