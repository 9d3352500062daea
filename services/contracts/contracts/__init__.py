"""Topics, event schemas and examples shared by all services; data and one codec, no behaviour."""
