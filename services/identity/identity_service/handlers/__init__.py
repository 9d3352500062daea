"""Use cases of identity; each owns its transaction."""
