"""Arguments in, exit code out: the only place that prints and exits.

Standard output is for results, standard error for progress and diagnostics.

    0  done                                   3    this machine lacks something
    1  findings (check; build --strict)       70   our own fault
    2  bad input or usage                     130  interrupted (143: by SIGTERM)
"""

import errno
import os
import traceback
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bookmaker import __version__, interrupts, network, stores
from bookmaker.cli import console
from bookmaker.cli.usage import Commands
from bookmaker.diagnostics import Diagnostic, Severity, report
from bookmaker.errors import BookmakerError, InputError, MachineError, is_of_machine, refused
from bookmaker.metadata import ILLEGAL, Metadata, Person, is_language_tag
from bookmaker.progress import Observer, Progress

OUR_FAULT = 70
_LONGEST_OPTION = 2000  # characters of a title or name
INTERRUPTED = 130

app = typer.Typer(
    cls=Commands,
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Make a real book of a manuscript: an EPUB 3.3 and a print PDF.",
    epilog="Start with: bookmaker build my-story.txt",
)


class Format(StrEnum):
    """What can be built."""

    EPUB = "epub"
    PDF = "pdf"


class Stage(StrEnum):
    """What `inspect --stage` can show whole."""

    BOOK = "book"
    PUBLICATION = "publication"


Source = Annotated[
    Path, typer.Argument(help="A manuscript (.txt, .md) or a project folder.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of our own faults.")]
Profile = Annotated[
    list[str] | None,
    typer.Option("--profile", help=f"A store edition: {', '.join(stores.NAMES)}; repeatable."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Warnings count as errors (exit 1).")]
Jobs = Annotated[
    int | None, typer.Option(min=1, help="Worker processes at most.  [one a processor]")
]
Patience = Annotated[
    int,
    typer.Option(
        min=1,
        max=1000,
        help="Times the usual time and memory for layout and pictures: for manuscripts you trust.",
        show_default=False,
    ),
]
Title = Annotated[str, typer.Option(help="The book's title.", show_default=False)]
Author = Annotated[
    list[str] | None, typer.Option(help="An author; repeatable.", show_default=False)
]
Language = Annotated[str, typer.Option(help="A language tag: en, en-GB, de.", show_default=False)]


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,  # noqa: FBT002  Typer's form of a flag
) -> None:
    """Make a real book of a manuscript: an EPUB 3.3 and a print PDF."""
    if version:
        typer.echo(f"bookmaker {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        if Path("bookmaker.toml").is_file():
            build(Path())
        else:
            typer.echo(context.get_help())


@app.command()
def build(  # noqa: PLR0913, PLR0917  each is an option of the command line
    source: Source = Path(),
    out: Annotated[Path, typer.Option(help="Where the books go.")] = Path("dist"),
    formats: Annotated[
        list[Format] | None, typer.Option("--format", help="epub or pdf; repeatable.  [both]")
    ] = None,
    profile: Profile = None,
    title: Title = "",
    author: Author = None,
    language: Language = "",
    strict: Strict = False,  # noqa: FBT002  Typer's form of a flag
    as_json: AsJson = False,  # noqa: FBT002
    jobs: Jobs = None,
    patience: Patience = 1,
    no_cache: Annotated[  # noqa: FBT002
        bool, typer.Option("--no-cache", hidden=True)
    ] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Show every decision.")] = False,  # noqa: FBT002
    debug: Debug = False,  # noqa: FBT002
) -> None:
    """Build the EPUB, the print PDF and the cover of a manuscript."""
    del no_cache  # scripts may say so; nothing is ever kept from one build to the next

    def work() -> int:
        from bookmaker import pipeline  # noqa: PLC0415  `--help` stays quick

        refuse_unknown_profiles(profile)
        request = pipeline.Request(
            source,
            out,
            tuple(f.value for f in formats or ()),
            options(title, author, language),
            strict,
            jobs or 0,
            tuple(profile or ()),
            patience,
        )
        with console.observer(quiet=as_json) as observe:
            made = pipeline.build(request, until(pipeline.PUBLISHING, observe))
        console.show_build(made, out, as_json=as_json, verbose=verbose)
        return 3 if made.lacking else 0

    run(work, debug=debug, as_json=as_json)


@app.command()
def inspect(  # noqa: PLR0913, PLR0917  each is an option of the command line
    source: Source = Path(),
    stage: Annotated[
        Stage | None, typer.Option(help="Show the whole model of this stage.", show_default=False)
    ] = None,
    doubts: Annotated[bool, typer.Option("--doubts", help="Only what is unsure.")] = False,  # noqa: FBT002  Typer's form of a flag
    title: Title = "",
    author: Author = None,
    language: Language = "",
    as_json: AsJson = False,  # noqa: FBT002
    debug: Debug = False,  # noqa: FBT002
) -> None:
    """Show what was understood of a manuscript, line by line, and why."""

    def work() -> int:
        from bookmaker import pipeline  # noqa: PLC0415  `--help` stays quick
        from bookmaker.cli import outline  # noqa: PLC0415

        asked = pipeline.Request(source, options=options(title, author, language))
        understood = pipeline.understand(asked)
        if stage is Stage.PUBLICATION:
            text = outline.publication(understood, as_json=as_json)
        elif stage is Stage.BOOK:
            text = outline.book(understood, as_json=as_json)
        else:
            text = outline.decisions(understood, doubts=doubts, as_json=as_json)
        console.write_out(text)
        if not as_json:
            console.show_diagnostics(understood.diagnostics)
        return 0

    run(work, debug=debug, as_json=as_json)


@app.command()
def check(  # noqa: PLR0913, PLR0917  each is an option of the command line
    files: Annotated[list[Path], typer.Argument(help="EPUB or PDF files.", show_default=False)],
    profile: Profile = None,
    own_rules: Annotated[bool, typer.Option("--own-rules", help="Do without EPUBCheck.")] = False,  # noqa: FBT002  Typer's form of a flag
    strict: Strict = False,  # noqa: FBT002
    as_json: AsJson = False,  # noqa: FBT002
    debug: Debug = False,  # noqa: FBT002
) -> None:
    """Check EPUB or PDF files against the rules of the standards, of stores and of printers."""

    def work() -> int:
        from bookmaker import examination  # noqa: PLC0415  `--help` stays quick

        refuse_unknown_profiles(profile)
        found = [*examination.examine(files, profile or [""], with_epubcheck=not own_rules)]
        console.show_check(found, as_json=as_json)
        every = [d for _, diagnostics in found for d in diagnostics]
        grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        return int(any(d.severity in grave for d in every))

    run(work, debug=debug, as_json=as_json)


@app.command()
def verify(  # noqa: PLR0913, PLR0917  each is an option of the command line
    record: Annotated[Path, typer.Argument(help="The build.json of a build.", show_default=False)],
    source: Annotated[
        Path | None,
        typer.Argument(help="Its manuscript or project folder, if it is not near."),
    ] = None,
    jobs: Jobs = None,
    patience: Patience = 1,
    as_json: AsJson = False,  # noqa: FBT002  Typer's form of a flag
    debug: Debug = False,  # noqa: FBT002
) -> None:
    """Build a book again as its record says and compare every byte."""

    def work() -> int:
        from bookmaker import verification  # noqa: PLC0415  `--help` stays quick

        with console.observer(quiet=as_json) as observe:
            verdict = verification.verify(record, source, observe, jobs or 0, patience)
        console.show_verdict(verdict, as_json=as_json)
        return 0

    run(work, debug=debug, as_json=as_json)


def options(title: str, authors: list[str] | None, language: str) -> Metadata:
    """Return what the command line says about the book.

    Raises:
        InputError: the language is no language tag (BM-SET-004), a title or name no text
            (BM-SET-002).
    """
    if language and not is_language_tag(language):
        raise InputError.because("BM-SET-004", None, value=language)
    people = tuple(Person(" ".join(name.split())) for name in authors or () if name.strip())
    for name, text in (("--title", title), *(("--author", author) for author in authors or ())):
        if ILLEGAL.search(text) or len(text) > _LONGEST_OPTION:
            raise InputError.because(
                "BM-SET-002", None, name=name,
                expected=f"at most {_LONGEST_OPTION} characters, none of them a control",
                given=f"one of {len(text)} characters", example="type it again",
            )  # fmt: skip
    return Metadata(title=" ".join(title.split()), authors=people, language=language)


def refuse_unknown_profiles(asked: list[str] | None) -> None:
    """Refuse, by name, each profile that is not built yet.

    Raises:
        InputError: BM-SET-006.
    """
    for name in asked or ():
        if name not in stores.NAMES:
            choices = ", ".join(stores.NAMES)
            raise InputError.because("BM-SET-006", None, name=name, choices=choices)


def run(work: Callable[[], int], *, debug: bool, as_json: bool) -> NoReturn:
    """Do the work and leave with its exit code; every failure becomes lines on standard error."""
    try:
        code = work()
    except BookmakerError as error:
        if debug and error.exit_code == OUR_FAULT:
            traceback.print_exc()
        fail(error.diagnostics, as_json=as_json)
        code = error.exit_code
    except KeyboardInterrupt:
        console.write_error("interrupted; nothing was changed")
        code = INTERRUPTED
    except BrokenPipeError:
        console.drop_output()  # whoever read has read enough: `| head`
        code = 0
    except (OSError, MemoryError) as error:
        code = blame(error, debug=debug, as_json=as_json)
    except Exception as error:  # noqa: BLE001  the last resort: no traceback reaches a user
        code = confess(error, debug=debug, as_json=as_json)
    raise typer.Exit(code)


def blame(error: OSError | MemoryError, *, debug: bool, as_json: bool) -> int:
    """Tell what the machine refused, or confess; return the exit code."""
    if isinstance(error, MemoryError):
        error = OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
    if not is_of_machine(error):
        return confess(error, debug=debug, as_json=as_json)
    fail((refused(error),), as_json=as_json)
    return MachineError.exit_code


def confess(error: Exception, *, debug: bool, as_json: bool) -> int:
    """Tell of a fault of our own and how to report it; return the exit code."""
    if debug:
        traceback.print_exception(error)
    reason = f"{type(error).__name__}: {error}".splitlines()[0]
    fail((report("BM-SYS-070", None, reason=reason),), as_json=as_json)
    return OUR_FAULT


def until(last: Progress, observe: Observer) -> Observer:
    """Return an observer that hears no interrupt from the step `last` on."""

    def hear(step: Progress) -> None:
        if step == last:
            interrupts.ignore()
        observe(step)

    return hear


def fail(diagnostics: tuple[Diagnostic, ...], *, as_json: bool) -> None:
    """Tell what stopped the work: lines on standard error, with `--json` also a document."""
    console.show_diagnostics(diagnostics)
    if as_json:
        from bookmaker import record  # noqa: PLC0415  only here

        table = {"artifacts": [], "diagnostics": [record.diagnostic_table(d) for d in diagnostics]}
        console.write_out(record.json_text(table, indent=1) + "\n")


def main() -> None:
    """Run the command line."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:  # closed by the caller: no file of ours may come to stand there
            os.open(os.devnull, os.O_RDWR)
    network.forbid()
    with interrupts.heard():
        app(prog_name="bookmaker")
