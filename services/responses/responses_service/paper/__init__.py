"""Numbered sheets of paper: issued in batches, printed, spoiled, closed."""
