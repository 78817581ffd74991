"""Stage 5: what is finished goes into its container."""
