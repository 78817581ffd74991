"""Writes down what a process opens, connects to and starts: Python runs this first of all.

It is on the path only where the tests of hostile input put it there (`BOOKMAKER_AUDIT` names the
log). Processes that a build starts inherit it.
"""

import os
import sys

_LOG = os.environ.get("BOOKMAKER_AUDIT", "")
_WATCHED = (
    "open", "socket.", "subprocess.", "os.exec", "os.system", "os.posix_spawn", "os.symlink",
    "os.link", "urllib.", "ftplib.", "http.", "webbrowser.", "ctypes.dlopen", "shutil.copyfile",
)  # fmt: skip


def watch() -> None:
    """Write each watched event of this process, and of its forks, to the log: one line each."""
    log = os.open(_LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def told(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_WATCHED):
            said = "\t".join(repr(one)[:300] for one in arguments[:2])
            os.write(log, f"{event}\t{said}\n".encode("utf-8", "replace"))

    sys.addaudithook(told)


if _LOG:
    watch()
