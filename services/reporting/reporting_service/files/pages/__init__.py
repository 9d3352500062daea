"""Files, one table each, and their lines."""
