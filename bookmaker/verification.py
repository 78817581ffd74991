"""`bookmaker verify build.json`: does the record's manuscript still make the record's bytes?

record ─► same libraries? ─► same manuscript? ─► build into a folder apart ─► same bytes?
                                                 the files beside the record ─► the record's?
"""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bookmaker import outputs, pipeline, stores
from bookmaker.bindery import FORMATS
from bookmaker.diagnostics import Diagnostic, report
from bookmaker.errors import FindingsError, InputError, MachineError
from bookmaker.layout import machine
from bookmaker.metadata import Metadata, Person
from bookmaker.progress import Observer, ignore
from bookmaker.record import Asked, digest, versions
from bookmaker.resources import read_source

_EPOCH: Final = "SOURCE_DATE_EPOCH"
_RECORD_LIMIT: Final = 200_000_000  # bytes; the map of a thick book's lines is long


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a record tells that matters here: digests by name, versions, and what was asked for."""

    place: Path
    digest: str
    artifacts: Mapping[str, str]
    inputs: Mapping[str, str]
    versions: Mapping[str, str]
    asked: Asked
    modified: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """A record that holds: which files came out the same, and what was noticed on the way."""

    same: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def verify(
    record: Path,
    source: Path | None = None,
    observe: Observer = ignore,
    jobs: int = 0,
    patience: int = 1,
) -> Verdict:
    """Build a record's book again and compare all bytes, those of the record itself included.

    Args:
        record: a `build.json`; the artifacts beside it, if any, must be those it tells of.
        source: the manuscript or project folder; else it is looked for near the record.
        observe: hears how the build goes.
        jobs: worker processes at most; 0 for one a processor.
        patience: how many times what they usually may workers may take.

    Raises:
        InputError: there is no record (BM-VER-001) or no manuscript for it (BM-VER-002).
        FindingsError: the manuscript has changed (BM-VER-004), a file came out other than it was
            recorded (BM-VER-005), or one beside the record is another (BM-VER-006).
        MachineError: bytes differ, and so do the libraries here (BM-VER-003).
    """
    recorded = read_record(record)
    others = tuple(_versions(recorded))
    found = source or _find(recorded)
    changed = tuple(_changed(recorded, found))
    if changed:
        raise FindingsError(*changed)
    with _instant(recorded.modified), tempfile.TemporaryDirectory(prefix="bookmaker-") as folder:
        request = _request(recorded, found, Path(folder) / "dist")
        made = pipeline.build(replace(request, jobs=jobs, patience=patience), observe)
        fresh = {each.path: each.sha256 for each in made.record.artifacts}
        fresh[outputs.RECORD] = digest((request.out / outputs.RECORD).read_bytes())
    told = {**recorded.artifacts, outputs.RECORD: recorded.digest}
    if others:  # the records differ in the versions that they tell of
        del told[outputs.RECORD], fresh[outputs.RECORD]
    other = [name for name in sorted(told | fresh) if told.get(name) != fresh.get(name)]
    differing = tuple(report("BM-VER-005", None, path=name) for name in other)
    if differing and others:
        raise MachineError(*others, *differing)
    wrong = (*differing, *_replaced(recorded))
    if wrong:
        raise FindingsError(*wrong)
    return Verdict(tuple(sorted(told)), others)


def read_record(path: Path) -> Recorded:
    """Read a `build.json`.

    Raises:
        InputError: BM-VER-001 it is none; BM-INPUT-001 and the like, it cannot be read.
    """
    data = read_source(path, _RECORD_LIMIT)
    try:
        table: Any = json.loads(data)
        return Recorded(
            path,
            digest(data),
            _digests(table["artifacts"]),
            _digests(table["inputs"]),
            {str(name): str(version) for name, version in table["versions"].items()},
            _asked(table["asked"]),
            datetime.strptime(table["modified"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
        raise InputError.because("BM-VER-001", None, path=str(path), reason=reason) from None


def _digests(table: Any) -> dict[str, str]:  # noqa: ANN401  what JSON holds
    return {str(each["path"]): str(each["sha256"]) for each in table}


def _asked(table: Any) -> Asked:  # noqa: ANN401  what JSON holds
    formats, profiles = tuple(table["formats"]), tuple(table["profiles"])
    known = {*FORMATS, *stores.NAMES, "file", "folder"}
    for name in {*formats, *profiles, table["source"]} - known:
        raise ValueError(f"nobody knows of {name!r}")
    return Asked(table["source"], formats, profiles, dict(table["options"]))


def _versions(recorded: Recorded) -> Iterator[Diagnostic]:
    here = versions()
    if "pango" in recorded.versions and machine.missing_library() is None:
        here |= dict(machine.versions())
    for name, version in recorded.versions.items():
        if here.get(name) != version:
            found = here.get(name, "absent")
            yield report("BM-VER-003", None, name=name, here=found, recorded=version)


def _find(recorded: Recorded) -> Path:
    """Look for the manuscript near the record and where we stand: all its files, by their names."""
    folder = recorded.place.resolve().parent
    near = [folder.parent, folder, Path.cwd(), *folder.parent.parents[:2]]
    for place in near:
        if recorded.inputs and all(_digest_in(place, name) for name in recorded.inputs):
            if recorded.asked.source == "folder":
                return place
            return place / next(iter(recorded.inputs))
    raise InputError.because("BM-VER-002", None, path=str(recorded.place))


def _changed(recorded: Recorded, source: Path) -> Iterator[Diagnostic]:
    """Tell of each file of the manuscript that is not as it was."""
    if not source.exists():
        raise InputError.because("BM-INPUT-001", None, path=str(source))
    folder = source if source.is_dir() else source.parent
    for number, (name, told) in enumerate(recorded.inputs.items()):
        alone = number == 0 and source.is_file()  # it may have been renamed
        found = digest(read_source(source)) if alone else _digest_in(folder, name)
        if found != told:
            yield report("BM-VER-004", None, path=name)


def _digest_in(folder: Path, name: str) -> str | None:
    """Return the digest of a file in a folder; None if it is not there, or not in it."""
    path = folder / name
    inside = os.path.realpath(path).startswith(os.path.realpath(folder) + os.sep)
    return digest(path.read_bytes()) if inside and path.is_file() else None


def _replaced(recorded: Recorded) -> Iterator[Diagnostic]:
    """Tell of each file beside the record that is not the one it tells of."""
    for name, told in recorded.artifacts.items():
        found = _digest_in(recorded.place.resolve().parent, Path(name).name)
        if found is not None and found != told:
            yield report("BM-VER-006", None, path=name)


def _request(recorded: Recorded, source: Path, out: Path) -> pipeline.Request:
    options = recorded.asked.options
    metadata = Metadata(
        title=str(options.get("title", "")),
        authors=tuple(Person(str(name)) for name in options.get("authors", ())),
        language=str(options.get("language", "")),
    )
    formats = tuple(name for name in FORMATS if name in recorded.asked.formats)
    return pipeline.Request(source, out, formats, metadata, profiles=recorded.asked.profiles)


@contextmanager
def _instant(modified: datetime) -> Iterator[None]:
    """Let the build take place at the record's instant, whatever this environment says.

    An instant before 1970 is one that the book states itself: SOURCE_DATE_EPOCH cannot name it.
    """
    kept = os.environ.pop(_EPOCH, None)
    if modified.timestamp() >= 0:
        os.environ[_EPOCH] = str(int(modified.timestamp()))
    try:
        yield
    finally:
        os.environ.pop(_EPOCH, None)
        if kept is not None:
            os.environ[_EPOCH] = kept
