"""Stage 6: artifact in, `Diagnostic`s out: EPUB, PDF, the conservation law."""
