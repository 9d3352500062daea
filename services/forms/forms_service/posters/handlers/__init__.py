"""The poster of one point: what is asked of it, and its making."""
