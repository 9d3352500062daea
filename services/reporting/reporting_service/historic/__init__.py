"""Indices that the ministry published before Suara: beside what Suara computed, never mixed in."""
