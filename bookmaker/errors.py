"""What stops a build.

    BookmakerError
    ├── FindingsError   exit 1   the work was done and what was found forbids going on
    ├── InputError      exit 2   bad input or usage: the user can mend it
    └── MachineError    exit 3   this machine lacks something: a library, space, a permission

Anything else that escapes is our own fault (exit 70). Library code raises; only `cli` exits.
"""

import errno
from typing import ClassVar, Final, Self

from bookmaker.diagnostics import Diagnostic, Span, report

_MACHINE: Final = frozenset(
    getattr(errno, name)
    for name in ("ENOSPC", "EDQUOT", "EFBIG", "EROFS", "ENOMEM", "EMFILE", "ENFILE", "EIO")
    if hasattr(errno, name)
)


class BookmakerError(Exception):
    """A build cannot go on; `diagnostics` say why, the first of them above all."""

    exit_code: ClassVar[int] = 70

    def __init__(self, *diagnostics: Diagnostic) -> None:
        """Keep the findings that stop the build; at least one."""
        super().__init__("\n".join(str(d) for d in diagnostics))
        self.diagnostics = diagnostics

    @classmethod
    def because(cls, code: str, span: Span | None = None, /, **values: object) -> Self:
        """Make the error from a catalogued code, as `diagnostics.report` does."""
        return cls(report(code, span, **values))


class FindingsError(BookmakerError):
    """Findings that forbid an artifact: nothing was written."""

    exit_code = 1


class InputError(BookmakerError):
    """The manuscript, a setting or an argument is wrong."""

    exit_code = 2


class MachineError(BookmakerError):
    """The machine lacks something that the work needs."""

    exit_code = 3


def is_of_machine(error: OSError) -> bool:
    """Tell whether the machine is full, locked or broken, which is no fault of ours."""
    # `tempfile` alone says so with the number of a missing file.
    return error.errno in _MACHINE or "usable temporary directory" in str(error)


def refused(error: OSError) -> Diagnostic:
    """Return the finding for a refusal of the system that no stage knew how to meet."""
    place = f" {error.filename!r}" if error.filename else ""
    reason = f"{error.strerror or error}{place}"
    return report("BM-SYS-009", None, reason=reason)
