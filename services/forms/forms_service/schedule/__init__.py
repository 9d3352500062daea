"""The national schedule: which survey opens when, where and for whom."""
