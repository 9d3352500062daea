"""Use cases of responses: take in, record, look up, seal."""
