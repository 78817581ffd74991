"""What a person sees: progress, diagnostics, and the table at the end."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from bookmaker.book import Certainty
from bookmaker.diagnostics import Diagnostic, Severity, in_one_line
from bookmaker.errors import MachineError
from bookmaker.progress import Observer, Progress, ignore
from bookmaker.record import diagnostic_table, json_text

if TYPE_CHECKING:  # `--help` stays quick
    from bookmaker.pipeline import Build
    from bookmaker.verification import Verdict

STAGES = 6
ALIKE = 5  # findings of one code that `check` shows of a file: a fault of a tool is everywhere
SHOWN = 20  # diagnostics of one code shown in full; a hundred more of the same help nobody


def write_out(text: str) -> None:
    """Write a result to standard output, whatever the terminal's encoding can show.

    Raises:
        BrokenPipeError: nobody reads any more.
        MachineError: BM-SYS-010, it cannot be written.
    """
    try:
        _write(sys.stdout, text)
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_output()
        reason = error.strerror or str(error)
        raise MachineError.because("BM-SYS-010", None, reason=reason) from error


def drop_output() -> None:
    """Let what is still to be written to standard output go nowhere (library/signal, SIGPIPE)."""
    _drop(sys.stdout)


def _drop(stream: TextIO) -> None:
    """Let a stream lead nowhere: what it holds back would else fail once more at the exit."""
    with suppress(OSError, ValueError, AttributeError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)


def write_error(text: str) -> None:
    """Write one line to standard error."""
    write_note(f"bookmaker: {text}\n")


def write_note(text: str) -> None:
    """Write to standard error; should nobody read it, the work goes on all the same."""
    try:
        _write(sys.stderr, text)
    except (OSError, ValueError):
        _drop(sys.stderr)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # it was closed before we were started
        return
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


@contextmanager
def observer(*, quiet: bool) -> Iterator[Observer]:
    """Give an observer: a progress bar on a terminal, plain lines in a log, nothing when quiet."""
    if quiet:
        yield ignore
    elif sys.stderr and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        with _bar() as observe:
            yield observe
    else:
        yield _Log()


class _Log:
    """One plain line for each stage."""

    def __init__(self) -> None:
        self.last: tuple[int, str] = (0, "")

    def __call__(self, step: Progress) -> None:
        if (step.stage, step.name) != self.last:
            self.last = (step.stage, step.name)
            write_note(f"[{step.stage}/{STAGES}] {step.name}\n")


@contextmanager
def _bar() -> Iterator[Observer]:
    from rich.console import Console  # noqa: PLC0415  rich is for terminals only
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (
        TextColumn("[{task.fields[stage]}/6] {task.description:<16}", markup=False),
        BarColumn(bar_width=30),
        TextColumn("{task.fields[units]}"),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=STAGES, stage=0, units="")

        def observe(step: Progress) -> None:
            part = step.done / step.total if step.total else 0.0
            of = f"/{step.total}" if step.total else ""
            units = f"{step.done}{of} {step.unit}" if step.unit else ""
            at = step.stage - 1 + part
            bar.update(task, description=step.name, completed=at, stage=step.stage, units=units)

        yield observe


def show_diagnostics(diagnostics: Sequence[Diagnostic]) -> None:
    """Write findings to standard error, gravest first; of many alike, the first few and a count."""
    rank = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    seen: dict[str, int] = {}
    for diagnostic in sorted(diagnostics, key=lambda d: rank[d.severity]):
        seen[diagnostic.code] = seen.get(diagnostic.code, 0) + 1
        if seen[diagnostic.code] <= SHOWN:
            write_note(f"{diagnostic}\n")
    for code, count in seen.items():
        if count > SHOWN:
            write_note(f"... and {count - SHOWN} more of {code} (--json lists all)\n")


def show_build(made: "Build", out: Path, *, as_json: bool, verbose: bool) -> None:
    """Show what was made, how large it is, what was noticed and what was assumed."""
    record = made.record
    if as_json:
        write_out(record.to_json())
        return
    if verbose:
        for decision in made.decisions:
            sure = "" if decision.certainty is Certainty.SURE else f" ({decision.certainty})"
            write_note(f"{decision.span}: {decision.kind}: {decision.reason}{sure}\n")
    show_diagnostics(record.diagnostics)
    rows = [(in_one_line(str(out / a.path)), f"{_size(a.bytes)}") for a in record.artifacts]
    rows += [("", _counted(made))]
    if record.diagnostics:
        rows.append(("noticed", _noticed(record.diagnostics)))
    rows += [("assumed", text) for text in record.assumed]
    rows += [("removed", f"{name}, which this build does not make") for name in made.removed]
    width = max(len(left) for left, _ in rows)
    write_out("".join(f"{left:<{width}}  {right}\n" for left, right in rows))
    if made.lacking:
        show_diagnostics((made.lacking,))


def show_verdict(verdict: "Verdict", *, as_json: bool) -> None:
    """Show what came out the same, and which libraries are others than those of the record."""
    show_diagnostics(verdict.diagnostics)
    if as_json:
        found = [diagnostic_table(d) for d in verdict.diagnostics]
        table = {"same": list(verdict.same), "diagnostics": found}
        write_out(json_text(table, indent=1) + "\n")
        return
    write_out("".join(f"{name}: the same bytes\n" for name in verdict.same))


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{size / 1000:.0f} KB"  # noqa: PLR2004  the units


def _counted(made: "Build") -> str:
    counts = made.record.counts
    parts = [f"{counts.words:,} words"]
    if counts.chapters:
        parts.append(f"{counts.chapters} chapter{_s(counts.chapters)}")
    parts.append(f"{counts.scenes} scene{_s(counts.scenes)}")
    if counts.pages is not None:
        marked = made.record.page_list
        inside = f" ({marked.marked} in the EPUB's page list)" if marked else ""
        parts.append(f"{counts.pages} page{_s(counts.pages)}{inside}")
    return ", ".join(parts)


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _noticed(diagnostics: Sequence[Diagnostic]) -> str:
    parts = []
    for severity in Severity:
        count = sum(d.severity is severity for d in diagnostics)
        if count:
            parts.append(f"{count} {severity}{_s(count)}")
    return ", ".join(parts)


def show_check(found: Sequence[tuple[Path, tuple[Diagnostic, ...]]], *, as_json: bool) -> None:
    """Show what `check` found, file by file."""
    if as_json:
        tables: list[dict[str, Any]] = [
            {"path": str(path), "diagnostics": [diagnostic_table(d) for d in diagnostics]}
            for path, diagnostics in found
        ]
        write_out(json_text({"files": tables}, indent=1) + "\n")
        return
    for file, diagnostics in found:
        path = in_one_line(str(file))
        seen: dict[str, int] = {}
        for diagnostic in diagnostics:
            seen[diagnostic.code] = seen.get(diagnostic.code, 0) + 1
            if seen[diagnostic.code] <= ALIKE:
                write_out(f"{path}: {diagnostic}\n")
        for code, count in seen.items():
            if count > ALIKE:
                write_out(f"{path}: ... and {count - ALIKE} more of {code} (--json lists all)\n")
        write_out(f"{path}: {_noticed(diagnostics) or 'nothing to mend'}\n")
