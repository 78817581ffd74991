"""`python -m bookmaker`, and the command `bookmaker`."""

import sys

try:
    import resource
except ModuleNotFoundError:  # Windows
    pass
else:
    # Where a file may not grow, Python leaves half-written bytecode, and no later start succeeds.
    if resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY:
        sys.dont_write_bytecode = True

from bookmaker import interrupts


def main() -> None:
    """Run the command line; it can be interrupted from the first moment on."""
    with interrupts.heard():
        from bookmaker.cli import main as command_line  # noqa: PLC0415  a tenth of a second

        command_line()


if __name__ == "__main__":
    main()
