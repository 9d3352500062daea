"""The durable record: first of an id stored and counted, flagged, never lost, read for scores."""
