"""Use cases of forms; each owns its transaction."""
