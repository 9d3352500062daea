"""Queries of the responses database."""
