"""Stage 3, too: `Metadata` in, a front cover out."""
