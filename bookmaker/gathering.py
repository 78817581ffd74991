"""The manuscripts of a project: found, chosen, put in order, read and decoded.

A lone file is a book; a folder is one as people and writing programs keep it (`readers.folders`).
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final, Literal

from bookmaker.book import Book, Figure, Image
from bookmaker.diagnostics import Diagnostic, Span, report
from bookmaker.errors import InputError
from bookmaker.pictures import picture_references
from bookmaker.project import Manuscript, Project
from bookmaker.readers.decoding import decode
from bookmaker.readers.file_names import read_name
from bookmaker.readers.folders import Entry, Selection, is_written, select, summary
from bookmaker.readers.longform import Index, read_index
from bookmaker.resources import Resolver, read_source
from bookmaker.settings import FILE_NAME, parse_settings

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)  # pathlib keeps one slash
FORMATS: Final = {".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown"}


@dataclass(frozen=True, slots=True)
class Source:
    """What is to be read: the manuscripts, decoded, the settings, and who resolves paths."""

    manuscripts: tuple[Manuscript, ...]
    project: Project
    resolver: Resolver
    inputs: tuple[tuple[str, bytes], ...]
    noticed: tuple[Diagnostic, ...] = ()


def open_source(source: Path) -> Source:
    """Find and decode the manuscripts of `source`, a manuscript file or a project folder.

    Raises:
        InputError: there is none, or one of them cannot be read (BM-INPUT-*, BM-SET-*).
    """
    if not source.exists():
        code = "BM-INPUT-011" if _ADDRESS.match(str(source)) else "BM-INPUT-001"
        raise InputError.because(code, None, path=str(source))
    resolver = Resolver.for_source(source)
    if source.is_dir():
        return _open_project(source, resolver)
    data = read_source(source)
    manuscript = _manuscript(source.name, data)
    return Source((manuscript,), Project(), resolver, ((source.name, data),))


def _open_project(folder: Path, resolver: Resolver) -> Source:
    inputs: list[tuple[str, bytes]] = []
    project = Project()
    if (folder / FILE_NAME).exists():
        data = resolver.read(FILE_NAME)
        inputs.append((FILE_NAME, data))
        project = parse_settings(decode(data, FILE_NAME), FILE_NAME) if data.strip() else project
    chosen = _listed(project, resolver) if project.manuscripts else _found(resolver)
    if not chosen.entries:
        raise InputError.because("BM-INPUT-010", None, path=str(folder))
    inputs += chosen.inputs
    if chosen.title and not project.metadata.title:
        project = replace(project, metadata=replace(project.metadata, title=chosen.title))
    alone = len(chosen.entries) == 1
    manuscripts = [
        _manuscript(entry.path, data, Entry(entry.path, "") if alone else entry)
        for entry, (_, data) in zip(chosen.entries, chosen.inputs, strict=True)
    ]
    return Source(tuple(manuscripts), project, resolver, tuple(inputs), chosen.noticed)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The manuscripts of a project, read; what was noticed; the title that an index gives."""

    entries: tuple[Entry, ...]
    inputs: list[tuple[str, bytes]]
    noticed: tuple[Diagnostic, ...] = ()
    title: str = ""


def _listed(project: Project, resolver: Resolver) -> _Chosen:
    """Read the manuscripts that the settings name: files, folders and patterns, in that order."""
    entries: list[Entry] = []
    noticed: list[Diagnostic] = []
    place = dict(project.places).get("[book] manuscripts", Span(FILE_NAME))
    taken = _named(project.manuscripts, resolver, place)
    for reference in project.manuscripts:
        found: tuple[Entry, ...] = ()
        if "*" in reference or "?" in reference:
            found = _matching(reference, resolver, place)
        elif resolver.is_folder(reference, place):
            folder = posixpath.normpath(reference).strip("/").removeprefix(".")
            selection = select(resolver.list_files(is_written, folder or "."), folder)
            found = selection.entries
            noticed.extend(_noticed(selection, folder or "."))
        else:
            entries.append(Entry(reference, read_name(reference.rpartition("/")[2]).title))
        entries.extend(entry for entry in found if entry.path not in taken)
        taken.update(entry.path for entry in found)
    return _Chosen(
        tuple(entries), [(e.path, resolver.read(e.path, place)) for e in entries], tuple(noticed)
    )


def _named(references: tuple[str, ...], resolver: Resolver, place: Span) -> set[str]:
    """Return what is named outright: a pattern or a folder means the others.

    Raises:
        InputError: BM-INPUT-024, one is named twice.
    """
    seen: set[str] = set()
    for reference in references:
        path = posixpath.normpath(reference)
        if path in seen and not resolver.is_folder(reference, place):
            raise InputError.because("BM-INPUT-024", place, path=reference)
        seen.add(path)
    return seen


def _matching(pattern: str, resolver: Resolver, place: Span) -> tuple[Entry, ...]:
    """Return the manuscripts whose path fits a pattern; `*` stands for no folder's name."""
    parts = pattern.split("/")
    found = [
        path
        for path in resolver.list_files(is_written)
        if len(path.split("/")) == len(parts) and all(map(fnmatchcase, path.split("/"), parts))
    ]
    chosen = select(found).entries if found else ()
    if not chosen:
        raise InputError.because("BM-INPUT-001", place, path=pattern)
    return chosen


def _found(resolver: Resolver) -> _Chosen:
    """Choose and read the manuscripts of a folder whose settings name none."""
    paths = resolver.list_files(is_written)
    selection = select(paths)
    read = {entry.path: resolver.read(entry.path) for entry in selection.entries}
    index = next(filter(None, (_index(path, data, paths) for path, data in read.items())), None)
    if index is None:
        noticed = list(_noticed(selection))
        entries = tuple(entry for entry in selection.entries if not _is_empty(read[entry.path]))
        empty = sorted(read.keys() - {entry.path for entry in entries})
        if empty and entries:
            noticed.append(report("BM-INPUT-022", Span(empty[0]), paths=", ".join(empty)))
        entries = entries or selection.entries
    else:
        entries, noticed = index.entries, list(_noticed_of_index(index, paths))
    inputs = [(e.path, read.get(e.path) or resolver.read(e.path)) for e in entries]
    return _Chosen(entries, inputs, tuple(noticed), index.title if index else "")


def _is_empty(data: bytes) -> bool:
    return not data.removeprefix(b"\xef\xbb\xbf").strip()


def _index(path: str, data: bytes, paths: Sequence[str]) -> Index | None:
    return read_index(path, decode(data, path), paths) if b"longform" in data[:65_536] else None


def _noticed(selection: Selection, folder: str = ".") -> Iterator[Diagnostic]:
    if selection.left_out:
        yield report("BM-INPUT-020", None, path=folder, paths=summary(selection.left_out))
    if selection.unnumbered:
        yield report(
            "BM-INPUT-021", Span(selection.unnumbered[0]), paths=summary(selection.unnumbered)
        )


def _noticed_of_index(index: Index, paths: Sequence[str]) -> Iterator[Diagnostic]:
    named = {index.path, *(entry.path for entry in index.entries)}
    rest = [path for path in paths if path not in named]
    if rest:
        yield report("BM-INPUT-020", None, path=".", paths=summary(rest))
    if index.missing:
        yield report("BM-INPUT-023", Span(index.path), names=", ".join(index.missing))


def _manuscript(path: str, data: bytes, entry: Entry | None = None) -> Manuscript:
    kind = FORMATS.get(Path(path).suffix.lower())
    if kind is None:
        raise InputError.because("BM-INPUT-005", None, path=path)
    form: Literal["text", "markdown"] = "text" if kind == "text" else "markdown"
    title, folders = (entry.title, entry.folders) if entry else ("", ())
    return Manuscript(path, decode(data, path), form, title, folders)


# ---------------------------------------------------------------- pictures


def place_pictures(book: Book, resolver: Resolver) -> Book:
    """Return a book whose pictures are named by their paths from the project's folder.

    A file in a folder may name its pictures from there, and note-taking programs name them by their
    bare names, wherever they lie; a path from the project's folder comes first.
    """
    names: dict[tuple[str, str], str] = {}
    for src, span in picture_references(book):
        if (span.path, src) not in names and not resolver.has(src):
            found = _nearest(src, span.path, resolver)
            if found:
                names[span.path, src] = found
    if not names:
        return book
    placed: Book = _placed(book, names, "")
    return placed


def _nearest(src: str, path: str, resolver: Resolver) -> str:
    """Return the path of a picture beside the manuscript, or of the only one of its name."""
    beside = f"{path.rpartition('/')[0]}/{src}"
    if "/" in path and resolver.has(beside):
        return beside
    if "/" in src:
        return ""
    found = resolver.list_files(lambda name: name == src)
    return found[0] if len(found) == 1 else ""


def _placed(value: Any, names: dict[tuple[str, str], str], path: str) -> Any:  # noqa: ANN401  any node
    if isinstance(value, tuple):
        return tuple(_placed(item, names, path) for item in value) if value else value
    if not is_dataclass(value) or isinstance(value, type):
        return value
    path = getattr(getattr(value, "span", None), "path", path)
    if isinstance(value, Image | Figure) and (path, value.src) in names:
        return replace(value, src=names[path, value.src])
    changed = {
        f.name: new
        for f in fields(value)
        if (new := _placed(old := getattr(value, f.name), names, path)) is not old and new != old
    }
    return replace(value, **changed) if changed else value
