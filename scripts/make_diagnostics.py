"""Write `docs/diagnostics.md` from the catalogue: `python scripts/make_diagnostics.py`."""

from pathlib import Path

from bookmaker.diagnostics import CATALOGUE

ROOMS = {
    "INPUT": "Files and their bytes",
    "SET": "Settings",
    "READ": "Reading",
    "TYPE": "Typography",
    "MARK": "Markup",
    "PICT": "Pictures",
    "COVER": "Covers",
    "PAGE": "The printed page",
    "EPUB": "EPUB",
    "STORE": "Stores",
    "PDF": "PDF",
    "LAW": "Nothing lost",
    "CLI": "The command line",
    "SYS": "This machine, and ourselves",
    "VER": "Builds compared",
}


def page() -> str:
    """Return the whole document."""
    lines = [
        "# Diagnostics",
        "",
        "Every message has a stable code. `scripts/make_diagnostics.py` writes this page;",
        "words in braces are filled in. Errors stop a build; warnings stop it under `--strict`.",
    ]
    for room, title in ROOMS.items():
        codes = [code for code in CATALOGUE if code.split("-")[1] == room]
        if not codes:
            continue
        lines += ["", f"## {title}", ""]
        lines += ["| Code | Severity | What it says | What to do |", "|---|---|---|---|"]
        for code in sorted(codes):
            entry = CATALOGUE[code]
            cells = (code, str(entry.severity), _cell(entry.message), _cell(entry.hint))
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def main() -> None:
    """Write the document beside the others."""
    target = Path(__file__).parents[1] / "docs" / "diagnostics.md"
    target.write_text(page(), encoding="utf-8")
    print(target)


if __name__ == "__main__":
    main()
