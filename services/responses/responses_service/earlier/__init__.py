"""Answers of an earlier system, imported from a table."""
