"""When a point has fallen silent, what the scans of a poster ask for, how long they are kept."""
