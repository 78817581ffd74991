"""The same book, the same bytes: whatever folder, clock zone, locale or hash seed."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("small_press", sys.argv[1])
press = importlib.util.module_from_spec(spec)
spec.loader.exec_module(press)
from pathlib import Path
from bookmaker.edition import Edition
from bookmaker.layout import lay_out
from bookmaker.writers.pdf import write_pdf
book = press.whole_book()
write_pdf(lay_out(book, Edition()).print_run, book.metadata, Edition(), Path(sys.argv[2]))
"""


def digest(folder, **environment):
    folder.mkdir()
    target = folder / "book.pdf"
    script = Path(__file__).parent / "small_press.py"
    subprocess.run(
        [sys.executable, "-c", SCRIPT, str(script), str(target)],
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
    )
    return hashlib.sha256(target.read_bytes()).hexdigest()


def test_same_bytes(tmp_path):
    one = digest(tmp_path / "one", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    two = digest(tmp_path / "two", PYTHONHASHSEED="77", TZ="Asia/Tokyo", LC_ALL="C.UTF-8", HOME="/")
    assert one == two
