"""When a point has fallen silent, and what the scans of a poster ask for."""
