"""Tindak lanjut: what an office does about a weak statement of its final result."""
