"""A build reaches no network: the one place that sees to it.

The mechanism is Python's own auditing (PEP 578): every way in Python to a socket or to the look-up
of a name is announced, and refused. It cannot be taken back.
"""

import sys
from typing import Final

# docs.python.org/3/library/audit_events.html
_EVENTS: Final = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "imaplib.", "poplib.")


def forbid() -> None:
    """Let nothing in this process reach the network from now on; PermissionError otherwise."""
    sys.addaudithook(_refuse)


def _refuse(event: str, _: tuple[object, ...]) -> None:
    if event.startswith(_EVENTS):
        raise PermissionError(f"{event}: a build reaches no network")
