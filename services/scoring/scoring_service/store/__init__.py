"""Queries of the scoring database."""
