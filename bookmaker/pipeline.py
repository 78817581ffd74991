"""The whole journey of a manuscript, on one screen: `build`.

     1 read    2 typeset text    3 mark up       4 lay out    5 bind        6 check
    text ─► Book ─────────► Book ─────► Publication ─► PrintRun ─► .epub .pdf ─► Diagnostics

The numbers are those of the log, the progress bar and `docs/architecture.md`.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bookmaker import checks, gathering, intake, markup, outputs, typography
from bookmaker.bindery import FORMATS, Bindery, Format, stop_on_loss
from bookmaker.book import Decision, Role, chapters
from bookmaker.diagnostics import Diagnostic, Severity, report
from bookmaker.errors import FindingsError, InputError, MachineError
from bookmaker.intake import Understanding
from bookmaker.metadata import Metadata
from bookmaker.pictures import load_pictures
from bookmaker.progress import Observer, Progress, ignore
from bookmaker.record import Asked, Counts, Record, digest
from bookmaker.workers import Crew, Executor, processors

PUBLISHING: Final = Progress(6, "put in place")
"""The step after which an interrupt comes too late: the new books take the old ones' place."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for.

    `source` is a manuscript or a project folder; no `formats` means all of them; `options` is what
    the command line says about the book; `strict` makes every warning stop the build; `jobs` is
    how many worker processes there may be at once, 0 as many as there are processors. It changes
    no byte of the result. `profiles` are store editions to be made besides. Workers may take
    `patience` times what they usually may.
    """

    source: Path
    out: Path = Path("dist")
    formats: tuple[Format, ...] = ()
    options: Metadata = field(default_factory=Metadata)
    strict: bool = False
    jobs: int = 0
    profiles: tuple[str, ...] = ()
    patience: int = 1

    def crew(self) -> Crew:
        """Return workers for the build; none is started before there is work for it."""
        return Crew(self.jobs or processors(), self.patience)


@dataclass(frozen=True, slots=True)
class Build:
    """A finished build: its record, what was decided on the way, and what was cleared away.

    `lacking` says what this machine could not make of what was asked for.
    """

    record: Record
    decisions: tuple[Decision, ...]
    removed: tuple[str, ...] = ()
    lacking: Diagnostic | None = None


def understand(
    request: Request, observe: Observer = ignore, crew: Executor | None = None
) -> Understanding:
    """Take a manuscript through stages 1 to 3; `crew` decodes the pictures.

    Raises:
        InputError: the manuscript, a picture or a setting is wrong.
        BookmakerError: the reader lost a word; that is our own fault.
    """
    if crew is None:
        with request.crew() as own:
            return understand(request, observe, own)
    observe(Progress(1, "read"))
    source = gathering.open_source(request.source)
    taken = intake.take_in(source, request.options, _name(request.source))
    doubted = stop_on_loss(checks.conserve_reading(source.manuscripts, taken.reading))
    observe(Progress(2, "typeset text"))
    read = intake.with_asked_pages(taken.reading.book)
    typeset = typography.typeset(read, taken.project.typography)
    observe(Progress(3, "mark up"))
    pictures, noticed = load_pictures(source.resolver, typeset.book, crew, request.patience)
    numbers = taken.project.structure.note_numbers
    rendering = markup.render(typeset.book, pictures, numbers)
    count = sum(1 for _ in chapters(typeset.book))
    observe(Progress(3, "mark up", count, count, "chapters"))
    return Understanding(
        taken,
        typeset.book,
        rendering.publication,
        (*taken.assumed, *taken.reading.decisions, *typeset.doubts),
        (*taken.diagnostics, *doubted, *typeset.diagnostics, *noticed, *rendering.diagnostics),
    )


def build(request: Request, observe: Observer = ignore) -> Build:
    """Make the book: all artifacts appear in `request.out` together, or none does.

    Raises:
        InputError: the manuscript, a picture or a setting is wrong (exit 2).
        FindingsError: `strict`, and there is a warning; nothing was written (exit 1).
        MachineError: the folder cannot be written, or only a PDF was asked for and Pango is
            missing (exit 3).
        BookmakerError: an artifact failed its own check; nothing was written (exit 70).
    """
    with outputs.staging(request.out, observe) as stage, request.crew() as crew:
        understood = understand(request, observe, crew)
        bindery = Bindery(understood, stage.folder, observe, crew, request.patience)
        lacking = _lacking(request)
        bindery.bind(request.formats or (("epub",) if lacking else FORMATS), request.profiles)
        diagnostics = (*understood.diagnostics, *bindery.diagnostics)
        _stop_on_findings(diagnostics, strict=request.strict)
        record = _record(request, understood, bindery, diagnostics)
        stage.write_record(record.to_json())
        stage.seal()
        observe(PUBLISHING)
        removed = stage.publish()
    return Build(record, understood.decisions, removed, lacking)


def _name(source: Path) -> str:
    """Return what the source is called; `.` has a name, too."""
    return source.name or Path(os.path.realpath(source)).name


def _lacking(request: Request) -> Diagnostic | None:
    """Say what this machine lacks for a PDF, if one is wanted.

    Raises:
        MachineError: the user asked for a PDF by name, and it cannot be made.
    """
    if request.formats and "pdf" not in request.formats:
        return None
    from bookmaker.layout import machine  # noqa: PLC0415  only when it matters

    if machine.missing_library() is None:
        return None
    lacking = report("BM-SYS-002", None, remedy=machine.remedy())
    if "pdf" in request.formats:
        raise MachineError(lacking)
    return lacking


def _stop_on_findings(diagnostics: tuple[Diagnostic, ...], *, strict: bool) -> None:
    errors = tuple(d for d in diagnostics if d.severity is Severity.ERROR)
    warnings = tuple(d for d in diagnostics if d.severity is Severity.WARNING)
    if errors:
        raise InputError(*errors)
    if strict and warnings:
        raise FindingsError(*warnings)


def _asked(request: Request) -> Asked:
    said = request.options
    options: dict[str, str | tuple[str, ...]] = {
        "title": said.title,
        "authors": tuple(person.name for person in said.authors),
        "language": said.language,
    }
    return Asked(
        "folder" if request.source.is_dir() else "file",
        request.formats,
        request.profiles,
        {name: value for name, value in options.items() if value},
    )


def _inputs(understood: Understanding) -> tuple[tuple[str, str], ...]:
    """Return name and digest of the manuscripts and settings, then of all else that was read."""
    source = understood.intake.source
    typed = {path: digest(data) for path, data in source.inputs}
    others = {path: found for path, found in source.resolver.seen.items() if path not in typed}
    return (*typed.items(), *sorted(others.items()))


def _libraries(bindery: Bindery) -> tuple[tuple[str, str], ...]:
    if bindery.pages is None:
        return ()
    from bookmaker.layout import machine  # noqa: PLC0415  only when there is a PDF

    return machine.versions()


def _record(
    request: Request,
    understood: Understanding,
    bindery: Bindery,
    diagnostics: tuple[Diagnostic, ...],
) -> Record:
    publication = understood.publication
    told = list(chapters(understood.book))
    return Record(
        title=publication.metadata.title,
        artifacts=tuple(bindery.artifacts),
        counts=Counts(
            words=sum(document.words for document in publication.documents),
            chapters=sum(chapter.role is not Role.STORY for chapter in told),
            scenes=sum(len(chapter.scenes) for chapter in told),
            pages=bindery.pages,
        ),
        assumed=tuple(
            f"{d.kind.removeprefix('assumed ')}: {d.reason}" for d in understood.intake.assumed
        ),
        diagnostics=diagnostics,
        inputs=_inputs(understood),
        asked=_asked(request),
        modified=publication.metadata.modified,
        libraries=_libraries(bindery),
        sources=publication.sources,
        page_list=bindery.pages_marked,
        page_starts=bindery.page_starts,
    )
