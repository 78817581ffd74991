"""Stage 1: manuscript in, `Reading` out. Pure: no disk, no network."""
