"""Scripts that reorder their letters: what is printed can be searched, copied and checked."""

from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from bookmaker.checks import glyphs
from bookmaker.pipeline import Request, build

WORDS = {
    "hi": "हिन्दी में स्त्री, कृष्ण, ज्ञान और विद्यार्थी की शक्ति। द्वितीय प्रश्न, मूर्ति पर दृष्टि।",
    "km": "ខ្ញុំស្រឡាញ់ភាសាខ្មែរ ព្រោះវាជាភាសារបស់ខ្ញុំ។ ក្រុមគ្រួសារ ស្ត្រី។",
    "my": "မြန်မာဘာသာစကားကို ချစ်သည်။ ကျွန်တော် စာအုပ်ဖတ်သည်၊ ဩဂုတ် ကြောင့် ပြဿနာ။",
    "ta": "தமிழ் மொழி இனிது, கொடுத்தான், யௌவனம்.",
    "si": "ශ්‍රී ලංකා ක්‍රමය කෝකිල ගීතය.",
}


@pytest.mark.parametrize("language", list(WORDS))
def test_the_words_can_be_read_back(tmp_path: Path, language: str) -> None:
    """The law holds, so the build ends; and another reader finds the very words."""
    source = tmp_path / "m.md"
    said = WORDS[language]
    source.write_text(f"---\ntitle: T\nlanguage: {language}\n---\n\n# 1\n\n{said}\n", "utf-8")
    build(Request(source, tmp_path / "out", formats=("pdf",)))
    (path,) = (tmp_path / "out").glob("*.pdf")
    with pypdfium2.PdfDocument(path) as document:
        shown = "".join(page.get_textpage().get_text_range() for page in document)
    assert "".join(said.split()) in "".join(shown.split())
    with pikepdf.open(path) as pdf:
        told = b"".join(glyphs.content(page.obj) for page in pdf.pages)
    assert told.count(b"/Span <</ActualText") > 0
    assert told.count(b"BDC") + told.count(b"BMC") == told.count(b"EMC")
