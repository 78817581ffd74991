"""Stage 4: `Publication` and `Edition` in, `PrintRun` out. All knowledge of WeasyPrint lives here."""
