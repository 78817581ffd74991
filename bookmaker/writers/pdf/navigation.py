"""Ways through the file: named destinations, outline, page labels."""

from typing import Final

from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from bookmaker.print_run import Bookmark, PageMap, PrintRun

_NUMERALS: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def name_places(pdf: Pdf, print_run: PrintRun) -> None:
    """Give each id of the book a named destination (ISO 32000-1, 12.3.2.3)."""
    places: dict[str, Array] = {}
    for run in print_run.runs:
        for name, (number, left, bottom) in run.anchors.items():
            page = pdf.pages[run.first + number].obj
            shift = run.shifts[number] if run.shifts else 0.0
            top = round(bottom, 2)
            places.setdefault(name, Array([page, Name.XYZ, round(left + shift, 2), top, 0]))
    if not places:
        return
    names = Array()
    for key, place in sorted((bytes(String(name)), place) for name, place in places.items()):
        names.extend(Array([String(key.decode()), place]))
    pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(Dictionary(Names=names)))


def label(pdf: Pdf, pages: PageMap) -> None:
    """Number the pages as their folios do: ISO 32000-2, 12.4.2, one range for each new count."""
    numbers = Array()
    style_before, number_before = "", 0
    for start in pages.pages:
        style = "/D" if start.label.isdigit() else "/r"
        number = int(start.label) if style == "/D" else _value(start.label)
        if (style, number) != (style_before, number_before + 1):
            numbers.extend(Array([start.page, Dictionary(S=Name(style), St=number)]))
        style_before, number_before = style, number
    if len(numbers):
        pdf.Root.PageLabels = Dictionary(Nums=numbers)


def _value(numeral: str) -> int:
    """Return the value of a small roman numeral."""
    values = [_NUMERALS.get(letter, 0) for letter in numeral]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def outline(pdf: Pdf, bookmarks: tuple[Bookmark, ...]) -> None:
    """Write the outline."""
    with pdf.open_outline() as tree:
        tree.root.extend(_item(bookmark) for bookmark in bookmarks)


def _item(bookmark: Bookmark) -> OutlineItem:
    top = round(bookmark.top, 2)
    item = OutlineItem(bookmark.title, bookmark.page, "XYZ", left=0, top=top, zoom=0)
    item.children.extend(_item(child) for child in bookmark.children)
    return item
