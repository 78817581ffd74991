"""Which files of a folder are the book, and in which order.

A folder of files is a book as people and writing programs keep one: a file a chapter or a scene, a
folder a part or a chapter. What is not the book (research, what was thrown away, other programs'
files) is left out, and every name that is left out is told.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bookmaker.readers.file_names import SUFFIXES, Name, folded, leads, read_name, stem_of

_PAPERS: Final = re.compile(
    r"(readme|changelog|licen[cs]e|copying|contributing)([-_.].*)?", re.IGNORECASE
)
_WRITTEN: Final = (".doc", ".docx", ".odt", ".rtf", ".pages", ".fountain", ".tex", ".html", ".htm")
"""Texts of other programs: not read, but somebody may look for them in the book."""
_ASIDE: Final = frozenset(
    ("research", "trash", "notes", "characters", "character sheets", "places", "locations",
     "settings", "world", "worldbuilding", "world building", "outline", "outlines", "planning",
     "ideas", "snippets", "cut", "cuts", "cut scenes", "deleted", "deleted scenes", "old",
     "archive", "backup", "backups", "template", "templates", "template sheets", "front matter",
     "back matter", "attachments", "assets", "images", "pictures", "media", "dist", "build",
     "recherche", "papierkorb", "corbeille", "papelera", "figuren", "personnages", "personajes")
)  # fmt: skip
_ASIDE_FILES: Final = frozenset(
    ("outline", "synopsis", "todo", "to do", "ideas", "characters", "character sheet",
     "character sheets", "timeline", "worldbuilding", "world building", "story bible",
     "style guide", "style sheet", "query letter", "cover letter", "template")
)  # fmt: skip
_TEXT: Final = frozenset(
    ("draft", "manuscript", "manuskript", "manuscrit", "manuscrito", "manoscritto", "chapters",
     "text", "story", "novel", "book")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A manuscript of a folder: `title` is what its name calls it.

    `folders` are the titles of the folders it lies in, the outermost first.
    """

    path: str
    title: str
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a folder is the book, in order; what is left out; what lacks a number."""

    entries: tuple[Entry, ...]
    left_out: tuple[str, ...] = ()
    unnumbered: tuple[str, ...] = ()


@dataclass(slots=True)
class _Folder:
    path: str = ""
    files: list[str] = field(default_factory=list)
    folders: dict[str, "_Folder"] = field(default_factory=dict)

    def paths(self) -> Iterable[str]:
        """Yield all files in it and below it."""
        yield from self.files
        for folder in self.folders.values():
            yield from folder.paths()


def is_written(path: str) -> bool:
    """Say whether a file's name is that of a text, one that is read or another program's."""
    return path.casefold().endswith(SUFFIXES + _WRITTEN)


def select(paths: Sequence[str], folder: str = "") -> Selection:
    """Choose the manuscripts among the files of a folder.

    Args:
        paths: all that are texts (`is_written`), with `/` between names.
        folder: the folder they lie in, whose name then titles what they are; none for a project's.
    """
    choice = _Choice()
    tree = _tree([path[len(folder) + 1 :] if folder else path for path in paths])
    title = (read_name(folder.rpartition("/")[2]).title,) if folder else ()
    choice.take(tree, title)
    if folder:
        choice.move_into(folder)
    return Selection(
        tuple(choice.entries), tuple(sorted(choice.left_out)), tuple(choice.unnumbered)
    )


def summary(paths: Sequence[str], most: int = 5) -> str:
    """Name files in one line: those of a folder together, and no more than `most` names."""
    counts: dict[str, int] = {}
    for path in paths:
        top, below, _ = path.partition("/")
        name = top + below
        counts[name] = counts.get(name, 0) + 1
    shown = [
        f"{name} ({count} {'file' if count == 1 else 'files'})" if name.endswith("/") else name
        for name, count in list(counts.items())[:most]
    ]
    more = len(counts) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _tree(paths: Sequence[str]) -> _Folder:
    root = _Folder()
    for path in paths:
        here = root
        *names, _ = path.split("/")
        for name in names:
            here = here.folders.setdefault(name, _Folder(f"{here.path}{name}/"))
        here.files.append(path)
    return root


class _Choice:
    """A choice under way."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.left_out: list[str] = []
        self.unnumbered: list[str] = []

    def move_into(self, folder: str) -> None:
        """Say of every path that it lies in a folder."""
        self.entries = [replace(e, path=f"{folder}/{e.path}") for e in self.entries]
        self.left_out = [f"{folder}/{path}" for path in self.left_out]
        self.unnumbered = [f"{folder}/{path}" for path in self.unnumbered]

    def take(self, folder: _Folder, above: tuple[str, ...]) -> None:
        """Take what of a folder is the book."""
        inner = {
            name: sub for name, sub in folder.folders.items() if self._may_hold_text(name, sub)
        }
        texts = [name for name in inner if folded(name) in _TEXT]
        if len(texts) == 1 and not above:
            self.left_out.extend(folder.files)
            for name in inner.keys() - set(texts):
                self.left_out.extend(inner[name].paths())
            self.take(inner[texts[0]], above)
            return
        files = [path for path in folder.files if self._may_be_text(path)]
        self._take_ordered(files, inner, above)

    def _take_ordered(
        self, files: list[str], inner: dict[str, _Folder], above: tuple[str, ...]
    ) -> None:
        names = {path: path.rpartition("/")[2] for path in files}
        among = sum(map(leads, (*names.values(), *inner))) > 1
        read = {key: read_name(names.get(key, key), among=among) for key in (*files, *inner)}
        loose = [path for path in files if not read[path].section]
        for name in list(inner):
            if loose and not (read[name].numbered or read[name].section):
                self.left_out.extend(inner.pop(name).paths())
                del read[name]
        self._note_unnumbered(read)
        for key in sorted(read, key=lambda key: read[key].place):
            if key in inner:
                self.take(inner[key], (*above, read[key].title))
            else:
                self.entries.append(Entry(key, read[key].title, above))

    def _note_unnumbered(self, read: dict[str, Name]) -> None:
        """Note names without a number among several that have one: their place is a guess."""
        text = {key: name for key, name in read.items() if not name.section}
        bare = [key for key, name in text.items() if not name.numbered]
        if len(text) - len(bare) > 1:
            self.unnumbered.extend(sorted(bare))

    def _may_hold_text(self, name: str, folder: _Folder) -> bool:
        if name.startswith((".", "~$")) or folded(name) in _ASIDE:
            self.left_out.extend(folder.paths())
            return False
        return True

    def _may_be_text(self, path: str) -> bool:
        name = path.rpartition("/")[2]
        hidden = name.startswith((".", "~$"))
        aside = bool(_PAPERS.fullmatch(stem_of(name))) or folded(name) in _ASIDE_FILES
        if hidden or aside or not name.casefold().endswith(SUFFIXES):
            self.left_out.append(path)
            return False
        return True
