"""The `seed` command, and the official instruments and formulas that it publishes."""
