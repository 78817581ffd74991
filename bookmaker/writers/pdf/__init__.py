"""`PrintRun` in, a PDF out: assembly only."""
