"""Limits of files, what one holds, its variables, and when a unit may see its own answers."""
