"""A long fuzzing run: every target in turn, what breaks kept and told once.

    python tests/fuzz/campaign.py --minutes 60 --seed 1 --found found/

Prints a line a minute, and at the end the inputs tried by target and what was found.
"""

import argparse
import collections
import json
import random
import re
import signal
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from targets import TARGETS

SLOW = 5.0  # CPU seconds for a few hundred bytes
GIVEN_UP = 60
EXAMPLES = 6  # of one fault


class TooLongError(Exception):
    """An input takes far too long."""


def _give_up(*_: object) -> None:
    raise TooLongError


def place(error: BaseException) -> str:
    """Return what tells one fault from another: its kind, message's head and innermost line."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "bookmaker" in f.filename]
    last = frames[-1] if frames else None
    where = f"{Path(last.filename).name}:{last.lineno}" if last else ""
    message = re.sub(r"[\d:]+", "#", str(error))[:40]
    return f"{type(error).__name__} {message} {where}"


def try_one(name: str, seed: int) -> tuple[str, str] | None:
    """Run one input of a target; return what is wrong with it, if anything."""
    began = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, GIVEN_UP)
    try:
        TARGETS[name](random.Random(seed))  # noqa: S311  not for secrets
    except Exception as error:  # noqa: BLE001  whatever it is, it is a find
        return place(error), traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    took = time.process_time() - began
    return (f"slow {name}", f"{took:.1f} s") if took > SLOW else None


def tell(line: str) -> None:
    """Say it at once: a long run may be stopped."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def keep(folder: Path | None, find: tuple[str, int, str, str]) -> None:
    """Tell of a find, and write it down."""
    name, seed, where, trace = find
    tell(f"FIND {name} seed {seed}: {where}")
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}-{seed}.json").write_text(json.dumps((name, seed, trace)))


def main() -> int:
    """Run and report; exit code 1 when there is a find."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--found", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    given = parser.parse_args()
    signal.signal(signal.SIGVTALRM, _give_up)
    names = given.only or list(TARGETS)
    spent: dict[str, float] = dict.fromkeys(names, 0.0)
    tried: collections.Counter[str] = collections.Counter()
    finds: collections.Counter[str] = collections.Counter()
    end = time.monotonic() + given.minutes * 60
    seed = given.seed * 10**9
    while time.monotonic() < end:
        name = min(names, key=spent.__getitem__)  # each target gets the same time
        began = time.monotonic()
        seed += 1
        wrong = try_one(name, seed)
        spent[name] += time.monotonic() - began
        tried[name] += 1
        if wrong:
            finds[wrong[0]] += 1
            if finds[wrong[0]] <= EXAMPLES:
                keep(given.found, (name, seed, *wrong))
    tell(", ".join(f"{name} {tried[name]}" for name in names))
    tell(f"{sum(tried.values())} inputs in {given.minutes:g} minutes, {len(finds)} finds")
    return bool(finds)


if __name__ == "__main__":
    sys.exit(main())
