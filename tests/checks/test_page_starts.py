"""Where printed pages begin, in scripts whose letters a PDF gives in an order of its own."""

import re
import zipfile
from pathlib import Path

import pytest

from bookmaker.checks import check_page_starts
from bookmaker.checks.page_starts import _begins, _resembles
from bookmaker.layout.machine import missing_library
from bookmaker.pipeline import Request, build

# Words of our own: "the old bridge crossed the river at the mill, and the people of the village
# sat on the cold stones in the evening and told of the flood".
WORDS = {
    "ar": "كان الجسر القديم يعبر النهر عند الطاحونة وكان أهل القرية يجلسون في المساء على الحجارة"
    " الباردة ويحكون عن الفيضان (123) «abc» 45",
    "he": "הגשר הישן עבר את הנהר ליד הטחנה ובני הכפר ישבו בערב על האבנים הקרות וסיפרו על השיטפון"
    " (123) abc 45",
    "hi": "पुराना पुल चक्की के पास नदी को पार करता था और गाँव के लोग शाम को ठंडे पत्थरों पर बैठकर उस"
    " बाढ़ की बात करते थे जो वसंत में आई और जैसे आई वैसे ही चली गई",
    "th": "สะพานเก่า ข้ามแม่น้ำ ใกล้โรงสี และ ชาวบ้าน นั่งบนหินเย็น ในยามเย็น เล่าเรื่อง น้ำท่วม",
}  # fmt: skip


def manuscript(language: str) -> str:
    """Return enough text for some pages; no two paragraphs begin alike."""
    words = WORDS[language].split()
    paragraphs = [
        " ".join(words[(n * n * 31 + i * i * 17 + i * n * 7) // 5 % len(words)] for i in range(60))
        for n in range(24)
    ]
    head = f"---\ntitle: {words[0]} {words[1]}\nlang: {language}\nprint:\n  trim: 5x8\n---\n\n"
    return head + "\n\n".join(paragraphs) + "\n"


@pytest.mark.parametrize("language", WORDS)
def test_pages_of_every_script_are_compared(language: str, tmp_path: Path) -> None:
    assert pages_compared(manuscript(language), tmp_path) > 4


def pages_compared(text: str, folder: Path) -> int:
    """Return how many pages a book has, each of which begins where it says and nowhere else."""
    if missing_library():
        pytest.skip(f"no PDF without {missing_library()}")  # only a set book has page starts
    source = folder / "book.md"
    source.write_text(text, encoding="utf-8")
    made = build(Request(source, folder / "out"))
    pages = made.record.page_list
    assert pages is not None
    assert pages.verified == pages.marked
    assert not [one for one in made.record.diagnostics if one.code == "BM-LAW-010"]
    epub, pdf = (next((folder / "out").glob(f"*.{kind}")) for kind in ("epub", "pdf"))
    wrong = check_page_starts(with_labels_shifted(epub), pdf)
    assert len(wrong.diagnostics) >= pages.marked - 2, wrong
    return pages.marked


def with_labels_shifted(epub: Path) -> Path:
    """Return the EPUB with each page called like the one after it."""
    shifted = epub.with_name("shifted.epub")
    with zipfile.ZipFile(epub) as source, zipfile.ZipFile(shifted, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("nav.xhtml"):
                data = re.sub(
                    rb'(#page-\d+">)(\d+)<', lambda m: b"%s%d<" % (m[1], int(m[2]) + 1), data
                )
            target.writestr(name, data)
    return shifted


def test_pages_of_notes_alone_and_of_few_words_are_compared(tmp_path: Path) -> None:
    """Notes without room run on behind their chapter's text; a line may end before their calls."""
    calls = "".join(f"[^{n}]" for n in range(60))
    notes = (f"[^{n}]: This is note {n}, {'of some length, ' * 30}and ends.\n\n" for n in range(60))
    text = f"# One\n\nA line.{calls} Last words.\n\n# Two\n\nText goes on.\n\n{''.join(notes)}"
    assert pages_compared(text, tmp_path) > 12


@pytest.mark.parametrize(
    ("page", "said", "alike"),
    [
        ("the mill stood", "the mill stood", True),
        ("mill stood still that year", "windmill stood still that year", True),
        ("a mill stood", "the mill stood", False),
        ("45 abc שלום עולם\nmore", "שלום abc 45 עולם", True),
        ("45 abc שלום עולם\nmore", "שלום abc 46 עולם", False),
        ("को ठं डेऔर क्षेस्त्रि केपास गाँव", "को ठंडे और क्षेत्र के पास गाँव", True),
        ("लोग शाम को पत्थरों पर बैठकर", "को ठंडे और क्षेत्र के पास गाँव", False),
        ("", "a picture", True),
    ],
)
def test_a_page_begins_with_the_words_or_it_does_not(page: str, said: str, alike: bool) -> None:  # noqa: FBT001  a table's column
    assert _begins(page, said) is alike


def test_resemblance_is_the_order_of_letters() -> None:
    assert _resembles("abxcdefghij", "abcdefghij")
    assert not _resembles("jihgfedcba", "abcdefghij")
