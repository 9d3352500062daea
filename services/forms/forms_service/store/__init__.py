"""Queries of the forms database, one module per table; and the data files that seed it."""
