"""Counting visits, and what the pages tell the counter."""
