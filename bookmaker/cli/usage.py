"""What is wrong with a command line, in the one line that every message of ours is.

Typer's own form is a box of several lines, and has no code to look up.
"""

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

from typer import TyperException
from typer.core import TyperGroup

from bookmaker.cli import console
from bookmaker.diagnostics import Diagnostic, report
from bookmaker.errors import MachineError
from bookmaker.record import diagnostic_table, json_text

USAGE: Final = 2
"""The exit code of a command line that cannot be understood."""


class Commands(TyperGroup):
    """The commands; a wrong use of them is told as every other finding is."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002  Typer's own signature
        windows_expand_args: bool = True,  # noqa: FBT001, FBT002
        **extra: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """Run a command line.

        Args:
            args: its words; None for those of the process.
            prog_name: what the command is called.
            complete_var: as Typer has it.
            standalone_mode: whether to leave with the exit code, or to return it.
            windows_expand_args: as Typer has it.
            **extra: as Typer has it.
        """
        words = [*(sys.argv[1:] if args is None else args)]
        try:
            code = super().main(
                words,
                prog_name,
                complete_var,
                windows_expand_args=windows_expand_args,
                standalone_mode=False,
                **extra,
            )
        except TyperException as error:
            code = tell(finding(error), USAGE, as_json="--json" in words)
        except OSError as error:  # `--help` and `--version` are written by Typer
            console.drop_output()
            code = tell(refused(error), MachineError.exit_code, as_json=False)
        if standalone_mode:
            sys.exit(code if isinstance(code, int) else 0)
        return code


def finding(error: TyperException) -> Diagnostic:
    """Return what Typer found, as one of our findings."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "bookmaker"
    option = getattr(error, "option_name", "")
    if option and context and hasattr(error, "possibilities"):
        hidden = {name for one in context.command.params if one.hidden for name in one.opts}
        near = next((name for name in error.possibilities or () if name not in hidden), "")
        mend = f"did you mean {near}? " if near else ""
        return report("BM-CLI-001", None, option=option, nearest=mend, command=command)
    told = error.format_message().strip().removesuffix(".")
    told = told.removeprefix("Invalid value for ")
    return report("BM-CLI-002", None, told=told[:1].lower() + told[1:], command=command)


def refused(error: OSError) -> Diagnostic:
    """Return that standard output cannot be written."""
    return report("BM-SYS-010", None, reason=error.strerror or str(error))


def tell(found: Diagnostic, code: int, *, as_json: bool) -> int:
    """Write a finding to standard error, with `--json` also a document to standard output.

    Returns:
        The exit code.
    """
    console.show_diagnostics((found,))
    if as_json:
        table = {"artifacts": [], "diagnostics": [diagnostic_table(found)]}
        with suppress(OSError, MachineError):
            console.write_out(json_text(table, indent=1) + "\n")
    return code
