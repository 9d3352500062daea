"""Queries of the identity database, one module per table."""
