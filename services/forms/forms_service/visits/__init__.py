"""How often each point is scanned, and which has fallen silent."""
