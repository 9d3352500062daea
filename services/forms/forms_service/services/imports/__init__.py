"""Kinds of service from a table."""
