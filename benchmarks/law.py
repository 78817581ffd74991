"""What the conservation law costs: its share of the processor time of a build by the command.

    python benchmarks/law.py MANUSCRIPT...

For each manuscript one build of the EPUB alone, where the bound is 15 %, and one with the PDF,
where it is 5 %. The page starts are told beside it.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from measure import run

from bookmaker import checks
from bookmaker.pipeline import Request, build

LAW = ("conserve_reading", "conserve_publication", "conserve_epub", "conserve_pdf")
BESIDE = ("check_page_starts",)
BOUNDS = {"epub": 0.15, "pdf": 0.05}


def timed(name: str, spent: Counter[str]) -> Callable[..., Any]:
    work = getattr(checks, name)

    def timed_work(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the check takes
        began = time.process_time()
        try:
            return work(*arguments, **named)
        finally:
            spent[name] += time.process_time() - began

    return timed_work


def command(source: Path, formats: tuple[str, ...]) -> float:
    """CPU seconds of a build as anybody runs it, the start of the interpreter included."""
    asked = [word for one in formats for word in ("--format", one)]
    with tempfile.TemporaryDirectory() as folder:
        out = ["--out", str(Path(folder) / "out")]
        return run([sys.executable, "-m", "bookmaker", "build", str(source), *asked, *out]).cpu


def measure(source: Path, spent: Counter[str], *formats: str) -> None:
    """Build here, the checks timed."""
    spent.clear()
    with tempfile.TemporaryDirectory() as folder:
        build(Request(source, Path(folder) / "out", formats=formats))


def main() -> int:
    spent: Counter[str] = Counter()
    for name in (*LAW, *BESIDE):
        setattr(checks, name, timed(name, spent))
    sources = [Path(given) for given in sys.argv[1:]] or [Path("manuscript")]
    measure(sources[0], spent, "epub")  # the libraries are loaded
    failed = False
    for source in sources:
        for form, formats in (("epub", ("epub",)), ("pdf", ("epub", "pdf"))):
            measure(source, spent, *formats)
            whole = command(source, formats)
            law = sum(spent[name] for name in LAW) / whole
            beside = sum(spent[name] for name in BESIDE) / whole
            failed |= law > BOUNDS[form]
            print(
                f"{source.name:24} with {form:5} {whole:7.2f} s, "
                f"law {law:5.1%} of at most {BOUNDS[form]:.0%}, page starts {beside:5.1%}"
            )
    return failed


if __name__ == "__main__":
    sys.exit(main())
