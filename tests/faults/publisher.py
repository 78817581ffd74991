"""Publishes a set of files as a build does: `publisher.py OUT EDITION [LAST-EVENT] [no-exchange]`.

With a number it dies at that file-system event, as by `kill -9`: no clean-up runs. Without one it
prints how many events there are.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

from bookmaker import outputs
from bookmaker.outputs import exchange

_WATCHED = ("open", "os.", "shutil.")


def fill(stage: Path, files: dict[str, str]) -> str:
    """Write the files; return their record."""
    for name, text in files.items():
        (stage / name).write_text(text)
    told = [{"path": name, "sha256": digest(text)} for name, text in files.items()]
    return json.dumps({"artifacts": told})


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def publish(out: Path, files: dict[str, str]) -> tuple[str, ...]:
    with outputs.staging(out) as stage:
        stage.write_record(fill(stage.folder, files))
        stage.seal()
        return stage.publish()


def edition(number: str) -> dict[str, str]:
    """Return a set of files; each edition has one file of its own."""
    files = {name: f"{name} {number}\n" * 50 for name in ("a.epub", "b.pdf", "c.jpg")}
    return files | {f"only-{number}.epub": number}


def main() -> None:
    out, number, *rest = sys.argv[1:]
    if "no-exchange" in rest:
        exchange.swap = lambda *_: False
    last = int(rest[0]) if rest and rest[0].isdigit() else 0
    seen = 0

    def watch(event: str, _: tuple[object, ...]) -> None:
        nonlocal seen
        if event.startswith(_WATCHED):
            seen += 1
            if seen == last:
                os._exit(9)

    sys.addaudithook(watch)
    publish(Path(out), edition(number))
    print(seen)  # noqa: T201  the caller's answer


if __name__ == "__main__":
    main()
