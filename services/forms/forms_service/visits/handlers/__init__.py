"""Sums of visits as they come in, and how the points of a unit are seen."""
