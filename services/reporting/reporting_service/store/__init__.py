"""Queries of the reporting database."""
