"""Counts who opened, began and finished a form, as sums per point and hour."""
