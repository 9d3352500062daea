"""Sums of visits by point and hour, and findings on silent points."""
